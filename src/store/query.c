/* query.c - sums and columns, of samples
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store/private.h"

#include "store/search.h"

#include <string.h>

/* A task's track, and the time that it covers. */
typedef struct
{
  const SkeinTrack *track;
  int64_t           first_ns;
  int64_t           last_ns;
  bool              is_thread;
} Span;

static bool
find_span (const SkeinStore *self,
           SkeinId           id,
           Span             *ret)
{
  const SkeinAxis *axis = &self->axis;
  const SkeinTask *task = id != SKEIN_ID_MACHINE ? skein_tasks_get (&self->tasks, id) : NULL;

  if (id != SKEIN_ID_MACHINE && task == NULL)
    return false;

  ret->track = task != NULL ? &task->track : &self->machine;
  ret->is_thread = task != NULL && task->process != NULL;
  ret->first_ns = skein_axis_get_start (axis);
  ret->last_ns = axis->n > 0 ? axis->intervals[axis->n - 1].end_ns : ret->first_ns;

  if (ret->track->n > 0)
    ret->first_ns = MAX (ret->first_ns, ret->track->entries[0].end_ns);
  if (task != NULL)
    ret->last_ns = MIN (ret->last_ns, task->last_ns);

  return true;
}

/* What came between two instants. */
static SkeinSums
subtract (const SkeinTotals *to,
          const SkeinTotals *from,
          bool               is_thread)
{
  SkeinSums sums = {
    .observed_ns = to->observed_ns - from->observed_ns,
    .run_ns = to->run_ns - from->run_ns,
    .ready_ns = to->ready_ns - from->ready_ns,
    .disk_ns = to->disk_ns - from->disk_ns,
    .suspended_ns = to->suspended_ns - from->suspended_ns,
  };

  if (is_thread)
    sums.waiting_ns = MAX (sums.observed_ns - sums.run_ns - sums.ready_ns - sums.disk_ns -
                           sums.suspended_ns, 0);

  return sums;
}

static void
sum_span (const SkeinStore *self,
          const Span       *span,
          int64_t           start_ns,
          int64_t           end_ns,
          SkeinSums        *ret)
{
  SkeinTotals from, to;
  SkeinCursor cursor = { .entry = 0 };
  SkeinPeak peak;

  memset (ret, 0, sizeof *ret);
  start_ns = MAX (start_ns, span->first_ns);
  end_ns = MIN (end_ns, span->last_ns);

  if (start_ns >= end_ns || span->track->n == 0)
    return;

  skein_track_at (span->track, &self->axis, &cursor, start_ns, &from);
  skein_track_at (span->track, &self->axis, &cursor, end_ns, &to);
  peak = skein_track_find_peak (span->track, &from, &to);

  *ret = subtract (&to, &from, span->is_thread);
  ret->most_run = (double) peak.most_run;
  ret->most_demand = (double) peak.most_demand;
}

bool
skein_store_sum_snapshots (const SkeinStore *self,
                           SkeinId           id,
                           int64_t           start_ns,
                           int64_t           end_ns,
                           SkeinSums        *ret)
{
  Span span;

  if (!find_span (self, id, &span))
    {
      memset (ret, 0, sizeof *ret);
      return false;
    }

  sum_span (self, &span, start_ns, end_ns, ret);

  return true;
}

SkeinRest
skein_store_get_rest (const SkeinStore *self,
                      SkeinId           id,
                      int64_t           time_ns)
{
  SkeinCursor cursor = { .entry = 0 };
  SkeinTotals totals;
  Span span;

  if (!find_span (self, id, &span) || span.track->n == 0 || span.first_ns > span.last_ns)
    return SKEIN_REST_WAITING;

  skein_track_at (span.track, &self->axis, &cursor, CLAMP (time_ns, span.first_ns, span.last_ns), &totals);
  if (totals.entry == span.track->n || (!totals.is_inside && totals.entry > 0))
    totals.entry--;

  return (SkeinRest) span.track->entries[totals.entry].rest;
}

/* The times of several tasks in each interval, to find the most of them together. */
typedef struct
{
  int64_t run_ns;
  int64_t ready_ns;
} Together;

/* Adds what @span has in the intervals from @first to @end. */
static void
add_intervals (const SkeinAxis *axis,
               const Span      *span,
               uint32_t         first,
               uint32_t         end,
               Together        *together)
{
  const SkeinTrack *track = span->track;
  uint32_t interval = first;
  uint32_t i = skein_search_after (track->entries, sizeof *track->entries, track->n, 1,
                                   axis->intervals[first].start_ns);

  for (; i < track->n; i++)
    {
      interval = skein_axis_find (axis, interval, track->entries[i].end_ns - 1);
      if (interval >= end)
        break;

      together[interval - first].run_ns += track->entries[i].run_ns - track->entries[i - 1].run_ns;
      together[interval - first].ready_ns += track->entries[i].ready_ns -
                                             track->entries[i - 1].ready_ns;
    }
}

static void
find_most (const SkeinAxis *axis,
           const Together  *together,
           uint32_t         first,
           uint32_t         end,
           SkeinSums       *ret)
{
  for (uint32_t i = first; i < end; i++)
    {
      double length_ns = (double) (axis->intervals[i].end_ns - axis->intervals[i].start_ns);
      double run = (double) together[i - first].run_ns / length_ns;
      double demand = run + (double) together[i - first].ready_ns / length_ns;

      ret->most_run = MAX (ret->most_run, run);
      ret->most_demand = MAX (ret->most_demand, demand);
    }
}

static void
add_sums (SkeinSums       *into,
          const SkeinSums *sums)
{
  into->observed_ns += sums->observed_ns;
  into->run_ns += sums->run_ns;
  into->ready_ns += sums->ready_ns;
  into->waiting_ns += sums->waiting_ns;
  into->disk_ns += sums->disk_ns;
  into->suspended_ns += sums->suspended_ns;
  into->derived_ready_ns += sums->derived_ready_ns;
  into->finer_ns += sums->finer_ns;
  into->exact += sums->exact * (double) sums->observed_ns;
  into->n_slices += sums->n_slices;
  into->given_up += sums->given_up;
  into->taken += sums->taken;
  into->moves += sums->moves;
}

/* The most is at least the mean. */
static void
finish_sums (SkeinSums *sums,
             int64_t    length_ns)
{
  double run = (double) sums->run_ns / (double) length_ns;
  double demand = run + (double) sums->ready_ns / (double) length_ns;

  if (sums->observed_ns > 0)
    sums->exact /= (double) sums->observed_ns;

  sums->most_run = MAX (sums->most_run, run);
  sums->most_demand = MAX (sums->most_demand, demand);
}

void
skein_store_sum_many (const SkeinStore *self,
                      const SkeinId    *ids,
                      size_t            n_ids,
                      int64_t           start_ns,
                      int64_t           end_ns,
                      SkeinSums        *ret)
{
  const SkeinAxis *axis = &self->axis;
  uint32_t first = skein_axis_find (axis, 0, start_ns);
  uint32_t end = skein_axis_find (axis, first, end_ns);
  g_autofree Together *together = NULL;

  memset (ret, 0, sizeof *ret);
  end += end < axis->n && axis->intervals[end].start_ns < end_ns;
  end = MAX (end, first);
  if (start_ns >= end_ns)
    return;

  if (n_ids == 1)
    {
      skein_store_sum (self, ids[0], start_ns, end_ns, ret);
      return;
    }

  together = g_new0 (Together, end - first);

  for (size_t i = 0; i < n_ids; i++)
    {
      SkeinSums sums;
      Span span;

      if (!find_span (self, ids[i], &span))
        continue;

      skein_store_sum (self, ids[i], start_ns, end_ns, &sums);
      add_sums (ret, &sums);
      if (first < end && span.track->n > 0)
        add_intervals (axis, &span, first, end, together);
    }

  find_most (axis, together, first, end, ret);
  finish_sums (ret, end_ns - start_ns);
}

static void
fill_bin (const Span        *span,
          const SkeinTotals *from,
          const SkeinTotals *to,
          double             column_ns,
          SkeinBin          *bin)
{
  SkeinSums sums = subtract (to, from, span->is_thread);
  SkeinPeak peak;

  if (sums.observed_ns <= 0)
    return;

  peak = skein_track_find_peak (span->track, from, to);
  bin->observed = (float) ((double) sums.observed_ns / column_ns);
  bin->run = (float) ((double) sums.run_ns / column_ns);
  bin->ready = (float) ((double) sums.ready_ns / column_ns);
  bin->waiting = (float) ((double) sums.waiting_ns / column_ns);
  bin->disk = (float) ((double) sums.disk_ns / column_ns);
  bin->suspended = (float) ((double) sums.suspended_ns / column_ns);
  bin->most_run = peak.most_run;
  bin->most_demand = peak.most_demand;
  bin->core = peak.core;
}

void
skein_store_bin_snapshots (const SkeinStore *self,
                           SkeinId           id,
                           int64_t           start_ns,
                           double            column_ns,
                           SkeinBin         *bins,
                           size_t            n_bins)
{
  Span span;
  SkeinTotals from, to;
  SkeinCursor cursor = { .entry = 0 };
  bool is_known = find_span (self, id, &span) && span.track->n > 0 &&
                  span.first_ns < span.last_ns;

  memset (bins, 0, n_bins * sizeof *bins);
  for (size_t i = 0; i < n_bins; i++)
    bins[i].core = -1;

  if (!is_known || column_ns <= 0.0)
    return;

  skein_track_at (span.track, &self->axis, &cursor, CLAMP (start_ns, span.first_ns, span.last_ns),
                  &from);

  for (size_t i = 0; i < n_bins; i++)
    {
      int64_t edge_ns = skein_store_get_edge (start_ns, column_ns, i + 1);

      if (edge_ns <= span.first_ns)
        continue;

      skein_track_at (span.track, &self->axis, &cursor, MIN (edge_ns, span.last_ns), &to);
      fill_bin (&span, &from, &to, column_ns, &bins[i]);
      from = to;

      if (edge_ns >= span.last_ns)
        break;
    }
}

/* The users of a column, the greatest first. */
static void
fill_users (const SkeinTally *tally,
            double            column_ns,
            SkeinCoreBin     *bin)
{
  for (uint32_t i = 0; i < tally->n && i < SKEIN_CORE_USERS; i++)
    {
      bin->users[i].process = tally->uses[i].process;
      bin->users[i].share = (float) ((double) tally->uses[i].run_ns / column_ns);
      bin->n_users++;
    }
}

/* Where a walk over the columns of a core is. */
typedef struct
{
  SkeinCursor track;
  uint32_t    slot;
  uint32_t    interval;
} CoreCursor;

static void
fill_core_bin (const SkeinStore       *self,
               const SkeinCoreHistory *core,
               CoreCursor             *cursor,
               int64_t                 start_ns,
               int64_t                 end_ns,
               double                  column_ns,
               SkeinTotals            *totals,
               SkeinCoreBin           *bin)
{
  SkeinTotals to;
  SkeinTally tally;

  skein_track_at (&core->track, &self->axis, &cursor->track, end_ns, &to);
  bin->busy = (float) ((double) (to.run_ns - totals->run_ns) / column_ns);
  bin->observed = (float) ((double) (to.observed_ns - totals->observed_ns -
                                     (to.suspended_ns - totals->suspended_ns)) / column_ns);
  *totals = to;

  if (bin->busy <= 0.0f)
    return;

  skein_tally_clear (&tally);
  skein_users_count (&core->users, &self->axis, &cursor->slot, &cursor->interval,
                     start_ns, end_ns, &tally);
  skein_tally_sort (&tally);
  fill_users (&tally, column_ns, bin);
}

void
skein_store_bin_core_sampled (const SkeinStore *self,
                              unsigned          core,
                              int64_t           start_ns,
                              double            column_ns,
                              SkeinCoreBin     *bins,
                              size_t            n_bins)
{
  const SkeinCoreHistory *history = core < self->n_cores ? &self->cores[core] : NULL;
  const SkeinAxis *axis = &self->axis;
  CoreCursor cursor = { .slot = 0 };
  SkeinTotals totals;
  int64_t first_ns, last_ns, before_ns;

  memset (bins, 0, n_bins * sizeof *bins);
  if (history == NULL || history->track.n == 0 || axis->n == 0 || column_ns <= 0.0)
    return;

  first_ns = MAX (skein_axis_get_start (axis), history->track.entries[0].end_ns);
  last_ns = MAX (axis->intervals[axis->n - 1].end_ns, first_ns);
  before_ns = CLAMP (start_ns, first_ns, last_ns);
  skein_track_at (&history->track, axis, &cursor.track, before_ns, &totals);

  for (size_t i = 0; i < n_bins && before_ns < last_ns; i++)
    {
      int64_t edge_ns = CLAMP (skein_store_get_edge (start_ns, column_ns, i + 1), first_ns, last_ns);

      if (edge_ns > before_ns)
        fill_core_bin (self, history, &cursor, before_ns, edge_ns, column_ns, &totals, &bins[i]);

      before_ns = edge_ns;
    }
}
