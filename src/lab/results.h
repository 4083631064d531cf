/* results.h - what all runs of a plan add up to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab/plan.h"
#include "lab/run.h"

G_BEGIN_DECLS

/**
 * SkeinLabValue:
 * @median: of several runs; NAN: not measured
 * @spread: half of the distance from the first quartile to the third, so that half of the runs lie within
 *   about @median ± @spread; NAN: of fewer than two runs
 * @n: of how many runs
 */
typedef struct
{
  double   median;
  double   spread;
  unsigned n;
} SkeinLabValue;

/**
 * SkeinLabResults:
 * @plan: what was run
 * @runs: (element-type SkeinLabRun): those that have ended, in the order in which they did
 *
 * For one thread.
 */
typedef struct
{
  SkeinLabPlan  plan;
  GPtrArray    *runs;
} SkeinLabResults;

SkeinLabResults *skein_lab_results_new  (const SkeinLabPlan *plan) G_GNUC_WARN_UNUSED_RESULT;
void             skein_lab_results_free (SkeinLabResults *self);

void skein_lab_results_add (SkeinLabResults *self,
                            SkeinLabRun     *run);

/* Returns: how many runs of the mode have ended */
unsigned skein_lab_results_count (const SkeinLabResults *self,
                                  unsigned               mode);

/* Returns: (transfer none) (nullable): a run of the mode; %NULL: there is none with that number */
SkeinLabRun *skein_lab_results_get (const SkeinLabResults *self,
                                    unsigned               mode,
                                    unsigned               repeat);

/* Returns: (transfer none) (nullable): the run whose wall time is the median of its mode */
SkeinLabRun *skein_lab_results_get_typical (const SkeinLabResults *self,
                                            unsigned               mode);

/* An address has no median: of it what the typical run has. */
void skein_lab_results_get_figure  (const SkeinLabResults *self,
                                    unsigned               mode,
                                    SkeinLabFigure         figure,
                                    SkeinLabValue         *ret);
void skein_lab_results_get_measure (const SkeinLabResults *self,
                                    unsigned               mode,
                                    unsigned               measure,
                                    SkeinLabValue         *ret);

/* Returns: how many times faster than the first mode that was run; NAN: not known. */
double skein_lab_results_get_speed_up (const SkeinLabResults *self,
                                       unsigned               mode);

/* Returns: how many runs of the mode had the right answer */
unsigned skein_lab_results_count_right (const SkeinLabResults *self,
                                        unsigned               mode);

/**
 * skein_lab_results_dup_finding:
 *
 * Computes what the figures show, in the language of the user. Says so where the machine
 * was too busy to show it.
 *
 * Returns: (transfer full) (nullable): a sentence or two; %NULL: nothing to say yet
 */
char *skein_lab_results_dup_finding (const SkeinLabResults *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinLabResults, skein_lab_results_free)

G_END_DECLS
