/* lab-csv.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "export/lab-csv.h"

#include <math.h>

/* Ids and numbers: nothing needs quotes. */
#define END_OF_LINE "\r\n"

static void
add_number (GString *text,
            double   value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_c (text, ',');
  if (!isfinite (value))
    return;

  if (value == floor (value) && fabs (value) < 9e15)
    g_string_append_printf (text, "%.0f", value);
  else
    g_string_append (text, g_ascii_formatd (number, sizeof number, "%.6g", value));
}

static void
add_value (GString             *text,
           const SkeinLabValue *value)
{
  add_number (text, value->median);
  add_number (text, value->spread);
}

static void
add_names (GString                   *text,
           const SkeinExperimentInfo *experiment)
{
  g_string_append (text, "mode,runs,right,speed_up");

  for (unsigned i = 0; i < SKEIN_LAB_N_FIGURES; i++)
    g_string_append_printf (text, ",%s,%s_spread", skein_lab_figure_get_key (i), skein_lab_figure_get_key (i));

  for (unsigned i = 0; experiment->measures[i].id != NULL; i++)
    g_string_append_printf (text, ",%s,%s_spread", experiment->measures[i].id, experiment->measures[i].id);

  g_string_append (text, END_OF_LINE);
}

static void
add_mode (GString               *text,
          const SkeinLabResults *results,
          unsigned               i,
          const SkeinMode       *mode)
{
  SkeinLabValue value;

  g_string_append_printf (text, "%s,%u,%u", mode->id, skein_lab_results_count (results, i),
                          skein_lab_results_count_right (results, i));
  add_number (text, skein_lab_results_get_speed_up (results, i));

  for (unsigned figure = 0; figure < SKEIN_LAB_N_FIGURES; figure++)
    {
      skein_lab_results_get_figure (results, i, figure, &value);
      add_value (text, &value);
    }

  for (unsigned measure = 0; results->plan.experiment->measures[measure].id != NULL; measure++)
    {
      skein_lab_results_get_measure (results, i, measure, &value);
      add_value (text, &value);
    }

  g_string_append (text, END_OF_LINE);
}

char *
skein_lab_csv_dup_text (const SkeinLabResults *results)
{
  GString *text = g_string_new (NULL);
  SkeinMode mode;

  add_names (text, results->plan.experiment);

  for (unsigned i = 0; skein_experiment_get_mode (results->plan.experiment, results->plan.values, i, &mode); i++)
    {
      if (skein_lab_plan_has_mode (&results->plan, i))
        add_mode (text, results, i, &mode);
    }

  return g_string_free (text, FALSE);
}
