/* track.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store/track.h"

#include "store/search.h"

#include <string.h>

/* Tracks that began together grow together: big steps would use up the budget at once. */
#define MAX_GROWTH 256

void
skein_track_clear (SkeinTrack *self)
{
  if (self->peaks != NULL)
    skein_peaks_clear (self->peaks);

  g_free (self->peaks);
  g_free (self->halts);
  g_free (self->entries);
  memset (self, 0, sizeof *self);
}

size_t
skein_track_get_bytes (const SkeinTrack *self)
{
  size_t bytes = self->capacity * sizeof *self->entries;

  bytes += self->halts_capacity * sizeof *self->halts;
  if (self->peaks != NULL)
    bytes += sizeof *self->peaks + skein_peaks_get_bytes (self->peaks);

  return bytes;
}

static SkeinPeak
make_peak (const SkeinEntry *entry,
           int64_t           run_before_ns)
{
  return (SkeinPeak) {
    .most_run = entry->most_run,
    .most_demand = entry->most_demand,
    .core_weight = (float) (entry->run_ns - run_before_ns),
    .core = entry->core,
  };
}

/* The first entry is only the beginning. Wide columns cost most of their time here:
 * two sums that need not wait for each other are half as slow as one. */
static void
scan_peaks (const void *base,
            uint32_t    first,
            uint32_t    end,
            SkeinPeak  *peak)
{
  const SkeinEntry *entries = base;
  SkeinPeak even = *peak;
  SkeinPeak odd = SKEIN_PEAK_NONE;
  uint32_t i = MAX (first, 1);

  if (i + 8 <= end)
    {
      for (; i + 2 <= end; i += 2)
        {
          skein_peak_add (&even, make_peak (&entries[i], entries[i - 1].run_ns));
          skein_peak_add (&odd, make_peak (&entries[i + 1], entries[i].run_ns));
        }

      skein_peak_add (&even, odd);
    }

  for (; i < end; i++)
    skein_peak_add (&even, make_peak (&entries[i], entries[i - 1].run_ns));

  *peak = even;
}

static void
extend_peaks (SkeinTrack *self)
{
  if (self->n < SKEIN_PEAKS_FAN)
    return;

  if (self->peaks == NULL)
    self->peaks = g_new0 (SkeinPeaks, 1);

  skein_peaks_extend (self->peaks, self->entries, scan_peaks, self->n);
}

static void
push_entry (SkeinTrack *self,
            SkeinEntry  entry)
{
  if (self->n == self->capacity)
    {
      self->capacity += MIN (self->capacity / 4, MAX_GROWTH) + 1;
      self->entries = g_renew (SkeinEntry, self->entries, self->capacity);
    }

  self->entries[self->n++] = entry;
  extend_peaks (self);
}

static SkeinHalt
get_halt (const SkeinTrack *self,
          const SkeinEntry *entry)
{
  return entry->halt > 0 ? self->halts[entry->halt - 1] : (SkeinHalt) { 0, 0, 0 };
}

static void
add_rest (SkeinHalt *halt,
          SkeinRest  rest,
          int64_t    observed_ns)
{
  if (rest == SKEIN_REST_DISK)
    halt->disk_ns += observed_ns;
  else if (rest == SKEIN_REST_SUSPENDED)
    halt->suspended_ns += observed_ns;
}

/* The times at the instant up to which @observed_ns was measured, if all since @entry was rest. */
static SkeinHalt
extend_halt (const SkeinTrack *self,
             const SkeinEntry *entry,
             int64_t           observed_ns)
{
  SkeinHalt halt = get_halt (self, entry);

  add_rest (&halt, entry->rest, observed_ns - halt.observed_ns);
  halt.observed_ns = observed_ns;

  return halt;
}

/* Adds @entry, which has @halt: its own, if it goes on to grow or says something new. */
static void
push_with_halt (SkeinTrack *self,
                SkeinEntry  entry,
                SkeinHalt   halt)
{
  const SkeinEntry *last = self->n > 0 ? &self->entries[self->n - 1] : NULL;
  SkeinHalt before = last != NULL ? get_halt (self, last) : (SkeinHalt) { 0, 0, 0 };

  if (entry.rest == SKEIN_REST_WAITING && before.disk_ns == halt.disk_ns &&
      before.suspended_ns == halt.suspended_ns)
    {
      entry.halt = last != NULL ? last->halt : 0;
      push_entry (self, entry);
      return;
    }

  if (self->n_halts == self->halts_capacity)
    {
      self->halts_capacity += self->halts_capacity / 4 + 1;
      self->halts = g_renew (SkeinHalt, self->halts, self->halts_capacity);
    }

  self->halts[self->n_halts++] = halt;
  entry.halt = self->n_halts;
  push_entry (self, entry);
}

void
skein_track_begin (SkeinTrack      *self,
                   const SkeinAxis *axis,
                   int64_t          time_ns,
                   int16_t          core,
                   SkeinRest        rest)
{
  SkeinEntry entry = { .end_ns = time_ns, .core = core, .rest = (uint8_t) rest };
  uint32_t newest = axis->n > 0 ? axis->n - 1 : 0;
  SkeinHalt halt = { .observed_ns = skein_axis_get_observed (axis) };

  g_return_if_fail (self->n == 0);

  if (axis->n > 0 && time_ns < axis->intervals[newest].end_ns)
    halt.observed_ns = skein_axis_observed_at (axis, newest, time_ns);

  push_with_halt (self, entry, halt);
}

void
skein_track_add (SkeinTrack      *self,
                 const SkeinAxis *axis,
                 int64_t          run_ns,
                 int64_t          ready_ns,
                 int16_t          core,
                 SkeinRest        rest)
{
  const SkeinInterval *interval = &axis->intervals[axis->n - 1];
  const SkeinEntry *last = &self->entries[self->n - 1];
  int64_t length_ns = interval->end_ns - MAX (interval->start_ns, last->end_ns);
  SkeinEntry entry = {
    .end_ns = interval->end_ns,
    .run_ns = last->run_ns + run_ns,
    .ready_ns = last->ready_ns + ready_ns,
    .most_run = (float) ((double) run_ns / (double) length_ns),
    .most_demand = (float) ((double) (run_ns + ready_ns) / (double) length_ns),
    .core = core,
    .rest = (uint8_t) rest,
  };
  SkeinHalt halt;

  g_return_if_fail (length_ns > 0);

  halt = extend_halt (self, last, interval->observed_ns - length_ns);
  halt.observed_ns = interval->observed_ns;
  add_rest (&halt, rest, MAX (length_ns - run_ns - ready_ns, 0));
  push_with_halt (self, entry, halt);
}

void
skein_track_set_rest (SkeinTrack      *self,
                      const SkeinAxis *axis,
                      SkeinRest        rest)
{
  SkeinEntry entry = self->entries[self->n - 1];
  SkeinHalt halt = extend_halt (self, &entry, skein_axis_get_observed (axis));

  if (entry.rest == rest)
    return;

  entry.rest = (uint8_t) rest;

  /* Nothing was measured since the last entry: it changes its mind. */
  if (axis->n == 0 || entry.end_ns >= axis->intervals[axis->n - 1].end_ns)
    {
      self->n--;
      push_with_halt (self, entry, halt);
      return;
    }

  entry.end_ns = axis->intervals[axis->n - 1].end_ns;
  entry.most_run = 0.0f;
  entry.most_demand = 0.0f;
  push_with_halt (self, entry, halt);
}

SkeinRest
skein_track_get_rest (const SkeinTrack *self)
{
  return self->entries[self->n - 1].rest;
}

static int64_t
between (int64_t before,
         int64_t after,
         double  share)
{
  return before + (int64_t) ((double) (after - before) * share);
}

/* The instant is in the interval of @after, which is counted in proportion. */
static void
interpolate (const SkeinTrack    *self,
             const SkeinEntry    *before,
             const SkeinInterval *interval,
             int64_t              time_ns,
             SkeinTotals         *ret)
{
  const SkeinEntry *after = before + 1;
  int64_t start_ns = MAX (interval->start_ns, before->end_ns);
  int64_t observed_ns = interval->observed_ns - (interval->end_ns - start_ns);
  double share = (double) (time_ns - start_ns) / (double) (after->end_ns - start_ns);

  ret->run_ns = between (before->run_ns, after->run_ns, share);
  ret->ready_ns = between (before->ready_ns, after->ready_ns, share);
  ret->is_inside = true;

  if (after->halt > 0)
    {
      SkeinHalt from = extend_halt (self, before, observed_ns);
      SkeinHalt to = get_halt (self, after);

      ret->disk_ns = between (from.disk_ns, to.disk_ns, share);
      ret->suspended_ns = between (from.suspended_ns, to.suspended_ns, share);
    }
}

void
skein_track_at (const SkeinTrack *self,
                const SkeinAxis  *axis,
                SkeinCursor      *cursor,
                int64_t           time_ns,
                SkeinTotals      *ret)
{
  const SkeinInterval *interval;
  const SkeinEntry *before;
  SkeinHalt halt;

  cursor->interval = skein_search_near (axis->intervals, sizeof *axis->intervals, axis->n,
                                        cursor->interval, &cursor->interval_step, time_ns);
  cursor->entry = skein_search_near (self->entries, sizeof *self->entries, self->n,
                                     cursor->entry, &cursor->entry_step, time_ns);
  before = &self->entries[MAX (cursor->entry, 1) - 1];
  interval = cursor->interval < axis->n ? &axis->intervals[cursor->interval] : NULL;

  *ret = (SkeinTotals) { .entry = MAX (cursor->entry, 1) };
  ret->observed_ns = skein_axis_observed_at (axis, cursor->interval, time_ns);

  if (cursor->entry > 0 && cursor->entry < self->n && interval != NULL &&
      before[1].end_ns <= interval->end_ns && time_ns > MAX (interval->start_ns, before->end_ns))
    {
      interpolate (self, before, interval, time_ns, ret);
      return;
    }

  halt = extend_halt (self, before, ret->observed_ns);
  ret->run_ns = before->run_ns;
  ret->ready_ns = before->ready_ns;
  ret->disk_ns = halt.disk_ns;
  ret->suspended_ns = halt.suspended_ns;
}

SkeinPeak
skein_track_find_peak (const SkeinTrack  *self,
                       const SkeinTotals *from,
                       const SkeinTotals *to)
{
  static const SkeinPeaks none;
  SkeinPeak peak = skein_peaks_find (self->peaks != NULL ? self->peaks : &none, self->entries,
                                     scan_peaks, from->entry, to->entry + to->is_inside);

  if (peak.core < 0)
    peak.core = self->entries[to->entry - 1].core;

  return peak;
}

/* @entry ends in the same interval as @into, which is the one before it, and not the first. */
static void
merge_entry (SkeinEntry *into,
             SkeinEntry  entry)
{
  SkeinPeak peak = make_peak (into, into[-1].run_ns);

  skein_peak_add (&peak, make_peak (&entry, into->run_ns));
  entry.most_run = peak.most_run;
  entry.most_demand = peak.most_demand;
  entry.core = peak.core;
  *into = entry;
}

/* Merges the entries from @first to @end that end in the same interval.
 * Returns: the end of what is left */
static uint32_t
merge_entries (SkeinTrack *self,
               SkeinAxis  *axis,
               uint32_t    first,
               uint32_t    end)
{
  uint32_t kept = first;
  uint32_t interval = 0;
  uint32_t last = UINT32_MAX;

  for (uint32_t i = first; i < end; i++)
    {
      interval = skein_axis_find (axis, interval, self->entries[i].end_ns - 1);

      if (interval == last)
        {
          merge_entry (&self->entries[kept - 1], self->entries[i]);
          continue;
        }

      self->entries[kept++] = self->entries[i];
      if (interval < axis->n)
        axis->intervals[interval].weight++;
      last = interval;
    }

  return kept;
}

/* Leaves only the halts that an entry refers to. */
static void
pack_halts (SkeinTrack *self)
{
  uint32_t kept = 0;
  uint32_t last = 0;

  for (uint32_t i = 0; i < self->n; i++)
    {
      SkeinEntry *entry = &self->entries[i];

      if (entry->halt == 0)
        continue;

      if (entry->halt != last)
        {
          last = entry->halt;
          self->halts[kept++] = self->halts[last - 1];
        }

      entry->halt = kept;
    }

  self->n_halts = kept;
  self->halts_capacity = kept;
  self->halts = g_renew (SkeinHalt, self->halts, kept);
}

static void
remove_entries (SkeinTrack *self,
                uint32_t    first,
                uint32_t    end)
{
  memmove (self->entries + first, self->entries + end, (self->n - end) * sizeof *self->entries);
  self->n -= end - first;
}

static void
pack (SkeinTrack *self)
{
  pack_halts (self);

  self->capacity = self->n + self->n / 16;
  self->entries = g_renew (SkeinEntry, self->entries, self->capacity);

  if (self->peaks != NULL)
    skein_peaks_clear (self->peaks);
  g_clear_pointer (&self->peaks, g_free);
  extend_peaks (self);
}

/* The last entry before the beginning of history becomes the track's beginning. */
static void
drop_entries (SkeinTrack *self,
              int64_t     start_ns)
{
  uint32_t kept = skein_search_after (self->entries, sizeof *self->entries, self->n, 0, start_ns);

  if (kept == 0)
    return;

  remove_entries (self, 0, kept - 1);
  self->entries[0].end_ns = start_ns;
}

void
skein_track_follow (SkeinTrack *self,
                    SkeinAxis  *axis,
                    int64_t     start_ns,
                    int64_t     end_ns)
{
  uint32_t n = self->n;
  uint32_t first, end, kept;

  drop_entries (self, skein_axis_get_start (axis));

  first = skein_search_after (self->entries, sizeof *self->entries, self->n, 1, start_ns);
  end = skein_search_after (self->entries, sizeof *self->entries, self->n, first, end_ns);
  kept = merge_entries (self, axis, first, end);
  remove_entries (self, kept, end);

  if (self->n < n)
    pack (self);
}
