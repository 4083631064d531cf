/* lab-model.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/lab-model.h"

#include "lab/runner.h"
#include "present/lab-cards.h"

#include <string.h>

/* Milliseconds from one look at the run that goes on to the next: to draw it takes time that it wants, too. */
#define GROWTH_MS 200

/* What is kept of an experiment while another one is looked at. */
typedef struct
{
  SkeinLabPlan     plan;
  SkeinLabResults *results; /* NULL: not run yet */
  unsigned         repeat;
  char            *problem; /* NULL: none */
} Bench;

struct _SkeinLabModel
{
  GObject         parent_instance;

  GHashTable     *benches; /* SkeinExperimentInfo → Bench */
  Bench          *bench;   /* of the chosen one */
  Bench          *running;
  SkeinLabRunner *runner;
  gboolean        is_stopped;
  gboolean        watched;
  gboolean        is_due; /* a run began or ended, and nobody was told yet */
  guint           growth; /* source */
};

enum {
  EXPERIMENT_CHANGED,
  CHANGED,
  GROWN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SkeinLabModel, skein_lab_model, G_TYPE_OBJECT)

static void
bench_free (gpointer data)
{
  Bench *bench = data;

  g_clear_pointer (&bench->results, skein_lab_results_free);
  g_free (bench->problem);
  g_free (bench);
}

static Bench *
get_bench (SkeinLabModel             *self,
           const SkeinExperimentInfo *experiment)
{
  Bench *bench = g_hash_table_lookup (self->benches, experiment);

  if (bench == NULL)
    {
      bench = g_new0 (Bench, 1);
      bench->repeat = SKEIN_LAB_TYPICAL;
      skein_lab_plan_init (&bench->plan, experiment);
      g_hash_table_insert (self->benches, (gpointer) experiment, bench);
    }

  return bench;
}

static gboolean
growth_cb (gpointer data)
{
  SkeinLabModel *self = data;
  int signal = self->is_due ? CHANGED : GROWN;

  self->is_due = FALSE;
  g_signal_emit (self, signals[signal], 0);

  return G_SOURCE_CONTINUE;
}

/* Nobody needs to know how it goes on who does not see it. */
static void
update_growth (SkeinLabModel *self)
{
  gboolean wanted = self->watched && self->running != NULL && self->running == self->bench;

  if (wanted == (self->growth != 0))
    return;

  if (wanted)
    self->growth = g_timeout_add (GROWTH_MS, growth_cb, self);
  else
    g_clear_handle_id (&self->growth, g_source_remove);
}

static void
changed (SkeinLabModel *self)
{
  self->is_due = FALSE;
  update_growth (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Of runs that follow each other faster than that it is told with the next look: what it takes to show each of them
 * would be taken from the next. */
static void
changed_by_run (SkeinLabModel *self)
{
  if (self->growth != 0)
    self->is_due = TRUE;
  else
    changed (self);
}

/* Runs */

static void
began_cb (SkeinLabRun *run,
          gpointer     data)
{
  changed_by_run (data);
}

static void
ended_cb (SkeinLabRun *run,
          gpointer     data)
{
  SkeinLabModel *self = data;

  /* One that was stopped tells nothing. */
  if (!self->is_stopped || run->has_ended)
    skein_lab_results_add (self->running->results, run);
  changed_by_run (self);
}

static void
done_cb (const char *error,
         gpointer    data)
{
  SkeinLabModel *self = data;

  if (error != NULL)
    {
      g_free (self->running->problem);
      self->running->problem = g_strdup (error);
    }

  g_clear_pointer (&self->runner, skein_lab_runner_free);
  self->running = NULL;
  changed (self);
}

static gboolean
is_same (const SkeinLabPlan *a,
         const SkeinLabPlan *b)
{
  unsigned n = skein_experiment_count_parameters (a->experiment);

  return a->experiment == b->experiment && memcmp (a->values, b->values, n * sizeof a->values[0]) == 0;
}

/* What is not run anew and was run with the same parameters stays. */
static SkeinLabResults *
take_over (SkeinLabResults    *before,
           const SkeinLabPlan *plan,
           uint64_t            modes)
{
  SkeinLabResults *results = skein_lab_results_new (plan);

  for (guint i = 0; before != NULL && modes != 0 && is_same (&before->plan, plan) && i < before->runs->len; i++)
    {
      SkeinLabRun *run = g_ptr_array_index (before->runs, i);

      if ((modes >> run->mode & 1) == 0)
        skein_lab_results_add (results, run);
    }

  return results;
}

void
skein_lab_model_run (SkeinLabModel *self,
                     uint64_t       modes)
{
  static const SkeinLabRunnerEvents events = { began_cb, ended_cb, done_cb };
  g_autoptr (GError) error = NULL;
  g_autofree char *program = skein_lab_find_program ();
  SkeinLabPlan plan = self->bench->plan;
  SkeinLabResults *results;

  if (self->running != NULL)
    return;

  g_clear_pointer (&self->bench->problem, g_free);
  plan.modes = modes;
  if (!skein_lab_plan_check (&plan, &error))
    {
      self->bench->problem = g_strdup (error->message);
      changed (self);
      return;
    }

  results = take_over (self->bench->results, &self->bench->plan, modes);
  g_clear_pointer (&self->bench->results, skein_lab_results_free);
  self->bench->results = results;
  self->bench->repeat = SKEIN_LAB_TYPICAL;
  self->is_stopped = FALSE;
  self->running = self->bench;
  self->runner = skein_lab_runner_new (&plan, program, &events, self);
  changed (self);
}

void
skein_lab_model_stop (SkeinLabModel *self)
{
  self->is_stopped = TRUE;
  if (self->runner != NULL)
    skein_lab_runner_stop (self->runner);
}

/* What is looked at */

const SkeinExperimentInfo *
skein_lab_model_get_experiment (SkeinLabModel *self)
{
  return self->bench->plan.experiment;
}

void
skein_lab_model_set_experiment (SkeinLabModel             *self,
                                const SkeinExperimentInfo *experiment)
{
  Bench *bench = get_bench (self, experiment);

  if (bench == self->bench)
    return;

  self->bench = bench;
  self->is_due = FALSE;
  update_growth (self);
  g_signal_emit (self, signals[EXPERIMENT_CHANGED], 0);
}

const SkeinLabPlan *
skein_lab_model_get_plan (SkeinLabModel *self)
{
  return &self->bench->plan;
}

void
skein_lab_model_set_value (SkeinLabModel *self,
                           unsigned       parameter,
                           int64_t        value)
{
  if (self->bench->plan.values[parameter] == value)
    return;

  self->bench->plan.values[parameter] = value;
  g_clear_pointer (&self->bench->problem, g_free);
  changed (self);
}

void
skein_lab_model_set_repeats (SkeinLabModel *self,
                             unsigned       repeats)
{
  if (self->bench->plan.repeats == repeats)
    return;

  self->bench->plan.repeats = repeats;
  changed (self);
}

const SkeinExperimentInfo *
skein_lab_model_get_running (SkeinLabModel *self)
{
  return self->running != NULL ? self->running->plan.experiment : NULL;
}

void
skein_lab_model_get_progress (SkeinLabModel *self,
                              unsigned      *ret_ended,
                              unsigned      *ret_all)
{
  *ret_ended = *ret_all = 0;
  if (self->runner != NULL)
    skein_lab_runner_get_progress (self->runner, ret_ended, ret_all);
}

SkeinLabRun *
skein_lab_model_get_current (SkeinLabModel *self)
{
  return self->runner != NULL && self->running == self->bench ? skein_lab_runner_get_current (self->runner) : NULL;
}

const SkeinLabResults *
skein_lab_model_get_results (SkeinLabModel *self)
{
  return self->bench->results;
}

gboolean
skein_lab_model_is_stale (SkeinLabModel *self)
{
  return self->bench->results != NULL && !is_same (&self->bench->results->plan, &self->bench->plan);
}

const char *
skein_lab_model_get_problem (SkeinLabModel *self)
{
  return self->bench->problem;
}

unsigned
skein_lab_model_get_repeat (SkeinLabModel *self)
{
  return self->bench->repeat;
}

void
skein_lab_model_set_repeat (SkeinLabModel *self,
                            unsigned       repeat)
{
  if (self->bench->repeat == repeat)
    return;

  self->bench->repeat = repeat;
  changed (self);
}

void
skein_lab_model_set_watched (SkeinLabModel *self,
                             gboolean       watched)
{
  self->watched = watched;
  update_growth (self);
  if (self->is_due && self->growth == 0)
    changed (self);
}

/* The object */

static void
skein_lab_model_dispose (GObject *object)
{
  SkeinLabModel *self = SKEIN_LAB_MODEL (object);

  g_clear_handle_id (&self->growth, g_source_remove);
  g_clear_pointer (&self->runner, skein_lab_runner_free);
  self->running = NULL;

  G_OBJECT_CLASS (skein_lab_model_parent_class)->dispose (object);
}

static void
skein_lab_model_finalize (GObject *object)
{
  g_hash_table_unref (SKEIN_LAB_MODEL (object)->benches);

  G_OBJECT_CLASS (skein_lab_model_parent_class)->finalize (object);
}

static void
skein_lab_model_class_init (SkeinLabModelClass *klass)
{
  static const char *const names[N_SIGNALS] = { "experiment-changed", "changed", "grown" };

  G_OBJECT_CLASS (klass)->dispose = skein_lab_model_dispose;
  G_OBJECT_CLASS (klass)->finalize = skein_lab_model_finalize;

  for (int i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 0);
}

static void
skein_lab_model_init (SkeinLabModel *self)
{
  self->benches = g_hash_table_new_full (NULL, NULL, NULL, bench_free);
  self->bench = get_bench (self, skein_experiment_get (0));
}

SkeinLabModel *
skein_lab_model_new (void)
{
  return g_object_new (SKEIN_TYPE_LAB_MODEL, NULL);
}
