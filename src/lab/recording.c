/* recording.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "lab/recording.h"

#include "base/clock.h"
#include "sampler/poller.h"
#include "sampler/sampler.h"
#include "trace/recorder.h"

#include <poll.h>
#include <string.h>

/* Beside switches the samples tell only names, and what waits are for. */
#define EXACT_CADENCE_NS   (50 * SKEIN_NS_PER_MS)
#define EXACT_BUDGET       0.02
#define SAMPLED_CADENCE_NS (10 * SKEIN_NS_PER_MS)
#define SAMPLED_BUDGET     0.05

#define SAMPLES_LENGTH 200
#define QUEUE_LENGTH   (4 * 1000 * 1000)

#define PATIENCE_NS SKEIN_NS_PER_S

struct _SkeinLabRecording
{
  bool                 sampled;
  SkeinSampler        *sampler;
  int64_t              wanted_ns; /* a sample not older than that makes it ready */
  const SkeinSnapshot *last;      /* NULL: none came yet */

  /* Of the command. */
  SkeinStore          *store;     /* NULL: there is none */
  SkeinRecorder       *recorder;  /* NULL: no switches */
  SkeinRefusal         refusal;
  bool                 is_exact;
  SkeinPoller         *poller;    /* NULL: there are, or it cannot be had */
  GArray              *polled;    /* of SkeinTaskKey: the threads that it reads */
  GHashTable          *family;    /* of pids: the command's process, and all that it made */
};

static bool
is_of_family (const SkeinLabRecording *self,
              pid_t                    pid)
{
  return g_hash_table_contains (self->family, GINT_TO_POINTER (pid));
}

static void
add_to_family (SkeinLabRecording *self,
               pid_t              pid)
{
  g_hash_table_add (self->family, GINT_TO_POINTER (pid));
}

int
skein_lab_recording_new (bool                sampled,
                         SkeinLabRecording **ret)
{
  SkeinSamplerSettings settings = {
    .cadence_ns = sampled ? SAMPLED_CADENCE_NS : EXACT_CADENCE_NS,
    .budget = sampled ? SAMPLED_BUDGET : EXACT_BUDGET,
    .queue_length = SAMPLES_LENGTH,
  };
  SkeinSampler *sampler;
  int result = skein_sampler_new (&settings, &sampler);

  if (result < 0)
    return result;

  *ret = g_new0 (SkeinLabRecording, 1);
  (*ret)->sampled = sampled;
  (*ret)->sampler = sampler;
  (*ret)->polled = g_array_new (FALSE, FALSE, sizeof (SkeinTaskKey));
  (*ret)->family = g_hash_table_new (NULL, NULL);

  return 0;
}

void
skein_lab_recording_free (SkeinLabRecording *self)
{
  skein_lab_recording_forget (self);
  skein_sampler_free (self->sampler);
  g_clear_pointer (&self->last, skein_snapshot_unref);
  g_array_unref (self->polled);
  g_hash_table_unref (self->family);
  g_free (self);
}

int
skein_lab_recording_get_fd (SkeinLabRecording *self)
{
  return skein_sampler_get_fd (self->sampler);
}

bool
skein_lab_recording_is_ready (const SkeinLabRecording *self)
{
  return self->last != NULL && self->last->taken_ns >= self->wanted_ns;
}

/* Those that live too shortly for a sample are known from their parent's fork. */
static void
take_switches (SkeinLabRecording *self)
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

      skein_store_append_switches (self->store, batch);
      skein_switch_batch_unref (batch);
    }
}

/* Where no switch is recorded, the threads of the command are read more often than all else. */
static void
choose_polled (SkeinLabRecording   *self,
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
take_shares (SkeinLabRecording *self)
{
  SkeinShareBatch *batch;

  while (self->poller != NULL && (batch = skein_poller_pop (self->poller)) != NULL)
    {
      skein_store_append_shares (self->store, batch);
      skein_share_batch_unref (batch);
    }
}

static void
add_sample (SkeinLabRecording   *self,
            const SkeinSnapshot *snapshot)
{
  for (uint32_t i = 0; i < snapshot->n_processes; i++)
    {
      const SkeinProcess *process = snapshot->processes[i];

      if (is_of_family (self, process->ppid))
        add_to_family (self, process->pid);
    }

  skein_store_append (self->store, snapshot);
  take_shares (self);

  if (self->poller != NULL)
    choose_polled (self, snapshot);
}

void
skein_lab_recording_take (SkeinLabRecording *self)
{
  SkeinSnapshot *snapshot;

  take_switches (self);

  while ((snapshot = skein_sampler_pop (self->sampler)) != NULL)
    {
      if (self->store != NULL)
        add_sample (self, snapshot);

      g_clear_pointer (&self->last, skein_snapshot_unref);
      self->last = snapshot;
    }
}

/* All threads of the machine where that is allowed, else those of the command. */
static void
start_recorder (SkeinLabRecording *self,
                pid_t              pid)
{
  SkeinRecorderSettings settings = { .target = SKEIN_TARGET_MACHINE, .queue_length = QUEUE_LENGTH };
  SkeinSupport support;
  int result;

  if (skein_recorder_new (&settings, &self->recorder) == 0)
    {
      skein_store_set_scope (self->store, SKEIN_SCOPE_MACHINE);

      return;
    }

  settings.target = SKEIN_TARGET_COMMAND;
  settings.pids = &pid;
  settings.n_pids = 1;
  result = skein_recorder_new (&settings, &self->recorder);

  if (result == 0)
    return;

  self->recorder = NULL;
  skein_recorder_probe (&support);
  self->refusal = skein_refusal_from_errno (result, SKEIN_TARGET_COMMAND, support.paranoid);
}

void
skein_lab_recording_begin (SkeinLabRecording *self,
                           SkeinStore        *store,
                           pid_t              pid)
{
  skein_lab_recording_forget (self);
  skein_lab_recording_take (self);
  self->store = store;
  self->refusal = SKEIN_REFUSAL_NONE;
  add_to_family (self, pid);

  if (!self->sampled)
    start_recorder (self, pid);

  self->is_exact = self->recorder != NULL;

  if (!self->is_exact && skein_poller_new (NULL, &self->poller) < 0)
    self->poller = NULL;

  /* It was there already, the cores as well. */
  if (self->last != NULL)
    add_sample (self, self->last);
}

void
skein_lab_recording_end (SkeinLabRecording *self)
{
  if (self->recorder != NULL)
    skein_recorder_stop (self->recorder);

  skein_lab_recording_take (self);
  g_clear_pointer (&self->recorder, skein_recorder_free);
  self->wanted_ns = skein_clock_now_ns ();

  /* Whoever asks for something gets a sample at once. */
  skein_sampler_set_focus (self->sampler, NULL, 0);
}

void
skein_lab_recording_forget (SkeinLabRecording *self)
{
  g_clear_pointer (&self->recorder, skein_recorder_free);
  g_clear_pointer (&self->poller, skein_poller_free);
  g_array_set_size (self->polled, 0);
  g_hash_table_remove_all (self->family);
  self->store = NULL;
}

void
skein_lab_recording_wait (SkeinLabRecording *self)
{
  struct pollfd wait = { .fd = skein_lab_recording_get_fd (self), .events = POLLIN };
  int64_t until_ns = skein_clock_now_ns () + PATIENCE_NS;
  int64_t left_ns;

  skein_lab_recording_take (self);

  while (!skein_lab_recording_is_ready (self) && (left_ns = until_ns - skein_clock_now_ns ()) > 0)
    {
      poll (&wait, 1, (int) (left_ns / SKEIN_NS_PER_MS) + 1);
      skein_lab_recording_take (self);
    }
}

bool
skein_lab_recording_is_exact (const SkeinLabRecording *self)
{
  return self->is_exact;
}

SkeinRefusal
skein_lab_recording_get_refusal (const SkeinLabRecording *self)
{
  return self->refusal;
}

int64_t
skein_lab_recording_get_last_ns (const SkeinLabRecording *self)
{
  return self->last != NULL ? self->last->taken_ns : INT64_MIN;
}

void
skein_lab_recording_list_processes (const SkeinLabRecording *self,
                                    int64_t                  start_ns,
                                    int64_t                  end_ns,
                                    GArray                  *ids)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (SkeinId));

  skein_store_list_processes (self->store, start_ns, end_ns, all);
  g_array_set_size (ids, 0);

  for (guint i = 0; i < all->len; i++)
    {
      SkeinId id = g_array_index (all, SkeinId, i);
      SkeinTaskInfo info;

      if (skein_store_get_info (self->store, id, &info) && is_of_family (self, info.key.pid))
        g_array_append_val (ids, id);
    }
}

void
skein_lab_recording_list_cores (const SkeinLabRecording *self,
                                GArray                  *cores)
{
  g_array_set_size (cores, 0);

  for (uint32_t i = 0; self->last != NULL && i < self->last->n_cores; i++)
    g_array_append_val (cores, self->last->cores[i].id);
}
