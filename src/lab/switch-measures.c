/* switch-measures.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "lab/switch-measures.h"

#include <math.h>

/* The stays on a core of all threads that did a task. */
typedef struct
{
  const SkeinLabRun *run;
  GHashTable        *tids;      /* of the threads that did a task */
  GArray            *lengths;   /* of double, ns: of the whole ones */
  unsigned           turns;
  unsigned           by_own;    /* cores taken away for another thread of the run */
  unsigned           by_others; /* and for somebody else */
} Stays;

static void
put (SkeinLabRun               *run,
     const SkeinExperimentInfo *experiment,
     const char                *measure,
     double                     value)
{
  int i = skein_experiment_find_measure (experiment, measure);

  if (i >= 0 && isnan (run->measures[i]))
    run->measures[i] = value;
}

static bool
is_own (const SkeinLabRun *run,
        SkeinId            thread)
{
  SkeinTaskInfo info;

  if (thread == SKEIN_ID_NONE || !skein_store_get_info (run->store, thread, &info))
    return false;

  for (guint i = 0; i < run->processes->len; i++)
    {
      if (g_array_index (run->processes, SkeinId, i) == info.process)
        return true;
    }

  return false;
}

static void
add_slice (Stays            *self,
           const SkeinSlice *slice)
{
  double length_ns = (double) (slice->end_ns - slice->start_ns);
  bool is_whole = slice->start_ns >= self->run->start_ns && slice->end_ns <= self->run->end_ns &&
                  slice->end != SKEIN_SLICE_RUNNING && slice->end != SKEIN_SLICE_UNKNOWN;

  self->turns += slice->start_ns >= self->run->start_ns;

  if (is_whole)
    g_array_append_val (self->lengths, length_ns);

  if (slice->end != SKEIN_SLICE_PREEMPTED || slice->end_ns > self->run->end_ns)
    return;

  if (is_own (self->run, slice->taker))
    self->by_own++;
  else
    self->by_others++;
}

static void
add_thread (Stays   *self,
            SkeinId  thread)
{
  const SkeinLabRun *run = self->run;
  size_t n = skein_store_get_slices (run->store, thread, run->start_ns, run->end_ns, NULL, 0);
  g_autofree SkeinSlice *slices = g_new (SkeinSlice, n);

  skein_store_get_slices (run->store, thread, run->start_ns, run->end_ns, slices, n);

  for (size_t i = 0; i < n; i++)
    add_slice (self, &slices[i]);
}

static void
add_process (Stays   *self,
             SkeinId  process)
{
  g_autoptr (GArray) threads = g_array_new (FALSE, FALSE, sizeof (SkeinId));

  skein_store_list_threads (self->run->store, process, self->run->start_ns, self->run->end_ns, threads);

  for (guint i = 0; i < threads->len; i++)
    {
      SkeinId thread = g_array_index (threads, SkeinId, i);
      SkeinTaskInfo info;

      if (skein_store_get_info (self->run->store, thread, &info) &&
          g_hash_table_contains (self->tids, GINT_TO_POINTER (info.key.tid)))
        add_thread (self, thread);
    }
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double first = *(const double *) a, second = *(const double *) b;

  return (first > second) - (first < second);
}

/* Returns: what so many in a hundred are not longer than; NAN: there are none */
static double
get_percentile (const GArray *sorted,
                unsigned      percent)
{
  return sorted->len > 0 ? g_array_index (sorted, double, (sorted->len - 1) * percent / 100) : NAN;
}

static void
measure_stays (SkeinLabRun               *run,
               const SkeinExperimentInfo *experiment)
{
  g_autoptr (GHashTable) tids = g_hash_table_new (NULL, NULL);
  g_autoptr (GArray) lengths = g_array_new (FALSE, FALSE, sizeof (double));
  Stays self = { .run = run, .tids = tids, .lengths = lengths };

  for (guint i = 0; i < run->tasks->len; i++)
    g_hash_table_add (tids, GINT_TO_POINTER (g_array_index (run->tasks, SkeinLabTask, i).tid));

  for (guint i = 0; i < run->processes->len; i++)
    add_process (&self, g_array_index (run->processes, SkeinId, i));

  g_array_sort (lengths, compare_doubles);
  put (run, experiment, "slice_median_ns", get_percentile (lengths, 50));
  put (run, experiment, "slice_p95_ns", get_percentile (lengths, 95));
  put (run, experiment, "turns", self.turns);
  put (run, experiment, "taken_by_own", self.by_own);
  put (run, experiment, "taken_by_others", self.by_others);
}

void
skein_lab_measure_switches (SkeinLabRun               *run,
                            const SkeinExperimentInfo *experiment)
{
  /* That much of the time is known from the switches, or else this is not. */
  if (!isnan (run->figures[SKEIN_LAB_PARALLELISM_MOST]) && skein_experiment_find_measure (experiment, "turns") >= 0)
    measure_stays (run, experiment);

  /* The kernel counts them itself, if they are not recorded. */
  put (run, experiment, "kernel_switches", run->figures[SKEIN_LAB_GIVEN_UP] + run->figures[SKEIN_LAB_TAKEN]);
}
