/* lab-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cli/lab.h"

#include "cli/run.h"
#include "cli/text-table.h"
#include "present/lab-table.h"
#include "trace/recorder.h"

#include <glib/gi18n.h>

#define INDENT 2
#define TEXT_WIDTH 80

/* How many runs of the mode had the right answer: of all modes the last line. */
static char *
dup_answers (const SkeinLabResults *results,
             unsigned               i)
{
  const SkeinLabPlan *plan = &results->plan;
  unsigned n_right = skein_lab_results_count_right (results, i);
  unsigned n_runs = skein_lab_results_count (results, i);
  SkeinMode mode;

  if (skein_experiment_get_mode (plan->experiment, plan->values, i, &mode) && mode.info->is_wrong)
    return g_strdup_printf (_("%u of %u, as meant"), n_right, n_runs);

  return g_strdup_printf (_("%u of %u"), n_right, n_runs);
}

/* A line for each figure, a column for each mode: so it has room on a terminal. */
static void
print_table (FILE                  *file,
             const SkeinLabResults *results,
             unsigned               width)
{
  g_autoptr (SkeinLabTable) measured = skein_lab_table_new (results);
  guint n_modes = measured->modes->len;
  g_autofree bool *is_number = g_new0 (bool, n_modes + 1);
  g_autofree char **cells = g_new0 (char *, n_modes + 1);
  g_autoptr (SkeinTextTable) table = NULL;

  for (guint i = 0; i < n_modes; i++)
    is_number[i + 1] = true;

  table = skein_text_table_new (n_modes + 1, is_number);
  cells[0] = g_strdup ("");
  for (guint i = 0; i < n_modes; i++)
    cells[i + 1] = g_strdup (g_ptr_array_index (measured->names, i));
  skein_text_table_take_row (table, cells);

  for (guint column = 0; column < measured->columns->len; column++)
    {
      const SkeinLabTableColumn *figure = g_ptr_array_index (measured->columns, column);

      cells[0] = g_strdup (figure->title);
      for (guint i = 0; i < n_modes; i++)
        cells[i + 1] = g_strdup (skein_lab_table_get (measured, i, column));
      skein_text_table_take_row (table, cells);
    }

  cells[0] = g_strdup (_("Right answers"));
  for (guint i = 0; i < n_modes; i++)
    cells[i + 1] = dup_answers (results, g_array_index (measured->modes, unsigned, i));
  skein_text_table_take_row (table, cells);

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
