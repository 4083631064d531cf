/* meter.h - a figure with its name, a bar and a word of explanation
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SKEIN_TYPE_METER (skein_meter_get_type ())

/**
 * SkeinMeter:
 *
 * Property `title` (string): the name of the figure. Style classes `run` and
 * `ready` give the bar the colour of the state.
 */
G_DECLARE_FINAL_TYPE (SkeinMeter, skein_meter, SKEIN, METER, GtkWidget)

/**
 * skein_meter_set:
 * @share: how much of the bar is filled, 0 to 1
 * @figure: (nullable): the figure as text; %NULL: it is not known
 * @explanation: what it counts
 */
void skein_meter_set (SkeinMeter *self,
                      double      share,
                      const char *figure,
                      const char *explanation);

G_END_DECLS
