/* memory-talk.h - children whose memory is looked at, and what they tell of it themselves
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "proc/stat.h"
#include "sampler/memory-space.h"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib.h>

#define MIB (UINT64_C (1) << 20)
#define N_THREADS 50

/* What a child tells, in memory that both have. */
typedef struct
{
  atomic_int        n_ready;
  atomic_int        command;
  atomic_int        tids[N_THREADS];
  _Atomic uintptr_t stacks[N_THREADS]; /* an address in each */
  _Atomic uintptr_t other;
} Talk;

static Talk *talk;
static int proc_fd;

static inline void
open_talk (void)
{
  talk = mmap (NULL, sizeof *talk, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  g_assert_true (talk != MAP_FAILED);
  proc_fd = open ("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  g_assert_cmpint (proc_fd, >=, 0);
}

static inline void
wait_for (int n)
{
  for (int i = 0; talk->n_ready < n; i++)
    {
      g_assert_cmpint (i, <, 20000);
      g_usleep (1000);
    }
}

static inline pid_t
start (void (*live) (void))
{
  pid_t child;

  memset (talk, 0, sizeof *talk);
  child = fork ();
  g_assert_cmpint (child, >=, 0);

  if (child == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      live ();
      _exit (0);
    }

  return child;
}

static inline void
end (pid_t child)
{
  g_assert_cmpint (kill (child, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
}

static inline SkeinTaskKey
get_key (pid_t pid)
{
  g_autofree char *path = g_strdup_printf ("%d/stat", (int) pid);
  SkeinTaskKey key = { pid, pid, 0 };
  SkeinStat stat;

  if (skein_stat_read_at (proc_fd, path, &stat) == 0)
    key.start_ticks = stat.start_ticks;

  return key;
}

static inline SkeinMemorySpace *
open_space (pid_t pid)
{
  SkeinTaskKey key = get_key (pid);

  return skein_memory_space_new (proc_fd, true, &key);
}

static inline const SkeinRegion *
find (const SkeinMemorySpace *space,
      uintptr_t               address)
{
  return skein_address_space_find (skein_memory_space_get (space), address);
}

static inline void
block (void)
{
  talk->n_ready++;

  for (;;)
    pause ();
}

/* As somebody who may do nothing in particular, if the environment asks for it. */
static inline void
become_user (void)
{
  const char *user = g_getenv ("SKEIN_TEST_USER");
  const struct passwd *entry = user != NULL ? getpwnam (user) : NULL;

  if (entry != NULL && geteuid () == 0)
    {
      g_assert_cmpint (setgroups (0, NULL), ==, 0);
      g_assert_cmpint (setgid (entry->pw_gid), ==, 0);
      g_assert_cmpint (setuid (entry->pw_uid), ==, 0);
      prctl (PR_SET_DUMPABLE, 1);
    }
}
