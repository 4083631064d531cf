/* test-snapshot.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "model/snapshot.h"

/* "3a": process 3, started at a. One text is one machine. */
static SkeinSnapshot *
snapshot_from (const char          *text,
               const SkeinSnapshot *same_as)
{
  g_auto(GStrv) words = g_strsplit_set (text, " ", -1);
  guint n = *text != '\0' ? g_strv_length (words) : 0;
  SkeinSnapshot *snapshot = skein_snapshot_new (0, n);

  for (guint i = 0; i < n; i++)
    {
      SkeinTaskKey key = { words[i][0], words[i][0], (uint64_t) words[i][1] };
      const SkeinProcess *old = same_as != NULL ? skein_snapshot_find_key (same_as, &key) : NULL;
      SkeinProcess *process;

      /* A third letter marks a process at which something changed. */
      if (old != NULL && words[i][2] == '\0')
        {
          snapshot->processes[i] = skein_process_ref (old);
          continue;
        }

      process = skein_process_new (0);
      process->pid = words[i][0];
      process->start_ticks = (uint64_t) words[i][1];
      snapshot->processes[i] = process;
    }

  return snapshot;
}

static void
record_change (const SkeinProcess *before,
               const SkeinProcess *after,
               gpointer            data)
{
  const SkeinProcess *process = after != NULL ? after : before;

  g_string_append_printf (data, "%s%c%c%c", ((GString *) data)->len > 0 ? " " : "",
                          before == NULL ? '+' : after == NULL ? '-' : '~',
                          (char) process->pid, (char) process->start_ticks);
}

static void
assert_changes (const char *before,
                const char *after,
                const char *expected)
{
  g_autoptr(SkeinSnapshot) old = snapshot_from (before, NULL);
  g_autoptr(SkeinSnapshot) new = snapshot_from (after, old);
  g_autoptr(GString) changes = g_string_new (NULL);

  skein_snapshot_compare (old, new, record_change, changes);
  g_assert_cmpstr (changes->str, ==, expected);
}

static void
test_compare (void)
{
  assert_changes ("", "", "");
  assert_changes ("", "1a 2a", "+1a +2a");
  assert_changes ("1a 2a", "", "-1a -2a");
  assert_changes ("1a 2a 3a", "1a 2a 3a", "");
  assert_changes ("1a 2a 3a", "1a 2a! 3a", "~2a");
  assert_changes ("1a 3a", "2a 3a 4a", "-1a +2a +4a");
  assert_changes ("1a 2a", "1a 2b", "-2a +2b");
}

static void
test_compare_with_nothing (void)
{
  g_autoptr(SkeinSnapshot) snapshot = snapshot_from ("5a", NULL);
  g_autoptr(GString) changes = g_string_new (NULL);

  skein_snapshot_compare (NULL, snapshot, record_change, changes);
  g_assert_cmpstr (changes->str, ==, "+5a");
}

static void
test_find (void)
{
  g_autoptr(SkeinSnapshot) snapshot = snapshot_from ("1a 3a 7a", NULL);
  SkeinTaskKey key = { '3', '3', 'a' };
  SkeinTaskKey reused = { '3', '3', 'b' };

  g_assert_null (skein_snapshot_find_process (snapshot, '0'));
  g_assert_null (skein_snapshot_find_process (snapshot, '4'));
  g_assert_null (skein_snapshot_find_process (snapshot, '8'));
  g_assert_true (skein_snapshot_find_process (snapshot, '7') == snapshot->processes[2]);
  g_assert_true (skein_snapshot_find_key (snapshot, &key) == snapshot->processes[1]);
  g_assert_null (skein_snapshot_find_key (snapshot, &reused));
}

/* A record outlives the snapshots it was in, and goes with its last owner: the
 * sanitizers watch. */
static void
test_sharing (void)
{
  SkeinSnapshot *old = snapshot_from ("1a", NULL);
  SkeinSnapshot *new = snapshot_from ("1a", old);

  g_assert_true (old->processes[0] == new->processes[0]);
  skein_snapshot_unref (old);
  g_assert_cmpint (new->processes[0]->pid, ==, '1');
  skein_snapshot_unref (new);
}

static void
test_share (void)
{
  SkeinSnapshot snapshot = { .interval_ns = 200 };

  g_assert_cmpfloat (skein_snapshot_share (&snapshot, 50), ==, 0.25);
  snapshot.interval_ns = 0;
  g_assert_cmpfloat (skein_snapshot_share (&snapshot, 50), ==, 0.0);
}

static void
test_state (void)
{
  g_assert_cmpint (skein_state_from_letter ('R', 5, 5), ==, SKEIN_STATE_RUNNING);
  g_assert_cmpint (skein_state_from_letter ('R', 4, 5), ==, SKEIN_STATE_READY);
  g_assert_cmpint (skein_state_from_letter ('R', 0, 0), ==, SKEIN_STATE_READY);
  g_assert_cmpint (skein_state_from_letter ('S', 5, 0), ==, SKEIN_STATE_WAITING);
  g_assert_cmpint (skein_state_from_letter ('I', 0, 0), ==, SKEIN_STATE_WAITING);
  g_assert_cmpint (skein_state_from_letter ('D', 0, 0), ==, SKEIN_STATE_DISK);
  g_assert_cmpint (skein_state_from_letter ('t', 0, 0), ==, SKEIN_STATE_SUSPENDED);
  g_assert_cmpint (skein_state_from_letter ('Z', 0, 0), ==, SKEIN_STATE_TERMINATED);
  g_assert_cmpint (skein_state_from_letter ('?', 0, 0), ==, SKEIN_STATE_UNKNOWN);
}

/* A process is as lively as its liveliest thread; its main thread may be dead. */
static void
test_process_state (void)
{
  g_autoptr(SkeinProcess) process = skein_process_new (3);

  process->letter = 'Z';
  process->threads[0] = (SkeinThread) { .tid = 1, .letter = 'Z' };
  process->threads[1] = (SkeinThread) { .tid = 2, .letter = 'S' };
  process->threads[2] = (SkeinThread) { .tid = 5, .letter = 'D' };
  g_assert_cmpint (skein_process_get_state (process), ==, SKEIN_STATE_DISK);
  g_assert_cmpint (skein_process_get_letter (process), ==, 'D');

  process->threads[1] = (SkeinThread) { .tid = 2, .letter = 'R', .run_delta_ns = 9 };
  g_assert_cmpint (skein_process_get_state (process), ==, SKEIN_STATE_RUNNING);

  g_assert_true (skein_process_find_thread (process, 5) == &process->threads[2]);
  g_assert_null (skein_process_find_thread (process, 3));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/snapshot/compare", test_compare);
  g_test_add_func ("/snapshot/compare-with-nothing", test_compare_with_nothing);
  g_test_add_func ("/snapshot/find", test_find);
  g_test_add_func ("/snapshot/sharing", test_sharing);
  g_test_add_func ("/snapshot/share", test_share);
  g_test_add_func ("/snapshot/state", test_state);
  g_test_add_func ("/snapshot/process-state", test_process_state);

  return g_test_run ();
}
