/* test-session.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/session.h"

#include "base/clock.h"

#include <string.h>
#include <unistd.h>

typedef struct
{
  GSettings    *settings;
  SkeinSession *session;
  guint         n_sampled;
  guint         n_refresh;
  guint         n_selection;
  guint         n_view;
  guint         n_range;
  guint         n_slice;
  guint         n_exactness;
  guint         n_memory;
  guint         n_region;
} Fixture;

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  fixture->settings = g_settings_new (SKEIN_APP_ID);
  g_settings_set_int (fixture->settings, "cadence-ms", 50);
  g_settings_set_int (fixture->settings, "hidden-cadence-ms", 250);
  g_settings_set_double (fixture->settings, "budget-percent", 50.0);
  g_settings_set_int (fixture->settings, "table-interval-ms", 250);
  g_settings_set_boolean (fixture->settings, "exact", TRUE);

  fixture->session = skein_session_new (fixture->settings, NULL, &error);
  g_assert_no_error (error);

  g_signal_connect_swapped (fixture->session, "sampled", G_CALLBACK (count_cb), &fixture->n_sampled);
  g_signal_connect_swapped (fixture->session, "refresh", G_CALLBACK (count_cb), &fixture->n_refresh);
  g_signal_connect_swapped (fixture->session, "selection-changed", G_CALLBACK (count_cb), &fixture->n_selection);
  g_signal_connect_swapped (fixture->session, "view-changed", G_CALLBACK (count_cb), &fixture->n_view);
  g_signal_connect_swapped (fixture->session, "range-changed", G_CALLBACK (count_cb), &fixture->n_range);
  g_signal_connect_swapped (fixture->session, "slice-changed", G_CALLBACK (count_cb), &fixture->n_slice);
  g_signal_connect_swapped (fixture->session, "exactness-changed", G_CALLBACK (count_cb), &fixture->n_exactness);
  g_signal_connect_swapped (fixture->session, "memory-read", G_CALLBACK (count_cb), &fixture->n_memory);
  g_signal_connect_swapped (fixture->session, "region-changed", G_CALLBACK (count_cb), &fixture->n_region);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->session);
  g_assert_finalize_object (fixture->settings);
}

static gboolean
wake_cb (gpointer data)
{
  *(gboolean *) data = TRUE;

  return G_SOURCE_REMOVE;
}

static void
run_for (guint ms)
{
  gboolean done = FALSE;

  g_timeout_add (ms, wake_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for_samples (Fixture *fixture,
                  guint    n)
{
  guint wanted = fixture->n_sampled + n;

  for (int i = 0; i < 200 && fixture->n_sampled < wanted; i++)
    run_for (20);

  g_assert_cmpuint (fixture->n_sampled, >=, wanted);
}

/* The sampler reads often while somebody looks, seldom otherwise, never in a pause. */
static void
test_cadence (Fixture       *fixture,
              gconstpointer  data)
{
  guint before;

  wait_for_samples (fixture, 1);
  g_assert_cmpint (skein_session_get_snapshot (fixture->session)->effort.wanted_ns, ==, 250 * SKEIN_NS_PER_MS);
  g_assert_cmpuint (fixture->n_refresh, ==, 0);

  skein_session_set_active (fixture->session, TRUE);
  wait_for_samples (fixture, 12);
  g_assert_cmpint (skein_session_get_snapshot (fixture->session)->effort.wanted_ns, ==, 50 * SKEIN_NS_PER_MS);
  g_assert_cmpuint (fixture->n_refresh, >=, 1);
  g_assert_cmpuint (fixture->n_refresh, <, fixture->n_sampled);

  skein_session_set_paused (fixture->session, TRUE);
  run_for (150); /* one may have been on its way */
  before = fixture->n_sampled;
  run_for (300);
  g_assert_cmpuint (fixture->n_sampled, ==, before);

  skein_session_set_paused (fixture->session, FALSE);
  wait_for_samples (fixture, 2);
}

/* A pause is a gap: nothing is known of it afterwards. */
static void
test_pause_is_a_gap (Fixture       *fixture,
                     gconstpointer  data)
{
  const SkeinStore *store = skein_session_get_store (fixture->session);
  int64_t start, end, paused_ns;

  skein_session_set_active (fixture->session, TRUE);
  wait_for_samples (fixture, 4);
  skein_session_set_paused (fixture->session, TRUE);
  run_for (150);
  paused_ns = skein_clock_now_ns ();
  run_for (200);
  skein_session_set_paused (fixture->session, FALSE);
  wait_for_samples (fixture, 3);

  g_assert_true (skein_store_get_extent (store, &start, &end));
  g_assert_cmpint (start, <, paused_ns);
  g_assert_cmpint (end, >, paused_ns);
  g_assert_false (skein_store_get_interval (store, paused_ns, &start, &end));
  g_assert_true (skein_store_get_interval (store, end + 1, &start, &end));
}

static void
test_view (Fixture       *fixture,
           gconstpointer  data)
{
  SkeinSession *session = fixture->session;
  int64_t start, end, first, last;

  skein_session_set_active (session, TRUE);
  wait_for_samples (fixture, 4);

  g_assert_true (skein_session_get_following (session));
  skein_session_get_view (session, &start, &end);
  g_assert_true (skein_store_get_extent (skein_session_get_store (session), &first, &last));
  g_assert_cmpint (end, ==, last);

  /* Back in time: the view stands still from then on. */
  skein_session_set_view (session, last - 3 * SKEIN_NS_PER_S, last - 2 * SKEIN_NS_PER_S);
  g_assert_false (skein_session_get_following (session));
  wait_for_samples (fixture, 2);
  skein_session_get_view (session, &start, &end);
  g_assert_cmpint (end, ==, last - 2 * SKEIN_NS_PER_S);
  g_assert_cmpint (end - start, ==, SKEIN_NS_PER_S);

  /* To the end: it follows again, with the same span. */
  g_assert_true (skein_store_get_extent (skein_session_get_store (session), &first, &last));
  skein_session_set_view (session, last - SKEIN_NS_PER_S, last);
  g_assert_true (skein_session_get_following (session));
  wait_for_samples (fixture, 2);
  skein_session_get_view (session, &start, &end);
  g_assert_cmpint (end, >, last);
  g_assert_cmpint (end - start, ==, SKEIN_NS_PER_S);

  /* Nobody can get lost between two switches, nor beyond an hour. */
  skein_session_set_view (session, last - 1, last);
  skein_session_get_view (session, &start, &end);
  g_assert_cmpint (end - start, ==, 10 * SKEIN_NS_PER_US);
  skein_session_set_view (session, last - 9999 * SKEIN_NS_PER_S, last);
  skein_session_get_view (session, &start, &end);
  g_assert_cmpint (end - start, ==, 3600 * SKEIN_NS_PER_S);
  g_assert_cmpuint (fixture->n_view, ==, 4);
}

static void
test_range (Fixture       *fixture,
            gconstpointer  data)
{
  int64_t start, end, first, last;

  skein_session_set_active (fixture->session, TRUE);
  wait_for_samples (fixture, 4);
  g_assert_true (skein_store_get_extent (skein_session_get_store (fixture->session), &first, &last));

  /* Without a range: the view, as far as history reaches. */
  g_assert_false (skein_session_get_range (fixture->session, &start, &end));
  g_assert_cmpint (start, ==, first);
  g_assert_cmpint (end, ==, last);

  skein_session_set_range (fixture->session, last, first);
  g_assert_true (skein_session_get_range (fixture->session, &start, &end));
  g_assert_cmpint (start, ==, first);
  g_assert_cmpint (end, ==, last);

  skein_session_clear_range (fixture->session);
  skein_session_clear_range (fixture->session);
  g_assert_false (skein_session_get_range (fixture->session, &start, &end));
  g_assert_cmpuint (fixture->n_range, ==, 2);
}

static void
test_selection (Fixture       *fixture,
                gconstpointer  data)
{
  SkeinTaskKey keys[2] = { { 1, 1, 5 }, { 2, 2, 6 } };
  SkeinTaskKey reused = { 2, 2, 7 };
  guint n;

  skein_session_set_selection (fixture->session, keys, 2);
  skein_session_set_selection (fixture->session, keys, 2);
  g_assert_cmpuint (fixture->n_selection, ==, 1);
  g_assert_true (skein_session_is_selected (fixture->session, &keys[1]));
  g_assert_false (skein_session_is_selected (fixture->session, &reused));

  skein_session_set_thread (fixture->session, &keys[0]);
  g_assert_nonnull (skein_session_get_thread (fixture->session));

  /* Another selection has other threads. */
  skein_session_set_selection (fixture->session, NULL, 0);
  g_assert_null (skein_session_get_thread (fixture->session));
  skein_session_get_selection (fixture->session, &n);
  g_assert_cmpuint (n, ==, 0);
}

/* Details are read for whom somebody asked, as long as anybody does. */
static void
test_focus (Fixture       *fixture,
            gconstpointer  data)
{
  const SkeinProcess *self;
  pid_t pid = getpid ();

  skein_session_set_active (fixture->session, TRUE);
  skein_session_set_focus (fixture->session, fixture, &pid, 1);
  skein_session_set_focus (fixture->session, &pid, &pid, 1);
  skein_session_set_focus (fixture->session, fixture, NULL, 0);
  wait_for_samples (fixture, 4);

  self = skein_snapshot_find_process (skein_session_get_snapshot (fixture->session), pid);
  g_assert_nonnull (self);
  g_assert_nonnull (self->details);

  skein_session_set_focus (fixture->session, &pid, NULL, 0);
  wait_for_samples (fixture, 4);
  self = skein_snapshot_find_process (skein_session_get_snapshot (fixture->session), pid);
  g_assert_null (self->details);
}

/* A slice belongs to what is selected, and goes with it. */
static void
test_slice (Fixture       *fixture,
            gconstpointer  data)
{
  const SkeinTaskKey key = { 1, 1, 5 };
  const SkeinSlice slice = { .start_ns = 5, .end_ns = 7, .thread = 3 };

  g_assert_null (skein_session_get_slice (fixture->session));
  skein_session_set_slice (fixture->session, NULL);
  g_assert_cmpuint (fixture->n_slice, ==, 0);

  skein_session_set_slice (fixture->session, &slice);
  g_assert_cmpint (skein_session_get_slice (fixture->session)->end_ns, ==, 7);
  skein_session_set_thread (fixture->session, &key);
  g_assert_null (skein_session_get_slice (fixture->session));

  skein_session_set_slice (fixture->session, &slice);
  skein_session_set_selection (fixture->session, &key, 1);
  g_assert_null (skein_session_get_slice (fixture->session));
  g_assert_cmpuint (fixture->n_slice, ==, 4);
}

/* As exact as it becomes here for our own process. */
static SkeinExactness
begin_recording (Fixture *fixture)
{
  const SkeinProcess *process;
  SkeinTaskKey key;

  skein_session_set_active (fixture->session, TRUE);
  wait_for_samples (fixture, 2);
  process = skein_snapshot_find_process (skein_session_get_snapshot (fixture->session), getpid ());
  g_assert_nonnull (process);
  key = skein_process_get_key (process);
  skein_session_set_selection (fixture->session, &key, 1);
  skein_session_set_recording_wanted (fixture->session, TRUE);

  return skein_session_get_exactness (fixture->session, NULL, NULL);
}

static int64_t
get_exact_end (Fixture *fixture)
{
  int64_t start, end;

  return skein_store_get_exact_extent (skein_session_get_store (fixture->session), &start, &end) ? end : 0;
}

/* Switches are recorded while somebody looks, nothing is paused and the settings have it so. */
static void
test_recording (Fixture       *fixture,
                gconstpointer  data)
{
  SkeinExactness exactness = begin_recording (fixture);
  int64_t end;

  if (exactness == SKEIN_EXACTNESS_SAMPLED)
    {
      g_test_skip ("the kernel does not let us record switches");
      return;
    }

  g_assert_cmpuint (fixture->n_exactness, >=, 1);
  run_for (600);
  end = get_exact_end (fixture);
  g_assert_cmpint (end, >, 0);

#define ASSERT_EXACTNESS(wanted) \
  g_assert_cmpint (skein_session_get_exactness (fixture->session, NULL, NULL), ==, wanted)
  skein_session_set_paused (fixture->session, TRUE);
  ASSERT_EXACTNESS (SKEIN_EXACTNESS_SAMPLED);
  end = get_exact_end (fixture);
  run_for (300);
  g_assert_cmpint (get_exact_end (fixture), ==, end);
  skein_session_set_paused (fixture->session, FALSE);
  ASSERT_EXACTNESS (exactness);
  run_for (600);
  g_assert_cmpint (get_exact_end (fixture), >, end);

  g_settings_set_boolean (fixture->settings, "exact", FALSE);
  ASSERT_EXACTNESS (SKEIN_EXACTNESS_SAMPLED);
  g_settings_set_boolean (fixture->settings, "exact", TRUE);
  ASSERT_EXACTNESS (exactness);

  skein_session_set_active (fixture->session, FALSE);
  ASSERT_EXACTNESS (SKEIN_EXACTNESS_SAMPLED);
  skein_session_set_active (fixture->session, TRUE);
  ASSERT_EXACTNESS (exactness);

  skein_session_set_recording_wanted (fixture->session, FALSE);
  ASSERT_EXACTNESS (SKEIN_EXACTNESS_SAMPLED);
}

/* Where the whole machine may not be recorded, it is the selected who are. */
static void
test_own (Fixture       *fixture,
          gconstpointer  data)
{
  g_autofree char *how = NULL;

  if (begin_recording (fixture) != SKEIN_EXACTNESS_OWN)
    {
      g_test_skip ("either everything may be recorded here, or nothing");
      return;
    }

  skein_session_set_selection (fixture->session, NULL, 0);
  run_for (600);
  g_assert_cmpint (skein_session_get_exactness (fixture->session, NULL, &how), ==, SKEIN_EXACTNESS_SAMPLED);
  g_assert_nonnull (strstr (how, "Select a process of your own"));
}

static int64_t
get_shares_end (Fixture *fixture)
{
  return skein_store_get_shares_end (skein_session_get_store (fixture->session));
}

/* Asserts whether threads are read often from now on. */
static void
assert_polled (Fixture  *fixture,
               gboolean  is_polled)
{
  int64_t before;

  run_for (200); /* what was on its way */
  before = get_shares_end (fixture);
  run_for (300);
  if (is_polled)
    g_assert_cmpint (get_shares_end (fixture), >, before);
  else
    g_assert_cmpint (get_shares_end (fixture), ==, before);
}

/* Where nothing can be recorded, the threads in view are read often, for as long as switches
 * would be recorded; where something is, they are not. */
static void
test_polled (Fixture       *fixture,
             gconstpointer  data)
{
  SkeinExactness exactness = begin_recording (fixture);
  const SkeinSnapshot *snapshot = skein_session_get_snapshot (fixture->session);
  const SkeinProcess *self = skein_snapshot_find_process (snapshot, getpid ());
  SkeinTaskKey key = skein_thread_get_key (self, &self->threads[0]);
  g_autofree char *why = NULL;
  g_autofree char *why_not = NULL;
  guint n_exactness;

  assert_polled (fixture, FALSE);
  g_assert_cmpint (get_shares_end (fixture), ==, INT64_MIN);
  n_exactness = fixture->n_exactness;
  skein_session_set_threads_in_view (fixture->session, &key, 1);
  assert_polled (fixture, exactness == SKEIN_EXACTNESS_SAMPLED);
  if (exactness != SKEIN_EXACTNESS_SAMPLED)
    return;

  g_assert_cmpuint (fixture->n_exactness, >, n_exactness);
  skein_session_get_exactness (fixture->session, &why, NULL);
  g_assert_nonnull (strstr (why, "1 selected thread in view is read 1000 times a second"));

  skein_session_set_paused (fixture->session, TRUE);
  assert_polled (fixture, FALSE);
  skein_session_set_paused (fixture->session, FALSE);
  assert_polled (fixture, TRUE);
  g_settings_set_boolean (fixture->settings, "exact", FALSE);
  assert_polled (fixture, FALSE);
  g_settings_set_boolean (fixture->settings, "exact", TRUE);
  assert_polled (fixture, TRUE);
  skein_session_set_recording_wanted (fixture->session, FALSE);
  assert_polled (fixture, FALSE);
  skein_session_set_recording_wanted (fixture->session, TRUE);
  assert_polled (fixture, TRUE);

  skein_session_set_threads_in_view (fixture->session, NULL, 0);
  assert_polled (fixture, FALSE);
  skein_session_get_exactness (fixture->session, &why_not, NULL);
  g_assert_nonnull (strstr (why_not, "Some times a second"));
}

/* What is read from somewhere else has nothing to do with the switches of this machine. */
static void
test_elsewhere (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(SkeinSession) session = skein_session_new (fixture->settings, "/proc/.", &error);

  g_assert_no_error (error);
  skein_session_set_active (session, TRUE);
  skein_session_set_recording_wanted (session, TRUE);
  g_assert_cmpint (skein_session_get_exactness (session, NULL, NULL), ==, SKEIN_EXACTNESS_SAMPLED);
}

static gboolean
wait_for_memory (Fixture *fixture)
{
  guint before = fixture->n_memory;

  for (int i = 0; i < 100 && fixture->n_memory == before; i++)
    run_for (20);

  return fixture->n_memory > before;
}

static SkeinTaskKey
find_own_key (Fixture *fixture)
{
  const SkeinProcess *process;

  wait_for_samples (fixture, 1);
  process = skein_snapshot_find_process (skein_session_get_snapshot (fixture->session), getpid ());
  g_assert_nonnull (process);

  return skein_process_get_key (process);
}

/* Of two wishes all is read; of none, nothing; nor while nobody can see it. */
static void
test_memory_wishes (Fixture       *fixture,
                    gconstpointer  data)
{
  SkeinTaskKey own = find_own_key (fixture);
  const SkeinMemoryWish all = { .all = true };
  const SkeinMemoryWish one = { .processes = &own, .n_processes = 1 };
  int first, second;

  skein_session_set_memory_wish (fixture->session, &first, &one);
  run_for (300);
  g_assert_cmpuint (fixture->n_memory, ==, 0);
  g_assert_null (skein_session_get_memory (fixture->session));

  skein_session_set_active (fixture->session, TRUE);
  g_assert_true (wait_for_memory (fixture));
  g_assert_cmpuint (skein_session_get_memory (fixture->session)->n_spaces, ==, 1);
  g_assert_null (skein_session_find_footprint (fixture->session, &own));

  skein_session_set_memory_wish (fixture->session, &second, &all);
  /* On a machine of thousands of processes it is not among the first that are read. */
  for (int i = 0; i < 1000 && skein_session_find_footprint (fixture->session, &own) == NULL; i++)
    g_assert_true (wait_for_memory (fixture));
  g_assert_nonnull (skein_session_find_footprint (fixture->session, &own));
  g_assert_cmpuint (skein_session_get_memory (fixture->session)->n_spaces, ==, 1);
  g_assert_cmpuint (skein_session_find_footprint (fixture->session, &own)->pss, >, 0);

  skein_session_set_paused (fixture->session, TRUE);
  run_for (300);
  fixture->n_memory = 0;
  run_for (500);
  g_assert_cmpuint (fixture->n_memory, ==, 0);
  skein_session_set_paused (fixture->session, FALSE);
  g_assert_true (wait_for_memory (fixture));

  skein_session_set_memory_wish (fixture->session, &first, NULL);
  skein_session_set_memory_wish (fixture->session, &second, NULL);
  run_for (300);
  fixture->n_memory = 0;
  run_for (500);
  g_assert_cmpuint (fixture->n_memory, ==, 0);
  skein_session_set_memory_wish (fixture->session, &second, NULL);
}

/* The share of one is read alone; who wishes for all gets all, and the one stays. */
static void
test_memory_share (Fixture       *fixture,
                   gconstpointer  data)
{
  SkeinTaskKey own = find_own_key (fixture);
  const SkeinMemoryWish share = { .named = &own, .n_named = 1, .period_ns = 10 * SKEIN_NS_PER_S };
  const SkeinMemoryWish all = { .all = true };
  int first, second;

  skein_session_set_memory_wish (fixture->session, &first, &share);
  skein_session_set_active (fixture->session, TRUE);
  g_assert_true (wait_for_memory (fixture));
  g_assert_cmpuint (skein_session_get_memory (fixture->session)->n_footprints, ==, 1);
  g_assert_cmpuint (skein_session_get_memory (fixture->session)->n_processes, ==, 0);
  g_assert_cmpuint (skein_session_find_footprint (fixture->session, &own)->pss, >, 0);

  skein_session_set_memory_wish (fixture->session, &second, &all);
  for (int i = 0; i < 1000 && skein_session_get_memory (fixture->session)->n_footprints < 2; i++)
    g_assert_true (wait_for_memory (fixture));
  g_assert_cmpuint (skein_session_get_memory (fixture->session)->n_processes, >, 1);
  g_assert_nonnull (skein_session_find_footprint (fixture->session, &own));

  skein_session_set_memory_wish (fixture->session, &second, NULL);
  for (int i = 0; i < 10 && skein_session_get_memory (fixture->session)->n_footprints > 1; i++)
    g_assert_true (wait_for_memory (fixture));
  g_assert_cmpuint (skein_session_get_memory (fixture->session)->n_footprints, ==, 1);
}

static void
test_region (Fixture       *fixture,
             gconstpointer  data)
{
  const SkeinTaskKey process = { 5, 5, 50 }, other = { 5, 5, 51 };
  uint64_t address;

  g_assert_null (skein_session_get_region (fixture->session, &address));

  skein_session_set_region (fixture->session, &process, 0x1000);
  skein_session_set_region (fixture->session, &process, 0x1000);
  g_assert_cmpuint (fixture->n_region, ==, 1);
  g_assert_true (skein_task_key_equal (skein_session_get_region (fixture->session, &address), &process));
  g_assert_cmpuint (address, ==, 0x1000);

  skein_session_set_region (fixture->session, &other, 0x1000);
  g_assert_cmpuint (fixture->n_region, ==, 2);
  skein_session_set_region (fixture->session, NULL, 0);
  skein_session_set_region (fixture->session, NULL, 0);
  g_assert_cmpuint (fixture->n_region, ==, 3);
  g_assert_null (skein_session_get_region (fixture->session, &address));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/session/cadence", test_cadence);
  ADD ("/session/pause-is-a-gap", test_pause_is_a_gap);
  ADD ("/session/view", test_view);
  ADD ("/session/range", test_range);
  ADD ("/session/selection", test_selection);
  ADD ("/session/focus", test_focus);
  ADD ("/session/slice", test_slice);
  ADD ("/session/recording", test_recording);
  ADD ("/session/memory-wishes", test_memory_wishes);
  ADD ("/session/memory-share", test_memory_share);
  ADD ("/session/region", test_region);
  ADD ("/session/own", test_own);
  ADD ("/session/polled", test_polled);
  ADD ("/session/elsewhere", test_elsewhere);

  return g_test_run ();
}
