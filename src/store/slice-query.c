/* slice-query.c - slices, one by one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store/private.h"

#include "store/search.h"

static const SkeinFlow *
find_flow (const SkeinStore *self,
           SkeinId           thread)
{
  const SkeinTask *task = skein_tasks_get (&self->tasks, thread);

  return task != NULL ? task->flow : NULL;
}

/* Who comes after a core's slice, and whether he took the core away. */
static void
set_next (const SkeinStore  *self,
          const SkeinSlices *slices,
          uint32_t           group,
          uint32_t           index,
          SkeinSlice        *ret)
{
  ret->next_thread = index + 1 < slices->n ? skein_slice_tag_get_value (slices->entries[index + 1].tag)
                                           : SKEIN_ID_NONE;
  ret->taker = skein_store_find_taker (self, slices, group, index);
}

/* Who comes after the slice that began at @start_ns on @core. */
static void
find_next (const SkeinStore *self,
           int32_t           core,
           int64_t           start_ns,
           SkeinId           thread,
           SkeinSlice       *ret)
{
  const SkeinLane *lane = skein_exact_get_lane (&self->exact, (unsigned) core);
  uint32_t group = 0;
  uint32_t index = lane != NULL ? skein_slices_find (&lane->slices, &group, start_ns) : SKEIN_SLICES_NONE;

  ret->next_thread = ret->taker = SKEIN_ID_NONE;
  if (index == SKEIN_SLICES_NONE)
    return;

  /* A slice may have no length; then another begins at the same time. */
  for (; index > 0 && skein_slice_tag_get_value (lane->slices.entries[index].tag) != thread; index--)
    {
      group = skein_slices_get_group (&lane->slices, index - 1);
      if (skein_slices_get_start (&lane->slices, group, index - 1) != start_ns)
        break;
    }

  set_next (self, &lane->slices, skein_slices_get_group (&lane->slices, index), index, ret);
}

static void
fill_slice (const SkeinStore *self,
            SkeinId           thread,
            uint32_t          group,
            uint32_t          index,
            SkeinSlice       *ret)
{
  const SkeinTask *task = skein_tasks_get (&self->tasks, thread);
  const SkeinFlow *flow = task->flow;
  int64_t ready_ns;

  skein_flow_get_gap (flow, group, index, &ready_ns);
  *ret = (SkeinSlice) {
    .start_ns = skein_slices_get_start (&flow->slices, group, index),
    .end_ns = skein_slices_get_end (&flow->slices, group, index, self->exact.now_ns),
    .derived_ready_ns = skein_flow_get_derived (flow, index),
    .thread = thread,
    .process = task->process->id,
    .core = skein_flow_get_core (flow, index),
    .next_core = index + 1 < flow->slices.n ? skein_flow_get_core (flow, index + 1) : -1,
    .end = skein_slice_tag_get_end (flow->slices.entries[index].tag),
  };
  ret->ready_ns = ready_ns + ret->derived_ready_ns;
  find_next (self, ret->core, ret->start_ns, thread, ret);
}

/* Of a core's slice: the thread's own tells more. */
static void
fill_core_slice (const SkeinStore *self,
                 unsigned          core,
                 uint32_t          group,
                 uint32_t          index,
                 SkeinSlice       *ret)
{
  const SkeinSlices *slices = &self->exact.lanes[core].slices;
  uint32_t tag = slices->entries[index].tag;
  SkeinId thread = skein_slice_tag_get_value (tag);
  const SkeinFlow *flow = find_flow (self, thread);
  int64_t start_ns = skein_slices_get_start (slices, group, index);
  uint32_t flow_group = 0;
  uint32_t flow_index = flow != NULL ? skein_slices_find (&flow->slices, &flow_group, start_ns) : SKEIN_SLICES_NONE;

  *ret = (SkeinSlice) { .start_ns = INT64_MIN };
  if (flow_index != SKEIN_SLICES_NONE)
    fill_slice (self, thread, flow_group, flow_index, ret);

  if (ret->start_ns != start_ns || ret->core != (int32_t) core)
    *ret = (SkeinSlice) {
      .start_ns = start_ns,
      .thread = thread,
      .process = SKEIN_ID_NONE,
      .core = (int32_t) core,
      .next_core = -1,
    };

  /* Of two that begin at the same time, one without length, the thread's may be the other. */
  ret->end_ns = skein_slices_get_end (slices, group, index, self->exact.now_ns);
  ret->end = skein_slice_tag_get_end (tag);
  set_next (self, slices, group, index, ret);
}

/* The slices that have a part between the two: @ret_first up to, not with, @ret_end. */
static void
find_range (const SkeinStore  *self,
            const SkeinSlices *slices,
            int64_t            start_ns,
            int64_t            end_ns,
            uint32_t          *ret_first,
            uint32_t          *ret_end)
{
  uint32_t group = 0;
  uint32_t first;

  *ret_first = *ret_end = 0;
  start_ns = MAX (start_ns, self->exact.start_ns);
  if (start_ns >= end_ns)
    return;

  first = skein_slices_find (slices, &group, start_ns - 1);
  *ret_first = first == SKEIN_SLICES_NONE ? 0 : first;
  if (first != SKEIN_SLICES_NONE && skein_slices_get_end (slices, group, first, self->exact.now_ns) <= start_ns)
    (*ret_first)++;

  *ret_end = skein_slices_find (slices, &group, end_ns - 1) + 1;
}

size_t
skein_store_get_slices (const SkeinStore *self,
                        SkeinId           thread,
                        int64_t           start_ns,
                        int64_t           end_ns,
                        SkeinSlice       *ret,
                        size_t            max)
{
  const SkeinFlow *flow = find_flow (self, thread);
  uint32_t first, end, group;

  if (flow == NULL || flow->slices.n == 0)
    return 0;

  find_range (self, &flow->slices, start_ns, end_ns, &first, &end);
  group = skein_slices_get_group (&flow->slices, first);

  for (uint32_t i = first; i < end && i - first < max; i++)
    {
      while (i >= skein_slices_group_end (&flow->slices, group))
        group++;

      fill_slice (self, thread, group, i, &ret[i - first]);
    }

  return end > first ? end - first : 0;
}

size_t
skein_store_get_slices_core (const SkeinStore *self,
                             unsigned          core,
                             int64_t           start_ns,
                             int64_t           end_ns,
                             SkeinSlice       *ret,
                             size_t            max)
{
  const SkeinLane *lane = skein_exact_get_lane (&self->exact, core);
  uint32_t first, end, group;

  if (lane == NULL || lane->slices.n == 0)
    return 0;

  find_range (self, &lane->slices, start_ns, end_ns, &first, &end);
  group = skein_slices_get_group (&lane->slices, first);

  for (uint32_t i = first; i < end && i - first < max; i++)
    {
      while (i >= skein_slices_group_end (&lane->slices, group))
        group++;

      fill_core_slice (self, core, group, i, &ret[i - first]);
    }

  return end > first ? end - first : 0;
}

/* Returns: false where there is none */
static bool
find_slice (const SkeinStore  *self,
            const SkeinSlices *slices,
            int64_t            time_ns,
            SkeinSliceWhich    which,
            uint32_t          *ret_group,
            uint32_t          *ret_index)
{
  uint32_t group = 0;
  uint32_t index = skein_slices_find (slices, &group, time_ns);
  bool is_over;

  if (which == SKEIN_SLICE_NEXT)
    {
      *ret_index = index == SKEIN_SLICES_NONE ? 0 : index + 1;
      if (*ret_index >= slices->n)
        return false;

      *ret_group = skein_slices_get_group (slices, *ret_index);
      return true;
    }

  if (index == SKEIN_SLICES_NONE)
    return false;

  is_over = skein_slices_get_end (slices, group, index, self->exact.now_ns) <= time_ns;
  if (which == SKEIN_SLICE_AT && (is_over || time_ns < self->exact.start_ns))
    return false;

  if (which == SKEIN_SLICE_PREVIOUS && !is_over && index-- == 0)
    return false;

  *ret_index = index;
  *ret_group = skein_slices_get_group (slices, index);

  return skein_slices_get_end (slices, *ret_group, index, self->exact.now_ns) >= self->exact.start_ns;
}

bool
skein_store_find_slice (const SkeinStore *self,
                        SkeinId           thread,
                        int64_t           time_ns,
                        SkeinSliceWhich   which,
                        SkeinSlice       *ret)
{
  const SkeinFlow *flow = find_flow (self, thread);
  uint32_t group, index;

  if (flow == NULL || !find_slice (self, &flow->slices, time_ns, which, &group, &index))
    return false;

  fill_slice (self, thread, group, index, ret);

  return true;
}

bool
skein_store_find_slice_core (const SkeinStore *self,
                             unsigned          core,
                             int64_t           time_ns,
                             SkeinSliceWhich   which,
                             SkeinSlice       *ret)
{
  const SkeinLane *lane = skein_exact_get_lane (&self->exact, core);
  uint32_t group, index;

  if (lane == NULL || !find_slice (self, &lane->slices, time_ns, which, &group, &index))
    return false;

  fill_core_slice (self, core, group, index, ret);

  return true;
}

/* Stretches, as they are filled. */
typedef struct
{
  const SkeinStore *store;
  SkeinId           thread;
  int64_t           start_ns;
  int64_t           end_ns;
  SkeinStretch     *stretches;
  size_t            n;
  size_t            max;
} Stretches;

static void
push (Stretches  *self,
      int64_t     start_ns,
      int64_t     end_ns,
      SkeinState  state,
      bool        is_derived,
      int32_t     core)
{
  start_ns = MAX (start_ns, self->start_ns);
  end_ns = MIN (end_ns, self->end_ns);

  if (start_ns < end_ns && self->n < self->max)
    self->stretches[self->n++] = (SkeinStretch) { start_ns, end_ns, state, is_derived, core };
}

static SkeinState
get_waiting_state (const Stretches *self,
                   int64_t          time_ns)
{
  switch (skein_store_get_rest (self->store, self->thread, time_ns))
    {
    case SKEIN_REST_DISK:
      return SKEIN_STATE_DISK;

    case SKEIN_REST_SUSPENDED:
      return SKEIN_STATE_SUSPENDED;

    case SKEIN_REST_WAITING:
    default:
      return SKEIN_STATE_WAITING;
    }
}

/* What it did between two slices, of which @next is the second, or within @span. */
static void
push_gap (Stretches       *self,
          const SkeinFlow *flow,
          const SkeinSpan *span,
          uint32_t         next,
          int64_t          start_ns,
          int64_t          end_ns)
{
  bool has_before = next > 0 && start_ns > span->start_ns;
  int32_t core = next > 0 ? skein_flow_get_core (flow, next - 1) : -1;
  bool is_ready = next > 0 ? skein_slice_tag_get_end (flow->slices.entries[next - 1].tag) == SKEIN_SLICE_PREEMPTED
                           : flow->born_ns == span->start_ns;
  bool is_followed = next < flow->slices.n && end_ns < span->end_ns;
  int64_t derived_ns = is_followed && !is_ready ? skein_flow_get_derived (flow, next) : 0;

  if (is_ready)
    {
      push (self, start_ns, end_ns, SKEIN_STATE_READY, false, core);
      return;
    }

  if (!has_before && next == 0)
    return;

  push (self, start_ns, end_ns - derived_ns,
        get_waiting_state (self, MAX (start_ns, self->start_ns) / 2 + MIN (end_ns, self->end_ns) / 2), false, core);
  push (self, end_ns - derived_ns, end_ns, SKEIN_STATE_READY, true, core);
}

static void
push_span (Stretches       *self,
           const SkeinFlow *flow,
           const SkeinSpan *span)
{
  int64_t now_ns = self->store->exact.now_ns;
  int64_t end_ns = MIN (span->end_ns, now_ns);
  int64_t before_ns = span->start_ns;
  uint32_t group = 0;
  uint32_t index = skein_slices_find (&flow->slices, &group, MAX (span->start_ns, self->start_ns));

  if (index == SKEIN_SLICES_NONE)
    index = 0;
  else if (skein_slices_get_end (&flow->slices, group, index, now_ns) > span->start_ns)
    before_ns = skein_slices_get_start (&flow->slices, group, index);

  for (; index < flow->slices.n && before_ns < self->end_ns && self->n < self->max; index++)
    {
      int64_t start_ns;

      while (index >= skein_slices_group_end (&flow->slices, group))
        group++;

      start_ns = skein_slices_get_start (&flow->slices, group, index);
      if (start_ns >= end_ns)
        break;

      if (start_ns > before_ns)
        push_gap (self, flow, span, index, before_ns, start_ns);

      before_ns = MAX (skein_slices_get_end (&flow->slices, group, index, now_ns), before_ns);
      push (self, start_ns, before_ns, SKEIN_STATE_RUNNING, false, skein_flow_get_core (flow, index));
    }

  if (before_ns < end_ns && before_ns < self->end_ns)
    push_gap (self, flow, span, index, before_ns, end_ns);
}

size_t
skein_store_get_stretches (const SkeinStore *self,
                           SkeinId           thread,
                           int64_t           start_ns,
                           int64_t           end_ns,
                           SkeinStretch     *ret,
                           size_t            max)
{
  const SkeinFlow *flow = find_flow (self, thread);
  Stretches stretches = {
    .store = self,
    .thread = thread,
    .start_ns = MAX (start_ns, self->exact.start_ns),
    .end_ns = MIN (end_ns, self->exact.now_ns),
    .stretches = ret,
    .max = max,
  };
  uint32_t i;

  if (flow == NULL)
    return 0;

  i = skein_search_after (flow->spans, sizeof *flow->spans, flow->n_spans, 0, stretches.start_ns);
  for (; i < flow->n_spans && flow->spans[i].start_ns < stretches.end_ns; i++)
    push_span (&stretches, flow, &flow->spans[i]);

  return stretches.n;
}
