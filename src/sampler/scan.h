/* scan.h - one sample after the other, reading only what can have changed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include <glib.h>

#include "model/snapshot.h"

G_BEGIN_DECLS

/**
 * SkeinScan:
 *
 * All that the sampler remembers between samples. Belongs to one thread: the
 * one that made it, since the census underneath keeps its buffers per thread.
 *
 * A sample asks every process for its CPU clock (one system call). The clock
 * equals the sum of its threads' run times plus that of ended threads, so an
 * unchanged clock proves that no thread of it ran, came or went; a changed one is
 * accounted for thread by thread, the lately busy ones first, until the sum is
 * reached and the rest is proved idle.
 */
typedef struct _SkeinScan SkeinScan;

/**
 * skein_scan_new:
 * @proc_fd: an open directory, `/proc` or one that looks like it; stays the caller's
 *
 * Returns: (transfer full): a scan that has seen nothing yet
 */
SkeinScan *skein_scan_new  (int proc_fd) G_GNUC_WARN_UNUSED_RESULT;
void       skein_scan_free (SkeinScan *self);

/**
 * skein_scan_take:
 *
 * Takes one sample. Whatever vanishes or may not be read while it is taken is no
 * error. The first sample, and the first after skein_scan_forget_time(), has the
 * interval 0.
 *
 * Returns: (transfer full): what was seen
 */
SkeinSnapshot *skein_scan_take (SkeinScan *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * skein_scan_forget_time:
 *
 * Says that time went by unwatched, as in a pause: the next sample has the
 * interval 0, its deltas are not known.
 */
void skein_scan_forget_time (SkeinScan *self);

/**
 * skein_scan_set_focus:
 * @pids: (array length=n_pids): processes somebody looks at
 *
 * Their snapshots carry #SkeinThreadDetail, read anew at most four times a
 * second. No others pay for it.
 */
void skein_scan_set_focus (SkeinScan   *self,
                           const pid_t *pids,
                           size_t       n_pids);

/**
 * skein_scan_set_focus_all:
 *
 * Every process is in focus, for a program that prints everything once.
 */
void skein_scan_set_focus_all (SkeinScan *self,
                               bool       all);

/**
 * skein_scan_set_gate:
 *
 * Without the gate every thread is read in each sample. Only to be compared with:
 * before the first sample.
 */
void skein_scan_set_gate (SkeinScan *self,
                          bool       has_gate);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinScan, skein_scan_free)

G_END_DECLS
