/* test-words.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "present/words.h"

#include <sched.h>
#include <sys/syscall.h>

static char buffer[SKEIN_WORDS_SIZE];

static void
test_states (void)
{
  for (SkeinState state = SKEIN_STATE_UNKNOWN; state < SKEIN_N_STATES; state++)
    {
      g_assert_cmpuint (strlen (skein_words_state (state)), >, 0);
      g_assert_cmpuint (strlen (skein_words_state_explanation (state)), >, 0);
    }

  g_assert_cmpstr (skein_words_state (SKEIN_STATE_DISK), ==, "Waiting for disk");
  g_assert_cmpstr (skein_words_state (SKEIN_STATE_TERMINATED), ==, "Ended");
  g_assert_cmpstr (skein_words_state_tooltip (SKEIN_STATE_READY, 'R', buffer, sizeof buffer), ==,
                   "Wants a core, has none (the kernel writes R)");
  g_assert_cmpstr (skein_words_state_tooltip (SKEIN_STATE_RUNNING, '\0', buffer, sizeof buffer), ==,
                   "Has a core");
}

static void
test_policies (void)
{
  g_assert_cmpstr (skein_words_policy (SCHED_OTHER, 0, buffer, sizeof buffer), ==, "normal");
  g_assert_cmpstr (skein_words_policy (SCHED_BATCH, 0, buffer, sizeof buffer), ==, "batch");
  g_assert_cmpstr (skein_words_policy (SCHED_IDLE, 0, buffer, sizeof buffer), ==, "idle");
  g_assert_cmpstr (skein_words_policy (SCHED_FIFO, 50, buffer, sizeof buffer), ==, "real-time FIFO 50");
  g_assert_cmpstr (skein_words_policy (SCHED_RR, 1, buffer, sizeof buffer), ==, "real-time round robin 1");
  g_assert_cmpstr (skein_words_policy (6, 0, buffer, sizeof buffer), ==, "deadline");
  g_assert_cmpstr (skein_words_policy (7, 0, buffer, sizeof buffer), ==, "policy 7");
}

static const char *
wait_of (char        letter,
         int32_t     number,
         const char *wchan)
{
  SkeinThread thread = { .letter = letter };
  SkeinThreadDetail detail = { .syscall = number, .wchan = (char *) wchan };

  return skein_words_wait (&thread, &detail, buffer, sizeof buffer);
}

static void
test_waits_by_call (void)
{
  g_assert_cmpstr (wait_of ('S', SYS_futex, NULL), ==, "a lock (futex)");
  g_assert_cmpstr (wait_of ('S', SYS_ppoll, NULL), ==, "events (poll)");
  g_assert_cmpstr (wait_of ('S', SYS_epoll_pwait, "0"), ==, "events (epoll)");
  g_assert_cmpstr (wait_of ('S', SYS_clock_nanosleep, NULL), ==, "a timer");
  g_assert_cmpstr (wait_of ('S', SYS_wait4, NULL), ==, "a child process");
  g_assert_cmpstr (wait_of ('S', SYS_accept4, NULL), ==, "a connection");
#ifdef SYS_poll
  g_assert_cmpstr (wait_of ('S', SYS_poll, NULL), ==, "events (poll)");
#endif
}

/* A read of anything: only the function in the kernel knows of what. */
static void
test_waits_by_function (void)
{
  g_assert_cmpstr (wait_of ('S', SYS_read, "pipe_read"), ==, "a pipe");
  g_assert_cmpstr (wait_of ('S', SYS_read, "anon_pipe_read"), ==, "a pipe");
  g_assert_cmpstr (wait_of ('S', SYS_write, "unix_stream_sendmsg"), ==, "a socket");
  g_assert_cmpstr (wait_of ('S', SYS_read, "n_tty_read"), ==, "the terminal");
  g_assert_cmpstr (wait_of ('S', -2, "futex_wait_queue"), ==, "a lock (futex)");
  g_assert_cmpstr (wait_of ('I', -1, "worker_thread"), ==, "work");
  g_assert_cmpstr (wait_of ('S', SYS_read, "some_new_function"), ==, "in the kernel (some_new_function)");
}

static void
test_waits_by_state (void)
{
  SkeinThread thread = { .letter = 'R', .run_delta_ns = 5, .ready_delta_ns = 1 };

  g_assert_cmpstr (wait_of ('D', SYS_read, NULL), ==, "the disk");
  g_assert_cmpstr (wait_of ('T', SYS_futex, NULL), ==, "to be continued");
  g_assert_cmpstr (wait_of ('t', SYS_futex, NULL), ==, "its debugger");
  g_assert_cmpstr (wait_of ('Z', -1, NULL), ==, "");
  g_assert_cmpstr (wait_of ('R', -1, NULL), ==, "its turn on a core");
  g_assert_cmpstr (skein_words_wait (&thread, NULL, buffer, sizeof buffer), ==, "");
}

static void
test_waits_unknown (void)
{
  SkeinThread thread = { .letter = 'S' };

  g_assert_cmpstr (wait_of ('S', -2, NULL), ==, "not allowed to know");
  g_assert_cmpstr (wait_of ('S', -2, "0"), ==, "not allowed to know");
  g_assert_cmpstr (wait_of ('S', -1, NULL), ==, "");
  g_assert_cmpint (skein_words_get_wait (&thread, NULL), ==, SKEIN_WAIT_UNKNOWN);
}

static void
test_cores (void)
{
  g_assert_cmpstr (skein_words_cores (NULL, 4, buffer, sizeof buffer), ==, "");
  g_assert_cmpstr (skein_words_cores ("", 4, buffer, sizeof buffer), ==, "");
  g_assert_cmpstr (skein_words_cores ("nonsense", 4, buffer, sizeof buffer), ==, "");
  g_assert_cmpstr (skein_words_cores ("3-1", 4, buffer, sizeof buffer), ==, "");
  g_assert_cmpstr (skein_words_cores ("0-3", 4, buffer, sizeof buffer), ==, "all");
  g_assert_cmpstr (skein_words_cores ("0-1,2,3", 4, buffer, sizeof buffer), ==, "all");
  g_assert_cmpstr (skein_words_cores ("2", 4, buffer, sizeof buffer), ==, "core 2");
  g_assert_cmpstr (skein_words_cores ("0-3,7", 16, buffer, sizeof buffer), ==, "cores 0–3, 7");
}

static void
test_short_buffer (void)
{
  char tiny[8];
  GString *list = g_string_new ("0");

  for (int i = 2; i < 200; i += 2)
    g_string_append_printf (list, ",%d", i);

  skein_words_cores (list->str, 200, buffer, sizeof buffer);
  g_assert_true (g_utf8_validate (buffer, -1, NULL));
  skein_words_cores (list->str, 200, tiny, sizeof tiny);
  g_assert_cmpuint (strlen (tiny), <, sizeof tiny);

  g_string_free (list, TRUE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/words/states", test_states);
  g_test_add_func ("/words/policies", test_policies);
  g_test_add_func ("/words/waits/by-call", test_waits_by_call);
  g_test_add_func ("/words/waits/by-function", test_waits_by_function);
  g_test_add_func ("/words/waits/by-state", test_waits_by_state);
  g_test_add_func ("/words/waits/unknown", test_waits_unknown);
  g_test_add_func ("/words/cores", test_cores);
  g_test_add_func ("/words/short-buffer", test_short_buffer);

  return g_test_run ();
}
