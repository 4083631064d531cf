/* priority.c - two threads on one core, the second with a priority of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "workload/block.h"
#include "workload/workers.h"
#include "workload/works.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

/* As the kernel has them: sched_prio_to_weight[], WEIGHT_IDLEPRIO in kernel/sched. Who has a real-time priority
 * is not weighed. */
static const struct
{
  const char *mode;
  int         policy;
  int         nice;
  double      weight;
} seconds[] = {
  { "nice-0", SCHED_OTHER, 0, 1024 },
  { "nice-10", SCHED_OTHER, 10, 110 },
  { "nice-19", SCHED_OTHER, 19, 15 },
  { "batch", SCHED_BATCH, 0, 1024 },
  { "idle", SCHED_IDLE, 0, 3 },
  { "real-time", SCHED_FIFO, 0, 0 },
};

#define N_SECONDS (sizeof seconds / sizeof seconds[0])
#define USUAL_WEIGHT 1024.0

typedef struct
{
  unsigned          second; /* place in seconds[] */
  pthread_barrier_t barrier;
  pthread_t         threads[2];
  int64_t           before_ns[2]; /* time on a core, of each, when both began */
  atomic_flag       is_decided;
  int64_t           used_ns[2]; /* until the first of them was done */
} Race;

static int64_t
read_time_on_core (pthread_t thread)
{
  clockid_t clock;
  struct timespec time;

  if (pthread_getcpuclockid (thread, &clock) != 0 || clock_gettime (clock, &time) != 0)
    return 0;

  return time.tv_sec * INT64_C (1000000000) + time.tv_nsec;
}

/* On Linux both are of the calling thread, not of its process. */
static void
become_second (SkeinJob   *job,
               const Race *race)
{
  int policy = seconds[race->second].policy;
  struct sched_param parameter = { .sched_priority = policy == SCHED_FIFO ? sched_get_priority_min (SCHED_FIFO) : 0 };
  int nice = seconds[race->second].nice;

  if (nice != 0 && setpriority (PRIO_PROCESS, 0, nice) != 0)
    skein_job_fail (job, "nice %d cannot be had: %s", nice, strerror (errno));

  if (policy != SCHED_OTHER && sched_setscheduler (0, policy, &parameter) != 0)
    skein_job_fail (job, "the policy cannot be had: %s", strerror (errno));
}

static void
decide (Race *race)
{
  for (unsigned i = 0; i < 2; i++)
    race->used_ns[i] = read_time_on_core (race->threads[i]) - race->before_ns[i];
}

static void
compute (SkeinJob *job,
         unsigned  worker,
         void     *data)
{
  Race *race = data;
  uint64_t answer;

  race->threads[worker] = pthread_self ();
  if (worker == 1)
    become_second (job, race);

  race->before_ns[worker] = read_time_on_core (pthread_self ());
  pthread_barrier_wait (&race->barrier);
  skein_job_start_task (job, worker);
  answer = skein_blocks_compute (skein_job_get (job, "work"));

  if (!atomic_flag_test_and_set (&race->is_decided))
    decide (race);

  skein_job_finish_task (job, worker, answer);
}

static unsigned
find_second (SkeinJob *job)
{
  unsigned i = 0;

  while (i + 1 < N_SECONDS && !skein_job_is (job, seconds[i].mode))
    i++;

  return i;
}

static void
put_measures (SkeinJob   *job,
              const Race *race)
{
  double both_ns = (double) (race->used_ns[0] + race->used_ns[1]);
  double weight = seconds[race->second].weight;

  if (both_ns > 0)
    {
      skein_job_put (job, "first_share", (double) race->used_ns[0] / both_ns);
      skein_job_put (job, "second_share", (double) race->used_ns[1] / both_ns);
    }

  skein_job_put (job, "promised_share",
                 seconds[race->second].policy == SCHED_FIFO ? 1 : weight / (USUAL_WEIGHT + weight));
}

void
skein_work_priority (SkeinJob *job)
{
  Race race = { .second = find_second (job), .is_decided = ATOMIC_FLAG_INIT };

  pthread_barrier_init (&race.barrier, NULL, 2);
  skein_job_prepare (job, 2, 0, 0);
  skein_job_confine (job, 1);
  skein_workers_run (job, SKEIN_WORKER_THREADS, 2, compute, &race);
  pthread_barrier_destroy (&race.barrier);
  put_measures (job, &race);
  skein_job_answer (job, 2 * (uint64_t) skein_job_get (job, "work") * SKEIN_BLOCK_PRIMES, skein_job_sum_answers (job));
}
