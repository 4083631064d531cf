/* flow.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store/flow.h"

#include "store/search.h"

#include <string.h>

/* The value of a tag: 13 bits of a core, and 15 bits of a duration: 10 and an exponent. */
#define CORE_BITS     13
#define CORE_MASK     ((1u << CORE_BITS) - 1)
#define MANTISSA_BITS 10
#define MANTISSA      (1u << MANTISSA_BITS)
#define MAX_DURATION  ((2 * (int64_t) MANTISSA - 1) << 30)

/* Below the precision that 15 bits have, rounded down; small ones are exact. */
static uint32_t
pack_duration (int64_t ns)
{
  uint32_t exponent = 1;

  if (ns < MANTISSA)
    return (uint32_t) MAX (ns, 0);

  ns = MIN (ns, MAX_DURATION);
  for (; ns >= 2 * MANTISSA; exponent++)
    ns >>= 1;

  return exponent << MANTISSA_BITS | ((uint32_t) ns - MANTISSA);
}

static int64_t
unpack_duration (uint32_t packed)
{
  uint32_t exponent = packed >> MANTISSA_BITS;
  int64_t mantissa = packed & (MANTISSA - 1);

  return exponent == 0 ? mantissa : (mantissa + MANTISSA) << (exponent - 1);
}

static int64_t
get_derived (const SkeinSliceEntry *entry)
{
  return unpack_duration (skein_slice_tag_get_value (entry->tag) >> CORE_BITS);
}

int32_t
skein_flow_get_core (const SkeinFlow *self,
                     uint32_t         index)
{
  return (int32_t) (skein_slice_tag_get_value (self->slices.entries[index].tag) & CORE_MASK);
}

int64_t
skein_flow_get_derived (const SkeinFlow *self,
                        uint32_t         index)
{
  return get_derived (&self->slices.entries[index]);
}

SkeinFlow *
skein_flow_new (void)
{
  SkeinFlow *self = g_new0 (SkeinFlow, 1);

  self->core = -1;
  self->born_ns = INT64_MIN;

  return self;
}

void
skein_flow_free (SkeinFlow *self)
{
  skein_slices_clear (&self->slices);
  g_free (self->spans);
  g_free (self);
}

size_t
skein_flow_get_bytes (const SkeinFlow *self)
{
  return sizeof *self + skein_slices_get_bytes (&self->slices) + self->spans_capacity * sizeof *self->spans;
}

static void
open_span (SkeinFlow *self,
           int64_t    time_ns)
{
  const SkeinSpan *last = self->n_spans > 0 ? &self->spans[self->n_spans - 1] : NULL;
  SkeinSpan span = { .start_ns = time_ns, .end_ns = INT64_MAX };

  if (last != NULL)
    span.observed_ns = last->observed_ns + last->end_ns - last->start_ns;

  if (self->n_spans == self->spans_capacity)
    {
      self->spans_capacity += self->spans_capacity / 4 + 1;
      self->spans = g_renew (SkeinSpan, self->spans, self->spans_capacity);
    }

  self->spans[self->n_spans++] = span;
  self->reading.has_base = false;
}

static bool
is_seen (const SkeinFlow *self)
{
  return self->state != SKEIN_FLOW_UNSEEN && self->state != SKEIN_FLOW_ENDED;
}

static void
set_state (SkeinFlow      *self,
           int64_t         time_ns,
           SkeinFlowState  state)
{
  self->state = state;
  self->since_ns = time_ns;
}

void
skein_flow_bear (SkeinFlow *self,
                 int64_t    time_ns)
{
  open_span (self, time_ns);
  self->born_ns = time_ns;
  self->first_run_ns = INT64_MAX;
  self->reading.has_base = true;
  set_state (self, time_ns, SKEIN_FLOW_READY);
}

/* Returns: the ready time that ends now */
static int64_t
end_ready (SkeinFlow *self,
           int64_t    time_ns)
{
  if (self->state != SKEIN_FLOW_READY)
    return 0;

  if (self->first_run_ns == INT64_MAX)
    self->first_run_ns = time_ns;

  return time_ns - self->since_ns;
}

void
skein_flow_run (SkeinFlow *self,
                int64_t    time_ns,
                unsigned   core)
{
  bool is_apart = !is_seen (self);
  int64_t ready_ns = end_ready (self, time_ns);
  bool is_moved = self->core >= 0 && self->core != (int32_t) core;

  if (is_apart)
    open_span (self, time_ns);

  skein_slices_open (&self->slices, time_ns, ready_ns, skein_slice_tag_make (is_moved, core & CORE_MASK),
                     is_moved, is_apart);
  self->core = (int32_t) core;
  set_state (self, time_ns, SKEIN_FLOW_RUNNING);
}

void
skein_flow_leave (SkeinFlow     *self,
                  int64_t        time_ns,
                  SkeinSliceEnd  end)
{
  skein_slices_close (&self->slices, time_ns, end, (int16_t) self->core);
  set_state (self, time_ns, end == SKEIN_SLICE_PREEMPTED ? SKEIN_FLOW_READY : SKEIN_FLOW_WAITING);
}

static void
close_span (SkeinFlow *self,
            int64_t    time_ns)
{
  SkeinSpan *span = self->n_spans > 0 ? &self->spans[self->n_spans - 1] : NULL;

  if (span != NULL && span->end_ns == INT64_MAX)
    span->end_ns = time_ns;
}

static void
stop (SkeinFlow      *self,
      int64_t         time_ns,
      SkeinSliceEnd   end,
      SkeinFlowState  state)
{
  self->slices.total.ready_ns += end_ready (self, time_ns);

  if (self->state == SKEIN_FLOW_RUNNING)
    skein_slices_close (&self->slices, time_ns, end, (int16_t) self->core);

  close_span (self, time_ns);
  set_state (self, time_ns, state);
}

void
skein_flow_lose (SkeinFlow *self,
                 int64_t    time_ns)
{
  if (is_seen (self))
    stop (self, time_ns, SKEIN_SLICE_UNKNOWN, SKEIN_FLOW_UNSEEN);
}

void
skein_flow_end (SkeinFlow *self,
                int64_t    time_ns)
{
  stop (self, time_ns, SKEIN_SLICE_ENDED, SKEIN_FLOW_ENDED);
}

void
skein_flow_note_ready (SkeinFlow *self,
                       int64_t    time_ns,
                       int64_t    ready_ns,
                       int64_t    before_ns,
                       int64_t    before_ready_ns)
{
  /* The one before would never be settled if each took its place. */
  if (self->reading.is_waiting)
    return;

  self->reading.is_waiting = true;
  self->reading.time_ns = time_ns;
  self->reading.ready_ns = ready_ns;
  self->reading.before_ns = before_ns;
  self->reading.before_ready_ns = before_ready_ns;
}

/* Then nothing is known of the time just before. */
static bool
begins_span (const SkeinFlow *self,
             int64_t          start_ns)
{
  uint32_t i = skein_search_after (self->spans, sizeof *self->spans, self->n_spans, 0, start_ns);

  if (i < self->n_spans && self->spans[i].start_ns == start_ns)
    return true;

  /* One without length. */
  return i > 0 && self->spans[i - 1].start_ns == start_ns;
}

int64_t
skein_flow_get_gap (const SkeinFlow *self,
                    uint32_t         group,
                    uint32_t         index,
                    int64_t         *ret_ready_ns)
{
  const SkeinSlices *slices = &self->slices;
  int64_t start_ns = skein_slices_get_start (slices, group, index);
  bool is_first = index == slices->groups[group].first;
  int64_t end_ns;

  *ret_ready_ns = 0;

  if (is_first && begins_span (self, start_ns))
    return 0;

  if (index == 0)
    {
      bool is_first_run = start_ns == self->first_run_ns && slices->n_dropped == 0;

      *ret_ready_ns = is_first_run ? start_ns - self->born_ns : 0;
      return *ret_ready_ns;
    }

  end_ns = skein_slices_get_end (slices, group - is_first, index - 1, start_ns);
  if (skein_slice_tag_get_end (slices->entries[index - 1].tag) == SKEIN_SLICE_PREEMPTED)
    *ret_ready_ns = start_ns - end_ns;

  return start_ns - end_ns;
}

/* Notes how much of the wait before a slice was ready time, more than before; the sums are the caller's. */
static int64_t
give (SkeinFlow *self,
      uint32_t   index,
      int64_t    ns)
{
  SkeinSliceEntry *entry = &self->slices.entries[index];
  int64_t before_ns = get_derived (entry);
  uint32_t packed = pack_duration (before_ns + ns);
  uint32_t core = skein_slice_tag_get_value (entry->tag) & CORE_MASK;
  int64_t given_ns = unpack_duration (packed) - before_ns;

  entry->tag = (entry->tag & 15) | (core | packed << CORE_BITS) << 4;

  return given_ns;
}

/* The wait before a slice that began at @start_ns had a derived part of @before_ns, which now is one of @now_ns. */
static void
find_ready (GArray *found,
            int64_t start_ns,
            int64_t before_ns,
            int64_t now_ns)
{
  SkeinFlowReady ready = { .start_ns = start_ns - now_ns, .end_ns = start_ns };

  if (before_ns >= SKEIN_FLOW_LEAST_DERIVED_NS)
    ready.end_ns -= before_ns;

  if (now_ns >= SKEIN_FLOW_LEAST_DERIVED_NS && ready.end_ns > ready.start_ns)
    g_array_append_val (found, ready);
}

/* Shares @ns out to the waits before slices @first to @end, evenly or to the first that have
 * room, none more than it is long.
 * Returns: how much of it */
static int64_t
share_out (SkeinFlow *self,
           uint32_t   first,
           uint32_t   end,
           int64_t    ns,
           bool       is_even,
           GArray    *found)
{
  SkeinSlices *slices = &self->slices;
  uint32_t group = skein_slices_get_group (slices, first);
  int64_t given_ns = 0;

  for (uint32_t i = first; i < end; i++)
    {
      int64_t before_ns = skein_flow_get_derived (self, i);
      int64_t ready_ns, room_ns;

      if (i >= skein_slices_group_end (slices, group))
        group++;

      room_ns = skein_flow_get_gap (self, group, i, &ready_ns) - before_ns;
      if (ready_ns == 0 && room_ns > 0)
        given_ns += give (self, i, MIN (room_ns, (ns - given_ns) / (is_even ? end - i : 1)));

      find_ready (found, skein_slices_get_start (slices, group, i), before_ns, skein_flow_get_derived (self, i));

      /* Its sums are up to its first slice, with the wait before it. */
      if (i == slices->groups[group].first)
        slices->groups[group].derived_ns += given_ns;
    }

  for (uint32_t i = group + 1; i < slices->n_groups; i++)
    slices->groups[i].derived_ns += given_ns;
  slices->total.derived_ns += given_ns;

  return given_ns;
}

/* Returns: how many slices began at @time_ns or before */
static uint32_t
count_begun (const SkeinFlow *self,
             int64_t          time_ns)
{
  uint32_t group = 0;

  return skein_slices_find (&self->slices, &group, time_ns) + 1;
}

/* The ready time that switches show before the slices that began until then: that is when
 * the kernel counts it. */
static int64_t
get_ready_begun (const SkeinFlow *self,
                 uint32_t         n_begun,
                 int64_t          now_ns)
{
  SkeinFlowCursor cursor = { 0 };
  SkeinFlowTotals totals;
  uint32_t group;

  if (n_begun == 0)
    return self->slices.n_groups > 0 ? self->slices.groups[0].ready_ns : self->slices.total.ready_ns;

  group = skein_slices_get_group (&self->slices, n_begun - 1);
  skein_flow_at (self, &cursor, skein_slices_get_start (&self->slices, group, n_begun - 1), now_ns, &totals);

  return totals.ready_ns;
}

/* What is counted from @time_ns on is new. */
static void
set_base (SkeinFlow *self,
          int64_t    time_ns,
          int64_t    ready_ns,
          int64_t    now_ns)
{
  uint32_t n_begun = count_begun (self, time_ns);

  self->reading.has_base = true;
  self->reading.base_ns = ready_ns;
  self->reading.base_ready_ns = get_ready_begun (self, n_begun, now_ns);
  self->reading.given_ns = 0;
  self->reading.n_settled = self->slices.n_dropped + n_begun;
}

void
skein_flow_settle (SkeinFlow *self,
                   int64_t    now_ns,
                   GArray    *found)
{
  SkeinReading *reading = &self->reading;
  const SkeinSpan *span = self->n_spans > 0 ? &self->spans[self->n_spans - 1] : NULL;
  uint64_t n_dropped = self->slices.n_dropped;
  uint32_t n_begun, first;
  int64_t missing_ns, given_ns;

  if (!reading->is_waiting || reading->time_ns > now_ns)
    return;

  reading->is_waiting = false;
  if (span == NULL || reading->time_ns < span->start_ns)
    return;

  if (!reading->has_base && reading->before_ns >= span->start_ns)
    set_base (self, reading->before_ns, reading->before_ready_ns, now_ns);
  else if (!reading->has_base)
    set_base (self, reading->time_ns, reading->ready_ns, now_ns);

  n_begun = count_begun (self, reading->time_ns);
  first = reading->n_settled > n_dropped ? (uint32_t) (reading->n_settled - n_dropped) : 0;
  reading->n_settled = n_dropped + n_begun;
  missing_ns = reading->ready_ns - reading->base_ns - reading->given_ns -
               (get_ready_begun (self, n_begun, now_ns) - reading->base_ready_ns);

  if (missing_ns <= 0 || first >= n_begun)
    return;

  given_ns = share_out (self, first, n_begun, missing_ns, true, found);
  if (given_ns < missing_ns)
    given_ns += share_out (self, first, n_begun, missing_ns - given_ns, false, found);

  reading->given_ns += given_ns;
}

static int64_t
get_observed (const SkeinFlow *self,
              SkeinFlowCursor *cursor,
              int64_t          time_ns)
{
  const SkeinSpan *span;

  cursor->span = skein_search_after (self->spans, sizeof *self->spans, self->n_spans, cursor->span, time_ns);

  if (cursor->span < self->n_spans)
    {
      span = &self->spans[cursor->span];
      return span->observed_ns + MAX (time_ns - span->start_ns, 0);
    }

  span = &self->spans[self->n_spans - 1];

  return span->observed_ns + span->end_ns - span->start_ns;
}

static void
start_totals (const SkeinFlow       *self,
              const SkeinSliceGroup *group,
              SkeinFlowTotals       *ret)
{
  ret->run_ns = group->run_ns;
  ret->ready_ns = group->ready_ns;
  ret->derived_ns = group->derived_ns;
  ret->given_up = group->given_up;
  ret->taken = group->taken;
  ret->moves = group->moves;
  ret->n_begun = ret->n_ended = self->slices.n_dropped + group->first;
}

/* While it was not on a core yet. */
static void
add_before_all (const SkeinFlow *self,
                int64_t          time_ns,
                SkeinFlowTotals *ret)
{
  if (self->born_ns == INT64_MIN)
    return;

  if (self->first_run_ns != INT64_MAX)
    ret->ready_ns -= self->first_run_ns - self->born_ns;

  ret->ready_ns += CLAMP (time_ns, self->born_ns, self->first_run_ns) - self->born_ns;
}

/* Between the end of the last slice of a group and the beginning of the next one. */
static void
add_gap (const SkeinFlow *self,
         uint32_t         group,
         uint32_t         next,
         int64_t          end_ns,
         int64_t          time_ns,
         SkeinFlowTotals *ret)
{
  const SkeinSlices *slices = &self->slices;
  const SkeinSliceEntry *last = &slices->entries[next - 1];
  bool is_inner = next < skein_slices_group_end (slices, group);
  uint32_t next_group = is_inner ? group : group + 1;
  const SkeinSliceGroup *after = next_group < slices->n_groups ? &slices->groups[next_group] : &slices->total;
  bool goes_on = next == slices->n && self->state == SKEIN_FLOW_READY;

  if (skein_slice_tag_get_end (last->tag) == SKEIN_SLICE_PREEMPTED)
    {
      ret->ready_ns += is_inner || goes_on ? time_ns - end_ns : MIN (time_ns - end_ns, after->ready_ns - ret->ready_ns);
    }
  else if (next < slices->n)
    {
      int64_t derived_ns = get_derived (&slices->entries[next]);
      int64_t start_ns = skein_slices_get_start (slices, next_group, next);

      ret->derived_ns += MAX (time_ns - (start_ns - derived_ns), 0);
    }
}

/* Adds up the slices of @group until @time_ns. */
static void
walk_group (const SkeinFlow *self,
            uint32_t         group,
            int64_t          time_ns,
            int64_t          now_ns,
            SkeinFlowTotals *ret)
{
  const SkeinSlices *slices = &self->slices;
  uint32_t group_end = skein_slices_group_end (slices, group);
  uint32_t first = slices->groups[group].first;
  int64_t end_ns = 0;
  uint32_t i;

  for (i = first; i < group_end; i++)
    {
      const SkeinSliceEntry *entry = &slices->entries[i];
      int64_t start_ns = skein_slices_get_start (slices, group, i);
      SkeinSliceEnd end = skein_slice_tag_get_end (entry->tag);

      if (start_ns > time_ns)
        break;

      if (i > first && skein_slice_tag_get_end (entry[-1].tag) == SKEIN_SLICE_PREEMPTED)
        ret->ready_ns += start_ns - end_ns;

      end_ns = skein_slices_get_end (slices, group, i, now_ns);
      ret->derived_ns += i > first ? get_derived (entry) : 0;
      ret->moves += skein_slice_tag_get_flag (entry->tag) && start_ns < time_ns;
      ret->run_ns += MIN (end_ns, time_ns) - start_ns;
      ret->n_begun += start_ns < time_ns;

      if (end_ns > time_ns || end == SKEIN_SLICE_RUNNING)
        return;

      ret->n_ended++;
      ret->given_up += end == SKEIN_SLICE_BLOCKED;
      ret->taken += end == SKEIN_SLICE_PREEMPTED;
    }

  add_gap (self, group, i, end_ns, time_ns, ret);
}

static void
get_at (const SkeinFlow *self,
        uint32_t         group,
        int64_t          time_ns,
        int64_t          now_ns,
        SkeinFlowTotals *ret)
{
  const SkeinSlices *slices = &self->slices;

  if (group != SKEIN_SLICES_NONE)
    {
      start_totals (self, &slices->groups[group], ret);
      walk_group (self, group, time_ns, now_ns, ret);
      return;
    }

  start_totals (self, slices->n_groups > 0 ? &slices->groups[0] : &slices->total, ret);
  add_before_all (self, time_ns, ret);
}

/* Returns: the group that @time_ns is in or after */
static uint32_t
go_to (const SkeinFlow *self,
       SkeinFlowCursor *cursor,
       int64_t          time_ns)
{
  uint32_t group = skein_slices_find_group (&self->slices, cursor->group, &cursor->group_step, time_ns);

  cursor->group = group != SKEIN_SLICES_NONE ? group : 0;

  return group;
}

void
skein_flow_at (const SkeinFlow *self,
               SkeinFlowCursor *cursor,
               int64_t          time_ns,
               int64_t          now_ns,
               SkeinFlowTotals *ret)
{
  memset (ret, 0, sizeof *ret);

  if (self->n_spans == 0)
    return;

  get_at (self, go_to (self, cursor, time_ns), time_ns, now_ns, ret);
  ret->observed_ns = get_observed (self, cursor, time_ns);
}

/* Of a group that is not the last: as if all were even from its beginning to the next one's. */
static void
get_in_proportion (const SkeinFlow *self,
                   uint32_t         group,
                   int64_t          time_ns,
                   SkeinFlowTotals *ret)
{
  const SkeinSliceGroup *from = &self->slices.groups[group];
  const SkeinSliceGroup *to = from + 1;
  double share = (double) (time_ns - from->start_ns) / (double) (to->start_ns - from->start_ns);

  start_totals (self, from, ret);
  ret->run_ns += (int64_t) (share * (double) (to->run_ns - from->run_ns));
  ret->ready_ns += (int64_t) (share * (double) (to->ready_ns - from->ready_ns));
  ret->derived_ns += (int64_t) (share * (double) (to->derived_ns - from->derived_ns));
}

void
skein_flow_near (const SkeinFlow *self,
                 SkeinFlowCursor *cursor,
                 int64_t          time_ns,
                 int64_t          within_ns,
                 int64_t          now_ns,
                 SkeinFlowTotals *ret)
{
  const int64_t *starts = self->slices.starts;
  uint32_t before = cursor->group;
  uint32_t group = go_to (self, cursor, time_ns);

  memset (ret, 0, sizeof *ret);

  if (group != SKEIN_SLICES_NONE && group - before >= 2 && group + 1 < self->slices.n_groups &&
      starts[group + 1] - starts[group] <= within_ns)
    {
      skein_slices_prefetch (&self->slices, group, 2 * cursor->group_step);
      get_in_proportion (self, group, time_ns, ret);
    }
  else
    get_at (self, group, time_ns, now_ns, ret);

  ret->observed_ns = get_observed (self, cursor, time_ns);
}

bool
skein_flow_is_ready (const SkeinFlow *self,
                     int64_t          time_ns,
                     int64_t          now_ns)
{
  uint32_t span = skein_search_after (self->spans, sizeof *self->spans, self->n_spans, 0, time_ns);
  uint32_t group = 0;
  uint32_t index = skein_slices_find (&self->slices, &group, time_ns);
  int64_t end_ns;

  if (span == self->n_spans || self->spans[span].start_ns > time_ns)
    return false;

  if (index == SKEIN_SLICES_NONE)
    return self->born_ns != INT64_MIN && self->born_ns <= time_ns && self->first_run_ns > time_ns;

  end_ns = skein_slices_get_end (&self->slices, group, index, now_ns);

  return end_ns <= time_ns && end_ns >= self->spans[span].start_ns &&
         skein_slice_tag_get_end (self->slices.entries[index].tag) == SKEIN_SLICE_PREEMPTED;
}

void
skein_flow_drop (SkeinFlow *self,
                 int64_t    time_ns)
{
  uint32_t n = skein_search_after (self->spans, sizeof *self->spans, self->n_spans, 0, time_ns);

  /* Where one begins at that very instant, the one before tells whether the thread was ready until then. */
  skein_slices_drop (&self->slices, time_ns - 1, 1);

  if (n == 0)
    return;

  if (n == self->n_spans && !self->slices.is_open)
    skein_slices_forget (&self->slices);

  self->n_spans -= n;
  memmove (self->spans, self->spans + n, self->n_spans * sizeof *self->spans);
}
