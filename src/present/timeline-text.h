/* timeline-text.h - what lies under a point of the timeline, in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdint.h>

#include <glib.h>

#include "present/timeline.h"

G_BEGIN_DECLS

/* Returns: the state a thread was in for most of what was measured of @bin;
 *   SKEIN_STATE_UNKNOWN where nothing was */
SkeinState skein_bin_get_state (const SkeinBin *bin);

/**
 * skein_timeline_thread_text:
 * @start_ns: the interval
 * @end_ns: its end
 * @bin: the thread in that interval
 * @offset_ns: as of skein_axis_clock_offset()
 *
 * Returns: several lines: who, when, and the shares of its states with the
 *   kernel's letters, and what it was seen to wait for
 */
char *skein_timeline_thread_text (const SkeinStore *store,
                                  const SkeinLane  *lane,
                                  int64_t           start_ns,
                                  int64_t           end_ns,
                                  const SkeinBin   *bin,
                                  int64_t           offset_ns) G_GNUC_WARN_UNUSED_RESULT;

/* Likewise, in one line, for a screen reader. */
char *skein_timeline_thread_speech (const SkeinStore *store,
                                    const SkeinLane  *lane,
                                    int64_t           start_ns,
                                    int64_t           end_ns,
                                    const SkeinBin   *bin,
                                    int64_t           offset_ns) G_GNUC_WARN_UNUSED_RESULT;

/* Likewise, of a core: which processes used it. */
char *skein_timeline_core_text (const SkeinStore   *store,
                                unsigned            core,
                                int64_t             start_ns,
                                int64_t             end_ns,
                                const SkeinCoreBin *bin,
                                int64_t             offset_ns) G_GNUC_WARN_UNUSED_RESULT;

/* Likewise, of parallelism and demand. */
char *skein_timeline_once_text (int64_t         start_ns,
                                int64_t         end_ns,
                                const SkeinBin *bin,
                                int64_t         offset_ns) G_GNUC_WARN_UNUSED_RESULT;

/**
 * skein_timeline_slice_text:
 * @slice: one stay of a thread on a core
 * @offset_ns: as of skein_axis_clock_offset()
 *
 * Returns: several lines: the thread, the core, from when and how long, why it ended,
 *   who came next on that core, and where the thread ran next
 */
char *skein_timeline_slice_text (const SkeinStore *store,
                                 const SkeinSlice *slice,
                                 int64_t           offset_ns) G_GNUC_WARN_UNUSED_RESULT;

/* Likewise, in one line, for a screen reader: "worker 1, on core 0, 3.2 ms, core taken away, …". */
char *skein_timeline_slice_speech (const SkeinStore *store,
                                   const SkeinSlice *slice,
                                   int64_t           offset_ns) G_GNUC_WARN_UNUSED_RESULT;

/**
 * skein_timeline_stretch_text:
 * @thread: whose it is
 * @stretch: a time in which it did not run
 *
 * Returns: several lines: the thread, what it did and what it waited for, from when and
 *   how long
 */
char *skein_timeline_stretch_text (const SkeinStore   *store,
                                   SkeinId             thread,
                                   const SkeinStretch *stretch,
                                   int64_t             offset_ns) G_GNUC_WARN_UNUSED_RESULT;

/* Likewise, in one line. */
char *skein_timeline_stretch_speech (const SkeinStore   *store,
                                     SkeinId             thread,
                                     const SkeinStretch *stretch,
                                     int64_t             offset_ns) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: (nullable): what to do to see @n_slices that share a column; %NULL: all are seen */
char *skein_timeline_dense_text (uint32_t n_slices) G_GNUC_WARN_UNUSED_RESULT;

/* Why a slice ended, translated: "core taken away". */
const char *skein_slice_reason (SkeinSliceEnd end);

/* Returns: likewise and, where it is known, by whom: "core taken away by worker 2 (5190)" */
char *skein_slice_dup_reason (const SkeinStore *store,
                              const SkeinSlice *slice) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
