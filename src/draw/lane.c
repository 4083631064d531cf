/* lane.c - a thread's lane: shares of each interval as heights
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "draw/scene-private.h"

#include <math.h>

/* A share greater than this is seen, be it one pixel. */
#define VISIBLE_SHARE 0.002f

/* Less than this is left above the bars: too little for the line of the rest. */
#define MIN_ROOM 6

#define MARK_WIDTH 2
#define MARK_FOOT  5

/* A column of pixels: from the bottom up running, then ready; behind them a line for the rest. */
typedef struct
{
  int        run;
  int        ready;
  SkeinState rest;
} Shape;

static int
share_to_pixels (float share,
                 int   height)
{
  int pixels = (int) lroundf (share * (float) height);

  return share > VISIBLE_SHARE ? CLAMP (pixels, 1, height) : 0;
}

/* What it waited in for longest, of what is neither running nor ready. */
static SkeinState
rest_of (const SkeinBin *bin)
{
  SkeinState state = SKEIN_STATE_WAITING;
  float most = bin->waiting;

  if (bin->disk > most)
    {
      state = SKEIN_STATE_DISK;
      most = bin->disk;
    }
  if (bin->suspended > most)
    {
      state = SKEIN_STATE_SUSPENDED;
      most = bin->suspended;
    }

  return most > VISIBLE_SHARE * bin->observed ? state : SKEIN_STATE_UNKNOWN;
}

static Shape
shape_of (const SkeinBin *bin,
          int             height)
{
  Shape shape = { .rest = SKEIN_STATE_UNKNOWN };

  if (bin->observed <= 0.01f)
    return shape;

  shape.run = share_to_pixels (bin->run / bin->observed, height);
  shape.ready = MIN (share_to_pixels (bin->ready / bin->observed, height), height - shape.run);
  shape.rest = rest_of (bin);

  return shape;
}

static bool
shape_equal (const Shape *a,
             const Shape *b)
{
  return a->run == b->run && a->ready == b->ready && a->rest == b->rest;
}

/* The columns of the lane and one more at either side; nothing is known beyond the columns' end. */
static Shape *
dup_shapes (const SkeinScene   *self,
            const SkeinLane    *thread,
            int                 height,
            const SkeinColumns *columns)
{
  int n = columns->n + 2 * SKEIN_MARGIN;
  g_autofree SkeinBin *bins = g_new0 (SkeinBin, n);
  Shape *shapes = g_new0 (Shape, n);

  skein_store_bin (self->store, thread->id, columns->start_ns - SKEIN_MARGIN * columns->column_ns,
                   (double) columns->column_ns, bins, (size_t) n);

  for (int i = 0; i < n; i++)
    shapes[i] = shape_of (&bins[i], height);

  return shapes;
}

void
skein_draw_waiting (const SkeinScene *self,
                    cairo_t          *cr,
                    SkeinState        state,
                    int               x,
                    int               middle,
                    int               width)
{
  int thin = self->palette->high_contrast ? 2 : 1;

  switch (state)
    {
    case SKEIN_STATE_DISK:
      skein_colour_set_source (&self->palette->disk, cr);
      for (int i = x + (x & 1); i < x + width; i += 4)
        cairo_rectangle (cr, i, middle - 3, 2, 6);
      break;

    case SKEIN_STATE_SUSPENDED:
      skein_colour_set_source (&self->palette->suspended, cr);
      for (int i = x - ((x % 8) + 8) % 8; i < x + width; i += 8)
        {
          int start = MAX (i, x);

          cairo_rectangle (cr, start, middle - 1, MAX (MIN (i + 5, x + width) - start, 0), 2);
        }
      break;

    case SKEIN_STATE_WAITING:
      skein_colour_set_source (&self->palette->waiting, cr);
      cairo_rectangle (cr, x, middle, width, thin);
      break;

    case SKEIN_STATE_UNKNOWN:
    case SKEIN_STATE_RUNNING:
    case SKEIN_STATE_READY:
    case SKEIN_STATE_TERMINATED:
    case SKEIN_N_STATES:
    default:
      return;
    }

  cairo_fill (cr);
}

void
skein_draw_ready (const SkeinScene            *self,
                  cairo_t                     *cr,
                  const cairo_rectangle_int_t *box,
                  bool                         left_edge,
                  bool                         right_edge)
{
  cairo_rectangle (cr, box->x, box->y, box->width, box->height);
  skein_colour_set_source (box->height > 3 ? &self->palette->ready_fill : &self->palette->ready, cr);
  cairo_fill_preserve (cr);
  cairo_set_source (cr, self->palette->hatch);
  cairo_fill (cr);

  cairo_rectangle (cr, box->x, box->y, box->width, 1);
  cairo_rectangle (cr, box->x, box->y + box->height - 1, box->width, 1);
  if (left_edge)
    cairo_rectangle (cr, box->x, box->y, 1, box->height);
  if (right_edge)
    cairo_rectangle (cr, box->x + box->width - 1, box->y, 1, box->height);

  skein_colour_set_source (&self->palette->ready, cr);
  cairo_fill (cr);
}

/* In the middle of the lane, or of what the bars leave of it. */
static void
draw_rest (const SkeinScene            *self,
           cairo_t                     *cr,
           const Shape                 *shape,
           const cairo_rectangle_int_t *box,
           const SkeinStripe           *lane)
{
  int room = box->y - lane->y;

  if (2 * room > lane->height)
    room = lane->height;
  if (room >= MIN_ROOM)
    skein_draw_waiting (self, cr, shape->rest, box->x, lane->y + room / 2, box->width);
}

/* Calls come once for each stretch of equal columns. */
static void
draw_stretch (const SkeinScene  *self,
              cairo_t           *cr,
              const Shape       *shapes,
              int                start,
              int                end,
              const SkeinStripe *lane)
{
  const Shape *shape = &shapes[start];
  cairo_rectangle_int_t box = {
    .x = start - SKEIN_MARGIN,
    .y = lane->y + lane->height - shape->run - shape->ready,
    .width = end - start,
    .height = shape->ready,
  };

  draw_rest (self, cr, shape, &box, lane);

  if (shape->ready > 0)
    skein_draw_ready (self, cr, &box,
                      start > 0 && shapes[start - 1].ready == 0, shapes[end].ready == 0);
}

static SkeinColour
colour_of_lane (const SkeinScene *self,
                const SkeinLane  *thread)
{
  if (self->by_state)
    return self->palette->running;

  return skein_colour_of_thread (self->colour (thread->process, self->colour_data),
                                 skein_lane_shade (&thread->key), self->palette->dark);
}

/* The beginning as [, the end as ]. */
static void
draw_mark (const SkeinScene   *self,
           cairo_t            *cr,
           int64_t             time_ns,
           bool                is_end,
           const SkeinStripe  *lane,
           const SkeinColumns *columns)
{
  int x = (int) ((time_ns - columns->start_ns) / columns->column_ns);
  int foot;

  if (time_ns < columns->start_ns || x >= columns->n)
    return;

  x = CLAMP (x, is_end ? MARK_FOOT : 0, MAX (columns->n - MARK_FOOT, 0));
  foot = is_end ? x - MARK_FOOT + MARK_WIDTH : x;

  cairo_rectangle (cr, x, lane->y, MARK_WIDTH, lane->height);
  cairo_rectangle (cr, foot, lane->y, MARK_FOOT, MARK_WIDTH);
  cairo_rectangle (cr, foot, lane->y + lane->height - MARK_WIDTH, MARK_FOOT, MARK_WIDTH);
  skein_colour_set_source (&self->palette->text, cr);
  cairo_fill (cr);
}

static void
draw_marks (const SkeinScene   *self,
            cairo_t            *cr,
            SkeinId             thread,
            const SkeinStripe  *lane,
            const SkeinColumns *columns)
{
  SkeinTaskInfo info;

  if (!skein_store_get_info (self->store, thread, &info))
    return;

  if (info.start_is_seen)
    draw_mark (self, cr, info.first_ns, false, lane, columns);
  if (!info.is_alive)
    draw_mark (self, cr, info.last_ns, true, lane, columns);
}

void
skein_draw_thread_lane (const SkeinScene   *self,
                        cairo_t            *cr,
                        const SkeinLane    *thread,
                        const SkeinStripe  *lane,
                        const SkeinColumns *columns)
{
  g_autofree Shape *shapes = dup_shapes (self, thread, lane->height, columns);
  int n = columns->n + SKEIN_MARGIN;
  SkeinColour colour = colour_of_lane (self, thread);
  int end;

  for (int i = SKEIN_MARGIN; i < n; i = end)
    {
      end = i + 1;
      while (end < n && shape_equal (&shapes[end], &shapes[i]))
        end++;
      draw_stretch (self, cr, shapes, i, end, lane);
    }

  for (int i = SKEIN_MARGIN; i < n; i = end)
    {
      end = i + 1;
      while (end < n && shapes[end].run == shapes[i].run)
        end++;
      if (shapes[i].run > 0)
        cairo_rectangle (cr, i - SKEIN_MARGIN, lane->y + lane->height - shapes[i].run, end - i, shapes[i].run);
    }

  skein_colour_set_source (&colour, cr);
  cairo_fill (cr);
  draw_marks (self, cr, thread->id, lane, columns);
}
