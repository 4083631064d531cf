/* thread-local.c - one name, one variable; and one name, a variable for each thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "workload/block.h"
#include "workload/workers.h"
#include "workload/works.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

#define MOST_THREADS 4

/* These two lines are all the difference. */
static _Atomic uint64_t               shared_variable;
static _Thread_local _Atomic uint64_t own_variable;

typedef struct
{
  pthread_barrier_t all_have_written;
  uintptr_t         addresses[MOST_THREADS];
  uint64_t          values[MOST_THREADS];
} Findings;

static void
write_compute_and_read (SkeinJob *job,
                        unsigned  worker,
                        void     *data)
{
  Findings *findings = data;
  _Atomic uint64_t *variable = skein_job_is (job, "shared") ? &shared_variable : &own_variable;
  uint64_t number = worker + 1;
  int64_t n_blocks = skein_job_get (job, "work");
  uint64_t n_primes;

  skein_job_start_task (job, worker);
  atomic_store (variable, number);
  n_primes = skein_blocks_compute (n_blocks);

  /* So that it does not depend on who was quick whether a thread sees what the others did. */
  pthread_barrier_wait (&findings->all_have_written);
  findings->addresses[worker] = (uintptr_t) variable;
  findings->values[worker] = atomic_load (variable);

  skein_job_finish_task (job, worker,
                         findings->values[worker] == number && n_primes == (uint64_t) n_blocks * SKEIN_BLOCK_PRIMES);
}

static unsigned
count_places (const Findings *findings,
              unsigned        n_threads)
{
  unsigned n = 0;

  for (unsigned i = 0; i < n_threads; i++)
    {
      unsigned first = 0;

      while (findings->addresses[first] != findings->addresses[i])
        first++;

      n += first == i;
    }

  return n;
}

static void
put_findings (SkeinJob       *job,
              const Findings *findings,
              unsigned        n_threads)
{
  for (unsigned i = 0; i < n_threads; i++)
    {
      char address[16], value[16];

      snprintf (address, sizeof address, "address_%u", i + 1);
      snprintf (value, sizeof value, "value_%u", i + 1);

      /* No address of a program is so large that a double would round it. */
      skein_job_put (job, address, (double) findings->addresses[i]);
      skein_job_put (job, value, (double) findings->values[i]);
    }
}

void
skein_work_thread_local (SkeinJob *job)
{
  unsigned n_threads = (unsigned) skein_job_get (job, "threads");
  Findings findings = { 0 };
  uint64_t n_kept;

  skein_job_prepare (job, n_threads, 0, 0);
  pthread_barrier_init (&findings.all_have_written, NULL, n_threads);
  skein_workers_run (job, SKEIN_WORKER_THREADS, n_threads, write_compute_and_read, &findings);
  pthread_barrier_destroy (&findings.all_have_written);

  n_kept = skein_job_sum_answers (job);
  skein_job_answer (job, n_threads, n_kept);
  skein_job_put (job, "places", count_places (&findings, n_threads));
  skein_job_put (job, "kept", (double) n_kept);
  put_findings (job, &findings, n_threads);
}
