/* test-thin.c - what thinning may lose, and what it may not
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "world.h"

#include <malloc.h>

#define MINUTE_NS INT64_C (60000000000)

/* A few shares of a nanosecond for each of the parts that a range is made of. */
#define NEAR_NS 20.0

static World *
make_world (guint32 seed)
{
  World *world = world_new (seed);

  world->is_aligned = true;
  world->births = 0.02;
  world->deaths = 0.02;

  return world;
}

static void
run_world (World      *world,
           SkeinStore *store,
           size_t      budget,
           int         n_steps)
{
  for (int i = 0; i < n_steps; i++)
    {
      skein_store_append (store, world_step (world));
      world_learn_ids (world, store);
      g_assert_cmpuint (skein_store_get_bytes (store), <=, budget);
    }
}

static int64_t
round_up (int64_t time_ns,
          int64_t unit_ns)
{
  return (time_ns + unit_ns - 1) / unit_ns * unit_ns;
}

static void
check_task (const SkeinStore *store,
            const Being      *being,
            int64_t           start_ns,
            int64_t           end_ns)
{
  SkeinSums wanted = world_sum (being->deeds, !being->is_process, start_ns, end_ns);
  SkeinSums sums;

  g_assert_true (skein_store_sum (store, being->id, start_ns, end_ns, &sums));
  g_assert_cmpint (sums.observed_ns, ==, wanted.observed_ns);
  g_assert_cmpint (sums.run_ns, ==, wanted.run_ns);
  g_assert_cmpint (sums.ready_ns, ==, wanted.ready_ns);
  g_assert_cmpint (sums.waiting_ns, ==, wanted.waiting_ns);
  g_assert_cmpint (sums.disk_ns, ==, wanted.disk_ns);
  g_assert_cmpint (sums.suspended_ns, ==, wanted.suspended_ns);
  g_assert_cmpfloat (fabs (sums.most_run - wanted.most_run), <=, 1e-6);
  g_assert_cmpfloat (fabs (sums.most_demand - wanted.most_demand), <=, 1e-6);
}

/* Whole minutes lose nothing, and whoever still has a number is told right. */
static void
check_minutes (World            *world,
               const SkeinStore *store)
{
  int64_t history_ns, end_ns;
  SkeinTaskInfo info;

  skein_store_get_extent (store, &history_ns, &end_ns);

  for (int64_t from_ns = round_up (history_ns, MINUTE_NS); from_ns < end_ns; from_ns += MINUTE_NS)
    for (guint i = 0; i < world->beings->len; i++)
      {
        const Being *being = world_get (world, i);

        if (skein_store_get_info (store, being->id, &info))
          check_task (store, being, from_ns, from_ns + MINUTE_NS);
        else
          g_assert_true (!being->is_alive && being->last_ns <= history_ns);
      }
}

static void
check_gaps (World            *world,
            const SkeinStore *store)
{
  int64_t history_ns, end_ns, from_ns, to_ns;
  SkeinSums sums;

  skein_store_get_extent (store, &history_ns, &end_ns);

  for (guint i = 1; i < world->machine->len; i++)
    {
      const Deed *before = &g_array_index (world->machine, Deed, i - 1);
      const Deed *after = &g_array_index (world->machine, Deed, i);
      bool has_gap = before->end_ns < after->start_ns;

      if (before->end_ns <= history_ns)
        continue;

      if (has_gap)
        {
          g_assert_false (skein_store_get_interval (store, before->end_ns, &from_ns, &to_ns));
          g_assert_cmpint (from_ns, ==, before->end_ns);
          g_assert_cmpint (to_ns, ==, after->start_ns);
        }

      skein_store_sum (store, SKEIN_ID_MACHINE, before->end_ns - 30 * MS, after->start_ns + 30 * MS, &sums);
      g_assert_cmpint (sums.observed_ns, ==, 60 * MS);
    }
}

/* Any range: the times add up, and two ranges are their union. */
static void
check_consistent (World            *world,
                  const SkeinStore *store)
{
  for (int round = 0; round < 200; round++)
    {
      const Being *being = world_get (world, (guint) g_rand_int_range (world->rand, 0, (gint32) world->beings->len));
      int64_t a = (int64_t) (g_rand_double (world->rand) * (double) world->now_ns);
      int64_t b = a + (int64_t) (g_rand_double (world->rand) * 1e10);
      int64_t c = b + (int64_t) (g_rand_double (world->rand) * 1e10);
      SkeinSums first, second, whole;

      skein_store_sum (store, being->id, a, b, &first);
      skein_store_sum (store, being->id, b, c, &second);
      skein_store_sum (store, being->id, a, c, &whole);
      g_assert_cmpint (first.observed_ns + second.observed_ns, ==, whole.observed_ns);
      g_assert_cmpint (first.run_ns + second.run_ns, ==, whole.run_ns);
      g_assert_cmpint (first.disk_ns + second.disk_ns, ==, whole.disk_ns);

      if (!being->is_process)
        g_assert_cmpfloat (fabs ((double) (whole.run_ns + whole.ready_ns + whole.waiting_ns + whole.disk_ns +
                                           whole.suspended_ns - whole.observed_ns)), <=, NEAR_NS);
    }
}

static void
test_budget (void)
{
  for (guint32 seed = 1; seed <= 4; seed++)
    {
      g_autoptr (World) world = make_world (seed);
      size_t budget = (seed + 1) * 60000;
      g_autoptr (SkeinStore) store = skein_store_new (budget);

      for (int i = 0; i < 8; i++)
        {
          run_world (world, store, budget, 1000);
          check_minutes (world, store);
          check_consistent (world, store);
          check_gaps (world, store);
        }
    }
}

/* What is older is coarser, and what is new is as it was sampled. */
static void
test_levels (void)
{
  static const int64_t finer_ns[] = { 10000 * MS, 1000 * MS, 100 * MS };
  g_autoptr (World) world = make_world (11);
  g_autoptr (SkeinStore) store = skein_store_new (200000);
  int64_t history_ns, end_ns, from_ns, to_ns;
  int64_t longest_ns = INT64_MAX;

  world->has_gaps = false;
  run_world (world, store, 200000, 8000);
  skein_store_get_extent (store, &history_ns, &end_ns);

  for (int64_t time_ns = history_ns; time_ns < end_ns; time_ns = to_ns)
    {
      int64_t slot_ns = 60000 * MS;

      g_assert_true (skein_store_get_interval (store, time_ns, &from_ns, &to_ns));
      for (int i = 0; i < 3; i++)
        if (to_ns - from_ns <= finer_ns[i])
          slot_ns = finer_ns[i];

      g_assert_cmpint (to_ns % slot_ns, ==, 0);
      g_assert_cmpint (slot_ns, <=, longest_ns);
      longest_ns = slot_ns;
    }

  g_assert_cmpint (longest_ns, ==, 100 * MS);
  skein_store_get_interval (store, history_ns, &from_ns, &to_ns);
  g_assert_cmpint (to_ns - from_ns, >, 1000 * MS);
}

/* The budget may change while it is used; down to where only the living are left. */
static void
test_change_budget (void)
{
  g_autoptr (World) world = make_world (21);
  g_autoptr (SkeinStore) store = skein_store_new (16u << 20);
  size_t budget;
  SkeinTaskInfo info;
  int64_t start_ns, end_ns;

  run_world (world, store, 16u << 20, 3000);
  g_assert_cmpuint (skein_store_get_bytes (store), >, 800000);

  for (budget = 800000; budget > 50000; budget = budget * 2 / 3)
    {
      skein_store_set_budget (store, budget);
      g_assert_cmpuint (skein_store_get_bytes (store), <=, budget);
      check_minutes (world, store);
      check_gaps (world, store);
      run_world (world, store, budget, 50);
    }

  skein_store_set_budget (store, 0);
  g_assert_false (skein_store_get_extent (store, &start_ns, &end_ns));
  for (guint i = 0; i < world->beings->len; i++)
    g_assert_cmpint (skein_store_get_info (store, world_get (world, i)->id, &info), ==,
                     world_get (world, i)->is_alive);

  skein_store_set_budget (store, 16u << 20);
  run_world (world, store, 16u << 20, 100);
  g_assert_true (skein_store_get_extent (store, &start_ns, &end_ns));
  check_minutes (world, store);
}

/* Many short lives: what is too much are the tasks themselves, not their entries. */
static void
test_churn (void)
{
  g_autoptr (World) world = make_world (31);
  g_autoptr (SkeinStore) store = skein_store_new (100000);
  int64_t start_ns, end_ns;

  world->births = 0.9;
  world->deaths = 1.0;
  run_world (world, store, 100000, 4000);
  g_assert_true (skein_store_get_extent (store, &start_ns, &end_ns));
  g_assert_cmpint (end_ns - start_ns, >, 10000 * MS);
  check_minutes (world, store);
}

/* The busy time of each core loses nothing, and neither do the users while they are few. */
static void
test_cores (void)
{
  g_autoptr (World) world = make_world (41);
  g_autoptr (SkeinStore) store = skein_store_new (200000);
  int64_t start_ns, end_ns;
  double used = 0.0;
  double wanted = 0.0;
  SkeinCoreBin bin;

  world->births = 0.3;
  world->deaths = 0.0;
  run_world (world, store, 200000, 5000);
  skein_store_get_extent (store, &start_ns, &end_ns);
  start_ns = round_up (start_ns, MINUTE_NS);
  skein_store_bin_core (store, 1, start_ns, (double) (end_ns - start_ns), &bin, 1);

  for (guint i = 0; i < world->cores->len; i++)
    for (guint j = 0; j < 64 && g_array_index (world->cores, CoreDeed, i).start_ns >= start_ns; j++)
      wanted += g_array_index (world->cores, CoreDeed, i).used[1][j];

  for (guint i = 0; i < bin.n_users; i++)
    used += (double) bin.users[i].share * (double) (end_ns - start_ns);

  g_assert_cmpfloat (wanted, >, 0.0);
  g_assert_cmpfloat (fabs (used / wanted - 1.0), <, 1e-4);
}

static size_t
get_heap_bytes (void)
{
  struct mallinfo2 info = mallinfo2 ();

  return info.uordblks + info.hblkhd;
}

/* What it says it takes is what the allocator gets back. */
static void
test_honest (void)
{
  g_autoptr (World) world = make_world (51);
  SkeinStore *store = skein_store_new (64u << 20);
  size_t told, taken;

  run_world (world, store, 64u << 20, 4000);
  told = skein_store_get_bytes (store);
  taken = get_heap_bytes ();
  skein_store_free (store);
  taken -= get_heap_bytes ();

  if (taken == 0)
    {
      g_test_skip ("this allocator does not tell what it gave");
      return;
    }

  g_test_message ("told %zu bytes, taken %zu", told, taken);
  g_assert_cmpfloat ((double) told, >, 0.95 * (double) taken);
  g_assert_cmpfloat ((double) told, <, 1.1 * (double) taken);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/thin/budget", test_budget);
  g_test_add_func ("/thin/levels", test_levels);
  g_test_add_func ("/thin/change-budget", test_change_budget);
  g_test_add_func ("/thin/churn", test_churn);
  g_test_add_func ("/thin/cores", test_cores);
  g_test_add_func ("/thin/honest", test_honest);

  return g_test_run ();
}
