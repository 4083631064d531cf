/* lab.h - skein-cli lab: the same work in different modes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdio.h>

#include "lab/results.h"

G_BEGIN_DECLS

/**
 * skein_cli_lab:
 * @argv: (array length=argc): from the name of the command on
 *
 * Returns: an exit status: 0 done, 1 a run failed or was stopped, 2 the call is wrong
 */
int skein_cli_lab (int    argc,
                   char **argv);

/* Likewise: lab run. @argv: from "run" on */
int skein_cli_lab_run (int    argc,
                       char **argv);

/**
 * skein_cli_lab_do:
 * @results: of a plan that was checked; are filled
 * @ret_error: (out) (nullable) (transfer full): why not all could be run, one sentence
 *
 * Runs it, and shows how far it is where standard error is a terminal. Ctrl-C stops it.
 *
 * Returns: false: it was stopped
 */
bool skein_cli_lab_do (SkeinLabResults  *results,
                       char            **ret_error);

/* The catalogue, for people. */
void skein_lab_print_catalogue (FILE *file);

/**
 * skein_lab_print_results:
 * @width: cut lines to so many columns; 0: leave them whole
 *
 * A table, one column for each mode, and what it shows, for people.
 */
void skein_lab_print_results (FILE                  *file,
                              const SkeinLabResults *results,
                              unsigned               width);

G_END_DECLS
