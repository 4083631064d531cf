/* memory-space.h - one address space, read again and again
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
 * SkeinMemorySpace:
 *
 * What its reader keeps of a process between two readings.
 */
typedef struct _SkeinMemorySpace SkeinMemorySpace;

/**
 * skein_memory_space_new:
 * @proc_fd: the directory to read; stays the caller's
 * @is_live: it is the kernel's own: what has no file may be asked for as well
 * @process: whose memory
 *
 * Returns: (transfer full): one that has not read anything yet
 */
SkeinMemorySpace *skein_memory_space_new  (int                 proc_fd,
                                           bool                is_live,
                                           const SkeinTaskKey *process) G_GNUC_WARN_UNUSED_RESULT;
void              skein_memory_space_free (SkeinMemorySpace   *self);

/* Returns: (transfer none): whose */
const SkeinTaskKey *skein_memory_space_get_process (const SkeinMemorySpace *self);

/* Returns: the pid of its parent when it was read last; 0: none, or not known */
pid_t skein_memory_space_get_parent (const SkeinMemorySpace *self);

/* What of it is read: maps always; these cost the kernel time for each page in RAM. */
typedef enum
{
  SKEIN_MEMORY_RESIDENT = 1 << 0, /* how much of each region is in RAM */
  SKEIN_MEMORY_FIGURES = 1 << 1,  /* all figures, of smaps */
} SkeinMemoryDepth;

/**
 * skein_memory_space_read:
 * @depth: #SkeinMemoryDepth flags
 *
 * Reads it. Figures that are not read are kept where the region is still the same.
 *
 * Returns: whether anything is different from before
 */
bool skein_memory_space_read (SkeinMemorySpace *self,
                              unsigned          depth);

/* Returns: (transfer none) (nullable): what was read last */
const SkeinAddressSpace *skein_memory_space_get (const SkeinMemorySpace *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinMemorySpace, skein_memory_space_free)

G_END_DECLS
