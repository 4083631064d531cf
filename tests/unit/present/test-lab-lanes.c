/* test-lab-lanes.c - who had the cores in a run, by tasks and in pixels
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "present/lab-lanes.h"

#include "../tale.h"

/* The run: this process, and two workers. */
#define PID    10
#define FIRST  11
#define SECOND 12
#define OTHER  20

typedef struct
{
  Tale        tale;
  SkeinLabRun run;
  GArray     *switches;
  int64_t     zero_ns;
} Fixture;

static const TaleThread threads[] = {
  { PID, PID, "work", 0.0, 0.0, 'S', 0, false },
  { PID, FIRST, "worker 1", 0.8, 0.0, 'R', 0, false },
  { PID, SECOND, "worker 2", 0.5, 0.0, 'R', 1, false },
  { OTHER, OTHER, "other", 0.2, 0.0, 'S', 1, false },
};

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  SkeinId process;

  tale_begin (&self->tale, 2);
  tale_tell (&self->tale, TALE_INTERVAL, threads, G_N_ELEMENTS (threads));
  self->zero_ns = self->tale.now_ns;
  tale_tell (&self->tale, TALE_INTERVAL, threads, G_N_ELEMENTS (threads));

  self->switches = g_array_new (FALSE, TRUE, sizeof (SkeinSwitch));
  self->run = (SkeinLabRun) {
    .is_exact = true,
    .start_ns = self->zero_ns,
    .end_ns = self->zero_ns + 100 * TALE_MS,
    .store = self->tale.store,
    .processes = g_array_new (FALSE, FALSE, sizeof (SkeinId)),
    .cores = g_array_new (FALSE, FALSE, sizeof (uint16_t)),
    .tasks = g_array_new (FALSE, FALSE, sizeof (SkeinLabTask)),
    .spans = g_array_new (FALSE, FALSE, sizeof (SkeinLabSpan)),
  };
  process = tale_process_id (&self->tale, PID);
  g_array_append_val (self->run.processes, process);
  for (uint16_t core = 0; core < 2; core++)
    g_array_append_val (self->run.cores, core);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_array_unref (self->run.processes);
  g_array_unref (self->run.cores);
  g_array_unref (self->run.tasks);
  g_array_unref (self->run.spans);
  g_array_unref (self->switches);
  tale_end (&self->tale);
}

static void
add_switch (Fixture         *self,
            int              us,
            pid_t            tid,
            uint16_t         core,
            SkeinSwitchKind  kind)
{
  SkeinSwitch record = {
    .time_ns = self->zero_ns + us * SKEIN_NS_PER_US,
    .pid = tid < OTHER ? PID : OTHER,
    .tid = tid,
    .core = core,
    .kind = (uint8_t) kind,
  };

  g_array_append_val (self->switches, record);
}

/* From the start of the run, or where the one before ended, to there. */
static void
append (Fixture *self,
        int      from_ms,
        int      to_ms)
{
  SkeinSwitchBatch *batch =
    skein_switch_batch_new_take (self->zero_ns + from_ms * TALE_MS, self->zero_ns + to_ms * TALE_MS, self->switches,
                                 g_array_new (FALSE, FALSE, SKEIN_SWITCH_NAME_SIZE));

  self->switches = g_array_new (FALSE, TRUE, sizeof (SkeinSwitch));
  skein_store_append_switches (self->tale.store, batch);
  skein_switch_batch_unref (batch);
}

static void
add_task (Fixture *self,
          pid_t    tid,
          int      start_ms,
          int      end_ms)
{
  SkeinLabTask task = { PID, tid, self->zero_ns, self->zero_ns + start_ms * TALE_MS, self->zero_ns + end_ms * TALE_MS };

  g_array_append_val (self->run.tasks, task);
}

/* Core 0: the first from 10 to 60 ms; core 1: the second from 20 to 40 ms, then another program until 50 ms. */
static void
tell_of_slices (Fixture *self)
{
  add_switch (self, 10000, FIRST, 0, SKEIN_SWITCH_IN);
  add_switch (self, 20000, SECOND, 1, SKEIN_SWITCH_IN);
  add_switch (self, 40000, SECOND, 1, SKEIN_SWITCH_OUT_PREEMPTED);
  add_switch (self, 40000, OTHER, 1, SKEIN_SWITCH_IN);
  add_switch (self, 50000, OTHER, 1, SKEIN_SWITCH_OUT_BLOCKED);
  add_switch (self, 60000, FIRST, 0, SKEIN_SWITCH_OUT_BLOCKED);
  append (self, 0, 100);
}

/* "0: 3 10-60", times in ms from the start of the run. */
static char *
dup_stays (Fixture       *self,
           SkeinLabLanes *lanes,
           unsigned       core)
{
  GString *text = g_string_new (NULL);
  uint32_t n;
  const SkeinLabStay *stays = skein_lab_lanes_get_stays (lanes, core, &n);

  for (uint32_t i = 0; i < n; i++)
    {
      g_autofree char *task = stays[i].task == SKEIN_LAB_OTHERS_TASK ? g_strdup ("others")
                              : stays[i].task == SKEIN_LAB_NO_TASK ? g_strdup ("none")
                              : g_strdup_printf ("%u", stays[i].task);

      g_string_append_printf (text, "%s%s %d-%d", i > 0 ? ", " : "", task,
                              (int) ((stays[i].start_ns - self->zero_ns) / TALE_MS),
                              (int) ((stays[i].end_ns - self->zero_ns) / TALE_MS));
    }

  return g_string_free (text, FALSE);
}

static void
assert_stays (Fixture       *self,
              SkeinLabLanes *lanes,
              unsigned       core,
              const char    *expected)
{
  g_autofree char *stays = dup_stays (self, lanes, core);

  g_assert_cmpstr (stays, ==, expected);
}

/* The second thread of the process does what it is called after, until the marks say what it did. */
static void
test_threads_until_the_marks_come (Fixture       *self,
                                   gconstpointer  data)
{
  g_autoptr (SkeinLabLanes) lanes = NULL;

  tell_of_slices (self);
  lanes = skein_lab_lanes_new (&self->run);
  g_assert_false (skein_lab_lanes_has_tasks (lanes));
  assert_stays (self, lanes, 0, "0 10-60");
  assert_stays (self, lanes, 1, "1 20-40, others 40-50");

  add_task (self, SECOND, 0, 100);
  add_task (self, FIRST, 0, 100);
  self->run.has_ended = true;
  skein_lab_lanes_update (lanes);
  g_assert_true (skein_lab_lanes_has_tasks (lanes));
  assert_stays (self, lanes, 0, "1 10-60");
  assert_stays (self, lanes, 1, "0 20-40, others 40-50");
}

/* One thread, three tasks one after the other, and something before and between. */
static void
test_a_thread_at_several_tasks (Fixture       *self,
                                gconstpointer  data)
{
  g_autoptr (SkeinLabLanes) lanes = NULL;

  tell_of_slices (self);
  add_task (self, FIRST, 15, 30);
  add_task (self, FIRST, 30, 40);
  add_task (self, FIRST, 45, 90);
  self->run.has_ended = true;
  lanes = skein_lab_lanes_new (&self->run);
  assert_stays (self, lanes, 0, "none 10-15, 0 15-30, 1 30-40, none 40-45, 2 45-60");
  assert_stays (self, lanes, 1, "none 20-40, others 40-50");
}

static void
test_spans_tell_more_than_tasks (Fixture       *self,
                                 gconstpointer  data)
{
  g_autoptr (SkeinLabLanes) lanes = NULL;

  tell_of_slices (self);
  add_task (self, FIRST, 0, 90);
  add_task (self, FIRST, 0, 90);
  for (uint32_t i = 0; i < 10; i++)
    {
      SkeinLabSpan span = { i % 2, FIRST, self->zero_ns + i * 10 * TALE_MS, self->zero_ns + (i + 1) * 10 * TALE_MS };

      g_array_append_val (self->run.spans, span);
    }
  self->run.has_ended = true;
  lanes = skein_lab_lanes_new (&self->run);
  assert_stays (self, lanes, 0, "1 10-20, 0 20-30, 1 30-40, 0 40-50, 1 50-60");
}

/* What is known of it grows, and nothing of it is told twice. */
static void
test_grows_while_it_runs (Fixture       *self,
                          gconstpointer  data)
{
  g_autoptr (SkeinLabLanes) lanes = NULL;
  SkeinLabCoreSums sums;

  self->run.end_ns = self->zero_ns + 30 * TALE_MS;
  add_switch (self, 10000, FIRST, 0, SKEIN_SWITCH_IN);
  add_switch (self, 12000, FIRST, 0, SKEIN_SWITCH_OUT_BLOCKED);
  add_switch (self, 14000, FIRST, 0, SKEIN_SWITCH_IN);
  append (self, 0, 30);
  lanes = skein_lab_lanes_new (&self->run);
  assert_stays (self, lanes, 0, "0 10-12, 0 14-30");

  self->run.end_ns = self->zero_ns + 60 * TALE_MS;
  add_switch (self, 35000, FIRST, 0, SKEIN_SWITCH_OUT_PREEMPTED);
  add_switch (self, 35000, SECOND, 0, SKEIN_SWITCH_IN);
  append (self, 30, 60);
  skein_lab_lanes_update (lanes);
  skein_lab_lanes_update (lanes);
  assert_stays (self, lanes, 0, "0 10-12, 0 14-35, 1 35-60");

  add_task (self, FIRST, 0, 60);
  add_task (self, SECOND, 0, 60);
  self->run.has_ended = true;
  skein_lab_lanes_update (lanes);
  skein_lab_lanes_sum (lanes, 0, &sums);
  g_assert_cmpint (sums.own_ns, ==, 48 * TALE_MS);
  g_assert_cmpint (sums.others_ns, ==, 0);
  g_assert_cmpint (sums.n_turns, ==, 3);
  g_assert_cmpint (sums.n_tasks, ==, 2);
}

static void
test_finds_what_is_under_a_time (Fixture       *self,
                                 gconstpointer  data)
{
  g_autoptr (SkeinLabLanes) lanes = NULL;
  const SkeinLabStay *stay;

  tell_of_slices (self);
  lanes = skein_lab_lanes_new (&self->run);
  g_assert_null (skein_lab_lanes_find_stay (lanes, 1, self->zero_ns + 19 * TALE_MS));
  stay = skein_lab_lanes_find_stay (lanes, 1, self->zero_ns + 20 * TALE_MS);
  g_assert_cmpint (stay->tid, ==, SECOND);
  stay = skein_lab_lanes_find_stay (lanes, 1, self->zero_ns + 40 * TALE_MS);
  g_assert_cmpint (stay->task, ==, SKEIN_LAB_OTHERS_TASK);
  g_assert_null (skein_lab_lanes_find_stay (lanes, 1, self->zero_ns + 50 * TALE_MS));
}

/* A column is a millisecond: what is narrower than a box shares its column. */
static void
test_boxes_and_columns (Fixture       *self,
                        gconstpointer  data)
{
  g_autoptr (SkeinLabLanes) lanes = NULL;
  g_autoptr (SkeinLabLane) lane = NULL;
  const SkeinLabBox *box;

  for (int i = 0; i < 4; i++)
    {
      add_switch (self, 10000 + i * 500, i % 2 == 0 ? FIRST : SECOND, 0, SKEIN_SWITCH_IN);
      add_switch (self, 10000 + (i + 1) * 500, i % 2 == 0 ? FIRST : SECOND, 0, SKEIN_SWITCH_OUT_PREEMPTED);
    }
  add_switch (self, 20000, FIRST, 0, SKEIN_SWITCH_IN);
  add_switch (self, 30000, FIRST, 0, SKEIN_SWITCH_OUT_BLOCKED);
  append (self, 0, 100);
  lanes = skein_lab_lanes_new (&self->run);
  lane = skein_lab_lanes_lay_out (lanes, 0, (double) TALE_MS, 150, 2);

  g_assert_cmpint (lane->boxes->len, ==, 1);
  box = &g_array_index (lane->boxes, SkeinLabBox, 0);
  g_assert_cmpint (box->x, ==, 20);
  g_assert_cmpint (box->end, ==, 30);
  g_assert_true (lane->columns[25].in_box);
  g_assert_false (lane->columns[30].in_box);

  for (int x = 10; x < 12; x++)
    {
      g_assert_cmpint (lane->columns[x].n_parts, ==, 2);
      g_assert_cmpint (lane->columns[x].parts[0].task, ==, 0);
      g_assert_cmpfloat_with_epsilon (lane->columns[x].parts[0].share, 0.5f, 1e-4f);
      g_assert_cmpint (lane->columns[x].parts[1].task, ==, 1);
    }
  g_assert_cmpint (lane->columns[12].n_parts, ==, 0);

  /* It is known that nothing was there, up to the end of the run. */
  g_assert_cmpfloat (lane->columns[99].observed, ==, 1.0f);
  g_assert_cmpfloat (lane->columns[100].observed, ==, 0.0f);
}

/* Of many in one column none gets lost: what has no place counts with the last. */
static void
test_many_tasks_in_a_column (Fixture       *self,
                             gconstpointer  data)
{
  g_autoptr (SkeinLabLanes) lanes = NULL;
  g_autoptr (SkeinLabLane) lane = NULL;
  float sum = 0.0f;

  for (int i = 0; i < 20; i++)
    add_task (self, FIRST, 10 + i, 11 + i);
  self->run.has_ended = true;
  tell_of_slices (self);
  lanes = skein_lab_lanes_new (&self->run);
  lane = skein_lab_lanes_lay_out (lanes, 0, 20.0 * TALE_MS, 5, 3);

  g_assert_cmpint (lane->columns[1].n_parts, ==, SKEIN_LAB_COLUMN_PARTS);
  for (unsigned i = 0; i < lane->columns[1].n_parts; i++)
    sum += lane->columns[1].parts[i].share;
  g_assert_cmpfloat_with_epsilon (sum, 1.0f, 1e-4f);
}

/* Samples tell shares; there are no stays, and what was not sampled is a gap. */
static void
test_samples_are_shares (Fixture       *self,
                         gconstpointer  data)
{
  g_autoptr (SkeinLabLanes) lanes = NULL;
  g_autoptr (SkeinLabLane) first = NULL;
  g_autoptr (SkeinLabLane) second = NULL;
  SkeinLabCoreSums sums;
  uint32_t n;

  self->run.is_exact = false;
  self->run.end_ns = self->zero_ns + 150 * TALE_MS;
  lanes = skein_lab_lanes_new (&self->run);
  skein_lab_lanes_get_stays (lanes, 0, &n);
  g_assert_cmpint (n, ==, 0);

  first = skein_lab_lanes_lay_out (lanes, 0, (double) TALE_MS, 160, 2);
  g_assert_cmpint (first->boxes->len, ==, 0);
  g_assert_cmpint (first->columns[50].n_parts, ==, 1);
  g_assert_cmpint (first->columns[50].parts[0].task, ==, 0);
  g_assert_cmpfloat_with_epsilon (first->columns[50].parts[0].share, 0.8f, 1e-3f);
  g_assert_cmpfloat (first->columns[120].observed, ==, 0.0f);

  second = skein_lab_lanes_lay_out (lanes, 1, (double) TALE_MS, 160, 2);
  g_assert_cmpint (second->columns[50].n_parts, ==, 2);
  g_assert_cmpint (second->columns[50].parts[0].task, ==, 1);
  g_assert_cmpint (second->columns[50].parts[1].task, ==, SKEIN_LAB_OTHERS_TASK);
  g_assert_cmpfloat_with_epsilon (second->columns[50].parts[1].share, 0.2f, 1e-3f);

  skein_lab_lanes_sum (lanes, 0, &sums);
  g_assert_cmpfloat_with_epsilon ((double) sums.own_ns, 80.0 * TALE_MS, 1.0 * TALE_MS);
  g_assert_cmpint (sums.n_turns, ==, 0);
}

#define ADD(name) g_test_add ("/lab-lanes/" #name, Fixture, NULL, set_up, test_##name, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD (threads_until_the_marks_come);
  ADD (a_thread_at_several_tasks);
  ADD (spans_tell_more_than_tasks);
  ADD (grows_while_it_runs);
  ADD (finds_what_is_under_a_time);
  ADD (boxes_and_columns);
  ADD (many_tasks_in_a_column);
  ADD (samples_are_shares);

  return g_test_run ();
}
