/* test-memory-footprints.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "sampler/memory-footprints.h"
#include "sampler/memory-pace.h"

#include "memory-tree.h"

#define S SKEIN_NS_PER_S

typedef struct
{
  Tree                   tree;
  SkeinMemoryFootprints *footprints;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  tree_open (&fixture->tree);
  fixture->footprints = skein_memory_footprints_new (fixture->tree.fd);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  skein_memory_footprints_free (fixture->footprints);
  tree_close (&fixture->tree);
}

static void
put (Fixture *fixture,
     pid_t    pid,
     int      pss_kib)
{
  tree_set_process (&fixture->tree, pid, 'S', 7, NULL);
  tree_set_rollup (&fixture->tree, pid, pss_kib);
}

/* "pid:pss", in KiB, or "pid!error" */
static void
assert_footprints (Fixture    *fixture,
                   const char *expected)
{
  uint32_t n;
  g_autofree SkeinFootprint *footprints = skein_memory_footprints_dup (fixture->footprints, &n);
  g_autoptr (GString) text = g_string_new ("");

  for (uint32_t i = 0; i < n; i++)
    {
      const SkeinFootprint *footprint = &footprints[i];

      g_string_append_printf (text, "%s%d", i > 0 ? " " : "", (int) footprint->process.pid);

      if (footprint->error != 0)
        g_string_append_printf (text, "!%s", g_strerror (-footprint->error));
      else
        g_string_append_printf (text, ":%u", (unsigned) (footprint->pss / 1024));
    }

  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_all (Fixture       *fixture,
          gconstpointer  data)
{
  uint32_t n;
  g_autofree SkeinFootprint *footprints = NULL;

  put (fixture, 12, 5);
  put (fixture, 9, 8);
  tree_set_process (&fixture->tree, 30, 'Z', 7, NULL);
  tree_write (&fixture->tree,
              "2 (k) I 0 0 0 0 -1 2129984 0 0 0 0 0 0 0 0 20 0 1 0 7 0 0 1 0 0 0 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0\n",
              "2/stat");
  skein_memory_footprints_read_all (fixture->footprints);
  assert_footprints (fixture, "2:0 9:8 12:5 30!No such process");
  g_assert_cmpuint (skein_memory_footprints_count (fixture->footprints), ==, 4);

  footprints = skein_memory_footprints_dup (fixture->footprints, &n);
  g_assert_cmpint (footprints[1].process.tid, ==, 9);
  g_assert_cmpuint (footprints[1].process.start_ticks, ==, 7);
  g_assert_cmpuint (footprints[1].resident, ==, 16 * 1024);
  g_assert_cmpuint (footprints[1].own, ==, 3 * 1024);
  g_assert_cmpuint (footprints[1].swap, ==, 3 * 1024);
  g_assert_cmpint (footprints[1].read_ns, >, 0);
}

static void
step_until_still (Fixture *fixture,
                  int64_t  now_ns)
{
  for (int i = 0; skein_memory_footprints_step (fixture->footprints, now_ns); i++)
    g_assert_cmpint (i, <, 1000);
}

static void
test_pace (Fixture       *fixture,
           gconstpointer  data)
{
  int64_t now_ns = skein_clock_now_ns ();

  put (fixture, 9, 8);
  put (fixture, 12, 5);
  step_until_still (fixture, now_ns);
  assert_footprints (fixture, "9:8 12:5");

  /* What was read is not again for five seconds; a new one is found within one, one that has ended goes. */
  put (fixture, 9, 80);
  put (fixture, 20, 1);
  tree_end_process (&fixture->tree, 12);
  g_assert_false (skein_memory_footprints_step (fixture->footprints, now_ns + S / 2));
  step_until_still (fixture, now_ns + 2 * S);
  assert_footprints (fixture, "9:8 20:1");
  step_until_still (fixture, now_ns + 7 * S);
  assert_footprints (fixture, "9:80 20:1");
}

/* A longer period holds for what was read before; a shorter one too, but not less than five seconds. */
static void
test_period (Fixture       *fixture,
             gconstpointer  data)
{
  int64_t now_ns = skein_clock_now_ns ();

  put (fixture, 9, 8);
  step_until_still (fixture, now_ns);
  put (fixture, 9, 80);
  skein_memory_footprints_set_period (fixture->footprints, 20 * S);
  step_until_still (fixture, now_ns + 7 * S);
  assert_footprints (fixture, "9:8");
  step_until_still (fixture, now_ns + 21 * S);
  assert_footprints (fixture, "9:80");

  put (fixture, 9, 800);
  skein_memory_footprints_set_period (fixture->footprints, 0);
  step_until_still (fixture, now_ns + 24 * S);
  assert_footprints (fixture, "9:80");
  step_until_still (fixture, now_ns + 27 * S);
  assert_footprints (fixture, "9:800");
}

/* Who comes and goes between two lists is not read; they follow each other sooner as soon as the period is shorter. */
static void
test_lists (Fixture       *fixture,
            gconstpointer  data)
{
  int64_t now_ns = skein_clock_now_ns ();

  skein_memory_footprints_set_period (fixture->footprints, 60 * S);
  put (fixture, 9, 8);
  step_until_still (fixture, now_ns);
  put (fixture, 20, 1);
  g_assert_false (skein_memory_footprints_step (fixture->footprints, now_ns + 4 * S));
  assert_footprints (fixture, "9:8");
  step_until_still (fixture, now_ns + 5 * S);
  assert_footprints (fixture, "9:8 20:1");

  put (fixture, 30, 2);
  g_assert_false (skein_memory_footprints_step (fixture->footprints, now_ns + 7 * S));
  skein_memory_footprints_set_period (fixture->footprints, 0);
  step_until_still (fixture, now_ns + 7 * S);
  assert_footprints (fixture, "9:8 20:1 30:2");
}

/* Only those that are named are read, each once, and nothing is due before one of them is; one that has ended says
 * so. All others come when all are wanted again, and what is known stays. */
static void
test_named (Fixture       *fixture,
            gconstpointer  data)
{
  const SkeinTaskKey named[] = { { 20, 20, 7 }, { 9, 9, 7 }, { 20, 20, 7 } };
  int64_t now_ns = skein_clock_now_ns ();

  put (fixture, 9, 8);
  put (fixture, 12, 5);
  put (fixture, 20, 1);
  skein_memory_footprints_set_named (fixture->footprints, named, G_N_ELEMENTS (named));
  g_assert_cmpint (skein_memory_footprints_get_due_ns (fixture->footprints), <=, now_ns);
  step_until_still (fixture, now_ns);
  assert_footprints (fixture, "9:8 20:1");
  g_assert_cmpint (skein_memory_footprints_get_due_ns (fixture->footprints), ==, now_ns + 5 * S);

  put (fixture, 9, 80);
  tree_end_process (&fixture->tree, 20);
  g_assert_false (skein_memory_footprints_step (fixture->footprints, now_ns + 4 * S));
  step_until_still (fixture, now_ns + 6 * S);
  assert_footprints (fixture, "9:80 20!No such process");

  put (fixture, 9, 800);
  skein_memory_footprints_set_named (fixture->footprints, NULL, 0);
  step_until_still (fixture, now_ns + 7 * S);
  assert_footprints (fixture, "9:80 12:5");
  g_assert_cmpint (skein_memory_footprints_get_due_ns (fixture->footprints), ==, now_ns + 8 * S);
}

/* A step ends after some milliseconds, the longest unread come first. */
static void
test_many (Fixture       *fixture,
           gconstpointer  data)
{
  int64_t now_ns = skein_clock_now_ns ();
  uint32_t n = 0, n_before;

  for (int i = 0; i < 1500; i++)
    put (fixture, 10 + i, i);

  for (int steps = 0; n < 1500; steps++)
    {
      g_autofree SkeinFootprint *footprints = NULL;

      n_before = n;
      g_assert_true (skein_memory_footprints_step (fixture->footprints, now_ns));
      footprints = skein_memory_footprints_dup (fixture->footprints, &n);
      g_assert_cmpuint (n, >, n_before);
      g_assert_cmpint (steps, <, 1500);
      g_assert_true (steps > 0 || n < 1500);
    }

  g_assert_false (skein_memory_footprints_step (fixture->footprints, now_ns));
}

static void
test_dear (void)
{
  g_assert_cmpint (skein_memory_pace_next (10 * S, S / 1000, 5 * S), ==, 15 * S);
  g_assert_cmpint (skein_memory_pace_next (10 * S, S, 5 * S), ==, 60 * S);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/memory-footprints/all", Fixture, NULL, set_up, test_all, tear_down);
  g_test_add ("/memory-footprints/pace", Fixture, NULL, set_up, test_pace, tear_down);
  g_test_add ("/memory-footprints/period", Fixture, NULL, set_up, test_period, tear_down);
  g_test_add ("/memory-footprints/lists", Fixture, NULL, set_up, test_lists, tear_down);
  g_test_add ("/memory-footprints/named", Fixture, NULL, set_up, test_named, tear_down);
  g_test_add ("/memory-footprints/many", Fixture, NULL, set_up, test_many, tear_down);
  g_test_add_func ("/memory-footprints/dear", test_dear);

  return g_test_run ();
}
