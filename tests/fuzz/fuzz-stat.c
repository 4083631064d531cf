/* fuzz-stat.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz.h"

#include "proc/stat.h"

static void
check (const SkeinStat *stat)
{
  g_assert_nonnull (memchr (stat->comm, '\0', sizeof stat->comm));
  g_assert_true (g_ascii_isalpha (stat->state));
}

FUZZ_FILL_STRUCT (SkeinStat, skein_stat_parse, check)
