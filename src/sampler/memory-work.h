/* memory-work.h - what is to be read of memory, and when
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "model/memory-report.h"
#include "sampler/memory-reader.h"

G_BEGIN_DECLS

/* How long after each other skein_memory_work_step() is to be called, at the least. */
#define SKEIN_MEMORY_BEAT_NS (100 * SKEIN_NS_PER_MS)

/**
 * SkeinMemoryWork:
 *
 * All that the reader does, but for its thread and its clock.
 */
typedef struct _SkeinMemoryWork SkeinMemoryWork;

/**
 * skein_memory_work_new:
 * @proc_fd: (transfer full): the directory to read
 * @is_live: it is the kernel's own
 */
SkeinMemoryWork *skein_memory_work_new  (int              proc_fd,
                                         bool             is_live) G_GNUC_WARN_UNUSED_RESULT;
void             skein_memory_work_free (SkeinMemoryWork *self);

/* What is wished for still is kept, with what is known of it. */
void skein_memory_work_set_wish (SkeinMemoryWork       *self,
                                 const SkeinMemoryWish *wish);

/* Returns: whether anything is wished for */
bool skein_memory_work_is_wanted (const SkeinMemoryWork *self);

/**
 * skein_memory_work_step:
 * @now_ns: CLOCK_MONOTONIC
 *
 * Reads what is due.
 *
 * Returns: (transfer full) (nullable): a report, if anything is different from the one before
 */
SkeinMemoryReport *skein_memory_work_step (SkeinMemoryWork *self,
                                           int64_t          now_ns) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: when the next step is to be made after one at @now_ns: a beat later at the earliest */
int64_t skein_memory_work_get_next_ns (const SkeinMemoryWork *self,
                                       int64_t                now_ns);

/* Reads all that is wished for, whether it is due or not. Returns: (transfer full) */
SkeinMemoryReport *skein_memory_work_read_all (SkeinMemoryWork *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinMemoryWork, skein_memory_work_free)

G_END_DECLS
