/* waiting.c - work that is mostly waiting
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "experiments/private.h"

const SkeinExperimentInfo skein_experiment_waiting = {
  .id = "waiting",
  .group = SKEIN_GROUP_CONCURRENCY,
  .title = N_("Waiting work"),
  .idea = N_("Each customer’s order goes to the kitchen, which takes a while: here a server that answers later, as "
             "a disk or another computer does. A waiter who stands in the kitchen until each dish is ready serves "
             "one table at a time; one who takes the next order meanwhile serves them all, alone. Waiting needs no "
             "core."),
  .page = "timeline",
  .demo = "one-after-another",
  .demo_parameter = "wait",
  .demo_value = 250,
  .modes = {
    {
      .id = "one-after-another",
      .title = N_("One after another"),
      .text = N_("One thread asks for one customer, waits for the answer, and only then turns to the next."),
    },
    {
      .id = "multiplexed",
      .title = N_("One thread for all"),
      .text = N_("One thread asks for all customers, and takes each answer as it comes: it multiplexes."),
    },
    {
      .id = "threads-one-core",
      .title = N_("A thread each, one core"),
      .text = N_("A thread for each customer, all on the same core."),
    },
    {
      .id = "threads",
      .title = N_("A thread each, all cores"),
      .text = N_("A thread for each customer, on all cores that may be used."),
    },
  },
  .parameters = {
    {
      .id = "customers",
      .title = N_("Customers"),
      .text = N_("How many customers there are, all from the beginning."),
      .least = 1,
      .most = 200,
      .usual = 20,
    },
    {
      .id = "wait",
      .title = N_("Wait"),
      .text = N_("How long the server takes to answer, in milliseconds."),
      .unit = SKEIN_UNIT_MS,
      .least = 0,
      .most = 1000,
      .usual = 40,
    },
    {
      .id = "work",
      .title = N_("Work"),
      .text = N_("How much there is to compute with each answer, in blocks of about a millisecond."),
      .unit = SKEIN_UNIT_BLOCKS,
      .least = 0,
      .most = 1000,
      .usual = 1,
    },
  },
  .measures = {
    {
      .id = "waiting_ns",
      .title = N_("Waited"),
      .text = N_("How long threads did nothing but wait for an answer, all threads together."),
      .unit = SKEIN_UNIT_NS,
    },
    {
      .id = "requests_per_s",
      .title = N_("Requests per second"),
      .text = N_("How many customers were served in a second."),
      .unit = SKEIN_UNIT_PER_S,
    },
    {
      .id = "served_ns",
      .title = N_("Until served"),
      .text = N_("How long a customer was there until served, on average."),
      .unit = SKEIN_UNIT_NS,
    },
  },
};
