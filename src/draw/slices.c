/* slices.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "draw/slices.h"

/* Narrower bars fill all their pixels. */
#define MIN_ROOM_WIDTH 4

#define EXACT_SHARE    0.5f
#define OBSERVED_SHARE 0.01f

SkeinColumnKind
skein_column_kind (float    observed,
                   float    exact,
                   uint32_t n_slices)
{
  if (observed <= OBSERVED_SHARE)
    return SKEIN_COLUMN_UNKNOWN;
  if (exact < EXACT_SHARE)
    return SKEIN_COLUMN_SAMPLED;

  return n_slices > SKEIN_SLICES_SHOWN ? SKEIN_COLUMN_DENSE : SKEIN_COLUMN_SLICED;
}

int64_t
skein_column_at (const SkeinColumns *columns,
                 int64_t             time_ns)
{
  int64_t distance = time_ns - columns->start_ns;
  int64_t rest = distance % columns->column_ns;

  return distance / columns->column_ns - (rest < 0 ? 1 : 0);
}

SkeinSpan
skein_span_of (const SkeinColumns *columns,
               int64_t             start_ns,
               int64_t             end_ns)
{
  int64_t start = skein_column_at (columns, start_ns);

  return (SkeinSpan) { start, MAX (skein_column_at (columns, end_ns), start + 1) };
}

static bool
colour_equal (const SkeinColour *a,
              const SkeinColour *b)
{
  return a->red == b->red && a->green == b->green && a->blue == b->blue && a->alpha == b->alpha;
}

void
skein_bars_fill (SkeinBars *self)
{
  if (!cairo_has_current_point (self->cr))
    return;

  skein_colour_set_source (&self->colour, self->cr);
  cairo_fill (self->cr);
}

void
skein_bars_add (SkeinBars         *self,
                const SkeinSpan   *span,
                const SkeinColour *colour)
{
  /* What lies further out is not seen, corners and all. */
  int x = (int) CLAMP (span->start, -SKEIN_MIN_ROUND_WIDTH, self->columns->n + 1);
  int width = (int) CLAMP (span->end, -SKEIN_MIN_ROUND_WIDTH, self->columns->n + SKEIN_MIN_ROUND_WIDTH) - x;
  int64_t true_width = span->end - span->start;
  const SkeinStripe *lane = self->lane;

  if (width <= 0)
    return;
  if (true_width >= MIN_ROOM_WIDTH)
    width--;
  if (!colour_equal (colour, &self->colour))
    skein_bars_fill (self);

  self->colour = *colour;

  if (true_width >= SKEIN_MIN_ROUND_WIDTH && lane->height >= SKEIN_MIN_ROUND_WIDTH)
    {
      cairo_rectangle (self->cr, x, lane->y + 2, 1, lane->height - 4);
      cairo_rectangle (self->cr, x + 1, lane->y + 1, 1, lane->height - 2);
      cairo_rectangle (self->cr, x + 2, lane->y, width - 4, lane->height);
      cairo_rectangle (self->cr, x + width - 2, lane->y + 1, 1, lane->height - 2);
      cairo_rectangle (self->cr, x + width - 1, lane->y + 2, 1, lane->height - 4);
    }
  else
    {
      cairo_rectangle (self->cr, x, lane->y, width, lane->height);
    }
}

static bool
is_exact (SkeinColumnKind kind)
{
  return kind == SKEIN_COLUMN_DENSE || kind == SKEIN_COLUMN_SLICED;
}

static bool
is_seam (SkeinColumnKind before,
         SkeinColumnKind kind)
{
  return before != SKEIN_COLUMN_UNKNOWN && kind != SKEIN_COLUMN_UNKNOWN && is_exact (before) != is_exact (kind);
}

void
skein_draw_kinds (const SkeinScene      *self,
                  cairo_t               *cr,
                  const SkeinColumnKind *kinds,
                  int                    n,
                  const SkeinStripe     *lane)
{
  for (int i = 0; i < n; i++)
    {
      if (kinds[i] == SKEIN_COLUMN_DENSE && i % 4 < 2)
        cairo_rectangle (cr, i, lane->y + lane->height + 1, 1, 1);
      if (is_seam (kinds[i - 1], kinds[i]))
        cairo_rectangle (cr, i, lane->y - 1, 1, lane->height + 3);
    }

  skein_colour_set_source (&self->palette->dim, cr);
  cairo_fill (cr);
}

int
skein_next_sliced (const SkeinColumnKind *kinds,
                   int                    n,
                   int                    from,
                   int                   *ret_end)
{
  int start = from;

  while (start < n && kinds[start] != SKEIN_COLUMN_SLICED)
    start++;
  for (*ret_end = start; *ret_end < n && kinds[*ret_end] == SKEIN_COLUMN_SLICED;)
    (*ret_end)++;

  return start;
}

bool
skein_clip_sliced (cairo_t               *cr,
                   const SkeinColumnKind *kinds,
                   const SkeinStripe     *lane,
                   const SkeinColumns    *columns)
{
  int end;
  int start = skein_next_sliced (kinds, columns->n, 0, &end);

  if (start == columns->n)
    return false;

  cairo_save (cr);
  if (start == 0 && end == columns->n)
    return true; /* what is drawn is cut off there anyway, and a clip has its price */

  for (; start < columns->n; start = skein_next_sliced (kinds, columns->n, end, &end))
    cairo_rectangle (cr, start, lane->y, end - start, lane->height);
  cairo_clip (cr);

  return true;
}
