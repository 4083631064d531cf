/* split.h - sidebar, content and inspector, side by side or one over the other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SKEIN_TYPE_SPLIT (skein_split_get_type ())

/**
 * SkeinSplit:
 *
 * Three panes. What fits beside the content is docked there, and its inner edge
 * can be dragged; what does not fit slides over it when asked for, first the
 * inspector, then the sidebar too.
 *
 * The split views of newer libadwaita do the like; one way that works everywhere
 * is less to test than two.
 *
 * Properties:
 * - `sidebar`, `content`, `inspector` (GtkWidget): the panes
 * - `show-sidebar`, `show-inspector` (boolean): whether a pane is seen now
 * - `dock-sidebar`, `dock-inspector` (boolean): whether the user wants it where
 *   it fits; to be kept in settings
 * - `sidebar-width`, `inspector-width` (int): of the docked panes, in
 *   pixels at the normal text size
 * - `has-inspector` (boolean, write-only): without, it takes no room, and what the user wants of it is kept
 * - `narrow` (boolean, read-only): not even the sidebar fits
 */
G_DECLARE_FINAL_TYPE (SkeinSplit, skein_split, SKEIN, SPLIT, GtkWidget)

gboolean skein_split_get_narrow         (SkeinSplit *self);

/* Arranges itself for a width that it is about to get. Without it the first layout
 * is the wide one, and a window never starts smaller than that needs. */
void     skein_split_expect_width       (SkeinSplit *self,
                                         int         width);
void     skein_split_set_show_sidebar   (SkeinSplit *self,
                                         gboolean    show);
void     skein_split_set_show_inspector (SkeinSplit *self,
                                         gboolean    show);

G_END_DECLS
