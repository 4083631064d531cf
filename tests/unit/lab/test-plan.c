/* test-plan.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "lab/plan.h"

#include <string.h>

static void
assert_refused (const char *setting,
                const char *word)
{
  SkeinLabPlan plan, before;
  g_autoptr (GError) error = NULL;

  skein_lab_plan_init (&plan, skein_experiment_find ("parallel"));
  before = plan;
  g_assert_false (skein_lab_plan_set (&plan, setting, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, word));
  g_assert_null (strchr (error->message, '\n'));
  g_assert_cmpmem (plan.values, sizeof plan.values, before.values, sizeof before.values);
}

static void
test_settings (void)
{
  SkeinLabPlan plan;
  g_autoptr (GError) error = NULL;
  g_autofree char *too_many = g_strdup_printf ("cores=%u", skein_experiment_count_cores () + 1);

  skein_lab_plan_init (&plan, skein_experiment_find ("parallel"));
  g_assert_true (skein_lab_plan_set (&plan, "tasks=3", &error));
  g_assert_cmpint (plan.values[skein_experiment_find_parameter (plan.experiment, "tasks")], ==, 3);

  assert_refused ("tasks", "tasks");
  assert_refused ("tasks=", "tasks");
  assert_refused ("tasks=three", "three");
  assert_refused ("tasks=3x", "3x");
  assert_refused ("tasks=0", "256");
  assert_refused ("tasks=257", "256");
  assert_refused ("tasks=99999999999999999999", "tasks");
  assert_refused ("nothing=1", "nothing");
  assert_refused (too_many, "cores");
}

static void
test_modes (void)
{
  SkeinLabPlan plan;
  g_autoptr (GError) error = NULL;

  skein_lab_plan_init (&plan, skein_experiment_find ("parallel"));
  g_assert_true (skein_lab_plan_has_mode (&plan, 0));
  g_assert_true (skein_lab_plan_has_mode (&plan, 1));
  g_assert_false (skein_lab_plan_has_mode (&plan, 99));

  g_assert_true (skein_lab_plan_add_mode (&plan, "one-core", &error));
  g_assert_false (skein_lab_plan_has_mode (&plan, 0));
  g_assert_true (skein_lab_plan_has_mode (&plan, 1));
  g_assert_false (skein_lab_plan_add_mode (&plan, "nowhere", &error));
  g_assert_nonnull (strstr (error->message, "nowhere"));
}

/* One mode for each number of workers: how many there are, the parameter says. */
static void
test_workers (void)
{
  SkeinLabPlan plan;
  g_autoptr (GError) error = NULL;

  skein_lab_plan_init (&plan, skein_experiment_find ("speedup"));
  g_assert_true (skein_lab_plan_set (&plan, "workers=3", &error));
  g_assert_true (skein_lab_plan_has_mode (&plan, 2));
  g_assert_false (skein_lab_plan_has_mode (&plan, 3));
  g_assert_true (skein_lab_plan_add_mode (&plan, "3", &error));
  g_assert_false (skein_lab_plan_add_mode (&plan, "4", &error));
}

static void
test_check (void)
{
  SkeinLabPlan plan;
  g_autoptr (GError) error = NULL;

  skein_lab_plan_init (&plan, skein_experiment_find ("parallel"));
  g_assert_cmpuint (plan.repeats, ==, 5);
  g_assert_true (skein_lab_plan_check (&plan, &error));
  plan.repeats = 0;
  g_assert_false (skein_lab_plan_check (&plan, &error));
  g_clear_error (&error);
  plan.repeats = SKEIN_LAB_MOST_REPEATS + 1;
  g_assert_false (skein_lab_plan_check (&plan, &error));
  g_clear_error (&error);
  plan.repeats = 1;
  plan.values[0] = 100000;
  g_assert_false (skein_lab_plan_check (&plan, &error));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/lab/plan/settings", test_settings);
  g_test_add_func ("/lab/plan/modes", test_modes);
  g_test_add_func ("/lab/plan/workers", test_workers);
  g_test_add_func ("/lab/plan/check", test_check);

  return g_test_run ();
}
