/* scheduler.c - preemptive or cooperative
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "experiments/private.h"

const SkeinExperimentInfo skein_experiment_scheduler = {
  .id = "scheduler",
  .group = SKEIN_GROUP_SCHEDULERS,
  .title = N_("Preemptive or cooperative"),
  .idea = N_("One core, some long tasks, and a short one that comes last. Think of one counter, and somebody with a "
             "single letter behind people with heaps of parcels: each may be served to the end, may step aside now and "
             "then, or is sent back to the end of the queue when the bell rings."),
  .tasks = N_("a long task; the last number: the short one"),
  .page = "timeline",
  .demo = "preemptive",
  .demo_parameter = "work",
  .demo_value = 3000,
  .modes = {
    {
      .id = "to-completion",
      .title = N_("Cooperative, to completion"),
      .text = N_("A scheduler of the program’s own: each task runs until it has ended."),
    },
    {
      .id = "yielding",
      .title = N_("Cooperative, yielding"),
      .text = N_("The same scheduler; each task makes way after every block of work."),
    },
    {
      .id = "preemptive",
      .title = N_("Preemptive round robin"),
      .text = N_("The same scheduler; no task makes way, but a timer makes it give way when its quantum is over."),
    },
    {
      .id = "kernel",
      .title = N_("The kernel’s own"),
      .text = N_("A kernel thread for each task, all on one core: the kernel decides."),
    },
  },
  .parameters = {
    {
      .id = "tasks",
      .title = N_("Long tasks"),
      .text = N_("How many long tasks there are."),
      .least = 2,
      .most = 8,
      .usual = 2,
    },
    {
      .id = "work",
      .title = N_("Work per long task"),
      .text = N_("How much each long task has to compute, in blocks of about a millisecond."),
      .unit = SKEIN_UNIT_BLOCKS,
      .least = 1,
      .most = 5000,
      .usual = 300,
    },
    {
      .id = "short",
      .title = N_("Work of the short task"),
      .text = N_("How much the short task has to compute, in blocks of about a millisecond."),
      .unit = SKEIN_UNIT_BLOCKS,
      .least = 1,
      .most = 1000,
      .usual = 10,
    },
    {
      .id = "quantum",
      .title = N_("Quantum"),
      .text = N_("How many milliseconds a task may run at a time, where it is made to give way."),
      .unit = SKEIN_UNIT_MS,
      .least = 1,
      .most = 1000,
      .usual = 100,
    },
  },
  .measures = {
    {
      .id = "response_ns",
      .title = N_("Response of the short task"),
      .text = N_("How long the short task waited until it was first served."),
      .unit = SKEIN_UNIT_NS,
    },
    {
      .id = "turnaround_ns",
      .title = N_("Short task done"),
      .text = N_("From when the short task came until it was done."),
      .unit = SKEIN_UNIT_NS,
    },
    {
      .id = "fairness_share",
      .title = N_("Fairness"),
      .text = N_("Jain’s index of the CPU time that each long task got until the first of them was done: 100 per cent "
                 "if all got the same, and one part of their number if one got everything."),
      .unit = SKEIN_UNIT_SHARE,
    },
    {
      .id = "turn_ns",
      .title = N_("Length of a turn"),
      .text = N_("How long a long task was served at a time, the median, while others were there to be served; of the "
                 "program’s own scheduler."),
      .unit = SKEIN_UNIT_NS,
    },
  },
};
