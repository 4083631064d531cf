/* pagemap.h - what is known of single pages of an address space
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <glib.h>

G_BEGIN_DECLS

/* Bits of an entry of `/proc/<pid>/pagemap`, a number of 64 bits for each page. The number of the
 * page frame is 0 without CAP_SYS_ADMIN; these are seen by all who may open the file. */
#define SKEIN_PAGEMAP_EXCLUSIVE (UINT64_C (1) << 56) /* nobody else maps it */
#define SKEIN_PAGEMAP_FILE (UINT64_C (1) << 61)      /* of a file or of shared memory */
#define SKEIN_PAGEMAP_SWAPPED (UINT64_C (1) << 62)
#define SKEIN_PAGEMAP_PRESENT (UINT64_C (1) << 63)

/* Pages in RAM, from @start up to before @end; as the kernel lays it out. */
typedef struct
{
  uint64_t start;
  uint64_t end;
  uint64_t categories;
} SkeinPagemapRange;

ssize_t skein_pagemap_read (int                fd,
                            uint64_t           first_page,
                            uint64_t          *entries,
                            size_t             n_entries) G_GNUC_WARN_UNUSED_RESULT;
ssize_t skein_pagemap_scan (int                fd,
                            uint64_t          *start,
                            uint64_t           end,
                            SkeinPagemapRange *ranges,
                            size_t             n_ranges) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
