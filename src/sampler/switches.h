/* switches.h - every switch of as many as the kernel allows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include <glib.h>

#include "model/switch.h"
#include "trace/support.h"

G_BEGIN_DECLS

/**
 * SkeinSwitches:
 *
 * A recorder of the whole machine where that is allowed, else of some processes. All
 * functions are for the one thread that made it.
 */
typedef struct _SkeinSwitches SkeinSwitches;

/**
 * SkeinSwitchesReport:
 * @is_recording: whether anything is recorded at all
 * @is_machine: everything is
 * @support: what the kernel allows, and for what was tried in vain all the same, why
 * @n_threads: of processes: threads found at the start that are recorded
 * @n_refused: likewise: that belong to others
 * @n_left_out: likewise: that were too many
 *
 * What became of it.
 */
typedef struct
{
  bool         is_recording;
  bool         is_machine;
  SkeinSupport support;
  unsigned     n_threads;
  unsigned     n_refused;
  unsigned     n_left_out;
} SkeinSwitchesReport;

/**
 * skein_switches_new:
 * @pids: (array length=n_pids): the processes that are to be recorded if not everything may
 * @n_pids: 0: nothing less than everything is asked for
 * @ret_report: (out caller-allocates): what is recorded, and why not more
 *
 * Asks the kernel each time anew: its setting may have been changed.
 *
 * Returns: (transfer full) (nullable): what records; %NULL: nothing may be recorded
 */
SkeinSwitches *skein_switches_new  (const pid_t         *pids,
                                    size_t               n_pids,
                                    SkeinSwitchesReport *ret_report) G_GNUC_WARN_UNUSED_RESULT;
void           skein_switches_free (SkeinSwitches       *self);

/* Ends it. What happened until now can be taken afterwards, and then nothing more comes. */
void skein_switches_stop (SkeinSwitches *self);

/* Returns: (transfer full) (nullable): the oldest waiting batch, without blocking; %NULL: none */
SkeinSwitchBatch *skein_switches_pop (SkeinSwitches *self) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: the CPU time of its thread */
uint64_t skein_switches_get_cpu_ns (SkeinSwitches *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinSwitches, skein_switches_free)

G_END_DECLS
