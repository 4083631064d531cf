/* green-work.c - very many small tasks, as threads of the kernel and as green threads
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "workload/block.h"
#include "workload/carriers.h"
#include "workload/workers.h"
#include "workload/works.h"

#include <pthread.h>
#include <sched.h>

#define NS_PER_MS INT64_C (1000000)
#define MOST_SPANS 65536

typedef struct
{
  SkeinJob          *job;
  unsigned           n_tasks;
  unsigned           n_long; /* tasks that come on top, and do not make way */
  uint64_t           n_turns;
  SkeinGreenLatch   *latch;
  pthread_barrier_t  barrier;
} Crowd;

/* A little of what a task has to do. */
static uint64_t
take_turn (const Crowd *self,
           unsigned     task,
           uint64_t     turn)
{
  return skein_block_compute_part (task * self->n_turns + turn);
}

/* --- As a thread of the kernel: waiting is a system call --- */

static void
do_in_kernel_thread (SkeinJob *job,
                     unsigned  task,
                     void     *data)
{
  Crowd *self = data;
  uint64_t answer;

  skein_job_start_task (job, task);
  answer = take_turn (self, task, 0);
  pthread_barrier_wait (&self->barrier);

  for (uint64_t turn = 1; turn < self->n_turns; turn++)
    {
      answer += take_turn (self, task, turn);
      sched_yield ();
    }

  skein_job_finish_task (job, task, answer);
}

/* --- As a green thread: waiting is a call of a function --- */

static void
do_in_green_thread (unsigned  task,
                    void     *data)
{
  Crowd *self = data;
  uint64_t answer;

  skein_job_start_task (self->job, task);
  answer = take_turn (self, task, 0);
  skein_green_latch_meet (self->latch);

  for (uint64_t turn = 1; turn < self->n_turns; turn++)
    {
      answer += take_turn (self, task, turn);
      skein_green_yield ();
    }

  skein_job_finish_task (self->job, task, answer);
}

/* Never makes way. */
static void
do_long_task (unsigned  task,
              void     *data)
{
  Crowd *self = data;

  skein_job_start_task (self->job, task);
  skein_job_finish_task (self->job, task, skein_blocks_compute (skein_job_get (self->job, "long")));
}

/* The long ones first: each carrier gets one of them, and has it before it gets to the others. */
static void
make_crowd (SkeinGreens *greens,
            void        *data)
{
  Crowd *self = data;

  for (unsigned i = 0; i < self->n_long; i++)
    skein_carriers_launch (self->job, greens, do_long_task, self->n_tasks + i);

  for (unsigned i = 0; i < self->n_tasks; i++)
    skein_carriers_launch (self->job, greens, do_in_green_thread, i);
}

/* --- Both --- */

static uint64_t
get_expected (const Crowd *self)
{
  uint64_t n_parts = self->n_tasks * self->n_turns;
  uint64_t n_long_blocks = self->n_long * (uint64_t) skein_job_get (self->job, "long");
  uint64_t sum = (n_parts / SKEIN_BLOCK_PARTS + n_long_blocks) * SKEIN_BLOCK_PRIMES;

  for (uint64_t part = 0; part < n_parts % SKEIN_BLOCK_PARTS; part++)
    sum += skein_block_compute_part (part);

  return sum;
}

static int64_t
get_last_short_end (const Crowd *self)
{
  int64_t last_ns = 0;

  for (unsigned i = 0; i < self->n_tasks; i++)
    {
      int64_t end_ns = skein_job_get_end (self->job, i);

      last_ns = end_ns > last_ns ? end_ns : last_ns;
    }

  return last_ns;
}

static void
put_measures (const Crowd            *self,
              const SkeinGreenCounts *counts)
{
  SkeinJob *job = self->job;
  int64_t first_ns = skein_job_get_launch (job, 0);
  int64_t last_ns = skein_job_get_launch (job, self->n_tasks - 1);
  int64_t bytes = skein_job_get_private (job);

  skein_job_put (job, "create_ns", (double) (last_ns - first_ns) / (self->n_tasks - 1));
  if (bytes >= 0)
    skein_job_put (job, "task_bytes", (double) bytes / (self->n_tasks + self->n_long));
  skein_job_put (job, "short_ns", (double) (get_last_short_end (self) - first_ns));
  skein_job_put (job, "user_switches", (double) counts->n_switches);
  skein_job_put (job, "preempted", (double) counts->n_preempted);
  skein_job_put (job, "stolen", (double) counts->n_stolen);
}

static SkeinGreenCounts
run_kernel_threads (Crowd *self)
{
  pthread_barrier_init (&self->barrier, NULL, self->n_tasks);
  skein_workers_run (self->job, SKEIN_WORKER_THREADS, self->n_tasks, do_in_kernel_thread, self);
  pthread_barrier_destroy (&self->barrier);

  return (SkeinGreenCounts) { 0 };
}

static SkeinGreenCounts
run_green_threads (Crowd    *self,
                   unsigned  n_carriers)
{
  bool is_preempted = skein_job_is (self->job, "m-n-preempted");
  const SkeinCarriersSetup setup = {
    .n = n_carriers,
    .most = self->n_tasks + self->n_long,
    .quantum_ns = is_preempted ? skein_job_get (self->job, "quantum") * NS_PER_MS : 0,
    .make = make_crowd,
    .data = self,
  };
  SkeinGreenCounts counts;

  self->latch = skein_green_latch_new (self->n_tasks);
  if (self->latch == NULL)
    skein_job_fail (self->job, "there is no memory");

  counts = skein_carriers_run (self->job, &setup);
  skein_green_latch_free (self->latch);

  return counts;
}

void
skein_work_green (SkeinJob *job)
{
  unsigned n_carriers = skein_job_is (job, "n-1") ? 1 : skein_job_count_cores (job);
  bool has_long = skein_job_is (job, "m-n-blocked") || skein_job_is (job, "m-n-preempted");
  Crowd self = {
    .job = job,
    .n_tasks = (unsigned) skein_job_get (job, "tasks"),
    .n_turns = (uint64_t) skein_job_get (job, "turns"),
    .n_long = has_long ? n_carriers : 0,
  };
  uint64_t expected = get_expected (&self);
  SkeinGreenCounts counts;

  skein_job_prepare (job, self.n_tasks + self.n_long, skein_job_is (job, "kernel") ? 0 : MOST_SPANS, 0);
  counts = skein_job_is (job, "kernel") ? run_kernel_threads (&self) : run_green_threads (&self, n_carriers);
  skein_job_answer (job, expected, skein_job_sum_answers (job));
  put_measures (&self, &counts);
}
