/* memory.h - how much memory a process has
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdint.h>
#include <sys/types.h>

/**
 * skein_memory_read:
 * @pid: a process; 0: this one
 * @ret_private: (out): private memory, bytes
 * @ret_proportional: (out): proportional share, bytes
 *
 * From /proc/PID/smaps_rollup.
 *
 * Returns: 0, or -1: it cannot be read
 */
int skein_memory_read (pid_t    pid,
                       int64_t *ret_private,
                       int64_t *ret_proportional);
