/* test-axis-ticks.c - round instants
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "present/axis-ticks.h"

#include "base/clock.h"

static void
test_step (void)
{
  static const struct
  {
    int64_t  span_ns;
    unsigned n_labels;
    int64_t  step_ns;
  } cases[] = {
    { 10 * SKEIN_NS_PER_S, 10, SKEIN_NS_PER_S },
    { 20 * SKEIN_NS_PER_S, 7, 5 * SKEIN_NS_PER_S },
    { 10 * SKEIN_NS_PER_MS, 5, 2 * SKEIN_NS_PER_MS },
    { 400 * SKEIN_NS_PER_MS, 9, 50 * SKEIN_NS_PER_MS },
    { 60 * SKEIN_NS_PER_S, 5, 15 * SKEIN_NS_PER_S },
    { 3600 * SKEIN_NS_PER_S, 6, 600 * SKEIN_NS_PER_S },
    { 4 * SKEIN_NS_PER_S, 5, SKEIN_NS_PER_S },
    { 100 * 3600 * SKEIN_NS_PER_S, 2, 3 * 24 * 3600 * SKEIN_NS_PER_S },
    { 10, 0, 10 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (skein_axis_step (cases[i].span_ns, cases[i].n_labels), ==, cases[i].step_ns);
}

/* Ticks are round on the wall's clock, whatever the other one says. */
static void
test_first_tick (void)
{
  g_assert_cmpint (skein_axis_first_tick (1000, 100, 0), ==, 1000);
  g_assert_cmpint (skein_axis_first_tick (1001, 100, 0), ==, 1100);
  g_assert_cmpint (skein_axis_first_tick (1001, 100, 30), ==, 1070);
  g_assert_cmpint (skein_axis_first_tick (1001, 100, -2000), ==, 1100);
}

/* Below a millisecond labels count from a round instant; it does not lie behind the first. */
static void
test_base (void)
{
  int64_t start_ns = 5 * SKEIN_NS_PER_MS + 123456;

  g_assert_cmpint (skein_axis_base (start_ns, SKEIN_NS_PER_MS, 0), ==, INT64_MIN);
  g_assert_cmpint (skein_axis_base (start_ns, 20 * SKEIN_NS_PER_US, 0), ==, 5 * SKEIN_NS_PER_MS);
  g_assert_cmpint (skein_axis_base (5 * SKEIN_NS_PER_MS, 20 * SKEIN_NS_PER_US, 0), ==, 5 * SKEIN_NS_PER_MS);
  g_assert_cmpint (skein_axis_base (start_ns, 100, 0), ==, 5 * SKEIN_NS_PER_MS + 123 * SKEIN_NS_PER_US);
  g_assert_cmpint (skein_axis_base (start_ns, 20 * SKEIN_NS_PER_US, -300000), ==, 4 * SKEIN_NS_PER_MS + 300000);
  g_assert_cmpint (skein_axis_base_step (20 * SKEIN_NS_PER_US), ==, SKEIN_NS_PER_MS);
  g_assert_cmpint (skein_axis_base_step (100), ==, SKEIN_NS_PER_US);
}

static void
assert_clock (int64_t     time_ns,
              int64_t     step_ns,
              const char *text)
{
  char buffer[32];

  g_assert_cmpstr (skein_axis_format_clock (time_ns, 14 * 3600 * SKEIN_NS_PER_S, step_ns, buffer, sizeof buffer),
                   ==, text);
}

static void
test_format (void)
{
  int64_t time_ns = 185 * SKEIN_NS_PER_S + 250 * SKEIN_NS_PER_MS;

  assert_clock (time_ns, 60 * SKEIN_NS_PER_S, "14:03");
  assert_clock (time_ns, SKEIN_NS_PER_S, "14:03:05");
  assert_clock (time_ns, 50 * SKEIN_NS_PER_MS, "14:03:05.25");
  assert_clock (time_ns, SKEIN_NS_PER_MS, "14:03:05.250");
  assert_clock (12 * 3600 * SKEIN_NS_PER_S, SKEIN_NS_PER_S, "02:00:00");
  assert_clock (-15 * 3600 * SKEIN_NS_PER_S, SKEIN_NS_PER_S, "23:00:00");
}

static void
test_integers (void)
{
  g_assert_cmpuint (skein_axis_integer_step (0, 4), ==, 1);
  g_assert_cmpuint (skein_axis_integer_step (4, 4), ==, 1);
  g_assert_cmpuint (skein_axis_integer_step (5, 4), ==, 2);
  g_assert_cmpuint (skein_axis_integer_step (200, 4), ==, 50);
  g_assert_cmpuint (skein_axis_integer_step (10000, 0), ==, 10000);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/present/axis-ticks/step", test_step);
  g_test_add_func ("/present/axis-ticks/first-tick", test_first_tick);
  g_test_add_func ("/present/axis-ticks/base", test_base);
  g_test_add_func ("/present/axis-ticks/format", test_format);
  g_test_add_func ("/present/axis-ticks/integers", test_integers);

  return g_test_run ();
}
