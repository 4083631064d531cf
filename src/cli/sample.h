/* sample.h - skein-cli sample: what the machine does now
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdio.h>

#include "model/snapshot.h"

G_BEGIN_DECLS

/**
 * skein_cli_sample:
 * @argv: (array length=argc): from the name of the command on
 *
 * Returns: an exit status: 0 done, 1 the work failed, 2 the call is wrong
 */
int skein_cli_sample (int    argc,
                      char **argv);

/* One JSON object in one line. */
void skein_cli_print_json (FILE                *file,
                           const SkeinSnapshot *snapshot);

/**
 * skein_cli_print_table:
 * @show_threads: give each thread a line below its process
 * @width: cut lines to so many columns; 0: leave them whole
 *
 * A table for people, the busiest process first, and a line of totals.
 */
void skein_cli_print_table (FILE                *file,
                            const SkeinSnapshot *snapshot,
                            bool                 show_threads,
                            unsigned             width);

/* "TIME_S PROCESSES THREADS RUNNING READY CHANGED COST_US", for scripts. */
void skein_cli_print_summary (FILE                *file,
                              const SkeinSnapshot *snapshot);

G_END_DECLS
