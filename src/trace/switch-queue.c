/* switch-queue.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "trace/switch-queue.h"

#include <errno.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct _SkeinSwitchQueue
{
  pthread_mutex_t  mutex;
  int              fd;
  size_t           most;

  /* Guarded by the mutex. */
  GQueue           batches; /* the oldest first */
  unsigned         n_summaries; /* so many of them, the oldest, are no more than that */
  size_t           n_switches;
};

int
skein_switch_queue_new (size_t             n_switches,
                        SkeinSwitchQueue **ret)
{
  int fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  SkeinSwitchQueue *self;

  if (fd < 0)
    return -errno;

  self = g_new0 (SkeinSwitchQueue, 1);
  pthread_mutex_init (&self->mutex, NULL);
  g_queue_init (&self->batches);
  self->fd = fd;
  self->most = n_switches;
  *ret = self;

  return 0;
}

void
skein_switch_queue_free (SkeinSwitchQueue *self)
{
  g_queue_clear_full (&self->batches, (GDestroyNotify) skein_switch_batch_unref);
  close (self->fd);
  pthread_mutex_destroy (&self->mutex);
  g_free (self);
}

int
skein_switch_queue_get_fd (SkeinSwitchQueue *self)
{
  return self->fd;
}

/* Two summaries in a row say no more than one of both; and where there is no room
 * even for those, who came and went goes as well. */
static void
drop_oldest (SkeinSwitchQueue *self)
{
  g_autoptr (SkeinSwitchBatch) first = g_queue_pop_head (&self->batches);
  g_autoptr (SkeinSwitchBatch) second = g_queue_pop_head (&self->batches);
  GArray *switches = g_array_new (FALSE, FALSE, sizeof (SkeinSwitch));
  GArray *names = g_array_new (FALSE, FALSE, SKEIN_SWITCH_NAME_SIZE);
  SkeinSwitch loss = {
    .time_ns = first->from_ns,
    .until_ns = second->to_ns,
    .count = first->n_switches + second->n_switches,
    .core = SKEIN_CORE_ANY,
    .kind = SKEIN_SWITCH_LOST,
  };

  g_array_append_val (switches, loss);
  g_queue_push_head (&self->batches, skein_switch_batch_new_take (first->from_ns, second->to_ns, switches, names));
  self->n_switches -= first->n_switches + second->n_switches - 1;
  self->n_summaries--;
}

static void
summarize_oldest (SkeinSwitchQueue *self)
{
  GList *link = g_queue_peek_nth_link (&self->batches, self->n_summaries);
  SkeinSwitchBatch *batch = link->data;
  SkeinSwitchBatch *summary = skein_switch_batch_new_summary (batch);

  self->n_switches -= batch->n_switches;
  self->n_switches += summary->n_switches;
  self->n_summaries++;
  link->data = summary;
  skein_switch_batch_unref (batch);
}

/* The newest stays as it is. */
static void
hold_to_limit (SkeinSwitchQueue *self)
{
  while (self->n_switches > self->most && self->n_summaries + 1 < self->batches.length)
    summarize_oldest (self);

  while (self->n_switches > self->most && self->n_summaries > 1)
    drop_oldest (self);
}

void
skein_switch_queue_push (SkeinSwitchQueue *self,
                         SkeinSwitchBatch *batch)
{
  pthread_mutex_lock (&self->mutex);

  /* Neither can fail: the count is 0 before, and it is not when it is read. */
  if (g_queue_is_empty (&self->batches))
    (void) eventfd_write (self->fd, 1);

  g_queue_push_tail (&self->batches, batch);
  self->n_switches += batch->n_switches;
  hold_to_limit (self);
  pthread_mutex_unlock (&self->mutex);
}

SkeinSwitchBatch *
skein_switch_queue_pop (SkeinSwitchQueue *self)
{
  SkeinSwitchBatch *batch;
  eventfd_t count;

  pthread_mutex_lock (&self->mutex);
  batch = g_queue_pop_head (&self->batches);

  if (batch != NULL)
    {
      self->n_switches -= batch->n_switches;
      self->n_summaries -= self->n_summaries > 0;

      if (g_queue_is_empty (&self->batches))
        (void) eventfd_read (self->fd, &count);
    }

  pthread_mutex_unlock (&self->mutex);

  return batch;
}
