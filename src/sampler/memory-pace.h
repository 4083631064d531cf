/* memory-pace.h - how often the memory of a process may be read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdint.h>

#include <glib.h>

#include "base/clock.h"

G_BEGIN_DECLS

#define SKEIN_MEMORY_MAPS_NS SKEIN_NS_PER_S
#define SKEIN_MEMORY_FIGURES_NS (5 * SKEIN_NS_PER_S)

/* Reading holds up the process that is read: for two per cent of the time at most. */
#define SKEIN_MEMORY_PACE 50

/* Returns: when what was read at @now_ns, and took @cost_ns, may be read again: @period_ns later at the earliest */
static inline int64_t
skein_memory_pace_next (int64_t now_ns,
                        int64_t cost_ns,
                        int64_t period_ns)
{
  return now_ns + MAX (period_ns, cost_ns * SKEIN_MEMORY_PACE);
}

G_END_DECLS
