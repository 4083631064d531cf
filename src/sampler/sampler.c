/* sampler.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "sampler/sampler.h"

#include "base/clock.h"
#include "base/worker.h"
#include "sampler/budget.h"
#include "sampler/queue.h"
#include "sampler/scan.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

struct _SkeinSampler
{
  pthread_t        thread;
  int              proc_fd;
  SkeinQueue      *queue;

  /* Guarded by the mutex: what the owner asks for. */
  pthread_mutex_t  mutex;
  pthread_cond_t   has_news;
  int64_t          cadence_ns;
  double           share;
  bool             is_paused;
  bool             is_ending;
  GArray          *focus; /* (nullable): pids the scan has not been told yet */

  /* Of the thread alone. */
  SkeinScan       *scan;
  SkeinBudget      budget;
  int64_t          due_ns;
  int64_t          last_ns;
};

static int64_t
get_cadence (const SkeinSampler *self)
{
  return skein_budget_get_cadence (&self->budget, self->cadence_ns, self->share);
}

/* The next sample is due one cadence after this one was; if that is over already,
 * at the next such time to come: beats that were missed are not made up for. */
static void
set_due (SkeinSampler *self)
{
  int64_t cadence_ns = get_cadence (self);
  int64_t late_ns = skein_clock_now_ns () - self->due_ns;

  self->due_ns += cadence_ns * (1 + MAX (late_ns, 0) / cadence_ns);
}

/* Waits with the mutex, until something is asked for or, if it is not 0, until @until_ns. */
static void
wait_for_news (SkeinSampler *self,
               int64_t       until_ns)
{
  struct timespec until = skein_ns_to_timespec (until_ns);

  if (until_ns == 0)
    pthread_cond_wait (&self->has_news, &self->mutex);
  else
    pthread_cond_timedwait (&self->has_news, &self->mutex, &until);
}

/* Enters and leaves with the mutex; other than that, works without it. */
static void
take_sample (SkeinSampler *self)
{
  g_autoptr (GArray) focus = g_steal_pointer (&self->focus);
  int64_t wanted_ns = self->cadence_ns;
  int64_t cadence_ns = get_cadence (self);
  SkeinSnapshot *snapshot;

  pthread_mutex_unlock (&self->mutex);

  if (focus != NULL)
    skein_scan_set_focus (self->scan, (const pid_t *) focus->data, focus->len);

  snapshot = skein_scan_take (self->scan);
  snapshot->effort.wanted_ns = wanted_ns;
  snapshot->effort.cadence_ns = cadence_ns;
  self->last_ns = snapshot->taken_ns;
  skein_budget_add (&self->budget, snapshot->effort.cpu_ns);
  skein_queue_push (self->queue, snapshot);

  pthread_mutex_lock (&self->mutex);
}

static void
stay_paused (SkeinSampler *self)
{
  while (self->is_paused && !self->is_ending)
    wait_for_news (self, 0);

  skein_scan_forget_time (self->scan);
  self->due_ns = skein_clock_now_ns ();
}

/* A cadence that became shorter counts from the last sample. */
static void
wait_until_due (SkeinSampler *self)
{
  wait_for_news (self, self->due_ns);

  if (self->last_ns + get_cadence (self) < self->due_ns)
    self->due_ns = MAX (self->last_ns + get_cadence (self), skein_clock_now_ns ());
}

static void *
run (void *data)
{
  SkeinSampler *self = data;

  pthread_setname_np (pthread_self (), "sampler");

  /* Here and not before: what is underneath belongs to the thread that made it. */
  self->scan = skein_scan_new (self->proc_fd);
  self->due_ns = skein_clock_now_ns ();
  pthread_mutex_lock (&self->mutex);

  while (!self->is_ending)
    {
      if (self->is_paused)
        {
          stay_paused (self);
          continue;
        }

      if (self->focus == NULL && skein_clock_now_ns () < self->due_ns)
        {
          wait_until_due (self);
          continue;
        }

      if (self->focus != NULL)
        self->due_ns = skein_clock_now_ns ();

      take_sample (self);
      set_due (self);
    }

  pthread_mutex_unlock (&self->mutex);
  skein_scan_free (self->scan);

  return NULL;
}

static void
clear (SkeinSampler *self)
{
  g_clear_pointer (&self->queue, skein_queue_free);
  g_clear_pointer (&self->focus, g_array_unref);
  pthread_cond_destroy (&self->has_news);
  pthread_mutex_destroy (&self->mutex);

  if (self->proc_fd >= 0)
    close (self->proc_fd);

  g_free (self);
}

int
skein_sampler_new (const SkeinSamplerSettings  *settings,
                   SkeinSampler               **ret)
{
  const char *path = settings->proc_path != NULL ? settings->proc_path : "/proc";
  SkeinSampler *self = g_new0 (SkeinSampler, 1);
  int result = 0;

  pthread_mutex_init (&self->mutex, NULL);
  skein_worker_init_cond (&self->has_news);
  self->cadence_ns = MAX (settings->cadence_ns, SKEIN_NS_PER_MS);
  self->share = settings->budget;
  self->proc_fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (self->proc_fd < 0)
    result = -errno;
  if (result == 0)
    result = skein_queue_new (settings->queue_length, &self->queue);
  if (result == 0)
    result = skein_worker_start (&self->thread, run, self);

  if (result < 0)
    clear (self);
  else
    *ret = self;

  return result;
}

void
skein_sampler_free (SkeinSampler *self)
{
  skein_worker_end (self->thread, &self->mutex, &self->has_news, &self->is_ending);
  clear (self);
}

int
skein_sampler_get_fd (SkeinSampler *self)
{
  return skein_queue_get_fd (self->queue);
}

SkeinSnapshot *
skein_sampler_pop (SkeinSampler *self)
{
  return skein_queue_pop (self->queue);
}

void
skein_sampler_set_cadence (SkeinSampler *self,
                           int64_t       cadence_ns)
{
  pthread_mutex_lock (&self->mutex);
  self->cadence_ns = MAX (cadence_ns, SKEIN_NS_PER_MS);
  pthread_cond_signal (&self->has_news);
  pthread_mutex_unlock (&self->mutex);
}

void
skein_sampler_set_budget (SkeinSampler *self,
                          double        budget)
{
  pthread_mutex_lock (&self->mutex);
  self->share = budget;
  pthread_cond_signal (&self->has_news);
  pthread_mutex_unlock (&self->mutex);
}

void
skein_sampler_set_paused (SkeinSampler *self,
                          bool          paused)
{
  pthread_mutex_lock (&self->mutex);
  self->is_paused = paused;
  pthread_cond_signal (&self->has_news);
  pthread_mutex_unlock (&self->mutex);
}

void
skein_sampler_set_focus (SkeinSampler *self,
                         const pid_t  *pids,
                         size_t        n_pids)
{
  pthread_mutex_lock (&self->mutex);
  g_clear_pointer (&self->focus, g_array_unref);
  self->focus = g_array_new (FALSE, FALSE, sizeof (pid_t));
  g_array_append_vals (self->focus, pids, (guint) n_pids);
  pthread_cond_signal (&self->has_news);
  pthread_mutex_unlock (&self->mutex);
}
