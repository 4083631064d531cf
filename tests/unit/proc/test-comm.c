/* test-comm.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "proc/comm.h"

#include "fixture.h"

#include <string.h>
#include <sys/prctl.h>

typedef struct
{
  const char *name;
  const char *text;
  const char *comm; /* NULL: not to be understood */
} Case;

static const Case cases[] = {
  { "empty", "", NULL },
  { "no-newline", "bash", NULL },
  { "usual", "bash\n", "bash" },
  { "no-name", "\n", "" },
  { "newlines", "\none\ntwo\n\n", "\none\ntwo\n" },
  { "bytes", "\xff\x01\n", "\xff\x01" },
  { "longer-than-any", "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg\n",
    "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggg" },
};

static void
test_parse (gconstpointer data)
{
  const Case *c = data;
  g_autofree char *exact = dup_exactly (c->text, strlen (c->text));
  char comm[SKEIN_COMM_SIZE] = "untouched";
  int result = skein_comm_parse (exact, strlen (c->text), comm);

  g_assert_cmpint (result, ==, c->comm != NULL ? 0 : -EBADMSG);
  g_assert_cmpstr (comm, ==, c->comm != NULL ? c->comm : "untouched");
}

static void
test_captured (void)
{
  skein_autofd int names_fd = open_fixture ("names");
  skein_autofd int kernel_fd = open_fixture ("kernel-threads");
  char comm[SKEIN_COMM_SIZE];

  g_assert_cmpint (skein_comm_read_at (names_fd, "45/comm", comm), ==, 0);
  g_assert_cmpstr (comm, ==, "\xff\xfe caf\xe9 \x80");
  g_assert_cmpint (skein_comm_read_at (names_fd, "47/comm", comm), ==, 0);
  g_assert_cmpstr (comm, ==, "\nprio : 7\n");
  g_assert_cmpint (skein_comm_read_at (kernel_fd, "33/comm", comm), ==, 0);
  g_assert_cmpuint (strlen (comm), ==, 63);
  g_assert_cmpint (skein_comm_read_at (names_fd, "99/comm", comm), ==, -ESRCH);
}

static void
test_self (void)
{
  skein_autofd int fd = open_proc ();
  char comm[SKEIN_COMM_SIZE];

  g_assert_cmpint (prctl (PR_SET_NAME, "a) \n\xff"), ==, 0);
  g_assert_cmpint (skein_comm_read_at (fd, "thread-self/comm", comm), ==, 0);
  g_assert_cmpstr (comm, ==, "a) \n\xff");
}

/* All of the room is written, so that memory can be compared. */
static void
test_set (void)
{
  char a[SKEIN_COMM_SIZE];
  char b[SKEIN_COMM_SIZE];

  memset (a, 'a', sizeof a);
  memset (b, 'b', sizeof b);
  skein_comm_set (a, "name", 4);
  skein_comm_set (b, "name and more", 4);
  g_assert_cmpmem (a, sizeof a, b, sizeof b);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add_cases ("/comm/parse", cases, test_parse);
  g_test_add_func ("/comm/captured", test_captured);
  g_test_add_func ("/comm/self", test_self);
  g_test_add_func ("/comm/set", test_set);

  return g_test_run ();
}
