/* thread-local.c - memory of its own in a shared house
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "experiments/private.h"

const SkeinExperimentInfo skein_experiment_thread_local = {
  .id = "thread-local",
  .group = SKEIN_GROUP_PROCESSES,
  .title = N_("Thread-local memory"),
  .idea = N_("Threads live in one house and use the same things: what one puts on the kitchen table, the next may "
             "replace. A thread-local variable is a drawer in each one’s own room: one name in the program, but each "
             "thread has it at an address of its own, with a value of its own."),
  .page = "memory",
  .demo = "thread-local",
  .demo_parameter = "work",
  .demo_value = 5000,
  .modes = {
    {
      .id = "shared",
      .title = N_("Shared variable"),
      .text = N_("All threads write to one variable, compute, and read it again: only what was written last is there."),
      .is_wrong = true,
    },
    {
      .id = "thread-local",
      .title = N_("Thread-local variable"),
      .text = N_("The same code; the variable is declared thread-local, so that each thread has one."),
    },
  },
  .parameters = {
    {
      .id = "threads",
      .title = N_("Threads"),
      .text = N_("How many threads there are. Each writes its number."),
      .least = 2,
      .most = 4,
      .usual = 3,
    },
    {
      .id = "work",
      .title = N_("Work"),
      .text = N_("How much each computes between writing and reading, in blocks of about a millisecond."),
      .unit = SKEIN_UNIT_BLOCKS,
      .least = 1,
      .most = 10000,
      .usual = 20,
    },
  },
  .measures = {
    {
      .id = "places",
      .title = N_("Places"),
      .text = N_("At how many different addresses the variable was."),
    },
    {
      .id = "kept",
      .title = N_("Kept"),
      .text = N_("How many threads found what they had written."),
    },
    {
      .id = "address_1",
      .title = N_("Address, thread 1"),
      .text = N_("Where the variable of thread 1 was."),
      .unit = SKEIN_UNIT_ADDRESS,
    },
    {
      .id = "value_1",
      .title = N_("Value, thread 1"),
      .text = N_("What thread 1 read; it had written 1."),
    },
    {
      .id = "address_2",
      .title = N_("Address, thread 2"),
      .text = N_("Where the variable of thread 2 was."),
      .unit = SKEIN_UNIT_ADDRESS,
    },
    {
      .id = "value_2",
      .title = N_("Value, thread 2"),
      .text = N_("What thread 2 read; it had written 2."),
    },
    {
      .id = "address_3",
      .title = N_("Address, thread 3"),
      .text = N_("Where the variable of thread 3 was."),
      .unit = SKEIN_UNIT_ADDRESS,
    },
    {
      .id = "value_3",
      .title = N_("Value, thread 3"),
      .text = N_("What thread 3 read; it had written 3."),
    },
    {
      .id = "address_4",
      .title = N_("Address, thread 4"),
      .text = N_("Where the variable of thread 4 was."),
      .unit = SKEIN_UNIT_ADDRESS,
    },
    {
      .id = "value_4",
      .title = N_("Value, thread 4"),
      .text = N_("What thread 4 read; it had written 4."),
    },
  },
};
