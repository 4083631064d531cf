/* memory-resident.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "sampler/memory-resident.h"

#include "base/autofd.h"
#include "proc/pagemap.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#define N_RANGES 1024
#define N_ENTRIES 4096

/* What is asked page by page: 64 MiB of a region, 256 MiB of all, 40 ns a page. */
#define REGION_MOST (UINT64_C (64) << 20)
#define ALL_MOST (UINT64_C (256) << 20)

/* Above that, addresses are the kernel's: only [vsyscall] is shown there. */
#define USER_END (UINT64_C (1) << 63)

static bool
can_be_told (const SkeinRegion *region)
{
  const char *name = region->name;

  if (region->start >= USER_END)
    return false;

  if (region->kind == SKEIN_REGION_KERNEL)
    return name != NULL && strcmp (name, "[vdso]") == 0;

  return name == NULL || !g_str_has_prefix (name, "/dev/") || g_str_has_prefix (name, "/dev/shm/") ||
         g_str_has_prefix (name, "/dev/zero");
}

/* Adds what of the range lies in each region. @at: the first region that may have some. */
static size_t
add_range (SkeinRegion             *regions,
           size_t                   n_regions,
           size_t                   at,
           const SkeinPagemapRange *range)
{
  while (at < n_regions && regions[at].end <= range->start)
    at++;

  for (size_t i = at; i < n_regions && regions[i].start < range->end; i++)
    {
      uint64_t start = MAX (range->start, regions[i].start);
      uint64_t end = MIN (range->end, regions[i].end);

      if (regions[i].has_resident && start < end)
        regions[i].resident += end - start;
    }

  return at;
}

static int
scan (int          fd,
      SkeinRegion *regions,
      size_t       n_regions)
{
  SkeinPagemapRange ranges[N_RANGES];
  uint64_t start = regions[0].start;
  uint64_t end = regions[n_regions - 1].end;
  size_t at = 0;

  while (start < end)
    {
      ssize_t n_found = skein_pagemap_scan (fd, &start, end, ranges, N_RANGES);

      if (n_found < 0)
        return (int) n_found;

      for (ssize_t i = 0; i < n_found; i++)
        at = add_range (regions, n_regions, at, &ranges[i]);
    }

  return 0;
}

static bool
count_pages (int          fd,
             SkeinRegion *region)
{
  uint64_t page_size = (uint64_t) sysconf (_SC_PAGESIZE);
  uint64_t entries[N_ENTRIES];
  uint64_t page = region->start / page_size;
  uint64_t end = region->end / page_size;
  uint64_t n_present = 0;

  while (page < end)
    {
      ssize_t n_read = skein_pagemap_read (fd, page, entries, MIN (end - page, N_ENTRIES));

      if (n_read <= 0)
        return false;

      for (ssize_t i = 0; i < n_read; i++)
        n_present += (entries[i] & SKEIN_PAGEMAP_PRESENT) != 0;

      page += (uint64_t) n_read;
    }

  region->resident = n_present * page_size;

  return true;
}

/* Each of a size that is worth it, as long as all together are. */
static void
read_pages (int          fd,
            SkeinRegion *regions,
            size_t       n_regions)
{
  uint64_t left = ALL_MOST;

  for (size_t i = 0; i < n_regions; i++)
    {
      uint64_t size = skein_region_get_size (&regions[i]);

      if (!can_be_told (&regions[i]) || size > REGION_MOST || size > left)
        continue;

      regions[i].has_resident = count_pages (fd, &regions[i]);
      left -= size;
    }
}

static void
begin (SkeinRegion *regions,
       size_t       n_regions)
{
  for (size_t i = 0; i < n_regions; i++)
    {
      if (!can_be_told (&regions[i]))
        continue;

      regions[i].has_resident = true;
      regions[i].resident = 0;
    }
}

static void
take_back (SkeinRegion *regions,
           size_t       n_regions)
{
  for (size_t i = 0; i < n_regions; i++)
    {
      if (can_be_told (&regions[i]))
        regions[i].has_resident = false;
    }
}

void
skein_memory_resident_count (int          dir_fd,
                             SkeinRegion *regions,
                             size_t       n_regions)
{
  skein_autofd int fd = openat (dir_fd, "pagemap", O_RDONLY | O_CLOEXEC);

  while (n_regions > 0 && regions[n_regions - 1].start >= USER_END)
    n_regions--;

  if (fd < 0 || n_regions == 0)
    return;

  begin (regions, n_regions);

  if (scan (fd, regions, n_regions) == 0)
    return;

  take_back (regions, n_regions);
  read_pages (fd, regions, n_regions);
}
