/* green-stack.c - where the stacks of green threads are
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All stacks lie side by side, each of the same size and at a multiple of it:
 *
 *     │ guard │ ◄── grows down ── stack of 0 │ top │ guard │ ◄── stack of 1 │ top │ …
 *
 * The address space is asked for at once. Memory is behind it only where it was touched, page by page: a green thread
 * that calls no deep functions takes one page or two of its sixteen. The lowest page of each may not be touched, so
 * that whoever needs more is stopped by the kernel instead of writing over its neighbour.
 *
 * Since each stack starts at a multiple of its size, the pointer to the stack says whose it is: that is how a green
 * thread knows itself. A thread-local variable would say it of the carrier.
 */

#include "config.h"

#include "workload/green-private.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

/* At least so much, a power of two; and at least so many pages. */
#define LEAST_BYTES 0x10000
#define LEAST_PAGES 4

#ifndef AT_MINSIGSTKSZ
#  define AT_MINSIGSTKSZ 51
#endif

/* Linux 6.13 */
#ifndef MADV_GUARD_INSTALL
#  define MADV_GUARD_INSTALL 102
#endif

#ifndef PR_SET_VMA
#  define PR_SET_VMA 0x53564d41
#  define PR_SET_VMA_ANON_NAME 0
#endif

/* The same for all stacks, and for as long as the program runs. */
static uintptr_t stack_bytes = LEAST_BYTES;

static void
choose_stack_bytes (void)
{
  uintptr_t page = (uintptr_t) sysconf (_SC_PAGESIZE);

  /* When a signal comes the kernel puts all registers on the stack: the larger a core's vectors are, the more of it
   * that takes. At least the other half is for the thread. */
  while (stack_bytes < LEAST_PAGES * page || stack_bytes < 2 * getauxval (AT_MINSIGSTKSZ))
    stack_bytes *= 2;
}

static uintptr_t
align_down (uintptr_t address)
{
  return address & ~(stack_bytes - 1);
}

int
skein_green_stacks_init (SkeinGreenStacks *self,
                         unsigned          most)
{
  uintptr_t start;

  choose_stack_bytes ();

  /* One more than is needed: where it starts is not ours to choose. */
  self->map_bytes = (most + 1) * stack_bytes;
  self->map = mmap (NULL, self->map_bytes, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);

  if (self->map == MAP_FAILED)
    return -errno;

  start = align_down ((uintptr_t) self->map + stack_bytes - 1);
  self->start = (char *) self->map + (start - (uintptr_t) self->map);

  /* One touch would otherwise be answered with two megabytes, where the machine is set up so. */
  (void) madvise (self->map, self->map_bytes, MADV_NOHUGEPAGE);
  (void) prctl (PR_SET_VMA, PR_SET_VMA_ANON_NAME, self->map, self->map_bytes, "green stacks");

  return 0;
}

void
skein_green_stacks_clear (SkeinGreenStacks *self)
{
  munmap (self->map, self->map_bytes);
}

SkeinGreenTop *
skein_green_stacks_take (SkeinGreenStacks *self,
                         unsigned          i)
{
  char *stack = self->start + i * stack_bytes;
  size_t page = (size_t) sysconf (_SC_PAGESIZE);

  /* The older way cuts the mapping in two each time, and the kernel has a limit for that. */
  if (madvise (stack, page, MADV_GUARD_INSTALL) < 0 && mprotect (stack, page, PROT_NONE) < 0)
    {
      fprintf (stderr, "skein-workload: a guard page: %s\n", strerror (errno));
      exit (EXIT_FAILURE);
    }

  return (SkeinGreenTop *) (void *) (stack + stack_bytes - sizeof (SkeinGreenTop));
}

/* Where the processor has a shadow stack, and the program uses it, makecontext() makes one, and swapcontext() changes
 * it with the other: one more reason not to write them oneself. */
void
skein_green_stack_prepare (SkeinGreenTop *top,
                           void         (*func) (void))
{
  size_t n_bytes = (uintptr_t) top - align_down ((uintptr_t) top);

  getcontext (&top->context);
  top->context.uc_stack.ss_sp = (char *) top - n_bytes;
  top->context.uc_stack.ss_size = n_bytes;
  top->context.uc_link = NULL;
  makecontext (&top->context, func, 0);
}

SkeinGreen *
skein_green_get_self (void)
{
  uintptr_t here = (uintptr_t) __builtin_frame_address (0);
  uintptr_t end = align_down (here) + stack_bytes;

  return ((SkeinGreenTop *) (end - sizeof (SkeinGreenTop)))->green;
}
