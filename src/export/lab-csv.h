/* lab-csv.h - what the lab measured, as a table for other programs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab/results.h"

G_BEGIN_DECLS

/**
 * skein_lab_csv_dup_text:
 *
 * A line for each mode, after one with the names of the columns: those of the JSON, and each again with _spread.
 * Numbers have a point, whatever the language; what was not measured is empty.
 *
 * Returns: (transfer full): RFC 4180
 */
char *skein_lab_csv_dup_text (const SkeinLabResults *results) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
