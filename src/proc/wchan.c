/* wchan.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "proc/wchan.h"

#include "base/readat.h"

#include <errno.h>
#include <string.h>

/**
 * skein_wchan_parse:
 * @text: (array length=length): the file's contents, not terminated
 * @length: how much of @text to look at
 * @ret: (out caller-allocates): the name of a function, zero-terminated, such as "do_wait" or
 *   "poll_schedule_timeout.constprop.0"; empty where the kernel says "0"
 *
 * The kernel says "0" of a thread that does not wait, and of all that the reader
 * may not look into: it cannot be told which. A name longer than there is room for
 * is cut.
 *
 * Returns: 0, or -EBADMSG with @ret left alone
 */
int
skein_wchan_parse (const char *text,
                   size_t      length,
                   char        ret[SKEIN_WCHAN_SIZE])
{
  size_t name_length = 0;

  while (name_length < length && g_ascii_isgraph (text[name_length]))
    name_length++;

  if (name_length == 0 || (name_length < length && text[name_length] != '\n'))
    return -EBADMSG;

  if (name_length == 1 && text[0] == '0')
    name_length = 0;

  name_length = MIN (name_length, SKEIN_WCHAN_SIZE - 1);
  memcpy (ret, text, name_length);
  ret[name_length] = '\0';

  return 0;
}

/**
 * skein_wchan_read_at:
 * @dir_fd: an open directory: /proc, or one of a process or thread
 * @path: the file relative to it, such as "wchan"
 * @ret: (out caller-allocates): the name of a function, zero-terminated, or nothing
 *
 * Returns: 0, -ESRCH if the thread is gone, or another negative errno
 */
int
skein_wchan_read_at (int         dir_fd,
                     const char *path,
                     char        ret[SKEIN_WCHAN_SIZE])
{
  char text[SKEIN_WCHAN_SIZE];
  ssize_t length = skein_read_at (dir_fd, path, text, sizeof text);

  if (length < 0)
    return (int) length;

  return skein_wchan_parse (text, (size_t) length, ret);
}
