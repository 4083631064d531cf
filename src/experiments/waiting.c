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
  .idea = N_("Each customer’s order goes to the kitchen, which takes a while: here a server that answers later, as a disk or "
             "another computer does. A waiter who stands in the kitchen until each dish is ready serves one table at a "
             "time; one who takes the next order meanwhile serves them all, alone. Waiting needs no core."),
  .page = "timeline",
  .demo = "multiplexed",
  .modes = {
    { .id = "one-after-another", .title = N_("One after another"),
      .text = N_("One thread asks for one customer, waits for the answer, and only then turns to the next.") },
    { .id = "multiplexed", .title = N_("One thread for all"),
      .text = N_("One thread asks for all customers, and takes each answer as it comes: it multiplexes.") },
    { .id = "threads-one-core", .title = N_("A thread each, one core"),
      .text = N_("A thread for each customer, all on the same core.") },
    { .id = "threads", .title = N_("A thread each, all cores"),
      .text = N_("A thread for each customer, on all cores that may be used.") },
  },
  .parameters = {
    { "customers", N_("Customers"), N_("How many customers there are, all from the beginning."), SKEIN_UNIT_COUNT, 1, 200,
      20 },
    { "wait", N_("Wait"), N_("How long the server takes to answer, in milliseconds."), SKEIN_UNIT_MS, 0, 1000, 40 },
    { "work", N_("Work"), N_("How much there is to compute with each answer, in blocks of about a millisecond."),
      SKEIN_UNIT_BLOCKS, 0, 1000, 1 },
  },
  .measures = {
    { "waiting_ns", N_("Waited"), N_("How long threads did nothing but wait for an answer, all threads together."),
      SKEIN_UNIT_NS },
    { "requests_per_s", N_("Requests per second"), N_("How many customers were served in a second."), SKEIN_UNIT_PER_S },
    { "served_ns", N_("Until served"), N_("How long a customer was there until served, on average."), SKEIN_UNIT_NS },
  },
};
