/* ledger.h - gives what the kernel counted to the intervals in which it happened
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

G_BEGIN_DECLS

/**
 * SkeinLedger:
 * @run_given: run time that intervals have got so far
 * @ready_given: ready time that they have got so far; may be ahead of the kernel's
 *
 * The kernel's totals of a thread grow in jumps: run time at the ticks of the core
 * it runs on, ready time only when the wait is over. The ledger deals them out, so
 * that no interval gets more than it has room for and the sums stay the kernel's.
 */
typedef struct
{
  uint64_t run_given;
  uint64_t ready_given;
} SkeinLedger;

/**
 * skein_ledger_open:
 *
 * What was counted before now belongs to no interval.
 */
void skein_ledger_open   (SkeinLedger *self,
                          uint64_t     run_ns,
                          uint64_t     ready_ns);

/**
 * skein_ledger_settle:
 * @run_ns: the kernel's total
 * @ready_ns: the kernel's total
 * @room_ns: length of the interval
 * @is_starving: it is known to have been ready for all of it, though neither total moved
 * @ret_run_ns: (out): the interval's share
 * @ret_ready_ns: (out): the interval's share
 *
 * What a starving thread is given ahead is kept back when its wait ends. What an
 * interval has no room for goes to the next.
 */
void skein_ledger_settle (SkeinLedger *self,
                          uint64_t     run_ns,
                          uint64_t     ready_ns,
                          uint64_t     room_ns,
                          bool         is_starving,
                          uint64_t    *ret_run_ns,
                          uint64_t    *ret_ready_ns);

/**
 * skein_ledger_owes:
 *
 * Returns: whether something is left for the next interval
 */
bool skein_ledger_owes   (const SkeinLedger *self,
                          uint64_t           run_ns,
                          uint64_t           ready_ns);

G_END_DECLS
