/* test-loadavg.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "proc/loadavg.h"

#include "fixture.h"

#include <string.h>

typedef struct
{
  const char  *name;
  const char  *text;
  int          result;
  SkeinLoadavg loadavg;
} Case;

static const Case cases[] = {
  { "empty", "", -EBADMSG, { 0 } },
  { "nonsense", "no such thing\n", -EBADMSG, { 0 } },
  { "cut-in-average", "0.08 0.1", -EBADMSG, { 0 } },
  { "cut-before-pid", "0.08 0.18 0.08 1/103", -EBADMSG, { 0 } },
  { "no-slash", "0.08 0.18 0.08 1 103 51\n", -EBADMSG, { 0 } },
  { "comma", "0,08 0,18 0,08 1/103 51\n", -EBADMSG, { 0 } },
  { "one-decimal", "0.8 0.18 0.08 1/103 51\n", -EBADMSG, { 0 } },
  { "space-for-decimal", "0. 8 0.18 0.08 1/103 51\n", -EBADMSG, { 0 } },
  { "usual", "0.08 0.18 12.34 1/103 51\n", 0, { 0.08, 0.18, 12.34, 1, 103, 51 } },
  { "no-newline", "0.08 0.18 12.34 1/103 51", 0, { 0.08, 0.18, 12.34, 1, 103, 51 } },
  { "large", "9.99 2000.00 0.00 4294967295/9 4194304\n", 0, { 9.99, 2000, 0, UINT32_MAX, 9, 4194304 } },
  { "too-large", "9.99 2000.00 0.00 4294967296/9 4194304\n", -EBADMSG, { 0 } },
  { "more-fields", "0.08 0.18 12.34 1/103 51 6 7\n", 0, { 0.08, 0.18, 12.34, 1, 103, 51 } },
};

static void
test_parse (gconstpointer data)
{
  const Case *c = data;
  g_autofree char *exact = dup_exactly (c->text, strlen (c->text));
  SkeinLoadavg loadavg = { .last_pid = 7 };

  g_assert_cmpint (skein_loadavg_parse (exact, strlen (c->text), &loadavg), ==, c->result);

  if (c->result != 0)
    {
      g_assert_cmpint (loadavg.last_pid, ==, 7); /* left alone */
      return;
    }

  g_assert_cmpfloat_with_epsilon (loadavg.load_1, c->loadavg.load_1, 1e-9);
  g_assert_cmpfloat_with_epsilon (loadavg.load_5, c->loadavg.load_5, 1e-9);
  g_assert_cmpfloat_with_epsilon (loadavg.load_15, c->loadavg.load_15, 1e-9);
  g_assert_cmpuint (loadavg.n_running, ==, c->loadavg.n_running);
  g_assert_cmpuint (loadavg.n_total, ==, c->loadavg.n_total);
  g_assert_cmpint (loadavg.last_pid, ==, c->loadavg.last_pid);
}

static void
test_captured (void)
{
  skein_autofd int fd = open_fixture ("names");
  SkeinLoadavg loadavg;

  g_assert_cmpint (skein_loadavg_read_at (fd, "loadavg", &loadavg), ==, 0);
  g_assert_cmpint (loadavg.last_pid, ==, 51);
  g_assert_cmpint (skein_loadavg_read_at (fd, "no-such-file", &loadavg), ==, -ESRCH);
}

static void
test_real (void)
{
  skein_autofd int fd = open_proc ();
  SkeinLoadavg loadavg;

  g_assert_cmpint (skein_loadavg_read_at (fd, "loadavg", &loadavg), ==, 0);
  g_assert_cmpuint (loadavg.n_running, >=, 1);
  g_assert_cmpuint (loadavg.n_total, >=, loadavg.n_running);
  g_assert_cmpint (loadavg.last_pid, >=, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add_cases ("/loadavg/parse", cases, test_parse);
  g_test_add_func ("/loadavg/captured", test_captured);
  g_test_add_func ("/loadavg/real", test_real);

  return g_test_run ();
}
