/* finding.h - what a range adds up to, said in a sentence
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#include "store/store.h"

G_BEGIN_DECLS

/**
 * SkeinFinding:
 * @n_threads: threads of what is looked at that existed in the range
 * @n_threads_active: of these, how many wanted a core for more than a moment
 * @n_cores: cores that are online
 * @span_ns: length of the range
 * @observed_ns: how much of it was measured
 * @mean_parallelism: threads on a core, on average over what was measured
 * @most_parallelism: the most in one interval; where it is exact, at one instant
 * @mean_demand: threads that wanted a core, on average
 * @most_demand: likewise
 * @ready_share: how much of the time they wanted a core they had none, 0 to 1
 * @is_exact: every switch is known of nearly all that was measured
 *
 * The figures that a sentence is made from. Without @observed_ns the others say nothing.
 */
typedef struct
{
  unsigned n_threads;
  unsigned n_threads_active;
  unsigned n_cores;
  int64_t  span_ns;
  int64_t  observed_ns;
  double   mean_parallelism;
  double   most_parallelism;
  double   mean_demand;
  double   most_demand;
  double   ready_share;
  bool     is_exact;
} SkeinFinding;

/**
 * SkeinFindingKind:
 * @SKEIN_FINDING_UNKNOWN: nothing was measured in the range
 * @SKEIN_FINDING_IDLE: nobody wanted a core
 * @SKEIN_FINDING_ONE: one thread did all the work
 * @SKEIN_FINDING_TAKING_TURNS: several threads that fill one core and never more: one
 *   core is all there is, or they wait for each other
 * @SKEIN_FINDING_CONCURRENT: several threads with less than one core's time in every
 *   interval; whether they ever ran at the same instant, shares do not tell; where it is
 *   exact: they never did, for a reason that nobody knows
 * @SKEIN_FINDING_SOMETIMES: more than one core at times, but less than one on average
 * @SKEIN_FINDING_PARALLEL: several cores at once, and hardly anybody waits its turn
 * @SKEIN_FINDING_OVERCOMMITTED: several cores at once, and more threads that want one
 */
typedef enum
{
  SKEIN_FINDING_UNKNOWN,
  SKEIN_FINDING_IDLE,
  SKEIN_FINDING_ONE,
  SKEIN_FINDING_TAKING_TURNS,
  SKEIN_FINDING_CONCURRENT,
  SKEIN_FINDING_SOMETIMES,
  SKEIN_FINDING_PARALLEL,
  SKEIN_FINDING_OVERCOMMITTED,
} SkeinFindingKind;

/**
 * skein_finding_from_sums:
 * @sums: of everything looked at, added up as one
 * @span_ns: length of the range
 *
 * Fills in all but the counts of threads and cores, which are set to zero.
 */
void skein_finding_from_sums (SkeinFinding    *ret,
                              const SkeinSums *sums,
                              int64_t          span_ns);

/**
 * skein_finding_measure:
 * @processes: (array length=n_processes): ids in @store; none: the machine as a whole,
 *   whose threads are not counted one by one
 * @n_cores: cores that are online
 *
 * Adds up the range and counts the threads.
 */
void skein_finding_measure (SkeinFinding     *ret,
                            SkeinStore       *store,
                            const SkeinId    *processes,
                            size_t            n_processes,
                            unsigned          n_cores,
                            int64_t           start_ns,
                            int64_t           end_ns);

SkeinFindingKind skein_finding_get_kind (const SkeinFinding *self);

/* Returns: two or three words, translated: "Concurrent and parallel" */
char *skein_finding_title (const SkeinFinding *self) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: one to three sentences, translated, made only from what was measured */
char *skein_finding_sentence (const SkeinFinding *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * skein_finding_at_once_sentence:
 * @at_once: for how long how many held a core
 *
 * Returns: (nullable): what it mostly was, translated: "Two at once for 96 % of the
 *   time, never more."; %NULL where no time went by
 */
char *skein_finding_at_once_sentence (const SkeinAtOnce *at_once) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
