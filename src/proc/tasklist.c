/* tasklist.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "proc/tasklist.h"

#include "base/autofd.h"
#include "base/parse.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* A thousand entries and more at a time. The fewer the calls, the fewer the
 * chances that the list changes between two of them. */
#define ENTRIES_SIZE 32768

static int
negative_errno (void)
{
  return errno == ENOENT ? -ESRCH : -errno;
}

static void
append_ids (const char *entries,
            size_t      length,
            GArray     *ids)
{
  for (size_t offset = 0; offset < length;)
    {
      const struct dirent64 *entry = (const void *) (entries + offset);
      const char *name = entry->d_name;
      const char *name_end = name + strlen (name);
      pid_t id;

      if (name[0] != '-' && skein_take_i32 (&name, name_end, &id) && name == name_end)
        g_array_append_val (ids, id);

      offset += entry->d_reclen;
    }
}

/**
 * skein_tasklist_read:
 * @fd: /proc or a /proc/<pid>/task, open for reading
 * @ret: (inout): an array of pid_t; its contents are replaced, its memory is used again
 *
 * Lists what is there from the start, wherever @fd was read up to before. The ids
 * of /proc come in ascending order; those of a task directory in the order in
 * which the threads were made, the main thread first.
 *
 * If threads end while they are being listed the kernel may leave out one that
 * lives on: it finds its place again by counting. Processes it finds again by
 * their id. What is listed may be gone already. After a failure @ret is empty.
 *
 * Returns: 0, -ESRCH if the process is gone, or another negative errno
 */
int
skein_tasklist_read (int     fd,
                     GArray *ret)
{
  /* Not zeroed: that would cost more than listing the few threads most processes have. */
  __attribute__ ((uninitialized, aligned (__alignof__ (struct dirent64)))) char entries[ENTRIES_SIZE];
  ssize_t length;

  g_return_val_if_fail (g_array_get_element_size (ret) == sizeof (pid_t), -EINVAL);

  g_array_set_size (ret, 0);

  if (lseek (fd, 0, SEEK_SET) < 0)
    return -errno;

  while ((length = getdents64 (fd, entries, sizeof entries)) > 0)
    append_ids (entries, (size_t) length, ret);

  if (length < 0)
    {
      g_array_set_size (ret, 0);
      return negative_errno ();
    }

  return 0;
}

/**
 * skein_tasklist_read_at:
 * @dir_fd: an open directory: /proc, or one of a process
 * @path: the directory to list relative to it, such as "." or "1/task"
 * @ret: (inout): an array of pid_t; its contents are replaced, its memory is used again
 *
 * As skein_tasklist_read(), for a directory that is not open yet.
 *
 * Returns: 0, -ESRCH if the process is gone, or another negative errno
 */
int
skein_tasklist_read_at (int         dir_fd,
                        const char *path,
                        GArray     *ret)
{
  skein_autofd int fd = openat (dir_fd, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    {
      g_array_set_size (ret, 0);
      return negative_errno ();
    }

  return skein_tasklist_read (fd, ret);
}
