/* bench-timeline.c - the window, live, with as much history as is asked for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench-timeline SECONDS NAME: opens the window with that much of an invented past,
 * in which the processes NAME worked every now and then, and selects one of them.
 * Says "ready" when the window shows it, then goes on until it is killed, so that
 * others can measure what it costs.
 */

#include "config.h"

#include "app/session.h"
#include "app/window.h"
#include "base/clock.h"
#include "sampler/scan.h"

#include <adwaita.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define INTERVAL_NS     (100 * (int64_t) 1000000)
#define REST_INTERVALS  20 /* each process works once in so many */
#define RUN_SHARE       0.1
#define SECONDS_TO_SHOW 2

typedef struct
{
  int64_t      n_intervals;
  const char  *name;
  GSettings   *settings;
  SkeinWindow *window;
} Bench;

static gboolean
was_busy (const Bench        *bench,
          const SkeinProcess *process,
          int64_t             interval)
{
  return g_str_equal (process->name, bench->name) && (interval + process->pid) % REST_INTERVALS == 0;
}

/* The same process in an interval in which it did, or did not, do something. */
static SkeinProcess *
invent_process (const SkeinProcess *process,
                gboolean            is_busy)
{
  SkeinProcess *invented = skein_process_new (process->n_threads);
  uint64_t run_ns = is_busy ? (uint64_t) (RUN_SHARE * (double) INTERVAL_NS) : 0;

  invented->pid = process->pid;
  invented->ppid = process->ppid;
  invented->uid = process->uid;
  invented->start_ticks = process->start_ticks;
  invented->letter = process->letter;
  invented->is_kernel = process->is_kernel;
  invented->run_delta_ns = run_ns * process->n_threads;
  invented->name = g_ref_string_acquire (process->name);
  invented->command = g_ref_string_acquire (process->command);
  invented->user = g_ref_string_acquire (process->user);
  invented->cgroup = g_ref_string_acquire (process->cgroup);

  for (uint32_t i = 0; i < process->n_threads; i++)
    {
      invented->threads[i] = process->threads[i];
      invented->threads[i].run_delta_ns = run_ns;
      invented->threads[i].ready_delta_ns = 0;
    }

  return invented;
}

static SkeinSnapshot *
invent_snapshot (const Bench         *bench,
                 const SkeinSnapshot *seen,
                 SkeinProcess       **resting,
                 int64_t              interval)
{
  SkeinSnapshot *snapshot = skein_snapshot_new (seen->n_cores, seen->n_processes);

  snapshot->taken_ns = seen->taken_ns - (bench->n_intervals - interval) * INTERVAL_NS;
  snapshot->interval_ns = interval > 0 ? INTERVAL_NS : 0;
  snapshot->boot_ns = seen->boot_ns;
  snapshot->memory = seen->memory;
  snapshot->n_threads = seen->n_threads;
  memcpy (snapshot->cores, seen->cores, seen->n_cores * sizeof *seen->cores);

  for (uint32_t i = 0; i < seen->n_processes; i++)
    snapshot->processes[i] = was_busy (bench, seen->processes[i], interval)
                                 ? invent_process (seen->processes[i], TRUE)
                                 : skein_process_ref (resting[i]);

  return snapshot;
}

static void
invent_history (const Bench *bench,
                SkeinStore  *store)
{
  int proc_fd = open ("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  g_autoptr(SkeinScan) scan = skein_scan_new (proc_fd);
  g_autoptr(SkeinSnapshot) seen = skein_scan_take (scan);
  SkeinProcess **resting = g_new (SkeinProcess *, seen->n_processes);

  for (uint32_t i = 0; i < seen->n_processes; i++)
    resting[i] = invent_process (seen->processes[i], FALSE);

  for (int64_t interval = 0; interval < bench->n_intervals; interval++)
    {
      g_autoptr(SkeinSnapshot) snapshot = invent_snapshot (bench, seen, resting, interval);

      skein_store_append (store, snapshot);
    }

  for (uint32_t i = 0; i < seen->n_processes; i++)
    skein_process_unref (resting[i]);

  g_free (resting);
  close (proc_fd);
}

static gboolean
shown_cb (gpointer data)
{
  Bench *bench = data;

  skein_window_select_by_name (bench->window, bench->name);
  g_print ("ready\n");

  return G_SOURCE_REMOVE;
}

static void
activate_cb (GtkApplication *application,
             Bench          *bench)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(SkeinSession) session = skein_session_new (bench->settings, NULL, &error);

  g_assert_no_error (error);

  /* The session alone writes into its store, but it has not begun yet: what it
   * reads waits for the main loop. */
  invent_history (bench, (SkeinStore *) skein_session_get_store (session));

  bench->window = skein_window_new (application, session);
  skein_window_show_page (bench->window, "timeline");
  gtk_window_present (GTK_WINDOW (bench->window));
  g_timeout_add_seconds (SECONDS_TO_SHOW, shown_cb, bench);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(AdwApplication) application = NULL;
  Bench bench = { 0 };

  if (argc != 3)
    {
      g_printerr ("usage: bench-timeline SECONDS NAME\n");
      return EXIT_FAILURE;
    }

  application = adw_application_new (SKEIN_APP_ID ".Bench", G_APPLICATION_NON_UNIQUE);
  g_application_set_resource_base_path (G_APPLICATION (application), SKEIN_RESOURCE_PATH);
  bench.n_intervals = strtoll (argv[1], NULL, 10) * 10;
  bench.name = argv[2];
  bench.settings = g_settings_new (SKEIN_APP_ID);
  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), &bench);

  return g_application_run (G_APPLICATION (application), 1, argv);
}
