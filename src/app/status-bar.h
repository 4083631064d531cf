/* status-bar.h - the machine, and what Skein itself costs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

G_BEGIN_DECLS

#define SKEIN_TYPE_STATUS_BAR (skein_status_bar_get_type ())

G_DECLARE_FINAL_TYPE (SkeinStatusBar, skein_status_bar, SKEIN, STATUS_BAR, GtkWidget)

void skein_status_bar_set_session (SkeinStatusBar *self,
                                   SkeinSession   *session);

G_END_DECLS
