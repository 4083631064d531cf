/* since.h - what happened between two updates of a table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "model/snapshot.h"
#include "store/store.h"

G_BEGIN_DECLS

/**
 * SkeinSince:
 * @snapshot: (transfer none): of this update
 * @store: (nullable) (transfer none): knows what happened, pauses left out
 * @start_ns: when the snapshot of the update before was taken
 * @elapsed_ns: time since then; 0: there was none
 * @observed_ns: of that, measured; 0: the store does not know
 *
 * What an update divides by, and where it looks things up. Found out once, used
 * for each row.
 */
typedef struct
{
  const SkeinSnapshot *snapshot;
  const SkeinStore    *store;
  int64_t              start_ns;
  int64_t              elapsed_ns;
  int64_t              observed_ns;
} SkeinSince;

/* What a task did on average, in cores: 1 is one core all the time. */
typedef struct
{
  float run;
  float ready;
} SkeinSinceFigures;

/* @before: (nullable): the snapshot of the update before */
SkeinSince        skein_since          (const SkeinSnapshot *before,
                                        const SkeinSnapshot *snapshot,
                                        const SkeinStore    *store);

/**
 * skein_since_look_up:
 * @id: of a process or a thread in the store; %SKEIN_ID_NONE if it is not known there
 *
 * Returns: false where the store does not know
 */
bool              skein_since_look_up  (const SkeinSince    *self,
                                        SkeinId              id,
                                        SkeinSinceFigures   *ret);

/**
 * skein_since_work_out:
 * @run_delta_ns: growth of its run time in the snapshot's interval
 * @ready_delta_ns: time that it was ready in the snapshot's interval
 * @run_ns: its run time now
 * @run_before_ns: at the update before; UINT64_MAX: it was not there
 *
 * The second best, without a store: its run time is known for all the time since,
 * ready time only for the last sample's interval.
 */
SkeinSinceFigures skein_since_work_out (const SkeinSince    *self,
                                        uint64_t             run_delta_ns,
                                        uint64_t             ready_delta_ns,
                                        uint64_t             run_ns,
                                        uint64_t             run_before_ns);

G_END_DECLS
