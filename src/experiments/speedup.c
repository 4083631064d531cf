/* speedup.c - how much faster more workers are, and why not more
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "experiments/private.h"

const SkeinExperimentInfo skein_experiment_speedup = {
  .id = "speedup",
  .group = SKEIN_GROUP_CONCURRENCY,
  .title = N_("Speed-up and its limit"),
  .idea = N_("A part of the work can only be done by one: the dough is kneaded by one baker, the loaves are shaped by all. "
             "The more bakers there are, the more of the time is kneading: Amdahl’s law says how much faster it can get at "
             "best. And more bakers than tables help no further."),
  .workers = "workers",
  .page = "timeline",
  .demo = "2",
  .modes = {
    /* Translators: of an experiment: by how many threads the work is done; %u is that number */
    { .id = "workers", .title = N_("Workers: %u"),
      .text = N_("The serial part is done by one thread while the others wait; the rest is divided among them.") },
  },
  .parameters = {
    { "workers", N_("Workers, up to"), N_("With one worker, with two, and so on up to so many."), SKEIN_UNIT_COUNT, 1,
      SKEIN_EXPERIMENT_MOST_MODES, 4 },
    { "serial", N_("Serial share"), N_("Which part of the work cannot be divided, in per cent of it."), SKEIN_UNIT_SHARE, 0,
      100, 20 },
    { "work", N_("Work"), N_("How much there is to compute in all, in blocks of about a millisecond."),
      SKEIN_UNIT_BLOCKS, 1, 10000, 400 },
    { "cores", N_("Cores"), N_("How many cores may be used."), SKEIN_UNIT_COUNT, 1, SKEIN_ALL_CORES, SKEIN_ALL_CORES },
  },
  .measures = {
    { "amdahl_times", N_("Amdahl’s law"),
      N_("How many times faster than one worker it could be at best, by Amdahl’s law, with as many cores as the workers "
         "can use."),
      SKEIN_UNIT_TIMES },
    { "serial_ns", N_("Serial part"), N_("How long the part took that only one can do."), SKEIN_UNIT_NS },
    { "divided_ns", N_("Divided part"), N_("How long the part took that was divided, until the last was done."),
      SKEIN_UNIT_NS },
  },
};
