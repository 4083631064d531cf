/* houses-view.h - address spaces as houses side by side, to look at and to choose from
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/drawing.h"
#include "app/memory-model.h"

G_BEGIN_DECLS

#define SKEIN_TYPE_HOUSES_VIEW (skein_houses_view_get_type ())

/**
 * SkeinHousesView:
 *
 * A click or Enter chooses the region of a floor, or the stack of an inhabitant; a
 * double click or Shift+Enter shows a floor of several regions region by region.
 */
G_DECLARE_FINAL_TYPE (SkeinHousesView, skein_houses_view, SKEIN, HOUSES_VIEW, SkeinDrawing)

GtkWidget *skein_houses_view_new (SkeinMemoryModel *model) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
