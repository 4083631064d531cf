/* focus.h - the Tab key through a widget that passes the focus on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * skein_focus_children:
 *
 * For #GtkWidgetClass.focus, of a class that has a grab_focus() of its own to choose
 * one of its children. GTK's default calls that one when the last child is left
 * backwards, so that Shift+Tab would never get out, and before the first child is
 * tried, so that Tab would leave out what comes before the chosen one.
 *
 * Moves the focus among the children, in their order.
 */
gboolean skein_focus_children (GtkWidget        *widget,
                               GtkDirectionType  direction);

G_END_DECLS
