/* exact-times.c - when it is exact, and how many at once then
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store/private.h"

#include "store/pulse.h"

#include <string.h>

bool
skein_store_get_exact_extent (const SkeinStore *self,
                              int64_t          *ret_start_ns,
                              int64_t          *ret_end_ns)
{
  *ret_start_ns = self->exact.start_ns;
  *ret_end_ns = self->exact.now_ns;

  return self->exact.is_begun && self->exact.start_ns < self->exact.now_ns;
}

void
skein_store_list_exact (const SkeinStore *self,
                        SkeinId           id,
                        int64_t           start_ns,
                        int64_t           end_ns,
                        GArray           *times)
{
  const SkeinTask *task = skein_tasks_get (&self->tasks, id);

  if (task == NULL || task->process == NULL)
    {
      skein_exact_list_known (&self->exact, SKEIN_CORE_ANY, false, start_ns, end_ns, times);
      return;
    }

  start_ns = MAX (start_ns, self->exact.start_ns);
  end_ns = MIN (end_ns, self->exact.now_ns);

  for (uint32_t i = 0; task->flow != NULL && i < task->flow->n_spans; i++)
    {
      SkeinExactTime time = {
        MAX (task->flow->spans[i].start_ns, start_ns),
        MIN (task->flow->spans[i].end_ns, end_ns),
      };

      if (time.start_ns < time.end_ns)
        g_array_append_val (times, time);
    }
}

void
skein_store_list_whole (const SkeinStore *self,
                        int64_t           start_ns,
                        int64_t           end_ns,
                        GArray           *times)
{
  skein_exact_list_known (&self->exact, SKEIN_CORE_ANY, true, start_ns, end_ns, times);
}

void
skein_store_list_exact_core (const SkeinStore *self,
                             unsigned          core,
                             int64_t           start_ns,
                             int64_t           end_ns,
                             GArray           *times)
{
  skein_exact_list_known (&self->exact, core, false, start_ns, end_ns, times);
}

uint64_t
skein_store_get_lost (const SkeinStore *self,
                      int64_t           start_ns,
                      int64_t           end_ns)
{
  uint64_t n = 0;

  for (guint i = 0; i < self->exact.losses->len; i++)
    {
      const SkeinLoss *loss = &g_array_index (self->exact.losses, SkeinLoss, i);

      if (loss->start_ns < end_ns && loss->until_ns >= start_ns)
        n += loss->count;
    }

  return n;
}

void
skein_store_get_at_once (SkeinStore    *self,
                         const SkeinId *ids,
                         size_t         n_ids,
                         int64_t        start_ns,
                         int64_t        end_ns,
                         SkeinAtOnce   *parallelism,
                         SkeinAtOnce   *demand)
{
  SkeinAtOnce run, both;

  skein_at_once_init (&run);
  skein_at_once_init (&both);
  if (skein_store_has_exact (self, start_ns, end_ns))
    skein_pulse_sum (skein_pulse_get (&self->exact, ids, n_ids), &self->exact, start_ns, end_ns, &run, &both);

  if (parallelism != NULL)
    *parallelism = run;
  else
    skein_at_once_clear (&run);

  if (demand != NULL)
    *demand = both;
  else
    skein_at_once_clear (&both);
}

void
skein_store_bin_at_once (SkeinStore     *self,
                         const SkeinId  *ids,
                         size_t          n_ids,
                         int64_t         start_ns,
                         double          column_ns,
                         SkeinAtOnceBin *bins,
                         size_t          n_bins)
{
  SkeinPulse *pulse;

  if (n_bins == 0)
    return;

  memset (bins, 0, n_bins * sizeof *bins);
  if (column_ns <= 0.0 || !skein_store_has_exact (self, start_ns, skein_store_get_edge (start_ns, column_ns, n_bins)))
    return;

  pulse = skein_pulse_get (&self->exact, ids, n_ids);
  skein_pulse_bin (pulse, &self->exact, start_ns, column_ns, bins, n_bins);
}
