/* test-store.c - history against the slow model
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "world.h"

#define PLENTY (256u << 20)

/* Rounding at both ends of a range. */
#define NEAR_NS 4

#define assert_near(a, b, near) g_assert_cmpfloat (fabs ((double) (a) - (double) (b)), <=, near)

static void
assert_sums_near (const SkeinSums *sums,
                  const SkeinSums *wanted,
                  double           near_ns)
{
  g_assert_cmpint (sums->observed_ns, ==, wanted->observed_ns);
  assert_near (sums->run_ns, wanted->run_ns, near_ns);
  assert_near (sums->ready_ns, wanted->ready_ns, near_ns);
  assert_near (sums->waiting_ns, wanted->waiting_ns, 3 * near_ns);
  assert_near (sums->disk_ns, wanted->disk_ns, near_ns);
  assert_near (sums->suspended_ns, wanted->suspended_ns, near_ns);
  assert_near (sums->most_run, wanted->most_run, 1e-6);
  assert_near (sums->most_demand, wanted->most_demand, 1e-6);
}

static void
assert_adds_up (const SkeinSums *sums)
{
  assert_near (sums->run_ns + sums->ready_ns + sums->waiting_ns + sums->disk_ns + sums->suspended_ns,
               sums->observed_ns, NEAR_NS);
}

static void
run_world (World      *world,
           SkeinStore *store,
           int         n_steps)
{
  for (int i = 0; i < n_steps; i++)
    {
      skein_store_append (store, world_step (world));
      world_learn_ids (world, store);
    }
}

/* Instants of all kinds: within intervals, at their ends, before and after all. */
static int64_t
pick_time (World *world)
{
  guint index = (guint) g_rand_int_range (world->rand, 0, (gint32) world->machine->len);
  const Deed *deed = &g_array_index (world->machine, Deed, index);

  switch (g_rand_int_range (world->rand, 0, 4))
    {
    case 0:
      return deed->start_ns;

    case 1:
      return deed->end_ns;

    default:
      return (int64_t) (g_rand_double (world->rand) * (double) (world->now_ns + 1000 * MS));
    }
}

static void
check_sums (World            *world,
            const SkeinStore *store)
{
  int64_t start_ns = pick_time (world);
  int64_t end_ns = pick_time (world);
  SkeinSums sums, wanted;

  for (guint i = 0; i < world->beings->len; i++)
    {
      const Being *being = world_get (world, i);

      wanted = world_sum (being->deeds, !being->is_process, start_ns, end_ns);
      g_assert_true (skein_store_sum (store, being->id, start_ns, end_ns, &sums));
      assert_sums_near (&sums, &wanted, 10 * NEAR_NS);
      if (!being->is_process)
        assert_adds_up (&sums);
    }

  wanted = world_sum (world->machine, false, start_ns, end_ns);
  g_assert_true (skein_store_sum (store, SKEIN_ID_MACHINE, start_ns, end_ns, &sums));
  assert_sums_near (&sums, &wanted, NEAR_NS);
}

static void
test_sums (void)
{
  for (guint32 seed = 1; seed <= 20; seed++)
    {
      g_autoptr (World) world = world_new (seed);
      g_autoptr (SkeinStore) store = skein_store_new (PLENTY);

      run_world (world, store, 10);
      for (int i = 0; i < 30; i++)
        {
          run_world (world, store, 20);
          check_sums (world, store);
        }
    }
}

static void
test_sum_unknown (void)
{
  g_autoptr (SkeinStore) store = skein_store_new (PLENTY);
  SkeinSums sums = { .run_ns = 1 };

  g_assert_false (skein_store_sum (store, 77, 0, 10, &sums));
  g_assert_cmpint (sums.run_ns, ==, 0);
  g_assert_false (skein_store_sum (store, SKEIN_ID_NONE, 0, 10, &sums));
  g_assert_true (skein_store_sum (store, SKEIN_ID_MACHINE, 0, 10, &sums));
  g_assert_cmpint (sums.observed_ns, ==, 0);
}

/* A range cut in two adds up to the whole, to the nanosecond. */
static void
test_disjoint (void)
{
  g_autoptr (World) world = world_new (5);
  g_autoptr (SkeinStore) store = skein_store_new (PLENTY);

  run_world (world, store, 500);

  for (int i = 0; i < 2000; i++)
    {
      int64_t a = pick_time (world);
      int64_t b = a + g_rand_int_range (world->rand, 0, 1000000000);
      int64_t c = b + g_rand_int_range (world->rand, 0, 1000000000);
      guint index = (guint) g_rand_int_range (world->rand, 0, (gint32) world->beings->len);
      SkeinId id = world_get (world, index)->id;
      SkeinSums first, second, whole;

      skein_store_sum (store, id, a, b, &first);
      skein_store_sum (store, id, b, c, &second);
      skein_store_sum (store, id, a, c, &whole);
      g_assert_cmpint (first.observed_ns + second.observed_ns, ==, whole.observed_ns);
      g_assert_cmpint (first.run_ns + second.run_ns, ==, whole.run_ns);
      g_assert_cmpint (first.ready_ns + second.ready_ns, ==, whole.ready_ns);
      g_assert_cmpint (first.disk_ns + second.disk_ns, ==, whole.disk_ns);
      g_assert_cmpint (first.suspended_ns + second.suspended_ns, ==, whole.suspended_ns);
      g_assert_cmpfloat (MAX (first.most_run, second.most_run), ==, whole.most_run);
    }
}

/* The core with more than half of the run time, or -1. */
static int
find_core (const Being *being,
           int64_t      start_ns,
           int64_t      end_ns)
{
  double weights[WORLD_CORES] = { 0 };
  double sum = 0.0;

  for (guint i = 0; i < being->deeds->len; i++)
    {
      const Deed *deed = &g_array_index (being->deeds, Deed, i);

      if (deed->end_ns <= start_ns || deed->start_ns >= end_ns)
        continue;

      weights[deed->core] += (double) deed->run_ns;
      sum += (double) deed->run_ns;
    }

  for (int i = 0; i < WORLD_CORES; i++)
    if (weights[i] > 0.501 * sum)
      return i;

  return -1;
}

static void
check_bins (World            *world,
            const SkeinStore *store,
            const Being      *being)
{
  SkeinBin bins[100];
  int64_t start_ns = pick_time (world);
  double column_ns = exp (g_rand_double_range (world->rand, log (1e6), log (1e9)));

  skein_store_bin (store, being->id, start_ns, column_ns, bins, G_N_ELEMENTS (bins));

  for (guint i = 0; i < G_N_ELEMENTS (bins); i++)
    {
      int64_t from_ns = start_ns + (int64_t) (column_ns * i);
      int64_t to_ns = start_ns + (int64_t) (column_ns * (i + 1));
      SkeinSums wanted = world_sum (being->deeds, !being->is_process, from_ns, to_ns);
      int core = being->is_process ? -1 : find_core (being, from_ns, to_ns);

      assert_near (bins[i].observed, (double) wanted.observed_ns / column_ns, 1e-4);
      assert_near (bins[i].run, (double) wanted.run_ns / column_ns, 1e-4);
      assert_near (bins[i].ready, (double) wanted.ready_ns / column_ns, 1e-4);
      assert_near (bins[i].waiting, (double) wanted.waiting_ns / column_ns, 1e-4);
      assert_near (bins[i].disk, (double) wanted.disk_ns / column_ns, 1e-4);
      assert_near (bins[i].suspended, (double) wanted.suspended_ns / column_ns, 1e-4);
      assert_near (bins[i].most_run, wanted.most_run, 1e-6);
      assert_near (bins[i].most_demand, wanted.most_demand, 1e-6);

      if (core >= 0 && wanted.observed_ns > 0)
        g_assert_cmpint (bins[i].core, ==, core);
      if (wanted.observed_ns == 0 || being->is_process)
        g_assert_cmpint (bins[i].core, ==, -1);
    }
}

static void
test_bins (void)
{
  for (guint32 seed = 1; seed <= 10; seed++)
    {
      g_autoptr (World) world = world_new (seed);
      g_autoptr (SkeinStore) store = skein_store_new (PLENTY);

      run_world (world, store, 600);
      for (guint i = 0; i < world->beings->len; i++)
        check_bins (world, store, world_get (world, i));
    }
}

/* Where the most of several tasks is, interval by interval. */
static void
find_most (World     *world,
           guint      n,
           int64_t    start_ns,
           int64_t    end_ns,
           SkeinSums *ret)
{
  for (guint i = 0; i < world->machine->len; i++)
    {
      const Deed *whole = &g_array_index (world->machine, Deed, i);
      double length_ns = (double) (whole->end_ns - whole->start_ns);
      double run = 0.0;
      double demand = 0.0;

      if (whole->end_ns <= start_ns || whole->start_ns >= end_ns)
        continue;

      for (guint j = 0; j < n; j++)
        {
          SkeinSums sums = world_sum (world_get (world, j)->deeds, false, whole->start_ns, whole->end_ns);

          run += (double) sums.run_ns / length_ns;
          demand += (double) (sums.run_ns + sums.ready_ns) / length_ns;
        }

      ret->most_run = MAX (ret->most_run, run);
      ret->most_demand = MAX (ret->most_demand, demand);
    }
}

static void
test_sum_many (void)
{
  g_autoptr (World) world = world_new (3);
  g_autoptr (SkeinStore) store = skein_store_new (PLENTY);

  run_world (world, store, 200);

  for (guint n = 0; n < world->beings->len && n < 12; n++)
    {
      int64_t start_ns = pick_time (world);
      int64_t end_ns = start_ns + 5000 * MS;
      SkeinId ids[12];
      SkeinSums sums, one;
      SkeinSums wanted = { 0 };

      for (guint i = 0; i < n; i++)
        {
          ids[i] = world_get (world, i)->id;
          skein_store_sum (store, ids[i], start_ns, end_ns, &one);
          wanted.observed_ns += one.observed_ns;
          wanted.run_ns += one.run_ns;
          wanted.ready_ns += one.ready_ns;
          wanted.waiting_ns += one.waiting_ns;
          wanted.disk_ns += one.disk_ns;
          wanted.suspended_ns += one.suspended_ns;
        }

      find_most (world, n, start_ns, end_ns, &wanted);
      skein_store_sum_many (store, ids, n, start_ns, end_ns, &sums);
      assert_sums_near (&sums, &wanted, 0);
    }
}

/* Users with as many nanoseconds as the model says. */
static void
check_users (World              *world,
             const SkeinCoreBin *bin,
             unsigned            core,
             int64_t             start_ns,
             int64_t             end_ns,
             double              column_ns)
{
  double wanted[64] = { 0 };
  double busy = 0.0;
  double observed = 0.0;

  for (guint i = 0; i < world->cores->len; i++)
    {
      const CoreDeed *deed = &g_array_index (world->cores, CoreDeed, i);
      double part_ns = (double) (MIN (deed->end_ns, end_ns) - MAX (deed->start_ns, start_ns));
      double share = part_ns / (double) (deed->end_ns - deed->start_ns);

      if (part_ns <= 0.0)
        continue;

      observed += deed->is_online[core] ? part_ns : 0.0;
      busy += (double) deed->busy_ns[core] * share;
      for (guint j = 0; j < 64; j++)
        wanted[j] += deed->used[core][j] * share;
    }

  assert_near (bin->observed, observed / column_ns, 1e-4);
  assert_near (bin->busy, busy / column_ns, 1e-4);

  for (guint i = 0; i < bin->n_users; i++)
    {
      guint j = 0;

      while (world_get (world, j)->id != bin->users[i].process)
        j++;

      assert_near (bin->users[i].share, wanted[j] / column_ns, 1e-4);
      g_assert_true (i == 0 || bin->users[i].share <= bin->users[i - 1].share);
      wanted[j] = 0.0;
    }

  for (guint j = 0; j < 64; j++)
    assert_near (wanted[j] / column_ns, 0.0, 1e-4);
}

static void
test_cores (void)
{
  for (guint32 seed = 1; seed <= 10; seed++)
    {
      g_autoptr (World) world = world_new (seed);
      g_autoptr (SkeinStore) store = skein_store_new (PLENTY);

      world->births = 0.3;
      world->deaths = 0.0;
      run_world (world, store, 1000);

      for (int round = 0; round < 40; round++)
        {
          SkeinCoreBin bins[50];
          unsigned core = (unsigned) round % WORLD_CORES;
          int64_t start_ns = pick_time (world);
          double column_ns = exp (g_rand_double_range (world->rand, log (1e6), log (1e10)));

          skein_store_bin_core (store, core, start_ns, column_ns, bins, G_N_ELEMENTS (bins));
          for (guint i = 0; i < G_N_ELEMENTS (bins); i++)
            check_users (world, &bins[i], core, start_ns + (int64_t) (column_ns * i),
                         start_ns + (int64_t) (column_ns * (i + 1)), column_ns);
        }
    }
}

static void
test_no_such_core (void)
{
  g_autoptr (SkeinStore) store = skein_store_new (PLENTY);
  SkeinCoreBin bin = { .busy = 1.0f };

  skein_store_bin_core (store, 5, 0, 1e6, &bin, 1);
  g_assert_cmpfloat (bin.busy, ==, 0.0f);
  g_assert_cmpfloat (bin.observed, ==, 0.0f);
}

static bool
exists_in (const Being *being,
           World       *world,
           int64_t      start_ns,
           int64_t      end_ns)
{
  int64_t newest_ns = g_array_index (world->machine, Deed, world->machine->len - 1).end_ns;
  int64_t last_ns = being->is_alive ? newest_ns : MIN (being->last_ns, newest_ns);
  int64_t first_ns = MAX (being->first_ns, g_array_index (world->machine, Deed, 0).start_ns);

  last_ns = MAX (last_ns, first_ns);
  if (first_ns == last_ns || start_ns == end_ns)
    return first_ns <= end_ns && last_ns >= start_ns;

  return first_ns < end_ns && last_ns > start_ns;
}

/* Main threads first, then by age. */
static gint
compare_beings (gconstpointer a,
                gconstpointer b)
{
  const Being *being_a = *(const Being *const *) a;
  const Being *being_b = *(const Being *const *) b;
  int is_main_a = being_a->key.tid == being_a->key.pid;
  int is_main_b = being_b->key.tid == being_b->key.pid;

  if (being_a->is_process)
    return being_a->id < being_b->id ? -1 : 1;
  if (is_main_a != is_main_b)
    return is_main_b - is_main_a;

  return being_a->key.start_ticks < being_b->key.start_ticks ? -1 : 1;
}

static void
check_list (World        *world,
            int           owner, /* -1: the processes */
            int64_t       start_ns,
            int64_t       end_ns,
            const GArray *ids)
{
  g_autoptr (GPtrArray) wanted = g_ptr_array_new ();

  for (guint i = 0; i < world->beings->len; i++)
    {
      Being *being = world_get (world, i);

      if (owner < 0 ? being->is_process : !being->is_process && being->owner == owner)
        if (exists_in (being, world, start_ns, end_ns))
          g_ptr_array_add (wanted, being);
    }

  g_ptr_array_sort (wanted, compare_beings);
  g_assert_cmpuint (ids->len, ==, wanted->len);
  for (guint i = 0; i < ids->len; i++)
    g_assert_cmpuint (g_array_index (ids, SkeinId, i), ==, ((Being *) wanted->pdata[i])->id);
}

static void
test_lists (void)
{
  g_autoptr (World) world = world_new (9);
  g_autoptr (SkeinStore) store = skein_store_new (PLENTY);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (SkeinId));

  run_world (world, store, 600);

  for (int round = 0; round < 30; round++)
    {
      int64_t start_ns = pick_time (world);
      int64_t end_ns = start_ns + (round % 3) * 1000 * MS;

      g_array_set_size (ids, 0);
      skein_store_list_processes (store, start_ns, end_ns, ids);
      check_list (world, -1, start_ns, end_ns, ids);

      for (guint i = 0; i < world->beings->len; i++)
        {
          if (!world_get (world, i)->is_process)
            continue;

          g_array_set_size (ids, 0);
          skein_store_list_threads (store, world_get (world, i)->id, start_ns, end_ns, ids);
          check_list (world, (int) i, start_ns, end_ns, ids);
        }
    }
}

static void
test_info (void)
{
  g_autoptr (World) world = world_new (4);
  g_autoptr (SkeinStore) store = skein_store_new (PLENTY);
  SkeinTaskInfo info;

  run_world (world, store, 400);

  for (guint i = 0; i < world->beings->len; i++)
    {
      const Being *being = world_get (world, i);
      const Being *owner = world_get (world, (guint) being->owner);

      g_assert_true (skein_store_get_info (store, being->id, &info));
      g_assert_true (skein_task_key_equal (&info.key, &being->key));
      g_assert_cmpint (info.is_process, ==, being->is_process);
      g_assert_cmpint (info.is_alive, ==, being->is_alive);
      g_assert_cmpuint (info.process, ==, owner->id);
      if (being->is_process)
        g_assert_cmpstr (info.name, ==, "world");
      else
        g_assert_cmpint (atoi (info.name + 1), ==, being->key.tid);

      /* A number is never given out twice. */
      for (guint j = 0; j < i; j++)
        g_assert_cmpuint (world_get (world, j)->id, !=, being->id);
    }

  g_assert_false (skein_store_get_info (store, SKEIN_ID_MACHINE, &info));
  g_assert_false (skein_store_get_info (store, SKEIN_ID_NONE, &info));
}

static void
test_intervals (void)
{
  g_autoptr (World) world = world_new (6);
  g_autoptr (SkeinStore) store = skein_store_new (PLENTY);
  int64_t before_ns = INT64_MIN;
  int64_t start_ns, end_ns;

  g_assert_false (skein_store_get_extent (store, &start_ns, &end_ns));
  g_assert_false (skein_store_get_interval (store, 5, &start_ns, &end_ns));
  g_assert_cmpint (start_ns, ==, INT64_MIN);
  g_assert_cmpint (end_ns, ==, INT64_MAX);

  run_world (world, store, 600);

  for (guint i = 0; i < world->machine->len; i++)
    {
      const Deed *deed = &g_array_index (world->machine, Deed, i);

      g_assert_true (skein_store_get_interval (store, deed->start_ns, &start_ns, &end_ns));
      g_assert_cmpint (start_ns, ==, deed->start_ns);
      g_assert_cmpint (end_ns, ==, deed->end_ns);

      if (before_ns != deed->start_ns)
        {
          g_assert_false (skein_store_get_interval (store, deed->start_ns - 1, &start_ns, &end_ns));
          g_assert_cmpint (start_ns, ==, before_ns);
          g_assert_cmpint (end_ns, ==, deed->start_ns);
        }

      before_ns = deed->end_ns;
    }

  g_assert_false (skein_store_get_interval (store, before_ns, &start_ns, &end_ns));
  g_assert_cmpint (start_ns, ==, before_ns);
  g_assert_cmpint (end_ns, ==, INT64_MAX);

  g_assert_true (skein_store_get_extent (store, &start_ns, &end_ns));
  g_assert_cmpint (start_ns, ==, g_array_index (world->machine, Deed, 0).start_ns);
  g_assert_cmpint (end_ns, ==, before_ns);
}

/* One process with one thread that runs as long as told. */
static void
append_one (SkeinStore *store,
            int64_t     taken_ns,
            int64_t     interval_ns,
            int64_t     run_ns)
{
  g_autoptr (SkeinSnapshot) snapshot = skein_snapshot_new (0, 1);
  SkeinProcess *process = skein_process_new (1);

  process->pid = 7;
  process->name = g_ref_string_new ("one");
  process->command = g_ref_string_new ("");
  process->user = g_ref_string_new ("");
  process->cgroup = g_ref_string_new ("");
  process->run_delta_ns = (uint64_t) run_ns;
  process->threads[0] = (SkeinThread) { .tid = 7, .letter = 'S', .name = "one" };
  process->threads[0].run_delta_ns = (uint64_t) run_ns;

  snapshot->taken_ns = taken_ns;
  snapshot->interval_ns = interval_ns;
  snapshot->processes[0] = process;
  skein_store_append (store, snapshot);
}

/* What almost touches is no gap; what overlaps is cut off; what is older is not heard. */
static void
test_edges (void)
{
  g_autoptr (SkeinStore) store = skein_store_new (PLENTY);
  SkeinTaskKey key = { 7, 7, 0 };
  SkeinSums sums;
  SkeinId id;

  append_one (store, 1000 * MS, 0, 0);
  append_one (store, 1100 * MS, 100 * MS, 40 * MS);
  append_one (store, 1200 * MS, 100 * MS - MS / 2, 40 * MS);
  id = skein_store_find_thread (store, &key);
  skein_store_sum (store, id, 0, 9000 * MS, &sums);
  g_assert_cmpint (sums.observed_ns, ==, 200 * MS);
  g_assert_cmpint (sums.run_ns, ==, 80 * MS);

  append_one (store, 1300 * MS, 98 * MS, 40 * MS);
  skein_store_sum (store, id, 0, 9000 * MS, &sums);
  g_assert_cmpint (sums.observed_ns, ==, 298 * MS);

  append_one (store, 1400 * MS, 200 * MS, 100 * MS);
  skein_store_sum (store, id, 0, 9000 * MS, &sums);
  g_assert_cmpint (sums.observed_ns, ==, 398 * MS);
  g_assert_cmpint (sums.run_ns, ==, 170 * MS);

  append_one (store, 1400 * MS, 100 * MS, 100 * MS);
  append_one (store, 1350 * MS, 100 * MS, 100 * MS);
  skein_store_sum (store, id, 0, 9000 * MS, &sums);
  g_assert_cmpint (sums.run_ns, ==, 170 * MS);
}

/* Threads are not all read at the same instant: what seems to exceed the interval
 * belongs to the next. */
static void
test_overrun (void)
{
  g_autoptr (SkeinStore) store = skein_store_new (PLENTY);
  SkeinTaskKey key = { 7, 7, 0 };
  SkeinSums sums;
  SkeinId id;

  append_one (store, 1000 * MS, 0, 0);
  append_one (store, 1100 * MS, 100 * MS, 101 * MS);
  append_one (store, 1200 * MS, 100 * MS, 99 * MS);
  id = skein_store_find_thread (store, &key);
  skein_store_sum (store, id, 1000 * MS, 1100 * MS, &sums);
  g_assert_cmpint (sums.run_ns, ==, 100 * MS);
  skein_store_sum (store, id, 1100 * MS, 1200 * MS, &sums);
  g_assert_cmpint (sums.run_ns, ==, 100 * MS);
  g_assert_cmpfloat (sums.most_run, <=, 1.0);
}

static void
test_clear (void)
{
  g_autoptr (World) world = world_new (8);
  g_autoptr (SkeinStore) store = skein_store_new (PLENTY);
  size_t empty = skein_store_get_bytes (store);
  int64_t start_ns, end_ns;
  SkeinId newest = 0;

  run_world (world, store, 50);
  for (guint i = 0; i < world->beings->len; i++)
    newest = MAX (newest, world_get (world, i)->id);

  skein_store_clear (store);
  g_assert_false (skein_store_get_extent (store, &start_ns, &end_ns));
  g_assert_cmpuint (skein_store_get_bytes (store), ==, empty);

  for (guint i = 0; i < world->beings->len; i++)
    world_get (world, i)->id = SKEIN_ID_NONE;
  run_world (world, store, 5);
  g_assert_true (skein_store_get_extent (store, &start_ns, &end_ns));
  for (guint i = 0; i < world->beings->len; i++)
    g_assert_cmpuint (world_get (world, i)->id, >, newest);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/sums", test_sums);
  g_test_add_func ("/store/sum-unknown", test_sum_unknown);
  g_test_add_func ("/store/disjoint", test_disjoint);
  g_test_add_func ("/store/bins", test_bins);
  g_test_add_func ("/store/sum-many", test_sum_many);
  g_test_add_func ("/store/cores", test_cores);
  g_test_add_func ("/store/no-such-core", test_no_such_core);
  g_test_add_func ("/store/lists", test_lists);
  g_test_add_func ("/store/info", test_info);
  g_test_add_func ("/store/intervals", test_intervals);
  g_test_add_func ("/store/edges", test_edges);
  g_test_add_func ("/store/overrun", test_overrun);
  g_test_add_func ("/store/clear", test_clear);

  return g_test_run ();
}
