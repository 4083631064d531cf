/* crowd.h - for tests against the real /proc: populations, and what is true of them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "base/clock.h"
#include "model/snapshot.h"
#include "proc/schedstat.h"
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
 * skein_thread_is_uncounted:
 * @thread: as a snapshot shows it
 * @now: a fresh reading
 *
 * In a virtual machine the kernel counts no run time for a slice of which the
 * hypervisor took all: nothing but the number of slices, and the wait before it, tells
 * that it was. So the CPU clock of its process, by which the sampler knows who ran,
 * cannot tell: it is found when it is the thread's turn to be read anyway, a main
 * thread's within 20 s, another's within 100 s.
 *
 * Returns: whether it had a core since then, and by the kernel's account no time on it
 */
bool skein_thread_is_uncounted (const SkeinThread    *thread,
                                const SkeinSchedstat *now);

/* When a main thread, or any thread, has had its turn; and a little longer. */
#define SKEIN_TURN_OF_MAIN_NS (25 * SKEIN_NS_PER_S)
#define SKEIN_TURN_OF_ALL_NS (120 * SKEIN_NS_PER_S)

/**
 * SkeinCrowdLateness:
 * @n_threads: how many were compared
 * @n_uncounted: how many had a core, though for no time
 * @n_stale: how many differ in any other way, or are missing
 */
typedef struct
{
  unsigned n_threads;
  unsigned n_uncounted;
  unsigned n_stale;
} SkeinCrowdLateness;

/* Compares every thread of the crowd with a fresh reading. */
void skein_crowd_compare (SkeinCrowd          *self,
                          const SkeinSnapshot *snapshot,
                          SkeinCrowdLateness  *ret);

/* Asserts what is true of every snapshot, whatever it shows. */
void skein_snapshot_assert_sane (const SkeinSnapshot *snapshot);

/* Asserts that the same record stands for the same things. */
void skein_snapshot_assert_shares (const SkeinSnapshot *before,
                                   const SkeinSnapshot *after);

/* A scan of the real /proc. */
SkeinScan *skein_scan_new_live (void) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinCrowd, skein_crowd_free)

G_END_DECLS
