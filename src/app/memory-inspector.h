/* memory-inspector.h - beside the Memory page: the chosen region in figures and in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "app/memory-model.h"

G_BEGIN_DECLS

#define SKEIN_TYPE_MEMORY_INSPECTOR (skein_memory_inspector_get_type ())

G_DECLARE_FINAL_TYPE (SkeinMemoryInspector, skein_memory_inspector, SKEIN, MEMORY_INSPECTOR, GtkWidget)

GtkWidget *skein_memory_inspector_new (SkeinMemoryModel *model) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
