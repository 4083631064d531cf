/* memory-json.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cli/memory.h"

#include "base/escape.h"

#include <errno.h>
#include <string.h>
#include <sys/sysmacros.h>

#include <json-glib/json-glib.h>

static const char *const kind_names[SKEIN_N_REGION_KINDS] = {
  [SKEIN_REGION_CODE] = "code",
  [SKEIN_REGION_DATA] = "data",
  [SKEIN_REGION_HEAP] = "heap",
  [SKEIN_REGION_STACK] = "stack",
  [SKEIN_REGION_THREAD_STACK] = "thread-stack",
  [SKEIN_REGION_LIBRARY] = "library",
  [SKEIN_REGION_FILE] = "file",
  [SKEIN_REGION_ANONYMOUS] = "anonymous",
  [SKEIN_REGION_SHARED] = "shared",
  [SKEIN_REGION_KERNEL] = "kernel",
};

static const char *const bridge_names[] = {
  [SKEIN_BRIDGE_SHARED] = "shared",
  [SKEIN_BRIDGE_FILE] = "file",
  [SKEIN_BRIDGE_COPY] = "copy",
};

static void
add_int (JsonBuilder *builder,
         const char  *name,
         uint64_t     value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, (gint64) value);
}

/* An integer, as long as it is one of 63 bits. Beyond lie the kernel's addresses, multiples
 * of a page, which a double holds exactly. */
static void
add_address (JsonBuilder *builder,
             const char  *name,
             uint64_t     value)
{
  if (value <= INT64_MAX)
    {
      add_int (builder, name, value);
      return;
    }

  json_builder_set_member_name (builder, name);
  json_builder_add_double_value (builder, (double) value);
}

static void
add_bool (JsonBuilder *builder,
          const char  *name,
          bool         value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
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

/* The id of a System V segment is its inode, and may be that of a file as well. */
static bool
is_sysv (const char *name)
{
  return name != NULL && g_str_has_prefix (name, "/SYSV");
}

static char *
dup_shared_id (const SkeinMemoryLook *look,
               const SkeinBridge     *bridge)
{
  if (bridge->kind == SKEIN_BRIDGE_COPY)
    return g_strdup_printf ("copy:%d:%" G_GINT64_MODIFIER "x",
                            (int) skein_memory_look_get_row (look, &bridge->ends[0])->pid, bridge->offset);

  return g_strdup_printf ("%s%u:%u:%" G_GUINT64_FORMAT "+%" G_GUINT64_FORMAT,
                          is_sysv (bridge->name) ? "sysv:" : "",
                          major (bridge->device), minor (bridge->device), bridge->inode, bridge->offset);
}

static bool
has_end_in (const SkeinMemoryLook *look,
            const SkeinBridge     *bridge,
            const SkeinMemoryRow  *row)
{
  for (uint32_t i = 0; i < bridge->n_ends; i++)
    {
      if (skein_memory_look_get_row (look, &bridge->ends[i]) == row)
        return true;
    }

  return false;
}

/* A space has one end of a bridge, and may map the same a second time: as rings do, to go
 * beyond their end. */
static const SkeinBridge *
find_bridge_again (const SkeinMemoryLook *look,
                   const SkeinMemoryRow  *row,
                   const SkeinRegion     *region)
{
  const SkeinMemoryReport *report = look->report;
  bool is_shared = (region->access & SKEIN_ACCESS_SHARED) != 0;

  for (uint32_t i = 0; i < report->n_bridges && region->inode != 0; i++)
    {
      const SkeinBridge *bridge = &report->bridges[i];

      if (bridge->inode == region->inode && bridge->device == region->device &&
          bridge->kind == (is_shared ? SKEIN_BRIDGE_SHARED : SKEIN_BRIDGE_FILE) &&
          is_sysv (bridge->name) == is_sysv (region->name) &&
          bridge->offset < region->offset + skein_region_get_size (region) &&
          region->offset < bridge->offset + bridge->bytes && has_end_in (look, bridge, row))
        return bridge;
    }

  return NULL;
}

/**
 * list_bridges_of:
 *
 * A region that is part of several bridges, because others map more of its object or
 * less, is given the first: the greatest of the most writable.
 *
 * Returns: (transfer full): of each region of @row, its bridge or %NULL
 */
static const SkeinBridge **
list_bridges_of (const SkeinMemoryLook *look,
                 const SkeinMemoryRow  *row)
{
  const SkeinMemoryReport *report = look->report;
  const SkeinBridge **bridges = g_new0 (const SkeinBridge *, row->space->n_regions);

  for (uint32_t i = 0; i < report->n_bridges; i++)
    {
      const SkeinBridge *bridge = &report->bridges[i];

      for (uint32_t j = 0; j < bridge->n_ends; j++)
        {
          const SkeinBridgeEnd *end = &bridge->ends[j];

          if (report->spaces[end->space] == row->space && bridges[end->region] == NULL)
            bridges[end->region] = bridge;
        }
    }

  for (uint32_t i = 0; i < row->space->n_regions; i++)
    {
      if (bridges[i] == NULL)
        bridges[i] = find_bridge_again (look, row, &row->space->regions[i]);
    }

  return bridges;
}

static void
add_region_name (JsonBuilder       *builder,
                 const SkeinRegion *region,
                 const SkeinThread *thread)
{
  if (region->name != NULL)
    add_bytes (builder, "name", region->name);
  else if (thread != NULL)
    add_bytes (builder, "name", thread->name);
}

static void
add_region (JsonBuilder           *builder,
            const SkeinMemoryLook *look,
            const SkeinRegion     *region,
            const SkeinThread     *thread,
            const SkeinBridge     *bridge)
{
  const char perms[] = {
    (region->access & SKEIN_ACCESS_READ) != 0 ? 'r' : '-',
    (region->access & SKEIN_ACCESS_WRITE) != 0 ? 'w' : '-',
    (region->access & SKEIN_ACCESS_EXECUTE) != 0 ? 'x' : '-',
    (region->access & SKEIN_ACCESS_SHARED) != 0 ? 's' : 'p',
    '\0',
  };

  json_builder_begin_object (builder);
  add_address (builder, "start", region->start);
  add_address (builder, "end", region->end);
  add_text (builder, "perms", perms);
  add_text (builder, "kind", kind_names[region->kind]);
  add_region_name (builder, region, thread);

  if (region->tid != 0)
    add_int (builder, "tid", (uint64_t) region->tid);

  if (region->has_resident)
    add_int (builder, "rss", region->resident);

  if (region->has_figures)
    {
      add_int (builder, "pss", region->pss);
      add_int (builder, "private", region->own);
      add_int (builder, "shared", region->shared);
      add_int (builder, "swap", region->swap);
    }

  if (bridge != NULL)
    {
      g_autofree char *id = dup_shared_id (look, bridge);

      add_text (builder, "shared_id", id);
    }

  json_builder_end_object (builder);
}

static void
add_regions (JsonBuilder           *builder,
             const SkeinMemoryLook *look,
             const SkeinMemoryRow  *row)
{
  g_autofree const SkeinBridge **bridges = list_bridges_of (look, row);

  for (uint32_t i = 0; i < row->space->n_regions; i++)
    {
      const SkeinRegion *region = &row->space->regions[i];

      add_region (builder, look, region, skein_process_find_thread (row->process, region->tid), bridges[i]);
    }
}

static const char *
get_error_name (int error)
{
  if (error == -ESRCH)
    return "ended";

  return error == -EACCES || error == -EPERM ? "forbidden" : "unreadable";
}

/* What is not known is left out, and what could not be read says why. */
static void
add_process (JsonBuilder           *builder,
             const SkeinMemoryLook *look,
             const SkeinMemoryRow  *row)
{
  int error = row->process == NULL ? -ESRCH : row->total.error;

  json_builder_begin_object (builder);
  add_int (builder, "pid", (uint64_t) row->pid);

  if (row->process != NULL)
    add_bytes (builder, "name", row->process->name);

  if (error < 0)
    add_text (builder, "error", get_error_name (error));
  else
    {
      add_int (builder, "rss", row->total.resident);
      add_int (builder, "pss", row->total.pss);
      add_int (builder, "uss", row->total.own);
      add_int (builder, "swap", row->total.swap);
    }

  if (row->process != NULL)
    add_int (builder, "threads", row->process->n_threads);

  json_builder_set_member_name (builder, "regions");
  json_builder_begin_array (builder);

  if (error == 0)
    add_regions (builder, look, row);

  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_ends (JsonBuilder           *builder,
          const SkeinMemoryLook *look,
          const SkeinBridge     *bridge)
{
  json_builder_set_member_name (builder, "ends");
  json_builder_begin_array (builder);

  for (uint32_t i = 0; i < bridge->n_ends; i++)
    {
      const SkeinBridgeEnd *end = &bridge->ends[i];

      json_builder_begin_object (builder);
      add_int (builder, "pid", (uint64_t) skein_memory_look_get_row (look, end)->pid);
      add_address (builder, "start", skein_memory_look_get_region (look, end)->start);
      add_bool (builder, "writable", skein_memory_look_may_write (look, end));
      json_builder_end_object (builder);
    }

  json_builder_end_array (builder);
}

static void
add_bridge (JsonBuilder           *builder,
            const SkeinMemoryLook *look,
            const SkeinBridge     *bridge)
{
  g_autofree char *id = dup_shared_id (look, bridge);

  json_builder_begin_object (builder);
  add_text (builder, "shared_id", id);
  add_text (builder, "kind", bridge_names[bridge->kind]);

  if (bridge->name != NULL)
    add_bytes (builder, "name", bridge->name);

  add_int (builder, "bytes", bridge->bytes);
  add_bool (builder, "writable", bridge->is_writable);
  json_builder_set_member_name (builder, "pids");
  json_builder_begin_array (builder);

  for (uint32_t i = 0; i < bridge->n_ends; i++)
    json_builder_add_int_value (builder, skein_memory_look_get_row (look, &bridge->ends[i])->pid);

  json_builder_end_array (builder);
  add_ends (builder, look, bridge);
  json_builder_end_object (builder);
}

static JsonNode *
build (const SkeinMemoryLook *look)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "processes");
  json_builder_begin_array (builder);

  for (guint i = 0; i < look->rows->len; i++)
    add_process (builder, look, &g_array_index (look->rows, SkeinMemoryRow, i));

  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "bridges");
  json_builder_begin_array (builder);

  for (uint32_t i = 0; i < look->report->n_bridges; i++)
    add_bridge (builder, look, &look->report->bridges[i]);

  json_builder_end_array (builder);
  json_builder_end_object (builder);

  return json_builder_get_root (builder);
}

void
skein_memory_print_json (FILE                  *file,
                         const SkeinMemoryLook *look)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = build (look);
  g_autofree char *text = NULL;
  gsize length;

  json_generator_set_root (generator, root);
  text = json_generator_to_data (generator, &length);
  fwrite (text, 1, length, file);
  putc ('\n', file);
}
