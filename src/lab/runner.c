/* runner.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "lab/runner.h"

#include "base/clock.h"
#include "base/program.h"
#include "lab/recording.h"
#include "lab/run-private.h"
#include "lab/workload.h"

#include <string.h>

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

#define PROGRAM "skein-workload"

/* What one run may take while it is measured; what all of a plan may keep together, to be looked at; and
 * what each may keep, however many they are. */
#define STORE_BYTES ((size_t) 256 << 20)
#define KEPT_BYTES  ((size_t) 1 << 30)
#define LEAST_BYTES ((size_t) 4 << 20)

/* The workload keeps the deadline itself; here it is kept where it does not. */
#define GRACE_S 3

/* While it runs: so often what came is taken, and can be seen. */
#define TAKE_MS 40

/**
 * SkeinLabRunnerState:
 * @SKEIN_LAB_RUNNER_READIES: the next run begins when samples are there
 * @SKEIN_LAB_RUNNER_RUNS: a run is under way
 * @SKEIN_LAB_RUNNER_FINISHES: it is over, and its last sample is to come
 * @SKEIN_LAB_RUNNER_DONE: that was all
 */
typedef enum
{
  SKEIN_LAB_RUNNER_READIES,
  SKEIN_LAB_RUNNER_RUNS,
  SKEIN_LAB_RUNNER_FINISHES,
  SKEIN_LAB_RUNNER_DONE,
} SkeinLabRunnerState;

struct _SkeinLabRunner
{
  SkeinLabPlan          plan;
  char                 *program;
  SkeinLabRunnerEvents  events;
  gpointer              data;

  SkeinLabRunnerState   state;
  SkeinLabRecording    *recording;      /* NULL: none could be had, or all is done */
  GArray               *modes;          /* of unsigned: by turns */
  unsigned              n_all;
  unsigned              n_ended;
  unsigned              n_holds;        /* how many callbacks are on their way */
  bool                  is_freed;

  /* Of the run that is under way. */
  SkeinLabRun          *run;
  SkeinLabWorkload     *workload;
  pid_t                 guard_pid;
  SkeinLabReport        report;
  bool                  has_nonsense;

  guint                 samples_source;
  guint                 take_source;
  guint                 deadline_source;
  guint                 start_source;   /* what could not even begin tells so from the main loop */
};

static void begin_run (SkeinLabRunner *self);

static void
hold (SkeinLabRunner *self)
{
  self->n_holds++;
}

/* Returns: false where it was freed meanwhile */
static bool
release (SkeinLabRunner *self)
{
  if (--self->n_holds > 0 || !self->is_freed)
    return !self->is_freed;

  g_free (self);

  return false;
}

static void
end_workload (SkeinLabRunner *self)
{
  g_clear_handle_id (&self->deadline_source, g_source_remove);
  g_clear_handle_id (&self->take_source, g_source_remove);
  g_clear_pointer (&self->workload, skein_lab_workload_free);
}

static void
clear_run (SkeinLabRunner *self)
{
  end_workload (self);

  if (self->run != NULL)
    skein_lab_report_clear (&self->report);

  g_clear_pointer (&self->run, skein_lab_run_unref);
}

/* The last that is done here: it may be freed in it. */
static void
finish (SkeinLabRunner *self,
        const char     *error)
{
  self->state = SKEIN_LAB_RUNNER_DONE;
  clear_run (self);
  g_clear_handle_id (&self->samples_source, g_source_remove);
  g_clear_handle_id (&self->start_source, g_source_remove);
  g_clear_pointer (&self->recording, skein_lab_recording_free);

  if (self->events.done != NULL)
    self->events.done (error, self->data);
}

/* The first process only watches over the one that works: it does no task, and what it does at its own
 * beginning, which may come late on a busy machine, is not the experiment's. */
static void
leave_out_guard (SkeinLabRunner *self)
{
  GArray *processes = self->run->processes;

  for (guint i = processes->len; i > 0 && processes->len > 1; i--)
    {
      SkeinTaskInfo info;

      if (skein_store_get_info (self->run->store, g_array_index (processes, SkeinId, i - 1), &info) &&
          info.key.pid == self->guard_pid)
        g_array_remove_index (processes, i - 1);
    }
}

/* What is known by now. */
static void
update_run (SkeinLabRunner *self)
{
  SkeinLabRun *run = self->run;

  skein_lab_recording_take (self->recording);
  run->end_ns = skein_clock_now_ns ();
  skein_lab_recording_list_processes (self->recording, run->start_ns, run->end_ns, run->processes);
  leave_out_guard (self);
}

/* Returns: false where the runner was freed, or stopped */
static bool
tell_end (SkeinLabRunner *self)
{
  SkeinLabRun *run = g_steal_pointer (&self->run);

  skein_lab_recording_forget (self->recording);
  skein_lab_report_clear (&self->report);
  self->n_ended++;
  self->state = SKEIN_LAB_RUNNER_READIES;
  hold (self);

  if (self->events.ended != NULL)
    self->events.ended (run, self->data);

  skein_lab_run_unref (run);

  return release (self) && self->state != SKEIN_LAB_RUNNER_DONE;
}

static void
go_on (SkeinLabRunner *self)
{
  if (self->n_ended < self->n_all)
    begin_run (self);
  else
    finish (self, NULL);
}

/* All has come that will. */
static void
finish_run (SkeinLabRunner *self)
{
  update_run (self);

  if (self->run->problem == NULL)
    skein_lab_run_measure (self->run, self->plan.experiment, &self->report);

  skein_store_set_budget (self->run->store, MIN (MAX (KEPT_BYTES / self->n_all, LEAST_BYTES), STORE_BYTES));
  if (tell_end (self))
    go_on (self);
}

static gboolean
sample_waits_cb (int          fd,
                 GIOCondition condition,
                 gpointer     data)
{
  SkeinLabRunner *self = data;

  skein_lab_recording_take (self->recording);
  if (!skein_lab_recording_is_ready (self->recording))
    return G_SOURCE_CONTINUE;

  /* Both may be the end of the runner, and of this source. */
  if (self->state == SKEIN_LAB_RUNNER_READIES)
    go_on (self);
  else if (self->state == SKEIN_LAB_RUNNER_FINISHES)
    finish_run (self);

  return G_SOURCE_CONTINUE;
}

/* Who looks at the run is told what it adds up to, in skein_lab_runner_get_current(): this takes of the cores that
 * the run wants too. */
static gboolean
take_cb (gpointer data)
{
  SkeinLabRunner *self = data;

  skein_lab_recording_take (self->recording);

  return G_SOURCE_CONTINUE;
}

static void
stop_recording (SkeinLabRunner *self)
{
  end_workload (self);
  skein_lab_recording_end (self->recording);
  self->state = SKEIN_LAB_RUNNER_FINISHES;
}

static gboolean
deadline_cb (gpointer data)
{
  SkeinLabRunner *self = data;

  self->deadline_source = 0;
  self->run->problem = g_strdup_printf (_("it took more than %u s, and was stopped"), self->plan.deadline_s);
  stop_recording (self);

  return G_SOURCE_REMOVE;
}

static void
said_cb (const char *bytes,
         size_t      n_bytes,
         gpointer    data)
{
  SkeinLabRunner *self = data;

  if (!self->has_nonsense)
    self->has_nonsense = skein_lab_report_take (&self->report, bytes, n_bytes) < 0;
}

static void
ended_cb (int         status,
          const char *complaint,
          gpointer    data)
{
  SkeinLabRunner *self = data;

  self->run->problem = skein_lab_workload_dup_problem (status, complaint);

  if (self->run->problem == NULL && (skein_lab_report_close (&self->report) < 0 || self->has_nonsense))
    self->run->problem = g_strdup (_("what it told of its work makes no sense"));

  stop_recording (self);
}

/* Those that the workload will be given: it says so itself at its end. */
static void
list_cores (GArray *cores)
{
  unsigned numbers[SKEIN_EXPERIMENT_MOST_CORES];
  unsigned n = skein_experiment_list_cores (numbers, SKEIN_EXPERIMENT_MOST_CORES);

  for (unsigned i = 0; i < n; i++)
    {
      uint16_t core = (uint16_t) numbers[i];

      g_array_append_val (cores, core);
    }
}

static void
cannot_begin (SkeinLabRunner *self,
              int             result)
{
  g_autofree char *error = g_strdup_printf (_("%s cannot be started: %s"), PROGRAM, g_strerror (-result));

  finish (self, error);
}

static int
start_workload (SkeinLabRunner *self)
{
  const SkeinLabWorkloadEvents events = { .said = said_cb, .ended = ended_cb };
  SkeinLabRun *run = self->run;
  int result = skein_lab_workload_new (&self->plan, run->mode, -1, self->program, &events, self, &self->workload);

  if (result < 0)
    return result;

  self->guard_pid = skein_lab_workload_get_pid (self->workload);
  skein_lab_recording_begin (self->recording, run->store, self->guard_pid);
  run->is_exact = skein_lab_recording_is_exact (self->recording);
  run->refusal = skein_lab_recording_get_refusal (self->recording);
  run->start_ns = run->end_ns = skein_clock_now_ns ();

  return skein_lab_workload_release (self->workload);
}

static void
begin_run (SkeinLabRunner *self)
{
  unsigned mode = g_array_index (self->modes, unsigned, self->n_ended % self->modes->len);
  int result;

  self->run = skein_lab_run_new (mode, self->n_ended / self->modes->len, STORE_BYTES);
  self->has_nonsense = false;
  skein_lab_report_init (&self->report, self->plan.experiment);
  list_cores (self->run->cores);
  result = start_workload (self);

  if (result < 0)
    {
      cannot_begin (self, result);
      return;
    }

  self->state = SKEIN_LAB_RUNNER_RUNS;
  self->deadline_source = g_timeout_add_seconds (self->plan.deadline_s + GRACE_S, deadline_cb, self);
  self->take_source = g_timeout_add (TAKE_MS, take_cb, self);
  hold (self);

  if (self->events.began != NULL)
    self->events.began (self->run, self->data);

  release (self);
}

static gboolean
start_cb (gpointer data)
{
  SkeinLabRunner *self = data;
  int result = skein_lab_recording_new (self->plan.sampled, &self->recording);

  self->start_source = 0;

  if (result < 0)
    cannot_begin (self, result);
  else if (self->n_all == 0)
    finish (self, _("none of its modes can be had on this machine"));
  else
    self->samples_source = g_unix_fd_add (skein_lab_recording_get_fd (self->recording), G_IO_IN, sample_waits_cb, self);

  return G_SOURCE_REMOVE;
}

SkeinLabRunner *
skein_lab_runner_new (const SkeinLabPlan         *plan,
                      const char                 *program,
                      const SkeinLabRunnerEvents *events,
                      gpointer                    data)
{
  SkeinLabRunner *self = g_new0 (SkeinLabRunner, 1);
  unsigned n_modes = skein_experiment_count_modes (plan->experiment, plan->values);

  self->plan = *plan;
  self->program = g_strdup (program);
  self->events = *events;
  self->data = data;
  self->modes = g_array_new (FALSE, FALSE, sizeof (unsigned));

  for (unsigned i = 0; i < n_modes; i++)
    {
      if (skein_lab_plan_has_mode (plan, i))
        g_array_append_val (self->modes, i);
    }

  self->n_all = self->modes->len * plan->repeats;
  self->start_source = g_idle_add (start_cb, self);

  return self;
}

void
skein_lab_runner_free (SkeinLabRunner *self)
{
  clear_run (self);
  g_clear_handle_id (&self->samples_source, g_source_remove);
  g_clear_handle_id (&self->start_source, g_source_remove);
  g_clear_pointer (&self->recording, skein_lab_recording_free);
  g_clear_pointer (&self->modes, g_array_unref);
  g_clear_pointer (&self->program, g_free);
  self->is_freed = true;

  if (self->n_holds == 0)
    g_free (self);
}

void
skein_lab_runner_stop (SkeinLabRunner *self)
{
  if (self->state == SKEIN_LAB_RUNNER_DONE)
    return;

  if (self->run != NULL)
    {
      end_workload (self);
      update_run (self);

      if (self->run->problem == NULL)
        self->run->problem = g_strdup (_("it was stopped"));

      if (!tell_end (self))
        return;
    }

  finish (self, NULL);
}

SkeinLabRun *
skein_lab_runner_get_current (SkeinLabRunner *self)
{
  if (self->state == SKEIN_LAB_RUNNER_RUNS)
    update_run (self);

  return self->run;
}

void
skein_lab_runner_get_progress (const SkeinLabRunner *self,
                               unsigned             *ret_ended,
                               unsigned             *ret_all)
{
  *ret_ended = self->n_ended;
  *ret_all = self->n_all;
}

char *
skein_lab_find_program (void)
{
  return skein_program_find (PROGRAM, "workload");
}
