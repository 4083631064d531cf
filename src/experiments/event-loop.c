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
  .idea = N_("One thread handles many events, one at a time, each as it comes: a receptionist. That is quick as "
             "long as every answer is short: during one long conversation the telephone rings on. A tick every 10 "
             "ms shows how late the loop is."),
  .tasks = N_("an event; the last number: the long work"),
  .lasts_alike = true,
  .page = "timeline",
  .demo = "long-callback",
  .demo_parameter = "ticks",
  .demo_value = 1000,
  .modes = {
    {
      .id = "loop",
      .title = N_("Event loop"),
      .text = N_("One thread; the long work is cut into short pieces, one for each turn of the loop."),
    },
    {
      .id = "long-callback",
      .title = N_("One long callback"),
      .text = N_("One thread; the long work is done in one go: nothing else is handled meanwhile."),
    },
    {
      .id = "worker",
      .title = N_("Long work in a worker thread"),
      .text = N_("The loop hands the long work to a second thread, and goes on."),
    },
    {
      .id = "threads",
      .title = N_("A thread per event"),
      .text = N_("For each event, each tick too, a thread is made that handles it."),
    },
  },
  .parameters = {
    {
      .id = "ticks",
      .title = N_("Ticks"),
      .text = N_("How many ticks there are, one every 10 milliseconds."),
      .least = 1,
      .most = 1000,
      .usual = 100,
    },
    {
      .id = "events",
      .title = N_("Events"),
      .text = N_("How many other events come meanwhile."),
      .least = 1,
      .most = 500,
      .usual = 50,
    },
    {
      .id = "work",
      .title = N_("Work per event"),
      .text = N_("How much there is to compute for each, in blocks of about a millisecond."),
      .unit = SKEIN_UNIT_BLOCKS,
      .least = 0,
      .most = 100,
      .usual = 1,
    },
    {
      .id = "long",
      .title = N_("Long work"),
      .text = N_("How much there is to compute for one of them, in blocks of about a millisecond."),
      .unit = SKEIN_UNIT_BLOCKS,
      .least = 1,
      .most = 5000,
      .usual = 100,
    },
  },
  .measures = {
    {
      .id = "tick_p50_ns",
      .title = N_("Tick late, median"),
      .text = N_("How late half of the ticks were handled at most."),
      .unit = SKEIN_UNIT_NS,
    },
    {
      .id = "tick_p99_ns",
      .title = N_("Tick late, 99 %"),
      .text = N_("How late 99 of 100 ticks were handled at most."),
      .unit = SKEIN_UNIT_NS,
    },
    {
      .id = "tick_worst_ns",
      .title = N_("Tick late, worst"),
      .text = N_("How late the latest tick was handled."),
      .unit = SKEIN_UNIT_NS,
    },
    {
      .id = "ticks_late",
      .title = N_("Ticks a period late"),
      .text = N_("How many ticks were not handled before the next one came."),
    },
  },
};
