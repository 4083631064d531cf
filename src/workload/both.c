/* both.c - many more tasks than cores, as threads of the kernel and as green threads
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "workload/block.h"
#include "workload/carriers.h"
#include "workload/workers.h"
#include "workload/works.h"

#define MOST_SPANS 65536

static void
do_in_kernel_thread (SkeinJob *job,
                     unsigned  task,
                     void     *data)
{
  skein_job_start_task (job, task);
  skein_job_finish_task (job, task, skein_blocks_compute (skein_job_get (job, "work")));
}

/* The kernel would take the core away; a green thread makes way. */
static void
do_in_green_thread (unsigned  task,
                    void     *data)
{
  SkeinJob *job = data;
  int64_t n_blocks = skein_job_get (job, "work");
  uint64_t answer = 0;

  skein_job_start_task (job, task);

  for (int64_t i = 0; i < n_blocks; i++)
    {
      answer += skein_block_compute ();
      if (i + 1 < n_blocks)
        skein_green_yield ();
    }

  skein_job_finish_task (job, task, answer);
}

static void
make_tasks (SkeinGreens *greens,
            void        *data)
{
  SkeinJob *job = data;
  unsigned n_tasks = (unsigned) skein_job_get (job, "tasks");

  for (unsigned task = 0; task < n_tasks; task++)
    skein_carriers_launch (job, greens, do_in_green_thread, task);
}

/* Returns: how many tasks are under way at @time_ns, one that just then starts included */
static unsigned
count_under_way (const SkeinJob *job,
                 unsigned        n_tasks,
                 int64_t         time_ns)
{
  unsigned n = 0;

  for (unsigned i = 0; i < n_tasks; i++)
    n += skein_job_get_start (job, i) <= time_ns && time_ns < skein_job_get_end (job, i);

  return n;
}

static void
put_measures (SkeinJob *job,
              unsigned  n_tasks,
              unsigned  n_cores)
{
  int64_t first_ns = skein_job_get_start (job, 0);
  int64_t under_way_ns = 0;
  unsigned most = 0;

  for (unsigned i = 0; i < n_tasks; i++)
    {
      int64_t start_ns = skein_job_get_start (job, i);
      unsigned n = count_under_way (job, n_tasks, start_ns);

      under_way_ns += skein_job_get_end (job, i) - start_ns;
      first_ns = start_ns < first_ns ? start_ns : first_ns;
      most = n > most ? n : most;
    }

  skein_job_put (job, "tasks_per_core",
                 (double) under_way_ns / (double) (skein_job_get_last_end (job) - first_ns) / n_cores);
  skein_job_put (job, "most_per_core", (double) most / n_cores);
}

void
skein_work_both (SkeinJob *job)
{
  unsigned n_tasks = (unsigned) skein_job_get (job, "tasks");
  unsigned n_cores = (unsigned) skein_job_get (job, "cores");
  bool is_green = skein_job_is (job, "green");
  const SkeinCarriersSetup setup = { .n = n_cores, .most = n_tasks, .make = make_tasks, .data = job };

  skein_job_prepare (job, n_tasks, is_green ? MOST_SPANS : 0, 0);
  skein_job_confine (job, n_cores);

  if (is_green)
    (void) skein_carriers_run (job, &setup);
  else
    skein_workers_run (job, SKEIN_WORKER_THREADS, n_tasks, do_in_kernel_thread, NULL);

  skein_job_answer (job, n_tasks * (uint64_t) skein_job_get (job, "work") * SKEIN_BLOCK_PRIMES,
                    skein_job_sum_answers (job));
  put_measures (job, n_tasks, n_cores);
}
