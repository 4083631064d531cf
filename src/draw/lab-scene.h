/* lab-scene.h - the modes of an experiment below each other, their lanes on one time axis
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <pango/pangocairo.h>

#include "draw/palette.h"
#include "draw/text.h"
#include "present/lab-cards.h"
#include "present/lab-lanes.h"

G_BEGIN_DECLS

/**
 * SkeinLabCardPlace:
 * @card: its pixels
 * @button: room for a button, where the owner asked for it
 * @lanes_y: where the first lane begins
 * @lane_height: of one core's lane
 * @lane_step: from one to the next
 * @n_lanes: how many there are: one for each core that may be used
 *
 * Where a card lies.
 */
typedef struct
{
  cairo_rectangle_int_t card;
  cairo_rectangle_int_t button;
  int                   lanes_y;
  int                   lane_height;
  int                   lane_step;
  int                   n_lanes;
} SkeinLabCardPlace;

/**
 * SkeinLabScene:
 *
 * A card for each mode: what does the work and whether the answer is right at the left, a lane for each core
 * in the middle, how long it took at the right; where it is narrow, below each other. The time axis is that of the
 * longest run. The same drawing fills a window and a file.
 */
typedef struct
{
  /* Set by the owner before skein_lab_scene_layout() */
  const GPtrArray    *cards; /* (nullable) of SkeinLabCard */
  const char         *tasks; /* (nullable): what the numbers are, English, for gettext; NULL: tasks */
  const SkeinPalette *palette;
  PangoContext       *text; /* (transfer full): its font sets the size of everything */
  int                 width;
  int                 button_size; /* pixels to leave for a button in each card; 0: none */
  unsigned            n_cores; /* lanes of a mode that was not run yet */

  /* Set by skein_lab_scene_layout() */
  int     height;
  bool    narrow; /* what is said stands above the lanes */
  int     line_height;
  int     small_height;
  int     lanes_x; /* where time begins */
  int     lanes_width;
  int     left_x; /* of the words at the left, and at the right */
  int     left_width;
  int     right_x;
  int     right_width;
  int     names_width;
  int     axis_height;
  int64_t span_ns; /* the time that fits into @lanes_width */
  int64_t tick_ns; /* between gridlines */
  GArray *places; /* of SkeinLabCardPlace: one for each card */
  unsigned legend; /* which of the words below the cards are shown, a bit each */

  /*< private >*/
  GHashTable *lanes; /* SkeinLabRun → its lanes, as they were laid out last */
  SkeinTexts *texts;
  unsigned    pass;
} SkeinLabScene;

/**
 * SkeinLabSpot:
 * @card: which; -1: none
 * @core: place among the cores of its run; -1: not on a lane
 * @time_ns: CLOCK_MONOTONIC
 */
typedef struct
{
  int     card;
  int     core;
  int64_t time_ns;
} SkeinLabSpot;

SkeinLabScene *skein_lab_scene_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void           skein_lab_scene_free (SkeinLabScene *self);

/* Places everything after a change of what the owner sets, or of a run that goes on. What was laid out of others is
 * kept. */
void skein_lab_scene_layout (SkeinLabScene *self);

/* Returns: the height that @width needs; nothing else is changed */
int skein_lab_scene_measure (SkeinLabScene *self,
                             int            width);

void skein_lab_scene_draw (SkeinLabScene *self,
                           cairo_t       *cr);

/* The same in parts, for who keeps those that did not change: first what is behind and beside the cards (the axis, its
 * lines, the legend), then each card, which lies within its place. Words that were not needed since the last call of
 * the first are forgotten: it comes before all cards when all are drawn anew. */
void skein_lab_scene_draw_around (SkeinLabScene *self,
                                  cairo_t       *cr);
void skein_lab_scene_draw_card   (SkeinLabScene *self,
                                  cairo_t       *cr,
                                  unsigned       card);

/* What is under a point. */
SkeinLabSpot skein_lab_scene_hit (const SkeinLabScene *self,
                                  double               x,
                                  double               y);

/* Returns: (transfer full) (nullable): what the core was at there, in a line or two */
char *skein_lab_scene_dup_spot_text (SkeinLabScene      *self,
                                     const SkeinLabSpot *spot) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: (transfer full): what a card shows, in words: for who does not see it */
char *skein_lab_scene_dup_card_text (SkeinLabScene *self,
                                     unsigned       card) G_GNUC_WARN_UNUSED_RESULT;

/* The colour of a mode: at the edge of its card, and before its name in the table. */
SkeinColour skein_lab_colour_of_mode (unsigned mode,
                                      bool     dark);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinLabScene, skein_lab_scene_free)

G_END_DECLS
