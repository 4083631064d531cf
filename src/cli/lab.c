/* lab.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cli/lab.h"

#include "export/json.h"
#include "export/lab-json.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <glib/gi18n.h>

#define EXIT_WRONG_CALL 2

static bool
parse_options (int       *argc,
               char    ***argv,
               gboolean  *json,
               GError   **error)
{
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, json, N_("Print one JSON object"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (_("list|run …"));

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (
    context, _("list says which experiments there are.\n"
               "run EXPERIMENT does one: the same work in several modes, side by side; “run --help” says more."));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);

  return g_option_context_parse (context, argc, argv, error);
}

static int
print_catalogue (bool json)
{
  if (json)
    {
      g_autoptr (JsonBuilder) builder = skein_lab_json_build_catalogue ();

      skein_json_print (stdout, builder);
    }
  else
    skein_lab_print_catalogue (stdout);

  if (fflush (stdout) == 0 || errno == EPIPE)
    return EXIT_SUCCESS;

  g_printerr ("skein-cli lab: %s\n", g_strerror (errno));

  return EXIT_FAILURE;
}

int
skein_cli_lab (int    argc,
               char **argv)
{
  g_autoptr (GError) error = NULL;
  gboolean json = FALSE;

  /* It has options of its own. */
  if (argc > 1 && strcmp (argv[1], "run") == 0)
    return skein_cli_lab_run (argc - 1, argv + 1);

  g_set_prgname ("skein-cli lab");

  if (!parse_options (&argc, &argv, &json, &error))
    g_printerr ("skein-cli lab: %s\n", error->message);
  else if (argc < 2)
    g_printerr (_("skein-cli lab: say what to do: list or run\n"));
  else if (strcmp (argv[1], "list") != 0)
    g_printerr (_("skein-cli lab: there is no “%s”; list and run there are\n"), argv[1]);
  else if (argc > 2)
    g_printerr (_("skein-cli lab: “%s” is too much\n"), argv[2]);
  else
    return print_catalogue (json);

  return EXIT_WRONG_CALL;
}
