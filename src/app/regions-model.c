/* regions-model.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/regions-model.h"

#include "app/process-cells.h"
#include "base/escape.h"
#include "present/memory-words.h"
#include "present/reach.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

typedef enum
{
  COLUMN_WHAT,
  COLUMN_PROCESS,
  COLUMN_PID,
  COLUMN_ADDRESS,
  COLUMN_SIZE,
  COLUMN_RESIDENT,
  COLUMN_OWN,
  COLUMN_SHARED,
  COLUMN_SWAP,
  COLUMN_ACCESS,
  COLUMN_SHARED_WITH,
  COLUMN_NAME,
} Column;

#define SORTS   SKEIN_TABLE_COLUMN_SORTABLE
#define NUMBERS (SKEIN_TABLE_COLUMN_SORTABLE | SKEIN_TABLE_COLUMN_NUMERIC)
#define FIGURES (SKEIN_TABLE_COLUMN_SORTABLE | SKEIN_TABLE_COLUMN_NUMERIC | SKEIN_TABLE_COLUMN_DESCENDING)

static const SkeinTableColumn columns[] = {
  { "what", N_("Region"), NULL, 190, 80, 0, SORTS | SKEIN_TABLE_COLUMN_ALWAYS },
  { "process", N_("Process"), NULL, 110, 60, 0, SORTS },
  { "pid", N_("PID"), N_("The number that the kernel gave to the process"), 70, 40, 1, NUMBERS },
  { "address", N_("Address"), N_("Of its first byte; the same number means other memory in another process"), 130, 60,
    1, NUMBERS },
  { "size", N_("Size"), N_("Of the addresses; they need not be in memory"), 84, 50, 1, FIGURES },
  { "resident", N_("In memory"), NULL, 90, 50, 1, FIGURES },
  { "own", N_("Its own"), N_("In memory, and nobody else has it"), 84, 50, 1, FIGURES },
  { "shared", N_("Shared"), N_("In memory, and somebody else has it too"), 84, 50, 1, FIGURES },
  { "swapped", N_("Swapped"), N_("Moved out of memory"), 84, 50, 1, FIGURES },
  { "access", N_("Access"), N_("What the process may do with it"), 160, 60, 0, 0 },
  { "shared-with", N_("Shared with"), N_("Of the selected processes"), 110, 60, 0, 0 },
  { "name", N_("Name"), N_("File or object, as the kernel names it"), 220, 80, 0, SORTS | SKEIN_TABLE_COLUMN_EXPAND },
};

typedef struct
{
  uint32_t house;
  uint32_t region;
} Row;

struct _SkeinRegionsModel
{
  GObject           parent_instance;

  SkeinMemoryModel *model;
  SkeinTable       *table; /* not owned */
  GArray           *rows;  /* of Row */
  Column            sort_column;
  gboolean          descending;
};

static const Row *
row_at (SkeinRegionsModel *self,
        guint              index)
{
  return &g_array_index (self->rows, Row, index);
}

static const SkeinAddressSpace *
space_of (SkeinRegionsModel *self,
          const Row         *row)
{
  return skein_memory_model_get_houses (self->model)->report->spaces[row->house];
}

static const SkeinRegion *
region_of (SkeinRegionsModel *self,
           const Row         *row)
{
  return &space_of (self, row)->regions[row->region];
}

static const SkeinProcess *
process_of (SkeinRegionsModel *self,
            const Row         *row)
{
  const SkeinSnapshot *snapshot = skein_session_get_snapshot (skein_memory_model_get_session (self->model));

  return snapshot != NULL ? skein_snapshot_find_key (snapshot, &space_of (self, row)->process) : NULL;
}

/* Order */

/* What is not known comes after all that is. */
static double
figure_of (SkeinRegionsModel *self,
           const Row         *row,
           Column             column)
{
  const SkeinRegion *region = region_of (self, row);

  switch ((int) column)
    {
    case COLUMN_SIZE:
      return (double) skein_region_get_size (region);

    case COLUMN_RESIDENT:
      return region->has_resident ? (double) region->resident : -1.0;

    case COLUMN_OWN:
      return region->has_figures ? (double) region->own : -1.0;

    case COLUMN_SHARED:
      return region->has_figures ? (double) region->shared : -1.0;

    case COLUMN_SWAP:
      return region->has_figures ? (double) region->swap : -1.0;

    case COLUMN_WHAT:
      return region->kind;

    case COLUMN_PID:
      return space_of (self, row)->process.pid;

    default:
      return 0.0;
    }
}

static int
compare_rows (gconstpointer a,
              gconstpointer b,
              gpointer      data)
{
  SkeinRegionsModel *self = data;
  const Row *x = a;
  const Row *y = b;
  int order = 0;

  if (self->sort_column == COLUMN_NAME)
    {
      order = g_strcmp0 (region_of (self, x)->name, region_of (self, y)->name);
    }
  else if (self->sort_column != COLUMN_ADDRESS && self->sort_column != COLUMN_PROCESS)
    {
      double left = figure_of (self, x, self->sort_column);
      double right = figure_of (self, y, self->sort_column);

      order = (left > right) - (left < right);
    }

  if (order == 0 && self->sort_column == COLUMN_ADDRESS)
    order = (x->region > y->region) - (x->region < y->region);
  if (order == 0)
    order = x->house != y->house ? (x->house > y->house) - (x->house < y->house)
                                 : (x->region > y->region) - (x->region < y->region);

  return self->descending ? -order : order;
}

/* The model of the table */

static guint
skein_regions_model_get_n_rows (SkeinTableModel *model)
{
  return SKEIN_REGIONS_MODEL (model)->rows->len;
}

/* No two processes have the same number at once, nor two regions of one the same page. */
static uint64_t
make_id (const SkeinTaskKey *process,
         uint64_t            start)
{
  return start >> 12 << 22 | (uint64_t) (uint32_t) process->pid;
}

static uint64_t
skein_regions_model_get_id (SkeinTableModel *model,
                            guint            index)
{
  SkeinRegionsModel *self = SKEIN_REGIONS_MODEL (model);
  const Row *row = row_at (self, index);

  return make_id (&space_of (self, row)->process, region_of (self, row)->start);
}

static void
skein_regions_model_get_row (SkeinTableModel *model,
                             guint            index,
                             SkeinTableRow   *ret_row)
{
  SkeinRegionsModel *self = SKEIN_REGIONS_MODEL (model);

  ret_row->id = skein_regions_model_get_id (model, index);
  ret_row->dim = (region_of (self, row_at (self, index))->access & (SKEIN_ACCESS_READ | SKEIN_ACCESS_WRITE |
                                                                    SKEIN_ACCESS_EXECUTE)) == 0;
}

static void
fill_bytes (bool            is_known,
            uint64_t        bytes,
            SkeinTableCell *cell)
{
  if (!is_known)
    return;

  skein_format_bytes (bytes, cell->text, cell->size);
  cell->tone = bytes > 0 ? SKEIN_TABLE_TONE_NORMAL : SKEIN_TABLE_TONE_DIM;
}

static void
fill_process (SkeinRegionsModel *self,
              const Row         *row,
              SkeinTableCell    *cell)
{
  const SkeinHouse *house = &skein_memory_model_get_houses (self->model)->houses[row->house];
  SkeinColour colour = skein_colour_of_process (house->colour,
                                                adw_style_manager_get_dark (adw_style_manager_get_default ()));

  g_strlcpy (cell->text, house->name, cell->size);
  skein_cell_set_colour (cell, &colour);
  cell->swatch = true;
}

static void
fill_shared_with (SkeinRegionsModel *self,
                  const Row         *row,
                  SkeinTableCell    *cell)
{
  g_autofree char *text = skein_reach_dup_shared_with (skein_memory_model_get_houses (self->model)->report, row->house,
                                                       row->region);

  if (text != NULL)
    g_strlcpy (cell->text, text, cell->size);
}

static void
skein_regions_model_get_cell (SkeinTableModel *model,
                              guint            index,
                              guint            column,
                              SkeinTableCell  *cell)
{
  SkeinRegionsModel *self = SKEIN_REGIONS_MODEL (model);
  const Row *row = row_at (self, index);
  const SkeinRegion *region = region_of (self, row);

  switch ((Column) column)
    {
    case COLUMN_WHAT:
      skein_words_region (region, process_of (self, row), cell->text, cell->size);
      break;

    case COLUMN_PROCESS:
      fill_process (self, row, cell);
      break;

    case COLUMN_PID:
      skein_cell_set_number (cell, space_of (self, row)->process.pid);
      break;

    case COLUMN_ADDRESS:
      g_snprintf (cell->text, cell->size, "%012" G_GINT64_MODIFIER "x", region->start);
      break;

    case COLUMN_SIZE:
      fill_bytes (true, skein_region_get_size (region), cell);
      break;

    case COLUMN_RESIDENT:
      fill_bytes (region->has_resident, region->resident, cell);
      break;

    case COLUMN_OWN:
      fill_bytes (region->has_figures, region->own, cell);
      break;

    case COLUMN_SHARED:
      fill_bytes (region->has_figures, region->shared, cell);
      break;

    case COLUMN_SWAP:
      fill_bytes (region->has_figures, region->swap, cell);
      break;

    case COLUMN_ACCESS:
      skein_words_access (region->access, cell->text, cell->size);
      break;

    case COLUMN_SHARED_WITH:
      fill_shared_with (self, row, cell);
      break;

    case COLUMN_NAME:
    default:
      if (region->name != NULL)
        skein_cell_set_bytes (cell, region->name);
    }
}

static char *
skein_regions_model_dup_tooltip (SkeinTableModel *model,
                                 guint            index,
                                 guint            column)
{
  SkeinRegionsModel *self = SKEIN_REGIONS_MODEL (model);

  if (column != COLUMN_WHAT)
    return NULL;

  return g_strdup (skein_words_region_kind_explanation (region_of (self, row_at (self, index))->kind));
}

static void
skein_regions_model_sort (SkeinTableModel *model,
                          guint            column,
                          gboolean         descending)
{
  SkeinRegionsModel *self = SKEIN_REGIONS_MODEL (model);

  self->sort_column = (Column) column;
  self->descending = descending;
  g_array_sort_with_data (self->rows, compare_rows, self);
  skein_table_model_changed (model);
}

static void
table_model_iface_init (SkeinTableModelInterface *iface)
{
  iface->get_n_rows = skein_regions_model_get_n_rows;
  iface->get_id = skein_regions_model_get_id;
  iface->get_row = skein_regions_model_get_row;
  iface->get_cell = skein_regions_model_get_cell;
  iface->dup_tooltip = skein_regions_model_dup_tooltip;
  iface->sort = skein_regions_model_sort;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SkeinRegionsModel, skein_regions_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SKEIN_TYPE_TABLE_MODEL, table_model_iface_init))

/* A row chosen here is the region chosen everywhere. */
static void
row_selected_cb (SkeinRegionsModel *self)
{
  guint n;
  const uint64_t *ids = skein_table_get_selected (self->table, &n);

  for (guint i = 0; n > 0 && i < self->rows->len; i++)
    if (skein_regions_model_get_id (SKEIN_TABLE_MODEL (self), i) == ids[0])
      {
        const Row *row = row_at (self, i);

        skein_memory_model_choose (self->model, row->house, region_of (self, row)->start);
        return;
      }
}

static void
show_choice (SkeinRegionsModel *self)
{
  SkeinMemoryChoice choice;
  gboolean has_choice = skein_memory_model_get_choice (self->model, &choice) && choice.region != NULL;
  uint64_t id = has_choice ? make_id (&choice.space->process, choice.region->start) : 0;

  g_signal_handlers_block_by_func (self->table, row_selected_cb, self);
  skein_table_set_selected (self->table, &id, has_choice);
  g_signal_handlers_unblock_by_func (self->table, row_selected_cb, self);
}

static void
list_rows (SkeinRegionsModel *self)
{
  const SkeinHouses *houses = skein_memory_model_get_houses (self->model);

  g_array_set_size (self->rows, 0);

  for (uint32_t i = 0; houses != NULL && i < houses->report->n_spaces; i++)
    for (uint32_t j = 0; j < houses->report->spaces[i]->n_regions; j++)
      {
        Row row = { i, j };

        g_array_append_val (self->rows, row);
      }

  g_array_sort_with_data (self->rows, compare_rows, self);
}

/* Rows point into what is no more after a change, so they are listed anew even while
 * the table cannot be seen; then there are none. */
static void
changed_cb (SkeinRegionsModel *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self->table)))
    list_rows (self);
  else
    g_array_set_size (self->rows, 0);

  g_signal_handlers_block_by_func (self->table, row_selected_cb, self);
  skein_table_model_changed (SKEIN_TABLE_MODEL (self));
  g_signal_handlers_unblock_by_func (self->table, row_selected_cb, self);
  show_choice (self);
}

static void
skein_regions_model_finalize (GObject *object)
{
  SkeinRegionsModel *self = SKEIN_REGIONS_MODEL (object);

  g_clear_pointer (&self->rows, g_array_unref);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (skein_regions_model_parent_class)->finalize (object);
}

static void
skein_regions_model_class_init (SkeinRegionsModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = skein_regions_model_finalize;
}

static void
skein_regions_model_init (SkeinRegionsModel *self)
{
  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  self->sort_column = COLUMN_PROCESS;
}

GtkWidget *
skein_regions_table_new (SkeinMemoryModel *model)
{
  g_autoptr (SkeinRegionsModel) self = g_object_new (SKEIN_TYPE_REGIONS_MODEL, NULL);
  GtkWidget *table;

  table = skein_table_new_translated (columns, G_N_ELEMENTS (columns));
  skein_table_set_label (SKEIN_TABLE (table), _("Regions"));
  skein_table_set_selection_mode (SKEIN_TABLE (table), GTK_SELECTION_SINGLE);
  gtk_widget_add_css_class (table, "data-table");

  self->model = g_object_ref (model);
  self->table = SKEIN_TABLE (table);
  skein_table_set_model (self->table, SKEIN_TABLE_MODEL (self));
  g_signal_connect_object (table, "selection-changed", G_CALLBACK (row_selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (table, "map", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (model, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);

  return table;
}
