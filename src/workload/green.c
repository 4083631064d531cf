/* green.c - the life of a green thread, and the loop of a carrier
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The heart of it is swapcontext(): it stores the registers in one place, the pointer to the stack among them, and
 * loads them from another. Who calls it returns from it much later, when somebody else loads what was stored.
 *
 * One rule makes it safe with several carriers: a green thread is put into a queue by its carrier, after it has left
 * its stack. If it did so itself, another carrier could take it and run on a stack that is still in use.
 */

#include "config.h"

#include "workload/green-private.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

static _Thread_local SkeinGreenCarrier *this_carrier;

/* A green thread may wake up on another thread of the kernel, where thread-local variables are at other addresses; but
 * the compiler takes the address of one to be the same all through a function. So it is read in a function of its own,
 * which is never pasted into another. */
__attribute__ ((noinline)) SkeinGreenCarrier *
skein_green_get_carrier (void)
{
  __asm__ volatile ("" ::: "memory");

  return this_carrier;
}

static size_t
get_greens_bytes (unsigned most)
{
  return most * sizeof (SkeinGreen);
}

int
skein_greens_new (const SkeinGreensSetup  *setup,
                  SkeinGreens            **ret)
{
  size_t n_bytes = sizeof (SkeinGreens) + setup->n_carriers * sizeof (SkeinGreenCarrier);
  SkeinGreens *self = aligned_alloc (alignof (SkeinGreenCarrier), n_bytes);
  int status;

  if (self == NULL)
    return -ENOMEM;

  memset (self, 0, n_bytes);
  self->setup = *setup;

  /* Memory that is not touched costs nothing, however many there may be. */
  self->greens = mmap (NULL, get_greens_bytes (setup->most), PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  status = self->greens != MAP_FAILED ? skein_green_stacks_init (&self->stacks, setup->most) : -errno;

  if (status < 0)
    {
      if (self->greens != MAP_FAILED)
        munmap (self->greens, get_greens_bytes (setup->most));
      free (self);
      return status;
    }

  pthread_mutex_init (&self->mutex, NULL);
  pthread_cond_init (&self->call, NULL);

  for (unsigned i = 0; i < setup->n_carriers; i++)
    {
      self->carriers[i].greens = self;
      self->carriers[i].place = i;
      skein_green_queue_init (&self->carriers[i].ready);
    }

  *ret = self;

  return 0;
}

void
skein_greens_free (SkeinGreens *self)
{
  for (unsigned i = 0; i < self->setup.n_carriers; i++)
    skein_green_queue_clear (&self->carriers[i].ready);

  pthread_cond_destroy (&self->call);
  pthread_mutex_destroy (&self->mutex);
  skein_green_stacks_clear (&self->stacks);
  munmap (self->greens, get_greens_bytes (self->setup.most));
  free (self);
}

/* --- Making one --- */

/* A sleeping carrier first says that it is idle, then looks whether somebody is ready (wait_for_work()); here it is the
 * other way round. So whichever comes first, one of the two sees the other. */
void
skein_green_make_ready (SkeinGreenCarrier *carrier,
                        SkeinGreen        *green)
{
  SkeinGreens *greens = carrier->greens;

  atomic_fetch_add (&greens->n_ready, 1);
  skein_green_queue_push (&carrier->ready, green);

  if (atomic_load (&greens->n_idle) > 0)
    {
      pthread_mutex_lock (&greens->mutex);
      pthread_cond_signal (&greens->call);
      pthread_mutex_unlock (&greens->mutex);
    }
}

static int
add (SkeinGreens       *self,
     SkeinGreenCarrier *carrier,
     SkeinGreenFunc     func,
     unsigned           number)
{
  unsigned i = atomic_fetch_add (&self->n_made, 1);

  if (i >= self->setup.most)
    {
      atomic_fetch_sub (&self->n_made, 1);
      return -ENOSPC;
    }

  self->greens[i].func = func;
  self->greens[i].number = number;
  self->greens[i].n_holds = 1;
  atomic_fetch_add (&self->n_alive, 1);
  skein_green_make_ready (carrier != NULL ? carrier : &self->carriers[i % self->setup.n_carriers], &self->greens[i]);

  return 0;
}

int
skein_greens_add (SkeinGreens    *self,
                  SkeinGreenFunc  func,
                  unsigned        number)
{
  SkeinGreenCarrier *carrier = skein_green_get_carrier ();
  int status;

  if (carrier == NULL)
    return add (self, NULL, func, number);

  /* Which carrier we are on is true only for as long as we cannot be preempted. */
  skein_green_hold ();
  status = add (self, skein_green_get_carrier (), func, number);
  skein_green_release ();

  return status;
}

void
skein_greens_start (SkeinGreens *self)
{
  pthread_mutex_lock (&self->mutex);
  self->is_started = true;
  pthread_cond_broadcast (&self->call);
  pthread_mutex_unlock (&self->mutex);
}

/* --- What it does itself --- */

void
skein_green_leave (SkeinGreen     *self,
                   SkeinGreenWish  wish)
{
  SkeinGreenCarrier *carrier = skein_green_get_carrier ();

  self->wish = wish;
  swapcontext (&self->top->context, &carrier->context);

  /* Here we are again, but maybe not on the same carrier: @carrier is not to be used any more. */
}

/* The first function on each stack. */
static void
live (void)
{
  SkeinGreen *self = skein_green_get_self ();

  skein_green_release ();
  self->func (self->number, skein_green_get_carrier ()->greens->setup.data);
  skein_green_hold ();

  skein_green_leave (self, SKEIN_GREEN_ENDS);
}

void
skein_green_yield (void)
{
  skein_green_hold ();
  skein_green_leave (skein_green_get_self (), SKEIN_GREEN_MAKES_WAY);
  skein_green_release ();
}

/* The count is in the green thread, not in its carrier: between finding out who the carrier is and counting there, the
 * green thread could have been preempted, and carried on by another. */
void
skein_green_hold (void)
{
  skein_green_get_self ()->n_holds++;
  atomic_signal_fence (memory_order_seq_cst);
}

void
skein_green_release (void)
{
  atomic_signal_fence (memory_order_seq_cst);
  skein_green_get_self ()->n_holds--;
}

/* --- The carrier --- */

static void
end (SkeinGreens *greens)
{
  if (atomic_fetch_sub (&greens->n_alive, 1) > 1)
    return;

  /* That was the last: all carriers can go home. */
  pthread_mutex_lock (&greens->mutex);
  pthread_cond_broadcast (&greens->call);
  pthread_mutex_unlock (&greens->mutex);
}

/* It has left its stack: now it may go where it wishes. */
static void
settle (SkeinGreenCarrier *self,
        SkeinGreen        *green)
{
  switch (green->wish)
    {
    case SKEIN_GREEN_MAKES_WAY:
      skein_green_make_ready (skein_green_find_line (self), green);
      break;
    case SKEIN_GREEN_WAITS:
      skein_green_latch_add (green->latch, self, green);
      break;
    case SKEIN_GREEN_ENDS:
      end (self->greens);
      break;
    }
}

static void
carry_one (SkeinGreenCarrier *self,
           SkeinGreen        *green)
{
  SkeinGreens *greens = self->greens;
  int64_t end_ns;

  if (green->top == NULL)
    {
      green->top = skein_green_stacks_take (&greens->stacks, (unsigned) (green - greens->greens));
      green->top->green = green;
      skein_green_stack_prepare (green->top, live);
    }

  self->counts.n_switches++;
  self->current = green;
  swapcontext (&self->context, &green->top->context);
  self->current = NULL;

  end_ns = skein_green_now ();
  if (greens->setup.ran != NULL)
    greens->setup.ran (green->number, self->since_ns, end_ns, greens->setup.data);

  /* The next begins where this one ends. */
  self->since_ns = end_ns;
  settle (self, green);
}

/* Returns: false: there will never be work again */
static bool
wait_for_work (SkeinGreenCarrier *self)
{
  SkeinGreens *greens = self->greens;
  bool has_more;

  pthread_mutex_lock (&greens->mutex);
  atomic_fetch_add (&greens->n_idle, 1);

  while (!greens->is_started || (atomic_load (&greens->n_ready) == 0 && atomic_load (&greens->n_alive) > 0))
    pthread_cond_wait (&greens->call, &greens->mutex);

  atomic_fetch_sub (&greens->n_idle, 1);
  has_more = atomic_load (&greens->n_alive) > 0;
  pthread_mutex_unlock (&greens->mutex);
  self->since_ns = skein_green_now ();

  return has_more;
}

int
skein_greens_carry (SkeinGreens *self,
                    unsigned     place)
{
  SkeinGreenCarrier *carrier = &self->carriers[place];
  int status;

  this_carrier = carrier;
  status = self->setup.quantum_ns > 0 ? skein_green_preempt_start (carrier) : 0;

  while (status == 0 && wait_for_work (carrier))
    {
      SkeinGreen *green;

      while ((green = skein_green_find_work (carrier)) != NULL)
        carry_one (carrier, green);
    }

  if (status == 0 && self->setup.quantum_ns > 0)
    skein_green_preempt_stop (carrier);

  this_carrier = NULL;

  return status;
}

SkeinGreenCounts
skein_greens_get_counts (const SkeinGreens *self)
{
  SkeinGreenCounts sum = { 0 };

  for (unsigned i = 0; i < self->setup.n_carriers; i++)
    {
      const SkeinGreenCounts *counts = &self->carriers[i].counts;

      sum.n_switches += counts->n_switches;
      sum.n_preempted += counts->n_preempted;
      sum.n_stolen += counts->n_stolen;
    }

  return sum;
}
