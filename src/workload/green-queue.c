/* green-queue.c - who is ready, and how carriers steal
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each carrier has a queue of its own, so that they do not all stand in line for one lock. Who finds its own queue
 * empty steals from another's. Go's, Java's and Rust's runtimes do without locks here; it is the same idea.
 *
 * The locks are of the kernel's threads, and are taken only where no green thread can be preempted.
 */

#include "config.h"

#include "workload/green-private.h"

void
skein_green_queue_init (SkeinGreenQueue *self)
{
  pthread_mutex_init (&self->mutex, NULL);
}

void
skein_green_queue_clear (SkeinGreenQueue *self)
{
  pthread_mutex_destroy (&self->mutex);
}

void
skein_green_queue_push (SkeinGreenQueue *self,
                        SkeinGreen      *green)
{
  pthread_mutex_lock (&self->mutex);
  green->next = NULL;

  if (self->last != NULL)
    self->last->next = green;
  else
    self->first = green;

  self->last = green;
  atomic_fetch_add_explicit (&self->n, 1, memory_order_relaxed);
  pthread_mutex_unlock (&self->mutex);
}

SkeinGreen *
skein_green_queue_pop (SkeinGreenQueue *self)
{
  SkeinGreen *green;

  /* Whether somebody is there is often asked of others' queues: without their lock. */
  if (atomic_load_explicit (&self->n, memory_order_relaxed) == 0)
    return NULL;

  pthread_mutex_lock (&self->mutex);
  green = self->first;

  if (green != NULL)
    {
      self->first = green->next;
      if (self->first == NULL)
        self->last = NULL;

      atomic_fetch_sub_explicit (&self->n, 1, memory_order_relaxed);
    }

  pthread_mutex_unlock (&self->mutex);

  return green;
}

SkeinGreen *
skein_green_find_work (SkeinGreenCarrier *self)
{
  SkeinGreens *greens = self->greens;
  unsigned n_carriers = greens->setup.n_carriers;
  SkeinGreen *green = skein_green_queue_pop (&self->ready);

  for (unsigned i = 1; green == NULL && i < n_carriers; i++)
    {
      green = skein_green_queue_pop (&greens->carriers[(self->place + i) % n_carriers].ready);
      self->counts.n_stolen += green != NULL;
    }

  if (green != NULL)
    atomic_fetch_sub (&greens->n_ready, 1);

  return green;
}

static bool
has_line (SkeinGreenCarrier *self)
{
  return atomic_load_explicit (&self->ready.n, memory_order_relaxed) > 0;
}

/* Here, behind those who wait here; but if all who wait do so elsewhere, behind them. Otherwise it would be taken up
 * again at once, and those elsewhere would wait although it made way. */
SkeinGreenCarrier *
skein_green_find_line (SkeinGreenCarrier *self)
{
  SkeinGreens *greens = self->greens;
  unsigned n_carriers = greens->setup.n_carriers;

  for (unsigned i = 0; i < n_carriers; i++)
    {
      SkeinGreenCarrier *carrier = &greens->carriers[(self->place + i) % n_carriers];

      if (has_line (carrier))
        return carrier;
    }

  return self;
}
