/* exact-query.c - sums and columns: exact where switches are known, sampled elsewhere
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store/private.h"

#include "store/search.h"

#include <string.h>

/* A group of slices that is longer than this share of a column is looked into. */
#define WITHIN(column_ns) ((int64_t) ((column_ns) / 2.0))

/* Of a column with more slices, groups of them say where it ran most. */
#define MANY_SLICES 32

void
skein_sums_share_out (int64_t          waiting_ns,
                      const SkeinSums *sampled,
                      SkeinSums       *ret)
{
  double all = (double) (sampled->waiting_ns + sampled->disk_ns + sampled->suspended_ns);

  if (all > 0.0)
    {
      ret->disk_ns = (int64_t) ((double) waiting_ns * (double) sampled->disk_ns / all);
      ret->suspended_ns = (int64_t) ((double) waiting_ns * (double) sampled->suspended_ns / all);
    }

  ret->waiting_ns = waiting_ns - ret->disk_ns - ret->suspended_ns;
}

/* Of a time in which all is known. */
static void
subtract (const SkeinFlowTotals *to,
          const SkeinFlowTotals *from,
          const SkeinSums       *sampled,
          SkeinSums             *ret)
{
  int64_t derived_ns = MAX (to->derived_ns - from->derived_ns, 0);

  *ret = (SkeinSums) {
    .observed_ns = to->observed_ns - from->observed_ns,
    .run_ns = to->run_ns - from->run_ns,
    .ready_ns = to->ready_ns - from->ready_ns + derived_ns,
    .derived_ready_ns = derived_ns,
    .n_slices = to->n_begun > from->n_ended ? to->n_begun - from->n_ended : 0,
    .given_up = to->given_up - from->given_up,
    .taken = to->taken - from->taken,
    .moves = to->moves - from->moves,
  };
  skein_sums_share_out (MAX (ret->observed_ns - ret->run_ns - ret->ready_ns, 0), sampled, ret);
}

void
skein_sums_replace (SkeinSums       *sums,
                    const SkeinSums *sampled,
                    const SkeinSums *part)
{
  sums->observed_ns += part->observed_ns - sampled->observed_ns;
  sums->run_ns += part->run_ns - sampled->run_ns;
  sums->ready_ns += part->ready_ns - sampled->ready_ns;
  sums->waiting_ns += part->waiting_ns - sampled->waiting_ns;
  sums->disk_ns += part->disk_ns - sampled->disk_ns;
  sums->suspended_ns += part->suspended_ns - sampled->suspended_ns;
  sums->derived_ready_ns += part->derived_ready_ns;
  sums->finer_ns += part->finer_ns - sampled->finer_ns;
  sums->n_slices += part->n_slices;
  sums->given_up += part->given_up;
  sums->taken += part->taken;
  sums->moves += part->moves;
  sums->most_run = MAX (sums->most_run, part->most_run);
  sums->most_demand = MAX (sums->most_demand, part->most_demand);
}

static void
set_exact (SkeinSums *sums,
           int64_t    exact_ns)
{
  sums->exact = sums->observed_ns > 0 ? (double) exact_ns / (double) sums->observed_ns : 0.0;
}

/* Where to begin to count: a slice without length at the beginning of a span is of the span. */
static int64_t
get_first (const SkeinFlow *flow,
           uint32_t         span,
           int64_t          start_ns)
{
  int64_t from_ns = flow->spans[span].start_ns;

  if (from_ns <= start_ns)
    return start_ns;

  return span == 0 || flow->spans[span - 1].end_ns < from_ns ? from_ns - 1 : from_ns;
}

/* Likewise, at its end. */
static int64_t
get_last (const SkeinFlow *flow,
          uint32_t         span,
          int64_t          end_ns)
{
  int64_t to_ns = flow->spans[span].end_ns;

  if (to_ns >= end_ns)
    return end_ns;

  return span + 1 == flow->n_spans || flow->spans[span + 1].start_ns > to_ns ? to_ns + 1 : to_ns;
}

static void
sum_thread (const SkeinStore *self,
            const SkeinTask  *task,
            int64_t           start_ns,
            int64_t           end_ns,
            SkeinSums        *ret)
{
  const SkeinFlow *flow = task->flow;
  SkeinFlowCursor cursor = { 0 };
  int64_t exact_ns = 0;

  /* Of the interval in which it was made, a sample tells as if it had been there all the time. */
  if (flow != NULL)
    start_ns = MAX (start_ns, flow->born_ns);

  skein_store_sum_sampled (self, task->id, start_ns, end_ns, ret);
  if (flow == NULL || start_ns >= end_ns)
    return;

  start_ns = MAX (start_ns, self->exact.start_ns);
  end_ns = MIN (end_ns, self->exact.now_ns);

  for (uint32_t i = skein_search_after (flow->spans, sizeof *flow->spans, flow->n_spans, 0, start_ns);
       i < flow->n_spans && flow->spans[i].start_ns < end_ns; i++)
    {
      int64_t from_ns = MAX (flow->spans[i].start_ns, start_ns);
      uint32_t first = i;
      SkeinFlowTotals from, to;
      SkeinSums sampled, part;
      int64_t to_ns;

      while (i + 1 < flow->n_spans && flow->spans[i + 1].start_ns == flow->spans[i].end_ns)
        i++;

      to_ns = MIN (flow->spans[i].end_ns, end_ns);
      if (from_ns > to_ns)
        continue;

      skein_flow_at (flow, &cursor, get_first (flow, first, start_ns), self->exact.now_ns, &from);
      skein_flow_at (flow, &cursor, get_last (flow, i, end_ns), self->exact.now_ns, &to);
      skein_store_sum_sampled (self, task->id, from_ns, to_ns, &sampled);
      subtract (&to, &from, &sampled, &part);
      part.most_run = part.run_ns > 0 ? 1.0 : 0.0;
      part.most_demand = part.run_ns > 0 || part.ready_ns > 0 ? 1.0 : 0.0;
      skein_sums_replace (ret, &sampled, &part);
      exact_ns += part.observed_ns;
    }

  set_exact (ret, exact_ns);
  if (exact_ns == ret->observed_ns)
    {
      ret->most_run = ret->run_ns > 0 ? 1.0 : 0.0;
      ret->most_demand = ret->run_ns > 0 || ret->ready_ns > 0 ? 1.0 : 0.0;
    }
}

/* When a process lived, as far as is known. */
static void
clip_to_life (const SkeinTask *task,
              int64_t         *start_ns,
              int64_t         *end_ns)
{
  int64_t first_ns = task->track.n > 0 ? task->track.entries[0].end_ns : INT64_MAX;

  *start_ns = MAX (*start_ns, MIN (first_ns, task->seen_ns));
  *end_ns = MIN (*end_ns, task->gone_ns);
}

/* All threads of a process, in a time in which switches were recorded. */
static void
sum_threads (const SkeinStore *self,
             const SkeinTask  *process,
             int64_t           start_ns,
             int64_t           end_ns,
             SkeinSums        *ret)
{
  *ret = (SkeinSums) { .observed_ns = end_ns - start_ns };

  for (const SkeinTask *task = process->first; task != NULL; task = task->next)
    {
      SkeinSums sums;

      if (task->gone_ns <= start_ns && task->last_ns <= start_ns)
        continue;

      sum_thread (self, task, start_ns, end_ns, &sums);
      ret->run_ns += sums.run_ns;
      ret->ready_ns += sums.ready_ns;
      ret->derived_ready_ns += sums.derived_ready_ns;
      ret->n_slices += sums.n_slices;
      ret->given_up += sums.given_up;
      ret->taken += sums.taken;
      ret->moves += sums.moves;
    }

  ret->most_run = (double) ret->run_ns / (double) ret->observed_ns;
  ret->most_demand = (double) (ret->run_ns + ret->ready_ns) / (double) ret->observed_ns;
}

/* All cores, in a time in which all switches were recorded. Who was ready, only samples tell. */
static void
sum_lanes (const SkeinStore *self,
           int64_t           start_ns,
           int64_t           end_ns,
           const SkeinSums  *sampled,
           SkeinSums        *ret)
{
  *ret = (SkeinSums) { .observed_ns = end_ns - start_ns, .ready_ns = sampled->ready_ns };

  for (uint32_t i = 0; i < self->exact.n_lanes; i++)
    {
      uint32_t group = 0;
      int64_t run_ns;

      ret->n_slices += skein_exact_count_users (&self->exact, i, &group, start_ns, end_ns, NULL, &run_ns);
      ret->run_ns += run_ns;
      skein_exact_add_leaves (&self->exact, i, start_ns, end_ns, ret);
    }

  ret->most_run = (double) ret->run_ns / (double) ret->observed_ns;
  ret->most_demand = (double) (ret->run_ns + ret->ready_ns) / (double) ret->observed_ns;
}

/* Of a process, or of the machine, where @task is %NULL. */
static void
sum_whole (const SkeinStore *self,
           const SkeinTask  *task,
           int64_t           start_ns,
           int64_t           end_ns,
           SkeinSums        *ret)
{
  SkeinId id = task != NULL ? task->id : SKEIN_ID_MACHINE;
  g_autoptr (GArray) known = g_array_new (FALSE, FALSE, sizeof (SkeinExactTime));
  int64_t exact_ns = 0;

  skein_store_sum_sampled (self, id, start_ns, end_ns, ret);
  if (!skein_store_has_exact (self, start_ns, end_ns) || (task != NULL && !task->is_recorded))
    return;

  if (task != NULL)
    clip_to_life (task, &start_ns, &end_ns);

  skein_exact_list_known (&self->exact, SKEIN_CORE_ANY, task == NULL, start_ns, end_ns, known);

  for (guint i = 0; i < known->len; i++)
    {
      const SkeinExactTime *time = &g_array_index (known, SkeinExactTime, i);
      SkeinSums sampled, part;

      skein_store_sum_sampled (self, id, time->start_ns, time->end_ns, &sampled);
      if (task != NULL)
        sum_threads (self, task, time->start_ns, time->end_ns, &part);
      else
        sum_lanes (self, time->start_ns, time->end_ns, &sampled, &part);
      skein_sums_replace (ret, &sampled, &part);
      exact_ns += part.observed_ns;
    }

  set_exact (ret, exact_ns);
}

bool
skein_store_sum (const SkeinStore *self,
                 SkeinId           id,
                 int64_t           start_ns,
                 int64_t           end_ns,
                 SkeinSums        *ret)
{
  const SkeinTask *task = id != SKEIN_ID_MACHINE ? skein_tasks_get (&self->tasks, id) : NULL;

  if (task == NULL && id != SKEIN_ID_MACHINE)
    {
      memset (ret, 0, sizeof *ret);
      return false;
    }

  if (task != NULL && task->process != NULL)
    sum_thread (self, task, start_ns, end_ns, ret);
  else
    sum_whole (self, task, start_ns, end_ns, ret);

  return true;
}

void
skein_bin_set (SkeinBin        *bin,
               const SkeinSums *sums,
               double           column_ns)
{
  bin->observed = (float) ((double) sums->observed_ns / column_ns);
  bin->run = (float) ((double) sums->run_ns / column_ns);
  bin->ready = (float) ((double) sums->ready_ns / column_ns);
  bin->waiting = (float) ((double) sums->waiting_ns / column_ns);
  bin->disk = (float) ((double) sums->disk_ns / column_ns);
  bin->suspended = (float) ((double) sums->suspended_ns / column_ns);
  bin->most_run = (float) sums->most_run;
  bin->most_demand = (float) sums->most_demand;
  bin->derived_ready = (float) ((double) sums->derived_ready_ns / column_ns);
  bin->exact = (float) sums->exact;
  bin->finer = sums->observed_ns > 0 ? (float) ((double) sums->finer_ns / (double) sums->observed_ns) : 0.0f;
  bin->n_slices = (uint32_t) MIN (sums->n_slices, UINT32_MAX);
}

/**
 * Edge:
 * @group: the group of slices that it is in or after
 *
 * Where two columns meet.
 */
typedef struct
{
  int64_t         time_ns;
  uint32_t        group;
  SkeinFlowTotals totals;
} Edge;

/* Looks at the slices from @first to @end themselves. */
static int16_t
find_core_of_few (const SkeinStore *self,
                  const SkeinFlow  *flow,
                  const Edge       *from,
                  const Edge       *to,
                  uint32_t          first,
                  uint32_t          end)
{
  SkeinPeak peak = SKEIN_PEAK_NONE;
  uint32_t group = from->group;

  for (uint32_t i = first; i < end; i++)
    {
      int64_t start_ns, end_ns;

      while (i >= skein_slices_group_end (&flow->slices, group))
        group++;

      start_ns = MAX (skein_slices_get_start (&flow->slices, group, i), from->time_ns);
      end_ns = MIN (skein_slices_get_end (&flow->slices, group, i, self->exact.now_ns), to->time_ns);
      skein_peak_add (&peak, (SkeinPeak) {
        .core_weight = (float) (end_ns - start_ns),
        .core = (int16_t) skein_flow_get_core (flow, i),
      });
    }

  return peak.core;
}

static int16_t
find_core (const SkeinStore *self,
           const SkeinFlow  *flow,
           const Edge       *from,
           const Edge       *to)
{
  uint64_t n_dropped = flow->slices.n_dropped;
  uint32_t first = from->totals.n_ended > n_dropped ? (uint32_t) (from->totals.n_ended - n_dropped) : 0;
  uint32_t end = (uint32_t) (to->totals.n_begun - n_dropped);

  if (end <= first)
    return (int16_t) (first > 0 ? skein_flow_get_core (flow, first - 1) : -1);

  if (end - first == 1)
    return (int16_t) skein_flow_get_core (flow, first);

  if (end - first <= MANY_SLICES)
    return find_core_of_few (self, flow, from, to, first, end);

  return skein_slices_find_peak (&flow->slices, from->group, to->group + 1).core;
}

/* Of a column of which all is known. */
static void
fill_bin (const SkeinStore *self,
          const SkeinFlow  *flow,
          const Edge       *from,
          const Edge       *to,
          double            column_ns,
          SkeinBin         *bin)
{
  float rest = bin->waiting + bin->disk + bin->suspended;
  float disk = rest > 0.0f ? bin->disk / rest : 0.0f;
  float suspended = rest > 0.0f ? bin->suspended / rest : 0.0f;
  int64_t run_ns = to->totals.run_ns - from->totals.run_ns;
  int64_t derived_ns = MAX (to->totals.derived_ns - from->totals.derived_ns, 0);
  int64_t ready_ns = to->totals.ready_ns - from->totals.ready_ns + derived_ns;
  int64_t n = (int64_t) (to->totals.n_begun - from->totals.n_ended);
  double scale = 1.0 / column_ns;
  float waiting;

  bin->observed = (float) ((double) (to->time_ns - from->time_ns) * scale);
  bin->run = (float) ((double) run_ns * scale);
  bin->ready = (float) ((double) ready_ns * scale);
  waiting = MAX (bin->observed - bin->run - bin->ready, 0.0f);
  bin->disk = waiting * disk;
  bin->suspended = waiting * suspended;
  bin->waiting = waiting - bin->disk - bin->suspended;
  bin->most_run = run_ns > 0 ? 1.0f : 0.0f;
  bin->most_demand = run_ns > 0 || ready_ns > 0 ? 1.0f : 0.0f;
  bin->derived_ready = (float) ((double) derived_ns * scale);
  bin->exact = 1.0f;
  bin->finer = 0.0f;
  bin->n_slices = (uint32_t) CLAMP (n, 0, UINT32_MAX);
  bin->core = find_core (self, flow, from, to);
}

static void
go_to_edge (const SkeinStore *self,
            const SkeinFlow  *flow,
            SkeinFlowCursor  *cursor,
            int64_t           time_ns,
            int64_t           within_ns,
            Edge             *ret)
{
  ret->time_ns = time_ns;
  skein_flow_near (flow, cursor, time_ns, within_ns, self->exact.now_ns, &ret->totals);
  ret->group = cursor->group;
}

/* Puts what is exact in the place of what samples tell, column by column. */
static void
bin_thread (const SkeinStore *self,
            const SkeinTask  *task,
            int64_t           start_ns,
            double            column_ns,
            SkeinBin         *bins,
            size_t            n_bins)
{
  const SkeinFlow *flow = task->flow;
  SkeinFlowCursor cursor = { 0 };
  int64_t last_ns = INT64_MIN;
  uint32_t span = 0;
  Edge from, to;

  for (size_t i = 0; i < n_bins; i++)
    {
      int64_t a_ns = skein_store_get_edge (start_ns, column_ns, i);
      int64_t b_ns = skein_store_get_edge (start_ns, column_ns, i + 1);

      if (b_ns <= flow->born_ns)
        bins[i] = (SkeinBin) { .core = -1 };

      if (b_ns <= self->exact.start_ns || b_ns <= a_ns)
        continue;

      span = skein_search_after (flow->spans, sizeof *flow->spans, flow->n_spans, span, a_ns);
      if (span == flow->n_spans || a_ns >= self->exact.now_ns)
        return;

      if (flow->spans[span].start_ns >= b_ns)
        continue;

      if (flow->spans[span].start_ns > a_ns || MIN (flow->spans[span].end_ns, self->exact.now_ns) < b_ns ||
          a_ns < self->exact.start_ns)
        {
          SkeinSums sums;
          int16_t core = bins[i].core;

          sum_thread (self, task, a_ns, b_ns, &sums);
          skein_bin_set (&bins[i], &sums, column_ns);
          bins[i].core = sums.n_slices > 0 && flow->core >= 0 && core < 0 ? (int16_t) flow->core : core;
          continue;
        }

      if (last_ns == a_ns)
        from = to;
      else
        go_to_edge (self, flow, &cursor, a_ns, 0, &from);

      go_to_edge (self, flow, &cursor, b_ns, WITHIN (column_ns), &to);
      last_ns = b_ns;
      fill_bin (self, flow, &from, &to, column_ns, &bins[i]);
    }
}

/* Of a process, column @index, of which all threads' columns are to be added. */
static void
add_bin (SkeinBin       *into,
         const SkeinBin *bin)
{
  into->run += bin->run;
  into->ready += bin->ready;
  into->derived_ready += bin->derived_ready;
  into->n_slices += bin->n_slices;
}

/* Marks the columns all of which is known, and sums up those of which a part is. */
static void
prepare_bins (const SkeinStore *self,
              const SkeinTask  *task,
              const GArray     *known,
              int64_t           start_ns,
              double            column_ns,
              SkeinBin         *bins,
              size_t            n_bins,
              bool             *is_known)
{
  guint next = 0;

  for (size_t i = 0; i < n_bins; i++)
    {
      int64_t a_ns = skein_store_get_edge (start_ns, column_ns, i);
      int64_t b_ns = skein_store_get_edge (start_ns, column_ns, i + 1);
      const SkeinExactTime *time;
      SkeinSums sums;

      while (next < known->len && g_array_index (known, SkeinExactTime, next).end_ns <= a_ns)
        next++;

      if (next == known->len)
        return;

      time = &g_array_index (known, SkeinExactTime, next);
      is_known[i] = task != NULL && time->start_ns <= a_ns && time->end_ns >= b_ns;

      if (is_known[i])
        {
          bins[i] = (SkeinBin) { .observed = (float) ((double) (b_ns - a_ns) / column_ns), .core = -1, .exact = 1.0f };
        }
      else if (time->start_ns < b_ns)
        {
          sum_whole (self, task, a_ns, b_ns, &sums);
          skein_bin_set (&bins[i], &sums, column_ns);
        }
    }
}

/* Of a process or the machine. */
static void
bin_whole (const SkeinStore *self,
           const SkeinTask  *task,
           int64_t           start_ns,
           double            column_ns,
           SkeinBin         *bins,
           size_t            n_bins)
{
  g_autoptr (GArray) known = g_array_new (FALSE, FALSE, sizeof (SkeinExactTime));
  g_autofree SkeinBin *some = g_new (SkeinBin, n_bins);
  g_autofree bool *is_known = g_new0 (bool, n_bins);
  int64_t first_ns = start_ns;
  int64_t last_ns = skein_store_get_edge (start_ns, column_ns, n_bins);

  if (task != NULL)
    clip_to_life (task, &first_ns, &last_ns);

  skein_exact_list_known (&self->exact, SKEIN_CORE_ANY, task == NULL, first_ns, last_ns, known);
  prepare_bins (self, task, known, start_ns, column_ns, bins, n_bins, is_known);

  for (const SkeinTask *thread = task != NULL ? task->first : NULL; thread != NULL; thread = thread->next)
    {
      if (thread->gone_ns <= start_ns && thread->last_ns <= start_ns)
        continue;

      skein_store_bin (self, thread->id, start_ns, column_ns, some, n_bins);
      for (size_t i = 0; i < n_bins; i++)
        if (is_known[i])
          add_bin (&bins[i], &some[i]);
    }

  for (size_t i = 0; i < n_bins; i++)
    if (is_known[i])
      {
        bins[i].most_run = bins[i].run;
        bins[i].most_demand = bins[i].run + bins[i].ready;
      }
}

void
skein_store_bin (const SkeinStore *self,
                 SkeinId           id,
                 int64_t           start_ns,
                 double            column_ns,
                 SkeinBin         *bins,
                 size_t            n_bins)
{
  const SkeinTask *task = id != SKEIN_ID_MACHINE ? skein_tasks_get (&self->tasks, id) : NULL;

  skein_store_bin_sampled (self, id, start_ns, column_ns, bins, n_bins);

  if (column_ns <= 0.0 || n_bins == 0 ||
      !skein_store_has_exact (self, start_ns, skein_store_get_edge (start_ns, column_ns, n_bins)))
    return;

  if (task != NULL && task->flow != NULL)
    bin_thread (self, task, start_ns, column_ns, bins, n_bins);
  else if (id == SKEIN_ID_MACHINE || (task != NULL && task->is_recorded))
    bin_whole (self, task, start_ns, column_ns, bins, n_bins);
}
