/* stat.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "proc/stat.h"

#include "base/parse.h"
#include "base/readat.h"

#include <errno.h>
#include <string.h>

/* The name is the only field that can hold a blank or a parenthesis, so it ends
 * at the last one of the line. */
static bool
take_pid_and_comm (const char **cursor,
                   const char  *end,
                   SkeinStat   *stat)
{
  const char *closing = memrchr (*cursor, ')', (size_t) (end - *cursor));

  if (closing == NULL ||
      !skein_take_i32 (cursor, closing, &stat->pid) ||
      !skein_take_byte (cursor, closing, ' ') ||
      !skein_take_byte (cursor, closing, '('))
    return false;

  skein_comm_set (stat->comm, *cursor, (size_t) (closing - *cursor));
  *cursor = closing + 1;

  return true;
}

static bool
take_state (const char **cursor,
            const char  *end,
            char        *ret)
{
  if (!skein_take_byte (cursor, end, ' ') || *cursor == end || !g_ascii_isalpha (**cursor))
    return false;

  *ret = *(*cursor)++;

  return true;
}

/* Field numbers are those of proc(5). */
static bool
take_family_and_use (const char **cursor,
                     const char  *end,
                     SkeinStat   *stat)
{
  return skein_take_i32 (cursor, end, &stat->ppid) &&
         skein_take_i32 (cursor, end, &stat->pgrp) &&
         skein_take_i32 (cursor, end, &stat->session) &&
         skein_take_i32 (cursor, end, &stat->tty) &&
         skein_skip_fields (cursor, end, 1) && /* (8) tpgid */
         skein_take_u32 (cursor, end, &stat->flags) &&
         skein_take_u64 (cursor, end, &stat->minor_faults) &&
         skein_skip_fields (cursor, end, 1) && /* (11) cminflt */
         skein_take_u64 (cursor, end, &stat->major_faults) &&
         skein_skip_fields (cursor, end, 1) && /* (13) cmajflt */
         skein_take_u64 (cursor, end, &stat->utime_ticks) &&
         skein_take_u64 (cursor, end, &stat->stime_ticks);
}

static bool
take_schedule_and_memory (const char **cursor,
                          const char  *end,
                          SkeinStat   *stat)
{
  return skein_skip_fields (cursor, end, 2) && /* (16) cutime, cstime */
         skein_take_i32 (cursor, end, &stat->priority) &&
         skein_take_i32 (cursor, end, &stat->nice) &&
         skein_take_u32 (cursor, end, &stat->n_threads) &&
         skein_skip_fields (cursor, end, 1) && /* (21) itrealvalue */
         skein_take_u64 (cursor, end, &stat->start_ticks) &&
         skein_take_u64 (cursor, end, &stat->vsize) &&
         skein_take_u64 (cursor, end, &stat->rss_pages) &&
         skein_skip_fields (cursor, end, 14) && /* (25) rsslim to exit_signal */
         skein_take_i32 (cursor, end, &stat->processor) &&
         skein_take_u32 (cursor, end, &stat->rt_priority) &&
         skein_take_u32 (cursor, end, &stat->policy);
}

/**
 * skein_stat_parse:
 * @text: (array length=length): the file's contents, not terminated
 * @length: how much of @text to look at
 * @ret: (out caller-allocates): the reading
 *
 * Whatever comes after the policy is ignored. A name longer than there is room
 * for is cut.
 *
 * Returns: 0, or -EBADMSG with @ret left alone
 */
int
skein_stat_parse (const char *text,
                  size_t      length,
                  SkeinStat  *ret)
{
  const char *cursor = text;
  const char *end = text + length;
  SkeinStat stat;

  if (!take_pid_and_comm (&cursor, end, &stat) ||
      !take_state (&cursor, end, &stat.state) ||
      !take_family_and_use (&cursor, end, &stat) ||
      !take_schedule_and_memory (&cursor, end, &stat))
    return -EBADMSG;

  *ret = stat;

  return 0;
}

/**
 * skein_stat_read_at:
 * @dir_fd: an open directory: /proc, or one of a process or thread
 * @path: the file relative to it, such as "stat" or "1/task/1/stat"
 * @ret: (out caller-allocates): the reading
 *
 * Returns: 0, -ESRCH if the process or thread is gone, or another negative errno
 */
int
skein_stat_read_at (int         dir_fd,
                    const char *path,
                    SkeinStat  *ret)
{
  char text[SKEIN_STAT_SIZE];
  ssize_t length = skein_read_at (dir_fd, path, text, sizeof text);

  if (length < 0)
    return (int) length;

  return skein_stat_parse (text, (size_t) length, ret);
}
