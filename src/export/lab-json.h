/* lab-json.h - what the lab measured, as JSON
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "lab/results.h"

G_BEGIN_DECLS

/**
 * skein_lab_json_build_results:
 *
 * One object: the experiment, its parameters, the machine, each mode with its runs, their medians and spreads,
 * and the finding. Times are whole nanoseconds, memory bytes; what was not measured is left out.
 *
 * Returns: (transfer full): to be printed
 */
JsonBuilder *skein_lab_json_build_results (const SkeinLabResults *results) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: (transfer full): likewise, the whole catalogue, in the language of the user */
JsonBuilder *skein_lab_json_build_catalogue (void) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: (transfer full): skein_lab_json_build_results() as indented text, for a file */
char *skein_lab_json_dup_text (const SkeinLabResults *results) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
