/* switch-measures.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "lab/switch-measures.h"

void
skein_lab_measure_switches (SkeinLabRun               *run,
                            const SkeinExperimentInfo *experiment)
{
}
