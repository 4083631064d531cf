/* lab-export.h - what an experiment showed, into a file that the user names
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "lab/results.h"

G_BEGIN_DECLS

/**
 * skein_lab_export:
 * @widget: the dialog is above its window
 * @results: what came out; the dialog keeps what is there now
 * @repeat: which runs are drawn; %SKEIN_LAB_TYPICAL
 * @format: "png", "svg", "pdf", "csv" or "json"
 *
 * Asks where to, and writes it.
 */
void skein_lab_export (GtkWidget             *widget,
                       const SkeinLabResults *results,
                       unsigned               repeat,
                       const char            *format);

G_END_DECLS
