/* family.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "lab/family.h"

#include "base/clock.h"
#include "lab/cgroup.h"
#include "proc/stat.h"
#include "proc/tasklist.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/wait.h>
#include <unistd.h>

/* Who was killed is gone in a moment, unless a disk keeps him: nobody waits for that any longer. */
#define PATIENCE_NS (2 * SKEIN_NS_PER_S)
#define LOOK_US     500

/* While somebody is found who was not there before: but not for ever. */
#define MOST_WALKS 100

struct _SkeinLabFamily
{
  pid_t        pid;
  SkeinCgroup *cgroup; /* NULL: none may be made */
  GHashTable  *found;  /* of pids: without a group, who is to be killed */
  bool         is_ended;
  int          status;
};

SkeinLabFamily *
skein_lab_family_new (pid_t pid)
{
  SkeinLabFamily *self = g_new0 (SkeinLabFamily, 1);

  self->pid = pid;
  self->cgroup = skein_cgroup_new (pid);
  self->found = g_hash_table_new (NULL, NULL);

  return self;
}

void
skein_lab_family_free (SkeinLabFamily *self)
{
  skein_lab_family_end (self);
  g_clear_pointer (&self->cgroup, skein_cgroup_free);
  g_hash_table_unref (self->found);
  g_free (self);
}

static bool
read_stat (pid_t      pid,
           SkeinStat *ret)
{
  char path[32];

  g_snprintf (path, sizeof path, "/proc/%d/stat", (int) pid);

  return skein_stat_read_at (AT_FDCWD, path, ret) == 0 && ret->state != 'Z' && ret->state != 'X';
}

static bool
is_member (const SkeinLabFamily *self,
           const SkeinStat      *stat)
{
  return stat->pgrp == self->pid || stat->ppid == self->pid ||
         g_hash_table_contains (self->found, GINT_TO_POINTER (stat->ppid));
}

/* Stops all that are found anew: so they make nobody else. Parents may come later in the list than their children.
 * Returns: whether there were any */
static bool
stop_new_ones (SkeinLabFamily *self)
{
  g_autoptr (GArray) pids = g_array_new (FALSE, FALSE, sizeof (pid_t));
  bool is_any = false;

  if (skein_tasklist_read_at (AT_FDCWD, "/proc", pids) < 0)
    return false;

  for (guint i = 0; i < pids->len; i++)
    {
      pid_t pid = g_array_index (pids, pid_t, i);
      SkeinStat stat;

      if (pid == self->pid || g_hash_table_contains (self->found, GINT_TO_POINTER (pid)) || !read_stat (pid, &stat) ||
          !is_member (self, &stat))
        continue;

      kill (pid, SIGSTOP);
      g_hash_table_add (self->found, GINT_TO_POINTER (pid));
      is_any = true;
    }

  return is_any;
}

static void
kill_found (SkeinLabFamily *self)
{
  GHashTableIter iter;
  gpointer pid;

  kill (self->pid, SIGSTOP);

  for (int i = 0; i < MOST_WALKS && stop_new_ones (self); i++)
    continue;

  g_hash_table_iter_init (&iter, self->found);
  while (g_hash_table_iter_next (&iter, &pid, NULL))
    kill (GPOINTER_TO_INT (pid), SIGKILL);

  kill (-self->pid, SIGKILL);
  kill (self->pid, SIGKILL);
}

/* Whether all but the first are gone, or dead and for their parents to collect. */
static bool
are_gone (SkeinLabFamily *self)
{
  GHashTableIter iter;
  gpointer pid;
  SkeinStat stat;

  if (self->cgroup != NULL)
    return skein_cgroup_is_empty (self->cgroup);

  g_hash_table_iter_init (&iter, self->found);
  while (g_hash_table_iter_next (&iter, &pid, NULL))
    {
      if (read_stat (GPOINTER_TO_INT (pid), &stat))
        return false;
    }

  return true;
}

/* Whether the number is still the first process's: dead or alive, nobody has collected it. */
static bool
is_ours (const SkeinLabFamily *self)
{
  siginfo_t info;

  return waitid (P_PID, (id_t) self->pid, &info, WEXITED | WNOWAIT | WNOHANG) == 0;
}

int
skein_lab_family_end (SkeinLabFamily *self)
{
  int64_t until_ns = skein_clock_now_ns () + PATIENCE_NS;
  bool is_collected = false;

  if (self->is_ended)
    return self->status;

  if (self->cgroup != NULL)
    skein_cgroup_kill (self->cgroup);
  else if (is_ours (self))
    kill_found (self);

  for (;;)
    {
      is_collected = is_collected || waitpid (self->pid, &self->status, WNOHANG) != 0;

      if ((is_collected && are_gone (self)) || skein_clock_now_ns () > until_ns)
        break;

      g_usleep (LOOK_US);
    }

  self->is_ended = true;

  return self->status;
}
