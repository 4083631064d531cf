/* lab-run.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cli/lab.h"

#include "cli/run.h"
#include "cli/text-table.h"
#include "export/json.h"
#include "export/lab-json.h"
#include "lab/runner.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include <glib-unix.h>
#include <glib/gi18n.h>

#define EXIT_WRONG_CALL 2

typedef struct
{
  char     **modes;
  char     **settings;
  int        repeats;
  int        deadline_s;
  gboolean   sampled;
  gboolean   json;
} Options;

typedef struct
{
  SkeinLabResults *results;
  SkeinLabRunner  *runner;
  GMainLoop       *loop;
  bool             shows_progress;
  bool             is_stopped;
  char            *error;  /* NULL: all could be run */
} Lab;

static bool
parse_options (int       *argc,
               char    ***argv,
               Options   *options,
               GError   **error)
{
  const GOptionEntry entries[] = {
    { "mode", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->modes,
      N_("Only this mode; may be given more than once. Default: all"), N_("MODE") },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->settings, N_("Set a parameter; may be given more than once"),
      N_("NAME=VALUE") },
    { "repeat", 0, 0, G_OPTION_ARG_INT, &options->repeats, N_("How often each mode is run. Default: 5"), N_("N") },
    { "deadline", 0, 0, G_OPTION_ARG_INT, &options->deadline_s,
      N_("Stop a run that takes longer. Default: 30"), N_("SECONDS") },
    { "sampled", 0, 0, G_OPTION_ARG_NONE, &options->sampled,
      N_("Take samples, even where every switch can be recorded"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->json, N_("Print one JSON object"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (_("EXPERIMENT"));

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _("Does the same work in several modes, by turns, and sets what was measured "
                                           "side by side."));
  g_option_context_set_description (
    context, _("“skein-cli lab list” says which experiments there are, with their modes and parameters.\n"
               "Figures are medians of the runs, ± half the distance between the quartiles.\n"
               "Ctrl-C stops; what was done is told.\n"
               "Exit status: 0 done, 1 a run failed or was stopped, 2 the call is wrong."));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);

  return g_option_context_parse (context, argc, argv, error);
}

static const SkeinExperimentInfo *
find_experiment (int      argc,
                 char   **argv,
                 GError **error)
{
  const SkeinExperimentInfo *experiment;

  if (argc != 2)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           argc < 2 ? _("say which experiment; “skein-cli lab list” lists them")
                                    : _("one experiment at a time"));
      return NULL;
    }

  experiment = skein_experiment_find (argv[1]);

  if (experiment == NULL)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _("there is no experiment “%s”; “skein-cli lab list” lists them"), argv[1]);

  return experiment;
}

/* Parameters first: which modes there are may hang on them. */
static bool
fill_plan (SkeinLabPlan   *plan,
           const Options  *options,
           GError        **error)
{
  for (int i = 0; options->settings != NULL && options->settings[i] != NULL; i++)
    {
      if (!skein_lab_plan_set (plan, options->settings[i], error))
        return false;
    }

  for (int i = 0; options->modes != NULL && options->modes[i] != NULL; i++)
    {
      if (!skein_lab_plan_add_mode (plan, options->modes[i], error))
        return false;
    }

  if (options->deadline_s < 1)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("a run has one second at least"));
      return false;
    }

  plan->repeats = (unsigned) MAX (options->repeats, 0);
  plan->deadline_s = (unsigned) options->deadline_s;
  plan->sampled = options->sampled;

  return skein_lab_plan_check (plan, error);
}

/* One line, written over and over. */
static void
show_progress (const Lab         *lab,
               const SkeinLabRun *run)
{
  unsigned n_ended, n_all;
  SkeinMode mode;
  char title[128];

  if (!lab->shows_progress || lab->runner == NULL ||
      !skein_experiment_get_mode (lab->results->plan.experiment, lab->results->plan.values, run->mode, &mode))
    return;

  skein_lab_runner_get_progress (lab->runner, &n_ended, &n_all);
  skein_mode_write_title (&mode, title, sizeof title);
  g_printerr ("\r\033[K");
  g_printerr (_("Run %u of %u: %s"), n_ended + 1, n_all, title);
}

static void
began_cb (SkeinLabRun *run,
          gpointer     data)
{
  show_progress (data, run);
}

/* The one that was stopped tells nothing. */
static void
ended_cb (SkeinLabRun *run,
          gpointer     data)
{
  Lab *lab = data;

  if (!lab->is_stopped || run->has_ended)
    skein_lab_results_add (lab->results, run);
}

static void
done_cb (const char *error,
         gpointer    data)
{
  Lab *lab = data;

  lab->error = g_strdup (error);
  g_main_loop_quit (lab->loop);
}

static gboolean
signal_cb (gpointer data)
{
  Lab *lab = data;

  lab->is_stopped = true;
  skein_lab_runner_stop (lab->runner);

  return G_SOURCE_CONTINUE;
}

static void
run_plan (Lab *lab)
{
  const SkeinLabRunnerEvents events = { .began = began_cb, .ended = ended_cb, .done = done_cb };
  const int signals[] = { SIGINT, SIGTERM, SIGHUP };
  guint sources[G_N_ELEMENTS (signals)];
  g_autofree char *program = skein_lab_find_program ();

  lab->loop = g_main_loop_new (NULL, FALSE);
  lab->shows_progress = isatty (STDERR_FILENO);

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    sources[i] = g_unix_signal_add (signals[i], signal_cb, lab);

  lab->runner = skein_lab_runner_new (&lab->results->plan, program, &events, lab);
  g_main_loop_run (lab->loop);
  g_clear_pointer (&lab->runner, skein_lab_runner_free);

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_source_remove (sources[i]);

  g_main_loop_unref (lab->loop);
  if (lab->shows_progress)
    g_printerr ("\r\033[K");
}

bool
skein_cli_lab_do (SkeinLabResults  *results,
                  char            **ret_error)
{
  Lab lab = { .results = results };

  run_plan (&lab);
  *ret_error = lab.error;

  return !lab.is_stopped;
}

/* The first that went wrong, for standard error. Returns: whether nothing did */
static bool
check_runs (const Lab *lab)
{
  for (guint i = 0; i < lab->results->runs->len; i++)
    {
      const SkeinLabRun *run = g_ptr_array_index (lab->results->runs, i);
      SkeinMode mode = { 0 };

      skein_experiment_get_mode (lab->results->plan.experiment, lab->results->plan.values, run->mode, &mode);

      if (run->problem != NULL)
        g_printerr ("skein-cli lab run: %s: %s\n", mode.id, run->problem);
      else if (!mode.info->is_wrong && run->has_answer && !run->answer_ok)
        g_printerr (_("skein-cli lab run: %s: its answer is wrong\n"), mode.id);
      else
        continue;

      return false;
    }

  return true;
}

static bool
print_results (const Lab *lab,
               bool       json)
{
  if (json)
    {
      g_autoptr (JsonBuilder) builder = skein_lab_json_build_results (lab->results);

      skein_json_print (stdout, builder);
    }
  else if (lab->results->runs->len > 0)
    skein_lab_print_results (stdout, lab->results, skein_text_get_terminal_width ());

  if (fflush (stdout) == 0 || errno == EPIPE)
    return true;

  g_printerr ("skein-cli lab run: %s\n", g_strerror (errno));

  return false;
}

static int
run_and_print (const SkeinLabPlan *plan,
               bool                json)
{
  Lab lab = { .results = skein_lab_results_new (plan) };
  bool is_good;

  run_plan (&lab);

  if (lab.error != NULL)
    g_printerr ("skein-cli lab run: %s\n", lab.error);
  if (lab.is_stopped)
    g_printerr (_("skein-cli lab run: stopped\n"));

  is_good = print_results (&lab, json) && lab.error == NULL && !lab.is_stopped;
  is_good = is_good && check_runs (&lab);
  skein_lab_results_free (lab.results);
  g_free (lab.error);

  return is_good ? EXIT_SUCCESS : EXIT_FAILURE;
}

int
skein_cli_lab_run (int    argc,
                   char **argv)
{
  Options options = { .repeats = SKEIN_LAB_REPEATS, .deadline_s = SKEIN_LAB_DEADLINE_S };
  const SkeinExperimentInfo *experiment = NULL;
  g_autoptr (GError) error = NULL;
  SkeinLabPlan plan;
  int status = EXIT_WRONG_CALL;

  g_set_prgname ("skein-cli lab run");

  if (parse_options (&argc, &argv, &options, &error))
    experiment = find_experiment (argc, argv, &error);
  if (experiment != NULL)
    skein_lab_plan_init (&plan, experiment);

  if (experiment == NULL || !fill_plan (&plan, &options, &error))
    g_printerr ("skein-cli lab run: %s\n", error->message);
  else
    status = run_and_print (&plan, options.json);

  g_strfreev (options.modes);
  g_strfreev (options.settings);

  return status;
}
