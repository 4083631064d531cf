/* block.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "workload/block.h"

#include <stdbool.h>

#define FIRST UINT32_C (1000000)
#define LAST  UINT32_C (1008000)

static bool
is_prime (uint32_t number)
{
  if (number % 2 == 0)
    return false;

  for (uint32_t divisor = 3; divisor * divisor <= number; divisor += 2)
    {
      if (number % divisor == 0)
        return false;
    }

  return true;
}

static uint64_t
count_primes (uint32_t first,
              uint32_t last)
{
  uint64_t n_primes = 0;

  for (uint32_t number = first; number < last; number++)
    n_primes += is_prime (number);

  return n_primes;
}

uint64_t
skein_block_compute (void)
{
  /* The compiler may not know that it is always the same. */
  volatile uint32_t first = FIRST;

  return count_primes (first, LAST);
}

uint64_t
skein_block_compute_part (uint64_t part)
{
  uint32_t length = (LAST - FIRST) / SKEIN_BLOCK_PARTS;
  volatile uint32_t first = FIRST + (uint32_t) (part % SKEIN_BLOCK_PARTS) * length;
  uint32_t start = first;

  return count_primes (start, start + length);
}

uint64_t
skein_blocks_compute (int64_t n)
{
  uint64_t n_primes = 0;

  for (int64_t i = 0; i < n; i++)
    n_primes += skein_block_compute ();

  return n_primes;
}

int64_t
skein_blocks_share (int64_t  n,
                    unsigned i,
                    unsigned n_workers)
{
  return n * (i + 1) / n_workers - n * i / n_workers;
}
