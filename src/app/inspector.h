/* inspector.h - what the selection and the range add up to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

G_BEGIN_DECLS

#define SKEIN_TYPE_INSPECTOR (skein_inspector_get_type ())

G_DECLARE_FINAL_TYPE (SkeinInspector, skein_inspector, SKEIN, INSPECTOR, GtkWidget)

GtkWidget *skein_inspector_new (SkeinSession *session) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
