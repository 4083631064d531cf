/* test-poller.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Threads that are read a thousand times a second, beside the samples of them and what the
 * kernel says in schedstat; and what it costs.
 */

#include "config.h"

#include "user.h"

#include "base/clock.h"
#include "proc/schedstat.h"
#include "sampler/poller.h"
#include "sampler/polls.h"
#include "sampler/scan.h"
#include "store/store.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define MS INT64_C (1000000)

/* The longest tick of a kernel: it adds up run time no more often. */
#define TICK_NS (10 * MS)

#define MOST_WORKERS 16

/* Of a core, beside the mere waking up, which on a virtual machine is as dear; and a busy
 * machine makes all of it dearer. */
#define MOST_COST 0.03
#define SLACK     3.0

typedef struct
{
  atomic_int n;
  atomic_int tids[MOST_WORKERS];
} Workers;

static Workers *workers;

static void
work (int64_t for_ns)
{
  int64_t end_ns = skein_clock_now_ns () + for_ns;

  while (skein_clock_now_ns () < end_ns)
    continue;
}

/* Every third one wants a core without end, the others work and sleep. */
static void *
live (void *data)
{
  int number = atomic_fetch_add (&workers->n, 1);

  workers->tids[number] = gettid ();

  for (;;)
    {
      work (MS / 2 * (1 + number % 4));
      if (number % 3 != 0)
        g_usleep (2000);
    }

  return NULL;
}

/* All on one core, so that they are ready, too. */
static pid_t
start_workers (int n_threads)
{
  cpu_set_t all, one;
  int core = 0;
  pid_t pid;

  workers->n = 0;
  for (int i = 0; i < MOST_WORKERS; i++)
    workers->tids[i] = 0;

  sched_getaffinity (0, sizeof all, &all);
  while (!CPU_ISSET (core, &all))
    core++;
  CPU_ZERO (&one);
  CPU_SET (core, &one);

  pid = fork ();
  g_assert_cmpint (pid, >=, 0);

  if (pid == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      sched_setaffinity (0, sizeof one, &one);

      for (int i = 1; i < n_threads; i++)
        {
          pthread_t thread;

          pthread_create (&thread, NULL, live, NULL);
        }

      live (NULL);
    }

  for (int i = 0; i < n_threads; i++)
    while (workers->tids[i] == 0)
      g_usleep (1000);

  return pid;
}

static void
stop_workers (pid_t pid)
{
  kill (pid, SIGKILL);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
}

static SkeinSchedstat
read_schedstat (pid_t pid,
                pid_t tid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/task/%d/schedstat", (int) pid, (int) tid);
  SkeinSchedstat stat = { 0 };

  g_assert_cmpint (skein_schedstat_read_at (AT_FDCWD, path, &stat), ==, 0);

  return stat;
}

static uint64_t
read_all (pid_t           pid,
          SkeinSchedstat *ret)
{
  uint64_t sum = 0;

  for (int i = 0; i < workers->n; i++)
    {
      ret[i] = read_schedstat (pid, workers->tids[i]);
      sum += ret[i].slices + ret[i].run_ns + ret[i].wait_ns;
    }

  return sum;
}

/* Until all of its threads have come to a stop: a busy machine takes its time. */
static void
halt (pid_t           pid,
      SkeinSchedstat *ret)
{
  uint64_t before, after = 0;

  kill (pid, SIGSTOP);

  do
    {
      before = after;
      g_usleep (30 * 1000);
      after = read_all (pid, ret);
    }
  while (after != before);
}

static int
compare_tids (gconstpointer a,
              gconstpointer b)
{
  return *(const int *) a - *(const int *) b;
}

/* Their keys, as a sample has them, in the order of their numbers. */
static void
find_keys (const SkeinSnapshot *snapshot,
           pid_t                pid,
           SkeinTaskKey        *ret)
{
  const SkeinProcess *process = skein_snapshot_find_process (snapshot, pid);
  int tids[MOST_WORKERS];

  g_assert_nonnull (process);
  g_assert_cmpuint (process->n_threads, ==, (unsigned) workers->n);

  for (int i = 0; i < workers->n; i++)
    tids[i] = workers->tids[i];
  qsort (tids, (size_t) workers->n, sizeof *tids, compare_tids);

  for (int i = 0; i < workers->n; i++)
    {
      workers->tids[i] = tids[i];
      g_assert_cmpint (process->threads[i].tid, ==, tids[i]);
      ret[i] = skein_thread_get_key (process, &process->threads[i]);
    }
}

/* Returns: how far the last one goes */
static int64_t
take_shares (SkeinPoller *poller,
             SkeinStore  *store,
             int          timeout_ms)
{
  struct pollfd fd = { .fd = skein_poller_get_fd (poller), .events = POLLIN };
  int64_t until_ns = INT64_MIN;
  SkeinShareBatch *batch;

  poll (&fd, 1, timeout_ms);

  while ((batch = skein_poller_pop (poller)) != NULL)
    {
      until_ns = batch->to_ns;
      skein_store_append_shares (store, batch);
      skein_share_batch_unref (batch);
    }

  return until_ns;
}

/* @sampled: what the sample says of each worker */
static void
take_sample (SkeinScan      *scan,
             SkeinStore     *store,
             pid_t           pid,
             SkeinSchedstat *sampled)
{
  g_autoptr (SkeinSnapshot) snapshot = skein_scan_take (scan);
  const SkeinProcess *process = skein_snapshot_find_process (snapshot, pid);

  g_assert_nonnull (process);
  skein_store_append (store, snapshot);

  for (int i = 0; i < workers->n; i++)
    {
      sampled[i].run_ns = process->threads[i].run_ns;
      sampled[i].wait_ns = process->threads[i].ready_ns;
    }
}

static void
assert_agree (const char *what,
              int         worker,
              int64_t     told_ns,
              uint64_t    sampled_ns,
              uint64_t    kernel_ns)
{
  g_test_message ("%d: %s: %.3f ms in shares, %.3f ms in samples, %.3f ms says the kernel", worker, what,
                  (double) told_ns / 1e6, (double) sampled_ns / 1e6, (double) kernel_ns / 1e6);
  g_assert_cmpint (ABS (told_ns - (int64_t) kernel_ns), <=, TICK_NS);
  g_assert_cmpint (ABS (told_ns - (int64_t) sampled_ns), <=, TICK_NS);
}

/* Run and ready time of each thread: shares, samples and the kernel say the same, within a tick. */
static void
test_agree (void)
{
  const int n = 6;
  pid_t pid = start_workers (n);
  int proc_fd = open ("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  g_autoptr (SkeinScan) scan = skein_scan_new (proc_fd);
  g_autoptr (SkeinSnapshot) first = NULL;
  g_autoptr (SkeinStore) store = skein_store_new (64 << 20);
  g_autoptr (SkeinPoller) poller = NULL;
  SkeinSchedstat before[MOST_WORKERS], after[MOST_WORKERS];
  SkeinSchedstat sampled[MOST_WORKERS] = { 0 };
  SkeinTaskKey keys[MOST_WORKERS];
  int64_t start_ns, end_ns, until_ns;

  halt (pid, before);
  first = skein_scan_take (scan);
  skein_store_append (store, first);
  find_keys (first, pid, keys);
  read_all (pid, before);

  g_assert_cmpint (skein_poller_new (NULL, &poller), ==, 0);
  skein_poller_set_threads (poller, keys, (size_t) n);
  start_ns = take_shares (poller, store, 5000);
  g_assert_cmpint (start_ns, !=, INT64_MIN);
  take_sample (scan, store, pid, sampled);
  kill (pid, SIGCONT);

  for (int i = 0; i < 15; i++)
    {
      int64_t next_ns = skein_clock_now_ns () + 100 * MS;

      while (skein_clock_now_ns () < next_ns)
        take_shares (poller, store, 20);
      take_sample (scan, store, pid, sampled);
    }

  halt (pid, after);
  take_sample (scan, store, pid, sampled);
  end_ns = skein_clock_now_ns ();
  do
    until_ns = take_shares (poller, store, 1000);
  while (until_ns < end_ns);

  for (int i = 0; i < n; i++)
    {
      SkeinId id = skein_store_find_thread (store, &keys[i]);
      SkeinSums shares;

      skein_store_sum (store, id, start_ns, end_ns, &shares);
      g_assert_cmpint (shares.finer_ns, ==, end_ns - start_ns);
      assert_agree ("run", i, shares.run_ns, sampled[i].run_ns - before[i].run_ns,
                    after[i].run_ns - before[i].run_ns);
      assert_agree ("ready", i, shares.ready_ns, sampled[i].wait_ns - before[i].wait_ns,
                    after[i].wait_ns - before[i].wait_ns);
    }

  stop_workers (pid);
  close (proc_fd);
}

/* CPU time of all threads but this one: of the poller's. */
static int64_t
read_cost (void)
{
  struct timespec time;

  g_assert_cmpint (clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time), ==, 0);

  return (int64_t) time.tv_sec * SKEIN_NS_PER_S + time.tv_nsec - skein_clock_thread_cpu_ns ();
}

static double
measure_a_second (SkeinPoller *poller)
{
  int64_t begun_ns, cost_ns;
  SkeinShareBatch *batch;

  g_usleep (100 * 1000);
  begun_ns = skein_clock_now_ns ();
  cost_ns = read_cost ();
  g_usleep (1000 * 1000);
  cost_ns = read_cost () - cost_ns;
  begun_ns = skein_clock_now_ns () - begun_ns;

  while ((batch = skein_poller_pop (poller)) != NULL)
    skein_share_batch_unref (batch);

  return (double) cost_ns / (double) begun_ns;
}

/* What a hypervisor took of a core in the midst of it can only make it seem more. */
static double
measure_cost (SkeinPoller *poller)
{
  double first = measure_a_second (poller);
  double second = measure_a_second (poller);

  return MIN (first, second);
}

/* What it costs a thread to wake up as often, and do nothing. */
static void *
wake_up_cb (void *data)
{
  double *cost = data;
  int64_t begun_ns = skein_clock_now_ns ();
  int64_t due_ns = begun_ns;

  for (int i = 0; i < 1000; i++)
    {
      struct timespec until = skein_ns_to_timespec (due_ns += MS);

      clock_nanosleep (CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
    }

  *cost = (double) skein_clock_thread_cpu_ns () / (double) (skein_clock_now_ns () - begun_ns);

  return NULL;
}

static double
measure_waking (void)
{
  double cost = 0.0;
  pthread_t thread;

  g_assert_cmpint (pthread_create (&thread, NULL, wake_up_cb, &cost), ==, 0);
  pthread_join (thread, NULL);

  return cost;
}

/* Sixteen threads of a process that never rests, so that all are read each time; nobody; those that have ended. */
static void
test_cost (void)
{
  pid_t pid = start_workers (SKEIN_POLLS_FAST);
  int proc_fd = open ("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  g_autoptr (SkeinScan) scan = skein_scan_new (proc_fd);
  g_autoptr (SkeinSnapshot) first = skein_scan_take (scan);
  g_autoptr (SkeinPoller) poller = NULL;
  SkeinTaskKey keys[MOST_WORKERS];
  double busy, nobody, ended, waking;

  find_keys (first, pid, keys);
  g_assert_cmpint (skein_poller_new (NULL, &poller), ==, 0);
  nobody = measure_cost (poller);
  skein_poller_set_threads (poller, keys, SKEIN_POLLS_FAST);
  busy = measure_cost (poller);
  waking = measure_waking ();
  stop_workers (pid);
  ended = measure_cost (poller);

  g_test_message ("of a core: %.2f %% for %d threads, while a thread that only wakes up as often takes %.2f %%; "
                  "%.3f %% for nobody, %.3f %% for those that have ended",
                  100 * busy, SKEIN_POLLS_FAST, 100 * waking, 100 * nobody, 100 * ended);
  g_assert_cmpfloat (busy, >, 0.0);
  g_assert_cmpfloat (busy - waking, <, MOST_COST * SLACK);
  g_assert_cmpfloat (nobody, <, 0.0005);
  g_assert_cmpfloat (ended, <, 0.0005);
  close (proc_fd);
}

/* Whoever is watched ends, and so does the poller: in any order, and at any time. */
static void
test_ends (void)
{
  const SkeinTaskKey nobody = { .pid = G_MAXINT, .tid = G_MAXINT, .start_ticks = 1 };

  for (unsigned i = 0; i < 3000; i++)
    {
      SkeinPoller *poller = NULL;

      g_assert_cmpint (skein_poller_new (NULL, &poller), ==, 0);
      skein_poller_set_threads (poller, &nobody, 1);
      if (i % 2 == 0)
        g_usleep (i % 50);
      skein_poller_set_threads (poller, NULL, 0);
      skein_poller_free (poller);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  if (!skein_test_become_user ())
    return 0;

  workers = mmap (NULL, sizeof *workers, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  g_assert_true (workers != MAP_FAILED);

  g_test_add_func ("/poller/agree", test_agree);
  g_test_add_func ("/poller/cost", test_cost);
  g_test_add_func ("/poller/ends", test_ends);

  return g_test_run ();
}
