/* test-lab-finding.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "world.h"

#include <math.h>
#include <string.h>

#define MS 1e6

static void
assert_says (const SkeinLabResults *results,
             const char            *words)
{
  g_autofree char *finding = skein_lab_results_dup_finding (results);

  g_assert_nonnull (finding);
  if (strstr (finding, words) == NULL)
    g_error ("“%s” is not in “%s”", words, finding);
}

static void
assert_is_silent (const SkeinLabResults *results,
                  const char            *words)
{
  g_autofree char *finding = skein_lab_results_dup_finding (results);

  if (finding != NULL && strstr (finding, words) != NULL)
    g_error ("“%s” is in “%s”", words, finding);
}

/* Of no runs nothing is said, whatever the experiment. */
static void
test_nothing (void)
{
  const SkeinExperimentInfo *experiment;

  for (unsigned i = 0; (experiment = skein_experiment_get (i)) != NULL; i++)
    {
      g_autoptr (SkeinLabResults) results = world_new (experiment->id);
      g_autofree char *finding = skein_lab_results_dup_finding (results);

      g_assert_null (finding);
    }
}

/* Whatever was measured and whatever was not: no figure that was not becomes a word. */
static void
test_no_nan (void)
{
  const SkeinExperimentInfo *experiment;
  SkeinMode mode;

  for (unsigned i = 0; (experiment = skein_experiment_get (i)) != NULL; i++)
    for (unsigned known = 0; known < 64; known++)
      {
        g_autoptr (SkeinLabResults) results = world_new (experiment->id);

        for (unsigned j = 0; skein_experiment_get_mode (experiment, results->plan.values, j, &mode); j++)
          {
            SkeinLabRun *run = world_add (results, mode.id, (j + known % 3 + 1) * 10 * MS);

            for (unsigned k = 1; k < SKEIN_LAB_N_FIGURES; k++)
              run->figures[k] = (known >> k % 6 & 1) != 0 ? (double) (k + j) : NAN;
            for (unsigned k = 0; k < SKEIN_EXPERIMENT_MEASURES; k++)
              run->measures[k] = (known >> (k + j) % 6 & 1) != 0 ? (double) ((k + j) % 4) : NAN;
          }

        assert_is_silent (results, "nan");
        assert_is_silent (results, "inf");
      }
}

static SkeinLabResults *
make_parallel (double one_core,
               double threads,
               double others)
{
  SkeinLabResults *results = world_new ("parallel");
  SkeinLabRun *run;

  /* Such as there may be on a machine with two cores. */
  results->plan.values[skein_experiment_find_parameter (results->plan.experiment, "cores")] = 2;
  world_add (results, "one-after-another", 360 * MS);

  run = world_add (results, "one-core", one_core);
  run->figures[SKEIN_LAB_CONCURRENCY] = 5.9;
  run->figures[SKEIN_LAB_PARALLELISM_MOST] = 1;

  run = world_add (results, "threads", threads);
  run->figures[SKEIN_LAB_TOGETHER] = 0.96;
  run->figures[SKEIN_LAB_OTHERS] = others;
  run->figures[SKEIN_LAB_PRIVATE] = 20000;

  run = world_add (results, "processes", threads);
  run->figures[SKEIN_LAB_PRIVATE] = 200000;

  return results;
}

static void
test_parallel_as_in_the_book (void)
{
  g_autoptr (SkeinLabResults) results = make_parallel (364 * MS, 188 * MS, 0.02);

  assert_says (results, "5.9 tasks were under way");
  assert_says (results, "never two of them ran at the same instant");
  assert_says (results, "as long as one after another");
  assert_says (results, "96 %");
  assert_says (results, "1.91 times as fast");
  assert_says (results, "Processes took about as long as threads");
  assert_says (results, "10 times the memory");
  assert_is_silent (results, "busy");
  assert_is_silent (results, "Yet");
}

static void
test_parallel_otherwise (void)
{
  g_autoptr (SkeinLabResults) busy = make_parallel (700 * MS, 350 * MS, 0.5);
  g_autoptr (SkeinLabResults) strange = make_parallel (200 * MS, 300 * MS, 0.0);

  assert_says (busy, "The machine was busy: others took up to 50");
  assert_says (busy, "1.94 times as long");
  assert_says (busy, "was not done faster");
  assert_is_silent (strange, "busy");
  assert_says (strange, "turns alone cannot explain");
  assert_says (strange, "2 times would be the most");
}

/* Samples do not tell the most at an instant, nor how long two ran together. */
static void
test_parallel_sampled (void)
{
  g_autoptr (SkeinLabResults) results = make_parallel (364 * MS, 188 * MS, 0.02);

  for (guint i = 0; i < results->runs->len; i++)
    {
      SkeinLabRun *run = g_ptr_array_index (results->runs, i);

      run->figures[SKEIN_LAB_PARALLELISM] = 1.9;
      run->figures[SKEIN_LAB_PARALLELISM_MOST] = run->figures[SKEIN_LAB_TOGETHER] = NAN;
    }

  assert_says (results, "1.90 ran at once on average");
  assert_is_silent (results, "same instant");
}

static void
test_wrong_and_failed (void)
{
  g_autoptr (SkeinLabResults) results = make_parallel (364 * MS, 188 * MS, 0.02);
  SkeinLabRun *run = g_ptr_array_index (results->runs, 0);

  run->answer_ok = false;
  assert_says (results, "1 run gave a wrong answer");
  run->problem = g_strdup ("lost its way");
  assert_says (results, "1 run did not get to its end");
}

static void
test_race (void)
{
  g_autoptr (SkeinLabResults) results = world_new ("race");
  SkeinLabRun *unguarded = world_add (results, "unguarded", 20 * MS);
  SkeinLabRun *mutex = world_add (results, "mutex", 200 * MS);
  SkeinLabRun *summed;

  unguarded->answer_ok = false;
  world_set_measure (results, unguarded, "lost_updates", 2500000);
  world_set_measure (results, unguarded, "update_ns", 2);
  world_set_measure (results, mutex, "lost_updates", 0);
  world_set_measure (results, mutex, "update_ns", 20);
  assert_says (results, "25 %");
  assert_says (results, "10.0 times as long");

  summed = world_add (results, "summed", 3 * MS);
  world_set_measure (results, summed, "lost_updates", 0);
  world_set_measure (results, summed, "update_ns", 0.25);
  assert_says (results, "an update was done 8.0 times as fast");
  assert_is_silent (results, "wrong answer");

  world_set_measure (results, unguarded, "lost_updates", 0);
  assert_says (results, "luck");

  world_set_measure (results, mutex, "lost_updates", 3);
  assert_is_silent (results, "With a mutex none");
}

static void
test_speedup (void)
{
  g_autoptr (SkeinLabResults) results = world_new ("speedup");

  results->plan.values[skein_experiment_find_parameter (results->plan.experiment, "cores")] = 2;
  world_set_measure (results, world_add (results, "1", 400 * MS), "amdahl_times", 1.0);
  world_set_measure (results, world_add (results, "2", 250 * MS), "amdahl_times", 1.67);
  world_set_measure (results, world_add (results, "4", 255 * MS), "amdahl_times", 1.67);
  assert_says (results, "2 workers were the fastest: 1.60");
  assert_says (results, "that was reached");
  assert_says (results, "no more than 5.0 times");
  assert_says (results, "brought nothing more");

  world_add (results, "2", 250 * MS)->figures[SKEIN_LAB_WALL] = 100 * MS;
  assert_says (results, "must have been held up");
}

static void
test_scheduler (void)
{
  g_autoptr (SkeinLabResults) results = world_new ("scheduler");
  SkeinLabRun *preemptive = world_add (results, "preemptive", 100 * MS);

  world_set_measure (results, world_add (results, "to-completion", 100 * MS), "response_ns", 600 * MS);
  world_set_measure (results, preemptive, "response_ns", 200 * MS);
  assert_says (results, "keeps nobody waiting for long");

  world_set_measure (results, preemptive, "response_ns", 600 * MS);
  assert_says (results, "of no use");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/lab/finding/nothing", test_nothing);
  g_test_add_func ("/lab/finding/no-nan", test_no_nan);
  g_test_add_func ("/lab/finding/parallel/as-in-the-book", test_parallel_as_in_the_book);
  g_test_add_func ("/lab/finding/parallel/otherwise", test_parallel_otherwise);
  g_test_add_func ("/lab/finding/parallel/sampled", test_parallel_sampled);
  g_test_add_func ("/lab/finding/wrong-and-failed", test_wrong_and_failed);
  g_test_add_func ("/lab/finding/race", test_race);
  g_test_add_func ("/lab/finding/speedup", test_speedup);
  if (skein_experiment_find ("scheduler") != NULL)
    g_test_add_func ("/lab/finding/scheduler", test_scheduler);

  return g_test_run ();
}
