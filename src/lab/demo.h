/* demo.h - a workload that runs on, for the live views
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab/plan.h"

#include <sys/types.h>

G_BEGIN_DECLS

/**
 * SkeinLabDemo:
 *
 * skein-workload, round after round, until it is stopped. Nothing of it is recorded here: the live
 * views see it as any other process.
 */
typedef struct _SkeinLabDemo SkeinLabDemo;

/**
 * skein_lab_demo_new:
 * @mode: place of the mode
 * @seconds: how long; 0: until it is stopped
 * @ended: (nullable): it ended; @problem: (nullable): why, if it failed, one sentence. The demo may be freed in it
 *
 * Returns: 0, or a negative errno: it could not be started
 */
int   skein_lab_demo_new     (const SkeinLabPlan  *plan,
                              unsigned             mode,
                              unsigned             seconds,
                              const char          *program,
                              void               (*ended) (SkeinLabDemo *self,
                                                           const char   *problem,
                                                           gpointer      data),
                              gpointer             data,
                              SkeinLabDemo       **ret) G_GNUC_WARN_UNUSED_RESULT;

/* Ends it, with all its descendants, before it returns. */
void  skein_lab_demo_free    (SkeinLabDemo *self);

pid_t skein_lab_demo_get_pid (const SkeinLabDemo *self);

const SkeinExperimentInfo *skein_lab_demo_get_experiment (const SkeinLabDemo *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinLabDemo, skein_lab_demo_free)

G_END_DECLS
