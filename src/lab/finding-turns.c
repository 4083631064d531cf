/* finding-turns.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "lab/finding-private.h"

#include <math.h>

#include <glib/gi18n-lib.h>

/* As in the experiment's catalogue: how many threads a mode has. */
#define TWO   2
#define THREE 3

/* Less than so many at once is one at a time. */
#define MORE_THAN_ONE 1.1

/* Which share of its time a thread wanted a core and had none. */
static double
get_ready_share (const SkeinFinding *self,
                 const char         *mode,
                 double              n_threads)
{
  return skein_finding_get (self, mode, SKEIN_LAB_READY) / skein_finding_get (self, mode, SKEIN_LAB_WALL) / n_threads;
}

/* A core for each: nobody needs to take turns. */
static void
say_two (SkeinFinding *self)
{
  double own = skein_finding_get_measure (self, "two", "taken_by_own");

  if (isnan (own) || skein_finding_get_parameter (self, "cores") < TWO)
    return;

  if (own < 0.5)
    skein_finding_say (self, _("Two threads could have a core each: neither was ever taken off for the other."));
  else
    skein_finding_say (self,
                       g_dngettext (GETTEXT_PACKAGE,
                                    "Two threads could have a core each: it was taken from one for the other %.0f "
                                    "time.",
                                    "Two threads could have a core each: it was taken from one for the other %.0f "
                                    "times.",
                                    (gulong) own),
                       own);
}

static void
say_three (SkeinFinding *self)
{
  bool is_crowded = skein_finding_get_parameter (self, "cores") < THREE;
  double own = skein_finding_get_measure (self, "three", "taken_by_own");
  double slice = skein_finding_get_measure (self, "three", "slice_median_ns");
  double ready = get_ready_share (self, "three", THREE);
  char share[SKEIN_FINDING_SIZE], length[SKEIN_FINDING_SIZE];

  if (isnan (ready))
    return;

  skein_finding_write_share (ready, share);

  if (is_crowded && own >= 1.0 && !isnan (slice))
    skein_finding_say (self,
                       g_dngettext (GETTEXT_PACKAGE,
                                    "Three had to take turns: a core was taken from one for another %.0f time, a "
                                    "slice lasted %s (median), and each wanted a core and had none for %s of the time.",
                                    "Three had to take turns: a core was taken from one for another %.0f times, a "
                                    "slice lasted %s (median), and each wanted a core and had none for %s of the time.",
                                    (gulong) own),
                       own, skein_finding_write_ns (slice, length), share);
  else if (is_crowded && own < 1.0)
    skein_finding_say (self, _("A core was never taken from one of three threads for another: there was too little "
                               "work to take turns at."));
  else
    skein_finding_say (self, _("Of three threads each wanted a core and had none for %s of the time."), share);
}

static void
say_one_core (SkeinFinding *self)
{
  int64_t n = skein_finding_get_parameter (self, "threads");
  double slice = skein_finding_get_measure (self, "one-core", "slice_median_ns");
  double most = skein_finding_get (self, "one-core", SKEIN_LAB_PARALLELISM_MOST);
  char length[SKEIN_FINDING_SIZE];

  if (isnan (slice) || isnan (most))
    return;

  skein_finding_write_ns (slice, length);
  skein_finding_say (self,
                     g_dngettext (GETTEXT_PACKAGE,
                                  "%d thread on one core had turns of %s (median), and never more than %.0f ran at the "
                                  "same instant.",
                                  "%d threads on one core had turns of %s (median), and never more than %.0f ran at "
                                  "the same instant.",
                                  (gulong) n),
                     (int) n, length, most);
}

void
skein_finding_slices (SkeinFinding *self)
{
  say_two (self);
  say_three (self);
  say_one_core (self);
}

/* Concurrent on each core, parallel across them. */
static void
say_threads (SkeinFinding *self)
{
  double per_core = skein_finding_get_measure (self, "threads", "tasks_per_core");
  double parallelism = skein_finding_get (self, "threads", SKEIN_LAB_PARALLELISM);

  if (isnan (per_core) || isnan (parallelism))
    return;

  if (parallelism >= MORE_THAN_ONE && per_core >= MORE_THAN_ONE)
    skein_finding_say (self, _("Of the kernel threads %.1f were under way for each core, and %.2f ran at the same "
                               "instant: concurrent on each core, parallel across the cores."),
                       per_core, parallelism);
  else
    skein_finding_say (self, _("Of the kernel threads %.1f were under way for each core, and %.2f ran at the same "
                               "instant: that is not both at once."),
                       per_core, parallelism);
}

static double
get_switches (const SkeinFinding *self,
              const char         *mode)
{
  return skein_finding_get (self, mode, SKEIN_LAB_GIVEN_UP) + skein_finding_get (self, mode, SKEIN_LAB_TAKEN);
}

static void
say_green (SkeinFinding *self)
{
  double per_core = skein_finding_get_measure (self, "green", "tasks_per_core");
  double parallelism = skein_finding_get (self, "green", SKEIN_LAB_PARALLELISM);
  double switches = get_switches (self, "green");
  double speed_up = skein_finding_get_speed_up (self, "threads", "green");

  if (isnan (per_core) || isnan (parallelism))
    return;

  skein_finding_say (self, _("Of the green threads %.1f were under way for each core, and %.2f kernel threads ran at "
                             "the same instant."),
                     per_core, parallelism);

  if (!isnan (switches) && !isnan (get_switches (self, "threads")))
    skein_finding_say (self, _("The kernel switched %.0f times for them, and %.0f times for threads of its own."),
                       switches, get_switches (self, "threads"));
  if (fabs (speed_up - 1.0) <= SKEIN_FINDING_SAME)
    skein_finding_say (self, _("Both took about the same time."));
}

void
skein_finding_both (SkeinFinding *self)
{
  say_threads (self);
  say_green (self);
}
