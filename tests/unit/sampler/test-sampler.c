/* test-sampler.c - the thread, and how it hands over; meant for ThreadSanitizer too
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tree.h"

#include "base/clock.h"
#include "sampler/queue.h"
#include "sampler/sampler.h"

#include <poll.h>

#define MS SKEIN_NS_PER_MS
#define PATIENCE_MS 5000

static const Task shell = { 100, 100, 1, "shell", 'S', 0, 50, 5000000, 1000000, 10 };

typedef struct
{
  Tree          tree;
  SkeinSampler *sampler;
} Fixture;

static void
start (Fixture *fixture,
       int64_t  cadence_ns,
       unsigned queue_length)
{
  SkeinSamplerSettings settings = { fixture->tree.path, cadence_ns, 0, queue_length };

  g_assert_cmpint (skein_sampler_new (&settings, &fixture->sampler), ==, 0);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  tree_open (&fixture->tree);
  tree_set (&fixture->tree, &shell);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_pointer (&fixture->sampler, skein_sampler_free);
  tree_close (&fixture->tree);
}

static bool
wait_for_sample (SkeinSampler *sampler,
                 int           timeout_ms)
{
  struct pollfd fd = { .fd = skein_sampler_get_fd (sampler), .events = POLLIN };

  return poll (&fd, 1, timeout_ms) == 1;
}

static SkeinSnapshot *
next_sample (SkeinSampler *sampler)
{
  SkeinSnapshot *snapshot;

  g_assert_true (wait_for_sample (sampler, PATIENCE_MS));
  snapshot = skein_sampler_pop (sampler);
  g_assert_nonnull (snapshot);

  return snapshot;
}

static void
test_first_at_once (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (SkeinSnapshot) snapshot = NULL;

  start (fixture, 1000 * SKEIN_NS_PER_S, 4);
  snapshot = next_sample (fixture->sampler);
  g_assert_cmpint (snapshot->interval_ns, ==, 0);
  g_assert_nonnull (skein_snapshot_find_process (snapshot, 100));
  g_assert_null (skein_sampler_pop (fixture->sampler));
  g_assert_false (wait_for_sample (fixture->sampler, 0));
}

/* Each sample begins where the one before ended: no time is in none, or in two. */
static void
test_no_gaps (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (SkeinSnapshot) before = NULL;

  start (fixture, 5 * MS, 100);
  before = next_sample (fixture->sampler);

  for (int i = 0; i < 30; i++)
    {
      g_autoptr (SkeinSnapshot) snapshot = next_sample (fixture->sampler);

      g_assert_cmpint (snapshot->taken_ns - snapshot->interval_ns, ==, before->taken_ns);
      g_assert_cmpint (snapshot->effort.wanted_ns, ==, 5 * MS);
      g_assert_cmpint (snapshot->effort.cadence_ns, ==, 5 * MS);
      skein_snapshot_unref (before);
      before = g_steal_pointer (&snapshot);
    }
}

/* Nobody takes them: the oldest go, and what is left shows the gap. */
static void
test_overflow (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (SkeinSnapshot) first = NULL;
  g_autoptr (SkeinSnapshot) second = NULL;

  start (fixture, 2 * MS, 2);
  g_usleep (1000000);
  first = next_sample (fixture->sampler);
  second = next_sample (fixture->sampler);
  g_assert_cmpint (first->interval_ns, >, 0);
  g_assert_cmpint (second->taken_ns - second->interval_ns, ==, first->taken_ns);
}

static void
test_shorter_cadence (Fixture       *fixture,
                      gconstpointer  data)
{
  int64_t start_ns;

  start (fixture, 1000 * SKEIN_NS_PER_S, 4);
  skein_snapshot_unref (next_sample (fixture->sampler));
  start_ns = skein_clock_now_ns ();
  skein_sampler_set_cadence (fixture->sampler, 20 * MS);
  skein_snapshot_unref (next_sample (fixture->sampler));
  g_assert_cmpint (skein_clock_now_ns () - start_ns, <, SKEIN_NS_PER_S);
}

static void
test_focus (Fixture       *fixture,
            gconstpointer  data)
{
  const pid_t pids[] = { 100 };
  g_autoptr (SkeinSnapshot) snapshot = NULL;

  start (fixture, 1000 * SKEIN_NS_PER_S, 4);
  skein_snapshot_unref (next_sample (fixture->sampler));
  skein_sampler_set_focus (fixture->sampler, pids, 1);
  snapshot = next_sample (fixture->sampler);
  g_assert_cmpuint (snapshot->n_processes, ==, 1);
  g_assert_nonnull (snapshot->processes[0]->details);
}

static void
test_pause (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (SkeinSnapshot) snapshot = NULL;

  start (fixture, 5 * MS, 4);
  skein_snapshot_unref (next_sample (fixture->sampler));
  skein_sampler_set_paused (fixture->sampler, true);

  /* One may be under way. */
  g_usleep (100000);
  while ((snapshot = skein_sampler_pop (fixture->sampler)) != NULL)
    g_clear_pointer (&snapshot, skein_snapshot_unref);

  g_assert_false (wait_for_sample (fixture->sampler, 100));
  skein_sampler_set_paused (fixture->sampler, false);
  snapshot = next_sample (fixture->sampler);
  g_assert_cmpint (snapshot->interval_ns, ==, 0);
}

static void
test_budget (Fixture       *fixture,
             gconstpointer  data)
{
  bool is_stretched = false;

  start (fixture, MS, 4);
  skein_sampler_set_budget (fixture->sampler, 0.001);

  for (int i = 0; i < 20 && !is_stretched; i++)
    {
      g_autoptr (SkeinSnapshot) snapshot = next_sample (fixture->sampler);

      g_assert_cmpint (snapshot->effort.wanted_ns, ==, MS);
      is_stretched = snapshot->effort.cadence_ns > MS;
    }

  g_assert_true (is_stretched);
}

static void
test_end_while_paused (Fixture       *fixture,
                       gconstpointer  data)
{
  start (fixture, 5 * MS, 4);
  skein_sampler_set_paused (fixture->sampler, true);
  g_usleep (20000);
}

static void
test_no_such_directory (void)
{
  SkeinSamplerSettings settings = { "/nonexistent/proc", MS, 0, 4 };
  SkeinSampler *sampler = NULL;

  g_assert_cmpint (skein_sampler_new (&settings, &sampler), ==, -ENOENT);
  g_assert_null (sampler);
}

static gpointer
push_many (gpointer data)
{
  for (int i = 1; i <= 10000; i++)
    {
      SkeinSnapshot *snapshot = skein_snapshot_new (0, 0);

      snapshot->taken_ns = i;
      skein_queue_push (data, snapshot);
    }

  return NULL;
}

/* Some are dropped, none is out of order, and the last one always arrives. */
static void
test_queue (void)
{
  g_autoptr (SkeinQueue) queue = NULL;
  int64_t last_ns = 0;
  GThread *thread;

  g_assert_cmpint (skein_queue_new (3, &queue), ==, 0);
  thread = g_thread_new ("push", push_many, queue);

  while (last_ns < 10000)
    {
      struct pollfd fd = { .fd = skein_queue_get_fd (queue), .events = POLLIN };
      g_autoptr (SkeinSnapshot) snapshot = NULL;

      g_assert_cmpint (poll (&fd, 1, PATIENCE_MS), ==, 1);
      snapshot = skein_queue_pop (queue);
      g_assert_nonnull (snapshot);
      g_assert_cmpint (snapshot->taken_ns, >, last_ns);
      last_ns = snapshot->taken_ns;
    }

  g_thread_join (thread);
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *path;
    void      (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "/sampler/first-at-once", test_first_at_once },
    { "/sampler/no-gaps", test_no_gaps },
    { "/sampler/overflow", test_overflow },
    { "/sampler/shorter-cadence", test_shorter_cadence },
    { "/sampler/focus", test_focus },
    { "/sampler/pause", test_pause },
    { "/sampler/budget", test_budget },
    { "/sampler/end-while-paused", test_end_while_paused },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);

  g_test_add_func ("/sampler/no-such-directory", test_no_such_directory);
  g_test_add_func ("/sampler/queue", test_queue);

  return g_test_run ();
}
