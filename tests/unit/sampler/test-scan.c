/* test-scan.c - samples of a small /proc that is changed in between
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tree.h"

#define MS UINT64_C (1000000)

static const Task shell = { 100, 100, 1, "shell", 'S', 0, 50, 5 * MS, MS, 10 };
static const Task worker = { 200, 200, 100, "worker", 'S', 0, 60, 7 * MS, MS, 20 };
static const Task helper = { 200, 201, 100, "helper", 'S', 0, 61, 3 * MS, MS, 30 };

typedef struct
{
  Tree           tree;
  SkeinScan     *scan;
  SkeinSnapshot *before;
  SkeinSnapshot *now;
} Fixture;

static void
take (Fixture *fixture)
{
  /* Long enough for whatever the tests let a thread run. */
  g_usleep (30000);
  g_clear_pointer (&fixture->before, skein_snapshot_unref);
  fixture->before = g_steal_pointer (&fixture->now);
  fixture->now = skein_scan_take (fixture->scan);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  tree_open (&fixture->tree);
  tree_set (&fixture->tree, &shell);
  tree_set (&fixture->tree, &worker);
  tree_set (&fixture->tree, &helper);
  fixture->scan = skein_scan_new (fixture->tree.fd);
  take (fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_pointer (&fixture->before, skein_snapshot_unref);
  g_clear_pointer (&fixture->now, skein_snapshot_unref);
  skein_scan_free (fixture->scan);
  tree_close (&fixture->tree);
}

/* For what has to be there. */
static const SkeinProcess *
get_process (const SkeinSnapshot *snapshot,
             pid_t                pid)
{
  const SkeinProcess *process = skein_snapshot_find_process (snapshot, pid);

  if (process == NULL)
    g_error ("process %d is missing", (int) pid);

  return process;
}

static const SkeinThread *
get (const SkeinSnapshot *snapshot,
     pid_t                pid,
     pid_t                tid)
{
  const SkeinThread *thread = skein_process_find_thread (get_process (snapshot, pid), tid);

  if (thread == NULL)
    g_error ("thread %d is missing", (int) tid);

  return thread;
}

/* What was run before anybody looked belongs to no interval. */
static void
test_first (Fixture       *fixture,
            gconstpointer  data)
{
  const SkeinProcess *process = get_process (fixture->now, 200);

  g_assert_cmpint (fixture->now->interval_ns, ==, 0);
  g_assert_cmpuint (fixture->now->n_processes, ==, 2);
  g_assert_cmpuint (fixture->now->n_threads, ==, 3);
  g_assert_cmpuint (fixture->now->n_cores, ==, 2);
  g_assert_cmpuint (process->n_threads, ==, 2);
  g_assert_cmpuint (process->run_ns, ==, 10 * MS);
  g_assert_cmpuint (process->run_delta_ns, ==, 0);
  g_assert_cmpstr (process->name, ==, "worker");
  g_assert_cmpint (process->ppid, ==, 100);
  g_assert_cmpuint (process->start_ticks, ==, 60);
  g_assert_cmpuint (get (fixture->now, 200, 201)->slices, ==, 30);
  g_assert_false (process->is_new);
}

/* One that ran has a new record; two samples later it is as quiet as the others. */
static void
test_sharing (Fixture       *fixture,
              gconstpointer  data)
{
  Task busy = helper;

  take (fixture);
  g_assert_cmpint (fixture->now->interval_ns, >, 0);
  g_assert_true (fixture->before->processes[0] == fixture->now->processes[0]);
  g_assert_true (fixture->before->processes[1] == fixture->now->processes[1]);

  busy.run_ns += 4 * MS;
  busy.ready_ns += MS;
  busy.slices++;
  tree_set (&fixture->tree, &busy);
  take (fixture);
  g_assert_true (fixture->before->processes[0] == fixture->now->processes[0]);
  g_assert_true (fixture->before->processes[1] != fixture->now->processes[1]);
  g_assert_cmpuint (get (fixture->now, 200, 201)->run_delta_ns, ==, 4 * MS);
  g_assert_cmpuint (get (fixture->now, 200, 201)->ready_delta_ns, ==, MS);
  g_assert_cmpuint (get (fixture->now, 200, 200)->run_delta_ns, ==, 0);
  g_assert_cmpuint (fixture->now->processes[1]->run_delta_ns, ==, 4 * MS);
  g_assert_cmpuint (fixture->now->processes[1]->ready_delta_ns, ==, MS);

  take (fixture);
  g_assert_true (fixture->before->processes[1] != fixture->now->processes[1]);
  g_assert_cmpuint (fixture->now->processes[1]->run_delta_ns, ==, 0);
  g_assert_cmpuint (get (fixture->now, 200, 201)->run_delta_ns, ==, 0);

  take (fixture);
  g_assert_true (fixture->before->processes[1] == fixture->now->processes[1]);
}

/* No thread runs longer than the interval; what comes late is not lost. */
static void
test_tick_noise (Fixture       *fixture,
                 gconstpointer  data)
{
  Task busy = shell;
  uint64_t sum = 0;

  take (fixture);
  busy.run_ns += 90 * MS;
  tree_set (&fixture->tree, &busy);

  for (int i = 0; i < 10; i++)
    {
      const SkeinThread *thread;

      take (fixture);
      thread = get (fixture->now, 100, 100);
      g_assert_cmpuint (thread->run_delta_ns, <=, (uint64_t) fixture->now->interval_ns);
      sum += thread->run_delta_ns;
    }

  g_assert_cmpuint (sum, ==, 90 * MS);
}

static void
test_birth (Fixture       *fixture,
            gconstpointer  data)
{
  Task young = { 300, 300, 100, "young", 'R', 0, 0, 2 * MS, MS, 3 };
  Task stranger = { 301, 301, 100, "stranger", 'S', 0, 70, 9 * MS, MS, 3 };
  Task thread = { 200, 202, 100, "thread", 'S', 0, 0, MS, 0, 1 };

  take (fixture);
  young.start_ticks = thread.start_ticks = get_ticks_now ();
  tree_set (&fixture->tree, &young);
  tree_set (&fixture->tree, &stranger);
  tree_set (&fixture->tree, &thread);
  take (fixture);

  /* What started in the interval ran all it has run in it. */
  g_assert_true (get_process (fixture->now, 300)->is_new);
  g_assert_cmpuint (get_process (fixture->now, 300)->run_delta_ns, ==, 2 * MS);
  g_assert_cmpuint (get (fixture->now, 300, 300)->run_delta_ns, ==, 2 * MS);
  g_assert_true (get (fixture->now, 300, 300)->is_new);
  g_assert_true (get (fixture->now, 200, 202)->is_new);
  g_assert_cmpuint (get (fixture->now, 200, 202)->run_delta_ns, ==, MS);

  /* What is only seen for the first time did not. */
  g_assert_false (get_process (fixture->now, 301)->is_new);
  g_assert_cmpuint (get_process (fixture->now, 301)->run_delta_ns, ==, 0);
  g_assert_cmpuint (get (fixture->now, 301, 301)->run_delta_ns, ==, 0);

  take (fixture);
  g_assert_false (get_process (fixture->now, 300)->is_new);
  g_assert_false (get (fixture->now, 200, 202)->is_new);
}

static void
test_death (Fixture       *fixture,
            gconstpointer  data)
{
  take (fixture);
  tree_end_thread (&fixture->tree, 200, 201);
  take (fixture);
  g_assert_null (skein_process_find_thread (get_process (fixture->now, 200), 201));
  g_assert_cmpuint (get_process (fixture->now, 200)->n_threads, ==, 1);

  /* The process keeps what its ended thread ran. */
  g_assert_cmpuint (get_process (fixture->now, 200)->run_ns, ==, 10 * MS);
  g_assert_cmpuint (get_process (fixture->now, 200)->run_delta_ns, ==, 0);

  tree_end_process (&fixture->tree, 200);
  take (fixture);
  g_assert_null (skein_snapshot_find_process (fixture->now, 200));
  g_assert_cmpuint (fixture->now->n_processes, ==, 1);
}

static void
test_reused_pid (Fixture       *fixture,
                 gconstpointer  data)
{
  Task other = { 200, 200, 1, "other", 'S', 0, 900, 50 * MS, MS, 3 };
  SkeinTaskKey key = { 200, 200, 60 };

  take (fixture);
  g_assert_nonnull (skein_snapshot_find_key (fixture->now, &key));
  tree_end_process (&fixture->tree, 200);
  tree_set (&fixture->tree, &other);
  take (fixture);
  g_assert_null (skein_snapshot_find_key (fixture->now, &key));
  g_assert_cmpstr (get_process (fixture->now, 200)->name, ==, "other");
  g_assert_cmpuint (get_process (fixture->now, 200)->start_ticks, ==, 900);
  g_assert_cmpuint (get_process (fixture->now, 200)->run_delta_ns, ==, 0);
  g_assert_cmpuint (get_process (fixture->now, 200)->n_threads, ==, 1);
}

static void
test_reused_tid (Fixture       *fixture,
                 gconstpointer  data)
{
  Task other = helper;

  take (fixture);
  other.name = "other";
  other.start_ticks = 900;
  other.run_ns = 60 * MS;
  tree_set (&fixture->tree, &other);
  take (fixture);
  g_assert_cmpuint (get (fixture->now, 200, 201)->start_ticks, ==, 900);
  g_assert_cmpuint (get (fixture->now, 200, 201)->run_delta_ns, ==, 0);
  g_assert_cmpstr (get (fixture->now, 200, 201)->name, ==, "other");
}

/* Changes that need no CPU time show as well. */
static void
test_letter_and_nice (Fixture       *fixture,
                      gconstpointer  data)
{
  Task stopped = shell;

  take (fixture);
  stopped.letter = 'T';
  stopped.nice = 7;
  stopped.ppid = 7;
  tree_set (&fixture->tree, &stopped);
  take (fixture);
  g_assert_cmpint (get (fixture->now, 100, 100)->letter, ==, 'T');
  g_assert_cmpint (get (fixture->now, 100, 100)->nice, ==, 7);
  g_assert_cmpint (get_process (fixture->now, 100)->letter, ==, 'T');
  g_assert_cmpint (get_process (fixture->now, 100)->ppid, ==, 7);
  g_assert_true (fixture->before->processes[0] != fixture->now->processes[0]);
}

/* Ready, and never given a core: the kernel counts nothing, we do. */
static void
test_starving (Fixture       *fixture,
               gconstpointer  data)
{
  Task starving = shell;
  uint64_t ready_ns = 0;
  uint64_t waited_ns = 0;

  starving.letter = 'R';
  tree_set (&fixture->tree, &starving);
  take (fixture);
  g_assert_cmpuint (get (fixture->now, 100, 100)->ready_delta_ns, ==, 0);

  for (int i = 0; i < 3; i++)
    {
      take (fixture);
      g_assert_cmpuint (get (fixture->now, 100, 100)->ready_delta_ns, ==, (uint64_t) fixture->now->interval_ns);
      g_assert_cmpint (skein_thread_get_state (get (fixture->now, 100, 100)), ==, SKEIN_STATE_READY);
      ready_ns += get (fixture->now, 100, 100)->ready_delta_ns;
    }

  /* The wait ends: the kernel adds all of it at once. */
  waited_ns = ready_ns + 5 * MS;
  starving.ready_ns += waited_ns;
  starving.run_ns += MS;
  starving.slices++;
  starving.letter = 'S';
  tree_set (&fixture->tree, &starving);
  take (fixture);
  ready_ns += get (fixture->now, 100, 100)->ready_delta_ns;
  g_assert_cmpuint (get (fixture->now, 100, 100)->run_delta_ns, ==, MS);
  g_assert_cmpuint (ready_ns, ==, waited_ns);
}

/* Not to be read is not gone: a row stays as it was last seen. */
static void
test_hidden (Fixture       *fixture,
             gconstpointer  data)
{
  Task secret = { 400, 400, 1, "secret", 'S', 0, 70, MS, 0, 1 };
  g_autofree char *known = g_strdup_printf ("%s/100", fixture->tree.path);
  g_autofree char *unknown = g_strdup_printf ("%s/400", fixture->tree.path);

  if (geteuid () == 0)
    {
      g_test_skip ("root may read everything");
      return;
    }

  take (fixture);
  tree_set (&fixture->tree, &secret);
  g_assert_cmpint (chmod (known, 0), ==, 0);
  g_assert_cmpint (chmod (unknown, 0), ==, 0);
  take (fixture);
  g_assert_nonnull (skein_snapshot_find_process (fixture->now, 100));
  g_assert_null (skein_snapshot_find_process (fixture->now, 400));
  g_assert_cmpuint (fixture->now->effort.hidden_processes, ==, 1);
  g_assert_cmpint (chmod (known, 0700), ==, 0);
  g_assert_cmpint (chmod (unknown, 0700), ==, 0);
  take (fixture);
  g_assert_nonnull (skein_snapshot_find_process (fixture->now, 100));
  g_assert_nonnull (skein_snapshot_find_process (fixture->now, 400));
  g_assert_cmpuint (fixture->now->effort.hidden_processes, ==, 0);
}

/* Nonsense in a file is a reason to keep what is known, not to lose the row. */
static void
test_nonsense (Fixture       *fixture,
               gconstpointer  data)
{
  take (fixture);
  tree_write (&fixture->tree, "nonsense", "200/task/200/stat");
  tree_write (&fixture->tree, "", "200/task/200/schedstat");
  tree_write (&fixture->tree, "", "stat");
  take (fixture);
  g_assert_cmpuint (fixture->now->n_threads, ==, 3);
  g_assert_cmpuint (get (fixture->now, 200, 200)->run_ns, ==, 7 * MS);
  g_assert_cmpuint (fixture->now->n_cores, ==, 2);
}

static void
test_pause (Fixture       *fixture,
            gconstpointer  data)
{
  Task busy = shell;

  take (fixture);
  busy.run_ns += 3 * MS;
  busy.ready_ns += 2 * MS;
  tree_set (&fixture->tree, &busy);
  skein_scan_forget_time (fixture->scan);
  take (fixture);
  g_assert_cmpint (fixture->now->interval_ns, ==, 0);
  g_assert_cmpuint (get (fixture->now, 100, 100)->run_ns, ==, 8 * MS);
  g_assert_cmpuint (get (fixture->now, 100, 100)->run_delta_ns, ==, 0);
  g_assert_cmpuint (get_process (fixture->now, 100)->run_delta_ns, ==, 0);
  take (fixture);
  g_assert_cmpint (fixture->now->interval_ns, >, 0);
  g_assert_cmpuint (get (fixture->now, 100, 100)->run_delta_ns, ==, 0);
  g_assert_cmpuint (get (fixture->now, 100, 100)->ready_delta_ns, ==, 0);
}

static void
test_focus (Fixture       *fixture,
            gconstpointer  data)
{
  static const char status[] = "Name:\tworker\nUid:\t0\t0\t0\t0\nGid:\t0\t0\t0\t0\nThreads:\t2\n"
                               "Cpus_allowed_list:\t0-1\nvoluntary_ctxt_switches:\t8\n"
                               "nonvoluntary_ctxt_switches:\t9\n";
  const pid_t pids[] = { 200 };
  const SkeinProcess *process;

  tree_write (&fixture->tree, status, "200/task/200/status");
  tree_write (&fixture->tree, "do_wait", "200/task/200/wchan");
  skein_scan_set_focus (fixture->scan, pids, 1);
  take (fixture);
  process = get_process (fixture->now, 200);
  g_assert_nonnull (process->details);
  g_assert_null (get_process (fixture->now, 100)->details);
  g_assert_cmpuint (process->details[0].voluntary, ==, 8);
  g_assert_cmpuint (process->details[0].preempted, ==, 9);
  g_assert_cmpint (process->details[0].moves, ==, -1);
  g_assert_cmpstr (process->details[0].allowed_cores, ==, "0-1");
  g_assert_cmpstr (process->details[0].wchan, ==, "do_wait");
  g_assert_cmpint (process->details[0].syscall, ==, -2);
  g_assert_cmpint (process->details[0].wait_from_ns, >=, fixture->now->taken_ns);
  g_assert_cmpint (process->details[0].wait_until_ns, >=, process->details[0].wait_from_ns);

  skein_scan_set_focus (fixture->scan, NULL, 0);
  take (fixture);
  g_assert_null (get_process (fixture->now, 200)->details);
}

static void
test_cores (Fixture       *fixture,
            gconstpointer  data)
{
  take (fixture);
  tree_set_cores (&fixture->tree, "cpu1 40 0 10 90 0 0 0 0 0 0\n");
  take (fixture);
  g_assert_cmpuint (fixture->now->n_cores, ==, 2);
  g_assert_false (fixture->now->cores[0].is_online);
  g_assert_cmpuint (fixture->now->cores[0].user_ns, ==, 0);
  g_assert_true (fixture->now->cores[1].is_online);
  g_assert_cmpfloat_with_epsilon (fixture->now->cores[1].busy, 0.75, 0.001);
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *path;
    void      (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "/scan/first", test_first },
    { "/scan/sharing", test_sharing },
    { "/scan/tick-noise", test_tick_noise },
    { "/scan/birth", test_birth },
    { "/scan/death", test_death },
    { "/scan/reused-pid", test_reused_pid },
    { "/scan/reused-tid", test_reused_tid },
    { "/scan/letter-and-nice", test_letter_and_nice },
    { "/scan/starving", test_starving },
    { "/scan/hidden", test_hidden },
    { "/scan/nonsense", test_nonsense },
    { "/scan/pause", test_pause },
    { "/scan/focus", test_focus },
    { "/scan/cores", test_cores },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);

  return g_test_run ();
}
