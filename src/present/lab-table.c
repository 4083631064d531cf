/* lab-table.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "present/lab-table.h"

#include "base/format.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

#define NOT_MEASURED "–"
#define TITLE_SIZE   256

/* From here on so many digits are read by nobody: of millions. */
#define MANY 1e6

/* Below this a digit behind the point means something: of what was done millions of times. */
#define FEW_NS 10.0

/* Stands for the speed-up, which is no figure of a run. */
#define SPEED_UP SKEIN_LAB_N_FIGURES

/* The common table, as one reads it. Two figures share a column where they are told beside each other. */
static const struct
{
  const char     *id;
  const char     *title;
  const char     *text;
  SkeinLabFigure  figure;
  SkeinLabFigure  second; /* SKEIN_LAB_N_FIGURES: none */
} common[] = {
  { "wall", N_("Wall time"), N_("From the start of the work to its end"), SKEIN_LAB_WALL, SKEIN_LAB_N_FIGURES },
  { "speed-up", N_("Speed-up"), N_("How many times faster than the first mode"), SPEED_UP, SKEIN_LAB_N_FIGURES },
  { "cpu", N_("CPU time"), N_("Time on cores, of all its threads together"), SKEIN_LAB_CPU, SKEIN_LAB_N_FIGURES },
  { "concurrency", N_("Concurrency"), N_("Tasks under way: started and not finished, on average"),
    SKEIN_LAB_CONCURRENCY, SKEIN_LAB_N_FIGURES },
  { "parallelism", N_("Parallelism"), N_("Threads on a core, on average"), SKEIN_LAB_PARALLELISM,
    SKEIN_LAB_N_FIGURES },
  { "together", N_("Two at once"), N_("Share of the time with two threads or more on a core"), SKEIN_LAB_TOGETHER,
    SKEIN_LAB_N_FIGURES },
  { "ready", N_("Ready"), N_("Time that its threads wanted a core and had none, all together"), SKEIN_LAB_READY,
    SKEIN_LAB_N_FIGURES },
  { "switches", N_("Gave up / taken"), N_("How often a core was given up to wait, and how often one was taken away"),
    SKEIN_LAB_GIVEN_UP, SKEIN_LAB_TAKEN },
  { "moves", N_("Moved core"), N_("How often a thread went to another core"), SKEIN_LAB_MOVES, SKEIN_LAB_N_FIGURES },
  { "private", N_("Private per worker"), N_("Private memory of each thread or process that does the work"),
    SKEIN_LAB_PRIVATE, SKEIN_LAB_N_FIGURES },
  { "proportional", N_("Memory"), N_("Proportional share of memory, of all its processes together"),
    SKEIN_LAB_PROPORTIONAL, SKEIN_LAB_N_FIGURES },
  { "start", N_("Start of a task"), N_("From the launch of a task to its first instruction, on average"),
    SKEIN_LAB_START, SKEIN_LAB_N_FIGURES },
  { "most-under-way", N_("Most under way"), N_("The most tasks under way at an instant"),
    SKEIN_LAB_CONCURRENCY_MOST, SKEIN_LAB_N_FIGURES },
  { "most-at-once", N_("Most at once"), N_("The most threads on a core at an instant"), SKEIN_LAB_PARALLELISM_MOST,
    SKEIN_LAB_N_FIGURES },
  { "others", N_("Others"),
    N_("What others took of the core time that it wanted; on cores that it leaves idle they disturb nothing"),
    SKEIN_LAB_OTHERS, SKEIN_LAB_N_FIGURES },
};

/* Numbers */

/* "516 M", "3.15 M": three digits, as times and bytes have them. */
static char *
format_many (double  value,
             char   *text,
             size_t  size)
{
  double number = value / (value < 999.5 * MANY ? MANY : MANY * 1000.0);
  int n_decimals = 0;

  if (number < 99.95)
    n_decimals = number < 9.995 ? 2 : 1;

  if (value < 999.5 * MANY)
    /* Translators: millions; the space is one that does not break */
    g_snprintf (text, size, _("%.*f M"), n_decimals, number);
  else
    /* Translators: thousands of millions; the space is one that does not break */
    g_snprintf (text, size, _("%.*f G"), n_decimals, number);

  return text;
}

static char *
format_count (double  value,
              char   *text,
              size_t  size)
{
  if (value >= MANY)
    return format_many (value, text, size);

  return skein_format_count ((uint64_t) llround (MAX (value, 0.0)), text, size);
}

static char *
format_number (SkeinUnit  unit,
               double     value,
               char      *text,
               size_t     size)
{
  char count[SKEIN_FORMAT_SIZE];

  switch (unit)
    {
    case SKEIN_UNIT_MS:
      return skein_format_duration ((int64_t) (value * 1e6), text, size);

    case SKEIN_UNIT_NS:
      if (value <= 0.0 || value >= FEW_NS)
        return skein_format_duration (llround (value), text, size);
      g_snprintf (text, size, _("%.1f ns"), value);
      return text;

    case SKEIN_UNIT_BYTES:
      return skein_format_bytes ((uint64_t) MAX (value, 0.0), text, size);

    case SKEIN_UNIT_SHARE:
      return skein_format_percent (value, text, size);

    case SKEIN_UNIT_ADDRESS:
      g_snprintf (text, size, "0x%" G_GINT64_MODIFIER "x", (guint64) value);
      return text;

    case SKEIN_UNIT_PER_S:
      /* Translators: a number in each second */
      g_snprintf (text, size, _("%s/s"), format_count (value, count, sizeof count));
      return text;

    case SKEIN_UNIT_TIMES:
      g_snprintf (text, size, "%.2f", value);
      return text;

    case SKEIN_UNIT_COUNT:
    case SKEIN_UNIT_BLOCKS:
    default:
      /* Most counts are whole; the median of two may not be. */
      if (value < 10.0 && fabs (value - round (value)) > 0.05)
        g_snprintf (text, size, "%.1f", value);
      else
        format_count (value, text, size);
      return text;
    }
}

static bool
is_digit (const char *text)
{
  return g_ascii_isdigit (*text) || *text == '.' || *text == ',';
}

/* "360 ms" and a spread of 3.2 ms: "360 ± 3 ms". Returns: (nullable): NULL: it is no number and a unit */
static char *
join (const char *text,
      double      median,
      double      spread)
{
  const char *unit = text;
  const char *point = NULL;
  char digits[SKEIN_FORMAT_SIZE];
  int n_decimals;
  double number;

  for (; is_digit (unit); unit++)
    point = *unit == '.' || *unit == ',' ? unit : point;
  if (unit == text || strpbrk (unit, "0123456789") != NULL)
    return NULL;

  /* A comma may group digits: then there is nothing behind the point. */
  n_decimals = point != NULL && unit - point <= 3 ? (int) (unit - point - 1) : 0;
  number = g_ascii_strtod (text, NULL);
  if (number <= 0.0 || (point != NULL && unit - point > 3))
    return NULL;

  g_snprintf (digits, sizeof digits, "%.*f", n_decimals, spread * number / median);

  /* Less than is shown. */
  if (strpbrk (digits, "123456789") == NULL)
    return g_strdup (text);

  return g_strdup_printf ("%.*s ± %s%s", (int) (unit - text), text, digits, unit);
}

char *
skein_lab_format_value (SkeinUnit            unit,
                        const SkeinLabValue *value)
{
  char median[SKEIN_FORMAT_SIZE];
  char spread[SKEIN_FORMAT_SIZE];
  char *joined;

  if (isnan (value->median))
    return g_strdup (NOT_MEASURED);

  format_number (unit, value->median, median, sizeof median);
  if (unit == SKEIN_UNIT_ADDRESS || value->n < 2 || isnan (value->spread) || value->spread <= 0.0)
    return g_strdup (median);

  joined = value->median > 0.0 ? join (median, value->median, value->spread) : NULL;
  if (joined != NULL)
    return joined;

  format_number (unit, value->spread, spread, sizeof spread);
  if (strpbrk (spread, "123456789") == NULL)
    return g_strdup (median);

  return g_strdup_printf ("%s ± %s", median, spread);
}

/* The table */

static void
column_free (gpointer data)
{
  SkeinLabTableColumn *column = data;

  g_free (column->id);
  g_free (column->title);
  g_free (column->text);
  g_free (column);
}

static void
get_value (const SkeinLabResults *results,
           unsigned               mode,
           SkeinLabFigure         figure,
           SkeinLabValue         *ret)
{
  if (figure == SPEED_UP)
    *ret = (SkeinLabValue) { skein_lab_results_get_speed_up (results, mode), 0.0, 1 };
  else
    skein_lab_results_get_figure (results, mode, figure, ret);
}

static SkeinUnit
unit_of (SkeinLabFigure figure)
{
  switch ((int) figure)
    {
    case SPEED_UP:
    case SKEIN_LAB_CONCURRENCY:
    case SKEIN_LAB_PARALLELISM:
      return SKEIN_UNIT_TIMES;

    default:
      return skein_lab_figure_get_unit (figure);
    }
}

static char *
dup_common_cell (const SkeinLabResults *results,
                 unsigned               mode,
                 unsigned               column)
{
  SkeinLabValue first, second;
  g_autofree char *one = NULL;
  g_autofree char *other = NULL;

  get_value (results, mode, common[column].figure, &first);
  if (common[column].second == SKEIN_LAB_N_FIGURES)
    return skein_lab_format_value (unit_of (common[column].figure), &first);

  skein_lab_results_get_figure (results, mode, common[column].second, &second);
  if (isnan (first.median) && isnan (second.median))
    return g_strdup (NOT_MEASURED);

  first.spread = second.spread = 0.0;
  one = skein_lab_format_value (unit_of (common[column].figure), &first);
  other = skein_lab_format_value (unit_of (common[column].second), &second);

  return g_strdup_printf ("%s / %s", one, other);
}

static char *
dup_measure_cell (const SkeinLabResults *results,
                  unsigned               mode,
                  unsigned               measure)
{
  SkeinLabValue value;

  skein_lab_results_get_measure (results, mode, measure, &value);

  return skein_lab_format_value (results->plan.experiment->measures[measure].unit, &value);
}

typedef char *(*DupCell) (const SkeinLabResults *results,
                          unsigned               mode,
                          unsigned               place);

/* A column of which nothing was measured says nothing. */
static void
add_column (SkeinLabTable         *self,
            const SkeinLabResults *results,
            GPtrArray             *by_column,
            DupCell                dup_cell,
            unsigned               place,
            const char            *id,
            const char            *title,
            const char            *text)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  SkeinLabTableColumn *column;
  bool is_known = false;

  for (guint i = 0; i < self->modes->len; i++)
    {
      char *cell = dup_cell (results, g_array_index (self->modes, unsigned, i), place);

      is_known |= strcmp (cell, NOT_MEASURED) != 0;
      g_ptr_array_add (cells, cell);
    }

  if (!is_known)
    return;

  column = g_new0 (SkeinLabTableColumn, 1);
  column->id = g_strdelimit (g_strdup (id), "_", '-');
  column->title = g_strdup (g_dgettext (GETTEXT_PACKAGE, title));
  column->text = g_strdup (text != NULL ? g_dgettext (GETTEXT_PACKAGE, text) : "");
  g_ptr_array_add (self->columns, column);
  g_ptr_array_add (by_column, g_steal_pointer (&cells));
}

SkeinLabTable *
skein_lab_table_new (const SkeinLabResults *results)
{
  SkeinLabTable *self = g_new0 (SkeinLabTable, 1);
  const SkeinLabPlan *plan = &results->plan;
  const SkeinMeasureInfo *measures = plan->experiment->measures;
  g_autoptr (GPtrArray) by_column = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  char title[TITLE_SIZE];
  SkeinMode mode;

  self->columns = g_ptr_array_new_with_free_func (column_free);
  self->modes = g_array_new (FALSE, FALSE, sizeof (unsigned));
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->cells = g_ptr_array_new_with_free_func (g_free);

  for (unsigned i = 0; skein_experiment_get_mode (plan->experiment, plan->values, i, &mode); i++)
    {
      if (skein_lab_results_count (results, i) == 0)
        continue;
      skein_mode_write_title (&mode, title, sizeof title);
      g_array_append_val (self->modes, i);
      g_ptr_array_add (self->names, g_strdup (title));
    }

  for (unsigned i = 0; i < G_N_ELEMENTS (common); i++)
    {
      /* Where all last alike none is the faster. */
      if (common[i].figure != SPEED_UP || !plan->experiment->lasts_alike)
        add_column (self, results, by_column, dup_common_cell, i, common[i].id, common[i].title, common[i].text);

      /* What an experiment is about comes first after what it took. */
      for (unsigned j = 0; i == 1 && measures[j].id != NULL; j++)
        add_column (self, results, by_column, dup_measure_cell, j, measures[j].id, measures[j].title,
                    measures[j].text);
    }

  for (guint row = 0; row < self->modes->len; row++)
    for (guint i = 0; i < by_column->len; i++)
      g_ptr_array_add (self->cells, g_strdup (g_ptr_array_index ((GPtrArray *) g_ptr_array_index (by_column, i), row)));

  return self;
}

void
skein_lab_table_free (SkeinLabTable *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->columns);
  g_array_unref (self->modes);
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->cells);
  g_free (self);
}

const char *
skein_lab_table_get (const SkeinLabTable *self,
                     unsigned             row,
                     unsigned             column)
{
  return g_ptr_array_index (self->cells, row * self->columns->len + column);
}

char *
skein_lab_table_dup_caption (const SkeinLabResults *results)
{
  unsigned n = 0;

  for (unsigned i = 0; i < SKEIN_EXPERIMENT_MOST_MODES; i++)
    n = MAX (n, skein_lab_results_count (results, i));

  if (n == 0)
    return g_strdup ("");
  if (n == 1)
    return g_strdup (_("one run each: nothing is known of how far runs differ"));

  return g_strdup_printf (ngettext ("median of %u run, ± half of how far the middle half of them lies apart",
                                    "median of %u runs, ± half of how far the middle half of them lies apart", n), n);
}
