/* table-view.h - the rows of a table on the screen: as many widgets as fit, filled from the model
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/table-line.h"

G_BEGIN_DECLS

#define SKEIN_TYPE_TABLE_VIEW (skein_table_view_get_type ())

/**
 * SkeinTableView:
 *
 * Signals
 *   activate (uint row), toggle (uint row), select (uint row): from a line's
 *   actions.
 */
G_DECLARE_FINAL_TYPE (SkeinTableView, skein_table_view, SKEIN, TABLE_VIEW, GtkWidget)

GtkWidget      *skein_table_view_new              (const SkeinTableColumns   *columns,
                                                   const SkeinTableSelection *selection) G_GNUC_WARN_UNUSED_RESULT;
void            skein_table_view_set_model        (SkeinTableView            *self,
                                                   SkeinTableModel           *model);
void            skein_table_view_set_vadjustment  (SkeinTableView            *self,
                                                   GtkAdjustment             *adjustment);
void            skein_table_view_set_hoffset      (SkeinTableView            *self,
                                                   int                        offset);

void            skein_table_view_rows_changed     (SkeinTableView            *self);
void            skein_table_view_selection_moved  (SkeinTableView            *self);
void            skein_table_view_columns_changed  (SkeinTableView            *self);
void            skein_table_view_columns_resized  (SkeinTableView            *self);

void            skein_table_view_show_row         (SkeinTableView            *self,
                                                   guint                      row);
gboolean        skein_table_view_focus_cursor     (SkeinTableView            *self);
int             skein_table_view_get_inset        (SkeinTableView            *self);
int             skein_table_view_get_row_height   (SkeinTableView            *self);
guint           skein_table_view_get_rows_in_page (SkeinTableView            *self);
int             skein_table_view_get_row_at       (SkeinTableView            *self,
                                                   double                     y);
SkeinTableLine *skein_table_view_get_line         (SkeinTableView            *self,
                                                   guint                      row);
int             skein_table_view_fit_column       (SkeinTableView            *self,
                                                   guint                      position);

G_END_DECLS
