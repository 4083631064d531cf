/* contention.c - the same count, with more or less sharing, by one and by all
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Task n is what worker n does when all count together; the last task is the first worker's, alone before that.
 */

#include "config.h"

#include "workload/workers.h"
#include "workload/works.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* Cores fetch lines of 64 bytes by pairs. */
#define APART 128
#define N_LOCKS 64

typedef struct
{
  _Alignas (APART) pthread_mutex_t lock;
  volatile uint64_t count;
} Counter;

typedef struct
{
  Counter                            counters[SKEIN_EXPERIMENT_MOST_MODES];
  _Alignas (APART) volatile uint64_t side_by_side[SKEIN_EXPERIMENT_MOST_MODES];
  _Alignas (APART) uint64_t          own[SKEIN_EXPERIMENT_MOST_MODES]; /* what each had counted on its stack */
} Table;

_Static_assert (N_LOCKS <= SKEIN_EXPERIMENT_MOST_MODES, "there is a counter for each lock");

typedef void (*CountFunc) (Table   *table,
                           unsigned worker,
                           int64_t  n);

typedef struct
{
  CountFunc          count;
  Table             *table;
  int64_t            n_updates;
  unsigned           n_workers;
  pthread_barrier_t  barrier;
} Plan;

/* What a step has to do beside counting, in all modes: a number at random (xorshift). */
static uint64_t
step (uint64_t state)
{
  state ^= state << 13;
  state ^= state >> 7;

  return state ^ state << 17;
}

static uint64_t
get_seed (unsigned worker)
{
  return UINT64_C (88172645463325252) + worker * UINT64_C (2654435761);
}

static void
count_locked (Table   *table,
              unsigned worker,
              int64_t  n,
              unsigned n_locks)
{
  uint64_t state = get_seed (worker);

  for (int64_t i = 0; i < n; i++)
    {
      Counter *counter;

      state = step (state);
      counter = &table->counters[state % n_locks];
      pthread_mutex_lock (&counter->lock);
      counter->count++;
      pthread_mutex_unlock (&counter->lock);
    }
}

static void
count_with_one_lock (Table   *table,
                     unsigned worker,
                     int64_t  n)
{
  count_locked (table, worker, n, 1);
}

static void
count_with_many_locks (Table   *table,
                       unsigned worker,
                       int64_t  n)
{
  count_locked (table, worker, n, N_LOCKS);
}

/* @own is written in each step: that is what is compared. */
static void
count_at (volatile uint64_t *own,
          unsigned           worker,
          int64_t            n)
{
  volatile uint64_t last;
  uint64_t state = get_seed (worker);

  for (int64_t i = 0; i < n; i++)
    {
      state = step (state);
      *own += 1;
    }

  last = state;
  (void) last;
}

static void
count_on_stack (Table   *table,
                unsigned worker,
                int64_t  n)
{
  volatile uint64_t own = 0;

  count_at (&own, worker, n);
  table->own[worker] += own;
}

static void
count_side_by_side (Table   *table,
                    unsigned worker,
                    int64_t  n)
{
  count_at (&table->side_by_side[worker], worker, n);
}

static void
count_apart (Table   *table,
             unsigned worker,
             int64_t  n)
{
  count_at (&table->counters[worker].count, worker, n);
}

static const struct
{
  const char *mode;
  CountFunc   count;
} ways[] = {
  { "one-lock", count_with_one_lock },
  { "many-locks", count_with_many_locks },
  { "no-sharing", count_on_stack },
  { "false-sharing", count_side_by_side },
  { "padded", count_apart },
};

static void
count_marked (SkeinJob   *job,
              const Plan *plan,
              unsigned    worker,
              unsigned    task,
              int64_t     n)
{
  skein_job_start_task (job, task);
  plan->count (plan->table, worker, n);
  skein_job_finish_task (job, task, (uint64_t) n);
}

static void
do_work (SkeinJob *job,
         unsigned  worker,
         void     *data)
{
  Plan *plan = data;
  int64_t share = plan->n_updates * (worker + 1) / plan->n_workers - plan->n_updates * worker / plan->n_workers;

  if (worker == 0)
    {
      skein_job_launch_task (job, plan->n_workers);
      count_marked (job, plan, worker, plan->n_workers, plan->n_updates);

      for (unsigned i = 0; i < plan->n_workers; i++)
        skein_job_launch_task (job, i);
    }

  pthread_barrier_wait (&plan->barrier);
  count_marked (job, plan, worker, worker, share);
}

static Table *
make_table (SkeinJob *job)
{
  Table *table = aligned_alloc (APART, sizeof *table);

  if (table == NULL)
    skein_job_fail (job, "%s", strerror (ENOMEM));

  memset (table, 0, sizeof *table);

  for (unsigned i = 0; i < SKEIN_EXPERIMENT_MOST_MODES; i++)
    pthread_mutex_init (&table->counters[i].lock, NULL);

  return table;
}

static uint64_t
sum_up (const Table *table)
{
  uint64_t sum = 0;

  for (unsigned i = 0; i < SKEIN_EXPERIMENT_MOST_MODES; i++)
    sum += table->counters[i].count + table->side_by_side[i] + table->own[i];

  return sum;
}

static void
put_measures (SkeinJob   *job,
              const Plan *plan)
{
  int64_t alone_ns = skein_job_get_end (job, plan->n_workers) - skein_job_get_start (job, plan->n_workers);
  int64_t first_ns = skein_job_get_start (job, 0);
  int64_t together_ns;

  for (unsigned i = 1; i < plan->n_workers; i++)
    {
      int64_t start_ns = skein_job_get_start (job, i);

      if (start_ns < first_ns)
        first_ns = start_ns;
    }

  together_ns = skein_job_get_last_end (job) - first_ns;

  /* Too few steps for the clock: nothing was measured. */
  if (alone_ns <= 0 || together_ns <= 0)
    return;

  skein_job_put (job, "alone_per_s", (double) plan->n_updates * 1e9 / (double) alone_ns);
  skein_job_put (job, "together_per_s", (double) plan->n_updates * 1e9 / (double) together_ns);
  skein_job_put (job, "gain_times", (double) alone_ns / (double) together_ns);
}

void
skein_work_contention (SkeinJob *job)
{
  Plan plan = {
    .count = ways[0].count,
    .table = make_table (job),
    .n_updates = skein_job_get (job, "updates"),
    .n_workers = (unsigned) skein_job_get (job, "workers"),
  };

  for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++)
    {
      if (skein_job_is (job, ways[i].mode))
        plan.count = ways[i].count;
    }

  pthread_barrier_init (&plan.barrier, NULL, plan.n_workers);
  skein_job_prepare (job, plan.n_workers + 1, 0, 0);
  skein_workers_run (job, SKEIN_WORKER_THREADS, plan.n_workers, do_work, &plan);
  pthread_barrier_destroy (&plan.barrier);
  put_measures (job, &plan);
  skein_job_answer (job, 2 * (uint64_t) plan.n_updates, sum_up (plan.table));
  free (plan.table);
}
