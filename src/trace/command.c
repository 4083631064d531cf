/* command.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "trace/command.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define N_STREAMS 3

struct _SkeinCommand
{
  pid_t pid;
  int   fd; /* a byte into it: the child goes on; closed: it gives up; out of it: why it could not */
};

/* Between fork and exec, in a process that may have had other threads: only what
 * signal-safety(7) allows. */
static void
reset_signals (void)
{
  const struct sigaction usual = { .sa_handler = SIG_DFL };
  struct sigaction now;
  sigset_t none;

  /* What is ignored may be so for the command's sake, as by nohup; but who writes
   * to pipes ignores this one for its own. */
  for (int number = 1; number < NSIG; number++)
    {
      if (sigaction (number, NULL, &now) == 0 && (now.sa_handler != SIG_IGN || number == SIGPIPE))
        sigaction (number, &usual, NULL);
    }

  sigemptyset (&none);
  sigprocmask (SIG_SETMASK, &none, NULL);
}

/* Likewise. @streams: (nullable): what it has for standard input, output and error. */
static bool
set_streams (const int *streams)
{
  if (streams == NULL)
    return true;

  for (int i = 0; i < N_STREAMS; i++)
    {
      if (dup2 (streams[i], i) < 0)
        return false;
    }

  /* Whoever reads this may be gone already: then there is nobody either who says to go on. */
  return setpgid (0, 0) == 0 && prctl (PR_SET_PDEATHSIG, SIGKILL) == 0;
}

/* Likewise. */
static void
become_command (char *const  argv[],
                const int   *streams,
                int          fd)
{
  char go;
  int error;

  reset_signals ();
  if (!set_streams (streams))
    _exit (127);

  if (TEMP_FAILURE_RETRY (read (fd, &go, 1)) == 1)
    {
      execvp (argv[0], argv);
      error = errno;
      (void) !write (fd, &error, sizeof error);
    }

  _exit (127);
}

/* No handler of ours may run in the child. */
static int
start (SkeinCommand *self,
       char *const   argv[],
       const int    *streams,
       const int     fds[2])
{
  sigset_t all, before;

  sigfillset (&all);
  sigprocmask (SIG_SETMASK, &all, &before);
  self->pid = fork ();

  if (self->pid == 0)
    {
      close (fds[0]);
      become_command (argv, streams, fds[1]);
    }

  sigprocmask (SIG_SETMASK, &before, NULL);

  /* Here as well: it may have to be ended before it comes to do so. */
  if (self->pid > 0 && streams != NULL)
    setpgid (self->pid, self->pid);

  return self->pid < 0 ? -errno : 0;
}

static int
make (char *const       argv[],
      const cpu_set_t  *cores,
      size_t            cores_size,
      const int        *streams,
      SkeinCommand    **ret)
{
  g_autoptr (SkeinCommand) self = g_new0 (SkeinCommand, 1);
  int fds[2];
  int result;

  self->fd = -1;

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) < 0)
    return -errno;

  self->fd = fds[0];
  result = start (self, argv, streams, fds);
  close (fds[1]);

  if (result == 0 && cores != NULL && sched_setaffinity (self->pid, cores_size, cores) < 0)
    result = -errno;

  if (result == 0)
    *ret = g_steal_pointer (&self);

  return result;
}

int
skein_command_new (char *const       argv[],
                   const cpu_set_t  *cores,
                   size_t            cores_size,
                   SkeinCommand    **ret)
{
  return make (argv, cores, cores_size, NULL, ret);
}

static void
close_all (const int *fds,
           int        n)
{
  for (int i = 0; i < n; i++)
    {
      if (fds[i] >= 0)
        close (fds[i]);
    }
}

/* Our end of a pipe, and in @stream the command's. */
static int
make_pipe (int *ret_ours,
           int *stream)
{
  int fds[2];

  if (pipe2 (fds, O_CLOEXEC) < 0)
    return -errno;

  *ret_ours = fds[0];
  *stream = fds[1];

  return fcntl (fds[0], F_SETFL, O_NONBLOCK) < 0 ? -errno : 0;
}

int
skein_command_new_piped (char *const         argv[],
                         SkeinCommandPipes  *pipes,
                         SkeinCommand      **ret)
{
  int streams[N_STREAMS] = { -1, -1, -1 };
  int ours[] = { -1, -1 };
  int result;

  streams[0] = open ("/dev/null", O_RDONLY | O_CLOEXEC);
  result = streams[0] < 0 ? -errno : make_pipe (&ours[0], &streams[1]);
  if (result == 0)
    result = make_pipe (&ours[1], &streams[2]);
  if (result == 0)
    result = make (argv, NULL, 0, streams, ret);

  close_all (streams, N_STREAMS);

  if (result < 0)
    close_all (ours, G_N_ELEMENTS (ours));
  else
    *pipes = (SkeinCommandPipes) { .out_fd = ours[0], .error_fd = ours[1] };

  return result;
}

static void
close_fd (SkeinCommand *self)
{
  close (self->fd);
  self->fd = -1;
}

static void
wait_for_end (const SkeinCommand *self)
{
  (void) TEMP_FAILURE_RETRY (waitpid (self->pid, NULL, 0));
}

void
skein_command_free (SkeinCommand *self)
{
  if (self->fd >= 0)
    {
      close_fd (self);

      if (self->pid > 0)
        wait_for_end (self);
    }

  g_free (self);
}

pid_t
skein_command_get_pid (const SkeinCommand *self)
{
  return self->pid;
}

int
skein_command_release (SkeinCommand *self)
{
  int error = 0;
  ssize_t length;

  (void) send (self->fd, "", 1, MSG_NOSIGNAL);
  length = TEMP_FAILURE_RETRY (read (self->fd, &error, sizeof error));
  close_fd (self);

  if (length != sizeof error)
    return 0;

  wait_for_end (self);

  return -error;
}
