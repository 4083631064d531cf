/* test-sched.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "proc/sched.h"

#include "fixture.h"

#include <sched.h>
#include <string.h>

#define HEADING "bash (1, #threads: 1)\n" RULE
#define RULE "-------------------------------------------------------------------\n"
#define RUN "se.sum_exec_runtime                          :             1.141530\n"
#define OTHERS "se.nr_migrations  :  1\n" \
               "nr_switches  :  2\n" \
               "nr_voluntary_switches  :  3\n" \
               "nr_involuntary_switches  :  4\n" \
               "policy  :  5\n" \
               "prio  :  -1\n"

typedef struct
{
  const char *name;
  const char *text;
  int         result;
  uint64_t    run_ns;
} Case;

static const Case cases[] = {
  { "empty", "", -EBADMSG, 0 },
  { "nonsense", "no such thing\n", -EBADMSG, 0 },
  { "no-heading", RUN OTHERS, -EBADMSG, 0 },
  { "only-heading", HEADING, -EBADMSG, 0 },
  { "cut-short", HEADING RUN "nr_switches : 2\n", -EBADMSG, 0 },
  { "no-runtime", HEADING OTHERS, -EBADMSG, 0 },
  { "no-decimals", HEADING "se.sum_exec_runtime : 1\n" OTHERS, -EBADMSG, 0 },
  { "few-decimals", HEADING "se.sum_exec_runtime : 1.5\n" OTHERS, -EBADMSG, 0 },
  { "blank-decimals", HEADING "se.sum_exec_runtime : 1.  1234\n" OTHERS, -EBADMSG, 0 },
  { "many-decimals", HEADING "se.sum_exec_runtime : 1.0000005\n" OTHERS, -EBADMSG, 0 },
  { "too-large", HEADING "se.sum_exec_runtime : 18446744073710.000000\n" OTHERS, -EBADMSG, 0 },
  { "word-for-number", HEADING RUN "se.nr_migrations : many\n", -EBADMSG, 0 },
  { "duplicate", HEADING RUN OTHERS "prio : -1\n", -EBADMSG, 0 },
  { "duplicate-runtime", HEADING RUN RUN OTHERS, -EBADMSG, 0 },
  { "good", HEADING RUN OTHERS, 0, 1141530 },
  { "largest", HEADING "se.sum_exec_runtime : 18446744073709.551615\n" OTHERS, 0, UINT64_MAX },
  { "more-lines", HEADING "se.new : 1\n\ncurrent_node=0\n" RUN OTHERS "a->b : -1\nprior : 7\n", 0, 1141530 },
  { "name-like-a-line", "\nprio : 7\n (1, #threads: 1)\n" RULE RUN OTHERS, 0, 1141530 },
  { "name-like-a-rule", "\n-------------\n (1, #threads: 1)\n" RULE RUN OTHERS, 0, 1141530 },
};

static void
test_parse (gconstpointer data)
{
  const Case *c = data;
  g_autofree char *exact = dup_exactly (c->text, strlen (c->text));
  SkeinSched sched = { .run_ns = 7 };

  g_assert_cmpint (skein_sched_parse (exact, strlen (c->text), &sched), ==, c->result);

  if (c->result != 0)
    {
      g_assert_cmpuint (sched.run_ns, ==, 7); /* left alone */
      return;
    }

  g_assert_cmpuint (sched.run_ns, ==, c->run_ns);
  g_assert_cmpuint (sched.n_migrations, ==, 1);
  g_assert_cmpuint (sched.n_switches, ==, 2);
  g_assert_cmpuint (sched.n_voluntary, ==, 3);
  g_assert_cmpuint (sched.n_involuntary, ==, 4);
  g_assert_cmpuint (sched.policy, ==, 5);
  g_assert_cmpint (sched.priority, ==, -1);
}

typedef struct
{
  const char *name; /* of the test */
  const char *fixture;
  const char *path;
  unsigned    policy;
  int         priority;
} Captured;

static const Captured captured[] = {
  { "newline", "names", "44/sched", SCHED_OTHER, 120 },
  { "not-utf8", "names", "45/sched", SCHED_OTHER, 120 },
  { "pretender", "names", "47/sched", SCHED_OTHER, 120 },
  { "no-name", "names", "48/sched", SCHED_OTHER, 120 },
  { "thread", "threads", "52/task/57/sched", SCHED_OTHER, 120 },
  { "zombie", "zombie", "59/sched", SCHED_OTHER, 120 },
  { "fifo", "policies", "60/sched", SCHED_FIFO, 49 },
  { "nice", "policies", "61/sched", SCHED_OTHER, 135 },
  { "batch", "policies", "62/sched", SCHED_BATCH, 120 },
  { "deadline", "policies", "63/sched", SCHED_DEADLINE, -1 },
  { "kernel-thread", "kernel-threads", "18/sched", SCHED_FIFO, 0 },
};

static void
test_captured (gconstpointer data)
{
  const Captured *c = data;
  skein_autofd int fd = open_fixture (c->fixture);
  SkeinSched sched;

  g_assert_cmpint (skein_sched_read_at (fd, c->path, &sched), ==, 0);
  g_assert_cmpuint (sched.policy, ==, c->policy);
  g_assert_cmpint (sched.priority, ==, c->priority);
  g_assert_cmpuint (sched.n_switches, ==, sched.n_voluntary + sched.n_involuntary);
}

static void
test_gone (void)
{
  skein_autofd int fd = open_fixture ("vanished");
  SkeinSched sched;

  g_assert_cmpint (skein_sched_read_at (fd, "70/sched", &sched), ==, -ESRCH);
}

static void
test_self (void)
{
  skein_autofd int fd = open_proc ();
  SkeinSched sched;

  if (faccessat (fd, "thread-self/sched", R_OK, 0) != 0)
    {
      g_test_skip ("this kernel keeps no sched");
      return;
    }

  g_assert_cmpint (skein_sched_read_at (fd, "thread-self/sched", &sched), ==, 0);
  g_assert_cmpint ((int) sched.policy, ==, sched_getscheduler (0));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add_cases ("/sched/parse", cases, test_parse);
  add_cases ("/sched/captured", captured, test_captured);
  g_test_add_func ("/sched/gone", test_gone);
  g_test_add_func ("/sched/self", test_self);

  return g_test_run ();
}
