/* recording.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/recording.h"

#include "base/clock.h"
#include "sampler/poller.h"
#include "sampler/spending.h"
#include "sampler/switches.h"

#include <string.h>

#include <glib-unix.h>

/* CPU share of one core that the records may cost: reading and keeping them. */
#define BUDGET 0.25

/* A selection that is moved with the arrow keys changes ten times a second. */
#define SETTLE_MS 300

#define LOOK_MS 1000

struct _SkeinRecording
{
  SkeinStore             *store;
  SkeinRecordingChanged   changed;
  gpointer                data;

  SkeinRecordingState     state;
  GArray                 *pids;        /* of pid_t */
  SkeinSwitches          *switches;    /* NULL: nothing is recorded */
  SkeinSpending           spending;
  uint64_t                kept_cpu_ns; /* what keeping them took this thread */

  guint                   look_source;
  guint                   settle_source;

  GArray                 *threads;     /* of SkeinTaskKey: who is polled if nothing is recorded */
  SkeinPoller            *poller;      /* NULL: nobody is */
  guint                   polls_source;
};

void
skein_recording_take (SkeinRecording *self)
{
  int64_t begun_ns = skein_clock_thread_cpu_ns ();
  SkeinSwitchBatch *batch;

  if (self->switches == NULL)
    return;

  while ((batch = skein_switches_pop (self->switches)) != NULL)
    {
      skein_store_append_switches (self->store, batch);
      skein_switch_batch_unref (batch);
    }

  self->kept_cpu_ns += (uint64_t) (skein_clock_thread_cpu_ns () - begun_ns);
}

/* What was recorded until now is kept. */
static void
stop (SkeinRecording *self)
{
  self->state.report.is_recording = false;
  g_clear_handle_id (&self->settle_source, g_source_remove);
  g_clear_handle_id (&self->look_source, g_source_remove);

  if (self->switches == NULL)
    return;

  skein_switches_stop (self->switches);
  skein_recording_take (self);
  g_clear_pointer (&self->switches, skein_switches_free);
}

static gboolean
shares_wait_cb (int          fd,
                GIOCondition condition,
                gpointer     data)
{
  SkeinRecording *self = data;
  SkeinRecordingState before = self->state;
  SkeinShareBatch *batch;

  while ((batch = skein_poller_pop (self->poller)) != NULL)
    {
      self->state.n_polled = batch->n_threads;
      self->state.poll_period_ns = batch->period_ns;
      skein_store_append_shares (self->store, batch);
      skein_share_batch_unref (batch);
    }

  if (self->state.n_polled != before.n_polled || self->state.poll_period_ns != before.poll_period_ns)
    self->changed (self->data);

  return G_SOURCE_CONTINUE;
}

static void
stop_polls (SkeinRecording *self)
{
  g_clear_handle_id (&self->polls_source, g_source_remove);
  g_clear_pointer (&self->poller, skein_poller_free);
  self->state.n_polled = 0;
}

/* The next rung: it is wanted wherever switches are, and cannot be had. */
static void
update_polls (SkeinRecording *self)
{
  bool is_wanted = self->state.obstacle == SKEIN_RECORDING_UNHINDERED && self->switches == NULL &&
                   self->threads->len > 0;

  if (!is_wanted)
    {
      stop_polls (self);
      return;
    }

  if (self->poller == NULL)
    {
      if (skein_poller_new (NULL, &self->poller) < 0)
        return;

      self->polls_source = g_unix_fd_add (skein_poller_get_fd (self->poller), G_IO_IN, shares_wait_cb, self);
    }

  skein_poller_set_threads (self->poller, (const SkeinTaskKey *) (void *) self->threads->data, self->threads->len);
}

static gboolean
look_at_cost_cb (gpointer data)
{
  SkeinRecording *self = data;
  uint64_t cpu_ns;

  skein_recording_take (self);
  cpu_ns = skein_switches_get_cpu_ns (self->switches) + self->kept_cpu_ns;
  if (!skein_spending_is_too_much (&self->spending, skein_clock_now_ns (), cpu_ns, BUDGET))
    return G_SOURCE_CONTINUE;

  self->look_source = 0;
  self->state.is_too_dear = TRUE;
  stop (self);
  update_polls (self);
  self->changed (self->data);

  return G_SOURCE_REMOVE;
}

static void
start (SkeinRecording *self)
{
  self->state.is_too_dear = FALSE;
  self->switches = skein_switches_new ((const pid_t *) (void *) self->pids->data, self->pids->len,
                                       &self->state.report);
  if (self->switches == NULL)
    return;

  self->spending = (SkeinSpending) { 0 };
  self->kept_cpu_ns = 0;
  skein_store_set_scope (self->store, self->state.report.is_machine ? SKEIN_SCOPE_MACHINE : SKEIN_SCOPE_SOME);
  self->look_source = g_timeout_add (LOOK_MS, look_at_cost_cb, self);
}

SkeinRecording *
skein_recording_new (SkeinStore            *store,
                     SkeinRecordingChanged  changed,
                     gpointer               data)
{
  SkeinRecording *self = g_new0 (SkeinRecording, 1);

  self->store = store;
  self->changed = changed;
  self->data = data;
  self->pids = g_array_new (FALSE, FALSE, sizeof (pid_t));
  self->threads = g_array_new (FALSE, FALSE, sizeof (SkeinTaskKey));
  self->state.obstacle = SKEIN_RECORDING_UNSEEN;
  self->state.is_sandboxed = g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);

  return self;
}

void
skein_recording_free (SkeinRecording *self)
{
  stop (self);
  stop_polls (self);
  g_array_unref (self->pids);
  g_array_unref (self->threads);
  g_free (self);
}

void
skein_recording_begin_again (SkeinRecording *self)
{
  stop (self);
  if (self->state.obstacle == SKEIN_RECORDING_UNHINDERED)
    start (self);

  update_polls (self);
  self->changed (self->data);
}

void
skein_recording_set_obstacle (SkeinRecording         *self,
                              SkeinRecordingObstacle  obstacle)
{
  if (self->state.obstacle == obstacle)
    return;

  self->state.obstacle = obstacle;
  skein_recording_begin_again (self);
}

static gboolean
settled_cb (gpointer data)
{
  SkeinRecording *self = data;

  self->settle_source = 0;
  skein_recording_begin_again (self);

  return G_SOURCE_REMOVE;
}

void
skein_recording_set_processes (SkeinRecording *self,
                               const pid_t    *pids,
                               size_t          n_pids)
{
  g_array_set_size (self->pids, 0);
  if (n_pids > 0)
    g_array_append_vals (self->pids, pids, (guint) n_pids);

  g_clear_handle_id (&self->settle_source, g_source_remove);
  if (self->state.obstacle == SKEIN_RECORDING_UNHINDERED && !self->state.is_too_dear &&
      !(self->switches != NULL && self->state.report.is_machine))
    self->settle_source = g_timeout_add (SETTLE_MS, settled_cb, self);
}

void
skein_recording_set_threads (SkeinRecording     *self,
                             const SkeinTaskKey *threads,
                             size_t              n_threads)
{
  size_t bytes = n_threads * sizeof *threads;
  guint n_polled = self->state.n_polled;

  if (self->threads->len == n_threads && (n_threads == 0 || memcmp (self->threads->data, threads, bytes) == 0))
    return;

  g_array_set_size (self->threads, 0);
  if (n_threads > 0)
    g_array_append_vals (self->threads, threads, (guint) n_threads);

  update_polls (self);
  if (self->state.n_polled != n_polled)
    self->changed (self->data);
}

const SkeinRecordingState *
skein_recording_get_state (const SkeinRecording *self)
{
  return &self->state;
}
