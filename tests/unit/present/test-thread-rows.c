/* test-thread-rows.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "base/clock.h"
#include "present/thread-rows.h"

static const SkeinTaskKey key = { 100, 100, 7 };

/* A process with a thread for each letter of @threads: its tid is 100 and the place in
 * the alphabet; it has run as many milliseconds as @run_ms says for it. */
static SkeinSnapshot *
make_snapshot (int64_t     taken_s,
               const char *threads,
               const int  *run_ms)
{
  SkeinSnapshot *snapshot = skein_snapshot_new (0, 1);
  uint32_t n = (uint32_t) strlen (threads);
  SkeinProcess *process = skein_process_new (n);

  process->pid = key.pid;
  process->start_ticks = key.start_ticks;
  process->name = g_ref_string_new ("test");
  process->command = g_ref_string_new ("");
  process->user = g_ref_string_new ("");
  process->cgroup = g_ref_string_new ("");
  skein_process_add_details (process);

  for (uint32_t i = 0; i < n; i++)
    {
      process->threads[i].tid = 100 + threads[i] - 'a';
      process->threads[i].start_ticks = 7;
      process->threads[i].letter = 'S';
      process->threads[i].run_ns = (uint64_t) run_ms[i] * SKEIN_NS_PER_MS;
      process->details[i].voluntary = (uint64_t) run_ms[i];
      process->details[i].moves = -1;
    }

  snapshot->taken_ns = taken_s * SKEIN_NS_PER_S;
  snapshot->interval_ns = SKEIN_NS_PER_S;
  snapshot->processes[0] = process;

  return snapshot;
}

static bool
update (SkeinThreadRows *rows,
        int64_t          taken_s,
        const char      *threads,
        const int       *run_ms)
{
  g_autoptr(SkeinSnapshot) snapshot = make_snapshot (taken_s, threads, run_ms);

  return skein_thread_rows_update (rows, snapshot, NULL);
}

static void
assert_rows (const SkeinThreadRows *rows,
             const char            *expected)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (uint32_t i = 0; i < skein_thread_rows_get_n_rows (rows); i++)
    g_string_append_c (text, (char) (skein_thread_rows_get_row (rows, i)->thread->tid - 100 + 'a'));

  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_figures (void)
{
  g_autoptr(SkeinThreadRows) rows = skein_thread_rows_new (&key);
  const SkeinThreadRow *row;

  g_assert_true (update (rows, 1, "abd", (int[]) { 0, 100, 200 }));
  g_assert_false (skein_thread_rows_get_row (rows, 0)->has_rates);

  /* c takes the place of b in the array, and must not take over its times, nor d's. */
  g_assert_true (update (rows, 3, "acd", (int[]) { 1000, 205, 200 }));
  assert_rows (rows, "acd");

  row = skein_thread_rows_get_row (rows, 0);
  g_assert_cmpfloat_with_epsilon ((double) row->run, 0.5, 1e-6);
  g_assert_true (row->has_rates);
  g_assert_cmpfloat_with_epsilon ((double) row->given_up, 500.0, 1e-3);

  g_assert_cmpfloat ((double) skein_thread_rows_get_row (rows, 1)->run, ==, 0.0);
  g_assert_false (skein_thread_rows_get_row (rows, 1)->has_rates);
  g_assert_cmpfloat ((double) skein_thread_rows_get_row (rows, 2)->run, ==, 0.0);
  g_assert_true (skein_thread_rows_get_row (rows, 2)->has_rates);
}

static void
test_order_and_hold (void)
{
  g_autoptr(SkeinThreadRows) rows = skein_thread_rows_new (&key);

  update (rows, 1, "abc", (int[]) { 20, 30, 10 });
  skein_thread_rows_set_order (rows, SKEIN_THREAD_CPU_TIME, true);
  assert_rows (rows, "bac");

  skein_thread_rows_set_hold (rows, true);
  update (rows, 2, "abcd", (int[]) { 20, 30, 99, 100 });
  assert_rows (rows, "bacd");

  /* What the user asks for goes before. */
  skein_thread_rows_set_order (rows, SKEIN_THREAD_TID, true);
  assert_rows (rows, "dcba");

  skein_thread_rows_set_order (rows, SKEIN_THREAD_STATE, true);
  assert_rows (rows, "abcd");
}

static void
test_ended (void)
{
  g_autoptr(SkeinThreadRows) rows = skein_thread_rows_new (&key);
  g_autoptr(SkeinSnapshot) empty = skein_snapshot_new (0, 0);
  SkeinTaskKey later = { 100, 100, 8 };
  g_autoptr(SkeinThreadRows) others = skein_thread_rows_new (&later);

  update (rows, 1, "ab", (int[]) { 1, 2 });
  g_assert_false (skein_thread_rows_update (rows, empty, NULL));
  assert_rows (rows, "ab");
  g_assert_nonnull (skein_thread_rows_get_process (rows));

  /* The number alone is not the process. */
  g_assert_false (update (others, 1, "ab", (int[]) { 1, 2 }));
  g_assert_null (skein_thread_rows_get_process (others));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/thread-rows/figures", test_figures);
  g_test_add_func ("/thread-rows/order-and-hold", test_order_and_hold);
  g_test_add_func ("/thread-rows/ended", test_ended);

  return g_test_run ();
}
