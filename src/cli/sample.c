/* sample.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cli/sample.h"

#include "base/autofd.h"
#include "base/clock.h"
#include "cli/text-table.h"
#include "sampler/scan.h"

#include <errno.h>
#include <fcntl.h>
#include <float.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n.h>

#define EXIT_WRONG_CALL 2

/* What happens in an interval cannot be told without one. This one is short enough
 * to wait for, and long enough for sixty ticks of a core. */
#define SHORT_S 0.25
#define USUAL_S 1.0
#define LEAST_S 0.001
#define MOST_S 86400.0
#define NOT_SAID_S (-DBL_MAX)

typedef struct
{
  gboolean threads;
  gboolean json;
  gboolean summary;
  gboolean version;
  int      count;
  double   interval_s;
} Options;

static volatile sig_atomic_t is_stopped;

static void
stop_cb (int signal_number)
{
  is_stopped = 1;
}

/* A wait ends at once, where restarting would go on with it. */
static void
catch_signals (void)
{
  struct sigaction action = { .sa_handler = stop_cb };

  sigaction (SIGINT, &action, NULL);
  sigaction (SIGTERM, &action, NULL);
}

static bool
check_options (const Options  *options,
               int             n_left,
               GError        **error)
{
  const char *message = NULL;

  if (n_left > 1)
    message = _("it takes no arguments, only options");
  else if (options->json && options->summary)
    message = _("--json and --summary exclude each other");
  else if (options->count < 1)
    message = _("--count must be 1 or more");
  else if (!isfinite (options->interval_s) || options->interval_s < LEAST_S || options->interval_s > MOST_S)
    message = _("--interval must be from 0.001 to 86400 seconds");

  if (message != NULL)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, message);

  return message == NULL;
}

static bool
parse_options (int       *argc,
               char    ***argv,
               Options   *options,
               GError   **error)
{
  const GOptionEntry entries[] = {
    { "threads", 0, 0, G_OPTION_ARG_NONE, &options->threads, N_("Give each thread a line of its own"), NULL },
    { "count", 0, 0, G_OPTION_ARG_INT, &options->count, N_("How many samples; one if not said"), N_("N") },
    { "interval", 0, 0, G_OPTION_ARG_DOUBLE, &options->interval_s, N_("Time from one sample to the next"),
      N_("SECONDS") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->json, N_("Print one JSON object for each sample"), NULL },
    { "summary", 0, 0, G_OPTION_ARG_NONE, &options->summary, N_("Print one line of figures for each sample"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &options->version, N_("Say which version this is"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _("Shows what every process and thread of this machine does now."));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);

  if (!g_option_context_parse (context, argc, argv, error))
    return false;

  if (options->interval_s == NOT_SAID_S)
    options->interval_s = options->count == 1 && !options->summary ? SHORT_S : USUAL_S;

  return check_options (options, *argc, error);
}

static void
print_snapshot (const Options       *options,
                const SkeinSnapshot *snapshot,
                bool                 is_first)
{
  if (options->json)
    skein_cli_print_json (stdout, snapshot);
  else if (options->summary)
    skein_cli_print_summary (stdout, snapshot);
  else
    {
      if (!is_first)
        putchar ('\n');

      skein_cli_print_table (stdout, snapshot, options->threads, skein_text_get_terminal_width ());
    }
}

/* Waits for the next beat after @due_ns. */
static int64_t
wait_for_beat (int64_t due_ns,
               int64_t interval_ns)
{
  int64_t late_ns = MAX (skein_clock_now_ns () - due_ns, 0);
  int64_t next_ns = due_ns + interval_ns * (1 + late_ns / interval_ns);
  struct timespec until = skein_ns_to_timespec (next_ns);

  while (!is_stopped && clock_nanosleep (CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR)
    continue;

  return next_ns;
}

static int
take_samples (const Options *options,
              SkeinScan     *scan)
{
  int64_t interval_ns = (int64_t) (options->interval_s * (double) SKEIN_NS_PER_S);
  int64_t due_ns = skein_clock_now_ns ();

  /* Switches given up and taken away cost more to read than all the rest. */
  skein_scan_set_focus_all (scan, options->json);

  /* The first has no interval: there is nothing to tell yet. */
  skein_snapshot_unref (skein_scan_take (scan));

  for (int i = 0; i < options->count; i++)
    {
      g_autoptr (SkeinSnapshot) snapshot = NULL;

      due_ns = wait_for_beat (due_ns, interval_ns);

      if (is_stopped)
        break;

      snapshot = skein_scan_take (scan);
      print_snapshot (options, snapshot, i == 0);

      if (fflush (stdout) != 0)
        return errno == EPIPE ? 0 : -errno;
    }

  return 0;
}

static int
run (const Options *options)
{
  skein_autofd int proc_fd = open ("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  SkeinScan *scan;
  int result = -errno;

  if (proc_fd >= 0)
    {
      catch_signals ();
      scan = skein_scan_new (proc_fd);
      result = take_samples (options, scan);
      skein_scan_free (scan);
    }

  if (result < 0)
    g_printerr ("skein-cli: %s\n", g_strerror (-result));

  return result < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

int
skein_cli_sample (int    argc,
                  char **argv)
{
  Options options = { .count = 1, .interval_s = NOT_SAID_S };
  g_autoptr (GError) error = NULL;

  g_set_prgname ("skein-cli sample");

  if (!parse_options (&argc, &argv, &options, &error))
    {
      g_printerr ("skein-cli sample: %s\n", error->message);
      return EXIT_WRONG_CALL;
    }

  if (options.version)
    {
      g_print ("skein-cli %s\n", SKEIN_VERSION);
      return EXIT_SUCCESS;
    }

  return run (&options);
}
