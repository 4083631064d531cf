/* sched.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "proc/sched.h"

#include "base/parse.h"
#include "base/readat.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

/* About 1.5 KiB; with CONFIG_SCHEDSTATS twice that, and a line per NUMA node. */
#define SCHED_SIZE 16384

/* The kernel draws a line of 65 under the name. */
#define RULE_MIN 32

/* What a reading has to have, each once. */
enum {
  HAS_RUN = 1 << 0,
  HAS_SWITCHES = 1 << 1,
  HAS_VOLUNTARY = 1 << 2,
  HAS_INVOLUNTARY = 1 << 3,
  HAS_MIGRATIONS = 1 << 4,
  HAS_POLICY = 1 << 5,
  HAS_PRIORITY = 1 << 6,
  HAS_ALL = (1 << 7) - 1,
};

/* The name stands on top as it is. With a newline in it, it could pass for a
 * line of figures; a rule this long it cannot hold. */
static bool
skip_heading (const char **cursor,
              const char  *end)
{
  const char *line;
  const char *line_end;

  while (skein_take_line (cursor, end, &line, &line_end))
    {
      const char *p = line;

      while (p < line_end && *p == '-')
        p++;

      if (p == line_end && p - line >= RULE_MIN)
        return true;
    }

  return false;
}

/* Milliseconds with six decimals. */
static bool
take_ms (const char **cursor,
         const char  *end,
         uint64_t    *ret_ns)
{
  uint64_t ms;
  uint64_t ns;
  const char *digits;

  if (!skein_take_u64 (cursor, end, &ms) || !skein_take_byte (cursor, end, '.'))
    return false;

  digits = *cursor;

  return digits < end && g_ascii_isdigit (*digits) &&
         skein_take_u64 (cursor, end, &ns) && *cursor - digits == 6 &&
         g_uint64_checked_mul (&ms, ms, 1000000) && g_uint64_checked_add (ret_ns, ms, ns);
}

static bool
is (const char *key,
    size_t      length,
    const char *name)
{
  return strlen (name) == length && memcmp (key, name, length) == 0;
}

/* Returns the bit of what was taken, 0 for a line nobody asked for, or a negative errno. */
static int
take_line (const char *cursor,
           const char *end,
           SkeinSched *sched)
{
  const char *key;
  size_t length;

  if (!skein_take_key (&cursor, end, &key, &length))
    return 0;

  if (is (key, length, "se.sum_exec_runtime"))
    return take_ms (&cursor, end, &sched->run_ns) ? HAS_RUN : -EBADMSG;

  if (is (key, length, "nr_switches"))
    return skein_take_u64 (&cursor, end, &sched->n_switches) ? HAS_SWITCHES : -EBADMSG;

  if (is (key, length, "nr_voluntary_switches"))
    return skein_take_u64 (&cursor, end, &sched->n_voluntary) ? HAS_VOLUNTARY : -EBADMSG;

  if (is (key, length, "nr_involuntary_switches"))
    return skein_take_u64 (&cursor, end, &sched->n_involuntary) ? HAS_INVOLUNTARY : -EBADMSG;

  if (is (key, length, "se.nr_migrations"))
    return skein_take_u64 (&cursor, end, &sched->n_migrations) ? HAS_MIGRATIONS : -EBADMSG;

  if (is (key, length, "policy"))
    return skein_take_u32 (&cursor, end, &sched->policy) ? HAS_POLICY : -EBADMSG;

  if (is (key, length, "prio"))
    return skein_take_i32 (&cursor, end, &sched->priority) ? HAS_PRIORITY : -EBADMSG;

  return 0;
}

/**
 * skein_sched_parse:
 * @text: (array length=length): the file's contents, not terminated
 * @length: how much of @text to look at
 * @ret: (out caller-allocates): the reading
 *
 * Lines it does not know are ignored.
 *
 * Returns: 0, or -EBADMSG with @ret left alone
 */
int
skein_sched_parse (const char *text,
                   size_t      length,
                   SkeinSched *ret)
{
  const char *cursor = text;
  const char *end = text + length;
  const char *line;
  const char *line_end;
  SkeinSched sched;
  int seen = 0;

  if (!skip_heading (&cursor, end))
    return -EBADMSG;

  while (skein_take_line (&cursor, end, &line, &line_end))
    {
      int taken = take_line (line, line_end, &sched);

      if (taken < 0 || (seen & taken) != 0)
        return -EBADMSG;

      seen |= taken;
    }

  if (seen != HAS_ALL)
    return -EBADMSG;

  *ret = sched;

  return 0;
}

/**
 * skein_sched_read_at:
 * @dir_fd: an open directory: /proc, or one of a process or thread
 * @path: the file relative to it, such as "sched"
 * @ret: (out caller-allocates): the reading
 *
 * One read that says more than schedstat and status together, for less: the file
 * for a thread that is being looked at. -ESRCH would also mean a kernel without
 * it: ask /proc/self once before believing it.
 *
 * Returns: 0, -ESRCH if the thread is gone, or another negative errno
 */
int
skein_sched_read_at (int         dir_fd,
                     const char *path,
                     SkeinSched *ret)
{
  char text[SCHED_SIZE];
  ssize_t length = skein_read_at (dir_fd, path, text, sizeof text);

  if (length < 0)
    return (int) length;

  /* Half a number would pass for one. */
  if ((size_t) length == sizeof text)
    return -EBADMSG;

  return skein_sched_parse (text, (size_t) length, ret);
}
