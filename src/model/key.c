/* key.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "model/key.h"

#define COMPARE(a, b) (((a) > (b)) - ((a) < (b)))

int
skein_task_key_compare (const SkeinTaskKey *a,
                        const SkeinTaskKey *b)
{
  int order = COMPARE (a->pid, b->pid);

  if (order == 0)
    order = COMPARE (a->tid, b->tid);

  return order != 0 ? order : COMPARE (a->start_ticks, b->start_ticks);
}

guint
skein_task_key_hash (gconstpointer key)
{
  const SkeinTaskKey *task = key;
  uint64_t mixed = ((uint64_t) (uint32_t) task->tid << 32 | (uint32_t) task->pid) ^
                   task->start_ticks * UINT64_C (0x9e3779b97f4a7c15);

  mixed ^= mixed >> 29;
  mixed *= UINT64_C (0xbf58476d1ce4e5b9);

  return (guint) (mixed >> 32);
}

gboolean
skein_task_key_equal (gconstpointer a,
                      gconstpointer b)
{
  return skein_task_key_compare (a, b) == 0;
}
