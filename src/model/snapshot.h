/* snapshot.h - everything one sample saw, never changed afterwards
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "model/process.h"

G_BEGIN_DECLS

/**
 * SkeinCore:
 * @id: the kernel's number of the core
 * @is_online: an offline core has all other fields zero
 * @user_ns: time in programs, since boot (nice included); of /proc/stat, as all that follow
 * @system_ns: time in the kernel
 * @irq_ns: time in interrupts, soft ones included
 * @idle_ns: time with nothing to do, waiting for a disk left out
 * @iowait_ns: time with nothing to do while a disk was waited for
 * @steal_ns: time that the host gave to others
 * @busy: share of the snapshot's interval that was neither idle nor waited for a
 *   disk, 0 to 1; 0 where the interval is 0
 */
typedef struct
{
  uint16_t id;
  bool     is_online;
  float    busy;
  uint64_t user_ns;
  uint64_t system_ns;
  uint64_t irq_ns;
  uint64_t idle_ns;
  uint64_t iowait_ns;
  uint64_t steal_ns;
} SkeinCore;

/* The machine's memory, in bytes, of /proc/meminfo. */
typedef struct
{
  uint64_t total;
  uint64_t available;
  uint64_t free;
  uint64_t cached;
  uint64_t swap_total;
  uint64_t swap_free;
} SkeinMemory;

/**
 * SkeinEffort:
 * @n_read: threads that were read anew because something may have changed
 * @cpu_ns: CPU time this sample cost the sampler
 * @cadence_ns: time from one sample to the next that is kept now
 * @wanted_ns: the one that was asked for; less than @cadence_ns where the budget
 *   made the sampler stretch it
 * @hidden_processes: processes that exist but may not be read (hidepid)
 *
 * What the sample cost, and what it had to leave out.
 */
typedef struct
{
  uint32_t n_read;
  uint32_t hidden_processes;
  int64_t  cpu_ns;
  int64_t  cadence_ns;
  int64_t  wanted_ns;
} SkeinEffort;

/**
 * SkeinSnapshot:
 * @taken_ns: when the sample began, CLOCK_MONOTONIC
 * @interval_ns: the deltas are of the time from @taken_ns - @interval_ns to
 *   @taken_ns. 0: nothing came before, or reading was paused: all deltas are 0
 *   and nothing is known of the time before. What no snapshot covers is a gap
 * @boot_ns: CLOCK_BOOTTIME minus CLOCK_MONOTONIC at @taken_ns, to place start times
 * @cores: (array length=n_cores): sorted by id, offline ones included
 * @memory: the machine's
 * @n_running: tasks on a core or ready, of /proc/loadavg
 * @n_threads: threads of all processes
 * @effort: what the sample cost
 * @n_processes: length of @processes
 * @processes: sorted by pid
 *
 * Immutable once it is published; may be shared between threads.
 */
typedef struct
{
  gatomicrefcount      refs;
  int64_t              taken_ns;
  int64_t              interval_ns;
  int64_t              boot_ns;
  SkeinMemory          memory;
  SkeinEffort          effort;
  uint32_t             n_running;
  uint32_t             n_threads;
  uint32_t             n_cores;
  uint32_t             n_processes;
  SkeinCore           *cores;
  const SkeinProcess **processes;
} SkeinSnapshot;

/**
 * skein_snapshot_new:
 * @n_cores: room for so many cores
 * @n_processes: and so many processes
 *
 * Makes an empty snapshot for its maker to fill. It owns one reference of each
 * process put into it, and @processes must be sorted by pid when it is published.
 */
SkeinSnapshot *skein_snapshot_new (uint32_t n_cores,
                                   uint32_t n_processes) G_GNUC_WARN_UNUSED_RESULT;

SkeinSnapshot *skein_snapshot_ref   (const SkeinSnapshot *self);
void           skein_snapshot_unref (const SkeinSnapshot *self);

/**
 * skein_snapshot_find_process:
 *
 * Returns: (nullable) (transfer none): the process @pid, found in logarithmic time
 */
const SkeinProcess *skein_snapshot_find_process (const SkeinSnapshot *self,
                                                 pid_t                pid);

/**
 * skein_snapshot_find_key:
 *
 * As skein_snapshot_find_process(), but a process that only took over the number
 * is not found.
 */
const SkeinProcess *skein_snapshot_find_key (const SkeinSnapshot *self,
                                             const SkeinTaskKey  *key);

/**
 * skein_snapshot_share:
 * @delta_ns: a time within the interval, as of a thread or a process
 *
 * Returns: @delta_ns as a share of the interval: 1 is one core all the time.
 *   0 where the interval is 0
 */
static inline double
skein_snapshot_share (const SkeinSnapshot *self,
                      uint64_t             delta_ns)
{
  return self->interval_ns > 0 ? (double) delta_ns / (double) self->interval_ns : 0.0;
}

/**
 * SkeinSnapshotChange:
 * @before: (nullable): the process as it was; %NULL: it is new
 * @after: (nullable): the process as it is; %NULL: it is gone
 *
 * A number taken over by another process is reported as two changes: one gone,
 * one new.
 */
typedef void (*SkeinSnapshotChange) (const SkeinProcess *before,
                                     const SkeinProcess *after,
                                     gpointer            data);

/**
 * skein_snapshot_compare:
 * @before: (nullable): an older snapshot of the same machine
 * @after: a newer one
 *
 * Calls @change for each process that came, went or has another record, in the
 * order of pids. Processes at which nothing changed cost one comparison each.
 */
void skein_snapshot_compare (const SkeinSnapshot *before,
                             const SkeinSnapshot *after,
                             SkeinSnapshotChange  change,
                             gpointer             data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinSnapshot, skein_snapshot_unref)

G_END_DECLS
