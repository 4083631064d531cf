/* identity.h - which task switches mean, and which task a snapshot has that they told of
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "store/private.h"

G_BEGIN_DECLS

/**
 * skein_identity_find:
 * @record: not a loss
 *
 * Returns: (transfer none): whom it means: who has the number at that time; a new task
 *   where nobody is known to
 */
SkeinTask *skein_identity_find (SkeinStore        *self,
                                const SkeinSwitch *record);

/* Likewise, of one that was made just then. */
SkeinTask *skein_identity_find_newborn (SkeinStore        *self,
                                        const SkeinSwitch *record);

/**
 * skein_identity_adopt:
 * @key: of a thread, or of a process, that is new in a snapshot
 * @process: (nullable): the process it is a thread of; %NULL: it is a process
 * @snapshot: the snapshot
 *
 * Returns: (nullable): the task that switches told of before; from now on it has this key
 */
SkeinTask *skein_identity_adopt (SkeinStore          *self,
                                 const SkeinTaskKey  *key,
                                 SkeinTask           *process,
                                 const SkeinSnapshot *snapshot);

/* A snapshot does not have it any more: its last switches may still come. */
void skein_identity_note_gone (SkeinStore *self,
                               SkeinTask  *task);

/* It ended, as switches tell. */
void skein_identity_end (SkeinTask *task,
                         int64_t    time_ns);

G_END_DECLS
