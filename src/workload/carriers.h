/* carriers.h - the tasks of a job as green threads
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "workload/green.h"
#include "workload/job.h"

/**
 * SkeinCarriersSetup:
 * @n: how many threads of the kernel carry the green ones; each is on a core of its own, as far as there are cores
 * @most: how many green threads there are at most; each has the number of a task
 * @quantum_ns: as in #SkeinGreensSetup
 * @make: makes them, before the first runs
 * @data: for @make and for the green threads
 */
typedef struct
{
  unsigned  n;
  unsigned  most;
  int64_t   quantum_ns;
  void    (*make) (SkeinGreens *greens,
                   void        *data);
  void     *data;
} SkeinCarriersSetup;

/**
 * skein_carriers_run:
 *
 * As skein_workers_run(), with carriers as workers. When a task was on a carrier is marked by spans.
 *
 * Returns: what was counted
 */
SkeinGreenCounts skein_carriers_run (SkeinJob                 *job,
                                     const SkeinCarriersSetup *setup);

/* Marks that task @number is launched, and makes the green thread for it. */
void skein_carriers_launch (SkeinJob       *job,
                            SkeinGreens    *greens,
                            SkeinGreenFunc  func,
                            unsigned        number);
