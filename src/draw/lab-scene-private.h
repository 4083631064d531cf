/* lab-scene-private.h - what the parts of the lab's drawing share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "draw/lab-scene.h"

G_BEGIN_DECLS

#define SKEIN_LAB_EDGE     5  /* of a card, in the colour of its mode */
#define SKEIN_LAB_PADDING  12 /* between the edge of a card and what is in it */
#define SKEIN_LAB_CARD_GAP 8
#define SKEIN_LAB_RADIUS   8
#define SKEIN_LAB_WORDS_GAP 14

/* What is kept of a run from one layout to the next. */
typedef struct
{
  SkeinLabRun   *run;
  SkeinLabLanes *lanes;
  GPtrArray     *laid_out; /* of SkeinLabLane: one for each core */
  double         column_ns;
  int            width;
  unsigned       pass;
} SkeinLabRunLanes;

/* Returns: (nullable) (transfer none) */
SkeinLabRunLanes *skein_lab_scene_find_lanes (const SkeinLabScene *self,
                                              const SkeinLabRun   *run);

static inline const SkeinLabCard *
skein_lab_scene_get_card (const SkeinLabScene *self,
                          unsigned             i)
{
  return g_ptr_array_index ((GPtrArray *) self->cards, i);
}

/* "0 ms", "200 ms" */
void skein_lab_format_tick (int64_t  time_ns,
                            int64_t  step_ns,
                            char    *buffer,
                            size_t   size);

/* The lanes of a card with a run. */
void skein_lab_draw_lanes (SkeinLabScene           *self,
                           cairo_t                 *cr,
                           const SkeinLabCard      *card,
                           const SkeinLabCardPlace *place);

/* Returns: its height; draws where @cr is given */
int skein_lab_flow_legend (SkeinLabScene *self,
                           cairo_t       *cr,
                           int            y);

/* A rectangle with round corners, as the current path. */
void skein_lab_round_box (cairo_t *cr,
                          double   x,
                          double   y,
                          double   width,
                          double   height,
                          double   radius);

G_END_DECLS
