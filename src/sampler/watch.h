/* watch.h - what is remembered of one process from sample to sample
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include <glib.h>

#include "model/process.h"
#include "sampler/ledger.h"
#include "sampler/reader.h"

G_BEGIN_DECLS

/**
 * SkeinTrack:
 * @ledger: what intervals were given of the thread's times
 * @moved: the sample in which its times were last found to have grown; 0: in none
 * @detailed: the sample in which its details were read last
 * @kept: its schedstat kept open, or -1
 * @kept_stat: likewise its stat
 * @was_ready: it wanted a core at the end of the last sample, and had none
 * @is_new: it started in this interval
 *
 * What a #SkeinThread does not tell, as only the sampler needs it.
 */
typedef struct
{
  SkeinLedger ledger;
  uint32_t    moved;
  uint32_t    detailed;
  int         kept;
  int         kept_stat;
  bool        was_ready;
  bool        is_new;
} SkeinTrack;

/**
 * SkeinWatch:
 * @pid: the process
 * @start_ticks: when it started; with @pid its identity
 * @ppid: its parent
 * @uid: its effective user
 * @rss_bytes: resident memory
 * @letter: state letter of its main thread
 * @name: (nullable): as in #SkeinProcess, like the other texts
 * @is_kernel: it is a thread of the kernel
 * @is_new: it started in this interval
 * @wants_census: its texts are to be asked anew
 * @asked: the sample in which they were asked last
 * @record: (nullable): what was published last
 *
 * @clock: its CPU clock, as last read
 * @sum: of the run times of @threads, as last read
 * @ended: CPU time of its ended threads, or more: an upper bound. While no thread
 *   ends the true figure stays the same, so the bound may only shrink
 * @is_exact: @ended is the true figure: then @clock = @sum + @ended proves that no
 *   thread ran since it was read
 * @growth: how much @clock grew since the sample before
 * @has_lost: a thread ended or changed its identity: @ended is no bound any more
 * @n_missed: how many threads were read in vain since the sum was last reached
 * @n_in_vain: how many cold ones in turn had not run
 * @verified_ns: when all threads were read last
 *
 * @n_threads: length of the following three
 * @threads: sorted by id, as of now; their deltas are those published last
 * @tracks: what goes with each of @threads
 * @order: places in @threads: the @n_hot lately active ones first
 * @turn: place in @order of the cold thread whose turn it is to be read anyway
 * @n_wanting: how many of @threads have the letter R
 *
 * @is_focused: somebody looks at it
 * @detailed_ns: when @details were read last; 0: never
 * @n_detailed: length of @details; @n_threads, but while those change
 * @details: (nullable): what goes with each of @threads
 */
typedef struct
{
  pid_t               pid;
  pid_t               ppid;
  uid_t               uid;
  uint64_t            start_ticks;
  uint64_t            rss_bytes;
  char               *name;
  char               *command;
  char               *user;
  char               *cgroup;
  char                letter;
  bool                is_kernel;
  bool                is_new;
  bool                wants_census;
  uint32_t            asked;
  const SkeinProcess *record;

  /* The gate and the closure. */
  uint64_t            clock;
  uint64_t            clock_given;
  uint64_t            growth;
  uint64_t            sum;
  uint64_t            ended;
  bool                is_exact;
  bool                has_lost;
  uint32_t            n_missed;
  uint32_t            n_in_vain;
  int64_t             verified_ns;

  /* Its threads. */
  uint32_t            n_threads;
  uint32_t            n_hot;
  uint32_t            n_wanting;
  uint32_t            turn;
  SkeinThread        *threads;
  SkeinTrack         *tracks;
  uint32_t           *order;

  /* Only while somebody looks. */
  bool                is_focused;
  int64_t             detailed_ns;
  uint32_t            n_detailed;
  SkeinThreadDetail  *details;

  /*< private >*/
  bool                is_changed;
  bool                is_restless;
  bool                is_reborn;
} SkeinWatch;

/**
 * skein_watch_new:
 *
 * Reads a process for the first time, all of it.
 *
 * Returns: 0; -ESRCH: it is gone; -EACCES, -EPERM: it may not be read
 */
int skein_watch_new (pid_t         pid,
                     SkeinReader  *reader,
                     SkeinWatch  **ret) G_GNUC_WARN_UNUSED_RESULT;

void skein_watch_free (SkeinWatch  *self,
                       SkeinReader *reader);

/**
 * skein_watch_look:
 *
 * Reads what can have changed since the last time.
 *
 * Returns: 0; -ESRCH: the process is gone, or its number is another's now
 */
int skein_watch_look (SkeinWatch  *self,
                      SkeinReader *reader) G_GNUC_WARN_UNUSED_RESULT;

/**
 * skein_watch_refresh:
 * @index: a place in @threads
 *
 * Reads what may change without the thread running: name, nice, policy, parent.
 *
 * Returns: 0; -ESRCH: the thread is gone; another negative errno
 */
int skein_watch_refresh (SkeinWatch  *self,
                         SkeinReader *reader,
                         uint32_t     index);

/**
 * skein_watch_recount:
 * @index: a place in @threads
 *
 * Reads the times of a thread whatever the CPU clock says, and all the rest if they
 * grew: a virtual machine's kernel counts no time for a slice of which the
 * hypervisor took all, only that it was, and what was waited for it. Where nothing
 * was ever taken, nothing is read.
 *
 * Returns: whether they grew
 */
bool skein_watch_recount (SkeinWatch  *self,
                          SkeinReader *reader,
                          uint32_t     index);

/**
 * skein_watch_refresh_policy:
 *
 * Asks the scheduler alone, which needs no file and so may be done often. What
 * has changed is read as by skein_watch_refresh().
 */
void skein_watch_refresh_policy (SkeinWatch  *self,
                                 SkeinReader *reader,
                                 uint32_t     index);

/**
 * skein_watch_find:
 *
 * Returns: the place of @tid in @threads; @n_threads if it is not there
 */
uint32_t skein_watch_find (const SkeinWatch *self,
                           pid_t             tid);

/* The threads that have not run for a while go back among the cold ones. */
void skein_watch_cool (SkeinWatch  *self,
                       SkeinReader *reader);

/* Says that a text or a detail was changed from outside: there will be a new record. */
void skein_watch_mark_changed (SkeinWatch *self);

/**
 * skein_watch_publish:
 *
 * Returns: (transfer none): the record of the process, the same one as before if
 *   nothing changed
 */
const SkeinProcess *skein_watch_publish (SkeinWatch        *self,
                                         const SkeinReader *reader);

G_END_DECLS
