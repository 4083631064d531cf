/* finding-sharing.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "lab/finding-private.h"

#include <math.h>

#include <glib/gi18n-lib.h>

/* A gain that differs by more than this part is another one. */
#define CLEARLY 0.15

static void
say_unguarded (SkeinFinding *self)
{
  double all = (double) (skein_finding_get_parameter (self, "workers") * skein_finding_get_parameter (self, "updates"));
  double lost = skein_finding_get_measure (self, "unguarded", "lost_updates");
  char counts[2][SKEIN_FINDING_SIZE], share[SKEIN_FINDING_SIZE];

  if (isnan (lost) || all <= 0.0)
    return;

  if (lost > 0.0)
    skein_finding_say (self, _("Without a guard %s of %s updates were lost, %s: two had read the same number, and "
                               "one overwrote what the other had written."),
                       skein_finding_write_count (lost, counts[0]), skein_finding_write_count (all, counts[1]),
                       skein_finding_write_share (lost / all, share));
  else
    skein_finding_say (self, _("Without a guard no update was lost this time: that is luck, and no proof. A race need "
                               "not show itself."));
}

/* What safety costs. Returns: NAN: not known, or it is not safe */
static double
get_price (const SkeinFinding *self,
           const char         *mode)
{
  double lost = skein_finding_get_measure (self, mode, "lost_updates");

  if (!(lost <= 0.0))
    return NAN;

  return skein_finding_get_measure (self, mode, "update_ns") /
         skein_finding_get_measure (self, "unguarded", "update_ns");
}

static void
say_guards (SkeinFinding *self)
{
  double mutex = get_price (self, "mutex");
  double atomic = get_price (self, "atomic");
  double summed = get_price (self, "summed");
  double messages = get_price (self, "messages");

  if (isfinite (mutex))
    skein_finding_say (self, _("With a mutex none was lost, and an update took %.1f times as long."), mutex);
  if (isfinite (atomic))
    skein_finding_say (self, _("With an atomic instruction none was lost either, and it took %.1f times as long."),
                       atomic);
  if (isfinite (summed) && summed > 0.0 && summed < 1.0)
    skein_finding_say (self, _("Where each counted apart and all was summed at the end, none was lost, and an update "
                               "was done %.1f times as fast."),
                       1.0 / summed);
  else if (isfinite (summed))
    skein_finding_say (self, _("Where each counted apart and all was summed at the end, none was lost, and it took "
                               "%.1f times as long."),
                       summed);
  if (isfinite (messages))
    skein_finding_say (self, _("Where one alone counted what the others sent, none was lost, and it took %.1f times as "
                               "long."),
                       messages);
}

void
skein_finding_race (SkeinFinding *self)
{
  say_unguarded (self);
  say_guards (self);
}

void
skein_finding_thread_local (SkeinFinding *self)
{
  int n = (int) skein_finding_get_parameter (self, "threads");
  double places = skein_finding_get_measure (self, "shared", "places");
  double kept = skein_finding_get_measure (self, "shared", "kept");

  if (!isnan (places) && !isnan (kept) && places <= 1.0 && kept >= n)
    skein_finding_say (self, _("The shared variable was at one address for all %d threads, yet all found what they had "
                               "written: nobody came in between."),
                       n);
  else if (!isnan (places) && !isnan (kept) && places <= 1.0)
    skein_finding_say (self, _("The shared variable was at one address for all %d threads, and only %.0f of them found "
                               "there what it had written itself: the others found what another had."),
                       n, kept);

  places = skein_finding_get_measure (self, "thread-local", "places");
  kept = skein_finding_get_measure (self, "thread-local", "kept");

  if (isnan (places) || isnan (kept))
    return;

  if (kept >= n)
    skein_finding_say (self, _("The thread-local one had %.0f addresses under one name, and all %d found what they had "
                               "written."),
                       places, n);
  else
    skein_finding_say (self, _("The thread-local one had %.0f addresses under one name, yet only %.0f of %d found what "
                               "they had written."),
                       places, kept, n);
}

static double
get_gain (const SkeinFinding *self,
          const char         *mode)
{
  return skein_finding_get_measure (self, mode, "gain_times");
}

static void
say_lock (SkeinFinding *self)
{
  int64_t workers = skein_finding_get_parameter (self, "workers");
  double lock = get_gain (self, "one-lock");
  double none = get_gain (self, "no-sharing");

  if (isnan (lock))
    return;

  skein_finding_say (self,
                     g_dngettext (GETTEXT_PACKAGE,
                                  "Behind one lock %d worker did %.2f times as many steps as one alone.",
                                  "Behind one lock %d workers did %.2f times as many steps as one alone.",
                                  (gulong) workers),
                     (int) workers, lock);

  if (isnan (none))
    return;

  if (none > (1.0 + CLEARLY) * lock)
    skein_finding_say (self, _("Where nothing is shared it was %.2f times: sharing has its price."), none);
  else
    skein_finding_say (self, _("Where nothing is shared it was %.2f times, hardly more."), none);
}

static void
say_lines (SkeinFinding *self)
{
  double shared = get_gain (self, "false-sharing");
  double padded = get_gain (self, "padded");

  if (isnan (shared) || isnan (padded))
    return;

  if (padded > (1.0 + CLEARLY) * shared)
    skein_finding_say (self, _("Counters of their own side by side in one cache line gave %.2f times, each in a line "
                               "of its own %.2f times: cores pass whole lines to each other."),
                       shared, padded);
  else
    skein_finding_say (self, _("Counters side by side in one cache line gave %.2f times, each in a line of its own "
                               "%.2f times: here that made no difference."),
                       shared, padded);
}

void
skein_finding_contention (SkeinFinding *self)
{
  say_lock (self);
  say_lines (self);
}
