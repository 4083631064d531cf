/* test-clock.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "proc/clock.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static uint64_t
own_cpu_ns (void)
{
  struct timespec time;

  g_assert_cmpint (clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time), ==, 0);

  return (uint64_t) time.tv_sec * 1000000000 + (uint64_t) time.tv_nsec;
}

static void
test_self (void)
{
  uint64_t before = own_cpu_ns ();
  uint64_t clock = 0;

  g_assert_cmpint (skein_process_clock_ns (getpid (), &clock), ==, 0);
  g_assert_cmpuint (clock, >=, before);
  g_assert_cmpuint (clock, <=, own_cpu_ns ());
}

/* A stopped process uses no time, and keeps what it had as a zombie. */
static void
test_child (void)
{
  pid_t child = fork ();
  uint64_t first = 0;
  uint64_t second = 0;

  if (child == 0)
    {
      while (own_cpu_ns () < 5000000)
        continue;

      raise (SIGSTOP);
      _exit (0);
    }

  g_assert_cmpint (waitpid (child, NULL, WUNTRACED), ==, child);
  g_assert_cmpint (skein_process_clock_ns (child, &first), ==, 0);
  g_assert_cmpuint (first, >=, 5000000);
  g_assert_cmpint (skein_process_clock_ns (child, &second), ==, 0);
  g_assert_cmpuint (second, ==, first);

  g_assert_cmpint (kill (child, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
  second = 7;
  g_assert_cmpint (skein_process_clock_ns (child, &second), ==, -ESRCH);
  g_assert_cmpuint (second, ==, 7);
}

static void
test_no_process (void)
{
  uint64_t clock = 7;

  g_assert_cmpint (skein_process_clock_ns (0, &clock), ==, -ESRCH);
  g_assert_cmpint (skein_process_clock_ns (-1, &clock), ==, -ESRCH);
  g_assert_cmpint (skein_process_clock_ns (INT_MAX, &clock), ==, -ESRCH);
  g_assert_cmpuint (clock, ==, 7);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/clock/self", test_self);
  g_test_add_func ("/clock/child", test_child);
  g_test_add_func ("/clock/no-process", test_no_process);

  return g_test_run ();
}
