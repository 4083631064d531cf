/* window.h - the main window: header, pages, panes, status bar
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "app/session.h"

G_BEGIN_DECLS

#define SKEIN_TYPE_WINDOW (skein_window_get_type ())

G_DECLARE_FINAL_TYPE (SkeinWindow, skein_window, SKEIN, WINDOW, AdwApplicationWindow)


SkeinWindow *skein_window_new            (GtkApplication   *application,
                                          SkeinSession     *session) G_GNUC_WARN_UNUSED_RESULT;

/* @page: "timeline", "memory", "processes" */
void         skein_window_show_page      (SkeinWindow      *self,
                                          const char       *page);

/* Selects the first process with the name @pattern, if there is one; of a pattern with
 * an asterisk all that match. */
void         skein_window_select_by_name (SkeinWindow      *self,
                                          const char       *pattern);

/* Shows that much of time on the timeline, up to half a second ago, and stands still. */
void         skein_window_show_last      (SkeinWindow      *self,
                                          int64_t           span_ns);

/* Whether rows of real processes are shown. */
gboolean     skein_window_has_rows       (SkeinWindow      *self);

G_END_DECLS
