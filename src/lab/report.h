/* report.h - what skein-workload says of a round
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#include "experiments/experiments.h"

G_BEGIN_DECLS

/* More tasks than this nobody can mark. */
#define SKEIN_LAB_MOST_TASKS 1000000

/**
 * SkeinLabReport:
 * @has_start: the first line has come
 * @has_end: the last line has come: all else is there
 * @start_ns: where the work began, CLOCK_MONOTONIC
 * @end_ns: where it ended
 * @cores: (element-type uint16_t): the cores that the program was given
 * @n_usable: how many of them, from the first on, its mode can use
 * @tasks: (element-type SkeinLabTask): by their numbers; one that nothing was said of is all zero
 * @spans: (element-type SkeinLabSpan): in the order in which they came
 * @cpu_ns, @given_up, @taken, @private_bytes, @proportional_bytes, @workers, @spans_lost: as
 *   they were told; NAN: not measured
 * @measures: those of the experiment; NAN: not measured
 * @has_answer: @expected and @got are known
 *
 * One round: JSON lines, of which the first says "start" and the last "end". What is not known
 * to the reader is skipped; of several rounds the first counts.
 */
typedef struct
{
  bool     has_start;
  bool     has_end;
  bool     has_answer;
  int64_t  start_ns;
  int64_t  end_ns;
  GArray  *cores;
  unsigned n_usable;
  GArray  *tasks;
  GArray  *spans;
  double   cpu_ns;
  double   given_up;
  double   taken;
  double   workers;
  double   private_bytes;
  double   proportional_bytes;
  double   spans_lost;
  double   measures[SKEIN_EXPERIMENT_MEASURES];
  uint64_t expected;
  uint64_t got;

  /*< private >*/
  const SkeinExperimentInfo *experiment;
  GString                   *rest; /* a line that has begun */
} SkeinLabReport;

/* @experiment: whose measures are looked for */
void skein_lab_report_init  (SkeinLabReport            *self,
                             const SkeinExperimentInfo *experiment);
void skein_lab_report_clear (SkeinLabReport            *self);

/**
 * skein_lab_report_take:
 * @bytes: what came next, cut anywhere
 *
 * Returns: 0; -EBADMSG: a line makes no sense, and is left out, as is all behind it in @bytes
 */
int  skein_lab_report_take  (SkeinLabReport *self,
                             const char     *bytes,
                             size_t          n_bytes) G_GNUC_WARN_UNUSED_RESULT;

/* No more will come. Returns: as skein_lab_report_take(); also where the end is missing */
int  skein_lab_report_close (SkeinLabReport *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
