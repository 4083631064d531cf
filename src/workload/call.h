/* call.h - what the command line asks for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "workload/job.h"

#define SKEIN_CALL_NO_SECONDS (-1)

/**
 * SkeinCall:
 * @experiment: which
 * @mode: in which mode
 * @values: one for each parameter
 * @rounds: how often; with @seconds not looked at
 * @seconds: round after round for so long; 0: until it is stopped; %SKEIN_CALL_NO_SECONDS
 * @deadline_s: how long a round may take
 * @is_tied: end with the parent
 */
typedef struct
{
  const SkeinExperimentInfo *experiment;
  SkeinMode                  mode;
  int64_t                    values[SKEIN_EXPERIMENT_PARAMETERS];
  int64_t                    rounds;
  int64_t                    seconds;
  int64_t                    deadline_s;
  bool                       is_tied;
} SkeinCall;

/**
 * skein_call_parse:
 *
 * Returns: -1: @ret is what to do; or the status to exit with: what was asked for was printed, or the call is
 *   wrong, and one line on standard error says how
 */
int skein_call_parse (int        argc,
                      char     **argv,
                      SkeinCall *ret);

/* Prints the catalogue. */
void skein_help_print_list (void);

/* Prints what an experiment is about, and what can be asked of it. */
void skein_help_print_experiment (const SkeinExperimentInfo *experiment);

void skein_help_print_usage (void);
