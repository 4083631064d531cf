/* cores.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "proc/cores.h"

#include "base/parse.h"
#include "base/readat.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

/* A line is up to 200 bytes per core, and the count of each interrupt is there too. */
#define STAT_MAX (8 * 1024 * 1024)

/* What a reading has to have, each once. */
enum {
  HAS_TOTAL = 1 << 0,
  HAS_BOOT_TIME = 1 << 1,
  HAS_SWITCHES = 1 << 2,
  HAS_FORKS = 1 << 3,
  HAS_RUNNING = 1 << 4,
  HAS_BLOCKED = 1 << 5,
  HAS_ALL = (1 << 6) - 1,
};

/**
 * skein_cores_init:
 * @self: (out caller-allocates): an empty reading
 */
void
skein_cores_init (SkeinCores *self)
{
  *self = (SkeinCores) {
    .cores = g_array_new (FALSE, FALSE, sizeof (SkeinCoreTicks)),
    .spare = g_array_new (FALSE, FALSE, sizeof (SkeinCoreTicks)),
    .text = g_byte_array_new (),
  };
}

/**
 * skein_cores_clear:
 *
 * Frees what skein_cores_init() made.
 */
void
skein_cores_clear (SkeinCores *self)
{
  g_clear_pointer (&self->cores, g_array_unref);
  g_clear_pointer (&self->spare, g_array_unref);
  g_clear_pointer (&self->text, g_byte_array_unref);
}

static bool
take_word (const char **cursor,
           const char  *end,
           const char  *word)
{
  size_t length = strlen (word);

  if ((size_t) (end - *cursor) < length || memcmp (*cursor, word, length) != 0)
    return false;

  *cursor += length;

  return true;
}

/* Older kernels have fewer columns; four were always there. */
static bool
take_ticks (const char     *cursor,
            const char     *end,
            SkeinCoreTicks *ticks)
{
  uint64_t *others[] = { &ticks->iowait, &ticks->irq, &ticks->softirq,
                         &ticks->steal, &ticks->guest, &ticks->guest_nice };

  if (!skein_take_u64 (&cursor, end, &ticks->user) ||
      !skein_take_u64 (&cursor, end, &ticks->nice) ||
      !skein_take_u64 (&cursor, end, &ticks->system) ||
      !skein_take_u64 (&cursor, end, &ticks->idle))
    return false;

  for (unsigned i = 0; i < G_N_ELEMENTS (others); i++)
    {
      if (!skein_take_u64 (&cursor, end, others[i]))
        return cursor == end;
    }

  return true;
}

static bool
take_core (const char *cursor,
           const char *end,
           GArray     *cores)
{
  SkeinCoreTicks ticks = { 0 };
  const SkeinCoreTicks *last =
      cores->len > 0 ? &g_array_index (cores, SkeinCoreTicks, cores->len - 1) : NULL;

  if (!skein_take_u32 (&cursor, end, &ticks.core) || !take_ticks (cursor, end, &ticks) ||
      (last != NULL && ticks.core <= last->core))
    return false;

  g_array_append_val (cores, ticks);

  return true;
}

/* Returns the bit of what was taken, 0 for a line nobody asked for, or a negative errno. */
static int
take_figure (const char *cursor,
             const char *end,
             SkeinCores *found)
{
  if (take_word (&cursor, end, "ctxt "))
    return skein_take_u64 (&cursor, end, &found->n_switches) ? HAS_SWITCHES : -EBADMSG;

  if (take_word (&cursor, end, "btime "))
    return skein_take_u64 (&cursor, end, &found->boot_time_s) ? HAS_BOOT_TIME : -EBADMSG;

  if (take_word (&cursor, end, "processes "))
    return skein_take_u64 (&cursor, end, &found->n_forks) ? HAS_FORKS : -EBADMSG;

  if (take_word (&cursor, end, "procs_running "))
    return skein_take_u32 (&cursor, end, &found->n_running) ? HAS_RUNNING : -EBADMSG;

  if (take_word (&cursor, end, "procs_blocked "))
    return skein_take_u32 (&cursor, end, &found->n_blocked) ? HAS_BLOCKED : -EBADMSG;

  return 0;
}

static int
take_line (const char *cursor,
           const char *end,
           SkeinCores *found)
{
  if (!take_word (&cursor, end, "cpu"))
    return take_figure (cursor, end, found);

  if (cursor < end && g_ascii_isdigit (*cursor))
    return take_core (cursor, end, found->cores) ? 0 : -EBADMSG;

  return take_ticks (cursor, end, &found->total) ? HAS_TOTAL : -EBADMSG;
}

/**
 * skein_cores_parse:
 * @text: (array length=length): the file's contents, not terminated
 * @length: how much of @text to look at
 * @ret: (inout): a reading made by skein_cores_init()
 *
 * Lines and columns it does not know are ignored.
 *
 * Returns: 0, or -EBADMSG with @ret left alone
 */
int
skein_cores_parse (const char *text,
                   size_t      length,
                   SkeinCores *ret)
{
  const char *cursor = text;
  const char *end = text + length;
  const char *line;
  const char *line_end;
  SkeinCores found = { .cores = ret->spare, .spare = ret->cores, .text = ret->text };
  int seen = 0;

  g_array_set_size (found.cores, 0);

  while (skein_take_line (&cursor, end, &line, &line_end))
    {
      int taken = take_line (line, line_end, &found);

      if (taken < 0 || (seen & taken) != 0)
        return -EBADMSG;

      seen |= taken;
    }

  if (seen != HAS_ALL || found.cores->len == 0)
    return -EBADMSG;

  *ret = found;

  return 0;
}

/**
 * skein_cores_read_at:
 * @dir_fd: an open directory: /proc
 * @path: the file relative to it, such as "stat"
 * @ret: (inout): a reading made by skein_cores_init()
 *
 * Returns: 0, -ESRCH if there is no such file, or another negative errno
 */
int
skein_cores_read_at (int         dir_fd,
                     const char *path,
                     SkeinCores *ret)
{
  int result = skein_read_whole_at (dir_fd, path, STAT_MAX, ret->text);

  if (result != 0)
    return result;

  return skein_cores_parse ((const char *) ret->text->data, ret->text->len, ret);
}
