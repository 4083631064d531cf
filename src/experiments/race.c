/* race.c - race condition
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "experiments/private.h"

const SkeinExperimentInfo skein_experiment_race = {
  .id = "race",
  .group = SKEIN_GROUP_COMMUNICATION,
  .title = N_("Race condition"),
  .idea = N_("Several threads add to one number. To add one takes three steps: read, add, write back. Two people who "
             "both read 7 on the board and both write 8 have counted one guest, not two: an update was lost. Each way "
             "to prevent that has its price."),
  .tasks = N_("a worker; one number more: the owner of what is counted"),
  .page = "timeline",
  .demo = "unguarded",
  .demo_parameter = "updates",
  .demo_value = 1000000000,
  .modes = {
    {
      .id = "unguarded",
      .title = N_("Unguarded"),
      .text = N_("Threads read, add and write back as they come: the answer is wrong."),
      .least_cores = 2,
      .is_wrong = true,
    },
    {
      .id = "mutex",
      .title = N_("Mutex"),
      .text = N_("Threads that take a lock before each update, and release it after."),
    },
    {
      .id = "atomic",
      .title = N_("Atomic"),
      .text = N_("Threads that add by one instruction, which nothing can come between."),
    },
    {
      .id = "summed",
      .title = N_("Thread-local, then summed"),
      .text = N_("Threads that count in a number of their own, and add it to the common one once, at the end."),
    },
    {
      .id = "messages",
      .title = N_("One owner, by messages"),
      .text = N_("Only one thread has the number; the others send it a message for each update."),
    },
    {
      .id = "processes",
      .title = N_("Processes, nothing shared"),
      .text = N_("Processes: each has a copy of the number, and reports it at the end."),
    },
  },
  .parameters = {
    {
      .id = "workers",
      .title = N_("Workers"),
      .text = N_("How many threads or processes add."),
      .least = 2,
      .most = 64,
      .usual = 2,
    },
    {
      .id = "updates",
      .title = N_("Updates of each"),
      .text = N_("How often each of them adds one."),
      .least = 1,
      .most = 1000000000,
      .usual = 5000000,
    },
  },
  .measures = {
    {
      .id = "lost_updates",
      .title = N_("Lost updates"),
      .text = N_("How many updates are missing in the answer."),
    },
    {
      .id = "update_ns",
      .title = N_("Time per update"),
      .text = N_("From the start to the end, divided by the number of updates of all workers together."),
      .unit = SKEIN_UNIT_NS,
    },
  },
};
