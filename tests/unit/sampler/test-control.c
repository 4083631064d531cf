/* test-control.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "proc/stat.h"
#include "sampler/control.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static SkeinStat
read_stat (pid_t pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", (int) pid);
  SkeinStat stat;

  g_assert_cmpint (skein_stat_read_at (AT_FDCWD, path, &stat), ==, 0);

  return stat;
}

static SkeinTaskKey
start_child (void)
{
  pid_t pid = fork ();

  g_assert_cmpint (pid, >=, 0);

  if (pid == 0)
    for (;;)
      pause ();

  return (SkeinTaskKey) { pid, pid, read_stat (pid).start_ticks };
}

static int
wait_for (pid_t pid,
          int   options)
{
  int status;

  g_assert_cmpint (waitpid (pid, &status, options), ==, pid);

  return status;
}

static void
kill_child (const SkeinTaskKey *key)
{
  int status;

  g_assert_cmpint (skein_control_signal (key, SIGKILL), ==, 0);
  status = wait_for (key->pid, 0);
  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpint (WTERMSIG (status), ==, SIGKILL);
}

static void
test_stop_and_continue (void)
{
  SkeinTaskKey key = start_child ();

  g_assert_cmpint (skein_control_may_signal (&key), ==, 0);
  g_assert_cmpint (skein_control_signal (&key, SIGSTOP), ==, 0);
  g_assert_true (WIFSTOPPED (wait_for (key.pid, WUNTRACED)));
  g_assert_cmpint (read_stat (key.pid).state, ==, 'T');

  g_assert_cmpint (skein_control_signal (&key, SIGCONT), ==, 0);
  g_assert_true (WIFCONTINUED (wait_for (key.pid, WCONTINUED)));
  g_assert_cmpint (read_stat (key.pid).state, !=, 'T');

  kill_child (&key);
}

static void
test_ended (void)
{
  SkeinTaskKey key = start_child ();

  kill_child (&key);
  g_assert_cmpint (skein_control_may_signal (&key), ==, -ESRCH);
  g_assert_cmpint (skein_control_signal (&key, SIGKILL), ==, -ESRCH);
}

/* The number lives on, but not as the one that is meant. */
static void
test_reused (void)
{
  SkeinTaskKey key = start_child ();
  SkeinTaskKey earlier = key;

  earlier.start_ticks--;
  g_assert_cmpint (skein_control_may_signal (&earlier), ==, -ESRCH);
  g_assert_cmpint (skein_control_signal (&earlier, SIGKILL), ==, -ESRCH);
  g_assert_cmpint (waitpid (key.pid, NULL, WNOHANG), ==, 0);

  kill_child (&key);
}

static void
test_nonsense (void)
{
  SkeinTaskKey nobody = { 0, 0, 0 };
  SkeinTaskKey group = { -1, -1, 0 };
  SkeinTaskKey self = { getpid (), getpid (), read_stat (getpid ()).start_ticks };

  g_assert_cmpint (skein_control_signal (&nobody, SIGKILL), ==, -ESRCH);
  g_assert_cmpint (skein_control_signal (&group, SIGKILL), ==, -ESRCH);
  g_assert_cmpint (skein_control_signal (&self, -1), ==, -EINVAL);
}

/* Asked by a child that gave its rights away, so that root can run this, too. */
static void
test_not_allowed (void)
{
  SkeinTaskKey key = { getppid (), getppid (), read_stat (getppid ()).start_ticks };
  pid_t asker;

  if (getuid () != 0)
    {
      g_test_skip ("only root can give rights away");
      return;
    }

  asker = fork ();
  g_assert_cmpint (asker, >=, 0);

  if (asker == 0)
    _exit (setuid (65534) == 0 && skein_control_may_signal (&key) == -EPERM ? 0 : 1);

  g_assert_cmpint (wait_for (asker, 0), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/control/stop-and-continue", test_stop_and_continue);
  g_test_add_func ("/control/ended", test_ended);
  g_test_add_func ("/control/reused", test_reused);
  g_test_add_func ("/control/nonsense", test_nonsense);
  g_test_add_func ("/control/not-allowed", test_not_allowed);

  return g_test_run ();
}
