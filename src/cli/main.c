/* main.c - skein-cli: everything without a display
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cli/lab.h"
#include "cli/memory.h"
#include "cli/render-program.h"
#include "cli/run.h"
#include "cli/sample.h"
#include "cli/start.h"

#include <string.h>

#include <glib/gi18n.h>

#define EXIT_WRONG_CALL 2

typedef struct
{
  const char *name;
  const char *summary;
  int       (*run) (int    argc,
                    char **argv);
} Command;

static const Command commands[] = {
  { "lab", N_("The same work in different modes, side by side"), skein_cli_lab },
  { "memory", N_("Which memory processes have, and which of it they share"), skein_cli_memory },
  { "render", N_("A picture of what a command does with the cores"), skein_cli_render },
  { "run", N_("What a command does with the cores"), skein_cli_run },
  { "sample", N_("What every process and thread of this machine does now"), skein_cli_sample },
};

static void
print_help (void)
{
  g_print ("%s\n\n", _("Usage: skein-cli COMMAND [OPTION …]"));
  g_print ("%s\n", _("Commands:"));

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  %-10s %s\n", commands[i].name, _(commands[i].summary));

  g_print ("\n%s\n", _("Options:"));
  g_print ("  %-10s %s\n", "--help", _("Say this, or after a command, what it takes"));
  g_print ("  %-10s %s\n", "--version", _("Say which version this is"));
}

static int
run_command (int    argc,
             char **argv)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (strcmp (argv[0], commands[i].name) == 0)
        return commands[i].run (argc, argv);
    }

  g_printerr (_("skein-cli: there is no “%s”; --help lists what there is\n"), argv[0]);

  return EXIT_WRONG_CALL;
}

int
main (int   argc,
      char *argv[])
{
  skein_cli_start ();

  if (argc < 2)
    {
      g_printerr (_("skein-cli: say what to do; --help lists what there is\n"));
      return EXIT_WRONG_CALL;
    }

  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0)
    {
      print_help ();
      return 0;
    }

  if (strcmp (argv[1], "--version") == 0)
    {
      g_print ("skein-cli %s\n", SKEIN_VERSION);
      return 0;
    }

  return run_command (argc - 1, argv + 1);
}
