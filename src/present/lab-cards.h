/* lab-cards.h - what is said of each mode of an experiment, beside its lanes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab/results.h"

G_BEGIN_DECLS

/* In place of the number of a repeat: of each mode the run whose wall time is its median. */
#define SKEIN_LAB_TYPICAL UINT_MAX

/**
 * SkeinLabVerdict:
 * @SKEIN_LAB_VERDICT_NONE: nothing came out yet
 * @SKEIN_LAB_VERDICT_RIGHT: the answer is right
 * @SKEIN_LAB_VERDICT_MEANT: it is wrong, and was meant to come out wrong
 * @SKEIN_LAB_VERDICT_WRONG: it is wrong and should not be
 * @SKEIN_LAB_VERDICT_FAILED: it did not get to its end
 */
typedef enum
{
  SKEIN_LAB_VERDICT_NONE,
  SKEIN_LAB_VERDICT_RIGHT,
  SKEIN_LAB_VERDICT_MEANT,
  SKEIN_LAB_VERDICT_WRONG,
  SKEIN_LAB_VERDICT_FAILED,
} SkeinLabVerdict;

/**
 * SkeinLabCard:
 * @mode: place of the mode
 * @run: (nullable): the run that is shown; kept
 * @is_live: it goes on
 * @title: of the mode
 * @workers: what does the work, in a line or two
 * @answer: whether it came out right, with a mark before it; "" while nothing is known
 * @verdict: likewise
 * @wall: the wall time; "" while nothing is known
 * @speed_up: beside the first mode; ""
 * @is_faster: it is worth saying
 * @at_once: how many tasks were on a core at an instant; ""
 *
 * Words are in the language of the user.
 */
typedef struct
{
  unsigned         mode;
  SkeinLabRun     *run;
  bool             is_live;
  char            *title;
  char            *workers;
  char            *answer;
  SkeinLabVerdict  verdict;
  char            *wall;
  char            *speed_up;
  bool             is_faster;
  char            *at_once;
} SkeinLabCard;

/**
 * skein_lab_cards_new:
 * @plan: what is to be run, or was
 * @results: (nullable): what came out by now, of the same plan
 * @current: (nullable): the run that goes on: it is shown in place of those that have ended
 * @repeat: which of the runs of each mode is shown; %SKEIN_LAB_TYPICAL
 * @before: (nullable): the cards so far: what they say of a run that has ended is taken over, which saves reading
 *   all its switches again
 *
 * Returns: (element-type SkeinLabCard) (transfer full): one for each mode that is run, in their order
 */
GPtrArray *skein_lab_cards_new (const SkeinLabPlan    *plan,
                                const SkeinLabResults *results,
                                SkeinLabRun           *current,
                                unsigned               repeat,
                                const GPtrArray       *before) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: (transfer full): "6 tasks, 60 blocks of work each": what it is run with, in words */
char *skein_lab_plan_dup_words (const SkeinLabPlan *plan) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: (transfer full): "6", "60 blocks", "25 %": a parameter's value with its unit */
char *skein_lab_dup_parameter (const SkeinParameterInfo *parameter,
                               int64_t                   value) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: (transfer full): "every switch recorded", or that it is made of samples, and why; "" before a run */
char *skein_lab_results_dup_source (const SkeinLabResults *results) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
