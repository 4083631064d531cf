/* table-selection.h - which rows of a table are selected, by id, and where the cursor is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/table-model.h"

G_BEGIN_DECLS

/**
 * SkeinTableSelection:
 * @mode: none, single or multiple
 * @ids: of uint64_t, sorted
 * @has_cursor: there is a cursor, which there is not before the first key or click
 * @cursor_id: the row that keys start from
 * @cursor: where that row is now
 * @anchor_id: the row where a range starts that Shift extends
 * @anchor: where that row is now
 */
typedef struct
{
  GtkSelectionMode mode;
  GArray          *ids;
  bool             has_cursor;
  uint64_t         cursor_id;
  guint            cursor;
  uint64_t         anchor_id;
  guint            anchor;
} SkeinTableSelection;

void skein_table_selection_init       (SkeinTableSelection *self);
void skein_table_selection_clear      (SkeinTableSelection *self);

bool skein_table_selection_contains   (const SkeinTableSelection *self,
                                       uint64_t                   id);
bool skein_table_selection_set        (SkeinTableSelection       *self,
                                       const uint64_t            *ids,
                                       guint                      n);
bool skein_table_selection_toggle     (SkeinTableSelection       *self,
                                       uint64_t                   id);
bool skein_table_selection_extend     (SkeinTableSelection       *self,
                                       SkeinTableModel           *model,
                                       guint                      row,
                                       bool                       keep);
bool skein_table_selection_all        (SkeinTableSelection       *self,
                                       SkeinTableModel           *model);
void skein_table_selection_set_cursor (SkeinTableSelection       *self,
                                       guint                      row,
                                       uint64_t                   id,
                                       bool                       anchor);
bool skein_table_selection_reconcile  (SkeinTableSelection       *self,
                                       SkeinTableModel           *model);

G_END_DECLS
