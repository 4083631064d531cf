/* render-record.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cli/render.h"

#include "base/clock.h"
#include "cli/run.h"
#include "sampler/budget.h"
#include "sampler/poller.h"
#include "sampler/scan.h"
#include "trace/recorder.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* Beside switches the samples tell only names, and what waits are for. */
#define EXACT_CADENCE_NS   (50 * SKEIN_NS_PER_MS)
#define SAMPLED_CADENCE_NS (10 * SKEIN_NS_PER_MS)
#define BUDGET             0.05

#define STORE_BYTES  ((size_t) 1 << 30)
#define QUEUE_LENGTH (4 * 1000 * 1000)

typedef struct
{
  SkeinRendering *rendering;
  SkeinRecorder  *recorder; /* NULL: no switches */
  SkeinPoller    *poller;   /* NULL: there are, or it cannot be had */
  GArray         *polled;   /* of SkeinTaskKey: the threads that it reads */
  SkeinScan      *scan;
  SkeinBudget     budget;
  GHashTable     *family; /* of pids: the command's process, and all that it made */
} Recording;

static bool
is_of_family (Recording *self,
              pid_t      pid)
{
  return g_hash_table_contains (self->family, GINT_TO_POINTER (pid));
}

static void
add_to_family (Recording *self,
               pid_t      pid)
{
  g_hash_table_add (self->family, GINT_TO_POINTER (pid));
}

/* Those that live too shortly for a sample are known from their parent's fork. */
static void
take_switches (Recording *self)
{
  SkeinSwitchBatch *batch;

  while (self->recorder != NULL && (batch = skein_recorder_pop (self->recorder)) != NULL)
    {
      for (uint32_t i = 0; i < batch->n_switches; i++)
        {
          const SkeinSwitch *record = &batch->switches[i];

          if (record->kind == SKEIN_SWITCH_FORK && is_of_family (self, record->parent_pid))
            add_to_family (self, record->pid);
        }

      skein_store_append_switches (self->rendering->store, batch);
      skein_switch_batch_unref (batch);
    }
}

/* Where no switch is recorded, the threads of the command are read more often than all else. */
static void
choose_polled (Recording           *self,
               const SkeinSnapshot *snapshot)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (SkeinTaskKey));
  size_t bytes;

  for (uint32_t i = 0; i < snapshot->n_processes; i++)
    {
      const SkeinProcess *process = snapshot->processes[i];

      for (uint32_t j = 0; is_of_family (self, process->pid) && j < process->n_threads; j++)
        {
          SkeinTaskKey key = skein_thread_get_key (process, &process->threads[j]);

          g_array_append_val (keys, key);
        }
    }

  bytes = keys->len * sizeof (SkeinTaskKey);
  if (keys->len == self->polled->len && (keys->len == 0 || memcmp (keys->data, self->polled->data, bytes) == 0))
    return;

  skein_poller_set_threads (self->poller, (const SkeinTaskKey *) (gpointer) keys->data, keys->len);
  g_array_unref (self->polled);
  self->polled = g_steal_pointer (&keys);
}

static void
take_shares (Recording *self)
{
  SkeinShareBatch *batch;

  while (self->poller != NULL && (batch = skein_poller_pop (self->poller)) != NULL)
    {
      skein_store_append_shares (self->rendering->store, batch);
      skein_share_batch_unref (batch);
    }
}

static void
take_sample (Recording *self)
{
  g_autoptr (SkeinSnapshot) snapshot = skein_scan_take (self->scan);

  for (uint32_t i = 0; i < snapshot->n_processes; i++)
    {
      const SkeinProcess *process = snapshot->processes[i];

      if (is_of_family (self, process->ppid))
        add_to_family (self, process->pid);
    }

  skein_budget_add (&self->budget, snapshot->effort.cpu_ns);
  skein_store_append (self->rendering->store, snapshot);
  take_shares (self);
  if (self->poller != NULL)
    choose_polled (self, snapshot);
  self->rendering->end_ns = snapshot->taken_ns;

  if (self->rendering->cores->len > 0)
    return;

  for (uint32_t i = 0; i < snapshot->n_cores; i++)
    g_array_append_val (self->rendering->cores, snapshot->cores[i].id);
}

/* All threads of the machine where that is allowed, else those of the command. */
static void
start_recorder (Recording *self,
                pid_t      pid)
{
  SkeinRecorderSettings settings = { .target = SKEIN_TARGET_MACHINE, .queue_length = QUEUE_LENGTH };

  if (skein_recorder_new (&settings, &self->recorder) == 0)
    {
      skein_store_set_scope (self->rendering->store, SKEIN_SCOPE_MACHINE);

      return;
    }

  settings.target = SKEIN_TARGET_COMMAND;
  settings.pids = &pid;
  settings.n_pids = 1;
  if (skein_recorder_new (&settings, &self->recorder) != 0)
    self->recorder = NULL;
}

static void
list_family (Recording *self)
{
  SkeinRendering *rendering = self->rendering;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (SkeinId));

  skein_store_list_processes (rendering->store, rendering->start_ns, rendering->end_ns, ids);

  for (guint i = 0; i < ids->len; i++)
    {
      SkeinId id = g_array_index (ids, SkeinId, i);
      SkeinTaskInfo info;

      if (skein_store_get_info (rendering->store, id, &info) && is_of_family (self, info.key.pid))
        g_array_append_val (rendering->processes, id);
    }
}

static int
record (Recording    *self,
        SkeinCommand *command)
{
  int64_t cadence_ns = self->recorder != NULL ? EXACT_CADENCE_NS : SAMPLED_CADENCE_NS;
  int result;

  take_sample (self);
  self->rendering->start_ns = skein_clock_now_ns ();
  result = skein_command_release (command);

  if (result < 0)
    return result;

  while (!skein_run_wait (command, skein_clock_now_ns () +
                                     skein_budget_get_cadence (&self->budget, cadence_ns, BUDGET)))
    {
      take_switches (self);
      take_sample (self);
    }

  if (self->recorder != NULL)
    skein_recorder_stop (self->recorder);
  take_switches (self);
  take_sample (self);
  list_family (self);

  return 0;
}

int
skein_render_record (SkeinRendering *self,
                     SkeinCommand   *command,
                     bool            sampled)
{
  int proc_fd = open ("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  pid_t pid = skein_command_get_pid (command);
  Recording recording = { .rendering = self };
  int result;

  if (proc_fd < 0)
    return -errno;

  self->store = skein_store_new (STORE_BYTES);
  self->processes = g_array_new (FALSE, FALSE, sizeof (SkeinId));
  self->cores = g_array_new (FALSE, FALSE, sizeof (uint16_t));
  recording.scan = skein_scan_new (proc_fd);
  recording.family = g_hash_table_new (NULL, NULL);
  recording.polled = g_array_new (FALSE, FALSE, sizeof (SkeinTaskKey));
  add_to_family (&recording, pid);

  if (!sampled)
    start_recorder (&recording, pid);
  if (recording.recorder == NULL && skein_poller_new (NULL, &recording.poller) < 0)
    recording.poller = NULL;
  result = record (&recording, command);

  g_clear_pointer (&recording.recorder, skein_recorder_free);
  g_clear_pointer (&recording.poller, skein_poller_free);
  g_array_unref (recording.polled);
  g_hash_table_unref (recording.family);
  skein_scan_free (recording.scan);
  close (proc_fd);

  return result;
}

void
skein_rendering_clear (SkeinRendering *self)
{
  g_clear_pointer (&self->store, skein_store_free);
  g_clear_pointer (&self->processes, g_array_unref);
  g_clear_pointer (&self->cores, g_array_unref);
}
