/* switch-measures.h - measures of an experiment that only the switches tell
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab/run.h"

G_BEGIN_DECLS

/* Fills in those that the workload did not tell, and that are known from what was recorded of @run. */
void skein_lab_measure_switches (SkeinLabRun               *run,
                                 const SkeinExperimentInfo *experiment);

G_END_DECLS
