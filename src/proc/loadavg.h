/* loadavg.h - how many threads want to run, and the newest process id
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <glib.h>

G_BEGIN_DECLS

/* Room for a whole file with the largest numbers. */
#define SKEIN_LOADAVG_SIZE 128

/**
 * SkeinLoadavg:
 * @load_1: mean number of running, ready and uninterruptibly waiting threads, over 1 minute
 * @load_5: over 5 minutes
 * @load_15: over 15 minutes
 * @n_running: threads running or ready right now, on all cores, the reader among them
 * @n_total: threads that exist, on the whole machine
 * @last_pid: the id given out last to a process or a thread, in the reader's pid namespace
 *
 * One reading of `/proc/loadavg`. If @n_total and @last_pid are what they were,
 * nothing was started in between, unless the ids went round once.
 */
typedef struct
{
  double   load_1;
  double   load_5;
  double   load_15;
  uint32_t n_running;
  uint32_t n_total;
  pid_t    last_pid;
} SkeinLoadavg;

int skein_loadavg_parse   (const char   *text,
                           size_t        length,
                           SkeinLoadavg *ret) G_GNUC_WARN_UNUSED_RESULT;
int skein_loadavg_read_at (int           dir_fd,
                           const char   *path,
                           SkeinLoadavg *ret) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
