/* test-demand.c - how many wanted a core at once, against counting instant by instant
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store/demand.h"

#include <stdbool.h>

#define N_THREADS 6

static char *
dup_sums (const SkeinDemand *demand,
          int64_t            end_ns)
{
  GString *text = g_string_new ("");
  SkeinAtOnce sums;

  skein_demand_sum (demand, end_ns, &sums);

  for (unsigned n = 0; n <= skein_at_once_get_most (&sums); n++)
    g_string_append_printf (text, "%s%d", n > 0 ? " " : "",
                            n < sums.ns_at->len ? (int) g_array_index (sums.ns_at, int64_t, n) : 0);

  skein_at_once_clear (&sums);

  return g_string_free (text, FALSE);
}

static void
assert_sums (const SkeinDemand *demand,
             int64_t            end_ns,
             const char        *expected)
{
  g_autofree char *text = dup_sums (demand, end_ns);

  g_assert_cmpstr (text, ==, expected);
}

/* Runs from @start_ns to @end_ns, after a wait. */
static void
run (SkeinDemand      *demand,
     SkeinDemandWaits *waits,
     int64_t           wait_ns,
     int64_t           start_ns,
     int64_t           end_ns)
{
  skein_demand_change (demand, waits, start_ns, 1, wait_ns);
  skein_demand_change (demand, waits, end_ns, -1, 0);
}

static void
test_shared_out (void)
{
  g_autoptr (SkeinDemand) demand = skein_demand_new ();
  SkeinDemandWaits waits = { 0 };

  skein_demand_begin (demand, 0);
  run (demand, &waits, 20, 20, 30);
  run (demand, &waits, 2, 32, 40);
  run (demand, &waits, 20, 60, 70);
  assert_sums (demand, 100, "72 28");

  /* 4 to each would be too much for the second. */
  skein_demand_give (demand, &waits, 12);
  assert_sums (demand, 100, "60 40");

  /* They had theirs. */
  skein_demand_give (demand, &waits, 12);
  assert_sums (demand, 100, "60 40");

  /* More than there is room for. */
  run (demand, &waits, 30, 100, 110);
  skein_demand_give (demand, &waits, 1000);
  assert_sums (demand, 110, "30 80");
}

/* The last has no room: what it leaves goes to the one before, and lies before what that one has. */
static void
test_no_room (void)
{
  g_autoptr (SkeinDemand) demand = skein_demand_new ();
  SkeinDemandWaits waits = { 0 }, other = { 0 };

  skein_demand_begin (demand, 0);
  run (demand, &other, 0, 0, 14);
  run (demand, &waits, 20, 20, 30);
  run (demand, &waits, 1, 31, 40);
  skein_demand_give (demand, &waits, 10);

  /* From 11 on: 9 before the first, 1 before the second. */
  assert_sums (demand, 40, "0 37 3");
}

/* What was lost is not known, whatever turns out later. */
static void
test_loss (void)
{
  g_autoptr (SkeinDemand) demand = skein_demand_new ();
  SkeinDemandWaits waits = { 0 };

  skein_demand_begin (demand, 0);
  skein_demand_lose (demand, 10, 25);
  run (demand, &waits, 20, 30, 40);
  skein_demand_give (demand, &waits, 10);
  assert_sums (demand, 40, "10 15");
}

typedef struct
{
  SkeinDemandWaits waits;
  bool             wants;
  int64_t          since_ns;
} Thread;

/* What each wants at each instant, asked instant by instant. */
static void
add_to_model (GArray  *wanting,
              int64_t  start_ns,
              int64_t  end_ns)
{
  for (int64_t t = start_ns; t < end_ns; t++)
    g_array_index (wanting, int8_t, t)++;
}

static void
assert_like_model (const SkeinDemand *demand,
                   const GArray      *wanting)
{
  int64_t ns_at[N_THREADS + 1] = { 0 };
  SkeinAtOnce sums;

  for (guint t = 0; t < wanting->len; t++)
    ns_at[g_array_index (wanting, int8_t, t)]++;

  skein_demand_sum (demand, wanting->len, &sums);
  g_assert_cmpuint (skein_at_once_get_most (&sums), <=, N_THREADS);

  for (guint n = 0; n <= N_THREADS; n++)
    g_assert_cmpint (n < sums.ns_at->len ? g_array_index (sums.ns_at, int64_t, n) : 0, ==, ns_at[n]);

  skein_at_once_clear (&sums);
}

/* After each wait it turns out how much of it was ready time. */
static void
check_random (guint32 seed,
              int     n_steps)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (SkeinDemand) demand = skein_demand_new ();
  g_autoptr (GArray) wanting = g_array_new (FALSE, TRUE, sizeof (int8_t));
  Thread threads[N_THREADS] = { 0 };
  int64_t now_ns = 0;

  skein_demand_begin (demand, 0);

  for (int i = 0; i < n_steps; i++)
    {
      Thread *thread = &threads[g_rand_int_range (rand, 0, N_THREADS)];
      int64_t ns;

      now_ns += g_rand_int_range (rand, 0, 6);
      g_array_set_size (wanting, (guint) now_ns);
      ns = now_ns - thread->since_ns;
      skein_demand_change (demand, &thread->waits, now_ns, thread->wants ? -1 : 1, thread->wants ? 0 : ns);

      if (thread->wants)
        add_to_model (wanting, thread->since_ns, now_ns);
      else if (ns > 0)
        {
          int64_t ready_ns = g_rand_int_range (rand, 0, (int) ns + 1);

          skein_demand_give (demand, &thread->waits, ready_ns);
          add_to_model (wanting, now_ns - ready_ns, now_ns);
        }

      thread->wants = !thread->wants;
      thread->since_ns = now_ns;
    }

  for (int i = 0; i < N_THREADS; i++)
    if (threads[i].wants)
      add_to_model (wanting, threads[i].since_ns, now_ns);

  assert_like_model (demand, wanting);
}

static void
test_random (void)
{
  for (guint32 seed = 1; seed <= 100; seed++)
    check_random (seed, 300);
}

/* So many that most of it is sums long since. */
static void
test_long (void)
{
  check_random (1, 500 * 1000);
}

/* Of what is sums already, nothing turns out any more: neither is it counted, nor does anything break. */
static void
test_late (void)
{
  g_autoptr (SkeinDemand) demand = skein_demand_new ();
  SkeinDemandWaits late = { 0 }, waits = { 0 };
  int64_t time_ns = 100;

  skein_demand_begin (demand, 0);
  run (demand, &late, 50, 50, 60);

  for (int i = 0; i < 300 * 1000; i++, time_ns += 4)
    run (demand, &waits, 2, time_ns + 2, time_ns + 4);

  skein_demand_give (demand, &late, 50);
  run (demand, &late, time_ns - 60, time_ns, time_ns + 10);
  skein_demand_give (demand, &late, 5);

  /* The others ran for half of the time since 100, the late one for 20; of the 5 in which it was ready, too, 3 were
   * while another ran. */
  assert_sums (demand, time_ns + 10, "600088 600019 3");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/demand/shared-out", test_shared_out);
  g_test_add_func ("/demand/no-room", test_no_room);
  g_test_add_func ("/demand/loss", test_loss);
  g_test_add_func ("/demand/random", test_random);
  g_test_add_func ("/demand/long", test_long);
  g_test_add_func ("/demand/late", test_late);

  return g_test_run ();
}
