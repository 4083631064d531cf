/* footprints-model.h - the memory of all processes as a table's model
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/memory-model.h"
#include "app/table.h"

G_BEGIN_DECLS

#define SKEIN_TYPE_FOOTPRINTS_MODEL (skein_footprints_model_get_type ())

/**
 * SkeinFootprintsModel:
 *
 * The bars in figures. The selected processes are the selected rows.
 */
G_DECLARE_FINAL_TYPE (SkeinFootprintsModel, skein_footprints_model, SKEIN, FOOTPRINTS_MODEL, GObject)

/* Returns: a table with the columns of a model of its own, that shows it */
GtkWidget *skein_footprints_table_new (SkeinMemoryModel *model) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
