/* control.h - signals to processes, never to the wrong one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/key.h"

G_BEGIN_DECLS

/**
 * skein_control_signal:
 * @key: the process; its tid does not count
 * @signal: SIGTERM and so on; 0: none, only find out
 *
 * Holds on to the process by a descriptor (pidfd_open(), Linux 5.3), looks
 * whether it started when @key says, and only then sends. What took over the
 * number later is never hit.
 *
 * Returns: 0, or a negative errno: -ESRCH: it has ended, -EPERM: not allowed,
 *   -ENOSYS: the kernel is too old to do it safely
 */
int skein_control_signal     (const SkeinTaskKey *key,
                              int                 signal) G_GNUC_WARN_UNUSED_RESULT;

/**
 * skein_control_may_signal:
 *
 * Says beforehand what a signal would come to. SIGCONT may be allowed even so:
 * within one login session it always is.
 *
 * Returns: 0: it would arrive; else as skein_control_signal()
 */
int skein_control_may_signal (const SkeinTaskKey *key) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
