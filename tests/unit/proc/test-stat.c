/* test-stat.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "proc/stat.h"

#include "fixture.h"

#include <sched.h>
#include <string.h>
#include <unistd.h>

/* Fields 4 to 41, each of them a number of its own. */
#define REST " 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30" \
             " 31 32 33 34 35 36 37 38 39 40 41"

typedef struct
{
  const char *name;
  const char *text;
  const char *comm; /* NULL: not to be understood */
} Case;

static const Case cases[] = {
  { "empty", "", NULL },
  { "newline", "\n", NULL },
  { "nonsense", "no such thing\n", NULL },
  { "no-pid", "(a) S" REST "\n", NULL },
  { "no-parentheses", "1 a S" REST "\n", NULL },
  { "no-opening", "1 a) S" REST "\n", NULL },
  { "no-state", "1 (a)" REST "\n", NULL },
  { "state-is-a-number", "1 (a) 3" REST "\n", NULL },
  { "control-in-field", "1 (a) S 4 5 6 7 8\x01" REST "\n", NULL },
  { "cut-in-name", "1 (a", NULL },
  { "cut-after-name", "1 (a)", NULL },
  { "cut-after-state", "1 (a) S", NULL },
  { "cut-before-policy", "1 (a) S 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 "
                         "29 30 31 32 33 34 35 36 37 38 39 40\n",
    NULL },
  { "word-for-number", "1 (a) S 4 5 6 7 8 nine 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 "
                       "30 31 32 33 34 35 36 37 38 39 40 41\n",
    NULL },
  { "pid-too-large", "2147483648 (a) S" REST "\n", NULL },
  { "good", "1 (a) S" REST "\n", "a" },
  { "good-no-newline", "1 (a) S" REST, "a" },
  { "good-more-fields", "1 (a) S" REST " 42 -43 44 45 46 47 48 49 50 51 52 53 54\n", "a" },
  { "name-empty", "1 () S" REST "\n", "" },
  { "name-closing", "1 (a) R 1 (b) S" REST "\n", "a) R 1 (b" },
  { "name-only-parentheses", "1 (()))) S" REST "\n", "()))" },
  { "name-newline", "1 (one\ntwo) S" REST "\n", "one\ntwo" },
  { "name-line", "1 (a) S 4 5\n1 (b) S" REST "\n", "a) S 4 5\n1 (b" },
  { "name-bytes", "1 (\xff\xfe\x80) S" REST "\n", "\xff\xfe\x80" },
  { "name-63", "1 (aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggg) S" REST "\n",
    "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggg" },
  { "name-64", "1 (aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg) S" REST "\n",
    "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggg" },
};

static void
test_parse (gconstpointer data)
{
  const Case *c = data;
  g_autofree char *exact = dup_exactly (c->text, strlen (c->text));
  SkeinStat stat = { .pid = 7, .comm = "untouched" };
  int result = skein_stat_parse (exact, strlen (c->text), &stat);

  if (c->comm == NULL)
    {
      g_assert_cmpint (result, ==, -EBADMSG);
      g_assert_cmpint (stat.pid, ==, 7);
      g_assert_cmpstr (stat.comm, ==, "untouched");
      return;
    }

  g_assert_cmpint (result, ==, 0);
  g_assert_cmpstr (stat.comm, ==, c->comm);
  g_assert_cmpint (stat.state, ==, 'S');
  g_assert_cmpint (stat.pid, ==, 1);
  g_assert_cmpuint (stat.policy, ==, 41);
}

static void
test_fields (void)
{
  const char *text = "1 (a) S" REST "\n";
  SkeinStat stat;

  g_assert_cmpint (skein_stat_parse (text, strlen (text), &stat), ==, 0);

  g_assert_cmpint (stat.ppid, ==, 4);
  g_assert_cmpint (stat.pgrp, ==, 5);
  g_assert_cmpint (stat.session, ==, 6);
  g_assert_cmpint (stat.tty, ==, 7);
  g_assert_cmpuint (stat.flags, ==, 9);
  g_assert_cmpuint (stat.minor_faults, ==, 10);
  g_assert_cmpuint (stat.major_faults, ==, 12);
  g_assert_cmpuint (stat.utime_ticks, ==, 14);
  g_assert_cmpuint (stat.stime_ticks, ==, 15);
  g_assert_cmpint (stat.priority, ==, 18);
  g_assert_cmpint (stat.nice, ==, 19);
  g_assert_cmpuint (stat.n_threads, ==, 20);
  g_assert_cmpuint (stat.start_ticks, ==, 22);
  g_assert_cmpuint (stat.vsize, ==, 23);
  g_assert_cmpuint (stat.rss_pages, ==, 24);
  g_assert_cmpint (stat.processor, ==, 39);
  g_assert_cmpuint (stat.rt_priority, ==, 40);
  g_assert_cmpuint (stat.policy, ==, 41);
}

/* No beginning of a line is taken for the whole. */
static void
test_every_cut (void)
{
  const char *text = "1 (a) S 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 "
                     "31 32 33 34 35 36 37 38 39 40 ";

  for (size_t length = 0; length <= strlen (text); length++)
    {
      g_autofree char *exact = dup_exactly (text, length);
      SkeinStat stat;

      g_assert_cmpint (skein_stat_parse (exact, length, &stat), ==, -EBADMSG);
    }
}

typedef struct
{
  const char *name; /* of the test */
  const char *fixture;
  const char *path;
  const char *comm;
  char        state;
  int         priority;
  int         nice;
  unsigned    n_threads;
  unsigned    rt_priority;
  unsigned    policy;
  bool        is_kernel_thread;
} Captured;

static const Captured captured[] = {
  { "closing", "names", "42/stat", "a) R 1 (b", 'S', 20, 0, 1, 0, SCHED_OTHER, false },
  { "spaces", "names", "43/stat", "two  words ", 'S', 20, 0, 1, 0, SCHED_OTHER, false },
  { "newline", "names", "44/stat", "one\ntwo", 'S', 20, 0, 1, 0, SCHED_OTHER, false },
  { "not-utf8", "names", "45/stat", "\xff\xfe caf\xe9 \x80", 'S', 20, 0, 1, 0, SCHED_OTHER, false },
  { "backslash", "names", "46/stat", "back\\nslash\\", 'S', 20, 0, 1, 0, SCHED_OTHER, false },
  { "no-name", "names", "48/stat", "", 'S', 20, 0, 1, 0, SCHED_OTHER, false },
  { "zombie-name", "names", "49/stat", ") Z 1 1 1 1 1", 'S', 20, 0, 1, 0, SCHED_OTHER, false },
  { "escapes", "names", "50/stat", "esc\x1b[31m\t\x07", 'S', 20, 0, 1, 0, SCHED_OTHER, false },
  { "running", "threads", "52/task/57/stat", "spin", 'R', 20, 0, 7, 0, SCHED_OTHER, false },
  { "stopped", "stopped", "52/stat", "busy-house", 'T', 20, 0, 7, 0, SCHED_OTHER, false },
  { "zombie", "zombie", "59/stat", "ended", 'Z', 20, 0, 1, 0, SCHED_OTHER, false },
  { "fifo", "policies", "60/stat", "fifo", 'S', -51, 0, 1, 50, SCHED_FIFO, false },
  { "nice", "policies", "61/stat", "nice", 'S', 35, 15, 1, 0, SCHED_OTHER, false },
  { "batch", "policies", "62/stat", "batch", 'S', 20, 0, 1, 0, SCHED_BATCH, false },
  { "deadline", "policies", "63/stat", "deadline", 'S', -101, 0, 1, 0, SCHED_DEADLINE, false },
  { "kthreadd", "kernel-threads", "2/stat", "kthreadd", 'S', 20, 0, 1, 0, SCHED_OTHER, true },
  { "migration", "kernel-threads", "18/stat", "migration/0", 'S', -100, 0, 1, 99, SCHED_FIFO, true },
  { "long-worker", "kernel-threads", "33/stat",
    "kworker/u1024:17+a_queue_of_a_driver_with_a_very_long_name_here", 'I', 20, 0, 1, 0, SCHED_OTHER, true },
};

static void
test_captured (gconstpointer data)
{
  const Captured *c = data;
  skein_autofd int fd = open_fixture (c->fixture);
  SkeinStat stat;

  g_assert_cmpint (skein_stat_read_at (fd, c->path, &stat), ==, 0);
  g_assert_cmpstr (stat.comm, ==, c->comm);
  g_assert_cmpint (stat.state, ==, c->state);
  g_assert_cmpint (stat.priority, ==, c->priority);
  g_assert_cmpint (stat.nice, ==, c->nice);
  g_assert_cmpuint (stat.n_threads, ==, c->n_threads);
  g_assert_cmpuint (stat.rt_priority, ==, c->rt_priority);
  g_assert_cmpuint (stat.policy, ==, c->policy);
  g_assert_cmpint ((stat.flags & SKEIN_STAT_KTHREAD) != 0, ==, c->is_kernel_thread);
}

static void
test_gone (void)
{
  skein_autofd int fd = open_fixture ("vanished");
  SkeinStat stat = { .pid = 7 };

  g_assert_cmpint (skein_stat_read_at (fd, "52/task/53/stat", &stat), ==, 0);
  stat.pid = 7;
  g_assert_cmpint (skein_stat_read_at (fd, "52/task/54/stat", &stat), ==, -ESRCH);
  g_assert_cmpint (skein_stat_read_at (fd, "70/stat", &stat), ==, -ESRCH);
  g_assert_cmpint (skein_stat_read_at (fd, "71/stat", &stat), ==, -ESRCH);
  g_assert_cmpint (stat.pid, ==, 7);
}

static void
test_self (void)
{
  skein_autofd int fd = open_proc ();
  SkeinStat stat;

  g_assert_cmpint (skein_stat_read_at (fd, "self/stat", &stat), ==, 0);
  g_assert_cmpint (stat.pid, ==, getpid ());
  g_assert_cmpint (stat.ppid, ==, getppid ());
  g_assert_cmpint (stat.pgrp, ==, getpgrp ());
  g_assert_cmpint (stat.session, ==, getsid (0));
  g_assert_cmpint (stat.state, ==, 'R');
  g_assert_cmpuint (stat.n_threads, >=, 1);
  g_assert_cmpuint (stat.rss_pages, >, 0);
  g_assert_cmpuint (stat.vsize, >, stat.rss_pages);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add_cases ("/stat/parse", cases, test_parse);
  g_test_add_func ("/stat/fields", test_fields);
  g_test_add_func ("/stat/every-cut", test_every_cut);
  add_cases ("/stat/captured", captured, test_captured);
  g_test_add_func ("/stat/gone", test_gone);
  g_test_add_func ("/stat/self", test_self);

  return g_test_run ();
}
