/* schedule.h - what a stream of context switches adds up to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include <glib.h>

#include "model/switch.h"
#include "store/at-once.h"

G_BEGIN_DECLS

/**
 * SkeinSchedule:
 *
 * Takes the switches of some threads in the order of time, and adds up who ran,
 * was ready or waited for how long, and how many did so at once. Keeps sums, not
 * the switches. What was lost is counted as unseen, never as waiting. For one
 * thread.
 */
typedef struct _SkeinSchedule SkeinSchedule;

/**
 * SkeinScheduleState:
 *
 * @SKEIN_SCHEDULE_UNSEEN: nobody knows: it was there before the recorder, or
 *   records were lost, and it was not heard of since
 * @SKEIN_SCHEDULE_RUNNING: on a core
 * @SKEIN_SCHEDULE_READY: made and not run yet, or its core was taken away
 * @SKEIN_SCHEDULE_WAITING: it gave up its core. The end of this time may have been
 *   ready time already: see @derived_ready_ns
 * @SKEIN_SCHEDULE_ENDED: it is no more
 */
typedef enum
{
  SKEIN_SCHEDULE_UNSEEN,
  SKEIN_SCHEDULE_RUNNING,
  SKEIN_SCHEDULE_READY,
  SKEIN_SCHEDULE_WAITING,
  SKEIN_SCHEDULE_ENDED,
  SKEIN_N_SCHEDULE_STATES
} SkeinScheduleState;

/**
 * SkeinScheduleThread:
 * @pid: its process
 * @tid: its number
 * @name: its latest, bytes
 * @state: at the end
 * @start_is_seen: it was made while all was recorded
 * @start_ns: when it was first heard of
 * @end_ns: when it ended, or until when is known
 * @ns_in: how long it was in each #SkeinScheduleState; together from start to end
 * @derived_ready_ns: part of the waiting time in which it was ready already, since
 *   the kernel's own figure of ready time says so; 0 where that was not given
 * @given_up: how often it gave up its core to wait
 * @taken: how often its core was taken away
 * @slices: how often it got a core
 * @moves: how often another one than before
 * @core: where it is or was last; -1: nobody knows
 * @n_cores: length of @core_ns
 * @core_ns: (transfer none): how long it ran on each core, by number
 */
typedef struct
{
  pid_t              pid;
  pid_t              tid;
  char               name[SKEIN_SWITCH_NAME_SIZE];
  SkeinScheduleState state;
  bool               start_is_seen;
  int64_t            start_ns;
  int64_t            end_ns;
  int64_t            ns_in[SKEIN_N_SCHEDULE_STATES];
  int64_t            derived_ready_ns;
  uint64_t           given_up;
  uint64_t           taken;
  uint64_t           slices;
  uint64_t           moves;
  int32_t            core;
  unsigned           n_cores;
  const int64_t     *core_ns;
} SkeinScheduleThread;

/**
 * SkeinScheduleTotals:
 * @start_ns: the first record
 * @end_ns: until when is known; where all threads have ended, when the last did
 * @switches: how often a thread left its core
 * @lost: records that were lost
 * @unseen_ns: time of which something was lost: how many ran at once is not known of it
 */
typedef struct
{
  int64_t  start_ns;
  int64_t  end_ns;
  uint64_t switches;
  uint64_t lost;
  int64_t  unseen_ns;
} SkeinScheduleTotals;

SkeinSchedule *skein_schedule_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void           skein_schedule_free (SkeinSchedule *self);

/* Adds what happened next. */
void skein_schedule_append (SkeinSchedule          *self,
                            const SkeinSwitchBatch *batch);

/**
 * skein_schedule_note_ready:
 * @tid: a thread that exists at @time_ns, ended but not collected at most
 * @time_ns: when it was read; may be later than what was appended so far, and
 *   earlier than the thread's first switch
 * @ready_ns: all of its ready time since it was made, of its schedstat
 *
 * The kernel records no switch when a thread that waits becomes ready. It adds that
 * time up, though: what that is more than the ready time seen was at the ends of
 * waits. For threads whose beginning was not seen, and for a command, which is made
 * before its first switch, it is what came after the first such reading.
 */
void skein_schedule_note_ready (SkeinSchedule *self,
                                pid_t          tid,
                                int64_t        time_ns,
                                uint64_t       ready_ns);

unsigned skein_schedule_get_n_threads (const SkeinSchedule *self);

/* @index: from 0, in the order in which they were first heard of. The result is
 * valid until something is appended. */
void skein_schedule_get_thread (const SkeinSchedule *self,
                                unsigned             index,
                                SkeinScheduleThread *ret);

void skein_schedule_get_totals (const SkeinSchedule *self,
                                SkeinScheduleTotals *ret);

/**
 * skein_schedule_get_parallelism:
 * @ret: (out caller-allocates): to be cleared: of the seen time from the first
 *   record to the last, how many threads were on a core
 */
void skein_schedule_get_parallelism (const SkeinSchedule *self,
                                     SkeinAtOnce         *ret);

/* Likewise: how many were on a core or ready, the derived part included: what was given to
 * the ends of waits that are some ten thousand switches ago is left out. */
void skein_schedule_get_demand (const SkeinSchedule *self,
                                SkeinAtOnce         *ret);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinSchedule, skein_schedule_free)

G_END_DECLS
