/* lab-page.h - an experiment: its idea, its parameters, its modes side by side, what that shows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "app/lab-model.h"
#include "app/session.h"

G_BEGIN_DECLS

#define SKEIN_TYPE_LAB_PAGE (skein_lab_page_get_type ())

G_DECLARE_FINAL_TYPE (SkeinLabPage, skein_lab_page, SKEIN, LAB_PAGE, GtkWidget)

/* @session: where the links to the live views select */
GtkWidget *skein_lab_page_new (SkeinLabModel *model,
                               SkeinSession  *session);

G_END_DECLS
