/* lane.c - a thread's lane: each run and wait, or the shares of an interval as heights
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "draw/slices.h"

#include <math.h>

/* A share greater than this is seen, be it one pixel. */
#define VISIBLE_SHARE 0.002f

/* Less than this is left above the bars: too little for the line of the rest. */
#define MIN_ROOM 6

#define MARK_WIDTH 2
#define MARK_FOOT  5

/* So many are asked for at once. */
#define N_STRETCHES 128
#define N_SLICES    64

/* A column of pixels: from the bottom up running, then ready; behind them a line for the rest. */
typedef struct
{
  int        run;
  int        ready;
  SkeinState rest;
  int        core; /* as far as the colour depends on it */
} Shape;

/* The columns of a lane, and one more at either side. */
typedef struct
{
  Shape           *shapes;
  SkeinColumnKind *kinds;
  int              n;
} Lane;

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
  Shape shape = { .rest = SKEIN_STATE_UNKNOWN, .core = -1 };

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
  return a->run == b->run && a->ready == b->ready && a->rest == b->rest && a->core == b->core;
}

static void
lane_clear (Lane *self)
{
  g_free (self->shapes);
  g_free (self->kinds);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Lane, lane_clear)

/* Where slices are shown there is no shape of shares. */
static void
fill_lane (Lane               *self,
           const SkeinScene   *scene,
           const SkeinLane    *thread,
           int                 height,
           const SkeinColumns *columns)
{
  int n = columns->n + 2 * SKEIN_MARGIN;
  g_autofree SkeinBin *bins = g_new0 (SkeinBin, n);

  self->n = n;
  self->shapes = g_new0 (Shape, n);
  self->kinds = g_new0 (SkeinColumnKind, n);
  skein_store_bin (scene->store, thread->id, columns->start_ns - SKEIN_MARGIN * columns->column_ns,
                   (double) columns->column_ns, bins, (size_t) n);

  for (int i = 0; i < n; i++)
    {
      self->kinds[i] = skein_column_kind (bins[i].observed, bins[i].exact, bins[i].n_slices);
      self->shapes[i] = (Shape) { .rest = SKEIN_STATE_UNKNOWN, .core = -1 };
      if (self->kinds[i] == SKEIN_COLUMN_SLICED)
        continue;

      self->shapes[i] = shape_of (&bins[i], height);
      if (scene->by_core && self->shapes[i].run > 0)
        self->shapes[i].core = bins[i].core;
    }
}

/* The line of a wait as a path; one that is broken has its breaks at the same places in all. */
static void
add_waiting (const SkeinScene *self,
             cairo_t          *cr,
             SkeinState        state,
             int               x,
             int               middle,
             int               width)
{
  if (state == SKEIN_STATE_WAITING)
    cairo_rectangle (cr, x, middle, width, self->palette->high_contrast ? 2 : 1);

  if (state == SKEIN_STATE_DISK)
    for (int i = x + (x & 1); i < x + width; i += 4)
      cairo_rectangle (cr, i, middle - 3, 2, 6);

  if (state == SKEIN_STATE_SUSPENDED)
    for (int i = x - ((x % 8) + 8) % 8; i < x + width; i += 8)
      {
        int start = MAX (i, x);

        cairo_rectangle (cr, start, middle - 1, MAX (MIN (i + 5, x + width) - start, 0), 2);
      }
}

/* Fills the path. */
static void
fill_waiting (const SkeinScene *self,
              cairo_t          *cr,
              SkeinState        state)
{
  const SkeinColour *colour = &self->palette->waiting;

  if (state == SKEIN_STATE_DISK)
    colour = &self->palette->disk;
  else if (state == SKEIN_STATE_SUSPENDED)
    colour = &self->palette->suspended;

  skein_colour_set_source (colour, cr);
  cairo_fill (cr);
}

void
skein_draw_waiting (const SkeinScene *self,
                    cairo_t          *cr,
                    SkeinState        state,
                    int               x,
                    int               middle,
                    int               width)
{
  add_waiting (self, cr, state, x, middle, width);
  fill_waiting (self, cr, state);
}

/* The outline of a box as a path. */
static void
add_outline (cairo_t                     *cr,
             const cairo_rectangle_int_t *box,
             bool                         left_edge,
             bool                         right_edge)
{
  /* Most are so narrow that there is nothing inside. */
  if (left_edge && right_edge && box->width <= 2)
    {
      cairo_rectangle (cr, box->x, box->y, box->width, box->height);
      return;
    }

  cairo_rectangle (cr, box->x, box->y, box->width, 1);
  cairo_rectangle (cr, box->x, box->y + box->height - 1, box->width, 1);
  if (left_edge)
    cairo_rectangle (cr, box->x, box->y, 1, box->height);
  if (right_edge)
    cairo_rectangle (cr, box->x + box->width - 1, box->y, 1, box->height);
}

static void
add_dotted_outline (cairo_t                     *cr,
                    const cairo_rectangle_int_t *box,
                    bool                         left_edge,
                    bool                         right_edge)
{
  for (int x = box->x + (box->x & 1); x < box->x + box->width; x += 2)
    {
      cairo_rectangle (cr, x, box->y, 1, 1);
      cairo_rectangle (cr, x, box->y + box->height - 1, 1, 1);
    }
  for (int y = box->y; y < box->y + box->height; y += 2)
    {
      if (left_edge)
        cairo_rectangle (cr, box->x, y, 1, 1);
      if (right_edge)
        cairo_rectangle (cr, box->x + box->width - 1, y, 1, 1);
    }
}

/* Fills the path. */
static void
fill_ready (const SkeinScene *self,
            cairo_t          *cr)
{
  skein_colour_set_source (&self->palette->ready_fill, cr);
  cairo_fill_preserve (cr);
  cairo_set_source (cr, self->palette->hatch);
  cairo_fill (cr);
}

/* Likewise, of what is derived: paler. */
static void
fill_derived_ready (const SkeinScene *self,
                    cairo_t          *cr)
{
  cairo_set_source (cr, self->palette->pale_hatch);
  cairo_fill (cr);
}

/* Fills the path. */
static void
fill_outlines (const SkeinScene *self,
               cairo_t          *cr)
{
  skein_colour_set_source (&self->palette->ready, cr);
  cairo_fill (cr);
}

void
skein_draw_ready (const SkeinScene            *self,
                  cairo_t                     *cr,
                  const cairo_rectangle_int_t *box)
{
  cairo_rectangle (cr, box->x, box->y, box->width, box->height);
  fill_ready (self, cr);
  add_outline (cr, box, true, true);
  fill_outlines (self, cr);
}

void
skein_draw_derived_ready (const SkeinScene            *self,
                          cairo_t                     *cr,
                          const cairo_rectangle_int_t *box)
{
  cairo_rectangle (cr, box->x, box->y, box->width, box->height);
  fill_derived_ready (self, cr);
  add_dotted_outline (cr, box, true, true);
  fill_outlines (self, cr);
}

/* In the middle of the lane, or of what the bars leave of it. */
static void
add_rest (const SkeinScene            *self,
          cairo_t                     *cr,
          SkeinState                   state,
          const cairo_rectangle_int_t *box,
          const SkeinStripe           *lane)
{
  int room = box->y - lane->y;

  if (2 * room > lane->height)
    room = lane->height;
  if (room >= MIN_ROOM)
    add_waiting (self, cr, state, box->x, lane->y + room / 2, box->width);
}

static cairo_rectangle_int_t
ready_box (const Shape       *shapes,
           int                start,
           int                end,
           const SkeinStripe *lane)
{
  return (cairo_rectangle_int_t) {
    .x = start - SKEIN_MARGIN,
    .y = lane->y + lane->height - shapes[start].run - shapes[start].ready,
    .width = end - start,
    .height = shapes[start].ready,
  };
}

/* Returns: the end of the columns that are as the one at @start. */
static int
stretch_end (const Shape *shapes,
             int          start,
             int          n)
{
  int end = start + 1;

  while (end < n && shape_equal (&shapes[end], &shapes[start]))
    end++;

  return end;
}

SkeinColour
skein_colour_of_run (const SkeinScene *self,
                     const SkeinLane  *thread,
                     int               core)
{
  if (self->by_state)
    return self->palette->running;
  if (self->by_core && core >= 0)
    return skein_colour_of_process ((uint32_t) core, self->palette->dark);

  return skein_colour_of_thread (self->colour (thread->process, self->colour_data),
                                 skein_lane_shade (&thread->key), self->palette->dark);
}

/* The beginning as [, the end as ]; of one just beside what is drawn, what reaches into it. */
static void
draw_mark (const SkeinScene   *self,
           cairo_t            *cr,
           int64_t             time_ns,
           bool                is_end,
           const SkeinStripe  *lane,
           const SkeinColumns *columns)
{
  int64_t x = skein_span_of (columns, time_ns, time_ns).start;
  double foot = (double) (is_end ? x - MARK_FOOT + MARK_WIDTH : x);

  if (x <= -MARK_FOOT || x >= columns->n + MARK_FOOT)
    return;

  cairo_rectangle (cr, (double) x, lane->y, MARK_WIDTH, lane->height);
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
  SkeinSlice slice;

  if (!skein_store_get_info (self->store, thread, &info))
    return;

  if (info.start_is_seen)
    draw_mark (self, cr, info.first_ns, false, lane, columns);
  if (info.is_alive)
    return;

  /* After the last sample that had it, switches may tell more. */
  if (skein_store_find_slice (self->store, thread, INT64_MAX, SKEIN_SLICE_PREVIOUS, &slice))
    info.last_ns = MAX (info.last_ns, slice.end_ns);
  draw_mark (self, cr, info.last_ns, true, lane, columns);
}

/* One path for all the columns: many small ones would cost more than all their pixels. */
static void
draw_shares_ready (const SkeinScene  *self,
                   cairo_t           *cr,
                   const Lane        *known,
                   const SkeinStripe *lane)
{
  const Shape *shapes = known->shapes;
  int n = known->n - SKEIN_MARGIN;
  int end;

  for (int i = SKEIN_MARGIN; i < n; i = end)
    {
      cairo_rectangle_int_t box;

      end = stretch_end (shapes, i, n);
      box = ready_box (shapes, i, end, lane);
      if (box.height > 0)
        cairo_rectangle (cr, box.x, box.y, box.width, box.height);
    }
  fill_ready (self, cr);

  for (int i = SKEIN_MARGIN; i < n; i = end)
    {
      cairo_rectangle_int_t box;

      end = stretch_end (shapes, i, n);
      box = ready_box (shapes, i, end, lane);
      if (box.height > 0)
        add_outline (cr, &box, shapes[i - 1].ready == 0, shapes[end].ready == 0);
    }
  fill_outlines (self, cr);
}

static void
draw_shares_run (const SkeinScene  *self,
                 cairo_t           *cr,
                 const SkeinLane   *thread,
                 const Lane        *known,
                 const SkeinStripe *lane)
{
  const Shape *shapes = known->shapes;
  int n = known->n - SKEIN_MARGIN;
  int end;

  for (int i = SKEIN_MARGIN; i < n; i = end)
    {
      end = i + 1;
      while (end < n && shapes[end].run == shapes[i].run && shapes[end].core == shapes[i].core)
        end++;
      if (shapes[i].run > 0)
        cairo_rectangle (cr, i - SKEIN_MARGIN, lane->y + lane->height - shapes[i].run, end - i, shapes[i].run);
      if (end == n || shapes[end].core != shapes[i].core)
        {
          SkeinColour colour = skein_colour_of_run (self, thread, shapes[i].core);

          skein_colour_set_source (&colour, cr);
          cairo_fill (cr);
        }
    }
}

static void
draw_shares_rest (const SkeinScene  *self,
                  cairo_t           *cr,
                  const Lane        *known,
                  const SkeinStripe *lane,
                  SkeinState         state)
{
  int n = known->n - SKEIN_MARGIN;
  int end;

  for (int i = SKEIN_MARGIN; i < n; i = end)
    {
      cairo_rectangle_int_t box;

      end = stretch_end (known->shapes, i, n);
      if (known->shapes[i].rest != state)
        continue;

      box = ready_box (known->shapes, i, end, lane);
      add_rest (self, cr, state, &box, lane);
    }

  fill_waiting (self, cr, state);
}

static void
draw_shares (const SkeinScene  *self,
             cairo_t           *cr,
             const SkeinLane   *thread,
             const Lane        *known,
             const SkeinStripe *lane)
{
  draw_shares_rest (self, cr, known, lane, SKEIN_STATE_WAITING);
  draw_shares_rest (self, cr, known, lane, SKEIN_STATE_DISK);
  draw_shares_rest (self, cr, known, lane, SKEIN_STATE_SUSPENDED);
  draw_shares_ready (self, cr, known, lane);
  draw_shares_run (self, cr, thread, known, lane);
}

/* The place of a wait; no width: it is not seen. */
static cairo_rectangle_int_t
wait_box (const SkeinSpan    *span,
          const SkeinStripe  *lane,
          const SkeinColumns *columns)
{
  int start = (int) CLAMP (span->start, -SKEIN_MARGIN, columns->n + SKEIN_MARGIN);

  return (cairo_rectangle_int_t) {
    .x = start,
    .y = lane->y + lane->height / 4,
    .width = (int) CLAMP (span->end, -SKEIN_MARGIN, columns->n + SKEIN_MARGIN) - start,
    .height = lane->height - 2 * (lane->height / 4),
  };
}

/* All waits of a kind that are drawn as lines, in one path. */
static void
draw_waiting (const SkeinScene   *self,
              cairo_t            *cr,
              const GArray       *waits,
              SkeinState          state,
              const SkeinStripe  *lane,
              const SkeinColumns *columns)
{
  for (guint i = 0; i < waits->len; i++)
    {
      const SkeinStretch *wait = &g_array_index (waits, SkeinStretch, i);
      SkeinSpan span = skein_span_of (columns, wait->start_ns, wait->end_ns);
      cairo_rectangle_int_t box = wait_box (&span, lane, columns);

      if (wait->state == state && box.width > 0)
        add_waiting (self, cr, state, box.x, lane->y + lane->height / 2, box.width);
    }

  if (cairo_has_current_point (cr))
    fill_waiting (self, cr, state);
}

/* Ready after its core was taken away, or ready as it is derived. All in one path, likewise. */
static void
draw_waits_ready (const SkeinScene   *self,
                  cairo_t            *cr,
                  const GArray       *waits,
                  bool                is_derived,
                  const SkeinStripe  *lane,
                  const SkeinColumns *columns)
{
  for (int is_outline = 0; is_outline < 2; is_outline++)
    {
      for (guint i = 0; i < waits->len; i++)
        {
          const SkeinStretch *wait = &g_array_index (waits, SkeinStretch, i);
          SkeinSpan span = skein_span_of (columns, wait->start_ns, wait->end_ns);
          cairo_rectangle_int_t box = wait_box (&span, lane, columns);

          if (wait->state != SKEIN_STATE_READY || wait->is_derived != is_derived || box.width <= 0)
            continue;

          if (!is_outline)
            cairo_rectangle (cr, box.x, box.y, box.width, box.height);
          else if (is_derived)
            add_dotted_outline (cr, &box, span.start >= 0, span.end <= columns->n);
          else
            add_outline (cr, &box, span.start >= 0, span.end <= columns->n);
        }

      if (!cairo_has_current_point (cr))
        return;

      if (is_outline)
        fill_outlines (self, cr);
      else if (is_derived)
        fill_derived_ready (self, cr);
      else
        fill_ready (self, cr);
    }
}

/* Where it begins in the column where the next run does, that one's bar covers it. */
static bool
is_covered (const SkeinStretch *wait,
            const SkeinColumns *columns)
{
  return skein_column_at (columns, wait->start_ns) == skein_column_at (columns, wait->end_ns);
}

static void
add_waits (const SkeinScene   *self,
           SkeinId             thread,
           int64_t             start_ns,
           int64_t             end_ns,
           const SkeinColumns *columns,
           GArray             *waits)
{
  SkeinStretch stretches[N_STRETCHES];
  size_t n = N_STRETCHES;

  while (n == N_STRETCHES && start_ns < end_ns)
    {
      n = skein_store_get_stretches (self->store, thread, start_ns, end_ns, stretches, N_STRETCHES);

      for (size_t i = 0; i < n; i++)
        {
          if (stretches[i].state != SKEIN_STATE_RUNNING && !is_covered (&stretches[i], columns))
            g_array_append_val (waits, stretches[i]);
          start_ns = stretches[i].end_ns;
        }
    }
}

static void
draw_waits (const SkeinScene   *self,
            cairo_t            *cr,
            const GArray       *waits,
            const SkeinStripe  *lane,
            const SkeinColumns *columns)
{
  draw_waiting (self, cr, waits, SKEIN_STATE_WAITING, lane, columns);
  draw_waiting (self, cr, waits, SKEIN_STATE_DISK, lane, columns);
  draw_waiting (self, cr, waits, SKEIN_STATE_SUSPENDED, lane, columns);
  draw_waits_ready (self, cr, waits, false, lane, columns);
  draw_waits_ready (self, cr, waits, true, lane, columns);
}

static void
add_runs (SkeinBars       *bars,
          const SkeinLane *thread,
          int64_t          start_ns,
          int64_t          end_ns)
{
  SkeinSlice slices[N_SLICES];
  size_t n = N_SLICES + 1;
  SkeinColour colour = skein_colour_of_run (bars->scene, thread, -1);

  while (n > N_SLICES && start_ns < end_ns)
    {
      n = skein_store_get_slices (bars->scene->store, thread->id, start_ns, end_ns, slices, N_SLICES);

      for (size_t i = 0; i < MIN (n, N_SLICES); i++)
        {
          SkeinSpan span = skein_span_of (bars->columns, slices[i].start_ns, slices[i].end_ns);

          if (bars->scene->by_core)
            colour = skein_colour_of_run (bars->scene, thread, slices[i].core);

          skein_bars_add (bars, &span, &colour);
          start_ns = slices[i].end_ns;
        }
    }
}

/* Columns in which every run and wait is seen. Between them may be others, but all of a kind are one path. */
static void
draw_slices (const SkeinScene   *self,
             cairo_t            *cr,
             const SkeinLane    *thread,
             const Lane         *known,
             const SkeinStripe  *lane,
             const SkeinColumns *columns)
{
  const SkeinColumnKind *kinds = known->kinds + SKEIN_MARGIN;
  SkeinBars bars = { .scene = self, .cr = cr, .lane = lane, .columns = columns };
  g_autoptr (GArray) waits = NULL;
  int end;

  if (!skein_clip_sliced (cr, kinds, lane, columns))
    return;

  waits = g_array_new (FALSE, FALSE, sizeof (SkeinStretch));

  for (int i = skein_next_sliced (kinds, columns->n, 0, &end); i < columns->n;
       i = skein_next_sliced (kinds, columns->n, end, &end))
    /* A column more at either side tells whether an outline goes on there. */
    add_waits (self, thread->id, columns->start_ns + (i - 1) * columns->column_ns,
               columns->start_ns + (end + 1) * columns->column_ns, columns, waits);

  draw_waits (self, cr, waits, lane, columns);

  for (int i = skein_next_sliced (kinds, columns->n, 0, &end); i < columns->n;
       i = skein_next_sliced (kinds, columns->n, end, &end))
    add_runs (&bars, thread, columns->start_ns + i * columns->column_ns, columns->start_ns + end * columns->column_ns);

  skein_bars_fill (&bars);
  cairo_restore (cr);
}

void
skein_draw_thread_lane (const SkeinScene   *self,
                        cairo_t            *cr,
                        const SkeinLane    *thread,
                        const SkeinStripe  *lane,
                        const SkeinColumns *columns)
{
  g_auto (Lane) known = { 0 };

  fill_lane (&known, self, thread, lane->height, columns);
  draw_shares (self, cr, thread, &known, lane);
  draw_slices (self, cr, thread, &known, lane, columns);
  skein_draw_kinds (self, cr, known.kinds + SKEIN_MARGIN, columns->n, lane);
  draw_marks (self, cr, thread->id, lane, columns);
}
