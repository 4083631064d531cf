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
  int before = swatch + SWATCH_GAP;
  int width = before + skein_texts_measure (self->texts, words, SKEIN_TEXT_SMALL);
  int room = self->width - before;
  int y;

  if (self->x > 0 && self->x + width > self->width)
    {
      self->x = 0;
      self->line = self->height + LINE_GAP;
    }

  y = self->y + self->line;
  *ret_swatch = (cairo_rectangle_int_t) { .x = self->x, .y = y + 2, .width = swatch, .height = swatch };

  /* One that is longer than a line has several of its own. */
  if (width <= self->width)
    self->height = self->line + small;
  else
    self->height = self->line + skein_texts_measure_lines (self->texts, words, room, SKEIN_TEXT_SMALL);

  if (self->cr != NULL && width <= self->width)
    skein_texts_draw (self->texts, self->cr, words, self->x + before, y, room, SKEIN_TEXT_SMALL, self->colour);
  else if (self->cr != NULL)
    skein_texts_draw_lines (self->texts, self->cr, words, before, y, room, SKEIN_TEXT_SMALL, self->colour);

  self->x += width + GAP;

  return self->cr != NULL;
}
