/* test-cmdline.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "proc/cmdline.h"

#include "fixture.h"

#include <string.h>

typedef struct
{
  const char *name;
  const char *text;
  size_t      length;
  const char *cmdline;
} Case;

#define TEXT(text) text, sizeof text - 1

static const Case cases[] = {
  { "empty", TEXT (""), "" },
  { "only-zeros", TEXT ("\0\0\0"), "" },
  { "one", TEXT ("/bin/true\0"), "/bin/true" },
  { "two", TEXT ("ls\0-l\0"), "ls -l" },
  { "empty-argument", TEXT ("ls\0\0-l\0"), "ls  -l" },
  { "title", TEXT ("sshd: somebody [priv]\0\0\0\0\0\0"), "sshd: somebody [priv]" },
  { "not-terminated", TEXT ("nginx: master process"), "nginx: master process" },
  { "bytes", TEXT ("\xff\n\0\x1b[31m\0"), "\xff\n \x1b[31m" },
};

static void
test_parse (gconstpointer data)
{
  const Case *c = data;
  g_autofree char *exact = dup_exactly (c->text, c->length);
  g_autoptr (GString) cmdline = g_string_new ("what was there before");

  g_assert_cmpint (skein_cmdline_parse (exact, c->length, cmdline), ==, 0);
  g_assert_cmpstr (cmdline->str, ==, c->cmdline);
  g_assert_cmpuint (cmdline->len, ==, strlen (c->cmdline));
}

static void
test_bound (void)
{
  g_autofree char *text = g_strnfill (3 * SKEIN_CMDLINE_MAX, 'a');
  g_autoptr (GString) cmdline = g_string_new (NULL);

  g_assert_cmpint (skein_cmdline_parse (text, 3 * SKEIN_CMDLINE_MAX, cmdline), ==, 0);
  g_assert_cmpuint (cmdline->len, ==, SKEIN_CMDLINE_MAX);
}

static void
test_captured (void)
{
  skein_autofd int long_fd = open_fixture ("long-cmdline");
  skein_autofd int threads_fd = open_fixture ("threads");
  skein_autofd int kernel_fd = open_fixture ("kernel-threads");
  skein_autofd int zombie_fd = open_fixture ("zombie");
  g_autoptr (GString) cmdline = g_string_new (NULL);

  g_assert_cmpint (skein_cmdline_read_at (threads_fd, "52/cmdline", cmdline), ==, 0);
  g_assert_cmpstr (cmdline->str, ==, "./subject --of five   last one");
  g_assert_cmpint (skein_cmdline_read_at (long_fd, "69/cmdline", cmdline), ==, 0);
  g_assert_cmpuint (cmdline->len, ==, SKEIN_CMDLINE_MAX);
  g_assert_true (g_str_has_prefix (cmdline->str, "./subject a-long-argument-0000 a-long-argument-0001 "));
  g_assert_cmpint (skein_cmdline_read_at (kernel_fd, "2/cmdline", cmdline), ==, 0);
  g_assert_cmpstr (cmdline->str, ==, "");
  g_assert_cmpint (skein_cmdline_read_at (zombie_fd, "59/cmdline", cmdline), ==, 0);
  g_assert_cmpstr (cmdline->str, ==, "");
}

static void
test_gone (void)
{
  skein_autofd int fd = open_fixture ("vanished");
  g_autoptr (GString) cmdline = g_string_new ("left alone");

  g_assert_cmpint (skein_cmdline_read_at (fd, "70/cmdline", cmdline), ==, -ESRCH);
  g_assert_cmpstr (cmdline->str, ==, "left alone");
}

static void
test_self (void)
{
  skein_autofd int fd = open_proc ();
  g_autoptr (GString) cmdline = g_string_new (NULL);

  g_assert_cmpint (skein_cmdline_read_at (fd, "self/cmdline", cmdline), ==, 0);
  g_assert_nonnull (strstr (cmdline->str, "test-proc-cmdline"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add_cases ("/cmdline/parse", cases, test_parse);
  g_test_add_func ("/cmdline/bound", test_bound);
  g_test_add_func ("/cmdline/captured", test_captured);
  g_test_add_func ("/cmdline/gone", test_gone);
  g_test_add_func ("/cmdline/self", test_self);

  return g_test_run ();
}
