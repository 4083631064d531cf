/* test-slices.c - slice by slice, and who had a core, against all that was told
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "schedule-world.h"

#define MANY 4096

static bool
is_touched (const Stay *stay,
            int64_t     start_ns,
            int64_t     end_ns)
{
  return stay->does == DOES_RUN && stay->start_ns < end_ns && (stay->end_ns > start_ns || stay->start_ns >= start_ns);
}

static void
check_slices (Play        *play,
              const Actor *actor,
              int64_t      start_ns,
              int64_t      end_ns)
{
  g_autofree SkeinSlice *slices = g_new (SkeinSlice, MANY);
  size_t n = skein_store_get_slices (play->store, actor->id, start_ns, end_ns, slices, MANY);
  size_t found = 0;

  for (guint i = 0; i < actor->stays->len; i++)
    {
      const Stay *stay = &g_array_index (actor->stays, Stay, i);
      const SkeinSlice *slice = &slices[found];

      if (!is_touched (stay, start_ns, end_ns))
        continue;

      g_assert_cmpuint (found, <, n);
      g_assert_cmpint (slice->start_ns, ==, stay->start_ns);
      g_assert_cmpint (slice->end_ns, ==, stay->end_ns);
      g_assert_cmpint (slice->core, ==, stay->core);
      g_assert_cmpint (slice->end, ==, stay->end);
      g_assert_cmpuint (slice->thread, ==, actor->id);
      if (found + 1 < n)
        g_assert_cmpint (slice->next_core, ==, slices[found + 1].core);
      if (i > 0 && stay[-1].does == DOES_READY && stay[-1].end_ns == stay->start_ns &&
          stay[-1].end != SKEIN_SLICE_UNKNOWN)
        g_assert_cmpint (slice->ready_ns - slice->derived_ready_ns, ==, stay[-1].end_ns - stay[-1].start_ns);
      else
        g_assert_cmpint (slice->ready_ns, ==, slice->derived_ready_ns);
      found++;
    }

  g_assert_cmpuint (found, ==, n);
}

/* Each instant has the state that was told, and none has one of which nothing was told. */
static void
check_stretches (Play        *play,
                 const Actor *actor,
                 int64_t      start_ns,
                 int64_t      end_ns)
{
  g_autofree SkeinStretch *stretches = g_new (SkeinStretch, MANY);
  size_t n = skein_store_get_stretches (play->store, actor->id, start_ns, end_ns, stretches, MANY);
  int64_t sum_ns = 0;
  guint stay = 0;

  for (size_t i = 0; i < n; i++)
    {
      const Stay *told;

      g_assert_cmpint (stretches[i].start_ns, <, stretches[i].end_ns);
      if (i > 0)
        g_assert_cmpint (stretches[i].start_ns, >=, stretches[i - 1].end_ns);

      while (stay < actor->stays->len && g_array_index (actor->stays, Stay, stay).end_ns <= stretches[i].start_ns)
        stay++;

      g_assert_cmpuint (stay, <, actor->stays->len);
      told = &g_array_index (actor->stays, Stay, stay);
      g_assert_cmpint (told->start_ns, <=, stretches[i].start_ns);
      g_assert_cmpint (told->end_ns, >=, stretches[i].end_ns);
      sum_ns += stretches[i].end_ns - stretches[i].start_ns;

      if (told->does == DOES_RUN)
        {
          g_assert_cmpint (stretches[i].state, ==, SKEIN_STATE_RUNNING);
          g_assert_cmpint (stretches[i].core, ==, told->core);
        }
      else if (told->does == DOES_READY)
        {
          g_assert_cmpint (stretches[i].state, ==, SKEIN_STATE_READY);
          g_assert_false (stretches[i].is_derived);
        }
      else
        {
          g_assert_true (stretches[i].state == SKEIN_STATE_WAITING || stretches[i].is_derived);
        }
    }

  for (guint i = 0; i < actor->stays->len; i++)
    {
      const Stay *told = &g_array_index (actor->stays, Stay, i);

      sum_ns -= MAX (MIN (told->end_ns, end_ns) - MAX (told->start_ns, start_ns), 0);
    }

  g_assert_cmpint (sum_ns, ==, 0);
}

static void
check_find (Play        *play,
            const Actor *actor,
            int64_t      time_ns)
{
  const Stay *at = NULL;
  const Stay *next = NULL;
  const Stay *previous = NULL;
  SkeinSlice slice;

  for (guint i = 0; i < actor->stays->len; i++)
    {
      const Stay *stay = &g_array_index (actor->stays, Stay, i);

      if (stay->does != DOES_RUN)
        continue;

      if (stay->start_ns <= time_ns && stay->end_ns > time_ns)
        at = stay;
      if (stay->start_ns > time_ns && next == NULL)
        next = stay;
      if (stay->end_ns <= time_ns)
        previous = stay;
    }

  g_assert_cmpint (skein_store_find_slice (play->store, actor->id, time_ns, SKEIN_SLICE_AT, &slice), ==, at != NULL);
  if (at != NULL)
    g_assert_cmpint (slice.start_ns, ==, at->start_ns);

  g_assert_cmpint (skein_store_find_slice (play->store, actor->id, time_ns, SKEIN_SLICE_NEXT, &slice), ==,
                   next != NULL);
  if (next != NULL)
    g_assert_cmpint (slice.start_ns, ==, next->start_ns);

  g_assert_cmpint (skein_store_find_slice (play->store, actor->id, time_ns, SKEIN_SLICE_PREVIOUS, &slice), ==,
                   previous != NULL);
  if (previous != NULL)
    g_assert_cmpint (slice.end_ns, ==, previous->end_ns);
}

/* What was told of each core, and no slice but those of threads. */
static void
check_core (Play    *play,
            unsigned core,
            int64_t  start_ns,
            int64_t  end_ns)
{
  g_autofree SkeinSlice *slices = g_new (SkeinSlice, MANY);
  size_t n = skein_store_get_slices_core (play->store, core, start_ns, end_ns, slices, MANY);
  size_t wanted = 0;

  for (guint i = 0; i < play->plan->actors->len; i++)
    {
      const Actor *actor = plan_get (play->plan, (int) i);

      for (guint j = 0; j < actor->stays->len; j++)
        {
          const Stay *stay = &g_array_index (actor->stays, Stay, j);

          wanted += stay->core == (int) core && is_touched (stay, start_ns, end_ns);
        }
    }

  g_assert_cmpuint (n, ==, wanted);

  for (size_t i = 0; i < n; i++)
    {
      SkeinSlice own;

      g_assert_cmpint (slices[i].core, ==, (int) core);
      if (i + 1 < n)
        {
          g_assert_cmpint (slices[i].end_ns, <=, slices[i + 1].start_ns);
          g_assert_cmpuint (slices[i].next_thread, ==, slices[i + 1].thread);
        }

      if (slices[i].start_ns < slices[i].end_ns)
        {
          g_assert_true (skein_store_find_slice (play->store, slices[i].thread, slices[i].start_ns, SKEIN_SLICE_AT,
                                                 &own));
          g_assert_cmpint (own.end_ns, ==, slices[i].end_ns);
        }
    }
}

static void
check_core_columns (Play    *play,
                    unsigned core,
                    int64_t  start_ns,
                    double   column_ns)
{
  SkeinCoreBin bins[20];

  skein_store_bin_core (play->store, core, start_ns, column_ns, bins, G_N_ELEMENTS (bins));

  for (size_t i = 0; i < G_N_ELEMENTS (bins); i++)
    {
      int64_t a = start_ns + (int64_t) (column_ns * (double) i);
      int64_t b = start_ns + (int64_t) (column_ns * (double) (i + 1));
      double users = 0.0;
      int64_t busy_ns = 0;

      for (guint j = 0; j < play->plan->actors->len; j++)
        {
          const Actor *actor = plan_get (play->plan, (int) j);

          for (guint k = 0; k < actor->stays->len; k++)
            {
              const Stay *stay = &g_array_index (actor->stays, Stay, k);

              if (stay->does == DOES_RUN && stay->core == (int) core)
                busy_ns += MAX (MIN (stay->end_ns, b) - MAX (stay->start_ns, a), 0);
            }
        }

      for (unsigned j = 0; j < bins[i].n_users; j++)
        users += (double) bins[i].users[j].share;

      /* Of many, those at the edges are in proportion. */
      assert_near (bins[i].busy, (double) busy_ns / column_ns,
                   bins[i].n_slices > 100 ? 0.25 : 1e-4 + 4.0 / column_ns);
      assert_near (users, bins[i].busy, 1e-3);
    }
}

/* Who came to the core when it was taken away from a thread, the slow way. Of slices without a
 * length nobody knows which is first: then false. */
static bool
find_taker (Play        *play,
            const Actor *victim,
            const Stay  *stay,
            SkeinId     *ret)
{
  int64_t first_ns = stay->end_ns + 20 * US;
  const Actor *taker = NULL;

  if (stay->start_ns == stay->end_ns)
    return false;

  for (guint i = 0; i < play->plan->actors->len; i++)
    {
      const Actor *actor = plan_get (play->plan, (int) i);

      for (guint j = 0; j < actor->stays->len; j++)
        {
          const Stay *other = &g_array_index (actor->stays, Stay, j);

          if (other->does != DOES_RUN || other->core != stay->core || other->start_ns < stay->end_ns ||
              other->start_ns > first_ns)
            continue;
          if (other->start_ns == other->end_ns)
            return false;

          first_ns = other->start_ns;
          taker = actor;
        }
    }

  *ret = taker != NULL && taker != victim ? taker->id : SKEIN_ID_NONE;

  return true;
}

static uint64_t
get_count (const GArray *takings,
           SkeinId       thread,
           SkeinId       taker)
{
  for (guint i = 0; i < takings->len; i++)
    {
      const SkeinTaking *taking = &g_array_index (takings, SkeinTaking, i);

      if (taking->thread == thread && taking->taker == taker)
        return taking->count;
    }

  return 0;
}

/* Each that was told of is appended. Returns: how many are not certain */
static uint64_t
list_takings (Play    *play,
              int64_t  start_ns,
              int64_t  end_ns,
              GArray  *takings)
{
  uint64_t n_uncertain = 0;

  for (guint i = 0; i < play->plan->actors->len; i++)
    {
      const Actor *actor = plan_get (play->plan, (int) i);

      for (guint j = 0; j < actor->stays->len; j++)
        {
          const Stay *stay = &g_array_index (actor->stays, Stay, j);
          SkeinTaking taking = { .thread = actor->id, .count = 1 };

          if (stay->does != DOES_RUN || stay->end != SKEIN_SLICE_PREEMPTED || stay->end_ns < start_ns ||
              stay->end_ns >= end_ns)
            continue;

          if (find_taker (play, actor, stay, &taking.taker))
            g_array_append_val (takings, taking);
          else
            n_uncertain++;
        }
    }

  return n_uncertain;
}

static uint64_t
count_all (const GArray *takings)
{
  uint64_t n = 0;

  for (guint i = 0; i < takings->len; i++)
    n += g_array_index (takings, SkeinTaking, i).count;

  return n;
}

/* One by one, and counted by pairs. */
static void
check_takings (Play    *play,
               int64_t  start_ns,
               int64_t  end_ns)
{
  g_autoptr (GArray) told = g_array_new (FALSE, FALSE, sizeof (SkeinTaking));
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (SkeinTaking));
  uint64_t n_uncertain = list_takings (play, start_ns, end_ns, told);

  g_assert_cmpint (skein_store_list_takings (play->store, SKEIN_ID_MACHINE, start_ns, end_ns, MANY, found), ==,
                   start_ns);
  g_assert_cmpuint (count_all (found), ==, told->len + n_uncertain);

  for (guint i = 0; i < told->len; i++)
    {
      const SkeinTaking *taking = &g_array_index (told, SkeinTaking, i);
      uint64_t n = 0;

      for (guint j = 0; j < told->len; j++)
        n += memcmp (&g_array_index (told, SkeinTaking, j), taking, sizeof *taking) == 0;

      g_assert_cmpuint (get_count (found, taking->thread, taking->taker), >=, n);
      g_assert_cmpuint (get_count (found, taking->thread, taking->taker), <=, n + n_uncertain);
    }
}

static void
test_takings (void)
{
  uint64_t n_by_somebody = 0;

  for (guint32 seed = 1; seed <= 10; seed++)
    {
      g_autoptr (GArray) takings = g_array_new (FALSE, FALSE, sizeof (SkeinTaking));
      g_autoptr (GArray) few = g_array_new (FALSE, FALSE, sizeof (SkeinTaking));
      int64_t start_ns, end_ns;
      Play world;

      play_init (&world, seed);
      skein_store_set_scope (world.store, SKEIN_SCOPE_MACHINE);
      world.plan->has_losses = seed % 3 == 0;
      world.plan->has_births = false;
      play (&world, 3000, 100, 0);
      g_assert_true (skein_store_get_exact_extent (world.store, &start_ns, &end_ns));

      for (int i = 0; i < 10; i++)
        {
          int64_t a = CLAMP (pick_time (&world), start_ns, end_ns);
          int64_t b = CLAMP (pick_time (&world), start_ns, end_ns);

          if (a != b)
            check_takings (&world, MIN (a, b), MAX (a, b));
        }

      skein_store_list_takings (world.store, SKEIN_ID_MACHINE, start_ns, end_ns, MANY, takings);
      for (guint i = 0; i < takings->len; i++)
        n_by_somebody += g_array_index (takings, SkeinTaking, i).taker != SKEIN_ID_NONE;

      /* Of only some of the slices it says from when on. */
      start_ns = skein_store_list_takings (world.store, SKEIN_ID_MACHINE, start_ns, end_ns, 50, few);
      g_array_set_size (takings, 0);
      skein_store_list_takings (world.store, SKEIN_ID_MACHINE, start_ns, end_ns, MANY, takings);
      for (guint i = 0; i < takings->len; i++)
        {
          const SkeinTaking *taking = &g_array_index (takings, SkeinTaking, i);

          g_assert_cmpuint (get_count (few, taking->thread, taking->taker), >=, taking->count);
        }

      play_clear (&world);
    }

  g_assert_cmpuint (n_by_somebody, >, 100);
}

static void
test_slices (void)
{
  for (guint32 seed = 1; seed <= 20; seed++)
    {
      Play world;

      play_init (&world, seed);
      world.plan->has_losses = seed % 3 == 0;
      play (&world, 3000, 100, seed % 2 == 0 ? 200 : 0);

      for (int i = 0; i < 30; i++)
        {
          int64_t a = pick_time (&world);
          int64_t b = pick_time (&world);

          for (guint j = 0; j < world.plan->actors->len; j++)
            {
              const Actor *actor = plan_get (world.plan, (int) j);

              if (actor->id == SKEIN_ID_NONE)
                continue;

              check_slices (&world, actor, MIN (a, b), MAX (a, b) + 1);
              check_stretches (&world, actor, MIN (a, b), MAX (a, b));
              check_find (&world, actor, a);
            }
        }

      play_clear (&world);
    }
}

static void
test_cores (void)
{
  for (guint32 seed = 1; seed <= 20; seed++)
    {
      Play world;

      play_init (&world, seed);
      skein_store_set_scope (world.store, SKEIN_SCOPE_MACHINE);
      world.plan->has_losses = seed % 3 == 0;
      play (&world, 3000, 100, 0);

      for (int i = 0; i < 20; i++)
        {
          int64_t a = pick_time (&world);
          int64_t b = pick_time (&world);
          double column_ns = exp (g_rand_double_range (world.plan->rand, log (1000.0), log (1e9)));

          for (unsigned core = 0; core < CORES; core++)
            {
              check_core (&world, core, MIN (a, b), MAX (a, b) + 1);
              check_core_columns (&world, core, a, column_ns);
            }
        }

      play_clear (&world);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/slices/threads", test_slices);
  g_test_add_func ("/store/slices/cores", test_cores);
  g_test_add_func ("/store/slices/takings", test_takings);

  return g_test_run ();
}
