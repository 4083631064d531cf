/* green.c - green threads or kernel threads
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "experiments/private.h"

const SkeinExperimentInfo skein_experiment_green = {
  .id = "green",
  .group = SKEIN_GROUP_SCHEDULERS,
  .title = N_("Green threads or kernel threads"),
  .idea = N_("Thousands of small tasks. The kernel can make a thread for each, as if every guest of a restaurant had a "
             "waiter of their own. Or the program makes green threads, which the kernel knows nothing of, and a few "
             "kernel threads turn from one to the next: one waiter for all, or one per core. A guest who never stops "
             "ordering keeps a waiter from all others, unless somebody looks at the clock."),
  .tasks = N_("a small task; the last numbers: the long ones"),
  .page = "timeline",
  .demo = "m-n",
  .demo_parameter = "turns",
  .demo_value = 50,
  .modes = {
    {
      .id = "kernel",
      .title = N_("Kernel threads"),
      .text = N_("A kernel thread for each task; the kernel switches between them."),
    },
    {
      .id = "n-1",
      .title = N_("Green threads, N:1"),
      .text = N_("A green thread for each task, all on one kernel thread."),
    },
    {
      .id = "m-n",
      .title = N_("Green threads, M:N"),
      .text = N_("Green threads on one kernel thread per core; who has nothing to do steals from another."),
      .least_cores = 2,
    },
    {
      .id = "m-n-blocked",
      .title = N_("M:N, blocked"),
      .text = N_("As M:N, and on each core one more task, a long one, that never makes way: the others wait."),
      .least_cores = 2,
    },
    {
      .id = "m-n-preempted",
      .title = N_("M:N, preempted"),
      .text = N_("The same with the long tasks, but a timer makes them give way when their quantum is over."),
      .least_cores = 2,
    },
  },
  .parameters = {
    {
      .id = "tasks",
      .title = N_("Tasks"),
      .text = N_("How many tasks there are. All begin before the first ends."),
      .least = 2,
      .most = 20000,
      .usual = 10000,
    },
    {
      .id = "turns",
      .title = N_("Turns"),
      .text = N_("In how many turns each does its work, about a fiftieth of a millisecond each; in between it waits."),
      .least = 1,
      .most = 1000,
      .usual = 2,
    },
    {
      .id = "long",
      .title = N_("Long tasks"),
      .text = N_("How much each of the long tasks has to compute, in blocks of about a millisecond."),
      .unit = SKEIN_UNIT_BLOCKS,
      .least = 1,
      .most = 10000,
      .usual = 200,
    },
    {
      .id = "quantum",
      .title = N_("Quantum"),
      .text = N_("After how many milliseconds a green thread is made to give way, where it is."),
      .unit = SKEIN_UNIT_MS,
      .least = 1,
      .most = 1000,
      .usual = 10,
    },
  },
  .measures = {
    {
      .id = "create_ns",
      .title = N_("Time to create"),
      .text = N_("From the making of one task to that of the next, on average. A green thread gets its stack only when "
                 "it first runs."),
      .unit = SKEIN_UNIT_NS,
    },
    {
      .id = "task_bytes",
      .title = N_("Memory per task"),
      .text = N_("By how much the private memory of the process grew, divided by the number of tasks. What the kernel "
                 "keeps for a thread of its own comes on top."),
      .unit = SKEIN_UNIT_BYTES,
    },
    {
      .id = "short_ns",
      .title = N_("Short tasks done"),
      .text = N_("From the making of the first task until the last of the short ones was done."),
      .unit = SKEIN_UNIT_NS,
    },
    {
      .id = "kernel_switches",
      .title = N_("Kernel switches"),
      .text = N_("How often the kernel took a thread from a core, or the thread gave it up."),
    },
    {
      .id = "user_switches",
      .title = N_("User switches"),
      .text = N_("How often a kernel thread turned to a green thread, without the kernel."),
    },
    {
      .id = "preempted",
      .title = N_("Made to give way"),
      .text = N_("How often a green thread had to give way because its quantum was over."),
    },
    {
      .id = "stolen",
      .title = N_("Stolen"),
      .text = N_("How often a kernel thread with nothing to do took a green thread of another’s."),
    },
  },
};
