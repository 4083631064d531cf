/* speedup.c - a part that one does, and a part that is divided among all
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Task n is what worker n does of the divided part; the last task is the serial part, of the first worker.
 */

#include "config.h"

#include "workload/block.h"
#include "workload/workers.h"
#include "workload/works.h"

#include <pthread.h>

typedef struct
{
  unsigned          n_workers;
  int64_t           serial;  /* blocks */
  int64_t           divided; /* blocks */
  pthread_barrier_t barrier; /* the serial part is done */
} Plan;

static void
do_serial_part (SkeinJob   *job,
                const Plan *plan)
{
  if (plan->serial > 0)
    {
      skein_job_launch_task (job, plan->n_workers);
      skein_job_start_task (job, plan->n_workers);
      skein_job_finish_task (job, plan->n_workers, skein_blocks_compute (plan->serial));
    }

  /* Only now are the others called for. */
  for (unsigned i = 0; i < plan->n_workers; i++)
    skein_job_launch_task (job, i);
}

static void
do_work (SkeinJob *job,
         unsigned  worker,
         void     *data)
{
  Plan *plan = data;
  int64_t share = skein_blocks_share (plan->divided, worker, plan->n_workers);

  if (worker == 0)
    do_serial_part (job, plan);

  pthread_barrier_wait (&plan->barrier);

  if (plan->divided == 0)
    return;

  skein_job_start_task (job, worker);
  skein_job_finish_task (job, worker, skein_blocks_compute (share));
}

/* One unit of work, of which a share is serial, takes that share and the rest divided by how many can work at once. */
static double
compute_law (const Plan *plan,
             unsigned    n_cores)
{
  double serial_share = (double) plan->serial / (double) (plan->serial + plan->divided);
  unsigned n = plan->n_workers < n_cores ? plan->n_workers : n_cores;

  return 1 / (serial_share + (1 - serial_share) / n);
}

void
skein_work_speedup (SkeinJob *job)
{
  int64_t work = skein_job_get (job, "work");
  unsigned n_cores = (unsigned) skein_job_get (job, "cores");
  Plan plan = {
    .n_workers = skein_job_get_workers (job),
    .serial = (work * skein_job_get (job, "serial") + 50) / 100,
  };
  int64_t divided_from_ns;

  plan.divided = work - plan.serial;
  pthread_barrier_init (&plan.barrier, NULL, plan.n_workers);
  skein_job_prepare (job, plan.n_workers + 1, 0, 0);
  skein_job_confine (job, n_cores);
  skein_workers_run (job, SKEIN_WORKER_THREADS, plan.n_workers, do_work, &plan);
  pthread_barrier_destroy (&plan.barrier);

  divided_from_ns = plan.serial > 0 ? skein_job_get_end (job, plan.n_workers) : skein_job_get_begin (job);
  skein_job_put (job, "amdahl_times", compute_law (&plan, n_cores));
  skein_job_put (job, "divided_ns", (double) (skein_job_get_last_end (job) - divided_from_ns));
  skein_job_put (job, "serial_ns",
                 (double) (skein_job_get_end (job, plan.n_workers) - skein_job_get_start (job, plan.n_workers)));
  skein_job_answer (job, (uint64_t) work * SKEIN_BLOCK_PRIMES, skein_job_sum_answers (job));
}
