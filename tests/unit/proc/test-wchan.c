/* test-wchan.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "proc/wchan.h"

#include "fixture.h"

#include <string.h>

#define NAME_127 "a_function_that_is_called_by_a_name_of_a_hundred_and_twenty_seven_bytes_" \
                 "which_no_programmer_would_ever_want_to_type_themselves_"

typedef struct
{
  const char *name;
  const char *text;
  const char *wchan; /* NULL: not to be understood */
} Case;

static const Case cases[] = {
  { "empty", "", NULL },
  { "newline", "\n", NULL },
  { "two-words", "do wait", NULL },
  { "byte", "do_wait\xff", NULL },
  { "usual", "do_wait", "do_wait" },
  { "newline-after", "do_wait\n", "do_wait" },
  { "suffix", "poll_schedule_timeout.constprop.0", "poll_schedule_timeout.constprop.0" },
  { "none", "0", "" },
  { "no-number", "0x1", "0x1" },
  { "largest", NAME_127, NAME_127 },
  { "longer", NAME_127 "and_more", NAME_127 },
};

static void
test_parse (gconstpointer data)
{
  const Case *c = data;
  g_autofree char *exact = dup_exactly (c->text, strlen (c->text));
  char wchan[SKEIN_WCHAN_SIZE] = "untouched";
  int result = skein_wchan_parse (exact, strlen (c->text), wchan);

  g_assert_cmpint (result, ==, c->wchan != NULL ? 0 : -EBADMSG);
  g_assert_cmpstr (wchan, ==, c->wchan != NULL ? c->wchan : "untouched");
}

static void
test_captured (void)
{
  skein_autofd int threads_fd = open_fixture ("threads");
  skein_autofd int kernel_fd = open_fixture ("kernel-threads");
  char wchan[SKEIN_WCHAN_SIZE];

  g_assert_cmpint (skein_wchan_read_at (threads_fd, "52/task/53/wchan", wchan), ==, 0);
  g_assert_cmpstr (wchan, ==, "futex_do_wait");
  g_assert_cmpint (skein_wchan_read_at (threads_fd, "52/task/57/wchan", wchan), ==, 0);
  g_assert_cmpstr (wchan, ==, "");
  g_assert_cmpint (skein_wchan_read_at (kernel_fd, "2/wchan", wchan), ==, 0);
  g_assert_cmpstr (wchan, ==, "kthreadd");
  g_assert_cmpint (skein_wchan_read_at (threads_fd, "52/task/59/wchan", wchan), ==, -ESRCH);
}

static void
test_self (void)
{
  skein_autofd int fd = open_proc ();
  char wchan[SKEIN_WCHAN_SIZE] = "untouched";

  if (faccessat (fd, "thread-self/wchan", R_OK, 0) != 0)
    {
      g_test_skip ("this kernel keeps no wchan");
      return;
    }

  g_assert_cmpint (skein_wchan_read_at (fd, "thread-self/wchan", wchan), ==, 0);
  g_assert_cmpstr (wchan, ==, "");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_assert_cmpuint (strlen (NAME_127), ==, 127);

  add_cases ("/wchan/parse", cases, test_parse);
  g_test_add_func ("/wchan/captured", test_captured);
  g_test_add_func ("/wchan/self", test_self);

  return g_test_run ();
}
