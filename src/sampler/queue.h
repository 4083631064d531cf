/* queue.h - samples on their way from the thread that takes them to the one that shows them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include "model/snapshot.h"

G_BEGIN_DECLS

/**
 * SkeinQueue:
 *
 * Bounded: if nobody takes, the oldest goes. Guarded by a pthread mutex, which
 * ThreadSanitizer can see, other than GLib's.
 */
typedef struct _SkeinQueue SkeinQueue;

/**
 * skein_queue_new:
 * @length: how many may wait; at least 1
 * @ret: (out) (transfer full): an empty queue
 *
 * Returns: 0, or a negative errno: no descriptor was to be had
 */
int            skein_queue_new    (unsigned      length,
                                   SkeinQueue  **ret) G_GNUC_WARN_UNUSED_RESULT;
void           skein_queue_free   (SkeinQueue   *self);

/* (transfer none): readable while something waits. */
int            skein_queue_get_fd (SkeinQueue   *self);

/* (transfer full) of @snapshot. */
void           skein_queue_push   (SkeinQueue   *self,
                                   SkeinSnapshot *snapshot);

/* (transfer full) (nullable): the oldest; does not wait for one. */
SkeinSnapshot *skein_queue_pop    (SkeinQueue   *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinQueue, skein_queue_free)

G_END_DECLS
