/* memory-folder.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "sampler/memory-folder.h"

#include "proc/tasklist.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define PATH_SIZE 32

static int
open_folder (int         dir_fd,
             const char *path)
{
  int fd = openat (dir_fd, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd >= 0)
    return fd;

  return errno == ENOENT ? -ESRCH : -errno;
}

static bool
has_ended (const SkeinStat *stat)
{
  return stat->state == 'Z' || stat->state == 'X';
}

/* The main thread's folder says nothing of the memory once it has ended, although all others have it still. */
static int
open_other_thread (SkeinMemoryFolder *self)
{
  g_autoptr (GArray) tids = g_array_new (FALSE, FALSE, sizeof (pid_t));
  int result = skein_tasklist_read_at (self->process_fd, "task", tids);

  for (guint i = 0; result == 0 && i < tids->len; i++)
    {
      char path[PATH_SIZE];
      SkeinStat stat;

      g_snprintf (path, sizeof path, "task/%d/stat", (int) g_array_index (tids, pid_t, i));

      if (skein_stat_read_at (self->process_fd, path, &stat) < 0 || has_ended (&stat))
        continue;

      g_snprintf (path, sizeof path, "task/%d", (int) g_array_index (tids, pid_t, i));

      return open_folder (self->process_fd, path);
    }

  return -ESRCH;
}

static int
open_memory (SkeinMemoryFolder *self)
{
  if ((self->stat.flags & SKEIN_STAT_KTHREAD) != 0)
    return 0;

  self->memory_fd = has_ended (&self->stat) ? open_other_thread (self) : self->process_fd;

  return MIN (self->memory_fd, 0);
}

int
skein_memory_folder_open (int                proc_fd,
                          pid_t              pid,
                          SkeinMemoryFolder *ret)
{
  char path[PATH_SIZE];
  int result;

  g_snprintf (path, sizeof path, "%d", (int) pid);
  *ret = (SkeinMemoryFolder) { .process_fd = open_folder (proc_fd, path), .memory_fd = -1 };

  if (ret->process_fd < 0)
    return ret->process_fd;

  result = skein_stat_read_at (ret->process_fd, "stat", &ret->stat);

  return result < 0 ? result : open_memory (ret);
}

int
skein_memory_folder_open_process (int                 proc_fd,
                                  const SkeinTaskKey *process,
                                  SkeinMemoryFolder  *ret)
{
  int result = skein_memory_folder_open (proc_fd, process->pid, ret);

  return result == 0 && ret->stat.start_ticks != process->start_ticks ? -ESRCH : result;
}

void
skein_memory_folder_close (SkeinMemoryFolder *self)
{
  if (self->memory_fd >= 0 && self->memory_fd != self->process_fd)
    close (self->memory_fd);
  if (self->process_fd >= 0)
    close (self->process_fd);

  self->memory_fd = self->process_fd = -1;
}
