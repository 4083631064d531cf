/* guard.h - sees to it that nothing of a job outlives it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "workload/call.h"

/**
 * skein_guard_run:
 * @work: does the rounds in a process of its own; sets @round_started to CLOCK_MONOTONIC ns, in shared memory, at the
 *   start of each
 *
 * Runs it, and ends it and every process that it made, also those whose parents are gone, when it ends, when a round
 * passes its deadline, when the time that was asked for is over, and when this program is asked to end. If this
 * program is killed the kernel ends the work, and the work's processes with it.
 *
 * Returns: the status to exit with
 */
int skein_guard_run (const SkeinCall *call,
                     int            (*work) (const SkeinCall *call,
                                             int64_t         *round_started));
