/* fuzz-sched.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz.h"

#include "proc/sched.h"

/* Nothing but the text decides: see test-sched.c for what is in it. */
static void
check (const SkeinSched *sched)
{
  (void) sched;
}

FUZZ_FILL_STRUCT (SkeinSched, skein_sched_parse, check)
