/* axis-ticks.h - round instants on a time axis, and their names
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stddef.h>
#include <stdint.h>

#include <glib.h>

G_BEGIN_DECLS

/**
 * skein_axis_step:
 * @span_ns: the time from one end of the axis to the other
 * @n_labels: how many labels there is room for
 *
 * Returns: the shortest round step, in nanoseconds, that needs no more labels:
 *   1, 2 or 5 of a unit below a second; 1, 2, 5, 10, 15 or 30 s, min; whole hours
 */
int64_t skein_axis_step (int64_t  span_ns,
                         unsigned n_labels);

/**
 * skein_axis_first_tick:
 * @offset_ns: what to add to a time to get the clock on the wall
 *
 * Returns: the first time at or after @start_ns that is round on that clock
 */
int64_t skein_axis_first_tick (int64_t start_ns,
                               int64_t step_ns,
                               int64_t offset_ns);

/**
 * skein_axis_clock_offset:
 *
 * Returns: local time of day minus CLOCK_MONOTONIC, in nanoseconds
 */
int64_t skein_axis_clock_offset (void);

/**
 * skein_axis_format_clock:
 * @time_ns: CLOCK_MONOTONIC
 * @step_ns: the step between labels: finer steps show fractions of a second
 *
 * Writes "14:03", "14:03:05" or "14:03:05.25". Such a label never changes while
 * time goes on, so that an axis need not be drawn again.
 *
 * Returns: @buffer
 */
char *skein_axis_format_clock (int64_t  time_ns,
                               int64_t  offset_ns,
                               int64_t  step_ns,
                               char    *buffer,
                               size_t   size);

/**
 * skein_axis_base:
 * @start_ns: where the axis begins
 *
 * Below a millisecond a clock has more digits than one reads. There labels say how long
 * after a round instant they are, which is written once.
 *
 * Returns: that instant, at or before @start_ns; INT64_MIN: @step_ns is long, and the
 *   labels are those of a clock
 */
int64_t skein_axis_base (int64_t start_ns,
                         int64_t step_ns,
                         int64_t offset_ns);

/* Returns: for skein_axis_format_clock(): the step that names such an instant in full */
int64_t skein_axis_base_step (int64_t step_ns);

/**
 * skein_axis_integer_step:
 * @most: the greatest value shown
 * @n_labels: how many labels there is room for, at least one
 *
 * Returns: 1, 2, 5, 10, 20 …
 */
unsigned skein_axis_integer_step (unsigned most,
                                  unsigned n_labels);

G_END_DECLS
