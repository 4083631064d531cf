/* bridge.h - memory that two processes or more have in common
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "model/address-space.h"

G_BEGIN_DECLS

/**
 * SkeinBridgeKind:
 * @SKEIN_BRIDGE_SHARED: mapped shared: what one writes, the others see
 * @SKEIN_BRIDGE_FILE: the same part of a file, mapped privately by all, as programs and
 *   libraries are: one copy in RAM until somebody writes
 * @SKEIN_BRIDGE_COPY: private memory of no file, that a fork left in common: page by
 *   page it becomes its own, once it is written
 */
typedef enum
{
  SKEIN_BRIDGE_SHARED,
  SKEIN_BRIDGE_FILE,
  SKEIN_BRIDGE_COPY,
} SkeinBridgeKind;

/* One end: a region of an address space, by their places. */
typedef struct
{
  uint32_t space;
  uint32_t region;
} SkeinBridgeEnd;

/**
 * SkeinBridge:
 * @kind: what it is
 * @device: of the object, as of #SkeinRegion; of @SKEIN_BRIDGE_COPY 0
 * @inode: likewise
 * @offset: where in the object the common part begins; of @SKEIN_BRIDGE_COPY the address
 * @bytes: length of what all ends have in common: of the mapping, not of what is in RAM;
 *   of @SKEIN_BRIDGE_COPY at most how much is still in one copy, in RAM: the least of what
 *   the ends have as shared, since without the right to see page numbers it cannot be told
 *   with whom
 * @is_writable: at least two ends may write to it, and the others see it
 * @n_ends: length of @ends; 2 or more, of different spaces
 * @ends: in the order of the spaces; a space that maps the part twice has one end, the longer, or
 *   the one it may write to, or the first
 * @name: (nullable): of the object; a #GRefString
 */
typedef struct
{
  SkeinBridgeKind  kind;
  uint64_t         device;
  uint64_t         inode;
  uint64_t         offset;
  uint64_t         bytes;
  bool             is_writable;
  uint32_t         n_ends;
  SkeinBridgeEnd  *ends;
  char            *name;
} SkeinBridge;

/* Makes @self one of its own, with the same contents. */
void skein_bridge_init_copy (SkeinBridge       *self,
                             const SkeinBridge *from);

/* Frees what it points to. */
void skein_bridge_clear (SkeinBridge *self);

/**
 * skein_bridge_find_end:
 * @spaces: those among which it was found
 * @space: one of them
 * @region: one of its regions
 *
 * Returns: (nullable): the end in @space if @region leads to the bridge: it is that end, or maps
 *   some of the same shared memory once more; else %NULL
 */
const SkeinBridgeEnd *skein_bridge_find_end (const SkeinBridge              *self,
                                             const SkeinAddressSpace *const *spaces,
                                             uint32_t                        space,
                                             uint32_t                        region);

/**
 * skein_bridges_find:
 * @spaces: (array length=n_spaces): address spaces, all different processes
 * @parents: (array length=n_spaces) (nullable): the pid of each one's parent; without
 *   them no %SKEIN_BRIDGE_COPY is found
 *
 * Finds what is mapped by two of them or more: the same object and an overlap of its
 * offsets. System V shared memory is told apart from memfd and shared anonymous memory
 * by its name, since its inode is its id. Private memory of no file counts where the
 * processes are related by birth (one is the other's parent, or they have the same one), the
 * addresses are the same, and both have figures that say some of it is shared.
 *
 * Of a device (but for /dev/shm and /dev/zero), and of what has no file of its own, the same
 * number does not mean the same memory: these are left out.
 *
 * Returns: (transfer full) (element-type SkeinBridge): the writable first, then by
 *   size, the greatest first. They are freed with it
 */
GArray *skein_bridges_find (const SkeinAddressSpace *const *spaces,
                            size_t                          n_spaces,
                            const pid_t                    *parents) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
