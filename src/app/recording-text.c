/* recording-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/recording-text.h"

#include <glib/gi18n.h>

#include "base/clock.h"
#include "base/format.h"

/* The kernel's own go to 2. Debian and Ubuntu add 3 and 4, which refuse everything. */
#define DEBIAN_PARANOID 3

/* Why the kernel does not let us, for @target. */
static char *
dup_refusal (const SkeinRecordingState *self,
             SkeinTarget                target)
{
  const SkeinSupport *support = &self->report.support;

  switch (support->refusals[target])
    {
    case SKEIN_REFUSAL_SETTING:
      if (support->paranoid >= DEBIAN_PARANOID)
        return g_strdup_printf (_("The kernel refuses: its setting perf_event_paranoid is %d, as Debian and Ubuntu "
                                   "have it, which lets nobody record but the administrator. It would have to be "
                                   "%d or less."),
                                support->paranoid, support->needed[target]);

      return g_strdup_printf (_("The kernel refuses: its setting perf_event_paranoid is %d, and would have to be "
                                 "%d or less."),
                              support->paranoid, support->needed[target]);

    case SKEIN_REFUSAL_FILTER:
      return g_strdup (_("It is not a setting: a sandbox or container keeps the kernel’s records from Skein."));

    case SKEIN_REFUSAL_KERNEL:
      return g_strdup (_("This kernel cannot record switches."));

    case SKEIN_REFUSAL_MEMORY:
      return g_strdup (_("There is too little memory that may be locked: another program of yours may have it all."));

    case SKEIN_REFUSAL_DESCRIPTORS:
      return g_strdup (_("Too few file descriptors are left for it."));

    case SKEIN_REFUSAL_OWNER:
      return g_strdup (_("What is selected belongs to another user."));

    case SKEIN_REFUSAL_GONE:
      return g_strdup (_("What is selected has ended."));

    case SKEIN_REFUSAL_NONE:
    case SKEIN_REFUSAL_OTHER:
    case SKEIN_N_REFUSALS:
    default:
      return g_strdup_printf (_("The kernel refuses: %s."), g_strerror (support->errors[target]));
    }
}

/* The line that an administrator types. */
static char *
dup_setting (const SkeinRecordingState *self,
             SkeinTarget                target)
{
  int needed = self->report.support.needed[target];

  if (target == SKEIN_TARGET_MACHINE)
    return g_strdup_printf (_("For the whole computer, until it is started again:\n"
                               "sudo sysctl kernel.perf_event_paranoid=%d"),
                            needed);

  return g_strdup_printf (_("For your own processes, until the computer is started again:\n"
                             "sudo sysctl kernel.perf_event_paranoid=%d"),
                          needed);
}

static char *
dup_coverage (const SkeinSwitchesReport *report)
{
  g_autofree char *own = NULL;
  unsigned n_missing = report->n_refused + report->n_left_out;

  own = g_strdup_printf (ngettext ("Every switch of the %u selected thread is recorded, and of all that it starts. "
                                   "Of all others only shares of time are known.",
                                   "Every switch of the %u selected threads is recorded, and of all that they start. "
                                   "Of all others only shares of time are known.",
                                   report->n_threads),
                         report->n_threads);

  if (n_missing == 0)
    return g_steal_pointer (&own);

  /* Translators: comes after a sentence. */
  return g_strdup_printf (ngettext ("%s %u more selected thread could not be recorded: it belongs to another user, "
                                    "or there were too many.",
                                    "%s %u more selected threads could not be recorded: they belong to another user, "
                                    "or there were too many.",
                                    n_missing),
                          own, n_missing);
}

/* Nothing is recorded, for a reason of our own; NULL: it is the kernel's. */
static const char *
get_obstacle (const SkeinRecordingState *self)
{
  switch (self->obstacle)
    {
    case SKEIN_RECORDING_UNSEEN:
      return _("Switches are recorded only while the timeline can be seen.");

    case SKEIN_RECORDING_PAUSED:
      return _("While Skein is paused, nothing is read.");

    case SKEIN_RECORDING_UNWANTED:
      return _("The preferences say not to record every switch.");

    case SKEIN_RECORDING_ELSEWHERE:
      return _("What is shown is not of this computer, whose switches are all that Skein can record.");

    case SKEIN_RECORDING_UNHINDERED:
    default:
      return self->is_too_dear ? _("There were so many switches that recording them took more than a quarter of a "
                                    "core. So Skein stopped.")
                               : NULL;
    }
}

/* The rung that one asks for next: ours first, then everything. */
static SkeinTarget
get_refused_target (const SkeinRecordingState *self)
{
  return self->report.support.refusals[SKEIN_TARGET_PROCESSES] != SKEIN_REFUSAL_NONE ? SKEIN_TARGET_PROCESSES
                                                                                      : SKEIN_TARGET_MACHINE;
}

static char *
dup_why_sampled (const SkeinRecordingState *self)
{
  const char *obstacle = get_obstacle (self);

  if (obstacle != NULL)
    return g_strdup (obstacle);

  return dup_refusal (self, get_refused_target (self));
}

static uint64_t
get_times_a_second (int64_t period_ns)
{
  return (uint64_t) MAX ((SKEIN_NS_PER_S + period_ns / 2) / period_ns, 1);
}

/* What is known while no switch is. */
static char *
dup_sampled (const SkeinRecordingState *self)
{
  char often[SKEIN_FORMAT_SIZE];
  char seldom[SKEIN_FORMAT_SIZE];

  if (self->n_polled == 0)
    return g_strdup (_("Some times a second Skein asks the kernel how long each thread ran, and how long it waited "
                        "its turn. So each interval is drawn as shares of its time. Which thread ran first within "
                        "it, and how often they changed places, is not known."));

  skein_format_count (get_times_a_second (self->poll_period_ns), often, sizeof often);
  skein_format_count (get_times_a_second (self->cadence_ns), seldom, sizeof seldom);

  /* Translators: two numbers, such as 1,000 and 10 */
  return g_strdup_printf (ngettext ("%u selected thread in view is read %s times a second, and all others %s times: "
                                    "how long each ran, and how long it waited its turn. Each reading is drawn as "
                                    "shares of the time since the one before. What came first in it is not known.",
                                    "%u selected threads in view are read %s times a second, and all others %s times: "
                                    "how long each ran, and how long it waited its turn. Each reading is drawn as "
                                    "shares of the time since the one before. What came first in it is not known.",
                                    self->n_polled),
                          self->n_polled, often, seldom);
}

char *
skein_recording_state_dup_why (const SkeinRecordingState *self)
{
  g_autofree char *known = NULL;
  g_autofree char *why = NULL;

  if (self->report.is_recording && self->report.is_machine)
    return g_strdup (_("Every switch on every core is recorded as it happens: who ran, from when to when, and why "
                        "it left the core."));

  if (self->report.is_recording)
    {
      known = dup_coverage (&self->report);
      why = dup_refusal (self, SKEIN_TARGET_MACHINE);
    }
  else
    {
      known = dup_sampled (self);
      why = dup_why_sampled (self);
    }

  return g_strconcat (known, "\n\n", why, NULL);
}

/* What helps against a refusal of the kernel; NULL: nothing that we know of. */
static char *
dup_remedy (const SkeinRecordingState *self,
            SkeinTarget                target)
{
  switch (self->report.support.refusals[target])
    {
    case SKEIN_REFUSAL_SETTING:
      return dup_setting (self, target);

    case SKEIN_REFUSAL_FILTER:
      return g_strdup (self->is_sandboxed ? _("Skein that is installed without a sandbox can do it.")
                                          : _("Outside of the container it can be done, or with the capability "
                                               "CAP_PERFMON."));

    case SKEIN_REFUSAL_OWNER:
    case SKEIN_REFUSAL_GONE:
      return g_strdup (_("Select a process of your own."));

    case SKEIN_REFUSAL_NONE:
    case SKEIN_REFUSAL_KERNEL:
    case SKEIN_REFUSAL_MEMORY:
    case SKEIN_REFUSAL_DESCRIPTORS:
    case SKEIN_REFUSAL_OTHER:
    case SKEIN_N_REFUSALS:
    default:
      return NULL;
    }
}

/* What helps where not even our own processes may be recorded. */
static char *
dup_how_refused (const SkeinRecordingState *self)
{
  const char *select = _("Select a process, and its threads are read a thousand times a second.");
  g_autofree char *setting = dup_remedy (self, SKEIN_TARGET_PROCESSES);

  if (self->has_selection)
    return g_steal_pointer (&setting);

  return setting != NULL ? g_strconcat (select, "\n\n", setting, NULL) : g_strdup (select);
}

char *
skein_recording_state_dup_how (const SkeinRecordingState *self)
{
  const char *select = _("Select a process of your own, and all its switches are recorded.");
  g_autofree char *setting = NULL;

  if (self->report.is_recording)
    return self->report.is_machine ? NULL : dup_remedy (self, SKEIN_TARGET_MACHINE);

  if (self->obstacle == SKEIN_RECORDING_UNWANTED)
    return g_strdup (_("In the preferences: Record every switch while the timeline is seen."));
  if (get_obstacle (self) != NULL)
    return NULL;

  if (get_refused_target (self) == SKEIN_TARGET_PROCESSES)
    return dup_how_refused (self);

  /* Some could be recorded, if only they were named. */
  setting = dup_remedy (self, SKEIN_TARGET_MACHINE);

  return setting != NULL ? g_strconcat (select, "\n\n", setting, NULL) : g_strdup (select);
}
