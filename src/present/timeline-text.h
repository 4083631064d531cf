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
 *   kernel's letters
 */
char *skein_timeline_thread_text (const SkeinLane *lane,
                                  int64_t          start_ns,
                                  int64_t          end_ns,
                                  const SkeinBin  *bin,
                                  int64_t          offset_ns) G_GNUC_WARN_UNUSED_RESULT;

/* Likewise, in one line, for a screen reader. */
char *skein_timeline_thread_speech (const SkeinLane *lane,
                                    int64_t          start_ns,
                                    int64_t          end_ns,
                                    const SkeinBin  *bin,
                                    int64_t          offset_ns) G_GNUC_WARN_UNUSED_RESULT;

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

G_END_DECLS
