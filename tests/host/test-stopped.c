/* test-stopped.c - stop a population, take two samples: every thread is up to date
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All but those of which the kernel says that they had a core for no time: see
 * skein_thread_is_uncounted(). No clock moves for them. They may be one in a hundred,
 * and have to be right when they have had their turn.
 */

#include "config.h"

#include "crowd.h"

#include <unistd.h>

#define N_SAMPLES 12
#define CADENCE_US 100000

typedef struct
{
  const char *name;
  const char *processes;
  const char *threads;
  int64_t     patience_ns;
} Case;

static const Case cases[] = {
  { "200x5",  "200",  "5",    SKEIN_TURN_OF_ALL_NS },
  { "1x5000", "1",    "5000", SKEIN_TURN_OF_ALL_NS },
  { "2000x1", "2000", "1",    SKEIN_TURN_OF_MAIN_NS },
  { "500x20", "500",  "20",   SKEIN_TURN_OF_ALL_NS },
};

static void
take (SkeinScan      *scan,
      SkeinSnapshot **snapshot)
{
  SkeinSnapshot *next = skein_scan_take (scan);

  skein_snapshot_assert_sane (next);

  if (*snapshot != NULL)
    skein_snapshot_assert_shares (*snapshot, next);

  g_clear_pointer (snapshot, skein_snapshot_unref);
  *snapshot = next;
  usleep (CADENCE_US);
}

/* Goes on until nobody is late, or the case's patience is at its end. */
static void
wait_for_uncounted (const Case          *c,
                    SkeinCrowd          *crowd,
                    SkeinScan           *scan,
                    SkeinSnapshot      **snapshot,
                    SkeinCrowdLateness  *late)
{
  int64_t start_ns = skein_clock_now_ns ();
  unsigned n_uncounted = late->n_uncounted;

  g_assert_cmpuint (n_uncounted, <=, late->n_threads / 100);

  while (late->n_uncounted > 0 && skein_clock_now_ns () - start_ns < c->patience_ns)
    {
      take (scan, snapshot);
      skein_crowd_compare (crowd, *snapshot, late);
      g_assert_cmpuint (late->n_stale, ==, 0);
    }

  g_test_message ("%u had a core for no time, %u of them are late after %.1f s", n_uncounted, late->n_uncounted,
                  (double) (skein_clock_now_ns () - start_ns) / SKEIN_NS_PER_S);
  g_assert_cmpuint (late->n_uncounted, ==, 0);
}

static void
test_stopped (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (SkeinCrowd) crowd = skein_crowd_start (c->processes, c->threads, "100");
  g_autoptr (SkeinScan) scan = skein_scan_new_live ();
  g_autoptr (SkeinSnapshot) snapshot = NULL;
  SkeinCrowdLateness late;
  int64_t cost_ns = 0;

  for (int i = 0; i < N_SAMPLES; i++)
    {
      take (scan, &snapshot);
      cost_ns += i > 1 ? snapshot->effort.cpu_ns : 0;
    }

  skein_crowd_kill (crowd, SIGSTOP);
  usleep (CADENCE_US);
  take (scan, &snapshot);
  take (scan, &snapshot);

  skein_crowd_compare (crowd, snapshot, &late);
  g_test_message ("%u threads, %u stale, %.2f ms a sample", late.n_threads, late.n_stale,
                  (double) cost_ns / (N_SAMPLES - 2) / 1e6);
  g_assert_cmpuint (late.n_threads, >=, 1000);
  g_assert_cmpuint (late.n_stale, ==, 0);

  if (late.n_uncounted > 0)
    wait_for_uncounted (c, crowd, scan, &snapshot, &late);

  for (guint i = 0; i < crowd->pids->len; i++)
    {
      const SkeinProcess *process = skein_snapshot_find_process (snapshot, g_array_index (crowd->pids, pid_t, i));

      g_assert_true (process != NULL && process->letter == 'T');
    }

  skein_crowd_kill (crowd, SIGCONT);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/stopped/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_stopped);
    }

  return g_test_run ();
}
