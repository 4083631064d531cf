/* test-changes.c - what comes, goes and changes on the real machine shows, and soon
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "crowd.h"
#include "user.h"

#include "proc/tasklist.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CADENCE_NS (100 * SKEIN_NS_PER_MS)
#define SOON_NS (2 * SKEIN_NS_PER_S)

typedef struct
{
  SkeinScan     *scan;
  SkeinSnapshot *before;
  SkeinSnapshot *now;
} Live;

static void
live_open (Live *live)
{
  live->scan = skein_scan_new_live ();
  live->now = skein_scan_take (live->scan);
}

static void
live_close (Live *live)
{
  g_clear_pointer (&live->before, skein_snapshot_unref);
  g_clear_pointer (&live->now, skein_snapshot_unref);
  skein_scan_free (live->scan);
}

static void
take (Live *live)
{
  g_clear_pointer (&live->before, skein_snapshot_unref);
  live->before = live->now;
  live->now = skein_scan_take (live->scan);
  skein_snapshot_assert_sane (live->now);
  skein_snapshot_assert_shares (live->before, live->now);
}

static void
wait_and_take (Live *live)
{
  g_usleep (CADENCE_NS / 1000);
  take (live);
}

/* For what has to be there. */
static const SkeinProcess *
get_process (const Live *live,
             pid_t       pid)
{
  const SkeinProcess *process = skein_snapshot_find_process (live->now, pid);

  if (process == NULL)
    g_error ("process %d is missing", (int) pid);

  return process;
}

static const SkeinThread *
get_main (const Live *live,
          pid_t       pid)
{
  const SkeinThread *thread = skein_process_find_thread (get_process (live, pid), pid);

  if (thread == NULL)
    g_error ("thread %d is missing", (int) pid);

  return thread;
}

typedef bool (*Condition) (const Live *live,
                           pid_t       pid);

/* Whether the kernel itself keeps it from the sampler that the main thread ran. */
static bool
is_uncounted (const Live *live,
              pid_t       pid)
{
  const SkeinProcess *process = skein_snapshot_find_process (live->now, pid);
  const SkeinThread *thread = process != NULL ? skein_process_find_thread (process, pid) : NULL;
  g_autofree char *path = g_strdup_printf ("/proc/%d/schedstat", (int) pid);
  SkeinSchedstat now;

  return thread != NULL && skein_schedstat_read_at (AT_FDCWD, path, &now) == 0 &&
         skein_thread_is_uncounted (thread, &now);
}

/* Samples until it shows; after two seconds it is too late. */
static void
assert_soon (Live      *live,
             pid_t      pid,
             Condition  condition)
{
  int64_t start_ns = skein_clock_now_ns ();
  int64_t patience_ns = SOON_NS;

  do
    {
      wait_and_take (live);

      if (!condition (live, pid) && is_uncounted (live, pid))
        patience_ns = SKEIN_TURN_OF_MAIN_NS;
    }
  while (!condition (live, pid) && skein_clock_now_ns () - start_ns < patience_ns);

  g_assert_true (condition (live, pid));
}

/* Starts a child that dies with us. */
static pid_t
start_child (void (*run) (void))
{
  pid_t pid = fork ();

  if (pid == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      run ();
      _exit (0);
    }

  g_assert_cmpint (pid, >, 0);

  return pid;
}

static void
end_child (pid_t pid)
{
  kill (pid, SIGKILL);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
}

static void
sleep_for_ever (void)
{
  for (;;)
    pause ();
}

static bool
is_there (const Live *live,
          pid_t       pid)
{
  return skein_snapshot_find_process (live->now, pid) != NULL;
}

static bool
is_gone (const Live *live,
         pid_t       pid)
{
  return !is_there (live, pid);
}

static bool
is_stopped (const Live *live,
            pid_t       pid)
{
  return get_main (live, pid)->letter == 'T';
}

static bool
is_sleeping (const Live *live,
             pid_t       pid)
{
  return get_main (live, pid)->letter == 'S';
}

/* Less urgent than we are: what is more urgent only some may ask for. */
static int
get_nicer (void)
{
  return MIN (getpriority (PRIO_PROCESS, 0) + 7, 19);
}

static bool
is_nice (const Live *live,
         pid_t       pid)
{
  return get_main (live, pid)->nice == get_nicer ();
}

static bool
is_batch (const Live *live,
          pid_t       pid)
{
  return get_main (live, pid)->policy == SCHED_BATCH;
}

static bool
is_zombie (const Live *live,
           pid_t       pid)
{
  return get_main (live, pid)->letter == 'Z' &&
         skein_process_get_state (get_process (live, pid)) == SKEIN_STATE_TERMINATED;
}

/* All that others do to a process that sleeps and goes on sleeping. */
static void
test_from_outside (void)
{
  struct sched_param none = { 0 };
  pid_t pid = start_child (sleep_for_ever);
  Live live = { NULL };

  live_open (&live);
  assert_soon (&live, pid, is_sleeping);
  g_assert_cmpint (kill (pid, SIGSTOP), ==, 0);
  assert_soon (&live, pid, is_stopped);
  g_assert_cmpint (kill (pid, SIGCONT), ==, 0);
  assert_soon (&live, pid, is_sleeping);
  g_assert_cmpint (setpriority (PRIO_PROCESS, (id_t) pid, get_nicer ()), ==, 0);
  assert_soon (&live, pid, is_nice);
  g_assert_cmpint (sched_setscheduler (pid, SCHED_BATCH, &none), ==, 0);
  assert_soon (&live, pid, is_batch);
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  assert_soon (&live, pid, is_zombie);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
  assert_soon (&live, pid, is_gone);
  live_close (&live);
}

static void
rename_on_signal_cb (int signal_number)
{
  prctl (PR_SET_NAME, "renamed");
}

static void
rename_on_signal (void)
{
  signal (SIGUSR1, rename_on_signal_cb);
  sleep_for_ever ();
}

static bool
is_renamed (const Live *live,
            pid_t       pid)
{
  return strcmp (get_process (live, pid)->name, "renamed") == 0 &&
         strcmp (get_main (live, pid)->name, "renamed") == 0;
}

static void
test_rename (void)
{
  pid_t pid = start_child (rename_on_signal);
  Live live = { NULL };

  live_open (&live);
  assert_soon (&live, pid, is_sleeping);
  g_assert_cmpint (kill (pid, SIGUSR1), ==, 0);
  assert_soon (&live, pid, is_renamed);
  end_child (pid);
  live_close (&live);
}

static void *
exec_from_here (void *data)
{
  atomic_bool *has_run = data;

  /* Long enough for the process to be seen before, and for the main thread to have a core. */
  usleep (600000);
  while (!*has_run)
    usleep (1000);

  /* That is the thread's own, and the other's is gone with it. */
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  execlp ("sleep", "sleep", "1000", NULL);

  return NULL;
}

static void
exec_from_second_thread (void)
{
  static atomic_bool has_run;
  pthread_t thread;

  pthread_create (&thread, NULL, exec_from_here, &has_run);

  /* So that the main thread has run more than the one that takes its place. */
  while (skein_clock_thread_cpu_ns () < 120 * SKEIN_NS_PER_MS)
    continue;

  has_run = true;

  sleep_for_ever ();
}

static bool
is_sleep (const Live *live,
          pid_t       pid)
{
  const SkeinProcess *process = get_process (live, pid);

  return process->n_threads == 1 && strcmp (process->command, "sleep 1000") == 0 &&
         strcmp (process->name, "sleep") == 0;
}

static void
test_exec (void)
{
  pid_t pid = start_child (exec_from_second_thread);
  Live live = { NULL };
  uint64_t start_ticks, run_ns;

  live_open (&live);
  assert_soon (&live, pid, is_there);
  start_ticks = get_process (&live, pid)->start_ticks;
  assert_soon (&live, pid, is_sleep);
  g_assert_cmpuint (get_process (&live, pid)->start_ticks, ==, start_ticks);

  /* What the first main thread ran is the process's still. */
  run_ns = get_process (&live, pid)->run_ns;
  g_assert_cmpuint (run_ns, >, 100 * SKEIN_NS_PER_MS);
  wait_and_take (&live);
  wait_and_take (&live);
  g_assert_cmpuint (get_process (&live, pid)->run_delta_ns, ==, 0);
  end_child (pid);
  live_close (&live);
}

static void *
sleep_in_thread (void *data)
{
  sleep_for_ever ();

  return NULL;
}

static void
leave_others (void)
{
  pthread_t thread;

  pthread_create (&thread, NULL, exec_from_here, NULL);
  pthread_create (&thread, NULL, sleep_in_thread, NULL);
  pthread_exit (NULL);
}

/* The main thread ended, the others live on. */
static void
test_dead_leader (void)
{
  pid_t pid = start_child (leave_others);
  Live live = { NULL };
  const SkeinProcess *process;

  live_open (&live);
  usleep (100000);
  take (&live);
  process = get_process (&live, pid);
  g_assert_cmpuint (process->n_threads, ==, 3);
  g_assert_cmpint (process->letter, ==, 'Z');
  g_assert_cmpint (skein_process_get_state (process), ==, SKEIN_STATE_WAITING);
  end_child (pid);
  live_close (&live);
}

static void *
end_at_once (void *data)
{
  return NULL;
}

/* A thousand threads a second, each for no time at all. */
static void
churn_threads (void)
{
  for (;;)
    {
      pthread_t thread;

      if (pthread_create (&thread, NULL, end_at_once, NULL) == 0)
        pthread_join (thread, NULL);

      usleep (900);
    }
}

/* A process a millisecond. */
static void
churn_processes (void)
{
  signal (SIGCHLD, SIG_IGN);

  for (;;)
    {
      if (fork () == 0)
        _exit (0);

      usleep (900);
    }
}

/* Every process and thread that is there before a sample and after it is in it,
 * and nothing is in it that was there neither before nor after. */
static void
assert_complete (Live *live)
{
  g_autoptr (GArray) before = g_array_new (FALSE, FALSE, sizeof (pid_t));
  g_autoptr (GArray) after = g_array_new (FALSE, FALSE, sizeof (pid_t));
  guint j = 0;

  g_assert_cmpint (skein_tasklist_read_at (AT_FDCWD, "/proc", before), ==, 0);
  take (live);
  g_assert_cmpint (skein_tasklist_read_at (AT_FDCWD, "/proc", after), ==, 0);

  for (guint i = 0; i < before->len; i++)
    {
      pid_t pid = g_array_index (before, pid_t, i);

      while (j < after->len && g_array_index (after, pid_t, j) < pid)
        j++;

      if (j < after->len && g_array_index (after, pid_t, j) == pid)
        g_assert_nonnull (skein_snapshot_find_process (live->now, pid));
    }
}

static void
assert_no_ghosts (Live *live)
{
  unsigned n_ghosts = 0;

  take (live);

  for (uint32_t i = 0; i < live->now->n_processes; i++)
    n_ghosts += kill (live->now->processes[i]->pid, 0) != 0 && errno == ESRCH;

  /* Some ended since the sample. */
  g_assert_cmpuint (n_ghosts, <, 20);
}

static void
test_storm (void)
{
  pid_t sleeper = start_child (sleep_for_ever);
  pid_t threads = start_child (churn_threads);
  pid_t processes = start_child (churn_processes);
  Live live = { NULL };

  live_open (&live);

  for (int i = 0; i < 20; i++)
    {
      usleep (50000);
      assert_complete (&live);
      g_assert_true (is_there (&live, sleeper));
      g_assert_true (is_there (&live, threads));
      g_assert_cmpint (get_main (&live, threads)->letter, !=, 0);
      g_assert_true (is_there (&live, processes));
    }

  assert_no_ghosts (&live);
  end_child (processes);
  end_child (threads);
  end_child (sleeper);
  usleep (100000);
  take (&live);
  g_assert_true (is_gone (&live, sleeper));
  g_assert_true (is_gone (&live, threads));
  g_assert_true (is_gone (&live, processes));
  live_close (&live);
}

static bool
fork_with_pid (pid_t   wanted,
               pid_t  *ret)
{
  g_autofree char *text = g_strdup_printf ("%d", (int) wanted - 1);
  int fd = open ("/proc/sys/kernel/ns_last_pid", O_WRONLY | O_CLOEXEC);
  bool is_written = fd >= 0 && write (fd, text, strlen (text)) > 0;

  if (fd >= 0)
    close (fd);

  if (!is_written)
    return false;

  *ret = start_child (sleep_for_ever);

  return *ret == wanted;
}

static void
test_reused_pid (void)
{
  pid_t first = start_child (sleep_for_ever);
  pid_t second = 0;
  Live live = { NULL };
  SkeinTaskKey key;
  bool is_same_pid = false;

  live_open (&live);
  assert_soon (&live, first, is_there);
  key = skein_process_get_key (get_process (&live, first));
  end_child (first);

  for (int i = 0; i < 20 && !is_same_pid; i++)
    {
      if (second != 0)
        end_child (second);

      second = 0;
      is_same_pid = fork_with_pid (first, &second);

      if (second == 0)
        break;
    }

  if (is_same_pid)
    {
      take (&live);
      g_assert_true (is_there (&live, first));
      g_assert_null (skein_snapshot_find_key (live.now, &key));
      g_assert_true (get_process (&live, first)->is_new);
    }
  else
    g_test_skip ("not allowed to choose a process id, or somebody was faster");

  if (second != 0)
    end_child (second);

  live_close (&live);
}

static void
run_on_core_0 (void)
{
  cpu_set_t core_0;

  CPU_ZERO (&core_0);
  CPU_SET (0, &core_0);
  sched_setaffinity (0, sizeof core_0, &core_0);
}

static void
hog_cb (int signal_number)
{
  _exit (0);
}

/* Holds core 0 for a second, and lets nobody ordinary have it. */
static void
hog (void)
{
  struct sched_param real_time = { .sched_priority = 10 };
  int64_t end_ns;

  run_on_core_0 ();
  signal (SIGALRM, hog_cb);
  alarm (3);

  if (sched_setscheduler (0, SCHED_FIFO, &real_time) != 0)
    _exit (1);

  end_ns = skein_clock_now_ns () + 3 * SKEIN_NS_PER_S / 2;

  while (skein_clock_now_ns () < end_ns)
    continue;
}

static void
sleep_on_core_0 (void)
{
  run_on_core_0 ();
  signal (SIGUSR1, rename_on_signal_cb);
  sleep_for_ever ();
}

/* Woken while another holds its core, it never runs: no clock of it moves. */
static void
test_ready (void)
{
  pid_t victim = start_child (sleep_on_core_0);
  uint64_t kernel_ns, ready_ns = 0, before_ns;
  pid_t hog_pid;
  cpu_set_t core_1;
  Live live = { NULL };
  int64_t start_ns;

  CPU_ZERO (&core_1);
  CPU_SET (1, &core_1);

  if (sched_setaffinity (0, sizeof core_1, &core_1) != 0)
    {
      g_test_skip ("this needs two cores");
      end_child (victim);
      return;
    }

  live_open (&live);
  assert_soon (&live, victim, is_sleeping);
  before_ns = get_main (&live, victim)->ready_ns;
  hog_pid = start_child (hog);
  usleep (100000);
  take (&live);

  if (!is_there (&live, hog_pid) || get_main (&live, hog_pid)->policy != SCHED_FIFO)
    {
      g_test_skip ("not allowed to run in real time");
      waitpid (hog_pid, NULL, 0);
      end_child (victim);
      live_close (&live);
      return;
    }

  g_assert_cmpint (kill (victim, SIGUSR1), ==, 0);
  start_ns = skein_clock_now_ns ();

  while (skein_clock_now_ns () - start_ns < SKEIN_NS_PER_S)
    {
      wait_and_take (&live);
      ready_ns += get_main (&live, victim)->ready_delta_ns;
    }

  /* Found within a fraction of the second, and credited since. The kernel may let
   * ordinary threads have a little of a core even so. */
  g_test_message ("seen ready for %.0f ms of about 1000", (double) ready_ns / 1e6);
  g_assert_cmpuint (ready_ns, >, 150 * SKEIN_NS_PER_MS);

  g_assert_cmpint (waitpid (hog_pid, NULL, 0), ==, hog_pid);

  for (int i = 0; i < 20; i++)
    {
      wait_and_take (&live);
      ready_ns += get_main (&live, victim)->ready_delta_ns;
    }

  kernel_ns = get_main (&live, victim)->ready_ns - before_ns;
  g_test_message ("kernel: %.1f ms, given to intervals: %.1f ms", (double) kernel_ns / 1e6, (double) ready_ns / 1e6);
  g_assert_cmpuint (ready_ns, ==, kernel_ns);
  end_child (victim);
  live_close (&live);
}

/* With next to no descriptors everything is still there. */
static void
test_few_descriptors (void)
{
  struct rlimit before, few;
  pid_t pid = start_child (sleep_for_ever);
  Live live = { NULL };

  live_open (&live);
  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &before), ==, 0);
  few = before;
  few.rlim_cur = 16;
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &few), ==, 0);

  for (int i = 0; i < 5; i++)
    {
      wait_and_take (&live);
      g_assert_true (is_there (&live, pid));
      g_assert_cmpuint (live.now->n_processes, >, 1);
    }

  live_close (&live);
  live_open (&live);
  take (&live);
  g_assert_true (is_there (&live, pid));
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &before), ==, 0);
  end_child (pid);
  live_close (&live);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  if (!skein_test_become_user ())
    return 0;

  g_test_add_func ("/changes/from-outside", test_from_outside);
  g_test_add_func ("/changes/rename", test_rename);
  g_test_add_func ("/changes/exec", test_exec);
  g_test_add_func ("/changes/dead-leader", test_dead_leader);
  g_test_add_func ("/changes/storm", test_storm);
  g_test_add_func ("/changes/reused-pid", test_reused_pid);
  g_test_add_func ("/changes/few-descriptors", test_few_descriptors);
  g_test_add_func ("/changes/ready", test_ready);

  return g_test_run ();
}
