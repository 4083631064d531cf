/* table-selection.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/table-selection.h"

#include <string.h>

static int
compare_ids (const void *a,
             const void *b)
{
  uint64_t x = *(const uint64_t *) a;
  uint64_t y = *(const uint64_t *) b;

  return (x > y) - (x < y);
}

/* Makes @ids (taken) the selection. Returns whether that is another one. */
static bool
replace (SkeinTableSelection *self,
         GArray              *ids)
{
  bool same;

  g_array_sort (ids, compare_ids);
  same = ids->len == self->ids->len &&
         (ids->len == 0 || memcmp (ids->data, self->ids->data, ids->len * sizeof (uint64_t)) == 0);
  g_array_unref (self->ids);
  self->ids = ids;

  return !same;
}

void
skein_table_selection_init (SkeinTableSelection *self)
{
  *self = (SkeinTableSelection) {
    .mode = GTK_SELECTION_SINGLE,
    .ids = g_array_new (FALSE, FALSE, sizeof (uint64_t)),
  };
}

void
skein_table_selection_clear (SkeinTableSelection *self)
{
  g_clear_pointer (&self->ids, g_array_unref);
}

bool
skein_table_selection_contains (const SkeinTableSelection *self,
                                uint64_t                   id)
{
  return g_array_binary_search (self->ids, &id, compare_ids, NULL);
}

/* All of these return whether the selection is another one now. */

bool
skein_table_selection_set (SkeinTableSelection *self,
                           const uint64_t      *ids,
                           guint                n)
{
  GArray *array = g_array_new (FALSE, FALSE, sizeof (uint64_t));

  if (self->mode == GTK_SELECTION_NONE)
    n = 0;
  else if (self->mode != GTK_SELECTION_MULTIPLE)
    n = MIN (n, 1);
  if (n > 0)
    g_array_append_vals (array, ids, n);

  return replace (self, array);
}

bool
skein_table_selection_toggle (SkeinTableSelection *self,
                              uint64_t             id)
{
  guint position;

  if (g_array_binary_search (self->ids, &id, compare_ids, &position))
    {
      g_array_remove_index (self->ids, position);
      return true;
    }

  if (self->mode != GTK_SELECTION_MULTIPLE)
    return skein_table_selection_set (self, &id, 1);

  g_array_append_val (self->ids, id);
  g_array_sort (self->ids, compare_ids);
  return true;
}

/* Selects from the anchor to @row; @keep: and what is selected already. */
bool
skein_table_selection_extend (SkeinTableSelection *self,
                              SkeinTableModel     *model,
                              guint                row,
                              bool                 keep)
{
  guint from = self->has_cursor ? MIN (self->anchor, row) : row;
  guint to = self->has_cursor ? MAX (self->anchor, row) : row;
  GArray *ids;

  if (self->mode != GTK_SELECTION_MULTIPLE)
    {
      uint64_t id = skein_table_model_get_id (model, row);

      return skein_table_selection_set (self, &id, 1);
    }

  ids = g_array_new (FALSE, FALSE, sizeof (uint64_t));
  for (guint i = from; i <= to; i++)
    {
      uint64_t id = skein_table_model_get_id (model, i);

      if (!keep || !skein_table_selection_contains (self, id))
        g_array_append_val (ids, id);
    }
  if (keep && self->ids->len > 0)
    g_array_append_vals (ids, self->ids->data, self->ids->len);

  return replace (self, ids);
}

bool
skein_table_selection_all (SkeinTableSelection *self,
                           SkeinTableModel     *model)
{
  guint n = skein_table_model_get_n_rows (model);
  GArray *ids;

  if (self->mode != GTK_SELECTION_MULTIPLE)
    return false;

  ids = g_array_sized_new (FALSE, FALSE, sizeof (uint64_t), n);
  for (guint i = 0; i < n; i++)
    {
      uint64_t id = skein_table_model_get_id (model, i);

      g_array_append_val (ids, id);
    }

  return replace (self, ids);
}

/* @anchor: a range that Shift extends starts here, too. */
void
skein_table_selection_set_cursor (SkeinTableSelection *self,
                                  guint                row,
                                  uint64_t             id,
                                  bool                 anchor)
{
  if (anchor || !self->has_cursor)
    {
      self->anchor = row;
      self->anchor_id = id;
    }
  self->cursor = row;
  self->cursor_id = id;
  self->has_cursor = true;
}

/* A cursor whose row is gone stays at the same place, on the neighbour. */
static void
settle (SkeinTableModel *model,
        guint            n_rows,
        bool             found,
        guint           *row,
        uint64_t        *id)
{
  if (found)
    return;

  *row = MIN (*row, n_rows - 1);
  *id = skein_table_model_get_id (model, *row);
}

/**
 * skein_table_selection_reconcile:
 * @self: a selection
 * @model: what the rows are now
 *
 * Drops the ids of rows that are gone, and finds the cursor's row again.
 *
 * Returns: whether anything was dropped
 */
bool
skein_table_selection_reconcile (SkeinTableSelection *self,
                                 SkeinTableModel     *model)
{
  guint n_rows = model != NULL ? skein_table_model_get_n_rows (model) : 0;
  bool cursor = false;
  bool anchor = false;
  GArray *kept;

  if (self->ids->len == 0 && !self->has_cursor)
    return false;

  kept = g_array_new (FALSE, FALSE, sizeof (uint64_t));
  for (guint i = 0; i < n_rows; i++)
    {
      uint64_t id = skein_table_model_get_id (model, i);

      if (self->ids->len > 0 && skein_table_selection_contains (self, id))
        g_array_append_val (kept, id);
      if (id == self->cursor_id)
        {
          self->cursor = i;
          cursor = true;
        }
      if (id == self->anchor_id)
        {
          self->anchor = i;
          anchor = true;
        }
    }

  if (n_rows == 0)
    self->has_cursor = false;
  if (self->has_cursor)
    {
      settle (model, n_rows, cursor, &self->cursor, &self->cursor_id);
      settle (model, n_rows, anchor, &self->anchor, &self->anchor_id);
    }

  return replace (self, kept);
}
