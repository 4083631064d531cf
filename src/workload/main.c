/* main.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "workload/call.h"
#include "workload/guard.h"
#include "workload/job-private.h"
#include "workload/tell.h"
#include "workload/works.h"

#include <errno.h>
#include <libintl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
init_job (SkeinJob        *job,
          const SkeinCall *call)
{
  *job = (SkeinJob) { .experiment = call->experiment, .mode = call->mode };
  memcpy (job->values, call->values, sizeof job->values);
  skein_job_init_cores (job);
}

static bool
has_more (const SkeinCall *call,
          unsigned         round)
{
  return call->seconds >= 0 || round < call->rounds;
}

/* Returns: the status to exit with */
static int
do_rounds (const SkeinCall *call,
           int64_t         *round_started)
{
  static SkeinJob job;
  SkeinJobFunc func = skein_works_find (call->experiment->id);

  if (func == NULL)
    return EXIT_FAILURE;

  init_job (&job, call);

  for (unsigned round = 0; has_more (call, round); round++)
    {
      bool is_told;

      __atomic_store_n (round_started, skein_job_now (), __ATOMIC_RELAXED);
      func (&job);
      is_told = skein_tell_round (&job, round);
      skein_job_clear (&job);
      skein_job_confine (&job, job.n_cores);

      if (!is_told)
        {
          fprintf (stderr, "skein-workload: %s\n", strerror (errno));
          return EXIT_FAILURE;
        }
    }

  return EXIT_SUCCESS;
}

int
main (int   argc,
      char *argv[])
{
  const char *localedir = getenv ("SKEIN_LOCALEDIR");
  SkeinCall call;
  int status;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, localedir != NULL ? localedir : SKEIN_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  /* Numbers in JSON have a point. */
  setlocale (LC_NUMERIC, "C");

  status = skein_call_parse (argc, argv, &call);
  if (status >= 0)
    return status;

  return skein_guard_run (&call, do_rounds);
}
