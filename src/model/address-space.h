/* address-space.h - the memory that a process can reach, at one instant
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "model/key.h"
#include "model/region.h"

G_BEGIN_DECLS

/**
 * SkeinFootprint:
 * @process: whose it is
 * @read_ns: when it was read, CLOCK_MONOTONIC
 * @error: 0; -EACCES: another user's, which may not be read; -ESRCH: it has ended. Then
 *   all figures are 0, and not known
 * @resident: bytes in RAM (Rss)
 * @pss: its proportional share: its own, and of what is shared by n the n-th part. Those
 *   of all processes add up to what programs take of the machine
 * @own: what would come back if it ended (USS): Private_Clean + Private_Dirty
 * @swap: its proportional share of what was moved out (SwapPss)
 *
 * What a process takes of the machine, of smaps_rollup, in bytes. A thread of the kernel
 * has no address space: all are 0.
 */
typedef struct
{
  SkeinTaskKey process;
  int64_t      read_ns;
  int          error;
  uint64_t     resident;
  uint64_t     pss;
  uint64_t     own;
  uint64_t     swap;
} SkeinFootprint;

/**
 * SkeinAddressSpace:
 * @process: whose it is
 * @read_ns: when its maps were read, CLOCK_MONOTONIC
 * @figures_ns: when its smaps were read; 0: they were not
 * @error: 0; -EACCES: another user's, which may not be read: no regions are known;
 *   -ESRCH: it has ended
 * @minor_faults: page faults since the process started that needed no disk; fields 10
 *   and 12 of stat
 * @major_faults: and that did
 * @n_regions: length of @regions
 * @regions: in the order of their addresses, without overlap
 *
 * Immutable once it is published; may be shared between threads.
 */
typedef struct
{
  gatomicrefcount refs;
  SkeinTaskKey    process;
  int64_t         read_ns;
  int64_t         figures_ns;
  int             error;
  uint64_t        minor_faults;
  uint64_t        major_faults;
  uint32_t        n_regions;
  SkeinRegion    *regions;
} SkeinAddressSpace;

/**
 * skein_address_space_new_take:
 * @regions: (transfer full) (element-type SkeinRegion): in the order of their
 *   addresses; their names become the address space's
 *
 * Returns: (transfer full): one with one reference and all else 0, for its maker to fill
 */
SkeinAddressSpace *skein_address_space_new_take (const SkeinTaskKey *process,
                                                 GArray             *regions) G_GNUC_WARN_UNUSED_RESULT;

SkeinAddressSpace *skein_address_space_ref   (const SkeinAddressSpace *self);
void               skein_address_space_unref (const SkeinAddressSpace *self);

/* Returns: (nullable) (transfer none): the region that contains @address, found in
 *   logarithmic time */
const SkeinRegion *skein_address_space_find (const SkeinAddressSpace *self,
                                             uint64_t                 address);

/**
 * skein_address_space_sum:
 * @ret: (out): the sums of all regions' figures, where @figures_ns is not 0; of
 *   @swap the sum is that of Swap, not of SwapPss
 *
 * Of @resident, @own and swap the sums are those of smaps_rollup, exactly. Of @pss the kernel
 * rounds each region's down to a KiB, and that of the whole once: there it may be up to a KiB a
 * region less.
 */
void skein_address_space_sum (const SkeinAddressSpace *self,
                              SkeinFootprint          *ret);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinAddressSpace, skein_address_space_unref)

G_END_DECLS
