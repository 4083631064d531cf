/* identity.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store/identity.h"

#include "base/clock.h"

/* One that has ended is switched out once more, a moment later. */
#define AFTERLIFE_NS (100 * SKEIN_NS_PER_MS)

/* The unit of start times, and how far they may be from a fork's time. */
#define TICK_NS (10 * SKEIN_NS_PER_MS)

static bool
is_over (const SkeinTask *task,
         int64_t          time_ns)
{
  return task->gone_ns != INT64_MAX && time_ns > task->gone_ns;
}

static bool
has_ended (const SkeinTask *task)
{
  return task->flow != NULL && task->flow->state == SKEIN_FLOW_ENDED;
}

/* Whether the number is another thread's now. */
static bool
is_stale (const SkeinTask   *task,
          const SkeinSwitch *record)
{
  if (record->pid != 0 && record->pid != task->key.pid)
    return true;

  return is_over (task, has_ended (task) ? record->time_ns - AFTERLIFE_NS : record->time_ns);
}

static SkeinTask *
find_in_snapshot (const SkeinStore  *self,
                  const SkeinSwitch *record,
                  SkeinTaskKey      *ret_key)
{
  const SkeinProcess *process = self->last != NULL ? skein_snapshot_find_process (self->last, record->pid) : NULL;
  const SkeinThread *thread = process != NULL ? skein_process_find_thread (process, record->tid) : NULL;

  if (thread == NULL)
    return NULL;

  *ret_key = skein_thread_get_key (process, thread);

  return skein_tasks_find_thread (&self->tasks, ret_key);
}

static SkeinTask *
add_provisional (SkeinStore *self,
                 pid_t       pid,
                 pid_t       tid,
                 SkeinTask  *process,
                 int64_t     time_ns)
{
  SkeinTaskKey key = { .pid = pid, .tid = tid, .start_ticks = SKEIN_TICKS_UNKNOWN };
  char *name = process != NULL ? g_ref_string_acquire (process->name) : g_ref_string_new_intern ("");
  SkeinTask *task = skein_tasks_add (&self->tasks, &key, process, name);

  task->is_provisional = true;
  task->seen_ns = time_ns;

  return task;
}

/* The living process of that number, as far as is known. */
static SkeinTask *
find_process (SkeinStore        *self,
              const SkeinSwitch *record)
{
  SkeinTaskKey unknown = { record->pid, record->pid, SKEIN_TICKS_UNKNOWN };
  const SkeinProcess *process = self->last != NULL ? skein_snapshot_find_process (self->last, record->pid) : NULL;
  SkeinTask *task = skein_tasks_find_process (&self->tasks, &unknown);

  if (task != NULL && !is_over (task, record->time_ns))
    return task;

  if (process != NULL)
    {
      SkeinTaskKey key = skein_process_get_key (process);

      task = skein_tasks_find_process (&self->tasks, &key);
      if (task != NULL && !is_over (task, record->time_ns))
        return task;
    }

  return add_provisional (self, record->pid, record->pid, NULL, record->time_ns);
}

SkeinTask *
skein_identity_find (SkeinStore        *self,
                     const SkeinSwitch *record)
{
  SkeinTask *task = skein_tasks_find_tid (&self->tasks, record->tid);
  SkeinTaskKey key;

  if (task != NULL && !is_stale (task, record))
    return task;

  task = find_in_snapshot (self, record, &key);
  if (task == NULL || has_ended (task))
    task = add_provisional (self, record->pid, record->tid, find_process (self, record), record->time_ns);

  skein_tasks_set_tid (&self->tasks, task);

  return task;
}

/* Whether the start time is that of a fork at @time_ns. */
static bool
started_at (const SkeinTaskKey *key,
            int64_t             boot_ns,
            int64_t             time_ns)
{
  int64_t start_ns = (int64_t) key->start_ticks * TICK_NS - boot_ns;

  return ABS (start_ns - time_ns) <= 2 * TICK_NS;
}

/* The snapshot has it if it is newer, or was read late: then the start time tells. */
static bool
has_newborn (const SkeinStore   *self,
             const SkeinTaskKey *key,
             int64_t             time_ns)
{
  return self->last->taken_ns >= time_ns || started_at (key, self->last->boot_ns, time_ns);
}

/* A process that was made just then: one of that number before is another. */
static SkeinTask *
find_new_process (SkeinStore        *self,
                  const SkeinSwitch *record)
{
  const SkeinProcess *process = self->last != NULL ? skein_snapshot_find_process (self->last, record->pid) : NULL;

  if (process != NULL)
    {
      SkeinTaskKey key = skein_process_get_key (process);

      if (has_newborn (self, &key, record->time_ns))
        return skein_tasks_find_process (&self->tasks, &key);
    }

  return add_provisional (self, record->pid, record->pid, NULL, record->time_ns);
}

/* It came and went between snapshots before switches told of its beginning. */
static bool
lived_shortly (const SkeinTask   *task,
               const SkeinSwitch *record)
{
  if (task->flow != NULL || task->key.pid != record->pid || task->track.n == 0 || is_over (task, record->time_ns))
    return false;

  return task->start_is_seen || task->track.entries[0].end_ns >= record->time_ns;
}

SkeinTask *
skein_identity_find_newborn (SkeinStore        *self,
                             const SkeinSwitch *record)
{
  SkeinTaskKey key;
  SkeinTask *before = skein_tasks_find_tid (&self->tasks, record->tid);
  SkeinTask *task = find_in_snapshot (self, record, &key);

  if (task == NULL && before != NULL && lived_shortly (before, record))
    {
      task = before;
    }
  else if (task == NULL || task->flow != NULL || !has_newborn (self, &key, record->time_ns))
    {
      SkeinTask *process = record->pid == record->tid ? find_new_process (self, record) : find_process (self, record);

      task = add_provisional (self, record->pid, record->tid, process, record->time_ns);
    }

  task->start_is_seen = true;
  task->seen_ns = MIN (task->seen_ns, record->time_ns);
  if (record->pid == record->tid)
    task->process->start_is_seen = true;
  skein_tasks_set_tid (&self->tasks, task);

  return task;
}

/* Whether a task that only switches told of may be what the snapshot has: it lives, or it
 * has ended and waits to be collected. */
static bool
is_candidate (const SkeinTask     *task,
              const SkeinTaskKey  *key,
              const SkeinSnapshot *snapshot)
{
  return task->is_provisional && task->key.pid == key->pid && task->key.tid == key->tid &&
         (task->gone_ns > snapshot->taken_ns || started_at (key, snapshot->boot_ns, task->seen_ns));
}

SkeinTask *
skein_identity_adopt (SkeinStore          *self,
                      const SkeinTaskKey  *key,
                      SkeinTask           *process,
                      const SkeinSnapshot *snapshot)
{
  SkeinTaskKey unknown = { key->pid, key->tid, SKEIN_TICKS_UNKNOWN };
  SkeinTask *task = process != NULL ? skein_tasks_find_thread (&self->tasks, &unknown)
                                    : skein_tasks_find_process (&self->tasks, &unknown);
  SkeinTask *found = NULL;

  if (task == NULL || task->process != process)
    return NULL;

  if (is_candidate (task, key, snapshot))
    found = task;

  /* The number may have been given out again since: then it is the first that lived on. */
  if (task->seen_ns > snapshot->taken_ns)
    for (task = task->previous; task != NULL; task = task->previous)
      if (is_candidate (task, key, snapshot))
        found = task;

  if (found != NULL)
    skein_tasks_adopt (&self->tasks, found, key);

  return found;
}

void
skein_identity_note_gone (SkeinStore *self,
                          SkeinTask  *task)
{
  const SkeinTask *other = skein_tasks_find_tid (&self->tasks, task->key.tid);

  if (other == NULL || (other != task && has_ended (other)))
    skein_tasks_set_tid (&self->tasks, task);
}

void
skein_identity_end (SkeinTask *task,
                    int64_t    time_ns)
{
  SkeinTask *process = task->process;

  task->gone_ns = time_ns;
  if (task->is_provisional)
    task->last_ns = time_ns;

  for (const SkeinTask *thread = process->first; thread != NULL; thread = thread->next)
    if (thread->gone_ns == INT64_MAX)
      return;

  process->gone_ns = time_ns;
  if (process->is_provisional)
    process->last_ns = time_ns;
}
