/* schedstat.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "proc/schedstat.h"

#include "base/parse.h"
#include "base/readat.h"

#include <errno.h>

/**
 * skein_schedstat_parse:
 * @text: (array length=length): the file's contents, not terminated
 * @length: how much of @text to look at
 * @ret: (out caller-allocates): the reading
 *
 * Whatever a newer kernel puts after the third number is ignored.
 *
 * Returns: 0, or -EBADMSG with @ret left alone
 */
int
skein_schedstat_parse (const char     *text,
                       size_t          length,
                       SkeinSchedstat *ret)
{
  const char *cursor = text;
  const char *end = text + length;
  SkeinSchedstat stat;

  if (!skein_take_u64 (&cursor, end, &stat.run_ns) ||
      !skein_take_u64 (&cursor, end, &stat.wait_ns) ||
      !skein_take_u64 (&cursor, end, &stat.slices))
    return -EBADMSG;

  *ret = stat;

  return 0;
}

/**
 * skein_schedstat_read_at:
 * @dir_fd: an open directory: /proc, or one of a process or thread
 * @path: the file relative to it, such as "schedstat"
 * @ret: (out caller-allocates): the reading
 *
 * -ESRCH would also mean a kernel built without schedstat: ask /proc/self once
 * before believing it.
 *
 * Returns: 0, -ESRCH if the thread is gone, or another negative errno
 */
int
skein_schedstat_read_at (int             dir_fd,
                         const char     *path,
                         SkeinSchedstat *ret)
{
  char text[SKEIN_SCHEDSTAT_SIZE];
  ssize_t length = skein_read_at (dir_fd, path, text, sizeof text);

  if (length < 0)
    return (int) length;

  return skein_schedstat_parse (text, (size_t) length, ret);
}
