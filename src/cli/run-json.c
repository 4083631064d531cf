/* run-json.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cli/run.h"

#include "base/escape.h"

#include <string.h>
#include <sys/wait.h>

#include <json-glib/json-glib.h>

static void
add_int (JsonBuilder *builder,
         const char  *name,
         int64_t      value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
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
add_cores (JsonBuilder  *builder,
           const GArray *core_ns)
{
  json_builder_set_member_name (builder, "cores");
  json_builder_begin_object (builder);

  for (unsigned core = 0; core < core_ns->len; core++)
    {
      int64_t ns = g_array_index (core_ns, int64_t, core);
      char name[16];

      g_snprintf (name, sizeof name, "%u", core);

      if (ns > 0)
        add_int (builder, name, ns);
    }

  json_builder_end_object (builder);
}

static void
add_thread (JsonBuilder          *builder,
            const SkeinRunThread *thread)
{
  json_builder_begin_object (builder);
  add_int (builder, "pid", thread->pid);
  add_int (builder, "tid", thread->tid);
  add_bytes (builder, "name", thread->name);
  add_int (builder, "start_ns", thread->start_ns);
  add_int (builder, "end_ns", thread->end_ns);
  json_builder_set_member_name (builder, "alive");
  json_builder_add_boolean_value (builder, thread->is_alive);
  add_int (builder, "run_ns", thread->run_ns);
  add_int (builder, "ready_ns", thread->ready_ns);
  add_int (builder, "wait_ns", thread->wait_ns);
  json_builder_set_member_name (builder, "switches");
  json_builder_begin_object (builder);
  add_int (builder, "given_up", (int64_t) thread->given_up);
  add_int (builder, "taken", (int64_t) thread->taken);
  json_builder_end_object (builder);
  add_int (builder, "moves", (int64_t) thread->moves);
  add_cores (builder, thread->core_ns);
  json_builder_end_object (builder);
}

static void
add_at_once (JsonBuilder       *builder,
             const char        *name,
             const SkeinAtOnce *at_once)
{
  unsigned most = skein_at_once_get_most (at_once);

  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "mean");
  json_builder_add_double_value (builder, skein_at_once_get_mean (at_once));
  add_int (builder, "most", most);
  json_builder_set_member_name (builder, "share_at");
  json_builder_begin_array (builder);

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

  add_bytes (builder, "command", joined);
  add_text (builder, "source", self->is_exact ? "exact" : "sampled");

  if (reason != NULL)
    add_text (builder, "reason", reason);

  add_int (builder, "start_ns", self->start_ns);
  add_int (builder, "wall_ns", self->end_ns - self->start_ns);

  if (WIFSIGNALED (self->status))
    add_int (builder, "signal", WTERMSIG (self->status));
  else
    add_int (builder, "exit_code", WEXITSTATUS (self->status));
}

static JsonNode *
build (const SkeinRun *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_command (builder, self);
  json_builder_set_member_name (builder, "threads");
  json_builder_begin_array (builder);

  for (unsigned i = 0; i < self->threads->len; i++)
    add_thread (builder, &g_array_index (self->threads, SkeinRunThread, i));

  json_builder_end_array (builder);
  add_at_once (builder, "parallelism", &self->parallelism);
  add_at_once (builder, "demand", &self->demand);
  add_int (builder, "switches", (int64_t) self->switches);
  add_int (builder, "lost", (int64_t) self->lost);
  add_int (builder, "unseen_ns", self->unseen_ns);
  json_builder_end_object (builder);

  return json_builder_get_root (builder);
}

void
skein_run_print_json (FILE           *file,
                      const SkeinRun *self)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = build (self);
  g_autofree char *text = NULL;
  gsize length;

  json_generator_set_root (generator, root);
  text = json_generator_to_data (generator, &length);
  fwrite (text, 1, length, file);
  putc ('\n', file);
}
