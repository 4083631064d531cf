/* table-select.c - what pages ask of a table about its selection and cursor
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/table-private.h"

#include <string.h>

guint
skein_table_get_n_selected (SkeinTable *self)
{
  g_return_val_if_fail (SKEIN_IS_TABLE (self), 0);

  return self->selection.ids->len;
}

/**
 * skein_table_get_selected:
 * @self: a table
 * @ret_n: (out): how many
 *
 * Returns: (transfer none): the ids of the selected rows, the smallest first;
 *   good until the selection changes
 */
const uint64_t *
skein_table_get_selected (SkeinTable *self,
                          guint      *ret_n)
{
  g_return_val_if_fail (SKEIN_IS_TABLE (self), NULL);

  *ret_n = self->selection.ids->len;

  return (const uint64_t *) (void *) self->selection.ids->data;
}

gboolean
skein_table_is_selected (SkeinTable *self,
                         uint64_t    id)
{
  g_return_val_if_fail (SKEIN_IS_TABLE (self), FALSE);

  return skein_table_selection_contains (&self->selection, id);
}

/* Returns: the row that has this id, or -1 */
static int64_t
find_row (SkeinTable *self,
          uint64_t    id)
{
  guint n_rows = skein_table_get_n_rows (self);

  for (guint i = 0; i < n_rows; i++)
    if (skein_table_model_get_id (self->model, i) == id)
      return i;

  return -1;
}

/**
 * skein_table_set_selected:
 * @self: a table
 * @ids: (array length=n): what should be selected; ids that have no row are left out
 * @n: how many
 *
 * Emits selection-changed if that is another selection. The cursor goes to the
 * first of them if it was on a row that is not selected.
 */
void
skein_table_set_selected (SkeinTable     *self,
                          const uint64_t *ids,
                          guint           n)
{
  g_autofree uint64_t *copy = NULL;
  g_autofree uint64_t *before = NULL;
  guint n_before;
  int64_t row;
  bool changed;

  g_return_if_fail (SKEIN_IS_TABLE (self));

  copy = g_memdup2 (ids, n * sizeof (uint64_t));
  n_before = self->selection.ids->len;
  before = g_memdup2 (self->selection.ids->data, n_before * sizeof (uint64_t));

  skein_table_selection_set (&self->selection, copy, n);
  skein_table_selection_reconcile (&self->selection, self->model);
  n = self->selection.ids->len;
  changed = n != n_before || (n > 0 && memcmp (before, self->selection.ids->data, n * sizeof (uint64_t)) != 0);

  if (n > 0 && !(self->selection.has_cursor &&
                 skein_table_selection_contains (&self->selection, self->selection.cursor_id)))
    {
      uint64_t id = g_array_index (self->selection.ids, uint64_t, 0);

      row = find_row (self, id);
      if (row >= 0)
        skein_table_selection_set_cursor (&self->selection, (guint) row, id, true);
    }

  skein_table_selection_was_changed (self, changed);
}

/* Only where several rows can be selected. */
void
skein_table_select_all (SkeinTable *self)
{
  g_return_if_fail (SKEIN_IS_TABLE (self));

  if (self->model != NULL)
    skein_table_selection_was_changed (self, skein_table_selection_all (&self->selection, self->model));
}

void
skein_table_unselect_all (SkeinTable *self)
{
  g_return_if_fail (SKEIN_IS_TABLE (self));

  skein_table_selection_was_changed (self, skein_table_selection_set (&self->selection, NULL, 0));
}

/**
 * skein_table_get_cursor:
 * @self: a table
 * @ret_id: (out): the row that keys start from
 *
 * Returns: %FALSE before the first key or click, and where there are no rows
 */
gboolean
skein_table_get_cursor (SkeinTable *self,
                        uint64_t   *ret_id)
{
  g_return_val_if_fail (SKEIN_IS_TABLE (self), FALSE);

  if (!self->selection.has_cursor)
    return FALSE;

  *ret_id = self->selection.cursor_id;
  return TRUE;
}

/**
 * skein_table_scroll_to_id:
 * @self: a table
 * @id: a row
 *
 * Scrolls no more than is needed.
 *
 * Returns: %FALSE if there is no such row now
 */
gboolean
skein_table_scroll_to_id (SkeinTable *self,
                          uint64_t    id)
{
  int64_t row;

  g_return_val_if_fail (SKEIN_IS_TABLE (self), FALSE);

  row = find_row (self, id);
  if (row < 0)
    return FALSE;

  skein_table_view_show_row (SKEIN_TABLE_VIEW (self->view), (guint) row);
  return TRUE;
}
