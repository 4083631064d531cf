/* both.c - many tasks on each of many cores
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "experiments/private.h"

const SkeinExperimentInfo skein_experiment_both = {
  .id = "both",
  .group = SKEIN_GROUP_CONCURRENCY,
  .title = N_("Both at once"),
  .idea = N_("Many more tasks than cores: parallel on the cores, and concurrent on each of them, as two chess masters "
             "who each play eight games by going from board to board. Whether the kernel sends them round or the "
             "program does, which Go and others do, is not to be seen from the games."),
  .page = "timeline",
  .demo = "green",
  .demo_parameter = "work",
  .demo_value = 500,
  .modes = {
    {
      .id = "threads",
      .title = N_("Kernel threads"),
      .text = N_("A kernel thread for each task, on all cores given: the kernel lets them take turns."),
    },
    {
      .id = "green",
      .title = N_("Green threads"),
      .text = N_("A green thread for each task, over one kernel thread per core: they take turns by themselves."),
    },
  },
  .parameters = {
    {
      .id = "tasks",
      .title = N_("Tasks"),
      .text = N_("How many tasks there are."),
      .least = 1,
      .most = 256,
      .usual = 16,
    },
    {
      .id = "work",
      .title = N_("Work per task"),
      .text = N_("How much there is to compute in each, in blocks of about a millisecond."),
      .unit = SKEIN_UNIT_BLOCKS,
      .least = 1,
      .most = 1000,
      .usual = 25,
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
      .id = "tasks_per_core",
      .title = N_("Tasks under way per core"),
      .text = N_("How many tasks had started and not ended, on average, divided by the number of cores."),
      .unit = SKEIN_UNIT_TIMES,
    },
    {
      .id = "most_per_core",
      .title = N_("Most per core"),
      .text = N_("How many tasks had started and not ended at most, divided by the number of cores."),
      .unit = SKEIN_UNIT_TIMES,
    },
  },
};
