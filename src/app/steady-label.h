/* steady-label.h - words that change all the time, and seldom ask for another room
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SKEIN_TYPE_STEADY_LABEL (skein_steady_label_get_type ())

/**
 * SkeinSteadyLabel:
 *
 * A label for figures. Each new text of a #GtkLabel has the whole window laid out again,
 * although it hardly ever needs another room. This one keeps the room of the widest text
 * that it had, and asks for more only where a text does not fit in; so what stands beside
 * it does not jump, either. Where a text needs far less, it gives room back.
 *
 * Figures are of equal width. Looks like a label: the CSS node is the same.
 *
 * Properties
 *   label (string), xalign (float, 0.5: 0 start to 1 end), wrap (boolean, FALSE: it is one
 *   line, cut where there is no room; TRUE: as many lines as its width makes it)
 */
G_DECLARE_FINAL_TYPE (SkeinSteadyLabel, skein_steady_label, SKEIN, STEADY_LABEL, GtkWidget)

/* @text: (nullable): %NULL is none */
void        skein_steady_label_set_text   (SkeinSteadyLabel *self,
                                           const char       *text);
const char *skein_steady_label_get_text   (SkeinSteadyLabel *self);
void        skein_steady_label_set_xalign (SkeinSteadyLabel *self,
                                           float             xalign);

G_END_DECLS
