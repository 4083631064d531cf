/* memory-lines.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "sampler/memory-lines.h"

#include "base/readat.h"
#include "proc/maps.h"
#include "proc/smaps.h"

#include <string.h>

#define KIB UINT64_C (1024)

static void
clear_region (gpointer data)
{
  SkeinRegion *region = data;

  g_clear_pointer (&region->name, g_ref_string_release);
}

static GArray *
new_regions (guint n)
{
  GArray *regions = g_array_sized_new (FALSE, FALSE, sizeof (SkeinRegion), MAX (n, 1));

  g_array_set_clear_func (regions, clear_region);

  return regions;
}

static uint8_t
get_access (const SkeinMapsLine *line)
{
  return (uint8_t) ((line->can_read ? SKEIN_ACCESS_READ : 0) |
                    (line->can_write ? SKEIN_ACCESS_WRITE : 0) |
                    (line->can_execute ? SKEIN_ACCESS_EXECUTE : 0) |
                    (line->is_shared ? SKEIN_ACCESS_SHARED : 0));
}

static char *
new_name (const SkeinMapsLine *line)
{
  g_autofree char *name = g_malloc (line->name_length);
  size_t length = skein_maps_unescape (line->name, line->name_length, name);

  return g_ref_string_new_len (name, (gssize) length);
}

/* The parts of a file mostly stand together: they have one name between them. */
static char *
get_name (const SkeinMapsLine *line,
          const SkeinMapsLine *line_before,
          const SkeinRegion   *before)
{
  if (line->name == NULL)
    return NULL;

  if (before != NULL && before->name != NULL && line_before->name_length == line->name_length &&
      memcmp (line_before->name, line->name, line->name_length) == 0)
    return g_ref_string_acquire (before->name);

  return new_name (line);
}

/* The kernel lets go of its lock between two pieces of the text, and finds its place again by
 * address: a region that has grown since then begins in what was told already. */
static bool
cut_overlap (SkeinRegion       *region,
             const SkeinRegion *before)
{
  if (before != NULL && region->start < before->end)
    {
      region->offset += region->inode != 0 ? before->end - region->start : 0;
      region->start = before->end;
    }

  return region->start < region->end;
}

static SkeinRegion *
append_region (GArray              *regions,
               const SkeinMapsLine *line,
               const SkeinMapsLine *line_before)
{
  const SkeinRegion *before = regions->len > 0 ? &g_array_index (regions, SkeinRegion, regions->len - 1) : NULL;
  SkeinRegion region = {
    .start = line->start,
    .end = line->end,
    .offset = line->offset,
    .device = line->device,
    .inode = line->inode,
    .access = get_access (line),
  };

  if (!cut_overlap (&region, before))
    return NULL;

  region.name = get_name (line, line_before, before);
  g_array_append_val (regions, region);

  return &g_array_index (regions, SkeinRegion, regions->len - 1);
}

static void
set_figures (SkeinRegion             *region,
             const SkeinSmapsFigures *figures)
{
  region->has_resident = region->has_figures = true;
  region->resident = figures->rss_kib * KIB;
  region->pss = figures->pss_kib * KIB;
  region->own = (figures->private_clean_kib + figures->private_dirty_kib) * KIB;
  region->shared = (figures->shared_clean_kib + figures->shared_dirty_kib) * KIB;
  region->swap = figures->swap_kib * KIB;
  region->anonymous = figures->anonymous_kib * KIB;
}

int
skein_memory_lines_read_maps (int      dir_fd,
                              GArray **ret)
{
  g_autoptr (GByteArray) text = g_byte_array_new ();
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (SkeinMapsLine));
  int result = skein_read_whole_at (dir_fd, "maps", SKEIN_MAPS_LIMIT, text);
  GArray *regions;

  if (result == 0)
    result = skein_maps_parse ((const char *) text->data, text->len, lines);

  if (result < 0)
    return result;

  regions = new_regions (lines->len);

  /* Names are compared with that of the last region's line, which is seldom not the line before. */
  for (guint i = 0, last = 0; i < lines->len; i++)
    {
      const SkeinMapsLine *line = &g_array_index (lines, SkeinMapsLine, i);

      if (append_region (regions, line, &g_array_index (lines, SkeinMapsLine, last)) != NULL)
        last = i;
    }

  *ret = regions;

  return 0;
}

int
skein_memory_lines_read_smaps (int      dir_fd,
                               GArray **ret)
{
  g_autoptr (GByteArray) text = g_byte_array_new ();
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (SkeinSmapsRegion));
  int result = skein_read_whole_at (dir_fd, "smaps", SKEIN_SMAPS_LIMIT, text);
  GArray *regions;

  if (result == 0)
    result = skein_smaps_parse ((const char *) text->data, text->len, lines);

  if (result < 0)
    return result;

  regions = new_regions (lines->len);

  for (guint i = 0, last = 0; i < lines->len; i++)
    {
      const SkeinSmapsRegion *found = &g_array_index (lines, SkeinSmapsRegion, i);
      SkeinRegion *region = append_region (regions, &found->line, &g_array_index (lines, SkeinSmapsRegion, last).line);

      if (region == NULL)
        continue;

      set_figures (region, &found->figures);
      last = i;
    }

  *ret = regions;

  return 0;
}
