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
  .idea = N_("A part of the work can only be done by one: the dough is kneaded by one baker, the loaves are shaped "
             "by all. The more bakers there are, the more of the time is kneading: Amdahl’s law says how much "
             "faster it can get at best. And more bakers than tables help no further."),
  .tasks = N_("a worker’s divided part; the last number: the serial part"),
  .workers = "workers",
  .page = "timeline",
  .demo = "2",
  .demo_parameter = "work",
  .demo_value = 10000,
  .modes = {
    /* Translators: of an experiment: by how many threads the work is done; %u is that number */
    {
      .id = "workers",
      .title = N_("Workers: %u"),
      .text = N_("The serial part is done by one thread while the others wait; the rest is divided among them."),
    },
  },
  .parameters = {
    {
      .id = "workers",
      .title = N_("Workers, up to"),
      .text = N_("With one worker, with two, and so on up to so many."),
      .least = 1,
      .most = SKEIN_EXPERIMENT_MOST_MODES,
      .usual = 4,
    },
    {
      .id = "serial",
      .title = N_("Serial share"),
      .text = N_("Which part of the work cannot be divided, in per cent of it."),
      .unit = SKEIN_UNIT_SHARE,
      .least = 0,
      .most = 100,
      .usual = 20,
    },
    {
      .id = "work",
      .title = N_("Work"),
      .text = N_("How much there is to compute in all, in blocks of about a millisecond."),
      .unit = SKEIN_UNIT_BLOCKS,
      .least = 1,
      .most = 10000,
      .usual = 400,
    },
    {
      .id = "cores",
      .title = N_("Cores"),
      .text = N_("How many cores may be used."),
      .least = 1,
      .most = SKEIN_ALL_CORES,
      .usual = SKEIN_ALL_CORES,
    },
  },
  .measures = {
    {
      .id = "amdahl_times",
      .title = N_("Amdahl’s law"),
      .text = N_("How many times faster than one worker it could be at best, by Amdahl’s law, with as many cores as "
                 "the workers can use."),
      .unit = SKEIN_UNIT_TIMES,
    },
    {
      .id = "serial_ns",
      .title = N_("Serial part"),
      .text = N_("How long the part took that only one can do."),
      .unit = SKEIN_UNIT_NS,
    },
    {
      .id = "divided_ns",
      .title = N_("Divided part"),
      .text = N_("How long the part took that was divided, until the last was done."),
      .unit = SKEIN_UNIT_NS,
    },
  },
};
