/* block.h - a block of work: always the same, about a millisecond of a core
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdint.h>

/* How many primes there are in the range that a block counts. */
#define SKEIN_BLOCK_PRIMES UINT64_C (599)

/* Counts them, by dividing. No memory is touched. Returns: SKEIN_BLOCK_PRIMES, if the machine can count */
uint64_t skein_block_compute (void);

/* Likewise, @n blocks. Returns: the sum */
uint64_t skein_blocks_compute (int64_t n);

/* Returns: how many of @n blocks are for the one with number @i, from 0, of @n_workers: all together @n */
int64_t skein_blocks_share (int64_t  n,
                            unsigned i,
                            unsigned n_workers);

/* For tasks that are much smaller: so many parts make a block. */
#define SKEIN_BLOCK_PARTS 40

/* Counts the primes of one part of a block, about a fiftieth of a millisecond. @part: any number; those that leave the
 * same remainder are the same part. All parts together have SKEIN_BLOCK_PRIMES. Returns: how many there are */
uint64_t skein_block_compute_part (uint64_t part);
