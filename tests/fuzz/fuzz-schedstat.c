/* fuzz-schedstat.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz.h"

#include "proc/schedstat.h"

#include <inttypes.h>

/* Any three numbers are a reading, as long as the same text gives the same ones. */
static void
check (const SkeinSchedstat *stat)
{
  g_autofree char *text = g_strdup_printf ("%" PRIu64 " %" PRIu64 " %" PRIu64 "\n", stat->run_ns,
                                           stat->wait_ns, stat->slices);
  SkeinSchedstat again;

  g_assert_cmpint (skein_schedstat_parse (text, strlen (text), &again), ==, 0);
  g_assert_cmpmem (stat, sizeof *stat, &again, sizeof again);
}

FUZZ_FILL_STRUCT (SkeinSchedstat, skein_schedstat_parse, check)
