/* test-users.c - the users of a core against a walk over all intervals
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib.h>

#include "store/users.h"

#include <math.h>

#define N           3000
#define N_PROCESSES 6
#define INTERVAL_NS 100

static float used[N][N_PROCESSES];

static void
make (SkeinUsers *users,
      SkeinAxis  *axis)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  memset (used, 0, sizeof used);
  skein_axis_init (axis);

  for (int i = 0; i < N; i++)
    {
      SkeinTally tally = { 0 };

      skein_axis_add (axis, i * INTERVAL_NS, (i + 1) * INTERVAL_NS);
      for (int j = g_rand_int_range (rand, 0, 4); j > 0; j--)
        {
          unsigned process = (unsigned) g_rand_int_range (rand, 0, N_PROCESSES);
          float run_ns = (float) g_rand_int_range (rand, 1, 30);

          used[i][process] += run_ns;
          skein_tally_add (&tally, process, run_ns);
        }

      if (tally.n > 0)
        skein_users_add (users, (i + 1) * INTERVAL_NS, &tally);
    }
}

static void
check (const SkeinUsers *users,
       const SkeinAxis  *axis,
       uint32_t         *slot,
       uint32_t         *interval,
       int64_t           start_ns,
       int64_t           end_ns)
{
  float wanted[N_PROCESSES] = { 0 };
  SkeinTally tally = { 0 };

  for (int i = 0; i < N; i++)
    {
      int64_t part_ns = MIN (end_ns, (i + 1) * INTERVAL_NS) - MAX (start_ns, i * INTERVAL_NS);

      for (int j = 0; j < N_PROCESSES && part_ns > 0; j++)
        wanted[j] += used[i][j] * (float) part_ns / INTERVAL_NS;
    }

  skein_users_count (users, axis, slot, interval, start_ns, end_ns, &tally);

  for (uint32_t i = 0; i < tally.n; i++)
    {
      float difference = fabsf (wanted[tally.uses[i].process] - tally.uses[i].run_ns);

      g_assert_cmpfloat (difference, <=, 0.01f);
      wanted[tally.uses[i].process] = 0.0f;
    }

  for (int j = 0; j < N_PROCESSES; j++)
    g_assert_cmpfloat (wanted[j], <=, 0.01f);
}

static void
test_count (void)
{
  SkeinUsers users = { 0 };
  SkeinAxis axis;

  make (&users, &axis);

  for (int width = 7; width < N * INTERVAL_NS; width *= 3)
    {
      uint32_t slot = 0;
      uint32_t interval = 0;

      for (int64_t start_ns = 13; start_ns < MIN (N * INTERVAL_NS, 200 * width); start_ns += width)
        check (&users, &axis, &slot, &interval, start_ns, start_ns + width);
    }

  skein_users_clear (&users);
  skein_axis_clear (&axis);
}

/* The first half dropped, some of the rest merged by twenty. */
static void
test_follow (void)
{
  SkeinUsers users = { 0 };
  SkeinAxis axis;
  uint32_t n;

  make (&users, &axis);
  n = users.n;
  skein_axis_drop (&axis, N / 2);
  for (int i = 0; i < 20; i++)
    {
      uint32_t first = (uint32_t) i;

      axis.intervals[first].end_ns = axis.intervals[0].start_ns + (i + 1) * 20 * INTERVAL_NS;
      axis.intervals[first].start_ns = axis.intervals[first].end_ns - 20 * INTERVAL_NS;
    }
  memmove (axis.intervals + 20, axis.intervals + 400, (axis.n - 400) * sizeof *axis.intervals);
  axis.n -= 380;

  skein_users_follow (&users, &axis, axis.intervals[0].start_ns, axis.intervals[19].end_ns);
  g_assert_cmpuint (users.n, <, n / 2 - 200);

  for (int64_t start_ns = N / 2 * INTERVAL_NS; start_ns < N * INTERVAL_NS; start_ns += 20 * INTERVAL_NS)
    {
      uint32_t slot = 0;
      uint32_t interval = 0;

      check (&users, &axis, &slot, &interval, start_ns, start_ns + 20 * INTERVAL_NS);
      slot = interval = 0;
      check (&users, &axis, &slot, &interval, start_ns, N * INTERVAL_NS);
    }

  skein_users_clear (&users);
  skein_axis_clear (&axis);
}

/* Where more take part than can be told apart, the greatest are kept. */
static void
test_tally (void)
{
  SkeinTally tally = { 0 };

  for (SkeinId i = 0; i < 1000; i++)
    skein_tally_add (&tally, i, (float) ((i * 7919) % 1000));

  g_assert_cmpuint (tally.n, <=, SKEIN_TALLY_MAX);
  skein_tally_sort (&tally);
  g_assert_cmpuint (tally.n, ==, SKEIN_CORE_USERS);
  for (uint32_t i = 0; i < tally.n; i++)
    g_assert_cmpfloat (tally.uses[i].run_ns, ==, (float) (999 - i));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/users/count", test_count);
  g_test_add_func ("/users/follow", test_follow);
  g_test_add_func ("/users/tally", test_tally);

  return g_test_run ();
}
