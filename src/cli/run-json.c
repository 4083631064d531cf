/* run-json.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cli/run.h"

#include "export/json.h"

#include <sys/wait.h>

static void
add_cores (JsonBuilder  *builder,
           const GArray *core_ns)
{
  skein_json_begin_object (builder, "cores");

  for (unsigned core = 0; core < core_ns->len; core++)
    {
      int64_t ns = g_array_index (core_ns, int64_t, core);
      char name[16];

      g_snprintf (name, sizeof name, "%u", core);

      if (ns > 0)
        skein_json_add_int (builder, name, ns);
    }

  json_builder_end_object (builder);
}

static void
add_thread (JsonBuilder          *builder,
            const SkeinRunThread *thread)
{
  json_builder_begin_object (builder);
  skein_json_add_int (builder, "pid", thread->pid);
  skein_json_add_int (builder, "tid", thread->tid);
  skein_json_add_bytes (builder, "name", thread->name);
  skein_json_add_int (builder, "start_ns", thread->start_ns);
  skein_json_add_int (builder, "end_ns", thread->end_ns);
  skein_json_add_bool (builder, "alive", thread->is_alive);
  skein_json_add_int (builder, "run_ns", thread->run_ns);
  skein_json_add_int (builder, "ready_ns", thread->ready_ns);
  skein_json_add_int (builder, "wait_ns", thread->wait_ns);
  skein_json_begin_object (builder, "switches");
  skein_json_add_int (builder, "given_up", (int64_t) thread->given_up);
  skein_json_add_int (builder, "taken", (int64_t) thread->taken);
  json_builder_end_object (builder);
  skein_json_add_int (builder, "moves", (int64_t) thread->moves);
  add_cores (builder, thread->core_ns);
  json_builder_end_object (builder);
}

static void
add_at_once (JsonBuilder       *builder,
             const char        *name,
             const SkeinAtOnce *at_once)
{
  unsigned most = skein_at_once_get_most (at_once);

  skein_json_begin_object (builder, name);
  skein_json_add_double (builder, "mean", skein_at_once_get_mean (at_once));
  skein_json_add_int (builder, "most", most);
  skein_json_begin_array (builder, "share_at");

  for (unsigned n = 0; n <= most; n++)
    json_builder_add_double_value (builder, skein_at_once_get_share (at_once, n));

  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_command (JsonBuilder    *builder,
             const SkeinRun *self)
{
  g_autofree char *joined = g_strjoinv (" ", (char **) self->argv);
  g_autofree char *reason = skein_run_dup_reason (self);

  skein_json_add_bytes (builder, "command", joined);
  skein_json_add_text (builder, "source", self->is_exact ? "exact" : "sampled");

  if (reason != NULL)
    skein_json_add_text (builder, "reason", reason);

  skein_json_add_int (builder, "start_ns", self->start_ns);
  skein_json_add_int (builder, "wall_ns", self->end_ns - self->start_ns);

  if (WIFSIGNALED (self->status))
    skein_json_add_int (builder, "signal", WTERMSIG (self->status));
  else
    skein_json_add_int (builder, "exit_code", WEXITSTATUS (self->status));
}

static JsonBuilder *
build (const SkeinRun *self)
{
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_command (builder, self);
  skein_json_begin_array (builder, "threads");

  for (unsigned i = 0; i < self->threads->len; i++)
    add_thread (builder, &g_array_index (self->threads, SkeinRunThread, i));

  json_builder_end_array (builder);
  add_at_once (builder, "parallelism", &self->parallelism);
  add_at_once (builder, "demand", &self->demand);
  skein_json_add_int (builder, "switches", (int64_t) self->switches);
  skein_json_add_int (builder, "lost", (int64_t) self->lost);
  skein_json_add_int (builder, "unseen_ns", self->unseen_ns);
  json_builder_end_object (builder);

  return builder;
}

void
skein_run_print_json (FILE           *file,
                      const SkeinRun *self)
{
  g_autoptr (JsonBuilder) builder = build (self);

  skein_json_print (file, builder);
}
