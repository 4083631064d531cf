/* sidebar.h - the tree of processes beside every page, with search
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

G_BEGIN_DECLS

#define SKEIN_TYPE_SIDEBAR (skein_sidebar_get_type ())

/**
 * SkeinSidebar:
 *
 * Its selection is the session's. Activating a row activates the window's action
 * `win.open-process` with the row's id (of skein_row_id_from_key()).
 */
G_DECLARE_FINAL_TYPE (SkeinSidebar, skein_sidebar, SKEIN, SIDEBAR, GtkWidget)

SkeinSidebar *skein_sidebar_new          (SkeinSession *session) G_GNUC_WARN_UNUSED_RESULT;

/* Moves the focus to the search entry, its text selected. */
void          skein_sidebar_focus_search (SkeinSidebar *self);

/* Scrolls to it, now or as soon as it has a row. */
void          skein_sidebar_show_process (SkeinSidebar       *self,
                                          const SkeinTaskKey *process);

G_END_DECLS
