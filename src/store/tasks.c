/* tasks.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store/tasks.h"

#include <string.h>

/* What a task takes in the hash table and of the allocator, beside itself and its track. */
#define OVERHEAD 80

void
skein_tasks_init (SkeinTasks *self,
                  uint32_t    first_id)
{
  memset (self, 0, sizeof *self);
  self->processes = g_hash_table_new (skein_task_key_hash, skein_task_key_equal);
  self->threads = g_hash_table_new (skein_task_key_hash, skein_task_key_equal);
  self->by_tid = g_hash_table_new (NULL, NULL);
  self->next_id = first_id;
}

static size_t
get_name_bytes (const char *name)
{
  return strlen (name) + 1 + 2 * sizeof (size_t);
}

static void
free_task (SkeinTask *task)
{
  g_clear_pointer (&task->flow, skein_flow_free);
  g_clear_pointer (&task->waits, skein_waits_free);
  g_clear_pointer (&task->shares, skein_shares_free);
  skein_track_clear (&task->track);
  g_ref_string_release (task->name);
  g_free (task);
}

void
skein_tasks_clear (SkeinTasks *self)
{
  for (uint32_t i = 0; i < self->n; i++)
    if (self->by_id[i] != NULL)
      free_task (self->by_id[i]);

  g_clear_pointer (&self->processes, g_hash_table_unref);
  g_clear_pointer (&self->threads, g_hash_table_unref);
  g_clear_pointer (&self->by_tid, g_hash_table_unref);
  g_clear_pointer (&self->by_id, g_free);
  g_clear_pointer (&self->ids, g_free);
}

SkeinTask *
skein_tasks_find_process (const SkeinTasks   *self,
                          const SkeinTaskKey *key)
{
  return g_hash_table_lookup (self->processes, key);
}

SkeinTask *
skein_tasks_find_thread (const SkeinTasks   *self,
                         const SkeinTaskKey *key)
{
  return g_hash_table_lookup (self->threads, key);
}

static uint32_t
find_index (const SkeinTasks *self,
            uint32_t          id)
{
  uint32_t low = 0;
  uint32_t high = self->n;

  while (low < high)
    {
      uint32_t middle = low + (high - low) / 2;

      if (self->ids[middle] < id)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

SkeinTask *
skein_tasks_get (const SkeinTasks *self,
                 uint32_t          id)
{
  uint32_t index = find_index (self, id);

  return index < self->n && self->ids[index] == id ? self->by_id[index] : NULL;
}

static void
resize (SkeinTasks *self,
        uint32_t    capacity)
{
  self->bytes += (sizeof *self->by_id + sizeof *self->ids) * capacity;
  self->bytes -= (sizeof *self->by_id + sizeof *self->ids) * self->capacity;
  self->by_id = g_renew (SkeinTask *, self->by_id, capacity);
  self->ids = g_renew (uint32_t, self->ids, capacity);
  self->capacity = capacity;
}

/* A main thread stands before all; the others by age. Most are younger than the last. */
static SkeinTask *
find_predecessor (const SkeinTask *process,
                  const SkeinTask *task)
{
  SkeinTask *before = process->last;

  if (task->key.tid == task->key.pid)
    return NULL;

  while (before != NULL && before->key.tid != before->key.pid &&
         before->key.start_ticks > task->key.start_ticks)
    before = before->previous;

  return before;
}

static void
link_after (SkeinTask **first,
            SkeinTask **last,
            SkeinTask  *before,
            SkeinTask  *task)
{
  task->previous = before;
  task->next = before != NULL ? before->next : *first;

  *(before != NULL ? &before->next : first) = task;
  *(task->next != NULL ? &task->next->previous : last) = task;
}

static void
unlink_task (SkeinTask **first,
             SkeinTask **last,
             SkeinTask  *task)
{
  *(task->previous != NULL ? &task->previous->next : first) = task->next;
  *(task->next != NULL ? &task->next->previous : last) = task->previous;
}

SkeinTask *
skein_tasks_add (SkeinTasks         *self,
                 const SkeinTaskKey *key,
                 SkeinTask          *process,
                 char               *name)
{
  SkeinTask *task = g_new0 (SkeinTask, 1);

  task->key = *key;
  task->last_ns = SKEIN_TASK_ALIVE;
  task->seen_ns = task->gone_ns = INT64_MAX;
  task->name = name;
  task->process = process;
  task->id = self->next_id++;
  task->number = process != NULL ? process->number : self->next_number++;

  if (self->n == self->capacity)
    resize (self, self->capacity + self->capacity / 4 + 16);

  self->ids[self->n] = task->id;
  self->by_id[self->n++] = task;
  self->bytes += sizeof *task + OVERHEAD + get_name_bytes (name);
  g_hash_table_add (process != NULL ? self->threads : self->processes, task);

  if (process != NULL)
    link_after (&process->first, &process->last, find_predecessor (process, task), task);
  else
    link_after (&self->first_process, &self->last_process, self->last_process, task);

  return task;
}

void
skein_tasks_rename (SkeinTasks *self,
                    SkeinTask  *task,
                    char       *name)
{
  self->bytes += get_name_bytes (name);
  self->bytes -= get_name_bytes (task->name);
  g_ref_string_release (task->name);
  task->name = name;
}

static void
unlink_from_list (SkeinTasks *self,
                  SkeinTask  *task)
{
  if (task->process != NULL)
    unlink_task (&task->process->first, &task->process->last, task);
  else
    unlink_task (&self->first_process, &self->last_process, task);
}

void
skein_tasks_adopt (SkeinTasks         *self,
                   SkeinTask          *task,
                   const SkeinTaskKey *key)
{
  GHashTable *table = task->process != NULL ? self->threads : self->processes;

  if (g_hash_table_lookup (table, task) == task)
    g_hash_table_remove (table, task);

  task->key = *key;
  task->is_provisional = false;
  task->last_ns = SKEIN_TASK_ALIVE;
  g_hash_table_add (table, task);

  if (task->process == NULL)
    return;

  unlink_from_list (self, task);
  link_after (&task->process->first, &task->process->last, find_predecessor (task->process, task), task);
}

static SkeinTask **
get_recent (SkeinTasks *self,
            pid_t       tid)
{
  return &self->recent[(unsigned) tid % SKEIN_TASKS_RECENT];
}

SkeinTask *
skein_tasks_find_tid (SkeinTasks *self,
                      pid_t       tid)
{
  SkeinTask **recent = get_recent (self, tid);

  if (*recent == NULL || (*recent)->key.tid != tid)
    *recent = g_hash_table_lookup (self->by_tid, GINT_TO_POINTER (tid));

  return *recent;
}

void
skein_tasks_set_tid (SkeinTasks *self,
                     SkeinTask  *task)
{
  g_hash_table_insert (self->by_tid, GINT_TO_POINTER (task->key.tid), task);
  *get_recent (self, task->key.tid) = task;
}

static void
unset_tid (SkeinTasks *self,
           SkeinTask  *task)
{
  gpointer tid = GINT_TO_POINTER (task->key.tid);

  if (task->process == NULL || g_hash_table_lookup (self->by_tid, tid) != task)
    return;

  g_hash_table_remove (self->by_tid, tid);
  *get_recent (self, task->key.tid) = NULL;
}

void
skein_tasks_note_wait (SkeinTasks              *self,
                       SkeinTask               *task,
                       const SkeinThreadDetail *detail)
{
  if (task->waits == NULL)
    task->waits = skein_waits_new ();
  else
    self->bytes -= skein_waits_get_bytes (task->waits);

  self->n_waits += skein_waits_add (task->waits, detail);
  self->bytes += skein_waits_get_bytes (task->waits);
}

void
skein_tasks_forget (SkeinTasks *self,
                    SkeinTask  *task)
{
  GHashTable *table = task->process != NULL ? self->threads : self->processes;

  while (task->first != NULL)
    skein_tasks_forget (self, task->first);

  unlink_from_list (self, task);
  unset_tid (self, task);

  if (g_hash_table_lookup (table, task) == task)
    g_hash_table_remove (table, task);
  self->by_id[find_index (self, task->id)] = NULL;
  self->n_forgotten++;
  self->bytes -= sizeof *task + OVERHEAD + get_name_bytes (task->name) +
                 skein_track_get_bytes (&task->track) + skein_waits_get_bytes (task->waits);
  if (task->flow != NULL)
    self->flow_bytes -= skein_flow_get_bytes (task->flow);
  if (task->shares != NULL)
    self->shares_bytes -= skein_shares_get_bytes (task->shares);
  free_task (task);
}

void
skein_tasks_pack (SkeinTasks *self)
{
  uint32_t kept = 0;

  if (self->n_forgotten == 0)
    return;

  for (uint32_t i = 0; i < self->n; i++)
    if (self->by_id[i] != NULL)
      {
        self->by_id[kept] = self->by_id[i];
        self->ids[kept++] = self->ids[i];
      }

  self->n = kept;
  self->n_forgotten = 0;
  resize (self, kept + 16);
}
