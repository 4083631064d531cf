/* contention.c - what sharing costs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "experiments/private.h"

const SkeinExperimentInfo skein_experiment_contention = {
  .id = "contention",
  .group = SKEIN_GROUP_COMMUNICATION,
  .title = N_("Sharing has a price"),
  .idea = N_("Several workers count: first one alone, then all together, the same number of steps. If all write in "
             "one book with one pen, more hands do not help; with a page for each they do. But not if two pages are on "
             "one sheet that is passed to and fro: cores pass whole cache lines to each other."),
  .tasks = N_("a worker beside the others; the last number: one alone, before"),
  .page = "timeline",
  .demo = "one-lock",
  .demo_parameter = "updates",
  .demo_value = 300000000,
  .modes = {
    {
      .id = "one-lock",
      .title = N_("One lock"),
      .text = N_("One counter for all, and one lock for each step."),
    },
    {
      .id = "many-locks",
      .title = N_("Many locks"),
      .text = N_("Many counters with a lock each; each step takes one at random: two rarely want the same."),
    },
    {
      .id = "no-sharing",
      .title = N_("No sharing"),
      .text = N_("Each thread counts on its own stack; the sum is made at the end."),
    },
    {
      .id = "false-sharing",
      .title = N_("False sharing"),
      .text = N_("A counter for each thread, without locks, but side by side in one cache line."),
    },
    {
      .id = "padded",
      .title = N_("Padded"),
      .text = N_("A counter for each thread, without locks, each in a cache line of its own."),
    },
  },
  .parameters = {
    {
      .id = "workers",
      .title = N_("Workers"),
      .text = N_("How many threads count together."),
      .least = 1,
      .most = SKEIN_EXPERIMENT_MOST_MODES,
      .usual = SKEIN_ALL_CORES,
    },
    {
      .id = "updates",
      .title = N_("Steps"),
      .text = N_("How many steps are counted, by one alone, and again by all together."),
      .least = 1,
      .most = INT64_C (1000000000),
      .usual = 20000000,
    },
  },
  .measures = {
    {
      .id = "alone_per_s",
      .title = N_("One alone"),
      .text = N_("How many steps one worker alone did in a second."),
      .unit = SKEIN_UNIT_PER_S,
    },
    {
      .id = "together_per_s",
      .title = N_("All together"),
      .text = N_("How many steps all workers together did in a second."),
      .unit = SKEIN_UNIT_PER_S,
    },
    {
      .id = "gain_times",
      .title = N_("Gain"),
      .text = N_("How many times as many steps all together did as one alone."),
      .unit = SKEIN_UNIT_TIMES,
    },
  },
};
