/* race.c - several workers add to one number, unguarded and guarded in five ways
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "workload/workers.h"
#include "workload/works.h"

#include <pthread.h>
#include <sched.h>
#include <stdalign.h>
#include <stdatomic.h>

#define RING_SIZE 1024
#define CACHE_LINE 64

/* A queue of messages from one worker to the owner. Each side writes only its own counter. */
typedef struct
{
  alignas (CACHE_LINE) _Atomic uint64_t n_sent;
  alignas (CACHE_LINE) _Atomic uint64_t n_received;
  alignas (CACHE_LINE) uint64_t         amounts[RING_SIZE];
} Ring;

/* In the memory that the job shares. */
typedef struct
{
  alignas (CACHE_LINE) _Atomic uint64_t counter;
  alignas (CACHE_LINE) _Atomic unsigned n_here;
  alignas (CACHE_LINE) pthread_mutex_t  mutex;
  Ring                                  rings[];
} Race;

/* A process has it at the same address as all others do, and yet it is another's. */
static _Atomic uint64_t counter_of_process;

static _Thread_local _Atomic uint64_t counter_of_thread;

/* Three steps. No step is cut in two, and the compiler leaves none out; but another thread may come between them, and
 * what it wrote is then written over. */
static void
add_unguarded (_Atomic uint64_t *counter,
               uint64_t          n)
{
  for (uint64_t i = 0; i < n; i++)
    {
      uint64_t seen = atomic_load_explicit (counter, memory_order_relaxed);

      seen = seen + 1;
      atomic_store_explicit (counter, seen, memory_order_relaxed);
    }
}

static void
add_with_mutex (Race     *race,
                uint64_t  n)
{
  for (uint64_t i = 0; i < n; i++)
    {
      pthread_mutex_lock (&race->mutex);
      add_unguarded (&race->counter, 1);
      pthread_mutex_unlock (&race->mutex);
    }
}

static void
add_atomically (_Atomic uint64_t *counter,
                uint64_t          n)
{
  for (uint64_t i = 0; i < n; i++)
    atomic_fetch_add_explicit (counter, 1, memory_order_relaxed);
}

/* Unguarded, for nobody else knows this thread's own. */
static void
add_to_own_then_sum (Race     *race,
                     uint64_t  n)
{
  atomic_store_explicit (&counter_of_thread, 0, memory_order_relaxed);
  add_unguarded (&counter_of_thread, n);
  atomic_fetch_add (&race->counter, counter_of_thread);
}

static void
send_messages (Ring     *ring,
               uint64_t  n)
{
  for (uint64_t i = 0; i < n; i++)
    {
      while (i - atomic_load_explicit (&ring->n_received, memory_order_acquire) == RING_SIZE)
        sched_yield ();

      ring->amounts[i % RING_SIZE] = 1;
      atomic_store_explicit (&ring->n_sent, i + 1, memory_order_release);
    }
}

/* Returns: how many messages there were */
static uint64_t
receive_messages (Race *race,
                  Ring *ring)
{
  uint64_t first = atomic_load_explicit (&ring->n_received, memory_order_relaxed);
  uint64_t last = atomic_load_explicit (&ring->n_sent, memory_order_acquire);

  for (uint64_t i = first; i < last; i++)
    race->counter = race->counter + ring->amounts[i % RING_SIZE];

  atomic_store_explicit (&ring->n_received, last, memory_order_release);

  return last - first;
}

static void
own_the_counter (Race     *race,
                 unsigned  n_workers,
                 uint64_t  n_messages)
{
  for (uint64_t n_received = 0; n_received < n_messages;)
    {
      uint64_t n_before = n_received;

      for (unsigned i = 0; i < n_workers; i++)
        n_received += receive_messages (race, &race->rings[i]);

      if (n_received == n_before)
        sched_yield ();
    }
}

/* All start together: one that was done before the next began would have no race. */
static void
wait_for_others (Race     *race,
                 unsigned  n_workers)
{
  atomic_fetch_add (&race->n_here, 1);

  while (atomic_load (&race->n_here) < n_workers)
    sched_yield ();
}

static void
work (SkeinJob *job,
      unsigned  worker,
      void     *data)
{
  Race *race = data;
  uint64_t n = (uint64_t) skein_job_get (job, "updates");
  unsigned n_workers = (unsigned) skein_job_get (job, "workers");

  skein_job_pin (job, worker);
  wait_for_others (race, n_workers + skein_job_is (job, "messages"));
  skein_job_start_task (job, worker);

  if (worker == n_workers)
    own_the_counter (race, n_workers, n * n_workers);
  else if (skein_job_is (job, "unguarded"))
    add_unguarded (&race->counter, n);
  else if (skein_job_is (job, "mutex"))
    add_with_mutex (race, n);
  else if (skein_job_is (job, "atomic"))
    add_atomically (&race->counter, n);
  else if (skein_job_is (job, "summed"))
    add_to_own_then_sum (race, n);
  else if (skein_job_is (job, "messages"))
    send_messages (&race->rings[worker], n);
  else
    add_unguarded (&counter_of_process, n);

  skein_job_finish_task (job, worker, counter_of_process);
}

static int64_t
get_first_start (const SkeinJob *job,
                 unsigned        n_tasks)
{
  int64_t first_ns = INT64_MAX;

  for (unsigned i = 0; i < n_tasks; i++)
    {
      if (skein_job_get_start (job, i) < first_ns)
        first_ns = skein_job_get_start (job, i);
    }

  return first_ns;
}

void
skein_work_race (SkeinJob *job)
{
  unsigned n_workers = (unsigned) skein_job_get (job, "workers");
  uint64_t expected = n_workers * (uint64_t) skein_job_get (job, "updates");
  bool has_owner = skein_job_is (job, "messages");
  bool is_shared = !skein_job_is (job, "processes");
  unsigned n_tasks = n_workers + has_owner;
  uint64_t got;
  Race *race;

  skein_job_prepare (job, n_tasks, 0, sizeof (Race) + (has_owner ? n_workers * sizeof (Ring) : 0));
  race = skein_job_get_shared (job);
  pthread_mutex_init (&race->mutex, NULL);
  skein_workers_run (job, is_shared ? SKEIN_WORKER_THREADS : SKEIN_WORKER_PROCESSES, n_tasks, work, race);
  got = is_shared ? race->counter : skein_job_sum_answers (job);
  pthread_mutex_destroy (&race->mutex);

  skein_job_answer (job, expected, got);
  skein_job_put (job, "lost_updates", (double) expected - (double) got);
  skein_job_put (job, "update_ns",
                 (double) (skein_job_get_last_end (job) - get_first_start (job, n_tasks)) / (double) expected);
}
