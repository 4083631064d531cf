/* refuse-perf.c - a kernel that refuses to record switches, as Debian's does by default
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * refuse-perf [-p PARANOID] [-u USER] COMMAND [ARGUMENT...]
 *
 * perf_event_open() answers EACCES to the command and to all that it starts. -p: and
 * kernel.perf_event_paranoid reads as told, which takes root. -u: as that user, which takes
 * root too. Where root is missing it says so as a test does that is skipped, and succeeds.
 */

#include <errno.h>
#include <grp.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pwd.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define SETTING "/proc/sys/kernel/perf_event_paranoid"

static void
fail (const char *what)
{
  fprintf (stderr, "refuse-perf: %s: %s\n", what, strerror (errno));
  exit (EXIT_FAILURE);
}

static void
skip (const char *why)
{
  printf ("1..0 # SKIP %s: %s\n", why, strerror (errno));
  exit (EXIT_SUCCESS);
}

/* Lays a file over the setting, for this process and those it starts alone. */
static void
set_paranoid (const char *value)
{
  char path[] = "/tmp/refuse-perf-XXXXXX";
  int fd;

  if (unshare (CLONE_NEWNS) < 0 || mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
    skip ("kernel.perf_event_paranoid cannot be hidden");

  fd = mkstemp (path);
  if (fd < 0 || dprintf (fd, "%s\n", value) < 0 || fchmod (fd, 0644) < 0)
    fail (path);

  close (fd);
  if (mount (path, SETTING, NULL, MS_BIND, NULL) < 0)
    {
      unlink (path);
      skip ("kernel.perf_event_paranoid cannot be hidden");
    }

  unlink (path);
}

static void
become (const char *name)
{
  const struct passwd *user = getpwnam (name);

  if (user == NULL)
    fail (name);
  if (setgroups (0, NULL) < 0 || setgid (user->pw_gid) < 0 || setuid (user->pw_uid) < 0)
    skip ("no other user can be become");
}

static void
refuse (void)
{
  struct sock_filter code[] = {
    BPF_STMT (BPF_LD | BPF_W | BPF_ABS, offsetof (struct seccomp_data, nr)),
    BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, __NR_perf_event_open, 0, 1),
    BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES),
    BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  const struct sock_fprog program = { .len = sizeof code / sizeof *code, .filter = code };

  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || prctl (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0)
    skip ("no filter can be set");
}

int
main (int   argc,
      char *argv[])
{
  const char *paranoid = NULL;
  const char *user = NULL;
  int option;

  while ((option = getopt (argc, argv, "+p:u:")) >= 0)
    {
      if (option == 'p')
        paranoid = optarg;
      else if (option == 'u')
        user = optarg;
      else
        return EXIT_FAILURE;
    }

  if (optind >= argc)
    return EXIT_FAILURE;

  if (paranoid != NULL)
    set_paranoid (paranoid);
  if (user != NULL)
    become (user);

  /* The build may not be open to other users. */
  if (strchr (argv[optind], '/') != NULL && access (argv[optind], X_OK) < 0)
    skip (argv[optind]);

  refuse ();
  execvp (argv[optind], argv + optind);
  fail (argv[optind]);
}
