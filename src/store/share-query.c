/* share-query.c - shares of milliseconds where a thread was watched, samples elsewhere
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store/private.h"

/* Returns: (nullable): what is known of a thread that was watched */
static const SkeinTask *
find_watched (const SkeinStore *self,
              SkeinId           id)
{
  const SkeinTask *task = id != SKEIN_ID_MACHINE ? skein_tasks_get (&self->tasks, id) : NULL;

  return task != NULL && task->shares != NULL ? task : NULL;
}

/* Puts shares in the place of the samples wherever there are some. */
static void
put_shares (const SkeinStore *self,
            const SkeinTask  *task,
            int64_t           start_ns,
            int64_t           end_ns,
            SkeinSums        *sums)
{
  const SkeinShares *shares = task->shares;
  SkeinShareCursor cursor = { 0 };

  /* Who has ended is watched a moment longer. */
  end_ns = MIN (end_ns, task->last_ns);

  for (uint32_t i = skein_shares_find_watch (shares, start_ns);
       i < shares->n_watches && shares->watches[i].start_ns < end_ns; i++)
    {
      int64_t from_ns = MAX (shares->watches[i].start_ns, start_ns);
      int64_t to_ns = MIN (shares->watches[i].end_ns, end_ns);
      SkeinShareTotals from, to;
      SkeinSums sampled, part = { .observed_ns = to_ns - from_ns, .finer_ns = to_ns - from_ns };

      if (from_ns >= to_ns)
        continue;

      skein_shares_at (shares, &cursor, from_ns, &from);
      skein_shares_at (shares, &cursor, to_ns, &to);
      skein_store_sum_snapshots (self, task->id, from_ns, to_ns, &sampled);
      part.run_ns = to.run_ns - from.run_ns;
      part.ready_ns = to.ready_ns - from.ready_ns;
      part.most_run = (double) part.run_ns / (double) part.observed_ns;
      part.most_demand = (double) (part.run_ns + part.ready_ns) / (double) part.observed_ns;
      skein_sums_share_out (MAX (part.observed_ns - part.run_ns - part.ready_ns, 0), &sampled, &part);
      skein_sums_replace (sums, &sampled, &part);
    }
}

bool
skein_store_sum_sampled (const SkeinStore *self,
                         SkeinId           id,
                         int64_t           start_ns,
                         int64_t           end_ns,
                         SkeinSums        *ret)
{
  const SkeinTask *task = find_watched (self, id);

  if (!skein_store_sum_snapshots (self, id, start_ns, end_ns, ret))
    return false;

  if (task != NULL)
    put_shares (self, task, start_ns, end_ns, ret);

  return true;
}

/* Of a column that was watched from one end to the other. */
static void
fill_bin (const SkeinShareTotals *from,
          const SkeinShareTotals *to,
          double                  column_ns,
          SkeinBin               *bin)
{
  float rest = bin->waiting + bin->disk + bin->suspended;
  float disk = rest > 0.0f ? bin->disk / rest : 0.0f;
  float suspended = rest > 0.0f ? bin->suspended / rest : 0.0f;
  float waiting;

  bin->observed = (float) ((double) (to->observed_ns - from->observed_ns) / column_ns);
  bin->run = (float) ((double) (to->run_ns - from->run_ns) / column_ns);
  bin->ready = (float) ((double) (to->ready_ns - from->ready_ns) / column_ns);
  waiting = MAX (bin->observed - bin->run - bin->ready, 0.0f);
  bin->disk = waiting * disk;
  bin->suspended = waiting * suspended;
  bin->waiting = waiting - bin->disk - bin->suspended;
  bin->most_run = MAX (bin->most_run, bin->run / bin->observed);
  bin->most_demand = MAX (bin->most_demand, (bin->run + bin->ready) / bin->observed);
  bin->finer = 1.0f;
}

static void
put_shares_in_bins (const SkeinStore *self,
                    const SkeinTask  *task,
                    int64_t           start_ns,
                    double            column_ns,
                    SkeinBin         *bins,
                    size_t            n_bins)
{
  const SkeinShares *shares = task->shares;
  SkeinShareCursor cursor = { 0 };
  SkeinShareTotals from, to;
  int64_t at_ns = INT64_MIN;
  uint32_t watch = skein_shares_find_watch (shares, start_ns);

  for (size_t i = 0; i < n_bins; i++)
    {
      int64_t a_ns = skein_store_get_edge (start_ns, column_ns, i);
      int64_t b_ns = skein_store_get_edge (start_ns, column_ns, i + 1);
      SkeinSums sums;

      while (watch < shares->n_watches && shares->watches[watch].end_ns <= a_ns)
        watch++;

      if (watch == shares->n_watches || a_ns >= task->last_ns)
        return;
      if (shares->watches[watch].start_ns >= b_ns || b_ns <= a_ns)
        continue;

      if (shares->watches[watch].start_ns > a_ns || shares->watches[watch].end_ns < b_ns || b_ns > task->last_ns)
        {
          skein_store_sum_sampled (self, task->id, a_ns, b_ns, &sums);
          skein_bin_set (&bins[i], &sums, column_ns);
          continue;
        }

      if (at_ns == a_ns)
        from = to;
      else
        skein_shares_at (shares, &cursor, a_ns, &from);

      skein_shares_at (shares, &cursor, b_ns, &to);
      at_ns = b_ns;
      fill_bin (&from, &to, column_ns, &bins[i]);
    }
}

void
skein_store_bin_sampled (const SkeinStore *self,
                         SkeinId           id,
                         int64_t           start_ns,
                         double            column_ns,
                         SkeinBin         *bins,
                         size_t            n_bins)
{
  const SkeinTask *task = find_watched (self, id);

  skein_store_bin_snapshots (self, id, start_ns, column_ns, bins, n_bins);
  if (task != NULL && column_ns > 0.0)
    put_shares_in_bins (self, task, start_ns, column_ns, bins, n_bins);
}

bool
skein_store_get_share_interval (const SkeinStore *self,
                                SkeinId           thread,
                                int64_t           time_ns,
                                SkeinShareTime   *ret)
{
  const SkeinTask *task = find_watched (self, thread);
  const SkeinWatch *watch;
  uint32_t index;

  if (task == NULL || time_ns >= task->last_ns)
    return false;

  index = skein_shares_find_watch (task->shares, time_ns);
  watch = index < task->shares->n_watches ? &task->shares->watches[index] : NULL;
  if (watch == NULL || watch->start_ns > time_ns)
    return false;

  ret->period_ns = watch->period_ns;
  skein_shares_get_interval (task->shares, watch, time_ns, &ret->start_ns, &ret->end_ns);
  ret->end_ns = MIN (ret->end_ns, task->last_ns);

  return true;
}

int64_t
skein_store_get_shares_end (const SkeinStore *self)
{
  return self->shares_end_ns;
}

int64_t
skein_store_take_revised (SkeinStore *self)
{
  int64_t revised_ns = self->revised_ns;

  self->revised_ns = INT64_MAX;

  return revised_ns;
}

void
skein_store_append_shares (SkeinStore            *self,
                           const SkeinShareBatch *batch)
{
  g_autofree SkeinTask **tasks = g_new0 (SkeinTask *, batch->n_threads);

  for (uint32_t i = 0; i < batch->n_threads; i++)
    {
      tasks[i] = skein_tasks_find_thread (&self->tasks, &batch->threads[i]);
      if (tasks[i] == NULL)
        continue;

      if (tasks[i]->shares == NULL)
        tasks[i]->shares = skein_shares_new ();
      else
        self->tasks.shares_bytes -= skein_shares_get_bytes (tasks[i]->shares);

      skein_shares_watch (tasks[i]->shares, batch->from_ns, batch->to_ns, batch->period_ns);
    }

  for (uint32_t i = 0; i < batch->n_shares; i++)
    {
      const SkeinShare *share = &batch->shares[i];
      SkeinTask *task = share->thread < batch->n_threads ? tasks[share->thread] : NULL;
      int64_t start_ns = task != NULL ? skein_shares_add (task->shares, share) : INT64_MAX;

      self->revised_ns = MIN (self->revised_ns, start_ns);
    }

  for (uint32_t i = 0; i < batch->n_threads; i++)
    if (tasks[i] != NULL)
      self->tasks.shares_bytes += skein_shares_get_bytes (tasks[i]->shares);

  self->shares_end_ns = MAX (self->shares_end_ns, batch->to_ns);
  skein_store_thin (self);
}
