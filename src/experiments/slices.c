/* slices.c - more threads than cores
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "experiments/private.h"

const SkeinExperimentInfo skein_experiment_slices = {
  .id = "slices",
  .group = SKEIN_GROUP_CONCURRENCY,
  .title = N_("Three threads, two cores"),
  .idea = N_("The same work, divided among more and more threads. While there is a core for each, nobody waits; "
             "with one thread more than cores, the kernel gives each a core for a few milliseconds, a time slice, "
             "and then takes it away for the next. So three children share two swings."),
  .page = "timeline",
  .demo = "three",
  .demo_parameter = "work",
  .demo_value = 10000,
  .modes = {
    {
      .id = "one",
      .title = N_("One thread"),
      .text = N_("One thread does all the work."),
    },
    {
      .id = "two",
      .title = N_("Two threads"),
      .text = N_("Two threads do half of it each, on the cores given."),
    },
    {
      .id = "three",
      .title = N_("Three threads"),
      .text = N_("Three threads do a third of it each, on the cores given."),
    },
    {
      .id = "many",
      .title = N_("Many threads"),
      .text = N_("As many threads as chosen share it, on the cores given."),
    },
    {
      .id = "one-core",
      .title = N_("Many on one core"),
      .text = N_("As many threads as chosen share it, all on the same core."),
    },
  },
  .parameters = {
    {
      .id = "threads",
      .title = N_("Threads, if many"),
      .text = N_("How many threads there are in the modes with many."),
      .least = 2,
      .most = 256,
      .usual = 8,
    },
    {
      .id = "work",
      .title = N_("Work"),
      .text = N_("How much there is to compute in all, in blocks of about a millisecond."),
      .unit = SKEIN_UNIT_BLOCKS,
      .least = 1,
      .most = 10000,
      .usual = 500,
    },
    {
      .id = "cores",
      .title = N_("Cores"),
      .text = N_("How many cores may be used."),
      .least = 1,
      .most = SKEIN_ALL_CORES,
      .usual = 2,
    },
  },
  .measures = {
    {
      .id = "slice_median_ns",
      .title = N_("Slice, median"),
      .text = N_("How long a thread kept a core: half of the slices were shorter."),
      .unit = SKEIN_UNIT_NS,
    },
    {
      .id = "slice_p95_ns",
      .title = N_("Slice, 95 %"),
      .text = N_("How long a thread kept a core: 95 of 100 slices were shorter."),
      .unit = SKEIN_UNIT_NS,
    },
    {
      .id = "turns",
      .title = N_("Turns"),
      .text = N_("How often a thread got a core, all threads together."),
    },
    {
      .id = "taken_by_own",
      .title = N_("Taken by each other"),
      .text = N_("How often a core was taken from one thread of the experiment for another one."),
    },
    {
      .id = "taken_by_others",
      .title = N_("Taken by others"),
      .text = N_("How often a core was taken from a thread of the experiment for another program, or the kernel."),
    },
  },
};
