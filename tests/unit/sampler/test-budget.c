/* test-budget.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "base/clock.h"
#include "sampler/budget.h"

#define WANTED (100 * SKEIN_NS_PER_MS)

static void
add (SkeinBudget *budget,
     int64_t      cost_ns,
     int          times)
{
  while (times-- > 0)
    skein_budget_add (budget, cost_ns);
}

/* The first sample reads everything: that is no reason to slow down. */
static void
test_first (void)
{
  SkeinBudget budget = { 0 };

  add (&budget, SKEIN_NS_PER_S, 1);
  g_assert_cmpint (skein_budget_get_cadence (&budget, WANTED, 0.02), ==, WANTED);
}

/* Whichever sample is the one that was much dearer, as where a virtual machine was halted in the middle of it: there
 * are some fewer for some seconds, and nobody sits before a window that stands still. */
static void
test_one_dear (void)
{
  for (int place = 1; place < 20; place++)
    {
      SkeinBudget budget = { 0 };
      int64_t slow_ns = 0;

      add (&budget, SKEIN_NS_PER_MS, place);
      add (&budget, 100 * SKEIN_NS_PER_MS, 1);
      g_assert_cmpint (skein_budget_get_cadence (&budget, WANTED, 0.02), <, SKEIN_NS_PER_S);

      while (skein_budget_get_cadence (&budget, WANTED, 0.02) > WANTED)
        {
          slow_ns += skein_budget_get_cadence (&budget, WANTED, 0.02);
          add (&budget, SKEIN_NS_PER_MS, 1);
        }

      g_assert_cmpint (slow_ns, <, 7 * SKEIN_NS_PER_S);
    }
}

static void
test_cheap (void)
{
  SkeinBudget budget = { 0 };

  add (&budget, SKEIN_NS_PER_MS, 20);
  g_assert_cmpint (skein_budget_get_cadence (&budget, WANTED, 0.02), ==, WANTED);
}

static void
test_stretch_and_shrink (void)
{
  SkeinBudget budget = { 0 };
  int64_t cadence_ns, before_ns;

  add (&budget, SKEIN_NS_PER_MS, 5);
  before_ns = skein_budget_get_cadence (&budget, WANTED, 0.02);

  for (int i = 0; i < 100; i++)
    {
      add (&budget, 10 * SKEIN_NS_PER_MS, 1);
      cadence_ns = skein_budget_get_cadence (&budget, WANTED, 0.02);
      g_assert_cmpint (cadence_ns, >=, before_ns);
      g_assert_cmpint (cadence_ns - before_ns, <, 70 * SKEIN_NS_PER_MS);
      before_ns = cadence_ns;
    }

  g_assert_cmpint (before_ns, >, 499 * SKEIN_NS_PER_MS);
  g_assert_cmpint (before_ns, <=, 500 * SKEIN_NS_PER_MS);

  add (&budget, SKEIN_NS_PER_MS, 100);
  g_assert_cmpint (skein_budget_get_cadence (&budget, WANTED, 0.02), ==, WANTED);
}

static void
test_limits (void)
{
  SkeinBudget budget = { 0 };

  add (&budget, SKEIN_NS_PER_S, 100);
  g_assert_cmpint (skein_budget_get_cadence (&budget, WANTED, 0.02), ==, 5 * SKEIN_NS_PER_S);
  g_assert_cmpint (skein_budget_get_cadence (&budget, 10 * SKEIN_NS_PER_S, 0.02), ==, 10 * SKEIN_NS_PER_S);
  g_assert_cmpint (skein_budget_get_cadence (&budget, WANTED, 0), ==, WANTED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/budget/first", test_first);
  g_test_add_func ("/budget/one-dear", test_one_dear);
  g_test_add_func ("/budget/cheap", test_cheap);
  g_test_add_func ("/budget/stretch-and-shrink", test_stretch_and_shrink);
  g_test_add_func ("/budget/limits", test_limits);

  return g_test_run ();
}
