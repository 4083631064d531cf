/* memory-stacks.h - which region is whose stack
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "model/key.h"
#include "model/region.h"

G_BEGIN_DECLS

/**
 * SkeinMemoryStacks:
 *
 * What is known of the stacks of one process: each thread is asked for its own once in its
 * life.
 */
typedef struct _SkeinMemoryStacks SkeinMemoryStacks;

/* @is_live: it is the kernel's own process: what has no file may be asked for as well */
SkeinMemoryStacks *skein_memory_stacks_new  (bool               is_live) G_GNUC_WARN_UNUSED_RESULT;
void               skein_memory_stacks_free (SkeinMemoryStacks *self);

/**
 * skein_memory_stacks_tell:
 * @dir_fd: folder of the process
 * @process: whose
 * @regions: (array length=n_regions): of its address space, in the order of their addresses, their
 *   kinds told; those that are a thread's stack are made so, with the thread and how it is known
 * @n_regions: how many
 */
void skein_memory_stacks_tell (SkeinMemoryStacks  *self,
                               int                 dir_fd,
                               const SkeinTaskKey *process,
                               SkeinRegion        *regions,
                               size_t              n_regions);

G_END_DECLS
