/* recorder.h - every context switch of a command, of processes, of the machine
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <glib.h>

#include "model/switch.h"
#include "trace/support.h"

G_BEGIN_DECLS

/**
 * SkeinRecorder:
 *
 * Owns a thread that empties the kernel's rings, some twenty to fifty times a
 * second, and more often where they fill, puts the records of all cores in order and
 * hands them over in batches. If nobody takes them, the oldest become losses that are told. All functions are for the
 * one thread that made the recorder.
 *
 * What the kernel cannot tell: when a thread that waited became ready. Cores that
 * come online later are not recorded.
 */
typedef struct _SkeinRecorder SkeinRecorder;

/**
 * SkeinRecorderSettings:
 * @target: whose switches
 * @pids: (array length=n_pids): of a command: the one process that waits to become
 *   it; of processes: those; of the machine: none
 * @n_pids: length of @pids
 * @max_events: an event is needed for each thread on each core: how many there may
 *   be; 0: 2000
 * @ring_bytes: memory for each core's ring; becomes less where the limit of locked
 *   memory asks for it; 0: 512 KiB
 * @queue_length: how many records may wait to be taken; 0: a million (32 MB)
 */
typedef struct
{
  SkeinTarget  target;
  const pid_t *pids;
  size_t       n_pids;
  unsigned     max_events;
  size_t       ring_bytes;
  size_t       queue_length;
} SkeinRecorderSettings;

/**
 * SkeinCoverage:
 * @n_cores: how many are recorded
 * @n_threads: threads that were found at the start and are recorded, with all they make
 * @n_refused: threads that belong to others: not recorded
 * @n_left_out: threads that were too many for @max_events or for the descriptors
 *   there are: not recorded
 * @ring_bytes: of the smallest ring
 *
 * How much of what was asked for is recorded.
 */
typedef struct
{
  unsigned n_cores;
  unsigned n_threads;
  unsigned n_refused;
  unsigned n_left_out;
  size_t   ring_bytes;
} SkeinCoverage;

/**
 * SkeinRecorderCost:
 * @cpu_ns: CPU time of the thread that empties the rings
 * @n_records: records read
 * @n_lost: records that the kernel had no room for
 */
typedef struct
{
  uint64_t cpu_ns;
  uint64_t n_records;
  uint64_t n_lost;
} SkeinRecorderCost;

/**
 * skein_recorder_new:
 * @ret: (out) (transfer full): a running recorder
 *
 * Of a command all is recorded from its exec on. Of what runs already, from when
 * this returns; who was there comes first, as %SKEIN_SWITCH_FOUND (of processes;
 * of the machine a snapshot knows). Skein's own threads are left out by none but
 * who reads the records.
 *
 * Returns: 0, or a negative errno, of which skein_refusal_from_errno() makes a
 *   reason: -EACCES, -EPERM: not allowed; -ESRCH: none of the processes is left;
 *   -EMFILE: too few descriptors for a single thread
 */
int  skein_recorder_new  (const SkeinRecorderSettings  *settings,
                          SkeinRecorder               **ret) G_GNUC_WARN_UNUSED_RESULT;

/* Stops it if it was not, drops what nobody took. */
void skein_recorder_free (SkeinRecorder *self);

/**
 * skein_recorder_stop:
 *
 * Ends recording. All that happened until now can be taken afterwards, and then
 * nothing more comes.
 */
void skein_recorder_stop (SkeinRecorder *self);

/**
 * skein_recorder_get_fd:
 *
 * Returns: (transfer none): a descriptor that is readable while a batch waits; it
 *   stays the recorder's
 */
int skein_recorder_get_fd (SkeinRecorder *self);

/**
 * skein_recorder_pop:
 *
 * Takes the oldest waiting batch, without blocking. Each begins where the one
 * before ended. They come some twenty times a second while something happens, and
 * now and then, empty, while nothing does: then that is known.
 *
 * Returns: (transfer full) (nullable): a batch; %NULL: none waits
 */
SkeinSwitchBatch *skein_recorder_pop (SkeinRecorder *self) G_GNUC_WARN_UNUSED_RESULT;

const SkeinCoverage *skein_recorder_get_coverage (const SkeinRecorder *self);
void                 skein_recorder_get_cost     (SkeinRecorder       *self,
                                                  SkeinRecorderCost   *ret);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinRecorder, skein_recorder_free)

G_END_DECLS
