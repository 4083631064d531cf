/* process-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "present/process-row.h"

const SkeinThread *
skein_process_get_main_thread (const SkeinProcess *process)
{
  if (process->n_threads > 0 && process->threads[0].tid == process->pid)
    return &process->threads[0];

  return skein_process_find_thread (process, process->pid);
}

const char *
skein_process_row_get_text (const SkeinProcessRow *row,
                            SkeinProcessOrder      order)
{
  const SkeinProcess *process = row->process;

  switch ((int) order)
    {
    case SKEIN_PROCESS_NAME:
      return process->name;

    case SKEIN_PROCESS_USER:
      return process->user;

    case SKEIN_PROCESS_COMMAND:
      return process->command;

    case SKEIN_PROCESS_CGROUP:
      return process->cgroup;

    default:
      return NULL;
    }
}

static double
number_of_thread (const SkeinThread *thread,
                  SkeinProcessOrder  order)
{
  if (thread == NULL)
    return 0.0;

  return order == SKEIN_PROCESS_NICE ? thread->nice : thread->policy * 100.0 + thread->rt_priority;
}

double
skein_process_row_get_number (const SkeinProcessRow *row,
                              SkeinProcessOrder      order)
{
  switch ((int) order)
    {
    case SKEIN_PROCESS_STATE:
      return row->state;

    case SKEIN_PROCESS_THREADS:
      return row->process->n_threads;

    case SKEIN_PROCESS_PARALLELISM:
      return row->run;

    case SKEIN_PROCESS_DEMAND:
      return (double) row->run + (double) row->ready;

    case SKEIN_PROCESS_MEMORY:
      return (double) row->memory_bytes;

    case SKEIN_PROCESS_OWN_MEMORY:
      return row->is_proportional ? (double) row->own_bytes : -1.0;

    case SKEIN_PROCESS_RESIDENT_MEMORY:
      return (double) row->process->rss_bytes;

    case SKEIN_PROCESS_START:
      return (double) row->process->start_ticks;

    case SKEIN_PROCESS_CPU_TIME:
      return (double) row->process->run_ns;

    case SKEIN_PROCESS_PARENT:
      return row->process->ppid;

    case SKEIN_PROCESS_NICE:
    case SKEIN_PROCESS_POLICY:
      return number_of_thread (skein_process_get_main_thread (row->process), order);

    case SKEIN_PROCESS_PID:
    default:
      return row->process->pid;
    }
}
