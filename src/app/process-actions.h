/* process-actions.h - what can be done to processes: end, kill, stop, continue, copy
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

G_BEGIN_DECLS

#define SKEIN_TYPE_PROCESS_ACTIONS (skein_process_actions_get_type ())

/**
 * SkeinProcessActions:
 *
 * The action group "process" of a widget: open, show-in-timeline, stop, continue,
 * end, kill, copy-pid, copy-command. What is not allowed is insensitive before it
 * is tried, and there are words that say why.
 *
 * Signals
 *   open (uint64_t id): one process is to be shown on a page of its own; the id is
 *   of skein_row_id_from_key()
 *   updated (): what is allowed may be something else now
 */
G_DECLARE_FINAL_TYPE (SkeinProcessActions, skein_process_actions, SKEIN, PROCESS_ACTIONS, GObject)

/**
 * skein_process_actions_new:
 * @owner: (transfer none): gets the action group; toasts and questions appear above it.
 *   The actions stop working when it goes
 *
 * They are for the session's selection, until skein_process_actions_set_target().
 */
SkeinProcessActions *skein_process_actions_new        (SkeinSession        *session,
                                                       GtkWidget           *owner) G_GNUC_WARN_UNUSED_RESULT;

/* Only @key from now on, whatever is selected; %NULL: the selection again. */
void                 skein_process_actions_set_target (SkeinProcessActions *self,
                                                       const SkeinTaskKey  *key);

/* Asks the kernel again what is allowed. Done by itself when the selection changes. */
void                 skein_process_actions_update     (SkeinProcessActions *self);

/* Returns: (nullable): why signals are not allowed, or not to all; %NULL: they are */
const char          *skein_process_actions_get_reason (SkeinProcessActions *self);

/* Returns: (transfer full): a menu of all that can be done, up to date; @with_open: with
 * an item that opens the process */
GMenuModel          *skein_process_actions_dup_menu   (SkeinProcessActions *self,
                                                       gboolean             with_open) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
