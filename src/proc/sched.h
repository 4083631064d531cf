/* sched.h - what the scheduler knows about a thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stddef.h>
#include <stdint.h>

#include <glib.h>

G_BEGIN_DECLS

/**
 * SkeinSched:
 * @run_ns: time spent on a CPU, the same as in schedstat
 * @n_switches: how often it left its core
 * @n_voluntary: how often to wait
 * @n_involuntary: how often because the core was taken away
 * @n_migrations: how often it was put on another core
 * @policy: SCHED_OTHER, SCHED_FIFO, ... of sched.h
 * @priority: the kernel's: 100 to 139 for ordinary threads (120 + nice), 0 to 99 for
 *   real-time ones (99 - priority), -1 for deadline
 *
 * One reading of `/proc/<pid>/task/<tid>/sched`. A kernel may have been built
 * without that file (CONFIG_SCHED_DEBUG, which newer ones no longer ask for).
 */
typedef struct
{
  uint64_t run_ns;
  uint64_t n_switches;
  uint64_t n_voluntary;
  uint64_t n_involuntary;
  uint64_t n_migrations;
  uint32_t policy;
  int32_t  priority;
} SkeinSched;

int skein_sched_parse   (const char *text,
                         size_t      length,
                         SkeinSched *ret) G_GNUC_WARN_UNUSED_RESULT;
int skein_sched_read_at (int         dir_fd,
                         const char *path,
                         SkeinSched *ret) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
