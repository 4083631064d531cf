/* tell.h - a round as JSON lines, on standard output
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "workload/job.h"

/**
 * skein_tell_round:
 * @round: its number, from 0
 *
 * Prints a line "start", one "task" for each task that began, "span"s, and one "end", and flushes them.
 *
 * Returns: false where they cannot be written
 */
bool skein_tell_round (const SkeinJob *job,
                       unsigned        round);
