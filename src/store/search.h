/* search.h - finding a place in an array sorted by time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stddef.h>
#include <stdint.h>

#include <glib.h>

G_BEGIN_DECLS

/**
 * skein_search_after:
 * @array: records whose first member is an int64_t, the time of their end, sorted by it
 * @size: size of a record
 * @n: how many there are
 * @from: where to begin; all before it end at @time_ns or earlier
 * @time_ns: an instant
 *
 * Strides wider and wider from @from and then halves, so that a walk forward
 * in small steps costs next to nothing, and a long way its logarithm.
 *
 * Returns: the first record that ends after @time_ns, or @n
 */
static inline uint32_t
skein_search_after (const void *array,
                    size_t      size,
                    uint32_t    n,
                    uint32_t    from,
                    int64_t     time_ns)
{
  const char *bytes = array;
  uint32_t low = from;
  uint32_t high = n;
  uint32_t stride = 1;

#define END_OF(index) (*(const int64_t *) (const void *) (bytes + (size_t) (index) *size))

  while (low < high && high - low > stride)
    {
      if (END_OF (low + stride - 1) > time_ns)
        {
          high = low + stride - 1;
          break;
        }

      low += stride;
      stride *= 2;
    }

  while (low < high)
    {
      uint32_t middle = low + (high - low) / 2;

      if (END_OF (middle) > time_ns)
        high = middle;
      else
        low = middle + 1;
    }

#undef END_OF

  return low;
}

G_END_DECLS
