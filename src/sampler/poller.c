/* poller.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "sampler/poller.h"

#include "base/clock.h"
#include "base/worker.h"
#include "sampler/polls.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define BATCH_NS (50 * SKEIN_NS_PER_MS)
#define MOST_BATCHES 64

struct _SkeinPoller
{
  pthread_t        thread;
  int              proc_fd;
  int              event_fd;
  bool             is_live;
  bool             is_started;

  /* Guarded by the mutex. */
  pthread_mutex_t  mutex;
  pthread_cond_t   has_news;
  bool             is_ending;
  GArray          *wanted; /* (nullable): threads the polls have not been told of */
  GQueue           batches;

  /* Of the thread alone. */
  SkeinPolls      *polls;
  GArray          *shares;
  int64_t          from_ns;
  int64_t          due_ns;
};

/* With the mutex. */
static void
push (SkeinPoller     *self,
      SkeinShareBatch *batch)
{
  if (g_queue_is_empty (&self->batches))
    (void) eventfd_write (self->event_fd, 1);

  g_queue_push_tail (&self->batches, batch);

  if (self->batches.length > MOST_BATCHES)
    skein_share_batch_unref (g_queue_pop_head (&self->batches));
}

/* With the mutex. */
static void
hand_over (SkeinPoller *self,
           int64_t      to_ns)
{
  uint32_t n_threads;
  const SkeinTaskKey *threads = skein_polls_get (self->polls, &n_threads);

  if (n_threads > 0 && to_ns > self->from_ns)
    {
      push (self, skein_share_batch_new_take (self->from_ns, to_ns, skein_polls_get_period_ns (self->polls),
                                              threads, n_threads, self->shares));
      self->shares = g_array_new (FALSE, FALSE, sizeof (SkeinShare));
    }

  self->from_ns = to_ns;
}

/* Enters and leaves with the mutex; other than that, works without it. */
static void
look (SkeinPoller *self)
{
  int64_t now_ns;

  pthread_mutex_unlock (&self->mutex);
  now_ns = skein_clock_now_ns ();
  skein_polls_look (self->polls, now_ns, self->shares);
  pthread_mutex_lock (&self->mutex);

  if (now_ns - self->from_ns >= BATCH_NS || skein_polls_are_over (self->polls))
    hand_over (self, now_ns);
}

/* Enters and leaves with the mutex. What the others were told of so far is closed. */
static void
change_threads (SkeinPoller *self)
{
  g_autoptr (GArray) wanted = g_steal_pointer (&self->wanted);
  int64_t now_ns;

  look (self);
  now_ns = skein_clock_now_ns ();
  hand_over (self, now_ns);
  pthread_mutex_unlock (&self->mutex);
  skein_polls_set (self->polls, (const SkeinTaskKey *) wanted->data, wanted->len, now_ns);
  pthread_mutex_lock (&self->mutex);
  self->due_ns = now_ns;
}

/* Waits with the mutex for the next beat, or for news. Beats that were missed are
 * not made up for: their time is in the next interval. */
static void
wait_for_beat (SkeinPoller *self)
{
  int64_t period_ns = skein_polls_get_period_ns (self->polls);
  int64_t late_ns = MAX (skein_clock_now_ns () - self->due_ns, 0);
  struct timespec until;

  /* News may have come while the mutex was let go: nobody tells them twice. */
  while (skein_polls_are_over (self->polls) && self->wanted == NULL && !self->is_ending)
    pthread_cond_wait (&self->has_news, &self->mutex);

  if (self->wanted != NULL || self->is_ending)
    return;

  self->due_ns += period_ns * (1 + late_ns / period_ns);
  until = skein_ns_to_timespec (self->due_ns);

  while (self->wanted == NULL && !self->is_ending &&
         pthread_cond_timedwait (&self->has_news, &self->mutex, &until) != ETIMEDOUT)
    continue;
}

static void *
run (void *data)
{
  SkeinPoller *self = data;

  pthread_setname_np (pthread_self (), "poller");
  pthread_mutex_lock (&self->mutex);

  while (!self->is_ending)
    {
      if (self->wanted != NULL)
        change_threads (self);

      wait_for_beat (self);

      if (self->wanted == NULL && !self->is_ending)
        look (self);
    }

  pthread_mutex_unlock (&self->mutex);

  return NULL;
}

int
skein_poller_new (const char   *proc_path,
                  SkeinPoller **ret)
{
  g_autoptr (SkeinPoller) self = g_new0 (SkeinPoller, 1);
  int result = 0;

  pthread_mutex_init (&self->mutex, NULL);
  skein_worker_init_cond (&self->has_news);
  g_queue_init (&self->batches);
  self->shares = g_array_new (FALSE, FALSE, sizeof (SkeinShare));
  self->from_ns = self->due_ns = skein_clock_now_ns ();
  self->event_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  self->proc_fd = open (proc_path != NULL ? proc_path : "/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (self->event_fd < 0 || self->proc_fd < 0)
    result = -errno;

  if (result == 0)
    {
      self->polls = skein_polls_new (self->proc_fd, proc_path == NULL);
      result = skein_worker_start (&self->thread, run, self);
      self->is_started = result == 0;
    }

  if (result == 0)
    *ret = g_steal_pointer (&self);

  return result;
}

void
skein_poller_free (SkeinPoller *self)
{
  if (self->is_started)
    skein_worker_end (self->thread, &self->mutex, &self->has_news, &self->is_ending);

  g_clear_pointer (&self->polls, skein_polls_free);
  g_clear_pointer (&self->wanted, g_array_unref);
  g_array_unref (self->shares);
  g_queue_clear_full (&self->batches, (GDestroyNotify) skein_share_batch_unref);
  pthread_cond_destroy (&self->has_news);
  pthread_mutex_destroy (&self->mutex);

  if (self->event_fd >= 0)
    close (self->event_fd);
  if (self->proc_fd >= 0)
    close (self->proc_fd);

  g_free (self);
}

void
skein_poller_set_threads (SkeinPoller        *self,
                          const SkeinTaskKey *threads,
                          size_t              n_threads)
{
  GArray *wanted = g_array_new (FALSE, FALSE, sizeof (SkeinTaskKey));

  g_array_append_vals (wanted, threads, (guint) n_threads);
  pthread_mutex_lock (&self->mutex);
  g_clear_pointer (&self->wanted, g_array_unref);
  self->wanted = wanted;
  pthread_cond_signal (&self->has_news);
  pthread_mutex_unlock (&self->mutex);
}

int
skein_poller_get_fd (SkeinPoller *self)
{
  return self->event_fd;
}

SkeinShareBatch *
skein_poller_pop (SkeinPoller *self)
{
  SkeinShareBatch *batch;
  eventfd_t count;

  pthread_mutex_lock (&self->mutex);
  batch = g_queue_pop_head (&self->batches);

  if (batch != NULL && g_queue_is_empty (&self->batches))
    (void) eventfd_read (self->event_fd, &count);

  pthread_mutex_unlock (&self->mutex);

  return batch;
}
