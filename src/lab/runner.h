/* runner.h - runs a plan: one run after the other, the modes by turns
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab/plan.h"
#include "lab/run.h"

G_BEGIN_DECLS

/**
 * SkeinLabRunner:
 *
 * Starts skein-workload for each run, records it (every switch where that is allowed, else samples),
 * reads what it marked, and sees to it that nothing of it is left. For the thread of the default main
 * context, in which its callbacks come.
 */
typedef struct _SkeinLabRunner SkeinLabRunner;

/**
 * SkeinLabRunnerEvents:
 * @began: a run began; it is the current one until @ended
 * @ended: a run ended, for good or not: its @problem says; a reference is for whoever takes one
 * @done: all is done, or was stopped; @error: (nullable): why nothing more can be run, one sentence.
 *   The runner may be freed in it
 *
 * Each may be %NULL.
 */
typedef struct
{
  void (*began) (SkeinLabRun *run,
                 gpointer     data);
  void (*ended) (SkeinLabRun *run,
                 gpointer     data);
  void (*done)  (const char  *error,
                 gpointer     data);
} SkeinLabRunnerEvents;

/**
 * skein_lab_runner_new:
 * @plan: has been checked
 * @program: the path of skein-workload
 *
 * Starts at once.
 */
SkeinLabRunner *skein_lab_runner_new  (const SkeinLabPlan         *plan,
                                       const char                 *program,
                                       const SkeinLabRunnerEvents *events,
                                       gpointer                    data) G_GNUC_WARN_UNUSED_RESULT;

/* Ends the run that is under way, with all its descendants, before it returns. */
void            skein_lab_runner_free (SkeinLabRunner *self);

/* Likewise; then @done comes. */
void skein_lab_runner_stop (SkeinLabRunner *self);

/* Returns: (transfer none) (nullable): the run that is under way, with what is known of it by now */
SkeinLabRun *skein_lab_runner_get_current (SkeinLabRunner *self);

/* How many runs there are, and how many of them have ended. */
void skein_lab_runner_get_progress (const SkeinLabRunner *self,
                                    unsigned             *ret_ended,
                                    unsigned             *ret_all);

/* Returns: (transfer full): the path of skein-workload: beside this program, or where it is installed */
char *skein_lab_find_program (void) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinLabRunner, skein_lab_runner_free)

G_END_DECLS
