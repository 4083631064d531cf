/* exact-leaves.c - why a core was left, and who came to it from another one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store/exact.h"

typedef struct
{
  uint32_t given_up;
  uint32_t taken;
  uint32_t moves;
} Leaves;

/* Where a thread ran before, its own slices tell: of two that began at once, the one on @core. */
static bool
is_moved (const SkeinExact *self,
          SkeinId           thread,
          unsigned          core,
          int64_t           start_ns)
{
  const SkeinTask *task = skein_tasks_get (self->tasks, thread);
  const SkeinFlow *flow = task != NULL ? task->flow : NULL;
  uint32_t group = 0;
  uint32_t index = flow != NULL ? skein_slices_find (&flow->slices, &group, start_ns) : SKEIN_SLICES_NONE;

  if (index == SKEIN_SLICES_NONE)
    return false;

  for (uint32_t i = index + 1; i-- > flow->slices.groups[group].first;)
    {
      if (skein_slices_get_start (&flow->slices, group, i) != start_ns)
        return false;

      if (skein_flow_get_core (flow, i) == (int32_t) core)
        return skein_slice_tag_get_flag (flow->slices.entries[i].tag);
    }

  return false;
}

/* Since recording began: what ended until @time_ns, and what began before it. */
static Leaves
get_until (const SkeinExact *self,
           unsigned          core,
           int64_t           time_ns)
{
  const SkeinSlices *slices = &self->lanes[core].slices;
  uint32_t step = 0;
  uint32_t group = skein_slices_find_group (slices, 0, &step, time_ns);
  const SkeinSliceGroup *from = &slices->groups[group != SKEIN_SLICES_NONE ? group : 0];
  Leaves leaves = { from->given_up, from->taken, from->moves };

  if (group == SKEIN_SLICES_NONE)
    return leaves;

  for (uint32_t i = from->first; i < skein_slices_group_end (slices, group); i++)
    {
      uint32_t tag = slices->entries[i].tag;
      SkeinSliceEnd end = skein_slice_tag_get_end (tag);
      int64_t start_ns = skein_slices_get_start (slices, group, i);

      leaves.moves += start_ns < time_ns && is_moved (self, skein_slice_tag_get_value (tag), core, start_ns);
      if (skein_slices_get_end (slices, group, i, self->now_ns) > time_ns)
        break;

      leaves.given_up += end == SKEIN_SLICE_BLOCKED;
      leaves.taken += end == SKEIN_SLICE_PREEMPTED;
    }

  return leaves;
}

void
skein_exact_add_leaves (const SkeinExact *self,
                        unsigned          core,
                        int64_t           start_ns,
                        int64_t           end_ns,
                        SkeinSums        *sums)
{
  const SkeinLane *lane = skein_exact_get_lane (self, core);
  Leaves from, to;

  if (lane == NULL || lane->slices.n_groups == 0)
    return;

  from = get_until (self, core, start_ns);
  to = get_until (self, core, end_ns);

  sums->given_up += to.given_up - from.given_up;
  sums->taken += to.taken - from.taken;
  sums->moves += to.moves - from.moves;
}
