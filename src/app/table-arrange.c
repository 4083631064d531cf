/* table-arrange.c - order, widths and sorting of the columns of a table, as the user changes them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/table-private.h"

/* Order or set of the columns are others. */
void
skein_table_columns_were_arranged (SkeinTable *self)
{
  skein_table_header_rebuild (SKEIN_TABLE_HEADER (self->header));
  skein_table_view_columns_changed (SKEIN_TABLE_VIEW (self->view));
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_RELATION_COL_COUNT, (int) self->columns->n_shown,
                                  -1);
  skein_table_columns_were_resized (self);
}

/* Only widths are others. */
void
skein_table_columns_were_resized (SkeinTable *self)
{
  gtk_widget_queue_allocate (self->header);
  skein_table_view_columns_resized (SKEIN_TABLE_VIEW (self->view));
  gtk_widget_queue_resize (GTK_WIDGET (self));
  skein_table_update_menu (self);
  g_object_notify (G_OBJECT (self), "layout");
}

void
skein_table_sort_by (SkeinTable *self,
                     guint       column,
                     bool        descending)
{
  if (self->sort_column == (int) column && self->descending == descending)
    return;

  self->sort_column = (int) column;
  self->descending = descending;
  skein_table_header_set_sorted (SKEIN_TABLE_HEADER (self->header), (int) column, descending);
  if (self->model != NULL)
    skein_table_model_sort (self->model, column, descending);
  g_object_notify (G_OBJECT (self), "sort");
}

static void
header_resize_cb (SkeinTableHeader *header,
                  guint             column,
                  int               pixels,
                  SkeinTable       *self)
{
  if (skein_table_columns_set_extent (self->columns, column, pixels))
    skein_table_columns_were_resized (self);
}

static void
header_move_cb (SkeinTableHeader *header,
                guint             from,
                guint             to,
                SkeinTable       *self)
{
  if (skein_table_columns_move (self->columns, from, to))
    skein_table_columns_were_arranged (self);
}

static void
header_command_cb (SkeinTableHeader *header,
                   guint             column,
                   guint             command,
                   SkeinTable       *self)
{
  skein_table_command (self, column, command);
}

static void
header_menu_cb (SkeinTableHeader *header,
                int               column,
                double            x,
                double            y,
                SkeinTable       *self)
{
  graphene_point_t point;

  if (gtk_widget_compute_point (GTK_WIDGET (header), GTK_WIDGET (self),
                                &GRAPHENE_POINT_INIT ((float) x, (float) y), &point))
    skein_table_popup_header_menu (self, column, point.x, point.y);
}

static void
header_dragging_cb (SkeinTableHeader *header,
                    gboolean          dragging,
                    SkeinTable       *self)
{
  if (dragging)
    skein_table_hold (self);
  else
    skein_table_release (self);
}

void
skein_table_init_arrangement (SkeinTable *self)
{
  g_signal_connect (self->header, "resize", G_CALLBACK (header_resize_cb), self);
  g_signal_connect (self->header, "move", G_CALLBACK (header_move_cb), self);
  g_signal_connect (self->header, "command", G_CALLBACK (header_command_cb), self);
  g_signal_connect (self->header, "menu", G_CALLBACK (header_menu_cb), self);
  g_signal_connect (self->header, "dragging", G_CALLBACK (header_dragging_cb), self);
}

/**
 * skein_table_set_sort:
 * @self: a table
 * @column: (nullable): id of a column; unknown or %NULL: no arrow is shown, the order is the model's
 * @descending: the largest first
 */
void
skein_table_set_sort (SkeinTable *self,
                      const char *column,
                      gboolean    descending)
{
  int index;

  g_return_if_fail (SKEIN_IS_TABLE (self));

  index = column != NULL ? skein_table_columns_find (self->columns, column) : -1;
  if (index >= 0)
    {
      skein_table_sort_by (self, (guint) index, descending);
      return;
    }

  if (self->sort_column < 0)
    return;

  self->sort_column = -1;
  self->descending = false;
  skein_table_header_set_sorted (SKEIN_TABLE_HEADER (self->header), -1, false);
  g_object_notify (G_OBJECT (self), "sort");
}

/* Returns: (transfer none) (nullable): id of the column that the rows are sorted by */
const char *
skein_table_get_sort (SkeinTable *self,
                      gboolean   *ret_descending)
{
  g_return_val_if_fail (SKEIN_IS_TABLE (self), NULL);

  *ret_descending = self->descending;

  return self->sort_column >= 0 ? self->columns->tracks[self->sort_column].id : NULL;
}

/**
 * skein_table_set_layout:
 * @self: a table
 * @layout: (nullable): "name", "name:240" or "-name" for each column, in order; empty: as the page made it
 */
void
skein_table_set_layout (SkeinTable        *self,
                        const char *const *layout)
{
  g_auto (GStrv) before = NULL;
  g_auto (GStrv) after = NULL;

  g_return_if_fail (SKEIN_IS_TABLE (self));

  before = skein_table_columns_dup_layout (self->columns);
  skein_table_columns_apply (self->columns, layout);
  after = skein_table_columns_dup_layout (self->columns);
  if (!g_strv_equal ((const char *const *) before, (const char *const *) after))
    skein_table_columns_were_arranged (self);
}

char **
skein_table_dup_layout (SkeinTable *self)
{
  g_return_val_if_fail (SKEIN_IS_TABLE (self), NULL);

  return skein_table_columns_dup_layout (self->columns);
}
