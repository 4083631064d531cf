/* pagemap.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "proc/pagemap.h"

#include <errno.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Of <linux/fs.h>, which has it since 6.7. */
struct scan_argument
{
  uint64_t size;
  uint64_t flags;
  uint64_t start;
  uint64_t end;
  uint64_t walk_end;
  uint64_t vec;
  uint64_t vec_len;
  uint64_t max_pages;
  uint64_t category_inverted;
  uint64_t category_mask;
  uint64_t category_anyof_mask;
  uint64_t return_mask;
};

#define SCAN _IOWR ('f', 16, struct scan_argument)

/* Whether a page is of a file, or all zeros, is what would cost: each is then looked up. */
#define IS_PRESENT (1U << 3)

G_STATIC_ASSERT (sizeof (struct scan_argument) == 96);
G_STATIC_ASSERT (sizeof (SkeinPagemapRange) == 24);

/**
 * skein_pagemap_read:
 * @fd: an open `/proc/<pid>/pagemap`
 * @first_page: address of the first page, divided by the size of a page
 * @entries: (out caller-allocates) (array length=n_entries): an entry for each page
 * @n_entries: how many
 *
 * Reads what is known page by page: some 40 ns each. Nothing is mapped where an entry is 0.
 *
 * Returns: how many were read: fewer at the end of what an address space may be, 0 behind it
 *   and where the program is gone or has been replaced since @fd was opened; or a negative errno
 */
ssize_t
skein_pagemap_read (int       fd,
                    uint64_t  first_page,
                    uint64_t *entries,
                    size_t    n_entries)
{
  ssize_t length;

  if (first_page > INT64_MAX / sizeof *entries)
    return 0;

  length = TEMP_FAILURE_RETRY (pread (fd, entries, n_entries * sizeof *entries,
                                      (off_t) (first_page * sizeof *entries)));

  return length < 0 ? -errno : length / (ssize_t) sizeof *entries;
}

/**
 * skein_pagemap_scan:
 * @fd: an open `/proc/<pid>/pagemap`
 * @start: (inout): the first address; moved on by how far was looked, to @end in the end
 * @end: first address behind
 * @ranges: (out caller-allocates) (array length=n_ranges): where pages are in RAM, in order
 * @n_ranges: room
 *
 * Finds what is in RAM, without what is not costing anything: since Linux 6.7. A range may
 * go on beyond a region into the next. The page of zeros, that stands for memory that was read
 * but never written, counts as in RAM, which it does not in smaps.
 *
 * Returns: how many ranges, or a negative errno: -ENOTTY, the kernel does not know it
 */
ssize_t
skein_pagemap_scan (int                fd,
                    uint64_t          *start,
                    uint64_t           end,
                    SkeinPagemapRange *ranges,
                    size_t             n_ranges)
{
  struct scan_argument argument = {
    .size = sizeof argument,
    .start = *start,
    .end = end,
    .vec = (uint64_t) (uintptr_t) ranges,
    .vec_len = n_ranges,
    .category_mask = IS_PRESENT,
    .return_mask = IS_PRESENT,
  };
  long n_found = TEMP_FAILURE_RETRY (ioctl (fd, SCAN, &argument));

  if (n_found < 0)
    return -errno;

  /* Where it does not say how far it came, it would never get to the end. */
  if (argument.walk_end <= *start)
    return -EIO;

  *start = argument.walk_end;

  return n_found;
}
