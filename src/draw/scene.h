/* scene.h - the timeline as a drawing: where everything lies, and what it looks like
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <pango/pangocairo.h>

#include "draw/palette.h"
#include "present/timeline.h"
#include "store/store.h"

G_BEGIN_DECLS

/* What is written on a bar depends on its end if that is less than so many columns away; it reaches no further. */
#define SKEIN_LABEL_REACH 256

/* A bar of fewer columns is plain; so how one looks where it begins is settled so many columns later. */
#define SKEIN_MIN_ROUND_WIDTH 6

/* Pixels of a horizontal stripe of the scene. */
typedef struct
{
  int y;
  int height;
} SkeinStripe;

/* Between them are words. */
#define SKEIN_N_TIME_STRIPES 3

/* The number that gives process @process its colour. */
typedef uint32_t (*SkeinSceneColour) (SkeinId  process,
                                      gpointer data);

/**
 * SkeinScene:
 *
 * From top to bottom: the time axis, core lanes, a heading, thread lanes, a
 * heading, parallelism and demand. At the left a column of names. Cores and
 * threads scroll, each within its stripe. The same drawing fills a window, tile by
 * tile, and a file, at once.
 *
 * The scene knows no time: each drawing function is told which columns to draw.
 */
typedef struct
{
  /* Set by the owner before skein_scene_layout() */
  SkeinStore          *store;
  const SkeinTimeline *timeline;
  const SkeinPalette  *palette;
  PangoContext        *text;        /* its font sets the size of everything */
  SkeinSceneColour     colour;
  gpointer             colour_data;
  bool                 by_state;    /* colours tell states and not processes */
  bool                 by_core;     /* threads have the colour of the core they are on */
  bool                 all_coloured; /* no process is in focus: none is grey */
  GArray              *cores;       /* of uint16_t: numbers of the cores with a lane */
  int                  width;
  int                  height;
  int                  cores_scroll; /* pixels */
  int                  lanes_scroll;
  unsigned             once_most;   /* upper end of the scale of "at once" */
  SkeinId              chosen;      /* the thread whose name stands out, or SKEIN_ID_NONE */
  char                *heading;     /* above the thread lanes */
  char                *subheading;
  char                *hint;        /* (nullable): instead of lanes, where there are none */
  int                  axis_taken_x; /* of the axis so much is covered by something else, from the first column on: */
  int                  axis_taken_width; /* what it would cut of the labels is left out; 0: nothing */

  /* Set by skein_scene_layout() */
  int         line_height;
  int         names_width; /* columns of time begin here */
  int         columns_width;
  int         core_height; /* with the room below */
  int         lane_height;
  int         cores_content; /* height of all core lanes, seen or not */
  int         lanes_content;
  SkeinStripe axis;
  SkeinStripe core_stripe;
  SkeinStripe lane_heading;
  SkeinStripe lane_stripe;
  SkeinStripe once_heading;
  SkeinStripe once_stripe;
  GArray     *lane_tops; /* of int: where each lane begins, and the last one ends */

  GHashTable *labels; /* what is written on bars → PangoLayout, as they are needed */
} SkeinScene;

/**
 * SkeinColumns:
 * @start_ns: where the first column begins
 * @column_ns: time in one column, one pixel wide
 * @n: how many
 * @until_ns: nothing is known from here on; columns that reach beyond are left empty
 * @labels_until_ns: bars that end later have no words yet: they would move while it grows. INT64_MAX: all have,
 *   since the columns stand still
 * @tick_ns: time between gridlines
 * @offset_ns: as of skein_axis_clock_offset()
 */
typedef struct
{
  int64_t start_ns;
  int64_t column_ns;
  int     n;
  int64_t until_ns;
  int64_t labels_until_ns;
  int64_t tick_ns;
  int64_t offset_ns;
} SkeinColumns;

typedef enum
{
  SKEIN_PART_NONE,
  SKEIN_PART_AXIS,
  SKEIN_PART_CORE,
  SKEIN_PART_LANE,
  SKEIN_PART_ONCE,
} SkeinPart;

/**
 * SkeinLabel:
 * @part: %SKEIN_PART_CORE or %SKEIN_PART_LANE: within whose stripe it is seen
 * @x: pixels from the first column
 * @y: pixels of the scene
 * @layout: (transfer none): the words; good until the next skein_scene_layout()
 *
 * Words on a bar or above a wait.
 */
typedef struct
{
  SkeinPart    part;
  int          x;
  int          y;
  PangoLayout *layout;
  SkeinColour  colour;
} SkeinLabel;

/**
 * SkeinHit:
 * @part: what is there
 * @index: which core of the scene's, or which lane of the timeline's
 * @in_names: in the column of names
 * @x: pixels from the first column
 * @y: top of the lane, as seen
 * @height: its height
 */
typedef struct
{
  SkeinPart part;
  int       index;
  bool      in_names;
  int       x;
  int       y;
  int       height;
} SkeinHit;

SkeinScene *skein_scene_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void        skein_scene_free (SkeinScene *self);

/**
 * skein_scene_layout:
 *
 * Places everything, after a change of what the owner sets.
 */
void skein_scene_layout (SkeinScene *self);

/* The height that shows everything without scrolling, as for a file. */
int skein_scene_natural_height (SkeinScene *self);

/* What is drawn over time, from top to bottom: cores, threads, and what was at once. */
void skein_scene_get_time_stripes (const SkeinScene *self,
                                   SkeinStripe       ret[SKEIN_N_TIME_STRIPES]);

/* What is under a point of the scene. */
SkeinHit skein_scene_hit (const SkeinScene *self,
                          double            x,
                          double            y);

/**
 * skein_scene_hit_slice:
 * @columns: the columns that are shown
 * @hit: what is under a point
 * @ret: (out): the slice that is drawn there
 *
 * Returns: false where no slice is: nothing is known, or not of every switch, or
 *   there are more than one sees
 */
bool skein_scene_hit_slice (const SkeinScene   *self,
                            const SkeinColumns *columns,
                            const SkeinHit     *hit,
                            SkeinSlice         *ret);

/**
 * skein_scene_slice_box:
 * @part: %SKEIN_PART_LANE: in its thread's lane; %SKEIN_PART_CORE: in its core's
 * @ret: (out): its pixels in the scene, cut off where the columns end
 *
 * Returns: false where none of it is seen
 */
bool skein_scene_slice_box (const SkeinScene      *self,
                            const SkeinColumns    *columns,
                            const SkeinSlice      *slice,
                            SkeinPart              part,
                            cairo_rectangle_int_t *ret);

/**
 * skein_scene_draw_joins:
 *
 * Draws, over the core lanes, the line that joins the slices of the chosen thread; none
 * where they are more than one sees. The first column is at x = 0.
 */
void skein_scene_draw_joins (const SkeinScene   *self,
                             cairo_t            *cr,
                             const SkeinColumns *columns);

/**
 * skein_scene_draw_columns:
 *
 * Draws the lanes without their words, the first column at x = 0, at their heights in the scene.
 */
void skein_scene_draw_columns (const SkeinScene   *self,
                               cairo_t            *cr,
                               const SkeinColumns *columns);

/**
 * skein_scene_place_labels:
 * @labels: (element-type SkeinLabel): what is written on bars and above waits, appended
 *
 * Words on a bar come again every %SKEIN_LABEL_REACH columns: those are placed whose room begins
 * in @columns, and which may reach so many columns beyond.
 */
void skein_scene_place_labels (const SkeinScene   *self,
                               const SkeinColumns *columns,
                               GArray             *labels);

/* Draws all words that are seen in the columns, the first column at x = 0. */
void skein_scene_draw_labels (const SkeinScene   *self,
                              cairo_t            *cr,
                              const SkeinColumns *columns);

/* Draws the time axis, the first column at x = 0. */
void skein_scene_draw_axis (const SkeinScene   *self,
                            cairo_t            *cr,
                            const SkeinColumns *columns);

/**
 * skein_scene_draw_names:
 * @busy: (array) (nullable): for each core of the scene its share over the view,
 *   less than 0 where nothing was measured
 */
void skein_scene_draw_names (const SkeinScene *self,
                             cairo_t          *cr,
                             const double     *busy);

/* Draws the headings with the legend. */
void skein_scene_draw_headings (const SkeinScene *self,
                                cairo_t          *cr);

/* Draws everything: a file's page. */
void skein_scene_draw (const SkeinScene   *self,
                       cairo_t            *cr,
                       const SkeinColumns *columns,
                       const double       *busy);

/**
 * skein_scene_bin_once:
 * @first: the first column wanted, counted from that of @columns
 * @bins: (array length=n) (out caller-allocates): the columns
 *
 * What "at once" shows: the timeline's processes together, or the machine.
 */
void skein_scene_bin_once (const SkeinScene   *self,
                           const SkeinColumns *columns,
                           int                 first,
                           SkeinBin           *bins,
                           int                 n);

/**
 * skein_scene_most_demand:
 *
 * Returns: the greatest demand of what "at once" shows in these columns: the
 *   timeline's processes, or the machine if it has none
 */
double skein_scene_most_demand (const SkeinScene   *self,
                                const SkeinColumns *columns);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinScene, skein_scene_free)

G_END_DECLS
