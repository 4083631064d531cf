/* lab-model.h - the experiments of a window: what is chosen, what runs, what came out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

#include "lab/results.h"

G_BEGIN_DECLS

#define SKEIN_TYPE_LAB_MODEL (skein_lab_model_get_type ())

G_DECLARE_FINAL_TYPE (SkeinLabModel, skein_lab_model, SKEIN, LAB_MODEL, GObject)

/**
 * SkeinLabModel:
 *
 * Each experiment keeps its parameters and what came out of them while another is looked at. One runs at a
 * time. When the model goes, what runs ends with it.
 *
 * Signals, without arguments
 *   experiment-changed: another experiment is chosen
 *   changed: a run began or ended, a parameter is another one, another repeat is looked at; while somebody looks,
 *     runs are told of five times a second at most
 *   grown: more is known of the run that goes on; five times a second, only while somebody looks
 */
SkeinLabModel *skein_lab_model_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* The chosen one. */
const SkeinExperimentInfo *skein_lab_model_get_experiment (SkeinLabModel             *self);
void                       skein_lab_model_set_experiment (SkeinLabModel             *self,
                                                           const SkeinExperimentInfo *experiment);

/* What would be run now, all modes of it. */
const SkeinLabPlan *skein_lab_model_get_plan    (SkeinLabModel *self);
void                skein_lab_model_set_value   (SkeinLabModel *self,
                                                 unsigned       parameter,
                                                 int64_t        value);
void                skein_lab_model_set_repeats (SkeinLabModel *self,
                                                 unsigned       repeats);

/**
 * skein_lab_model_run:
 * @modes: as in #SkeinLabPlan. What came out of other modes stays where the parameters are the same
 *
 * Starts. Why it cannot be done, if it cannot, is what skein_lab_model_get_problem() says then.
 */
void skein_lab_model_run  (SkeinLabModel *self,
                           uint64_t       modes);
void skein_lab_model_stop (SkeinLabModel *self);

/* Returns: (nullable) (transfer none): the experiment that runs now, chosen or not */
const SkeinExperimentInfo *skein_lab_model_get_running (SkeinLabModel *self);

/* How many runs of it have ended, of how many. */
void skein_lab_model_get_progress (SkeinLabModel *self,
                                   unsigned      *ret_ended,
                                   unsigned      *ret_all);

/* Returns: (nullable) (transfer none): the run that goes on, if it is of the chosen experiment */
SkeinLabRun *skein_lab_model_get_current (SkeinLabModel *self);

/* Returns: (nullable) (transfer none): what came out of the chosen one by now */
const SkeinLabResults *skein_lab_model_get_results (SkeinLabModel *self);

/* Returns: whether the parameters are others than those of the results */
gboolean skein_lab_model_is_stale (SkeinLabModel *self);

/* Returns: (nullable) (transfer none): why the chosen one could not be run, one sentence */
const char *skein_lab_model_get_problem (SkeinLabModel *self);

/* Which of the runs of each mode is looked at; %SKEIN_LAB_TYPICAL. */
unsigned skein_lab_model_get_repeat (SkeinLabModel *self);
void     skein_lab_model_set_repeat (SkeinLabModel *self,
                                     unsigned       repeat);

/* Somebody looks at what goes on. */
void skein_lab_model_set_watched (SkeinLabModel *self,
                                  gboolean       watched);

G_END_DECLS
