/* peaks.h - the highest of any range, in logarithmic time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stddef.h>
#include <stdint.h>

#include <glib.h>

G_BEGIN_DECLS

#define SKEIN_PEAKS_FAN    16
#define SKEIN_PEAKS_LEVELS 3

/**
 * SkeinPeak:
 * @most_run: the highest share of a core
 * @most_demand: the highest run + ready
 * @core_weight: run time on @core less that on others
 * @core: the core with most of the run time where there is one with more than
 *   half of it, else one of those it ran on; -1: none
 *
 * What can be said of several entries together, and put together again.
 */
typedef struct
{
  float   most_run;
  float   most_demand;
  float   core_weight;
  int16_t core;
} SkeinPeak;

#define SKEIN_PEAK_NONE ((SkeinPeak) { .core = -1 })

/**
 * SkeinPeaks:
 *
 * A pyramid over an array: each block sums up %SKEIN_PEAKS_FAN elements of the
 * level below. Only full blocks are kept.
 */
typedef struct
{
  struct
  {
    SkeinPeak *blocks;
    uint32_t   n;
    uint32_t   capacity;
  } levels[SKEIN_PEAKS_LEVELS];
} SkeinPeaks;

/* What the pyramid stands on: adds the peaks of the elements from @first up to,
 * not with, @end to @peak. */
typedef void (*SkeinPeakScan) (const void *base,
                               uint32_t    first,
                               uint32_t    end,
                               SkeinPeak  *peak);

void   skein_peaks_clear     (SkeinPeaks       *self);
size_t skein_peaks_get_bytes (const SkeinPeaks *self);

/* Makes the blocks that @n elements of @base have filled since the last call. */
void skein_peaks_extend (SkeinPeaks   *self,
                         const void   *base,
                         SkeinPeakScan scan,
                         uint32_t      n);

/* Returns: the peak of the elements from @first up to, not with, @end */
SkeinPeak skein_peaks_find (const SkeinPeaks *self,
                            const void       *base,
                            SkeinPeakScan     scan,
                            uint32_t          first,
                            uint32_t          end);

/* Takes @other into @self. In the innermost loop, so there is no branch to guess wrong. */
static inline void
skein_peak_add (SkeinPeak *self,
                SkeinPeak  other)
{
  float sum = self->core_weight + other.core_weight;
  float difference = self->core_weight - other.core_weight;

  self->most_run = MAX (self->most_run, other.most_run);
  self->most_demand = MAX (self->most_demand, other.most_demand);
  self->core_weight = self->core == other.core ? sum : MAX (difference, -difference);
  self->core = difference < 0.0f ? other.core : self->core;
}

G_END_DECLS
