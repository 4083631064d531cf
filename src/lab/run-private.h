/* run-private.h - making a run, and filling in what is known of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab/report.h"
#include "lab/run.h"

G_BEGIN_DECLS

/* Returns: (transfer full): a run of which nothing is known yet: all figures are NAN */
SkeinLabRun *skein_lab_run_new (unsigned mode,
                                unsigned repeat,
                                size_t   store_bytes) G_GNUC_WARN_UNUSED_RESULT;

/**
 * skein_lab_run_measure:
 * @report: is complete; its tasks and spans become the run's
 *
 * Fills in all that follows from what the workload told and from what was recorded: the figures, and the
 * measures that need the switches. The run has ended then.
 */
void skein_lab_run_measure (SkeinLabRun               *self,
                            const SkeinExperimentInfo *experiment,
                            SkeinLabReport            *report);

G_END_DECLS
