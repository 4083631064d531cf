/* memory-kinds.h - what kind of memory each region is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stddef.h>

#include <glib.h>

#include "model/region.h"

G_BEGIN_DECLS

/**
 * skein_memory_kinds_tell:
 * @regions: (array length=n_regions): of one address space, in the order of their
 *   addresses; their kinds are set, but that none is %SKEIN_REGION_THREAD_STACK
 * @n_regions: how many
 * @program: (nullable): path of the program, as the kernel says it; without it, the first
 *   file that is mapped is taken for it
 *
 * A file is a library if any part of it may be executed, or by its name. The zeroed globals of a
 * program are told from other memory by standing right behind the others.
 */
void skein_memory_kinds_tell (SkeinRegion *regions,
                              size_t       n_regions,
                              const char  *program);

G_END_DECLS
