/* processes-page.h - all processes as a tree or a list, and each on a page of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

G_BEGIN_DECLS

#define SKEIN_TYPE_PROCESSES_PAGE (skein_processes_page_get_type ())

G_DECLARE_FINAL_TYPE (SkeinProcessesPage, skein_processes_page, SKEIN, PROCESSES_PAGE, GtkWidget)

SkeinProcessesPage *skein_processes_page_new  (SkeinSession       *session) G_GNUC_WARN_UNUSED_RESULT;

/**
 * skein_processes_page_open:
 * @id: of skein_row_id_from_key()
 *
 * Selects the process and shows its own page.
 */
void                skein_processes_page_open (SkeinProcessesPage *self,
                                               uint64_t            id);

G_END_DECLS
