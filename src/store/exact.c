/* exact.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store/exact.h"

#include "store/pulse.h"
#include "store/search.h"

#include <string.h>

/* What share of the slices is dropped at once. */
#define DROP(n) ((n) / 16 + 1)

void
skein_exact_init (SkeinExact *self,
                  SkeinTasks *tasks)
{
  memset (self, 0, sizeof *self);
  self->tasks = tasks;
  self->partial = g_array_new (FALSE, FALSE, sizeof (SkeinExactTime));
  self->losses = g_array_new (FALSE, FALSE, sizeof (SkeinLoss));
  self->turns = g_array_new (FALSE, FALSE, sizeof (SkeinTurn));
  self->waiting = g_array_new (FALSE, FALSE, sizeof (SkeinId));
}

static void
clear_lane (SkeinLane *lane)
{
  for (unsigned i = 0; i < SKEIN_LANE_LEVELS; i++)
    g_free (lane->levels[i].blocks);

  skein_slices_clear (&lane->slices);
}

void
skein_exact_clear (SkeinExact *self)
{
  for (uint32_t i = 0; i < self->n_lanes; i++)
    clear_lane (&self->lanes[i]);

  g_clear_pointer (&self->pulses, skein_pulses_free);
  g_clear_pointer (&self->lanes, g_free);
  g_clear_pointer (&self->partial, g_array_unref);
  g_clear_pointer (&self->losses, g_array_unref);
  g_clear_pointer (&self->turns, g_array_unref);
  g_clear_pointer (&self->waiting, g_array_unref);
}

size_t
skein_exact_get_bytes (const SkeinExact *self)
{
  return self->bytes + self->tasks->flow_bytes + skein_pulses_get_bytes (self->pulses);
}

static size_t
get_lane_bytes (const SkeinLane *lane)
{
  size_t bytes = skein_slices_get_bytes (&lane->slices);

  for (unsigned i = 0; i < SKEIN_LANE_LEVELS; i++)
    bytes += lane->levels[i].capacity * sizeof (SkeinUsersBlock);

  return bytes;
}

static SkeinLane *
get_lane (SkeinExact *self,
          unsigned    core)
{
  uint32_t n = self->n_lanes;

  if (core < n)
    return &self->lanes[core];

  self->lanes = g_renew (SkeinLane, self->lanes, core + 1);
  self->n_lanes = core + 1;
  self->bytes += (self->n_lanes - n) * sizeof *self->lanes;
  memset (self->lanes + n, 0, (self->n_lanes - n) * sizeof *self->lanes);

  for (uint32_t i = n; i < self->n_lanes; i++)
    {
      self->lanes[i].known_ns = self->known_ns;
      self->lanes[i].runner = SKEIN_ID_NONE;
    }

  return &self->lanes[core];
}

static SkeinFlow *
get_flow (SkeinExact *self,
          SkeinTask  *task)
{
  if (task->flow == NULL)
    {
      task->flow = skein_flow_new ();
      task->process->is_recorded = true;
      self->tasks->flow_bytes += skein_flow_get_bytes (task->flow);
    }

  return task->flow;
}

/* The thread's own slice is open already, and says whether it came from another core. */
static void
open_slice (SkeinExact *self,
            SkeinLane  *lane,
            SkeinTask  *task,
            int64_t     time_ns,
            bool        was_ready)
{
  const SkeinSlices *own = &task->flow->slices;
  bool is_moved = skein_slice_tag_get_flag (own->entries[own->n - 1].tag);
  uint32_t n_groups = lane->slices.n_groups;
  size_t bytes = get_lane_bytes (lane);

  skein_slices_open (&lane->slices, time_ns, 0, skein_slice_tag_make (was_ready, task->id), is_moved, false);
  lane->runner = task->id;

  if (lane->slices.n_groups != n_groups)
    skein_exact_extend_users (self, lane);

  self->bytes += get_lane_bytes (lane) - bytes;
}

static void
close_slice (SkeinLane     *lane,
             int64_t        time_ns,
             SkeinSliceEnd  end)
{
  skein_slices_close (&lane->slices, time_ns, end, -1);
  lane->runner = SKEIN_ID_NONE;
  lane->known_ns = time_ns;
}

/* Whoever is on the core, it is not known any more what became of it. */
static void
lose_runner (SkeinExact *self,
             SkeinLane  *lane,
             int64_t     time_ns)
{
  const SkeinTask *task = lane->runner != SKEIN_ID_NONE ? skein_tasks_get (self->tasks, lane->runner) : NULL;

  if (lane->runner == SKEIN_ID_NONE)
    return;

  if (task != NULL)
    skein_flow_lose (task->flow, time_ns);

  close_slice (lane, time_ns, SKEIN_SLICE_UNKNOWN);
}

/* It is told of on another core than where it runs: that it left was not told. */
static void
lose_elsewhere (SkeinExact *self,
                SkeinTask  *task,
                int64_t     time_ns)
{
  if (task->flow->state == SKEIN_FLOW_RUNNING)
    lose_runner (self, get_lane (self, (unsigned) task->flow->core), time_ns);
}

void
skein_exact_run (SkeinExact *self,
                 SkeinTask  *task,
                 unsigned    core,
                 int64_t     time_ns)
{
  SkeinLane *lane = get_lane (self, core);
  SkeinFlow *flow = get_flow (self, task);
  size_t bytes = skein_flow_get_bytes (flow);
  bool was_ready;

  lose_runner (self, lane, time_ns);
  lose_elsewhere (self, task, time_ns);
  was_ready = flow->state == SKEIN_FLOW_READY;
  skein_flow_run (flow, time_ns, core);
  open_slice (self, lane, task, time_ns, was_ready);
  self->tasks->flow_bytes += skein_flow_get_bytes (flow) - bytes;
}

void
skein_exact_leave (SkeinExact    *self,
                   SkeinTask     *task,
                   unsigned       core,
                   int64_t        time_ns,
                   SkeinSliceEnd  end)
{
  SkeinLane *lane = get_lane (self, core);
  SkeinFlow *flow = get_flow (self, task);
  size_t bytes = skein_flow_get_bytes (flow);

  if (lane->runner != task->id)
    {
      int64_t since_ns;
      bool was_ready;

      /* It must have come at some time after whoever is known to have left last. */
      lose_runner (self, lane, time_ns);
      lose_elsewhere (self, task, time_ns);
      was_ready = flow->state == SKEIN_FLOW_READY;
      since_ns = was_ready ? time_ns : CLAMP (flow->since_ns, lane->known_ns, time_ns);
      skein_pulses_rewind (self->pulses, since_ns);
      skein_flow_run (flow, since_ns, core);
      open_slice (self, lane, task, since_ns, was_ready);
    }

  skein_flow_leave (flow, time_ns, end);
  close_slice (lane, time_ns, end);
  self->tasks->flow_bytes += skein_flow_get_bytes (flow) - bytes;
}

static void
add_turn (SkeinExact *self,
          SkeinTask  *task,
          int64_t     time_ns,
          int         change)
{
  SkeinTurn turn = { time_ns, task->id, (int16_t) change, false };

  g_array_append_val (self->turns, turn);
  self->bytes += sizeof turn;
}

void
skein_exact_bear (SkeinExact *self,
                  SkeinTask  *task,
                  int64_t     time_ns)
{
  SkeinFlow *flow = get_flow (self, task);
  size_t bytes = skein_flow_get_bytes (flow);

  if (flow->n_spans == 0 && flow->state == SKEIN_FLOW_UNSEEN)
    {
      skein_flow_bear (flow, time_ns);
      add_turn (self, task, time_ns, 1);
    }

  self->tasks->flow_bytes += skein_flow_get_bytes (flow) - bytes;
}

void
skein_exact_end (SkeinExact *self,
                 SkeinTask  *task,
                 int64_t     time_ns)
{
  SkeinFlow *flow = get_flow (self, task);

  if (flow->state == SKEIN_FLOW_RUNNING)
    close_slice (get_lane (self, (unsigned) flow->core), time_ns, SKEIN_SLICE_ENDED);
  else if (flow->state == SKEIN_FLOW_READY)
    add_turn (self, task, time_ns, -1);

  skein_flow_end (flow, time_ns);
}

static void
lose_flows (SkeinExact *self,
            SkeinLoss   loss)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->tasks->by_tid);

  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      SkeinTask *task = value;
      bool is_safe = task->flow == NULL || (task->flow->state == SKEIN_FLOW_RUNNING && loss.core != SKEIN_CORE_ANY &&
                                            task->flow->core != loss.core);

      if (is_safe)
        continue;

      if (task->flow->state == SKEIN_FLOW_READY)
        add_turn (self, task, loss.start_ns, -1);
      skein_flow_lose (task->flow, loss.start_ns);
    }
}

static void
blind_lane (SkeinExact *self,
            SkeinLane  *lane,
            SkeinLoss   loss)
{
  lose_runner (self, lane, loss.start_ns);
  lane->known_ns = MAX (lane->known_ns, loss.until_ns);
}

/* The core's runner may have left it, and anybody else may have come and gone. Only
 * who runs on another core is still known to. */
void
skein_exact_lose (SkeinExact *self,
                  SkeinLoss   loss)
{
  if (loss.core == SKEIN_CORE_ANY)
    self->known_ns = MAX (self->known_ns, loss.until_ns);

  if (loss.core == SKEIN_CORE_ANY)
    for (uint32_t i = 0; i < self->n_lanes; i++)
      blind_lane (self, &self->lanes[i], loss);
  else
    blind_lane (self, get_lane (self, loss.core), loss);

  lose_flows (self, loss);
  g_array_append_val (self->losses, loss);
  self->bytes += sizeof loss;
}

void
skein_exact_begin (SkeinExact *self,
                   int64_t     time_ns)
{
  if (!self->is_begun)
    self->start_ns = self->now_ns = self->known_ns = time_ns;

  self->is_begun = true;

  if (time_ns > self->now_ns)
    skein_exact_lose (self, (SkeinLoss) {
      .start_ns = self->now_ns,
      .until_ns = time_ns,
      .core = SKEIN_CORE_ANY,
    });
}

static int
compare_turns (gconstpointer a,
               gconstpointer b)
{
  const SkeinTurn *one = a, *other = b;

  if (one->time_ns != other->time_ns)
    return one->time_ns < other->time_ns ? -1 : 1;

  return one->change - other->change;
}

/* What was dropped already has no beginning any more. */
static void
append_derived (const SkeinExact *self,
                SkeinId           thread,
                const GArray     *found,
                GArray           *turns)
{
  for (guint i = 0; i < found->len; i++)
    {
      const SkeinFlowReady *ready = &g_array_index (found, SkeinFlowReady, i);
      SkeinTurn begin = { MAX (ready->start_ns, self->start_ns), thread, 1, true };
      SkeinTurn end = { ready->end_ns, thread, -1, true };

      if (begin.time_ns >= end.time_ns)
        continue;

      g_array_append_val (turns, begin);
      g_array_append_val (turns, end);
    }
}

/* Puts them among those there are, which is near the end; what was known of how many were ready since does not hold. */
static void
merge_turns (SkeinExact *self,
             GArray     *turns)
{
  guint n_before = self->turns->len, n = turns->len;

  if (n == 0)
    return;

  g_array_sort (turns, compare_turns);
  g_array_set_size (self->turns, n_before + n);
  self->bytes += n * sizeof (SkeinTurn);

  for (guint to = n_before + n; n > 0; to--)
    {
      const SkeinTurn *new = &g_array_index (turns, SkeinTurn, n - 1);
      const SkeinTurn *old = n_before > 0 ? &g_array_index (self->turns, SkeinTurn, n_before - 1) : NULL;
      bool is_old = old != NULL && compare_turns (old, new) > 0;

      g_array_index (self->turns, SkeinTurn, to - 1) = is_old ? *old : *new;
      n_before -= is_old;
      n -= !is_old;
    }

  skein_pulses_rewind (self->pulses, g_array_index (turns, SkeinTurn, 0).time_ns);
}

static void
settle_readings (SkeinExact *self)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (SkeinFlowReady));
  g_autoptr (GArray) turns = g_array_new (FALSE, FALSE, sizeof (SkeinTurn));
  uint32_t kept = 0;

  for (uint32_t i = 0; i < self->waiting->len; i++)
    {
      SkeinId id = g_array_index (self->waiting, SkeinId, i);
      const SkeinTask *task = skein_tasks_get (self->tasks, id);

      if (task == NULL || task->flow == NULL)
        continue;

      g_array_set_size (found, 0);
      skein_flow_settle (task->flow, self->now_ns, found);
      append_derived (self, id, found, turns);
      if (task->flow->reading.is_waiting)
        g_array_index (self->waiting, SkeinId, kept++) = id;
    }

  g_array_set_size (self->waiting, kept);
  merge_turns (self, turns);
}

void
skein_exact_advance (SkeinExact *self,
                     int64_t     time_ns)
{
  SkeinExactTime *last = self->partial->len > 0 ? &g_array_index (self->partial, SkeinExactTime, self->partial->len - 1)
                                                : NULL;
  SkeinExactTime time = { self->now_ns, time_ns };

  if (self->scope == SKEIN_SCOPE_SOME && time_ns > self->now_ns)
    {
      if (last != NULL && last->end_ns == self->now_ns)
        last->end_ns = time_ns;
      else
        g_array_append_val (self->partial, time);
    }

  self->now_ns = MAX (self->now_ns, time_ns);
  settle_readings (self);
}

void
skein_exact_note_ready (SkeinExact *self,
                        SkeinTask  *task,
                        int64_t     time_ns,
                        uint64_t    ready_ns,
                        int64_t     before_ns,
                        uint64_t    before_ready_ns)
{
  if (task->flow == NULL || task->flow->reading.is_waiting)
    return;

  skein_flow_note_ready (task->flow, time_ns, (int64_t) ready_ns, before_ns, (int64_t) before_ready_ns);
  g_array_append_val (self->waiting, task->id);
}

/* Cuts [@start_ns, @end_ns) out of the times from @first on. */
static void
cut_out (GArray   *times,
         uint32_t  first,
         int64_t   start_ns,
         int64_t   end_ns)
{
  for (uint32_t i = first; i < times->len;)
    {
      SkeinExactTime *time = &g_array_index (times, SkeinExactTime, i);
      SkeinExactTime rest = { end_ns, time->end_ns };

      if (start_ns >= time->end_ns || end_ns <= time->start_ns)
        {
          i++;
          continue;
        }

      time->end_ns = start_ns;
      if (time->end_ns <= time->start_ns)
        g_array_remove_index (times, i);
      else
        i++;

      if (rest.end_ns > rest.start_ns)
        g_array_insert_val (times, i, rest);
    }
}

void
skein_exact_list_known (const SkeinExact *self,
                        unsigned          core,
                        bool              is_whole,
                        int64_t           start_ns,
                        int64_t           end_ns,
                        GArray           *times)
{
  SkeinExactTime all = { MAX (start_ns, self->start_ns), MIN (end_ns, self->now_ns) };
  uint32_t first = times->len;

  if (!self->is_begun || all.start_ns >= all.end_ns)
    return;

  g_array_append_val (times, all);

  for (uint32_t i = 0; i < self->losses->len; i++)
    {
      const SkeinLoss *loss = &g_array_index (self->losses, SkeinLoss, i);

      if (loss->start_ns < end_ns && loss->until_ns > start_ns &&
          (core == SKEIN_CORE_ANY || loss->core == SKEIN_CORE_ANY || loss->core == core))
        cut_out (times, first, loss->start_ns, loss->until_ns);
    }

  for (uint32_t i = 0; is_whole && i < self->partial->len; i++)
    {
      const SkeinExactTime *partial = &g_array_index (self->partial, SkeinExactTime, i);

      cut_out (times, first, partial->start_ns, partial->end_ns);
    }
}

static void
drop_lane (SkeinExact *self,
           SkeinLane  *lane)
{
  uint32_t n;

  self->bytes -= get_lane_bytes (lane);
  n = skein_slices_drop (&lane->slices, self->start_ns, SKEIN_LANE_UNIT);

  for (unsigned level = 0; level < SKEIN_LANE_LEVELS && n > 0; level++)
    {
      n /= SKEIN_LANE_FAN;
      lane->levels[level].n -= n;
      memmove (lane->levels[level].blocks, lane->levels[level].blocks + n,
               lane->levels[level].n * sizeof (SkeinUsersBlock));
      lane->levels[level].capacity = lane->levels[level].n + 4;
      lane->levels[level].blocks = g_renew (SkeinUsersBlock, lane->levels[level].blocks,
                                            lane->levels[level].capacity);
    }

  self->bytes += get_lane_bytes (lane);
}

static void
drop_times (SkeinExact *self)
{
  uint32_t n = 0;

  while (n < self->losses->len && g_array_index (self->losses, SkeinLoss, n).until_ns <= self->start_ns)
    n++;

  g_array_remove_range (self->losses, 0, n);
  self->bytes -= n * sizeof (SkeinLoss);

  for (n = 0; n < self->turns->len && g_array_index (self->turns, SkeinTurn, n).time_ns < self->start_ns;)
    n++;

  g_array_remove_range (self->turns, 0, n);
  self->bytes -= n * sizeof (SkeinTurn);

  for (n = 0; n < self->partial->len && g_array_index (self->partial, SkeinExactTime, n).end_ns <= self->start_ns;)
    n++;

  g_array_remove_range (self->partial, 0, n);
}

/* Nothing is left of it: it was only seen in switches, and not for long. */
static bool
is_nothing (const SkeinTask *task)
{
  return task->is_provisional && task->first == NULL && task->last_ns != SKEIN_TASK_ALIVE &&
         (task->flow == NULL || task->flow->n_spans == 0);
}

static void
drop_flows (SkeinExact *self)
{
  SkeinTasks *tasks = self->tasks;

  for (uint32_t i = tasks->n; i > 0; i--)
    {
      SkeinTask *task = tasks->by_id[i - 1];

      if (task == NULL)
        continue;

      if (task->flow != NULL)
        {
          tasks->flow_bytes -= skein_flow_get_bytes (task->flow);
          skein_flow_drop (task->flow, self->start_ns);
          tasks->flow_bytes += skein_flow_get_bytes (task->flow);
        }
    }

  /* Threads before their processes, which have smaller ids. */
  for (uint32_t i = tasks->n; i > 0; i--)
    if (tasks->by_id[i - 1] != NULL && is_nothing (tasks->by_id[i - 1]))
      skein_tasks_forget (tasks, tasks->by_id[i - 1]);

  skein_tasks_pack (tasks);
}

/* Returns: how many of the slices that are kept began until then */
static uint64_t
count_begun (const SkeinExact *self,
             int64_t           time_ns)
{
  uint64_t n = 0;

  for (uint32_t i = 0; i < self->n_lanes; i++)
    {
      uint32_t group = 0;

      n += skein_slices_find (&self->lanes[i].slices, &group, time_ns) + 1;
    }

  return n;
}

/* Returns: the first instant until which @n slices began, or the last that is known */
static int64_t
find_instant (const SkeinExact *self,
              uint64_t          n)
{
  int64_t low = self->start_ns;
  int64_t high = self->now_ns;

  while (high - low > 1)
    {
      int64_t middle = low + (high - low) / 2;

      if (count_begun (self, middle) < n)
        low = middle;
      else
        high = middle;
    }

  return high;
}

bool
skein_exact_drop (SkeinExact *self)
{
  uint64_t first, end;
  int64_t start_ns;

  if (!self->is_begun || self->start_ns >= self->now_ns)
    return false;

  first = count_begun (self, self->start_ns);
  end = count_begun (self, self->now_ns);
  start_ns = find_instant (self, first + DROP (end - first));
  skein_pulses_drop (self->pulses, self, start_ns);
  self->start_ns = start_ns;

  for (uint32_t i = 0; i < self->n_lanes; i++)
    drop_lane (self, &self->lanes[i]);

  drop_times (self);
  drop_flows (self);

  return true;
}
