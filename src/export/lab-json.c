/* lab-json.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "export/lab-json.h"

#include "export/json.h"

#include <libintl.h>
#include <math.h>
#include <sys/utsname.h>

/* Returns: the value as a translated text of the catalogue */
static const char *
translate (const char *text)
{
  return dgettext (GETTEXT_PACKAGE, text);
}

/* What was not measured has no member; times and memory are whole numbers, and so is what can be. */
static void
add_number (JsonBuilder *builder,
            const char  *name,
            SkeinUnit    unit,
            double       value)
{
  bool is_whole = unit == SKEIN_UNIT_NS || unit == SKEIN_UNIT_BYTES || unit == SKEIN_UNIT_ADDRESS ||
                  (unit == SKEIN_UNIT_COUNT && value == floor (value));

  if (!isfinite (value))
    return;

  if (is_whole && fabs (value) < 9e18)
    skein_json_add_int (builder, name, llround (value));
  else
    skein_json_add_double (builder, name, value);
}

static void
add_parameters (JsonBuilder        *builder,
                const SkeinLabPlan *plan)
{
  skein_json_begin_object (builder, "parameters");

  for (unsigned i = 0; plan->experiment->parameters[i].id != NULL; i++)
    skein_json_add_int (builder, plan->experiment->parameters[i].id, plan->values[i]);

  json_builder_end_object (builder);
}

static void
add_machine (JsonBuilder *builder)
{
  struct utsname names;

  skein_json_begin_object (builder, "machine");
  skein_json_add_int (builder, "cores", skein_experiment_count_cores ());
  if (uname (&names) == 0)
    skein_json_add_bytes (builder, "kernel", names.release);
  json_builder_end_object (builder);
}

static void
add_measures (JsonBuilder               *builder,
              const SkeinExperimentInfo *experiment,
              const SkeinLabRun         *run)
{
  skein_json_begin_object (builder, "extra");

  for (unsigned i = 0; experiment->measures[i].id != NULL; i++)
    add_number (builder, experiment->measures[i].id, experiment->measures[i].unit, run->measures[i]);

  json_builder_end_object (builder);
}

static void
add_run (JsonBuilder               *builder,
         const SkeinExperimentInfo *experiment,
         const SkeinLabRun         *run)
{
  json_builder_begin_object (builder);
  skein_json_add_text (builder, "source", run->is_exact ? "exact" : "sampled");
  skein_json_add_int (builder, "start_ns", run->start_ns);

  for (unsigned i = 0; i < SKEIN_LAB_N_FIGURES; i++)
    add_number (builder, skein_lab_figure_get_key (i), skein_lab_figure_get_unit (i), run->figures[i]);

  if (run->has_answer)
    {
      skein_json_add_bool (builder, "answer_ok", run->answer_ok);
      skein_json_add_int (builder, "expected", (int64_t) run->expected);
      skein_json_add_int (builder, "got", (int64_t) run->got);
    }

  skein_json_add_int (builder, "lost", (int64_t) run->lost);
  if (run->problem != NULL)
    skein_json_add_text (builder, "problem", run->problem);

  add_measures (builder, experiment, run);
  json_builder_end_object (builder);
}

static void
add_runs (JsonBuilder           *builder,
          const SkeinLabResults *results,
          unsigned               mode)
{
  skein_json_begin_array (builder, "runs");

  for (guint i = 0; i < results->runs->len; i++)
    {
      const SkeinLabRun *run = g_ptr_array_index (results->runs, i);

      if (run->mode == mode)
        add_run (builder, results->plan.experiment, run);
    }

  json_builder_end_array (builder);
}

/* Either the medians or the spreads. */
static void
add_table (JsonBuilder           *builder,
           const SkeinLabResults *results,
           unsigned               mode,
           bool                   is_spread)
{
  skein_json_begin_object (builder, is_spread ? "spread" : "median");

  for (unsigned i = 0; i < SKEIN_LAB_N_FIGURES; i++)
    {
      SkeinLabValue value;

      skein_lab_results_get_figure (results, mode, i, &value);
      add_number (builder, skein_lab_figure_get_key (i), skein_lab_figure_get_unit (i),
                  is_spread ? value.spread : value.median);
    }

  if (!is_spread)
    add_number (builder, "speed_up", SKEIN_UNIT_TIMES, skein_lab_results_get_speed_up (results, mode));

  json_builder_end_object (builder);
}

static void
add_extra (JsonBuilder           *builder,
           const SkeinLabResults *results,
           unsigned               mode,
           bool                   is_spread)
{
  const SkeinMeasureInfo *measures = results->plan.experiment->measures;

  skein_json_begin_object (builder, is_spread ? "extra_spread" : "extra");

  for (unsigned i = 0; measures[i].id != NULL; i++)
    {
      SkeinLabValue value;

      skein_lab_results_get_measure (results, mode, i, &value);
      add_number (builder, measures[i].id, measures[i].unit, is_spread ? value.spread : value.median);
    }

  json_builder_end_object (builder);
}

static void
add_mode (JsonBuilder           *builder,
          const SkeinLabResults *results,
          unsigned               i,
          const SkeinMode       *mode)
{
  json_builder_begin_object (builder);
  skein_json_add_text (builder, "mode", mode->id);
  skein_json_add_int (builder, "right", skein_lab_results_count_right (results, i));
  add_runs (builder, results, i);
  add_table (builder, results, i, false);
  add_table (builder, results, i, true);
  add_extra (builder, results, i, false);
  add_extra (builder, results, i, true);
  json_builder_end_object (builder);
}

JsonBuilder *
skein_lab_json_build_results (const SkeinLabResults *results)
{
  JsonBuilder *builder = json_builder_new ();
  const SkeinLabPlan *plan = &results->plan;
  g_autofree char *finding = skein_lab_results_dup_finding (results);
  SkeinMode mode;

  json_builder_begin_object (builder);
  skein_json_add_text (builder, "experiment", plan->experiment->id);
  add_parameters (builder, plan);
  add_machine (builder);
  skein_json_begin_array (builder, "modes");

  for (unsigned i = 0; skein_experiment_get_mode (plan->experiment, plan->values, i, &mode); i++)
    {
      if (skein_lab_plan_has_mode (plan, i))
        add_mode (builder, results, i, &mode);
    }

  json_builder_end_array (builder);
  skein_json_add_text (builder, "finding", finding != NULL ? finding : "");
  json_builder_end_object (builder);

  return builder;
}

char *
skein_lab_json_dup_text (const SkeinLabResults *results)
{
  g_autoptr (JsonBuilder) builder = skein_lab_json_build_results (results);
  g_autoptr (JsonNode) root = json_builder_get_root (builder);

  return json_to_string (root, TRUE);
}

static const char *
get_unit_name (SkeinUnit unit)
{
  static const char *const names[] = {
    [SKEIN_UNIT_COUNT] = "count",
    [SKEIN_UNIT_BLOCKS] = "blocks",
    [SKEIN_UNIT_MS] = "ms",
    [SKEIN_UNIT_NS] = "ns",
    [SKEIN_UNIT_BYTES] = "bytes",
    [SKEIN_UNIT_SHARE] = "share",
    [SKEIN_UNIT_PER_S] = "per_s",
    [SKEIN_UNIT_TIMES] = "times",
    [SKEIN_UNIT_ADDRESS] = "address",
  };

  return names[unit];
}

/* What experiments, modes, parameters and measures have alike. Leaves the object open. */
static void
begin_titled (JsonBuilder *builder,
              const char  *id,
              const char  *title)
{
  json_builder_begin_object (builder);
  skein_json_add_text (builder, "id", id);
  skein_json_add_text (builder, "title", title);
}

static void
begin_info (JsonBuilder *builder,
            const char  *id,
            const char  *title,
            const char  *text)
{
  begin_titled (builder, id, title);
  skein_json_add_text (builder, "text", translate (text));
}

static void
add_modes (JsonBuilder               *builder,
           const SkeinExperimentInfo *experiment)
{
  int64_t values[SKEIN_EXPERIMENT_PARAMETERS];
  SkeinMode mode;

  skein_experiment_get_usual (experiment, skein_experiment_count_cores (), values);
  skein_json_begin_array (builder, "modes");

  for (unsigned i = 0; skein_experiment_get_mode (experiment, values, i, &mode); i++)
    {
      char title[128];

      skein_mode_write_title (&mode, title, sizeof title);
      begin_info (builder, mode.id, title, mode.info->text);
      skein_json_add_int (builder, "least_cores", MAX (mode.info->least_cores, 1));
      skein_json_add_bool (builder, "is_wrong", mode.info->is_wrong);
      json_builder_end_object (builder);
    }

  json_builder_end_array (builder);
}

static void
add_infos (JsonBuilder               *builder,
           const SkeinExperimentInfo *experiment)
{
  skein_json_begin_array (builder, "parameters");

  for (unsigned i = 0; experiment->parameters[i].id != NULL; i++)
    {
      const SkeinParameterInfo *info = &experiment->parameters[i];
      int64_t least, most, usual;

      skein_experiment_get_limits (experiment, i, skein_experiment_count_cores (), &least, &most, &usual);
      begin_info (builder, info->id, translate (info->title), info->text);
      skein_json_add_text (builder, "unit", get_unit_name (info->unit));
      skein_json_add_int (builder, "least", least);
      skein_json_add_int (builder, "most", most);
      skein_json_add_int (builder, "default", usual);
      json_builder_end_object (builder);
    }

  json_builder_end_array (builder);
  skein_json_begin_array (builder, "measures");

  for (unsigned i = 0; experiment->measures[i].id != NULL; i++)
    {
      const SkeinMeasureInfo *info = &experiment->measures[i];

      begin_info (builder, info->id, translate (info->title), info->text);
      skein_json_add_text (builder, "unit", get_unit_name (info->unit));
      json_builder_end_object (builder);
    }

  json_builder_end_array (builder);
}

JsonBuilder *
skein_lab_json_build_catalogue (void)
{
  JsonBuilder *builder = json_builder_new ();
  const SkeinExperimentInfo *experiment;

  json_builder_begin_object (builder);
  skein_json_begin_array (builder, "experiments");

  for (unsigned i = 0; (experiment = skein_experiment_get (i)) != NULL; i++)
    {
      begin_titled (builder, experiment->id, translate (experiment->title));
      skein_json_add_text (builder, "idea", translate (experiment->idea));
      skein_json_add_text (builder, "group", translate (skein_experiment_group_get_title (experiment->group)));
      add_modes (builder, experiment);
      add_infos (builder, experiment);
      json_builder_end_object (builder);
    }

  json_builder_end_array (builder);
  json_builder_end_object (builder);

  return builder;
}
