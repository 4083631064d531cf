/* smaps.h - how much of each region of an address space is in RAM, and whose it is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#include "proc/maps.h"

G_BEGIN_DECLS

/* Ten times what a kernel writes of as many regions as it allows by default is not to be expected. */
#define SKEIN_SMAPS_LIMIT (256U << 20)

/**
 * SkeinSmapsFigures:
 * @rss_kib: in RAM
 * @pss_kib: of what n processes map, the n-th part; rounded down
 * @shared_clean_kib: somebody else maps it too, and it is as on disk
 * @shared_dirty_kib: somebody else maps it too, and it was written
 * @private_clean_kib: nobody else maps it, and it is as on disk
 * @private_dirty_kib: nobody else maps it, and it was written
 * @anonymous_kib: in RAM, and not of a file
 * @swap_kib: was moved out
 * @swap_pss_kib: of it, the n-th part of what n processes have
 *
 * What the kernel tells of a region in `/proc/<pid>/smaps`, or of all together in
 * `/proc/<pid>/smaps_rollup`. Figures that a kernel does not know are 0. The kernel walks all
 * pages for it: some 17 ms per GiB in RAM, during which it holds the lock that the
 * process needs to map and, on older kernels, to fault.
 */
typedef struct
{
  uint64_t rss_kib;
  uint64_t pss_kib;
  uint64_t shared_clean_kib;
  uint64_t shared_dirty_kib;
  uint64_t private_clean_kib;
  uint64_t private_dirty_kib;
  uint64_t anonymous_kib;
  uint64_t swap_kib;
  uint64_t swap_pss_kib;
} SkeinSmapsFigures;

/* A region, and its figures. */
typedef struct
{
  SkeinMapsLine     line;
  SkeinSmapsFigures figures;
} SkeinSmapsRegion;

int skein_smaps_parse          (const char        *text,
                                size_t             length,
                                GArray            *ret) G_GNUC_WARN_UNUSED_RESULT;
int skein_smaps_rollup_parse   (const char        *text,
                                size_t             length,
                                SkeinSmapsFigures *ret) G_GNUC_WARN_UNUSED_RESULT;
int skein_smaps_rollup_read_at (int                dir_fd,
                                const char        *path,
                                SkeinSmapsFigures *ret) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
