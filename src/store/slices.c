/* slices.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store/slices.h"

#include "store/search.h"

#include <string.h>

/* There are many threads: what each has in hand must not add up to much. */
#define MAX_GROWTH 4096

void
skein_slices_clear (SkeinSlices *self)
{
  if (self->peaks != NULL)
    skein_peaks_clear (self->peaks);

  g_free (self->peaks);
  g_free (self->cores);
  g_free (self->starts);
  g_free (self->groups);
  g_free (self->entries);
  memset (self, 0, sizeof *self);
}

size_t
skein_slices_get_bytes (const SkeinSlices *self)
{
  size_t bytes = self->capacity * sizeof *self->entries +
                 self->groups_capacity * (sizeof *self->groups + sizeof *self->starts + sizeof *self->cores);

  if (self->peaks != NULL)
    bytes += sizeof *self->peaks + skein_peaks_get_bytes (self->peaks);

  return bytes;
}

static void
scan_cores (const void *base,
             uint32_t    first,
             uint32_t    end,
             SkeinPeak  *peak)
{
  const SkeinSliceCore *cores = base;

  for (uint32_t i = first; i < end; i++)
    skein_peak_add (peak, (SkeinPeak) { .core_weight = cores[i].weight, .core = cores[i].core });
}

/* Of the groups that grow no more. */
static void
extend_peaks (SkeinSlices *self)
{
  if (self->n_groups <= SKEIN_PEAKS_FAN)
    return;

  if (self->peaks == NULL)
    self->peaks = g_new0 (SkeinPeaks, 1);

  skein_peaks_extend (self->peaks, self->cores, scan_cores, self->n_groups - 1);
}

static void
resize_groups (SkeinSlices *self)
{
  self->groups = g_renew (SkeinSliceGroup, self->groups, self->groups_capacity);
  self->starts = g_renew (int64_t, self->starts, self->groups_capacity);
  self->cores = g_renew (SkeinSliceCore, self->cores, self->groups_capacity);
}

static void
push_group (SkeinSlices *self,
            int64_t      time_ns)
{
  if (self->n_groups == self->groups_capacity)
    {
      self->groups_capacity += MIN (self->groups_capacity / 8, MAX_GROWTH / SKEIN_SLICES_GROUP) + 1;
      resize_groups (self);
    }

  self->groups[self->n_groups] = self->total;
  self->groups[self->n_groups].start_ns = self->groups[self->n_groups].end_ns = time_ns;
  self->groups[self->n_groups].first = self->n;
  self->starts[self->n_groups] = time_ns;
  self->cores[self->n_groups++] = (SkeinSliceCore) { .core = -1 };
  extend_peaks (self);
}

/* Times are kept from the beginning of the group, in 32 bits. */
static bool
fits_into_group (const SkeinSlices *self,
                 int64_t            time_ns)
{
  const SkeinSliceGroup *group;

  if (self->n_groups == 0)
    return false;

  group = &self->groups[self->n_groups - 1];

  return self->n - group->first < SKEIN_SLICES_GROUP && time_ns - group->start_ns <= UINT32_MAX;
}

void
skein_slices_open (SkeinSlices *self,
                   int64_t      time_ns,
                   int64_t      ready_ns,
                   uint32_t     tag,
                   bool         is_moved,
                   bool         is_apart)
{
  g_return_if_fail (!self->is_open);

  self->total.ready_ns += ready_ns;

  if (is_apart || !fits_into_group (self, time_ns))
    push_group (self, time_ns);

  if (self->n == self->capacity)
    {
      self->capacity += MIN (self->capacity / 8, MAX_GROWTH) + 2;
      self->entries = g_renew (SkeinSliceEntry, self->entries, self->capacity);
    }

  self->entries[self->n++] = (SkeinSliceEntry) {
    .start = (uint32_t) (time_ns - self->groups[self->n_groups - 1].start_ns),
    .tag = tag,
  };
  self->total.moves += is_moved;
  self->is_open = true;
}

void
skein_slices_close (SkeinSlices   *self,
                    int64_t        time_ns,
                    SkeinSliceEnd  end,
                    int16_t        core)
{
  SkeinSliceGroup *group = &self->groups[self->n_groups - 1];
  SkeinSliceEntry *entry = &self->entries[self->n - 1];
  int64_t length_ns = time_ns - group->start_ns - entry->start;
  SkeinSliceCore *mostly = &self->cores[self->n_groups - 1];
  SkeinPeak peak = { .core = mostly->core, .core_weight = mostly->weight };

  g_return_if_fail (self->is_open);

  skein_peak_add (&peak, (SkeinPeak) { .core = core, .core_weight = (float) length_ns });
  *mostly = (SkeinSliceCore) { .weight = peak.core_weight, .core = peak.core };
  group->end_ns = time_ns;

  /* One that is longer is the last of its group: no other fits in. */
  entry->length = (uint32_t) MIN (length_ns, UINT32_MAX);
  entry->tag |= end;
  self->total.run_ns += length_ns;
  self->total.given_up += end == SKEIN_SLICE_BLOCKED;
  self->total.taken += end == SKEIN_SLICE_PREEMPTED;
  self->is_open = false;
}

uint32_t
skein_slices_find_group (const SkeinSlices *self,
                         uint32_t           from,
                         uint32_t          *step,
                         int64_t            time_ns)
{
  uint32_t after = skein_search_near (self->starts, sizeof *self->starts, self->n_groups, from, step, time_ns);

  return after > 0 ? after - 1 : SKEIN_SLICES_NONE;
}

uint32_t
skein_slices_find (const SkeinSlices *self,
                   uint32_t          *group,
                   int64_t            time_ns)
{
  uint32_t found = skein_search_after (self->starts, sizeof *self->starts, self->n_groups, *group, time_ns);
  uint32_t i, end;

  *group = found > 0 ? found - 1 : 0;
  if (found == 0)
    return SKEIN_SLICES_NONE;

  end = skein_slices_group_end (self, *group);
  for (i = self->groups[*group].first + 1; i < end && skein_slices_get_start (self, *group, i) <= time_ns;)
    i++;

  return i - 1;
}

uint32_t
skein_slices_get_group (const SkeinSlices *self,
                        uint32_t           index)
{
  uint32_t low = 0;
  uint32_t high = self->n_groups;

  while (high - low > 1)
    {
      uint32_t middle = low + (high - low) / 2;

      if (self->groups[middle].first <= index)
        low = middle;
      else
        high = middle;
    }

  return low;
}

static void
rebuild_peaks (SkeinSlices *self)
{
  if (self->peaks != NULL)
    skein_peaks_clear (self->peaks);

  g_clear_pointer (&self->peaks, g_free);
  extend_peaks (self);
}

uint32_t
skein_slices_drop (SkeinSlices *self,
                   int64_t      time_ns,
                   uint32_t     unit)
{
  uint32_t after = skein_search_after (self->starts, sizeof *self->starts, self->n_groups, 0, time_ns);
  uint32_t n_groups = after > 0 ? (after - 1) / unit * unit : 0;
  uint32_t n;

  if (n_groups == 0)
    return 0;

  n = self->groups[n_groups].first;
  self->n_dropped += n;
  self->n -= n;
  self->n_groups -= n_groups;
  memmove (self->entries, self->entries + n, self->n * sizeof *self->entries);
  memmove (self->groups, self->groups + n_groups, self->n_groups * sizeof *self->groups);
  memmove (self->starts, self->starts + n_groups, self->n_groups * sizeof *self->starts);
  memmove (self->cores, self->cores + n_groups, self->n_groups * sizeof *self->cores);

  for (uint32_t i = 0; i < self->n_groups; i++)
    self->groups[i].first -= n;

  self->capacity = self->n + 2;
  self->groups_capacity = self->n_groups + 1;
  self->entries = g_renew (SkeinSliceEntry, self->entries, self->capacity);
  resize_groups (self);
  rebuild_peaks (self);

  return n_groups;
}

void
skein_slices_forget (SkeinSlices *self)
{
  SkeinSlices kept = { .total = self->total, .n_dropped = self->n_dropped + self->n };

  g_return_if_fail (!self->is_open);

  skein_slices_clear (self);
  *self = kept;
}

SkeinPeak
skein_slices_find_peak (const SkeinSlices *self,
                        uint32_t           first,
                        uint32_t           end)
{
  SkeinPeak peak = SKEIN_PEAK_NONE;
  uint32_t full = CLAMP (self->n_groups - 1, first, end);

  if (self->peaks != NULL)
    peak = skein_peaks_find (self->peaks, self->cores, scan_cores, first, full);
  else
    scan_cores (self->cores, first, full, &peak);

  scan_cores (self->cores, full, end, &peak);

  return peak;
}
