/* cpulist.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "proc/cpulist.h"

#include "base/parse.h"
#include "base/readat.h"

#include <errno.h>

/* The kernel gives no more than a page of these files of /sys, mostly of 4 KiB. */
#define CPULIST_SIZE 16384

static void
add (SkeinCpulist *self,
     unsigned      core)
{
  self->words[core / 64] |= UINT64_C (1) << core % 64;
}

/* One core, or first-last. A range the wrong way round is nonsense, and so is one
 * that starts before the last one ended. */
static bool
take_range (const char  **cursor,
            const char   *end,
            unsigned     *n_seen,
            SkeinCpulist *self)
{
  uint32_t first;
  uint32_t last;

  if (!skein_take_u32 (cursor, end, &first))
    return false;

  last = first;

  if (skein_take_byte (cursor, end, '-') && !skein_take_u32 (cursor, end, &last))
    return false;

  if (first < *n_seen || last < first || last >= SKEIN_CPULIST_MAX)
    return false;

  for (unsigned core = first; core <= last; core++)
    add (self, core);

  *n_seen = last + 1;

  return true;
}

/**
 * skein_cpulist_parse:
 * @text: (array length=length): the list, not terminated; a newline may follow it
 * @length: how much of @text to look at
 * @ret: (out caller-allocates): the set
 *
 * No list at all, nothing but a newline, is the empty set: that is how the kernel
 * says that no core is offline.
 *
 * Returns: 0, or -EBADMSG with @ret left alone
 */
int
skein_cpulist_parse (const char   *text,
                     size_t        length,
                     SkeinCpulist *ret)
{
  const char *cursor = text;
  const char *end = text + length;
  SkeinCpulist list = { { 0 } };
  unsigned n_seen = 0;

  if (length == 0)
    return -EBADMSG;

  if (*cursor != '\n')
    {
      do
        {
          if (!take_range (&cursor, end, &n_seen, &list))
            return -EBADMSG;
        }
      while (skein_take_byte (&cursor, end, ','));
    }

  if (cursor != end && *cursor != '\n')
    return -EBADMSG;

  *ret = list;

  return 0;
}

/**
 * skein_cpulist_read_at:
 * @dir_fd: an open directory, or AT_FDCWD
 * @path: the file relative to it, such as "/sys/devices/system/cpu/online"
 * @ret: (out caller-allocates): the set
 *
 * Returns: 0, -ESRCH if there is no such file, or another negative errno
 */
int
skein_cpulist_read_at (int           dir_fd,
                       const char   *path,
                       SkeinCpulist *ret)
{
  char text[CPULIST_SIZE];
  ssize_t length = skein_read_at (dir_fd, path, text, sizeof text);

  if (length < 0)
    return (int) length;

  /* Half a number would pass for one. */
  if ((size_t) length == sizeof text)
    return -EBADMSG;

  return skein_cpulist_parse (text, (size_t) length, ret);
}

/**
 * skein_cpulist_contains:
 * @core: a core; any number may be asked for
 *
 * Returns: whether it is in the set
 */
bool
skein_cpulist_contains (const SkeinCpulist *self,
                        unsigned            core)
{
  return core < SKEIN_CPULIST_MAX && (self->words[core / 64] >> core % 64 & 1) != 0;
}

/**
 * skein_cpulist_count:
 *
 * Returns: how many cores are in the set
 */
unsigned
skein_cpulist_count (const SkeinCpulist *self)
{
  unsigned count = 0;

  for (unsigned i = 0; i < SKEIN_CPULIST_N_WORDS; i++)
    count += (unsigned) __builtin_popcountll (self->words[i]);

  return count;
}

/**
 * skein_cpulist_dup_text:
 *
 * Returns: (transfer full): the set as the kernel writes it, such as "0-3,5", without a newline
 */
char *
skein_cpulist_dup_text (const SkeinCpulist *self)
{
  GString *text = g_string_new (NULL);

  for (unsigned first = 0; first < SKEIN_CPULIST_MAX; first++)
    {
      unsigned last = first;

      if (!skein_cpulist_contains (self, first))
        continue;

      while (skein_cpulist_contains (self, last + 1))
        last++;

      g_string_append_printf (text, first == last ? "%s%u" : "%s%u-%u", text->len > 0 ? "," : "", first, last);
      first = last;
    }

  return g_string_free (text, FALSE);
}
