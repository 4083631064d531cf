/* pages-grid.h - the pages of a region as a grid, and the curve of its own pages
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <pango/pangocairo.h>

#include "draw/palette.h"
#include "draw/text.h"
#include "present/page-map.h"

G_BEGIN_DECLS

/**
 * SkeinPagesGrid:
 *
 * From the top down: the scale in as many lines as it takes, the cells in the order of
 * addresses, the legend. Each kind of page has a texture of its own: its own filled,
 * shared dotted, swapped hatched, never touched an outline; those of a file have a
 * corner. A cell of several kinds is divided in height.
 */
typedef struct
{
  /* Set by the owner before skein_pages_grid_layout() */
  SkeinPageMap       *map;
  const SkeinPalette *palette;
  PangoContext       *text; /* (transfer full) */
  uint32_t            colour; /* number of the process for its colour */
  int                 width;
  int                 height;

  /* Set by skein_pages_grid_layout() */
  int line_height;
  int n_columns;
  int n_rows;
  int cell; /* pixels from one cell to the next */
  int cells_y;
  int legend_y;

  /*< private >*/
  SkeinTexts *texts;
} SkeinPagesGrid;

SkeinPagesGrid *skein_pages_grid_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void            skein_pages_grid_free (SkeinPagesGrid *self);

/* Places everything, and arranges @map so that all its pages fit. After each change of it. */
void skein_pages_grid_layout (SkeinPagesGrid *self);

/* Returns: the cell under a point, or UINT32_MAX */
uint32_t skein_pages_grid_hit (const SkeinPagesGrid *self,
                               double                x,
                               double                y);

bool skein_pages_grid_get_box (const SkeinPagesGrid  *self,
                               uint32_t               cell,
                               cairo_rectangle_int_t *ret);

void skein_pages_grid_draw (SkeinPagesGrid *self,
                            cairo_t        *cr);

/**
 * skein_pages_draw_past:
 * @past: what is drawn
 * @span_ns: time that the width stands for; the newest point is at the right edge
 * @n_pages: the height stands for so many
 * @own: the colour of its own pages
 * @box: where
 *
 * Draws the curve of own pages over time as a filled line. Where no point is within
 * @gap_ns of the next it is broken: nobody saw what was there.
 */
void skein_pages_draw_past (const SkeinPagePast         *past,
                            cairo_t                     *cr,
                            const SkeinPalette          *palette,
                            int64_t                      span_ns,
                            int64_t                      gap_ns,
                            uint64_t                     n_pages,
                            const SkeinColour           *own,
                            const cairo_rectangle_int_t *box);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinPagesGrid, skein_pages_grid_free)

G_END_DECLS
