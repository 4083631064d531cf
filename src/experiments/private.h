/* private.h - the experiments, one file each
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "experiments/experiments.h"

/* For gettext to find. */
#define N_(text) text

extern const SkeinExperimentInfo skein_experiment_both;
extern const SkeinExperimentInfo skein_experiment_contention;
extern const SkeinExperimentInfo skein_experiment_event_loop;
extern const SkeinExperimentInfo skein_experiment_green;
extern const SkeinExperimentInfo skein_experiment_parallel;
extern const SkeinExperimentInfo skein_experiment_priority;
extern const SkeinExperimentInfo skein_experiment_race;
extern const SkeinExperimentInfo skein_experiment_scheduler;
extern const SkeinExperimentInfo skein_experiment_slices;
extern const SkeinExperimentInfo skein_experiment_speedup;
extern const SkeinExperimentInfo skein_experiment_thread_local;
extern const SkeinExperimentInfo skein_experiment_waiting;
