/* queue.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "sampler/queue.h"

#include <errno.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct _SkeinQueue
{
  pthread_mutex_t  mutex;
  int              fd;
  unsigned         length;

  /* Guarded by the mutex: a ring. */
  unsigned         first;
  unsigned         n_waiting;
  SkeinSnapshot  **waiting;
};

int
skein_queue_new (unsigned     length,
                 SkeinQueue **ret)
{
  int fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  SkeinQueue *self;

  if (fd < 0)
    return -errno;

  self = g_new0 (SkeinQueue, 1);
  pthread_mutex_init (&self->mutex, NULL);
  self->fd = fd;
  self->length = MAX (length, 1);
  self->waiting = g_new0 (SkeinSnapshot *, self->length);
  *ret = self;

  return 0;
}

static SkeinSnapshot *
take_first (SkeinQueue *self)
{
  SkeinSnapshot *snapshot = self->waiting[self->first];

  self->first = (self->first + 1) % self->length;
  self->n_waiting--;

  return snapshot;
}

void
skein_queue_free (SkeinQueue *self)
{
  while (self->n_waiting > 0)
    skein_snapshot_unref (take_first (self));

  close (self->fd);
  pthread_mutex_destroy (&self->mutex);
  g_free (self->waiting);
  g_free (self);
}

int
skein_queue_get_fd (SkeinQueue *self)
{
  return self->fd;
}

void
skein_queue_push (SkeinQueue    *self,
                  SkeinSnapshot *snapshot)
{
  SkeinSnapshot *dropped = NULL;

  pthread_mutex_lock (&self->mutex);

  if (self->n_waiting == self->length)
    dropped = take_first (self);

  self->waiting[(self->first + self->n_waiting) % self->length] = snapshot;

  /* Neither can fail: the count is 0 before, and it is not when it is read. */
  if (self->n_waiting++ == 0 && dropped == NULL)
    (void) eventfd_write (self->fd, 1);

  pthread_mutex_unlock (&self->mutex);

  if (dropped != NULL)
    skein_snapshot_unref (dropped);
}

SkeinSnapshot *
skein_queue_pop (SkeinQueue *self)
{
  SkeinSnapshot *snapshot = NULL;
  eventfd_t count;

  pthread_mutex_lock (&self->mutex);

  if (self->n_waiting > 0)
    {
      snapshot = take_first (self);

      if (self->n_waiting == 0)
        (void) eventfd_read (self->fd, &count);
    }

  pthread_mutex_unlock (&self->mutex);

  return snapshot;
}
