/* test-timeline.c - which threads get a lane
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "present/timeline.h"

#include "present/timeline-text.h"

#include "../tale.h"

#define N_POOL    30
#define NAME_SIZE 8

/* The lanes as a line of text: "[process] thread* (more)", * for pinned. */
static char *
dup_lanes (const SkeinTimeline *timeline)
{
  size_t n;
  const SkeinLane *lanes = skein_timeline_get_lanes (timeline, &n);
  GString *text = g_string_new (NULL);

  for (size_t i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (text, ' ');

      if (lanes[i].kind == SKEIN_LANE_PROCESS)
        g_string_append_printf (text, "[%s]", lanes[i].title);
      else if (lanes[i].kind == SKEIN_LANE_MORE)
        g_string_append_printf (text, "(%s)", lanes[i].title);
      else
        g_string_append (text, lanes[i].title);
      if (lanes[i].is_pinned)
        g_string_append_c (text, '*');
    }

  return g_string_free (text, FALSE);
}

static void
assert_lanes (SkeinTimeline *timeline,
              Tale          *tale,
              const char    *wanted)
{
  g_autofree char *lanes = NULL;

  skein_timeline_update (timeline, tale->store, tale->now_ns - 10 * TALE_INTERVAL, tale->now_ns);
  lanes = dup_lanes (timeline);
  g_assert_cmpstr (lanes, ==, wanted);
}

static const TaleThread two_programs[] = {
  { 10, 10, "main", 0.0, 0.0, 'S', 0, true },
  { 10, 11, "w1", 0.1, 0.2, 'R', 0, true },
  { 10, 12, "w2", 0.7, 0.3, 'R', 1, true },
  { 20, 20, "other", 0.1, 0.0, 'S', 0, true },
};

static void
tell_two_programs (Tale *tale)
{
  tale_begin (tale, 2);
  for (int i = 0; i < 10; i++)
    tale_tell (tale, TALE_INTERVAL, two_programs, G_N_ELEMENTS (two_programs));
}

static void
test_order (void)
{
  g_autoptr (SkeinTimeline) timeline = skein_timeline_new ();
  SkeinId processes[2];
  Tale tale;

  tell_two_programs (&tale);
  assert_lanes (timeline, &tale, "");

  processes[0] = tale_process_id (&tale, 10);
  processes[1] = tale_process_id (&tale, 20);
  skein_timeline_set_processes (timeline, processes, 1);
  assert_lanes (timeline, &tale, "main w1 w2");
  g_assert_cmpuint (skein_timeline_get_n_threads (timeline), ==, 3);

  skein_timeline_set_processes (timeline, processes, 2);
  assert_lanes (timeline, &tale, "[main] main w1 w2 [other] other");
  g_assert_cmpuint (skein_timeline_busiest_process (tale.store, tale.now_ns - TALE_INTERVAL, tale.now_ns), ==,
                    processes[0]);
  tale_end (&tale);
}

static void
test_pin_and_hide (void)
{
  g_autoptr (SkeinTimeline) timeline = skein_timeline_new ();
  SkeinId process;
  Tale tale;

  tell_two_programs (&tale);
  process = tale_process_id (&tale, 10);
  skein_timeline_set_processes (timeline, &process, 1);

  skein_timeline_set_pinned (timeline, tale_thread_id (&tale, 10, 12), true);
  assert_lanes (timeline, &tale, "w2* main w1");
  skein_timeline_hide (timeline, tale_thread_id (&tale, 10, 11));
  assert_lanes (timeline, &tale, "w2* main");
  g_assert_cmpuint (skein_timeline_get_n_hidden (timeline), ==, 1);
  skein_timeline_hide (timeline, tale_thread_id (&tale, 10, 12));
  assert_lanes (timeline, &tale, "main");
  skein_timeline_unhide_all (timeline);
  assert_lanes (timeline, &tale, "main w1 w2");
  tale_end (&tale);
}

/* Nothing new: the lanes, and pointers into them, stay. */
static void
test_unchanged (void)
{
  g_autoptr (SkeinTimeline) timeline = skein_timeline_new ();
  SkeinId process;
  Tale tale;

  tell_two_programs (&tale);
  process = tale_process_id (&tale, 10);
  skein_timeline_set_processes (timeline, &process, 1);
  g_assert_true (skein_timeline_update (timeline, tale.store, 0, tale.now_ns));
  g_assert_false (skein_timeline_update (timeline, tale.store, 0, tale.now_ns));
  g_assert_cmpint (skein_timeline_find_lane (timeline, tale_thread_id (&tale, 10, 12)), ==, 2);
  g_assert_cmpint (skein_timeline_find_lane (timeline, tale_thread_id (&tale, 20, 20)), ==, -1);
  tale_end (&tale);
}

/* A number that is used again is another lane. */
static void
test_identity (void)
{
  g_autoptr (SkeinTimeline) timeline = skein_timeline_new ();
  TaleThread threads[] = {
    { 10, 10, "main", 0.0, 0.0, 'S', 0, true },
    { 10, 11, "w1", 0.5, 0.0, 'R', 0, true },
  };
  SkeinSnapshot *snapshot = skein_snapshot_new (1, 1);
  SkeinProcess *process;
  SkeinId id;
  Tale tale;

  tale_begin (&tale, 1);
  tale_tell (&tale, TALE_INTERVAL, threads, 2);
  tale_tell (&tale, TALE_INTERVAL, threads, 2);

  process = tale_process (threads, 2, TALE_INTERVAL);
  process->threads[1].start_ticks = 99;
  snapshot->taken_ns = tale.now_ns += TALE_INTERVAL;
  snapshot->interval_ns = TALE_INTERVAL;
  snapshot->cores[0].is_online = true;
  snapshot->processes[0] = process;
  skein_store_append (tale.store, snapshot);
  skein_snapshot_unref (snapshot);

  id = tale_process_id (&tale, 10);
  skein_timeline_set_processes (timeline, &id, 1);
  assert_lanes (timeline, &tale, "main w1 w1");
  tale_end (&tale);
}

static void
fill_pool (TaleThread *threads,
           char      (*names)[NAME_SIZE])
{
  for (int i = 0; i < N_POOL; i++)
    {
      g_snprintf (names[i], NAME_SIZE, "t%d", i);
      threads[i] = (TaleThread) { 10, 10 + i, names[i], i < 10 ? 0.01 : 0.2, 0.0, 'R', 0, true };
    }
}

/* The busiest twenty, in the order of creation; who has a lane keeps it. */
static void
test_busiest (void)
{
  g_autoptr (SkeinTimeline) timeline = skein_timeline_new ();
  const char *busy = "t10 t11 t12 t13 t14 t15 t16 t17 t18 t19 t20 t21 t22 t23 t24 t25 t26 t27 t28 t29 "
                     "(Show all 30 threads)";
  char names[N_POOL][NAME_SIZE];
  TaleThread threads[N_POOL];
  SkeinId process;
  size_t n;
  Tale tale;

  tale_begin (&tale, 1);
  fill_pool (threads, names);
  for (int i = 0; i < 10; i++)
    tale_tell (&tale, TALE_INTERVAL, threads, N_POOL);

  process = tale_process_id (&tale, 10);
  skein_timeline_set_processes (timeline, &process, 1);
  assert_lanes (timeline, &tale, busy);

  threads[0].run = 0.22; /* busier, but not clearly */
  for (int i = 0; i < 10; i++)
    tale_tell (&tale, TALE_INTERVAL, threads, N_POOL);
  assert_lanes (timeline, &tale, busy);

  threads[0].run = 0.8;
  for (int i = 0; i < 10; i++)
    tale_tell (&tale, TALE_INTERVAL, threads, N_POOL);
  skein_timeline_update (timeline, tale.store, tale.now_ns - 10 * TALE_INTERVAL, tale.now_ns);
  g_assert_cmpint (skein_timeline_find_lane (timeline, tale_thread_id (&tale, 10, 10)), ==, 0);

  skein_timeline_set_show_all (timeline, true);
  skein_timeline_update (timeline, tale.store, tale.now_ns - 10 * TALE_INTERVAL, tale.now_ns);
  skein_timeline_get_lanes (timeline, &n);
  g_assert_cmpuint (n, ==, N_POOL + 1);

  /* All of them, and the busiest are still first. */
  g_assert_cmpint (skein_timeline_find_lane (timeline, tale_thread_id (&tale, 10, 10)), ==, 0);
  g_assert_cmpint (skein_timeline_find_lane (timeline, tale_thread_id (&tale, 10, 11)), ==, 20);
  g_assert_cmpint (skein_timeline_find_lane (timeline, tale_thread_id (&tale, 10, 28)), <, 20);
  tale_end (&tale);
}

static void
test_bin_state (void)
{
  SkeinBin bin = { .observed = 0.5f, .run = 0.1f, .ready = 0.3f, .waiting = 0.1f };

  g_assert_cmpint (skein_bin_get_state (&bin), ==, SKEIN_STATE_READY);
  bin.disk = 0.4f;
  g_assert_cmpint (skein_bin_get_state (&bin), ==, SKEIN_STATE_DISK);
  bin.observed = 0.0f;
  g_assert_cmpint (skein_bin_get_state (&bin), ==, SKEIN_STATE_UNKNOWN);
}

/* Takes over @text. A no-break space is hard to read in a test. */
static char *
dup_with_spaces (char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "\302\240", -1);

  g_free (text);

  return g_strjoinv (" ", parts);
}

static void
test_texts (void)
{
  SkeinLane lane = { .kind = SKEIN_LANE_THREAD, .title = (char *) "worker 1", .subtitle = (char *) "tid 5189" };
  SkeinBin bin = { .observed = 0.5f, .run = 0.31f, .ready = 0.19f, .core = 1 };
  g_autofree char *text = dup_with_spaces (skein_timeline_thread_text (NULL, &lane, 0, TALE_INTERVAL, &bin,
                                                                        14 * 3600 * SKEIN_NS_PER_S));
  g_autofree char *gap = NULL;
  g_autofree char *once = NULL;
  g_autofree char *finer = NULL;
  g_autofree char *alone = NULL;

  g_assert_cmpstr (text, ==,
                   "worker 1 (tid 5189)\nfrom 14:00:00.0, 100 ms long\nRunning 62 % (R)\n"
                   "Ready 38 % (R): wants a core, has none\nLast seen on core 1");

  /* Read very often: what came first in it is still not known. Of one state there is no first. */
  bin.finer = 1.0f;
  finer = dup_with_spaces (skein_timeline_thread_speech (NULL, &lane, 0, SKEIN_NS_PER_MS, &bin, 0));
  g_assert_nonnull (strstr (finer, "Shares of 1.0 ms: what came first in it is not known"));
  bin.ready = 0.0f;
  alone = skein_timeline_thread_speech (NULL, &lane, 0, SKEIN_NS_PER_MS, &bin, 0);
  g_assert_null (strstr (alone, "Shares of"));

  bin.observed = 0.0f;
  gap = dup_with_spaces (skein_timeline_thread_speech (NULL, &lane, 0, TALE_INTERVAL, &bin, 0));
  g_assert_cmpstr (gap, ==, "worker 1 (tid 5189), from 00:00:00.0, 100 ms long, Not measured, or it did not exist");
  once = dup_with_spaces (skein_timeline_once_text (0, TALE_INTERVAL, &bin, 0));
  g_assert_cmpstr (once, ==, "from 00:00:00.0, 100 ms long\nNot measured");
}

/* One stay on a core, in words for a pointer and for a screen reader. */
static void
test_slice_texts (void)
{
  SkeinSlice slice = {
    .start_ns = 3 * SKEIN_NS_PER_MS,
    .end_ns = 6200 * SKEIN_NS_PER_US,
    .ready_ns = 2 * SKEIN_NS_PER_MS,
    .core = 0,
    .next_core = 1,
    .end = SKEIN_SLICE_PREEMPTED,
  };
  SkeinStretch stretch = { 0, 5 * SKEIN_NS_PER_MS, SKEIN_STATE_READY, true, 0 };
  g_autofree char *text = NULL;
  g_autofree char *speech = NULL;
  g_autofree char *last = NULL;
  g_autofree char *wait = NULL;
  g_autofree char *hint = NULL;
  Tale tale;

  tell_two_programs (&tale);
  slice.thread = tale_thread_id (&tale, 10, 11);
  slice.process = tale_process_id (&tale, 10);
  slice.next_thread = tale_thread_id (&tale, 20, 20);
  slice.taker = SKEIN_ID_NONE;

  text = dup_with_spaces (skein_timeline_slice_text (tale.store, &slice, 0));
  g_assert_cmpstr (text, ==,
                   "w1 (11)\nOn core 0, from 00:00:00.003000, 3.2 ms long\nThen: core taken away\n"
                   "Ready for 2.0 ms before\nNext on core 0: other (20)\nThe thread ran next on core 1");
  speech = dup_with_spaces (skein_timeline_slice_speech (tale.store, &slice, 0));
  g_assert_true (g_str_has_prefix (speech, "w1, on core 0, 3.2 ms, core taken away, Ready for 2.0 ms before"));

  slice.taker = slice.next_thread;
  g_clear_pointer (&text, g_free);
  text = dup_with_spaces (skein_timeline_slice_text (tale.store, &slice, 0));
  g_assert_cmpstr (text, ==,
                   "w1 (11)\nOn core 0, from 00:00:00.003000, 3.2 ms long\nThen: core taken away by other (20)\n"
                   "Ready for 2.0 ms before\nThe thread ran next on core 1");

  slice.end = SKEIN_SLICE_RUNNING;
  slice.ready_ns = 0;
  last = dup_with_spaces (skein_timeline_slice_speech (tale.store, &slice, 0));
  g_assert_cmpstr (last, ==, "w1, on core 0, 3.2 ms, still running");

  wait = dup_with_spaces (skein_timeline_stretch_speech (tale.store, slice.thread, &stretch, 0));
  g_assert_cmpstr (wait, ==, "w1, Ready, derived: woken up, and no core was free, 5.0 ms");

  stretch = (SkeinStretch) { 0, SKEIN_NS_PER_MS, SKEIN_STATE_WAITING, false, 0 };
  g_clear_pointer (&wait, g_free);
  wait = dup_with_spaces (skein_timeline_stretch_speech (tale.store, slice.thread, &stretch, 0));
  g_assert_cmpstr (wait, ==, "w1, Waiting, 1.0 ms");

  hint = skein_timeline_dense_text (3);
  g_assert_cmpstr (hint, ==, "3 stays on a core in this time: zoom in to see all");
  g_assert_null (skein_timeline_dense_text (1));
  tale_end (&tale);
}

/* What a thread was seen to wait for, where it waits and where it also did other things. */
static void
test_wait_texts (void)
{
  TaleThread thread = { 10, 10, "one", 0.0, 0.0, 'S', 0, false, "futex_wait_queue" };
  SkeinStretch stretch = { .state = SKEIN_STATE_WAITING };
  SkeinLane lane = { .kind = SKEIN_LANE_THREAD, .title = (char *) "one", .subtitle = (char *) "tid 10" };
  SkeinBin bin = { .observed = 1.0f, .run = 0.5f, .waiting = 0.5f, .core = -1 };
  g_autofree char *text = NULL;
  g_autofree char *shares = NULL;
  Tale tale;

  tale_begin (&tale, 1);
  tale_tell (&tale, TALE_INTERVAL, &thread, 1);
  stretch.start_ns = tale.now_ns;
  thread.wchan = NULL;
  tale_tell (&tale, TALE_INTERVAL, &thread, 1);
  stretch.end_ns = tale.now_ns;
  lane.id = tale_thread_id (&tale, 10, 10);

  text = dup_with_spaces (skein_timeline_stretch_text (tale.store, lane.id, &stretch, -stretch.start_ns));
  g_assert_cmpstr (text, ==, "one (10)\nWaiting for a lock (futex)\nfrom 00:00:00.0, 100 ms long");
  shares = dup_with_spaces (skein_timeline_thread_speech (tale.store, &lane, stretch.start_ns, stretch.end_ns, &bin,
                                                          -stretch.start_ns));
  g_assert_true (g_str_has_suffix (shares, "Running 50 % (R), Waiting 50 % (S), Seen waiting for a lock (futex)"));

  tale_end (&tale);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/present/timeline/order", test_order);
  g_test_add_func ("/present/timeline/pin-and-hide", test_pin_and_hide);
  g_test_add_func ("/present/timeline/unchanged", test_unchanged);
  g_test_add_func ("/present/timeline/identity", test_identity);
  g_test_add_func ("/present/timeline/busiest", test_busiest);
  g_test_add_func ("/present/timeline/bin-state", test_bin_state);
  g_test_add_func ("/present/timeline/texts", test_texts);
  g_test_add_func ("/present/timeline/slice-texts", test_slice_texts);
  g_test_add_func ("/present/timeline/wait-texts", test_wait_texts);

  return g_test_run ();
}
