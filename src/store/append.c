/* append.c - from a snapshot to what it adds to each track
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store/identity.h"

#include <string.h>

/* So far apart two intervals may be and still touch: the clock is read twice. */
#define TOLERANCE_NS INT64_C (1000000)

/**
 * Append:
 * @interval: (nullable): the interval that was added; %NULL: the snapshot has none
 * @scale: what share of the snapshot's interval that is
 * @ready_ns: what all processes were ready
 */
typedef struct
{
  SkeinStore          *store;
  const SkeinSnapshot *snapshot;
  const SkeinInterval *interval;
  double               scale;
  int64_t              ready_ns;
} Append;

static SkeinRest
get_rest (char letter)
{
  switch (skein_state_from_letter (letter, 0, 0))
    {
    case SKEIN_STATE_DISK:
      return SKEIN_REST_DISK;

    case SKEIN_STATE_SUSPENDED:
      return SKEIN_REST_SUSPENDED;

    case SKEIN_STATE_UNKNOWN:
    case SKEIN_STATE_RUNNING:
    case SKEIN_STATE_READY:
    case SKEIN_STATE_WAITING:
    case SKEIN_STATE_TERMINATED:
    case SKEIN_N_STATES:
    default:
      return SKEIN_REST_WAITING;
    }
}

static int64_t
scaled (const Append *append,
        uint64_t      delta_ns)
{
  return append->scale < 1.0 ? (int64_t) ((double) delta_ns * append->scale) : (int64_t) delta_ns;
}

/* What was measured beyond the end of an interval is given to the next: threads
 * are read one after the other, and none can run longer than time goes by. */
static int64_t
settle (int64_t *owed_ns,
        int64_t  delta_ns,
        int64_t  room_ns)
{
  int64_t given_ns = MIN (delta_ns + *owed_ns, room_ns);

  *owed_ns = MIN (delta_ns + *owed_ns - given_ns, room_ns);

  return given_ns;
}

static void
begin_task (Append    *append,
            SkeinTask *task,
            bool       is_new,
            bool       was_active,
            int16_t    core,
            SkeinRest  rest)
{
  bool from_start = is_new || was_active || append->store->last == NULL;
  int64_t time_ns = append->snapshot->taken_ns;

  if (append->interval != NULL && from_start)
    time_ns = append->interval->start_ns;

  task->start_is_seen |= is_new;
  skein_track_begin (&task->track, &append->store->axis, time_ns, core, rest);
  append->store->tasks.bytes += skein_track_get_bytes (&task->track);
}

static void
add_to_task (Append    *append,
             SkeinTask *task,
             int64_t    run_ns,
             int64_t    ready_ns,
             int16_t    core,
             SkeinRest  rest)
{
  SkeinAxis *axis = &append->store->axis;
  size_t bytes = skein_track_get_bytes (&task->track);
  bool is_resting = run_ns == 0 && ready_ns == 0;

  if (is_resting && rest == skein_track_get_rest (&task->track))
    return;

  if (append->interval != NULL)
    skein_track_add (&task->track, axis, run_ns, ready_ns, core, rest);
  else
    skein_track_set_rest (&task->track, axis, rest);

  if (axis->n > 0)
    axis->intervals[axis->n - 1].weight++;

  append->store->tasks.bytes += skein_track_get_bytes (&task->track);
  append->store->tasks.bytes -= bytes;
}

static void
add_to_thread (Append            *append,
               SkeinTask         *task,
               const SkeinThread *thread)
{
  SkeinStore *store = append->store;
  const SkeinInterval *interval = append->interval;
  int64_t run_ns = 0;
  int64_t ready_ns = 0;

  if (interval != NULL)
    {
      int64_t last_ns = task->track.entries[task->track.n - 1].end_ns;
      int64_t length_ns = interval->end_ns - interval->start_ns;

      if (last_ns != interval->start_ns)
        task->owed_run_ns = task->owed_ready_ns = 0;

      run_ns = settle (&task->owed_run_ns, scaled (append, thread->run_delta_ns), length_ns);
      ready_ns = settle (&task->owed_ready_ns, scaled (append, thread->ready_delta_ns),
                         length_ns - run_ns);
    }

  add_to_task (append, task, run_ns, ready_ns, thread->core, get_rest (thread->letter));

  if (run_ns > 0 && thread->core >= 0 && (uint32_t) thread->core < store->n_cores)
    skein_tally_add (&store->cores[thread->core].tally, task->process->id, (float) run_ns);
}

static void
add_to_process (Append             *append,
                SkeinTask          *task,
                const SkeinProcess *process)
{
  int64_t ready_ns = scaled (append, process->ready_delta_ns);

  if (append->interval == NULL)
    return;

  add_to_task (append, task, scaled (append, process->run_delta_ns), ready_ns, -1,
               SKEIN_REST_WAITING);
  append->ready_ns += ready_ns;
}

/* Most threads are called as their process is. */
static char *
dup_thread_name (const SkeinTask   *process,
                 const SkeinThread *thread)
{
  if (strcmp (process->name, thread->name) == 0)
    return g_ref_string_acquire (process->name);

  return g_ref_string_new_intern (thread->name);
}

static void
thread_came (Append             *append,
             SkeinTask          *owner,
             const SkeinProcess *process,
             const SkeinThread  *thread)
{
  SkeinTaskKey key = skein_thread_get_key (process, thread);
  SkeinTask *task = skein_identity_adopt (append->store, &key, owner, append->snapshot);

  if (task == NULL)
    task = skein_tasks_add (&append->store->tasks, &key, owner, dup_thread_name (owner, thread));
  else
    skein_tasks_rename (&append->store->tasks, task, dup_thread_name (owner, thread));

  skein_exact_note_ready (&append->store->exact, task, append->snapshot->taken_ns, thread->ready_ns,
                          INT64_MIN, 0);
  begin_task (append, task, thread->is_new, thread->run_delta_ns > 0 || thread->ready_delta_ns > 0,
              thread->core, get_rest (thread->letter));
  add_to_thread (append, task, thread);
}

static void
thread_stayed (Append             *append,
               SkeinTask          *owner,
               const SkeinProcess *process,
               const SkeinThread  *before,
               const SkeinThread  *after)
{
  bool is_renamed = strcmp (before->name, after->name) != 0;
  bool was_ready = append->store->exact.is_begun && before->ready_ns != after->ready_ns;
  SkeinTaskKey key;
  SkeinTask *task;

  if (after->run_delta_ns == 0 && after->ready_delta_ns == 0 && before->letter == after->letter &&
      !is_renamed && !was_ready)
    return;

  key = skein_thread_get_key (process, after);
  task = skein_tasks_find_thread (&append->store->tasks, &key);
  g_return_if_fail (task != NULL);

  if (is_renamed)
    skein_tasks_rename (&append->store->tasks, task, dup_thread_name (owner, after));
  if (was_ready)
    skein_exact_note_ready (&append->store->exact, task, append->snapshot->taken_ns, after->ready_ns,
                            append->store->last->taken_ns, before->ready_ns);

  add_to_thread (append, task, after);
}

static void
task_went (Append    *append,
           SkeinTask *task)
{
  SkeinAxis *axis = &append->store->axis;

  g_return_if_fail (task != NULL);

  task->last_ns = MAX (append->store->last->taken_ns, task->track.entries[0].end_ns);
  task->gone_ns = MIN (task->gone_ns, append->snapshot->taken_ns);

  if (axis->n > 0)
    axis->intervals[axis->n - 1].weight += SKEIN_STORE_TASK_WEIGHT;
}

static void
thread_went (Append             *append,
             const SkeinProcess *process,
             const SkeinThread  *thread)
{
  SkeinTaskKey key = skein_thread_get_key (process, thread);
  SkeinTask *task = skein_tasks_find_thread (&append->store->tasks, &key);

  task_went (append, task);
  if (task != NULL && append->store->exact.is_begun)
    skein_identity_note_gone (append->store, task);
}

static int
compare_threads (const SkeinThread *before,
                 const SkeinThread *after)
{
  if (before == NULL || after == NULL)
    return before == NULL ? 1 : -1;

  if (before->tid != after->tid)
    return before->tid < after->tid ? -1 : 1;

  return (before->start_ticks > after->start_ticks) - (before->start_ticks < after->start_ticks);
}

/* Walks both sorted sequences once. Either record may be missing. */
static void
compare_all_threads (Append             *append,
                     SkeinTask          *owner,
                     const SkeinProcess *before,
                     const SkeinProcess *after)
{
  uint32_t n_before = before != NULL ? before->n_threads : 0;
  uint32_t n_after = after != NULL ? after->n_threads : 0;
  uint32_t i = 0;
  uint32_t j = 0;

  while (i < n_before || j < n_after)
    {
      const SkeinThread *old = i < n_before ? &before->threads[i] : NULL;
      const SkeinThread *new = j < n_after ? &after->threads[j] : NULL;
      int order = compare_threads (old, new);

      if (order < 0)
        thread_went (append, before, old);
      else if (order > 0)
        thread_came (append, owner, after, new);
      else
        thread_stayed (append, owner, after, old, new);

      i += order <= 0;
      j += order >= 0;
    }
}

static SkeinTask *
process_came (Append             *append,
              const SkeinProcess *process)
{
  SkeinTaskKey key = skein_process_get_key (process);
  SkeinTask *task = skein_identity_adopt (append->store, &key, NULL, append->snapshot);

  if (task == NULL)
    task = skein_tasks_add (&append->store->tasks, &key, NULL, g_ref_string_acquire (process->name));
  else
    skein_tasks_rename (&append->store->tasks, task, g_ref_string_acquire (process->name));

  begin_task (append, task, process->is_new,
              process->run_delta_ns > 0 || process->ready_delta_ns > 0, -1, SKEIN_REST_WAITING);

  return task;
}

/* Somebody looks at this process: its details tell what its threads wait for. */
static void
note_waits (Append             *append,
            const SkeinProcess *process)
{
  for (uint32_t i = 0; i < process->n_threads; i++)
    {
      SkeinTaskKey key = skein_thread_get_key (process, &process->threads[i]);
      SkeinTask *task;

      if (process->details[i].wait_from_ns <= 0)
        continue;

      task = skein_tasks_find_thread (&append->store->tasks, &key);
      if (task != NULL)
        skein_tasks_note_wait (&append->store->tasks, task, &process->details[i]);
    }
}

static void
process_changed (const SkeinProcess *before,
                 const SkeinProcess *after,
                 gpointer            data)
{
  Append *append = data;
  SkeinTask *task;

  if (before != NULL)
    {
      SkeinTaskKey key = skein_process_get_key (before);

      task = skein_tasks_find_process (&append->store->tasks, &key);
      g_return_if_fail (task != NULL);
    }
  else
    {
      task = process_came (append, after);
    }

  if (after == NULL)
    task_went (append, task);
  else if (before != NULL && strcmp (before->name, after->name) != 0)
    skein_tasks_rename (&append->store->tasks, task, g_ref_string_acquire (after->name));

  if (after != NULL)
    add_to_process (append, task, after);

  compare_all_threads (append, task, before, after);
  if (after != NULL && after->details != NULL)
    note_waits (append, after);
}

/* Makes room for the cores of the snapshot, and clears the tallies. */
static void
prepare_cores (SkeinStore          *self,
               const SkeinSnapshot *snapshot)
{
  uint32_t n = snapshot->n_cores > 0 ? snapshot->cores[snapshot->n_cores - 1].id + 1u : 0;

  for (uint32_t i = 0; i < self->n_cores; i++)
    skein_tally_clear (&self->cores[i].tally);

  if (n <= self->n_cores)
    return;

  self->cores = g_renew (SkeinCoreHistory, self->cores, n);
  memset (self->cores + self->n_cores, 0, (n - self->n_cores) * sizeof *self->cores);
  self->bytes += (n - self->n_cores) * sizeof *self->cores;
  self->n_cores = n;
}

/* What the threads were seen to run on the core cannot exceed what the core ran. */
static void
limit_tally (SkeinTally *tally,
             float       busy_ns)
{
  float sum = 0.0f;

  for (uint32_t i = 0; i < tally->n; i++)
    sum += tally->uses[i].run_ns;

  if (sum > busy_ns)
    for (uint32_t i = 0; i < tally->n; i++)
      tally->uses[i].run_ns *= busy_ns / sum;
}

static void
add_to_core (Append          *append,
             const SkeinCore *core)
{
  SkeinStore *store = append->store;
  SkeinCoreHistory *history = &store->cores[core->id];
  const SkeinInterval *interval = append->interval;
  SkeinRest rest = core->is_online ? SKEIN_REST_WAITING : SKEIN_REST_SUSPENDED;
  double busy_ns = 0.0;

  if (history->track.n == 0)
    skein_track_begin (&history->track, &store->axis,
                       interval != NULL ? interval->start_ns : append->snapshot->taken_ns, -1, rest);

  if (interval == NULL)
    {
      skein_track_set_rest (&history->track, &store->axis, rest);
      return;
    }

  if (core->is_online)
    busy_ns = (double) core->busy * (double) (interval->end_ns - interval->start_ns);

  if (busy_ns >= 1.0 || rest != skein_track_get_rest (&history->track))
    {
      skein_track_add (&history->track, &store->axis, (int64_t) busy_ns, 0, -1, rest);
      store->axis.intervals[store->axis.n - 1].weight++;
    }

  limit_tally (&history->tally, (float) busy_ns);
  if (busy_ns >= 1.0 && history->tally.n > 0)
    {
      skein_users_add (&history->users, interval->end_ns, &history->tally);
      store->axis.intervals[store->axis.n - 1].weight++;
    }
}

/* Returns: the busy time of all cores */
static int64_t
add_to_cores (Append *append)
{
  const SkeinSnapshot *snapshot = append->snapshot;
  SkeinStore *store = append->store;
  double busy = 0.0;

  for (uint32_t i = 0; i < snapshot->n_cores; i++)
    {
      SkeinCoreHistory *history = &store->cores[snapshot->cores[i].id];

      store->bytes -= skein_core_history_get_bytes (history);
      add_to_core (append, &snapshot->cores[i]);
      store->bytes += skein_core_history_get_bytes (history);

      if (snapshot->cores[i].is_online)
        busy += (double) snapshot->cores[i].busy;
    }

  if (append->interval == NULL)
    return 0;

  return (int64_t) (busy * (double) (append->interval->end_ns - append->interval->start_ns));
}

static void
add_to_machine (Append  *append,
                int64_t  run_ns)
{
  SkeinStore *store = append->store;

  if (append->interval == NULL)
    return;

  store->bytes -= skein_track_get_bytes (&store->machine);

  if (store->machine.n == 0)
    skein_track_begin (&store->machine, &store->axis, append->interval->start_ns, -1, SKEIN_REST_WAITING);
  if (run_ns > 0 || append->ready_ns > 0)
    skein_track_add (&store->machine, &store->axis, run_ns, append->ready_ns, -1,
                     SKEIN_REST_WAITING);

  store->bytes += skein_track_get_bytes (&store->machine);
}

/* What overlaps the time before is cut off; what almost touches it touches it. */
static void
add_interval (Append *append)
{
  SkeinAxis *axis = &append->store->axis;
  const SkeinSnapshot *snapshot = append->snapshot;
  int64_t start_ns = snapshot->taken_ns - snapshot->interval_ns;
  size_t bytes = skein_axis_get_bytes (axis);

  if (snapshot->interval_ns <= 0)
    return;

  if (axis->n > 0 && start_ns < axis->intervals[axis->n - 1].end_ns + TOLERANCE_NS)
    start_ns = axis->intervals[axis->n - 1].end_ns;

  skein_axis_add (axis, start_ns, snapshot->taken_ns);
  append->interval = &axis->intervals[axis->n - 1];
  append->scale = (double) (snapshot->taken_ns - start_ns) / (double) snapshot->interval_ns;
  append->store->bytes += skein_axis_get_bytes (axis) - bytes;
}

void
skein_store_append (SkeinStore          *self,
                    const SkeinSnapshot *snapshot)
{
  Append append = { .store = self, .snapshot = snapshot, .scale = 1.0 };

  if (self->last != NULL && snapshot->taken_ns <= self->last->taken_ns)
    return;

  add_interval (&append);
  prepare_cores (self, snapshot);
  skein_snapshot_compare (self->last, snapshot, process_changed, &append);
  add_to_machine (&append, add_to_cores (&append));

  if (self->last != NULL)
    skein_snapshot_unref (self->last);
  self->last = skein_snapshot_ref (snapshot);

  skein_store_thin (self);
}
