/* fuzz-cpulist.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz.h"

#include "proc/cpulist.h"

/* What is written of a set is read back as the same set. */
static void
check (const SkeinCpulist *list)
{
  g_autofree char *text = skein_cpulist_dup_text (list);
  g_autofree char *line = g_strconcat (text, "\n", NULL);
  SkeinCpulist again;

  g_assert_cmpint (skein_cpulist_parse (line, strlen (line), &again), ==, 0);
  g_assert_cmpmem (list, sizeof *list, &again, sizeof again);
}

FUZZ_FILL_STRUCT (SkeinCpulist, skein_cpulist_parse, check)
