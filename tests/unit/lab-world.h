/* lab-world.h - runs of an experiment that nobody ran: each switch, mark and figure is a test's own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "base/clock.h"
#include "lab/results.h"
#include "lab/run-private.h"

#define LAB_MS    SKEIN_NS_PER_MS
#define LAB_START (1000 * SKEIN_NS_PER_S)
#define LAB_PID   100

/* Of parallel, with as many tasks. */
static inline void
lab_world_plan (SkeinLabPlan *plan,
                unsigned      n_tasks,
                unsigned      repeats)
{
  skein_lab_plan_init (plan, skein_experiment_find ("parallel"));
  plan->values[0] = n_tasks;
  plan->repeats = repeats;
}

static inline void
lab_world_add_switch (GArray          *switches,
                      int64_t          time_ns,
                      pid_t            tid,
                      uint16_t         core,
                      SkeinSwitchKind  kind)
{
  SkeinSwitch record = { .time_ns = time_ns, .pid = LAB_PID, .tid = tid, .core = core, .kind = (uint8_t) kind };

  g_array_append_val (switches, record);
}

/**
 * lab_world_run:
 * @n_cores: the tasks lie on them by turns: task i on core i % @n_cores, one after the other
 * @task_ms: how long each is
 *
 * Returns: a run that has ended, and whose answer was right
 */
static inline SkeinLabRun *
lab_world_run (unsigned mode,
               unsigned repeat,
               unsigned n_tasks,
               unsigned n_cores,
               int      task_ms)
{
  SkeinLabRun *run = skein_lab_run_new (mode, repeat, 16u << 20);
  GArray *switches = g_array_new (FALSE, TRUE, sizeof (SkeinSwitch));
  int n_rounds = (int) ((n_tasks + n_cores - 1) / n_cores);
  SkeinSwitchBatch *batch;
  SkeinTaskKey key = { LAB_PID, LAB_PID, SKEIN_TICKS_UNKNOWN };
  SkeinId process;

  run->is_exact = true;
  run->start_ns = LAB_START;
  run->end_ns = LAB_START + n_rounds * task_ms * LAB_MS;
  for (uint16_t core = 0; core < 2; core++)
    g_array_append_val (run->cores, core);

  for (int round = 0; round < n_rounds; round++)
    for (unsigned end = 0; end < 2; end++)
      for (unsigned core = 0; core < n_cores && (unsigned) round * n_cores + core < n_tasks; core++)
        lab_world_add_switch (switches, LAB_START + (round + (int) end) * task_ms * LAB_MS - (end ? 1 : 0),
                              LAB_PID + 1 + (pid_t) ((unsigned) round * n_cores + core), (uint16_t) core,
                              end ? SKEIN_SWITCH_OUT_BLOCKED : SKEIN_SWITCH_IN);

  batch = skein_switch_batch_new_take (LAB_START, run->end_ns, switches,
                                       g_array_new (FALSE, FALSE, SKEIN_SWITCH_NAME_SIZE));
  skein_store_append_switches (run->store, batch);
  skein_switch_batch_unref (batch);
  process = skein_store_find_process (run->store, &key);
  g_assert_cmpint (process, !=, SKEIN_ID_NONE);
  g_array_append_val (run->processes, process);

  for (unsigned i = 0; i < n_tasks; i++)
    {
      SkeinLabTask task = { LAB_PID, LAB_PID + 1 + (pid_t) i, LAB_START, LAB_START + i / n_cores * task_ms * LAB_MS,
                            LAB_START + (i / n_cores + 1) * task_ms * LAB_MS };

      g_array_append_val (run->tasks, task);
    }

  run->figures[SKEIN_LAB_WALL] = (double) (run->end_ns - run->start_ns);
  run->figures[SKEIN_LAB_CPU] = (double) (n_tasks * (unsigned) task_ms) * LAB_MS;
  run->figures[SKEIN_LAB_CONCURRENCY_MOST] = n_tasks;
  run->figures[SKEIN_LAB_GIVEN_UP] = n_tasks;
  run->figures[SKEIN_LAB_TAKEN] = 0;
  run->has_ended = true;
  run->has_answer = true;
  run->answer_ok = true;

  return run;
}

static inline void
lab_world_add (SkeinLabResults *results,
               SkeinLabRun     *run)
{
  skein_lab_results_add (results, run);
  skein_lab_run_unref (run);
}
