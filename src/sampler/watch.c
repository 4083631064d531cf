/* watch.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "sampler/watch.h"

#include "base/clock.h"
#include "proc/clock.h"
#include "sampler/details.h"
#include "sampler/threads.h"

#include <errno.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

/* No bound is known, and there is room to add to it. */
#define UNKNOWN_TIME (UINT64_MAX / 4)

/* So few threads are read sooner than reasoned about. */
#define FEW_THREADS 64

/* Of a process with more threads than that only some are read in each sample
 * while it runs on; what is then still unexplained is looked for in the next. */
#define MANY_THREADS 1500
#define MOST_READ 1024

/* A process with many threads is read as a whole this often at most. */
#define VERIFY_EVERY_NS (SKEIN_NS_PER_S / 2)

/* Where the bound is not proved to be exact, threads of which the sum says that
 * they did not run are read in turn: each after so many samples. */
#define ROUND 32
#define SLOW_ROUND 128

/* The clock of a process with many threads is dear: the kernel adds them all up. */
#define TIGHTEN_EVERY 4

static void
take_clock (SkeinWatch *self,
            uint64_t    now)
{
  self->growth += now - self->clock;
  self->clock = now;
}

/* Whether all that the process ran since the last sample was found in its threads. */
static bool
is_explained (const SkeinWatch *self)
{
  return self->sum + self->ended >= self->clock;
}

/* The clock, asked after the threads were read, is at least what they and the
 * ended ones ran: the bound comes down to the difference. Asked before, it could
 * come out too low; and kept as it was first found, while the process ran on, it
 * would hide as much CPU time for ever. */
static void
tighten (SkeinWatch *self)
{
  uint64_t now;

  if (skein_process_clock_ns (self->pid, &now) < 0)
    return;

  take_clock (self, now);

  if (now < self->sum)
    {
      self->is_exact = false;
      self->ended = 0;
    }
  else if (now - self->sum < self->ended)
    {
      self->ended = now - self->sum;
      self->is_exact = false;
    }
}

static uint32_t
get_most_read (const SkeinWatch *self)
{
  return self->n_threads > MANY_THREADS && self->growth > 0 ? MOST_READ : G_MAXUINT32;
}

/* Reads threads whatever their sum says, the longest unread first if not all. If
 * the clock stands where it stood before, nothing was missed in between. */
static void
verify (SkeinWatch  *self,
        SkeinReader *reader,
        uint64_t     clock_before,
        uint32_t     n_most)
{
  uint32_t n = MIN (n_most, self->n_threads);

  for (uint32_t i = 0; i < n; i++)
    {
      if (self->turn >= self->n_threads)
        self->turn = 0;

      skein_threads_read (self, reader, n == self->n_threads ? i : self->turn++);
    }

  tighten (self);

  if (n == self->n_threads)
    self->verified_ns = reader->taken_ns;

  self->is_exact = n == self->n_threads && !self->has_lost && self->clock == clock_before;
}

/* The threads are others than was thought: finds out who they are, and how much
 * was run by those that ended. */
static void
settle (SkeinWatch  *self,
        SkeinReader *reader)
{
  uint64_t clock_before = self->clock;
  int n_gone;

  if (skein_process_clock_ns (self->pid, &clock_before) < 0)
    return;

  n_gone = skein_threads_update (self, reader);
  if (n_gone < 0)
    return;

  self->n_missed = 0;

  /* Only births: what ended threads ran is what it was. */
  if (n_gone == 0 && !self->has_lost && self->is_exact && is_explained (self))
    return;

  self->has_lost = false;
  self->ended = UNKNOWN_TIME;
  verify (self, reader, clock_before, get_most_read (self));
}

static void
read_hot (SkeinWatch  *self,
          SkeinReader *reader)
{
  for (uint32_t i = 0; i < self->n_hot && !(self->is_exact && is_explained (self)); i++)
    skein_threads_read (self, reader, i);
}

/* A cold thread that turns out to have run changes places with the first of the
 * cold ones, which was read before it: so the next one stands at the same count. */
static void
read_cold (SkeinWatch  *self,
           SkeinReader *reader)
{
  uint32_t n_left = get_most_read (self);

  while (n_left-- > 0 && !is_explained (self) && !self->has_lost &&
         self->n_hot + self->n_missed < self->n_threads)
    {
      if (!skein_threads_read (self, reader, self->n_hot + self->n_missed))
        self->n_missed++;
    }
}

/* After a round in which none was found to have run, the next ones go slower. */
static void
read_in_turn (SkeinWatch  *self,
              SkeinReader *reader)
{
  uint32_t n_cold = self->n_threads - self->n_hot;
  uint32_t n = n_cold / (self->n_in_vain < n_cold ? ROUND : SLOW_ROUND) + 1;

  while (n-- > 0 && self->n_hot < self->n_threads)
    {
      if (self->turn < self->n_hot || self->turn >= self->n_threads)
        self->turn = self->n_hot;

      self->n_in_vain = skein_threads_read (self, reader, self->turn++) ? 0 : self->n_in_vain + 1;
    }
}

static bool
has_other_threads (const SkeinWatch  *self,
                   const SkeinReader *reader)
{
  uint32_t n_threads = skein_reader_count_threads (reader, self->pid);

  return n_threads != 0 && n_threads != self->n_threads;
}

/* The bound may hide something: reads so much that it comes down to what it should be. */
static void
doubt (SkeinWatch  *self,
       SkeinReader *reader)
{
  bool is_quiet = self->growth == 0;
  bool is_due = self->n_threads <= MANY_THREADS || reader->taken_ns - self->verified_ns >= VERIFY_EVERY_NS;

  if (self->n_threads > FEW_THREADS && !(is_quiet && is_due))
    {
      read_hot (self, reader);
      read_cold (self, reader);
      read_in_turn (self, reader);

      if (self->n_threads <= MANY_THREADS || self->n_in_vain == 0 || reader->sample % TIGHTEN_EVERY == 0)
        tighten (self);

      return;
    }

  self->has_lost |= has_other_threads (self, reader);

  if (!self->has_lost)
    {
      verify (self, reader, self->clock, G_MAXUINT32);
      self->has_lost |= !is_explained (self);
    }
}

/* What threads ran since the clock was asked was read after it. */
static void
catch_up (SkeinWatch *self)
{
  self->clock = MAX (self->clock, self->sum + (self->is_exact ? self->ended : 0));
}

/* The process ran: finds the threads that did. */
static void
account (SkeinWatch  *self,
         SkeinReader *reader)
{
  bool has_others = false;

  if (self->is_exact)
    {
      read_hot (self, reader);

      if (!is_explained (self) && !self->has_lost)
        has_others = self->n_threads - self->n_hot > FEW_THREADS / 8 && has_other_threads (self, reader);

      if (!has_others)
        read_cold (self, reader);
    }
  else
    doubt (self, reader);

  if (is_explained (self))
    self->n_missed = 0;
  else if (self->n_hot + self->n_missed >= self->n_threads)
    has_others = true;

  if (has_others || self->has_lost)
    settle (self, reader);

  catch_up (self);
}

/* Where there is no clock to ask: everything. */
static void
look_at_all (SkeinWatch  *self,
             SkeinReader *reader)
{
  /* A list that cannot be had leaves the threads that are known. */
  if (skein_threads_update (self, reader) < 0 && self->n_threads == 0)
    return;

  for (uint32_t i = 0; i < self->n_threads; i++)
    {
      if (!skein_threads_read (self, reader, i))
        skein_threads_reread (self, reader, self->order[i]);
    }

  self->has_lost = false;
  take_clock (self, self->sum + self->ended);
}

int
skein_watch_look (SkeinWatch  *self,
                  SkeinReader *reader)
{
  uint64_t now = 0;
  bool has_clock = reader->has_gate && skein_process_clock_ns (self->pid, &now) == 0;

  self->growth = 0;
  self->is_new = false;

  if ((!has_clock || now < self->clock) && !skein_reader_exists (reader, self->pid, self->start_ticks))
    return -ESRCH;

  if (has_clock)
    take_clock (self, now);

  if (!has_clock)
    look_at_all (self, reader);
  else if (self->is_exact && now == self->sum + self->ended)
    return 0;
  else if (reader->has_schedstat)
    account (self, reader);
  else if (self->growth > 0)
    look_at_all (self, reader);

  return self->is_reborn ? -ESRCH : 0;
}

int
skein_watch_refresh (SkeinWatch  *self,
                     SkeinReader *reader,
                     uint32_t     index)
{
  int result = skein_threads_reread (self, reader, index);

  if (result == 0 && self->threads[index].letter == 'R')
    skein_threads_heat (self, index);

  return result;
}

bool
skein_watch_recount (SkeinWatch  *self,
                     SkeinReader *reader,
                     uint32_t     index)
{
  bool is_doubtful = reader->has_steal && reader->has_gate && reader->has_schedstat;

  if (!is_doubtful || !skein_threads_recount (self, reader, index))
    return false;

  catch_up (self);

  return true;
}

/* As linux/sched/types.h has it, which newer C libraries have too, under the same name. */
typedef struct
{
  uint32_t size;
  uint32_t policy;
  uint64_t flags;
  int32_t  nice;
  uint32_t priority;
  uint64_t deadline[3];
} SchedAttr;

static bool
has_policy (const SkeinThread *thread,
            const SchedAttr   *attr)
{
  if (attr->policy != thread->policy)
    return false;

  if (attr->policy == SCHED_FIFO || attr->policy == SCHED_RR)
    return attr->priority == thread->rt_priority;

  return attr->nice == thread->nice;
}

void
skein_watch_refresh_policy (SkeinWatch  *self,
                            SkeinReader *reader,
                            uint32_t     index)
{
  SchedAttr attr = { 0 };

  if (syscall (SYS_sched_getattr, self->threads[index].tid, &attr, sizeof attr, 0) != 0)
    return;

  if (!has_policy (&self->threads[index], &attr))
    (void) skein_watch_refresh (self, reader, index);
}

uint32_t
skein_watch_find (const SkeinWatch *self,
                  pid_t             tid)
{
  return skein_threads_find (self->threads, self->n_threads, tid);
}

void
skein_watch_mark_changed (SkeinWatch *self)
{
  self->is_changed = true;
}

static void
open_clock (SkeinWatch  *self,
            SkeinReader *reader)
{
  uint64_t clock_before = 0;

  if (!reader->has_gate || skein_process_clock_ns (self->pid, &clock_before) < 0)
    {
      self->clock = self->sum;
      return;
    }

  self->clock = clock_before;
  self->ended = UNKNOWN_TIME;
  verify (self, reader, clock_before, self->n_threads > MANY_THREADS ? 0 : G_MAXUINT32);
}

int
skein_watch_new (pid_t         pid,
                 SkeinReader  *reader,
                 SkeinWatch  **ret)
{
  g_autofree SkeinWatch *self = g_new0 (SkeinWatch, 1);
  SkeinStat stat;
  int result = skein_reader_read_stat (reader, pid, 0, &stat);

  if (result < 0)
    return result;

  self->pid = pid;
  self->start_ticks = stat.start_ticks;
  self->is_new = reader->interval_ns > 0 && stat.start_ticks >= reader->new_ticks;
  self->wants_census = true;
  self->is_changed = true;

  /* Listed, readable, and gone before its threads were: there is nothing to show. */
  if (skein_threads_update (self, reader) < 0 || self->n_threads == 0)
    {
      skein_watch_free (g_steal_pointer (&self), reader);
      return -ESRCH;
    }

  open_clock (self, reader);
  self->clock_given = self->is_new ? 0 : self->clock;
  *ret = g_steal_pointer (&self);

  return 0;
}

void
skein_watch_free (SkeinWatch  *self,
                  SkeinReader *reader)
{
  for (uint32_t i = 0; i < self->n_threads; i++)
    skein_threads_let_go (&self->tracks[i], reader);

  skein_details_forget (self);
  g_clear_pointer (&self->record, skein_process_unref);
  g_clear_pointer (&self->name, g_ref_string_release);
  g_clear_pointer (&self->command, g_ref_string_release);
  g_clear_pointer (&self->user, g_ref_string_release);
  g_clear_pointer (&self->cgroup, g_ref_string_release);
  g_free (self->threads);
  g_free (self->tracks);
  g_free (self->order);
  g_free (self);
}
