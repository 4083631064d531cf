/* history-strip.h - all that is kept, and where in it the timeline looks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

G_BEGIN_DECLS

#define SKEIN_TYPE_HISTORY_STRIP (skein_history_strip_get_type ())

/**
 * SkeinHistoryStrip:
 *
 * How busy the machine was. The view is a frame in it, to be dragged or resized; a
 * click elsewhere brings the view there.
 */
G_DECLARE_FINAL_TYPE (SkeinHistoryStrip, skein_history_strip, SKEIN, HISTORY_STRIP, GtkWidget)

GtkWidget *skein_history_strip_new (SkeinSession *session) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
