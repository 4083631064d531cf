/* merge.h - the records of all cores in one order
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "model/switch.h"

G_BEGIN_DECLS

/**
 * SkeinMerge:
 *
 * Takes the records of each core, in the order in which they were written, and
 * gives those of all cores in the order of time. On the way it puts right what
 * the kernel's rings leave to the reader:
 *
 * - A record whose maker was preempted between looking at the clock and writing
 *   is dated to when it was written.
 * - A thread that is recorded twice, since it was made while the recorder was
 *   being attached to its maker, counts once.
 * - A loss begins at the last record before.
 * - The time that a switch itself takes is the next thread's, as the kernel counts it.
 */
typedef struct _SkeinMerge SkeinMerge;

SkeinMerge *skein_merge_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void        skein_merge_free (SkeinMerge *self);

/* Returns: the number of a lane, for skein_merge_add(); they count from 0. */
unsigned skein_merge_add_lane (SkeinMerge *self);

/**
 * skein_merge_set_start:
 *
 * Says that only from @start_ns on all that happens is recorded. Switches before
 * are left out, whoever came is said to be found, and who went, went then.
 */
void skein_merge_set_start (SkeinMerge *self,
                            int64_t     start_ns);

/**
 * skein_merge_add:
 * @lane: where it comes from: a core's ring
 * @record: of a loss the @time_ns is not used
 * @name: (nullable): what goes with it
 */
void skein_merge_add (SkeinMerge        *self,
                      unsigned           lane,
                      const SkeinSwitch *record,
                      const char        *name);

/**
 * skein_merge_take:
 * @until_ns: no record earlier than this will be added any more
 * @switches: (element-type SkeinSwitch): records earlier than @until_ns are appended
 * @names: (element-type char[16]): and their names
 *
 * What is added too late after all is dated to the last @until_ns.
 */
void skein_merge_take (SkeinMerge *self,
                       int64_t     until_ns,
                       GArray     *switches,
                       GArray     *names);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinMerge, skein_merge_free)

G_END_DECLS
