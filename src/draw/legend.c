/* legend.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "draw/legend.h"

#define GAP        14
#define LINE_GAP   3
#define SWATCH_GAP 6

bool
skein_legend_add (SkeinLegend           *self,
                  const char            *words,
                  cairo_rectangle_int_t *ret_swatch)
{
  int small = skein_texts_get_line_height (self->texts, SKEIN_TEXT_SMALL);
  int swatch = small - 4;
  int words_x = swatch + SWATCH_GAP;
  int width = words_x + skein_texts_measure (self->texts, words, SKEIN_TEXT_SMALL);
  int line_y;

  if (self->x > 0 && self->x + width > self->width)
    {
      self->x = 0;
      self->height += LINE_GAP + small;
    }

  self->height = MAX (self->height, small);
  line_y = self->y + self->height - small;
  words_x += self->x;
  *ret_swatch = (cairo_rectangle_int_t) { .x = self->x, .y = line_y + 2, .width = swatch, .height = swatch };

  if (self->cr != NULL)
    skein_texts_draw (self->texts, self->cr, words, words_x, line_y, self->width - words_x, SKEIN_TEXT_SMALL,
                      self->colour);

  self->x += width + GAP;

  return self->cr != NULL;
}
