/* sample-json.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cli/sample.h"

#include "base/escape.h"

#include <sched.h>
#include <string.h>

#include <json-glib/json-glib.h>

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
add_int (JsonBuilder *builder,
         const char  *name,
         uint64_t     value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, (gint64) value);
}

static void
add_double (JsonBuilder *builder,
            const char  *name,
            double       value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_double_value (builder, value);
}

static void
add_text (JsonBuilder *builder,
          const char  *name,
          const char  *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

/* Whatever bytes the kernel gave. */
static void
add_bytes (JsonBuilder *builder,
           const char  *name,
           const char  *bytes)
{
  g_autofree char *text = skein_escape_bytes (bytes, strlen (bytes));

  add_text (builder, name, text);
}

static void
add_core (JsonBuilder     *builder,
          const SkeinCore *core)
{
  json_builder_begin_object (builder);
  add_int (builder, "id", core->id);
  json_builder_set_member_name (builder, "online");
  json_builder_add_boolean_value (builder, core->is_online);
  add_double (builder, "busy", (double) core->busy);
  add_int (builder, "user", core->user_ns);
  add_int (builder, "system", core->system_ns);
  add_int (builder, "irq", core->irq_ns);
  add_int (builder, "iowait", core->iowait_ns);
  add_int (builder, "steal", core->steal_ns);
  json_builder_end_object (builder);
}

static void
add_thread (JsonBuilder             *builder,
            const SkeinThread       *thread,
            const SkeinThreadDetail *detail)
{
  json_builder_begin_object (builder);
  add_int (builder, "tid", (uint64_t) thread->tid);
  add_bytes (builder, "name", thread->name);
  add_text (builder, "state", state_names[skein_thread_get_state (thread)]);
  json_builder_set_member_name (builder, "core");
  json_builder_add_int_value (builder, thread->core);
  add_int (builder, "run_ns", thread->run_ns);
  add_int (builder, "ready_ns", thread->ready_ns);
  add_int (builder, "slices", thread->slices);

  if (detail != NULL)
    {
      add_int (builder, "voluntary", detail->voluntary);
      add_int (builder, "preempted", detail->preempted);
    }

  json_builder_set_member_name (builder, "nice");
  json_builder_add_int_value (builder, thread->nice);
  add_text (builder, "policy", get_policy_name (thread->policy));
  json_builder_end_object (builder);
}

static void
add_process (JsonBuilder         *builder,
             const SkeinSnapshot *snapshot,
             const SkeinProcess  *process)
{
  json_builder_begin_object (builder);
  add_int (builder, "pid", (uint64_t) process->pid);
  add_int (builder, "start_ticks", process->start_ticks);
  add_int (builder, "ppid", (uint64_t) process->ppid);
  add_bytes (builder, "name", process->name);
  add_bytes (builder, "command", process->command);
  add_bytes (builder, "user", process->user);
  add_text (builder, "state", state_names[skein_process_get_state (process)]);
  add_int (builder, "threads", process->n_threads);
  add_double (builder, "parallelism", skein_snapshot_share (snapshot, process->run_delta_ns));
  add_double (builder, "demand",
              skein_snapshot_share (snapshot, process->run_delta_ns + process->ready_delta_ns));
  add_int (builder, "rss", process->rss_bytes);
  json_builder_set_member_name (builder, "threads_list");
  json_builder_begin_array (builder);

  for (uint32_t i = 0; i < process->n_threads; i++)
    add_thread (builder, &process->threads[i], process->details != NULL ? &process->details[i] : NULL);

  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static JsonNode *
build (const SkeinSnapshot *snapshot)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_int (builder, "time_ns", (uint64_t) snapshot->taken_ns);
  json_builder_set_member_name (builder, "cores");
  json_builder_begin_array (builder);

  for (uint32_t i = 0; i < snapshot->n_cores; i++)
    add_core (builder, &snapshot->cores[i]);

  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "processes");
  json_builder_begin_array (builder);

  for (uint32_t i = 0; i < snapshot->n_processes; i++)
    add_process (builder, snapshot, snapshot->processes[i]);

  json_builder_end_array (builder);
  json_builder_end_object (builder);

  return json_builder_get_root (builder);
}

void
skein_cli_print_json (FILE                *file,
                      const SkeinSnapshot *snapshot)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = build (snapshot);
  g_autofree char *text = NULL;
  gsize length;

  json_generator_set_root (generator, root);
  text = json_generator_to_data (generator, &length);
  fwrite (text, 1, length, file);
  putc ('\n', file);
}
