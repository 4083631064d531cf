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
static SkeinPeak
get_peak (const SkeinPeaks *self,
          const void       *base,
          SkeinPeakAt       at,
          unsigned          level,
          uint32_t          index)
{
  return level == 0 ? at (base, index) : self->levels[level - 1].blocks[index];
}

static SkeinPeak
scan (const SkeinPeaks *self,
      const void       *base,
      SkeinPeakAt       at,
      unsigned          level,
      uint32_t          first,
      uint32_t          end)
{
  SkeinPeak peak = SKEIN_PEAK_NONE;

  for (uint32_t i = first; i < end; i++)
    skein_peak_add (&peak, get_peak (self, base, at, level, i));

  return peak;
}

void
skein_peaks_extend (SkeinPeaks *self,
                    const void *base,
                    SkeinPeakAt at,
                    uint32_t    n)
{
  for (unsigned level = 0; level < SKEIN_PEAKS_LEVELS; level++)
    {
      uint32_t full = n / SKEIN_PEAKS_FAN;

      for (uint32_t i = self->levels[level].n; i < full; i++)
        {
          if (i == self->levels[level].capacity)
            {
              self->levels[level].capacity += self->levels[level].capacity / 4 + 4;
              self->levels[level].blocks = g_renew (SkeinPeak, self->levels[level].blocks,
                                                    self->levels[level].capacity);
            }

          self->levels[level].blocks[i] = scan (self, base, at, level, i * SKEIN_PEAKS_FAN,
                                                (i + 1) * SKEIN_PEAKS_FAN);
        }

      self->levels[level].n = full;
      n = full;
    }
}

SkeinPeak
skein_peaks_find (const SkeinPeaks *self,
                  const void       *base,
                  SkeinPeakAt       at,
                  uint32_t          first,
                  uint32_t          end)
{
  SkeinPeak peak = SKEIN_PEAK_NONE;
  unsigned level = 0;

  for (; level < SKEIN_PEAKS_LEVELS && end - first > 2 * SKEIN_PEAKS_FAN; level++)
    {
      uint32_t first_block = (first + SKEIN_PEAKS_FAN - 1) / SKEIN_PEAKS_FAN;
      uint32_t end_block = end / SKEIN_PEAKS_FAN;

      skein_peak_add (&peak, scan (self, base, at, level, first, first_block * SKEIN_PEAKS_FAN));
      skein_peak_add (&peak, scan (self, base, at, level, end_block * SKEIN_PEAKS_FAN, end));
      first = first_block;
      end = end_block;
    }

  skein_peak_add (&peak, scan (self, base, at, level, first, end));

  return peak;
}
