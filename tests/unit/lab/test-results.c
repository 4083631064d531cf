/* test-results.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "world.h"

#include <math.h>

static SkeinLabValue
get_wall (const SkeinLabResults *results,
          unsigned               mode)
{
  SkeinLabValue value;

  skein_lab_results_get_figure (results, mode, SKEIN_LAB_WALL, &value);

  return value;
}

static void
test_nothing (void)
{
  g_autoptr (SkeinLabResults) results = world_new ("parallel");
  SkeinLabValue value = get_wall (results, 0);

  g_assert_true (isnan (value.median));
  g_assert_cmpuint (value.n, ==, 0);
  g_assert_cmpuint (skein_lab_results_count (results, 0), ==, 0);
  g_assert_null (skein_lab_results_get (results, 0, 0));
  g_assert_null (skein_lab_results_get_typical (results, 0));
  g_assert_true (isnan (skein_lab_results_get_speed_up (results, 0)));
}

static void
test_medians (void)
{
  g_autoptr (SkeinLabResults) results = world_new ("parallel");
  SkeinLabValue value;

  world_add (results, "one-after-another", 500);
  value = get_wall (results, 0);
  g_assert_cmpfloat (value.median, ==, 500);
  g_assert_true (isnan (value.spread));

  world_add (results, "one-after-another", 100);
  g_assert_cmpfloat (get_wall (results, 0).median, ==, 300);

  world_add (results, "one-after-another", 200);
  world_add (results, "one-after-another", 400);
  world_add (results, "one-after-another", 300);
  value = get_wall (results, 0);
  g_assert_cmpfloat (value.median, ==, 300);
  g_assert_cmpfloat (value.spread, ==, 100); /* from 200 to 400 lies the middle half */
  g_assert_cmpuint (value.n, ==, 5);
  g_assert_cmpfloat (skein_lab_results_get_typical (results, 0)->figures[SKEIN_LAB_WALL], ==, 300);
  g_assert_cmpfloat (skein_lab_results_get (results, 0, 3)->figures[SKEIN_LAB_WALL], ==, 400);
  g_assert_null (skein_lab_results_get (results, 0, 5));
}

/* A run that came to no end has no part in the figures. */
static void
test_failed (void)
{
  g_autoptr (SkeinLabResults) results = world_new ("parallel");
  SkeinLabRun *run = world_add (results, "threads", 100);

  run->has_ended = false;
  run->has_answer = false;
  run->problem = g_strdup ("lost its way");
  world_add (results, "threads", 300);

  g_assert_cmpuint (skein_lab_results_count (results, run->mode), ==, 2);
  g_assert_cmpuint (skein_lab_results_count_right (results, run->mode), ==, 1);
  g_assert_cmpfloat (get_wall (results, run->mode).median, ==, 300);
}

static void
test_speed_up (void)
{
  g_autoptr (SkeinLabResults) results = world_new ("parallel");
  unsigned threads = world_find_mode (results, "threads");

  world_add (results, "threads", 100);
  g_assert_true (isnan (skein_lab_results_get_speed_up (results, threads)));

  world_add (results, "one-after-another", 190);
  g_assert_cmpfloat_with_epsilon (skein_lab_results_get_speed_up (results, threads), 1.9, 1e-9);
  g_assert_cmpfloat (skein_lab_results_get_speed_up (results, 0), ==, 1.0);

  /* The first of those that are run is the measure of the others. */
  g_assert_true (skein_lab_plan_add_mode (&results->plan, "threads", NULL));
  g_assert_cmpfloat (skein_lab_results_get_speed_up (results, threads), ==, 1.0);
}

/* Between two addresses there is no third. */
static void
test_addresses (void)
{
  g_autoptr (SkeinLabResults) results = world_new ("thread-local");
  int place = skein_experiment_find_measure (results->plan.experiment, "address_1");
  SkeinLabValue value;

  world_set_measure (results, world_add (results, "shared", 100), "address_1", 0x1000);
  world_set_measure (results, world_add (results, "shared", 200), "address_1", 0x9000);
  skein_lab_results_get_measure (results, 0, (unsigned) place, &value);
  g_assert_true (value.median == 0x1000 || value.median == 0x9000);
  g_assert_true (isnan (value.spread));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/lab/results/nothing", test_nothing);
  g_test_add_func ("/lab/results/medians", test_medians);
  g_test_add_func ("/lab/results/failed", test_failed);
  g_test_add_func ("/lab/results/speed-up", test_speed_up);
  g_test_add_func ("/lab/results/addresses", test_addresses);

  return g_test_run ();
}
