/* timeline-table.h - the timeline as a table: the same threads, the same time, in figures
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/session.h"
#include "app/table-model.h"
#include "app/timeline-view.h"

G_BEGIN_DECLS

#define SKEIN_TYPE_TIMELINE_TABLE (skein_timeline_table_get_type ())

/**
 * SkeinTimelineTable:
 *
 * A table of the threads that the timeline has lanes for, or could have, with
 * what the selected range (or the view) adds up to for each. The chosen thread
 * is the selected row.
 */
G_DECLARE_FINAL_TYPE (SkeinTimelineTable, skein_timeline_table, SKEIN, TIMELINE_TABLE, GtkWidget)

/* @view: whose lanes; it must live as long as the table */
GtkWidget *skein_timeline_table_new (SkeinSession      *session,
                                     SkeinTimelineView *view) G_GNUC_WARN_UNUSED_RESULT;

/* Adds up anew; does nothing while the table cannot be seen. */
void skein_timeline_table_update (SkeinTimelineTable *self);

G_END_DECLS
