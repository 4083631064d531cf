/* track.h - what one task did over time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "store/axis.h"
#include "store/peaks.h"

G_BEGIN_DECLS

/* What a task does when it neither runs nor is ready. */
typedef enum
{
  SKEIN_REST_WAITING,
  SKEIN_REST_DISK,
  SKEIN_REST_SUSPENDED,
} SkeinRest;

/**
 * SkeinEntry:
 * @end_ns: end of the interval in which something changed; of the first: where the track begins
 * @run_ns: run time from the track's beginning to @end_ns
 * @ready_ns: ready time likewise
 * @most_run: share of a core in the interval; where several were merged: the highest
 * @most_demand: run + ready likewise
 * @halt: 0: neither disk nor suspended yet; else 1 + the index of its #SkeinHalt
 * @core: the core it was seen on
 * @rest: what filled the rest of the interval, and fills all time up to the next
 *
 * It begins where the axis says that its interval does, or at the end of the
 * entry before.
 */
typedef struct
{
  int64_t  end_ns;
  int64_t  run_ns;
  int64_t  ready_ns;
  float    most_run;
  float    most_demand;
  uint32_t halt;
  int16_t  core;
  uint8_t  rest;
} SkeinEntry;

/**
 * SkeinHalt:
 * @disk_ns: time in disk waits from the track's beginning to the entry's end
 * @suspended_ns: time stopped likewise
 * @observed_ns: of an entry that rests in one of the two: what was measured up to
 *   its end, for all that is measured later is added
 *
 * Few tasks are ever in a disk wait or stopped: those times are kept beside the
 * entries, which share one as long as it says the same.
 */
typedef struct
{
  int64_t disk_ns;
  int64_t suspended_ns;
  int64_t observed_ns;
} SkeinHalt;

/**
 * SkeinTrack:
 *
 * Cumulative times, one entry for each interval in which something happened: an
 * idle task costs nothing per sample.
 */
typedef struct
{
  SkeinEntry *entries;
  SkeinHalt  *halts;
  SkeinPeaks *peaks;
  uint32_t    n;
  uint32_t    capacity;
  uint32_t    n_halts;
  uint32_t    halts_capacity;
} SkeinTrack;

/**
 * SkeinTotals:
 * @observed_ns: measured time; only its differences mean something, as of all that follow
 * @entry: the first entry that ends later
 * @is_inside: the instant is within the interval of @entry
 *
 * All that a track adds up to, up to an instant.
 */
typedef struct
{
  int64_t  observed_ns;
  int64_t  run_ns;
  int64_t  ready_ns;
  int64_t  disk_ns;
  int64_t  suspended_ns;
  uint32_t entry;
  bool     is_inside;
} SkeinTotals;

/* Where a walk forward is. All zero at its start. */
typedef struct
{
  uint32_t interval;
  uint32_t interval_step;
  uint32_t entry;
  uint32_t entry_step;
} SkeinCursor;

void   skein_track_clear     (SkeinTrack       *self);
size_t skein_track_get_bytes (const SkeinTrack *self);

/* @time_ns: the end of the newest interval of @axis, or its start, or later */
void skein_track_begin (SkeinTrack      *self,
                        const SkeinAxis *axis,
                        int64_t          time_ns,
                        int16_t          core,
                        SkeinRest        rest);

/* Adds what happened in the newest interval of @axis. */
void skein_track_add (SkeinTrack      *self,
                      const SkeinAxis *axis,
                      int64_t          run_ns,
                      int64_t          ready_ns,
                      int16_t          core,
                      SkeinRest        rest);

/* What it does from now on, where no interval tells. */
void skein_track_set_rest (SkeinTrack      *self,
                           const SkeinAxis *axis,
                           SkeinRest        rest);

SkeinRest skein_track_get_rest (const SkeinTrack *self);

/**
 * skein_track_at:
 * @cursor: (inout): moved along; @time_ns must not be before that of the last call
 * @time_ns: an instant, not before the track's beginning
 */
void skein_track_at (const SkeinTrack *self,
                     const SkeinAxis  *axis,
                     SkeinCursor      *cursor,
                     int64_t           time_ns,
                     SkeinTotals      *ret);

/**
 * skein_track_find_peak:
 *
 * Returns: the peak of all entries whose interval has a part between the two.
 *   Where nothing ran: the core it was seen on before
 */
SkeinPeak skein_track_find_peak (const SkeinTrack  *self,
                                 const SkeinTotals *from,
                                 const SkeinTotals *to);

/**
 * skein_track_follow:
 * @start_ns: where the merged stretch of @axis begins
 * @end_ns: where it ends
 *
 * Merges the entries that end in the stretch as @axis merged its intervals, and
 * drops those before its beginning. Adds what is left to the weights.
 */
void skein_track_follow (SkeinTrack *self,
                         SkeinAxis  *axis,
                         int64_t     start_ns,
                         int64_t     end_ns);

G_END_DECLS
