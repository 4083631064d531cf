/* test-merge.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "trace/merge.h"

#include <string.h>

typedef struct
{
  SkeinMerge *merge;
  GArray     *switches;
  GArray     *names;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->merge = skein_merge_new ();
  fixture->switches = g_array_new (FALSE, FALSE, sizeof (SkeinSwitch));
  fixture->names = g_array_new (FALSE, FALSE, SKEIN_SWITCH_NAME_SIZE);

  for (unsigned i = 0; i < 5; i++)
    g_assert_cmpuint (skein_merge_add_lane (fixture->merge), ==, i);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  skein_merge_free (fixture->merge);
  g_array_unref (fixture->switches);
  g_array_unref (fixture->names);
}

static void
add (Fixture         *fixture,
     unsigned         lane,
     SkeinSwitchKind  kind,
     pid_t            tid,
     int64_t          time_ns)
{
  SkeinSwitch record = { .time_ns = time_ns, .tid = tid, .core = (uint16_t) lane, .kind = (uint8_t) kind };

  skein_merge_add (fixture->merge, lane, &record, NULL);
}

static void
add_name (Fixture    *fixture,
          unsigned    lane,
          pid_t       tid,
          int64_t     time_ns,
          const char *name)
{
  SkeinSwitch record = { .time_ns = time_ns, .tid = tid, .kind = SKEIN_SWITCH_NAME };
  char padded[SKEIN_SWITCH_NAME_SIZE] = { 0 };

  g_strlcpy (padded, name, sizeof padded);
  skein_merge_add (fixture->merge, lane, &record, padded);
}

static void
add_lost (Fixture  *fixture,
          unsigned  lane,
          int64_t   until_ns)
{
  SkeinSwitch record = { .until_ns = until_ns, .core = (uint16_t) lane, .count = 3, .kind = SKEIN_SWITCH_LOST };

  skein_merge_add (fixture->merge, lane, &record, NULL);
}

/* "time letter tid", the letter of the kind. */
static void
assert_taken (Fixture    *fixture,
              int64_t     until_ns,
              const char *expected)
{
  g_autoptr (GString) text = g_string_new ("");

  g_array_set_size (fixture->switches, 0);
  skein_merge_take (fixture->merge, until_ns, fixture->switches, fixture->names);

  for (guint i = 0; i < fixture->switches->len; i++)
    {
      const SkeinSwitch *record = &g_array_index (fixture->switches, SkeinSwitch, i);

      g_string_append_printf (text, "%s%" G_GINT64_FORMAT "%c%d", i > 0 ? " " : "", record->time_ns,
                              "IBPFXNEWL"[record->kind], (int) record->tid);

      if (record->kind == SKEIN_SWITCH_LOST)
        g_string_append_printf (text, "-%" G_GINT64_FORMAT, record->until_ns);
    }

  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_order (Fixture       *fixture,
            gconstpointer  data)
{
  add (fixture, 0, SKEIN_SWITCH_IN, 1, 10);
  add (fixture, 0, SKEIN_SWITCH_OUT_BLOCKED, 1, 40);
  add (fixture, 0, SKEIN_SWITCH_IN, 5, 41 + 4000);
  add (fixture, 1, SKEIN_SWITCH_IN, 2, 20);
  add (fixture, 1, SKEIN_SWITCH_OUT_PREEMPTED, 2, 30);
  add (fixture, 4, SKEIN_SWITCH_IN, 3, 20);

  assert_taken (fixture, 20, "10I1");
  add (fixture, 2, SKEIN_SWITCH_IN, 4, 25);
  assert_taken (fixture, 40, "20I2 20I3 25I4 30P2");
  assert_taken (fixture, 41, "40B1");
  assert_taken (fixture, 100, "");
  assert_taken (fixture, 10000, "4041I5");
}

/* From one thread to the next, at once. */
static void
test_take_over (Fixture       *fixture,
                gconstpointer  data)
{
  add (fixture, 0, SKEIN_SWITCH_IN, 1, 10);
  add (fixture, 0, SKEIN_SWITCH_OUT_BLOCKED, 1, 1000);
  add (fixture, 0, SKEIN_SWITCH_IN, 2, 2000);
  add (fixture, 0, SKEIN_SWITCH_OUT_PREEMPTED, 2, 3000);
  assert_taken (fixture, 2500, "10I1 1000B1 1000I2");
  assert_taken (fixture, 4000, "3000P2");
  add (fixture, 0, SKEIN_SWITCH_IN, 3, 4500); /* the time before is taken already */
  assert_taken (fixture, 5000, "4000I3");
  add (fixture, 0, SKEIN_SWITCH_OUT_BLOCKED, 3, 6000);
  add (fixture, 0, SKEIN_SWITCH_IN, 4, 11000); /* somebody else had it in between, or nobody */
  assert_taken (fixture, 20000, "6000B3 11000I4");
}

/* A core that lags, and a maker that was preempted with the time in its hand. */
static void
test_late (Fixture       *fixture,
           gconstpointer  data)
{
  add (fixture, 0, SKEIN_SWITCH_IN, 1, 10);
  add (fixture, 0, SKEIN_SWITCH_FORK, 2, 5);
  assert_taken (fixture, 50, "10I1 10F2");
  add (fixture, 1, SKEIN_SWITCH_IN, 3, 45);
  assert_taken (fixture, 60, "50I3");
}

static void
test_twice (Fixture       *fixture,
            gconstpointer  data)
{
  add (fixture, 0, SKEIN_SWITCH_FORK, 1, 1);
  add (fixture, 0, SKEIN_SWITCH_FORK, 1, 2);
  add (fixture, 0, SKEIN_SWITCH_IN, 1, 10);
  add (fixture, 0, SKEIN_SWITCH_IN, 1, 11);
  add (fixture, 0, SKEIN_SWITCH_OUT_BLOCKED, 1, 20);
  add (fixture, 0, SKEIN_SWITCH_OUT_BLOCKED, 1, 21);
  add (fixture, 0, SKEIN_SWITCH_IN, 1, 30);
  add (fixture, 0, SKEIN_SWITCH_EXIT, 1, 31);
  add (fixture, 0, SKEIN_SWITCH_EXIT, 1, 32);
  add (fixture, 0, SKEIN_SWITCH_FORK, 1, 33); /* the number again */
  add (fixture, 0, SKEIN_SWITCH_IN, 1, 34);
  assert_taken (fixture, 100, "1F1 10I1 20B1 20I1 31X1 33F1 34I1");
}

/* What comes after a loss may look like what came before. */
static void
test_lost (Fixture       *fixture,
           gconstpointer  data)
{
  add (fixture, 0, SKEIN_SWITCH_IN, 1, 10);
  add (fixture, 1, SKEIN_SWITCH_IN, 2, 20);
  add_lost (fixture, 0, 50);
  add (fixture, 0, SKEIN_SWITCH_IN, 1, 50);
  assert_taken (fixture, 100, "10I1 10L0-50 20I2 50I1");
  add_lost (fixture, 1, 300);
  assert_taken (fixture, 400, "100L0-300");
}

static void
test_start (Fixture       *fixture,
            gconstpointer  data)
{
  skein_merge_set_start (fixture->merge, 100);
  add (fixture, 0, SKEIN_SWITCH_IN, 1, 10);
  add (fixture, 0, SKEIN_SWITCH_FORK, 2, 20);
  add (fixture, 0, SKEIN_SWITCH_OUT_BLOCKED, 1, 30);
  add (fixture, 0, SKEIN_SWITCH_EXIT, 3, 90);
  add (fixture, 0, SKEIN_SWITCH_IN, 2, 101);
  assert_taken (fixture, 200, "100W2 100X3 101I2");
}

static void
test_names (Fixture       *fixture,
            gconstpointer  data)
{
  add_name (fixture, 0, 1, 10, "early");
  add_name (fixture, 1, 2, 5, "earlier");
  add_name (fixture, 0, 1, 20, "late");

  for (int round = 0; round < 2; round++)
    {
      assert_taken (fixture, round == 0 ? 15 : 100, round == 0 ? "5N2 10N1" : "20N1");

      for (guint i = 0; i < fixture->switches->len; i++)
        {
          const SkeinSwitch *record = &g_array_index (fixture->switches, SkeinSwitch, i);
          const char *name = fixture->names->data + record->name * SKEIN_SWITCH_NAME_SIZE;

          g_assert_cmpstr (name, ==, record->time_ns == 5 ? "earlier" : record->time_ns == 10 ? "early" : "late");
        }

      g_array_set_size (fixture->names, 0);
    }
}

/* Against sorting. */
static void
test_random (Fixture       *fixture,
             gconstpointer  data)
{
  int64_t last[5] = { 0 };
  int64_t until = 0, before = 0;
  guint n_added = 0, n_taken = 0;

  for (int round = 0; round < 300; round++)
    {
      for (int i = g_test_rand_int_range (0, 40); i > 0; i--)
        {
          unsigned lane = (unsigned) g_test_rand_int_range (0, 5);

          last[lane] = MAX (last[lane], until) + g_test_rand_int_range (0, 30);
          add (fixture, lane, (SkeinSwitchKind) g_test_rand_int_range (0, 3), (pid_t) ++n_added, last[lane]);
        }

      until += g_test_rand_int_range (1, 200);
      g_array_set_size (fixture->switches, 0);
      skein_merge_take (fixture->merge, round < 299 ? until : INT64_MAX, fixture->switches, fixture->names);
      n_taken += fixture->switches->len;

      for (guint i = 0; i < fixture->switches->len; i++)
        {
          int64_t time_ns = g_array_index (fixture->switches, SkeinSwitch, i).time_ns;

          g_assert_cmpint (time_ns, >=, before);
          before = time_ns;
        }

      g_assert_true (round == 299 || before < until);
    }

  g_assert_cmpuint (n_taken, ==, n_added);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/merge/order", Fixture, NULL, set_up, test_order, tear_down);
  g_test_add ("/merge/take-over", Fixture, NULL, set_up, test_take_over, tear_down);
  g_test_add ("/merge/late", Fixture, NULL, set_up, test_late, tear_down);
  g_test_add ("/merge/twice", Fixture, NULL, set_up, test_twice, tear_down);
  g_test_add ("/merge/lost", Fixture, NULL, set_up, test_lost, tear_down);
  g_test_add ("/merge/start", Fixture, NULL, set_up, test_start, tear_down);
  g_test_add ("/merge/names", Fixture, NULL, set_up, test_names, tear_down);
  g_test_add ("/merge/random", Fixture, NULL, set_up, test_random, tear_down);

  return g_test_run ();
}
