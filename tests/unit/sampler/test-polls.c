/* test-polls.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tree.h"

#include "base/clock.h"
#include "proc/schedstat.h"
#include "proc/stat.h"
#include "sampler/poller.h"
#include "sampler/polls.h"

#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>

#define MS SKEIN_NS_PER_MS

typedef struct
{
  Tree        tree;
  SkeinPolls *polls;
  GArray     *shares;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  tree_open (&fixture->tree);
  fixture->polls = skein_polls_new (fixture->tree.fd, false);
  fixture->shares = g_array_new (FALSE, FALSE, sizeof (SkeinShare));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  skein_polls_free (fixture->polls);
  g_array_unref (fixture->shares);
  tree_close (&fixture->tree);
}

static void
put (Fixture  *fixture,
     pid_t     tid,
     uint64_t  run_ns,
     uint64_t  ready_ns,
     uint64_t  slices)
{
  Task task = {
    .pid = 10,
    .tid = tid,
    .ppid = 1,
    .name = "x",
    .letter = 'S',
    .start_ticks = 7,
    .run_ns = run_ns,
    .ready_ns = ready_ns,
    .slices = slices,
  };

  tree_set (&fixture->tree, &task);
}

static void
watch (Fixture *fixture,
       int      n_threads,
       int64_t  now_ns)
{
  SkeinTaskKey keys[100];

  for (int i = 0; i < n_threads; i++)
    keys[i] = (SkeinTaskKey) { 10, 10 + i, 7 };

  skein_polls_set (fixture->polls, keys, (size_t) n_threads, now_ns);
}

/* "thread:run+ready/interval*slices" */
static void
assert_look (Fixture    *fixture,
             int64_t     now_ns,
             const char *expected)
{
  g_autoptr (GString) text = g_string_new ("");

  g_array_set_size (fixture->shares, 0);
  skein_polls_look (fixture->polls, now_ns, fixture->shares);

  for (guint i = 0; i < fixture->shares->len; i++)
    {
      const SkeinShare *share = &g_array_index (fixture->shares, SkeinShare, i);

      g_assert_cmpint (share->time_ns, ==, now_ns);
      g_string_append_printf (text, "%s%u:%u+%u/%u*%u", i > 0 ? " " : "", share->thread, share->run_ns,
                              share->ready_ns, share->interval_ns, share->slices);
    }

  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_shares (Fixture       *fixture,
             gconstpointer  data)
{
  put (fixture, 10, 1000, 100, 3);
  put (fixture, 11, 2000, 0, 5);
  g_assert_cmpint (skein_polls_get_period_ns (fixture->polls), ==, 0);
  watch (fixture, 2, 100 * MS);
  g_assert_cmpint (skein_polls_get_period_ns (fixture->polls), ==, MS);
  assert_look (fixture, 101 * MS, "");

  put (fixture, 10, 1500, 350, 4);
  assert_look (fixture, 102 * MS, "0:500+250/1000000*1");
  assert_look (fixture, 103 * MS, "");

  /* A tick's worth at once, of the time before it. */
  put (fixture, 11, 2000 + 4 * MS, 0, 5);
  assert_look (fixture, 105 * MS, "1:4000000+0/4000000*0");

  /* No more than the time that was not told yet. */
  put (fixture, 11, 2000 + 10 * MS, 0, 5);
  assert_look (fixture, 107 * MS, "1:6000000+0/2000000*0");
}

static void
test_set (Fixture       *fixture,
          gconstpointer  data)
{
  SkeinTaskKey keys[] = { { 10, 11, 7 }, { 10, 10, 8 }, { 99, 99, 1 } };
  uint32_t n;

  put (fixture, 10, 0, 0, 0);
  put (fixture, 11, 0, 0, 0);

  /* One whose number is another's now, and one that never was. */
  skein_polls_set (fixture->polls, keys, G_N_ELEMENTS (keys), 0);
  g_assert_cmpint (skein_polls_get (fixture->polls, &n)[0].tid, ==, 11);
  g_assert_cmpuint (n, ==, 1);

  /* One that is watched already goes on as before. */
  put (fixture, 11, 300, 0, 1);
  watch (fixture, 2, MS);
  assert_look (fixture, 2 * MS, "1:300+0/1000000*1");

  for (int i = 2; i < 80; i++)
    put (fixture, 10 + i, 0, 0, 0);

  watch (fixture, 17, 3 * MS);
  g_assert_cmpint (skein_polls_get_period_ns (fixture->polls), ==, 4 * MS);
  watch (fixture, 80, 3 * MS);
  skein_polls_get (fixture->polls, &n);
  g_assert_cmpuint (n, ==, SKEIN_POLLS_MOST);
  watch (fixture, 0, 3 * MS);
  assert_look (fixture, 4 * MS, "");
}

/* A thread of this program that sleeps and spins, as its own clock tells. */
typedef struct
{
  atomic_int   tid;
  atomic_int   is_ending;
  atomic_llong cpu_ns;
} Spinner;

static void *
spin_cb (void *data)
{
  Spinner *spinner = data;

  spinner->tid = gettid ();

  while (!spinner->is_ending)
    {
      int64_t end_ns = skein_clock_now_ns () + MS;

      while (skein_clock_now_ns () < end_ns)
        continue;

      g_usleep (3000);
      spinner->cpu_ns = skein_clock_thread_cpu_ns ();
    }

  return NULL;
}

static SkeinTaskKey
get_key (pid_t tid)
{
  g_autofree char *path = g_strdup_printf ("/proc/self/task/%d/stat", (int) tid);
  SkeinStat stat;

  g_assert_cmpint (skein_stat_read_at (AT_FDCWD, path, &stat), ==, 0);

  return (SkeinTaskKey) { getpid (), tid, stat.start_ticks };
}

static void
test_poller (void)
{
  g_autoptr (SkeinPoller) poller = NULL;
  Spinner spinner = { 0 };
  pthread_t thread;
  SkeinTaskKey key;
  int64_t run_ns = 0, told_ns = 0, cpu_ns;
  unsigned n_batches = 0;

  g_assert_cmpint (skein_poller_new (NULL, &poller), ==, 0);
  g_assert_cmpint (pthread_create (&thread, NULL, spin_cb, &spinner), ==, 0);

  while (spinner.tid == 0)
    g_usleep (1000);

  key = get_key (spinner.tid);
  cpu_ns = spinner.cpu_ns;
  skein_poller_set_threads (poller, &key, 1);

  while (n_batches < 8)
    {
      struct pollfd fd = { .fd = skein_poller_get_fd (poller), .events = POLLIN };
      g_autoptr (SkeinShareBatch) batch = NULL;

      g_assert_cmpint (poll (&fd, 1, 5000), ==, 1);
      batch = skein_poller_pop (poller);
      g_assert_nonnull (batch);
      g_assert_true (n_batches == 0 || batch->from_ns == told_ns);
      g_assert_cmpint (batch->to_ns, >, batch->from_ns);
      told_ns = batch->to_ns;
      n_batches++;

      for (uint32_t i = 0; i < batch->n_shares; i++)
        run_ns += batch->shares[i].run_ns;
    }

  cpu_ns = spinner.cpu_ns - cpu_ns;
  spinner.is_ending = true;
  g_assert_cmpint (pthread_join (thread, NULL), ==, 0);
  g_test_message ("%d of %d µs", (int) (run_ns / 1000), (int) (cpu_ns / 1000));
  g_assert_cmpint (ABS (run_ns - cpu_ns), <, 15 * MS + cpu_ns / 10);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/polls/shares", Fixture, NULL, set_up, test_shares, tear_down);
  g_test_add ("/polls/set", Fixture, NULL, set_up, test_set, tear_down);
  g_test_add_func ("/polls/poller", test_poller);

  return g_test_run ();
}
