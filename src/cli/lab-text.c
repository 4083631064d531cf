/* lab-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cli/lab.h"

#include "base/format.h"
#include "cli/run.h"
#include "cli/text-table.h"
#include "trace/recorder.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

#define INDENT 2
#define TEXT_WIDTH 80

/* Below this one digit behind the point means something: of what was done millions of times. */
#define FEW_NS 10.0

static const char *const figure_titles[SKEIN_LAB_N_FIGURES] = {
  [SKEIN_LAB_WALL] = N_("Wall time"),
  [SKEIN_LAB_CPU] = N_("CPU time"),
  [SKEIN_LAB_CONCURRENCY] = N_("Concurrency, mean"),
  [SKEIN_LAB_CONCURRENCY_MOST] = N_("Concurrency, most"),
  [SKEIN_LAB_PARALLELISM] = N_("Parallelism, mean"),
  [SKEIN_LAB_PARALLELISM_MOST] = N_("Parallelism, most"),
  [SKEIN_LAB_TOGETHER] = N_("Two or more at once"),
  [SKEIN_LAB_READY] = N_("Ready, had no core"),
  [SKEIN_LAB_GIVEN_UP] = N_("Switches given up"),
  [SKEIN_LAB_TAKEN] = N_("Switches taken away"),
  [SKEIN_LAB_MOVES] = N_("Moves to another core"),
  [SKEIN_LAB_PRIVATE] = N_("Private memory each"),
  [SKEIN_LAB_PROPORTIONAL] = N_("Memory of all"),
  [SKEIN_LAB_START] = N_("Time to start a task"),
  [SKEIN_LAB_OTHERS] = N_("Cores taken by others"),
};

/* The modes that were run. */
typedef struct
{
  const SkeinLabResults *results;
  SkeinTextTable        *table;
  GArray                *modes; /* of unsigned */
} Table;

static void
write_number (double     value,
              SkeinUnit  unit,
              char      *ret,
              size_t     size)
{
  switch (unit)
    {
    case SKEIN_UNIT_NS:
      if (value > 0.0 && value < FEW_NS)
        g_snprintf (ret, (gulong) size, _("%.1f ns"), value);
      else
        skein_format_duration (llround (value), ret, size);
      break;

    case SKEIN_UNIT_BYTES:
      skein_format_bytes ((uint64_t) value, ret, size);
      break;

    case SKEIN_UNIT_SHARE:
      skein_format_percent (value, ret, size);
      break;

    case SKEIN_UNIT_TIMES:
      skein_format_parallelism (value, ret, size);
      break;

    case SKEIN_UNIT_MS:
      g_snprintf (ret, (gulong) size, _("%.1f ms"), value);
      break;

    case SKEIN_UNIT_ADDRESS:
      g_snprintf (ret, (gulong) size, "%#" G_GINT64_MODIFIER "x", (guint64) value);
      break;

    case SKEIN_UNIT_COUNT:
    case SKEIN_UNIT_BLOCKS:
    case SKEIN_UNIT_PER_S:
    default:
      skein_format_count ((uint64_t) llround (value), ret, size);
      break;
    }
}

static char *
dup_value (const SkeinLabValue *value,
           SkeinUnit            unit)
{
  char median[SKEIN_FORMAT_SIZE], spread[SKEIN_FORMAT_SIZE], none[SKEIN_FORMAT_SIZE];

  if (isnan (value->median))
    return g_strdup ("–");

  write_number (value->median, unit, median, sizeof median);
  write_number (value->spread > 0.0 ? value->spread : 0.0, unit, spread, sizeof spread);
  write_number (0.0, unit, none, sizeof none);

  /* What is the same in each run has no spread worth a word. */
  if (strcmp (spread, none) == 0 || unit == SKEIN_UNIT_TIMES || unit == SKEIN_UNIT_SHARE)
    return g_strdup (median);

  return g_strdup_printf ("%s ± %s", median, spread);
}

static void
take_row (const Table  *self,
          char        **cells)
{
  skein_text_table_take_row (self->table, cells);
}

static unsigned
get_mode (const Table *self,
          guint        i)
{
  return g_array_index (self->modes, unsigned, i);
}

static void
add_titles (const Table *self)
{
  const SkeinLabPlan *plan = &self->results->plan;
  g_autofree char **cells = g_new0 (char *, self->modes->len + 1);

  cells[0] = g_strdup ("");

  for (guint i = 0; i < self->modes->len; i++)
    {
      SkeinMode mode = { 0 };
      char title[128] = "";

      if (skein_experiment_get_mode (plan->experiment, plan->values, get_mode (self, i), &mode))
        skein_mode_write_title (&mode, title, sizeof title);

      cells[i + 1] = g_strdup (title);
    }

  take_row (self, cells);
}

/* What was measured in no mode needs no line. */
static void
add_values (const Table         *self,
            const char          *title,
            SkeinUnit            unit,
            const SkeinLabValue *values)
{
  g_autofree char **cells = NULL;
  bool is_any = false;

  for (guint i = 0; i < self->modes->len; i++)
    is_any |= !isnan (values[i].median);

  if (!is_any)
    return;

  cells = g_new0 (char *, self->modes->len + 1);
  cells[0] = g_strdup (title);

  for (guint i = 0; i < self->modes->len; i++)
    cells[i + 1] = dup_value (&values[i], unit);

  take_row (self, cells);
}

static void
add_figure (const Table    *self,
            SkeinLabFigure  figure)
{
  g_autofree SkeinLabValue *values = g_new0 (SkeinLabValue, self->modes->len);

  for (guint i = 0; i < self->modes->len; i++)
    skein_lab_results_get_figure (self->results, get_mode (self, i), figure, &values[i]);

  add_values (self, _(figure_titles[figure]), skein_lab_figure_get_unit (figure), values);
}

static void
add_measure (const Table *self,
             unsigned     measure)
{
  const SkeinMeasureInfo *info = &self->results->plan.experiment->measures[measure];
  g_autofree SkeinLabValue *values = g_new0 (SkeinLabValue, self->modes->len);

  for (guint i = 0; i < self->modes->len; i++)
    skein_lab_results_get_measure (self->results, get_mode (self, i), measure, &values[i]);

  add_values (self, _(info->title), info->unit, values);
}

static void
add_speed_up (const Table *self)
{
  g_autofree SkeinLabValue *values = g_new0 (SkeinLabValue, self->modes->len);

  for (guint i = 0; i < self->modes->len; i++)
    values[i].median = skein_lab_results_get_speed_up (self->results, get_mode (self, i));

  add_values (self, _("Speed-up"), SKEIN_UNIT_TIMES, values);
}

static bool
is_meant_wrong (const Table *self,
                guint        i)
{
  const SkeinLabPlan *plan = &self->results->plan;
  SkeinMode mode;

  return skein_experiment_get_mode (plan->experiment, plan->values, get_mode (self, i), &mode) && mode.info->is_wrong;
}

static void
add_answers (const Table *self)
{
  g_autofree char **cells = g_new0 (char *, self->modes->len + 1);

  cells[0] = g_strdup (_("Right answers"));

  for (guint i = 0; i < self->modes->len; i++)
    {
      unsigned n_right = skein_lab_results_count_right (self->results, get_mode (self, i));
      unsigned n_runs = skein_lab_results_count (self->results, get_mode (self, i));

      cells[i + 1] = g_strdup_printf (is_meant_wrong (self, i) ? _("%u of %u, as meant") : _("%u of %u"), n_right,
                                      n_runs);
    }

  take_row (self, cells);
}

static void
fill_table (const Table *self)
{
  add_titles (self);
  add_figure (self, SKEIN_LAB_WALL);
  add_speed_up (self);

  for (unsigned i = SKEIN_LAB_WALL + 1; i < SKEIN_LAB_N_FIGURES; i++)
    add_figure (self, i);

  for (unsigned i = 0; self->results->plan.experiment->measures[i].id != NULL; i++)
    add_measure (self, i);

  add_answers (self);
}

static void
print_table (FILE                  *file,
             const SkeinLabResults *results,
             unsigned               width)
{
  g_autoptr (GArray) modes = g_array_new (FALSE, FALSE, sizeof (unsigned));
  g_autofree bool *is_number = NULL;
  g_autoptr (SkeinTextTable) table = NULL;
  Table self = { results, NULL, modes };

  for (unsigned i = 0; i < skein_experiment_count_modes (results->plan.experiment, results->plan.values); i++)
    {
      if (skein_lab_results_count (results, i) > 0)
        g_array_append_val (modes, i);
    }

  is_number = g_new0 (bool, modes->len + 1);
  for (guint i = 0; i < modes->len; i++)
    is_number[i + 1] = true;

  table = skein_text_table_new (modes->len + 1, is_number);
  self.table = table;
  fill_table (&self);
  skein_text_table_print (file, table, INDENT, width);
}

static void
print_title (FILE                  *file,
             const SkeinLabResults *results)
{
  const SkeinLabPlan *plan = &results->plan;

  fprintf (file, "%s\n", _(plan->experiment->title));

  for (unsigned i = 0; plan->experiment->parameters[i].id != NULL; i++)
    fprintf (file, "%s%s %" G_GINT64_FORMAT, i > 0 ? ", " : "", plan->experiment->parameters[i].id, plan->values[i]);

  fprintf (file, "\n\n");
}

/* How it is known: the last run stands for all. */
static void
print_source (FILE                  *file,
              const SkeinLabResults *results)
{
  const SkeinLabRun *last = g_ptr_array_index (results->runs, results->runs->len - 1);
  SkeinRun words = { .refusal = last->refusal };
  g_autofree char *reason = NULL;

  if (last->is_exact)
    {
      fprintf (file, "\n%s\n", _("Every switch was recorded."));
      return;
    }

  skein_recorder_probe (&words.support);
  reason = skein_run_dup_reason (&words);
  fprintf (file, "\n%s\n", _("Made of samples."));

  if (reason != NULL)
    fprintf (file, _("Not every switch was recorded: %s.\n"), reason);
}

/* Breaks lines between words. */
static void
print_text (FILE       *file,
            const char *text,
            unsigned    indent)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  unsigned column = 0;

  for (int i = 0; words[i] != NULL; i++)
    {
      unsigned length = (unsigned) g_utf8_strlen (words[i], -1);

      if (column > 0 && column + 1 + length > TEXT_WIDTH)
        {
          fprintf (file, "\n");
          column = 0;
        }

      if (column == 0)
        fprintf (file, "%*s", (int) indent, "");

      fprintf (file, "%s%s", column > 0 ? " " : "", words[i]);
      column = (column > 0 ? column + 1 : indent) + length;
    }

  fprintf (file, "\n");
}

void
skein_lab_print_results (FILE                  *file,
                         const SkeinLabResults *results,
                         unsigned               width)
{
  g_autofree char *finding = skein_lab_results_dup_finding (results);

  print_title (file, results);
  print_table (file, results, width);
  print_source (file, results);

  if (finding != NULL)
    {
      fprintf (file, "\n%s\n", _("What this shows:"));
      print_text (file, finding, 0);
    }
}

static void
print_parameters (FILE                      *file,
                  const SkeinExperimentInfo *experiment)
{
  static const bool is_number[] = { false, false };
  g_autoptr (SkeinTextTable) table = skein_text_table_new (2, is_number);

  for (unsigned i = 0; experiment->parameters[i].id != NULL; i++)
    {
      int64_t least, most, usual;
      char *cells[2];

      skein_experiment_get_limits (experiment, i, skein_experiment_count_cores (), &least, &most, &usual);
      cells[0] = g_strdup_printf ("--set %s=%" G_GINT64_FORMAT, experiment->parameters[i].id, usual);
      cells[1] = g_strdup_printf (_("%s (%lld to %lld)"), _(experiment->parameters[i].text), (long long) least,
                                  (long long) most);
      skein_text_table_take_row (table, cells);
    }

  skein_text_table_print (file, table, 2 * INDENT, skein_text_get_terminal_width ());
}

static void
print_modes (FILE                      *file,
             const SkeinExperimentInfo *experiment)
{
  static const bool is_number[] = { false, false };
  g_autoptr (SkeinTextTable) table = skein_text_table_new (2, is_number);
  int64_t values[SKEIN_EXPERIMENT_PARAMETERS];
  SkeinMode mode;

  skein_experiment_get_usual (experiment, skein_experiment_count_cores (), values);

  for (unsigned i = 0; skein_experiment_get_mode (experiment, values, i, &mode); i++)
    {
      char *cells[] = { g_strdup_printf ("--mode %s", mode.id), g_strdup (_(mode.info->text)) };

      skein_text_table_take_row (table, cells);
    }

  skein_text_table_print (file, table, 2 * INDENT, skein_text_get_terminal_width ());
}

void
skein_lab_print_catalogue (FILE *file)
{
  const SkeinExperimentInfo *experiment;

  for (unsigned i = 0; (experiment = skein_experiment_get (i)) != NULL; i++)
    {
      fprintf (file, "%s%s: %s\n", i > 0 ? "\n" : "", experiment->id, _(experiment->title));
      print_text (file, _(experiment->idea), INDENT);
      print_modes (file, experiment);
      print_parameters (file, experiment);
    }
}
