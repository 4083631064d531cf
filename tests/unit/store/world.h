/* world.h - a machine made up from random numbers, and what it did, told the slow way
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include "store/store.h"

#include <math.h>
#include <string.h>

#define WORLD_CORES 4
#define MS          INT64_C (1000000)

/* What one task did in one interval. */
typedef struct
{
  int64_t start_ns, end_ns;
  int64_t run_ns, ready_ns, disk_ns, suspended_ns;
  int     core;
} Deed;

/* A task, and all that it ever did: an entry for every interval of its life. */
typedef struct
{
  SkeinTaskKey key;
  bool         is_process;
  bool         is_alive;
  bool         is_new;
  SkeinId      id;
  int          owner; /* index of its process */
  int64_t      first_ns, last_ns;
  char         letter;
  int          core;
  int64_t      run_ns, ready_ns; /* of the interval being made */
  bool         changed, was_active;
  GArray      *deeds;
} Being;

/* Run time of each process on a core in one interval. */
typedef struct
{
  int64_t start_ns, end_ns;
  bool    is_online[WORLD_CORES];
  int64_t busy_ns[WORLD_CORES];
  double  used[WORLD_CORES][64]; /* by index of the process */
} CoreDeed;

typedef struct
{
  GRand               *rand;
  int                  max_processes;
  int                  max_threads;
  double               births; /* chances in each step */
  double               deaths;
  bool                 has_gaps;
  bool                 is_aligned; /* samples exactly at each 100 ms */
  int64_t              now_ns;
  uint64_t             ticks;
  int                  next_tid;
  GPtrArray           *beings;
  GArray              *machine;
  GArray              *cores;
  const SkeinSnapshot *last;
} World;

static inline void
being_free (gpointer data)
{
  Being *being = data;

  g_array_unref (being->deeds);
  g_free (being);
}

static inline World *
world_new (guint32 seed)
{
  World *self = g_new0 (World, 1);

  self->rand = g_rand_new_with_seed (seed);
  self->max_processes = 6;
  self->max_threads = 6;
  self->births = 0.1;
  self->deaths = 0.1;
  self->has_gaps = true;
  self->now_ns = 1000 * MS;
  self->next_tid = 100;
  self->beings = g_ptr_array_new_with_free_func (being_free);
  self->machine = g_array_new (FALSE, TRUE, sizeof (Deed));
  self->cores = g_array_new (FALSE, TRUE, sizeof (CoreDeed));

  return self;
}

static inline void
world_free (World *self)
{
  if (self->last != NULL)
    skein_snapshot_unref (self->last);

  g_ptr_array_unref (self->beings);
  g_array_unref (self->machine);
  g_array_unref (self->cores);
  g_rand_free (self->rand);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

static inline Being *
world_get (World *self,
           guint  index)
{
  return g_ptr_array_index (self->beings, index);
}

static inline bool
world_chance (World *self,
              double chance)
{
  return g_rand_double (self->rand) < chance;
}

static inline Being *
world_add (World *self,
           int    owner,
           pid_t  tid)
{
  Being *being = g_new0 (Being, 1);
  int index = (int) self->beings->len;

  being->owner = owner < 0 ? index : owner;
  being->is_process = owner < 0;
  being->is_alive = true;
  being->letter = 'S';
  being->core = g_rand_int_range (self->rand, 0, WORLD_CORES);
  being->is_new = self->last != NULL && world_chance (self, 0.8);
  being->changed = true;
  being->id = SKEIN_ID_NONE;
  being->deeds = g_array_new (FALSE, TRUE, sizeof (Deed));
  being->key.pid = owner < 0 ? tid : world_get (self, (guint) owner)->key.pid;
  being->key.tid = tid;
  being->key.start_ticks = ++self->ticks;
  being->first_ns = INT64_MIN;
  g_ptr_array_add (self->beings, being);

  /* Nothing is newer than its process. */
  if (owner >= 0 && world_get (self, (guint) owner)->first_ns == INT64_MIN)
    being->is_new = world_get (self, (guint) owner)->is_new;

  return being;
}

/* Numbers come again soon. */
static inline pid_t
world_make_tid (World *self)
{
  for (;;)
    {
      bool is_taken = false;

      self->next_tid = self->next_tid >= 160 ? 100 : self->next_tid + 1;
      for (guint i = 0; i < self->beings->len; i++)
        is_taken |= world_get (self, i)->is_alive && world_get (self, i)->key.tid == self->next_tid;

      if (!is_taken)
        return self->next_tid;
    }
}

static inline int
world_count (World *self,
             int    owner) /* -1: the processes */
{
  int n = 0;

  for (guint i = 0; i < self->beings->len; i++)
    {
      const Being *being = world_get (self, i);

      n += being->is_alive && (owner < 0 ? being->is_process
                                         : !being->is_process && being->owner == owner);
    }

  return n;
}

static inline void
world_end (World *self,
           guint  index)
{
  Being *being = world_get (self, index);

  being->is_alive = false;
  being->last_ns = self->last != NULL ? MAX (self->last->taken_ns, being->first_ns) : 0;
  world_get (self, (guint) being->owner)->changed = true;

  for (guint i = 0; being->is_process && i < self->beings->len; i++)
    if (world_get (self, i)->is_alive && world_get (self, i)->owner == (int) index)
      world_end (self, i);
}

static inline void
world_births_and_deaths (World *self)
{
  if (self->beings->len > 0 && world_chance (self, self->deaths))
    {
      guint index = (guint) g_rand_int_range (self->rand, 0, (gint32) self->beings->len);
      const Being *being = world_get (self, index);

      /* A main thread goes with its process. */
      if (being->is_alive && (being->is_process || being->key.tid != being->key.pid))
        world_end (self, index);
    }

  if ((self->beings->len == 0 || world_chance (self, self->births)) &&
      world_count (self, -1) < self->max_processes)
    {
      pid_t pid = world_make_tid (self);
      int owner = (int) self->beings->len;

      world_add (self, -1, pid);
      world_add (self, owner, pid)->key.start_ticks = world_get (self, (guint) owner)->key.start_ticks;
    }

  for (guint i = 0, n = self->beings->len; i < n; i++)
    if (world_get (self, i)->is_alive && world_get (self, i)->is_process &&
        world_chance (self, self->births) && world_count (self, (int) i) < self->max_threads)
      world_add (self, (int) i, world_make_tid (self));
}

/* Each thread does something, or nothing. */
static inline void
world_act (World  *self,
           int64_t interval_ns)
{
  for (guint i = 0; i < self->beings->len; i++)
    {
      Being *being = world_get (self, i);
      Being *owner = world_get (self, (guint) being->owner);

      being->run_ns = being->ready_ns = 0;
      if (being->is_process || !being->is_alive)
        continue;

      if (world_chance (self, 0.1))
        being->letter = "SSRDTI"[g_rand_int_range (self->rand, 0, 6)];

      if (interval_ns > 0 && (being->is_new || being->first_ns != INT64_MIN) &&
          world_chance (self, i % 3 == 0 ? 0.05 : 0.5))
        {
          being->run_ns = (int64_t) (g_rand_double (self->rand) * (double) interval_ns);
          being->ready_ns = (int64_t) (g_rand_double (self->rand) * (double) (interval_ns - being->run_ns));
          being->core = g_rand_int_range (self->rand, 0, WORLD_CORES);
        }

      owner->run_ns += being->run_ns;
      owner->ready_ns += being->ready_ns;
      owner->changed = true;
    }
}

static inline SkeinProcess *
world_make_process (World *self,
                    int    index)
{
  const Being *being = world_get (self, (guint) index);
  SkeinProcess *process = skein_process_new ((uint32_t) world_count (self, index));
  uint32_t n = 0;

  process->pid = being->key.pid;
  process->start_ticks = being->key.start_ticks;
  process->is_new = being->is_new;
  process->run_delta_ns = (uint64_t) being->run_ns;
  process->ready_delta_ns = (uint64_t) being->ready_ns;
  process->name = g_ref_string_new ("world");
  process->command = g_ref_string_new ("");
  process->user = g_ref_string_new ("");
  process->cgroup = g_ref_string_new ("");

  for (guint i = 0; i < self->beings->len; i++)
    {
      const Being *thread = world_get (self, i);
      uint32_t place = n;

      if (!thread->is_alive || thread->is_process || thread->owner != index)
        continue;

      for (; place > 0 && process->threads[place - 1].tid > thread->key.tid; place--)
        process->threads[place] = process->threads[place - 1];

      process->threads[place] = (SkeinThread) {
        .start_ticks = thread->key.start_ticks,
        .tid = thread->key.tid,
        .letter = thread->letter,
        .core = (int16_t) thread->core,
        .run_delta_ns = (uint64_t) thread->run_ns,
        .ready_delta_ns = (uint64_t) thread->ready_ns,
        .is_new = thread->is_new,
      };
      g_snprintf (process->threads[place].name, sizeof process->threads[place].name, "t%d", thread->key.tid);
      n++;
    }

  g_assert_cmpuint (n, ==, process->n_threads);

  return process;
}

static inline void
world_record (World  *self,
              int64_t start_ns,
              int64_t end_ns,
              bool    is_measured)
{
  for (guint i = 0; i < self->beings->len; i++)
    {
      Being *being = world_get (self, i);
      Deed deed = { start_ns, end_ns, being->run_ns, being->ready_ns, 0, 0, being->core };
      int64_t rest_ns = end_ns - start_ns - being->run_ns - being->ready_ns;

      if (!being->is_alive)
        continue;

      if (being->first_ns == INT64_MIN)
        {
          bool from_start = is_measured && (being->is_new || self->last == NULL);

          being->first_ns = from_start ? start_ns : end_ns;
          if (!from_start)
            continue;
        }

      if (!is_measured)
        continue;

      if (!being->is_process && being->letter == 'D')
        deed.disk_ns = rest_ns;
      if (!being->is_process && being->letter == 'T')
        deed.suspended_ns = rest_ns;

      g_array_append_val (being->deeds, deed);
    }
}

static inline void
world_make_cores (World         *self,
                  SkeinSnapshot *snapshot,
                  int64_t        length_ns)
{
  CoreDeed deed = { .start_ns = snapshot->taken_ns - length_ns, .end_ns = snapshot->taken_ns };
  Deed whole = { .start_ns = deed.start_ns, .end_ns = deed.end_ns, .core = -1 };
  double busy = 0.0;

  for (unsigned i = 0; i < WORLD_CORES; i++)
    {
      SkeinCore *core = &snapshot->cores[i];
      double sum = 0.0;

      core->id = (uint16_t) i;
      core->is_online = i != 2 || snapshot->taken_ns / (700 * MS) % 2 == 0;
      if (length_ns > 0 && core->is_online && world_chance (self, 0.8))
        core->busy = (float) g_rand_double (self->rand);

      deed.is_online[i] = core->is_online;
      deed.busy_ns[i] = (int64_t) ((double) core->busy * (double) length_ns);
      busy += (double) core->busy;

      for (guint j = 0; j < self->beings->len; j++)
        {
          const Being *being = world_get (self, j);

          if (being->is_alive && !being->is_process && being->core == (int) i && being->owner < 64)
            deed.used[i][being->owner] += (double) being->run_ns;
        }

      for (unsigned j = 0; j < 64; j++)
        sum += deed.used[i][j];
      for (unsigned j = 0; j < 64 && sum > (double) deed.busy_ns[i]; j++)
        deed.used[i][j] *= (double) deed.busy_ns[i] / sum;
    }

  whole.run_ns = (int64_t) (busy * (double) length_ns);
  for (guint j = 0; j < self->beings->len; j++)
    if (world_get (self, j)->is_process)
      whole.ready_ns += world_get (self, j)->is_alive ? world_get (self, j)->ready_ns : 0;

  if (length_ns > 0)
    {
      g_array_append_val (self->cores, deed);
      g_array_append_val (self->machine, whole);
    }
}

/* Lets time go by, and takes a sample of it. */
static inline const SkeinSnapshot *
world_step (World *self)
{
  int64_t step_ns = self->is_aligned ? 100 * MS : g_rand_int_range (self->rand, 50, 200) * MS + 17;
  bool is_paused = self->last == NULL || (self->has_gaps && world_chance (self, 0.03));
  bool has_hole = !is_paused && self->has_gaps && world_chance (self, 0.03);
  int64_t length_ns = has_hole ? step_ns / 2 : step_ns;
  SkeinSnapshot *snapshot;
  uint32_t n = 0;

  if (is_paused)
    length_ns = 0;

  self->now_ns += is_paused && !self->is_aligned ? 10 * step_ns : step_ns;
  for (guint i = 0; i < self->beings->len; i++)
    {
      Being *being = world_get (self, i);

      being->was_active = being->run_ns > 0 || being->ready_ns > 0 || being->is_new;
      being->is_new = being->changed = false;
    }

  world_births_and_deaths (self);
  /* Now and then all is quiet, and records stay as they are. */
  if (self->now_ns / (3000 * MS) % 3 != 2 || is_paused)
    world_act (self, length_ns);
  else
    for (guint i = 0; i < self->beings->len; i++)
      {
        Being *being = world_get (self, i);

        being->run_ns = being->ready_ns = 0;
        world_get (self, (guint) being->owner)->changed |= being->changed || being->was_active;
      }

  snapshot = skein_snapshot_new (WORLD_CORES, (uint32_t) world_count (self, -1));
  snapshot->taken_ns = self->now_ns;
  snapshot->interval_ns = length_ns;

  for (guint i = 0; i < self->beings->len; i++)
    {
      Being *being = world_get (self, i);
      const SkeinProcess *process = NULL;
      uint32_t place = n;

      if (!being->is_alive || !being->is_process)
        continue;

      if (!being->changed && self->last != NULL)
        process = skein_snapshot_find_key (self->last, &being->key);
      process = process != NULL ? skein_process_ref (process) : world_make_process (self, (int) i);

      for (; place > 0 && snapshot->processes[place - 1]->pid > process->pid; place--)
        snapshot->processes[place] = snapshot->processes[place - 1];
      snapshot->processes[place] = process;
      n++;
    }

  world_record (self, self->now_ns - length_ns, self->now_ns, length_ns > 0);
  world_make_cores (self, snapshot, length_ns);

  if (self->last != NULL)
    skein_snapshot_unref (self->last);
  self->last = snapshot;

  return snapshot;
}

/* Tells each new task its number. */
static inline void
world_learn_ids (World            *self,
                 const SkeinStore *store)
{
  for (guint i = 0; i < self->beings->len; i++)
    {
      Being *being = world_get (self, i);

      if (being->id == SKEIN_ID_NONE && being->is_alive)
        being->id = being->is_process ? skein_store_find_process (store, &being->key)
                                      : skein_store_find_thread (store, &being->key);
    }
}

/* Adds up by walking. */
static inline SkeinSums
world_sum (const GArray *deeds,
           bool          is_thread,
           int64_t       start_ns,
           int64_t       end_ns)
{
  SkeinSums sums = { 0 };

  for (guint i = 0; i < deeds->len; i++)
    {
      const Deed *deed = &g_array_index (deeds, Deed, i);
      double length_ns = (double) (deed->end_ns - deed->start_ns);
      int64_t part_ns = MIN (deed->end_ns, end_ns) - MAX (deed->start_ns, start_ns);
      double share = (double) part_ns / length_ns;

      if (part_ns <= 0)
        continue;

      sums.observed_ns += part_ns;
      sums.run_ns += llround ((double) deed->run_ns * share);
      sums.ready_ns += llround ((double) deed->ready_ns * share);
      sums.disk_ns += llround ((double) deed->disk_ns * share);
      sums.suspended_ns += llround ((double) deed->suspended_ns * share);
      sums.most_run = MAX (sums.most_run, (double) deed->run_ns / length_ns);
      sums.most_demand = MAX (sums.most_demand, (double) (deed->run_ns + deed->ready_ns) / length_ns);
    }

  if (is_thread)
    sums.waiting_ns = sums.observed_ns - sums.run_ns - sums.ready_ns - sums.disk_ns - sums.suspended_ns;

  return sums;
}
