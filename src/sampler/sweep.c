/* sweep.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "sampler/sweep.h"

#include "base/clock.h"

/* Shares of all per second. To ask for nice and policy is one system call of a
 * fraction of a microsecond: a change of a process shows within two seconds, as
 * "renice" changes the main thread. What is left for stat is a name that a thread
 * was given by another one, and whatever nobody thought of. */
#define STAT_PER_S 0.01
#define POLICY_PER_S 0.1
#define LEADERS_PER_S 0.55

/* In a virtual machine there are slices for which the kernel counted no time. The main
 * thread is what a process is told by, and most often all that it has. */
#define TIMES_PER_S 0.05

/* After a long pause no sample makes up for all that was left undone. */
#define LONGEST_NS (2 * SKEIN_NS_PER_S)

/* How many threads are searched in a sample for ready ones: at least so many, or this part. */
#define SEARCH_LEAST 32
#define SEARCH_PART 24

/* A sample with more than are known adds one, another takes one away: so many are
 * enough to begin a search, and no more are counted than that. */
#define ENOUGH_EXCESS 2
#define MOST_EXCESS 3

/* Excess of other namespaces is never found: each search in vain doubles the rest after it. */
#define MOST_RESTS 8

static guint
find_watch (const GPtrArray *watches,
            pid_t            pid)
{
  guint low = 0;
  guint high = watches->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const SkeinWatch *watch = g_ptr_array_index (watches, middle);

      if (watch->pid < pid)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

typedef void (*Visit) (SkeinWatch  *watch,
                       SkeinReader *reader,
                       uint32_t     index);

/* Visits so many threads from where the round got to. */
static void
go_on (SkeinPlace  *place,
       SkeinReader *reader,
       GPtrArray   *watches,
       uint32_t     n,
       Visit        visit)
{
  guint at = find_watch (watches, place->pid);

  if (watches->len == 0)
    return;

  while (n > 0)
    {
      SkeinWatch *watch = g_ptr_array_index (watches, at < watches->len ? at : (at = 0));

      if (watch->pid != place->pid)
        *place = (SkeinPlace) { watch->pid, 0 };

      for (; n > 0 && place->index < watch->n_threads; place->index++, n--)
        visit (watch, reader, place->index);

      if (place->index >= watch->n_threads)
        {
          at++;
          *place = (SkeinPlace) { 0, 0 };

          if (at < watches->len)
            place->pid = ((const SkeinWatch *) g_ptr_array_index (watches, at))->pid;
        }
    }
}

/* Visits the main threads of so many processes from where the round got to. */
static void
go_on_leaders (pid_t       *leader,
               SkeinReader *reader,
               GPtrArray   *watches,
               uint32_t     n,
               Visit        visit)
{
  guint at = find_watch (watches, *leader);

  for (; n > 0 && watches->len > 0; n--, at++)
    {
      SkeinWatch *watch = g_ptr_array_index (watches, at % watches->len);
      uint32_t index = skein_watch_find (watch, watch->pid);

      if (index < watch->n_threads)
        visit (watch, reader, index);
    }

  if (watches->len > 0)
    *leader = ((const SkeinWatch *) g_ptr_array_index (watches, at % watches->len))->pid;
}

static void
recount (SkeinWatch  *watch,
         SkeinReader *reader,
         uint32_t     index)
{
  (void) skein_watch_recount (watch, reader, index);
}

static void
refresh (SkeinWatch  *watch,
         SkeinReader *reader,
         uint32_t     index)
{
  /* Whoever it is that is gone, the process's clock will say so. */
  if (!skein_watch_recount (watch, reader, index))
    (void) skein_watch_refresh (watch, reader, index);

  /* It may have become another user's, or called exec without a new name. */
  if (watch->threads[index].tid == watch->pid && watch->tracks[index].moved > watch->asked)
    watch->wants_census = true;
}

static void
search (SkeinWatch  *watch,
        SkeinReader *reader,
        uint32_t     index)
{
  if (watch->threads[index].letter != 'R')
    (void) skein_watch_refresh (watch, reader, index);
}

static uint32_t
take_whole (double *owed)
{
  uint32_t whole = (uint32_t) *owed;

  *owed -= whole;

  return whole;
}

void
skein_sweep_all (SkeinSweep  *self,
                 SkeinReader *reader,
                 GPtrArray   *watches,
                 uint32_t     n_threads)
{
  double seconds = (double) MIN (reader->interval_ns, LONGEST_NS) / (double) SKEIN_NS_PER_S;

  self->stat_owed += STAT_PER_S * seconds * n_threads;
  self->policy_owed += POLICY_PER_S * seconds * n_threads;
  self->leaders_owed += LEADERS_PER_S * seconds * watches->len;
  self->times_owed += TIMES_PER_S * seconds * watches->len;

  go_on (&self->stat, reader, watches, take_whole (&self->stat_owed), refresh);

  /* By number, so only of processes that are numbered as ours are. */
  if (!reader->is_live)
    return;

  go_on (&self->policy, reader, watches, take_whole (&self->policy_owed), skein_watch_refresh_policy);
  go_on_leaders (&self->leader, reader, watches, take_whole (&self->leaders_owed), skein_watch_refresh_policy);
  go_on_leaders (&self->times, reader, watches, take_whole (&self->times_owed), recount);
}

static uint32_t
count_wanting (const GPtrArray *watches)
{
  uint32_t n = 0;

  for (guint i = 0; i < watches->len; i++)
    n += ((const SkeinWatch *) g_ptr_array_index (watches, i))->n_wanting;

  return n;
}

/* One that blocked a moment ago is the likeliest to have been woken since. */
static void
search_hot (SkeinReader *reader,
            GPtrArray   *watches,
            uint32_t     n_left)
{
  for (guint i = 0; i < watches->len && n_left > 0; i++)
    {
      SkeinWatch *watch = g_ptr_array_index (watches, i);

      for (uint32_t j = 0; j < watch->n_hot && n_left > 0; j++, n_left--)
        search (watch, reader, watch->order[j]);
    }
}

void
skein_sweep_ready (SkeinSweep  *self,
                   SkeinReader *reader,
                   GPtrArray   *watches,
                   uint32_t     n_threads,
                   uint32_t     n_running)
{
  uint32_t n_wanting = count_wanting (watches);
  uint32_t n_search = MAX (SEARCH_LEAST, n_threads / SEARCH_PART);

  /* One that was there in one sample only was running meanwhile, and has slept since. */
  if (n_running > n_wanting)
    self->n_excess = MIN (self->n_excess + 1, MOST_EXCESS);
  else if (self->n_excess > 0)
    self->n_excess--;

  if (self->rest > 0)
    self->rest--;

  /* A round that was begun goes on to its end: on a busy machine the counts come and go. */
  if (self->n_searched == 0 && (self->n_excess < ENOUGH_EXCESS || self->rest > 0))
    return;

  if (self->n_searched == 0)
    search_hot (reader, watches, n_search);

  go_on (&self->ready, reader, watches, n_search, search);
  self->n_searched += n_search;
  self->has_found |= count_wanting (watches) > n_wanting;

  if (self->n_searched < n_threads)
    return;

  self->n_rests = self->has_found ? 0 : MIN (self->n_rests + 1, MOST_RESTS);
  self->rest = self->has_found ? 0 : 1U << self->n_rests;
  self->n_searched = 0;
  self->has_found = false;
}
