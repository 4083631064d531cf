/* lab-measured.h - what was measured in the modes of an experiment, as a table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "lab/results.h"

G_BEGIN_DECLS

#define SKEIN_TYPE_LAB_MEASURED (skein_lab_measured_get_type ())

/**
 * SkeinLabMeasured:
 *
 * A row for each mode, a column for each figure that was measured. As high as its rows; wider than its place
 * it scrolls.
 */
G_DECLARE_FINAL_TYPE (SkeinLabMeasured, skein_lab_measured, SKEIN, LAB_MEASURED, GtkWidget)

/* @results: (nullable): %NULL: nothing was measured */
void skein_lab_measured_show (SkeinLabMeasured      *self,
                              const SkeinLabResults *results);

G_END_DECLS
