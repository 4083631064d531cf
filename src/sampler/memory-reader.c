/* memory-reader.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "sampler/memory-reader.h"

#include "base/clock.h"
#include "base/worker.h"
#include "sampler/memory-work.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* A copy of what was wished for. */
typedef struct
{
  SkeinMemoryWish  wish; /* points into the rest */
  SkeinTaskKey    *processes;
  SkeinTaskKey    *named;
  SkeinTaskKey     pages_of;
} Wish;

struct _SkeinMemoryReader
{
  pthread_t          thread;
  int                event_fd;
  bool               is_started;

  /* Guarded by the mutex. */
  pthread_mutex_t    mutex;
  pthread_cond_t     has_news;
  bool               is_ending;
  Wish              *wish;   /* (nullable): one that the thread has not seen yet */
  SkeinMemoryReport *newest; /* (nullable): one that nobody took yet */

  /* Of the thread alone. */
  SkeinMemoryWork   *work;
  int64_t            due_ns;
};

static Wish *
wish_dup (const SkeinMemoryWish *from)
{
  Wish *wish = g_new0 (Wish, 1);

  wish->processes = g_memdup2 (from->processes, from->n_processes * sizeof *from->processes);
  wish->wish = *from;
  wish->wish.processes = wish->processes;
  wish->named = g_memdup2 (from->named, from->n_named * sizeof *from->named);
  wish->wish.named = wish->named;

  if (from->pages_of != NULL)
    {
      wish->pages_of = *from->pages_of;
      wish->wish.pages_of = &wish->pages_of;
    }

  return wish;
}

static void
wish_free (Wish *wish)
{
  g_free (wish->processes);
  g_free (wish->named);
  g_free (wish);
}

/* With the mutex. */
static void
put (SkeinMemoryReader *self,
     SkeinMemoryReport *report)
{
  if (self->newest == NULL)
    (void) eventfd_write (self->event_fd, 1);

  g_clear_pointer (&self->newest, skein_memory_report_unref);
  self->newest = report;
}

/* Enters and leaves with the mutex; other than that, works without it. */
static void
look (SkeinMemoryReader *self)
{
  Wish *wish = g_steal_pointer (&self->wish);
  SkeinMemoryReport *report = NULL;

  pthread_mutex_unlock (&self->mutex);

  if (wish != NULL)
    {
      skein_memory_work_set_wish (self->work, &wish->wish);
      wish_free (wish);
      self->due_ns = skein_clock_now_ns ();
    }

  if (skein_memory_work_is_wanted (self->work))
    report = skein_memory_work_step (self->work, skein_clock_now_ns ());

  pthread_mutex_lock (&self->mutex);

  if (report != NULL)
    put (self, report);
}

/* Waits with the mutex for the next beat, or for news. Beats that were missed are not made up for. */
static void
wait_for_beat (SkeinMemoryReader *self)
{
  int64_t now_ns = skein_clock_now_ns ();
  struct timespec until;

  if (!skein_memory_work_is_wanted (self->work))
    {
      while (self->wish == NULL && !self->is_ending)
        pthread_cond_wait (&self->has_news, &self->mutex);

      return;
    }

  self->due_ns = MAX (skein_memory_work_get_next_ns (self->work, self->due_ns), now_ns);
  until = skein_ns_to_timespec (self->due_ns);

  while (self->wish == NULL && !self->is_ending &&
         pthread_cond_timedwait (&self->has_news, &self->mutex, &until) != ETIMEDOUT)
    continue;
}

static void *
run (void *data)
{
  SkeinMemoryReader *self = data;

  pthread_setname_np (pthread_self (), "memory");
  pthread_mutex_lock (&self->mutex);

  while (!self->is_ending)
    {
      wait_for_beat (self);

      if (!self->is_ending)
        look (self);
    }

  pthread_mutex_unlock (&self->mutex);

  return NULL;
}

int
skein_memory_reader_new (const char         *proc_path,
                         SkeinMemoryReader **ret)
{
  g_autoptr (SkeinMemoryReader) self = g_new0 (SkeinMemoryReader, 1);
  int proc_fd, result = 0;

  pthread_mutex_init (&self->mutex, NULL);
  skein_worker_init_cond (&self->has_news);
  self->event_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);

  if (self->event_fd < 0)
    return -errno;

  proc_fd = open (proc_path != NULL ? proc_path : "/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (proc_fd < 0)
    return -errno;

  self->work = skein_memory_work_new (proc_fd, proc_path == NULL);
  result = skein_worker_start (&self->thread, run, self);
  self->is_started = result == 0;

  if (result == 0)
    *ret = g_steal_pointer (&self);

  return result;
}

void
skein_memory_reader_free (SkeinMemoryReader *self)
{
  if (self->is_started)
    skein_worker_end (self->thread, &self->mutex, &self->has_news, &self->is_ending);

  g_clear_pointer (&self->work, skein_memory_work_free);
  g_clear_pointer (&self->wish, wish_free);
  g_clear_pointer (&self->newest, skein_memory_report_unref);
  pthread_cond_destroy (&self->has_news);
  pthread_mutex_destroy (&self->mutex);

  if (self->event_fd >= 0)
    close (self->event_fd);

  g_free (self);
}

void
skein_memory_reader_set_wish (SkeinMemoryReader     *self,
                              const SkeinMemoryWish *wish)
{
  pthread_mutex_lock (&self->mutex);
  g_clear_pointer (&self->wish, wish_free);
  self->wish = wish_dup (wish);
  pthread_cond_signal (&self->has_news);
  pthread_mutex_unlock (&self->mutex);
}

int
skein_memory_reader_get_fd (SkeinMemoryReader *self)
{
  return self->event_fd;
}

SkeinMemoryReport *
skein_memory_reader_pop (SkeinMemoryReader *self)
{
  SkeinMemoryReport *report;
  eventfd_t count;

  pthread_mutex_lock (&self->mutex);
  report = g_steal_pointer (&self->newest);

  if (report != NULL)
    (void) eventfd_read (self->event_fd, &count);

  pthread_mutex_unlock (&self->mutex);

  return report;
}
