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
  .idea = N_("Several threads add to one number. To add one is three steps: read it, add, write it back. Two people who "
             "both read 7 on the board and both write 8 have counted one guest, not two: an update was lost. Each way "
             "to prevent that has its price."),
  .page = "timeline",
  .demo = "unguarded",
  .modes = {
    { .id = "unguarded", .title = N_("Unguarded"),
      .text = N_("Threads read, add, and write back, each when it comes to it: the answer is wrong."),
      .least_cores = 2, .is_wrong = true },
    { .id = "mutex", .title = N_("Mutex"),
      .text = N_("Threads that take a lock before each update, and let go of it after.") },
    { .id = "atomic", .title = N_("Atomic"),
      .text = N_("Threads that add by one instruction of the core, which nothing comes between.") },
    { .id = "summed", .title = N_("Thread-local, then summed"),
      .text = N_("Threads that count in a number of their own, and add it to the common one at the end, once.") },
    { .id = "messages", .title = N_("One owner, by messages"),
      .text = N_("Only one thread has the number; the others send it a message for each update.") },
    { .id = "processes", .title = N_("Processes, nothing shared"),
      .text = N_("Processes: each has a copy of the number, and reports it at the end.") },
  },
  .parameters = {
    { "workers", N_("Workers"), N_("How many threads or processes add."), SKEIN_UNIT_COUNT, 2, 64, 2 },
    { "updates", N_("Updates of each"), N_("How often each of them adds one."), SKEIN_UNIT_COUNT, 1, 100000000, 5000000 },
  },
  .measures = {
    { "lost_updates", N_("Lost updates"), N_("How many updates are missing in the answer."), SKEIN_UNIT_COUNT },
    { "update_ns", N_("Time per update"),
      N_("From the start to the end, divided by the number of updates of all workers together."), SKEIN_UNIT_NS },
  },
};
