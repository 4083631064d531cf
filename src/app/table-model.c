/* table-model.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/table-model.h"

G_DEFINE_INTERFACE (SkeinTableModel, skein_table_model, G_TYPE_OBJECT)

static guint changed_signal;

static void
skein_table_model_default_init (SkeinTableModelInterface *iface)
{
  /* Anything may be different now: the number of rows, their order, their texts. */
  changed_signal = g_signal_new ("changed",
                                 SKEIN_TYPE_TABLE_MODEL,
                                 G_SIGNAL_RUN_LAST,
                                 0,
                                 NULL, NULL,
                                 NULL,
                                 G_TYPE_NONE, 0);
}

guint
skein_table_model_get_n_rows (SkeinTableModel *self)
{
  return SKEIN_TABLE_MODEL_GET_IFACE (self)->get_n_rows (self);
}

uint64_t
skein_table_model_get_id (SkeinTableModel *self,
                          guint            row)
{
  return SKEIN_TABLE_MODEL_GET_IFACE (self)->get_id (self, row);
}

void
skein_table_model_get_row (SkeinTableModel *self,
                           guint            row,
                           SkeinTableRow   *ret_row)
{
  *ret_row = (SkeinTableRow) { 0 };
  SKEIN_TABLE_MODEL_GET_IFACE (self)->get_row (self, row, ret_row);
}

/**
 * skein_table_model_get_cell:
 * @self: a table model
 * @row: a row, as shown
 * @column: a column, in the order given to skein_table_new()
 * @ret_cell: (inout): with text and size set by the caller
 *
 * Everything else in @ret_cell is cleared before the model fills it.
 */
void
skein_table_model_get_cell (SkeinTableModel *self,
                            guint            row,
                            guint            column,
                            SkeinTableCell  *ret_cell)
{
  *ret_cell = (SkeinTableCell) { .text = ret_cell->text, .size = ret_cell->size };
  ret_cell->text[0] = '\0';
  SKEIN_TABLE_MODEL_GET_IFACE (self)->get_cell (self, row, column, ret_cell);
}

/**
 * skein_table_model_dup_tooltip:
 *
 * Returns: (transfer full) (nullable): the model's explanation of one cell
 */
char *
skein_table_model_dup_tooltip (SkeinTableModel *self,
                               guint            row,
                               guint            column)
{
  SkeinTableModelInterface *iface = SKEIN_TABLE_MODEL_GET_IFACE (self);

  return iface->dup_tooltip != NULL ? iface->dup_tooltip (self, row, column) : NULL;
}

void
skein_table_model_sort (SkeinTableModel *self,
                        guint            column,
                        gboolean         descending)
{
  SkeinTableModelInterface *iface = SKEIN_TABLE_MODEL_GET_IFACE (self);

  if (iface->sort != NULL)
    iface->sort (self, column, descending);
}

void
skein_table_model_set_expanded (SkeinTableModel *self,
                                uint64_t         id,
                                gboolean         expanded)
{
  SkeinTableModelInterface *iface = SKEIN_TABLE_MODEL_GET_IFACE (self);

  if (iface->set_expanded != NULL)
    iface->set_expanded (self, id, expanded);
}

gboolean
skein_table_model_is_tree (SkeinTableModel *self)
{
  SkeinTableModelInterface *iface = SKEIN_TABLE_MODEL_GET_IFACE (self);

  return iface->is_tree != NULL ? iface->is_tree (self) : iface->set_expanded != NULL;
}

/**
 * skein_table_model_changed:
 * @self: a table model
 *
 * Says that rows, their order or their texts may be different now. One call
 * after a whole update is right; the table then reads its visible rows again.
 */
void
skein_table_model_changed (SkeinTableModel *self)
{
  g_signal_emit (self, changed_signal, 0);
}
