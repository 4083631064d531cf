/* table-line.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/table-line.h"

#include <string.h>

struct _SkeinTableLine
{
  GtkWidget                parent_instance;

  const SkeinTableColumns *columns; /* the table's */
  GPtrArray               *fields;  /* of SkeinTableField, those shown, in their order */

  guint                    index; /* G_MAXUINT: shows no row */
  SkeinTableRow            row;
  int                      seen_start; /* pixels from the left that are in sight */
  int                      seen_end;
  bool                     tree;  /* row is one of a tree */
  bool                     opens; /* it has an arrow */
  bool                     selected;
};

G_DEFINE_FINAL_TYPE (SkeinTableLine, skein_table_line, GTK_TYPE_WIDGET)

static void
skein_table_line_measure (GtkWidget     *widget,
                          GtkOrientation orientation,
                          int            for_size,
                          int           *minimum,
                          int           *natural,
                          int           *minimum_baseline,
                          int           *natural_baseline)
{
  SkeinTableLine *self = SKEIN_TABLE_LINE (widget);

  for (guint i = 0; i < self->fields->len; i++)
    {
      int least;

      gtk_widget_measure (g_ptr_array_index (self->fields, i), orientation, -1, &least, NULL, NULL, NULL);
      *minimum = MAX (*minimum, least);
    }

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = 0;
  *natural = *minimum;
}

int
skein_table_line_get_field_x (SkeinTableLine *self,
                              guint           position)
{
  const SkeinTableTrack *track = skein_table_columns_get_shown (self->columns, position);

  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    return gtk_widget_get_width (GTK_WIDGET (self)) - track->x - track->extent;

  return track->x;
}

static void
skein_table_line_size_allocate (GtkWidget *widget,
                                int        width,
                                int        height,
                                int        baseline)
{
  SkeinTableLine *self = SKEIN_TABLE_LINE (widget);

  for (guint i = 0; i < self->fields->len; i++)
    {
      GtkWidget *field = g_ptr_array_index (self->fields, i);
      int extent = skein_table_columns_get_shown (self->columns, i)->extent;
      int least;

      gtk_widget_measure (field, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
      gtk_widget_size_allocate (field,
                                &(GtkAllocation) { skein_table_line_get_field_x (self, i), 0,
                                                   MAX (extent, least), height },
                                -1);
    }
}

/* Cells that are scrolled out at either side would be drawn all the same, and cut away after that. */
static void
skein_table_line_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  SkeinTableLine *self = SKEIN_TABLE_LINE (widget);

  for (guint i = 0; i < self->fields->len; i++)
    {
      int x = skein_table_line_get_field_x (self, i);

      if (x < self->seen_end && x + skein_table_columns_get_shown (self->columns, i)->extent > self->seen_start)
        gtk_widget_snapshot_child (widget, g_ptr_array_index (self->fields, i), snapshot);
    }
}

static void
skein_table_line_dispose (GObject *object)
{
  SkeinTableLine *self = SKEIN_TABLE_LINE (object);

  g_ptr_array_set_size (self->fields, 0);

  G_OBJECT_CLASS (skein_table_line_parent_class)->dispose (object);
}

static void
skein_table_line_finalize (GObject *object)
{
  g_ptr_array_unref (SKEIN_TABLE_LINE (object)->fields);

  G_OBJECT_CLASS (skein_table_line_parent_class)->finalize (object);
}

static void
action_cb (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  g_signal_emit_by_name (widget, name + strlen ("row."));
}

static void
skein_table_line_class_init (SkeinTableLineClass *klass)
{
  static const char *const names[] = { "activate", "toggle", "select" };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = skein_table_line_dispose;
  object_class->finalize = skein_table_line_finalize;
  widget_class->measure = skein_table_line_measure;
  widget_class->size_allocate = skein_table_line_size_allocate;
  widget_class->snapshot = skein_table_line_snapshot;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *action = g_strconcat ("row.", names[i], NULL);

      g_signal_new (names[i], G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
      gtk_widget_class_install_action (widget_class, action, NULL, action_cb);
    }

  gtk_widget_class_set_css_name (widget_class, "row");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ROW);
}

static void
skein_table_line_init (SkeinTableLine *self)
{
  self->fields = g_ptr_array_new_with_free_func ((GDestroyNotify) gtk_widget_unparent);
  self->index = G_MAXUINT;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "activatable");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self),
                               GTK_ACCESSIBLE_STATE_SELECTED, FALSE,
                               GTK_ACCESSIBLE_STATE_HIDDEN, TRUE,
                               -1);
}

GtkWidget *
skein_table_line_new (const SkeinTableColumns *columns)
{
  SkeinTableLine *self = g_object_new (SKEIN_TYPE_TABLE_LINE, NULL);

  self->columns = columns;
  skein_table_line_rebuild (self);

  return GTK_WIDGET (self);
}

/* Makes its cells anew, after columns were shown, hidden or moved. */
void
skein_table_line_rebuild (SkeinTableLine *self)
{
  g_ptr_array_set_size (self->fields, 0);

  for (guint i = 0; i < self->columns->n_shown; i++)
    {
      GtkWidget *field = skein_table_field_new (skein_table_columns_get_shown (self->columns, i));

      gtk_widget_set_parent (field, GTK_WIDGET (self));
      gtk_accessible_update_relation (GTK_ACCESSIBLE (field),
                                      GTK_ACCESSIBLE_RELATION_COL_INDEX, (int) i + 1,
                                      -1);
      g_ptr_array_add (self->fields, field);
    }

  skein_table_line_forget (self);
}

static void
update_label (SkeinTableLine *self)
{
  g_autoptr (GString) label = g_string_new (NULL);

  for (guint i = 0; i < self->fields->len; i++)
    {
      const char *text = skein_table_field_get_text (g_ptr_array_index (self->fields, i));

      if (text[0] != '\0')
        g_string_append_printf (label, "%s%s", label->len > 0 ? ", " : "", text);
    }

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label->str, -1);
}

static void
update_row (SkeinTableLine      *self,
            const SkeinTableRow *row,
            bool                 tree)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (self);

  if (self->row.dim != row->dim)
    {
      if (row->dim)
        gtk_widget_add_css_class (GTK_WIDGET (self), "dim");
      else
        gtk_widget_remove_css_class (GTK_WIDGET (self), "dim");
    }

  if (self->opens && !(tree && row->expandable))
    gtk_accessible_reset_state (accessible, GTK_ACCESSIBLE_STATE_EXPANDED);
  else if (tree && row->expandable && (!self->opens || self->row.expanded != row->expanded))
    gtk_accessible_update_state (accessible, GTK_ACCESSIBLE_STATE_EXPANDED, (int) row->expanded, -1);
  self->opens = tree && row->expandable;

  if (tree && (!self->tree || self->row.depth != row->depth))
    gtk_accessible_update_property (accessible, GTK_ACCESSIBLE_PROPERTY_LEVEL, (int) row->depth + 1, -1);
  else if (self->tree && !tree)
    gtk_accessible_reset_property (accessible, GTK_ACCESSIBLE_PROPERTY_LEVEL);
  self->tree = tree;

  self->row = *row;
}

/**
 * skein_table_line_fill:
 * @self: a line
 * @model: what the rows are
 * @index: which row to show
 *
 * Reads the row and sets what is different. May be called while sizes are
 * being allocated.
 */
void
skein_table_line_fill (SkeinTableLine  *self,
                       SkeinTableModel *model,
                       guint            index)
{
  char text[SKEIN_TABLE_TEXT_SIZE];
  bool tree = skein_table_model_is_tree (model);
  bool other_text = false;
  SkeinTableRow row;

  skein_table_model_get_row (model, index, &row);
  update_row (self, &row, tree);

  for (guint i = 0; i < self->fields->len; i++)
    {
      SkeinTableField *field = g_ptr_array_index (self->fields, i);
      guint column = self->columns->shown[i];
      SkeinTableCell cell = { .text = text, .size = sizeof (text) };

      skein_table_model_get_cell (model, index, column, &cell);
      other_text |= skein_table_field_set (field, &cell);
      if (self->columns->tracks[column].flags & SKEIN_TABLE_COLUMN_TREE)
        skein_table_field_set_tree (field, tree ? &row : NULL);
    }

  if (other_text)
    update_label (self);
  if (self->index == G_MAXUINT)
    gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_HIDDEN, FALSE, -1);
  if (self->index != index)
    gtk_accessible_update_relation (GTK_ACCESSIBLE (self),
                                    GTK_ACCESSIBLE_RELATION_ROW_INDEX, (int) index + 1,
                                    -1);
  self->index = index;
}

void
skein_table_line_select (SkeinTableLine            *self,
                         const SkeinTableSelection *selection)
{
  bool selected = skein_table_selection_contains (selection, self->row.id);

  if (self->selected == selected)
    return;

  self->selected = selected;
  if (selected)
    gtk_widget_set_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_SELECTED, FALSE);
  else
    gtk_widget_unset_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_SELECTED);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_SELECTED, (int) selected, -1);
}

/* What of it is in sight, in pixels from its left end: only cells therein are drawn. */
void
skein_table_line_set_seen (SkeinTableLine *self,
                           int             start,
                           int             end)
{
  if (self->seen_start == start && self->seen_end == end)
    return;

  self->seen_start = start;
  self->seen_end = end;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* It shows no row, and is to be filled when it does again. Nor may it be read out: a
 * child that is not visible stays in the accessibility tree, with its old words. */
void
skein_table_line_forget (SkeinTableLine *self)
{
  if (self->index == G_MAXUINT)
    return;

  self->index = G_MAXUINT;
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
}

guint
skein_table_line_get_index (SkeinTableLine *self)
{
  return self->index;
}

/* The row as it was when it was read. */
const SkeinTableRow *
skein_table_line_get_row (SkeinTableLine *self)
{
  return &self->row;
}

SkeinTableField *
skein_table_line_get_field (SkeinTableLine *self,
                            guint           position)
{
  return g_ptr_array_index (self->fields, position);
}
