/* fuzz-statm.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz.h"

#include "proc/statm.h"

#include <inttypes.h>

/* Any three numbers are a reading, as long as the same text gives the same ones. */
static void
check (const SkeinStatm *statm)
{
  g_autofree char *text = g_strdup_printf ("%" PRIu64 " %" PRIu64 " %" PRIu64 "\n", statm->size_pages,
                                           statm->resident_pages, statm->shared_pages);
  SkeinStatm again;

  g_assert_cmpint (skein_statm_parse (text, strlen (text), &again), ==, 0);
  g_assert_cmpmem (statm, sizeof *statm, &again, sizeof again);
}

FUZZ_FILL_STRUCT (SkeinStatm, skein_statm_parse, check)
