/* test-syscall.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "proc/syscall.h"

#include "fixture.h"

#include <string.h>
#include <sys/syscall.h>

typedef struct
{
  const char  *name;
  const char  *text;
  int          result;
  SkeinSyscall call;
} Case;

static const Case cases[] = {
  { "empty", "", -EBADMSG, { 0 } },
  { "newline", "\n", -EBADMSG, { 0 } },
  { "nonsense", "no such thing\n", -EBADMSG, { 0 } },
  { "runs-on", "running away\n", -EBADMSG, { 0 } },
  { "cut-in-args", "202 0x1 0x2", -EBADMSG, { 0 } },
  { "cut-before-pc", "202 0x1 0x2 0x3 0x4 0x5 0x6 0x7", -EBADMSG, { 0 } },
  { "cut-outside", "-1 0x7", -EBADMSG, { 0 } },
  { "less-than-none", "-2 1 2 3 4 5 6 7 8\n", -EBADMSG, { 0 } },
  { "too-large", "202 0x10000000000000000 0x2 0x3 0x4 0x5 0x6 0x7 0x8\n", -EBADMSG, { 0 } },
  { "running", "running\n", 0, { SKEIN_SYSCALL_RUNNING, 0, { 0 }, 0, 0 } },
  { "running-no-newline", "running", 0, { SKEIN_SYSCALL_RUNNING, 0, { 0 }, 0, 0 } },
  { "outside", "-1 0x7 0x8\n", 0, { SKEIN_SYSCALL_OUTSIDE, 0, { 0 }, 7, 8 } },
  { "inside", "202 1 2 3 4 5 0x6 0x7 0x8\n", 0, { SKEIN_SYSCALL_INSIDE, 202, { 1, 2, 3, 4, 5, 6 }, 7, 8 } },
  { "more", "202 1 2 3 4 5 6 7 8 9\n", 0, { SKEIN_SYSCALL_INSIDE, 202, { 1, 2, 3, 4, 5, 6 }, 7, 8 } },
};

static void
test_parse (gconstpointer data)
{
  const Case *c = data;
  g_autofree char *exact = dup_exactly (c->text, strlen (c->text));
  SkeinSyscall call = { .stack_pointer = 99 };

  g_assert_cmpint (skein_syscall_parse (exact, strlen (c->text), &call), ==, c->result);

  if (c->result != 0)
    {
      g_assert_cmpuint (call.stack_pointer, ==, 99); /* left alone */
      return;
    }

  g_assert_cmpint (call.kind, ==, c->call.kind);
  g_assert_cmpuint (call.number, ==, c->call.number);
  g_assert_cmpmem (call.args, sizeof call.args, c->call.args, sizeof c->call.args);
  g_assert_cmpuint (call.stack_pointer, ==, c->call.stack_pointer);
  g_assert_cmpuint (call.program_counter, ==, c->call.program_counter);
}

static void
test_captured (void)
{
  skein_autofd int threads_fd = open_fixture ("threads");
  skein_autofd int zombie_fd = open_fixture ("zombie");
  skein_autofd int kernel_fd = open_fixture ("kernel-threads");
  SkeinSyscall call;

  /* futex, on x86-64 */
  g_assert_cmpint (skein_syscall_read_at (threads_fd, "52/task/53/syscall", &call), ==, 0);
  g_assert_cmpint (call.kind, ==, SKEIN_SYSCALL_INSIDE);
  g_assert_cmpuint (call.number, ==, 202);
  g_assert_cmphex (call.args[0], ==, 0x556f5f3240e0);
  g_assert_cmphex (call.program_counter, ==, 0x7f6eef38f12b);

  g_assert_cmpint (skein_syscall_read_at (threads_fd, "52/task/57/syscall", &call), ==, 0);
  g_assert_cmpint (call.kind, ==, SKEIN_SYSCALL_RUNNING);

  g_assert_cmpint (skein_syscall_read_at (zombie_fd, "59/syscall", &call), ==, 0);
  g_assert_cmpint (call.kind, ==, SKEIN_SYSCALL_OUTSIDE);

  g_assert_cmpint (skein_syscall_read_at (kernel_fd, "2/syscall", &call), ==, 0);
  g_assert_cmpuint (call.stack_pointer, ==, 0);

  g_assert_cmpint (skein_syscall_read_at (threads_fd, "52/task/59/syscall", &call), ==, -ESRCH);
}

static void
test_self (void)
{
  skein_autofd int fd = open_proc ();
  SkeinSyscall call;
  int result = skein_syscall_read_at (fd, "thread-self/syscall", &call);

  if (result != 0)
    {
      g_test_skip ("this kernel does not tell system calls, or not to us");
      return;
    }

  /* The only thread that is seen in a call while it runs is the one that looks. */
  g_assert_cmpint (call.kind, ==, SKEIN_SYSCALL_INSIDE);
  g_assert_cmpuint (call.number, ==, SYS_read);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add_cases ("/syscall/parse", cases, test_parse);
  g_test_add_func ("/syscall/captured", test_captured);
  g_test_add_func ("/syscall/self", test_self);

  return g_test_run ();
}
