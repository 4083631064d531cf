/* demand.h - how many of some threads wanted a core at once, where part of it is known only later
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdint.h>

#include <glib.h>

#include "store/at-once.h"

G_BEGIN_DECLS

/**
 * SkeinDemand:
 *
 * That a thread which waits became ready is told by no switch, but by the kernel's own count of
 * its ready time, and that is read now and then. So the last some ten thousand times that
 * somebody began to want a core, or ended, are kept as they were, and may still turn out to have
 * been earlier; of all before there are sums only.
 */
typedef struct _SkeinDemand SkeinDemand;

/**
 * SkeinDemandWaits:
 * @last: the thread's last wait that ended with a core, as a number that counts all; 0: none
 * @given: likewise: the last that had its part of ready time
 *
 * Of one thread. All zero at its beginning.
 */
typedef struct
{
  uint64_t last;
  uint64_t given;
} SkeinDemandWaits;

SkeinDemand *skein_demand_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void         skein_demand_free (SkeinDemand *self);

/* The first instant that is known; nobody wants a core before. */
void skein_demand_begin (SkeinDemand *self,
                         int64_t      time_ns);

/**
 * skein_demand_change:
 * @time_ns: no earlier than the one before
 * @change: so many more want a core from now on: 1 or -1
 * @wait_ns: for how long the thread had waited before it got its core; 0: it did not
 */
void skein_demand_change (SkeinDemand      *self,
                          SkeinDemandWaits *waits,
                          int64_t           time_ns,
                          int               change,
                          int64_t           wait_ns);

/* From @time_ns until then something was lost: nobody knows how many. */
void skein_demand_lose (SkeinDemand *self,
                        int64_t      time_ns,
                        int64_t      until_ns);

/**
 * skein_demand_give:
 * @ns: for so long the thread was ready at the ends of its waits since this was told last
 *
 * It is shared out to them evenly; none is given more than it is long. What has no room is left out.
 */
void skein_demand_give (SkeinDemand      *self,
                        SkeinDemandWaits *waits,
                        int64_t           ns);

/**
 * skein_demand_sum:
 * @end_ns: until when; no earlier than what was told last
 * @ret: (out caller-allocates): to be cleared: of the seen time, how many wanted a core
 */
void skein_demand_sum (const SkeinDemand *self,
                       int64_t            end_ns,
                       SkeinAtOnce       *ret);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinDemand, skein_demand_free)

G_END_DECLS
