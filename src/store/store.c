/* store.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store/private.h"

#include <string.h>

static void
free_cores (SkeinStore *self)
{
  for (uint32_t i = 0; i < self->n_cores; i++)
    {
      skein_track_clear (&self->cores[i].track);
      skein_users_clear (&self->cores[i].users);
    }

  g_clear_pointer (&self->cores, g_free);
  self->n_cores = 0;
}

static void
clear (SkeinStore *self)
{
  skein_exact_clear (&self->exact);
  skein_tasks_clear (&self->tasks);
  skein_track_clear (&self->machine);
  skein_axis_clear (&self->axis);
  free_cores (self);
  g_clear_pointer (&self->last, skein_snapshot_unref);
}

SkeinStore *
skein_store_new (size_t budget_bytes)
{
  SkeinStore *self = g_new0 (SkeinStore, 1);

  self->budget = budget_bytes;
  self->bytes = sizeof *self;
  self->shares_end_ns = INT64_MIN;
  self->revised_ns = INT64_MAX;
  skein_axis_init (&self->axis);
  skein_tasks_init (&self->tasks, SKEIN_ID_MACHINE + 1);
  skein_exact_init (&self->exact, &self->tasks);

  return self;
}

void
skein_store_free (SkeinStore *self)
{
  clear (self);
  g_free (self);
}

void
skein_store_clear (SkeinStore *self)
{
  skein_exact_clear (&self->exact);
  uint32_t next_id = self->tasks.next_id;
  SkeinScope scope = self->exact.scope;

  clear (self);
  self->thinning = (SkeinThinning) { .is_active = false };
  self->bytes = sizeof *self;
  self->shares_end_ns = INT64_MIN;
  self->revised_ns = INT64_MAX;
  skein_tasks_init (&self->tasks, next_id);
  skein_exact_init (&self->exact, &self->tasks);
  self->exact.scope = scope;
}

void
skein_store_set_budget (SkeinStore *self,
                        size_t      budget_bytes)
{
  self->budget = budget_bytes;
  skein_store_thin (self);
}

size_t
skein_store_get_bytes (const SkeinStore *self)
{
  return self->bytes + self->tasks.bytes + self->tasks.shares_bytes + skein_exact_get_bytes (&self->exact);
}

bool
skein_store_get_extent (const SkeinStore *self,
                        int64_t          *ret_start_ns,
                        int64_t          *ret_end_ns)
{
  const SkeinAxis *axis = &self->axis;

  if (axis->n == 0)
    return skein_store_get_exact_extent (self, ret_start_ns, ret_end_ns);

  *ret_start_ns = axis->intervals[0].start_ns;
  *ret_end_ns = axis->intervals[axis->n - 1].end_ns;

  return true;
}

bool
skein_store_get_interval (const SkeinStore *self,
                          int64_t           time_ns,
                          int64_t          *ret_start_ns,
                          int64_t          *ret_end_ns)
{
  const SkeinAxis *axis = &self->axis;
  uint32_t index = skein_axis_find (axis, 0, time_ns);

  if (index < axis->n && axis->intervals[index].start_ns <= time_ns)
    {
      *ret_start_ns = axis->intervals[index].start_ns;
      *ret_end_ns = axis->intervals[index].end_ns;
      return true;
    }

  *ret_start_ns = index > 0 ? axis->intervals[index - 1].end_ns : INT64_MIN;
  *ret_end_ns = index < axis->n ? axis->intervals[index].start_ns : INT64_MAX;

  return false;
}

SkeinId
skein_store_find_process (const SkeinStore   *self,
                          const SkeinTaskKey *key)
{
  const SkeinTask *task = skein_tasks_find_process (&self->tasks, key);

  return task != NULL ? task->id : SKEIN_ID_NONE;
}

uint32_t
skein_store_get_process_number (const SkeinStore   *self,
                                const SkeinTaskKey *key)
{
  const SkeinTask *task = skein_tasks_find_process (&self->tasks, key);

  return task != NULL ? task->number : 0;
}

SkeinId
skein_store_find_thread (const SkeinStore   *self,
                         const SkeinTaskKey *key)
{
  const SkeinTask *task = skein_tasks_find_thread (&self->tasks, key);

  return task != NULL ? task->id : SKEIN_ID_NONE;
}

/* A track may begin before history does, while it has not followed the axis yet. */
static int64_t
get_first (const SkeinStore *self,
           const SkeinTask  *task)
{
  int64_t first_ns = INT64_MAX;

  if (task->track.n > 0)
    first_ns = MAX (task->track.entries[0].end_ns, skein_axis_get_start (&self->axis));
  if (task->seen_ns != INT64_MAX)
    first_ns = MIN (first_ns, MAX (task->seen_ns, self->exact.start_ns));

  return first_ns;
}

/* The end of what was seen of it. */
static int64_t
get_last (const SkeinStore *self,
          const SkeinTask  *task)
{
  const SkeinAxis *axis = &self->axis;
  int64_t end_ns = axis->n > 0 ? axis->intervals[axis->n - 1].end_ns : INT64_MIN;

  if (axis->n == 0 || task->is_provisional)
    end_ns = MAX (end_ns, self->exact.now_ns);

  return MAX (MIN (MIN (task->last_ns, task->gone_ns), end_ns), get_first (self, task));
}

bool
skein_store_get_info (const SkeinStore *self,
                      SkeinId           id,
                      SkeinTaskInfo    *ret)
{
  const SkeinTask *task = skein_tasks_get (&self->tasks, id);

  if (task == NULL)
    return false;

  *ret = (SkeinTaskInfo) {
    .key = task->key,
    .process = task->process != NULL ? task->process->id : task->id,
    .is_process = task->process == NULL,
    .is_alive = task->last_ns == SKEIN_TASK_ALIVE,
    .start_is_seen = task->start_is_seen,
    .first_ns = get_first (self, task),
    .last_ns = get_last (self, task),
    .name = task->name,
  };

  return true;
}

static void
list_tasks (const SkeinStore *self,
            const SkeinTask  *first,
            int64_t           start_ns,
            int64_t           end_ns,
            GArray           *ids)
{
  for (const SkeinTask *task = first; task != NULL; task = task->next)
    {
      int64_t first_ns = get_first (self, task);
      int64_t last_ns = get_last (self, task);
      bool is_instant = first_ns == last_ns || start_ns == end_ns;

      if (is_instant ? first_ns <= end_ns && last_ns >= start_ns
                     : first_ns < end_ns && last_ns > start_ns)
        g_array_append_val (ids, task->id);
    }
}

void
skein_store_list_threads (const SkeinStore *self,
                          SkeinId           process,
                          int64_t           start_ns,
                          int64_t           end_ns,
                          GArray           *ids)
{
  const SkeinTask *task = skein_tasks_get (&self->tasks, process);

  if (task != NULL)
    list_tasks (self, task->first, start_ns, end_ns, ids);
}

void
skein_store_list_processes (const SkeinStore *self,
                            int64_t           start_ns,
                            int64_t           end_ns,
                            GArray           *ids)
{
  list_tasks (self, self->tasks.first_process, start_ns, end_ns, ids);
}
