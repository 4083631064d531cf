/* priority.c - one core, two threads, and who gets how much of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "experiments/private.h"

const SkeinExperimentInfo skein_experiment_priority = {
  .id = "priority",
  .group = SKEIN_GROUP_SCHEDULERS,
  .title = N_("Priorities"),
  .idea = N_("Two threads with the same work share one core. How much of it each gets is decided by their weights: "
             "the nicer a thread, the less it weighs. So two eat from one cake, one of them with a smaller spoon: "
             "both get on, until one has had enough and the other has the rest alone."),
  .lasts_alike = true,
  .page = "timeline",
  .demo = "nice-10",
  .demo_parameter = "work",
  .demo_value = 5000,
  .modes = {
    {
      .id = "nice-0",
      .title = N_("Nice 0 beside 0"),
      .text = N_("Both threads are as all threads usually are."),
    },
    {
      .id = "nice-10",
      .title = N_("Nice 0 beside 10"),
      .text = N_("The second thread gives way: it weighs 110 against 1024."),
    },
    {
      .id = "nice-19",
      .title = N_("Nice 0 beside 19"),
      .text = N_("The second thread gives way as far as one can: it weighs 15 against 1024."),
    },
    {
      .id = "batch",
      .title = N_("Normal beside batch"),
      .text = N_("The second thread has the policy for work that nobody waits for: it weighs the same, but does not "
                 "push in."),
    },
    {
      .id = "idle",
      .title = N_("Normal beside idle"),
      .text = N_("The second thread has the policy for what is to run when nobody else wants to: it weighs 3 against "
                 "1024."),
    },
    {
      .id = "real-time",
      .title = N_("Normal beside real-time"),
      .text = N_("The second thread has a real-time priority: whenever it wants the core it gets it."),
      .is_real_time = true,
    },
  },
  .parameters = {
    {
      .id = "work",
      .title = N_("Work per thread"),
      .text = N_("How much there is to compute for each of the two, in blocks of about a millisecond."),
      .unit = SKEIN_UNIT_BLOCKS,
      .least = 1,
      .most = 5000,
      .usual = 250,
    },
  },
  .measures = {
    {
      .id = "first_share",
      .title = N_("First thread got"),
      .text = N_("The first thread’s share of what both together had of the core, until one of them was done."),
      .unit = SKEIN_UNIT_SHARE,
    },
    {
      .id = "second_share",
      .title = N_("Second thread got"),
      .text = N_("The second thread’s share of what both together had of the core, until one of them was done."),
      .unit = SKEIN_UNIT_SHARE,
    },
    {
      .id = "promised_share",
      .title = N_("Second was promised"),
      .text = N_("The share that its weight promises to the second thread."),
      .unit = SKEIN_UNIT_SHARE,
    },
  },
};
