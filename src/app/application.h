/* application.h - the application: its options, its actions, its windows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SKEIN_TYPE_APPLICATION (skein_application_get_type ())

G_DECLARE_FINAL_TYPE (SkeinApplication, skein_application, SKEIN, APPLICATION, AdwApplication)

SkeinApplication *skein_application_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
