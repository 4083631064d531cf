/* test-statm.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "proc/statm.h"

#include "fixture.h"

#include <string.h>

typedef struct
{
  const char *name;
  const char *text;
  int         result;
  SkeinStatm  statm;
} Case;

static const Case cases[] = {
  { "empty", "", -EBADMSG, { 0, 0, 0 } },
  { "nonsense", "no such thing\n", -EBADMSG, { 0, 0, 0 } },
  { "cut-short", "12913 394", -EBADMSG, { 0, 0, 0 } },
  { "negative", "12913 -394 359 1 0 12377 0\n", -EBADMSG, { 0, 0, 0 } },
  { "usual", "12913 394 359 1 0 12377 0\n", 0, { 12913, 394, 359 } },
  { "kernel-thread", "0 0 0 0 0 0 0\n", 0, { 0, 0, 0 } },
  { "more-fields", "12913 394 359 1 0 12377 0 8 9\n", 0, { 12913, 394, 359 } },
};

static void
test_parse (gconstpointer data)
{
  const Case *c = data;
  g_autofree char *exact = dup_exactly (c->text, strlen (c->text));
  SkeinStatm statm = { 7, 7, 7 };

  g_assert_cmpint (skein_statm_parse (exact, strlen (c->text), &statm), ==, c->result);

  if (c->result == 0)
    g_assert_cmpmem (&statm, sizeof statm, &c->statm, sizeof c->statm);
  else
    g_assert_cmpuint (statm.size_pages, ==, 7); /* left alone */
}

static void
test_captured (void)
{
  skein_autofd int fd = open_fixture ("threads");
  SkeinStatm statm;

  g_assert_cmpint (skein_statm_read_at (fd, "52/statm", &statm), ==, 0);
  g_assert_cmpuint (statm.resident_pages, ==, 394);
  g_assert_cmpuint (statm.shared_pages, ==, 359);
  g_assert_cmpint (skein_statm_read_at (fd, "53/statm", &statm), ==, -ESRCH);
}

static void
test_self (void)
{
  skein_autofd int fd = open_proc ();
  SkeinStatm statm;

  g_assert_cmpint (skein_statm_read_at (fd, "self/statm", &statm), ==, 0);
  g_assert_cmpuint (statm.size_pages, >, statm.resident_pages);
  g_assert_cmpuint (statm.resident_pages, >, statm.shared_pages);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add_cases ("/statm/parse", cases, test_parse);
  g_test_add_func ("/statm/captured", test_captured);
  g_test_add_func ("/statm/self", test_self);

  return g_test_run ();
}
