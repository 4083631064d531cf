/* world.h - runs of the lab that never were, with the figures that a test wants
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab/results.h"
#include "lab/run-private.h"

/* Results of @experiment with its defaults, and no runs yet. */
static inline SkeinLabResults *
world_new (const char *experiment)
{
  SkeinLabPlan plan;

  skein_lab_plan_init (&plan, skein_experiment_find (experiment));

  return skein_lab_results_new (&plan);
}

static inline unsigned
world_find_mode (const SkeinLabResults *results,
                 const char            *mode)
{
  int i = skein_experiment_find_mode (results->plan.experiment, results->plan.values, mode);

  g_assert_cmpint (i, >=, 0);

  return (unsigned) i;
}

/* Returns: (transfer none): one more run of the mode, that has ended with a right answer and this wall time */
static inline SkeinLabRun *
world_add (SkeinLabResults *results,
           const char      *mode,
           double           wall_ns)
{
  unsigned i = world_find_mode (results, mode);
  SkeinLabRun *run = skein_lab_run_new (i, skein_lab_results_count (results, i), 1 << 20);

  run->has_ended = true;
  run->has_answer = run->answer_ok = true;
  run->figures[SKEIN_LAB_WALL] = wall_ns;
  skein_lab_results_add (results, run);
  skein_lab_run_unref (run);

  return run;
}

static inline void
world_set_measure (SkeinLabResults *results,
                   SkeinLabRun     *run,
                   const char      *measure,
                   double           value)
{
  int i = skein_experiment_find_measure (results->plan.experiment, measure);

  g_assert_cmpint (i, >=, 0);
  run->measures[MAX (i, 0)] = value;
}
