/* lab-measured.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/lab-measured.h"

#include "app/process-cells.h"
#include "app/table.h"
#include "draw/lab-scene.h"
#include "present/lab-table.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

/* At the normal text size. */
#define LETTER_WIDTH 7
#define CELL_ROOM  20
#define NAME_ROOM  40 /* the dot, too */

/* The model: the words as they are. */

#define SKEIN_TYPE_LAB_ROWS (skein_lab_rows_get_type ())
G_DECLARE_FINAL_TYPE (SkeinLabRows, skein_lab_rows, SKEIN, LAB_ROWS, GObject)

struct _SkeinLabRows
{
  GObject        parent_instance;

  SkeinLabTable *table;
};

static guint
skein_lab_rows_get_n_rows (SkeinTableModel *model)
{
  const SkeinLabTable *table = SKEIN_LAB_ROWS (model)->table;

  return table != NULL ? table->names->len : 0;
}

static uint64_t
skein_lab_rows_get_id (SkeinTableModel *model,
                       guint            index)
{
  return g_array_index (SKEIN_LAB_ROWS (model)->table->modes, unsigned, index) + 1;
}

static void
skein_lab_rows_get_row (SkeinTableModel *model,
                        guint            index,
                        SkeinTableRow   *ret_row)
{
  ret_row->id = skein_lab_rows_get_id (model, index);
}

static void
skein_lab_rows_get_cell (SkeinTableModel *model,
                         guint            index,
                         guint            column,
                         SkeinTableCell  *cell)
{
  const SkeinLabTable *table = SKEIN_LAB_ROWS (model)->table;
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  SkeinColour colour = skein_lab_colour_of_mode (g_array_index (table->modes, unsigned, index), dark);

  if (column > 0)
    {
      /* A figure and its spread are no words of a language that is written from the right. */
      bool is_mirrored = gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL;

      g_snprintf (cell->text, cell->size, is_mirrored ? "\xe2\x81\xa6%s\xe2\x81\xa9" : "%s",
                  skein_lab_table_get (table, index, column - 1));
      return;
    }

  g_strlcpy (cell->text, g_ptr_array_index (table->names, index), cell->size);
  skein_cell_set_colour (cell, &colour);
  cell->swatch = true;
  cell->tone = SKEIN_TABLE_TONE_STRONG;
}

static void
table_model_iface_init (SkeinTableModelInterface *iface)
{
  iface->get_n_rows = skein_lab_rows_get_n_rows;
  iface->get_id = skein_lab_rows_get_id;
  iface->get_row = skein_lab_rows_get_row;
  iface->get_cell = skein_lab_rows_get_cell;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SkeinLabRows, skein_lab_rows, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SKEIN_TYPE_TABLE_MODEL, table_model_iface_init))

static void
skein_lab_rows_finalize (GObject *object)
{
  g_clear_pointer (&SKEIN_LAB_ROWS (object)->table, skein_lab_table_free);

  G_OBJECT_CLASS (skein_lab_rows_parent_class)->finalize (object);
}

static void
skein_lab_rows_class_init (SkeinLabRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = skein_lab_rows_finalize;
}

static void
skein_lab_rows_init (SkeinLabRows *self)
{
}

/* The widget */

struct _SkeinLabMeasured
{
  GtkWidget           parent_instance;

  GtkScrolledWindow  *scrolled;
  GtkWidget          *table; /* NULL: nothing was measured */
  SkeinLabRows       *rows;
  char               *shape; /* which columns it has, and how wide */
};

G_DEFINE_FINAL_TYPE (SkeinLabMeasured, skein_lab_measured, GTK_TYPE_WIDGET)

static int
width_of (const SkeinLabTable *table,
          guint                column)
{
  const SkeinLabTableColumn *info = g_ptr_array_index (table->columns, column);
  long chars = 0;

  for (guint row = 0; row < table->names->len; row++)
    chars = MAX (chars, g_utf8_strlen (skein_lab_table_get (table, row, column), -1));

  /* Titles are bold. */
  return (int) MAX (chars * LETTER_WIDTH, g_utf8_strlen (info->title, -1) * (LETTER_WIDTH + 2)) + CELL_ROOM;
}

static int
width_of_names (const SkeinLabTable *table)
{
  long chars = 0;

  for (guint row = 0; row < table->names->len; row++)
    chars = MAX (chars, g_utf8_strlen (g_ptr_array_index (table->names, row), -1));

  return (int) chars * (LETTER_WIDTH + 1) + NAME_ROOM;
}

/* Another set of columns, or wider ones, is another table. */
static char *
dup_shape (const SkeinLabTable *table)
{
  GString *shape = g_string_new (NULL);

  for (guint i = 0; i < table->columns->len; i++)
    g_string_append_printf (shape, "%s %d,", ((SkeinLabTableColumn *) g_ptr_array_index (table->columns, i))->id,
                            width_of (table, i) / 24);

  return g_string_free (shape, FALSE);
}

static void
make_table (SkeinLabMeasured    *self,
            const SkeinLabTable *table)
{
  g_autofree SkeinTableColumn *columns = g_new0 (SkeinTableColumn, table->columns->len + 1);

  columns[0] = (SkeinTableColumn) {
    .id = "mode",
    .title = _("Mode"),
    .width = width_of_names (table),
    .min_width = width_of_names (table),
    .flags = SKEIN_TABLE_COLUMN_ALWAYS | SKEIN_TABLE_COLUMN_EXPAND,
  };

  for (guint i = 0; i < table->columns->len; i++)
    {
      const SkeinLabTableColumn *info = g_ptr_array_index (table->columns, i);

      columns[i + 1] = (SkeinTableColumn) {
        .id = info->id,
        .title = info->title,
        .explanation = info->text,
        .width = width_of (table, i),
        .min_width = width_of (table, i),
        .flags = SKEIN_TABLE_COLUMN_NUMERIC,
      };
    }

  self->table = skein_table_new (columns, table->columns->len + 1);
  skein_table_set_label (SKEIN_TABLE (self->table), _("Measured"));
  skein_table_set_selection_mode (SKEIN_TABLE (self->table), GTK_SELECTION_SINGLE);
  gtk_widget_add_css_class (self->table, "data-table");
  gtk_scrolled_window_set_child (self->scrolled, self->table);
  skein_table_set_model (SKEIN_TABLE (self->table), SKEIN_TABLE_MODEL (self->rows));
}

void
skein_lab_measured_show (SkeinLabMeasured      *self,
                         const SkeinLabResults *results)
{
  SkeinLabTable *table = results != NULL ? skein_lab_table_new (results) : NULL;
  g_autofree char *shape = table != NULL ? dup_shape (table) : NULL;
  gboolean is_same = g_strcmp0 (shape, self->shape) == 0;

  if (!is_same && self->table != NULL)
    {
      gtk_scrolled_window_set_child (self->scrolled, NULL);
      self->table = NULL;
    }

  g_clear_pointer (&self->rows->table, skein_lab_table_free);
  self->rows->table = table;
  g_free (self->shape);
  self->shape = g_steal_pointer (&shape);

  if (table == NULL)
    return;

  if (!is_same)
    make_table (self, table);
  skein_table_model_changed (SKEIN_TABLE_MODEL (self->rows));
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
skein_lab_measured_dispose (GObject *object)
{
  SkeinLabMeasured *self = SKEIN_LAB_MEASURED (object);

  g_clear_pointer ((GtkWidget **) &self->scrolled, gtk_widget_unparent);
  self->table = NULL;
  g_clear_object (&self->rows);
  g_clear_pointer (&self->shape, g_free);

  G_OBJECT_CLASS (skein_lab_measured_parent_class)->dispose (object);
}

static void
skein_lab_measured_class_init (SkeinLabMeasuredClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = skein_lab_measured_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
skein_lab_measured_init (SkeinLabMeasured *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->rows = g_object_new (SKEIN_TYPE_LAB_ROWS, NULL);
  self->scrolled = GTK_SCROLLED_WINDOW (scrolled);
  gtk_scrolled_window_set_policy (self->scrolled, GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_propagate_natural_height (self->scrolled, TRUE);
  gtk_widget_set_parent (scrolled, GTK_WIDGET (self));
}
