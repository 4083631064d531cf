/* memory-footprints.h - what every process takes of the machine, a few at a time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "model/address-space.h"

G_BEGIN_DECLS

typedef struct _SkeinMemoryFootprints SkeinMemoryFootprints;

/* @proc_fd: the directory to read; stays the caller's */
SkeinMemoryFootprints *skein_memory_footprints_new  (int                    proc_fd) G_GNUC_WARN_UNUSED_RESULT;
void                   skein_memory_footprints_free (SkeinMemoryFootprints *self);

/* What was read is due again so long after it at the earliest; five seconds to begin
 * with, and never less. Holds for what was read before as well. */
void skein_memory_footprints_set_period (SkeinMemoryFootprints *self,
                                         int64_t                period_ns);

/**
 * skein_memory_footprints_set_named:
 * @named: (array length=n) (nullable): copied; only these are read, and no list is made of
 *   who else there is; %NULL: all, as to begin with
 *
 * What is known of those that are still wanted is kept.
 */
void skein_memory_footprints_set_named (SkeinMemoryFootprints *self,
                                        const SkeinTaskKey    *named,
                                        size_t                 n);

/* Reads all, now, however long it takes. */
void skein_memory_footprints_read_all (SkeinMemoryFootprints *self);

/**
 * skein_memory_footprints_step:
 *
 * Reads those that are due, the longest unread first, until some milliseconds are spent. Each
 * is due a period after it was read, or when fifty times have passed what its reading took,
 * whichever is later. New processes are found once a second, or twelve times in a period that is longer.
 *
 * Returns: whether any was read, or has gone
 */
bool skein_memory_footprints_step (SkeinMemoryFootprints *self,
                                   int64_t                now_ns);

/* Returns: (transfer full): those that were read so far, by pid; *@ret_n of them */
SkeinFootprint *skein_memory_footprints_dup (const SkeinMemoryFootprints *self,
                                             uint32_t                    *ret_n) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: whether each process that is known was read once */
bool skein_memory_footprints_are_complete (const SkeinMemoryFootprints *self);

/* Returns: when something is due: a step before that does nothing. INT64_MAX: never */
int64_t skein_memory_footprints_get_due_ns (const SkeinMemoryFootprints *self);

/* Returns: how many processes there are, of which a footprint is wanted */
uint32_t skein_memory_footprints_count (const SkeinMemoryFootprints *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinMemoryFootprints, skein_memory_footprints_free)

G_END_DECLS
