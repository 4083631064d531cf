/* guard.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "workload/guard.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <libintl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define _(text) gettext (text)

#define NS_PER_S INT64_C (1000000000)
#define FOR_EVER INT64_MAX

/* Whom a kill did not reach yet, because it is just being made, is looked for again. */
#define LOOK_AGAIN_US 1000

static void
fill_signals (sigset_t *ret)
{
  sigemptyset (ret);
  sigaddset (ret, SIGCHLD);
  sigaddset (ret, SIGINT);
  sigaddset (ret, SIGTERM);
  sigaddset (ret, SIGHUP);
  sigaddset (ret, SIGQUIT);
}

/* The kernel's list of our children, those that came to us as their parents died among them.
 * Returns: how many were killed */
static unsigned
kill_children (void)
{
  char path[64];
  unsigned n = 0;
  FILE *file;
  int pid;

  snprintf (path, sizeof path, "/proc/self/task/%d/children", (int) getpid ());
  file = fopen (path, "re");

  if (file == NULL)
    return 0;

  for (; fscanf (file, "%d", &pid) == 1; n++)
    kill (pid, SIGKILL);

  fclose (file);

  return n;
}

/* Each that dies leaves its children to us: until there is none. */
static void
end_descendants (pid_t group)
{
  pid_t pid;

  kill (-group, SIGKILL);

  while ((pid = waitpid (-1, NULL, WNOHANG)) >= 0 || errno == EINTR)
    {
      if (pid > 0)
        continue;

      kill_children ();
      usleep (LOOK_AGAIN_US);
    }
}

static int64_t
get_deadline (const SkeinCall *call,
              int64_t          started_ns,
              int64_t          round_started)
{
  int64_t round_end = call->deadline_s < FOR_EVER / NS_PER_S ? round_started + call->deadline_s * NS_PER_S : FOR_EVER;
  int64_t all_end = call->seconds > 0 ? started_ns + call->seconds * NS_PER_S : FOR_EVER;

  return round_end < all_end ? round_end : all_end;
}

static int
get_status (int status)
{
  if (WIFEXITED (status))
    return WEXITSTATUS (status);

  fprintf (stderr, _("skein-workload: the work was ended by signal %d\n"), WTERMSIG (status));

  return EXIT_FAILURE;
}

/* Returns: the status to exit with */
static int
time_is_over (const SkeinCall *call,
              int64_t          started_ns)
{
  if (call->seconds > 0 && skein_job_now () >= started_ns + call->seconds * NS_PER_S)
    return EXIT_SUCCESS;

  fprintf (stderr, _("skein-workload %s: it took more than %lld s, and was stopped\n"), call->experiment->id,
           (long long) call->deadline_s);

  return EXIT_FAILURE;
}

/* Returns: the status to exit with */
static int
wait_for_work (const SkeinCall *call,
               pid_t            worker,
               const int64_t   *round_started)
{
  int64_t started_ns = skein_job_now ();
  sigset_t signals;
  siginfo_t info;
  int status;

  fill_signals (&signals);

  for (;;)
    {
      int64_t round_ns = __atomic_load_n (round_started, __ATOMIC_RELAXED);
      int64_t left_ns = get_deadline (call, started_ns, round_ns) - skein_job_now ();
      struct timespec timeout = { .tv_sec = left_ns / NS_PER_S, .tv_nsec = left_ns % NS_PER_S };
      int number;

      if (left_ns <= 0)
        return time_is_over (call, started_ns);

      number = sigtimedwait (&signals, &info, &timeout);

      if (number == SIGCHLD && waitpid (worker, &status, WNOHANG) == worker)
        return get_status (status);
      if (number > 0 && number != SIGCHLD)
        return call->seconds >= 0 ? EXIT_SUCCESS : 128 + number;
    }
}

static void
do_work (const SkeinCall *call,
         int            (*work) (const SkeinCall *, int64_t *),
         int64_t         *round_started,
         pid_t            guard)
{
  sigset_t none;

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (getppid () != guard)
    _exit (EXIT_FAILURE);

  setpgid (0, 0);
  sigemptyset (&none);
  sigprocmask (SIG_SETMASK, &none, NULL);
  prctl (PR_SET_NAME, call->experiment->id);
  exit (work (call, round_started));
}

int
skein_guard_run (const SkeinCall *call,
                 int            (*work) (const SkeinCall *call,
                                         int64_t         *round_started))
{
  int64_t *round_started = mmap (NULL, sizeof (int64_t), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  pid_t guard = getpid ();
  sigset_t signals;
  pid_t worker;
  int status;

  if (round_started == MAP_FAILED)
    {
      fprintf (stderr, "skein-workload: %s\n", strerror (errno));
      return EXIT_FAILURE;
    }

  /* Whatever the parent had set: a child that is ignored is not waited for. */
  signal (SIGCHLD, SIG_DFL);
  fill_signals (&signals);
  sigprocmask (SIG_BLOCK, &signals, NULL);
  prctl (PR_SET_CHILD_SUBREAPER, 1);
  if (call->is_tied)
    prctl (PR_SET_PDEATHSIG, SIGKILL);

  *round_started = skein_job_now ();
  worker = fork ();

  if (worker == 0)
    do_work (call, work, round_started, guard);

  if (worker < 0)
    {
      fprintf (stderr, "skein-workload: %s\n", strerror (errno));
      return EXIT_FAILURE;
    }

  setpgid (worker, worker);
  status = wait_for_work (call, worker, round_started);
  end_descendants (worker);
  munmap (round_started, sizeof *round_started);

  return status;
}
