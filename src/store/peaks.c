/* peaks.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store/peaks.h"

#include <string.h>

void
skein_peaks_clear (SkeinPeaks *self)
{
  for (unsigned i = 0; i < SKEIN_PEAKS_LEVELS; i++)
    g_free (self->levels[i].blocks);

  memset (self, 0, sizeof *self);
}

size_t
skein_peaks_get_bytes (const SkeinPeaks *self)
{
  size_t bytes = 0;

  for (unsigned i = 0; i < SKEIN_PEAKS_LEVELS; i++)
    bytes += self->levels[i].capacity * sizeof (SkeinPeak);

  return bytes;
}

/* Level 0 is the array itself, level 1 the lowest of blocks. */
static void
scan_level (const SkeinPeaks *self,
            const void       *base,
            SkeinPeakScan     scan,
            unsigned          level,
            uint32_t          first,
            uint32_t          end,
            SkeinPeak        *peak)
{
  if (level == 0)
    {
      scan (base, first, end, peak);
      return;
    }

  for (uint32_t i = first; i < end; i++)
    skein_peak_add (peak, self->levels[level - 1].blocks[i]);
}

static void
push_block (SkeinPeaks *self,
            unsigned    level,
            SkeinPeak   peak)
{
  if (self->levels[level].n == self->levels[level].capacity)
    {
      self->levels[level].capacity += self->levels[level].capacity / 4 + 4;
      self->levels[level].blocks = g_renew (SkeinPeak, self->levels[level].blocks,
                                            self->levels[level].capacity);
    }

  self->levels[level].blocks[self->levels[level].n++] = peak;
}

void
skein_peaks_extend (SkeinPeaks   *self,
                    const void   *base,
                    SkeinPeakScan scan,
                    uint32_t      n)
{
  for (unsigned level = 0; level < SKEIN_PEAKS_LEVELS; level++)
    {
      n /= SKEIN_PEAKS_FAN;

      for (uint32_t i = self->levels[level].n; i < n; i++)
        {
          SkeinPeak peak = SKEIN_PEAK_NONE;

          scan_level (self, base, scan, level, i * SKEIN_PEAKS_FAN, (i + 1) * SKEIN_PEAKS_FAN, &peak);
          push_block (self, level, peak);
        }
    }
}

SkeinPeak
skein_peaks_find (const SkeinPeaks *self,
                  const void       *base,
                  SkeinPeakScan     scan,
                  uint32_t          first,
                  uint32_t          end)
{
  SkeinPeak peak = SKEIN_PEAK_NONE;
  unsigned level = 0;

  for (; level < SKEIN_PEAKS_LEVELS && end - first > 2 * SKEIN_PEAKS_FAN; level++)
    {
      uint32_t first_block = (first + SKEIN_PEAKS_FAN - 1) / SKEIN_PEAKS_FAN;
      uint32_t end_block = end / SKEIN_PEAKS_FAN;

      scan_level (self, base, scan, level, first, first_block * SKEIN_PEAKS_FAN, &peak);
      scan_level (self, base, scan, level, end_block * SKEIN_PEAKS_FAN, end, &peak);
      first = first_block;
      end = end_block;
    }

  scan_level (self, base, scan, level, first, end, &peak);

  return peak;
}
