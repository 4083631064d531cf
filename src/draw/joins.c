/* joins.c - slices as things to point at, and the line from one to the next
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "draw/slices.h"

/* Nearer to each other than this, a line between them would be a blot. */
#define MIN_JOIN_WIDTH 4

#define JOIN_LINE_WIDTH 2.0

bool
skein_scene_hit_slice (const SkeinScene   *self,
                       const SkeinColumns *columns,
                       const SkeinHit     *hit,
                       SkeinSlice         *ret)
{
  int64_t start_ns = columns->start_ns + hit->x * columns->column_ns;
  int64_t end_ns = start_ns + columns->column_ns;
  SkeinSlice slices[SKEIN_SLICES_SHOWN];
  size_t n_lanes;
  const SkeinLane *lanes = skein_timeline_get_lanes (self->timeline, &n_lanes);
  size_t n = 0;

  if (hit->in_names)
    return false;

  if (hit->part == SKEIN_PART_CORE)
    n = skein_store_get_slices_core (self->store, g_array_index (self->cores, uint16_t, hit->index),
                                     start_ns, end_ns, slices, SKEIN_SLICES_SHOWN);
  else if (hit->part == SKEIN_PART_LANE && lanes[hit->index].kind == SKEIN_LANE_THREAD)
    n = skein_store_get_slices (self->store, lanes[hit->index].id, start_ns, end_ns, slices, SKEIN_SLICES_SHOWN);

  if (n == 0 || n > SKEIN_SLICES_SHOWN)
    return false;

  /* The pixel is drawn as the one that begins in it. */
  *ret = slices[n - 1];

  return true;
}

static bool
lane_stripe (const SkeinScene *self,
             const SkeinSlice *slice,
             SkeinStripe      *ret)
{
  int lane = skein_timeline_find_lane (self->timeline, slice->thread);

  if (lane < 0 || lane + 1 >= (int) self->lane_tops->len)
    return false;

  ret->y = self->lane_stripe.y - self->lanes_scroll + g_array_index (self->lane_tops, int, lane) + 3;
  ret->height = self->lane_height - 6;

  return ret->y + ret->height > self->lane_stripe.y && ret->y < self->lane_stripe.y + self->lane_stripe.height;
}

static bool
core_stripe (const SkeinScene *self,
             int32_t           core,
             SkeinStripe      *ret)
{
  for (guint i = 0; i < self->cores->len; i++)
    {
      if (g_array_index (self->cores, uint16_t, i) != core)
        continue;

      ret->y = self->core_stripe.y - self->cores_scroll + (int) i * self->core_height;
      ret->height = skein_core_bar_height (self);

      return ret->y + ret->height > self->core_stripe.y && ret->y < self->core_stripe.y + self->core_stripe.height;
    }

  return false;
}

bool
skein_scene_slice_box (const SkeinScene      *self,
                       const SkeinColumns    *columns,
                       const SkeinSlice      *slice,
                       SkeinPart              part,
                       cairo_rectangle_int_t *ret)
{
  SkeinSpan span = skein_span_of (columns, slice->start_ns, slice->end_ns);
  SkeinStripe stripe;

  if (!(part == SKEIN_PART_CORE ? core_stripe (self, slice->core, &stripe) : lane_stripe (self, slice, &stripe)))
    return false;
  if (span.end <= 0 || span.start >= columns->n)
    return false;

  ret->x = self->names_width + (int) MAX (span.start, 0);
  ret->width = self->names_width + (int) MIN (span.end, columns->n) - ret->x;
  ret->y = stripe.y;
  ret->height = stripe.height;

  return true;
}

/* From the middle of the bar's end to the middle of the next one's start. */
static void
add_join (const SkeinScene   *self,
          cairo_t            *cr,
          const SkeinColumns *columns,
          const SkeinSlice   *from,
          const SkeinSlice   *to)
{
  SkeinSpan before = skein_span_of (columns, from->start_ns, from->end_ns);
  SkeinSpan after = skein_span_of (columns, to->start_ns, to->end_ns);
  SkeinStripe one;
  SkeinStripe other;

  if (!core_stripe (self, from->core, &one) || !core_stripe (self, to->core, &other))
    return;
  if (from->core == to->core && after.start - before.end < MIN_JOIN_WIDTH)
    return;

  cairo_move_to (cr, (double) MAX (before.end, -1), one.y + one.height / 2.0);
  cairo_line_to (cr, (double) MIN (after.start, columns->n + 1), other.y + other.height / 2.0);
}

void
skein_scene_draw_joins (const SkeinScene   *self,
                        cairo_t            *cr,
                        const SkeinColumns *columns)
{
  size_t max = (size_t) columns->n / MIN_JOIN_WIDTH;
  g_autofree SkeinSlice *slices = NULL;
  size_t n;

  if (self->chosen == SKEIN_ID_NONE || max == 0)
    return;

  slices = g_new0 (SkeinSlice, max);
  n = skein_store_get_slices (self->store, self->chosen, columns->start_ns,
                              columns->start_ns + columns->n * columns->column_ns, slices, max);
  if (n > max)
    return;

  cairo_save (cr);
  cairo_rectangle (cr, 0, self->core_stripe.y, columns->n, self->core_stripe.height);
  cairo_clip (cr);
  for (size_t i = 1; i < n; i++)
    add_join (self, cr, columns, &slices[i - 1], &slices[i]);

  skein_colour_set_source (&self->palette->text, cr);
  cairo_set_line_width (cr, JOIN_LINE_WIDTH);
  cairo_stroke (cr);
  cairo_restore (cr);
}
