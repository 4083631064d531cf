/* test-exact.c - the exact layer against a plain list of all that was told
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "schedule-world.h"

/* Less than what is told of some ten thousand slices. */
#define BUDGET (400u << 10)

/* Adds up the plain list. The samples fill what is between. */
static void
sum_plainly (Play        *play,
             const Actor *actor,
             int64_t      start_ns,
             int64_t      end_ns,
             SkeinSums   *ret,
             int64_t     *ret_exact_ns)
{
  SkeinTaskKey key = { actor->pid, actor->tid, actor->ticks };
  SkeinId id = skein_store_find_thread (play->samples, &key);
  int64_t known_ns = start_ns;
  SkeinSums part;
  int core = -1;

  *ret_exact_ns = 0;
  memset (ret, 0, sizeof *ret);

  /* It was told when it was made. */
  if (actor->stays->len > 0 && g_array_index (actor->stays, Stay, 0).does == DOES_READY &&
      g_array_index (actor->stays, Stay, 0).core < 0)
    known_ns = MAX (known_ns, actor->told_ns);

  for (guint i = 0; i <= actor->stays->len; i++)
    {
      const Stay *stay = i < actor->stays->len ? &g_array_index (actor->stays, Stay, i) : NULL;
      int64_t from_ns = stay != NULL ? CLAMP (stay->start_ns, start_ns, end_ns) : end_ns;
      int64_t to_ns = stay != NULL ? CLAMP (stay->end_ns, start_ns, end_ns) : end_ns;

      if (known_ns < from_ns && id != SKEIN_ID_NONE && skein_store_sum (play->samples, id, known_ns, from_ns, &part))
        {
          ret->observed_ns += part.observed_ns;
          ret->run_ns += part.run_ns;
          ret->ready_ns += part.ready_ns;
        }

      known_ns = MAX (known_ns, to_ns);
      if (stay == NULL)
        break;

      *ret_exact_ns += to_ns - from_ns;
      ret->observed_ns += to_ns - from_ns;
      ret->run_ns += stay->does == DOES_RUN ? to_ns - from_ns : 0;
      ret->ready_ns += stay->does == DOES_READY ? to_ns - from_ns : 0;

      if (stay->does != DOES_RUN)
        continue;

      ret->n_slices += stay->start_ns < end_ns && stay->end_ns > start_ns;
      ret->given_up += stay->end == SKEIN_SLICE_BLOCKED && stay->end_ns > start_ns && stay->end_ns <= end_ns;
      ret->taken += stay->end == SKEIN_SLICE_PREEMPTED && stay->end_ns > start_ns && stay->end_ns <= end_ns;
      ret->moves += core >= 0 && core != stay->core && stay->start_ns >= start_ns && stay->start_ns < end_ns;
      core = stay->core;
    }
}

static void
check_thread (Play        *play,
              const Actor *actor,
              int64_t      start_ns,
              int64_t      end_ns)
{
  SkeinSums sums, wanted;
  int64_t exact_ns;

  sum_plainly (play, actor, start_ns, end_ns, &wanted, &exact_ns);

  if (actor->id == SKEIN_ID_NONE)
    {
      g_assert_cmpint (exact_ns, ==, 0);
      return;
    }

  g_assert_true (skein_store_sum (play->store, actor->id, start_ns, end_ns, &sums));
  assert_near (sums.observed_ns, wanted.observed_ns, 2);
  assert_near (sums.run_ns, wanted.run_ns, 20);
  assert_near (sums.ready_ns - sums.derived_ready_ns, wanted.ready_ns, 20);
  assert_near (sums.exact * (double) sums.observed_ns, exact_ns, 2);
  /* One that has no length, exactly where the range begins or ends, is in it or not. */
  assert_near (sums.given_up, wanted.given_up, 1);
  assert_near (sums.taken, wanted.taken, 1);
  assert_near (sums.moves, wanted.moves, 1);
  assert_near (sums.n_slices, wanted.n_slices, 1);
  assert_near (sums.run_ns + sums.ready_ns + sums.waiting_ns + sums.disk_ns + sums.suspended_ns, sums.observed_ns, 20);
}

/* Whether there is a core of which nothing is known at a time: just after it, or just before. */
static bool
is_lost (const Play *play,
         int64_t     time_ns,
         bool        is_before)
{
  for (guint i = 0; i < play->plan->losses->len; i++)
    {
      const SkeinExactTime *loss = &g_array_index (play->plan->losses, SkeinExactTime, i);

      if (time_ns >= loss->start_ns + is_before && time_ns < loss->end_ns + is_before)
        return true;
    }

  return false;
}

/* What a thread adds to the machine's: why it left cores, and that it came from another. */
static void
add_plainly (const Play  *play,
             const Actor *actor,
             int64_t      start_ns,
             int64_t      end_ns,
             SkeinSums   *ret)
{
  int core = -1;

  for (guint i = 0; i < actor->stays->len; i++)
    {
      const Stay *stay = &g_array_index (actor->stays, Stay, i);
      bool has_end = stay->end_ns > start_ns && stay->end_ns <= end_ns && !is_lost (play, stay->end_ns, true);
      bool has_start = stay->start_ns >= start_ns && stay->start_ns < end_ns && !is_lost (play, stay->start_ns, false);

      if (stay->does != DOES_RUN)
        continue;

      ret->given_up += has_end && stay->end == SKEIN_SLICE_BLOCKED;
      ret->taken += has_end && stay->end == SKEIN_SLICE_PREEMPTED;
      ret->moves += has_start && core >= 0 && core != stay->core;
      core = stay->core;
    }
}

static void
check_machine (Play    *play,
               int64_t  start_ns,
               int64_t  end_ns)
{
  SkeinSums wanted = { 0 };
  SkeinSums sums;

  for (guint i = 0; i < play->plan->actors->len; i++)
    add_plainly (play, plan_get (play->plan, (int) i), start_ns, end_ns, &wanted);

  g_assert_true (skein_store_sum (play->store, SKEIN_ID_MACHINE, start_ns, end_ns, &sums));
  g_assert_cmpuint (sums.given_up, ==, wanted.given_up);
  g_assert_cmpuint (sums.taken, ==, wanted.taken);
  /* One that began twice at one instant, where a time begins or ends, moved once or twice. */
  assert_near (sums.moves, wanted.moves, 2);
}

/* Of the machine, in the times in which all cores are known. */
static void
test_machine (void)
{
  for (guint32 seed = 1; seed <= 30; seed++)
    {
      Play world;

      play_init (&world, seed);
      skein_store_set_scope (world.store, SKEIN_SCOPE_MACHINE);
      world.plan->has_losses = seed % 3 == 0;
      play (&world, 3000, 1 + (int) (seed % 7) * 30, seed % 2 == 0 ? 200 : 0);

      for (int i = 0; i < 100; i++)
        {
          int64_t a = pick_time (&world);
          int64_t b = pick_time (&world);

          check_machine (&world, MIN (a, b), MAX (a, b));
        }

      play_clear (&world);
    }
}

static void
test_sums (void)
{
  for (guint32 seed = 1; seed <= 30; seed++)
    {
      Play world;

      play_init (&world, seed);
      world.plan->has_losses = seed % 3 == 0;
      play (&world, 3000, 1 + (int) (seed % 7) * 30, seed % 2 == 0 ? 200 : 0);

      for (int i = 0; i < 100; i++)
        {
          int64_t a = pick_time (&world);
          int64_t b = pick_time (&world);

          for (guint j = 0; j < world.plan->actors->len; j++)
            check_thread (&world, plan_get (world.plan, (int) j), MIN (a, b), MAX (a, b));
        }

      play_clear (&world);
    }
}

/* Each column is what its range adds up to. */
static void
check_bins (Play        *play,
            const Actor *actor,
            int64_t      start_ns,
            double       column_ns)
{
  SkeinBin bins[37];
  uint64_t n_before = 0;

  skein_store_bin (play->store, actor->id, start_ns, column_ns, bins, G_N_ELEMENTS (bins));

  for (size_t i = 0; i < G_N_ELEMENTS (bins); i++)
    {
      int64_t a = start_ns + (int64_t) (column_ns * (double) i);
      int64_t b = start_ns + (int64_t) (column_ns * (double) (i + 1));
      bool is_coarse;
      SkeinSums sums;
      double near;

      /* Where many slices end at the edge of a column, that is in proportion. */
      skein_store_sum (play->store, actor->id, a, b, &sums);
      is_coarse = sums.n_slices > 16 || n_before > 16;
      n_before = sums.n_slices;
      near = (is_coarse ? 0.5 * column_ns : 30.0) / column_ns + 1e-4;
      assert_near (bins[i].observed, (double) sums.observed_ns / column_ns, 1e-4 + 4.0 / column_ns);
      assert_near (bins[i].run, (double) sums.run_ns / column_ns, near);
      assert_near (bins[i].ready, (double) sums.ready_ns / column_ns, near);
      assert_near (bins[i].derived_ready, (double) sums.derived_ready_ns / column_ns, near);
      assert_near (bins[i].exact, sums.exact, 1e-4);
      assert_near (bins[i].n_slices, (double) sums.n_slices, is_coarse ? 40 : 0);
      if (sums.exact == 1.0)
        g_assert_cmpint (bins[i].most_run > 0.0f, ==, bins[i].run > 0.0f);
    }
}

static void
test_bins (void)
{
  for (guint32 seed = 1; seed <= 20; seed++)
    {
      Play world;

      play_init (&world, seed);
      world.plan->has_losses = seed % 3 == 0;
      play (&world, 6000, 100, seed % 2 == 0 ? 200 : 0);

      for (int i = 0; i < 20; i++)
        {
          int64_t start_ns = pick_time (&world);
          double column_ns = exp (g_rand_double_range (world.plan->rand, log (10.0), log (1e9)));

          for (guint j = 0; j < world.plan->actors->len; j++)
            if (plan_get (world.plan, (int) j)->id != SKEIN_ID_NONE)
              check_bins (&world, plan_get (world.plan, (int) j), start_ns, column_ns);
        }

      play_clear (&world);
    }
}

/* What the kernel counts and what the switches tell is the same, where both are made of the
 * same schedule: but for waits that have not ended, of which no switch tells yet. */
static void
test_layers_agree (void)
{
  for (guint32 seed = 1; seed <= 20; seed++)
    {
      Play world;
      int64_t ready_ns = 0;
      int64_t wanted_ns = 0;
      int64_t first_ns;

      play_init (&world, seed);
      world.plan->has_births = seed % 2 == 0;
      world.plan->has_pauses = false;
      play_snapshot (&world);
      first_ns = world.plan->now_ns;
      play (&world, 5000, 50, 400);
      play_snapshot (&world);
      play_batch (&world);

      for (guint i = 0; i < world.plan->actors->len; i++)
        {
          const Actor *actor = plan_get (world.plan, (int) i);
          SkeinTaskKey key = { actor->pid, actor->tid, actor->ticks };
          SkeinId id = skein_store_find_thread (world.samples, &key);
          SkeinSums exact, sampled;

          /* What came after the last sample of one that ended, no sample tells. */
          if (id == SKEIN_ID_NONE || actor->does == DOES_END)
            continue;

          skein_store_sum (world.store, actor->id, first_ns, world.plan->now_ns, &exact);
          skein_store_sum (world.samples, id, first_ns, world.plan->now_ns, &sampled);
          assert_near (exact.run_ns, sampled.run_ns, 50 * US);
          assert_near (exact.ready_ns, sampled.ready_ns, 2000 * US);
          g_assert_cmpint (exact.derived_ready_ns, <=, exact.ready_ns);
          ready_ns += exact.ready_ns;
          wanted_ns += sampled.ready_ns;
        }

      g_assert_cmpint (wanted_ns, >, 1000 * US);
      assert_near (ready_ns, wanted_ns, 0.15 * (double) wanted_ns);
      play_clear (&world);
    }
}

/* The derived part lies at the ends of waits, and is never longer than they are. */
static void
test_derived (void)
{
  Play world;
  int n_derived = 0;

  play_init (&world, 11);
  play_snapshot (&world);
  play (&world, 4000, 30, 300);

  for (guint i = 0; i < world.plan->actors->len; i++)
    {
      static SkeinStretch stretches[8192];
      const Actor *actor = plan_get (world.plan, (int) i);
      size_t n = actor->id != SKEIN_ID_NONE ? skein_store_get_stretches (world.store, actor->id, INT64_MIN, INT64_MAX,
                                                                         stretches, G_N_ELEMENTS (stretches))
                                            : 0;

      for (size_t j = 0; j < n; j++)
        if (stretches[j].is_derived)
          {
            SkeinSums sums;

            skein_store_sum (world.store, actor->id, stretches[j].start_ns, stretches[j].end_ns, &sums);
            g_assert_cmpint (sums.derived_ready_ns, ==, stretches[j].end_ns - stretches[j].start_ns);
            g_assert_cmpint (stretches[j].state, ==, SKEIN_STATE_READY);
            g_assert_cmpint (stretches[j + 1].start_ns, ==, stretches[j].end_ns);
            n_derived++;
          }
    }

  g_assert_cmpint (n_derived, >, 100);
  play_clear (&world);
}

/* The oldest of the exact layer goes; what is left adds up as before, and samples fill its place. */
static void
test_budget (void)
{
  for (guint32 seed = 1; seed <= 6; seed++)
    {
      Play world;
      int64_t start_ns, end_ns, before_ns = INT64_MIN;
      int n_checked = 0;

      play_init (&world, seed);
      skein_store_set_budget (world.store, BUDGET);
      world.plan->has_births = seed % 2 == 0;
      world.plan->has_losses = seed % 3 == 0;
      play (&world, 500, 100, 0);
      play (&world, 100000, 100, seed % 2 == 0 ? 3000 : 0);
      g_assert_cmpuint (skein_store_get_bytes (world.store), <=, BUDGET);
      g_assert_true (skein_store_get_exact_extent (world.store, &start_ns, &end_ns));
      g_assert_cmpint (end_ns, ==, world.plan->now_ns);
      g_assert_cmpint (start_ns, >, world.plan->start_ns);

      for (guint i = 0; i < world.plan->actors->len; i++)
        {
          const Actor *actor = plan_get (world.plan, (int) i);
          int64_t a = start_ns + (int64_t) (g_rand_double (world.plan->rand) * (double) (end_ns - start_ns));
          SkeinSums sums, wanted;
          int64_t exact_ns;

          sum_plainly (&world, actor, start_ns, a, &wanted, &exact_ns);
          if (exact_ns == 0 || actor->id == SKEIN_ID_NONE)
            continue;

          skein_store_sum (world.store, actor->id, start_ns, a, &sums);
          assert_near (sums.run_ns, wanted.run_ns, 20);
          assert_near (sums.ready_ns - sums.derived_ready_ns, wanted.ready_ns, 20);
          assert_near (sums.exact * (double) sums.observed_ns, exact_ns, 2);
          skein_store_sum (world.store, actor->id, before_ns, start_ns, &sums);
          g_assert_cmpfloat (sums.exact, ==, 0.0);
          n_checked++;
        }

      g_assert_cmpint (n_checked, >=, 4);

      play_clear (&world);
    }
}

/* Whom the switches knew before a snapshot is no other than who is in it. */
static void
test_identity (void)
{
  for (guint32 seed = 1; seed <= 20; seed++)
    {
      Play world;
      guint n = 0;
      g_autoptr (GArray) threads = g_array_new (FALSE, FALSE, sizeof (SkeinId));
      g_autoptr (GArray) processes = g_array_new (FALSE, FALSE, sizeof (SkeinId));

      play_init (&world, seed);
      play (&world, 3000, 1 + (int) (seed % 3) * 50, 200);
      skein_store_list_processes (world.store, INT64_MIN, INT64_MAX, processes);
      g_assert_cmpuint (processes->len, ==, 2);

      for (guint i = 0; i < processes->len; i++)
        skein_store_list_threads (world.store, g_array_index (processes, SkeinId, i), INT64_MIN, INT64_MAX, threads);

      for (guint i = 0; i < world.plan->actors->len; i++)
        {
          const Actor *actor = plan_get (world.plan, (int) i);

          n += actor->told_ns != INT64_MAX || actor->was_in_snapshot;
          for (guint j = 0; j < i && actor->id != SKEIN_ID_NONE; j++)
            g_assert_cmpuint (plan_get (world.plan, (int) j)->id, !=, actor->id);
        }

      g_assert_cmpuint (threads->len, ==, n);
      play_clear (&world);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/exact/sums", test_sums);
  g_test_add_func ("/store/exact/machine", test_machine);
  g_test_add_func ("/store/exact/bins", test_bins);
  g_test_add_func ("/store/exact/layers-agree", test_layers_agree);
  g_test_add_func ("/store/exact/derived", test_derived);
  g_test_add_func ("/store/exact/budget", test_budget);
  g_test_add_func ("/store/exact/identity", test_identity);

  return g_test_run ();
}
