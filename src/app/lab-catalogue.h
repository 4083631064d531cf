/* lab-catalogue.h - the experiments, by group, to choose one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "app/lab-model.h"

G_BEGIN_DECLS

/* Returns: (transfer floating): a list that scrolls, for a sidebar. It emits the action win.show-content when one is
 *   chosen by the user, so that a sidebar that lies over the page can go */
GtkWidget *skein_lab_catalogue_new (SkeinLabModel *model);

G_END_DECLS
