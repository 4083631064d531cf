/* parallel.c - the same tasks one after another, by turns on one core, and in parallel
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "workload/block.h"
#include "workload/workers.h"
#include "workload/works.h"

static void
do_task (SkeinJob *job,
         unsigned  task)
{
  skein_job_start_task (job, task);
  skein_job_finish_task (job, task, skein_blocks_compute (skein_job_get (job, "work")));
}

static void
do_own_task (SkeinJob *job,
             unsigned  worker,
             void     *data)
{
  do_task (job, worker);
}

static void
do_all_tasks (SkeinJob *job,
              unsigned  worker,
              void     *data)
{
  unsigned n_tasks = (unsigned) skein_job_get (job, "tasks");

  for (unsigned task = 0; task < n_tasks; task++)
    do_task (job, task);
}

void
skein_work_parallel (SkeinJob *job)
{
  unsigned n_tasks = (unsigned) skein_job_get (job, "tasks");

  skein_job_prepare (job, n_tasks, 0, 0);
  skein_job_confine (job, skein_job_is (job, "one-core") ? 1 : (unsigned) skein_job_get (job, "cores"));

  if (skein_job_is (job, "one-after-another"))
    skein_workers_run (job, SKEIN_WORKER_THREADS, 1, do_all_tasks, NULL);
  else if (skein_job_is (job, "processes"))
    skein_workers_run (job, SKEIN_WORKER_PROCESSES, n_tasks, do_own_task, NULL);
  else
    skein_workers_run (job, SKEIN_WORKER_THREADS, n_tasks, do_own_task, NULL);

  skein_job_answer (job, n_tasks * (uint64_t) skein_job_get (job, "work") * SKEIN_BLOCK_PRIMES,
                    skein_job_sum_answers (job));
}
