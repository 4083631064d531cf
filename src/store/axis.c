/* axis.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store/axis.h"

#include "store/search.h"

#include <string.h>

static const int64_t slot_ns[SKEIN_AXIS_LEVELS] = {
  1,
  INT64_C (1000000000),
  INT64_C (10000000000),
  INT64_C (60000000000),
};

void
skein_axis_init (SkeinAxis *self)
{
  memset (self, 0, sizeof *self);
  self->floor_ns = INT64_MIN;
}

void
skein_axis_clear (SkeinAxis *self)
{
  g_free (self->intervals);
  skein_axis_init (self);
}

size_t
skein_axis_get_bytes (const SkeinAxis *self)
{
  return self->capacity * sizeof *self->intervals;
}

static void
resize (SkeinAxis *self,
        uint32_t   capacity)
{
  self->intervals = g_renew (SkeinInterval, self->intervals, capacity);
  self->capacity = capacity;
}

void
skein_axis_add (SkeinAxis *self,
                int64_t    start_ns,
                int64_t    end_ns)
{
  int64_t observed_ns = skein_axis_get_observed (self);

  g_return_if_fail (start_ns < end_ns);

  if (self->n == self->capacity)
    resize (self, self->capacity + self->capacity / 4 + 16);

  self->intervals[self->n++] = (SkeinInterval) {
    .end_ns = end_ns,
    .start_ns = start_ns,
    .observed_ns = observed_ns + (end_ns - start_ns),
    .weight = 1,
  };
}

uint32_t
skein_axis_find (const SkeinAxis *self,
                 uint32_t         from,
                 int64_t          time_ns)
{
  return skein_search_after (self->intervals, sizeof *self->intervals, self->n, from, time_ns);
}

int64_t
skein_axis_observed_at (const SkeinAxis *self,
                        uint32_t         index,
                        int64_t          time_ns)
{
  const SkeinInterval *interval;

  if (index == self->n)
    return skein_axis_get_observed (self);

  interval = &self->intervals[index];

  return interval->observed_ns - (interval->end_ns - MAX (time_ns, interval->start_ns));
}

int64_t
skein_axis_get_observed (const SkeinAxis *self)
{
  return self->n > 0 ? self->intervals[self->n - 1].observed_ns : self->floor_observed_ns;
}

int64_t
skein_axis_get_start (const SkeinAxis *self)
{
  return self->n > 0 ? self->intervals[0].start_ns : self->floor_ns;
}

uint64_t
skein_axis_weigh (const SkeinAxis *self,
                  unsigned         level)
{
  uint64_t weight = 0;

  for (uint32_t i = 0; i < self->n; i++)
    if (self->intervals[i].level == level)
      weight += self->intervals[i].weight;

  return weight;
}

/* The end belongs to the slot, as it belongs to the interval. */
static int64_t
get_slot (const SkeinInterval *interval,
          unsigned             level)
{
  return (interval->end_ns - 1) / slot_ns[level];
}

/* Where to stop merging: at the end of a slot, and before the slot that still grows,
 * be it in time or because a finer level reaches into it. */
static uint32_t
find_end_of_thinning (const SkeinAxis *self,
                      uint32_t         first,
                      unsigned         level,
                      uint64_t         weight)
{
  uint32_t finer = first;
  uint32_t end = first;
  uint64_t taken = 0;
  int64_t growing;

  while (finer < self->n - 1 && self->intervals[finer].level == level)
    finer++;
  growing = get_slot (&self->intervals[finer], level + 1);

  while (end < finer && taken < weight)
    {
      int64_t slot = get_slot (&self->intervals[end], level + 1);

      if (slot == growing)
        break;

      for (; get_slot (&self->intervals[end], level + 1) == slot; end++)
        taken += self->intervals[end].weight;
    }

  return end;
}

/* Returns: the end of what is left of @first to @end */
static uint32_t
merge (SkeinAxis *self,
       uint32_t   first,
       uint32_t   end,
       unsigned   level)
{
  uint32_t kept = first;

  for (uint32_t i = first; i < end; i++)
    {
      SkeinInterval merged = self->intervals[i];
      const SkeinInterval *before = kept > first ? &self->intervals[kept - 1] : NULL;

      merged.weight = 1;
      merged.level = (uint8_t) level;

      if (before != NULL && before->end_ns == merged.start_ns &&
          get_slot (before, level) == get_slot (&merged, level))
        {
          merged.start_ns = before->start_ns;
          kept--;
        }

      self->intervals[kept++] = merged;
    }

  return kept;
}

/* Takes out the intervals from @kept to @end, and gives back the room. */
static void
close_hole (SkeinAxis *self,
            uint32_t   kept,
            uint32_t   end)
{
  memmove (self->intervals + kept, self->intervals + end,
           (self->n - end) * sizeof *self->intervals);
  self->n -= end - kept;
  resize (self, self->n + 16);
}

bool
skein_axis_thin (SkeinAxis *self,
                 unsigned   level,
                 uint64_t   weight,
                 int64_t   *ret_start_ns,
                 int64_t   *ret_end_ns)
{
  uint32_t first = 0;
  uint32_t end;

  while (first < self->n && self->intervals[first].level > level)
    first++;

  if (first == self->n || level + 1 >= SKEIN_AXIS_LEVELS)
    return false;

  end = find_end_of_thinning (self, first, level, weight);
  if (end == first)
    return false;

  *ret_start_ns = self->intervals[first].start_ns;
  *ret_end_ns = self->intervals[end - 1].end_ns;
  close_hole (self, merge (self, first, end, level + 1), end);

  return true;
}

void
skein_axis_drop (SkeinAxis *self,
                 uint64_t   weight)
{
  uint64_t taken = 0;
  uint32_t end = 0;

  while (end < self->n && (end == 0 || taken < weight))
    taken += self->intervals[end++].weight;

  if (end > 0)
    {
      self->floor_ns = self->intervals[end - 1].end_ns;
      self->floor_observed_ns = self->intervals[end - 1].observed_ns;
    }

  close_hole (self, 0, end);
}
