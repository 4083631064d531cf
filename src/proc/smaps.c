/* smaps.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "proc/smaps.h"

#include "base/parse.h"
#include "base/readat.h"

#include <errno.h>
#include <string.h>

/* Some 30 lines of 28 bytes. */
#define ROLLUP_SIZE 4096

/* Without these two nothing is known; all others came later. */
#define VITAL (1U << 0 | 1U << 1)

typedef struct
{
  const char *key;
  size_t      length;
  size_t      offset;
} Field;

#define FIELD(key, member) \
  { \
    key ":", sizeof key, offsetof (SkeinSmapsFigures, member) \
  }

static const Field fields[] = {
  FIELD ("Rss", rss_kib),
  FIELD ("Pss", pss_kib),
  FIELD ("Shared_Clean", shared_clean_kib),
  FIELD ("Shared_Dirty", shared_dirty_kib),
  FIELD ("Private_Clean", private_clean_kib),
  FIELD ("Private_Dirty", private_dirty_kib),
  FIELD ("Anonymous", anonymous_kib),
  FIELD ("Swap", swap_kib),
  FIELD ("SwapPss", swap_pss_kib),
};

/* The key has a colon at its end, so that none is the beginning of another. */
static int
find_field (const char *line,
            size_t      length)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      if (line[0] == fields[i].key[0] && length > fields[i].length &&
          memcmp (line, fields[i].key, fields[i].length) == 0)
        return (int) i;
    }

  return -1;
}

/* Marks in @seen which field it was, if any. */
static bool
take_figure (const char        *line,
             const char        *line_end,
             uint32_t          *seen,
             SkeinSmapsFigures *figures)
{
  int found = line < line_end ? find_field (line, (size_t) (line_end - line)) : -1;
  uint64_t kib;

  if (found < 0)
    return true;

  line += fields[found].length;

  if ((*seen & 1U << found) != 0 || !skein_take_u64 (&line, line_end, &kib) || kib > UINT64_MAX / 1024)
    return false;

  memcpy ((char *) figures + fields[found].offset, &kib, sizeof kib);
  *seen |= 1U << found;

  return true;
}

/* Names of figures begin with a capital, addresses are in small letters. */
static inline bool
is_first_line (const char *line,
               const char *line_end)
{
  return line < line_end && ((*line >= '0' && *line <= '9') || (*line >= 'a' && *line <= 'f'));
}

static bool
append_region (GArray                 *regions,
               const SkeinSmapsRegion *region,
               uint32_t                seen)
{
  if ((seen & VITAL) != VITAL)
    return false;

  g_array_append_vals (regions, region, 1);

  return true;
}

static bool
parse_regions (const char *text,
               size_t      length,
               GArray     *regions)
{
  const char *cursor = text;
  const char *end = text + length;
  const char *line;
  const char *line_end;
  SkeinSmapsRegion region = { 0 };
  uint32_t seen = 0;
  bool has_region = false;

  while (skein_take_line (&cursor, end, &line, &line_end))
    {
      if (line_end == end)
        return false;

      if (!is_first_line (line, line_end))
        {
          if (!has_region || !take_figure (line, line_end, &seen, &region.figures))
            return false;

          continue;
        }

      if (has_region && !append_region (regions, &region, seen))
        return false;

      region = (SkeinSmapsRegion) { 0 };
      seen = 0;
      has_region = true;

      if (skein_maps_parse_line (line, (size_t) (line_end - line), &region.line) < 0)
        return false;
    }

  return !has_region || append_region (regions, &region, seen);
}

/**
 * skein_smaps_parse:
 * @text: (array length=length): the file's contents, not terminated
 * @length: how much of @text to look at
 * @ret: (inout): an array of #SkeinSmapsRegion; its contents are replaced, its memory is used
 *   again. Their names point into @text
 *
 * Figures it does not know are ignored. A last line without a newline is cut off. No
 * regions at all are no mistake.
 *
 * Returns: 0, or -EBADMSG with @ret empty
 */
int
skein_smaps_parse (const char *text,
                   size_t      length,
                   GArray     *ret)
{
  g_array_set_size (ret, 0);

  if (parse_regions (text, length, ret))
    return 0;

  g_array_set_size (ret, 0);

  return -EBADMSG;
}

/**
 * skein_smaps_rollup_parse:
 * @text: (array length=length): the file's contents, not terminated
 * @length: how much of @text to look at
 * @ret: (out caller-allocates): the sums over all regions
 *
 * Returns: 0, or -EBADMSG with @ret left alone
 */
int
skein_smaps_rollup_parse (const char        *text,
                          size_t             length,
                          SkeinSmapsFigures *ret)
{
  const char *cursor = text;
  const char *end = text + length;
  const char *line;
  const char *line_end;
  SkeinSmapsFigures figures = { 0 };
  SkeinMapsLine all;
  uint32_t seen = 0;

  if (!skein_take_line (&cursor, end, &line, &line_end) ||
      skein_maps_parse_line (line, (size_t) (line_end - line), &all) < 0)
    return -EBADMSG;

  while (skein_take_line (&cursor, end, &line, &line_end))
    {
      if (line_end == end || is_first_line (line, line_end) || !take_figure (line, line_end, &seen, &figures))
        return -EBADMSG;
    }

  if ((seen & VITAL) != VITAL)
    return -EBADMSG;

  *ret = figures;

  return 0;
}

/**
 * skein_smaps_rollup_read_at:
 * @dir_fd: an open directory: /proc, or one of a process
 * @path: the file relative to it, such as "smaps_rollup"
 * @ret: (out caller-allocates): the sums over all regions
 *
 * Returns: 0; -ESRCH if the process has ended, or is a thread of the kernel; -EACCES if it may
 *   not be traced, or another negative errno
 */
int
skein_smaps_rollup_read_at (int                dir_fd,
                            const char        *path,
                            SkeinSmapsFigures *ret)
{
  char text[ROLLUP_SIZE];
  ssize_t length = skein_read_at (dir_fd, path, text, sizeof text);

  if (length < 0)
    return (int) length;

  return skein_smaps_rollup_parse (text, (size_t) length, ret);
}
