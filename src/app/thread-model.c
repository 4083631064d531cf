/* thread-model.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/thread-model.h"

#include "app/process-cells.h"
#include "present/timeline.h"
#include "present/words.h"

#include <glib/gi18n.h>

struct _SkeinThreadModel
{
  GObject           parent_instance;

  SkeinSession     *session;
  SkeinTaskKey      process;
  SkeinThreadRows  *rows;
  SkeinCellContext  context;
  SkeinTable       *table; /* weak */
};

/* What a table is told about its columns; the model's are the same, in this order. */
typedef struct
{
  SkeinThreadOrder      order;
  const char           *id;
  const char           *title;
  const char           *explanation;
  int                   width;
  SkeinTableColumnFlags flags;
} ThreadColumn;

#define SORTS   SKEIN_TABLE_COLUMN_SORTABLE
#define FIGURES (SKEIN_TABLE_COLUMN_SORTABLE | SKEIN_TABLE_COLUMN_NUMERIC | SKEIN_TABLE_COLUMN_DESCENDING)
#define HIDDEN  SKEIN_TABLE_COLUMN_HIDDEN

static const ThreadColumn columns[] = {
  { SKEIN_THREAD_NAME, "name", N_("Thread"), NULL, 150, SORTS | SKEIN_TABLE_COLUMN_ALWAYS },
  { SKEIN_THREAD_TID, "tid", N_("TID"),
    N_("The number that the kernel gave to the thread"), 64, SORTS | SKEIN_TABLE_COLUMN_NUMERIC },
  { SKEIN_THREAD_STATE, "state", N_("State"), NULL, 110, SORTS },
  { SKEIN_THREAD_CORE, "core", N_("Core"),
    N_("The core it ran on last"), 72, SORTS | SKEIN_TABLE_COLUMN_NUMERIC },
  { SKEIN_THREAD_RUN, "run", N_("Running"), N_("Share of the time it had a core"), 120, FIGURES },
  { SKEIN_THREAD_READY, "ready", N_("Ready"),
    N_("Share of the time it wanted a core and had none"), 76, FIGURES },
  { SKEIN_THREAD_WAIT, "wait", N_("Waits for"), NULL, 150, SORTS | SKEIN_TABLE_COLUMN_EXPAND },
  { SKEIN_THREAD_GIVEN_UP, "given-up", N_("Given up"),
    N_("Times a second that it left its core by itself"), 84, FIGURES },
  { SKEIN_THREAD_TAKEN_AWAY, "taken-away", N_("Taken away"),
    N_("Times a second that the kernel took its core away"), 100, FIGURES },
  { SKEIN_THREAD_MOVES, "moves", N_("Moves"), N_("How often it was moved to another core"), 88, FIGURES },
  { SKEIN_THREAD_POLICY, "policy", N_("Scheduling"), NULL, 120, SORTS },
  { SKEIN_THREAD_NICE, "nice", N_("Nice"),
    N_("From −20, runs first, to 19, runs last"), 56, SORTS | SKEIN_TABLE_COLUMN_NUMERIC },
  { SKEIN_THREAD_CORES, "cores", N_("Allowed cores"), N_("The cores it may run on"), 150, SORTS },
  { SKEIN_THREAD_CPU_TIME, "cpu-time", N_("CPU time"), N_("Time on a core since it started"), 110, FIGURES },
  { SKEIN_THREAD_START, "start", N_("Started"), NULL, 92, SORTS | SKEIN_TABLE_COLUMN_NUMERIC | HIDDEN },
};

static guint
skein_thread_model_get_n_rows (SkeinTableModel *model)
{
  return skein_thread_rows_get_n_rows (SKEIN_THREAD_MODEL (model)->rows);
}

static uint64_t
skein_thread_model_get_id (SkeinTableModel *model,
                           guint            row)
{
  return skein_thread_rows_get_row (SKEIN_THREAD_MODEL (model)->rows, row)->id;
}

static void
skein_thread_model_get_row (SkeinTableModel *model,
                            guint            position,
                            SkeinTableRow   *ret_row)
{
  const SkeinThreadRow *row = skein_thread_rows_get_row (SKEIN_THREAD_MODEL (model)->rows, position);

  ret_row->id = row->id;
  ret_row->dim = skein_thread_get_state (row->thread) == SKEIN_STATE_TERMINATED;
}

static void
fill_name (SkeinThreadModel     *self,
           const SkeinThreadRow *row,
           SkeinTableCell       *cell)
{
  SkeinTaskKey key = { self->process.pid, row->thread->tid, row->thread->start_ticks };
  SkeinColour colour = skein_colour_of_thread (skein_session_get_colour_number (self->session, &self->process),
                                               skein_lane_shade (&key), self->context.dark);

  skein_cell_set_bytes (cell, row->thread->name);
  skein_cell_set_colour (cell, &colour);
  cell->swatch = true;
}

/* The rate while there is one to tell; before, nothing rather than a guess. */
static void
fill_rate (const SkeinThreadRow *row,
           double                rate,
           SkeinTableCell       *cell)
{
  char count[SKEIN_FORMAT_SIZE];

  if (!row->has_rates)
    return;

  skein_format_count ((uint64_t) (rate + 0.5), count, sizeof count);
  /* Translators: so many times a second */
  g_snprintf (cell->text, cell->size, C_ ("rate", "%s/s"), count);
  cell->tone = rate >= 0.5 ? SKEIN_TABLE_TONE_NORMAL : SKEIN_TABLE_TONE_DIM;
}

static void
fill_detail (SkeinThreadModel     *self,
             const SkeinThreadRow *row,
             SkeinThreadOrder      order,
             SkeinTableCell       *cell)
{
  switch ((int) order)
    {
    case SKEIN_THREAD_GIVEN_UP:
      fill_rate (row, row->given_up, cell);
      break;

    case SKEIN_THREAD_TAKEN_AWAY:
      fill_rate (row, row->taken_away, cell);
      break;

    case SKEIN_THREAD_MOVES:
      if (row->detail != NULL && row->detail->moves >= 0)
        skein_format_count ((uint64_t) row->detail->moves, cell->text, cell->size);
      break;

    case SKEIN_THREAD_WAIT:
      skein_words_wait (row->thread, row->detail, cell->text, cell->size);
      break;

    case SKEIN_THREAD_CORES:
    default:
      if (row->detail != NULL)
        skein_words_cores (row->detail->allowed_cores, self->context.snapshot->n_cores, cell->text, cell->size);
    }
}

static void
skein_thread_model_get_cell (SkeinTableModel *model,
                             guint            position,
                             guint            column,
                             SkeinTableCell  *cell)
{
  SkeinThreadModel *self = SKEIN_THREAD_MODEL (model);
  const SkeinThreadRow *row = skein_thread_rows_get_row (self->rows, position);
  const SkeinThread *thread = row->thread;

  g_return_if_fail (column < G_N_ELEMENTS (columns));

  switch ((int) columns[column].order)
    {
    case SKEIN_THREAD_NAME:
      fill_name (self, row, cell);
      break;

    case SKEIN_THREAD_TID:
      skein_cell_set_number (cell, thread->tid);
      break;

    case SKEIN_THREAD_STATE:
      skein_cell_set_state (cell, skein_thread_get_state (thread));
      break;

    case SKEIN_THREAD_CORE:
      if (thread->core >= 0)
        skein_cell_set_number (cell, thread->core);
      break;

    case SKEIN_THREAD_RUN:
      skein_cell_set_share (cell, row->run);
      break;

    case SKEIN_THREAD_READY:
      skein_cell_set_share (cell, row->ready);
      break;

    case SKEIN_THREAD_POLICY:
      skein_words_policy (thread->policy, thread->rt_priority, cell->text, cell->size);
      break;

    case SKEIN_THREAD_NICE:
      skein_cell_set_number (cell, thread->nice);
      break;

    case SKEIN_THREAD_CPU_TIME:
      skein_format_duration ((int64_t) thread->run_ns, cell->text, cell->size);
      break;

    case SKEIN_THREAD_START:
      skein_cell_set_start (&self->context, cell, thread->start_ticks);
      break;

    default:
      fill_detail (self, row, columns[column].order, cell);
    }
}

static char *
dup_total (uint64_t total)
{
  char count[SKEIN_FORMAT_SIZE];

  skein_format_count (total, count, sizeof count);

  return g_strdup_printf (ngettext ("%s time since it started", "%s times since it started", total), count);
}

static char *
skein_thread_model_dup_tooltip (SkeinTableModel *model,
                                guint            position,
                                guint            column)
{
  SkeinThreadModel *self = SKEIN_THREAD_MODEL (model);
  const SkeinThreadRow *row = skein_thread_rows_get_row (self->rows, position);
  char text[SKEIN_WORDS_SIZE];

  g_return_val_if_fail (column < G_N_ELEMENTS (columns), NULL);

  switch ((int) columns[column].order)
    {
    case SKEIN_THREAD_STATE:
      return g_strdup (skein_words_state_tooltip (skein_thread_get_state (row->thread), row->thread->letter,
                                                  text, sizeof text));

    case SKEIN_THREAD_GIVEN_UP:
      return row->detail != NULL ? dup_total (row->detail->voluntary) : NULL;

    case SKEIN_THREAD_TAKEN_AWAY:
      return row->detail != NULL ? dup_total (row->detail->preempted) : NULL;

    case SKEIN_THREAD_WAIT:
      if (row->detail == NULL || row->detail->wchan == NULL)
        return NULL;
      return g_strdup_printf (_("Sleeps in the kernel’s function %s"), row->detail->wchan);

    case SKEIN_THREAD_START:
      return skein_dup_start (self->context.snapshot, row->thread->start_ticks, TRUE);

    default:
      return NULL;
    }
}

static void
changed (SkeinThreadModel *self)
{
  skein_cell_context_init (&self->context, self->session, skein_thread_rows_get_snapshot (self->rows));
  skein_table_model_changed (SKEIN_TABLE_MODEL (self));
}

static void
skein_thread_model_sort (SkeinTableModel *model,
                         guint            column,
                         gboolean         descending)
{
  SkeinThreadModel *self = SKEIN_THREAD_MODEL (model);

  g_return_if_fail (column < G_N_ELEMENTS (columns));

  skein_thread_rows_set_order (self->rows, columns[column].order, descending);
  changed (self);
}

static void
table_model_iface_init (SkeinTableModelInterface *iface)
{
  iface->get_n_rows = skein_thread_model_get_n_rows;
  iface->get_id = skein_thread_model_get_id;
  iface->get_row = skein_thread_model_get_row;
  iface->get_cell = skein_thread_model_get_cell;
  iface->dup_tooltip = skein_thread_model_dup_tooltip;
  iface->sort = skein_thread_model_sort;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SkeinThreadModel, skein_thread_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SKEIN_TYPE_TABLE_MODEL, table_model_iface_init))

static void
skein_thread_model_dispose (GObject *object)
{
  SkeinThreadModel *self = SKEIN_THREAD_MODEL (object);

  g_clear_weak_pointer (&self->table);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (skein_thread_model_parent_class)->dispose (object);
}

static void
skein_thread_model_finalize (GObject *object)
{
  g_clear_pointer (&SKEIN_THREAD_MODEL (object)->rows, skein_thread_rows_free);

  G_OBJECT_CLASS (skein_thread_model_parent_class)->finalize (object);
}

static void
skein_thread_model_class_init (SkeinThreadModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = skein_thread_model_dispose;
  object_class->finalize = skein_thread_model_finalize;
}

static void
skein_thread_model_init (SkeinThreadModel *self)
{
}

SkeinThreadModel *
skein_thread_model_new (SkeinSession       *session,
                        const SkeinTaskKey *process)
{
  SkeinThreadModel *self = g_object_new (SKEIN_TYPE_THREAD_MODEL, NULL);

  self->session = g_object_ref (session);
  self->process = *process;
  self->rows = skein_thread_rows_new (process);

  return self;
}

SkeinTable *
skein_thread_model_make_table (void)
{
  SkeinTableColumn table_columns[G_N_ELEMENTS (columns)] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    table_columns[i] = (SkeinTableColumn) {
      .id = columns[i].id,
      .title = _ (columns[i].title),
      .explanation = columns[i].explanation != NULL ? _ (columns[i].explanation) : NULL,
      .width = columns[i].width,
      .min_width = columns[i].flags & SKEIN_TABLE_COLUMN_EXPAND ? columns[i].width : 0,
      .flags = columns[i].flags,
    };

  return SKEIN_TABLE (skein_table_new (table_columns, G_N_ELEMENTS (columns)));
}

static void
holding_changed_cb (SkeinThreadModel *self)
{
  skein_thread_rows_set_hold (self->rows, skein_table_get_holding (self->table));
}

static void
adopt_order (SkeinThreadModel *self)
{
  gboolean descending;
  const char *sort = skein_table_get_sort (self->table, &descending);

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    if (g_strcmp0 (columns[i].id, sort) == 0)
      skein_thread_rows_set_order (self->rows, columns[i].order, descending);
}

void
skein_thread_model_attach (SkeinThreadModel *self,
                           SkeinTable       *table)
{
  g_set_weak_pointer (&self->table, table);
  adopt_order (self);
  skein_table_set_model (table, SKEIN_TABLE_MODEL (self));
  g_signal_connect_object (table, "notify::holding", G_CALLBACK (holding_changed_cb), self, G_CONNECT_SWAPPED);
}

gboolean
skein_thread_model_refresh (SkeinThreadModel *self)
{
  const SkeinSnapshot *snapshot = skein_session_get_snapshot (self->session);

  if (snapshot == NULL || !skein_thread_rows_update (self->rows, snapshot, skein_session_get_store (self->session)))
    return FALSE;

  changed (self);

  return TRUE;
}

void
skein_thread_model_add_up (SkeinThreadModel *self,
                           double           *ret_run,
                           double           *ret_ready)
{
  *ret_run = 0.0;
  *ret_ready = 0.0;

  for (uint32_t i = 0; i < skein_thread_rows_get_n_rows (self->rows); i++)
    {
      *ret_run += (double) skein_thread_rows_get_row (self->rows, i)->run;
      *ret_ready += (double) skein_thread_rows_get_row (self->rows, i)->ready;
    }
}

const SkeinProcess *
skein_thread_model_get_process (SkeinThreadModel *self)
{
  return skein_thread_rows_get_process (self->rows);
}

const SkeinSnapshot *
skein_thread_model_get_snapshot (SkeinThreadModel *self)
{
  return skein_thread_rows_get_snapshot (self->rows);
}
