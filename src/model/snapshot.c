/* snapshot.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "model/snapshot.h"

SkeinSnapshot *
skein_snapshot_new (uint32_t n_cores,
                    uint32_t n_processes)
{
  SkeinSnapshot *self = g_new0 (SkeinSnapshot, 1);

  g_atomic_ref_count_init (&self->refs);
  self->n_cores = n_cores;
  self->n_processes = n_processes;
  self->cores = g_new0 (SkeinCore, n_cores);
  self->processes = g_new0 (const SkeinProcess *, n_processes);

  return self;
}

SkeinSnapshot *
skein_snapshot_ref (const SkeinSnapshot *self)
{
  SkeinSnapshot *mutable = (SkeinSnapshot *) self;

  g_atomic_ref_count_inc (&mutable->refs);

  return mutable;
}

void
skein_snapshot_unref (const SkeinSnapshot *self)
{
  SkeinSnapshot *mutable = (SkeinSnapshot *) self;

  if (!g_atomic_ref_count_dec (&mutable->refs))
    return;

  for (uint32_t i = 0; i < mutable->n_processes; i++)
    skein_process_unref (mutable->processes[i]);

  g_free (mutable->processes);
  g_free (mutable->cores);
  g_free (mutable);
}

const SkeinProcess *
skein_snapshot_find_process (const SkeinSnapshot *self,
                             pid_t                pid)
{
  uint32_t low = 0;
  uint32_t high = self->n_processes;

  while (low < high)
    {
      uint32_t middle = low + (high - low) / 2;

      if (self->processes[middle]->pid < pid)
        low = middle + 1;
      else
        high = middle;
    }

  return low < self->n_processes && self->processes[low]->pid == pid ? self->processes[low] : NULL;
}

const SkeinProcess *
skein_snapshot_find_key (const SkeinSnapshot *self,
                         const SkeinTaskKey  *key)
{
  const SkeinProcess *process = skein_snapshot_find_process (self, key->pid);

  if (process == NULL || process->start_ticks != key->start_ticks)
    return NULL;

  return process;
}

/* Less than zero: @before is gone. More: @after is new. */
static int
compare_processes (const SkeinProcess *before,
                   const SkeinProcess *after)
{
  SkeinTaskKey before_key, after_key;

  if (before == NULL || after == NULL)
    return before == NULL ? 1 : -1;

  before_key = skein_process_get_key (before);
  after_key = skein_process_get_key (after);

  return skein_task_key_compare (&before_key, &after_key);
}

void
skein_snapshot_compare (const SkeinSnapshot *before,
                        const SkeinSnapshot *after,
                        SkeinSnapshotChange  change,
                        gpointer             data)
{
  uint32_t n_before = before != NULL ? before->n_processes : 0;
  uint32_t i = 0;
  uint32_t j = 0;

  while (i < n_before || j < after->n_processes)
    {
      const SkeinProcess *old = i < n_before ? before->processes[i] : NULL;
      const SkeinProcess *new = j < after->n_processes ? after->processes[j] : NULL;
      int order = old == new ? 0 : compare_processes (old, new);

      if (old != new)
        change (order <= 0 ? old : NULL, order >= 0 ? new : NULL, data);

      i += order <= 0;
      j += order >= 0;
    }
}
