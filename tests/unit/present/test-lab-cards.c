/* test-lab-cards.c - what is said of each mode, and the table of what was measured
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "present/lab-cards.h"
#include "present/lab-table.h"

#include <math.h>
#include <string.h>

#include "../lab-world.h"

#define CARD(cards, i) ((const SkeinLabCard *) g_ptr_array_index (cards, i))

/* One after another takes 360 ms, threads on two cores 180; each two times, the second a little longer. */
static SkeinLabResults *
make_results (void)
{
  SkeinLabPlan plan;
  SkeinLabResults *results;

  lab_world_plan (&plan, 6, 2);
  results = skein_lab_results_new (&plan);

  for (unsigned repeat = 0; repeat < 2; repeat++)
    {
      lab_world_add (results, lab_world_run (0, repeat, 6, 1, 60 + (int) repeat * 2));
      lab_world_add (results, lab_world_run (2, repeat, 6, 2, 60 + (int) repeat * 2));
    }

  return results;
}

static void
test_before_the_first_run (void)
{
  g_autoptr (GPtrArray) cards = NULL;
  SkeinLabPlan plan;

  lab_world_plan (&plan, 6, 5);
  cards = skein_lab_cards_new (&plan, NULL, NULL, SKEIN_LAB_TYPICAL, NULL);

  g_assert_cmpint (cards->len, >=, 2);
  g_assert_cmpstr (CARD (cards, 0)->title, ==, "One after another");
  g_assert_cmpstr (CARD (cards, 0)->workers, ==, "One thread does all tasks in turn.");
  g_assert_cmpstr (CARD (cards, 0)->wall, ==, "");
  g_assert_cmpstr (CARD (cards, 0)->answer, ==, "");
  g_assert_null (CARD (cards, 0)->run);
}

static void
test_says_who_did_it_and_how_fast (void)
{
  g_autoptr (SkeinLabResults) results = make_results ();
  g_autoptr (GPtrArray) cards = skein_lab_cards_new (&results->plan, results, NULL, 0, NULL);
  const SkeinLabCard *first = CARD (cards, 0);
  const SkeinLabCard *threads = NULL;

  for (guint i = 0; i < cards->len; i++)
    threads = CARD (cards, i)->mode == 2 ? CARD (cards, i) : threads;

  g_assert_cmpstr (first->workers, ==, "6 threads, all on core 0");
  g_assert_cmpstr (first->speed_up, ==, "1.00 × (baseline)");
  g_assert_cmpstr (first->at_once, ==, "at once: 1 of 6");
  g_assert_false (first->is_faster);
  g_assert_cmpstr (first->answer, ==, "✓ same answer in each run");
  g_assert_cmpint (first->verdict, ==, SKEIN_LAB_VERDICT_RIGHT);

  if (threads == NULL)
    {
      g_test_skip ("a machine with one core has no such mode");
      return;
    }

  g_assert_cmpstr (threads->workers, ==, "6 threads, 2 cores");
  g_assert_cmpstr (threads->speed_up, ==, "2.00 × faster");
  g_assert_cmpstr (threads->at_once, ==, "at once: 2 of 6");
  g_assert_true (threads->is_faster);
  g_assert_nonnull (strstr (threads->wall, "180"));
}

static void
test_another_repeat_has_its_own_time (void)
{
  g_autoptr (SkeinLabResults) results = make_results ();
  g_autoptr (GPtrArray) cards = skein_lab_cards_new (&results->plan, results, NULL, 1, NULL);

  g_assert_nonnull (strstr (CARD (cards, 0)->wall, "372"));
  g_assert_cmpint (CARD (cards, 0)->run->repeat, ==, 1);
}

static void
test_wrong_says_what_was_expected (void)
{
  SkeinLabPlan plan;
  g_autoptr (SkeinLabResults) results = NULL;
  g_autoptr (GPtrArray) cards = NULL;
  SkeinLabRun *run = lab_world_run (0, 0, 2, 1, 10);

  lab_world_plan (&plan, 2, 1);
  results = skein_lab_results_new (&plan);
  run->answer_ok = false;
  run->expected = 100;
  run->got = 60;
  lab_world_add (results, run);
  cards = skein_lab_cards_new (&plan, results, NULL, SKEIN_LAB_TYPICAL, NULL);

  g_assert_cmpint (CARD (cards, 0)->verdict, ==, SKEIN_LAB_VERDICT_WRONG);
  g_assert_cmpstr (CARD (cards, 0)->answer, ==, "✗ wrong answer: expected 100, got 60: lost 40");
}

/* What is meant to go wrong is told apart from what should not. */
static void
test_meant_to_go_wrong (void)
{
  const SkeinExperimentInfo *race = skein_experiment_find ("race");
  g_autoptr (SkeinLabResults) results = NULL;
  g_autoptr (GPtrArray) cards = NULL;
  SkeinLabRun *run = lab_world_run (0, 0, 2, 2, 10);
  SkeinLabPlan plan;

  skein_lab_plan_init (&plan, race);
  g_assert_true (race->modes[0].is_wrong);
  plan.modes = 1;
  results = skein_lab_results_new (&plan);
  run->answer_ok = false;
  run->expected = 100;
  run->got = 60;
  lab_world_add (results, run);
  cards = skein_lab_cards_new (&plan, results, NULL, SKEIN_LAB_TYPICAL, NULL);

  g_assert_cmpint (CARD (cards, 0)->verdict, ==, SKEIN_LAB_VERDICT_MEANT);
  g_assert_cmpstr (CARD (cards, 0)->answer, ==, "✗ as it is meant to: expected 100, got 60: lost 40");
}

static void
test_failed_says_why (void)
{
  g_autoptr (SkeinLabResults) results = NULL;
  g_autoptr (GPtrArray) cards = NULL;
  SkeinLabRun *run = skein_lab_run_new (0, 0, 1u << 20);
  SkeinLabPlan plan;

  lab_world_plan (&plan, 2, 1);
  results = skein_lab_results_new (&plan);
  run->problem = g_strdup ("it took too long");
  lab_world_add (results, run);
  cards = skein_lab_cards_new (&plan, results, NULL, SKEIN_LAB_TYPICAL, NULL);

  g_assert_cmpint (CARD (cards, 0)->verdict, ==, SKEIN_LAB_VERDICT_FAILED);
  g_assert_cmpstr (CARD (cards, 0)->answer, ==, "⚠ it took too long");
  g_assert_cmpstr (CARD (cards, 0)->wall, ==, "");
}

static void
test_live_is_shown_in_place_of_what_ended (void)
{
  g_autoptr (SkeinLabResults) results = make_results ();
  g_autoptr (SkeinLabRun) current = lab_world_run (0, 2, 6, 1, 10);
  g_autoptr (GPtrArray) cards = NULL;

  current->has_ended = false;
  cards = skein_lab_cards_new (&results->plan, results, current, SKEIN_LAB_TYPICAL, NULL);
  g_assert_true (CARD (cards, 0)->is_live);
  g_assert_true (CARD (cards, 0)->run == current);
  g_assert_cmpstr (CARD (cards, 0)->wall, ==, "");
}

/* The table */

/* With the space that a keyboard has, in place of the one that keeps a figure and its unit together. */
static char *
dup_plain (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "\302\240", -1);

  return g_strjoinv (" ", parts);
}

static const char *
find_cell (const SkeinLabTable *table,
           unsigned             row,
           const char          *id)
{
  for (guint i = 0; i < table->columns->len; i++)
    if (strcmp (((SkeinLabTableColumn *) g_ptr_array_index (table->columns, i))->id, id) == 0)
      return skein_lab_table_get (table, row, i);

  return NULL;
}

static void
test_table_has_what_was_measured (void)
{
  g_autoptr (SkeinLabResults) results = make_results ();
  g_autoptr (SkeinLabTable) table = skein_lab_table_new (results);
  g_autofree char *wall = dup_plain (find_cell (table, 0, "wall"));

  g_assert_cmpint (table->names->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (table->names, 1), ==, "Parallel threads");
  g_assert_cmpint (g_array_index (table->modes, unsigned, 1), ==, 2);
  g_assert_cmpstr (wall, ==, "366 ± 3 ms");
  g_assert_cmpstr (find_cell (table, 1, "speed-up"), ==, "2.00");
  g_assert_cmpstr (find_cell (table, 0, "switches"), ==, "6 / 0");

  /* Nobody measured it. */
  g_assert_null (find_cell (table, 0, "private"));
}

static void
assert_value (SkeinUnit   unit,
              double      median,
              double      spread,
              const char *expected)
{
  SkeinLabValue value = { median, spread, 5 };
  g_autofree char *text = skein_lab_format_value (unit, &value);
  g_autofree char *plain = dup_plain (text);

  g_assert_cmpstr (plain, ==, expected);
}

/* Less than the first: by how much, not a part of one. */
static void
test_slower_says_so (void)
{
  SkeinLabPlan plan;
  g_autoptr (SkeinLabResults) results = NULL;
  g_autoptr (GPtrArray) cards = NULL;

  lab_world_plan (&plan, 2, 1);
  results = skein_lab_results_new (&plan);
  lab_world_add (results, lab_world_run (0, 0, 2, 1, 10));
  lab_world_add (results, lab_world_run (1, 0, 2, 1, 40));
  cards = skein_lab_cards_new (&plan, results, NULL, SKEIN_LAB_TYPICAL, NULL);

  g_assert_cmpstr (CARD (cards, 1)->speed_up, ==, "4.00 × slower");
  g_assert_false (CARD (cards, 1)->is_faster);
}

/* Where each mode lasts as long as it is told to, none is the faster one. */
static void
test_no_speed_up_where_all_last_alike (void)
{
  g_autoptr (SkeinLabResults) results = NULL;
  g_autoptr (SkeinLabTable) table = NULL;
  g_autoptr (GPtrArray) cards = NULL;
  SkeinLabPlan plan;

  skein_lab_plan_init (&plan, skein_experiment_find ("event-loop"));
  results = skein_lab_results_new (&plan);
  lab_world_add (results, lab_world_run (0, 0, 2, 1, 10));
  lab_world_add (results, lab_world_run (1, 0, 2, 1, 40));
  cards = skein_lab_cards_new (&plan, results, NULL, SKEIN_LAB_TYPICAL, NULL);
  table = skein_lab_table_new (results);

  g_assert_cmpstr (CARD (cards, 1)->speed_up, ==, "");
  g_assert_null (find_cell (table, 0, "speed-up"));
  g_assert_nonnull (find_cell (table, 0, "wall"));
}

static void
test_values_and_their_spread (void)
{
  assert_value (SKEIN_UNIT_NS, 360e6, 3.2e6, "360 ± 3 ms");
  assert_value (SKEIN_UNIT_NS, 1.5e9, 0.1e9, "1.5 ± 0.1 s");
  assert_value (SKEIN_UNIT_NS, 360e6, 1e3, "360 ms");
  assert_value (SKEIN_UNIT_NS, 125e9, 2e9, "2 min 5 s ± 2.0 s");
  assert_value (SKEIN_UNIT_BYTES, 20500, 400, "20.5 ± 0.4 kB");
  assert_value (SKEIN_UNIT_SHARE, 0.96, 0.02, "96 ± 2 %");
  assert_value (SKEIN_UNIT_TIMES, 1.93, 0.05, "1.93 ± 0.05");
  assert_value (SKEIN_UNIT_COUNT, 88.0, 4.0, "88 ± 4");
  assert_value (SKEIN_UNIT_COUNT, 0.0, 0.0, "0");
  assert_value (SKEIN_UNIT_COUNT, NAN, NAN, "–");
  assert_value (SKEIN_UNIT_COUNT, 3152831.0, 564000.0, "3.15 ± 0.56 M");
  assert_value (SKEIN_UNIT_COUNT, 999999.0, 0.0, "999999");
  assert_value (SKEIN_UNIT_PER_S, 516971154.0, 18e6, "517 ± 18 M/s");
  assert_value (SKEIN_UNIT_PER_S, 2.5e9, 0.0, "2.50 G/s");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/lab-cards/before_the_first_run", test_before_the_first_run);
  g_test_add_func ("/lab-cards/says_who_did_it_and_how_fast", test_says_who_did_it_and_how_fast);
  g_test_add_func ("/lab-cards/another_repeat_has_its_own_time", test_another_repeat_has_its_own_time);
  g_test_add_func ("/lab-cards/wrong_says_what_was_expected", test_wrong_says_what_was_expected);
  g_test_add_func ("/lab-cards/meant_to_go_wrong", test_meant_to_go_wrong);
  g_test_add_func ("/lab-cards/failed_says_why", test_failed_says_why);
  g_test_add_func ("/lab-cards/live_is_shown_in_place_of_what_ended", test_live_is_shown_in_place_of_what_ended);
  g_test_add_func ("/lab-cards/table_has_what_was_measured", test_table_has_what_was_measured);
  g_test_add_func ("/lab-cards/values_and_their_spread", test_values_and_their_spread);
  g_test_add_func ("/lab-cards/slower_says_so", test_slower_says_so);
  g_test_add_func ("/lab-cards/no_speed_up_where_all_last_alike", test_no_speed_up_where_all_last_alike);

  return g_test_run ();
}
