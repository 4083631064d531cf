/* results.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "lab/results.h"

#include <math.h>
#include <stdlib.h>

/* Where a number of a run stands: one of the figures or one of the measures. */
typedef double (*Getter) (const SkeinLabRun *run,
                          unsigned           i);

SkeinLabResults *
skein_lab_results_new (const SkeinLabPlan *plan)
{
  SkeinLabResults *self = g_new0 (SkeinLabResults, 1);

  self->plan = *plan;
  self->runs = g_ptr_array_new_with_free_func ((GDestroyNotify) skein_lab_run_unref);

  return self;
}

void
skein_lab_results_free (SkeinLabResults *self)
{
  g_ptr_array_unref (self->runs);
  g_free (self);
}

void
skein_lab_results_add (SkeinLabResults *self,
                       SkeinLabRun     *run)
{
  g_ptr_array_add (self->runs, skein_lab_run_ref (run));
}

static SkeinLabRun *
get_run (const SkeinLabResults *self,
         guint                  i)
{
  return g_ptr_array_index (self->runs, i);
}

unsigned
skein_lab_results_count (const SkeinLabResults *self,
                         unsigned               mode)
{
  unsigned n = 0;

  for (guint i = 0; i < self->runs->len; i++)
    n += get_run (self, i)->mode == mode;

  return n;
}

SkeinLabRun *
skein_lab_results_get (const SkeinLabResults *self,
                       unsigned               mode,
                       unsigned               repeat)
{
  for (guint i = 0; i < self->runs->len; i++)
    {
      SkeinLabRun *run = get_run (self, i);

      if (run->mode == mode && run->repeat == repeat)
        return run;
    }

  return NULL;
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double first = *(const double *) a, second = *(const double *) b;

  return (first > second) - (first < second);
}

/* Between two values it lies where the share says. @sorted: one at least. */
static double
get_quantile (const GArray *sorted,
              double        share)
{
  double place = share * (double) (sorted->len - 1);
  guint below = (guint) place;
  guint above = MIN (below + 1, sorted->len - 1);
  double part = place - (double) below;

  return (1.0 - part) * g_array_index (sorted, double, below) + part * g_array_index (sorted, double, above);
}

static void
get_value (const SkeinLabResults *self,
           unsigned               mode,
           Getter                 getter,
           unsigned               what,
           SkeinLabValue         *ret)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < self->runs->len; i++)
    {
      const SkeinLabRun *run = get_run (self, i);
      double value = getter (run, what);

      if (run->mode == mode && run->has_ended && isfinite (value))
        g_array_append_val (values, value);
    }

  *ret = (SkeinLabValue) { .median = NAN, .spread = NAN, .n = values->len };

  if (values->len == 0)
    return;

  g_array_sort (values, compare_doubles);
  ret->median = get_quantile (values, 0.5);
  ret->spread = values->len > 1 ? (get_quantile (values, 0.75) - get_quantile (values, 0.25)) / 2.0 : NAN;
}

static double
get_figure (const SkeinLabRun *run,
            unsigned           i)
{
  return run->figures[i];
}

static double
get_measure (const SkeinLabRun *run,
             unsigned           i)
{
  return run->measures[i];
}

void
skein_lab_results_get_figure (const SkeinLabResults *self,
                              unsigned               mode,
                              SkeinLabFigure         figure,
                              SkeinLabValue         *ret)
{
  get_value (self, mode, get_figure, figure, ret);
}

void
skein_lab_results_get_measure (const SkeinLabResults *self,
                               unsigned               mode,
                               unsigned               measure,
                               SkeinLabValue         *ret)
{
  const SkeinLabRun *typical;

  get_value (self, mode, get_measure, measure, ret);
  if (self->plan.experiment->measures[measure].unit != SKEIN_UNIT_ADDRESS || ret->n == 0)
    return;

  /* Between two addresses there is none. */
  typical = skein_lab_results_get_typical (self, mode);
  *ret = (SkeinLabValue) { .median = typical->measures[measure], .spread = NAN, .n = 1 };
}

SkeinLabRun *
skein_lab_results_get_typical (const SkeinLabResults *self,
                               unsigned               mode)
{
  SkeinLabRun *typical = NULL;
  double least = INFINITY;
  SkeinLabValue wall;

  skein_lab_results_get_figure (self, mode, SKEIN_LAB_WALL, &wall);

  for (guint i = 0; i < self->runs->len; i++)
    {
      SkeinLabRun *run = get_run (self, i);
      double away = fabs (run->figures[SKEIN_LAB_WALL] - wall.median);

      if (run->mode == mode && run->has_ended && away < least)
        {
          typical = run;
          least = away;
        }
    }

  return typical;
}

static double
get_wall (const SkeinLabResults *self,
          unsigned               mode)
{
  SkeinLabValue wall;

  skein_lab_results_get_figure (self, mode, SKEIN_LAB_WALL, &wall);

  return wall.median;
}

double
skein_lab_results_get_speed_up (const SkeinLabResults *self,
                                unsigned               mode)
{
  unsigned n_modes = skein_experiment_count_modes (self->plan.experiment, self->plan.values);
  double wall = get_wall (self, mode);

  for (unsigned first = 0; first < n_modes; first++)
    {
      if (skein_lab_plan_has_mode (&self->plan, first))
        return wall > 0.0 ? get_wall (self, first) / wall : NAN;
    }

  return NAN;
}

unsigned
skein_lab_results_count_right (const SkeinLabResults *self,
                               unsigned               mode)
{
  unsigned n = 0;

  for (guint i = 0; i < self->runs->len; i++)
    {
      const SkeinLabRun *run = get_run (self, i);

      n += run->mode == mode && run->has_answer && run->answer_ok;
    }

  return n;
}
