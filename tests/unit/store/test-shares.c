/* test-shares.c - shares of milliseconds beside the samples, against a slow model
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "world.h"

#define PLENTY (256u << 20)

#define PERIOD_NS MS

/* Rounding at the ends of a range and of each watch in it. */
#define NEAR_NS 60

/* Some nanoseconds of rest, rounded, may say how all of it is shared out. */
#define NEAR_REST 0.02

#define assert_near(a, b, near) g_assert_cmpfloat (fabs ((double) (a) - (double) (b)), <=, near)

/* A thread as its shares have it: what they told, and when they were told. */
typedef struct
{
  GArray *deeds;   /* of Deed */
  GArray *watches; /* of Deed: start and end */
} Watched;

typedef struct
{
  World      *world;
  SkeinStore *store;
  GPtrArray  *watched; /* by the index of the being */
} Play;

static void
watched_free (gpointer data)
{
  Watched *watched = data;

  g_array_unref (watched->deeds);
  g_array_unref (watched->watches);
  g_free (watched);
}

static Watched *
get_watched (Play  *play,
             guint  index)
{
  while (play->watched->len <= index)
    {
      Watched *watched = g_new0 (Watched, 1);

      watched->deeds = g_array_new (FALSE, TRUE, sizeof (Deed));
      watched->watches = g_array_new (FALSE, TRUE, sizeof (Deed));
      g_ptr_array_add (play->watched, watched);
    }

  return g_ptr_array_index (play->watched, index);
}

static Play *
play_new (guint32 seed,
          size_t  budget)
{
  Play *self = g_new0 (Play, 1);

  self->world = world_new (seed);
  self->store = skein_store_new (budget);
  self->watched = g_ptr_array_new_with_free_func (watched_free);

  return self;
}

static void
play_free (Play *self)
{
  world_free (self->world);
  skein_store_free (self->store);
  g_ptr_array_unref (self->watched);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Play, play_free)

static int
compare_shares (gconstpointer a,
                gconstpointer b)
{
  const SkeinShare *left = a;
  const SkeinShare *right = b;

  return (left->time_ns > right->time_ns) - (left->time_ns < right->time_ns);
}

/* Shares of one thread in a time, from the end of its last one. */
static void
make_shares (Play    *play,
             guint    index,
             uint16_t thread,
             int64_t  from_ns,
             int64_t  to_ns,
             GArray  *shares)
{
  GRand *rand = play->world->rand;
  Watched *watched = get_watched (play, index);
  int64_t time_ns = from_ns;

  for (;;)
    {
      SkeinShare share = { .thread = thread, .slices = 1 };
      Deed deed = { 0 };

      time_ns += g_rand_int_range (rand, 0, 3) == 0 ? g_rand_int_range (rand, 0, 40 * MS) : 0;
      share.interval_ns = (uint32_t) (g_rand_int_range (rand, 1, 5) * PERIOD_NS);
      if (time_ns + share.interval_ns > to_ns)
        return;

      time_ns += share.interval_ns;
      share.time_ns = time_ns;
      share.run_ns = (uint32_t) (g_rand_double (rand) * share.interval_ns);
      share.ready_ns = (uint32_t) (g_rand_double (rand) * (share.interval_ns - share.run_ns));
      g_array_append_val (shares, share);
      deed = (Deed) { time_ns - share.interval_ns, time_ns, share.run_ns, share.ready_ns, 0, 0, 0 };
      if (share.run_ns > 0 || share.ready_ns > 0)
        g_array_append_val (watched->deeds, deed);
    }
}

/* Watches half of the threads that live, from @from_ns to @to_ns. */
static void
watch (Play    *play,
       int64_t  from_ns,
       int64_t  to_ns)
{
  g_autoptr (SkeinShareBatch) batch = NULL;
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (SkeinTaskKey));
  GArray *shares = g_array_new (FALSE, FALSE, sizeof (SkeinShare));

  for (guint i = 0; i < play->world->beings->len; i++)
    {
      const Being *being = world_get (play->world, i);
      Deed time = { .start_ns = from_ns, .end_ns = to_ns };

      if (being->is_process || !being->is_alive || i % 2 == 0)
        continue;

      make_shares (play, i, (uint16_t) keys->len, from_ns, to_ns, shares);
      g_array_append_val (keys, being->key);
      g_array_append_val (get_watched (play, i)->watches, time);
    }

  g_array_sort (shares, compare_shares);
  batch = skein_share_batch_new_take (from_ns, to_ns, PERIOD_NS, (const SkeinTaskKey *) (gpointer) keys->data,
                                      keys->len, shares);
  skein_store_append_shares (play->store, batch);
}

/* Samples, and shares of most of the time, in batches that are no multiples of the samples. */
static void
play_on (Play *play,
         int   n_steps)
{
  World *world = play->world;
  int64_t told_ns = world->now_ns;

  for (int i = 0; i < n_steps; i++)
    {
      int64_t to_ns;

      skein_store_append (play->store, world_step (world));
      world_learn_ids (world, play->store);
      to_ns = world->now_ns - g_rand_int_range (world->rand, 0, 30 * MS);

      if (world_chance (world, 0.1))
        told_ns = to_ns;
      if (to_ns <= told_ns || world_chance (world, 0.1))
        continue;

      watch (play, told_ns, to_ns);
      told_ns = to_ns;
    }
}

static void
add (SkeinSums       *sums,
     const SkeinSums *part,
     int              sign)
{
  sums->observed_ns += sign * part->observed_ns;
  sums->run_ns += sign * part->run_ns;
  sums->ready_ns += sign * part->ready_ns;
  sums->waiting_ns += sign * part->waiting_ns;
  sums->disk_ns += sign * part->disk_ns;
  sums->suspended_ns += sign * part->suspended_ns;
}

/* Rests as the samples have it. */
static SkeinSums
sum_watched (const Watched   *watched,
             const SkeinSums *sampled,
             int64_t          start_ns,
             int64_t          end_ns)
{
  SkeinSums sums = world_sum (watched->deeds, false, start_ns, end_ns);
  double all = (double) (sampled->waiting_ns + sampled->disk_ns + sampled->suspended_ns);
  int64_t rest_ns;

  sums.observed_ns = sums.finer_ns = end_ns - start_ns;
  rest_ns = sums.observed_ns - sums.run_ns - sums.ready_ns;
  sums.disk_ns = all > 0 ? (int64_t) ((double) rest_ns * (double) sampled->disk_ns / all) : 0;
  sums.suspended_ns = all > 0 ? (int64_t) ((double) rest_ns * (double) sampled->suspended_ns / all) : 0;
  sums.waiting_ns = rest_ns - sums.disk_ns - sums.suspended_ns;

  return sums;
}

/* What the samples say, and what the shares say wherever there are some. Batches that touch are one. */
static SkeinSums
sum_slowly (Play    *play,
            guint    index,
            int64_t  start_ns,
            int64_t  end_ns)
{
  const Being *being = world_get (play->world, index);
  const Watched *watched = get_watched (play, index);
  SkeinSums sums = world_sum (being->deeds, true, start_ns, end_ns);
  int64_t last_ns = being->is_alive ? INT64_MAX : being->last_ns;

  for (guint i = 0; i < watched->watches->len; i++)
    {
      int64_t from_ns = g_array_index (watched->watches, Deed, i).start_ns;
      int64_t to_ns = g_array_index (watched->watches, Deed, i).end_ns;
      SkeinSums sampled, finer;

      while (i + 1 < watched->watches->len && g_array_index (watched->watches, Deed, i + 1).start_ns == to_ns)
        to_ns = g_array_index (watched->watches, Deed, ++i).end_ns;

      from_ns = MAX (from_ns, start_ns);
      to_ns = MIN (MIN (to_ns, end_ns), last_ns);
      if (from_ns >= to_ns)
        continue;

      sampled = world_sum (being->deeds, true, from_ns, to_ns);
      finer = sum_watched (watched, &sampled, from_ns, to_ns);
      add (&sums, &sampled, -1);
      add (&sums, &finer, 1);
      sums.finer_ns += finer.finer_ns;
    }

  return sums;
}

static int64_t
pick_time (Play *play)
{
  return (int64_t) (g_rand_double (play->world->rand) * (double) (play->world->now_ns + 100 * MS));
}

static void
check_sums (Play  *play,
            guint  index)
{
  const Being *being = world_get (play->world, index);
  int64_t start_ns = pick_time (play);
  int64_t end_ns = start_ns + g_rand_int_range (play->world->rand, 1, 2000) * MS;
  SkeinSums sums, wanted = sum_slowly (play, index, start_ns, end_ns);

  g_assert_true (skein_store_sum (play->store, being->id, start_ns, end_ns, &sums));
  g_assert_cmpint (sums.observed_ns, ==, wanted.observed_ns);
  g_assert_cmpint (sums.finer_ns, ==, wanted.finer_ns);
  assert_near (sums.run_ns, wanted.run_ns, NEAR_NS);
  assert_near (sums.ready_ns, wanted.ready_ns, NEAR_NS);
  assert_near (sums.disk_ns, wanted.disk_ns, NEAR_REST * (double) (end_ns - start_ns));
  assert_near (sums.suspended_ns, wanted.suspended_ns, NEAR_REST * (double) (end_ns - start_ns));
  assert_near (sums.run_ns + sums.ready_ns + sums.waiting_ns + sums.disk_ns + sums.suspended_ns, sums.observed_ns,
               NEAR_NS);
  if (sums.observed_ns > 0)
    g_assert_cmpfloat (sums.most_run, >=, (double) sums.run_ns / (double) (end_ns - start_ns) - 1e-6);
}

static void
check_bins (Play  *play,
            guint  index)
{
  const Being *being = world_get (play->world, index);
  int64_t start_ns = pick_time (play);
  double column_ns = exp (g_rand_double_range (play->world->rand, log (1e5), log (1e9)));
  SkeinBin bins[60];

  skein_store_bin (play->store, being->id, start_ns, column_ns, bins, G_N_ELEMENTS (bins));

  for (guint i = 0; i < G_N_ELEMENTS (bins); i++)
    {
      int64_t from_ns = start_ns + (int64_t) (column_ns * i);
      int64_t to_ns = start_ns + (int64_t) (column_ns * (i + 1));
      SkeinSums wanted = sum_slowly (play, index, from_ns, to_ns);
      double near = 1e-4 + NEAR_NS / column_ns;

      assert_near (bins[i].observed, (double) wanted.observed_ns / column_ns, 1e-4);
      assert_near (bins[i].run, (double) wanted.run_ns / column_ns, near);
      assert_near (bins[i].ready, (double) wanted.ready_ns / column_ns, near);
      assert_near (bins[i].waiting + bins[i].disk + bins[i].suspended,
                   (double) (wanted.waiting_ns + wanted.disk_ns + wanted.suspended_ns) / column_ns, near);
      assert_near (bins[i].disk, (double) wanted.disk_ns / column_ns, NEAR_REST);
      assert_near (bins[i].suspended, (double) wanted.suspended_ns / column_ns, NEAR_REST);
      if (wanted.observed_ns > 0)
        assert_near (bins[i].finer, (double) wanted.finer_ns / (double) wanted.observed_ns, 1e-4);
    }
}

static void
test_model (void)
{
  for (guint32 seed = 1; seed <= 10; seed++)
    {
      g_autoptr (Play) play = play_new (seed, PLENTY);

      for (int i = 0; i < 20; i++)
        {
          play_on (play, 20);
          for (guint j = 0; j < play->world->beings->len; j++)
            if (!world_get (play->world, j)->is_process)
              {
                check_sums (play, j);
                check_bins (play, j);
              }
        }
    }
}

/* One thread that rests, as samples every 100 ms have it. */
static SkeinId
begin_simply (Play *play)
{
  World *world = play->world;

  world->max_processes = 1;
  world->max_threads = 1;
  world->births = 1.0;
  world->deaths = 0.0;
  world->has_gaps = false;
  world->is_aligned = true;
  for (int i = 0; i < 3; i++)
    {
      skein_store_append (play->store, world_step (world));
      world_learn_ids (world, play->store);
    }

  return world_get (world, 1)->id;
}

/* Appends shares of the one thread. */
static void
tell (Play             *play,
      int64_t           from_ns,
      int64_t           to_ns,
      const SkeinShare *shares,
      guint             n)
{
  GArray *array = g_array_new (FALSE, FALSE, sizeof (SkeinShare));
  g_autoptr (SkeinShareBatch) batch = NULL;

  g_array_append_vals (array, shares, n);
  batch = skein_share_batch_new_take (from_ns, to_ns, PERIOD_NS, &world_get (play->world, 1)->key, 1, array);
  skein_store_append_shares (play->store, batch);
}

static void
assert_sum (Play    *play,
            SkeinId  id,
            int64_t  start_ns,
            int64_t  end_ns,
            int64_t  run_ns,
            int64_t  ready_ns)
{
  SkeinSums sums;

  skein_store_sum (play->store, id, start_ns, end_ns, &sums);
  g_assert_cmpint (sums.observed_ns, ==, end_ns - start_ns);
  g_assert_cmpint (sums.finer_ns, ==, end_ns - start_ns);
  assert_near (sums.run_ns, run_ns, 2);
  assert_near (sums.ready_ns, ready_ns, 2);
}

/* A reading tells of the last tick, a little before it: what has no room in its interval was before. */
static void
test_late (void)
{
  g_autoptr (Play) play = play_new (1, PLENTY);
  SkeinId id = begin_simply (play);
  int64_t t = play->world->now_ns;
  const SkeinShare shares[] = {
    { .time_ns = t + 10 * MS, .interval_ns = 4 * MS, .run_ns = 4 * MS },
    { .time_ns = t + 11 * MS, .interval_ns = 1 * MS, .run_ns = 3 * MS / 2 },
    { .time_ns = t + 20 * MS, .interval_ns = 1 * MS, .run_ns = MS },
  };

  tell (play, t, t + 50 * MS, shares, G_N_ELEMENTS (shares));
  assert_sum (play, id, t, t + 11 * MS / 2, 0, 0);
  assert_sum (play, id, t + 11 * MS / 2, t + 11 * MS, 11 * MS / 2, 0);
  assert_sum (play, id, t + 11 * MS, t + 19 * MS, 0, 0);
  assert_sum (play, id, t + 19 * MS, t + 20 * MS, MS, 0);
  assert_sum (play, id, t, t + 50 * MS, 13 * MS / 2, 0);
}

/* A wait is told of when it is over: it was one in the rest of what was told before. */
static void
test_long_wait (void)
{
  g_autoptr (Play) play = play_new (1, PLENTY);
  SkeinId id = begin_simply (play);
  int64_t t = play->world->now_ns;
  const SkeinShare shares[] = {
    { .time_ns = t + 5 * MS, .interval_ns = MS, .run_ns = MS },
    { .time_ns = t + 60 * MS, .interval_ns = 55 * MS, .run_ns = 3 * MS },
    { .time_ns = t + 130 * MS, .interval_ns = 70 * MS, .ready_ns = 120 * MS },
  };

  tell (play, t, t + 150 * MS, shares, G_N_ELEMENTS (shares));
  assert_sum (play, id, t + 5 * MS, t + 60 * MS, 3 * MS, 50 * MS);
  assert_sum (play, id, t + 60 * MS, t + 130 * MS, 0, 70 * MS);
  assert_sum (play, id, t, t + 150 * MS, 4 * MS, 120 * MS);
  g_assert_cmpint (skein_store_take_revised (play->store), ==, t + 4 * MS);
}

/* Where there is no room anywhere, it is the next one's. */
static void
test_owed (void)
{
  g_autoptr (Play) play = play_new (1, PLENTY);
  SkeinId id = begin_simply (play);
  int64_t t = play->world->now_ns;
  SkeinShare shares[102];

  for (int i = 0; i < 100; i++)
    shares[i] = (SkeinShare) { t + (i + 1) * MS, MS, MS, 0, 0, 0 };
  shares[100] = (SkeinShare) { t + 101 * MS, MS, 3 * MS / 2, 0, 0, 0 };
  shares[101] = (SkeinShare) { t + 120 * MS, MS, MS, 0, 1, 0 };

  tell (play, t, t + 150 * MS, shares, G_N_ELEMENTS (shares));
  assert_sum (play, id, t, t + 101 * MS, 101 * MS, 0);
  assert_sum (play, id, t + 237 * MS / 2, t + 120 * MS, 3 * MS / 2, 0);
  assert_sum (play, id, t, t + 150 * MS, 205 * MS / 2, 0);
}

/* A wait that ends was counted all along; of what was before it was watched nothing is told. */
static void
test_before (void)
{
  g_autoptr (Play) play = play_new (1, PLENTY);
  SkeinId id = begin_simply (play);
  int64_t t = play->world->now_ns;
  const SkeinShare first = { .time_ns = t + 10 * MS, .interval_ns = 10 * MS, .ready_ns = 3000 * MS };
  const SkeinShare second = { .time_ns = t + 70 * MS, .interval_ns = 40 * MS, .run_ns = MS, .ready_ns = 39 * MS };

  tell (play, t, t + 50 * MS, &first, 1);
  assert_sum (play, id, t, t + 10 * MS, 0, 10 * MS);
  assert_sum (play, id, t + 10 * MS, t + 50 * MS, 0, 0);

  /* It began before the batch that tells of it. */
  g_assert_cmpint (skein_store_take_revised (play->store), ==, t);
  g_assert_cmpint (skein_store_take_revised (play->store), ==, INT64_MAX);
  tell (play, t + 50 * MS, t + 100 * MS, &second, 1);
  g_assert_cmpint (skein_store_take_revised (play->store), ==, t + 30 * MS);
  assert_sum (play, id, t + 30 * MS, t + 70 * MS, MS, 39 * MS);
  assert_sum (play, id, t + 30 * MS, t + 50 * MS, MS / 2, 39 * MS / 2);

  /* Not before a time in which it was not watched. */
  tell (play, t + 200 * MS, t + 250 * MS, &(SkeinShare) { t + 210 * MS, 30 * MS, 0, 30 * MS, 1, 0 }, 1);
  assert_sum (play, id, t + 200 * MS, t + 250 * MS, 0, 10 * MS);
}

static void
test_interval (void)
{
  g_autoptr (Play) play = play_new (1, PLENTY);
  SkeinId id = begin_simply (play);
  int64_t t = play->world->now_ns;
  const SkeinShare share = { .time_ns = t + 10 * MS, .interval_ns = MS, .run_ns = MS / 4 };
  SkeinShareTime time;

  g_assert_false (skein_store_get_share_interval (play->store, id, t, &time));
  g_assert_cmpint (skein_store_get_shares_end (play->store), ==, INT64_MIN);
  tell (play, t, t + 50 * MS, &share, 1);
  g_assert_cmpint (skein_store_get_shares_end (play->store), ==, t + 50 * MS);

#define ASSERT_TIME(at, start, end) \
  g_assert_true (skein_store_get_share_interval (play->store, id, t + (at), &time)); \
  g_assert_cmpint (time.start_ns, ==, t + (start)); \
  g_assert_cmpint (time.end_ns, ==, t + (end)); \
  g_assert_cmpint (time.period_ns, ==, PERIOD_NS)
  ASSERT_TIME (0, 0, 9 * MS);
  ASSERT_TIME (9 * MS - 1, 0, 9 * MS);
  ASSERT_TIME (9 * MS, 9 * MS, 10 * MS);
  ASSERT_TIME (10 * MS, 10 * MS, 50 * MS);
  g_assert_false (skein_store_get_share_interval (play->store, id, t - 1, &time));
  g_assert_false (skein_store_get_share_interval (play->store, id, t + 50 * MS, &time));
  g_assert_false (skein_store_get_share_interval (play->store, SKEIN_ID_MACHINE, t, &time));
}

/* A batch that tells the same time again, and one of strangers. */
static void
test_nonsense (void)
{
  g_autoptr (Play) play = play_new (1, PLENTY);
  SkeinId id = begin_simply (play);
  int64_t t = play->world->now_ns;
  const SkeinTaskKey stranger = { 5000, 5000, 1 };
  const SkeinShare share = { .time_ns = t + 10 * MS, .interval_ns = MS, .run_ns = MS / 4 };
  const SkeinShare late = { .time_ns = t + 90 * MS, .interval_ns = MS, .run_ns = MS / 4, .thread = 7 };
  g_autoptr (SkeinShareBatch) batch = NULL;

  tell (play, t, t + 50 * MS, &share, 1);
  tell (play, t, t + 50 * MS, &share, 1);
  tell (play, t + 50 * MS, t + 100 * MS, &late, 1);
  assert_sum (play, id, t, t + 100 * MS, MS / 4, 0);

  batch = skein_share_batch_new_take (t, t + MS, PERIOD_NS, &stranger, 1,
                                      g_array_new (FALSE, FALSE, sizeof (SkeinShare)));
  skein_store_append_shares (play->store, batch);
  g_assert_cmpuint (skein_store_find_thread (play->store, &stranger), ==, SKEIN_ID_NONE);
}

/* Switches take the place of both. */
static void
test_exact (void)
{
  g_autoptr (Play) play = play_new (1, PLENTY);
  SkeinId id = begin_simply (play);
  int64_t t = play->world->now_ns;
  const Being *being = world_get (play->world, 1);
  const SkeinShare share = { .time_ns = t + 20 * MS, .interval_ns = 10 * MS, .run_ns = 5 * MS };
  GArray *switches = g_array_new (FALSE, FALSE, sizeof (SkeinSwitch));
  SkeinSwitch in = { .time_ns = t + 14 * MS, .pid = being->key.pid, .tid = being->key.tid, .kind = SKEIN_SWITCH_IN };
  SkeinSwitch out = in;
  g_autoptr (SkeinSwitchBatch) batch = NULL;
  SkeinSums sums;
  SkeinBin bin;

  out.time_ns = t + 16 * MS;
  out.kind = SKEIN_SWITCH_OUT_BLOCKED;
  g_array_append_val (switches, in);
  g_array_append_val (switches, out);
  batch = skein_switch_batch_new_take (t + 14 * MS, t + 30 * MS, switches,
                                       g_array_new (FALSE, FALSE, SKEIN_SWITCH_NAME_SIZE));

  tell (play, t, t + 50 * MS, &share, 1);
  skein_store_append_switches (play->store, batch);
  skein_store_sum (play->store, id, t + 10 * MS, t + 20 * MS, &sums);
  g_assert_cmpint (sums.observed_ns, ==, 10 * MS);
  g_assert_cmpint (sums.finer_ns, ==, 4 * MS);
  assert_near (sums.run_ns, 4 * MS, 2);
  assert_near (sums.exact, 0.6, 1e-9);

  skein_store_bin (play->store, id, t + 14 * MS, (double) (2 * MS), &bin, 1);
  assert_near (bin.run, 1.0, 1e-6);
  assert_near (bin.finer, 0.0, 1e-6);
}

/* The oldest goes, and the samples under it are there again. */
static void
test_budget (void)
{
  const size_t budget = 200 << 10;
  g_autoptr (Play) play = play_new (2, budget);
  SkeinId id = begin_simply (play);
  int64_t t = play->world->now_ns;
  int64_t kept_ns = t;
  SkeinShareTime time;

  for (int i = 0; i < 200; i++)
    {
      SkeinShare shares[50];

      for (int j = 0; j < 50; j++)
        shares[j] = (SkeinShare) { t + (50 * i + j + 1) * MS, MS, MS / 4, MS / 8, 1, 0 };

      tell (play, t + 50 * i * MS, t + 50 * (i + 1) * MS, shares, G_N_ELEMENTS (shares));
      g_assert_cmpuint (skein_store_get_bytes (play->store), <=, budget);
    }

  g_assert_false (skein_store_get_share_interval (play->store, id, t, &time));
  while (!skein_store_get_share_interval (play->store, id, kept_ns, &time))
    kept_ns += MS / 2;

  /* Nobody else wants the room: some four seconds are kept. */
  g_assert_cmpint (kept_ns, <, t + 8000 * MS);
  assert_sum (play, id, kept_ns, t + 10000 * MS, (t + 10000 * MS - kept_ns) / 4, (t + 10000 * MS - kept_ns) / 8);

  skein_store_clear (play->store);
  g_assert_cmpuint (skein_store_get_bytes (play->store), <, 20000);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/shares/model", test_model);
  g_test_add_func ("/shares/late", test_late);
  g_test_add_func ("/shares/long-wait", test_long_wait);
  g_test_add_func ("/shares/owed", test_owed);
  g_test_add_func ("/shares/before", test_before);
  g_test_add_func ("/shares/interval", test_interval);
  g_test_add_func ("/shares/nonsense", test_nonsense);
  g_test_add_func ("/shares/exact", test_exact);
  g_test_add_func ("/shares/budget", test_budget);

  return g_test_run ();
}
