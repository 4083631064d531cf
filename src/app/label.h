/* label.h - labels whose text is set again and again, and seldom is another one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* An equal text would still cost a new layout. What changes with every sample is a
 * #SkeinSteadyLabel's. */
void skein_label_set_text (GtkLabel   *label,
                           const char *text);

G_END_DECLS
