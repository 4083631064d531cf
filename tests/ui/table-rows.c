/* table-rows.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "table-rows.h"

#include "app/table.h"

typedef struct
{
  uint64_t id;
  guint    depth;
  bool     closed; /* the rows below are hidden */
  double   cpu;
  guint    memory; /* KiB */
  guint    n_threads;
} Row;

struct _TestTableRows
{
  GObject  parent_instance;

  GArray  *rows;  /* of Row; a tree: in the order of the tree, all of it */
  GArray  *shown; /* of guint into rows */
  GRand   *rand;
  uint64_t next_id;
  guint    column;
  gboolean descending;
  bool     tree;
  guint    n_sorts;
};

static void table_model_init (SkeinTableModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TestTableRows, test_table_rows, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SKEIN_TYPE_TABLE_MODEL, table_model_init))

static Row *
get_shown (TestTableRows *self,
           guint          row)
{
  return &g_array_index (self->rows, Row, g_array_index (self->shown, guint, row));
}

static bool
has_children (TestTableRows *self,
              guint          index)
{
  return index + 1 < self->rows->len &&
         g_array_index (self->rows, Row, index + 1).depth > g_array_index (self->rows, Row, index).depth;
}

static void
collect (TestTableRows *self)
{
  guint hidden_below = G_MAXUINT;

  g_array_set_size (self->shown, 0);
  for (guint i = 0; i < self->rows->len; i++)
    {
      const Row *row = &g_array_index (self->rows, Row, i);

      if (self->tree && row->depth > hidden_below)
        continue;
      hidden_below = row->closed ? row->depth : G_MAXUINT;
      g_array_append_val (self->shown, i);
    }
}

static guint
get_n_rows (SkeinTableModel *model)
{
  return TEST_TABLE_ROWS (model)->shown->len;
}

static uint64_t
get_id (SkeinTableModel *model,
        guint            row)
{
  return get_shown (TEST_TABLE_ROWS (model), row)->id;
}

static void
get_row (SkeinTableModel *model,
         guint            row,
         SkeinTableRow   *ret_row)
{
  TestTableRows *self = TEST_TABLE_ROWS (model);
  const Row *shown = get_shown (self, row);

  ret_row->id = shown->id;
  if (self->tree)
    {
      ret_row->depth = shown->depth;
      ret_row->expandable = has_children (self, g_array_index (self->shown, guint, row));
      ret_row->expanded = !shown->closed;
    }
}

static void
get_cell (SkeinTableModel *model,
          guint            row,
          guint            column,
          SkeinTableCell  *cell)
{
  const Row *shown = get_shown (TEST_TABLE_ROWS (model), row);
  guint number = (guint) shown->id;

  switch (column)
    {
    case TEST_COLUMN_NAME:
      g_snprintf (cell->text, cell->size, "process-%u", number);
      cell->swatch = true;
      cell->color = (GdkRGBA) { (float) (number % 7) / 7, (float) (number % 11) / 11, 0.6f, 1.f };
      break;
    case TEST_COLUMN_PID:
      g_snprintf (cell->text, cell->size, "%u", number);
      break;
    case TEST_COLUMN_CPU:
      g_snprintf (cell->text, cell->size, "%.1f", shown->cpu);
      cell->bar = SKEIN_TABLE_BAR_BEHIND;
      cell->share = shown->cpu / 100;
      break;
    case TEST_COLUMN_MEMORY:
      g_snprintf (cell->text, cell->size, "%.1f MB", shown->memory / 1024.);
      break;
    case TEST_COLUMN_THREADS:
      g_snprintf (cell->text, cell->size, "%u", shown->n_threads);
      cell->bar = SKEIN_TABLE_BAR_INSTEAD;
      cell->share = shown->n_threads / 64.;
      break;
    case TEST_COLUMN_STATE:
      g_snprintf (cell->text, cell->size, "%s", shown->cpu > 50 ? "Running" : "Waiting");
      cell->tone = shown->cpu > 90 ? SKEIN_TABLE_TONE_WARNING : SKEIN_TABLE_TONE_DIM;
      break;
    default:
      g_snprintf (cell->text, cell->size, "/usr/libexec/example/process-%u --with --some --arguments", number);
    }
}

static gint
compare_rows (gconstpointer a,
              gconstpointer b,
              gpointer      data)
{
  TestTableRows *self = data;
  const Row *x = a;
  const Row *y = b;
  int order = 0;

  if (self->column == TEST_COLUMN_CPU)
    order = (x->cpu > y->cpu) - (x->cpu < y->cpu);
  else if (self->column == TEST_COLUMN_MEMORY)
    order = (x->memory > y->memory) - (x->memory < y->memory);
  else
    order = (x->id > y->id) - (x->id < y->id);
  if (self->descending)
    order = -order;

  return order != 0 ? order : (x->id > y->id) - (x->id < y->id);
}

static void
sort (SkeinTableModel *model,
      guint            column,
      gboolean         descending)
{
  TestTableRows *self = TEST_TABLE_ROWS (model);

  self->column = column;
  self->descending = descending;
  self->n_sorts++;
  test_table_rows_sort (self);
  test_table_rows_publish (self);
}

static void
set_expanded (SkeinTableModel *model,
              uint64_t         id,
              gboolean         expanded)
{
  TestTableRows *self = TEST_TABLE_ROWS (model);

  for (guint i = 0; i < self->rows->len; i++)
    if (g_array_index (self->rows, Row, i).id == id)
      g_array_index (self->rows, Row, i).closed = !expanded;
  test_table_rows_publish (self);
}

static gboolean
is_tree (SkeinTableModel *model)
{
  return TEST_TABLE_ROWS (model)->tree;
}

static void
table_model_init (SkeinTableModelInterface *iface)
{
  iface->get_n_rows = get_n_rows;
  iface->get_id = get_id;
  iface->get_row = get_row;
  iface->get_cell = get_cell;
  iface->sort = sort;
  iface->set_expanded = set_expanded;
  iface->is_tree = is_tree;
}

static void
test_table_rows_finalize (GObject *object)
{
  TestTableRows *self = TEST_TABLE_ROWS (object);

  g_array_unref (self->rows);
  g_array_unref (self->shown);
  g_rand_free (self->rand);

  G_OBJECT_CLASS (test_table_rows_parent_class)->finalize (object);
}

static void
test_table_rows_class_init (TestTableRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_table_rows_finalize;
}

static void
test_table_rows_init (TestTableRows *self)
{
  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  self->shown = g_array_new (FALSE, FALSE, sizeof (guint));
  self->next_id = 1;
}

static void
shuffle (TestTableRows *self,
         Row           *row)
{
  row->cpu = g_rand_int_range (self->rand, 0, 1000) / 10.;
  row->memory = (guint) g_rand_int_range (self->rand, 0, 1 << 20);
  row->n_threads = (guint) g_rand_int_range (self->rand, 1, 64);
}

static void
insert (TestTableRows *self,
        guint          position)
{
  Row row = { .id = self->next_id++ };

  if (row.id % 10 != 1)
    row.depth = row.id % 5 == 1 ? 1 : 2;
  shuffle (self, &row);
  g_array_insert_val (self->rows, position, row);
}

TestTableRows *
test_table_rows_new (guint   n_rows,
                     guint32 seed)
{
  TestTableRows *self = g_object_new (TEST_TYPE_TABLE_ROWS, NULL);

  self->rand = g_rand_new_with_seed (seed);
  for (guint i = 0; i < n_rows; i++)
    insert (self, i);
  collect (self);

  return self;
}

GtkWidget *
test_table_rows_new_table (TestTableRows *self)
{
  const SkeinTableColumnFlags sortable = SKEIN_TABLE_COLUMN_SORTABLE;
  const SkeinTableColumnFlags name = sortable | SKEIN_TABLE_COLUMN_TREE | SKEIN_TABLE_COLUMN_ALWAYS;
  const SkeinTableColumnFlags number = sortable | SKEIN_TABLE_COLUMN_NUMERIC;
  const SkeinTableColumnFlags amount = number | SKEIN_TABLE_COLUMN_DESCENDING;
  const SkeinTableColumn columns[] = {
    { "name", "Name", NULL, 220, 120, 0.f, name },
    { "pid", "PID", "The number of the process", 70, 50, 0.f, number },
    { "cpu", "CPU", "Per cent of one core", 80, 60, 0.f, amount },
    { "memory", "Memory", NULL, 100, 60, 0.f, amount },
    { "threads", "Threads", NULL, 90, 40, 0.f, 0 },
    { "state", "State", NULL, 100, 60, 0.f, 0 },
    { "command", "Command", NULL, 200, 120, 0.f, SKEIN_TABLE_COLUMN_EXPAND },
  };
  GtkWidget *table = skein_table_new (columns, G_N_ELEMENTS (columns));

  skein_table_set_label (SKEIN_TABLE (table), "Processes");
  skein_table_set_selection_mode (SKEIN_TABLE (table), GTK_SELECTION_MULTIPLE);
  skein_table_set_model (SKEIN_TABLE (table), SKEIN_TABLE_MODEL (self));

  return table;
}

guint
test_table_rows_get_n (TestTableRows *self)
{
  return self->shown->len;
}

uint64_t
test_table_rows_get_id (TestTableRows *self,
                        guint          row)
{
  return get_shown (self, row)->id;
}

int
test_table_rows_find (TestTableRows *self,
                      uint64_t       id)
{
  for (guint i = 0; i < self->shown->len; i++)
    if (get_shown (self, i)->id == id)
      return (int) i;

  return -1;
}

char *
test_table_rows_dup_text (TestTableRows *self,
                          guint          row,
                          guint          column)
{
  char text[SKEIN_TABLE_TEXT_SIZE];
  SkeinTableCell cell = { .text = text, .size = sizeof (text) };

  skein_table_model_get_cell (SKEIN_TABLE_MODEL (self), row, column, &cell);

  return g_strdup (text);
}

guint
test_table_rows_get_n_sorts (TestTableRows *self)
{
  return self->n_sorts;
}

void
test_table_rows_set_tree (TestTableRows *self,
                          bool           tree)
{
  self->tree = tree;
  test_table_rows_publish (self);
}

void
test_table_rows_churn (TestTableRows *self,
                       guint          n_deaths,
                       guint          n_births,
                       guint          n_changes)
{
  for (guint i = 0; i < n_deaths && self->rows->len > 0; i++)
    g_array_remove_index (self->rows, (guint) g_rand_int_range (self->rand, 0, (gint32) self->rows->len));
  for (guint i = 0; i < n_births; i++)
    insert (self, (guint) g_rand_int_range (self->rand, 0, (gint32) self->rows->len + 1));
  for (guint i = 0; i < n_changes && self->rows->len > 0; i++)
    shuffle (self, &g_array_index (self->rows, Row, g_rand_int_range (self->rand, 0, (gint32) self->rows->len)));
}

void
test_table_rows_remove (TestTableRows *self,
                        uint64_t       id)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (g_array_index (self->rows, Row, i).id == id)
      g_array_remove_index (self->rows, i--);
}

void
test_table_rows_sort (TestTableRows *self)
{
  if (!self->tree)
    g_array_sort_with_data (self->rows, compare_rows, self);
}

void
test_table_rows_publish (TestTableRows *self)
{
  collect (self);
  skein_table_model_changed (SKEIN_TABLE_MODEL (self));
}
