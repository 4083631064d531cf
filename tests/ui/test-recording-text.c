/* test-recording-text.c - each reason is said, with what helps against it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/recording-text.h"

#include <string.h>

static void
refuse (SkeinRecordingState *self,
        SkeinTarget          target,
        SkeinRefusal         refusal,
        int                  needed)
{
  self->report.support.refusals[target] = refusal;
  self->report.support.needed[target] = needed;
}

/* @how: %NULL: nothing helps */
static void
assert_says (const SkeinRecordingState *self,
             const char                *why,
             const char                *how)
{
  g_autofree char *its_why = skein_recording_state_dup_why (self);
  g_autofree char *its_how = skein_recording_state_dup_how (self);

  g_test_message ("%s", its_why);
  g_assert_nonnull (strstr (its_why, why));
  if (how == NULL)
    g_assert_null (its_how);
  else
    g_assert_nonnull (strstr (its_how, how));
}

static void
test_exact (void)
{
  SkeinRecordingState everything = { .report = { .is_recording = true, .is_machine = true } };
  SkeinRecordingState own = { .report = { .is_recording = true, .n_threads = 3 } };

  own.report.support.paranoid = 2;
  refuse (&own, SKEIN_TARGET_MACHINE, SKEIN_REFUSAL_SETTING, 0);

  assert_says (&everything, "Every switch on every core", NULL);
  assert_says (&own, "of the 3 selected threads", "sysctl kernel.perf_event_paranoid=0");
  assert_says (&own, "perf_event_paranoid is 2, and would have to be 0 or less", "For the whole computer");

  own.report.n_refused = 1;
  assert_says (&own, "1 more selected thread could not be recorded", "sysctl");
}

/* The next rung is asked for first: our own processes, then everything. */
static void
test_refused (void)
{
  SkeinRecordingState state = { 0 };

  state.report.support.paranoid = 3;
  refuse (&state, SKEIN_TARGET_MACHINE, SKEIN_REFUSAL_SETTING, 0);
  refuse (&state, SKEIN_TARGET_PROCESSES, SKEIN_REFUSAL_SETTING, 2);
  assert_says (&state, "perf_event_paranoid is 3, as Debian and Ubuntu have it", "perf_event_paranoid=2");
  assert_says (&state, "It would have to be 2 or less", "Select a process, and its threads are read");
  state.report.support.paranoid = 2;
  refuse (&state, SKEIN_TARGET_PROCESSES, SKEIN_REFUSAL_SETTING, 1);
  assert_says (&state, "perf_event_paranoid is 2, and would have to be 1 or less", "perf_event_paranoid=1");

  refuse (&state, SKEIN_TARGET_PROCESSES, SKEIN_REFUSAL_NONE, 2);
  assert_says (&state, "drawn as shares", "Select a process of your own, and all its switches are recorded.");

  refuse (&state, SKEIN_TARGET_PROCESSES, SKEIN_REFUSAL_OWNER, 2);
  assert_says (&state, "another user", "Select a process of your own.");

  refuse (&state, SKEIN_TARGET_PROCESSES, SKEIN_REFUSAL_FILTER, 2);
  assert_says (&state, "sandbox or container", "CAP_PERFMON");
  state.is_sandboxed = TRUE;
  assert_says (&state, "sandbox or container", "without a sandbox");

  refuse (&state, SKEIN_TARGET_PROCESSES, SKEIN_REFUSAL_KERNEL, 2);
  assert_says (&state, "cannot record switches", "Select a process, and its threads are read");
  state.has_selection = TRUE;
  assert_says (&state, "cannot record switches", NULL);
}

/* The rung between: whose threads are read how often, and why no more. */
static void
test_polled (void)
{
  SkeinRecordingState state = {
    .n_polled = 5,
    .poll_period_ns = 1000000,
    .cadence_ns = 100000000,
    .has_selection = TRUE,
    .report.support.paranoid = 4,
  };
  g_autofree char *how = NULL;

  refuse (&state, SKEIN_TARGET_MACHINE, SKEIN_REFUSAL_SETTING, 0);
  refuse (&state, SKEIN_TARGET_PROCESSES, SKEIN_REFUSAL_SETTING, 2);
  assert_says (&state, "5 selected threads in view are read 1000 times a second, and all others 10 times",
               "perf_event_paranoid=2");
  assert_says (&state, "perf_event_paranoid is 4, as Debian and Ubuntu have it", "perf_event_paranoid=2");

  /* Who has selected already need not be told to. */
  how = skein_recording_state_dup_how (&state);
  g_assert_null (strstr (how, "Select a process"));

  state.n_polled = 1;
  state.poll_period_ns = 4000000;
  assert_says (&state, "1 selected thread in view is read 250 times a second", "perf_event_paranoid=2");

  state.n_polled = 0;
  assert_says (&state, "Some times a second", "perf_event_paranoid=2");
}

/* Reasons of our own come before those of the kernel, which are from before. */
static void
test_obstacles (void)
{
  SkeinRecordingState state = { .obstacle = SKEIN_RECORDING_PAUSED };

  refuse (&state, SKEIN_TARGET_PROCESSES, SKEIN_REFUSAL_KERNEL, 2);
  assert_says (&state, "paused", NULL);
  state.obstacle = SKEIN_RECORDING_UNSEEN;
  assert_says (&state, "only while the timeline can be seen", NULL);
  state.obstacle = SKEIN_RECORDING_UNWANTED;
  assert_says (&state, "preferences", "Record every switch");
  state.obstacle = SKEIN_RECORDING_ELSEWHERE;
  assert_says (&state, "not of this computer", NULL);
  state.obstacle = SKEIN_RECORDING_UNHINDERED;
  state.is_too_dear = TRUE;
  assert_says (&state, "more than a quarter of a core", NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/recording-text/exact", test_exact);
  g_test_add_func ("/recording-text/refused", test_refused);
  g_test_add_func ("/recording-text/polled", test_polled);
  g_test_add_func ("/recording-text/obstacles", test_obstacles);

  return g_test_run ();
}
