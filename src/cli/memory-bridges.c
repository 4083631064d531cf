/* memory-bridges.c - in words, what processes have in common
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cli/memory.h"

#include "base/escape.h"
#include "base/format.h"
#include "cli/text-table.h"
#include "present/memory-words.h"

#include <string.h>

#include <glib/gi18n.h>

#define INDENT 2
#define MOST_PIDS 8

/* So many lines of what nobody may write: among many processes there are many sets of them. */
#define MOST_UNWRITTEN 12

enum
{
  COLUMN_BYTES,
  COLUMN_WORDS,
  N_COLUMNS
};

static const bool is_number[N_COLUMNS] = { [COLUMN_BYTES] = true };

/* Bridges that are one thing to the reader: between the same processes, and as little to be written. */
typedef struct
{
  const SkeinBridge *first;
  bool               has_writer;
  uint32_t           n;
  uint64_t           bytes;
} Group;

/* Which of its ends: all, or those that may write. */
static GArray *
list_pids (const SkeinMemoryLook *look,
           const SkeinBridge     *bridge,
           bool                   writers_only)
{
  GArray *pids = g_array_new (FALSE, FALSE, sizeof (pid_t));

  for (uint32_t i = 0; i < bridge->n_ends; i++)
    {
      pid_t pid = skein_memory_look_get_row (look, &bridge->ends[i])->pid;

      if (!writers_only || skein_memory_look_may_write (look, &bridge->ends[i]))
        g_array_append_val (pids, pid);
    }

  return pids;
}

/* "12", "12 and 13", "12, 13 and 14", "12, 13, … and 47 more". */
static char *
dup_pids (const GArray *pids)
{
  GString *text = g_string_new (NULL);
  guint n_shown = pids->len > MOST_PIDS + 1 ? MOST_PIDS : pids->len;

  for (guint i = 0; i < n_shown; i++)
    {
      if (i > 0 && i + 1 < pids->len)
        g_string_append (text, C_("between numbers of a list", ", "));
      else if (i > 0)
        g_string_append (text, C_("before the last number of a list", " and "));

      g_string_append_printf (text, "%d", (int) g_array_index (pids, pid_t, i));
    }

  if (n_shown < pids->len)
    g_string_append_printf (text, ngettext (" and %u more", " and %u more", pids->len - n_shown), pids->len - n_shown);

  return g_string_free (text, FALSE);
}

/* Without one it is no different from a library: one copy, that stays as it is. */
static bool
has_writer (const SkeinMemoryLook *look,
            const SkeinBridge     *bridge)
{
  for (uint32_t i = 0; i < bridge->n_ends; i++)
    {
      if (skein_memory_look_may_write (look, &bridge->ends[i]))
        return true;
    }

  return false;
}

static char *
dup_who_may_write (const SkeinMemoryLook *look,
                   const SkeinBridge     *bridge)
{
  g_autoptr (GArray) all = list_pids (look, bridge, false);
  g_autoptr (GArray) writers = list_pids (look, bridge, true);
  g_autofree char *who = dup_pids (all);
  g_autofree char *who_writes = dup_pids (writers);

  /* Translators: %s are lists of the numbers of processes, as "12 and 13". */
  if (writers->len < all->len)
    return g_strdup_printf (_("%s, only %s may write"), who, who_writes);

  return g_strdup_printf (all->len == 2 ? _("%s, both may write") : _("%s, all may write"), who);
}

/* What the region is called at its first end; and where it is said one by one, a path. */
static char *
dup_object (const SkeinMemoryLook *look,
            const SkeinBridge     *bridge,
            bool                   all)
{
  char text[SKEIN_WORDS_SIZE];
  g_autofree char *name = NULL;

  skein_words_region (skein_memory_look_get_region (look, &bridge->ends[0]),
                      skein_memory_look_get_row (look, &bridge->ends[0])->process, text, sizeof text);

  if (!all || bridge->name == NULL || bridge->name[0] != '/')
    return g_strdup (text);

  name = skein_escape_bytes (bridge->name, strlen (bridge->name));

  return g_strdup_printf ("%s  %s", text, name);
}

static char *
dup_words (const SkeinMemoryLook *look,
           const Group           *group,
           bool                   all)
{
  const SkeinBridge *bridge = group->first;
  g_autoptr (GArray) pids = list_pids (look, bridge, false);
  g_autofree char *who = dup_pids (pids);
  g_autofree char *object = dup_object (look, bridge, all);

  if (group->has_writer)
    {
      g_autofree char *who_may = dup_who_may_write (look, bridge);

      return g_strdup_printf ("%s: %s", object, who_may);
    }

  if (bridge->kind == SKEIN_BRIDGE_COPY)
    {
      if (group->n == 1)
        return g_strdup_printf (_("%s, one copy since a fork, until written: %s"), object, who);

      return g_strdup_printf (_("one copy since a fork, until written: %s"), who);
    }

  if (group->n == 1)
    return g_strdup_printf (_("%s, one copy for %s"), object, who);

  return g_strdup_printf (_("programs, libraries and files, one copy for %s"), who);
}

/* What may be written is told one by one, or all is. */
static char *
dup_key (const SkeinMemoryLook *look,
         const SkeinBridge     *bridge,
         bool                   all)
{
  GString *key;

  if (all || has_writer (look, bridge))
    return g_strdup_printf ("%p", (const void *) bridge);

  key = g_string_new (NULL);
  g_string_append (key, bridge->kind == SKEIN_BRIDGE_COPY ? "copy" : "file");

  for (uint32_t i = 0; i < bridge->n_ends; i++)
    g_string_append_printf (key, " %u", bridge->ends[i].space);

  return g_string_free (key, FALSE);
}

/* What may be written first; then by size. */
static int
compare_groups (gconstpointer a,
                gconstpointer b)
{
  const Group *first = a;
  const Group *second = b;

  if (first->has_writer != second->has_writer)
    return first->has_writer ? -1 : 1;
  if (first->bytes != second->bytes)
    return first->bytes > second->bytes ? -1 : 1;

  return first->first < second->first ? -1 : 1;
}

static GArray *
make_groups (const SkeinMemoryLook *look,
             bool                   all)
{
  GArray *groups = g_array_new (FALSE, FALSE, sizeof (Group));
  g_autoptr (GHashTable) places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (uint32_t i = 0; i < look->report->n_bridges; i++)
    {
      const SkeinBridge *bridge = &look->report->bridges[i];
      g_autofree char *key = dup_key (look, bridge, all);
      Group *group;
      gpointer place;

      if (!g_hash_table_lookup_extended (places, key, NULL, &place))
        {
          Group new = { .first = bridge, .has_writer = has_writer (look, bridge) };

          place = GUINT_TO_POINTER (groups->len);
          g_array_append_val (groups, new);
          g_hash_table_insert (places, g_steal_pointer (&key), place);
        }

      group = &g_array_index (groups, Group, GPOINTER_TO_UINT (place));
      group->n++;
      group->bytes += bridge->bytes;
    }

  g_array_sort (groups, compare_groups);

  return groups;
}

static unsigned
count_readable (const SkeinMemoryLook *look)
{
  unsigned n = 0;

  for (guint i = 0; i < look->rows->len; i++)
    {
      const SkeinMemoryRow *row = &g_array_index (look->rows, SkeinMemoryRow, i);

      n += row->space != NULL && row->total.error == 0 && !row->process->is_kernel;
    }

  return n;
}

/* Takes @words over. */
static void
add_row (SkeinTextTable *table,
         uint64_t        bytes,
         char           *words)
{
  char text[SKEIN_FORMAT_SIZE];
  char *cells[N_COLUMNS] = {
    [COLUMN_BYTES] = g_strdup (skein_format_bytes (bytes, text, sizeof text)),
    [COLUMN_WORDS] = words,
  };

  skein_text_table_take_row (table, cells);
}

/* Returns: how many of @groups are told one by one */
static guint
count_shown (const GArray *groups,
             bool          all)
{
  guint n = 0;

  while (n < groups->len && g_array_index (groups, Group, n).has_writer)
    n++;

  /* In the place of a line "1 more" there is room for that one. */
  return all || groups->len - n <= MOST_UNWRITTEN + 1 ? groups->len : n + MOST_UNWRITTEN;
}

static void
add_rest (SkeinTextTable *table,
          const GArray   *groups,
          guint           n_shown)
{
  guint n = groups->len - n_shown;
  uint64_t bytes = 0;

  for (guint i = n_shown; i < groups->len; i++)
    bytes += g_array_index (groups, Group, i).bytes;

  add_row (table, bytes, g_strdup_printf (ngettext ("%u more, between others of them; --all tells each",
                                                    "%u more, between others of them; --all tells each", n), n));
}

void
skein_memory_print_bridges (FILE                  *file,
                            const SkeinMemoryLook *look,
                            bool                   all,
                            unsigned               width)
{
  g_autoptr (SkeinTextTable) table = skein_text_table_new (N_COLUMNS, is_number);
  g_autoptr (GArray) groups = make_groups (look, all);
  guint n_shown = count_shown (groups, all);

  if (count_readable (look) < 2)
    return;

  fprintf (file, "\n%s\n", groups->len > 0 ? _("In common:") : _("They have no memory in common."));

  for (guint i = 0; i < n_shown; i++)
    {
      const Group *group = &g_array_index (groups, Group, i);

      add_row (table, group->bytes, dup_words (look, group, all));
    }

  if (n_shown < groups->len)
    add_rest (table, groups, n_shown);

  skein_text_table_print (file, table, INDENT, width);
}
