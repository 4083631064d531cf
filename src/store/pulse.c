/* pulse.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store/pulse.h"

#include "store/private.h"
#include "store/search.h"
#include "store/walk.h"

#include <string.h>

/* So many events, at least, make a block. */
#define BLOCK_EVENTS 64

/* So many selections are kept. */
#define N_PULSES 4

/* A column that touches more blocks takes them whole, but the first and the last. */
#define MANY_BLOCKS 4

/**
 * Block:
 * @start_ns: where it begins: at an event
 * @seen_ns: of the times before, how much is known
 * @run_ns: the run times before, of all together
 * @demand_ns: likewise, run and ready
 * @first: the index of its first figure: for how long 0, 1, 2 … ran, and then, wanted to
 * @n_run: how many of those there are
 * @n_demand: how many of these
 * @n_ready: how many are ready just before it begins
 */
typedef struct
{
  int64_t  start_ns;
  int64_t  seen_ns;
  int64_t  run_ns;
  int64_t  demand_ns;
  uint64_t first;
  uint32_t n_run;
  uint32_t n_demand;
  int32_t  n_ready;
} Block;

/* @next: where the block begins that is not full yet */
struct _SkeinPulse
{
  SkeinMembers members;
  GArray      *blocks;  /* of Block, sorted */
  GArray      *figures; /* of int64_t */
  Block        next;
  uint64_t     n_figures_dropped;
};

struct _SkeinPulses
{
  SkeinPulse *pulses[N_PULSES]; /* the one that was asked for last is first */
};

static void
add_up (const SkeinAtOnce *at_once,
        int64_t           *sum_ns)
{
  for (guint i = 0; i < at_once->ns_at->len; i++)
    *sum_ns += i * g_array_index (at_once->ns_at, int64_t, i);
}

static void
push_figures (SkeinPulse        *self,
              const SkeinAtOnce *at_once,
              uint32_t          *ret_n,
              int64_t           *sum_ns)
{
  *ret_n = at_once->ns_at->len;
  g_array_append_vals (self->figures, at_once->ns_at->data, at_once->ns_at->len);
  add_up (at_once, sum_ns);
}

/* What was walked through is a block, and the next begins. */
static void
push_block (SkeinPulse *self,
            const SkeinWalk *walk,
            SkeinBoth        *both)
{
  Block *next = &self->next;
  Block block = *next;

  block.first = self->n_figures_dropped + self->figures->len;
  next->seen_ns += skein_at_once_get_total_ns (&both->run);
  push_figures (self, &both->run, &block.n_run, &next->run_ns);
  push_figures (self, &both->demand, &block.n_demand, &next->demand_ns);
  g_array_append_val (self->blocks, block);
  next->start_ns = walk->time_ns;
  next->n_ready = walk->n_ready;
  g_array_set_size (both->run.ns_at, 0);
  g_array_set_size (both->demand.ns_at, 0);
}

static void
catch_up (SkeinPulse       *self,
          const SkeinExact *exact)
{
  SkeinWalk walk;
  SkeinBoth both;

  skein_both_init (&both);
  skein_walk_init (&walk, &self->members, exact, self->next.start_ns, self->next.n_ready);

  while (skein_walk_get_next (&walk) < exact->now_ns)
    {
      int64_t time_ns = skein_walk_get_next (&walk);
      bool is_new_time = time_ns > walk.time_ns;

      skein_walk_advance (&walk, INT64_MIN, time_ns, &both);

      if (walk.n_seen >= BLOCK_EVENTS && is_new_time)
        {
          push_block (self, &walk, &both);
          walk.n_seen = 0;
        }

      skein_walk_step (&walk);
    }

  skein_walk_clear (&walk);
  skein_both_clear (&both);
}

/* Members whose derived ready time began before the first turn that is kept: what is told of them first is its end. */
static int32_t
count_derived (SkeinPulse       *self,
               const SkeinExact *exact)
{
  g_autoptr (GHashTable) told = g_hash_table_new (NULL, NULL);
  int32_t n = 0;

  for (guint i = 0; i < exact->turns->len; i++)
    {
      const SkeinTurn *turn = &g_array_index (exact->turns, SkeinTurn, i);

      if (turn->is_derived && skein_members_have (&self->members, exact, turn->thread) &&
          g_hash_table_add (told, GUINT_TO_POINTER (turn->thread)))
        n += turn->change < 0;
    }

  return n;
}

static int32_t
count_ready (SkeinPulse       *self,
             const SkeinExact *exact,
             int64_t           time_ns)
{
  int32_t n = count_derived (self, exact);

  for (uint32_t i = 0; i < exact->tasks->n; i++)
    {
      const SkeinTask *task = exact->tasks->by_id[i];

      n += task != NULL && task->flow != NULL && skein_flow_is_ready (task->flow, time_ns, exact->now_ns) &&
           skein_members_have (&self->members, exact, task->id);
    }

  return n;
}

static SkeinPulse *
pulse_new (const SkeinExact *exact,
           GArray           *ids)
{
  SkeinPulse *self = g_new0 (SkeinPulse, 1);

  self->members.ids = ids;
  self->members.members = g_byte_array_new ();
  self->blocks = g_array_new (FALSE, FALSE, sizeof (Block));
  self->figures = g_array_new (FALSE, FALSE, sizeof (int64_t));
  self->next.start_ns = exact->start_ns;
  self->next.n_ready = count_ready (self, exact, exact->start_ns - 1);

  return self;
}

static void
pulse_free (SkeinPulse *self)
{
  g_array_unref (self->members.ids);
  g_byte_array_unref (self->members.members);
  g_array_unref (self->blocks);
  g_array_unref (self->figures);
  g_free (self);
}

void
skein_pulses_free (SkeinPulses *self)
{
  for (unsigned i = 0; i < N_PULSES; i++)
    g_clear_pointer (&self->pulses[i], pulse_free);

  g_free (self);
}

size_t
skein_pulses_get_bytes (const SkeinPulses *self)
{
  size_t bytes = 0;

  for (unsigned i = 0; self != NULL && i < N_PULSES; i++)
    if (self->pulses[i] != NULL)
      bytes += sizeof *self->pulses[i] + self->pulses[i]->members.members->len +
               self->pulses[i]->blocks->len * sizeof (Block) +
               self->pulses[i]->figures->len * sizeof (int64_t);

  return bytes;
}

static Block *
get_block (const SkeinPulse *self,
           uint32_t          index)
{
  return &g_array_index (self->blocks, Block, index);
}

static void
rewind_pulse (SkeinPulse *self,
              int64_t     time_ns)
{
  while (self->blocks->len > 0 && self->next.start_ns > time_ns)
    {
      self->next = *get_block (self, self->blocks->len - 1);
      g_array_set_size (self->blocks, self->blocks->len - 1);
      g_array_set_size (self->figures, (guint) (self->next.first - self->n_figures_dropped));
    }
}

void
skein_pulses_rewind (SkeinPulses *self,
                     int64_t      time_ns)
{
  for (unsigned i = 0; self != NULL && i < N_PULSES; i++)
    if (self->pulses[i] != NULL)
      rewind_pulse (self->pulses[i], time_ns);
}

/* Returns: the block that contains @time_ns, or the first; the number of blocks: the one
 * that is not full */
static uint32_t
find_block (const SkeinPulse *self,
            int64_t           time_ns)
{
  uint32_t after = skein_search_after (self->blocks->data, sizeof (Block), self->blocks->len, 0, time_ns);

  if (after == self->blocks->len && self->next.start_ns <= time_ns)
    return after;

  return after > 0 ? after - 1 : 0;
}

/* The block begins later: what leads up to there will not be there to be walked through. */
static void
begin_block (SkeinPulse       *self,
             const SkeinExact *exact,
             Block            *block,
             int64_t           time_ns)
{
  SkeinWalk walk;
  SkeinBoth both;

  if (block->start_ns >= time_ns)
    return;

  skein_both_init (&both);
  skein_walk_init (&walk, &self->members, exact, block->start_ns, block->n_ready);
  skein_walk_to (&walk, INT64_MIN, time_ns, &both);
  block->start_ns = time_ns;
  block->n_ready = walk.n_ready;
  block->seen_ns += skein_at_once_get_total_ns (&both.run);
  add_up (&both.run, &block->run_ns);
  add_up (&both.demand, &block->demand_ns);
  skein_walk_clear (&walk);
  skein_both_clear (&both);
}

static void
drop_pulse (SkeinPulse       *self,
            const SkeinExact *exact,
            int64_t           time_ns)
{
  uint32_t n = find_block (self, time_ns);
  bool is_all = n == self->blocks->len;
  uint64_t end = is_all ? self->n_figures_dropped + self->figures->len : get_block (self, n)->first;

  begin_block (self, exact, is_all ? &self->next : get_block (self, n), time_ns);
  g_array_remove_range (self->figures, 0, (guint) (end - self->n_figures_dropped));
  g_array_remove_range (self->blocks, 0, n);
  self->n_figures_dropped = end;
}

void
skein_pulses_drop (SkeinPulses      *self,
                   const SkeinExact *exact,
                   int64_t           time_ns)
{
  for (unsigned i = 0; self != NULL && i < N_PULSES; i++)
    if (self->pulses[i] != NULL)
      drop_pulse (self->pulses[i], exact, time_ns);
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  SkeinId first = *(const SkeinId *) a;
  SkeinId second = *(const SkeinId *) b;

  return (first > second) - (first < second);
}

static bool
is_of (const SkeinPulse *pulse,
       const GArray     *ids)
{
  const GArray *own = pulse->members.ids;

  return own->len == ids->len && own->len > 0 && memcmp (own->data, ids->data, ids->len * sizeof (SkeinId)) == 0;
}

/* Brings the pulse of @ids to the front, or makes it; then the one that was not asked
 * for longest goes. */
static SkeinPulse *
find_pulse (SkeinExact *exact,
            GArray     *ids)
{
  SkeinPulse **pulses = exact->pulses->pulses;
  SkeinPulse *found;
  unsigned i = 0;

  while (i + 1 < N_PULSES && pulses[i] != NULL && !is_of (pulses[i], ids))
    i++;

  found = pulses[i];
  if (found != NULL && !is_of (found, ids))
    g_clear_pointer (&found, pulse_free);

  if (found == NULL)
    found = pulse_new (exact, g_array_ref (ids));

  memmove (pulses + 1, pulses, i * sizeof *pulses);
  pulses[0] = found;

  return found;
}

SkeinPulse *
skein_pulse_get (SkeinExact    *exact,
                 const SkeinId *ids,
                 size_t         n_ids)
{
  g_autoptr (GArray) sorted = g_array_new (FALSE, FALSE, sizeof (SkeinId));
  SkeinPulse *pulse;

  g_array_append_vals (sorted, ids, (guint) n_ids);
  g_array_sort (sorted, compare_ids);

  if (exact->pulses == NULL)
    exact->pulses = g_new0 (SkeinPulses, 1);

  pulse = find_pulse (exact, sorted);
  catch_up (pulse, exact);

  return pulse;
}

static void
add_figures (const SkeinPulse *self,
             uint64_t          first,
             uint32_t          n,
             SkeinAtOnce      *at_once)
{
  for (uint32_t i = 0; i < n; i++)
    skein_at_once_add (at_once, i, g_array_index (self->figures, int64_t, first - self->n_figures_dropped + i));
}

/* Walks through a part of block @index, or of the one that is not full. */
static void
sum_part (SkeinPulse       *self,
          const SkeinExact *exact,
          uint32_t          index,
          int64_t           start_ns,
          int64_t           end_ns,
          SkeinBoth        *both)
{
  const Block *block = index < self->blocks->len ? get_block (self, index) : &self->next;
  SkeinWalk walk;

  skein_walk_init (&walk, &self->members, exact, block->start_ns, block->n_ready);
  skein_walk_to (&walk, start_ns, end_ns, both);
  skein_walk_clear (&walk);
}

static void
sum_range (SkeinPulse       *self,
           const SkeinExact *exact,
           int64_t           start_ns,
           int64_t           end_ns,
           SkeinBoth        *both)
{
  uint32_t first, last;

  start_ns = MAX (start_ns, exact->start_ns);
  end_ns = MIN (end_ns, exact->now_ns);
  if (start_ns >= end_ns)
    return;

  first = find_block (self, start_ns);
  last = find_block (self, end_ns);

  if (last - first < 2)
    {
      sum_part (self, exact, first, start_ns, end_ns, both);
      return;
    }

  sum_part (self, exact, first, start_ns, get_block (self, first + 1)->start_ns, both);

  for (uint32_t i = first + 1; i < last; i++)
    {
      const Block *block = get_block (self, i);

      add_figures (self, block->first, block->n_run, &both->run);
      add_figures (self, block->first + block->n_run, block->n_demand, &both->demand);
    }

  sum_part (self, exact, last, INT64_MIN, end_ns, both);
}

void
skein_pulse_sum (SkeinPulse       *self,
                 const SkeinExact *exact,
                 int64_t           start_ns,
                 int64_t           end_ns,
                 SkeinAtOnce      *parallelism,
                 SkeinAtOnce      *demand)
{
  SkeinBoth both = { *parallelism, *demand };

  sum_range (self, exact, start_ns, end_ns, &both);
}

/* Adds what share of the block @index is between the two. */
static void
add_share (const SkeinPulse *self,
           uint32_t          index,
           int64_t           start_ns,
           int64_t           end_ns,
           double            sums[3])
{
  const Block *block = get_block (self, index);
  const Block *next = index + 1 < self->blocks->len ? block + 1 : &self->next;
  double length_ns = (double) (next->start_ns - block->start_ns);
  double share = (double) (MIN (end_ns, next->start_ns) - MAX (start_ns, block->start_ns)) / length_ns;

  sums[0] += share * (double) (next->seen_ns - block->seen_ns);
  sums[1] += share * (double) (next->run_ns - block->run_ns);
  sums[2] += share * (double) (next->demand_ns - block->demand_ns);
}

static void
bin_many (const SkeinPulse *self,
          uint32_t          first,
          uint32_t          last,
          int64_t           start_ns,
          int64_t           end_ns,
          double            column_ns,
          SkeinAtOnceBin   *bin)
{
  const Block *second = get_block (self, first + 1);
  const Block *end = get_block (self, last);
  double sums[3] = {
    (double) (end->seen_ns - second->seen_ns),
    (double) (end->run_ns - second->run_ns),
    (double) (end->demand_ns - second->demand_ns),
  };

  add_share (self, first, start_ns, end_ns, sums);
  add_share (self, last, start_ns, end_ns, sums);

  for (uint32_t i = first; i <= last; i++)
    {
      const Block *block = get_block (self, i);

      bin->most_parallelism = MAX (bin->most_parallelism, MAX (block->n_run, 1) - 1);
      bin->most_demand = MAX (bin->most_demand, MAX (block->n_demand, 1) - 1);
    }

  if (sums[0] <= 0.0)
    return;

  bin->observed = (float) (sums[0] / column_ns);
  bin->parallelism = (float) (sums[1] / sums[0]);
  bin->demand = (float) (sums[2] / sums[0]);
}

/* Where a walk through narrow columns is: each goes on where the one before ended. */
typedef struct
{
  SkeinWalk walk;
  SkeinBoth both;
  bool      is_walking;
} Stroll;

static void
stop_walking (Stroll *stroll)
{
  if (stroll->is_walking)
    skein_walk_clear (&stroll->walk);

  stroll->is_walking = false;
}

static void
sum_narrow (SkeinPulse       *self,
            const SkeinExact *exact,
            uint32_t          index,
            int64_t           start_ns,
            int64_t           end_ns,
            Stroll           *stroll)
{
  const Block *block = index < self->blocks->len ? get_block (self, index) : &self->next;

  start_ns = MAX (start_ns, exact->start_ns);
  end_ns = MIN (end_ns, exact->now_ns);
  if (start_ns >= end_ns)
    return;

  if (!stroll->is_walking || stroll->walk.time_ns > start_ns)
    {
      stop_walking (stroll);
      skein_walk_init (&stroll->walk, &self->members, exact, block->start_ns, block->n_ready);
      stroll->is_walking = true;
    }

  skein_walk_to (&stroll->walk, start_ns, end_ns, &stroll->both);
}

static void
set_bin (const SkeinBoth *both,
         double           column_ns,
         SkeinAtOnceBin  *bin)
{
  bin->observed = (float) ((double) skein_at_once_get_total_ns (&both->run) / column_ns);
  bin->parallelism = (float) skein_at_once_get_mean (&both->run);
  bin->demand = (float) skein_at_once_get_mean (&both->demand);
  bin->most_parallelism = skein_at_once_get_most (&both->run);
  bin->most_demand = skein_at_once_get_most (&both->demand);
}

static void
bin_column (SkeinPulse       *self,
            const SkeinExact *exact,
            int64_t           start_ns,
            int64_t           end_ns,
            double            column_ns,
            Stroll           *stroll,
            SkeinAtOnceBin   *bin)
{
  uint32_t first = find_block (self, start_ns);
  uint32_t last = find_block (self, end_ns);

  if (last - first > MANY_BLOCKS && last < self->blocks->len && start_ns >= exact->start_ns)
    {
      stop_walking (stroll);
      bin_many (self, first, last, start_ns, end_ns, column_ns, bin);
      return;
    }

  g_array_set_size (stroll->both.run.ns_at, 0);
  g_array_set_size (stroll->both.demand.ns_at, 0);

  if (last - first < 2)
    {
      sum_narrow (self, exact, first, start_ns, end_ns, stroll);
    }
  else
    {
      stop_walking (stroll);
      sum_range (self, exact, start_ns, end_ns, &stroll->both);
    }

  set_bin (&stroll->both, column_ns, bin);
}

void
skein_pulse_bin (SkeinPulse       *self,
                 const SkeinExact *exact,
                 int64_t           start_ns,
                 double            column_ns,
                 SkeinAtOnceBin   *bins,
                 size_t            n_bins)
{
  Stroll stroll = { .is_walking = false };

  skein_both_init (&stroll.both);

  for (size_t i = 0; i < n_bins; i++)
    bin_column (self, exact, skein_store_get_edge (start_ns, column_ns, i),
                skein_store_get_edge (start_ns, column_ns, i + 1), column_ns, &stroll, &bins[i]);

  stop_walking (&stroll);
  skein_both_clear (&stroll.both);
}
