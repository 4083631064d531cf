/* memory.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cli/memory.h"

#include "base/autofd.h"
#include "base/parse.h"
#include "cli/text-table.h"
#include "proc/smaps.h"
#include "sampler/memory-reader.h"
#include "sampler/scan.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n.h>

#define EXIT_WRONG_CALL 2

typedef struct
{
  gboolean all;
  gboolean json;
  gboolean version;
} Options;

static bool
parse_options (int       *argc,
               char    ***argv,
               Options   *options,
               GError   **error)
{
  const GOptionEntry entries[] = {
    { "all", 0, 0, G_OPTION_ARG_NONE, &options->all, N_("Give each region and each bridge a line of its own"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->json, N_("Print one JSON object"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &options->version, N_("Say which version this is"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (_("PID…"));

  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _("Shows which memory processes have, and which of it they share."));
  g_option_context_set_description (
    context, _("Proportional: what is private, and of what n processes share the n-th part. Those of all\n"
               "processes add up. Private: what would come back if the process ended.\n"
               "Exit status: 0 done, 1 no process could be read, 2 the call is wrong."));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);

  return g_option_context_parse (context, argc, argv, error);
}

static bool
has_pid (const GArray *rows,
         pid_t         pid)
{
  for (guint i = 0; i < rows->len; i++)
    {
      if (g_array_index (rows, SkeinMemoryRow, i).pid == pid)
        return true;
    }

  return false;
}

/* Twice the same is once. */
static bool
parse_pids (char   **arguments,
            GArray  *rows,
            GError **error)
{
  if (arguments[0] == NULL)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _("say the numbers of one or more processes"));
      return false;
    }

  for (; *arguments != NULL; arguments++)
    {
      const char *cursor = *arguments, *end = cursor + strlen (cursor);
      SkeinMemoryRow row = { 0 };
      uint32_t pid;

      if (!skein_take_u32 (&cursor, end, &pid) || cursor != end || pid == 0 || pid > INT_MAX)
        {
          g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("“%s” is not the number of a process"),
                       *arguments);
          return false;
        }

      row.pid = (pid_t) pid;

      if (!has_pid (rows, row.pid))
        g_array_append_val (rows, row);
    }

  return true;
}

/* A thread's number opens the same files as its process's, and would be its double.
 * Returns: (nullable): the process of which @tid is a thread, but not the main one */
static const SkeinProcess *
find_process_of_thread (const SkeinSnapshot *snapshot,
                        pid_t                tid)
{
  for (uint32_t i = 0; i < snapshot->n_processes; i++)
    {
      const SkeinProcess *process = snapshot->processes[i];

      if (process->pid != tid && skein_process_find_thread (process, tid) != NULL)
        return process;
    }

  return NULL;
}

static bool
find_processes (GArray               *rows,
                const SkeinSnapshot  *snapshot,
                GError              **error)
{
  for (guint i = 0; i < rows->len; i++)
    {
      SkeinMemoryRow *row = &g_array_index (rows, SkeinMemoryRow, i);
      const SkeinProcess *whole;

      row->process = skein_snapshot_find_process (snapshot, row->pid);
      whole = row->process == NULL ? find_process_of_thread (snapshot, row->pid) : NULL;

      if (whole != NULL)
        {
          g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       _("%d is a thread of process %d: all its threads have one memory; give %d"), (int) row->pid,
                       (int) whole->pid, (int) whole->pid);
          return false;
        }
    }

  return true;
}

char *
skein_memory_row_dup_reason (const SkeinMemoryRow *self)
{
  if (self->process == NULL)
    return g_strdup (_("there is no such process"));
  if (self->total.error == -ESRCH)
    return g_strdup (_("it has ended"));
  if (self->total.error == 0)
    return NULL;
  if (self->total.error != -EACCES && self->total.error != -EPERM)
    return g_strdup (g_strerror (-self->total.error));
  if (self->process->uid == geteuid ())
    return g_strdup (_("it does not let itself be looked at"));

  /* Translators: %s is the name of a user. */
  return g_strdup_printf (_("it is another user’s (%s) and may not be looked at"), self->process->user);
}

/* Before the regions: if it is the same process then, it was the same now. What it cannot
 * tell on an old kernel, the regions do. */
static void
read_total (int             proc_fd,
            SkeinMemoryRow *row)
{
  char path[32];
  SkeinSmapsFigures figures;

  g_snprintf (path, sizeof path, "%d/smaps_rollup", (int) row->pid);

  if (skein_smaps_rollup_read_at (proc_fd, path, &figures) < 0)
    return;

  row->has_total = true;
  row->total.resident = figures.rss_kib * 1024;
  row->total.pss = figures.pss_kib * 1024;
  row->total.own = (figures.private_clean_kib + figures.private_dirty_kib) * 1024;
  row->total.swap = figures.swap_kib * 1024;
}

/* The spaces of the report are those of the rows with a process, in their order. */
static void
take_spaces (SkeinMemoryLook *look)
{
  for (guint i = 0; i < look->rows->len; i++)
    {
      SkeinMemoryRow *row = &g_array_index (look->rows, SkeinMemoryRow, i);

      if (row->process == NULL)
        continue;

      row->space = look->report->spaces[look->places->len];
      row->total.error = row->space->error;

      if (!row->has_total)
        skein_address_space_sum (row->space, &row->total);

      g_array_append_val (look->places, i);
    }
}

static int
read_memory (SkeinMemoryLook *look,
             int              proc_fd)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (SkeinTaskKey));
  SkeinMemoryWish wish = { 0 };
  int result;

  for (guint i = 0; i < look->rows->len; i++)
    {
      SkeinMemoryRow *row = &g_array_index (look->rows, SkeinMemoryRow, i);

      if (row->process != NULL)
        {
          SkeinTaskKey key = skein_process_get_key (row->process);

          g_array_append_val (keys, key);
          read_total (proc_fd, row);
        }
    }

  wish.processes = (const SkeinTaskKey *) (void *) keys->data;
  wish.n_processes = keys->len;
  result = skein_memory_read (NULL, &wish, &look->report);

  if (result == 0)
    take_spaces (look);

  return result;
}

/* Of one process, why; of several it is not the same for each. */
static int
nothing_was_read (const SkeinMemoryLook *look)
{
  const SkeinMemoryRow *first = &g_array_index (look->rows, SkeinMemoryRow, 0);
  g_autofree char *reason = skein_memory_row_dup_reason (first);

  if (look->rows->len == 1)
    g_printerr ("skein-cli memory: %d: %s\n", (int) first->pid, reason);
  else
    g_printerr (_("skein-cli memory: none of these processes can be read: they have ended, or are another user’s\n"));

  return EXIT_FAILURE;
}

static bool
any_was_read (const SkeinMemoryLook *look)
{
  for (guint i = 0; i < look->rows->len; i++)
    {
      const SkeinMemoryRow *row = &g_array_index (look->rows, SkeinMemoryRow, i);

      if (row->process != NULL && row->total.error == 0)
        return true;
    }

  return false;
}

/* A program gets its object in any case: of each process that could not be read it says why. */
static int
print (const SkeinMemoryLook *look,
       const Options         *options)
{
  unsigned width = skein_text_get_terminal_width ();
  bool any = any_was_read (look);

  if (options->json)
    skein_memory_print_json (stdout, look);
  else if (any)
    {
      skein_memory_print_text (stdout, look, options->all, width);
      skein_memory_print_bridges (stdout, look, options->all, width);
    }

  if (fflush (stdout) < 0 && errno != EPIPE)
    {
      g_printerr ("skein-cli memory: %s\n", g_strerror (errno));
      return EXIT_FAILURE;
    }

  return any ? EXIT_SUCCESS : nothing_was_read (look);
}

static int
look_and_print (const Options       *options,
                SkeinMemoryLook     *look,
                const SkeinSnapshot *snapshot,
                int                  proc_fd)
{
  g_autoptr (GError) error = NULL;
  int result;

  if (!find_processes (look->rows, snapshot, &error))
    {
      g_printerr ("skein-cli memory: %s\n", error->message);
      return EXIT_WRONG_CALL;
    }

  result = read_memory (look, proc_fd);

  if (result < 0)
    {
      g_printerr ("skein-cli memory: %s\n", g_strerror (-result));
      return EXIT_FAILURE;
    }

  return print (look, options);
}

static int
run (const Options *options,
     GArray        *rows)
{
  skein_autofd int proc_fd = open ("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  g_autoptr (SkeinScan) scan = NULL;
  g_autoptr (SkeinSnapshot) snapshot = NULL;
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (guint));
  SkeinMemoryLook look = { .rows = rows, .places = places };
  int status;

  if (proc_fd < 0)
    {
      g_printerr ("skein-cli memory: /proc: %s\n", g_strerror (errno));
      return EXIT_FAILURE;
    }

  /* Names, users, threads: one sample knows them all. */
  scan = skein_scan_new (proc_fd);
  snapshot = skein_scan_take (scan);
  status = look_and_print (options, &look, snapshot, proc_fd);
  g_clear_pointer (&look.report, skein_memory_report_unref);

  return status;
}

int
skein_cli_memory (int    argc,
                  char **argv)
{
  Options options = { 0 };
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (SkeinMemoryRow));
  g_autoptr (GError) error = NULL;

  g_set_prgname ("skein-cli memory");

  if (!parse_options (&argc, &argv, &options, &error) ||
      (!options.version && !parse_pids (argv + 1, rows, &error)))
    {
      g_printerr ("skein-cli memory: %s\n", error->message);
      return EXIT_WRONG_CALL;
    }

  if (options.version)
    {
      g_print ("skein-cli %s\n", SKEIN_VERSION);
      return EXIT_SUCCESS;
    }

  return run (&options, rows);
}
