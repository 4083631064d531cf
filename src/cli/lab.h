/* lab.h - skein-cli lab: the same work in different modes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

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
