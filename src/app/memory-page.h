/* memory-page.h - the page of who has which memory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "app/memory-model.h"

G_BEGIN_DECLS

#define SKEIN_TYPE_MEMORY_PAGE (skein_memory_page_get_type ())

/**
 * SkeinMemoryPage:
 *
 * Houses of the selected processes, the pages of the chosen region, the memory of all
 * processes; each as a drawing or as a table. The model is watched while it is mapped.
 */
G_DECLARE_FINAL_TYPE (SkeinMemoryPage, skein_memory_page, SKEIN, MEMORY_PAGE, GtkWidget)

GtkWidget *skein_memory_page_new (SkeinMemoryModel *model) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
