/* finding-parallel.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "lab/finding-private.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#define ONE_AFTER_ANOTHER "one-after-another"
#define ONE_CORE          "one-core"
#define THREADS           "threads"
#define PROCESSES         "processes"

/* So much of what as many cores could give is as the book has it. */
#define ENOUGH 0.85

/* Many times as much is worth a word. */
#define MUCH_MORE 1.5

/* Concurrency: under way together, on a core by turns. */
static void
say_one_core (SkeinFinding *self)
{
  double concurrency = skein_finding_get (self, ONE_CORE, SKEIN_LAB_CONCURRENCY);
  double most = skein_finding_get (self, ONE_CORE, SKEIN_LAB_PARALLELISM_MOST);
  double speed_up = skein_finding_get_speed_up (self, ONE_AFTER_ANOTHER, ONE_CORE);

  if (isnan (concurrency))
    return;

  if (most <= 1.0)
    skein_finding_say (self, _("On one core %.1f tasks were under way on average, but never two of them ran at the "
                               "same instant: they were concurrent, not parallel."),
                       concurrency);
  else
    skein_finding_say (self, _("On one core %.1f tasks were under way on average, and took turns."), concurrency);

  if (isnan (speed_up))
    return;

  if (fabs (speed_up - 1.0) <= SKEIN_FINDING_SAME)
    skein_finding_say (self, _("That took about as long as one after another."));
  else if (speed_up < 1.0)
    skein_finding_say (self, _("That took %.2f times as long as one after another."), 1.0 / speed_up);
  else
    skein_finding_say (self, _("That was %.2f times as fast as one after another, which turns alone cannot explain."),
                       speed_up);
}

/* How many of the cores can be of use. */
static double
get_most_speed_up (const SkeinFinding *self)
{
  return (double) MIN (skein_finding_get_parameter (self, "cores"), skein_finding_get_parameter (self, "tasks"));
}

/* Parallelism: at the same instant. */
static void
say_threads (SkeinFinding *self)
{
  int64_t cores = skein_finding_get_parameter (self, "cores");
  double together = skein_finding_get (self, THREADS, SKEIN_LAB_TOGETHER);
  double parallelism = skein_finding_get (self, THREADS, SKEIN_LAB_PARALLELISM);
  char share[SKEIN_FINDING_SIZE];

  if (!isnan (together))
    skein_finding_say (self,
                       g_dngettext (GETTEXT_PACKAGE, "Threads on %d core ran two or more at once for %s of the time.",
                                    "Threads on %d cores ran two or more at once for %s of the time.", (gulong) cores),
                       (int) cores, skein_finding_write_share (together, share));
  else if (!isnan (parallelism))
    skein_finding_say (self, g_dngettext (GETTEXT_PACKAGE, "Of the threads on %d core %.2f ran at once on average.",
                                          "Of the threads on %d cores %.2f ran at once on average.", (gulong) cores),
                       (int) cores, parallelism);
}

static void
say_speed_up (SkeinFinding *self)
{
  double speed_up = skein_finding_get_speed_up (self, ONE_AFTER_ANOTHER, THREADS);
  double most = get_most_speed_up (self);

  if (isnan (speed_up) || most <= 1.0)
    return;

  if (speed_up >= ENOUGH * most)
    skein_finding_say (self, _("The same work was done %.2f times as fast as one after another."), speed_up);
  else if (speed_up > 1.0 + SKEIN_FINDING_SAME)
    skein_finding_say (self, _("The same work was done %.2f times as fast as one after another; %.0f times would be "
                               "the most there is."),
                       speed_up, most);
  else
    skein_finding_say (self, _("Yet the same work was not done faster than one after another (%.2f times); up to %.0f "
                               "times could have been."),
                       speed_up, most);
}

static void
say_processes (SkeinFinding *self)
{
  double speed_up = skein_finding_get_speed_up (self, THREADS, PROCESSES);
  double memory = skein_finding_get (self, PROCESSES, SKEIN_LAB_PRIVATE) /
                  skein_finding_get (self, THREADS, SKEIN_LAB_PRIVATE);
  double start = skein_finding_get (self, PROCESSES, SKEIN_LAB_START) /
                 skein_finding_get (self, THREADS, SKEIN_LAB_START);

  if (isnan (speed_up))
    return;

  if (fabs (speed_up - 1.0) <= SKEIN_FINDING_SAME)
    skein_finding_say (self, _("Processes took about as long as threads."));
  else
    skein_finding_say (self, _("Processes were %.2f times as fast as threads."), speed_up);

  if (memory >= MUCH_MORE && isfinite (memory) && start >= MUCH_MORE && isfinite (start))
    skein_finding_say (self, _("Each took %.0f times the memory of its own, and %.0f times as long to start."), memory,
                       start);
  else if (memory >= MUCH_MORE && isfinite (memory))
    skein_finding_say (self, _("Each took %.0f times the memory of its own."), memory);
}

void
skein_finding_parallel (SkeinFinding *self)
{
  say_one_core (self);

  if (skein_finding_has (self, THREADS))
    {
      say_threads (self);
      say_speed_up (self);
      say_processes (self);
    }
}
