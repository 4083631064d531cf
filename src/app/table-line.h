/* table-line.h - one row of a table on the screen, used for one row of the model after the other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/table-field.h"
#include "app/table-selection.h"

G_BEGIN_DECLS

#define SKEIN_TYPE_TABLE_LINE (skein_table_line_get_type ())

/**
 * SkeinTableLine:
 *
 * Signals
 *   activate (), toggle (), select (): from the actions row.activate,
 *   row.toggle and row.select, by which tests and assistive tools use it.
 */
G_DECLARE_FINAL_TYPE (SkeinTableLine, skein_table_line, SKEIN, TABLE_LINE, GtkWidget)

GtkWidget           *skein_table_line_new         (const SkeinTableColumns   *columns) G_GNUC_WARN_UNUSED_RESULT;
void                 skein_table_line_rebuild     (SkeinTableLine            *self);
void                 skein_table_line_fill        (SkeinTableLine            *self,
                                                   SkeinTableModel           *model,
                                                   guint                      index);
void                 skein_table_line_select      (SkeinTableLine            *self,
                                                   const SkeinTableSelection *selection);
void                 skein_table_line_set_seen    (SkeinTableLine            *self,
                                                   int                        start,
                                                   int                        end);
void                 skein_table_line_forget      (SkeinTableLine            *self);
guint                skein_table_line_get_index   (SkeinTableLine            *self);
const SkeinTableRow *skein_table_line_get_row     (SkeinTableLine            *self);
SkeinTableField     *skein_table_line_get_field   (SkeinTableLine            *self,
                                                   guint                      position);
int                  skein_table_line_get_field_x (SkeinTableLine            *self,
                                                   guint                      position);

G_END_DECLS
