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
#include <math.h>
#include <string.h>

/* Beside the words, at the normal text size: of a cell, and of a name, which has a dot as well. */
#define CELL_ROOM 16
#define NAME_ROOM 34

/* Narrower ones of the same table stay as they are: it would flicker with every run that ends. */
#define STEP 24

/* Of a gtk-xft-dpi that is not larger than usual. */
#define NORMAL_DPI (96.0 * 1024.0)

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
  GtkWidget          *scrollbar;
  GtkWidget          *table; /* NULL: nothing was measured */
  SkeinLabRows       *rows;
  char               *shape;  /* which columns it has */
  GArray             *widths; /* (nullable) of int: of each of them, the names first */
};

G_DEFINE_FINAL_TYPE (SkeinLabMeasured, skein_lab_measured, GTK_TYPE_WIDGET)

/* As wide as it is at the normal text size: the table widens it by itself. */
static int
measure_text (SkeinLabMeasured *self,
              const char       *text,
              bool              is_bold)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  int width, dpi = -1;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-xft-dpi", &dpi, NULL);
  pango_attr_list_insert (attributes, pango_attr_weight_new (is_bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL));
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_get_pixel_size (layout, &width, NULL);

  return dpi > 0 ? (int) ceil (width * NORMAL_DPI / dpi) : width;
}

static int
width_of (SkeinLabMeasured    *self,
          const SkeinLabTable *table,
          guint                column)
{
  const SkeinLabTableColumn *info = g_ptr_array_index (table->columns, column);
  int width = measure_text (self, info->title, true);

  for (guint row = 0; row < table->names->len; row++)
    width = MAX (width, measure_text (self, skein_lab_table_get (table, row, column), false));

  return width + CELL_ROOM;
}

static int
width_of_names (SkeinLabMeasured    *self,
                const SkeinLabTable *table)
{
  int width = measure_text (self, _("Mode"), true);

  for (guint row = 0; row < table->names->len; row++)
    width = MAX (width, measure_text (self, g_ptr_array_index (table->names, row), true));

  return width + NAME_ROOM;
}

/* Returns: (transfer full): how wide each column has to be, that of the names first */
static GArray *
measure_all (SkeinLabMeasured    *self,
             const SkeinLabTable *table)
{
  GArray *widths = g_array_new (FALSE, FALSE, sizeof (int));
  int width = width_of_names (self, table);

  g_array_append_val (widths, width);
  for (guint i = 0; i < table->columns->len; i++)
    {
      width = width_of (self, table, i);
      g_array_append_val (widths, width);
    }

  return widths;
}

/* Another set of columns is another table. */
static char *
dup_shape (const SkeinLabTable *table)
{
  GString *shape = g_string_new (NULL);

  for (guint i = 0; i < table->columns->len; i++)
    g_string_append_printf (shape, "%s,", ((SkeinLabTableColumn *) g_ptr_array_index (table->columns, i))->id);

  return g_string_free (shape, FALSE);
}

/* Returns: whether all words of another table have room in the columns of this one, and not much too much of it */
static bool
has_room (const SkeinLabMeasured *self,
          const GArray           *widths)
{
  for (guint i = 0; i < widths->len; i++)
    {
      int room = g_array_index (self->widths, int, i);
      int width = g_array_index (widths, int, i);

      if (width > room || width + 2 * STEP < room)
        return false;
    }

  return true;
}

static void
make_table (SkeinLabMeasured    *self,
            const SkeinLabTable *table)
{
  g_autofree SkeinTableColumn *columns = g_new0 (SkeinTableColumn, table->columns->len + 1);

  columns[0] = (SkeinTableColumn) {
    .id = "mode",
    .title = _("Mode"),
    .width = g_array_index (self->widths, int, 0),
    .min_width = g_array_index (self->widths, int, 0),
    .flags = SKEIN_TABLE_COLUMN_ALWAYS | SKEIN_TABLE_COLUMN_EXPAND,
  };

  for (guint i = 0; i < table->columns->len; i++)
    {
      const SkeinLabTableColumn *info = g_ptr_array_index (table->columns, i);

      columns[i + 1] = (SkeinTableColumn) {
        .id = info->id,
        .title = info->title,
        .explanation = info->text,
        .width = g_array_index (self->widths, int, i + 1),
        .min_width = g_array_index (self->widths, int, i + 1),
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
  g_autoptr (GArray) widths = table != NULL ? measure_all (self, table) : NULL;
  bool is_same = g_strcmp0 (shape, self->shape) == 0 && (widths == NULL || has_room (self, widths));

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
    {
      g_clear_pointer (&self->widths, g_array_unref);
      self->widths = g_steal_pointer (&widths);
      make_table (self, table);
    }
  skein_table_model_changed (SKEIN_TABLE_MODEL (self->rows));
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
skein_lab_measured_dispose (GObject *object)
{
  SkeinLabMeasured *self = SKEIN_LAB_MEASURED (object);

  g_clear_pointer ((GtkWidget **) &self->scrolled, gtk_widget_unparent);
  g_clear_pointer (&self->scrollbar, gtk_widget_unparent);
  self->table = NULL;
  g_clear_object (&self->rows);
  g_clear_pointer (&self->shape, g_free);
  g_clear_pointer (&self->widths, g_array_unref);

  G_OBJECT_CLASS (skein_lab_measured_parent_class)->dispose (object);
}

static void
skein_lab_measured_class_init (SkeinLabMeasuredClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = skein_lab_measured_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
room_changed_cb (GtkAdjustment    *adjustment,
                 SkeinLabMeasured *self)
{
  double size = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_lower (adjustment);

  gtk_widget_set_visible (self->scrollbar, size > gtk_adjustment_get_page_size (adjustment));
}

/* That there is more to the right has to be seen, and the bar must not lie on the last row: it has a place of its
 * own. */
static void
make_scrollbar (SkeinLabMeasured *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_hadjustment (self->scrolled);

  self->scrollbar = gtk_scrollbar_new (GTK_ORIENTATION_HORIZONTAL, adjustment);
  gtk_widget_set_visible (self->scrollbar, FALSE);
  gtk_widget_set_parent (self->scrollbar, GTK_WIDGET (self));
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (room_changed_cb), self, G_CONNECT_DEFAULT);
}

static void
skein_lab_measured_init (SkeinLabMeasured *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->rows = g_object_new (SKEIN_TYPE_LAB_ROWS, NULL);
  self->scrolled = GTK_SCROLLED_WINDOW (scrolled);
  gtk_scrolled_window_set_policy (self->scrolled, GTK_POLICY_EXTERNAL, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_propagate_natural_height (self->scrolled, TRUE);
  gtk_widget_set_parent (scrolled, GTK_WIDGET (self));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                                  GTK_ORIENTATION_VERTICAL);
  make_scrollbar (self);
}
