/* slices.h - context switches at the pixels where they happened
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "draw/scene-private.h"

G_BEGIN_DECLS

/**
 * SkeinColumnKind:
 * @SKEIN_COLUMN_UNKNOWN: not measured
 * @SKEIN_COLUMN_SAMPLED: of most of it only shares are known
 * @SKEIN_COLUMN_DENSE: every switch is known, but there are more than a pixel shows
 * @SKEIN_COLUMN_SLICED: every switch is known, and all of them can be shown
 *
 * How a column of a lane is drawn.
 */
typedef enum
{
  SKEIN_COLUMN_UNKNOWN,
  SKEIN_COLUMN_SAMPLED,
  SKEIN_COLUMN_DENSE,
  SKEIN_COLUMN_SLICED,
} SkeinColumnKind;

/* In one column a slice ends and another one begins: both are seen. With a third one
 * there is one that is not. */
#define SKEIN_SLICES_SHOWN 2

/**
 * SkeinSpan:
 * @start: its first pixel, counted from the first column; may lie far outside
 * @end: the first pixel behind it
 *
 * A time in pixels.
 */
typedef struct
{
  int64_t start;
  int64_t end;
} SkeinSpan;

SkeinColumnKind skein_column_kind (float    observed,
                                   float    exact,
                                   uint32_t n_slices);

/* The column with that time; less than 0 before the first one. */
int64_t skein_column_at (const SkeinColumns *columns,
                         int64_t             time_ns);

/* The pixels of a time; at least one, however short it is. */
SkeinSpan skein_span_of (const SkeinColumns *columns,
                         int64_t             start_ns,
                         int64_t             end_ns);

/**
 * SkeinBars:
 * @colour: of those that are a path, but not filled yet
 *
 * Bars that are drawn together, as long as their colour is the same: many small paths would
 * cost more than all their pixels.
 */
typedef struct
{
  const SkeinScene   *scene;
  cairo_t            *cr;
  const SkeinStripe  *lane;
  const SkeinColumns *columns;
  SkeinColour         colour;
} SkeinBars;

/**
 * skein_bars_add:
 *
 * One slice, its corners round, with a little room behind it.
 */
void skein_bars_add (SkeinBars         *self,
                     const SkeinSpan   *span,
                     const SkeinColour *colour);

/* After the last one. */
void skein_bars_fill (SkeinBars *self);

/* The bar of a thread's run in its own lane, and of anybody's in a core's. */
SkeinColour skein_colour_of_run   (const SkeinScene *self,
                                   const SkeinLane  *thread,
                                   int               core);
SkeinColour skein_colour_of_slice (const SkeinScene *self,
                                   const SkeinSlice *slice);

/* Dots below the columns where zooming in shows more, and a line where samples and
 * switches meet. @kinds[-1] and @kinds[n] are read too. */
void skein_draw_kinds (const SkeinScene      *self,
                       cairo_t               *cr,
                       const SkeinColumnKind *kinds,
                       int                    n,
                       const SkeinStripe     *lane);

/**
 * skein_next_sliced:
 * @from: where to look from
 * @ret_end: the first column behind them
 *
 * Returns: the first of the next columns that show slices, or @n
 */
int skein_next_sliced (const SkeinColumnKind *kinds,
                       int                    n,
                       int                    from,
                       int                   *ret_end);

/* Lets be drawn only where slices are shown, until cairo_restore(). Returns: false: nowhere, and nothing to restore */
bool skein_clip_sliced (cairo_t               *cr,
                        const SkeinColumnKind *kinds,
                        const SkeinStripe     *lane,
                        const SkeinColumns    *columns);

G_END_DECLS
