/* bench-scan.c - the scan beside itself without the gate, in turn
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench-scan ROUNDS: prints the median cost of a sample with and without the
 * gate, in microseconds of CPU time.
 */

#include "config.h"

#include "sampler/scan.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define CADENCE_US 500000

static int
compare_costs (gconstpointer a,
               gconstpointer b)
{
  int64_t first = *(const int64_t *) a;
  int64_t second = *(const int64_t *) b;

  return (first > second) - (first < second);
}

static int64_t
get_median (GArray *costs)
{
  g_array_sort (costs, compare_costs);

  return g_array_index (costs, int64_t, costs->len / 2);
}

static int64_t
take (SkeinScan *scan)
{
  g_autoptr (SkeinSnapshot) snapshot = skein_scan_take (scan);

  return snapshot->effort.cpu_ns;
}

int
main (int   argc,
      char *argv[])
{
  int n_rounds = argc > 1 ? atoi (argv[1]) : 10;
  int fd = open ("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  g_autoptr (SkeinScan) gated = skein_scan_new (fd);
  g_autoptr (SkeinScan) full = skein_scan_new (fd);
  g_autoptr (GArray) gated_costs = g_array_new (FALSE, FALSE, sizeof (int64_t));
  g_autoptr (GArray) full_costs = g_array_new (FALSE, FALSE, sizeof (int64_t));

  skein_scan_set_gate (full, false);

  for (int i = 0; i < n_rounds + 2; i++)
    {
      int64_t gated_ns = take (gated);
      int64_t full_ns = take (full);

      /* The first reads everything either way. */
      if (i >= 2)
        {
          g_array_append_val (gated_costs, gated_ns);
          g_array_append_val (full_costs, full_ns);
        }

      usleep (CADENCE_US);
    }

  printf ("%.0f %.0f\n", (double) get_median (gated_costs) / 1000, (double) get_median (full_costs) / 1000);

  return 0;
}
