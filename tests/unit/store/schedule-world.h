/* schedule-world.h - a scheduler made up from random numbers, what it did, and what was told of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include "store/store.h"

#include <math.h>
#include <string.h>

#define CORES 3
#define US    INT64_C (1000)

#define PLENTY (256u << 20)

#define assert_near(a, b, near) g_assert_cmpfloat (fabs ((double) (a) - (double) (b)), <=, near)

/* What a thread does. Of one that was woken no record tells; unseen is only what is known of it. */
typedef enum
{
  DOES_WAIT,
  DOES_WAIT_WOKEN,
  DOES_READY,
  DOES_RUN,
  DOES_END,
  DOES_UNSEEN,
} Does;

typedef struct
{
  int64_t       start_ns, end_ns;
  Does          does;
  int           core;
  SkeinSliceEnd end;
} Stay;

/* A thread: what it does, and what was told of it. */
typedef struct
{
  pid_t    pid, tid;
  uint64_t ticks;
  SkeinId  id;
  bool     end_was_told;
  bool     was_in_snapshot;
  int64_t  told_ns; /* when the first record told of it; INT64_MAX */
  Does     does;
  int64_t  since_ns;
  int      core;
  int64_t  run_ns, ready_ns, counted_ready_ns; /* in truth; the last as the kernel counts */
  int64_t  sampled_run_ns, sampled_ready_ns;
  Does     known; /* as told */
  int64_t  known_since_ns;
  int      known_core;
  GArray  *stays; /* of Stay: all that is known */
} Actor;

typedef struct
{
  GRand     *rand;
  GPtrArray *actors;
  int        on_core[CORES]; /* index of who runs there in truth, -1 */
  int        told_on[CORES];
  int64_t    told_ns[CORES];
  int64_t    lost_until_ns[CORES];
  GArray    *losses; /* of SkeinExactTime */
  GArray    *records;
  GArray    *names;
  int64_t    start_ns, now_ns, batch_ns, sampled_ns;
  uint64_t   ticks;
  int        next_tid;
  bool       has_losses;
  bool       has_births;
  bool       has_pauses; /* now and then nothing happens for seconds */
  int64_t    least_turn_ns; /* who was woken waits its turn for so long at least */
  const SkeinSnapshot *last;
} Plan;

static inline void
actor_free (gpointer data)
{
  Actor *actor = data;

  g_array_unref (actor->stays);
  g_free (actor);
}

static inline Actor *
plan_get (const Plan *self,
          int         index)
{
  return g_ptr_array_index (self->actors, (guint) index);
}

static inline int
plan_random (Plan *self,
             int   n)
{
  return g_rand_int_range (self->rand, 0, n);
}

static inline int
plan_add (Plan *self,
          pid_t pid,
          pid_t tid)
{
  Actor *actor = g_new0 (Actor, 1);

  actor->pid = pid;
  actor->tid = tid;
  actor->ticks = UINT64_C (1000000000) + ++self->ticks;
  actor->id = SKEIN_ID_NONE;
  actor->told_ns = INT64_MAX;
  actor->since_ns = actor->known_since_ns = self->now_ns;
  actor->core = actor->known_core = -1;
  actor->known = DOES_UNSEEN;
  actor->stays = g_array_new (FALSE, TRUE, sizeof (Stay));
  g_ptr_array_add (self->actors, actor);

  return (int) self->actors->len - 1;
}

/* From now on something else is known of it. */
static inline void
plan_know (Plan         *self,
           int           index,
           Does          does,
           int64_t       since_ns,
           int           core,
           SkeinSliceEnd end)
{
  Actor *actor = plan_get (self, index);
  Stay stay = { actor->known_since_ns, since_ns, actor->known, actor->known_core, end };

  if (actor->known != DOES_UNSEEN && actor->known != DOES_END)
    g_array_append_val (actor->stays, stay);

  actor->known = does;
  actor->known_since_ns = since_ns;
  actor->known_core = core;
}

/* It left the core, but that was not told. */
static inline void
plan_forget_runner (Plan *self,
                    int   core)
{
  if (self->told_on[core] >= 0)
    {
      plan_know (self, self->told_on[core], DOES_UNSEEN, self->now_ns, core, SKEIN_SLICE_UNKNOWN);
      self->told_ns[core] = self->now_ns;
    }

  self->told_on[core] = -1;
}

/* What can be concluded from a record: the obvious way. */
static inline void
plan_conclude (Plan *self,
               int   index,
               int   kind,
               int   core)
{
  Actor *actor = plan_get (self, index);

  actor->told_ns = MIN (actor->told_ns, self->now_ns);

  switch (kind)
    {
    case SKEIN_SWITCH_IN:
      plan_forget_runner (self, core);
      if (actor->known == DOES_RUN)
        plan_forget_runner (self, actor->known_core);
      plan_know (self, index, DOES_RUN, self->now_ns, core, 0);
      self->told_on[core] = index;
      break;

    case SKEIN_SWITCH_OUT_BLOCKED:
    case SKEIN_SWITCH_OUT_PREEMPTED:
    case SKEIN_SWITCH_EXIT:
      if (self->told_on[core] != index)
        {
          int64_t since_ns;

          plan_forget_runner (self, core);
          if (actor->known == DOES_RUN)
            plan_forget_runner (self, actor->known_core);
          since_ns = MAX (self->told_ns[core], actor->known_since_ns);
          if (actor->known == DOES_READY)
            since_ns = self->now_ns;
          plan_know (self, index, DOES_RUN, MIN (since_ns, self->now_ns), core, 0);
        }

      if (kind == SKEIN_SWITCH_EXIT)
        plan_know (self, index, DOES_END, self->now_ns, core, SKEIN_SLICE_ENDED);
      else if (kind == SKEIN_SWITCH_OUT_PREEMPTED)
        plan_know (self, index, DOES_READY, self->now_ns, core, SKEIN_SLICE_PREEMPTED);
      else
        plan_know (self, index, DOES_WAIT, self->now_ns, core, SKEIN_SLICE_BLOCKED);

      self->told_on[core] = -1;
      self->told_ns[core] = self->now_ns;
      break;

    case SKEIN_SWITCH_FORK:
      plan_know (self, index, DOES_READY, self->now_ns, -1, 0);
      break;

    default:
      break;
    }
}

static inline bool
plan_is_lost (Plan *self,
              int   core)
{
  return self->now_ns < self->lost_until_ns[core];
}

static inline void
plan_tell (Plan *self,
           int   index,
           int   kind,
           int   core)
{
  const Actor *actor = plan_get (self, index);
  SkeinSwitch record = {
    .time_ns = self->now_ns,
    .pid = actor->pid,
    .tid = actor->tid,
    .core = (uint16_t) core,
    .kind = (uint8_t) kind,
  };

  if (plan_is_lost (self, core))
    return;

  if (kind == SKEIN_SWITCH_FOUND || kind == SKEIN_SWITCH_NAME)
    record.name = SKEIN_NO_NAME;

  g_array_append_val (self->records, record);
  plan_conclude (self, index, kind, core);
}

static inline void
plan_do (Plan *self,
         int   index,
         Does  does)
{
  Actor *actor = plan_get (self, index);
  int64_t ns = self->now_ns - actor->since_ns;

  actor->run_ns += actor->does == DOES_RUN ? ns : 0;
  actor->ready_ns += actor->does == DOES_READY || actor->does == DOES_WAIT_WOKEN ? ns : 0;
  if (does == DOES_RUN)
    actor->counted_ready_ns = actor->ready_ns;

  actor->does = does;
  actor->since_ns = self->now_ns;
}

static inline Plan *
plan_new (guint32 seed)
{
  Plan *self = g_new0 (Plan, 1);

  self->rand = g_rand_new_with_seed (seed);
  self->actors = g_ptr_array_new_with_free_func (actor_free);
  self->losses = g_array_new (FALSE, TRUE, sizeof (SkeinExactTime));
  self->records = g_array_new (FALSE, TRUE, sizeof (SkeinSwitch));
  self->names = g_array_new (FALSE, TRUE, SKEIN_SWITCH_NAME_SIZE);
  self->now_ns = self->start_ns = self->batch_ns = 1000000 * US;
  self->next_tid = 200;
  self->has_births = self->has_pauses = true;

  for (int i = 0; i < CORES; i++)
    {
      self->on_core[i] = self->told_on[i] = -1;
      self->told_ns[i] = self->start_ns;
    }

  for (int i = 0; i < 8; i++)
    {
      int index = plan_add (self, 100 + i / 4 * 20, 100 + i / 4 * 20 + i % 4);

      if (i < CORES)
        {
          plan_get (self, index)->does = DOES_RUN;
          plan_get (self, index)->core = i;
          self->on_core[i] = index;
        }
    }

  return self;
}

/* Who was there when the recorder came. */
static inline void
plan_tell_found (Plan *self)
{
  for (guint i = 0; i < self->actors->len; i++)
    plan_tell (self, (int) i, SKEIN_SWITCH_FOUND, 0);
}

static inline void
plan_free (Plan *self)
{
  g_clear_pointer (&self->last, skein_snapshot_unref);
  g_ptr_array_unref (self->actors);
  g_array_unref (self->losses);
  g_array_unref (self->records);
  g_array_unref (self->names);
  g_rand_free (self->rand);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Plan, plan_free)

/* Numbers come again as soon as it was told that they are free; where there are snapshots, in
 * a batch before: of a number that is another's in no time a snapshot cannot tell whose it is. */
static inline pid_t
plan_make_tid (Plan *self,
               bool  may_be_used)
{
  for (int tries = 0; may_be_used && tries < 5; tries++)
    {
      pid_t tid = 200 + plan_random (self, 20);
      bool is_free = true;

      for (guint i = 0; i < self->actors->len; i++)
        {
          const Actor *actor = plan_get (self, (int) i);

          is_free &= actor->tid != tid || (actor->does == DOES_END && actor->end_was_told &&
                                           (self->last == NULL || actor->since_ns < self->batch_ns));
        }

      if (is_free)
        return tid;
    }

  return 1000 + self->next_tid++;
}

static inline void
plan_fork (Plan *self,
           int   core)
{
  const Actor *parent = plan_get (self, self->on_core[core]);
  int child = plan_add (self, parent->pid, plan_make_tid (self, !plan_is_lost (self, core)));

  plan_do (self, child, DOES_READY);
  plan_tell (self, child, SKEIN_SWITCH_FORK, core);
}

static inline void
plan_leave (Plan *self,
            int   core,
            int   kind)
{
  int index = self->on_core[core];

  plan_do (self, index,
           kind == SKEIN_SWITCH_EXIT ? DOES_END : kind == SKEIN_SWITCH_OUT_PREEMPTED ? DOES_READY : DOES_WAIT);
  plan_get (self, index)->end_was_told = !plan_is_lost (self, core);
  plan_tell (self, index, kind, core);
  self->on_core[core] = -1;
}

static inline void
plan_lose (Plan *self)
{
  bool is_all = plan_random (self, 3) == 0;
  int core = plan_random (self, CORES);
  SkeinExactTime time = { self->now_ns, self->now_ns + plan_random (self, 20000) };
  SkeinSwitch record = {
    .time_ns = time.start_ns,
    .until_ns = time.end_ns,
    .count = 1,
    .core = is_all ? SKEIN_CORE_ANY : (uint16_t) core,
    .kind = SKEIN_SWITCH_LOST,
  };

  for (int i = 0; i < CORES; i++)
    if (plan_is_lost (self, i))
      return;

  g_array_append_val (self->records, record);
  g_array_append_val (self->losses, time);

  for (int i = 0; i < CORES; i++)
    if (is_all || i == core)
      {
        plan_forget_runner (self, i);
        self->told_ns[i] = self->lost_until_ns[i] = time.end_ns;
      }

  for (guint i = 0; i < self->actors->len; i++)
    {
      Actor *actor = plan_get (self, (int) i);

      if (actor->known == DOES_READY || actor->known == DOES_WAIT)
        plan_know (self, (int) i, DOES_UNSEEN, self->now_ns, actor->known_core, SKEIN_SLICE_UNKNOWN);
      else if (actor->known == DOES_UNSEEN)
        actor->known_since_ns = MIN (actor->known_since_ns, self->now_ns);
    }
}

static inline void
plan_dispatch (Plan *self,
               int   core)
{
  for (int tries = 0; tries < 20; tries++)
    {
      int index = plan_random (self, (int) self->actors->len);
      Actor *actor = plan_get (self, index);

      if (actor->does != DOES_READY &&
          (actor->does != DOES_WAIT_WOKEN || self->now_ns - actor->since_ns < self->least_turn_ns))
        continue;

      plan_do (self, index, DOES_RUN);
      actor->core = core;
      self->on_core[core] = index;
      plan_tell (self, index, SKEIN_SWITCH_IN, core);
      return;
    }
}

static inline int
plan_count_living (Plan *self)
{
  int n = 0;

  for (guint i = 0; i < self->actors->len; i++)
    n += plan_get (self, (int) i)->does != DOES_END;

  return n;
}

static inline bool
plan_is_main (Plan *self,
              int   index)
{
  return plan_get (self, index)->pid == plan_get (self, index)->tid;
}

/* A moment later something happens. */
static inline void
plan_step (Plan *self)
{
  int core = plan_random (self, CORES);
  int dice = plan_random (self, 100);
  int index = plan_random (self, (int) self->actors->len);

  self->now_ns += plan_random (self, 4) == 0 ? 0 : plan_random (self, 5000);
  if (plan_random (self, 200) == 0)
    self->now_ns += 300000;
  if (self->has_pauses && plan_random (self, 2000) == 0)
    self->now_ns += INT64_C (5000000000);

  if (plan_get (self, index)->does == DOES_WAIT)
    plan_do (self, index, DOES_WAIT_WOKEN);

  if (self->has_losses && dice == 0 && plan_random (self, 3) == 0)
    plan_lose (self);
  else if (self->on_core[core] < 0)
    plan_dispatch (self, core);
  else if (self->has_births && dice < 5 && plan_count_living (self) < 14)
    plan_fork (self, core);
  else if (self->has_births && dice < 9 && !plan_is_main (self, self->on_core[core]))
    plan_leave (self, core, SKEIN_SWITCH_EXIT);
  else if (dice < 60)
    plan_leave (self, core, SKEIN_SWITCH_OUT_BLOCKED);
  else
    plan_leave (self, core, SKEIN_SWITCH_OUT_PREEMPTED);
}

/* All that was told since the last one. */
static inline SkeinSwitchBatch *
plan_make_batch (Plan *self)
{
  SkeinSwitchBatch *batch = skein_switch_batch_new_take (self->batch_ns, self->now_ns, self->records, self->names);

  self->records = g_array_new (FALSE, TRUE, sizeof (SkeinSwitch));
  self->names = g_array_new (FALSE, TRUE, SKEIN_SWITCH_NAME_SIZE);
  self->batch_ns = self->now_ns;

  return batch;
}

static inline SkeinProcess *
plan_make_process (Plan  *self,
                   pid_t  pid)
{
  g_autoptr (GArray) members = g_array_new (FALSE, FALSE, sizeof (int));
  SkeinProcess *process;

  for (guint i = 0; i < self->actors->len; i++)
    {
      const Actor *actor = plan_get (self, (int) i);
      guint place = 0;
      int index = (int) i;

      if (actor->pid != pid || actor->does == DOES_END)
        continue;

      while (place < members->len && plan_get (self, g_array_index (members, int, place))->tid < actor->tid)
        place++;

      g_array_insert_val (members, place, index);
    }

  process = skein_process_new (members->len);
  process->pid = pid;
  process->start_ticks = 1000;
  process->name = g_ref_string_new ("plan");
  process->command = g_ref_string_new ("");
  process->user = g_ref_string_new ("");
  process->cgroup = g_ref_string_new ("");

  for (guint i = 0; i < members->len; i++)
    {
      int index = g_array_index (members, int, i);
      Actor *actor = plan_get (self, index);
      SkeinThread *thread = &process->threads[i];

      plan_do (self, index, actor->does == DOES_RUN ? DOES_UNSEEN : actor->does);
      if (actor->does == DOES_UNSEEN)
        actor->does = DOES_RUN;

      *thread = (SkeinThread) {
        .start_ticks = actor->ticks,
        .tid = actor->tid,
        .letter = actor->does == DOES_WAIT ? 'S' : 'R',
        .core = (int16_t) actor->core,
        .run_delta_ns = (uint64_t) (actor->run_ns - actor->sampled_run_ns),
        .ready_delta_ns = (uint64_t) (actor->ready_ns - actor->sampled_ready_ns),
        .ready_ns = (uint64_t) actor->counted_ready_ns,
        .is_new = !actor->was_in_snapshot && self->last != NULL,
        .name = "plan",
      };
      process->run_delta_ns += thread->run_delta_ns;
      process->ready_delta_ns += thread->ready_delta_ns;
      actor->sampled_run_ns = actor->run_ns;
      actor->sampled_ready_ns = actor->ready_ns;
      actor->was_in_snapshot = true;
    }

  return process;
}

/* What the sampler sees now. */
static inline const SkeinSnapshot *
plan_sample (Plan *self)
{
  SkeinSnapshot *snapshot = skein_snapshot_new (CORES, 2);

  snapshot->taken_ns = self->now_ns;
  snapshot->interval_ns = self->last != NULL ? self->now_ns - self->last->taken_ns : 0;
  for (int i = 0; i < CORES; i++)
    snapshot->cores[i] = (SkeinCore) { .id = (uint16_t) i, .is_online = true };

  snapshot->processes[0] = plan_make_process (self, 100);
  snapshot->processes[1] = plan_make_process (self, 120);

  g_clear_pointer (&self->last, skein_snapshot_unref);
  self->last = snapshot;

  return snapshot;
}

/* What the plan knows up to now ends now. */
static inline void
plan_finish (Plan *self)
{
  for (guint i = 0; i < self->actors->len; i++)
    {
      Actor *actor = plan_get (self, (int) i);

      plan_know (self, (int) i, actor->known, self->now_ns, actor->known_core, SKEIN_SLICE_RUNNING);
    }
}

static inline void
plan_learn_ids (Plan             *self,
                const SkeinStore *store)
{
  g_autoptr (GArray) processes = g_array_new (FALSE, FALSE, sizeof (SkeinId));

  skein_store_list_processes (store, INT64_MIN, INT64_MAX, processes);

  for (guint i = 0; i < self->actors->len; i++)
    {
      Actor *actor = plan_get (self, (int) i);
      SkeinTaskKey key = { actor->pid, actor->tid, actor->ticks };

      if (actor->id == SKEIN_ID_NONE)
        actor->id = skein_store_find_thread (store, &key);
      for (guint j = 0; j < processes->len && actor->id == SKEIN_ID_NONE; j++)
        {
          g_autoptr (GArray) threads = g_array_new (FALSE, FALSE, sizeof (SkeinId));

          skein_store_list_threads (store, g_array_index (processes, SkeinId, j), INT64_MIN, INT64_MAX, threads);
          for (guint k = 0; k < threads->len; k++)
            {
              SkeinTaskInfo info;

              skein_store_get_info (store, g_array_index (threads, SkeinId, k), &info);
              if (info.key.tid == actor->tid && info.first_ns == actor->told_ns &&
                  info.key.start_ticks == SKEIN_TICKS_UNKNOWN)
                actor->id = g_array_index (threads, SkeinId, k);
            }
        }
    }
}

/* A plan that was played to a store, in batches and snapshots as they may come. */
typedef struct
{
  Plan       *plan;
  SkeinStore *store;
  SkeinStore *samples; /* the snapshots only */
} Play;

static inline void
play_batch (Play *play)
{
  g_autoptr (SkeinSwitchBatch) batch = plan_make_batch (play->plan);

  skein_store_append_switches (play->store, batch);
}

static inline void
play_snapshot (Play *play)
{
  const SkeinSnapshot *snapshot = plan_sample (play->plan);

  skein_store_append (play->store, snapshot);
  skein_store_append (play->samples, snapshot);
}

static inline void
play (Play *play,
      int   n_steps,
      int   batches,
      int   snapshots)
{
  for (int i = 0; i < n_steps; i++)
    {
      plan_step (play->plan);
      if (batches > 0 && plan_random (play->plan, batches) == 0)
        play_batch (play);
      if (snapshots > 0 && plan_random (play->plan, snapshots) == 0)
        play_snapshot (play);
    }

  play_batch (play);
  plan_finish (play->plan);
  plan_learn_ids (play->plan, play->store);
}

static inline void
play_init (Play   *play,
           guint32 seed)
{
  *play = (Play) { plan_new (seed), skein_store_new (PLENTY), skein_store_new (PLENTY) };
  plan_tell_found (play->plan);
  play_batch (play);
}

static inline void
play_clear (Play *play)
{
  plan_free (play->plan);
  skein_store_free (play->store);
  skein_store_free (play->samples);
}

static inline int64_t
pick_time (Play *play)
{
  Plan *plan = play->plan;
  const Actor *actor = plan_get (plan, plan_random (plan, (int) plan->actors->len));

  if (actor->stays->len > 0 && plan_random (plan, 2) == 0)
    return g_array_index (actor->stays, Stay, plan_random (plan, (int) actor->stays->len)).start_ns +
           plan_random (plan, 3) - 1;

  return (int64_t) g_rand_double_range (plan->rand, (double) (plan->start_ns - 1000), (double) (plan->now_ns + 1000));
}
