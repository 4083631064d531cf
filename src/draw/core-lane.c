/* core-lane.c - a core's lane: who had it when, or who used it in each interval, stacked
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "draw/slices.h"

#include <math.h>

/* So many are asked for at once. */
#define N_SLICES 128

/* The columns of a lane, and one more at either side. */
typedef struct
{
  SkeinCoreBin    *bins;
  SkeinColumnKind *kinds;
  bool            *partly; /* only the switches of some threads are known */
} Lane;

static void
lane_clear (Lane *self)
{
  g_free (self->bins);
  g_free (self->kinds);
  g_free (self->partly);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Lane, lane_clear)

static bool
bin_equal (const SkeinCoreBin *a,
           const SkeinCoreBin *b)
{
  if (a->observed != b->observed || a->busy != b->busy || a->n_users != b->n_users)
    return false;

  for (int i = 0; i < a->n_users; i++)
    {
      if (a->users[i].process != b->users[i].process || a->users[i].share != b->users[i].share)
        return false;
    }

  return true;
}

static bool
is_in_focus (const SkeinScene *self,
             SkeinId           process)
{
  size_t n;
  const SkeinId *processes = skein_timeline_get_processes (self->timeline, &n);

  if (self->all_coloured)
    return true;

  for (size_t i = 0; i < n; i++)
    {
      if (processes[i] == process)
        return true;
    }

  return false;
}

/* Those in focus, in an order that does not depend on the shares, so that a colour
 * stays at its place from interval to interval. */
static int
collect_users (const SkeinScene   *self,
               const SkeinCoreBin *bin,
               SkeinCoreUser      *users)
{
  int n = 0;

  for (int i = 0; i < bin->n_users; i++)
    {
      int place = n;

      if (!is_in_focus (self, bin->users[i].process))
        continue;

      for (; place > 0 && users[place - 1].process > bin->users[i].process; place--)
        users[place] = users[place - 1];
      users[place] = bin->users[i];
      n++;
    }

  return n;
}

static SkeinColour
colour_of_user (const SkeinScene *self,
                SkeinId           process)
{
  if (self->by_state)
    return self->palette->running;

  return skein_colour_of_process (self->colour (process, self->colour_data), self->palette->dark);
}

/* A share of a column, to be drawn with all others of its colour. */
typedef struct
{
  SkeinId process; /* SKEIN_ID_NONE: the others */
  int     x;
  int     width;
  int     y;
  int     height;
} Piece;

static void
add_piece (GArray            *pieces,
           SkeinId            process,
           const SkeinSpan   *column,
           const SkeinStripe *lane,
           float              from,
           float              to)
{
  int bottom = (int) lroundf (from * (float) lane->height);
  int top = (int) lroundf (MIN (to, 1.0f) * (float) lane->height);
  Piece piece = {
    .process = process,
    .x = (int) column->start,
    .width = (int) (column->end - column->start),
    .y = lane->y + lane->height - top,
    .height = top - bottom,
  };

  if (top > bottom)
    g_array_append_val (pieces, piece);
}

/* From the bottom up those in focus, then the others. */
static void
add_shares (const SkeinScene   *self,
            GArray             *pieces,
            const SkeinCoreBin *bin,
            const SkeinSpan    *column,
            const SkeinStripe  *lane)
{
  SkeinCoreUser users[SKEIN_CORE_USERS];
  int n = collect_users (self, bin, users);
  float share = 0.0f;

  for (int i = 0; i < n; i++)
    {
      float next = share + users[i].share / bin->observed;

      add_piece (pieces, users[i].process, column, lane, share, next);
      share = next;
    }

  add_piece (pieces, SKEIN_ID_NONE, column, lane, share, bin->busy / bin->observed);
}

/* Of what is not known by its switches only what nobody in focus can have used. */
static void
add_others (const SkeinScene   *self,
            GArray             *pieces,
            const SkeinCoreBin *bin,
            const SkeinSpan    *column,
            const SkeinStripe  *lane)
{
  SkeinCoreUser users[SKEIN_CORE_USERS];
  int n = collect_users (self, bin, users);
  float busy = bin->busy;

  for (int i = 0; i < n; i++)
    busy -= users[i].share;

  add_piece (pieces, SKEIN_ID_NONE, column, lane, 0.0f, busy / bin->observed);
}

static int
compare_pieces (gconstpointer a,
                gconstpointer b)
{
  const Piece *one = a;
  const Piece *other = b;

  return one->process < other->process ? -1 : one->process > other->process;
}

/* One path for each colour: many small ones would cost more than all their pixels. */
static void
draw_pieces (const SkeinScene *self,
             cairo_t          *cr,
             GArray           *pieces)
{
  g_array_sort (pieces, compare_pieces);

  for (guint i = 0; i < pieces->len; i++)
    {
      const Piece *piece = &g_array_index (pieces, Piece, i);
      SkeinColour colour = self->palette->rest;

      cairo_rectangle (cr, piece->x, piece->y, piece->width, piece->height);
      if (i + 1 < pieces->len && piece[1].process == piece->process)
        continue;

      if (piece->process != SKEIN_ID_NONE)
        colour = colour_of_user (self, piece->process);
      skein_colour_set_source (&colour, cr);
      cairo_fill (cr);
    }
}

static void
draw_shares (const SkeinScene   *self,
             cairo_t            *cr,
             const Lane         *known,
             const SkeinStripe  *lane,
             const SkeinColumns *columns)
{
  const SkeinCoreBin *bins = known->bins + SKEIN_MARGIN;
  const SkeinColumnKind *kinds = known->kinds + SKEIN_MARGIN;
  const bool *partly = known->partly + SKEIN_MARGIN;
  g_autoptr (GArray) pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  int end;

  for (int i = 0; i < columns->n; i = end)
    {
      SkeinSpan column = { .start = i };

      end = i + 1;
      while (end < columns->n && bin_equal (&bins[end], &bins[i]) && kinds[end] == kinds[i] && partly[end] == partly[i])
        end++;

      column.end = end;
      if (kinds[i] == SKEIN_COLUMN_UNKNOWN)
        continue;

      cairo_rectangle (cr, i, lane->y, end - i, lane->height);
      if (kinds[i] != SKEIN_COLUMN_SLICED)
        add_shares (self, pieces, &bins[i], &column, lane);
      else if (partly[i])
        add_others (self, pieces, &bins[i], &column, lane);
    }

  skein_colour_set_source (&self->palette->track, cr);
  cairo_fill (cr);
  draw_pieces (self, cr, pieces);
}

SkeinColour
skein_colour_of_slice (const SkeinScene *self,
                       const SkeinSlice *slice)
{
  SkeinTaskInfo info;

  if (!skein_store_get_info (self->store, slice->thread, &info))
    return self->palette->rest;
  if (self->by_state)
    return self->palette->running;
  if (!is_in_focus (self, slice->process))
    return self->palette->rest;

  return skein_colour_of_thread (self->colour (slice->process, self->colour_data), skein_lane_shade (&info.key),
                                 self->palette->dark);
}

static void
add_slice (SkeinBars        *bars,
           const SkeinSlice *slice)
{
  SkeinSpan span = skein_span_of (bars->columns, slice->start_ns, slice->end_ns);
  SkeinColour colour = skein_colour_of_slice (bars->scene, slice);

  skein_bars_add (bars, &span, &colour);
}

static void
add_slices (SkeinBars *bars,
            unsigned   core,
            int64_t    start_ns,
            int64_t    end_ns)
{
  SkeinSlice slices[N_SLICES];
  size_t n = N_SLICES + 1;

  while (n > N_SLICES && start_ns < end_ns)
    {
      n = skein_store_get_slices_core (bars->scene->store, core, start_ns, end_ns, slices, N_SLICES);

      for (size_t i = 0; i < MIN (n, N_SLICES); i++)
        {
          add_slice (bars, &slices[i]);
          start_ns = slices[i].end_ns;
        }
    }
}

static void
draw_slices (const SkeinScene      *self,
             cairo_t               *cr,
             unsigned               core,
             const SkeinColumnKind *kinds,
             const SkeinStripe     *lane,
             const SkeinColumns    *columns)
{
  SkeinBars bars = { .scene = self, .cr = cr, .lane = lane, .columns = columns };
  int end;

  if (!skein_clip_sliced (cr, kinds, lane, columns))
    return;

  for (int i = skein_next_sliced (kinds, columns->n, 0, &end); i < columns->n;
       i = skein_next_sliced (kinds, columns->n, end, &end))
    add_slices (&bars, core, columns->start_ns + i * columns->column_ns, columns->start_ns + end * columns->column_ns);

  skein_bars_fill (&bars);
  cairo_restore (cr);
}

/* Where some threads are recorded, their slices are seen, and of the others the shares. */
static void
mark_partly (Lane               *self,
             const SkeinScene   *scene,
             const SkeinColumns *columns)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (SkeinExactTime));

  skein_store_list_exact (scene->store, SKEIN_ID_MACHINE, columns->start_ns - columns->column_ns,
                          columns->start_ns + (columns->n + SKEIN_MARGIN) * columns->column_ns, times);

  for (guint i = 0; i < times->len; i++)
    {
      const SkeinExactTime *time = &g_array_index (times, SkeinExactTime, i);
      SkeinSpan span = skein_span_of (columns, time->start_ns, time->end_ns);
      int end = (int) CLAMP (span.end + SKEIN_MARGIN, 0, columns->n + 2 * SKEIN_MARGIN);

      for (int j = (int) CLAMP (span.start + SKEIN_MARGIN, 0, end); j < end; j++)
        {
          if (self->kinds[j] != SKEIN_COLUMN_SAMPLED)
            continue;

          self->partly[j] = true;
          self->kinds[j] = skein_column_kind (1.0f, 1.0f, self->bins[j].n_slices);
        }
    }
}

static void
fill_lane (Lane               *self,
           const SkeinScene   *scene,
           unsigned            core,
           const SkeinColumns *columns)
{
  int n = columns->n + 2 * SKEIN_MARGIN;
  bool is_sampled = false;

  self->bins = g_new0 (SkeinCoreBin, n);
  self->kinds = g_new0 (SkeinColumnKind, n);
  self->partly = g_new0 (bool, n);
  skein_store_bin_core (scene->store, core, columns->start_ns - SKEIN_MARGIN * columns->column_ns,
                        (double) columns->column_ns, self->bins, (size_t) n);

  for (int i = 0; i < n; i++)
    {
      self->kinds[i] = skein_column_kind (self->bins[i].observed, self->bins[i].exact, self->bins[i].n_slices);
      is_sampled |= self->kinds[i] == SKEIN_COLUMN_SAMPLED;
    }

  if (is_sampled)
    mark_partly (self, scene, columns);
}

void
skein_draw_core_lane (const SkeinScene   *self,
                      cairo_t            *cr,
                      unsigned            core,
                      const SkeinStripe  *lane,
                      const SkeinColumns *columns)
{
  g_auto (Lane) known = { 0 };
  const SkeinColumnKind *kinds;

  fill_lane (&known, self, core, columns);
  kinds = known.kinds + SKEIN_MARGIN;
  draw_shares (self, cr, &known, lane, columns);

  draw_slices (self, cr, core, kinds, lane, columns);
  skein_draw_kinds (self, cr, kinds, columns->n, lane);
}
