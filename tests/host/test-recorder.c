/* test-recorder.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The recorder on processes that run already, and on the whole machine, beside what the
 * kernel says of them in schedstat.
 */

#include "config.h"

#include "user.h"

#include "base/clock.h"
#include "proc/schedstat.h"
#include "store/schedule.h"
#include "trace/event.h"
#include "trace/recorder.h"
#include "trace/rings.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/perf_event.h>

/* Runs in a child: threads that work and sleep, and make others that do so too. */
static void
work (int64_t for_ns)
{
  int64_t end_ns = skein_clock_now_ns () + for_ns;

  while (skein_clock_now_ns () < end_ns)
    continue;
}

static void *
live_shortly (void *data)
{
  for (int i = 0; i < 3; i++)
    {
      work (SKEIN_NS_PER_MS);
      g_usleep (1000);
    }

  return NULL;
}

/* The threads of a child tell their numbers: nothing says that they follow one another. */
#define MOST_WORKERS 16
#define MOST_IDLE_NS (SKEIN_NS_PER_S / 100)
#define TRIES        4

typedef struct
{
  atomic_int n;
  atomic_int tids[MOST_WORKERS];
} Workers;

static Workers *workers;

static void *
live (void *data)
{
  pthread_t thread;

  pthread_setname_np (pthread_self (), "worker");
  workers->tids[atomic_fetch_add (&workers->n, 1)] = gettid ();

  for (;;)
    {
      work (2 * SKEIN_NS_PER_MS);
      g_usleep (3000);

      if (data != NULL && pthread_create (&thread, NULL, live_shortly, NULL) == 0)
        pthread_join (thread, NULL);
    }

  return NULL;
}

static pid_t
start_workers (int  n_threads,
               bool with_children)
{
  pid_t pid;

  workers->n = 0;
  memset (workers->tids, 0, sizeof workers->tids);
  pid = fork ();
  g_assert_cmpint (pid, >=, 0);

  if (pid == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);

      for (int i = 1; i < n_threads; i++)
        {
          pthread_t thread;

          pthread_create (&thread, NULL, live, with_children ? &n_threads : NULL);
        }

      live (NULL);
    }

  for (int i = 0; i < n_threads; i++)
    {
      while (workers->tids[i] == 0)
        g_usleep (1000);
    }

  return pid;
}

/* Returns: which of the workers it is; -1: none */
static int
find_worker (pid_t tid)
{
  for (int i = 0; i < workers->n; i++)
    {
      if (workers->tids[i] == tid)
        return i;
    }

  return -1;
}

static void
stop_workers (pid_t pid)
{
  kill (pid, SIGKILL);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
}

static bool
is_allowed (SkeinTarget target)
{
  SkeinSupport support;

  skein_recorder_probe (&support);

  if (support.refusals[target] == SKEIN_REFUSAL_NONE)
    return true;

  g_assert_cmpint (support.errors[target], !=, 0);
  g_test_skip (target == SKEIN_TARGET_MACHINE ? "not allowed to record the machine"
                                              : "not allowed to record processes");

  return false;
}

static SkeinSchedstat
read_schedstat (pid_t pid,
                pid_t tid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/task/%d/schedstat", (int) pid, (int) tid);
  SkeinSchedstat stat = { 0 };

  (void) !skein_schedstat_read_at (AT_FDCWD, path, &stat);

  return stat;
}

static uint64_t
read_slices (pid_t pid)
{
  uint64_t slices = 0;

  for (int i = 0; i < workers->n; i++)
    slices += read_schedstat (pid, workers->tids[i]).slices;

  return slices;
}

/* Until all of its threads have come to a stop: a busy machine takes its time. */
static void
halt (pid_t pid)
{
  uint64_t before, after = 0;

  kill (pid, SIGSTOP);

  do
    {
      before = after;
      g_usleep (20 * 1000);
      after = read_slices (pid);
    }
  while (after != before);
}

static void
take_until (SkeinRecorder *recorder,
            SkeinSchedule *schedule,
            int64_t        until_ns)
{
  int64_t reached_ns = 0;

  while (skein_clock_now_ns () < until_ns)
    {
      struct pollfd fd = { .fd = skein_recorder_get_fd (recorder), .events = POLLIN };
      SkeinSwitchBatch *batch;

      poll (&fd, 1, 20);

      while ((batch = skein_recorder_pop (recorder)) != NULL)
        {
          g_assert_true (reached_ns == 0 || batch->from_ns == reached_ns);
          reached_ns = batch->to_ns;
          skein_schedule_append (schedule, batch);
          skein_switch_batch_unref (batch);
        }
    }
}

static void
take_rest (SkeinRecorder *recorder,
           SkeinSchedule *schedule)
{
  SkeinSwitchBatch *batch;

  skein_recorder_stop (recorder);

  while ((batch = skein_recorder_pop (recorder)) != NULL)
    {
      skein_schedule_append (schedule, batch);
      skein_switch_batch_unref (batch);
    }

  g_assert_null (skein_recorder_pop (recorder));
}

static SkeinRecorder *
start (SkeinTarget  target,
       const pid_t *pids,
       size_t       n_pids)
{
  SkeinRecorderSettings settings = { .target = target, .pids = pids, .n_pids = n_pids };
  SkeinRecorder *recorder = NULL;

  g_assert_cmpint (skein_recorder_new (&settings, &recorder), ==, 0);

  return recorder;
}

/* What the recorder could not see yet, of a thread found at work or asleep, is one run
 * and one wait at most: it is unseen, not waiting. */
static void
assert_like_schedstat (const SkeinScheduleThread *thread,
                       const SkeinSchedstat      *before,
                       const SkeinSchedstat      *after)
{
  int64_t run_ns = (int64_t) (after->run_ns - before->run_ns);
  int64_t seen_ns = thread->ns_in[SKEIN_SCHEDULE_RUNNING];
  int64_t tick_ns = 10 * SKEIN_NS_PER_MS;

  g_test_message ("thread %d: ran %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT " ns, slices %u of %u", (int) thread->tid,
                  seen_ns, run_ns, (unsigned) thread->slices, (unsigned) (after->slices - before->slices));
  g_assert_cmpint (ABS (seen_ns - run_ns), <=, tick_ns + run_ns / 20);
  g_assert_cmpint (ABS ((int64_t) thread->slices - (int64_t) (after->slices - before->slices)), <=, 2);
}

static void
test_attach (void)
{
  g_autoptr (SkeinSchedule) schedule = skein_schedule_new ();
  SkeinRecorder *recorder;
  SkeinSchedstat before[8];
  unsigned n_workers = 0, n_born = 0;
  SkeinScheduleThread thread;
  pid_t pid;

  if (!is_allowed (SKEIN_TARGET_PROCESSES))
    return;

  pid = start_workers (8, true);
  halt (pid);
  recorder = start (SKEIN_TARGET_PROCESSES, &pid, 1);
  g_assert_cmpuint (skein_recorder_get_coverage (recorder)->n_threads, >=, 8);

  for (int i = 0; i < 8; i++)
    before[i] = read_schedstat (pid, workers->tids[i]);

  kill (pid, SIGCONT);
  take_until (recorder, schedule, skein_clock_now_ns () + 600 * SKEIN_NS_PER_MS);
  halt (pid);
  take_rest (recorder, schedule);
  skein_recorder_free (recorder);

  for (unsigned i = 0; i < skein_schedule_get_n_threads (schedule); i++)
    {
      SkeinSchedstat after;
      int worker;

      skein_schedule_get_thread (schedule, i, &thread);
      n_born += thread.start_is_seen;
      worker = thread.start_is_seen ? -1 : find_worker (thread.tid);

      if (worker < 0)
        continue;

      n_workers++;
      after = read_schedstat (pid, thread.tid);
      g_assert_cmpstr (thread.name, ==, "worker");
      assert_like_schedstat (&thread, &before[worker], &after);
    }

  g_assert_cmpuint (n_workers, ==, 8);
  g_assert_cmpuint (n_born, >, 7); /* those that were made meanwhile */
  stop_workers (pid);
}

/* Threads that come and go while others are being attached are neither missed nor told twice. */
static void
test_attach_twice (void)
{
  if (!is_allowed (SKEIN_TARGET_PROCESSES))
    return;

  for (int round = 0; round < 10; round++)
    {
      g_autoptr (SkeinSchedule) schedule = skein_schedule_new ();
      pid_t pid = start_workers (6, true);
      SkeinRecorder *recorder = start (SKEIN_TARGET_PROCESSES, &pid, 1);
      SkeinAtOnce at_once;

      take_until (recorder, schedule, skein_clock_now_ns () + 60 * SKEIN_NS_PER_MS);
      take_rest (recorder, schedule);
      skein_recorder_free (recorder);
      skein_schedule_get_parallelism (schedule, &at_once);
      g_assert_cmpuint (skein_at_once_get_most (&at_once), <=, (unsigned) sysconf (_SC_NPROCESSORS_ONLN));
      g_assert_cmpfloat (skein_at_once_get_mean (&at_once), >, 0);
      skein_at_once_clear (&at_once);
      stop_workers (pid);
    }
}

static void
test_coverage (void)
{
  g_autoptr (SkeinRecorder) recorder = NULL;
  g_autoptr (GArray) cores = skein_event_list_cores ();
  const SkeinCoverage *coverage;
  pid_t pid;

  if (!is_allowed (SKEIN_TARGET_PROCESSES))
    return;

  pid = start_workers (9, false);

  SkeinRecorderSettings settings = {
    .target = SKEIN_TARGET_PROCESSES, .pids = &pid, .n_pids = 1, .max_events = 4 * cores->len, .ring_bytes = 40000
  };

  g_assert_cmpint (skein_recorder_new (&settings, &recorder), ==, 0);
  coverage = skein_recorder_get_coverage (recorder);
  g_assert_cmpuint (coverage->n_threads, ==, 4);
  g_assert_cmpuint (coverage->n_left_out, >=, 5);
  g_assert_cmpuint (coverage->n_cores, ==, cores->len);
  g_assert_cmpuint (coverage->ring_bytes, ==, 32768);
  stop_workers (pid);
}

static void
test_gone (void)
{
  pid_t pid = start_workers (1, false);
  SkeinRecorderSettings settings = { .target = SKEIN_TARGET_PROCESSES, .pids = &pid, .n_pids = 1 };
  SkeinRecorder *recorder = NULL;

  stop_workers (pid);
  g_assert_cmpint (skein_recorder_new (&settings, &recorder), ==, -ESRCH);
}

/* A process that gives up its core again and again. */
static pid_t
start_switching (void)
{
  pid_t pid = fork ();

  if (pid == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);

      for (;;)
        {
          struct timespec nothing = { 0, 1 };

          nanosleep (&nothing, NULL);
          sched_yield ();
        }
    }

  return pid;
}

/* A ring much too small for what comes: what is lost is said, and nothing else made up. */
static void
test_lost (void)
{
  SkeinRecorderSettings settings = { .target = SKEIN_TARGET_PROCESSES, .n_pids = 1, .ring_bytes = 16384 };
  g_autoptr (SkeinSchedule) schedule = skein_schedule_new ();
  SkeinRecorder *recorder = NULL;
  SkeinScheduleTotals totals;
  SkeinRecorderCost cost;
  pid_t pid;

  if (!is_allowed (SKEIN_TARGET_PROCESSES))
    return;

  pid = start_switching ();
  settings.pids = &pid;
  g_assert_cmpint (skein_recorder_new (&settings, &recorder), ==, 0);

  /* The reader stops with us: so that there are losses, whatever the machine does. Where the
   * child seldom has a core, it takes longer to fill what is not read. */
  skein_schedule_get_totals (schedule, &totals);
  for (int i = 0; i < 3 || (i < 60 && totals.unseen_ns <= 100 * SKEIN_NS_PER_MS); i++)
    {
      pid_t self = getpid ();
      pid_t waker = fork ();

      if (waker == 0)
        {
          g_usleep (150 * 1000);
          kill (self, SIGCONT);
          _exit (0);
        }

      kill (self, SIGSTOP);
      g_assert_cmpint (waitpid (waker, NULL, 0), ==, waker);
      take_until (recorder, schedule, skein_clock_now_ns () + 50 * SKEIN_NS_PER_MS);
      skein_schedule_get_totals (schedule, &totals);
    }

  take_rest (recorder, schedule);
  skein_recorder_get_cost (recorder, &cost);
  skein_schedule_get_totals (schedule, &totals);
  skein_recorder_free (recorder);
  stop_workers (pid);
  g_test_message ("%u lost, %u read", (unsigned) totals.lost, (unsigned) cost.n_records);
  g_assert_cmpuint (totals.lost, >, 0);
  g_assert_cmpuint (totals.lost, ==, cost.n_lost);
  g_assert_cmpint (totals.unseen_ns, >, 100 * SKEIN_NS_PER_MS);
}

static void
test_machine (void)
{
  g_autoptr (SkeinSchedule) schedule = skein_schedule_new ();
  SkeinSchedstat before, after;
  SkeinScheduleThread thread;
  SkeinRecorder *recorder;
  SkeinAtOnce at_once;
  bool found = false;
  pid_t pid;

  if (!is_allowed (SKEIN_TARGET_MACHINE))
    return;

  pid = start_workers (1, false);
  halt (pid);
  recorder = start (SKEIN_TARGET_MACHINE, NULL, 0);
  before = read_schedstat (pid, pid);
  kill (pid, SIGCONT);
  take_until (recorder, schedule, skein_clock_now_ns () + 300 * SKEIN_NS_PER_MS);
  halt (pid);
  after = read_schedstat (pid, pid);
  take_rest (recorder, schedule);
  skein_recorder_free (recorder);

  for (unsigned i = 0; i < skein_schedule_get_n_threads (schedule); i++)
    {
      skein_schedule_get_thread (schedule, i, &thread);
      found |= thread.tid == pid;

      if (thread.tid == pid)
        assert_like_schedstat (&thread, &before, &after);
    }

  g_assert_true (found);
  g_assert_cmpuint (skein_schedule_get_n_threads (schedule), >, 2);
  skein_schedule_get_parallelism (schedule, &at_once);
  g_assert_cmpuint (skein_at_once_get_most (&at_once), <=, (unsigned) sysconf (_SC_NPROCESSORS_ONLN));
  skein_at_once_clear (&at_once);
  stop_workers (pid);
}

/* The kernel says so before a core's ring is full: the reader need not look all the time. */
static void
test_woken (void)
{
  SkeinRecorderSettings settings = { .target = SKEIN_TARGET_MACHINE, .ring_bytes = 16 * 1024 };
  SkeinRings rings = { 0 };
  bool is_woken = false;
  pid_t pid;

  if (!is_allowed (SKEIN_TARGET_MACHINE))
    return;

  g_assert_cmpint (skein_rings_open (&rings, &settings), ==, 0);
  pid = start_switching ();

  for (int i = 0; i < 100 && !is_woken; i++)
    for (unsigned j = 0; j < rings.cores->len; j++)
      {
        const SkeinCoreRing *core = &g_array_index (rings.cores, SkeinCoreRing, j);
        struct pollfd fd = { .fd = core->fd, .events = POLLIN };

        if (poll (&fd, 1, 50) == 0)
          continue;

        g_assert_cmpint (fd.revents, ==, POLLIN);
        g_assert_cmpuint (core->ring.page->data_head, >=, core->ring.size / 2);
        is_woken = true;
      }

  g_assert_true (is_woken);
  stop_workers (pid);
  skein_rings_clear (&rings);
}

/* Returns: what the reader took of a core in a second */
static uint64_t
measure_idle (pid_t pid)
{
  g_autoptr (SkeinSchedule) schedule = skein_schedule_new ();
  SkeinRecorder *recorder = start (SKEIN_TARGET_PROCESSES, &pid, 1);
  SkeinRecorderCost cost;

  take_until (recorder, schedule, skein_clock_now_ns () + SKEIN_NS_PER_S);
  take_rest (recorder, schedule);
  skein_recorder_get_cost (recorder, &cost);
  skein_recorder_free (recorder);
  g_test_message ("%u µs a second", (unsigned) (cost.cpu_ns / 1000));

  return cost.cpu_ns;
}

/* With nothing to record, the reader takes next to nothing, and says that it is there. What a hypervisor takes of a
 * core meanwhile can only make it seem more. */
static void
test_idle (void)
{
  pid_t pid = fork ();

  if (pid == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);

      for (;;)
        pause ();
    }

  if (is_allowed (SKEIN_TARGET_PROCESSES))
    {
      uint64_t least_ns = measure_idle (pid);

      for (int i = 1; i < TRIES && least_ns >= MOST_IDLE_NS; i++)
        least_ns = MIN (least_ns, measure_idle (pid));

      g_assert_cmpuint (least_ns, <, MOST_IDLE_NS);
    }

  stop_workers (pid);
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

  g_test_add_func ("/recorder/attach", test_attach);
  g_test_add_func ("/recorder/attach-twice", test_attach_twice);
  g_test_add_func ("/recorder/coverage", test_coverage);
  g_test_add_func ("/recorder/gone", test_gone);
  g_test_add_func ("/recorder/lost", test_lost);
  g_test_add_func ("/recorder/machine", test_machine);
  g_test_add_func ("/recorder/woken", test_woken);
  g_test_add_func ("/recorder/idle", test_idle);

  return g_test_run ();
}
