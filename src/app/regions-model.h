/* regions-model.h - the regions of the selected processes as a table's model
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/memory-model.h"
#include "app/table.h"

G_BEGIN_DECLS

#define SKEIN_TYPE_REGIONS_MODEL (skein_regions_model_get_type ())

/**
 * SkeinRegionsModel:
 *
 * The houses in figures. The chosen region is the selected row.
 */
G_DECLARE_FINAL_TYPE (SkeinRegionsModel, skein_regions_model, SKEIN, REGIONS_MODEL, GObject)

/* Returns: a table with the columns of a model of its own, that shows it */
GtkWidget *skein_regions_table_new (SkeinMemoryModel *model) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
