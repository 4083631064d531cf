/* sample-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cli/sample.h"

#include "base/clock.h"
#include "base/escape.h"
#include "base/format.h"
#include "cli/text-table.h"
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

static char *
dup_shown (const char *bytes,
           unsigned    width)
{
  g_autofree char *text = skein_escape_bytes (bytes, strlen (bytes));
  g_autoptr (GString) shown = g_string_new (text);

  if (width > 0)
    skein_text_cut (shown, width);

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
add_header (SkeinTextTable *table)
{
  char *cells[N_COLUMNS] = {
    [COLUMN_ID] = g_strdup (_("ID")),
    [COLUMN_USER] = g_strdup (C_("column", "User")),
    [COLUMN_STATE] = g_strdup (C_("column", "State")),
    [COLUMN_THREADS] = g_strdup (C_("column", "Threads")),
    [COLUMN_PARALLELISM] = g_strdup (C_("column", "Parallelism")),
    [COLUMN_DEMAND] = g_strdup (C_("column", "Demand")),
    [COLUMN_MEMORY] = g_strdup (C_("column", "Memory")),
    [COLUMN_COMMAND] = g_strdup (C_("column", "Command")),
  };

  skein_text_table_take_row (table, cells);
}

static void
add_process (SkeinTextTable      *table,
             const SkeinSnapshot *snapshot,
             const SkeinProcess  *process)
{
  /* Brackets say that the name is no command line, as in other programs. */
  g_autofree char *name = g_strdup_printf ("[%s]", process->name);
  char *cells[N_COLUMNS] = {
    [COLUMN_ID] = g_strdup_printf ("%d", (int) process->pid),
    [COLUMN_USER] = dup_shown (process->user, USER_WIDTH),
    [COLUMN_STATE] = g_strdup (skein_words_state (skein_process_get_state (process))),
    [COLUMN_THREADS] = g_strdup_printf ("%u", process->n_threads),
    [COLUMN_PARALLELISM] = dup_parallelism (snapshot, process->run_delta_ns),
    [COLUMN_DEMAND] = dup_parallelism (snapshot, process->run_delta_ns + process->ready_delta_ns),
    [COLUMN_MEMORY] = dup_bytes (process->rss_bytes),
    [COLUMN_COMMAND] = dup_shown (process->command[0] != '\0' ? process->command : name, 0),
  };

  skein_text_table_take_row (table, cells);
}

static void
add_thread (SkeinTextTable      *table,
            const SkeinSnapshot *snapshot,
            const SkeinThread   *thread)
{
  g_autofree char *name = dup_shown (thread->name, 0);
  char *cells[N_COLUMNS] = {
    [COLUMN_ID] = g_strdup_printf ("%d", (int) thread->tid),
    [COLUMN_USER] = g_strdup (""),
    [COLUMN_STATE] = g_strdup (skein_words_state (skein_thread_get_state (thread))),
    [COLUMN_THREADS] = g_strdup (""),
    [COLUMN_PARALLELISM] = dup_parallelism (snapshot, thread->run_delta_ns),
    [COLUMN_DEMAND] = dup_parallelism (snapshot, thread->run_delta_ns + thread->ready_delta_ns),
    [COLUMN_MEMORY] = g_strdup (""),
    [COLUMN_COMMAND] = g_strdup_printf ("  %s", name),
  };

  skein_text_table_take_row (table, cells);
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

static void
add_rows (SkeinTextTable      *table,
          const SkeinSnapshot *snapshot,
          bool                 show_threads)
{
  g_autoptr (GPtrArray) processes = g_ptr_array_new ();

  add_header (table);

  for (uint32_t i = 0; i < snapshot->n_processes; i++)
    g_ptr_array_add (processes, (gpointer) snapshot->processes[i]);

  g_ptr_array_sort (processes, compare_processes);

  for (guint i = 0; i < processes->len; i++)
    {
      const SkeinProcess *process = g_ptr_array_index (processes, i);

      add_process (table, snapshot, process);

      for (uint32_t j = 0; show_threads && j < process->n_threads; j++)
        add_thread (table, snapshot, &process->threads[j]);
    }
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
  g_autoptr (SkeinTextTable) table = skein_text_table_new (N_COLUMNS, is_number);

  add_rows (table, snapshot, show_threads);
  skein_text_table_print (file, table, 0, width);
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
