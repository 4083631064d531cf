/* memory-read.c - for programs that look once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "sampler/memory-reader.h"

#include "base/clock.h"
#include "sampler/memory-work.h"

#include <errno.h>
#include <fcntl.h>

int
skein_memory_read (const char            *proc_path,
                   const SkeinMemoryWish *wish,
                   SkeinMemoryReport    **ret)
{
  int proc_fd = open (proc_path != NULL ? proc_path : "/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  g_autoptr (SkeinMemoryWork) work = NULL;

  if (proc_fd < 0)
    return -errno;

  work = skein_memory_work_new (proc_fd, proc_path == NULL);
  skein_memory_work_set_wish (work, wish);
  *ret = skein_memory_work_read_all (work);

  return 0;
}
