/* store.h - what was seen over time, bounded in bytes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "model/share.h"
#include "model/snapshot.h"
#include "model/switch.h"
#include "store/at-once.h"
#include "store/waits.h"

G_BEGIN_DECLS

/* A task's small number in a store: dense, never given out twice. */
typedef uint32_t SkeinId;

/* Stands for the machine as a whole: its run time is the busy time of all cores. */
#define SKEIN_ID_MACHINE 0
#define SKEIN_ID_NONE    UINT32_MAX

#define SKEIN_CORE_USERS 8

/* The start in the key of a task that no snapshot had yet. */
#define SKEIN_TICKS_UNKNOWN UINT64_MAX

/**
 * SkeinStore:
 *
 * History. Each thread, each process, each core and the machine has a track:
 * cumulative times at the ends of the intervals in which something happened, so
 * that a range costs two binary searches. Recent time is kept at the resolution
 * of the samples, older time in coarser levels; what no snapshot covers is a gap
 * and stays one. For one thread, the main loop's.
 *
 * Of single threads there may be finer intervals beside the samples: shares of a
 * millisecond, for the time in which such a thread was watched.
 *
 * Over the newest part of it may lie an exact layer, made of context switches. Where
 * it knows what a thread did, it is asked, and the samples elsewhere.
 */
typedef struct _SkeinStore SkeinStore;

/**
 * SkeinTaskInfo:
 * @key: of a process: its tid is its pid. The start of one that only switches told
 *   of is not known until a snapshot has it: %SKEIN_TICKS_UNKNOWN
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
 * @most_run: the highest share of a core in one interval: its most parallel moment.
 *   Where the exact layer tells: of a thread 1 if it ran at all; of a process or several
 *   tasks at least the mean: the true most is skein_store_get_at_once()'s
 * @most_demand: the highest run + ready in one interval; likewise
 * @derived_ready_ns: the part of @ready_ns that no switch shows, but the kernel's own
 *   count of ready time: at the ends of waits, between being woken and getting a core
 * @exact: the share of @observed_ns that is known from switches, 0 to 1
 * @finer_ns: the part of @observed_ns that is known as shares of a millisecond, and not from
 *   switches; of a process or the machine always 0. @most_run and @most_demand of it are at
 *   least the mean, and the most of the samples
 * @n_slices: how many slices have a part in the range; like all that follow only
 *   as far as it is exact; of the machine, of all its cores
 * @given_up: how many of them ended in the range with the thread waiting
 * @taken: how many ended in the range with the core taken away
 * @moves: how many began in the range on another core than the one before
 *
 * What a range adds up to. Divided by @observed_ns the first two are the mean
 * parallelism and the mean ready count. For a thread the five times add up to
 * @observed_ns.
 */
typedef struct
{
  int64_t  observed_ns;
  int64_t  run_ns;
  int64_t  ready_ns;
  int64_t  waiting_ns;
  int64_t  disk_ns;
  int64_t  suspended_ns;
  double   most_run;
  double   most_demand;
  int64_t  derived_ready_ns;
  int64_t  finer_ns;
  double   exact;
  uint64_t n_slices;
  uint64_t given_up;
  uint64_t taken;
  uint64_t moves;
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
 * @derived_ready: the part of @ready that is derived, see #SkeinSums
 * @exact: the share of @observed that is known from switches, 0 to 1
 * @finer: the share of @observed that is known as shares of a millisecond, see #SkeinSums
 * @n_slices: how many slices have a part in the column: if it is more than one, zooming
 *   in shows more
 *
 * One column of pixels.
 */
typedef struct
{
  float    observed;
  float    run;
  float    ready;
  float    waiting;
  float    disk;
  float    suspended;
  float    most_run;
  float    most_demand;
  int16_t  core;
  float    derived_ready;
  float    exact;
  float    finer;
  uint32_t n_slices;
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
 * @exact: the share of @observed of which every switch is known, 0 to 1; 0 where only
 *   some threads are recorded, see skein_store_set_scope()
 * @n_slices: how many slices have a part in the column
 */
typedef struct
{
  float         observed;
  float         busy;
  uint8_t       n_users;
  SkeinCoreUser users[SKEIN_CORE_USERS];
  float         exact;
  uint32_t      n_slices;
} SkeinCoreBin;

/**
 * SkeinScope:
 * @SKEIN_SCOPE_SOME: the switches of some threads: who else had a core is not known
 * @SKEIN_SCOPE_MACHINE: of all threads
 *
 * Whose switches are recorded.
 */
typedef enum
{
  SKEIN_SCOPE_SOME,
  SKEIN_SCOPE_MACHINE,
} SkeinScope;

/**
 * SkeinSliceEnd:
 * @SKEIN_SLICE_RUNNING: it has not ended: its end is as far as is known
 * @SKEIN_SLICE_BLOCKED: the thread gave up the core: it waits
 * @SKEIN_SLICE_PREEMPTED: the core was taken away: it is ready
 * @SKEIN_SLICE_ENDED: the thread ended
 * @SKEIN_SLICE_UNKNOWN: records were lost, or recording ended
 */
typedef enum
{
  SKEIN_SLICE_RUNNING,
  SKEIN_SLICE_BLOCKED,
  SKEIN_SLICE_PREEMPTED,
  SKEIN_SLICE_ENDED,
  SKEIN_SLICE_UNKNOWN,
} SkeinSliceEnd;

/**
 * SkeinSlice:
 * @start_ns: when the thread got the core
 * @end_ns: when it left it
 * @ready_ns: how long it was ready just before @start_ns
 * @derived_ready_ns: how much of that is derived: where a wait ended; see #SkeinSums
 * @thread: whose it is
 * @process: its process
 * @next_thread: who has the next slice on that core, whenever; %SKEIN_ID_NONE: none is known
 * @taker: who took the core away: who has the next slice on it, if it began at once;
 *   %SKEIN_ID_NONE: it was not taken away, or by somebody whose switches are not known
 * @core: where
 * @next_core: where the thread ran next; -1: it did not, as far as is known
 * @end: why it ended
 *
 * One stay of one thread on one core, without a break.
 */
typedef struct
{
  int64_t       start_ns;
  int64_t       end_ns;
  int64_t       ready_ns;
  int64_t       derived_ready_ns;
  SkeinId       thread;
  SkeinId       process;
  SkeinId       next_thread;
  SkeinId       taker;
  int32_t       core;
  int32_t       next_core;
  SkeinSliceEnd end;
} SkeinSlice;

/**
 * SkeinTaking:
 * @thread: whose core was taken away
 * @taker: by whom; %SKEIN_ID_NONE: by somebody whose switches are not known
 * @count: how often
 */
typedef struct
{
  SkeinId  thread;
  SkeinId  taker;
  uint64_t count;
} SkeinTaking;

/* Which slice is looked for: the one that contains an instant, or the first that begins
 * after it, or the last that ended at it or before. */
typedef enum
{
  SKEIN_SLICE_AT,
  SKEIN_SLICE_NEXT,
  SKEIN_SLICE_PREVIOUS,
} SkeinSliceWhich;

/**
 * SkeinStretch:
 * @start_ns: where it begins
 * @end_ns: and ends
 * @state: running, ready, waiting, disk or suspended; the last two as the samples have
 *   it of the thread at that time
 * @is_derived: of ready time: no switch shows it, see #SkeinSums
 * @core: where it runs; else where it ran last; -1: not known
 *
 * A time in which a thread did one thing.
 */
typedef struct
{
  int64_t    start_ns;
  int64_t    end_ns;
  SkeinState state;
  bool       is_derived;
  int32_t    core;
} SkeinStretch;

/* A time of which every switch is known. */
typedef struct
{
  int64_t start_ns;
  int64_t end_ns;
} SkeinExactTime;

/**
 * SkeinAtOnceBin:
 * @observed: share of the column that is exact; 0: all that follow are 0
 * @parallelism: how many threads were on a core, on average in that share
 * @demand: how many wanted one: on a core or ready
 * @most_parallelism: the most at one instant
 * @most_demand: likewise
 */
typedef struct
{
  float    observed;
  float    parallelism;
  float    demand;
  uint32_t most_parallelism;
  uint32_t most_demand;
} SkeinAtOnceBin;

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

/**
 * skein_store_append_switches:
 * @batch: begins not before the end of the one before; what does is left out. A time
 *   between the two is as good as lost
 *
 * Adds to the exact layer. A record means the thread that has its number now: the one
 * the newest snapshot knows, or a new one whose start in ticks is unknown until a
 * snapshot has it too; then it is the same task, with the same id. What
 * is known of a thread begins with its first switch (if that is the end of a slice: where
 * that can have begun earliest) and ends where records were lost. Costs the
 * number of records. When the budget is used up, the oldest of the exact layer goes first
 * while it takes more than half of all; the samples under it stay.
 */
void skein_store_append_switches (SkeinStore             *self,
                                  const SkeinSwitchBatch *batch);

/**
 * skein_store_append_shares:
 * @batch: newer than those before: what overlaps is left out. Threads that no snapshot
 *   had yet are left out, too
 *
 * Adds finer intervals of single threads. They take the place of the samples for the time in
 * which their thread was watched, and switches take theirs. What has no room in its interval
 * is given to those before, where there is some, or else to the next. When the budget is used up, the oldest
 * goes while they take more than a quarter of all; the samples under them stay.
 */
void skein_store_append_shares (SkeinStore            *self,
                                const SkeinShareBatch *batch);

/* Says whose switches are appended from now on: at first %SKEIN_SCOPE_SOME. With
 * %SKEIN_SCOPE_MACHINE the cores are exact too, and the machine's run time. */
void skein_store_set_scope (SkeinStore *self,
                            SkeinScope  scope);

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

/**
 * SkeinShareTime:
 * @start_ns: start of an interval in which a thread ran or was ready, or of the time
 *   from one to the next
 * @end_ns: its end
 * @period_ns: time from one reading of it to the next, at best
 */
typedef struct
{
  int64_t start_ns;
  int64_t end_ns;
  int64_t period_ns;
} SkeinShareTime;

/* Returns: false where @thread was not watched at @time_ns */
bool skein_store_get_share_interval (const SkeinStore *self,
                                     SkeinId           thread,
                                     int64_t           time_ns,
                                     SkeinShareTime   *ret);

/* Returns: until when any thread was watched; INT64_MIN: none ever was */
int64_t skein_store_get_shares_end (const SkeinStore *self);

/**
 * skein_store_take_revised:
 *
 * Returns: since when the shares that came since the last call tell more than was known;
 *   INT64_MAX: none came. A wait for a core is told of when it is over, however long it was
 */
int64_t skein_store_take_revised (SkeinStore *self);

/**
 * skein_store_get_exact_extent:
 * @ret_start_ns: (out): where the exact layer begins
 * @ret_end_ns: (out): until when switches are known
 *
 * Returns: false where there is none
 */
bool skein_store_get_exact_extent (const SkeinStore *self,
                                   int64_t          *ret_start_ns,
                                   int64_t          *ret_end_ns);

/**
 * skein_store_list_exact:
 * @id: a thread: when what it did is known; a process or the machine: when
 *   switches were recorded and none were lost
 * @times: (element-type SkeinExactTime): what lies between @start_ns and @end_ns is
 *   appended, oldest first
 */
void skein_store_list_exact (const SkeinStore *self,
                             SkeinId           id,
                             int64_t           start_ns,
                             int64_t           end_ns,
                             GArray           *times);

/* As skein_store_list_exact(): when the switches of all threads were recorded and none were lost. */
void skein_store_list_whole (const SkeinStore *self,
                             int64_t           start_ns,
                             int64_t           end_ns,
                             GArray           *times);

/* As skein_store_list_exact(): when switches on @core were recorded and none were lost. */
void skein_store_list_exact_core (const SkeinStore *self,
                                  unsigned          core,
                                  int64_t           start_ns,
                                  int64_t           end_ns,
                                  GArray           *times);

/* Returns: how many records were lost between the two, at least */
uint64_t skein_store_get_lost (const SkeinStore *self,
                               int64_t           start_ns,
                               int64_t           end_ns);

/* Returns: the id, or SKEIN_ID_NONE */
SkeinId skein_store_find_process (const SkeinStore   *self,
                                  const SkeinTaskKey *key);
SkeinId skein_store_find_thread  (const SkeinStore   *self,
                                  const SkeinTaskKey *key);

/* Returns: how many processes this history saw before that one; 0 if it is not known. Unlike ids, which threads have
 * too, those of processes that begin one after the other follow each other. */
uint32_t skein_store_get_process_number (const SkeinStore   *self,
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
 * an interval, its times count in proportion. Where the exact layer tells, it is exact to
 * the nanosecond (a derived part to a thousandth), and waiting is shared out between
 * waiting, disk and suspended as the samples have it. Then a process costs the number of its
 * threads. Of the machine only the run time is exact, and only with %SKEIN_SCOPE_MACHINE.
 *
 * Returns: false, and zeroes, where @id is not known
 */
bool skein_store_sum (const SkeinStore *self,
                      SkeinId           id,
                      int64_t           start_ns,
                      int64_t           end_ns,
                      SkeinSums        *ret);

/**
 * skein_store_find_wait:
 * @thread: a thread's id
 *
 * Returns: (nullable) (transfer none): what @thread was seen to wait for between the two, the
 *   last time that somebody looked; or, where nobody did, before or after, if it was the
 *   same wait: if it is known that the thread did nothing else in between. Good until
 *   something is appended
 */
const SkeinSeenWait *skein_store_find_wait (const SkeinStore *self,
                                            SkeinId           thread,
                                            int64_t           start_ns,
                                            int64_t           end_ns);

/* Returns: how many times a thread was seen to wait: another number says that there is more to find */
uint64_t skein_store_get_n_waits (const SkeinStore *self);

/**
 * skein_store_sum_many:
 *
 * Adds up several tasks as one: times are added, and the most is that of the sum
 * (interval by interval, at the resolution that is kept), for which it walks through
 * the whole range. Of one task it is as skein_store_sum(); ids that are not known
 * count nothing. The observed times are added, too: of several tasks they are no
 * time to divide by.
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
 * Costs the number of columns, times the logarithm of the track's length. Where many
 * slices share a column, its edges are in proportion within sixteen of them.
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

/**
 * skein_store_get_slices:
 * @thread: a thread's id
 * @ret: (array length=max) (out caller-allocates): the slices that have a part between
 *   @start_ns and @end_ns, oldest first
 *
 * Returns: how many there are; if it is more than @max, only the first were filled
 */
size_t skein_store_get_slices (const SkeinStore *self,
                               SkeinId           thread,
                               int64_t           start_ns,
                               int64_t           end_ns,
                               SkeinSlice       *ret,
                               size_t            max);

/* Likewise: those on @core. */
size_t skein_store_get_slices_core (const SkeinStore *self,
                                    unsigned          core,
                                    int64_t           start_ns,
                                    int64_t           end_ns,
                                    SkeinSlice       *ret,
                                    size_t            max);

/**
 * skein_store_list_takings:
 * @process: only of its threads; %SKEIN_ID_MACHINE: of all
 * @max_slices: of each core the newest so many slices are looked at, and no more
 * @takings: (element-type SkeinTaking): who took a core away from whom, for all slices that
 *   ended so between @start_ns and @end_ns, is appended, in no order
 *
 * Returns: from when on that is all of them: @start_ns or later
 */
int64_t skein_store_list_takings (const SkeinStore *self,
                                  SkeinId           process,
                                  int64_t           start_ns,
                                  int64_t           end_ns,
                                  uint32_t          max_slices,
                                  GArray           *takings);

/* Returns: false where there is no such slice */
bool skein_store_find_slice      (const SkeinStore *self,
                                  SkeinId           thread,
                                  int64_t           time_ns,
                                  SkeinSliceWhich   which,
                                  SkeinSlice       *ret);
bool skein_store_find_slice_core (const SkeinStore *self,
                                  unsigned          core,
                                  int64_t           time_ns,
                                  SkeinSliceWhich   which,
                                  SkeinSlice       *ret);

/**
 * skein_store_get_stretches:
 * @thread: a thread's id
 * @ret: (array length=max) (out caller-allocates): what it did from @start_ns to @end_ns,
 *   oldest first, cut off at both; where it is not known exactly, there is none
 *
 * What it was doing at each instant, for drawing it when zoomed in.
 *
 * Returns: how many were filled: at most @max
 */
size_t skein_store_get_stretches (const SkeinStore *self,
                                  SkeinId           thread,
                                  int64_t           start_ns,
                                  int64_t           end_ns,
                                  SkeinStretch     *ret,
                                  size_t            max);

/**
 * skein_store_get_at_once:
 * @ids: (array length=n_ids): processes, of which all threads count, threads, or the
 *   machine; who is named twice counts once
 * @parallelism: (out caller-allocates) (optional): to be cleared: how long how many of
 *   them were on a core
 * @demand: (out caller-allocates) (optional): likewise: on a core or ready; of what is
 *   derived of its ready time only parts of a tenth of a millisecond or more
 *
 * Of the part of the range that is exact. Threads of which nothing is known yet, since
 * they were not switched, count as not running. The first time that a selection is asked
 * for costs all slices there are; the following times cost what came since,
 * and little more: what it takes is kept for the last few selections.
 */
void skein_store_get_at_once (SkeinStore    *self,
                              const SkeinId *ids,
                              size_t         n_ids,
                              int64_t        start_ns,
                              int64_t        end_ns,
                              SkeinAtOnce   *parallelism,
                              SkeinAtOnce   *demand);

/**
 * skein_store_bin_at_once:
 *
 * As skein_store_get_at_once(), for columns as of skein_store_bin(). Where many switches
 * share a column, the most may be that of a neighbouring instant just outside of it.
 */
void skein_store_bin_at_once (SkeinStore     *self,
                              const SkeinId  *ids,
                              size_t          n_ids,
                              int64_t         start_ns,
                              double          column_ns,
                              SkeinAtOnceBin *bins,
                              size_t          n_bins);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinStore, skein_store_free)

G_END_DECLS
