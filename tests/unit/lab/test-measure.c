/* test-measure.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "world.h"

#include <math.h>

#define MS INT64_C (1000000)

/* A run from 0 to 100 ms after @START, of a process with two threads, of which switches are told. */
#define START (1000 * MS)
#define PID   100

typedef struct
{
  SkeinLabRun    *run;
  SkeinLabReport  report;
  GArray         *switches;
} World;

static const SkeinExperimentInfo experiment = {
  .id = "test",
  .measures = { { .id = "turns" }, { .id = "slice_median_ns" }, { .id = "taken_by_own" }, { .id = "taken_by_others" } },
};

static void
world_init (World *world)
{
  const uint16_t cores[] = { 0, 1 };

  world->run = skein_lab_run_new (0, 0, 1 << 20);
  world->run->is_exact = true;
  world->switches = g_array_new (FALSE, TRUE, sizeof (SkeinSwitch));
  skein_lab_report_init (&world->report, &experiment);
  g_array_append_vals (world->report.cores, cores, G_N_ELEMENTS (cores));
  world->report.n_usable = G_N_ELEMENTS (cores);
  world->report.has_start = world->report.has_end = true;
  world->report.start_ns = START;
  world->report.end_ns = START + 100 * MS;
  world->report.cpu_ns = (double) (100 * MS);
}

static void
world_clear (World *world)
{
  skein_lab_report_clear (&world->report);
  skein_lab_run_unref (world->run);
  g_clear_pointer (&world->switches, g_array_unref);
}

static void
add_task (World   *world,
          int64_t  launched_ms,
          int64_t  start_ms,
          int64_t  end_ms)
{
  SkeinLabTask task = {
    .pid = PID,
    .tid = PID + (pid_t) world->report.tasks->len,
    .launched_ns = START + launched_ms * MS,
    .start_ns = START + start_ms * MS,
    .end_ns = end_ms > 0 ? START + end_ms * MS : 0,
  };

  g_array_append_val (world->report.tasks, task);
}

static void
add_switch (World           *world,
            int64_t          at_ms,
            SkeinSwitchKind  kind,
            pid_t            tid,
            uint16_t         core)
{
  SkeinSwitch record = { .time_ns = START + at_ms * MS, .pid = tid >= PID ? PID : tid, .tid = tid, .core = core };

  record.kind = (uint8_t) kind;
  g_array_append_val (world->switches, record);
}

static void
measure (World *world)
{
  GArray *names = g_array_new (FALSE, TRUE, SKEIN_SWITCH_NAME_SIZE);
  g_autoptr (SkeinSwitchBatch) batch = skein_switch_batch_new_take (START - MS, START + 101 * MS, world->switches,
                                                                    names);
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (SkeinId));

  world->switches = NULL;
  skein_store_append_switches (world->run->store, batch);
  skein_store_list_processes (world->run->store, INT64_MIN, INT64_MAX, all);

  for (guint i = 0; i < all->len; i++)
    {
      SkeinId id = g_array_index (all, SkeinId, i);
      SkeinTaskInfo info;

      if (skein_store_get_info (world->run->store, id, &info) && info.key.pid == PID)
        g_array_append_val (world->run->processes, id);
    }

  skein_lab_run_measure (world->run, &experiment, &world->report);
}

static double
get (const World    *world,
     SkeinLabFigure  figure)
{
  return world->run->figures[figure];
}

static void
test_concurrency (void)
{
  World world;

  world_init (&world);
  add_task (&world, 0, 1, 50);
  add_task (&world, 10, 40, 90);
  add_task (&world, 10, 90, 0); /* it begins where the other ends, and has no end */
  measure (&world);

  g_assert_cmpfloat (get (&world, SKEIN_LAB_WALL), ==, (double) (100 * MS));
  g_assert_cmpfloat_with_epsilon (get (&world, SKEIN_LAB_CONCURRENCY), 1.09, 1e-9);
  g_assert_cmpfloat (get (&world, SKEIN_LAB_CONCURRENCY_MOST), ==, 2);
  g_assert_cmpfloat_with_epsilon (get (&world, SKEIN_LAB_START), (1 + 30 + 80) / 3.0 * (double) MS, 1.0);
  world_clear (&world);
}

static void
test_no_marks (void)
{
  World world;

  world_init (&world);
  measure (&world);
  g_assert_true (isnan (get (&world, SKEIN_LAB_CONCURRENCY)));
  g_assert_true (isnan (get (&world, SKEIN_LAB_START)));
  g_assert_true (isnan (get (&world, SKEIN_LAB_READY)));
  g_assert_true (isnan (get (&world, SKEIN_LAB_PARALLELISM_MOST)));
  g_assert_true (isnan (get (&world, SKEIN_LAB_OTHERS)));
  g_assert_true (isnan (get (&world, SKEIN_LAB_PRIVATE)));
  /* What the kernel's clock says is a mean all the same. */
  g_assert_cmpfloat (get (&world, SKEIN_LAB_PARALLELISM), ==, 1.0);
  world_clear (&world);
}

/* Thread 100 runs all the time on core 0, but for 60 to 80, when 101 has the core; which before ran on core 1 from
 * 10 to 40, and then waited. */
static void
test_switches (void)
{
  World world;

  world_init (&world);
  add_task (&world, 0, 0, 100);
  add_task (&world, 0, 10, 80);
  add_switch (&world, 0, SKEIN_SWITCH_IN, 100, 0);
  add_switch (&world, 10, SKEIN_SWITCH_IN, 101, 1);
  add_switch (&world, 40, SKEIN_SWITCH_OUT_BLOCKED, 101, 1);
  add_switch (&world, 60, SKEIN_SWITCH_OUT_PREEMPTED, 100, 0);
  add_switch (&world, 60, SKEIN_SWITCH_IN, 101, 0);
  add_switch (&world, 80, SKEIN_SWITCH_OUT_PREEMPTED, 101, 0);
  add_switch (&world, 80, SKEIN_SWITCH_IN, 7, 0); /* somebody else, for a moment */
  add_switch (&world, 82, SKEIN_SWITCH_OUT_BLOCKED, 7, 0);
  add_switch (&world, 82, SKEIN_SWITCH_IN, 100, 0);
  add_switch (&world, 100, SKEIN_SWITCH_OUT_BLOCKED, 100, 0);
  add_switch (&world, 100, SKEIN_SWITCH_EXIT, 101, 0);
  measure (&world);

  g_assert_cmpfloat_with_epsilon (get (&world, SKEIN_LAB_PARALLELISM), 1.28, 0.001);
  g_assert_cmpfloat (get (&world, SKEIN_LAB_PARALLELISM_MOST), ==, 2);
  g_assert_cmpfloat_with_epsilon (get (&world, SKEIN_LAB_TOGETHER), 0.30, 0.001);
  g_assert_cmpfloat_with_epsilon (get (&world, SKEIN_LAB_READY), (double) (42 * MS), 1e3);
  g_assert_cmpfloat (get (&world, SKEIN_LAB_GIVEN_UP), ==, 2);
  g_assert_cmpfloat (get (&world, SKEIN_LAB_TAKEN), ==, 2);
  g_assert_cmpfloat (get (&world, SKEIN_LAB_MOVES), ==, 1);

  g_assert_cmpfloat (world.run->measures[0], ==, 4);
  g_assert_cmpfloat (world.run->measures[1], ==, (double) (20 * MS)); /* of 60, 30, 20, 18 */
  g_assert_cmpfloat (world.run->measures[2], ==, 1);
  g_assert_cmpfloat (world.run->measures[3], ==, 1);
  world_clear (&world);
}

/* The whole machine is recorded: what is not the run's is others'. Thread 100 runs on core 0 all the time, and somebody
 * else for half of it on core 1: that disturbs only who wants it. */
static void
add_neighbour (World *world)
{
  skein_store_set_scope (world->run->store, SKEIN_SCOPE_MACHINE);
  add_switch (world, -1, SKEIN_SWITCH_IN, 7, 1);
  add_switch (world, 0, SKEIN_SWITCH_IN, 100, 0);
}

static void
test_others_beside (void)
{
  World world;

  world_init (&world);
  add_neighbour (&world);
  add_switch (&world, 50, SKEIN_SWITCH_OUT_BLOCKED, 7, 1);
  add_switch (&world, 100, SKEIN_SWITCH_OUT_BLOCKED, 100, 0);
  measure (&world);
  g_assert_cmpfloat (get (&world, SKEIN_LAB_OTHERS), ==, 0.0);
  world_clear (&world);
}

/* Thread 101 wants a core as well, from 10 on. It has none before 50. */
static void
add_second_thread (World *world)
{
  add_neighbour (world);
  add_switch (world, 9, SKEIN_SWITCH_OUT_PREEMPTED, 100, 0);
  add_switch (world, 9, SKEIN_SWITCH_IN, 101, 0);
  add_switch (world, 10, SKEIN_SWITCH_OUT_PREEMPTED, 101, 0);
  add_switch (world, 10, SKEIN_SWITCH_IN, 100, 0);
  add_switch (world, 50, SKEIN_SWITCH_OUT_BLOCKED, 7, 1);
  add_switch (world, 50, SKEIN_SWITCH_IN, 101, 1);
  add_switch (world, 100, SKEIN_SWITCH_OUT_BLOCKED, 100, 0);
  add_switch (world, 100, SKEIN_SWITCH_OUT_BLOCKED, 101, 1);
  world->report.cpu_ns = (double) (150 * MS);
}

static void
test_others_in_the_way (void)
{
  World world;

  world_init (&world);
  add_second_thread (&world);
  measure (&world);
  /* 41 ms of what one wanted until 9 ms, and two since. */
  g_assert_cmpfloat_with_epsilon (get (&world, SKEIN_LAB_OTHERS), 41.0 / 191.0, 0.005);
  world_clear (&world);
}

/* All has to be done on core 0: whoever is on core 1 takes nothing. */
static void
test_others_where_it_may_not (void)
{
  World world;

  world_init (&world);
  world.report.n_usable = 1;
  world.report.cpu_ns = (double) (100 * MS);
  add_neighbour (&world);
  add_switch (&world, 20, SKEIN_SWITCH_OUT_PREEMPTED, 100, 0);
  add_switch (&world, 20, SKEIN_SWITCH_IN, 101, 0);
  add_switch (&world, 60, SKEIN_SWITCH_OUT_PREEMPTED, 101, 0);
  add_switch (&world, 60, SKEIN_SWITCH_IN, 100, 0);
  add_switch (&world, 100, SKEIN_SWITCH_OUT_BLOCKED, 100, 0);
  add_switch (&world, 100, SKEIN_SWITCH_OUT_BLOCKED, 7, 1);
  measure (&world);
  g_assert_cmpfloat (get (&world, SKEIN_LAB_OTHERS), ==, 0.0);
  world_clear (&world);
}

/* A hypervisor took 30 of the 100 ms that it seems to have run. */
static void
test_stolen (void)
{
  World world;

  world_init (&world);
  skein_store_set_scope (world.run->store, SKEIN_SCOPE_MACHINE);
  world.report.cpu_ns = (double) (70 * MS);
  add_switch (&world, -1, SKEIN_SWITCH_IN, 7, 1);
  add_switch (&world, 0, SKEIN_SWITCH_IN, 100, 0);
  add_switch (&world, 1, SKEIN_SWITCH_OUT_BLOCKED, 7, 1);
  add_switch (&world, 100, SKEIN_SWITCH_OUT_BLOCKED, 100, 0);
  measure (&world);
  g_assert_cmpfloat_with_epsilon (get (&world, SKEIN_LAB_OTHERS), 0.3, 0.005);
  world_clear (&world);
}

static void
test_answer (void)
{
  World world;

  world_init (&world);
  world.report.has_answer = true;
  world.report.expected = 5;
  world.report.got = 4;
  measure (&world);
  g_assert_true (world.run->has_ended);
  g_assert_true (world.run->has_answer);
  g_assert_false (world.run->answer_ok);
  world_clear (&world);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/lab/measure/concurrency", test_concurrency);
  g_test_add_func ("/lab/measure/no-marks", test_no_marks);
  g_test_add_func ("/lab/measure/switches", test_switches);
  g_test_add_func ("/lab/measure/others-beside", test_others_beside);
  g_test_add_func ("/lab/measure/others-in-the-way", test_others_in_the_way);
  g_test_add_func ("/lab/measure/others-where-it-may-not", test_others_where_it_may_not);
  g_test_add_func ("/lab/measure/stolen", test_stolen);
  g_test_add_func ("/lab/measure/answer", test_answer);

  return g_test_run ();
}
