/* crowd.h - for tests against the real /proc: populations, and what is true of them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "model/snapshot.h"
#include "sampler/scan.h"

#include <signal.h>
#include <sys/types.h>

#include <glib.h>

G_BEGIN_DECLS

/**
 * SkeinCrowd:
 * @leader: the population's first process, the parent of the others
 * @pids: (element-type pid_t): the others
 */
typedef struct
{
  pid_t   leader;
  GArray *pids;
} SkeinCrowd;

/* Starts the program of population.c, waits until it is there. */
SkeinCrowd *skein_crowd_start (const char *processes,
                               const char *threads,
                               const char *every);
void        skein_crowd_free  (SkeinCrowd *self);
void        skein_crowd_kill  (SkeinCrowd *self,
                               int         signal_number);

/**
 * skein_crowd_count_stale:
 * @ret_n_threads: (out): how many were compared
 *
 * Compares every thread of the crowd with a fresh reading.
 *
 * Returns: how many differ in run time, ready time or slices, or are missing
 */
unsigned skein_crowd_count_stale (SkeinCrowd          *self,
                                  const SkeinSnapshot *snapshot,
                                  unsigned            *ret_n_threads);

/* Asserts what is true of every snapshot, whatever it shows. */
void skein_snapshot_assert_sane (const SkeinSnapshot *snapshot);

/* Asserts that the same record stands for the same things. */
void skein_snapshot_assert_shares (const SkeinSnapshot *before,
                                   const SkeinSnapshot *after);

/* A scan of the real /proc. */
SkeinScan *skein_scan_new_live (void) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinCrowd, skein_crowd_free)

G_END_DECLS
