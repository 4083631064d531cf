/* walk.h - through the switches of all cores, in the order of time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "store/at-once.h"
#include "store/exact.h"

G_BEGIN_DECLS

/**
 * SkeinMembers:
 * @ids: (element-type SkeinId): processes, threads, the machine: what is selected
 * @members: by a thread's id: whether it belongs to them, as far as that was asked
 */
typedef struct
{
  GArray     *ids;
  GByteArray *members;
} SkeinMembers;

/* For how long how many were on a core, and on a core or ready. */
typedef struct
{
  SkeinAtOnce run;
  SkeinAtOnce demand;
} SkeinBoth;

/**
 * SkeinWalkEvent:
 * @index: of a slice
 * @is_end: it ends; else it begins
 *
 * What happens next on a lane.
 */
typedef struct
{
  int64_t  time_ns;
  uint32_t lane;
  uint32_t group;
  uint32_t index;
  bool     is_end;
} SkeinWalkEvent;

/**
 * SkeinWalk:
 * @events: heap of the lanes' next events, the earliest at the root
 * @turn: the next of the exact layer's turns
 * @loss: the next of its losses
 * @n_running: how many members are on a core
 * @n_ready: how many are ready. Both may be too few within one instant, since it is not known
 *   what came first on different cores
 * @time_ns: so far it has come
 * @blind_until_ns: from here on it is known again
 * @n_seen: how much happened
 */
typedef struct
{
  const SkeinExact *exact;
  SkeinMembers     *members;
  SkeinWalkEvent   *events;
  uint32_t          n_events;
  uint32_t          turn;
  uint32_t          loss;
  int32_t           n_running;
  int32_t           n_ready;
  int64_t           time_ns;
  int64_t           blind_until_ns;
  uint64_t          n_seen;
} SkeinWalk;

void skein_both_init  (SkeinBoth *both);
void skein_both_clear (SkeinBoth *both);

bool skein_members_have (SkeinMembers     *self,
                         const SkeinExact *exact,
                         SkeinId           thread);

/**
 * skein_walk_init:
 * @time_ns: where it begins: before what happens at that time
 * @n_ready: how many members are ready just before
 */
void skein_walk_init  (SkeinWalk        *walk,
                       SkeinMembers     *members,
                       const SkeinExact *exact,
                       int64_t           time_ns,
                       int32_t           n_ready);
void skein_walk_clear (SkeinWalk *walk);

/* Returns: when something happens next; INT64_MAX: no more */
int64_t skein_walk_get_next (const SkeinWalk *walk);

/* Lets it happen: its time must have come. */
void skein_walk_step (SkeinWalk *walk);

/* Time goes on to @time_ns, and nothing happens; what is after @from_ns is added to @both. */
void skein_walk_advance (SkeinWalk *walk,
                         int64_t    from_ns,
                         int64_t    time_ns,
                         SkeinBoth *both);

/* Likewise, and all happens that is before @end_ns. */
void skein_walk_to (SkeinWalk *walk,
                    int64_t    from_ns,
                    int64_t    end_ns,
                    SkeinBoth *both);

G_END_DECLS
