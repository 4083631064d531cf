/* slices.h - stays on a core, one after the other, in few bytes each
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#include "store/peaks.h"
#include "store/store.h"

G_BEGIN_DECLS

/* So many slices share what is known of a place in time. */
#define SKEIN_SLICES_GROUP 16

/* No slice, no group. */
#define SKEIN_SLICES_NONE UINT32_MAX

/**
 * SkeinSliceEntry:
 * @start: when it began, from the beginning of its group, in ns
 * @length: how long it is, in ns. Of the last of a group the group's end tells
 * @tag: from the lowest bit: 3 bits #SkeinSliceEnd, 1 bit flag, 28 bits that the owner
 *   gives a meaning
 */
typedef struct
{
  uint32_t start;
  uint32_t length;
  uint32_t tag;
} SkeinSliceEntry;

/**
 * SkeinSliceGroup:
 * @start_ns: when its first slice began
 * @end_ns: when its last one ended
 * @run_ns: the length of all slices before the group, together
 * @ready_ns: ready time that switches show, up to @start_ns
 * @derived_ns: derived ready time of all waits up to @start_ns
 * @first: the index of its first slice
 * @given_up: how many slices before the group ended so; likewise @taken
 * @moves: how many slices before the group came from another core
 */
typedef struct
{
  int64_t  start_ns;
  int64_t  end_ns;
  int64_t  run_ns;
  int64_t  ready_ns;
  int64_t  derived_ns;
  uint32_t first;
  uint32_t given_up;
  uint32_t taken;
  uint32_t moves;
} SkeinSliceGroup;

G_STATIC_ASSERT (sizeof (SkeinSliceEntry) == 12);
G_STATIC_ASSERT (sizeof (SkeinSliceGroup) == 56);

/* Where a group's slices mostly ran: as in #SkeinPeak. */
typedef struct
{
  float   weight;
  int16_t core;
} SkeinSliceCore;

/**
 * SkeinSlices:
 * @starts: (array length=n_groups): when each group began, to search in
 * @cores: (array length=n_groups): where each group ran
 * @n_dropped: how many there were before the first that is kept
 * @total: what the next group begins with
 * @is_open: the last one has not ended
 *
 * The slices of a thread, or of a core. At most one is open.
 */
typedef struct
{
  SkeinSliceEntry *entries;
  SkeinSliceGroup *groups;
  int64_t         *starts;
  SkeinSliceCore  *cores;
  SkeinPeaks      *peaks;
  uint32_t         n;
  uint32_t         capacity;
  uint32_t         n_groups;
  uint32_t         groups_capacity;
  uint64_t         n_dropped;
  SkeinSliceGroup  total;
  bool             is_open;
} SkeinSlices;

void   skein_slices_clear     (SkeinSlices       *self);
size_t skein_slices_get_bytes (const SkeinSlices *self);

/**
 * skein_slices_open:
 * @time_ns: when it begins; not before the end of the one before
 * @ready_ns: how much ready time goes before it, and was not counted yet
 * @tag: what it is marked with, its end %SKEIN_SLICE_RUNNING
 * @is_moved: the thread's slice before was on another core
 * @is_apart: nothing is known of the time just before
 */
void skein_slices_open (SkeinSlices *self,
                        int64_t      time_ns,
                        int64_t      ready_ns,
                        uint32_t     tag,
                        bool         is_moved,
                        bool         is_apart);

/* Ends the open one. @core: where it ran, to tell where a group mostly ran */
void skein_slices_close (SkeinSlices   *self,
                         int64_t        time_ns,
                         SkeinSliceEnd  end,
                         int16_t        core);

/**
 * skein_slices_find:
 * @group: (inout): the group to begin the search at; 0 at first. Is set to the
 *   group of what was found, or to 0
 *
 * Returns: the index of the last slice that began at @time_ns or before, or
 *   %SKEIN_SLICES_NONE
 */
uint32_t skein_slices_find (const SkeinSlices *self,
                            uint32_t          *group,
                            int64_t            time_ns);

/* Returns: the last group that began at @time_ns or before; @from is where to begin.
 * %SKEIN_SLICES_NONE: all began later */
uint32_t skein_slices_find_group (const SkeinSlices *self,
                                  uint32_t           from,
                                  uint32_t          *step,
                                  int64_t            time_ns);

/* Returns: the group that the slice @index is in */
uint32_t skein_slices_get_group (const SkeinSlices *self,
                                 uint32_t           index);

/* Drops the groups before the last one that began at @time_ns or before; as many as make
 * whole @unit. Returns: how many */
uint32_t skein_slices_drop (SkeinSlices *self,
                            int64_t      time_ns,
                            uint32_t     unit);

/* Drops all; what they add up to is kept. None may be open. */
void skein_slices_forget (SkeinSlices *self);

/* Returns: the core of the slices of groups from @first up to, not with, @end: see #SkeinPeak */
SkeinPeak skein_slices_find_peak (const SkeinSlices *self,
                                  uint32_t           first,
                                  uint32_t           end);

/* Soon a group so many after @group will be looked at: what is far away in memory may come
 * now. Wide columns cost most of their time by waiting for it. */
static inline void
skein_slices_prefetch (const SkeinSlices *self,
                       uint32_t           group,
                       uint32_t           step)
{
  uint32_t next = MIN ((uint64_t) group + step, self->n_groups - 1);

  __builtin_prefetch (&self->groups[next]);
  __builtin_prefetch ((const char *) &self->groups[next] + 64);
  __builtin_prefetch (&self->starts[next]);
  __builtin_prefetch (&self->cores[next]);
}

static inline uint32_t
skein_slices_group_end (const SkeinSlices *self,
                        uint32_t           group)
{
  return group + 1 < self->n_groups ? self->groups[group + 1].first : self->n;
}

static inline int64_t
skein_slices_get_start (const SkeinSlices *self,
                        uint32_t           group,
                        uint32_t           index)
{
  return self->groups[group].start_ns + self->entries[index].start;
}

/* @now_ns: until when is known: the end of one that is open */
static inline int64_t
skein_slices_get_end (const SkeinSlices *self,
                      uint32_t           group,
                      uint32_t           index,
                      int64_t            now_ns)
{
  if (index + 1 < skein_slices_group_end (self, group))
    return skein_slices_get_start (self, group, index) + self->entries[index].length;

  return self->is_open && index + 1 == self->n ? now_ns : self->groups[group].end_ns;
}

static inline SkeinSliceEnd
skein_slice_tag_get_end (uint32_t tag)
{
  return (SkeinSliceEnd) (tag & 7);
}

static inline bool
skein_slice_tag_get_flag (uint32_t tag)
{
  return tag & 8;
}

static inline uint32_t
skein_slice_tag_get_value (uint32_t tag)
{
  return tag >> 4;
}

static inline uint32_t
skein_slice_tag_make (bool     flag,
                      uint32_t value)
{
  return SKEIN_SLICE_RUNNING | (flag ? 8u : 0u) | value << 4;
}

G_END_DECLS
