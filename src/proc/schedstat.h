/* schedstat.h - how long a thread ran, and how long it waited to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stddef.h>
#include <stdint.h>

#include <glib.h>

G_BEGIN_DECLS

/* Room for a whole file: three 64-bit numbers, each followed by a space or a newline. */
#define SKEIN_SCHEDSTAT_SIZE (3 * 21)

/**
 * SkeinSchedstat:
 * @run_ns: time spent on a CPU
 * @wait_ns: time spent runnable, waiting for one
 * @slices: how many times the thread was put on a CPU
 *
 * One reading of `/proc/<pid>/task/<tid>/schedstat`. All three count from the
 * thread's start and never go back. Of a thread that runs right now, @run_ns is
 * that of the last tick or switch, up to some milliseconds ago, while the clock of
 * proc/clock.h is exact. `/proc/<pid>/schedstat` is that of the main thread alone,
 * not the sum of all.
 */
typedef struct
{
  uint64_t run_ns;
  uint64_t wait_ns;
  uint64_t slices;
} SkeinSchedstat;

int skein_schedstat_parse   (const char     *text,
                             size_t          length,
                             SkeinSchedstat *ret) G_GNUC_WARN_UNUSED_RESULT;
int skein_schedstat_read_at (int             dir_fd,
                             const char     *path,
                             SkeinSchedstat *ret) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
