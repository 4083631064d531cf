/* test-schedstat.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "proc/schedstat.h"

#include "fixture.h"

#include <string.h>
#include <unistd.h>

typedef struct
{
  const char    *name;
  const char    *text;
  int            result;
  SkeinSchedstat stat;
} Case;

static const Case cases[] = {
  { "empty", "", -EBADMSG, { 0, 0, 0 } },
  { "nonsense", "no such thing\n", -EBADMSG, { 0, 0, 0 } },
  { "cut-short", "93388 68742", -EBADMSG, { 0, 0, 0 } },
  { "two-lines", "93388\n68742\n2\n", -EBADMSG, { 0, 0, 0 } },
  { "negative", "-1 2 3\n", -EBADMSG, { 0, 0, 0 } },
  { "too-large", "18446744073709551616 0 0\n", -EBADMSG, { 0, 0, 0 } },
  { "usual", "93388 68742 2\n", 0, { 93388, 68742, 2 } },
  { "no-newline", "1 2 3", 0, { 1, 2, 3 } },
  { "largest", "18446744073709551615 0 0\n", 0, { UINT64_MAX, 0, 0 } },
  { "more-fields", "1 2 3 4\n", 0, { 1, 2, 3 } },
};

static void
test_parse (gconstpointer data)
{
  const Case *c = data;
  g_autofree char *exact = dup_exactly (c->text, strlen (c->text));
  SkeinSchedstat stat = { 7, 7, 7 };

  g_assert_cmpint (skein_schedstat_parse (exact, strlen (c->text), &stat), ==, c->result);

  if (c->result == 0)
    g_assert_cmpmem (&stat, sizeof stat, &c->stat, sizeof c->stat);
  else
    g_assert_cmpuint (stat.run_ns, ==, 7); /* left alone */
}

static void
test_captured (void)
{
  skein_autofd int fd = open_fixture ("threads");
  SkeinSchedstat stat;

  g_assert_cmpint (skein_schedstat_read_at (fd, "52/task/54/schedstat", &stat), ==, 0);
  g_assert_cmpuint (stat.run_ns, ==, 61427);
  g_assert_cmpuint (stat.wait_ns, ==, 0);
  g_assert_cmpuint (stat.slices, ==, 1);
}

static void
test_self (void)
{
  skein_autofd int fd = open_proc ();
  SkeinSchedstat stat;

  if (faccessat (fd, "thread-self/schedstat", R_OK, 0) != 0)
    {
      g_test_skip ("this kernel keeps no schedstat");
      return;
    }

  /* What ran until now is counted when it stops. */
  g_usleep (1000);
  g_assert_cmpint (skein_schedstat_read_at (fd, "thread-self/schedstat", &stat), ==, 0);
  g_assert_cmpuint (stat.run_ns, >, 0);
  g_assert_cmpuint (stat.slices, >, 0);
}

static void
test_gone (void)
{
  skein_autofd int fd = open_fixture ("vanished");
  SkeinSchedstat stat = { 7, 7, 7 };

  g_assert_cmpint (skein_schedstat_read_at (fd, "52/task/54/schedstat", &stat), ==, -ESRCH);
  g_assert_cmpuint (stat.run_ns, ==, 7);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add_cases ("/schedstat/parse", cases, test_parse);
  g_test_add_func ("/schedstat/captured", test_captured);
  g_test_add_func ("/schedstat/self", test_self);
  g_test_add_func ("/schedstat/gone", test_gone);

  return g_test_run ();
}
