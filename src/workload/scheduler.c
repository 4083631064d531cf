/* scheduler.c - long tasks and a short one on one core, under four schedulers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "workload/block.h"
#include "workload/carriers.h"
#include "workload/workers.h"
#include "workload/works.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#define NS_PER_MS INT64_C (1000000)
#define NS_PER_S INT64_C (1000000000)
#define MOST_LONG 8
#define MOST_SPANS 65536

typedef struct
{
  SkeinJob     *job;
  unsigned      n_long;
  bool          is_yielding;
  _Atomic bool  has_one_ended;
  _Atomic bool  has_clock[MOST_LONG];
  clockid_t     clocks[MOST_LONG]; /* CPU time, of threads of the kernel */
  int64_t       got_ns[MOST_LONG]; /* of long tasks, until the first of them had ended */
} Queue;

/* The short one comes last. */
static int64_t
get_work (const Queue *self,
          unsigned     task)
{
  return skein_job_get (self->job, task < self->n_long ? "work" : "short");
}

/* --- The program's own scheduler --- */

static void
do_in_green_thread (unsigned  task,
                    void     *data)
{
  Queue *self = data;
  int64_t n_blocks = get_work (self, task);
  uint64_t answer = 0;

  skein_job_start_task (self->job, task);

  for (int64_t i = 0; i < n_blocks; i++)
    {
      answer += skein_block_compute ();
      if (self->is_yielding && i + 1 < n_blocks)
        skein_green_yield ();
    }

  skein_job_finish_task (self->job, task, answer);
}

static void
make_tasks (SkeinGreens *greens,
            void        *data)
{
  Queue *self = data;

  for (unsigned task = 0; task <= self->n_long; task++)
    skein_carriers_launch (self->job, greens, do_in_green_thread, task);
}

static int64_t
get_first_long_end (const Queue *self)
{
  int64_t first_ns = INT64_MAX;

  for (unsigned i = 0; i < self->n_long; i++)
    {
      if (skein_job_get_end (self->job, i) < first_ns)
        first_ns = skein_job_get_end (self->job, i);
    }

  return first_ns;
}

static int
compare (const void *a,
         const void *b)
{
  int64_t x = *(const int64_t *) a;
  int64_t y = *(const int64_t *) b;

  return (x > y) - (x < y);
}

/* Who was served when is in the spans: on one carrier, in the order of time. Until the first long task has ended there
 * is always another that waits; the turn in which it ends is cut short by that. */
static void
look_at_spans (Queue *self)
{
  int64_t first_end_ns = get_first_long_end (self);
  int64_t *turns = calloc (MOST_SPANS, sizeof *turns);
  int64_t start_ns, end_ns;
  size_t n_turns = 0;
  unsigned task;

  if (turns == NULL)
    skein_job_fail (self->job, "there is no memory");

  for (unsigned i = 0; skein_job_get_span (self->job, i, &task, &start_ns, &end_ns) && start_ns < first_end_ns; i++)
    {
      if (task >= self->n_long)
        continue;

      self->got_ns[task] += (end_ns < first_end_ns ? end_ns : first_end_ns) - start_ns;

      if (end_ns < first_end_ns || n_turns == 0)
        turns[n_turns++] = end_ns - start_ns;
    }

  qsort (turns, n_turns, sizeof *turns, compare);
  skein_job_put (self->job, "turn_ns", (double) turns[n_turns / 2]);
  free (turns);
}

static void
run_own (Queue *self)
{
  const SkeinCarriersSetup setup = {
    .n = 1,
    .most = self->n_long + 1,
    .quantum_ns = skein_job_is (self->job, "preemptive") ? skein_job_get (self->job, "quantum") * NS_PER_MS : 0,
    .make = make_tasks,
    .data = self,
  };

  self->is_yielding = skein_job_is (self->job, "yielding");
  (void) skein_carriers_run (self->job, &setup);
  look_at_spans (self);
}

/* --- The kernel's --- */

static void
read_clocks (Queue *self)
{
  for (unsigned i = 0; i < self->n_long; i++)
    {
      struct timespec time;

      if (atomic_load (&self->has_clock[i]) && clock_gettime (self->clocks[i], &time) == 0)
        self->got_ns[i] = time.tv_sec * NS_PER_S + time.tv_nsec;
    }
}

static void
do_in_kernel_thread (SkeinJob *job,
                     unsigned  task,
                     void     *data)
{
  Queue *self = data;
  uint64_t answer;

  skein_job_start_task (job, task);

  if (task < self->n_long && pthread_getcpuclockid (pthread_self (), &self->clocks[task]) == 0)
    atomic_store (&self->has_clock[task], true);

  answer = skein_blocks_compute (get_work (self, task));

  if (task < self->n_long && !atomic_exchange (&self->has_one_ended, true))
    read_clocks (self);

  skein_job_finish_task (job, task, answer);
}

/* --- All --- */

/* (Σ x)² / (n · Σ x²): 1 where all are the same, 1 / n where one has everything. */
static double
get_fairness (const Queue *self)
{
  double sum = 0;
  double squares = 0;

  for (unsigned i = 0; i < self->n_long; i++)
    {
      double got = (double) self->got_ns[i];

      sum += got;
      squares += got * got;
    }

  return squares > 0 ? sum * sum / (self->n_long * squares) : 0;
}

void
skein_work_scheduler (SkeinJob *job)
{
  Queue self = { .job = job, .n_long = (unsigned) skein_job_get (job, "tasks") };
  unsigned short_task = self.n_long;
  uint64_t n_blocks = 0;
  int64_t came_ns;

  skein_job_prepare (job, self.n_long + 1, skein_job_is (job, "kernel") ? 0 : MOST_SPANS, 0);
  skein_job_confine (job, 1);

  if (skein_job_is (job, "kernel"))
    skein_workers_run (job, SKEIN_WORKER_THREADS, self.n_long + 1, do_in_kernel_thread, &self);
  else
    run_own (&self);

  for (unsigned i = 0; i <= self.n_long; i++)
    n_blocks += (uint64_t) get_work (&self, i);

  skein_job_answer (job, n_blocks * SKEIN_BLOCK_PRIMES, skein_job_sum_answers (job));
  came_ns = skein_job_get_launch (job, short_task);
  skein_job_put (job, "response_ns", (double) (skein_job_get_start (job, short_task) - came_ns));
  skein_job_put (job, "turnaround_ns", (double) (skein_job_get_end (job, short_task) - came_ns));
  skein_job_put (job, "fairness_share", get_fairness (&self));
}
