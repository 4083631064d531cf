/* switch-queue.h - switches on their way from the thread that reads them to the one that shows them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stddef.h>

#include <glib.h>

#include "model/switch.h"

G_BEGIN_DECLS

/**
 * SkeinSwitchQueue:
 *
 * Bounded: if nobody takes, of the oldest only who came and went is kept, and
 * that the rest is lost. Guarded by a pthread mutex, which ThreadSanitizer can
 * see, other than GLib's.
 */
typedef struct _SkeinSwitchQueue SkeinSwitchQueue;

/**
 * skein_switch_queue_new:
 * @n_switches: how many records may wait
 * @ret: (out) (transfer full): an empty queue
 *
 * Returns: 0, or a negative errno: no descriptor was to be had
 */
int  skein_switch_queue_new  (size_t             n_switches,
                              SkeinSwitchQueue **ret) G_GNUC_WARN_UNUSED_RESULT;
void skein_switch_queue_free (SkeinSwitchQueue  *self);

/* (transfer none): readable while something waits. */
int  skein_switch_queue_get_fd (SkeinSwitchQueue *self);

/* (transfer full) of @batch. */
void skein_switch_queue_push (SkeinSwitchQueue *self,
                              SkeinSwitchBatch *batch);

/* (transfer full) (nullable): the oldest; does not wait for one. */
SkeinSwitchBatch *skein_switch_queue_pop (SkeinSwitchQueue *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinSwitchQueue, skein_switch_queue_free)

G_END_DECLS
