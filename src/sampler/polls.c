/* polls.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "sampler/polls.h"

#include "base/clock.h"
#include "base/readat.h"
#include "proc/clock.h"
#include "proc/schedstat.h"
#include "proc/stat.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#define FAST_NS (1 * SKEIN_NS_PER_MS)
#define SLOW_NS (4 * SKEIN_NS_PER_MS)

#define PATH_SIZE 64

typedef struct
{
  int            fd;
  bool           is_gone;
  int64_t        told_ns; /* all until then was told */
  SkeinSchedstat last;
} Poll;

struct _SkeinPolls
{
  int          proc_fd;
  bool         is_live;
  int64_t      looked_ns;
  uint32_t     n;
  uint32_t     n_gone;
  SkeinTaskKey keys[SKEIN_POLLS_MOST];   /* sorted, so that threads of a process stand together */
  Poll         polls[SKEIN_POLLS_MOST];
  uint64_t     clocks[SKEIN_POLLS_MOST]; /* of the process, at its first thread */
};

SkeinPolls *
skein_polls_new (int  proc_fd,
                 bool is_live)
{
  SkeinPolls *self = g_new0 (SkeinPolls, 1);

  self->proc_fd = proc_fd;
  self->is_live = is_live;

  return self;
}

static void
close_all (Poll     *polls,
           uint32_t  n)
{
  for (uint32_t i = 0; i < n; i++)
    {
      if (polls[i].fd >= 0)
        close (polls[i].fd);
    }
}

void
skein_polls_free (SkeinPolls *self)
{
  close_all (self->polls, self->n);
  g_free (self);
}

static int
read_poll (const Poll     *poll,
           SkeinSchedstat *ret)
{
  char text[SKEIN_SCHEDSTAT_SIZE];
  ssize_t length = skein_read_again (poll->fd, text, sizeof text);

  return length < 0 ? (int) length : skein_schedstat_parse (text, (size_t) length, ret);
}

/* An open file never becomes another thread's: so it is opened first, and looked at then. */
static bool
open_poll (const SkeinPolls   *self,
           const SkeinTaskKey *key,
           int64_t             now_ns,
           Poll               *ret)
{
  char path[PATH_SIZE];
  SkeinStat stat;

  g_snprintf (path, sizeof path, "%d/task/%d/schedstat", (int) key->pid, (int) key->tid);
  *ret = (Poll) { .fd = openat (self->proc_fd, path, O_RDONLY | O_CLOEXEC), .told_ns = now_ns };

  if (ret->fd < 0)
    return false;

  g_snprintf (path, sizeof path, "%d/task/%d/stat", (int) key->pid, (int) key->tid);

  if (read_poll (ret, &ret->last) == 0 && skein_stat_read_at (self->proc_fd, path, &stat) == 0 &&
      stat.start_ticks == key->start_ticks)
    return true;

  close (ret->fd);

  return false;
}

static int
compare_keys (gconstpointer a,
              gconstpointer b)
{
  return skein_task_key_compare (a, b);
}

/* Takes over what is known of a thread that was watched before. */
static bool
keep_poll (SkeinPolls         *self,
           const SkeinTaskKey *key,
           Poll               *ret)
{
  for (uint32_t i = 0; i < self->n; i++)
    {
      if (!skein_task_key_equal (&self->keys[i], key) || self->polls[i].fd < 0 || self->polls[i].is_gone)
        continue;

      *ret = self->polls[i];
      self->polls[i].fd = -1;

      return true;
    }

  return false;
}

void
skein_polls_set (SkeinPolls         *self,
                 const SkeinTaskKey *threads,
                 size_t              n_threads,
                 int64_t             now_ns)
{
  SkeinTaskKey wanted[SKEIN_POLLS_MOST], keys[SKEIN_POLLS_MOST];
  Poll polls[SKEIN_POLLS_MOST];
  uint32_t n_wanted = (uint32_t) MIN (n_threads, SKEIN_POLLS_MOST);
  uint32_t n = 0;

  for (uint32_t i = 0; i < n_wanted; i++)
    wanted[i] = threads[i];

  qsort (wanted, n_wanted, sizeof *wanted, compare_keys);

  for (uint32_t i = 0; i < n_wanted; i++)
    {
      if (keep_poll (self, &wanted[i], &polls[n]) || open_poll (self, &wanted[i], now_ns, &polls[n]))
        keys[n++] = wanted[i];
    }

  close_all (self->polls, self->n);

  for (uint32_t i = 0; i < n; i++)
    {
      self->keys[i] = keys[i];
      self->polls[i] = polls[i];
      self->clocks[i] = 0; /* not asked yet: no clock stands at 0 */
    }

  self->n = n;
  self->n_gone = 0;
  self->looked_ns = now_ns;
}

const SkeinTaskKey *
skein_polls_get (const SkeinPolls *self,
                 uint32_t         *ret_n)
{
  *ret_n = self->n;

  return self->keys;
}

int64_t
skein_polls_get_period_ns (const SkeinPolls *self)
{
  if (self->n == 0)
    return 0;

  return self->n <= SKEIN_POLLS_FAST ? FAST_NS : SLOW_NS;
}

bool
skein_polls_are_over (const SkeinPolls *self)
{
  return self->n_gone == self->n;
}

static uint32_t
clamp_u32 (uint64_t value)
{
  return (uint32_t) MIN (value, UINT32_MAX);
}

static void
look_at (SkeinPolls *self,
         uint32_t    index,
         int64_t     now_ns,
         GArray     *shares)
{
  Poll *poll = &self->polls[index];
  SkeinSchedstat now;
  SkeinShare share = { .time_ns = now_ns, .thread = (uint16_t) index };
  int64_t filled_ns;

  if (read_poll (poll, &now) < 0)
    {
      poll->is_gone = true;
      self->n_gone++;
      return;
    }

  if (now.run_ns == poll->last.run_ns && now.wait_ns == poll->last.wait_ns && now.slices == poll->last.slices)
    return;

  share.run_ns = clamp_u32 (now.run_ns - poll->last.run_ns);
  share.ready_ns = clamp_u32 (now.wait_ns - poll->last.wait_ns);
  share.slices = (uint16_t) MIN (now.slices - poll->last.slices, UINT16_MAX);
  filled_ns = (int64_t) share.run_ns + share.ready_ns;
  share.interval_ns = clamp_u32 ((uint64_t) CLAMP (filled_ns, now_ns - self->looked_ns, now_ns - poll->told_ns));
  g_array_append_val (shares, share);
  poll->last = now;
  poll->told_ns = now_ns;
}

/* Whether a thread of the process may have run since the last look: its clock stands at the first one's place. */
static bool
has_moved (SkeinPolls *self,
           uint32_t    first)
{
  uint64_t clock_ns;

  if (!self->is_live || skein_process_clock_ns (self->keys[first].pid, &clock_ns) < 0)
    return true;

  if (clock_ns == self->clocks[first])
    return false;

  self->clocks[first] = clock_ns;

  return true;
}

void
skein_polls_look (SkeinPolls *self,
                  int64_t     now_ns,
                  GArray     *shares)
{
  bool moved = false;

  for (uint32_t i = 0; i < self->n; i++)
    {
      if (i == 0 || self->keys[i].pid != self->keys[i - 1].pid)
        moved = has_moved (self, i);

      if (moved && !self->polls[i].is_gone)
        look_at (self, i, now_ns, shares);
    }

  self->looked_ns = now_ns;
}
