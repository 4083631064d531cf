/* footprints-model.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/footprints-model.h"

#include "app/process-cells.h"
#include "present/row-id.h"

#include <adwaita.h>
#include <glib/gi18n.h>

typedef enum
{
  COLUMN_NAME,
  COLUMN_PID,
  COLUMN_USER,
  COLUMN_OWN,
  COLUMN_PROPORTIONAL,
  COLUMN_RESIDENT,
  COLUMN_SWAP,
} Column;

#define SORTS   SKEIN_TABLE_COLUMN_SORTABLE
#define NUMBERS (SKEIN_TABLE_COLUMN_SORTABLE | SKEIN_TABLE_COLUMN_NUMERIC)
#define FIGURES (SKEIN_TABLE_COLUMN_SORTABLE | SKEIN_TABLE_COLUMN_NUMERIC | SKEIN_TABLE_COLUMN_DESCENDING)

static const SkeinTableColumn columns[] = {
  { "name", N_("Process"), NULL, 180, 80, 0, SORTS | SKEIN_TABLE_COLUMN_ALWAYS | SKEIN_TABLE_COLUMN_EXPAND },
  { "pid", N_("PID"), N_("The number that the kernel gave to the process"), 70, 40, 1, NUMBERS },
  { "user", N_("User"), NULL, 90, 50, 0, SORTS },
  { "private", N_("Private"), N_("Memory that nobody else has: what would come back if it ended"), 100, 50, 1,
    FIGURES },
  { "proportional", N_("Proportional"), N_("Its own, and its part of what it shares: those of all add up"), 120, 50,
    1, FIGURES },
  { "resident", N_("Resident"), N_("What it has in memory now, what it shares included"), 100, 50, 1, FIGURES },
  { "swap", N_("Swapped"), N_("Its share of what was moved out of memory"), 100, 50, 1, FIGURES },
};

typedef struct
{
  uint64_t                 id;
  const SkeinFootprintRow *row;
  uint64_t                 resident;
} Row;

struct _SkeinFootprintsModel
{
  GObject           parent_instance;

  SkeinMemoryModel *model;
  SkeinTable       *table; /* not owned */
  GArray           *rows;  /* of Row */
  uint64_t          most;  /* of the proportional shares */
  Column            sort_column;
  gboolean          descending;
};

static const Row *
row_at (SkeinFootprintsModel *self,
        guint                 index)
{
  return &g_array_index (self->rows, Row, index);
}

/* Order */

static uint64_t
figure_of (const Row *row,
           Column     column)
{
  switch ((int) column)
    {
    case COLUMN_OWN:
      return row->row->own;

    case COLUMN_PROPORTIONAL:
      return row->row->own + row->row->rest;

    case COLUMN_RESIDENT:
      return row->resident;

    case COLUMN_SWAP:
      return row->row->swap;

    default:
      return (uint64_t) row->row->process.pid;
    }
}

static int
compare_rows (gconstpointer a,
              gconstpointer b,
              gpointer      data)
{
  SkeinFootprintsModel *self = data;
  const Row *x = a;
  const Row *y = b;
  uint64_t left = figure_of (x, self->sort_column);
  uint64_t right = figure_of (y, self->sort_column);
  int order = (left > right) - (left < right);

  if (self->sort_column == COLUMN_NAME)
    order = g_ascii_strcasecmp (x->row->name, y->row->name);
  else if (self->sort_column == COLUMN_USER)
    order = g_ascii_strcasecmp (x->row->user, y->row->user);

  if (order == 0)
    order = (x->row->process.pid > y->row->process.pid) - (x->row->process.pid < y->row->process.pid);

  return self->descending ? -order : order;
}

/* The model of the table */

static guint
skein_footprints_model_get_n_rows (SkeinTableModel *model)
{
  return SKEIN_FOOTPRINTS_MODEL (model)->rows->len;
}

static uint64_t
skein_footprints_model_get_id (SkeinTableModel *model,
                               guint            index)
{
  return row_at (SKEIN_FOOTPRINTS_MODEL (model), index)->id;
}

static void
skein_footprints_model_get_row (SkeinTableModel *model,
                                guint            index,
                                SkeinTableRow   *ret_row)
{
  ret_row->id = row_at (SKEIN_FOOTPRINTS_MODEL (model), index)->id;
}

static void
fill_name (SkeinFootprintsModel *self,
           const Row            *row,
           SkeinTableCell       *cell)
{
  SkeinSession *session = skein_memory_model_get_session (self->model);
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  SkeinColour colour = skein_colour_of_rest (dark);
  guint n;

  skein_session_get_selection (session, &n);
  if (n == 0 || skein_session_is_selected (session, &row->row->process))
    colour = skein_colour_of_process (skein_session_get_colour_number (session, &row->row->process), dark);

  g_strlcpy (cell->text, row->row->name, cell->size);
  skein_cell_set_colour (cell, &colour);
  cell->swatch = true;
}

static void
skein_footprints_model_get_cell (SkeinTableModel *model,
                                 guint            index,
                                 guint            column,
                                 SkeinTableCell  *cell)
{
  SkeinFootprintsModel *self = SKEIN_FOOTPRINTS_MODEL (model);
  const Row *row = row_at (self, index);

  switch ((Column) column)
    {
    case COLUMN_NAME:
      fill_name (self, row, cell);
      break;

    case COLUMN_PID:
      skein_cell_set_number (cell, row->row->process.pid);
      break;

    case COLUMN_USER:
      g_strlcpy (cell->text, row->row->user, cell->size);
      break;

    case COLUMN_OWN:
    case COLUMN_PROPORTIONAL:
    case COLUMN_RESIDENT:
    case COLUMN_SWAP:
    default:
      skein_format_bytes (figure_of (row, (Column) column), cell->text, cell->size);
      cell->tone = figure_of (row, (Column) column) > 0 ? SKEIN_TABLE_TONE_NORMAL : SKEIN_TABLE_TONE_DIM;
    }

  if (column == COLUMN_PROPORTIONAL && self->most > 0)
    {
      cell->bar = SKEIN_TABLE_BAR_BEHIND;
      cell->share = (double) figure_of (row, COLUMN_PROPORTIONAL) / (double) self->most;
    }
}

static void
skein_footprints_model_sort (SkeinTableModel *model,
                             guint            column,
                             gboolean         descending)
{
  SkeinFootprintsModel *self = SKEIN_FOOTPRINTS_MODEL (model);

  self->sort_column = (Column) column;
  self->descending = descending;
  g_array_sort_with_data (self->rows, compare_rows, self);
  skein_table_model_changed (model);
}

static void
table_model_iface_init (SkeinTableModelInterface *iface)
{
  iface->get_n_rows = skein_footprints_model_get_n_rows;
  iface->get_id = skein_footprints_model_get_id;
  iface->get_row = skein_footprints_model_get_row;
  iface->get_cell = skein_footprints_model_get_cell;
  iface->sort = skein_footprints_model_sort;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SkeinFootprintsModel, skein_footprints_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SKEIN_TYPE_TABLE_MODEL, table_model_iface_init))

static void
row_selected_cb (SkeinFootprintsModel *self)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (SkeinTaskKey));
  guint n;
  const uint64_t *ids = skein_table_get_selected (self->table, &n);

  for (guint i = 0; i < n; i++)
    {
      SkeinTaskKey key = skein_row_id_to_process_key (ids[i]);

      g_array_append_val (keys, key);
    }

  skein_session_set_selection (skein_memory_model_get_session (self->model),
                               (const SkeinTaskKey *) (void *) keys->data, keys->len);
}

static void
show_selection (SkeinFootprintsModel *self)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (uint64_t));
  guint n;
  const SkeinTaskKey *keys = skein_session_get_selection (skein_memory_model_get_session (self->model), &n);

  for (guint i = 0; i < n; i++)
    {
      uint64_t id = skein_row_id_from_key (&keys[i]);

      g_array_append_val (ids, id);
    }

  skein_table_set_selected (self->table, (const uint64_t *) (void *) ids->data, ids->len);
}

static void
list_rows (SkeinFootprintsModel *self)
{
  const SkeinFootprints *footprints = skein_memory_model_get_footprints (self->model);

  self->most = 0;

  for (uint32_t i = 0; footprints != NULL && i < footprints->n_rows; i++)
    {
      const SkeinFootprintRow *footprint = &footprints->rows[i];
      const SkeinFootprint *read = skein_session_find_footprint (skein_memory_model_get_session (self->model),
                                                                 &footprint->process);
      Row row = { skein_row_id_from_key (&footprint->process), footprint, read != NULL ? read->resident : 0 };

      self->most = MAX (self->most, footprint->own + footprint->rest);
      g_array_append_val (self->rows, row);
    }

  g_array_sort_with_data (self->rows, compare_rows, self);
}

/* Rows point into what is no more after a change, so they go even while the table
 * cannot be seen. */
static void
changed_cb (SkeinFootprintsModel *self)
{
  g_array_set_size (self->rows, 0);
  if (gtk_widget_get_mapped (GTK_WIDGET (self->table)))
    list_rows (self);

  g_signal_handlers_block_by_func (self->table, row_selected_cb, self);
  skein_table_model_changed (SKEIN_TABLE_MODEL (self));
  show_selection (self);
  g_signal_handlers_unblock_by_func (self->table, row_selected_cb, self);
}

static void
skein_footprints_model_finalize (GObject *object)
{
  SkeinFootprintsModel *self = SKEIN_FOOTPRINTS_MODEL (object);

  g_clear_pointer (&self->rows, g_array_unref);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (skein_footprints_model_parent_class)->finalize (object);
}

static void
skein_footprints_model_class_init (SkeinFootprintsModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = skein_footprints_model_finalize;
}

static void
skein_footprints_model_init (SkeinFootprintsModel *self)
{
  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  self->sort_column = COLUMN_PROPORTIONAL;
  self->descending = TRUE;
}

GtkWidget *
skein_footprints_table_new (SkeinMemoryModel *model)
{
  g_autoptr (SkeinFootprintsModel) self = g_object_new (SKEIN_TYPE_FOOTPRINTS_MODEL, NULL);
  GtkWidget *table;

  table = skein_table_new_translated (columns, G_N_ELEMENTS (columns));
  skein_table_set_label (SKEIN_TABLE (table), _("Memory of all processes"));
  skein_table_set_selection_mode (SKEIN_TABLE (table), GTK_SELECTION_MULTIPLE);
  skein_table_set_sort (SKEIN_TABLE (table), "proportional", TRUE);
  gtk_widget_add_css_class (table, "data-table");

  self->model = g_object_ref (model);
  self->table = SKEIN_TABLE (table);
  skein_table_set_model (self->table, SKEIN_TABLE_MODEL (self));
  g_signal_connect_object (table, "selection-changed", G_CALLBACK (row_selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (table, "map", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (model, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);

  return table;
}
