/* job.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "workload/job-private.h"

#include "workload/memory.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#ifndef PR_SET_VMA
#  define PR_SET_VMA 0x53564d41
#  define PR_SET_VMA_ANON_NAME 0
#endif

#define NS_PER_S INT64_C (1000000000)

int64_t
skein_job_now (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);

  return now.tv_sec * NS_PER_S + now.tv_nsec;
}

int64_t
skein_job_get (const SkeinJob *self,
               const char     *parameter)
{
  int i = skein_experiment_find_parameter (self->experiment, parameter);

  if (i < 0)
    abort ();

  return self->values[i];
}

bool
skein_job_is (const SkeinJob *self,
              const char     *mode)
{
  return strcmp (self->mode.id, mode) == 0;
}

unsigned
skein_job_get_workers (const SkeinJob *self)
{
  return self->mode.workers;
}

void
skein_job_fail (SkeinJob   *self,
                const char *format,
                ...)
{
  va_list arguments;

  fprintf (stderr, "skein-workload %s: ", self->experiment->id);
  va_start (arguments, format);
  vfprintf (stderr, format, arguments);
  va_end (arguments);
  fputc ('\n', stderr);
  exit (EXIT_FAILURE);
}

void *
skein_job_map (SkeinJob   *self,
               size_t      n_bytes,
               const char *name)
{
  void *map = mmap (NULL, n_bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

  if (map == MAP_FAILED)
    skein_job_fail (self, "%zu bytes of memory: %s", n_bytes, strerror (errno));

  /* For who looks at the process's memory; kernels without names of their own for memory refuse. */
  (void) prctl (PR_SET_VMA, PR_SET_VMA_ANON_NAME, map, n_bytes, name);

  return map;
}

static size_t
align (size_t n_bytes)
{
  return (n_bytes + 63) / 64 * 64;
}

void
skein_job_prepare (SkeinJob *self,
                   unsigned  n_tasks,
                   unsigned  n_spans,
                   size_t    n_bytes)
{
  size_t tally_bytes = align (sizeof (SkeinTally));
  size_t task_bytes = align (n_tasks * sizeof (SkeinTaskMark));
  size_t span_bytes = align (n_spans * sizeof (SkeinSpanMark));
  char *map;

  self->map_bytes = tally_bytes + task_bytes + span_bytes + align (n_bytes);
  map = skein_job_map (self, self->map_bytes, "marks");

  /* That the page of a mark is touched for the first time must not be part of the work. */
  memset (map, 0, self->map_bytes);

  self->tally = (SkeinTally *) (void *) map;
  self->tasks = (SkeinTaskMark *) (void *) (map + tally_bytes);
  self->spans = (SkeinSpanMark *) (void *) (map + tally_bytes + task_bytes);
  self->shared = map + tally_bytes + task_bytes + span_bytes;
  self->n_tasks = n_tasks;
  self->n_spans = n_spans;
  self->tally->private_bytes = -1;
  self->tally->proportional_bytes = -1;
  self->is_counted = false;
}

void
skein_job_clear (SkeinJob *self)
{
  if (self->tally != NULL)
    munmap (self->tally, self->map_bytes);

  self->tally = NULL;
}

void *
skein_job_get_shared (SkeinJob *self)
{
  return self->shared;
}

static int64_t
timeval_to_ns (const struct timeval *time)
{
  return time->tv_sec * NS_PER_S + time->tv_usec * 1000;
}

static void
add_usage (SkeinJobUsage *ret,
           int            who)
{
  struct rusage usage;

  if (getrusage (who, &usage) != 0)
    return;

  ret->cpu_ns += timeval_to_ns (&usage.ru_utime) + timeval_to_ns (&usage.ru_stime);
  ret->given_up += usage.ru_nvcsw;
  ret->taken += usage.ru_nivcsw;
}

void
skein_usage_take (SkeinJobUsage *ret)
{
  add_usage (ret, RUSAGE_SELF);
  add_usage (ret, RUSAGE_CHILDREN);
}

void
skein_job_begin (SkeinJob *self)
{
  int64_t proportional;

  if (skein_memory_read (0, &self->private_before, &proportional) < 0)
    self->private_before = -1;

  memset (&self->before, 0, sizeof self->before);
  skein_usage_take (&self->before);
  self->tally->start_ns = skein_job_now ();
}

int64_t
skein_job_get_begin (const SkeinJob *self)
{
  return self->tally->start_ns;
}

void
skein_job_count_usage (SkeinJob *self)
{
  SkeinJobUsage now = { 0 };

  if (self->is_counted)
    return;

  skein_usage_take (&now);
  self->tally->usage.cpu_ns += now.cpu_ns - self->before.cpu_ns;
  self->tally->usage.given_up += now.given_up - self->before.given_up;
  self->tally->usage.taken += now.taken - self->before.taken;
  self->is_counted = true;
}

void
skein_job_end (SkeinJob *self)
{
  int64_t now_ns = skein_job_now ();
  int64_t last_ns = skein_job_get_last_end (self);
  int64_t private_bytes;

  skein_job_count_usage (self);
  self->tally->end_ns = last_ns > 0 ? last_ns : now_ns;

  if (self->tally->proportional_bytes < 0)
    (void) skein_memory_read (0, &private_bytes, &self->tally->proportional_bytes);
}

void
skein_job_launch_task (SkeinJob *self,
                       unsigned  task)
{
  skein_job_launch_task_at (self, task, skein_job_now ());
}

void
skein_job_launch_task_at (SkeinJob *self,
                          unsigned  task,
                          int64_t   launched_ns)
{
  self->tasks[task].launched_ns = launched_ns;
}

void
skein_job_start_task (SkeinJob *self,
                      unsigned  task)
{
  /* The clock first: a green thread that is preempted here may find, when it goes on, that it was marked. */
  skein_job_start_task_at (self, task, skein_job_now ());
}

void
skein_job_start_task_at (SkeinJob *self,
                         unsigned  task,
                         int64_t   start_ns)
{
  SkeinTaskMark *mark = &self->tasks[task];

  if (mark->start_ns != 0)
    return;

  mark->start_ns = start_ns;
  mark->pid = getpid ();
  mark->tid = gettid ();
}

void
skein_job_finish_task (SkeinJob *self,
                       unsigned  task,
                       uint64_t  answer)
{
  SkeinTaskMark *mark = &self->tasks[task];

  mark->answer = answer;
  mark->end_ns = skein_job_now ();
}

void
skein_job_add_span (SkeinJob *self,
                    unsigned  task,
                    pid_t     tid,
                    int64_t   start_ns,
                    int64_t   end_ns)
{
  int64_t i = atomic_fetch_add_explicit (&self->tally->n_spans, 1, memory_order_relaxed);

  if (i < self->n_spans)
    self->spans[i] = (SkeinSpanMark) { task, tid, start_ns, end_ns };
}

bool
skein_job_get_span (const SkeinJob *self,
                    unsigned        i,
                    unsigned       *ret_task,
                    int64_t        *ret_start_ns,
                    int64_t        *ret_end_ns)
{
  if (i >= self->n_spans || i >= self->tally->n_spans)
    return false;

  *ret_task = self->spans[i].task;
  *ret_start_ns = self->spans[i].start_ns;
  *ret_end_ns = self->spans[i].end_ns;

  return true;
}

uint64_t
skein_job_sum_answers (const SkeinJob *self)
{
  uint64_t sum = 0;

  for (unsigned i = 0; i < self->n_tasks; i++)
    sum += self->tasks[i].end_ns > 0 ? self->tasks[i].answer : 0;

  return sum;
}

int64_t
skein_job_get_last_end (const SkeinJob *self)
{
  int64_t last_ns = 0;

  for (unsigned i = 0; i < self->n_tasks; i++)
    {
      if (self->tasks[i].end_ns > last_ns)
        last_ns = self->tasks[i].end_ns;
    }

  return last_ns;
}

int64_t
skein_job_get_launch (const SkeinJob *self,
                      unsigned        task)
{
  return self->tasks[task].launched_ns;
}

int64_t
skein_job_get_start (const SkeinJob *self,
                     unsigned        task)
{
  return self->tasks[task].start_ns;
}

int64_t
skein_job_get_end (const SkeinJob *self,
                   unsigned        task)
{
  return self->tasks[task].end_ns;
}

int64_t
skein_job_get_private (const SkeinJob *self)
{
  return self->tally->private_bytes < 0 ? -1 : self->tally->private_bytes * self->tally->workers;
}

void
skein_job_answer (SkeinJob *self,
                  uint64_t  expected,
                  uint64_t  got)
{
  self->tally->has_answer = true;
  self->tally->expected = expected;
  self->tally->got = got;
}

void
skein_job_put (SkeinJob   *self,
               const char *measure,
               double      value)
{
  int i = skein_experiment_find_measure (self->experiment, measure);

  if (i < 0)
    abort ();

  self->tally->has_measure[i] = true;
  self->tally->measures[i] = value;
}

void
skein_job_init_cores (SkeinJob *self)
{
  self->n_cores = skein_experiment_list_cores (self->cores, SKEIN_EXPERIMENT_MOST_CORES);
  self->n_usable = self->n_cores;
}

/* Where the machine refuses, the work is done where it is: a core that went offline is no reason to stop. */
static void
set_cores (const unsigned *cores,
           unsigned        n)
{
  cpu_set_t *set = CPU_ALLOC (SKEIN_EXPERIMENT_MOST_CORES);
  size_t size = CPU_ALLOC_SIZE (SKEIN_EXPERIMENT_MOST_CORES);

  if (set == NULL)
    return;

  CPU_ZERO_S (size, set);

  for (unsigned i = 0; i < n; i++)
    CPU_SET_S (cores[i], size, set);

  (void) sched_setaffinity (0, size, set);
  CPU_FREE (set);
}

void
skein_job_confine (SkeinJob *self,
                   unsigned  n_cores)
{
  if (n_cores == 0 || self->n_cores == 0)
    return;

  self->n_usable = n_cores < self->n_cores ? n_cores : self->n_cores;
  set_cores (self->cores, self->n_usable);
}

void
skein_job_pin (SkeinJob *self,
               unsigned  i)
{
  if (self->n_cores > 0)
    set_cores (&self->cores[i % self->n_cores], 1);
}

unsigned
skein_job_count_cores (const SkeinJob *self)
{
  return self->n_cores > 0 ? self->n_cores : 1;
}
