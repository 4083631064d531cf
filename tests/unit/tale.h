/* tale.h - a small machine whose every interval a test tells
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <string.h>

#include "base/clock.h"
#include "store/store.h"

#define TALE_MS         SKEIN_NS_PER_MS
#define TALE_MAX_CORES  256
#define TALE_INTERVAL   (100 * TALE_MS)

/* What one thread did in an interval, as shares of it. Threads of a process stand together. */
typedef struct
{
  pid_t       pid;
  pid_t       tid;
  const char *name;
  double      run;
  double      ready;
  char        letter;
  int         core;
  bool        is_new;
  const char *wchan; /* somebody looks, and it waits in this; NULL: nobody looks */
  int64_t     ready_ns; /* the kernel's count of it */
} TaleThread;

typedef struct
{
  SkeinStore *store;
  int64_t     now_ns;
  unsigned    n_cores;
  double      busy[TALE_MAX_CORES]; /* what the cores do beside the threads that are told of */
} Tale;

static inline void
tale_begin (Tale    *self,
            unsigned n_cores)
{
  *self = (Tale) { .store = skein_store_new (256u << 20), .now_ns = 1000 * SKEIN_NS_PER_S, .n_cores = n_cores };
}

static inline void
tale_end (Tale *self)
{
  skein_store_free (self->store);
}

/* It was looked at just after the sample began, which was then @taken_ns. */
static inline void
tale_look (SkeinProcess     *process,
           const TaleThread *threads,
           int64_t           taken_ns)
{
  skein_process_add_details (process);

  for (uint32_t i = 0; i < process->n_threads; i++)
    {
      process->details[i].syscall = -1;
      if (threads[i].wchan == NULL)
        continue;

      process->details[i].wchan = g_ref_string_new (threads[i].wchan);
      process->details[i].wait_from_ns = taken_ns + 1000;
      process->details[i].wait_until_ns = taken_ns + 2000;
    }
}

static inline SkeinProcess *
tale_process (const TaleThread *threads,
              size_t            n,
              int64_t           interval_ns)
{
  SkeinProcess *process = skein_process_new ((uint32_t) n);

  process->pid = threads[0].pid;
  process->start_ticks = (uint64_t) threads[0].pid;
  process->name = g_ref_string_new (threads[0].name);
  process->command = g_ref_string_new ("");
  process->user = g_ref_string_new ("");
  process->cgroup = g_ref_string_new ("");
  process->letter = threads[0].letter;
  process->is_new = threads[0].is_new;

  for (size_t i = 0; i < n; i++)
    {
      SkeinThread *thread = &process->threads[i];

      thread->tid = threads[i].tid;
      thread->start_ticks = (uint64_t) threads[i].tid;
      thread->run_delta_ns = (uint64_t) (threads[i].run * (double) interval_ns);
      thread->ready_delta_ns = (uint64_t) (threads[i].ready * (double) interval_ns);
      thread->ready_ns = (uint64_t) threads[i].ready_ns;
      thread->letter = threads[i].letter;
      thread->core = (int16_t) threads[i].core;
      thread->is_new = threads[i].is_new;
      g_strlcpy (thread->name, threads[i].name, sizeof thread->name);
      process->run_delta_ns += thread->run_delta_ns;
      process->ready_delta_ns += thread->ready_delta_ns;
    }

  return process;
}

static inline uint32_t
tale_count_processes (const TaleThread *threads,
                      size_t            n)
{
  uint32_t count = 0;

  for (size_t i = 0; i < n; i++)
    count += i == 0 || threads[i].pid != threads[i - 1].pid;

  return count;
}

/* @interval_ns: 0: a gap ends here */
static inline void
tale_tell (Tale             *self,
           int64_t           interval_ns,
           const TaleThread *threads,
           size_t            n)
{
  SkeinSnapshot *snapshot = skein_snapshot_new (self->n_cores, tale_count_processes (threads, n));
  uint32_t n_processes = 0;
  size_t end;

  self->now_ns += interval_ns;
  snapshot->taken_ns = self->now_ns;
  snapshot->interval_ns = interval_ns;
  snapshot->n_threads = (uint32_t) n;
  snapshot->n_processes = tale_count_processes (threads, n);

  for (unsigned i = 0; i < self->n_cores; i++)
    {
      snapshot->cores[i].id = (uint16_t) i;
      snapshot->cores[i].is_online = true;
      snapshot->cores[i].busy = interval_ns > 0 ? (float) self->busy[i] : 0.0f;
    }

  for (size_t i = 0; i < n; i = end)
    {
      for (end = i + 1; end < n && threads[end].pid == threads[i].pid;)
        end++;
      snapshot->processes[n_processes] = tale_process (&threads[i], end - i, interval_ns);
      for (size_t j = i; j < end; j++)
        if (threads[j].wchan != NULL && snapshot->processes[n_processes]->details == NULL)
          tale_look ((SkeinProcess *) snapshot->processes[n_processes], &threads[i], self->now_ns);
      n_processes++;
    }

  for (size_t i = 0; i < n; i++)
    {
      SkeinCore *core = threads[i].core >= 0 ? &snapshot->cores[threads[i].core] : NULL;

      if (core != NULL && interval_ns > 0)
        core->busy = MIN (core->busy + (float) threads[i].run, 1.0f);
    }

  skein_store_append (self->store, snapshot);
  skein_snapshot_unref (snapshot);
}

static inline SkeinId
tale_process_id (Tale  *self,
                 pid_t  pid)
{
  SkeinTaskKey key = { .pid = pid, .tid = pid, .start_ticks = (uint64_t) pid };

  return skein_store_find_process (self->store, &key);
}

static inline SkeinId
tale_thread_id (Tale  *self,
                pid_t  pid,
                pid_t  tid)
{
  SkeinTaskKey key = { .pid = pid, .tid = tid, .start_ticks = (uint64_t) tid };

  return skein_store_find_thread (self->store, &key);
}
