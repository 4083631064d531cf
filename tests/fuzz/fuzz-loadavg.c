/* fuzz-loadavg.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz.h"

#include "proc/loadavg.h"

static void
check (const SkeinLoadavg *loadavg)
{
  g_assert_cmpfloat (loadavg->load_1, >=, 0);
  g_assert_cmpfloat (loadavg->load_5, >=, 0);
  g_assert_cmpfloat (loadavg->load_15, >=, 0);
}

FUZZ_FILL_STRUCT (SkeinLoadavg, skein_loadavg_parse, check)
