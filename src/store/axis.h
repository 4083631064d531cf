/* axis.h - which stretches of time were measured
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

G_BEGIN_DECLS

/* As sampled, then slots of 1 s, 10 s, 60 s. */
#define SKEIN_AXIS_LEVELS 4

/**
 * SkeinInterval:
 * @end_ns: its end; belongs to it, while its start does not
 * @start_ns: its start
 * @observed_ns: measured time up to its end, of all intervals since the first ever
 * @weight: roughly what it costs: track entries that end in it, deaths, itself
 * @level: 0: as sampled; else the slot it was merged into
 *
 * A stretch of time that was measured as one. The next one begins where it ends,
 * or later: then there is a gap between them.
 */
typedef struct
{
  int64_t  end_ns;
  int64_t  start_ns;
  int64_t  observed_ns;
  uint32_t weight;
  uint8_t  level;
} SkeinInterval;

/**
 * SkeinAxis:
 * @floor_ns: where history was cut off, once it was
 * @floor_observed_ns: measured time up to there
 *
 * All intervals, oldest first. The older, the coarser: merging and dropping
 * happen at the old end of a level only. Tracks follow by and by.
 */
typedef struct
{
  SkeinInterval *intervals;
  uint32_t       n;
  uint32_t       capacity;
  int64_t        floor_ns;
  int64_t        floor_observed_ns;
} SkeinAxis;

void   skein_axis_init      (SkeinAxis       *self);
void   skein_axis_clear     (SkeinAxis       *self);
size_t skein_axis_get_bytes (const SkeinAxis *self);

/* Adds the newest interval. @start_ns is not before the end of the last one. */
void skein_axis_add (SkeinAxis *self,
                     int64_t    start_ns,
                     int64_t    end_ns);

/* Returns: the first interval, from @from on, that ends after @time_ns, or the number of intervals */
uint32_t skein_axis_find (const SkeinAxis *self,
                          uint32_t         from,
                          int64_t          time_ns);

/**
 * skein_axis_observed_at:
 * @index: what skein_axis_find() said for @time_ns
 *
 * Returns: how much was measured up to @time_ns. Only differences mean something
 */
int64_t skein_axis_observed_at (const SkeinAxis *self,
                                uint32_t         index,
                                int64_t          time_ns);

/* Returns: all that was measured */
int64_t skein_axis_get_observed (const SkeinAxis *self);

/* Returns: where history begins; all before it is dropped */
int64_t skein_axis_get_start (const SkeinAxis *self);

/* Returns: the sum of the weights of a level */
uint64_t skein_axis_weigh (const SkeinAxis *self,
                           unsigned         level);

/**
 * skein_axis_thin:
 * @level: the level to take from
 * @weight: how much of it to take, at least, where there is so much
 * @ret_start_ns: (out): where the merged stretch begins
 * @ret_end_ns: (out): and ends
 *
 * Merges the oldest intervals of @level into slots of the next one; never across
 * a gap, and never in the slot that still grows. What was merged weighs nothing
 * until the tracks have followed.
 *
 * Returns: false where there is nothing to merge
 */
bool skein_axis_thin (SkeinAxis *self,
                      unsigned   level,
                      uint64_t   weight,
                      int64_t   *ret_start_ns,
                      int64_t   *ret_end_ns);

/* Drops the oldest intervals, at least one, until so much weight is gone. */
void skein_axis_drop (SkeinAxis *self,
                      uint64_t   weight);

G_END_DECLS
