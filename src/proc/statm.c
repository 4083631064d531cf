/* statm.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "proc/statm.h"

#include "base/parse.h"
#include "base/readat.h"

#include <errno.h>

/**
 * skein_statm_parse:
 * @text: (array length=length): the file's contents, not terminated
 * @length: how much of @text to look at
 * @ret: (out caller-allocates): the reading
 *
 * Whatever comes after the third number is ignored.
 *
 * Returns: 0, or -EBADMSG with @ret left alone
 */
int
skein_statm_parse (const char *text,
                   size_t      length,
                   SkeinStatm *ret)
{
  const char *cursor = text;
  const char *end = text + length;
  SkeinStatm statm;

  if (!skein_take_u64 (&cursor, end, &statm.size_pages) ||
      !skein_take_u64 (&cursor, end, &statm.resident_pages) ||
      !skein_take_u64 (&cursor, end, &statm.shared_pages))
    return -EBADMSG;

  *ret = statm;

  return 0;
}

/**
 * skein_statm_read_at:
 * @dir_fd: an open directory: /proc, or one of a process
 * @path: the file relative to it, such as "statm"
 * @ret: (out caller-allocates): the reading
 *
 * Returns: 0, -ESRCH if the process is gone, or another negative errno
 */
int
skein_statm_read_at (int         dir_fd,
                     const char *path,
                     SkeinStatm *ret)
{
  char text[SKEIN_STATM_SIZE];
  ssize_t length = skein_read_at (dir_fd, path, text, sizeof text);

  if (length < 0)
    return (int) length;

  return skein_statm_parse (text, (size_t) length, ret);
}
