/* reader.h - reads about processes and threads, as cheaply as may be
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include <glib.h>

#include "proc/schedstat.h"
#include "proc/stat.h"

G_BEGIN_DECLS

/**
 * SkeinReader:
 * @proc_fd: the directory that is read
 * @is_live: it is the kernel's own, and of our pid namespace: then the CPU clocks
 *   that are asked by number are those of the processes in it
 * @has_gate: the clocks are asked; otherwise everything is read in each sample
 * @has_schedstat: the kernel keeps run and ready times
 * @page_size: in bytes
 * @tick_ns: length of the ticks in which start times are given
 * @sample: number of the sample, from 1
 * @taken_ns: when it began
 * @interval_ns: the time it covers
 * @new_ticks: what started this many ticks after boot or later, started in the interval
 * @n_cores: how many cores are online
 * @has_steal: a hypervisor ran others on some of them, at some time since boot
 * @n_read: threads read anew in this sample
 * @ids: room for a list of threads
 * @n_kept: descriptors kept open now
 * @max_kept: the most that may be
 *
 * What all reading has in common, and what is true of the sample that is taken.
 */
typedef struct
{
  int      proc_fd;
  bool     is_live;
  bool     has_gate;
  bool     has_schedstat;
  uint64_t page_size;
  int64_t  tick_ns;

  /* Of this sample: set by the scan, read by all. */
  uint32_t sample;
  int64_t  taken_ns;
  int64_t  interval_ns;
  uint64_t new_ticks;
  uint32_t n_cores;
  bool     has_steal;
  uint32_t n_read;

  /*< private >*/
  GArray  *ids;
  unsigned n_kept;
  unsigned max_kept;
} SkeinReader;

void skein_reader_init  (SkeinReader *self,
                         int          proc_fd);
void skein_reader_clear (SkeinReader *self);

/**
 * skein_reader_get_path:
 * @tid: a thread, or 0 for the process's own file
 * @file: name of the file
 *
 * Writes the path of a process's or thread's file, relative to @proc_fd.
 */
#define SKEIN_READER_PATH_SIZE 64
void skein_reader_get_path (pid_t       pid,
                            pid_t       tid,
                            const char *file,
                            char        ret[SKEIN_READER_PATH_SIZE]);

/**
 * skein_reader_read_stat:
 *
 * Returns: 0; -ESRCH: the thread is gone; another negative errno
 */
int skein_reader_read_stat (const SkeinReader *self,
                            pid_t              pid,
                            pid_t              tid,
                            SkeinStat         *ret) G_GNUC_WARN_UNUSED_RESULT;

/**
 * skein_reader_read_schedstat:
 * @kept: (inout): the thread's descriptor if it is kept open, or -1
 * @keep: keep one open, if there may be one more
 *
 * A file that stays open costs a sixth of one that is opened for each reading,
 * yet 5 KiB of the kernel's memory: worth it for the lately busy.
 *
 * Returns: 0; -ESRCH: the thread is gone; another negative errno
 */
int skein_reader_read_schedstat (SkeinReader    *self,
                                 pid_t           pid,
                                 pid_t           tid,
                                 int            *kept,
                                 bool            keep,
                                 SkeinSchedstat *ret) G_GNUC_WARN_UNUSED_RESULT;

/**
 * skein_reader_read_kept_stat:
 * @kept: (inout): the thread's descriptor if it is kept open, or -1
 * @keep: keep one open, if there is room beside those of schedstat
 *
 * As skein_reader_read_stat(), for a thread that is lately busy.
 */
int skein_reader_read_kept_stat (SkeinReader *self,
                                 pid_t        pid,
                                 pid_t        tid,
                                 int         *kept,
                                 bool         keep,
                                 SkeinStat   *ret) G_GNUC_WARN_UNUSED_RESULT;

/* Closes what is kept open; @kept is -1 then. */
void skein_reader_let_go (SkeinReader *self,
                          int         *kept);

/**
 * skein_reader_list:
 * @pid: list its threads; 0: list the processes
 * @ret: (inout) (element-type pid_t): ids in ascending order
 *
 * Returns: 0; -ESRCH: gone; another negative errno
 */
int skein_reader_list (const SkeinReader *self,
                       pid_t              pid,
                       GArray            *ret) G_GNUC_WARN_UNUSED_RESULT;

/**
 * skein_reader_count_threads:
 *
 * Asks for the number of threads without listing them.
 *
 * Returns: the number, 0 if it is not known
 */
uint32_t skein_reader_count_threads (const SkeinReader *self,
                                     pid_t              pid);

/**
 * skein_reader_exists:
 * @start_ticks: when the process started
 *
 * Returns: false if the process is proved to be gone, or its number to be another's
 */
bool skein_reader_exists (const SkeinReader *self,
                          pid_t              pid,
                          uint64_t           start_ticks);

G_END_DECLS
