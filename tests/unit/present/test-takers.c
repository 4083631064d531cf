/* test-takers.c - who took a core away, in order and in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "present/takers.h"

#include "../tale.h"

#define US INT64_C (1000)

static const TaleThread threads[] = {
  { 10, 10, "worker 1", 0.3, 0.3, 'R', 0, true, NULL },
  { 10, 11, "worker 2", 0.3, 0.3, 'R', 0, true, NULL },
  { 20, 20, "other", 0.3, 0.3, 'R', 0, true, NULL },
};

/* On core 0 @tid for 100 µs; after it the core is free for @pause_ns. Returns: when it is taken */
static int64_t
run (GArray  *switches,
     int64_t  time_ns,
     pid_t    tid,
     int64_t  pause_ns)
{
  pid_t pid = tid - tid % 10;
  SkeinSwitch in = { .time_ns = time_ns, .pid = pid, .tid = tid, .kind = SKEIN_SWITCH_IN };
  SkeinSwitch out = { .time_ns = time_ns + 100 * US, .pid = pid, .tid = tid, .kind = SKEIN_SWITCH_OUT_PREEMPTED };

  g_array_append_val (switches, in);
  g_array_append_val (switches, out);

  return time_ns + 100 * US + pause_ns;
}

/* In @tale's last interval: 10 loses to 11 twice, to 20 once and once to nobody knows whom. */
static void
tell (Tale *tale)
{
  GArray *switches = g_array_new (FALSE, FALSE, sizeof (SkeinSwitch));
  GArray *names = g_array_new (FALSE, FALSE, SKEIN_SWITCH_NAME_SIZE);
  SkeinSwitchBatch *batch;
  int64_t time_ns;

  tale_begin (tale, 1);
  for (int i = 0; i < 2; i++)
    tale_tell (tale, TALE_INTERVAL, threads, G_N_ELEMENTS (threads));

  time_ns = tale->now_ns - TALE_INTERVAL;
  time_ns = run (switches, time_ns, 10, US);
  time_ns = run (switches, time_ns, 20, US);
  time_ns = run (switches, time_ns, 10, US);
  time_ns = run (switches, time_ns, 11, US);
  time_ns = run (switches, time_ns, 10, TALE_MS);
  time_ns = run (switches, time_ns, 10, US);
  time_ns = run (switches, time_ns, 11, TALE_MS);

  batch = skein_switch_batch_new_take (tale->now_ns - TALE_INTERVAL, tale->now_ns, switches, names);
  skein_store_append_switches (tale->store, batch);
  skein_switch_batch_unref (batch);
}

static void
test_list (void)
{
  g_autoptr (GArray) by_thread = g_array_new (FALSE, FALSE, sizeof (SkeinTaking));
  g_autoptr (GArray) in_all = g_array_new (FALSE, FALSE, sizeof (SkeinTaking));
  g_autofree char *line = NULL;
  const SkeinTaking *takings;
  SkeinId process;
  Tale tale;
  guint n;

  tell (&tale);
  process = tale_process_id (&tale, 10);
  g_assert_cmpint (skein_takers_list (tale.store, &process, 1, tale.now_ns - TALE_INTERVAL, tale.now_ns, by_thread,
                                      in_all), ==, tale.now_ns - TALE_INTERVAL);

  takings = skein_takers_find (by_thread, tale_thread_id (&tale, 10, 10), &n);
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpuint (takings[0].taker, ==, tale_thread_id (&tale, 10, 11));
  g_assert_cmpuint (takings[0].count, ==, 2);
  g_assert_cmpuint (takings[1].taker, ==, tale_thread_id (&tale, 20, 20));
  g_assert_cmpuint (takings[2].taker, ==, SKEIN_ID_NONE);
  line = skein_takers_dup_line (tale.store, takings, n);
  g_assert_cmpstr (line, ==, "worker 2 (11) ×2, other (20) ×1, …");

  g_assert_null (skein_takers_find (by_thread, tale_thread_id (&tale, 20, 20), &n));
  g_assert_cmpuint (n, ==, 0);

  /* Thread 11 lost its core to 10, and once nobody knows to whom. */
  g_assert_cmpuint (in_all->len, ==, 4);
  g_assert_cmpuint (g_array_index (in_all, SkeinTaking, 0).taker, ==, tale_thread_id (&tale, 10, 11));
  g_assert_cmpuint (g_array_index (in_all, SkeinTaking, 0).count, ==, 2);
  g_assert_cmpuint (g_array_index (in_all, SkeinTaking, 1).taker, ==, SKEIN_ID_NONE);
  g_assert_cmpuint (g_array_index (in_all, SkeinTaking, 1).count, ==, 2);
  g_assert_cmpuint (g_array_index (in_all, SkeinTaking, 2).count, ==, 1);
  tale_end (&tale);
}

/* Of the machine those of other processes are told of too. */
static void
test_machine (void)
{
  g_autoptr (GArray) in_all = g_array_new (FALSE, FALSE, sizeof (SkeinTaking));
  uint64_t n = 0;
  Tale tale;

  tell (&tale);
  skein_takers_list (tale.store, NULL, 0, tale.now_ns - TALE_INTERVAL, tale.now_ns, NULL, in_all);
  for (guint i = 0; i < in_all->len; i++)
    n += g_array_index (in_all, SkeinTaking, i).count;
  g_assert_cmpuint (n, ==, 7);
  tale_end (&tale);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/present/takers/list", test_list);
  g_test_add_func ("/present/takers/machine", test_machine);

  return g_test_run ();
}
