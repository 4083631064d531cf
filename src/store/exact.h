/* exact.h - every context switch of a time: the exact layer of a store
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "store/slices.h"
#include "store/store.h"
#include "store/tasks.h"
#include "store/users.h"

G_BEGIN_DECLS

/* The pyramid of users: so many groups of slices, or blocks of the level below, in each. */
#define SKEIN_LANE_FAN    4
#define SKEIN_LANE_LEVELS 3

/* Groups in a block of the highest level. */
#define SKEIN_LANE_UNIT 64

/**
 * SkeinLane:
 * @slices: who was on it. The value of their tags is the thread's id; the flag says that
 *   it was ready before
 * @levels: who used it how long, in blocks of groups
 * @runner: who is on it, as far as is known: a thread's id, or %SKEIN_ID_NONE
 * @known_ns: when somebody left it last, or from when it is known at all
 *
 * A core.
 */
typedef struct
{
  SkeinSlices slices;
  SkeinId     runner;
  int64_t     known_ns;

  struct
  {
    SkeinUsersBlock *blocks;
    uint32_t         n;
    uint32_t         capacity;
  } levels[SKEIN_LANE_LEVELS];
} SkeinLane;

/**
 * SkeinLoss:
 * @start_ns: from when nothing is known of the core
 * @until_ns: until when
 * @count: how many records; 0: none are known to have been there
 * @core: where; %SKEIN_CORE_ANY: anywhere
 */
typedef struct
{
  int64_t  start_ns;
  int64_t  until_ns;
  uint32_t count;
  uint16_t core;
} SkeinLoss;

/**
 * SkeinTurn:
 * @change: 1: @thread became ready; -1: it is no longer
 * @is_derived: it is the beginning or the end of a derived part of a wait
 *
 * Somebody became ready or is no longer without a switch to tell it.
 */
typedef struct
{
  int64_t time_ns;
  SkeinId thread;
  int16_t change;
  bool    is_derived;
} SkeinTurn;

typedef struct _SkeinPulses SkeinPulses;

/**
 * SkeinExact:
 * @tasks: (transfer none): the store's
 * @is_begun: there was a batch
 * @start_ns: where it begins; all before is dropped
 * @now_ns: until when switches are known
 * @known_ns: from when on there was no time of which nothing is known of any core
 * @scope: whose switches they are
 * @partial: (element-type SkeinExactTime): when they were only those of some threads
 * @losses: (element-type SkeinLoss): sorted by their beginnings
 * @turns: (element-type SkeinTurn): sorted by their times; where several derived ones have the same,
 *   who is no longer ready comes first
 * @lanes: (array length=n_lanes): by the kernel's number of the core
 * @bytes: what it takes, but the flows of the threads
 * @waiting: (element-type SkeinId): threads whose readings wait for the switches to come so far
 * @pulses: what was asked for of how many at once
 */
typedef struct
{
  SkeinTasks  *tasks;
  bool         is_begun;
  int64_t      start_ns;
  int64_t      now_ns;
  int64_t      known_ns;
  SkeinScope   scope;
  GArray      *partial;
  GArray      *losses;
  GArray      *turns;
  SkeinLane   *lanes;
  uint32_t     n_lanes;
  size_t       bytes;
  GArray      *waiting;
  SkeinPulses *pulses;
} SkeinExact;

void skein_exact_init  (SkeinExact *self,
                        SkeinTasks *tasks);
void skein_exact_clear (SkeinExact *self);

/* Returns: what the layer takes, flows included */
size_t skein_exact_get_bytes (const SkeinExact *self);

/* Goes on to a batch that begins at @time_ns: what was not told is lost. */
void skein_exact_begin (SkeinExact *self,
                        int64_t     time_ns);

/* The switches until @time_ns are all told. */
void skein_exact_advance (SkeinExact *self,
                          int64_t     time_ns);

/* What follows is what #SkeinSwitchKind has; each at @time_ns, not before the one before. */
void skein_exact_run   (SkeinExact *self,
                        SkeinTask  *task,
                        unsigned    core,
                        int64_t     time_ns);
void skein_exact_leave (SkeinExact    *self,
                        SkeinTask     *task,
                        unsigned       core,
                        int64_t        time_ns,
                        SkeinSliceEnd  end);
void skein_exact_bear  (SkeinExact *self,
                        SkeinTask  *task,
                        int64_t     time_ns);
void skein_exact_end   (SkeinExact *self,
                        SkeinTask  *task,
                        int64_t     time_ns);
void skein_exact_lose  (SkeinExact *self,
                        SkeinLoss   loss);

/* As skein_flow_note_ready(), of @task. */
void skein_exact_note_ready (SkeinExact *self,
                             SkeinTask  *task,
                             int64_t     time_ns,
                             uint64_t    ready_ns,
                             int64_t     before_ns,
                             uint64_t    before_ready_ns);

/* Drops the oldest sixteenth, or so. Threads of which nothing else is known are forgotten.
 * Returns: false where nothing could be dropped */
bool skein_exact_drop (SkeinExact *self);

/**
 * skein_exact_list_known:
 * @core: of which core; %SKEIN_CORE_ANY: of all of them
 * @is_whole: only when the switches of all threads were recorded
 * @times: (element-type SkeinExactTime): is appended to
 */
void skein_exact_list_known (const SkeinExact *self,
                             unsigned          core,
                             bool              is_whole,
                             int64_t           start_ns,
                             int64_t           end_ns,
                             GArray           *times);

/* Makes the blocks of users that have become full: of all groups but the last, which grows. */
void skein_exact_extend_users (const SkeinExact *self,
                               SkeinLane        *lane);

/**
 * skein_exact_count_users:
 * @group: (inout): where a walk forward is, 0 at its start
 * @tally: (nullable): empty; who used the core between the two is added. Where that is many
 *   slices, by blocks of them
 * @ret_run_ns: (out): how long anybody did
 *
 * Returns: how many slices have a part in it
 */
uint32_t skein_exact_count_users (const SkeinExact *self,
                                  unsigned          core,
                                  uint32_t         *group,
                                  int64_t           start_ns,
                                  int64_t           end_ns,
                                  SkeinTally       *tally,
                                  int64_t          *ret_run_ns);

/**
 * skein_exact_add_leaves:
 * @sums: (inout): to @given_up, @taken and @moves is added what is known of the core between
 *   the two
 */
void skein_exact_add_leaves (const SkeinExact *self,
                             unsigned          core,
                             int64_t           start_ns,
                             int64_t           end_ns,
                             SkeinSums        *sums);

static inline const SkeinLane *
skein_exact_get_lane (const SkeinExact *self,
                      unsigned          core)
{
  return core < self->n_lanes ? &self->lanes[core] : NULL;
}

G_END_DECLS
