/* store.h - what was seen over time, bounded in bytes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "model/snapshot.h"

G_BEGIN_DECLS

/* A task's small number in a store: dense, never given out twice. */
typedef uint32_t SkeinId;

/* Stands for the machine as a whole: its run time is the busy time of all cores. */
#define SKEIN_ID_MACHINE 0
#define SKEIN_ID_NONE    UINT32_MAX

#define SKEIN_CORE_USERS 8

/**
 * SkeinStore:
 *
 * History. Each thread, each process, each core and the machine has a track:
 * cumulative times at the ends of the intervals in which something happened, so
 * that a range costs two binary searches. Recent time is kept at the resolution
 * of the samples, older time in coarser levels; what no snapshot covers is a gap
 * and stays one. For one thread, the main loop's.
 */
typedef struct _SkeinStore SkeinStore;

/**
 * SkeinTaskInfo:
 * @key: of a process: its tid is its pid
 * @process: the process's id; of a process: its own
 * @is_process: a process, not a thread of it (its main thread has an id too)
 * @is_alive: it was in the newest snapshot
 * @start_is_seen: it started while it was watched, so that @first_ns is its
 *   beginning and not only the first that was seen of it
 * @first_ns: where its track begins
 * @last_ns: the end of the last interval that it was seen in
 * @name: (transfer none): its latest name, bytes
 */
typedef struct
{
  SkeinTaskKey key;
  SkeinId      process;
  bool         is_process;
  bool         is_alive;
  bool         start_is_seen;
  int64_t      first_ns;
  int64_t      last_ns;
  const char  *name;
} SkeinTaskInfo;

/**
 * SkeinSums:
 * @observed_ns: how much of the range was measured while the task existed
 * @run_ns: time on a core; of a process or the machine: of all its threads together
 * @ready_ns: time it wanted a core and had none
 * @waiting_ns: time it waited (S, I); of a process or the machine always 0
 * @disk_ns: time in uninterruptible waits (D); likewise
 * @suspended_ns: time stopped; likewise
 * @most_run: the highest share of a core in one interval: its most parallel moment
 * @most_demand: the highest run + ready in one interval
 *
 * What a range adds up to. Divided by @observed_ns the first two are the mean
 * parallelism and the mean ready count. For a thread the five times add up to
 * @observed_ns.
 */
typedef struct
{
  int64_t observed_ns;
  int64_t run_ns;
  int64_t ready_ns;
  int64_t waiting_ns;
  int64_t disk_ns;
  int64_t suspended_ns;
  double  most_run;
  double  most_demand;
} SkeinSums;

/**
 * SkeinBin:
 * @observed: share of the column that was measured while the task existed; 0: a
 *   gap, or it did not exist
 * @run, @ready, @waiting, @disk, @suspended: shares of the column's time, of which
 *   at most @observed is filled; of a process @run and @ready may exceed 1
 * @most_run: the highest share of a core in an interval that touches the column
 * @most_demand: the highest run + ready likewise
 * @core: the core it ran on most, where one has more than half of the run time, else
 *   one of those; where it did not run, the one it was seen on before; -1: none, or a process
 *
 * One column of pixels.
 */
typedef struct
{
  float   observed;
  float   run;
  float   ready;
  float   waiting;
  float   disk;
  float   suspended;
  float   most_run;
  float   most_demand;
  int16_t core;
} SkeinBin;

typedef struct
{
  SkeinId process;
  float   share;
} SkeinCoreUser;

/**
 * SkeinCoreBin:
 * @observed: share of the column that was measured with the core online
 * @busy: share of the column in which the core did something, as the core itself counts
 * @n_users: how many @users are filled
 * @users: which processes it was, the greatest share first. A thread's run time
 *   is given to the core it was seen on at the end of the interval; where that
 *   exceeds @busy it is scaled down. What is left of @busy is the rest
 */
typedef struct
{
  float         observed;
  float         busy;
  uint8_t       n_users;
  SkeinCoreUser users[SKEIN_CORE_USERS];
} SkeinCoreBin;

/**
 * skein_store_new:
 * @budget_bytes: how much memory the history may take; when it is used up, the
 *   oldest is thinned to a coarser level (1 s, 10 s, 60 s), and in the end dropped.
 *   Whole slots of a level add up as before. Tasks that live are never dropped
 */
SkeinStore *skein_store_new  (size_t      budget_bytes) G_GNUC_WARN_UNUSED_RESULT;
void        skein_store_free (SkeinStore *self);

/* Takes effect at once: a smaller one thins right now. */
void   skein_store_set_budget (SkeinStore *self,
                               size_t      budget_bytes);
size_t skein_store_get_bytes  (const SkeinStore *self);

/**
 * skein_store_append:
 * @snapshot: newer than all before; an older one is ignored
 *
 * Costs what changed since the last one: a process whose record is the same
 * pointer costs one comparison. An interval that begins within a millisecond of
 * the end of the last one touches it; what overlaps is cut off, its times in
 * proportion. What a thread ran beyond the length of its interval is given to the
 * next. Where the budget is used up, makes room, a few tracks at a time.
 */
void skein_store_append (SkeinStore          *self,
                         const SkeinSnapshot *snapshot);

/* Forgets everything seen; ids do not come back. */
void skein_store_clear (SkeinStore *self);

/**
 * skein_store_get_extent:
 * @ret_start_ns: (out): where history begins
 * @ret_end_ns: (out): the end of the newest interval
 *
 * Returns: false where nothing with an interval was seen yet
 */
bool skein_store_get_extent (const SkeinStore *self,
                             int64_t          *ret_start_ns,
                             int64_t          *ret_end_ns);

/**
 * skein_store_get_interval:
 * @time_ns: an instant
 * @ret_start_ns: (out): start of the measured interval around it
 * @ret_end_ns: (out): its end; coarser where history was thinned
 *
 * Returns: false if @time_ns is in a gap or outside of history; then the two are
 *   the bounds of the gap, INT64_MIN and INT64_MAX where it is open
 */
bool skein_store_get_interval (const SkeinStore *self,
                               int64_t           time_ns,
                               int64_t          *ret_start_ns,
                               int64_t          *ret_end_ns);

/* Returns: the id, or SKEIN_ID_NONE */
SkeinId skein_store_find_process (const SkeinStore   *self,
                                  const SkeinTaskKey *key);
SkeinId skein_store_find_thread  (const SkeinStore   *self,
                                  const SkeinTaskKey *key);

/* Returns: false where @id is not (or no longer) known, or is the machine's */
bool skein_store_get_info (const SkeinStore *self,
                           SkeinId           id,
                           SkeinTaskInfo    *ret);

/**
 * skein_store_list_threads:
 * @process: a process's id
 * @ids: (element-type SkeinId): ids are appended
 *
 * Lists the threads of @process that existed at some time from @start_ns to
 * @end_ns, oldest first, main thread before all.
 */
void skein_store_list_threads (const SkeinStore *self,
                               SkeinId           process,
                               int64_t           start_ns,
                               int64_t           end_ns,
                               GArray           *ids);

/* Likewise: the processes of that time. */
void skein_store_list_processes (const SkeinStore *self,
                                 int64_t           start_ns,
                                 int64_t           end_ns,
                                 GArray           *ids);

/**
 * skein_store_sum:
 *
 * Adds up a range, in time logarithmic in its length. Where an end falls within
 * an interval, its times count in proportion.
 *
 * Returns: false, and zeroes, where @id is not known
 */
bool skein_store_sum (const SkeinStore *self,
                      SkeinId           id,
                      int64_t           start_ns,
                      int64_t           end_ns,
                      SkeinSums        *ret);

/**
 * skein_store_sum_many:
 *
 * Adds up several tasks as one: times are added, and the most is that of the sum
 * (interval by interval, at the resolution that is kept), for which it walks through
 * the whole range. Of one task it is as skein_store_sum(); ids that are not known
 * count nothing.
 */
void skein_store_sum_many (const SkeinStore *self,
                           const SkeinId    *ids,
                           size_t            n_ids,
                           int64_t           start_ns,
                           int64_t           end_ns,
                           SkeinSums        *ret);

/**
 * skein_store_bin:
 * @start_ns: where the first column begins
 * @column_ns: length of a column
 * @bins: (array length=n_bins) (out caller-allocates): the columns
 *
 * Costs the number of columns, times the logarithm of the track's length.
 */
void skein_store_bin (const SkeinStore *self,
                      SkeinId           id,
                      int64_t           start_ns,
                      double            column_ns,
                      SkeinBin         *bins,
                      size_t            n_bins);

/* As skein_store_bin(), of core @core (the kernel's number). */
void skein_store_bin_core (const SkeinStore *self,
                           unsigned          core,
                           int64_t           start_ns,
                           double            column_ns,
                           SkeinCoreBin     *bins,
                           size_t            n_bins);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinStore, skein_store_free)

G_END_DECLS
