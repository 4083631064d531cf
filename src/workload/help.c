/* help.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "workload/call.h"

#include <inttypes.h>
#include <libintl.h>
#include <stdio.h>
#include <string.h>

#define _(text) gettext (text)

#define WIDTH 92
#define NAME_WIDTH 20

/* Breaks a text into lines of %WIDTH at blanks; those after the first are indented. */
static void
print_text (const char *text,
            int         indent)
{
  int column = indent;

  while (*text != '\0')
    {
      int length = (int) strcspn (text, " ");
      bool is_first = column == indent;

      if (!is_first && column + 1 + length > WIDTH)
        {
          printf ("\n%*s", indent, "");
          column = indent;
          is_first = true;
        }

      printf ("%s%.*s", is_first ? "" : " ", length, text);
      column += length + (is_first ? 0 : 1);
      text += length + strspn (text + length, " ");
    }

  printf ("\n");
}

static void
print_entry (const char *name,
             const char *text)
{
  printf ("  %-*s ", NAME_WIDTH, name);
  if (strlen (name) > NAME_WIDTH)
    printf ("\n%*s", NAME_WIDTH + 3, "");
  print_text (text, NAME_WIDTH + 3);
}

void
skein_help_print_usage (void)
{
  printf (_("Usage: skein-workload list\n"
            "       skein-workload EXPERIMENT [--mode MODE] [--PARAMETER NUMBER] …\n"
            "       skein-workload EXPERIMENT --help\n"
            "\n"));
  print_text (_("Does the work of an experiment in one of its modes, checks what came out, and prints when each task "
                "started and ended as JSON lines. Skein's lab runs it, and shows what the machine did."),
              0);
}

void
skein_help_print_list (void)
{
  const SkeinExperimentInfo *experiment;
  SkeinExperimentGroup group = SKEIN_N_GROUPS;

  for (unsigned i = 0; (experiment = skein_experiment_get (i)) != NULL; i++)
    {
      if (experiment->group != group)
        printf ("%s%s\n", i > 0 ? "\n" : "", _(skein_experiment_group_get_title (experiment->group)));

      group = experiment->group;
      print_entry (experiment->id, _(experiment->title));
    }
}

static void
print_modes (const SkeinExperimentInfo *experiment)
{
  int64_t values[SKEIN_EXPERIMENT_PARAMETERS];
  SkeinMode mode;

  skein_experiment_get_usual (experiment, skein_experiment_count_cores (), values);
  printf ("\n%s\n", _("Modes (the first is the usual one)"));

  for (unsigned i = 0; skein_experiment_get_mode (experiment, values, i, &mode); i++)
    {
      char title[128], text[512];

      skein_mode_write_title (&mode, title, sizeof title);
      snprintf (text, sizeof text, "%s. %s%s%s", title, mode.info->text != NULL ? _(mode.info->text) : "",
                mode.info->is_wrong ? " " : "", mode.info->is_wrong ? _("It is meant to come out wrong.") : "");
      print_entry (mode.id, text);
    }
}

static void
print_parameters (const SkeinExperimentInfo *experiment)
{
  printf ("\n%s\n", _("Parameters"));

  for (unsigned i = 0; experiment->parameters[i].id != NULL; i++)
    {
      const SkeinParameterInfo *parameter = &experiment->parameters[i];
      int64_t least, most, usual;
      char name[64], text[512];

      skein_experiment_get_limits (experiment, i, skein_experiment_count_cores (), &least, &most, &usual);
      snprintf (name, sizeof name, "--%s", parameter->id);
      snprintf (text, sizeof text, _("%s From %lld to %lld; usually %lld."), _(parameter->text), (long long) least,
                (long long) most, (long long) usual);
      print_entry (name, text);
    }
}

static void
print_measures (const SkeinExperimentInfo *experiment)
{
  if (experiment->measures[0].id == NULL)
    return;

  printf ("\n%s\n", _("What is measured beside times, switches and memory"));

  for (unsigned i = 0; experiment->measures[i].id != NULL; i++)
    print_entry (experiment->measures[i].id, _(experiment->measures[i].text));
}

void
skein_help_print_experiment (const SkeinExperimentInfo *experiment)
{
  printf ("%s\n\n", _(experiment->title));
  print_text (_(experiment->idea), 0);
  print_modes (experiment);
  print_parameters (experiment);
  print_measures (experiment);
  printf ("\n%s\n", _("How it is run"));
  print_entry ("--rounds", _("How often, one round after the other; usually 1."));
  print_entry ("--seconds", _("Round after round for so many seconds; 0: until it is stopped."));
  print_entry ("--deadline", _("A round that takes more seconds is ended, with all that it started; usually 30."));
  print_entry ("--tied", _("It ends when the program that started it does."));
}
