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
  .idea = N_("The same work, divided among more and more threads. While there is a core for each, nobody waits; with one "
             "thread more than cores, the kernel gives each a core for a few milliseconds, a time slice, and then takes "
             "it away for the next. So three children share two swings."),
  .page = "timeline",
  .demo = "three",
  .modes = {
    { .id = "one", .title = N_("One thread"), .text = N_("One thread does all the work.") },
    { .id = "two", .title = N_("Two threads"), .text = N_("Two threads do half of it each, on the cores given.") },
    { .id = "three", .title = N_("Three threads"), .text = N_("Three threads do a third of it each, on the cores given.") },
    { .id = "many", .title = N_("Many threads"), .text = N_("As many threads as chosen share it, on the cores given.") },
    { .id = "one-core", .title = N_("Many on one core"),
      .text = N_("As many threads as chosen share it, all on the same core.") },
  },
  .parameters = {
    { "threads", N_("Many threads are"), N_("How many threads many are."), SKEIN_UNIT_COUNT, 2, 256, 8 },
    { "work", N_("Work"), N_("How much there is to compute in all, in blocks of about a millisecond."),
      SKEIN_UNIT_BLOCKS, 1, 10000, 500 },
    { "cores", N_("Cores"), N_("How many cores may be used."), SKEIN_UNIT_COUNT, 1, SKEIN_ALL_CORES, 2 },
  },
  .measures = {
    { "slice_median_ns", N_("Slice, median"), N_("How long a thread kept a core: half of the slices were shorter."),
      SKEIN_UNIT_NS },
    { "slice_p95_ns", N_("Slice, 95 %"), N_("How long a thread kept a core: 95 of 100 slices were shorter."),
      SKEIN_UNIT_NS },
    { "turns", N_("Turns"), N_("How often a thread got a core, all threads together."), SKEIN_UNIT_COUNT },
    { "taken_by_own", N_("Taken by each other"),
      N_("How often a core was taken from one thread of the experiment for another one."), SKEIN_UNIT_COUNT },
    { "taken_by_others", N_("Taken by others"),
      N_("How often a core was taken from a thread of the experiment for another program, or the kernel."),
      SKEIN_UNIT_COUNT },
  },
};
