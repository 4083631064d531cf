/* sample-json.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cli/sample.h"

#include "export/json.h"

#include <sched.h>

static const char *const state_names[SKEIN_N_STATES] = {
  [SKEIN_STATE_UNKNOWN] = "unknown",
  [SKEIN_STATE_RUNNING] = "running",
  [SKEIN_STATE_READY] = "ready",
  [SKEIN_STATE_WAITING] = "waiting",
  [SKEIN_STATE_DISK] = "disk",
  [SKEIN_STATE_SUSPENDED] = "suspended",
  [SKEIN_STATE_TERMINATED] = "terminated",
};

static const char *
get_policy_name (uint8_t policy)
{
  static const char *const names[] = { "other", "fifo", "rr", "batch", NULL, "idle", "deadline", "ext" };

  return policy < G_N_ELEMENTS (names) && names[policy] != NULL ? names[policy] : "unknown";
}

static void
add_core (JsonBuilder     *builder,
          const SkeinCore *core)
{
  json_builder_begin_object (builder);
  skein_json_add_int (builder, "id", core->id);
  skein_json_add_bool (builder, "online", core->is_online);
  skein_json_add_double (builder, "busy", (double) core->busy);
  skein_json_add_int (builder, "user", (int64_t) core->user_ns);
  skein_json_add_int (builder, "system", (int64_t) core->system_ns);
  skein_json_add_int (builder, "irq", (int64_t) core->irq_ns);
  skein_json_add_int (builder, "iowait", (int64_t) core->iowait_ns);
  skein_json_add_int (builder, "steal", (int64_t) core->steal_ns);
  json_builder_end_object (builder);
}

static void
add_thread (JsonBuilder             *builder,
            const SkeinThread       *thread,
            const SkeinThreadDetail *detail)
{
  json_builder_begin_object (builder);
  skein_json_add_int (builder, "tid", thread->tid);
  skein_json_add_bytes (builder, "name", thread->name);
  skein_json_add_text (builder, "state", state_names[skein_thread_get_state (thread)]);
  skein_json_add_int (builder, "core", thread->core);
  skein_json_add_int (builder, "run_ns", (int64_t) thread->run_ns);
  skein_json_add_int (builder, "ready_ns", (int64_t) thread->ready_ns);
  skein_json_add_int (builder, "slices", (int64_t) thread->slices);

  if (detail != NULL)
    {
      skein_json_add_int (builder, "voluntary", (int64_t) detail->voluntary);
      skein_json_add_int (builder, "preempted", (int64_t) detail->preempted);
    }

  skein_json_add_int (builder, "nice", thread->nice);
  skein_json_add_text (builder, "policy", get_policy_name (thread->policy));
  json_builder_end_object (builder);
}

static void
add_process (JsonBuilder         *builder,
             const SkeinSnapshot *snapshot,
             const SkeinProcess  *process)
{
  json_builder_begin_object (builder);
  skein_json_add_int (builder, "pid", process->pid);
  skein_json_add_int (builder, "start_ticks", (int64_t) process->start_ticks);
  skein_json_add_int (builder, "ppid", process->ppid);
  skein_json_add_bytes (builder, "name", process->name);
  skein_json_add_bytes (builder, "command", process->command);
  skein_json_add_bytes (builder, "user", process->user);
  skein_json_add_text (builder, "state", state_names[skein_process_get_state (process)]);
  skein_json_add_int (builder, "threads", process->n_threads);
  skein_json_add_double (builder, "parallelism", skein_snapshot_share (snapshot, process->run_delta_ns));
  skein_json_add_double (builder, "demand",
                         skein_snapshot_share (snapshot, process->run_delta_ns + process->ready_delta_ns));
  skein_json_add_int (builder, "rss", (int64_t) process->rss_bytes);
  skein_json_begin_array (builder, "threads_list");

  for (uint32_t i = 0; i < process->n_threads; i++)
    add_thread (builder, &process->threads[i], process->details != NULL ? &process->details[i] : NULL);

  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static JsonBuilder *
build (const SkeinSnapshot *snapshot)
{
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_object (builder);
  skein_json_add_int (builder, "time_ns", snapshot->taken_ns);
  skein_json_begin_array (builder, "cores");

  for (uint32_t i = 0; i < snapshot->n_cores; i++)
    add_core (builder, &snapshot->cores[i]);

  json_builder_end_array (builder);
  skein_json_begin_array (builder, "processes");

  for (uint32_t i = 0; i < snapshot->n_processes; i++)
    add_process (builder, snapshot, snapshot->processes[i]);

  json_builder_end_array (builder);
  json_builder_end_object (builder);

  return builder;
}

void
skein_cli_print_json (FILE                *file,
                      const SkeinSnapshot *snapshot)
{
  g_autoptr (JsonBuilder) builder = build (snapshot);

  skein_json_print (file, builder);
}
