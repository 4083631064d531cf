/* pages-view.h - the pages of the chosen region as a grid, live
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/drawing.h"
#include "app/memory-model.h"

G_BEGIN_DECLS

#define SKEIN_TYPE_PAGES_VIEW (skein_pages_view_get_type ())

G_DECLARE_FINAL_TYPE (SkeinPagesView, skein_pages_view, SKEIN, PAGES_VIEW, SkeinDrawing)

GtkWidget *skein_pages_view_new (SkeinMemoryModel *model) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
