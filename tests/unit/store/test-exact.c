/* test-exact.c - the exact layer against a plain list of all that was told
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "schedule-world.h"

#define PLENTY (256u << 20)

#define assert_near(a, b, near) g_assert_cmpfloat (fabs ((double) (a) - (double) (b)), <=, near)

/* A plan that was played to a store, in batches and snapshots as they may come. */
typedef struct
{
  Plan       *plan;
  SkeinStore *store;
  SkeinStore *samples; /* the snapshots only */
} Play;

static void
play_batch (Play *play)
{
  g_autoptr (SkeinSwitchBatch) batch = plan_make_batch (play->plan);

  skein_store_append_switches (play->store, batch);
}

static void
play_snapshot (Play *play)
{
  const SkeinSnapshot *snapshot = plan_sample (play->plan);

  skein_store_append (play->store, snapshot);
  skein_store_append (play->samples, snapshot);
}

static void
play (Play *play,
      int   n_steps,
      int   batches,
      int   snapshots)
{
  for (int i = 0; i < n_steps; i++)
    {
      plan_step (play->plan);
      if (batches > 0 && plan_random (play->plan, batches) == 0)
        play_batch (play);
      if (snapshots > 0 && plan_random (play->plan, snapshots) == 0)
        play_snapshot (play);
    }

  play_batch (play);
  plan_finish (play->plan);
  plan_learn_ids (play->plan, play->store);
}

static void
play_init (Play   *play,
           guint32 seed)
{
  *play = (Play) { plan_new (seed), skein_store_new (PLENTY), skein_store_new (PLENTY) };
  plan_tell_found (play->plan);
  play_batch (play);
}

static void
play_clear (Play *play)
{
  plan_free (play->plan);
  skein_store_free (play->store);
  skein_store_free (play->samples);
}

static int64_t
pick_time (Play *play)
{
  Plan *plan = play->plan;
  const Actor *actor = plan_get (plan, plan_random (plan, (int) plan->actors->len));

  if (actor->stays->len > 0 && plan_random (plan, 2) == 0)
    return g_array_index (actor->stays, Stay, plan_random (plan, (int) actor->stays->len)).start_ns +
           plan_random (plan, 3) - 1;

  return (int64_t) g_rand_double_range (plan->rand, (double) (plan->start_ns - 1000), (double) (plan->now_ns + 1000));
}

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
      is_coarse = sums.n_slices > 32 || n_before > 32;
      n_before = sums.n_slices;
      near = (is_coarse ? 0.3 * column_ns : 30.0) / column_ns + 1e-4;
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

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/exact/sums", test_sums);
  g_test_add_func ("/store/exact/bins", test_bins);

  return g_test_run ();
}
