/* search.h - finding a place in an array sorted by time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stddef.h>
#include <stdint.h>

#include <glib.h>

G_BEGIN_DECLS

static inline int64_t
skein_search_end (const void *array,
                  size_t      size,
                  uint32_t    index)
{
  return *(const int64_t *) ((const char *) array + index * size);
}

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
  uint32_t low = from;
  uint32_t high = n;
  uint32_t stride = 1;

  while (low < high && high - low > stride)
    {
      if (skein_search_end (array, size, low + stride - 1) > time_ns)
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

      if (skein_search_end (array, size, middle) > time_ns)
        high = middle;
      else
        low = middle + 1;
    }

  return low;
}

/**
 * skein_search_near:
 * @step: (inout): how far the last search went; 0 at first
 *
 * As skein_search_after(), for columns of equal width: looks first where the
 * record is if this search goes as far as the last did.
 */
static inline uint32_t
skein_search_near (const void *array,
                   size_t      size,
                   uint32_t    n,
                   uint32_t    from,
                   uint32_t   *step,
                   int64_t     time_ns)
{
  uint32_t guess = *step < n - from ? from + *step : n;

  for (int i = 0; i < 4 && guess < n && skein_search_end (array, size, guess) <= time_ns; i++)
    guess++;
  for (int i = 0; i < 4 && guess > from && skein_search_end (array, size, guess - 1) > time_ns; i++)
    guess--;

  if (guess > from && skein_search_end (array, size, guess - 1) > time_ns)
    guess = from;
  if (guess < n && skein_search_end (array, size, guess) <= time_ns)
    guess = skein_search_after (array, size, n, guess, time_ns);

  *step = guess - from;

  return guess;
}

G_END_DECLS
