/* loadavg.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "proc/loadavg.h"

#include "base/parse.h"
#include "base/readat.h"

#include <errno.h>

static bool
take_average (const char **cursor,
              const char  *end,
              double      *ret)
{
  uint32_t whole;
  uint32_t hundredths;
  const char *digits;

  if (!skein_take_u32 (cursor, end, &whole) || !skein_take_byte (cursor, end, '.'))
    return false;

  digits = *cursor;

  if (!skein_take_u32 (cursor, end, &hundredths) || *cursor - digits != 2 || *digits == ' ')
    return false;

  *ret = whole + hundredths / 100.0;

  return true;
}

/**
 * skein_loadavg_parse:
 * @text: (array length=length): the file's contents, not terminated
 * @length: how much of @text to look at
 * @ret: (out caller-allocates): the reading
 *
 * Whatever a newer kernel puts after the last process id is ignored.
 *
 * Returns: 0, or -EBADMSG with @ret left alone
 */
int
skein_loadavg_parse (const char   *text,
                     size_t        length,
                     SkeinLoadavg *ret)
{
  const char *cursor = text;
  const char *end = text + length;
  SkeinLoadavg loadavg;

  if (!take_average (&cursor, end, &loadavg.load_1) ||
      !take_average (&cursor, end, &loadavg.load_5) ||
      !take_average (&cursor, end, &loadavg.load_15) ||
      !skein_take_u32 (&cursor, end, &loadavg.n_running) ||
      !skein_take_byte (&cursor, end, '/') ||
      !skein_take_u32 (&cursor, end, &loadavg.n_total) ||
      !skein_take_i32 (&cursor, end, &loadavg.last_pid))
    return -EBADMSG;

  *ret = loadavg;

  return 0;
}

/**
 * skein_loadavg_read_at:
 * @dir_fd: an open directory: /proc
 * @path: the file relative to it, such as "loadavg"
 * @ret: (out caller-allocates): the reading
 *
 * Returns: 0, -ESRCH if there is no such file, or another negative errno
 */
int
skein_loadavg_read_at (int           dir_fd,
                       const char   *path,
                       SkeinLoadavg *ret)
{
  char text[SKEIN_LOADAVG_SIZE];
  ssize_t length = skein_read_at (dir_fd, path, text, sizeof text);

  if (length < 0)
    return (int) length;

  return skein_loadavg_parse (text, (size_t) length, ret);
}
