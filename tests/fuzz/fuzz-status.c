/* fuzz-status.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz.h"

#include "proc/status.h"

static void
check (const SkeinStatus *status)
{
  g_assert_nonnull (memchr (status->name, '\0', sizeof status->name));
  g_assert_cmpuint (skein_cpulist_count (&status->cpus_allowed), <=, SKEIN_CPULIST_MAX);
}

FUZZ_FILL_STRUCT (SkeinStatus, skein_status_parse, check)
