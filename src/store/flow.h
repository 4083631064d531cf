/* flow.h - what one thread did, switch by switch
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "base/clock.h"
#include "store/slices.h"

G_BEGIN_DECLS

typedef enum
{
  SKEIN_FLOW_UNSEEN,
  SKEIN_FLOW_RUNNING,
  SKEIN_FLOW_READY,
  SKEIN_FLOW_WAITING,
  SKEIN_FLOW_ENDED,
} SkeinFlowState;

/**
 * SkeinSpan:
 * @end_ns: its end; INT64_MAX: it goes on
 * @start_ns: its beginning
 * @observed_ns: the length of all spans before
 *
 * A time in which all that the thread did is known.
 */
typedef struct
{
  int64_t end_ns;
  int64_t start_ns;
  int64_t observed_ns;
} SkeinSpan;

/**
 * SkeinReading:
 * @is_waiting: for the switches to come as far as @time_ns
 * @ready_ns: the kernel's own count of ready time, at @time_ns
 * @before_ns: the reading before, when nothing was noted since nothing had grown; else INT64_MIN
 * @before_ready_ns: what it said
 * @has_base: the two that follow are known
 * @base_ns: of the kernel's count, what was before the span
 * @base_ready_ns: what the switches showed until then
 * @given_ns: how much was given to the ends of waits since
 * @n_settled: the number of slices whose waits before them were given their part
 */
typedef struct
{
  bool     is_waiting;
  bool     has_base;
  int64_t  time_ns;
  int64_t  ready_ns;
  int64_t  before_ns;
  int64_t  before_ready_ns;
  int64_t  base_ns;
  int64_t  base_ready_ns;
  int64_t  given_ns;
  uint64_t n_settled;
} SkeinReading;

/**
 * SkeinFlow:
 * @slices: when it was on a core. The value of their tags is the core and how long it was
 *   ready in the wait before; the flag says that it is another core than before
 * @spans: (array length=n_spans): when it is known what it did
 * @born_ns: from when it was ready without having run; INT64_MIN: that was not seen
 * @first_run_ns: until when; INT64_MAX: it still is
 * @state: what it does now
 * @since_ns: since when
 * @core: where it is or was last; -1: not known
 */
typedef struct
{
  SkeinSlices    slices;
  SkeinSpan     *spans;
  uint32_t       n_spans;
  uint32_t       spans_capacity;
  int64_t        born_ns;
  int64_t        first_run_ns;
  int64_t        since_ns;
  SkeinFlowState state;
  int32_t        core;
  SkeinReading   reading;
} SkeinFlow;

/**
 * SkeinFlowTotals:
 * @observed_ns: how much is known
 * @n_begun: how many slices began before the instant
 * @n_ended: how many ended at it or before
 *
 * All that a flow adds up to, up to an instant. Only differences mean something.
 */
typedef struct
{
  int64_t  observed_ns;
  int64_t  run_ns;
  int64_t  ready_ns;
  int64_t  derived_ns;
  uint64_t n_begun;
  uint64_t n_ended;
  uint32_t given_up;
  uint32_t taken;
  uint32_t moves;
} SkeinFlowTotals;

/* Where a walk forward is. All zero at its start. */
typedef struct
{
  uint32_t span;
  uint32_t group;
  uint32_t group_step;
} SkeinFlowCursor;

SkeinFlow *skein_flow_new       (void) G_GNUC_WARN_UNUSED_RESULT;
void       skein_flow_free      (SkeinFlow       *self);
size_t     skein_flow_get_bytes (const SkeinFlow *self);

/* It was made: from now on it is ready. */
void skein_flow_bear (SkeinFlow *self,
                      int64_t    time_ns);

/* It got a core. What was not known is from now on. */
void skein_flow_run (SkeinFlow *self,
                     int64_t    time_ns,
                     unsigned   core);

/* It, which runs, left the core; @end is not %SKEIN_SLICE_UNKNOWN. */
void skein_flow_leave (SkeinFlow     *self,
                       int64_t        time_ns,
                       SkeinSliceEnd  end);

/* From now on nothing is known. */
void skein_flow_lose (SkeinFlow *self,
                      int64_t    time_ns);

/* It is no more. */
void skein_flow_end (SkeinFlow *self,
                     int64_t    time_ns);

/**
 * skein_flow_note_ready:
 * @time_ns: when it was read
 * @ready_ns: the kernel's own count of its ready time
 * @before_ns: when it was read before; INT64_MIN: it was not
 * @before_ready_ns: what it was then
 */
void skein_flow_note_ready (SkeinFlow *self,
                            int64_t    time_ns,
                            int64_t    ready_ns,
                            int64_t    before_ns,
                            int64_t    before_ready_ns);

/* Shorter derived parts of waits are not counted instant by instant: there may be very many. */
#define SKEIN_FLOW_LEAST_DERIVED_NS (100 * SKEIN_NS_PER_US)

/* A thread turns out to have been ready between the two. */
typedef struct
{
  int64_t start_ns;
  int64_t end_ns;
} SkeinFlowReady;

/**
 * skein_flow_settle:
 * @found: (element-type SkeinFlowReady): what turned out is appended: of derived parts of
 *   %SKEIN_FLOW_LEAST_DERIVED_NS or more all that was not found before
 *
 * Gives what the kernel counted more than the switches show to the ends of waits, if
 * what was noted is of before @now_ns: so far the switches have come.
 */
void skein_flow_settle (SkeinFlow *self,
                        int64_t    now_ns,
                        GArray    *found);

/**
 * skein_flow_at:
 * @cursor: (inout): moved along; @time_ns must not be before that of the last call
 * @time_ns: not after @now_ns
 * @now_ns: until when is known
 */
void skein_flow_at (const SkeinFlow *self,
                    SkeinFlowCursor *cursor,
                    int64_t          time_ns,
                    int64_t          now_ns,
                    SkeinFlowTotals *ret);

/**
 * skein_flow_near:
 * @within_ns: how far it may be at most from a group of slices to the next
 *
 * As skein_flow_at(), but if the instant is between two groups of slices that are so near
 * to each other, in proportion; and only if at least two groups were passed
 * since the last call.
 */
void skein_flow_near (const SkeinFlow *self,
                      SkeinFlowCursor *cursor,
                      int64_t          time_ns,
                      int64_t          within_ns,
                      int64_t          now_ns,
                      SkeinFlowTotals *ret);

/* Returns: whether it was ready at @time_ns, as far as switches tell */
bool skein_flow_is_ready (const SkeinFlow *self,
                          int64_t          time_ns,
                          int64_t          now_ns);

/* Drops what was before @time_ns. */
void skein_flow_drop (SkeinFlow *self,
                      int64_t    time_ns);

/* Returns: the core of slice @index */
int32_t skein_flow_get_core (const SkeinFlow *self,
                             uint32_t         index);

/* Returns: how much of the wait before slice @index it was ready, derived */
int64_t skein_flow_get_derived (const SkeinFlow *self,
                                uint32_t         index);

/**
 * skein_flow_get_gap:
 * @group: the group of @index
 * @ret_ready_ns: (out): how long it was ready, as the switches show
 *
 * Returns: how much is known of the time between the slice before and slice @index, which
 *   is at its end
 */
int64_t skein_flow_get_gap (const SkeinFlow *self,
                            uint32_t         group,
                            uint32_t         index,
                            int64_t         *ret_ready_ns);

G_END_DECLS
