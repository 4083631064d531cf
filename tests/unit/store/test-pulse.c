/* test-pulse.c - how many at once, against a plain sweep over all that was told
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "schedule-world.h"

#include "store/flow.h"

static int n_derived; /* how often a derived part was among what was swept */
static int n_cut; /* how often the beginning of one had been dropped */

/* At an instant so many more run, are ready, or are lost. */
typedef struct
{
  int64_t time_ns;
  int     run;
  int     ready;
  int     lost;
} Change;

static int
compare_changes (gconstpointer a,
                 gconstpointer b)
{
  int64_t first = ((const Change *) a)->time_ns;
  int64_t second = ((const Change *) b)->time_ns;

  return (first > second) - (first < second);
}

static void
add_change (GArray *changes,
            int64_t start_ns,
            int64_t end_ns,
            Change  change)
{
  Change back = { end_ns, -change.run, -change.ready, -change.lost };

  change.time_ns = start_ns;
  g_array_append_val (changes, change);
  g_array_append_val (changes, back);
}

/* Returns: whether it is long enough to be counted, with what was dropped of it */
static bool
is_counted (Play               *play,
            SkeinId             thread,
            const SkeinStretch *stretch)
{
  int64_t start_ns, end_ns;
  SkeinSlice slice;

  g_assert_true (skein_store_get_exact_extent (play->store, &start_ns, &end_ns));
  g_assert_true (skein_store_find_slice (play->store, thread, stretch->end_ns - 1, SKEIN_SLICE_NEXT, &slice));
  g_assert_cmpint (slice.start_ns, ==, stretch->end_ns);
  g_assert_cmpint (slice.derived_ready_ns, >=, stretch->end_ns - stretch->start_ns);

  if (slice.derived_ready_ns < SKEIN_FLOW_LEAST_DERIVED_NS)
    return false;

  n_derived++;
  n_cut += stretch->end_ns - slice.derived_ready_ns < start_ns;

  return true;
}

/* What is derived of the ready time of a thread, where it is long enough to be counted. */
static void
add_derived (Play    *play,
             SkeinId  thread,
             GArray  *changes)
{
  static SkeinStretch stretches[1 << 16];
  size_t n = thread != SKEIN_ID_NONE ? skein_store_get_stretches (play->store, thread, INT64_MIN, INT64_MAX, stretches,
                                                                  G_N_ELEMENTS (stretches))
                                     : 0;

  g_assert_cmpuint (n, <, G_N_ELEMENTS (stretches));

  for (size_t i = 0; i < n; i++)
    if (stretches[i].is_derived && is_counted (play, thread, &stretches[i]))
      add_change (changes, stretches[i].start_ns, stretches[i].end_ns, (Change) { .ready = 1 });
}

static GArray *
list_changes (Play          *play,
              const SkeinId *ids,
              size_t         n_ids)
{
  GArray *changes = g_array_new (FALSE, TRUE, sizeof (Change));

  for (guint i = 0; i < play->plan->losses->len; i++)
    {
      const SkeinExactTime *loss = &g_array_index (play->plan->losses, SkeinExactTime, i);

      add_change (changes, loss->start_ns, loss->end_ns, (Change) { .lost = 1 });
    }

  for (guint i = 0; i < play->plan->actors->len; i++)
    {
      const Actor *actor = plan_get (play->plan, (int) i);
      SkeinTaskInfo info = { .process = SKEIN_ID_NONE };
      bool is_member = false;

      skein_store_get_info (play->store, actor->id, &info);
      for (size_t j = 0; j < n_ids; j++)
        is_member |= ids[j] == SKEIN_ID_MACHINE || ids[j] == actor->id || ids[j] == info.process;

      for (guint j = 0; is_member && j < actor->stays->len; j++)
        {
          const Stay *stay = &g_array_index (actor->stays, Stay, j);

          add_change (changes, stay->start_ns, stay->end_ns,
                      (Change) { .run = stay->does == DOES_RUN, .ready = stay->does == DOES_READY });
        }

      if (is_member)
        add_derived (play, actor->id, changes);
    }

  g_array_sort (changes, compare_changes);

  return changes;
}

static void
sweep (Play          *play,
       const SkeinId *ids,
       size_t         n_ids,
       int64_t        start_ns,
       int64_t        end_ns,
       SkeinAtOnce   *run,
       SkeinAtOnce   *demand)
{
  g_autoptr (GArray) changes = list_changes (play, ids, n_ids);
  int64_t before_ns = MAX (start_ns, play->plan->start_ns);
  Change now = { 0 };

  end_ns = MIN (end_ns, play->plan->now_ns);

  for (guint i = 0; i <= changes->len; i++)
    {
      const Change *change = i < changes->len ? &g_array_index (changes, Change, i) : NULL;
      int64_t time_ns = change != NULL ? MIN (change->time_ns, end_ns) : end_ns;

      if (time_ns > before_ns && now.lost == 0)
        {
          skein_at_once_add (run, (unsigned) now.run, time_ns - before_ns);
          skein_at_once_add (demand, (unsigned) (now.run + now.ready), time_ns - before_ns);
        }

      before_ns = MAX (before_ns, time_ns);
      if (change == NULL)
        break;

      now.run += change->run;
      now.ready += change->ready;
      now.lost += change->lost;
    }
}

static void
assert_same (const SkeinAtOnce *a,
             const SkeinAtOnce *b)
{
  g_assert_cmpuint (skein_at_once_get_most (a), ==, skein_at_once_get_most (b));
  g_assert_cmpint (skein_at_once_get_total_ns (a), ==, skein_at_once_get_total_ns (b));

  for (unsigned i = 0; i <= skein_at_once_get_most (a); i++)
    g_assert_cmpfloat (skein_at_once_get_share (a, i), ==, skein_at_once_get_share (b, i));
}

/* Any mixture of threads and processes. */
static size_t
pick_ids (Play    *play,
          SkeinId *ids)
{
  size_t n = (size_t) plan_random (play->plan, 4);

  if (plan_random (play->plan, 6) == 0)
    ids[n++] = SKEIN_ID_MACHINE;

  for (size_t i = 0; i < n; i++)
    {
      const Actor *actor = plan_get (play->plan, plan_random (play->plan, (int) play->plan->actors->len));
      SkeinTaskInfo info;

      ids[i] = actor->id;
      if (plan_random (play->plan, 3) == 0 && skein_store_get_info (play->store, actor->id, &info))
        ids[i] = info.process;
    }

  return n;
}

static void
check_range (Play          *play,
             const SkeinId *ids,
             size_t         n_ids,
             int64_t        start_ns,
             int64_t        end_ns)
{
  SkeinAtOnce run, demand, wanted_run, wanted_demand;

  skein_at_once_init (&wanted_run);
  skein_at_once_init (&wanted_demand);
  sweep (play, ids, n_ids, start_ns, end_ns, &wanted_run, &wanted_demand);
  skein_store_get_at_once (play->store, ids, n_ids, start_ns, end_ns, &run, &demand);
  assert_same (&run, &wanted_run);
  assert_same (&demand, &wanted_demand);
  skein_at_once_clear (&run);
  skein_at_once_clear (&demand);
  skein_at_once_clear (&wanted_run);
  skein_at_once_clear (&wanted_demand);
}

static void
check_columns (Play          *play,
               const SkeinId *ids,
               size_t         n_ids,
               int64_t        start_ns,
               double         column_ns)
{
  SkeinAtOnceBin bins[30];
  double sum = 0.0;
  SkeinAtOnce run, demand;

  skein_store_bin_at_once (play->store, ids, n_ids, start_ns, column_ns, bins, G_N_ELEMENTS (bins));

  for (size_t i = 0; i < G_N_ELEMENTS (bins); i++)
    {
      int64_t a = start_ns + (int64_t) (column_ns * (double) i);
      int64_t b = start_ns + (int64_t) (column_ns * (double) (i + 1));

      skein_store_get_at_once (play->store, ids, n_ids, a, b, &run, &demand);
      sum += (double) bins[i].parallelism * (double) bins[i].observed * column_ns;
      assert_near (bins[i].observed, (double) skein_at_once_get_total_ns (&run) / column_ns, 0.1);
      assert_near (bins[i].parallelism, skein_at_once_get_mean (&run), 0.15);
      g_assert_cmpuint (bins[i].most_parallelism, >=, skein_at_once_get_most (&run));
      g_assert_cmpuint (bins[i].most_demand, >=, skein_at_once_get_most (&demand));
      g_assert_cmpuint (bins[i].most_parallelism, <=, CORES);
      skein_at_once_clear (&run);
      skein_at_once_clear (&demand);
    }

  skein_store_get_at_once (play->store, ids, n_ids, start_ns, start_ns + (int64_t) (column_ns * 30), &run, NULL);
  assert_near (sum, skein_at_once_get_mean (&run) * (double) skein_at_once_get_total_ns (&run), 0.01 * column_ns + 100);
  skein_at_once_clear (&run);
}

static void
test_at_once (void)
{
  for (guint32 seed = 1; seed <= 20; seed++)
    {
      Play world;

      play_init (&world, seed);
      world.plan->has_losses = seed % 3 == 0;

      /* Asked for again and again while it grows: at first after each few switches, when some
       * who ran all the time are told of late. */
      for (int round = 0; round < 34; round++)
        {
          play (&world, round < 30 ? 10 : 1500, round < 30 ? 2 : 100, seed % 2 == 0 ? 200 : 0);

          for (int i = 0; i < 15; i++)
            {
              SkeinId ids[8];
              size_t n_ids = pick_ids (&world, ids);
              int64_t a = pick_time (&world);
              int64_t b = pick_time (&world);

              check_range (&world, ids, n_ids, MIN (a, b), MAX (a, b));
            }
        }

      play_clear (&world);
    }

  g_assert_cmpint (n_derived, >, 100);
}

/* What was dropped is dropped; what is left is as before, asked for before or not. */
static void
test_drop (void)
{
  for (guint32 seed = 1; seed <= 4; seed++)
    {
      Play world;

      play_init (&world, seed);
      skein_store_set_budget (world.store, 600u << 10);
      world.plan->has_births = false;
      world.plan->has_losses = seed % 2 == 0;

      for (int round = 0; round < 8; round++)
        {
          SkeinId all = SKEIN_ID_MACHINE;
          SkeinId some = plan_get (world.plan, round)->id;
          int64_t start_ns, end_ns;

          play (&world, 8000, 100, seed > 2 ? 300 : 0);
          g_assert_true (skein_store_get_exact_extent (world.store, &start_ns, &end_ns));
          check_range (&world, &all, 1, start_ns, end_ns);
          check_range (&world, &all, 1, start_ns + (end_ns - start_ns) / 3, end_ns);
          if (round > 0)
            check_range (&world, &some, 1, start_ns, end_ns - (end_ns - start_ns) / 3);
          /* Of each anew: somebody was just ready where the rest begins. */
          for (guint i = 0; i < world.plan->actors->len && start_ns > world.plan->start_ns; i++)
            check_range (&world, &plan_get (world.plan, (int) i)->id, 1, start_ns, end_ns);
          g_assert_true (round < 7 || start_ns > world.plan->start_ns);
        }

      play_clear (&world);
    }
}

/* Dropped often, and each asked for anew: who was ready where what is left begins is known to have been. */
static void
test_drop_often (void)
{
  Play world;

  play_init (&world, 7);
  skein_store_set_budget (world.store, 300u << 10);
  world.plan->has_births = false;

  for (int round = 0; round < 60; round++)
    {
      int64_t start_ns, end_ns;

      play (&world, 1000, 100, 0);
      g_assert_true (skein_store_get_exact_extent (world.store, &start_ns, &end_ns));

      for (guint i = 0; i < world.plan->actors->len && start_ns > world.plan->start_ns; i++)
        check_range (&world, &plan_get (world.plan, (int) i)->id, 1, start_ns, end_ns);
    }

  play_clear (&world);
}

/* Who was woken waits its turn for long. Where what is left begins in the middle of that, it is known nevertheless. */
static void
test_drop_derived (void)
{
  Play world;

  play_init (&world, 5);
  skein_store_set_budget (world.store, 300u << 10);
  world.plan->has_births = world.plan->has_pauses = false;
  world.plan->least_turn_ns = 3 * SKEIN_FLOW_LEAST_DERIVED_NS;
  n_cut = 0;

  for (int round = 0; round < 60; round++)
    {
      int64_t start_ns, end_ns;

      play (&world, 1000, 100, 100);
      g_assert_true (skein_store_get_exact_extent (world.store, &start_ns, &end_ns));

      for (guint i = 0; i < world.plan->actors->len && start_ns > world.plan->start_ns; i++)
        check_range (&world, &plan_get (world.plan, (int) i)->id, 1, start_ns, end_ns);
    }

  g_assert_cmpint (n_cut, >, 10);
  play_clear (&world);
}

static void
test_columns (void)
{
  for (guint32 seed = 1; seed <= 10; seed++)
    {
      Play world;

      play_init (&world, seed);
      play (&world, 8000, 100, 0);

      for (int i = 0; i < 20; i++)
        {
          SkeinId ids[8];
          size_t n_ids = pick_ids (&world, ids);
          double column_ns = exp (g_rand_double_range (world.plan->rand, log (1000.0), log (1e8)));

          check_columns (&world, ids, n_ids, pick_time (&world), column_ns);
        }

      play_clear (&world);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/pulse/at-once", test_at_once);
  g_test_add_func ("/store/pulse/drop", test_drop);
  g_test_add_func ("/store/pulse/drop-often", test_drop_often);
  g_test_add_func ("/store/pulse/drop-derived", test_drop_derived);
  g_test_add_func ("/store/pulse/columns", test_columns);

  return g_test_run ();
}
