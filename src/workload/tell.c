/* tell.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Only numbers and ids of our own: nothing that would need to be escaped.
 */

#include "config.h"

#include "workload/tell.h"

#include "workload/job-private.h"

#include <inttypes.h>
#include <stdio.h>

static void
tell_start (const SkeinJob *job,
            unsigned        round)
{
  printf ("{\"type\": \"start\", \"round\": %u, \"time_ns\": %" PRId64 ", \"experiment\": \"%s\", \"mode\": \"%s\", "
          "\"parameters\": {",
          round, job->tally->start_ns, job->experiment->id, job->mode.id);

  for (unsigned i = 0; job->experiment->parameters[i].id != NULL; i++)
    printf ("%s\"%s\": %" PRId64, i > 0 ? ", " : "", job->experiment->parameters[i].id, job->values[i]);

  printf ("}, \"cores\": [");

  for (unsigned i = 0; i < job->n_cores; i++)
    printf ("%s%u", i > 0 ? ", " : "", job->cores[i]);

  printf ("], \"usable\": %u}\n", job->n_usable);
}

static void
tell_task (const SkeinJob *job,
           unsigned        task)
{
  const SkeinTaskMark *mark = &job->tasks[task];

  if (mark->start_ns == 0)
    return;

  printf ("{\"type\": \"task\", \"task\": %u, \"pid\": %d, \"tid\": %d", task, (int) mark->pid, (int) mark->tid);
  if (mark->launched_ns > 0)
    printf (", \"launched_ns\": %" PRId64, mark->launched_ns);
  printf (", \"start_ns\": %" PRId64, mark->start_ns);
  if (mark->end_ns > 0)
    printf (", \"end_ns\": %" PRId64, mark->end_ns);
  printf ("}\n");
}

/* Returns: how many had no room */
static int64_t
tell_spans (const SkeinJob *job)
{
  int64_t n = job->tally->n_spans;
  int64_t n_kept = n < job->n_spans ? n : job->n_spans;

  for (int64_t i = 0; i < n_kept; i++)
    {
      const SkeinSpanMark *mark = &job->spans[i];

      printf ("{\"type\": \"span\", \"task\": %u, \"tid\": %d, \"start_ns\": %" PRId64 ", \"end_ns\": %" PRId64 "}\n",
              mark->task, (int) mark->tid, mark->start_ns, mark->end_ns);
    }

  return n - n_kept;
}

static void
tell_measures (const SkeinJob *job)
{
  const char *separator = "";

  printf (", \"measures\": {");

  for (unsigned i = 0; job->experiment->measures[i].id != NULL; i++)
    {
      if (!job->tally->has_measure[i])
        continue;

      printf ("%s\"%s\": %.17g", separator, job->experiment->measures[i].id, job->tally->measures[i]);
      separator = ", ";
    }

  printf ("}");
}

static void
tell_end (const SkeinJob *job,
          int64_t         n_spans_lost)
{
  const SkeinTally *tally = job->tally;

  printf ("{\"type\": \"end\", \"start_ns\": %" PRId64 ", \"end_ns\": %" PRId64 ", \"cpu_ns\": %" PRId64
          ", \"given_up\": %" PRId64 ", \"taken\": %" PRId64 ", \"workers\": %u",
          tally->start_ns, tally->end_ns, tally->usage.cpu_ns, tally->usage.given_up, tally->usage.taken,
          tally->workers);
  if (tally->private_bytes >= 0)
    printf (", \"private_bytes\": %" PRId64, tally->private_bytes);
  if (tally->proportional_bytes >= 0)
    printf (", \"proportional_bytes\": %" PRId64, tally->proportional_bytes);
  if (tally->has_answer)
    printf (", \"expected\": %" PRIu64 ", \"got\": %" PRIu64, tally->expected, tally->got);
  printf (", \"spans_lost\": %" PRId64, n_spans_lost);
  tell_measures (job);
  printf ("}\n");
}

bool
skein_tell_round (const SkeinJob *job,
                  unsigned        round)
{
  tell_start (job, round);

  for (unsigned i = 0; i < job->n_tasks; i++)
    tell_task (job, i);

  tell_end (job, tell_spans (job));

  return fflush (stdout) == 0 && !ferror (stdout);
}
