/* footprint-bars.h - what every process takes of the machine's memory, as bars
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <pango/pangocairo.h>

#include "draw/palette.h"
#include "draw/text.h"
#include "present/footprints.h"

G_BEGIN_DECLS

/* Nothing: no row, and not the machine's bar. */
#define SKEIN_BARS_NONE (-2)
/* The machine's bar. */
#define SKEIN_BARS_MACHINE (-1)

/* Returns: whether @process has a colour of its own, in @ret, for skein_colour_of_process();
 *   others are grey */
typedef bool (*SkeinBarsColour) (const SkeinTaskKey *process,
                                 uint32_t           *ret,
                                 gpointer            data);

/**
 * SkeinFootprintBars:
 *
 * At the top one bar of the machine: private, shared, the rest, free. Below it one of
 * each process on one scale: what is private filled, its part of what is shared dotted
 * beside it. Rows scroll, and only those that are seen cost time.
 */
typedef struct
{
  /* Set by the owner before skein_footprint_bars_layout() */
  const SkeinFootprints *footprints;
  const SkeinPalette    *palette;
  PangoContext          *text; /* (transfer full) */
  SkeinBarsColour        colour; /* (nullable) */
  gpointer               colour_data;
  int                    width;
  int                    height;
  int                    scroll; /* pixels */

  /* Set by skein_footprint_bars_layout() */
  int content_height; /* of all rows, seen or not */
  int line_height;
  int row_height;
  int rows_y;
  int names_width;
  int bars_width;

  /*< private >*/
  SkeinTexts *texts;
} SkeinFootprintBars;

SkeinFootprintBars *skein_footprint_bars_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void                skein_footprint_bars_free (SkeinFootprintBars *self);

void skein_footprint_bars_layout (SkeinFootprintBars *self);

/* The height that shows the first @n_rows without scrolling. */
int skein_footprint_bars_natural_height (SkeinFootprintBars *self,
                                         uint32_t            n_rows);

/* Returns: the row under a point, or %SKEIN_BARS_MACHINE or %SKEIN_BARS_NONE */
int skein_footprint_bars_hit (const SkeinFootprintBars *self,
                              double                    x,
                              double                    y);

bool skein_footprint_bars_get_box (const SkeinFootprintBars *self,
                                   int                       row,
                                   cairo_rectangle_int_t    *ret);

void skein_footprint_bars_draw (SkeinFootprintBars *self,
                                cairo_t            *cr);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinFootprintBars, skein_footprint_bars_free)

G_END_DECLS
