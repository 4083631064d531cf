/* finding-waiting.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "lab/finding-private.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#define ONE_BY_ONE  "one-after-another"
#define MULTIPLEXED "multiplexed"

#define LOOP   "loop"
#define LONG   "long-callback"
#define WORKER "worker"

/* So many times as late is worse. */
#define WORSE 2.0

static void
say_one_by_one (SkeinFinding *self)
{
  double wall = skein_finding_get (self, ONE_BY_ONE, SKEIN_LAB_WALL);
  double waiting = skein_finding_get_measure (self, ONE_BY_ONE, "waiting_ns");
  char all[SKEIN_FINDING_SIZE], share[SKEIN_FINDING_SIZE];

  if (!isnan (waiting) && wall > 0.0)
    skein_finding_say (self, _("One after another took %s, and %s of that was nothing but waiting."),
                       skein_finding_write_ns (wall, all),
                       skein_finding_write_share (waiting / wall, share));
}

static void
say_multiplexed (SkeinFinding *self)
{
  double speed_up = skein_finding_get_speed_up (self, ONE_BY_ONE, MULTIPLEXED);

  if (speed_up > 1.0 + SKEIN_FINDING_SAME)
    skein_finding_say (self, _("One thread that waited for all of them together was %.1f times as fast: it is the "
                               "waiting that overlaps, not the computing."),
                       speed_up);
  else if (!isnan (speed_up))
    skein_finding_say (self, _("One thread that waited for all of them together was not faster (%.2f times): there was "
                               "little to wait for."),
                       speed_up);
}

static void
say_threads (SkeinFinding *self)
{
  double one_core = skein_finding_get_speed_up (self, ONE_BY_ONE, "threads-one-core");
  double all_cores = skein_finding_get_speed_up (self, ONE_BY_ONE, "threads");

  if (isnan (one_core) || isnan (all_cores))
    return;

  if (all_cores <= (1.0 + SKEIN_FINDING_SAME) * one_core)
    skein_finding_say (self, _("A thread each was %.1f times as fast on one core, and %.1f times on all: who waits "
                               "needs no core."),
                       one_core, all_cores);
  else
    skein_finding_say (self, _("A thread each was %.1f times as fast on one core, and %.1f times on all: what was left "
                               "to compute was done in parallel."),
                       one_core, all_cores);
}

void
skein_finding_waiting (SkeinFinding *self)
{
  say_one_by_one (self);
  say_multiplexed (self);
  say_threads (self);
}

static void
say_long_callback (SkeinFinding *self,
                   double        loop)
{
  double late = skein_finding_get_measure (self, LONG, "tick_worst_ns");
  char time[SKEIN_FINDING_SIZE];

  if (isnan (late))
    return;

  skein_finding_write_ns (late, time);

  if (isnan (loop) || late >= WORSE * loop)
    skein_finding_say (self, _("With one long callback the latest was %s late: meanwhile the loop could handle nothing "
                               "else."),
                       time);
  else
    skein_finding_say (self, _("With one long callback the latest was %s late, hardly more than otherwise."), time);
}

void
skein_finding_event_loop (SkeinFinding *self)
{
  double loop = skein_finding_get_measure (self, LOOP, "tick_worst_ns");
  double worker = skein_finding_get_measure (self, WORKER, "tick_worst_ns");
  double threads = skein_finding_get_measure (self, "threads", "tick_worst_ns");
  char time[SKEIN_FINDING_SIZE];

  if (!isnan (loop))
    skein_finding_say (self, _("With the long work in short pieces the latest tick was %s late."),
                       skein_finding_write_ns (loop, time));

  say_long_callback (self, loop);

  if (!isnan (worker))
    skein_finding_say (self, _("With the long work in a thread of its own the latest was %s late."),
                       skein_finding_write_ns (worker, time));
  if (!isnan (threads))
    skein_finding_say (self, _("With a thread for each event the latest was %s late."),
                       skein_finding_write_ns (threads, time));
}
