/* finding-schedulers.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "lab/finding-private.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#define COMPLETION "to-completion"
#define PREEMPTIVE "preemptive"

#define KERNEL    "kernel"
#define ONE       "n-1"
#define BLOCKED   "m-n-blocked"
#define PREEMPTED "m-n-preempted"

/* A share is what was promised if it is no further away. */
#define KEPT 0.05

static double
get_response (const SkeinFinding *self,
              const char         *mode)
{
  return skein_finding_get_measure (self, mode, "response_ns");
}

static void
say_completion (SkeinFinding *self)
{
  double response = get_response (self, COMPLETION);
  char time[SKEIN_FINDING_SIZE];

  if (!isnan (response))
    skein_finding_say (self, _("Where each task runs to its end, the short one was first served after %s."),
                       skein_finding_write_ns (response, time));
}

static void
say_yielding (SkeinFinding *self)
{
  double response = get_response (self, "yielding");
  char time[SKEIN_FINDING_SIZE];

  if (!isnan (response))
    skein_finding_say (self, _("Where each makes way now and then, after %s."),
                       skein_finding_write_ns (response, time));
}

static void
say_preemptive (SkeinFinding *self)
{
  int64_t quantum = skein_finding_get_parameter (self, "quantum");
  double response = get_response (self, PREEMPTIVE);
  double turn = skein_finding_get_measure (self, PREEMPTIVE, "turn_ns");
  char time[SKEIN_FINDING_SIZE], length[SKEIN_FINDING_SIZE];

  if (isnan (response))
    return;

  skein_finding_write_ns (response, time);

  if (isnan (turn))
    skein_finding_say (self, _("Where a timer ends each turn after %d ms, after %s."), (int) quantum, time);
  else
    skein_finding_say (self, _("Where a timer ends each turn after %d ms, after %s; a turn lasted %s."), (int) quantum,
                       time, skein_finding_write_ns (turn, length));
}

static void
say_kernel (SkeinFinding *self)
{
  double response = get_response (self, KERNEL);
  char time[SKEIN_FINDING_SIZE];

  if (!isnan (response))
    skein_finding_say (self, _("The kernel’s own scheduler served it after %s."),
                       skein_finding_write_ns (response, time));
}

void
skein_finding_scheduler (SkeinFinding *self)
{
  double completion = get_response (self, COMPLETION);
  double preemptive = get_response (self, PREEMPTIVE);

  say_completion (self);
  say_yielding (self);
  say_preemptive (self);
  say_kernel (self);

  if (isnan (completion) || isnan (preemptive))
    return;

  if (preemptive < (1.0 - SKEIN_FINDING_SAME) * completion)
    skein_finding_say (self, _("Who can be made to give way keeps nobody waiting for long."));
  else
    skein_finding_say (self, _("With turns this long, being made to give way was of no use to the short one."));
}

static void
say_creation (SkeinFinding *self)
{
  double kernel = skein_finding_get_measure (self, KERNEL, "create_ns");
  double green = skein_finding_get_measure (self, ONE, "create_ns");
  char times[2][SKEIN_FINDING_SIZE];

  if (isnan (kernel) || isnan (green) || green <= 0.0)
    return;

  if (kernel > green)
    skein_finding_say (self, _("A kernel thread took %s to make, a green thread %s: %.0f times less."),
                       skein_finding_write_ns (kernel, times[0]), skein_finding_write_ns (green, times[1]),
                       kernel / green);
  else
    skein_finding_say (self, _("A kernel thread took %s to make, and a green thread %s, which is no less."),
                       skein_finding_write_ns (kernel, times[0]), skein_finding_write_ns (green, times[1]));
}

static void
say_memory (SkeinFinding *self)
{
  double kernel = skein_finding_get_measure (self, KERNEL, "task_bytes");
  double green = skein_finding_get_measure (self, ONE, "task_bytes");
  char bytes[2][SKEIN_FINDING_SIZE];

  if (!isnan (kernel) && !isnan (green))
    skein_finding_say (self, _("The first had %s of memory in the process, the second %s; what the kernel keeps for a "
                               "thread comes on top."),
                       skein_finding_write_bytes (kernel, bytes[0]), skein_finding_write_bytes (green, bytes[1]));
}

static void
say_switches (SkeinFinding *self)
{
  double kernel = skein_finding_get_measure (self, ONE, "kernel_switches");
  double user = skein_finding_get_measure (self, ONE, "user_switches");

  char counts[2][SKEIN_FINDING_SIZE];

  if (!isnan (kernel) && !isnan (user))
    skein_finding_say (self, _("The green threads on one kernel thread switched %s times by themselves, while the "
                               "kernel switched %s times."),
                       skein_finding_write_count (user, counts[0]), skein_finding_write_count (kernel, counts[1]));
}

static void
say_rescue (SkeinFinding *self)
{
  double blocked = skein_finding_get_measure (self, BLOCKED, "short_ns");
  double preempted = skein_finding_get_measure (self, PREEMPTED, "short_ns");
  char times[2][SKEIN_FINDING_SIZE];

  if (isnan (blocked) || isnan (preempted))
    return;

  skein_finding_write_ns (blocked, times[0]);
  skein_finding_write_ns (preempted, times[1]);

  if (preempted < (1.0 - SKEIN_FINDING_SAME) * blocked)
    skein_finding_say (self, _("Behind tasks that never make way the short ones were done after %s; where a timer "
                               "makes those give way, after %s."),
                       times[0], times[1]);
  else
    skein_finding_say (self, _("Behind tasks that never make way the short ones were done after %s, and where a timer "
                               "makes those give way after %s: that helped nobody here."),
                       times[0], times[1]);
}

void
skein_finding_green (SkeinFinding *self)
{
  say_creation (self);
  say_memory (self);
  say_switches (self);
  say_rescue (self);
}

/* Returns: whether it got what was promised; false as well where that is not known */
static bool
is_kept (const SkeinFinding *self,
         const char         *mode)
{
  return fabs (skein_finding_get_measure (self, mode, "second_share") -
               skein_finding_get_measure (self, mode, "promised_share")) <= KEPT;
}

static void
say_nice (SkeinFinding *self,
          const char   *mode,
          int           nice)
{
  double got = skein_finding_get_measure (self, mode, "second_share");
  double promised = skein_finding_get_measure (self, mode, "promised_share");
  char shares[2][SKEIN_FINDING_SIZE];

  if (isnan (got) || isnan (promised))
    return;

  skein_finding_write_share (got, shares[0]);
  skein_finding_write_share (promised, shares[1]);

  if (is_kept (self, mode))
    skein_finding_say (self, _("With nice %d the second thread got %s of the core, as its weight promises (%s)."), nice,
                       shares[0], shares[1]);
  else
    skein_finding_say (self, _("With nice %d the second thread got %s of the core, though its weight promises %s."),
                       nice, shares[0], shares[1]);
}

static void
say_policies (SkeinFinding *self)
{
  double idle = skein_finding_get_measure (self, "idle", "second_share");
  double real_time = skein_finding_get_measure (self, "real-time", "second_share");
  char share[SKEIN_FINDING_SIZE];

  if (!isnan (idle))
    skein_finding_say (self, _("One for idle times got %s beside a normal one."),
                       skein_finding_write_share (idle, share));
  if (!isnan (real_time))
    skein_finding_say (self, _("One with a real-time priority got %s."), skein_finding_write_share (real_time, share));
}

void
skein_finding_priority (SkeinFinding *self)
{
  say_nice (self, "nice-0", 0);
  say_nice (self, "nice-10", 10);
  say_nice (self, "nice-19", 19);
  say_policies (self);
}
