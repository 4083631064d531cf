/* parallel.c - concurrency or parallelism
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "experiments/private.h"

const SkeinExperimentInfo skein_experiment_parallel = {
  .id = "parallel",
  .group = SKEIN_GROUP_CONCURRENCY,
  .title = N_("Concurrency or parallelism"),
  .idea = N_("The same tasks of pure computing, done in four ways. One cashier serves two queues by taking turns: "
             "both are under way, one is served at a time. Two cashiers serve them at the same time."),
  .page = "timeline",
  .demo = "threads",
  .demo_parameter = "work",
  .demo_value = 3000,
  .modes = {
    {
      .id = "one-after-another",
      .title = N_("One after another"),
      .text = N_("One thread does all tasks in turn."),
    },
    {
      .id = "one-core",
      .title = N_("Concurrent, one core"),
      .text = N_("A thread for each task, all on the same core: they take turns."),
    },
    {
      .id = "threads",
      .title = N_("Parallel threads"),
      .text = N_("A thread for each task, on all cores given."),
      .least_cores = 2,
    },
    {
      .id = "processes",
      .title = N_("Parallel processes"),
      .text = N_("A process for each task, on all cores given."),
      .least_cores = 2,
    },
  },
  .parameters = {
    {
      .id = "tasks",
      .title = N_("Tasks"),
      .text = N_("How many tasks there are."),
      .least = 1,
      .most = 256,
      .usual = 6,
    },
    {
      .id = "work",
      .title = N_("Work per task"),
      .text = N_("How much there is to compute in each, in blocks of about a millisecond."),
      .unit = SKEIN_UNIT_BLOCKS,
      .least = 1,
      .most = 10000,
      .usual = 60,
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
};
