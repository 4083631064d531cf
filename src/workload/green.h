/* green.h - green threads: threads that the kernel knows nothing of
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A thread of the kernel is a stack, a set of registers, and somebody who decides when it runs. A green
 * thread is the same, but the somebody is this program. A few threads of the kernel, the *carriers*, each take a green
 * thread that is ready, continue it until it makes way, put it back, and take the next:
 *
 *     ready:  (4) (5) (6) ──► carrier 1 (runs 2) ──► core        one carrier:  N:1
 *     ready:  (7) (8)     ──► carrier 2 (runs 3) ──► core        several:      M:N
 *
 * The parts, in the order in which they are best read:
 *
 *   green.c          the life of a green thread, and the loop of a carrier
 *   green-stack.c    where their stacks are, and what happens when one overflows
 *   green-queue.c    who is ready; carriers that have nothing to do steal from others
 *   green-latch.c    how they wait for each other without the kernel
 *   green-preempt.c  how one that does not make way is made to
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

typedef struct _SkeinGreens SkeinGreens;
typedef struct _SkeinGreenLatch SkeinGreenLatch;

/**
 * SkeinGreenFunc:
 * @number: as given to skein_greens_add()
 * @data: as given to skein_greens_new()
 *
 * What a green thread does; it ends when this returns.
 *
 * It may find itself on another carrier after every wait, and, with a quantum, after every instruction. So it does not
 * keep the address of a thread-local variable (errno is one), and locks, malloc() and stdio only between
 * skein_green_hold() and skein_green_release(): whoever was stopped with a lock in hand stops all who want it.
 */
typedef void (*SkeinGreenFunc) (unsigned  number,
                                void     *data);

/**
 * SkeinGreensSetup:
 * @n_carriers: how many threads of the kernel will call skein_greens_carry()
 * @most: how many green threads there may be, those that have ended included
 * @quantum_ns: who has run for so long makes way, willing or not; 0: only who is willing
 * @data: for the functions
 * @ran: (nullable): called by a carrier, never in a green thread: @number was on it from @start_ns until @end_ns,
 *   CLOCK_MONOTONIC
 */
typedef struct
{
  unsigned  n_carriers;
  unsigned  most;
  int64_t   quantum_ns;
  void     *data;
  void    (*ran) (unsigned  number,
                  int64_t   start_ns,
                  int64_t   end_ns,
                  void     *data);
} SkeinGreensSetup;

/**
 * SkeinGreenCounts:
 * @n_switches: how often a carrier turned to a green thread
 * @n_preempted: how often one had to make way
 * @n_stolen: how often a carrier took one of another's
 */
typedef struct
{
  uint64_t n_switches;
  uint64_t n_preempted;
  uint64_t n_stolen;
} SkeinGreenCounts;

/* Returns: 0, or a negative errno: the machine does not give what it takes. Nothing runs yet */
int skein_greens_new (const SkeinGreensSetup  *setup,
                      SkeinGreens            **ret);

/**
 * skein_greens_add:
 *
 * Makes a green thread, which is ready. May be called by a green thread; otherwise before skein_greens_start(),
 * and then the carriers get them by turns.
 *
 * Returns: 0, or -ENOSPC: there are as many as there may be
 */
int skein_greens_add (SkeinGreens    *self,
                      SkeinGreenFunc  func,
                      unsigned        number);

/* Lets the carriers begin. */
void skein_greens_start (SkeinGreens *self);

/**
 * skein_greens_carry:
 * @carrier: from 0; each is one thread of the kernel
 *
 * Carries green threads, once skein_greens_start() was called, until all of them have ended.
 *
 * Returns: 0, or a negative errno: the kernel gives no timer for the quantum
 */
int skein_greens_carry (SkeinGreens *self,
                        unsigned     carrier);

/* Returns: what was counted, when all carriers are done */
SkeinGreenCounts skein_greens_get_counts (const SkeinGreens *self);

/* When all carriers are done. Not before that is the memory of the stacks given back. */
void skein_greens_free (SkeinGreens *self);

/* The following are for green threads only. */

/* Makes way: whoever is ready and came before goes first. */
void skein_green_yield (void);

/* Between the two it is not preempted. They may be nested. */
void skein_green_hold    (void);
void skein_green_release (void);

/**
 * skein_green_latch_new:
 *
 * Returns: (nullable): a door that opens, for good, when @n have come to it
 */
SkeinGreenLatch *skein_green_latch_new (unsigned n);

/* When all carriers are done. */
void skein_green_latch_free (SkeinGreenLatch *self);

/* Comes to the door, and waits until it opens. Meanwhile its carrier carries others. */
void skein_green_latch_meet (SkeinGreenLatch *self);
