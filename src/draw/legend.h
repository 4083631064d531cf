/* legend.h - what textures mean: a swatch and words each, flowing in lines
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>

#include <pango/pangocairo.h>

#include "draw/palette.h"
#include "draw/text.h"

G_BEGIN_DECLS

/**
 * SkeinLegend:
 * @texts: lays out the words
 * @cr: (nullable): where it is drawn; %NULL: it is only measured
 * @colour: of the words
 * @y: its top
 * @width: pixels before a line is full
 * @height: of all that was added
 *
 * Set but for the last, then added to item by item.
 */
typedef struct
{
  SkeinTexts        *texts;
  cairo_t           *cr;
  const SkeinColour *colour;
  int                y;
  int                width;

  /*< read-only >*/
  int                height;

  /*< private >*/
  int                x;
  int                line;
} SkeinLegend;

/**
 * skein_legend_add:
 * @ret_swatch: (out): where the swatch is
 *
 * Adds an item, in the next line if it does not fit in this one, and writes its words; in
 * several lines if they are longer than one.
 *
 * Returns: whether the caller is to draw the swatch
 */
bool skein_legend_add (SkeinLegend           *self,
                       const char            *words,
                       cairo_rectangle_int_t *ret_swatch);

G_END_DECLS
