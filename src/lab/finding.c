/* finding.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "lab/finding-private.h"

#include "base/format.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

typedef struct
{
  const char *id;
  void      (*find) (SkeinFinding *self);
} Finder;

static const Finder finders[] = {
  { "both", skein_finding_both },
  { "contention", skein_finding_contention },
  { "event-loop", skein_finding_event_loop },
  { "green", skein_finding_green },
  { "parallel", skein_finding_parallel },
  { "priority", skein_finding_priority },
  { "race", skein_finding_race },
  { "scheduler", skein_finding_scheduler },
  { "slices", skein_finding_slices },
  { "speedup", skein_finding_speedup },
  { "thread-local", skein_finding_thread_local },
  { "waiting", skein_finding_waiting },
};

void
skein_finding_say (SkeinFinding *self,
                   const char   *format,
                   ...)
{
  va_list list;

  if (self->text->len > 0)
    g_string_append_c (self->text, ' ');

  va_start (list, format);
  g_string_append_vprintf (self->text, format, list);
  va_end (list);
}

int64_t
skein_finding_get_parameter (const SkeinFinding *self,
                             const char         *parameter)
{
  const SkeinLabPlan *plan = &self->results->plan;
  int i = skein_experiment_find_parameter (plan->experiment, parameter);

  return i >= 0 ? plan->values[i] : 0;
}

static int
find_mode (const SkeinFinding *self,
           const char         *mode)
{
  const SkeinLabPlan *plan = &self->results->plan;

  return skein_experiment_find_mode (plan->experiment, plan->values, mode);
}

double
skein_finding_get (const SkeinFinding *self,
                   const char         *mode,
                   SkeinLabFigure      figure)
{
  int place = find_mode (self, mode);
  SkeinLabValue value;

  if (place < 0)
    return NAN;

  skein_lab_results_get_figure (self->results, (unsigned) place, figure, &value);

  return value.median;
}

double
skein_finding_get_measure (const SkeinFinding *self,
                           const char         *mode,
                           const char         *measure)
{
  int place = find_mode (self, mode);
  int i = skein_experiment_find_measure (self->results->plan.experiment, measure);
  SkeinLabValue value;

  if (place < 0 || i < 0)
    return NAN;

  skein_lab_results_get_measure (self->results, (unsigned) place, (unsigned) i, &value);

  return value.median;
}

double
skein_finding_get_speed_up (const SkeinFinding *self,
                            const char         *base,
                            const char         *mode)
{
  return skein_finding_get (self, base, SKEIN_LAB_WALL) / skein_finding_get (self, mode, SKEIN_LAB_WALL);
}

bool
skein_finding_has (const SkeinFinding *self,
                   const char         *mode)
{
  return !isnan (skein_finding_get (self, mode, SKEIN_LAB_WALL));
}

static unsigned
count_modes (const SkeinLabResults *results)
{
  return skein_experiment_count_modes (results->plan.experiment, results->plan.values);
}

double
skein_finding_get_others (const SkeinFinding *self)
{
  double most = NAN;

  for (unsigned mode = 0; mode < count_modes (self->results); mode++)
    {
      SkeinLabValue value;

      skein_lab_results_get_figure (self->results, mode, SKEIN_LAB_OTHERS, &value);
      most = fmax (most, value.median);
    }

  return most;
}

bool
skein_finding_is_busy (const SkeinFinding *self)
{
  return skein_finding_get_others (self) > SKEIN_FINDING_BUSY;
}

const char *
skein_finding_write_ns (double ns,
                        char   ret[SKEIN_FINDING_SIZE])
{
  return skein_format_duration ((int64_t) ns, ret, SKEIN_FINDING_SIZE);
}

const char *
skein_finding_write_bytes (double bytes,
                           char   ret[SKEIN_FINDING_SIZE])
{
  return skein_format_bytes ((uint64_t) bytes, ret, SKEIN_FINDING_SIZE);
}

const char *
skein_finding_write_share (double share,
                           char   ret[SKEIN_FINDING_SIZE])
{
  return skein_format_percent (share, ret, SKEIN_FINDING_SIZE);
}

const char *
skein_finding_write_count (double count,
                           char   ret[SKEIN_FINDING_SIZE])
{
  return skein_format_count ((uint64_t) llround (count), ret, SKEIN_FINDING_SIZE);
}

static void
say_busy (SkeinFinding *self)
{
  char share[SKEIN_FINDING_SIZE];

  if (!skein_finding_is_busy (self))
    return;

  skein_finding_write_share (skein_finding_get_others (self), share);
  skein_finding_say (self, _("The machine was busy: others took up to %s of the core time that a mode "
                             "wanted, so that these figures are not the experiment’s alone."),
                     share);
}

/* What is meant to go wrong is the experiment's own story. */
static void
say_wrong (SkeinFinding *self)
{
  const SkeinLabResults *results = self->results;
  unsigned n_wrong = 0, n_failed = 0;
  SkeinMode mode;

  for (guint i = 0; i < results->runs->len; i++)
    {
      const SkeinLabRun *run = g_ptr_array_index (results->runs, i);

      n_failed += run->problem != NULL;
      n_wrong += skein_experiment_get_mode (results->plan.experiment, results->plan.values, run->mode, &mode) &&
                 !mode.info->is_wrong && run->has_answer && !run->answer_ok;
    }

  if (n_wrong > 0)
    skein_finding_say (self, ngettext ("%u run gave a wrong answer, and should not have.",
                                       "%u runs gave a wrong answer, and should not have.", n_wrong),
                       n_wrong);
  if (n_failed > 0)
    skein_finding_say (self, ngettext ("%u run did not get to its end, and counts for nothing.",
                                       "%u runs did not get to their end, and count for nothing.", n_failed),
                       n_failed);
}

char *
skein_lab_results_dup_finding (const SkeinLabResults *self)
{
  SkeinFinding finding = { .results = self, .text = g_string_new (NULL) };

  /* First: who reads on knows how to take it. */
  say_busy (&finding);

  for (guint i = 0; i < G_N_ELEMENTS (finders); i++)
    {
      if (strcmp (finders[i].id, self->plan.experiment->id) == 0)
        finders[i].find (&finding);
    }

  say_wrong (&finding);

  if (finding.text->len == 0)
    {
      g_string_free (finding.text, TRUE);
      return NULL;
    }

  return g_string_free (finding.text, FALSE);
}
