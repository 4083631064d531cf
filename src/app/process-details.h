/* process-details.h - one process on a page of its own: facts, actions, its threads
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

G_BEGIN_DECLS

#define SKEIN_TYPE_PROCESS_DETAILS (skein_process_details_get_type ())

/**
 * SkeinProcessDetails:
 *
 * When the process has ended, the page stays as it was, and says so.
 *
 * Signals
 *   back (): the user wants to see all processes
 *   open (uint64_t id): the user wants to see another process, its parent; the id
 *   is of skein_row_id_from_key()
 */
G_DECLARE_FINAL_TYPE (SkeinProcessDetails, skein_process_details, SKEIN, PROCESS_DETAILS, GtkWidget)

SkeinProcessDetails *skein_process_details_new         (SkeinSession        *session) G_GNUC_WARN_UNUSED_RESULT;

void                 skein_process_details_set_process (SkeinProcessDetails *self,
                                                        const SkeinTaskKey  *key);
const SkeinTaskKey  *skein_process_details_get_process (SkeinProcessDetails *self);

/* Shows what is known now. Does nothing while the page cannot be seen. */
void                 skein_process_details_refresh     (SkeinProcessDetails *self);

G_END_DECLS
