/* process-model.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/process-model.h"

#include "app/process-cells.h"
#include "present/row-id.h"

struct _SkeinProcessModel
{
  GObject                   parent_instance;

  SkeinSession             *session;
  SkeinProcessList         *list;
  const SkeinProcessColumn *columns;
  guint                     n_columns;
  guint                     max_depth;
  SkeinCellContext          context;

  SkeinTable               *table; /* weak */
  gboolean                  is_telling; /* a selection is on its way from one side to the other */
};

/* What each column is sorted by. */
static const SkeinProcessOrder orders[] = {
  [SKEIN_PROCESS_COLUMN_NAME] = SKEIN_PROCESS_NAME,
  [SKEIN_PROCESS_COLUMN_PID] = SKEIN_PROCESS_PID,
  [SKEIN_PROCESS_COLUMN_USER] = SKEIN_PROCESS_USER,
  [SKEIN_PROCESS_COLUMN_STATE] = SKEIN_PROCESS_STATE,
  [SKEIN_PROCESS_COLUMN_THREADS] = SKEIN_PROCESS_THREADS,
  [SKEIN_PROCESS_COLUMN_PARALLELISM] = SKEIN_PROCESS_PARALLELISM,
  [SKEIN_PROCESS_COLUMN_DEMAND] = SKEIN_PROCESS_DEMAND,
  [SKEIN_PROCESS_COLUMN_CPU] = SKEIN_PROCESS_PARALLELISM,
  [SKEIN_PROCESS_COLUMN_MEMORY] = SKEIN_PROCESS_MEMORY,
  [SKEIN_PROCESS_COLUMN_OWN_MEMORY] = SKEIN_PROCESS_OWN_MEMORY,
  [SKEIN_PROCESS_COLUMN_RESIDENT_MEMORY] = SKEIN_PROCESS_RESIDENT_MEMORY,
  [SKEIN_PROCESS_COLUMN_START] = SKEIN_PROCESS_START,
  [SKEIN_PROCESS_COLUMN_COMMAND] = SKEIN_PROCESS_COMMAND,
  [SKEIN_PROCESS_COLUMN_CPU_TIME] = SKEIN_PROCESS_CPU_TIME,
  [SKEIN_PROCESS_COLUMN_PARENT] = SKEIN_PROCESS_PARENT,
  [SKEIN_PROCESS_COLUMN_NICE] = SKEIN_PROCESS_NICE,
  [SKEIN_PROCESS_COLUMN_POLICY] = SKEIN_PROCESS_POLICY,
  [SKEIN_PROCESS_COLUMN_CGROUP] = SKEIN_PROCESS_CGROUP,
  [SKEIN_PROCESS_COLUMN_SHORT_THREADS] = SKEIN_PROCESS_THREADS,
  [SKEIN_PROCESS_COLUMN_CPU_BAR] = SKEIN_PROCESS_PARALLELISM,
};

static guint
skein_process_model_get_n_rows (SkeinTableModel *model)
{
  return skein_process_list_get_n_rows (SKEIN_PROCESS_MODEL (model)->list);
}

static uint64_t
skein_process_model_get_id (SkeinTableModel *model,
                            guint            row)
{
  return skein_process_list_get_row (SKEIN_PROCESS_MODEL (model)->list, row)->id;
}

static void
skein_process_model_get_row (SkeinTableModel *model,
                             guint            position,
                             SkeinTableRow   *ret_row)
{
  SkeinProcessModel *self = SKEIN_PROCESS_MODEL (model);
  const SkeinProcessRow *row = skein_process_list_get_row (self->list, position);

  ret_row->id = row->id;
  ret_row->depth = MIN (row->depth, self->max_depth);
  ret_row->expandable = row->expandable;
  ret_row->expanded = row->expanded;
  ret_row->dim = !row->matches || row->state == SKEIN_STATE_TERMINATED;
}

static void
skein_process_model_get_cell (SkeinTableModel *model,
                              guint            row,
                              guint            column,
                              SkeinTableCell  *ret_cell)
{
  SkeinProcessModel *self = SKEIN_PROCESS_MODEL (model);

  g_return_if_fail (column < self->n_columns);

  skein_process_cell_fill (&self->context, skein_process_list_get_row (self->list, row),
                           self->columns[column], ret_cell);
}

static char *
skein_process_model_dup_tooltip (SkeinTableModel *model,
                                 guint            row,
                                 guint            column)
{
  SkeinProcessModel *self = SKEIN_PROCESS_MODEL (model);

  g_return_val_if_fail (column < self->n_columns, NULL);

  return skein_process_cell_dup_tooltip (&self->context, skein_process_list_get_row (self->list, row),
                                         self->columns[column]);
}

static void
skein_process_model_sort (SkeinTableModel *model,
                          guint            column,
                          gboolean         descending)
{
  SkeinProcessModel *self = SKEIN_PROCESS_MODEL (model);

  g_return_if_fail (column < self->n_columns);

  skein_process_list_set_order (self->list, orders[self->columns[column]], descending);
  skein_process_model_changed (self);
}

static void
skein_process_model_set_expanded (SkeinTableModel *model,
                                  uint64_t         id,
                                  gboolean         expanded)
{
  SkeinProcessModel *self = SKEIN_PROCESS_MODEL (model);

  skein_process_list_set_expanded (self->list, id, expanded);
  skein_process_model_changed (self);
}

static void
table_model_iface_init (SkeinTableModelInterface *iface)
{
  iface->get_n_rows = skein_process_model_get_n_rows;
  iface->get_id = skein_process_model_get_id;
  iface->get_row = skein_process_model_get_row;
  iface->get_cell = skein_process_model_get_cell;
  iface->dup_tooltip = skein_process_model_dup_tooltip;
  iface->sort = skein_process_model_sort;
  iface->set_expanded = skein_process_model_set_expanded;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SkeinProcessModel, skein_process_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SKEIN_TYPE_TABLE_MODEL, table_model_iface_init))

/* The selection */

/* The table knows only rows that are shown: of the others it drops the selection. */
static void
tell_table (SkeinProcessModel *self)
{
  g_autoptr(GArray) ids = g_array_new (FALSE, FALSE, sizeof (uint64_t));
  const SkeinTaskKey *keys;
  guint n_keys;

  if (self->table == NULL || self->is_telling)
    return;

  keys = skein_session_get_selection (self->session, &n_keys);
  for (guint i = 0; i < n_keys; i++)
    {
      uint64_t id = skein_row_id_from_key (&keys[i]);

      g_array_append_val (ids, id);
    }

  self->is_telling = TRUE;
  skein_table_set_selected (self->table, (const uint64_t *) (void *) ids->data, ids->len);
  self->is_telling = FALSE;
}

/* Those that were selected before keep their order, for the session cares. */
static void
tell_session (SkeinProcessModel *self)
{
  g_autoptr(GArray) keys = g_array_new (FALSE, FALSE, sizeof (SkeinTaskKey));
  const SkeinTaskKey *before;
  const uint64_t *ids;
  guint n_before, n_ids;

  if (self->is_telling)
    return;

  before = skein_session_get_selection (self->session, &n_before);
  for (guint i = 0; i < n_before; i++)
    if (skein_table_is_selected (self->table, skein_row_id_from_key (&before[i])))
      g_array_append_val (keys, before[i]);

  ids = skein_table_get_selected (self->table, &n_ids);
  for (guint i = 0; i < n_ids; i++)
    {
      SkeinTaskKey key = skein_row_id_to_process_key (ids[i]);

      if (!skein_session_is_selected (self->session, &key))
        g_array_append_val (keys, key);
    }

  self->is_telling = TRUE;
  skein_session_set_selection (self->session, (const SkeinTaskKey *) (void *) keys->data, keys->len);
  self->is_telling = FALSE;
}

/* While rows come and go the table may drop some of its selection: that is no wish
 * of the user's. */
void
skein_process_model_changed (SkeinProcessModel *self)
{
  skein_cell_context_init (&self->context, self->session, skein_process_list_get_snapshot (self->list));

  self->is_telling = TRUE;
  skein_table_model_changed (SKEIN_TABLE_MODEL (self));
  self->is_telling = FALSE;

  tell_table (self);
}

static void
selection_changed_cb (SkeinProcessModel *self)
{
  const SkeinTaskKey *keys;
  guint n_keys;

  keys = skein_session_get_selection (self->session, &n_keys);
  if (self->is_telling)
    {
      /* Colours change with the selection. */
      skein_table_model_changed (SKEIN_TABLE_MODEL (self));
      return;
    }

  if (n_keys == 1)
    skein_process_list_reveal (self->list, skein_row_id_from_key (&keys[0]));

  skein_process_model_changed (self);

  if (n_keys == 1 && self->table != NULL)
    skein_table_scroll_to_id (self->table, skein_row_id_from_key (&keys[0]));
}

static void
holding_changed_cb (SkeinProcessModel *self)
{
  skein_process_list_set_hold (self->list, skein_table_get_holding (self->table));
}

static void
skein_process_model_dispose (GObject *object)
{
  SkeinProcessModel *self = SKEIN_PROCESS_MODEL (object);

  g_clear_weak_pointer (&self->table);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (skein_process_model_parent_class)->dispose (object);
}

static void
skein_process_model_finalize (GObject *object)
{
  SkeinProcessModel *self = SKEIN_PROCESS_MODEL (object);

  g_clear_pointer (&self->list, skein_process_list_free);

  G_OBJECT_CLASS (skein_process_model_parent_class)->finalize (object);
}

static void
skein_process_model_class_init (SkeinProcessModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = skein_process_model_dispose;
  object_class->finalize = skein_process_model_finalize;
}

static void
skein_process_model_init (SkeinProcessModel *self)
{
  self->list = skein_process_list_new ();
  self->max_depth = G_MAXUINT;
}

SkeinProcessModel *
skein_process_model_new (SkeinSession             *session,
                         const SkeinProcessColumn *columns,
                         guint                     n_columns)
{
  SkeinProcessModel *self = g_object_new (SKEIN_TYPE_PROCESS_MODEL, NULL);

  self->session = g_object_ref (session);
  self->columns = columns;
  self->n_columns = n_columns;
  g_signal_connect_object (session, "selection-changed", G_CALLBACK (selection_changed_cb), self, G_CONNECT_SWAPPED);

  return self;
}

SkeinProcessList *
skein_process_model_get_list (SkeinProcessModel *self)
{
  return self->list;
}

void
skein_process_model_set_max_depth (SkeinProcessModel *self,
                                   guint              max_depth)
{
  self->max_depth = max_depth;
}

void
skein_process_model_attach (SkeinProcessModel *self,
                            SkeinTable        *table)
{
  g_set_weak_pointer (&self->table, table);
  skein_table_set_model (table, SKEIN_TABLE_MODEL (self));
  tell_table (self);

  g_signal_connect_object (table, "selection-changed", G_CALLBACK (tell_session), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (table, "notify::holding", G_CALLBACK (holding_changed_cb), self, G_CONNECT_SWAPPED);
}

void
skein_process_model_refresh (SkeinProcessModel *self)
{
  const SkeinSnapshot *snapshot = skein_session_get_snapshot (self->session);
  const SkeinMemoryReport *memory = skein_session_get_memory (self->session);

  if (snapshot == NULL)
    return;

  skein_process_list_update (self->list, snapshot, skein_session_get_store (self->session));
  if (memory != NULL)
    skein_process_list_set_footprints (self->list, memory->footprints, memory->n_footprints);
  skein_process_model_changed (self);
}
