/* switches.c - from a batch of switches to what it adds to each thread and core
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store/identity.h"

static void
set_name (SkeinStore *self,
          SkeinTask  *task,
          const char *name)
{
  bool is_main = task->key.tid == task->key.pid;

  if (name == NULL)
    return;

  skein_tasks_rename (&self->tasks, task, g_ref_string_new_intern (name));
  if (is_main)
    skein_tasks_rename (&self->tasks, task->process, g_ref_string_acquire (task->name));
}

static void
end_task (SkeinStore *self,
          SkeinTask  *task,
          int64_t     time_ns)
{
  skein_exact_end (&self->exact, task, time_ns);
  skein_identity_end (task, time_ns);
}

static bool
has_ended (const SkeinTask *task)
{
  return task->flow != NULL && task->flow->state == SKEIN_FLOW_ENDED;
}

static void
apply_fork (SkeinStore        *self,
            const SkeinSwitch *record)
{
  SkeinTask *parent = skein_tasks_find_tid (&self->tasks, record->parent_tid);
  SkeinTask *before = skein_tasks_find_tid (&self->tasks, record->tid);
  SkeinTask *task;

  /* Its end was lost. */
  if (before != NULL && before->flow != NULL && !has_ended (before))
    end_task (self, before, record->time_ns);

  task = skein_identity_find_newborn (self, record);
  skein_exact_bear (&self->exact, task, record->time_ns);

  if (task->is_provisional && parent != NULL)
    set_name (self, task, parent->name);
}

/* It ran to its end; when it came may not have been told. */
static void
apply_exit (SkeinStore        *self,
            const SkeinSwitch *record)
{
  SkeinTask *task = skein_identity_find (self, record);

  if (has_ended (task))
    return;

  if (record->core < SKEIN_MOST_CORES)
    skein_exact_leave (&self->exact, task, record->core, record->time_ns, SKEIN_SLICE_ENDED);

  end_task (self, task, record->time_ns);
}

/* The thread runs already, or it is the first that is told of a command. If it is not the first
 * thread of its process, it is given that one's number, and that one is no more. */
static void
apply_exec (SkeinStore        *self,
            const SkeinSwitch *record,
            const char        *name)
{
  SkeinTask *task = skein_identity_find (self, record);
  const SkeinLane *lane = skein_exact_get_lane (&self->exact, record->core);
  SkeinTask *runner = lane != NULL ? skein_tasks_get (&self->tasks, lane->runner) : NULL;

  if (runner != NULL && runner != task && runner->process == task->process)
    {
      skein_exact_leave (&self->exact, runner, record->core, record->time_ns, SKEIN_SLICE_ENDED);
      end_task (self, runner, record->time_ns);
    }

  task->gone_ns = task->process->gone_ns = INT64_MAX;
  if (task->is_provisional)
    task->last_ns = SKEIN_TASK_ALIVE;
  if (task->process->is_provisional)
    task->process->last_ns = SKEIN_TASK_ALIVE;

  if (runner != task)
    skein_exact_run (&self->exact, task, record->core, record->time_ns);

  set_name (self, task, name);
}

static void
apply_switch (SkeinStore        *self,
              const SkeinSwitch *record)
{
  SkeinTask *task = skein_identity_find (self, record);

  if (has_ended (task))
    return;

  if (record->kind == SKEIN_SWITCH_IN)
    skein_exact_run (&self->exact, task, record->core, record->time_ns);
  else
    skein_exact_leave (&self->exact, task, record->core, record->time_ns,
                       record->kind == SKEIN_SWITCH_OUT_PREEMPTED ? SKEIN_SLICE_PREEMPTED : SKEIN_SLICE_BLOCKED);
}

static void
apply_loss (SkeinStore        *self,
            const SkeinSwitch *record)
{
  skein_exact_lose (&self->exact, (SkeinLoss) {
    .start_ns = record->time_ns,
    .until_ns = MAX (record->until_ns, record->time_ns),
    .count = MAX (record->count, 1),
    .core = record->core,
  });
}

static void
apply (SkeinStore             *self,
       const SkeinSwitchBatch *batch,
       const SkeinSwitch      *record)
{
  const char *name = skein_switch_batch_get_name (batch, record);

  switch ((SkeinSwitchKind) record->kind)
    {
    case SKEIN_SWITCH_IN:
    case SKEIN_SWITCH_OUT_BLOCKED:
    case SKEIN_SWITCH_OUT_PREEMPTED:
      apply_switch (self, record);
      break;

    case SKEIN_SWITCH_FORK:
      apply_fork (self, record);
      break;

    case SKEIN_SWITCH_EXIT:
      apply_exit (self, record);
      break;

    case SKEIN_SWITCH_EXEC:
      apply_exec (self, record, name);
      break;

    case SKEIN_SWITCH_NAME:
    case SKEIN_SWITCH_FOUND:
      set_name (self, skein_identity_find (self, record), name);
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
skein_store_append_switches (SkeinStore             *self,
                             const SkeinSwitchBatch *batch)
{
  skein_exact_begin (&self->exact, batch->from_ns);

  for (uint32_t i = 0; i < batch->n_switches; i++)
    if (skein_switch_has_sense (&batch->switches[i]) && batch->switches[i].time_ns >= self->exact.now_ns)
      apply (self, batch, &batch->switches[i]);

  skein_exact_advance (&self->exact, batch->to_ns);
  skein_store_thin (self);
}

void
skein_store_set_scope (SkeinStore *self,
                       SkeinScope  scope)
{
  self->exact.scope = scope;
}
