/* control.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "sampler/control.h"

#include "base/autofd.h"
#include "proc/stat.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* glibc has functions for these two only since 2.36. */
static int
open_pid (pid_t pid)
{
  int fd = (int) syscall (SYS_pidfd_open, pid, 0);

  return fd >= 0 ? fd : -errno;
}

static int
send_to_fd (int fd,
            int signal)
{
  return syscall (SYS_pidfd_send_signal, fd, signal, NULL, 0) == 0 ? 0 : -errno;
}

/* Whether whoever has the number now is the one that is meant. */
static int
check_start (const SkeinTaskKey *key)
{
  char path[32];
  SkeinStat stat;
  int result;

  g_snprintf (path, sizeof path, "/proc/%d/stat", (int) key->pid);

  result = skein_stat_read_at (AT_FDCWD, path, &stat);
  if (result < 0)
    return result;

  return stat.start_ticks == key->start_ticks ? 0 : -ESRCH;
}

int
skein_control_signal (const SkeinTaskKey *key,
                      int                 signal)
{
  skein_autofd int fd = -1;
  int result;

  if (key->pid <= 0)
    return -ESRCH;

  fd = open_pid (key->pid);
  if (fd < 0)
    return fd == -EINVAL ? -ESRCH : fd;

  /* Only now: the descriptor is of the process whose start is read, or of one
   * before it that has ended since; to that, sending fails. */
  result = check_start (key);

  return result < 0 ? result : send_to_fd (fd, signal);
}

int
skein_control_may_signal (const SkeinTaskKey *key)
{
  return skein_control_signal (key, 0);
}
