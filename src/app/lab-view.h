/* lab-view.h - the modes of an experiment and their lanes, as a widget
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "app/lab-model.h"

G_BEGIN_DECLS

#define SKEIN_TYPE_LAB_VIEW (skein_lab_view_get_type ())

/**
 * SkeinLabView:
 *
 * As wide as it is let, and as high as that needs. Each card has a button that runs its mode, and a part of its own
 * that a screen reader reads in words: the drawing itself has no parts.
 */
G_DECLARE_FINAL_TYPE (SkeinLabView, skein_lab_view, SKEIN, LAB_VIEW, GtkWidget)

GtkWidget *skein_lab_view_new (SkeinLabModel *model);

G_END_DECLS
