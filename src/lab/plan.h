/* plan.h - what is to be run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "experiments/experiments.h"

G_BEGIN_DECLS

#define SKEIN_LAB_REPEATS 5
#define SKEIN_LAB_MOST_REPEATS 1000
#define SKEIN_LAB_DEADLINE_S 30

/* Of a round of a demo, which nobody waits for. */
#define SKEIN_LAB_DEMO_DEADLINE_S 3600

/**
 * SkeinLabPlan:
 * @experiment: which
 * @values: one for each parameter
 * @modes: which modes, by place; a bit mask; 0: all
 * @repeats: how often each
 * @deadline_s: how long a run may take before it is stopped
 * @sampled: take samples, even where every switch can be recorded
 */
typedef struct
{
  const SkeinExperimentInfo *experiment;
  int64_t                    values[SKEIN_EXPERIMENT_PARAMETERS];
  uint64_t                   modes;
  unsigned                   repeats;
  unsigned                   deadline_s;
  bool                       sampled;
} SkeinLabPlan;

/* Everything usual: all modes, five times. */
void skein_lab_plan_init (SkeinLabPlan              *self,
                          const SkeinExperimentInfo *experiment);

/**
 * skein_lab_plan_init_demo:
 *
 * What Launch starts: one mode, with so much work that there is something to watch.
 *
 * Returns: the place of the mode
 */
unsigned skein_lab_plan_init_demo (SkeinLabPlan              *self,
                                   const SkeinExperimentInfo *experiment);

/**
 * skein_lab_plan_set:
 * @setting: "NAME=VALUE"
 *
 * Returns: false and @error, one sentence for people, where there is no such parameter, the value is no number,
 *   or out of its limits
 */
bool skein_lab_plan_set (SkeinLabPlan  *self,
                         const char    *setting,
                         GError       **error);

/* Adds a mode to those that are run. Returns: false and @error where there is none of that id */
bool skein_lab_plan_add_mode (SkeinLabPlan  *self,
                              const char    *mode,
                              GError       **error);

/**
 * skein_lab_plan_check:
 *
 * Returns: false and @error, one sentence for people, if something of it cannot be had on this machine: before
 *   anything is started
 */
bool skein_lab_plan_check (const SkeinLabPlan  *self,
                           GError             **error);

/* Returns: whether the mode at that place is run */
bool skein_lab_plan_has_mode (const SkeinLabPlan *self,
                              unsigned            mode);

G_END_DECLS
