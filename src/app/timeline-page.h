/* timeline-page.h - who used each core, when
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

G_BEGIN_DECLS

#define SKEIN_TYPE_TIMELINE_PAGE (skein_timeline_page_get_type ())

G_DECLARE_FINAL_TYPE (SkeinTimelinePage, skein_timeline_page, SKEIN, TIMELINE_PAGE, GtkWidget)

GtkWidget *skein_timeline_page_new (SkeinSession *session) G_GNUC_WARN_UNUSED_RESULT;

/* The card that says in a sentence what is shown, for whoever says it elsewhere to hide. */
GtkWidget *skein_timeline_page_get_finding (SkeinTimelinePage *self);

G_END_DECLS
