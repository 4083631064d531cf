/* stat.h - the one line about a process or a thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <glib.h>

#include "proc/comm.h"

G_BEGIN_DECLS

/* Room for a whole file: 51 numbers of 64 bits and the longest name. */
#define SKEIN_STAT_SIZE 1280

/* Bits of SkeinStat.flags. The kernel's include/linux/sched.h promises nothing
 * about them, yet this one has not moved since 2.6.27. */
#define SKEIN_STAT_KTHREAD 0x00200000U

/**
 * SkeinStat:
 * @pid: the id of the thread; in the file of a process, of its main thread
 * @ppid: the process that gets the news when it ends; 0 for none, or for one outside the pid namespace
 * @comm: the name: bytes as they are, zero-terminated; any but zero may occur
 * @state: R running or ready, S sleeping, D sleeping uninterruptibly, T stopped, t stopped by a
 *   debugger, Z zombie, X dead, I idle kernel thread, P parked
 * @pgrp: process group; -1 once the process is being reaped
 * @session: session; likewise
 * @tty: device number of the terminal, 0 for none
 * @flags: the kernel's PF_ flags; of them %SKEIN_STAT_KTHREAD is used
 * @minor_faults: page faults that needed no disk
 * @major_faults: page faults that did
 * @utime_ticks: CPU time in user mode, in ticks of sysconf (_SC_CLK_TCK)
 * @stime_ticks: CPU time in the kernel, likewise
 * @priority: the kernel's: 0 to 39 for ordinary threads (20 + nice), -2 to -100 for real-time ones,
 *   -101 for deadline
 * @nice: -20 (runs first) to 19
 * @n_threads: threads of the process, also in the file of a thread; 0 while it is being reaped
 * @start_ticks: when it started, in ticks since boot, suspended time included
 * @vsize: address space in bytes
 * @rss_pages: memory that is in RAM, in pages of sysconf (_SC_PAGESIZE); the kernel's count may
 *   lag some pages per thread
 * @processor: the core it runs on or ran on last
 * @rt_priority: 1 to 99 for real-time threads, 0 for others
 * @policy: SCHED_OTHER, SCHED_FIFO, ... of sched.h
 *
 * One reading of `/proc/<pid>/stat` or `/proc/<pid>/task/<tid>/stat`. In the file
 * of a process, faults and CPU times are sums over all threads, dead ones
 * included; in that of a thread they are its own. State, priority, core and policy
 * are always those of the one thread (of the main thread, for a process).
 */
typedef struct
{
  pid_t    pid;
  pid_t    ppid;
  char     comm[SKEIN_COMM_SIZE];
  char     state;
  pid_t    pgrp;
  pid_t    session;
  int32_t  tty;
  uint32_t flags;
  uint64_t minor_faults;
  uint64_t major_faults;
  uint64_t utime_ticks;
  uint64_t stime_ticks;
  int32_t  priority;
  int32_t  nice;
  uint32_t n_threads;
  uint64_t start_ticks;
  uint64_t vsize;
  uint64_t rss_pages;
  int32_t  processor;
  uint32_t rt_priority;
  uint32_t policy;
} SkeinStat;

int skein_stat_parse   (const char *text,
                        size_t      length,
                        SkeinStat  *ret) G_GNUC_WARN_UNUSED_RESULT;
int skein_stat_read_at (int         dir_fd,
                        const char *path,
                        SkeinStat  *ret) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
