/* preferences.h - the window of preferences
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SKEIN_TYPE_PREFERENCES (skein_preferences_get_type ())

G_DECLARE_FINAL_TYPE (SkeinPreferences, skein_preferences, SKEIN, PREFERENCES, AdwPreferencesWindow)

SkeinPreferences *skein_preferences_new (GtkWindow *parent,
                                         GSettings *settings);

G_END_DECLS
