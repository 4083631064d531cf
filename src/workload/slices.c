/* slices.c - the same work, divided among more or fewer threads
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How long the slices were is not for this program to say: who recorded the switches knows.
 */

#include "config.h"

#include "workload/block.h"
#include "workload/workers.h"
#include "workload/works.h"

static unsigned
count_threads (SkeinJob *job)
{
  if (skein_job_is (job, "one"))
    return 1;
  if (skein_job_is (job, "two"))
    return 2;
  if (skein_job_is (job, "three"))
    return 3;

  return (unsigned) skein_job_get (job, "threads");
}

static void
do_share (SkeinJob *job,
          unsigned  worker,
          void     *data)
{
  unsigned n_threads = *(const unsigned *) data;

  skein_job_start_task (job, worker);
  skein_job_finish_task (job, worker,
                         skein_blocks_compute (skein_blocks_share (skein_job_get (job, "work"), worker, n_threads)));
}

void
skein_work_slices (SkeinJob *job)
{
  unsigned n_threads = count_threads (job);

  skein_job_prepare (job, n_threads, 0, 0);
  skein_job_confine (job, skein_job_is (job, "one-core") ? 1 : (unsigned) skein_job_get (job, "cores"));
  skein_workers_run (job, SKEIN_WORKER_THREADS, n_threads, do_share, &n_threads);
  skein_job_answer (job, (uint64_t) skein_job_get (job, "work") * SKEIN_BLOCK_PRIMES, skein_job_sum_answers (job));
}
