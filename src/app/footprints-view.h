/* footprints-view.h - what every process takes of the machine's memory, as bars
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/drawing.h"
#include "app/memory-model.h"

G_BEGIN_DECLS

#define SKEIN_TYPE_FOOTPRINTS_VIEW (skein_footprints_view_get_type ())

/**
 * SkeinFootprintsView:
 *
 * A click or Enter selects a process.
 */
G_DECLARE_FINAL_TYPE (SkeinFootprintsView, skein_footprints_view, SKEIN, FOOTPRINTS_VIEW, SkeinDrawing)

GtkWidget *skein_footprints_view_new (SkeinMemoryModel *model) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
