/* test-axis.c - intervals, gaps, and their merging
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib.h>

#include "store/axis.h"

#define S INT64_C (1000000000)

/* Ends of the intervals in tenths of a second; a gap is a "|". */
static char *
describe (const SkeinAxis *axis)
{
  GString *text = g_string_new (NULL);

  for (uint32_t i = 0; i < axis->n; i++)
    {
      if (i > 0 && axis->intervals[i - 1].end_ns != axis->intervals[i].start_ns)
        g_string_append (text, " |");

      g_string_append_printf (text, " %d", (int) (axis->intervals[i].end_ns / (S / 10)));
    }

  return g_string_free (text, FALSE);
}

static void
assert_axis (const SkeinAxis *axis,
             const char      *wanted)
{
  g_autofree char *text = describe (axis);

  g_assert_cmpstr (text, ==, wanted);
}

/* Twice a second from 0 to 4 s, with a hole from 1.5 to 2 s. */
static void
fill (SkeinAxis *axis)
{
  skein_axis_init (axis);
  for (int i = 0; i < 8; i++)
    if (i != 3)
      skein_axis_add (axis, i * S / 2, (i + 1) * S / 2);
}

static void
test_observed (void)
{
  SkeinAxis axis;

  fill (&axis);
  assert_axis (&axis, " 5 10 15 | 25 30 35 40");
  g_assert_cmpint (skein_axis_get_observed (&axis), ==, 7 * S / 2);
  g_assert_cmpint (skein_axis_observed_at (&axis, 0, S / 4), ==, S / 4);
  g_assert_cmpint (skein_axis_observed_at (&axis, 3, 7 * S / 4), ==, 3 * S / 2);
  g_assert_cmpint (skein_axis_observed_at (&axis, 3, 9 * S / 4), ==, 7 * S / 4);
  g_assert_cmpuint (skein_axis_find (&axis, 0, S / 2 - 1), ==, 0);
  g_assert_cmpuint (skein_axis_find (&axis, 0, S / 2), ==, 1);
  g_assert_cmpuint (skein_axis_find (&axis, 2, 7 * S / 4), ==, 3);
  g_assert_cmpuint (skein_axis_find (&axis, 0, 4 * S), ==, 7);
  skein_axis_clear (&axis);
}

/* The slot of 1 s with the gap keeps it; the slot that still grows stays as it is. */
static void
test_thin (void)
{
  SkeinAxis axis;
  int64_t start_ns, end_ns;

  fill (&axis);
  g_assert_true (skein_axis_thin (&axis, 0, 1, &start_ns, &end_ns));
  assert_axis (&axis, " 10 15 | 25 30 35 40");
  g_assert_cmpint (start_ns, ==, 0);
  g_assert_cmpint (end_ns, ==, S);

  g_assert_true (skein_axis_thin (&axis, 0, 100, &start_ns, &end_ns));
  assert_axis (&axis, " 10 15 | 30 35 40");
  g_assert_cmpint (start_ns, ==, S);
  g_assert_cmpint (end_ns, ==, 3 * S);

  g_assert_false (skein_axis_thin (&axis, 0, 100, &start_ns, &end_ns));
  g_assert_cmpuint (skein_axis_weigh (&axis, 0), ==, 2);
  g_assert_cmpuint (skein_axis_weigh (&axis, 1), ==, 3);
  g_assert_cmpint (skein_axis_get_observed (&axis), ==, 7 * S / 2);
  skein_axis_clear (&axis);
}

/* Within one slot, two stretches with a gap between them stay two. */
static void
test_thin_gap (void)
{
  SkeinAxis axis;
  int64_t start_ns, end_ns;

  skein_axis_init (&axis);
  for (int i = 0; i < 20; i++)
    if (i != 5)
      skein_axis_add (&axis, i * S / 10, (i + 1) * S / 10);

  g_assert_true (skein_axis_thin (&axis, 0, 1, &start_ns, &end_ns));
  assert_axis (&axis, " 5 | 10 11 12 13 14 15 16 17 18 19 20");
  skein_axis_clear (&axis);
}

/* A slot of 10 s into which samples reach is not complete. */
static void
test_thin_levels (void)
{
  SkeinAxis axis;
  int64_t start_ns, end_ns;

  skein_axis_init (&axis);
  for (int i = 0; i < 50; i++)
    skein_axis_add (&axis, i * S / 2, (i + 1) * S / 2);

  g_assert_true (skein_axis_thin (&axis, 0, 30, &start_ns, &end_ns));
  g_assert_cmpint (end_ns, ==, 15 * S);
  g_assert_true (skein_axis_thin (&axis, 1, 1000, &start_ns, &end_ns));
  g_assert_cmpint (end_ns, ==, 10 * S);
  g_assert_false (skein_axis_thin (&axis, 1, 1000, &start_ns, &end_ns));
  g_assert_false (skein_axis_thin (&axis, 2, 1000, &start_ns, &end_ns));
  g_assert_false (skein_axis_thin (&axis, 3, 1000, &start_ns, &end_ns));
  g_assert_cmpuint (axis.n, ==, 1 + 5 + 20);
  skein_axis_clear (&axis);
}

/* What was measured goes on counting after all of it is dropped. */
static void
test_drop (void)
{
  SkeinAxis axis;

  fill (&axis);
  skein_axis_drop (&axis, 0);
  assert_axis (&axis, " 10 15 | 25 30 35 40");
  skein_axis_drop (&axis, 3);
  assert_axis (&axis, " 30 35 40");
  g_assert_cmpint (skein_axis_get_start (&axis), ==, 5 * S / 2);
  g_assert_cmpint (skein_axis_observed_at (&axis, 0, 0), ==, 2 * S);

  skein_axis_drop (&axis, 1000);
  g_assert_cmpuint (axis.n, ==, 0);
  g_assert_cmpint (skein_axis_get_start (&axis), ==, 4 * S);
  g_assert_cmpint (skein_axis_get_observed (&axis), ==, 7 * S / 2);
  skein_axis_add (&axis, 5 * S, 6 * S);
  g_assert_cmpint (skein_axis_get_observed (&axis), ==, 9 * S / 2);
  skein_axis_clear (&axis);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/axis/observed", test_observed);
  g_test_add_func ("/axis/thin", test_thin);
  g_test_add_func ("/axis/thin-gap", test_thin_gap);
  g_test_add_func ("/axis/thin-levels", test_thin_levels);
  g_test_add_func ("/axis/drop", test_drop);

  return g_test_run ();
}
