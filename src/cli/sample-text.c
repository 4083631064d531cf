/* sample-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cli/sample.h"

#include "base/clock.h"
#include "base/escape.h"
#include "present/format.h"
#include "present/words.h"

#include <string.h>

#include <glib/gi18n.h>

enum
{
  COLUMN_ID,
  COLUMN_USER,
  COLUMN_STATE,
  COLUMN_THREADS,
  COLUMN_PARALLELISM,
  COLUMN_DEMAND,
  COLUMN_MEMORY,
  COLUMN_COMMAND,
  N_COLUMNS
};

/* Names from here on are cut to so much, so that one of them does not spoil the table. */
#define USER_WIDTH 12

static const bool is_number[N_COLUMNS] = {
  [COLUMN_ID] = true,
  [COLUMN_THREADS] = true,
  [COLUMN_PARALLELISM] = true,
  [COLUMN_DEMAND] = true,
  [COLUMN_MEMORY] = true,
};

typedef struct
{
  char *cells[N_COLUMNS];
} Row;

static void
clear_row (gpointer data)
{
  Row *row = data;

  for (int i = 0; i < N_COLUMNS; i++)
    g_free (row->cells[i]);
}

static unsigned
get_columns (gunichar character)
{
  if (g_unichar_iszerowidth (character))
    return 0;

  return g_unichar_iswide (character) ? 2 : 1;
}

static unsigned
get_text_width (const char *text)
{
  unsigned width = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    width += get_columns (g_utf8_get_char (text));

  return width;
}

/* Cuts @text where it stands to @width columns, with a dot dot dot where there is room for it. */
static void
cut (GString  *text,
     unsigned  width)
{
  const char *end = text->str;
  const char *cut_at = text->str;
  unsigned used = 0;

  if (get_text_width (text->str) <= width)
    return;

  for (; *end != '\0'; end = g_utf8_next_char (end))
    {
      used += get_columns (g_utf8_get_char (end));

      if (used > width - 1)
        break;

      cut_at = g_utf8_next_char (end);
    }

  g_string_truncate (text, (gsize) (cut_at - text->str));
  g_string_append (text, "…");
}

static char *
dup_shown (const char *bytes,
           unsigned    width)
{
  g_autofree char *text = skein_escape_bytes (bytes, strlen (bytes));
  g_autoptr (GString) shown = g_string_new (text);

  if (width > 0)
    cut (shown, width);

  return g_string_free (g_steal_pointer (&shown), FALSE);
}

static char *
dup_parallelism (const SkeinSnapshot *snapshot,
                 uint64_t             delta_ns)
{
  char text[SKEIN_FORMAT_SIZE];

  return g_strdup (skein_format_parallelism (skein_snapshot_share (snapshot, delta_ns), text, sizeof text));
}

static char *
dup_bytes (uint64_t bytes)
{
  char text[SKEIN_FORMAT_SIZE];

  return g_strdup (skein_format_bytes (bytes, text, sizeof text));
}

static void
add_header (GArray *rows)
{
  Row row = {
    {
        [COLUMN_ID] = g_strdup (_("ID")),
        [COLUMN_USER] = g_strdup (C_("column", "User")),
        [COLUMN_STATE] = g_strdup (C_("column", "State")),
        [COLUMN_THREADS] = g_strdup (C_("column", "Threads")),
        [COLUMN_PARALLELISM] = g_strdup (C_("column", "Parallelism")),
        [COLUMN_DEMAND] = g_strdup (C_("column", "Demand")),
        [COLUMN_MEMORY] = g_strdup (C_("column", "Memory")),
        [COLUMN_COMMAND] = g_strdup (C_("column", "Command")),
    }
  };

  g_array_append_val (rows, row);
}

static void
add_process (GArray              *rows,
             const SkeinSnapshot *snapshot,
             const SkeinProcess  *process)
{
  /* Brackets say that the name is no command line, as in other programs. */
  g_autofree char *name = g_strdup_printf ("[%s]", process->name);
  Row row = {
    {
        [COLUMN_ID] = g_strdup_printf ("%d", (int) process->pid),
        [COLUMN_USER] = dup_shown (process->user, USER_WIDTH),
        [COLUMN_STATE] = g_strdup (skein_words_state (skein_process_get_state (process))),
        [COLUMN_THREADS] = g_strdup_printf ("%u", process->n_threads),
        [COLUMN_PARALLELISM] = dup_parallelism (snapshot, process->run_delta_ns),
        [COLUMN_DEMAND] = dup_parallelism (snapshot, process->run_delta_ns + process->ready_delta_ns),
        [COLUMN_MEMORY] = dup_bytes (process->rss_bytes),
        [COLUMN_COMMAND] = dup_shown (process->command[0] != '\0' ? process->command : name, 0),
    }
  };

  g_array_append_val (rows, row);
}

static void
add_thread (GArray              *rows,
            const SkeinSnapshot *snapshot,
            const SkeinThread   *thread)
{
  g_autofree char *name = dup_shown (thread->name, 0);
  Row row = {
    {
        [COLUMN_ID] = g_strdup_printf ("%d", (int) thread->tid),
        [COLUMN_USER] = g_strdup (""),
        [COLUMN_STATE] = g_strdup (skein_words_state (skein_thread_get_state (thread))),
        [COLUMN_THREADS] = g_strdup (""),
        [COLUMN_PARALLELISM] = dup_parallelism (snapshot, thread->run_delta_ns),
        [COLUMN_DEMAND] = dup_parallelism (snapshot, thread->run_delta_ns + thread->ready_delta_ns),
        [COLUMN_MEMORY] = g_strdup (""),
        [COLUMN_COMMAND] = g_strdup_printf ("  %s", name),
    }
  };

  g_array_append_val (rows, row);
}

/* The busiest first; among equals, who wants a core most, then the larger, then by number. */
static int
compare_processes (gconstpointer a,
                   gconstpointer b)
{
  const SkeinProcess *first = *(const SkeinProcess *const *) a;
  const SkeinProcess *second = *(const SkeinProcess *const *) b;

  if (first->run_delta_ns != second->run_delta_ns)
    return first->run_delta_ns > second->run_delta_ns ? -1 : 1;
  if (first->ready_delta_ns != second->ready_delta_ns)
    return first->ready_delta_ns > second->ready_delta_ns ? -1 : 1;
  if (first->rss_bytes != second->rss_bytes)
    return first->rss_bytes > second->rss_bytes ? -1 : 1;

  return first->pid - second->pid;
}

static GArray *
make_rows (const SkeinSnapshot *snapshot,
           bool                 show_threads)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (Row));
  g_autoptr (GPtrArray) processes = g_ptr_array_new ();

  g_array_set_clear_func (rows, clear_row);
  add_header (rows);

  for (uint32_t i = 0; i < snapshot->n_processes; i++)
    g_ptr_array_add (processes, (gpointer) snapshot->processes[i]);

  g_ptr_array_sort (processes, compare_processes);

  for (guint i = 0; i < processes->len; i++)
    {
      const SkeinProcess *process = g_ptr_array_index (processes, i);

      add_process (rows, snapshot, process);

      for (uint32_t j = 0; show_threads && j < process->n_threads; j++)
        add_thread (rows, snapshot, &process->threads[j]);
    }

  return rows;
}

static void
measure (const GArray *rows,
         unsigned      widths[N_COLUMNS])
{
  memset (widths, 0, N_COLUMNS * sizeof *widths);

  for (guint i = 0; i < rows->len; i++)
    {
      const Row *row = &g_array_index (rows, Row, i);

      for (int j = 0; j < N_COLUMNS; j++)
        widths[j] = MAX (widths[j], get_text_width (row->cells[j]));
    }
}

static void
append_spaces (GString  *line,
               unsigned  n)
{
  while (n-- > 0)
    g_string_append_c (line, ' ');
}

static void
append_cell (GString    *line,
             const char *cell,
             int         column,
             unsigned    width)
{
  unsigned n_spaces = width - get_text_width (cell);

  if (is_number[column])
    append_spaces (line, n_spaces);

  g_string_append (line, cell);

  if (!is_number[column] && column + 1 < N_COLUMNS)
    append_spaces (line, n_spaces);
}

static void
print_row (FILE           *file,
           const Row      *row,
           const unsigned  widths[N_COLUMNS],
           unsigned        width)
{
  g_autoptr (GString) line = g_string_new (NULL);

  for (int i = 0; i < N_COLUMNS; i++)
    {
      if (i > 0)
        g_string_append (line, "  ");

      append_cell (line, row->cells[i], i, widths[i]);
    }

  if (width > 0)
    cut (line, width);

  fprintf (file, "%s\n", line->str);
}

static void
count_states (const SkeinSnapshot *snapshot,
              unsigned             counts[SKEIN_N_STATES])
{
  memset (counts, 0, SKEIN_N_STATES * sizeof *counts);

  for (uint32_t i = 0; i < snapshot->n_processes; i++)
    {
      const SkeinProcess *process = snapshot->processes[i];

      for (uint32_t j = 0; j < process->n_threads; j++)
        counts[skein_thread_get_state (&process->threads[j])]++;
    }
}

static void
print_totals (FILE                *file,
              const SkeinSnapshot *snapshot)
{
  uint64_t run_ns = 0;
  uint64_t ready_ns = 0;
  g_autofree char *parallelism = NULL;
  g_autofree char *demand = NULL;
  g_autofree char *used = NULL;
  g_autofree char *total = NULL;

  for (uint32_t i = 0; i < snapshot->n_processes; i++)
    {
      run_ns += snapshot->processes[i]->run_delta_ns;
      ready_ns += snapshot->processes[i]->ready_delta_ns;
    }

  parallelism = dup_parallelism (snapshot, run_ns);
  demand = dup_parallelism (snapshot, run_ns + ready_ns);
  used = dup_bytes (snapshot->memory.total - MIN (snapshot->memory.available, snapshot->memory.total));
  total = dup_bytes (snapshot->memory.total);

  /* Translators: %s are figures, such as 1.02, 1.40, 3.1 GB and 8.2 GB. */
  fprintf (file, _("%u processes, %u threads; parallelism %s, demand %s, on %u cores; memory %s of %s\n"),
           snapshot->n_processes, snapshot->n_threads, parallelism, demand, snapshot->n_cores, used, total);
}

void
skein_cli_print_table (FILE                *file,
                       const SkeinSnapshot *snapshot,
                       bool                 show_threads,
                       unsigned             width)
{
  g_autoptr (GArray) rows = make_rows (snapshot, show_threads);
  unsigned widths[N_COLUMNS];

  measure (rows, widths);

  for (guint i = 0; i < rows->len; i++)
    print_row (file, &g_array_index (rows, Row, i), widths, width);

  print_totals (file, snapshot);
}

void
skein_cli_print_summary (FILE                *file,
                         const SkeinSnapshot *snapshot)
{
  unsigned counts[SKEIN_N_STATES];
  char time_s[G_ASCII_DTOSTR_BUF_SIZE];

  count_states (snapshot, counts);
  g_ascii_formatd (time_s, sizeof time_s, "%.3f", (double) snapshot->taken_ns / (double) SKEIN_NS_PER_S);

  fprintf (file, "%s %u %u %u %u %u %" G_GINT64_FORMAT "\n", time_s, snapshot->n_processes, snapshot->n_threads,
           counts[SKEIN_STATE_RUNNING], counts[SKEIN_STATE_READY], snapshot->effort.n_read,
           snapshot->effort.cpu_ns / SKEIN_NS_PER_US);
}
