/* worker.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "base/worker.h"

#include <signal.h>
#include <time.h>

int
skein_worker_start (pthread_t *ret,
                    void    *(*run) (void *),
                    void      *data)
{
  sigset_t all, before;
  int result;

  /* A new thread inherits what is blocked. */
  sigfillset (&all);
  pthread_sigmask (SIG_SETMASK, &all, &before);
  result = pthread_create (ret, NULL, run, data);
  pthread_sigmask (SIG_SETMASK, &before, NULL);

  return -result;
}

void
skein_worker_end (pthread_t        thread,
                  pthread_mutex_t *mutex,
                  pthread_cond_t  *has_news,
                  bool            *is_ending)
{
  pthread_mutex_lock (mutex);
  *is_ending = true;
  pthread_cond_signal (has_news);
  pthread_mutex_unlock (mutex);
  pthread_join (thread, NULL);
}

void
skein_worker_init_cond (pthread_cond_t *cond)
{
  pthread_condattr_t attributes;

  pthread_condattr_init (&attributes);
  pthread_condattr_setclock (&attributes, CLOCK_MONOTONIC);
  pthread_cond_init (cond, &attributes);
  pthread_condattr_destroy (&attributes);
}
