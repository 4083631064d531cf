/* timeline-table-model.h - threads and what a range adds up to for each of them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/session.h"
#include "app/table.h"

G_BEGIN_DECLS

#define SKEIN_TYPE_TIMELINE_TABLE_MODEL (skein_timeline_table_model_get_type ())

G_DECLARE_FINAL_TYPE (SkeinTimelineTableModel, skein_timeline_table_model, SKEIN, TIMELINE_TABLE_MODEL, GObject)

SkeinTimelineTableModel *skein_timeline_table_model_new (SkeinSession *session) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: a table with the model's columns, that shows the model */
GtkWidget *skein_timeline_table_model_create_table (SkeinTimelineTableModel *self) G_GNUC_WARN_UNUSED_RESULT;

/* The threads of @processes that existed from @start_ns to @end_ns; ids of the rows are those of the store. */
void skein_timeline_table_model_update (SkeinTimelineTableModel *self,
                                        const SkeinId           *processes,
                                        size_t                   n_processes,
                                        int64_t                  start_ns,
                                        int64_t                  end_ns);

G_END_DECLS
