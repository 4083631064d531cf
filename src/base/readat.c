/* readat.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "base/readat.h"

#include "base/autofd.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* The kernel makes a page at a time; most of what is larger fits four of them. */
#define WHOLE_STEP 16384

static int
negative_errno (void)
{
  return errno == ENOENT ? -ESRCH : -errno;
}

/**
 * skein_read_at:
 * @dir_fd: an open directory, or AT_FDCWD
 * @path: the file, relative to it
 * @buffer: (out caller-allocates) (array length=size): where to put the contents; not terminated
 * @size: room in @buffer
 *
 * Opens the file, reads once, closes it. One read gives the whole of a small file
 * of /proc; what does not fit is cut off.
 *
 * Returns: how much was read, -ESRCH if the file or its process is gone, or another negative errno
 */
ssize_t
skein_read_at (int         dir_fd,
               const char *path,
               char       *buffer,
               size_t      size)
{
  skein_autofd int fd = openat (dir_fd, path, O_RDONLY | O_CLOEXEC);
  ssize_t length;

  if (fd < 0)
    return negative_errno ();

  length = TEMP_FAILURE_RETRY (read (fd, buffer, size));

  return length < 0 ? negative_errno () : length;
}

/**
 * skein_read_again:
 * @fd: an open file of /proc
 * @buffer: (out caller-allocates) (array length=size): where to put the contents; not terminated
 * @size: room in @buffer
 *
 * Reads once from the start of a file that is kept open: the kernel then makes
 * the contents anew. A kept file never turns into that of another thread with
 * the same id.
 *
 * Returns: how much was read, -ESRCH if its process is gone, or another negative errno
 */
ssize_t
skein_read_again (int     fd,
                  char   *buffer,
                  size_t  size)
{
  ssize_t length = TEMP_FAILURE_RETRY (pread (fd, buffer, size, 0));

  return length < 0 ? negative_errno () : length;
}

/**
 * skein_read_whole_at:
 * @dir_fd: an open directory, or AT_FDCWD
 * @path: the file, relative to it
 * @limit: read no more than this many bytes
 * @ret: (inout): a byte array; its contents are replaced, its memory is used again
 *
 * Reads a file of any length. What is beyond @limit is cut off. After a failure
 * @ret is empty.
 *
 * Returns: 0, -ESRCH if the file or its process is gone, or another negative errno
 */
int
skein_read_whole_at (int         dir_fd,
                     const char *path,
                     size_t      limit,
                     GByteArray *ret)
{
  skein_autofd int fd = openat (dir_fd, path, O_RDONLY | O_CLOEXEC);
  size_t length = 0;

  g_byte_array_set_size (ret, 0);

  if (fd < 0)
    return negative_errno ();

  while (length < limit)
    {
      size_t step = MIN (limit - length, WHOLE_STEP);
      ssize_t n_read;

      g_byte_array_set_size (ret, (guint) (length + step));
      n_read = TEMP_FAILURE_RETRY (read (fd, ret->data + length, step));

      if (n_read < 0)
        {
          int result = negative_errno ();

          g_byte_array_set_size (ret, 0);
          return result;
        }

      if (n_read == 0)
        break;

      length += (size_t) n_read;
    }

  g_byte_array_set_size (ret, (guint) length);

  return 0;
}
