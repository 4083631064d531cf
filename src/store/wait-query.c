/* wait-query.c - what a thread waited for at some time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store/private.h"

/* The clock of samples is read a little before their threads are. */
#define TOLERANCE_NS INT64_C (1000000)

/* Whether it was one and the same wait from the one to the other: all of it was measured,
 * and the thread neither ran nor wanted to. */
static bool
is_one_wait (const SkeinStore *self,
             SkeinId           thread,
             int64_t           start_ns,
             int64_t           end_ns)
{
  SkeinSums sums;

  return skein_store_sum (self, thread, start_ns, end_ns, &sums) && sums.run_ns == 0 && sums.ready_ns == 0 &&
         sums.n_slices == 0 && sums.observed_ns >= end_ns - start_ns - TOLERANCE_NS;
}

const SkeinSeenWait *
skein_store_find_wait (const SkeinStore *self,
                       SkeinId           thread,
                       int64_t           start_ns,
                       int64_t           end_ns)
{
  const SkeinTask *task = skein_tasks_get (&self->tasks, thread);
  const SkeinSeenWait *seen;

  if (task == NULL || task->waits == NULL || start_ns >= end_ns)
    return NULL;

  seen = skein_waits_find_before (task->waits, end_ns);
  if (seen != NULL && seen->from_ns >= start_ns && seen->until_ns <= end_ns)
    return seen;
  if (seen != NULL && seen->from_ns < start_ns && is_one_wait (self, thread, seen->from_ns, start_ns))
    return seen;

  seen = skein_waits_find_after (task->waits, end_ns);
  if (seen != NULL && is_one_wait (self, thread, end_ns - 1, seen->until_ns))
    return seen;

  return NULL;
}

uint64_t
skein_store_get_n_waits (const SkeinStore *self)
{
  return self->tasks.n_waits;
}
