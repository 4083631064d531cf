/* thread-model.h - the threads of one process as a table's model
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/session.h"
#include "app/table.h"
#include "present/thread-rows.h"

G_BEGIN_DECLS

#define SKEIN_TYPE_THREAD_MODEL (skein_thread_model_get_type ())

G_DECLARE_FINAL_TYPE (SkeinThreadModel, skein_thread_model, SKEIN, THREAD_MODEL, GObject)

/* @process: whose threads */
SkeinThreadModel    *skein_thread_model_new        (SkeinSession       *session,
                                                    const SkeinTaskKey *process) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: (transfer full): a table with the columns of this model */
SkeinTable          *skein_thread_model_make_table (void) G_GNUC_WARN_UNUSED_RESULT;

/* Shows the model in @table, in the order that the table has now. */
void                 skein_thread_model_attach     (SkeinThreadModel   *self,
                                                    SkeinTable         *table);

/* Returns: whether the process is still there; else all stays as it was */
gboolean             skein_thread_model_refresh    (SkeinThreadModel   *self);

/* What the rows add up to: threads on a core, and ready ones, on average. */
void                 skein_thread_model_add_up      (SkeinThreadModel   *self,
                                                     double             *ret_run,
                                                     double             *ret_ready);

/* Returns: (nullable) (transfer none): the process as it was last seen */
const SkeinProcess  *skein_thread_model_get_process  (SkeinThreadModel *self);
const SkeinSnapshot *skein_thread_model_get_snapshot (SkeinThreadModel *self);

G_END_DECLS
