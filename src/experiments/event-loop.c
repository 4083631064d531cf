/* event-loop.c - one thread, many events
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "experiments/private.h"

const SkeinExperimentInfo skein_experiment_event_loop = {
  .id = "event-loop",
  .group = SKEIN_GROUP_CONCURRENCY,
  .title = N_("Event loop"),
  .idea = N_("One thread handles many events, one at a time, each as it comes: a receptionist. That is quick as long as every "
             "answer is short: during one long conversation the telephone rings on. A tick every 10 ms shows how late the "
             "loop is."),
  .page = "timeline",
  .demo = "long-callback",
  .modes = {
    { .id = "loop", .title = N_("Event loop"),
      .text = N_("One thread; the long work is cut into short pieces, one for each turn of the loop.") },
    { .id = "long-callback", .title = N_("One long callback"),
      .text = N_("One thread; the long work is done in one go: nothing else is handled meanwhile.") },
    { .id = "worker", .title = N_("Long work in a worker thread"),
      .text = N_("The loop hands the long work to a second thread, and goes on.") },
    { .id = "threads", .title = N_("A thread per event"),
      .text = N_("For each event, each tick too, a thread is made that handles it.") },
  },
  .parameters = {
    { "ticks", N_("Ticks"), N_("How many ticks there are, one every 10 milliseconds."), SKEIN_UNIT_COUNT, 1, 1000, 100 },
    { "events", N_("Events"), N_("How many other events come meanwhile."), SKEIN_UNIT_COUNT, 1, 500, 50 },
    { "work", N_("Work per event"), N_("How much there is to compute for each, in blocks of about a millisecond."),
      SKEIN_UNIT_BLOCKS, 0, 100, 1 },
    { "long", N_("Long work"), N_("How much there is to compute for one of them, in blocks of about a millisecond."),
      SKEIN_UNIT_BLOCKS, 1, 5000, 100 },
  },
  .measures = {
    { "tick_p50_ns", N_("Tick late, median"), N_("How late half of the ticks were handled at most."), SKEIN_UNIT_NS },
    { "tick_p99_ns", N_("Tick late, 99 %"), N_("How late 99 of 100 ticks were handled at most."), SKEIN_UNIT_NS },
    { "tick_worst_ns", N_("Tick late, worst"), N_("How late the latest tick was handled."), SKEIN_UNIT_NS },
    { "ticks_late", N_("Ticks a period late"), N_("How many ticks were not handled before the next one came."),
      SKEIN_UNIT_COUNT },
  },
};
