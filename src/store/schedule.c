/* schedule.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store/schedule.h"

#include "store/demand.h"

#include <string.h>

#define NOBODY UINT32_MAX

/* Ready time of the kernel's own counting, and how much of it was seen as switches. */
typedef struct
{
  bool    has_base;
  int64_t base_ns; /* what was not seen before the first reading */
  bool    is_waiting; /* for the switches to come as far as the reading */
  int64_t time_ns;
  int64_t ready_ns;
} Reading;

/* One that came before the switches told of its thread. */
typedef struct
{
  pid_t   tid;
  int64_t time_ns;
  int64_t ready_ns;
} EarlyReading;

typedef struct
{
  SkeinScheduleThread info; /* its times as of @since_ns */
  uint32_t            index;
  int64_t             since_ns;
  GArray             *core_ns;
  Reading             reading;
  SkeinDemandWaits    waits;
} Thread;

struct _SkeinSchedule
{
  GPtrArray           *threads;
  GHashTable          *by_tid; /* tid → Thread, of those that have not ended */
  GHashTable          *ended; /* set of tids that nobody has had since */
  GArray              *early_readings;
  GArray              *runners; /* by core: the index of who runs there, or NOBODY */
  SkeinScheduleTotals  totals;
  SkeinAtOnce          parallelism;
  SkeinDemand         *demand;
  int64_t              now_ns;
  int64_t              blind_until_ns;
  int64_t              next_reading_ns; /* the earliest that waits; INT64_MAX: none does */
  int64_t              deserted_ns; /* since when all have ended; INT64_MAX: some have not */
  unsigned             n_running;
  bool                 is_begun;
};

static void
thread_free (gpointer data)
{
  Thread *thread = data;

  g_array_unref (thread->core_ns);
  g_free (thread);
}

SkeinSchedule *
skein_schedule_new (void)
{
  SkeinSchedule *self = g_new0 (SkeinSchedule, 1);

  self->threads = g_ptr_array_new_with_free_func (thread_free);
  self->by_tid = g_hash_table_new (NULL, NULL);
  self->ended = g_hash_table_new (NULL, NULL);
  self->early_readings = g_array_new (FALSE, FALSE, sizeof (EarlyReading));
  self->runners = g_array_new (FALSE, FALSE, sizeof (uint32_t));
  self->deserted_ns = self->next_reading_ns = INT64_MAX;
  skein_at_once_init (&self->parallelism);
  self->demand = skein_demand_new ();

  return self;
}

void
skein_schedule_free (SkeinSchedule *self)
{
  g_ptr_array_unref (self->threads);
  g_hash_table_unref (self->by_tid);
  g_hash_table_unref (self->ended);
  g_array_unref (self->early_readings);
  g_array_unref (self->runners);
  skein_at_once_clear (&self->parallelism);
  skein_demand_free (self->demand);
  g_free (self);
}

static Thread *
get_thread (const SkeinSchedule *self,
            uint32_t             index)
{
  return g_ptr_array_index (self->threads, index);
}

/* Returns: (nullable): the thread that has the number now */
static Thread *
find_thread (const SkeinSchedule *self,
             pid_t                tid)
{
  return g_hash_table_lookup (self->by_tid, GINT_TO_POINTER (tid));
}

static uint32_t *
get_runner (SkeinSchedule *self,
            unsigned       core)
{
  uint32_t nobody = NOBODY;

  while (self->runners->len <= core)
    g_array_append_val (self->runners, nobody);

  return &g_array_index (self->runners, uint32_t, core);
}

static void
add_core_time (Thread  *thread,
               int64_t  ns)
{
  unsigned core = (unsigned) thread->info.core;

  if (core >= thread->core_ns->len)
    g_array_set_size (thread->core_ns, core + 1);

  g_array_index (thread->core_ns, int64_t, core) += ns;
}

static bool
wants_core (SkeinScheduleState state)
{
  return state == SKEIN_SCHEDULE_RUNNING || state == SKEIN_SCHEDULE_READY;
}

/* From now on it is another state; @ns: how long it was the one before. */
static void
count (SkeinSchedule      *self,
       Thread             *thread,
       SkeinScheduleState  before,
       SkeinScheduleState  state,
       int64_t             ns)
{
  bool has_waited = before == SKEIN_SCHEDULE_WAITING && state == SKEIN_SCHEDULE_RUNNING;

  self->n_running += state == SKEIN_SCHEDULE_RUNNING;
  self->n_running -= before == SKEIN_SCHEDULE_RUNNING;

  if (wants_core (before) != wants_core (state))
    skein_demand_change (self->demand, &thread->waits, self->now_ns, wants_core (state) ? 1 : -1,
                         has_waited ? ns : 0);
}

/* Adds up what the thread did until now; from now on it does something else. */
static void
set_state (SkeinSchedule      *self,
           Thread             *thread,
           SkeinScheduleState  state)
{
  SkeinScheduleState before = thread->info.state;
  int64_t ns = self->now_ns - thread->since_ns;

  thread->info.ns_in[before] += ns;

  if (before == SKEIN_SCHEDULE_RUNNING)
    {
      add_core_time (thread, ns);
      *get_runner (self, (unsigned) thread->info.core) = NOBODY;
    }

  thread->since_ns = self->now_ns;
  thread->info.state = state;
  count (self, thread, before, state, ns);
}

static void
note_reading (SkeinSchedule *self,
              Thread        *thread,
              int64_t        time_ns,
              int64_t        ready_ns)
{
  thread->reading.is_waiting = true;
  thread->reading.time_ns = time_ns;
  thread->reading.ready_ns = ready_ns;
  self->next_reading_ns = MIN (self->next_reading_ns, time_ns);
}

/* A reading from before the first switch says what was before. */
static void
take_early_readings (SkeinSchedule *self,
                     Thread        *thread)
{
  for (unsigned i = self->early_readings->len; i > 0; i--)
    {
      EarlyReading early = g_array_index (self->early_readings, EarlyReading, i - 1);

      if (early.tid != thread->info.tid)
        continue;

      if (early.time_ns <= self->now_ns)
        {
          thread->reading.has_base = true;
          thread->reading.base_ns = early.ready_ns;
        }
      else
        note_reading (self, thread, early.time_ns, early.ready_ns);

      g_array_remove_index (self->early_readings, i - 1);
    }
}

static Thread *
add_thread (SkeinSchedule      *self,
            const SkeinSwitch  *record,
            SkeinScheduleState  state)
{
  Thread *thread = g_new0 (Thread, 1);

  thread->info.pid = record->pid;
  thread->info.tid = record->tid;
  thread->info.start_ns = thread->since_ns = self->now_ns;
  thread->info.core = -1;
  thread->info.state = state;
  thread->core_ns = g_array_new (FALSE, TRUE, sizeof (int64_t));
  count (self, thread, SKEIN_SCHEDULE_UNSEEN, state, 0);
  thread->index = self->threads->len;
  g_ptr_array_add (self->threads, thread);
  g_hash_table_insert (self->by_tid, GINT_TO_POINTER (record->tid), thread);
  g_hash_table_remove (self->ended, GINT_TO_POINTER (record->tid));
  self->deserted_ns = INT64_MAX;
  take_early_readings (self, thread);

  return thread;
}

/* Of whom nobody told how it came. */
static Thread *
find_or_add_thread (SkeinSchedule     *self,
                    const SkeinSwitch *record)
{
  Thread *thread = find_thread (self, record->tid);

  return thread != NULL ? thread : add_thread (self, record, SKEIN_SCHEDULE_UNSEEN);
}

/* The switches have come as far as when the reading was made. */
static void
settle_reading (SkeinSchedule *self,
                Thread        *thread)
{
  Reading *reading = &thread->reading;
  int64_t before_ns = thread->info.derived_ready_ns;
  int64_t unseen_ns = reading->ready_ns - thread->info.ns_in[SKEIN_SCHEDULE_READY];

  /* Before its first wait is over, none of it was in waits: a command was woken to become what it is, before all
   * that was recorded. */
  if (!reading->has_base || thread->waits.last == 0)
    {
      reading->has_base = true;
      reading->base_ns = unseen_ns;
    }

  thread->info.derived_ready_ns = MAX (before_ns, unseen_ns - reading->base_ns);
  skein_demand_give (self->demand, &thread->waits, thread->info.derived_ready_ns - before_ns);
  reading->is_waiting = false;
}

static void
end_thread (SkeinSchedule *self,
            Thread        *thread)
{
  set_state (self, thread, SKEIN_SCHEDULE_ENDED);
  thread->info.end_ns = self->now_ns;

  /* It was read after its end, while nobody had collected it: all the better. */
  if (thread->reading.is_waiting)
    settle_reading (self, thread);

  g_hash_table_remove (self->by_tid, GINT_TO_POINTER (thread->info.tid));
  g_hash_table_add (self->ended, GINT_TO_POINTER (thread->info.tid));

  if (g_hash_table_size (self->by_tid) == 0)
    self->deserted_ns = self->now_ns;
}

/* Time goes on with everybody doing what they did. */
static void
advance (SkeinSchedule *self,
         int64_t        time_ns)
{
  int64_t seen_from_ns;

  if (!self->is_begun || time_ns <= self->now_ns)
    return;

  seen_from_ns = CLAMP (self->blind_until_ns, self->now_ns, time_ns);
  self->totals.unseen_ns += seen_from_ns - self->now_ns;
  skein_at_once_add (&self->parallelism, self->n_running, time_ns - seen_from_ns);
  self->now_ns = time_ns;
}

static void
run_on (SkeinSchedule *self,
        Thread        *thread,
        unsigned       core)
{
  uint32_t *runner = get_runner (self, core);

  /* That it left was not told. */
  if (*runner != NOBODY)
    set_state (self, get_thread (self, *runner), SKEIN_SCHEDULE_UNSEEN);

  set_state (self, thread, SKEIN_SCHEDULE_RUNNING);

  if (thread->info.core >= 0 && thread->info.core != (int32_t) core)
    thread->info.moves++;

  thread->info.core = (int32_t) core;
  *runner = thread->index;
}

static void
leave (SkeinSchedule     *self,
       Thread            *thread,
       const SkeinSwitch *record)
{
  bool is_taken = record->kind == SKEIN_SWITCH_OUT_PREEMPTED;
  bool is_late = thread->info.state == SKEIN_SCHEDULE_RUNNING && thread->info.core != record->core;

  /* It is on another core already: the order between cores is good to some microseconds. */
  if (!is_late)
    {
      set_state (self, thread, is_taken ? SKEIN_SCHEDULE_READY : SKEIN_SCHEDULE_WAITING);
      thread->info.core = record->core;
    }

  thread->info.taken += is_taken;
  thread->info.given_up += !is_taken;
  self->totals.switches++;
}

static void
set_name (Thread     *thread,
          const char *name)
{
  if (name != NULL)
    g_strlcpy (thread->info.name, name, sizeof thread->info.name);
}

static void
apply_fork (SkeinSchedule     *self,
            const SkeinSwitch *record)
{
  const Thread *parent = find_thread (self, record->parent_tid);
  Thread *before = find_thread (self, record->tid);
  Thread *thread;

  /* Its end was lost. */
  if (before != NULL)
    end_thread (self, before);

  thread = add_thread (self, record, SKEIN_SCHEDULE_READY);
  thread->info.start_is_seen = true;
  thread->reading.has_base = true;

  if (parent != NULL)
    set_name (thread, parent->info.name);
}

/* The first record of a command. Otherwise the thread runs already; but if it is not
 * the first of its process, it is given that one's number, and the first is no more. */
static void
apply_exec (SkeinSchedule     *self,
            const SkeinSwitch *record,
            const char        *name)
{
  uint32_t runner = *get_runner (self, record->core);
  Thread *thread = find_thread (self, record->tid);

  if (runner != NOBODY && get_thread (self, runner) != thread)
    end_thread (self, get_thread (self, runner));

  if (thread == NULL)
    {
      thread = add_thread (self, record, SKEIN_SCHEDULE_UNSEEN);
      thread->info.start_is_seen = true;
    }

  if (thread->info.state != SKEIN_SCHEDULE_RUNNING)
    run_on (self, thread, record->core);

  set_name (thread, name);
}

/* The core's runner may have left it, and anybody else may have come and gone. Only
 * who runs on another core is still known to. */
static void
apply_loss (SkeinSchedule     *self,
            const SkeinSwitch *record)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->by_tid);

  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Thread *thread = value;
      bool is_safe = thread->info.state == SKEIN_SCHEDULE_RUNNING && record->core != SKEIN_CORE_ANY &&
                     thread->info.core != record->core;

      if (!is_safe)
        set_state (self, thread, SKEIN_SCHEDULE_UNSEEN);
    }

  /* Others may have their numbers by now. */
  g_hash_table_remove_all (self->ended);

  self->blind_until_ns = MAX (self->blind_until_ns, record->until_ns);
  skein_demand_lose (self->demand, self->now_ns, record->until_ns);
  self->totals.lost += MAX (record->count, 1);
}

static void
settle_readings (SkeinSchedule *self,
                 int64_t        until_ns)
{
  GHashTableIter iter;
  gpointer value;

  if (self->next_reading_ns >= until_ns)
    return;

  self->next_reading_ns = INT64_MAX;
  g_hash_table_iter_init (&iter, self->by_tid);

  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Thread *thread = value;

      if (!thread->reading.is_waiting)
        continue;

      if (thread->reading.time_ns < until_ns)
        settle_reading (self, thread);
      else
        self->next_reading_ns = MIN (self->next_reading_ns, thread->reading.time_ns);
    }
}

/* The kernel tells that a thread ends a little before it leaves its core for the last time. */
static bool
is_after_its_end (const SkeinSchedule *self,
                  const SkeinSwitch   *record)
{
  switch ((SkeinSwitchKind) record->kind)
    {
    case SKEIN_SWITCH_IN:
    case SKEIN_SWITCH_OUT_BLOCKED:
    case SKEIN_SWITCH_OUT_PREEMPTED:
    case SKEIN_SWITCH_EXIT:
    case SKEIN_SWITCH_NAME:
      return g_hash_table_contains (self->ended, GINT_TO_POINTER (record->tid));

    case SKEIN_SWITCH_FORK:
    case SKEIN_SWITCH_EXEC:
    case SKEIN_SWITCH_FOUND:
    case SKEIN_SWITCH_LOST:
    case SKEIN_N_SWITCH_KINDS:
    default:
      return false;
    }
}

static void
apply (SkeinSchedule          *self,
       const SkeinSwitchBatch *batch,
       const SkeinSwitch      *record)
{
  const char *name = skein_switch_batch_get_name (batch, record);
  Thread *thread;

  switch ((SkeinSwitchKind) record->kind)
    {
    case SKEIN_SWITCH_IN:
      thread = find_or_add_thread (self, record);
      thread->info.slices++;
      run_on (self, thread, record->core);
      break;

    case SKEIN_SWITCH_OUT_BLOCKED:
    case SKEIN_SWITCH_OUT_PREEMPTED:
      leave (self, find_or_add_thread (self, record), record);
      break;

    case SKEIN_SWITCH_FORK:
      apply_fork (self, record);
      break;

    case SKEIN_SWITCH_EXIT:
      end_thread (self, find_or_add_thread (self, record));
      break;

    case SKEIN_SWITCH_EXEC:
      apply_exec (self, record, name);
      break;

    case SKEIN_SWITCH_NAME:
    case SKEIN_SWITCH_FOUND:
      set_name (find_or_add_thread (self, record), name);
      break;

    case SKEIN_SWITCH_LOST:
      apply_loss (self, record);
      break;

    case SKEIN_N_SWITCH_KINDS:
    default:
      break;
    }
}

void
skein_schedule_append (SkeinSchedule          *self,
                       const SkeinSwitchBatch *batch)
{
  for (uint32_t i = 0; i < batch->n_switches; i++)
    {
      const SkeinSwitch *record = &batch->switches[i];

      if (!skein_switch_has_sense (record))
        continue;

      if (!self->is_begun)
        {
          self->is_begun = true;
          self->now_ns = self->totals.start_ns = record->time_ns;
          skein_demand_begin (self->demand, record->time_ns);
        }

      settle_readings (self, record->time_ns);
      advance (self, record->time_ns);
      if (!is_after_its_end (self, record))
        apply (self, batch, record);
    }

  settle_readings (self, batch->to_ns);
  advance (self, batch->to_ns);
}

void
skein_schedule_note_ready (SkeinSchedule *self,
                           pid_t          tid,
                           int64_t        time_ns,
                           uint64_t       ready_ns)
{
  Thread *thread = find_thread (self, tid);
  EarlyReading early = { tid, time_ns, (int64_t) ready_ns };

  if (thread == NULL)
    g_array_append_val (self->early_readings, early);
  else if (!thread->reading.is_waiting) /* else it would never come to an end */
    note_reading (self, thread, time_ns, (int64_t) ready_ns);
}

unsigned
skein_schedule_get_n_threads (const SkeinSchedule *self)
{
  return self->threads->len;
}

void
skein_schedule_get_thread (const SkeinSchedule *self,
                           unsigned             index,
                           SkeinScheduleThread *ret)
{
  Thread *thread = get_thread (self, index);
  int64_t ns = self->now_ns - thread->since_ns;

  /* What it does now is not added up yet. */
  if (thread->info.state == SKEIN_SCHEDULE_RUNNING)
    {
      add_core_time (thread, ns);
      thread->info.ns_in[SKEIN_SCHEDULE_RUNNING] += ns;
      thread->since_ns = self->now_ns;
    }

  *ret = thread->info;
  ret->n_cores = thread->core_ns->len;
  ret->core_ns = (gpointer) thread->core_ns->data;

  if (ret->state != SKEIN_SCHEDULE_ENDED)
    {
      ret->end_ns = self->now_ns;
      ret->ns_in[ret->state] += self->now_ns - thread->since_ns;
    }

  ret->derived_ready_ns = MIN (ret->derived_ready_ns, ret->ns_in[SKEIN_SCHEDULE_WAITING]);
}

void
skein_schedule_get_totals (const SkeinSchedule *self,
                           SkeinScheduleTotals *ret)
{
  *ret = self->totals;
  ret->end_ns = MIN (self->now_ns, self->deserted_ns);
}

/* Once all have ended, nobody not running is no news. */
static void
take_back_desert (const SkeinSchedule *self,
                  SkeinAtOnce         *ret)
{
  if (self->now_ns > self->deserted_ns)
    skein_at_once_add (ret, 0, self->deserted_ns - self->now_ns);
}

void
skein_schedule_get_parallelism (const SkeinSchedule *self,
                                SkeinAtOnce         *ret)
{
  ret->ns_at = g_array_copy (self->parallelism.ns_at);
  take_back_desert (self, ret);
}

void
skein_schedule_get_demand (const SkeinSchedule *self,
                           SkeinAtOnce         *ret)
{
  skein_demand_sum (self->demand, self->now_ns, ret);
  take_back_desert (self, ret);
}
