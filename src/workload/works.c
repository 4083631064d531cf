/* works.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "workload/works.h"

#include <string.h>

static const struct
{
  const char   *experiment;
  SkeinJobFunc  func;
} works[] = {
  { "both", skein_work_both },
  { "contention", skein_work_contention },
  { "event-loop", skein_work_event_loop },
  { "green", skein_work_green },
  { "parallel", skein_work_parallel },
  { "priority", skein_work_priority },
  { "race", skein_work_race },
  { "scheduler", skein_work_scheduler },
  { "slices", skein_work_slices },
  { "speedup", skein_work_speedup },
  { "thread-local", skein_work_thread_local },
  { "waiting", skein_work_waiting },
};

SkeinJobFunc
skein_works_find (const char *experiment)
{
  for (size_t i = 0; i < sizeof works / sizeof works[0]; i++)
    {
      if (strcmp (works[i].experiment, experiment) == 0)
        return works[i].func;
    }

  return NULL;
}
