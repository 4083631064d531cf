/* memory-resident.h - how much of each region is in RAM
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stddef.h>

#include <glib.h>

#include "model/region.h"

G_BEGIN_DECLS

/**
 * skein_memory_resident_count:
 * @dir_fd: folder of a process
 * @regions: (array length=n_regions): of its address space, in the order of their addresses;
 *   where it can be told, @resident and @has_resident are set, the others are left alone
 * @n_regions: how many
 *
 * Asks the kernel for the ranges that are in RAM, which costs some 3 ms per GiB of them in small
 * pages, and next to nothing for what is only reserved. A kernel before 6.7 has to be asked
 * page by page, reserved or not: there, large regions are left out.
 *
 * What is not memory but maps a device is left out: it would seem to be in RAM.
 */
void skein_memory_resident_count (int          dir_fd,
                                  SkeinRegion *regions,
                                  size_t       n_regions);

G_END_DECLS
