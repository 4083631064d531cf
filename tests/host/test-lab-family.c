/* test-lab-family.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * As root in a control group, where one may be made; as nobody without.
 */

#include "config.h"

#include "user.h"

#include "lab/family.h"
#include "trace/command.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* It makes others, some of which go away into sessions of their own, says who they are, and waits. */
#define UNRULY \
  "setsid sh -c 'sleep 100 & echo $! $$; wait' & setsid sh -c 'setsid sleep 100 & echo $!; exec sleep 100' & " \
  "sleep 100 & echo $!; wait"
#define N_TOLD 4

static bool
is_alive (pid_t pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", (int) pid);
  g_autofree char *text = NULL;
  const char *name_end;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return false;

  name_end = strrchr (text, ')');

  return name_end != NULL && name_end[2] != 'Z' && name_end[2] != 'X';
}

static SkeinLabFamily *
start (const char        *script,
       SkeinCommandPipes *pipes,
       SkeinCommand     **command)
{
  const char *argv[] = { "sh", "-c", script, NULL };
  SkeinLabFamily *family;

  g_assert_cmpint (skein_command_new_piped ((char *const *) argv, pipes, command), ==, 0);
  family = skein_lab_family_new (skein_command_get_pid (*command));
  g_assert_cmpint (skein_command_release (*command), ==, 0);

  return family;
}

static void
finish (SkeinLabFamily    *family,
        SkeinCommand      *command,
        SkeinCommandPipes *pipes)
{
  skein_lab_family_free (family);
  skein_command_free (command);
  close (pipes->out_fd);
  close (pipes->error_fd);
}

/* Returns: how many numbers @text has */
static unsigned
read_pids (const char *text,
           pid_t       ret[N_TOLD])
{
  g_auto (GStrv) words = g_strsplit_set (text, " \n", -1);
  unsigned n = 0;

  for (int i = 0; words[i] != NULL && n < N_TOLD; i++)
    {
      if (words[i][0] != '\0')
        ret[n++] = (pid_t) g_ascii_strtoll (words[i], NULL, 10);
    }

  return n;
}

static void
test_unruly (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  SkeinCommandPipes pipes;
  SkeinCommand *command;
  SkeinLabFamily *family = start (UNRULY, &pipes, &command);
  pid_t pids[N_TOLD];
  int status;

  for (int i = 0; i < 10000 && read_pids (text->str, pids) < N_TOLD; i++)
    {
      char part[64];
      ssize_t length = read (pipes.out_fd, part, sizeof part);

      if (length > 0)
        g_string_append_len (text, part, length);
      g_usleep (1000);
    }

  g_assert_cmpuint (read_pids (text->str, pids), ==, N_TOLD);
  for (unsigned i = 0; i < N_TOLD; i++)
    g_assert_true (is_alive (pids[i]));

  status = skein_lab_family_end (family);
  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpint (WTERMSIG (status), ==, SIGKILL);

  for (unsigned i = 0; i < N_TOLD; i++)
    g_assert_false (is_alive (pids[i]));

  finish (family, command, &pipes);
}

/* It has ended already: its status is what counts. */
static void
test_ended (void)
{
  SkeinCommandPipes pipes;
  SkeinCommand *command;
  SkeinLabFamily *family = start ("exit 3", &pipes, &command);
  siginfo_t info;

  g_assert_cmpint (waitid (P_PID, (id_t) skein_command_get_pid (command), &info, WEXITED | WNOWAIT), ==, 0);
  g_assert_cmpint (WEXITSTATUS (skein_lab_family_end (family)), ==, 3);
  g_assert_cmpint (WEXITSTATUS (skein_lab_family_end (family)), ==, 3);
  finish (family, command, &pipes);
}

/* Nobody waited for it: then it is gone all the same. */
static void
test_freed (void)
{
  SkeinCommandPipes pipes;
  SkeinCommand *command;
  SkeinLabFamily *family = start ("sleep 100", &pipes, &command);
  pid_t pid = skein_command_get_pid (command);

  finish (family, command, &pipes);
  g_assert_false (is_alive (pid));
  g_assert_cmpint (waitpid (pid, NULL, WNOHANG), <, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  if (!skein_test_become_user ())
    return 0;

  g_test_add_func ("/lab/family/unruly", test_unruly);
  g_test_add_func ("/lab/family/ended", test_ended);
  g_test_add_func ("/lab/family/freed", test_freed);

  return g_test_run ();
}
