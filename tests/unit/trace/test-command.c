/* test-command.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "trace/command.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static SkeinCommand *
make (const char *first,
      ...)
{
  const char *argv[8] = { first };
  SkeinCommand *command = NULL;
  va_list list;

  va_start (list, first);

  for (int i = 1; argv[i - 1] != NULL; i++)
    argv[i] = va_arg (list, const char *);

  va_end (list);
  g_assert_cmpint (skein_command_new ((char *const *) argv, NULL, 0, &command), ==, 0);

  return command;
}

static int
wait_for (SkeinCommand *command)
{
  int status;

  g_assert_cmpint (waitpid (skein_command_get_pid (command), &status, 0), ==, skein_command_get_pid (command));

  return status;
}

static void
test_waits (void)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "skein-command-XXXXXX", NULL);
  g_autoptr (SkeinCommand) command = NULL;

  close (g_mkstemp (path));
  command = make ("rm", path, NULL);
  g_usleep (50 * 1000);
  g_assert_cmpint (access (path, F_OK), ==, 0);

  g_assert_cmpint (skein_command_release (command), ==, 0);
  g_assert_cmpint (wait_for (command), ==, 0);
  g_assert_cmpint (access (path, F_OK), !=, 0);
}

static void
test_never_released (void)
{
  SkeinCommand *command = make ("true", NULL);
  pid_t pid = skein_command_get_pid (command);

  skein_command_free (command);
  g_assert_cmpint (kill (pid, 0), <, 0);
  g_assert_cmpint (errno, ==, ESRCH);
}

static void
test_fails (void)
{
  g_autoptr (SkeinCommand) missing = make ("no-such-command-here", NULL);
  g_autoptr (SkeinCommand) no_program = make ("/dev/null", NULL);

  g_assert_cmpint (skein_command_release (missing), ==, -ENOENT);
  g_assert_cmpint (skein_command_release (no_program), ==, -EACCES);
  g_assert_cmpint (waitpid (skein_command_get_pid (missing), NULL, WNOHANG), <, 0);
}

/* What we block and ignore is not the command's business. */
static void
test_signals (void)
{
  g_autoptr (SkeinCommand) command = NULL;
  sigset_t signals;

  sigemptyset (&signals);
  sigaddset (&signals, SIGTERM);
  sigprocmask (SIG_BLOCK, &signals, NULL);
  signal (SIGPIPE, SIG_IGN);
  command = make ("sh", "-c", "kill -TERM $$; sleep 10", NULL);
  g_assert_cmpint (skein_command_release (command), ==, 0);
  g_assert_true (WIFSIGNALED (wait_for (command)));

  g_clear_pointer (&command, skein_command_free);
  command = make ("sh", "-c", "kill -PIPE $$; exit 0", NULL);
  g_assert_cmpint (skein_command_release (command), ==, 0);
  g_assert_true (WIFSIGNALED (wait_for (command)));
  sigprocmask (SIG_UNBLOCK, &signals, NULL);
}

static void
test_cores (void)
{
  const char *argv[] = { "sh", "-c", "test $(nproc) = 1", NULL };
  g_autoptr (SkeinCommand) command = NULL;
  cpu_set_t allowed, one;

  g_assert_cmpint (sched_getaffinity (0, sizeof allowed, &allowed), ==, 0);
  CPU_ZERO (&one);
  g_assert_cmpint (skein_command_new ((char *const *) argv, &one, sizeof one, &command), ==, -EINVAL);

  for (int core = 0; CPU_COUNT (&one) == 0; core++)
    {
      if (CPU_ISSET (core, &allowed))
        CPU_SET (core, &one);
    }

  g_assert_cmpint (skein_command_new ((char *const *) argv, &one, sizeof one, &command), ==, 0);
  g_assert_cmpint (skein_command_release (command), ==, 0);
  g_assert_cmpint (wait_for (command), ==, 0);
}

/* Nobody types to it, and its words are ours. */
static void
test_piped (void)
{
  const char *argv[] = { "sh", "-c", "cat; echo out; echo error >&2; exec sleep 100", NULL };
  g_autoptr (SkeinCommand) command = NULL;
  SkeinCommandPipes pipes;
  char text[16] = "";
  pid_t pid;

  g_assert_cmpint (skein_command_new_piped ((char *const *) argv, &pipes, &command), ==, 0);
  pid = skein_command_get_pid (command);
  g_assert_cmpint (getpgid (pid), ==, pid);
  g_assert_cmpint (skein_command_release (command), ==, 0);

  for (int i = 0; i < 5000 && read (pipes.error_fd, text, sizeof text - 1) < 0; i++)
    g_usleep (1000);

  g_assert_cmpstr (text, ==, "error\n");
  memset (text, 0, sizeof text);
  g_assert_cmpint (read (pipes.out_fd, text, sizeof text - 1), ==, 4);
  g_assert_cmpstr (text, ==, "out\n");

  kill (-pid, SIGKILL);
  g_assert_true (WIFSIGNALED (wait_for (command)));
  close (pipes.out_fd);
  close (pipes.error_fd);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/command/waits", test_waits);
  g_test_add_func ("/command/never-released", test_never_released);
  g_test_add_func ("/command/fails", test_fails);
  g_test_add_func ("/command/signals", test_signals);
  g_test_add_func ("/command/cores", test_cores);
  g_test_add_func ("/command/piped", test_piped);

  return g_test_run ();
}
