/* memory-text.c
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

/* So many lines for one kind of memory; the rest of them is summed in one. */
#define MOST_OF_KIND 10

enum
{
  COLUMN_PARTS,
  COLUMN_SIZE,
  COLUMN_RESIDENT,
  COLUMN_OWN,
  COLUMN_PSS,
  COLUMN_SWAP, /* left out where nothing is swapped: then what follows takes its place */
  COLUMN_WHAT,
  N_COLUMNS
};

static const bool is_number[N_COLUMNS] = {
  [COLUMN_PARTS] = true,
  [COLUMN_SIZE] = true,
  [COLUMN_RESIDENT] = true,
  [COLUMN_OWN] = true,
  [COLUMN_PSS] = true,
};

static const bool is_number_with_swap[N_COLUMNS] = {
  [COLUMN_PARTS] = true,
  [COLUMN_SIZE] = true,
  [COLUMN_RESIDENT] = true,
  [COLUMN_OWN] = true,
  [COLUMN_PSS] = true,
  [COLUMN_SWAP] = true,
};

typedef struct
{
  SkeinTextTable *text;
  bool            has_swap;
} Table;

/**
 * Group:
 * @kind: of its regions
 * @what: what they are, in words
 * @first: the first of them
 * @n_regions: how many
 * @sum: of their figures
 *
 * Regions that are one thing to the reader.
 */
typedef struct
{
  SkeinRegionKind    kind;
  char              *what;
  const SkeinRegion *first;
  uint32_t           n_regions;
  uint64_t           size;
  SkeinFootprint     sum;
} Group;

static void
clear_group (gpointer data)
{
  Group *group = data;

  g_free (group->what);
}

/* Of libraries there are many, and little differs between them; no more of the kernel's. */
static char *
dup_what (const SkeinMemoryRow *row,
          const SkeinRegion    *region)
{
  char text[SKEIN_WORDS_SIZE];

  if (region->kind == SKEIN_REGION_LIBRARY)
    return g_strdup (_("Libraries"));
  if (region->kind == SKEIN_REGION_KERNEL)
    return g_strdup (skein_words_region_kind (region->kind));

  return g_strdup (skein_words_region (region, row->process, text, sizeof text));
}

static void
add_to_group (Group             *group,
              const SkeinRegion *region)
{
  group->n_regions++;
  group->size += skein_region_get_size (region);
  group->sum.resident += region->resident;
  group->sum.own += region->own;
  group->sum.pss += region->pss;
  group->sum.swap += region->swap;
}

/* By kind; of one kind the most in RAM first. */
static int
compare_groups (gconstpointer a,
                gconstpointer b)
{
  const Group *first = a;
  const Group *second = b;

  if (first->kind != second->kind)
    return first->kind < second->kind ? -1 : 1;
  if (first->sum.resident != second->sum.resident)
    return first->sum.resident > second->sum.resident ? -1 : 1;

  return first->first < second->first ? -1 : 1;
}

static GArray *
make_groups (const SkeinMemoryRow *row)
{
  GArray *groups = g_array_new (FALSE, TRUE, sizeof (Group));
  g_autoptr (GHashTable) places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_array_set_clear_func (groups, clear_group);

  for (uint32_t i = 0; i < row->space->n_regions; i++)
    {
      const SkeinRegion *region = &row->space->regions[i];
      char *what = dup_what (row, region);
      char *key = g_strdup_printf ("%d %s", (int) region->kind, what);
      gpointer place;

      if (!g_hash_table_lookup_extended (places, key, NULL, &place))
        {
          Group group = { .kind = region->kind, .what = g_strdup (what), .first = region };

          place = GUINT_TO_POINTER (groups->len);
          g_array_append_val (groups, group);
          g_hash_table_insert (places, g_strdup (key), place);
        }

      add_to_group (&g_array_index (groups, Group, GPOINTER_TO_UINT (place)), region);
      g_free (key);
      g_free (what);
    }

  g_array_sort (groups, compare_groups);

  return groups;
}

static char *
dup_bytes (uint64_t bytes)
{
  char text[SKEIN_FORMAT_SIZE];

  return g_strdup (skein_format_bytes (bytes, text, sizeof text));
}

static char *
dup_count (uint64_t count)
{
  char text[SKEIN_FORMAT_SIZE];

  return g_strdup (skein_format_count (count, text, sizeof text));
}

static char *
dup_name (const char *bytes)
{
  return skein_escape_bytes (bytes, strlen (bytes));
}

static void
init_table (Table                *table,
            const SkeinMemoryRow *row)
{
  table->has_swap = row->total.swap > 0;
  table->text = table->has_swap ? skein_text_table_new (N_COLUMNS, is_number_with_swap)
                                : skein_text_table_new (N_COLUMNS - 1, is_number);
}

static void
print_table (FILE     *file,
             Table    *table,
             unsigned  width)
{
  skein_text_table_print (file, table->text, INDENT, width);
  skein_text_table_free (table->text);
}

static void
take_row (Table  *table,
          char  **cells)
{
  if (!table->has_swap)
    {
      g_free (cells[COLUMN_SWAP]);
      cells[COLUMN_SWAP] = cells[COLUMN_WHAT];
    }

  skein_text_table_take_row (table->text, cells);
}

static void
add_header (Table      *table,
            const char *first)
{
  char *cells[N_COLUMNS] = {
    [COLUMN_PARTS] = g_strdup (first),
    [COLUMN_SIZE] = g_strdup (C_("column", "Size")),
    [COLUMN_RESIDENT] = g_strdup (C_("column", "Resident")),
    [COLUMN_OWN] = g_strdup (C_("column", "Private")),
    [COLUMN_PSS] = g_strdup (C_("column", "Proportional")),
    [COLUMN_SWAP] = g_strdup (C_("column", "Swapped")),
    [COLUMN_WHAT] = g_strdup (C_("column", "Memory")),
  };

  take_row (table, cells);
}

/* Takes @parts and @what over. */
static void
add_row (Table                *table,
         char                 *parts,
         uint64_t              size,
         const SkeinFootprint *sum,
         char                 *what)
{
  char *cells[N_COLUMNS] = {
    [COLUMN_PARTS] = parts,
    [COLUMN_SIZE] = dup_bytes (size),
    [COLUMN_RESIDENT] = dup_bytes (sum->resident),
    [COLUMN_OWN] = dup_bytes (sum->own),
    [COLUMN_PSS] = dup_bytes (sum->pss),
    [COLUMN_SWAP] = dup_bytes (sum->swap),
    [COLUMN_WHAT] = what,
  };

  take_row (table, cells);
}

static void
add_group (Table       *table,
           const Group *group)
{
  add_row (table, dup_count (group->n_regions), group->size, &group->sum, g_strdup (group->what));
}

/* Returns: where the kind that begins at @first ends */
static guint
find_end_of_kind (const GArray *groups,
                  guint         first)
{
  guint end = first;

  while (end < groups->len && g_array_index (groups, Group, end).kind == g_array_index (groups, Group, first).kind)
    end++;

  return end;
}

static void
add_rest (Table        *table,
          const GArray *groups,
          guint         first,
          guint         end)
{
  Group rest = { .kind = g_array_index (groups, Group, first).kind };

  for (guint i = first; i < end; i++)
    {
      const Group *group = &g_array_index (groups, Group, i);

      rest.n_regions += group->n_regions;
      rest.size += group->size;
      rest.sum.resident += group->sum.resident;
      rest.sum.own += group->sum.own;
      rest.sum.pss += group->sum.pss;
      rest.sum.swap += group->sum.swap;
    }

  /* Translators: %s is a kind of memory, as "File" or "Thread stack". */
  rest.what = g_strdup_printf (ngettext ("%s: %u more", "%s: %u more", end - first),
                               skein_words_region_kind (rest.kind), end - first);
  add_group (table, &rest);
  clear_group (&rest);
}

static void
print_groups (FILE                 *file,
              const SkeinMemoryRow *row,
              unsigned              width)
{
  g_autoptr (GArray) groups = make_groups (row);
  Table table;
  guint end;

  init_table (&table, row);
  add_header (&table, C_("column", "Regions"));

  for (guint i = 0; i < groups->len; i = end)
    {
      guint shown;

      end = find_end_of_kind (groups, i);
      /* In the place of a line "1 more" there is room for that one. */
      shown = end - i > MOST_OF_KIND + 1 ? i + MOST_OF_KIND : end;

      for (guint j = i; j < shown; j++)
        add_group (&table, &g_array_index (groups, Group, j));

      if (shown < end)
        add_rest (&table, groups, shown, end);
    }

  print_table (file, &table, width);
}

static char *
dup_place (const SkeinRegion *region)
{
  return g_strdup_printf ("%012" G_GINT64_MODIFIER "x-%012" G_GINT64_MODIFIER "x %c%c%c%c", region->start, region->end,
                          (region->access & SKEIN_ACCESS_READ) != 0 ? 'r' : '-',
                          (region->access & SKEIN_ACCESS_WRITE) != 0 ? 'w' : '-',
                          (region->access & SKEIN_ACCESS_EXECUTE) != 0 ? 'x' : '-',
                          (region->access & SKEIN_ACCESS_SHARED) != 0 ? 's' : 'p');
}

/* With its whole name, where that is a path. */
static char *
dup_region (const SkeinMemoryRow *row,
            const SkeinRegion    *region)
{
  char text[SKEIN_WORDS_SIZE];
  g_autofree char *name = NULL;

  skein_words_region (region, row->process, text, sizeof text);

  if (region->name == NULL || region->name[0] != '/')
    return g_strdup (text);

  name = dup_name (region->name);

  return g_strdup_printf ("%s  %s", text, name);
}

static void
print_regions (FILE                 *file,
               const SkeinMemoryRow *row,
               unsigned              width)
{
  Table table;

  init_table (&table, row);
  add_header (&table, C_("column", "Addresses and access"));

  for (uint32_t i = 0; i < row->space->n_regions; i++)
    {
      const SkeinRegion *region = &row->space->regions[i];
      SkeinFootprint sum = {
        .resident = region->resident,
        .own = region->own,
        .pss = region->pss,
        .swap = region->swap,
      };

      add_row (&table, dup_place (region), skein_region_get_size (region), &sum, dup_region (row, region));
    }

  print_table (file, &table, width);
}

static void
print_head (FILE                 *file,
            const SkeinMemoryRow *row)
{
  g_autofree char *name = dup_name (row->process->name);
  g_autofree char *pss = dup_bytes (row->total.pss);
  g_autofree char *own = dup_bytes (row->total.own);
  g_autofree char *resident = dup_bytes (row->total.resident);
  g_autofree char *swap = dup_bytes (row->total.swap);
  unsigned n_threads = row->process->n_threads;
  g_autofree char *threads = g_strdup_printf (ngettext ("%u thread", "%u threads", n_threads), n_threads);

  /* Translators: %s is a program, %d its number, then figures in bytes, and "4 threads". */
  if (row->total.swap > 0)
    fprintf (file, _("%s (%d): %s proportional, %s private, %s resident, %s swapped; %s\n"), name, (int) row->pid, pss,
             own, resident, swap, threads);
  else
    fprintf (file, _("%s (%d): %s proportional, %s private, %s resident; %s\n"), name, (int) row->pid, pss, own,
             resident, threads);
}

/* Of whom there is nothing to be told, and why. */
static void
print_reason (FILE                 *file,
              const SkeinMemoryRow *row,
              const char           *reason)
{
  g_autofree char *name = row->process != NULL ? dup_name (row->process->name) : NULL;

  if (name != NULL)
    fprintf (file, "%s (%d): %s\n", name, (int) row->pid, reason);
  else
    fprintf (file, "%d: %s\n", (int) row->pid, reason);
}

static void
print_process (FILE                 *file,
               const SkeinMemoryRow *row,
               bool                  all,
               unsigned              width)
{
  g_autofree char *reason = skein_memory_row_dup_reason (row);

  if (reason != NULL)
    print_reason (file, row, reason);
  else if (row->process->is_kernel)
    print_reason (file, row, _("it is a thread of the kernel, and has no memory of its own"));
  else
    {
      print_head (file, row);

      if (all)
        print_regions (file, row, width);
      else
        print_groups (file, row, width);
    }
}

void
skein_memory_print_text (FILE                  *file,
                         const SkeinMemoryLook *look,
                         bool                   all,
                         unsigned               width)
{
  for (guint i = 0; i < look->rows->len; i++)
    {
      if (i > 0)
        putc ('\n', file);

      print_process (file, &g_array_index (look->rows, SkeinMemoryRow, i), all, width);
    }
}
