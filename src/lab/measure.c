/* measure.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "lab/run-private.h"

#include "lab/switch-measures.h"

#include <math.h>
#include <stdlib.h>

/* Of so much of the time at least it must be known what the threads did: else it is not said. */
#define ENOUGH 0.9

/* What others took is looked for in so many parts of a run. */
#define COLUMNS 200

/* Less than that is the error of a sum. */
#define LEAST_SHARE 1e-9

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  int64_t first = *(const int64_t *) a, second = *(const int64_t *) b;

  return (first > second) - (first < second);
}

/* The most at an instant: a task that ends where another starts makes room for it. */
static unsigned
count_most (GArray *starts,
            GArray *ends)
{
  unsigned most = 0;
  guint ended = 0;

  g_array_sort (starts, compare_times);
  g_array_sort (ends, compare_times);

  for (guint started = 0; started < starts->len; started++)
    {
      while (ended < ends->len && g_array_index (ends, int64_t, ended) <= g_array_index (starts, int64_t, started))
        ended++;

      most = MAX (most, started + 1 - ended);
    }

  return most;
}

/* From the marks. A task that has no end was under way until all was over. */
static void
measure_concurrency (SkeinLabRun *self)
{
  g_autoptr (GArray) starts = g_array_new (FALSE, FALSE, sizeof (int64_t));
  g_autoptr (GArray) ends = g_array_new (FALSE, FALSE, sizeof (int64_t));
  double under_way_ns = 0.0;

  for (guint i = 0; i < self->tasks->len; i++)
    {
      const SkeinLabTask *task = &g_array_index (self->tasks, SkeinLabTask, i);
      int64_t start_ns = MAX (task->start_ns, self->start_ns);
      int64_t end_ns = task->end_ns > 0 ? MIN (task->end_ns, self->end_ns) : self->end_ns;

      if (task->start_ns == 0 || start_ns >= end_ns)
        continue;

      g_array_append_val (starts, start_ns);
      g_array_append_val (ends, end_ns);
      under_way_ns += (double) (end_ns - start_ns);
    }

  if (self->end_ns <= self->start_ns || starts->len == 0)
    return;

  self->figures[SKEIN_LAB_CONCURRENCY] = under_way_ns / (double) (self->end_ns - self->start_ns);
  self->figures[SKEIN_LAB_CONCURRENCY_MOST] = count_most (starts, ends);
}

static void
measure_start (SkeinLabRun *self)
{
  double sum_ns = 0.0;
  unsigned n = 0;

  for (guint i = 0; i < self->tasks->len; i++)
    {
      const SkeinLabTask *task = &g_array_index (self->tasks, SkeinLabTask, i);

      if (task->launched_ns == 0 || task->start_ns < task->launched_ns)
        continue;

      sum_ns += (double) (task->start_ns - task->launched_ns);
      n++;
    }

  if (n > 0)
    self->figures[SKEIN_LAB_START] = sum_ns / n;
}

/* From the switches. */
static void
measure_parallelism (SkeinLabRun *self)
{
  SkeinAtOnce at_once;

  skein_store_get_at_once (self->store, (const SkeinId *) (gpointer) self->processes->data, self->processes->len,
                           self->start_ns, self->end_ns, &at_once, NULL);

  if ((double) skein_at_once_get_total_ns (&at_once) >= ENOUGH * (double) (self->end_ns - self->start_ns))
    {
      self->figures[SKEIN_LAB_PARALLELISM] = skein_at_once_get_mean (&at_once);
      self->figures[SKEIN_LAB_PARALLELISM_MOST] = skein_at_once_get_most (&at_once);
      self->figures[SKEIN_LAB_TOGETHER] = 1.0 - skein_at_once_get_share (&at_once, 0) -
                                          skein_at_once_get_share (&at_once, 1);

      /* What is left of two shares that make one whole is no time. */
      if (self->figures[SKEIN_LAB_TOGETHER] < LEAST_SHARE)
        self->figures[SKEIN_LAB_TOGETHER] = 0.0;
    }

  skein_at_once_clear (&at_once);
}

/* What all its processes add up to. Returns: how much of their time is known from switches, 0 to 1 */
static double
sum_processes (const SkeinLabRun *self,
               SkeinSums         *ret)
{
  double exact_ns = 0.0;
  int64_t observed_ns = 0;

  *ret = (SkeinSums) { 0 };

  for (guint i = 0; i < self->processes->len; i++)
    {
      SkeinId process = g_array_index (self->processes, SkeinId, i);
      SkeinSums sums;

      if (!skein_store_sum (self->store, process, self->start_ns, self->end_ns, &sums))
        continue;

      ret->run_ns += sums.run_ns;
      ret->ready_ns += sums.ready_ns;
      ret->given_up += sums.given_up;
      ret->taken += sums.taken;
      ret->moves += sums.moves;
      observed_ns += sums.observed_ns;
      exact_ns += sums.exact * (double) sums.observed_ns;
    }

  return observed_ns > 0 ? exact_ns / (double) observed_ns : 0.0;
}

/* What happened in a column of the run, in shares of the column. */
typedef struct
{
  double own;   /* its threads were on a core, whichever */
  double ready; /* they wanted one */
  double away;  /* of own: on the cores that its mode cannot use, where a server is that is not confined */
  double busy;  /* the usable cores, by anybody */
} Column;

static bool
is_own (const SkeinLabRun *self,
        SkeinId            process)
{
  for (guint i = 0; i < self->processes->len; i++)
    {
      if (g_array_index (self->processes, SkeinId, i) == process)
        return true;
    }

  return false;
}

static void
add_own (const SkeinLabRun *self,
         double             column_ns,
         Column            *columns)
{
  for (guint i = 0; i < self->processes->len; i++)
    {
      SkeinBin bins[COLUMNS] = { 0 };

      skein_store_bin (self->store, g_array_index (self->processes, SkeinId, i), self->start_ns, column_ns, bins,
                       COLUMNS);

      for (unsigned x = 0; x < COLUMNS; x++)
        {
          columns[x].own += (double) bins[x].run;
          columns[x].ready += (double) bins[x].ready;
        }
    }
}

/* Returns: how much of the time of the usable cores was seen, 0 to 1 */
static double
add_cores (const SkeinLabRun *self,
           double             column_ns,
           Column            *columns)
{
  double observed = 0.0;

  for (guint i = 0; i < self->cores->len; i++)
    {
      SkeinCoreBin bins[COLUMNS] = { 0 };

      skein_store_bin_core (self->store, g_array_index (self->cores, uint16_t, i), self->start_ns, column_ns, bins,
                            COLUMNS);

      for (unsigned x = 0; x < COLUMNS; x++)
        {
          if (i < self->n_usable)
            {
              columns[x].busy += (double) bins[x].busy;
              observed += (double) bins[x].observed;
              continue;
            }

          for (unsigned user = 0; user < bins[x].n_users; user++)
            columns[x].away += is_own (self, bins[x].users[user].process) ? (double) bins[x].users[user].share : 0.0;
        }
    }

  return observed / ((double) self->n_usable * COLUMNS);
}

/* Others disturb who wants a core that they have: where none of its threads is ready, they do not, and where all of
 * them have to share one core, those on the others do not.
 *
 * Returns: (in columns) time on cores that others took from it */
static double
sum_taken (const Column *columns)
{
  double taken = 0.0, others = 0.0;

  for (unsigned x = 0; x < COLUMNS; x++)
    {
      double here = columns[x].busy - MAX (columns[x].own - columns[x].away, 0.0);

      others += here;
      taken += CLAMP (here, 0.0, columns[x].ready);
    }

  /* Of samples, core and thread are not counted at the same moments: what is too much here is too little there. */
  return CLAMP (taken, 0.0, MAX (others, 0.0));
}

static void
measure_others (SkeinLabRun *self)
{
  Column columns[COLUMNS] = { 0 };
  double column_ns = (double) (self->end_ns - self->start_ns) / COLUMNS;
  double wanted = 0.0, own = 0.0, stolen;

  if (self->end_ns - self->start_ns < COLUMNS || self->n_usable == 0 || self->processes->len == 0)
    return;

  add_own (self, column_ns, columns);

  if (add_cores (self, column_ns, columns) < ENOUGH)
    return;

  for (unsigned x = 0; x < COLUMNS; x++)
    {
      own += columns[x].own;
      wanted += CLAMP (columns[x].own + columns[x].ready, 1.0, (double) self->n_usable);
    }

  /* What a hypervisor takes looks as if it had run: only the clock of the threads knows better. */
  stolen = self->is_exact ? own - self->figures[SKEIN_LAB_CPU] / column_ns : 0.0;

  /* A comparison with what is not known is false, and leaves it so. */
  self->figures[SKEIN_LAB_OTHERS] = MIN ((sum_taken (columns) + (stolen > 0.0 ? stolen : 0.0)) / wanted, 1.0);
}

static void
measure_switches (SkeinLabRun               *self,
                  const SkeinExperimentInfo *experiment)
{
  SkeinSums sums;
  double exact = sum_processes (self, &sums);

  self->figures[SKEIN_LAB_READY] = self->processes->len > 0 ? (double) sums.ready_ns : NAN;

  if (self->is_exact && exact >= ENOUGH)
    {
      self->figures[SKEIN_LAB_GIVEN_UP] = (double) sums.given_up;
      self->figures[SKEIN_LAB_TAKEN] = (double) sums.taken;
      self->figures[SKEIN_LAB_MOVES] = (double) sums.moves;
      measure_parallelism (self);
    }

  skein_lab_measure_switches (self, experiment);

  /* The kernel's own sum of the time on cores tells the mean as well, not more. */
  if (isnan (self->figures[SKEIN_LAB_PARALLELISM]) && self->end_ns > self->start_ns)
    self->figures[SKEIN_LAB_PARALLELISM] = self->figures[SKEIN_LAB_CPU] / (double) (self->end_ns - self->start_ns);
}

static void
take_report (SkeinLabRun    *self,
             SkeinLabReport *report)
{
  self->start_ns = report->start_ns;
  self->end_ns = report->end_ns;
  g_array_unref (self->tasks);
  g_array_unref (self->spans);
  self->tasks = g_steal_pointer (&report->tasks);
  self->spans = g_steal_pointer (&report->spans);

  if (report->cores->len > 0)
    {
      g_array_unref (self->cores);
      self->cores = g_steal_pointer (&report->cores);
    }

  self->n_usable = report->n_usable > 0 ? report->n_usable : self->cores->len;

  self->has_answer = report->has_answer;
  self->expected = report->expected;
  self->got = report->got;
  self->answer_ok = report->has_answer && report->expected == report->got;

  for (unsigned i = 0; i < SKEIN_EXPERIMENT_MEASURES; i++)
    self->measures[i] = report->measures[i];

  self->figures[SKEIN_LAB_WALL] = (double) (self->end_ns - self->start_ns);
  self->figures[SKEIN_LAB_CPU] = report->cpu_ns;
  self->figures[SKEIN_LAB_GIVEN_UP] = report->given_up;
  self->figures[SKEIN_LAB_TAKEN] = report->taken;
  self->figures[SKEIN_LAB_PRIVATE] = report->private_bytes;
  self->figures[SKEIN_LAB_PROPORTIONAL] = report->proportional_bytes;
}

void
skein_lab_run_measure (SkeinLabRun               *self,
                       const SkeinExperimentInfo *experiment,
                       SkeinLabReport            *report)
{
  take_report (self, report);
  self->lost = skein_store_get_lost (self->store, self->start_ns, self->end_ns);
  measure_concurrency (self);
  measure_start (self);
  measure_switches (self, experiment);
  measure_others (self);
  self->has_ended = true;
}
