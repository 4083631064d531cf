/* green-latch.c - how green threads wait for each other without the kernel
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who waits is in a list, and its carrier turns to others: to wait costs no thread of the kernel. Everything else that
 * threads wait at (locks, channels, clocks) can be made in the same way.
 */

#include "config.h"

#include "workload/green-private.h"

#include <stdlib.h>

struct _SkeinGreenLatch
{
  pthread_mutex_t mutex;
  unsigned        n_missing;
  SkeinGreenQueue waiting;
};

SkeinGreenLatch *
skein_green_latch_new (unsigned n)
{
  SkeinGreenLatch *self = calloc (1, sizeof *self);

  if (self == NULL)
    return NULL;

  pthread_mutex_init (&self->mutex, NULL);
  skein_green_queue_init (&self->waiting);
  self->n_missing = n;

  return self;
}

void
skein_green_latch_free (SkeinGreenLatch *self)
{
  skein_green_queue_clear (&self->waiting);
  pthread_mutex_destroy (&self->mutex);
  free (self);
}

void
skein_green_latch_meet (SkeinGreenLatch *self)
{
  SkeinGreen *green = skein_green_get_self ();

  skein_green_hold ();
  green->latch = self;
  skein_green_leave (green, SKEIN_GREEN_WAITS);
  skein_green_release ();
}

/* Everybody waits, the last one too: it opens the door when it is out of its stack, and goes through as the last. */
void
skein_green_latch_add (SkeinGreenLatch   *self,
                       SkeinGreenCarrier *carrier,
                       SkeinGreen        *green)
{
  bool is_open;

  pthread_mutex_lock (&self->mutex);
  skein_green_queue_push (&self->waiting, green);
  if (self->n_missing > 0)
    self->n_missing--;
  is_open = self->n_missing == 0;

  while (is_open && (green = skein_green_queue_pop (&self->waiting)) != NULL)
    skein_green_make_ready (carrier, green);

  pthread_mutex_unlock (&self->mutex);
}
