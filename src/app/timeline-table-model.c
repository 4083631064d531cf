/* timeline-table-model.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/timeline-table-model.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "app/process-cells.h"
#include "draw/palette.h"
#include "present/takers.h"
#include "present/timeline-text.h"
#include "present/timeline.h"
#include "present/words.h"

/* Less than this is not worth a word. */
#define MIN_SHARE 0.0005

typedef enum
{
  COLUMN_NAME,
  COLUMN_TID,
  COLUMN_PROCESS,
  COLUMN_STATE,
  COLUMN_STATES,
  COLUMN_RUN,
  COLUMN_READY,
  COLUMN_WAITING,
  COLUMN_DISK,
  COLUMN_SUSPENDED,
  COLUMN_GIVEN_UP,
  COLUMN_TAKEN,
  COLUMN_TAKERS,
  COLUMN_MOVES,
  COLUMN_SLICES,
  COLUMN_MOST,
  COLUMN_MEASURED,
} Column;

#define SORTS   SKEIN_TABLE_COLUMN_SORTABLE
#define HIDDEN  SKEIN_TABLE_COLUMN_HIDDEN
#define NUMBERS (SKEIN_TABLE_COLUMN_SORTABLE | SKEIN_TABLE_COLUMN_NUMERIC)
#define FIGURES (SKEIN_TABLE_COLUMN_SORTABLE | SKEIN_TABLE_COLUMN_NUMERIC | SKEIN_TABLE_COLUMN_DESCENDING)

static const SkeinTableColumn columns[] = {
  { "name", N_("Thread"), NULL, 150, 120, 0, SORTS | SKEIN_TABLE_COLUMN_ALWAYS | SKEIN_TABLE_COLUMN_EXPAND },
  { "tid", N_("TID"), N_("The number that the kernel gave to the thread"), 70, 40, 1, NUMBERS },
  { "process", N_("Process"), NULL, 120, 60, 0, SORTS | HIDDEN },
  { "state", N_("Mostly"), N_("The state it was in for most of the time"), 130, 60, 0, SORTS | HIDDEN },
  { "states", N_("States"), N_("The shares of its states: running high, ready half as high, waiting low"), 140, 60, 0,
    0 },
  { "run", N_("Running"), N_("How long, and what share of the time, it had a core"), 120, 50, 1, FIGURES },
  { "ready", N_("Ready"), N_("How long, and what share of the time, it wanted a core and had none"), 120, 50, 1,
    FIGURES },
  { "waiting", N_("Waiting"), N_("How long, and what share of the time, it waited for anything but a disk"), 120, 50,
    1, FIGURES },
  { "disk", N_("Disk"), N_("How long, and what share of the time, it waited for a disk"), 110, 50, 1, FIGURES },
  { "suspended", N_("Suspended"), N_("How long, and what share of the time, it was stopped"), 110, 50, 1, FIGURES },
  { "given-up", N_("Given up"), N_("How often it gave up its core, to wait; where every switch is known"), 80, 50, 1,
    FIGURES },
  { "taken", N_("Taken away"), N_("How often its core was taken away; where every switch is known"), 100, 50, 1,
    FIGURES },
  { "taken-by", N_("Taken away by"), N_("Who came to its core when it was taken away; where every switch is known"),
    180, 60, 0, 0 },
  { "moves", N_("Moves"), N_("How often it went on on another core; where every switch is known"), 90, 50, 1,
    FIGURES },
  { "slices", N_("Stays"), N_("How many stays on a core; where every switch is known"), 90, 50, 1, FIGURES | HIDDEN },
  { "most", N_("Most"), N_("The greatest share of a core in one reading"), 80, 50, 1, FIGURES },
  { "measured", N_("Measured"), N_("How much of the time was measured"), 90, 50, 1, FIGURES | HIDDEN },
};

typedef struct
{
  SkeinId      id;
  SkeinId      process;
  SkeinTaskKey key;
  bool         is_alive;
  SkeinSums    sums;
} Row;

struct _SkeinTimelineTableModel
{
  GObject       parent_instance;

  SkeinSession *session;
  GArray       *rows;    /* of Row */
  GArray       *takings; /* of SkeinTaking, thread by thread */
  SkeinPalette *palette;
  Column        sort_column;
  gboolean      descending;
};

static Row *
row_at (SkeinTimelineTableModel *self,
        guint                    index)
{
  return &g_array_index (self->rows, Row, index);
}

static double
share_of (const Row *row,
          int64_t    part_ns)
{
  return row->sums.observed_ns > 0 ? (double) part_ns / (double) row->sums.observed_ns : 0.0;
}

/* The figure of a column, for cells and for order. */
static double
figure_of (const Row *row,
           Column     column)
{
  switch (column)
    {
    case COLUMN_RUN:
      return share_of (row, row->sums.run_ns);

    case COLUMN_READY:
      return share_of (row, row->sums.ready_ns);

    case COLUMN_WAITING:
      return share_of (row, row->sums.waiting_ns);

    case COLUMN_DISK:
      return share_of (row, row->sums.disk_ns);

    case COLUMN_SUSPENDED:
      return share_of (row, row->sums.suspended_ns);

    case COLUMN_GIVEN_UP:
      return (double) row->sums.given_up;

    case COLUMN_TAKEN:
      return (double) row->sums.taken;

    case COLUMN_MOVES:
      return (double) row->sums.moves;

    case COLUMN_SLICES:
      return (double) row->sums.n_slices;

    case COLUMN_MOST:
      return row->sums.most_run;

    case COLUMN_MEASURED:
      return (double) row->sums.observed_ns;

    case COLUMN_PROCESS:
      return (double) row->process;

    case COLUMN_TID:
      return (double) row->key.tid;

    case COLUMN_NAME:
    case COLUMN_STATE:
    case COLUMN_STATES:
    case COLUMN_TAKERS:
    default:
      return 0.0;
    }
}

static SkeinState
state_of (const Row *row)
{
  SkeinBin bin = {
    .observed = row->sums.observed_ns > 0 ? 1.0f : 0.0f,
    .run = (float) share_of (row, row->sums.run_ns),
    .ready = (float) share_of (row, row->sums.ready_ns),
    .waiting = (float) share_of (row, row->sums.waiting_ns),
    .disk = (float) share_of (row, row->sums.disk_ns),
    .suspended = (float) share_of (row, row->sums.suspended_ns),
  };

  return skein_bin_get_state (&bin);
}

/* The store's own bytes: good until it learns something new. */
static const char *
get_name (SkeinTimelineTableModel *self,
          SkeinId                  id)
{
  SkeinTaskInfo info;

  return skein_store_get_info (skein_session_get_store (self->session), id, &info) ? info.name : "";
}

static int
compare_rows (gconstpointer a,
              gconstpointer b,
              gpointer      data)
{
  SkeinTimelineTableModel *self = data;
  const Row *one = a;
  const Row *other = b;
  double difference = figure_of (one, self->sort_column) - figure_of (other, self->sort_column);
  int order = difference < 0 ? -1 : difference > 0;

  if (self->sort_column == COLUMN_NAME)
    order = g_strcmp0 (get_name (self, one->id), get_name (self, other->id));
  else if (self->sort_column == COLUMN_STATE)
    order = (int) state_of (one) - (int) state_of (other);

  if (order != 0)
    return self->descending ? -order : order;

  return one->id < other->id ? -1 : one->id > other->id;
}

static guint
skein_timeline_table_model_get_n_rows (SkeinTableModel *model)
{
  return SKEIN_TIMELINE_TABLE_MODEL (model)->rows->len;
}

static uint64_t
skein_timeline_table_model_get_id (SkeinTableModel *model,
                                   guint            row)
{
  return row_at (SKEIN_TIMELINE_TABLE_MODEL (model), row)->id;
}

static void
skein_timeline_table_model_get_row (SkeinTableModel *model,
                                    guint            index,
                                    SkeinTableRow   *ret_row)
{
  const Row *row = row_at (SKEIN_TIMELINE_TABLE_MODEL (model), index);

  ret_row->id = row->id;
  ret_row->dim = !row->is_alive;
}

static void
fill_share (const Row      *row,
            Column          column,
            SkeinTableCell *cell)
{
  double share = figure_of (row, column);

  if (row->sums.observed_ns <= 0)
    return;

  skein_format_percent (share, cell->text, cell->size);
  cell->bar = SKEIN_TABLE_BAR_BEHIND;
  cell->share = MIN (share, 1.0);
}

/* How long, and what share that is. */
static void
fill_time (const Row      *row,
           Column          column,
           SkeinTableCell *cell)
{
  double share = figure_of (row, column);
  char percent[SKEIN_FORMAT_SIZE];
  char length[SKEIN_FORMAT_SIZE];

  if (row->sums.observed_ns <= 0)
    return;

  skein_format_percent (share, percent, sizeof percent);
  skein_format_duration ((int64_t) (share * (double) row->sums.observed_ns), length, sizeof length);
  g_snprintf (cell->text, cell->size, "%s · %s", length, percent);
  cell->bar = SKEIN_TABLE_BAR_BEHIND;
  cell->share = MIN (share, 1.0);
}

/* Samples tell no switches: of them there is no figure, and no zero. */
static void
fill_count (const Row      *row,
            Column          column,
            SkeinTableCell *cell)
{
  if (row->sums.exact > 0.0)
    skein_format_count ((uint64_t) figure_of (row, column), cell->text, cell->size);
}

/* Its states side by side, in the heights and colours of the lanes. */
static void
fill_states (SkeinTimelineTableModel *self,
             const Row               *row,
             SkeinTableCell          *cell)
{
  static const struct
  {
    Column column;
    size_t colour; /* where it is in the palette */
    float  height;
    SkeinState state;
  } states[SKEIN_TABLE_MAX_PARTS] = {
    { COLUMN_RUN, offsetof (SkeinPalette, running), 1.0f, SKEIN_STATE_RUNNING },
    { COLUMN_READY, offsetof (SkeinPalette, ready), 0.5f, SKEIN_STATE_READY },
    { COLUMN_WAITING, offsetof (SkeinPalette, waiting), 0.0f, SKEIN_STATE_WAITING },
    { COLUMN_DISK, offsetof (SkeinPalette, disk), 0.35f, SKEIN_STATE_DISK },
    { COLUMN_SUSPENDED, offsetof (SkeinPalette, suspended), 0.15f, SKEIN_STATE_SUSPENDED },
  };
  g_autoptr (GString) text = g_string_new (NULL);

  if (row->sums.observed_ns <= 0)
    return;

  cell->bar = SKEIN_TABLE_BAR_STACKED;
  for (guint i = 0; i < SKEIN_TABLE_MAX_PARTS; i++)
    {
      const SkeinColour *colour = (const void *) ((const char *) self->palette + states[i].colour);
      double share = figure_of (row, states[i].column);
      char percent[SKEIN_FORMAT_SIZE];

      cell->parts[i] = (SkeinTablePart) {
        .share = (float) share,
        .height = states[i].height,
        .color = { colour->red, colour->green, colour->blue, colour->alpha },
      };
      if (share < MIN_SHARE)
        continue;

      skein_format_percent (share, percent, sizeof percent);
      g_string_append_printf (text, "%s%s %s", text->len > 0 ? ", " : "", skein_words_state (states[i].state), percent);
    }

  g_strlcpy (cell->text, text->str, cell->size);
}

static void
fill_takers (SkeinTimelineTableModel *self,
             const Row               *row,
             SkeinTableCell          *cell)
{
  guint n;
  const SkeinTaking *takings = skein_takers_find (self->takings, row->id, &n);
  g_autofree char *line = skein_takers_dup_line (skein_session_get_store (self->session), takings, n);

  g_strlcpy (cell->text, line, cell->size);
}

static void
fill_name (SkeinTimelineTableModel *self,
           const Row               *row,
           SkeinTableCell          *cell)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  SkeinColour colour;
  SkeinTaskInfo info;

  skein_cell_set_bytes (cell, get_name (self, row->id));
  if (!skein_store_get_info (skein_session_get_store (self->session), row->process, &info))
    return;

  colour = skein_colour_of_thread (skein_session_get_colour_number (self->session, &info.key),
                                   skein_lane_shade (&row->key), dark);
  skein_cell_set_colour (cell, &colour);
  cell->swatch = true;
}

static void
skein_timeline_table_model_get_cell (SkeinTableModel *model,
                                     guint            index,
                                     guint            column,
                                     SkeinTableCell  *cell)
{
  SkeinTimelineTableModel *self = SKEIN_TIMELINE_TABLE_MODEL (model);
  const Row *row = row_at (self, index);

  switch ((Column) column)
    {
    case COLUMN_NAME:
      fill_name (self, row, cell);
      break;

    case COLUMN_TID:
      skein_cell_set_number (cell, row->key.tid);
      break;

    case COLUMN_PROCESS:
      skein_cell_set_bytes (cell, get_name (self, row->process));
      break;

    case COLUMN_STATE:
      if (row->sums.observed_ns > 0)
        skein_cell_set_state (cell, state_of (row));
      else
        g_strlcpy (cell->text, _("Not measured"), cell->size);
      break;

    case COLUMN_STATES:
      fill_states (self, row, cell);
      break;

    case COLUMN_TAKERS:
      fill_takers (self, row, cell);
      break;

    case COLUMN_MEASURED:
      skein_format_duration (row->sums.observed_ns, cell->text, cell->size);
      break;

    case COLUMN_GIVEN_UP:
    case COLUMN_TAKEN:
    case COLUMN_MOVES:
    case COLUMN_SLICES:
      fill_count (row, (Column) column, cell);
      break;

    case COLUMN_RUN:
    case COLUMN_READY:
    case COLUMN_WAITING:
    case COLUMN_DISK:
    case COLUMN_SUSPENDED:
      fill_time (row, (Column) column, cell);
      break;

    case COLUMN_MOST:
    default:
      fill_share (row, (Column) column, cell);
    }
}

static void
skein_timeline_table_model_sort (SkeinTableModel *model,
                                 guint            column,
                                 gboolean         descending)
{
  SkeinTimelineTableModel *self = SKEIN_TIMELINE_TABLE_MODEL (model);

  self->sort_column = (Column) column;
  self->descending = descending;
  g_array_sort_with_data (self->rows, compare_rows, self);
  skein_table_model_changed (model);
}

static void
table_model_iface_init (SkeinTableModelInterface *iface)
{
  iface->get_n_rows = skein_timeline_table_model_get_n_rows;
  iface->get_id = skein_timeline_table_model_get_id;
  iface->get_row = skein_timeline_table_model_get_row;
  iface->get_cell = skein_timeline_table_model_get_cell;
  iface->sort = skein_timeline_table_model_sort;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SkeinTimelineTableModel, skein_timeline_table_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SKEIN_TYPE_TABLE_MODEL, table_model_iface_init))

static void
skein_timeline_table_model_finalize (GObject *object)
{
  SkeinTimelineTableModel *self = SKEIN_TIMELINE_TABLE_MODEL (object);

  g_clear_pointer (&self->rows, g_array_unref);
  g_clear_pointer (&self->takings, g_array_unref);
  g_clear_pointer (&self->palette, skein_palette_free);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (skein_timeline_table_model_parent_class)->finalize (object);
}

static void
skein_timeline_table_model_class_init (SkeinTimelineTableModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = skein_timeline_table_model_finalize;
}

static void
skein_timeline_table_model_init (SkeinTimelineTableModel *self)
{
  self->rows = g_array_new (FALSE, TRUE, sizeof (Row));
  self->takings = g_array_new (FALSE, FALSE, sizeof (SkeinTaking));
  self->sort_column = COLUMN_RUN;
  self->descending = TRUE;
}

SkeinTimelineTableModel *
skein_timeline_table_model_new (SkeinSession *session)
{
  SkeinTimelineTableModel *self = g_object_new (SKEIN_TYPE_TIMELINE_TABLE_MODEL, NULL);

  self->session = g_object_ref (session);

  return self;
}

GtkWidget *
skein_timeline_table_model_create_table (SkeinTimelineTableModel *self)
{
  GtkWidget *table;

  table = skein_table_new_translated (columns, G_N_ELEMENTS (columns));
  skein_table_set_label (SKEIN_TABLE (table), _("Threads of the timeline"));
  skein_table_set_selection_mode (SKEIN_TABLE (table), GTK_SELECTION_SINGLE);
  skein_table_set_sort (SKEIN_TABLE (table), "run", TRUE);
  skein_table_set_model (SKEIN_TABLE (table), SKEIN_TABLE_MODEL (self));

  return table;
}

static void
update_palette (SkeinTimelineTableModel *self)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  bool dark = adw_style_manager_get_dark (style);
  bool high_contrast = adw_style_manager_get_high_contrast (style);

  if (self->palette != NULL && self->palette->dark == dark && self->palette->high_contrast == high_contrast)
    return;

  g_clear_pointer (&self->palette, skein_palette_free);
  self->palette = skein_palette_new (dark, high_contrast, 1.0);
}

void
skein_timeline_table_model_update (SkeinTimelineTableModel *self,
                                   const SkeinId           *processes,
                                   size_t                   n_processes,
                                   int64_t                  start_ns,
                                   int64_t                  end_ns)
{
  const SkeinStore *store = skein_session_get_store (self->session);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (SkeinId));

  for (size_t i = 0; i < n_processes; i++)
    skein_store_list_threads (store, processes[i], start_ns, end_ns, ids);

  g_array_set_size (self->rows, 0);
  g_array_set_size (self->takings, 0);
  update_palette (self);

  if (n_processes > 0)
    skein_takers_list (store, processes, n_processes, start_ns, end_ns, self->takings, NULL);

  for (guint i = 0; i < ids->len; i++)
    {
      Row row = { .id = g_array_index (ids, SkeinId, i) };
      SkeinTaskInfo info;

      if (!skein_store_get_info (store, row.id, &info))
        continue;

      row.process = info.process;
      row.key = info.key;
      row.is_alive = info.is_alive;
      skein_store_sum (store, row.id, start_ns, end_ns, &row.sums);
      g_array_append_val (self->rows, row);
    }

  g_array_sort_with_data (self->rows, compare_rows, self);
  skein_table_model_changed (SKEIN_TABLE_MODEL (self));
}
