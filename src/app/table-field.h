/* table-field.h - one cell of a table: arrow, dot or icon, text, bar
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/table-columns.h"

G_BEGIN_DECLS

#define SKEIN_TYPE_TABLE_FIELD (skein_table_field_get_type ())

G_DECLARE_FINAL_TYPE (SkeinTableField, skein_table_field, SKEIN, TABLE_FIELD, GtkWidget)

GtkWidget  *skein_table_field_new               (const SkeinTableTrack *track) G_GNUC_WARN_UNUSED_RESULT;
bool        skein_table_field_set               (SkeinTableField       *self,
                                                 const SkeinTableCell  *cell);
void        skein_table_field_set_tree          (SkeinTableField       *self,
                                                 const SkeinTableRow   *row);
const char *skein_table_field_get_text          (SkeinTableField       *self);
gboolean    skein_table_field_is_cut            (SkeinTableField       *self);
gboolean    skein_table_field_is_on_arrow       (SkeinTableField       *self,
                                                 double                 x);
int         skein_table_field_get_natural_width (SkeinTableField       *self);

G_END_DECLS
