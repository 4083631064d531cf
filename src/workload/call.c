/* call.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "workload/call.h"

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <libintl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define _(text) gettext (text)

#define EXIT_WRONG_CALL 2
#define MOST_SECONDS 1000000
#define MOST_ROUNDS 1000000

/* Options that every experiment has; those of parameters have their place as number. */
enum
{
  OPTION_MODE = SKEIN_EXPERIMENT_PARAMETERS,
  OPTION_ROUNDS,
  OPTION_SECONDS,
  OPTION_DEADLINE,
  OPTION_TIED,
  OPTION_HELP,
};

#define N_COMMON_OPTIONS 6

static const struct option common_options[N_COMMON_OPTIONS] = {
  { "mode", required_argument, NULL, OPTION_MODE },
  { "rounds", required_argument, NULL, OPTION_ROUNDS },
  { "seconds", required_argument, NULL, OPTION_SECONDS },
  { "deadline", required_argument, NULL, OPTION_DEADLINE },
  { "tied", no_argument, NULL, OPTION_TIED },
  { "help", no_argument, NULL, OPTION_HELP },
};

static void
fill_options (const SkeinExperimentInfo *experiment,
              struct option             *ret)
{
  unsigned n = skein_experiment_count_parameters (experiment);

  for (unsigned i = 0; i < n; i++)
    ret[i] = (struct option) { experiment->parameters[i].id, required_argument, NULL, (int) i };

  memcpy (&ret[n], common_options, sizeof common_options);
  memset (&ret[n + N_COMMON_OPTIONS], 0, sizeof *ret);
}

/* Returns: whether @text is a number within the limits; if not, that was said */
static bool
parse_number (const char *name,
              const char *text,
              int64_t     least,
              int64_t     most,
              int64_t    *ret)
{
  char *end;
  long long value;

  errno = 0;
  value = strtoll (text, &end, 10);

  if (errno != 0 || end == text || *end != '\0')
    {
      fprintf (stderr, _("skein-workload: --%s: “%s” is not a number\n"), name, text);
      return false;
    }

  if (value < least || value > most)
    {
      fprintf (stderr, _("skein-workload: --%s: %lld is not from %lld to %lld\n"), name, value, (long long) least,
               (long long) most);
      return false;
    }

  *ret = value;

  return true;
}

static bool
parse_parameter (SkeinCall  *call,
                 unsigned    i,
                 const char *text)
{
  int64_t least, most, usual;

  skein_experiment_get_limits (call->experiment, i, skein_experiment_count_cores (), &least, &most, &usual);

  return parse_number (call->experiment->parameters[i].id, text, least, most, &call->values[i]);
}

/* Returns: -1: go on; or the status to exit with */
static int
take_option (SkeinCall   *call,
             int          option,
             const char  *text,
             const char **mode)
{
  bool is_good = true;

  switch (option)
    {
    case OPTION_MODE:
      *mode = text;
      break;
    case OPTION_ROUNDS:
      is_good = parse_number ("rounds", text, 1, MOST_ROUNDS, &call->rounds);
      break;
    case OPTION_SECONDS:
      is_good = parse_number ("seconds", text, 0, MOST_SECONDS, &call->seconds);
      break;
    case OPTION_DEADLINE:
      is_good = parse_number ("deadline", text, 1, MOST_SECONDS, &call->deadline_s);
      break;
    case OPTION_TIED:
      call->is_tied = true;
      break;
    case OPTION_HELP:
      skein_help_print_experiment (call->experiment);
      return EXIT_SUCCESS;
    default:
      is_good = option >= 0 && option < OPTION_MODE && parse_parameter (call, (unsigned) option, text);
      break;
    }

  return is_good ? -1 : EXIT_WRONG_CALL;
}

/* Returns: whether the mode can be had here; if not, that was said */
static bool
check_mode (const SkeinMode *mode)
{
  unsigned n_cores;

  switch (skein_mode_info_find_lack (mode->info))
    {
    case SKEIN_LACK_CORES:
      n_cores = skein_experiment_count_cores ();
      fprintf (stderr, ngettext ("skein-workload: %s needs %u cores; there is %u\n",
                                 "skein-workload: %s needs %u cores; there are %u\n", n_cores),
               mode->id, mode->info->least_cores, n_cores);
      return false;
    case SKEIN_LACK_REAL_TIME:
      fprintf (stderr,
               _("skein-workload: %s needs the right to a real-time priority, which this user does not have here\n"),
               mode->id);
      return false;
    case SKEIN_LACK_NOTHING:
      break;
    }

  return true;
}

/* The modes that there are depend on the parameters: so this comes last. */
static int
take_mode (SkeinCall  *call,
           const char *id)
{
  int place = id != NULL ? skein_experiment_find_mode (call->experiment, call->values, id) : 0;

  if (place < 0)
    {
      fprintf (stderr, _("skein-workload: %s has no mode “%s”\n"), call->experiment->id, id);
      return EXIT_WRONG_CALL;
    }

  skein_experiment_get_mode (call->experiment, call->values, (unsigned) place, &call->mode);

  return check_mode (&call->mode) ? -1 : EXIT_FAILURE;
}

static int
parse_experiment (int        argc,
                  char     **argv,
                  SkeinCall *call)
{
  struct option options[SKEIN_EXPERIMENT_PARAMETERS + N_COMMON_OPTIONS + 1];
  const char *mode = NULL;
  int status = -1;
  int option;

  skein_experiment_get_usual (call->experiment, skein_experiment_count_cores (), call->values);
  fill_options (call->experiment, options);

  while (status < 0 && (option = getopt_long (argc, argv, "", options, NULL)) != -1)
    status = take_option (call, option, optarg, &mode);

  if (status >= 0)
    return status;

  if (optind < argc)
    {
      fprintf (stderr, _("skein-workload: “%s” is one too many\n"), argv[optind]);
      return EXIT_WRONG_CALL;
    }

  return take_mode (call, mode);
}

int
skein_call_parse (int        argc,
                  char     **argv,
                  SkeinCall *ret)
{
  *ret = (SkeinCall) { .rounds = 1, .seconds = SKEIN_CALL_NO_SECONDS, .deadline_s = 30 };

  if (argc < 2)
    {
      fprintf (stderr, _("skein-workload: say which experiment; “skein-workload list” lists them\n"));
      return EXIT_WRONG_CALL;
    }

  if (strcmp (argv[1], "list") == 0)
    {
      skein_help_print_list ();
      return EXIT_SUCCESS;
    }

  if (strcmp (argv[1], "--help") == 0)
    {
      skein_help_print_usage ();
      return EXIT_SUCCESS;
    }

  if (strcmp (argv[1], "--version") == 0)
    {
      printf ("skein-workload %s\n", SKEIN_VERSION);
      return EXIT_SUCCESS;
    }

  ret->experiment = skein_experiment_find (argv[1]);

  if (ret->experiment == NULL)
    {
      fprintf (stderr, _("skein-workload: there is no experiment “%s”; “skein-workload list” lists them\n"), argv[1]);
      return EXIT_WRONG_CALL;
    }

  return parse_experiment (argc - 1, argv + 1, ret);
}
