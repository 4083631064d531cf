/* threads.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "sampler/threads.h"

#include "base/clock.h"
#include "sampler/details.h"

#include <errno.h>
#include <string.h>

/* A thread that did not run for so many samples is a cold one. */
#define COLD_AFTER 32

/* What another thread's times can have grown while a sample is taken, and more. */
#define SLOPPINESS_NS (20 * SKEIN_NS_PER_MS)

static void
set_text (char      **text,
          const char *value)
{
  g_clear_pointer (text, g_ref_string_release);
  *text = g_ref_string_new_intern (value);
}

static void
set_name (SkeinThread *thread,
          const char  *comm)
{
  size_t length = strnlen (comm, sizeof thread->name - 1);

  memcpy (thread->name, comm, length);
  memset (thread->name + length, 0, sizeof thread->name - length);
}

static void
apply_to_process (SkeinWatch        *self,
                  const SkeinReader *reader,
                  const SkeinStat   *stat)
{
  bool is_kernel = (stat->flags & SKEIN_STAT_KTHREAD) != 0;

  if (self->name == NULL || strcmp (self->name, stat->comm) != 0)
    {
      set_text (&self->name, stat->comm);
      self->wants_census = !is_kernel || self->user == NULL;
      self->is_changed = true;
    }

  if (self->ppid != stat->ppid || self->letter != stat->state)
    self->is_changed = true;

  self->ppid = stat->ppid;
  self->letter = stat->state;
  self->is_kernel = is_kernel;
}

static void
apply_to_thread (SkeinWatch      *self,
                 SkeinThread     *thread,
                 const SkeinStat *stat)
{
  SkeinThread before = *thread;

  thread->letter = stat->state;
  thread->core = (int16_t) stat->processor;
  thread->nice = (int8_t) stat->nice;
  thread->policy = (uint8_t) stat->policy;
  thread->rt_priority = (uint8_t) stat->rt_priority;
  set_name (thread, stat->comm);

  self->n_wanting += (thread->letter == 'R') - (before.letter == 'R');

  if (memcmp (&before, thread, sizeof before) != 0)
    self->is_changed = true;
}

static void
apply_stat (SkeinWatch        *self,
            const SkeinReader *reader,
            SkeinThread       *thread,
            const SkeinStat   *stat)
{
  uint64_t rss_bytes = stat->rss_pages * reader->page_size;

  apply_to_thread (self, thread, stat);

  if (thread->tid == self->pid)
    apply_to_process (self, reader, stat);

  /* Of the process as a whole, and in the file of each thread: it comes for free. */
  if (self->rss_bytes != rss_bytes)
    {
      self->rss_bytes = rss_bytes;
      self->is_changed = true;
    }
}

void
skein_threads_let_go (SkeinTrack  *track,
                      SkeinReader *reader)
{
  skein_reader_let_go (reader, &track->kept);
  skein_reader_let_go (reader, &track->kept_stat);
}

/* Reads a thread for the first time. */
static int
meet (SkeinWatch  *self,
      SkeinReader *reader,
      pid_t        tid,
      SkeinThread *thread,
      SkeinTrack  *track)
{
  SkeinSchedstat times = { 0 };
  SkeinStat stat;
  int result;

  *thread = (SkeinThread) { .tid = tid };
  *track = (SkeinTrack) { .kept = -1, .kept_stat = -1 };

  result = skein_reader_read_schedstat (reader, self->pid, tid, &track->kept, false, &times);
  if (result == -ESRCH)
    return result;

  result = skein_reader_read_stat (reader, self->pid, tid, &stat);
  if (result < 0)
    return result;

  thread->start_ticks = stat.start_ticks;
  thread->run_ns = times.run_ns;
  thread->ready_ns = times.wait_ns;
  thread->slices = times.slices;
  track->is_new = reader->interval_ns > 0 && stat.start_ticks >= reader->new_ticks;

  if (track->is_new)
    track->moved = reader->sample;
  else
    skein_ledger_open (&track->ledger, times.run_ns, times.wait_ns);

  apply_stat (self, reader, thread, &stat);

  return 0;
}

/* The number went to another thread: that is a new row, in the same place. */
static void
replace (SkeinWatch      *self,
         SkeinReader     *reader,
         uint32_t         index)
{
  SkeinThread *thread = &self->threads[index];
  SkeinTrack *track = &self->tracks[index];
  pid_t tid = thread->tid;

  skein_threads_let_go (track, reader);
  self->sum -= thread->run_ns;
  self->n_wanting -= thread->letter == 'R';

  if (meet (self, reader, tid, thread, track) < 0)
    *thread = (SkeinThread) { .tid = tid };

  self->sum += thread->run_ns;
  self->has_lost = true;
  self->is_changed = true;
  skein_details_forget (self);
}

int
skein_threads_reread (SkeinWatch  *self,
                      SkeinReader *reader,
                      uint32_t     index)
{
  SkeinThread *thread = &self->threads[index];
  SkeinTrack *track = &self->tracks[index];
  SkeinStat stat;
  int result = skein_reader_read_kept_stat (reader, self->pid, thread->tid, &track->kept_stat, track->kept >= 0, &stat);

  if (result < 0)
    {
      self->has_lost |= result == -ESRCH;
      return result;
    }

  if (stat.start_ticks == thread->start_ticks)
    {
      apply_stat (self, reader, thread, &stat);
      return 0;
    }

  if (thread->tid == self->pid)
    self->is_reborn = true;
  else
    replace (self, reader, index);

  return -ESRCH;
}

/* When a thread that is not the main one calls exec, it takes the place of the
 * main one, start time and all: the times under that number jump. The process's
 * own clock knows how much of the jump was run just now. */
static void
check_identity (SkeinWatch           *self,
                const SkeinThread    *thread,
                SkeinTrack           *track,
                const SkeinSchedstat *now)
{
  bool has_shrunk = now->run_ns < thread->run_ns;
  uint64_t growth = now->run_ns - thread->run_ns;

  if (!has_shrunk && (thread->tid != self->pid || !self->is_exact || growth <= self->growth + SLOPPINESS_NS))
    return;

  skein_ledger_open (&track->ledger, now->run_ns - MIN (self->growth, now->run_ns), now->wait_ns);
  self->has_lost = true;
}

static void
move_to_front (SkeinWatch *self,
               uint32_t    position)
{
  uint32_t index = self->order[position];

  if (position < self->n_hot)
    return;

  self->order[position] = self->order[self->n_hot];
  self->order[self->n_hot++] = index;
}

/* Returns: whether they grew */
static bool
read_times (SkeinWatch  *self,
            SkeinReader *reader,
            uint32_t     index,
            bool         keep)
{
  SkeinThread *thread = &self->threads[index];
  SkeinTrack *track = &self->tracks[index];
  SkeinSchedstat now;
  int result = skein_reader_read_schedstat (reader, self->pid, thread->tid, &track->kept, keep, &now);

  if (result < 0)
    {
      self->has_lost |= result == -ESRCH;
      return false;
    }

  if (now.run_ns == thread->run_ns && now.wait_ns == thread->ready_ns && now.slices == thread->slices)
    return false;

  check_identity (self, thread, track, &now);
  self->sum += now.run_ns - thread->run_ns;
  self->is_changed = true;
  thread->run_ns = now.run_ns;
  thread->ready_ns = now.wait_ns;
  thread->slices = now.slices;
  track->moved = reader->sample;

  return true;
}

bool
skein_threads_read (SkeinWatch  *self,
                    SkeinReader *reader,
                    uint32_t     position)
{
  uint32_t index = self->order[position];

  if (!read_times (self, reader, index, position < self->n_hot))
    return false;

  move_to_front (self, position);

  /* Not before the times: what it does after this reading makes them grow again. */
  skein_threads_reread (self, reader, index);

  return true;
}

bool
skein_threads_recount (SkeinWatch  *self,
                       SkeinReader *reader,
                       uint32_t     index)
{
  if (!read_times (self, reader, index, false))
    return false;

  skein_threads_heat (self, index);
  skein_threads_reread (self, reader, index);

  return true;
}

void
skein_threads_heat (SkeinWatch *self,
                    uint32_t    index)
{
  for (uint32_t i = self->n_hot; i < self->n_threads; i++)
    {
      if (self->order[i] == index)
        {
          move_to_front (self, i);
          return;
        }
    }
}

static bool
is_hot (const SkeinThread *thread,
        const SkeinTrack  *track,
        const SkeinReader *reader)
{
  return thread->letter == 'R' || (track->moved != 0 && reader->sample - track->moved <= COLD_AFTER);
}

void
skein_watch_cool (SkeinWatch  *self,
                  SkeinReader *reader)
{
  for (uint32_t i = 0; i < self->n_hot;)
    {
      uint32_t index = self->order[i];

      if (is_hot (&self->threads[index], &self->tracks[index], reader))
        {
          i++;
          continue;
        }

      skein_threads_let_go (&self->tracks[index], reader);
      self->order[i] = self->order[--self->n_hot];
      self->order[self->n_hot] = index;
    }
}

static void
sort_order (SkeinWatch        *self,
            const SkeinReader *reader)
{
  uint32_t n_cold = 0;

  self->n_hot = 0;

  for (uint32_t i = 0; i < self->n_threads; i++)
    {
      if (is_hot (&self->threads[i], &self->tracks[i], reader))
        self->order[self->n_hot++] = i;
      else
        self->order[self->n_threads - ++n_cold] = i;
    }
}

static bool
are_listed (const SkeinWatch *self,
            const GArray     *ids)
{
  if (ids->len != self->n_threads)
    return false;

  for (uint32_t i = 0; i < self->n_threads; i++)
    {
      if (self->threads[i].tid != g_array_index (ids, pid_t, i))
        return false;
    }

  return true;
}

/* While threads end, the kernel may leave one out of its list that lives on. */
static bool
is_gone (SkeinWatch  *self,
         SkeinReader *reader,
         uint32_t     index)
{
  SkeinStat stat;
  int result = skein_reader_read_stat (reader, self->pid, self->threads[index].tid, &stat);

  return result == -ESRCH || (result == 0 && stat.start_ticks != self->threads[index].start_ticks);
}

typedef struct
{
  SkeinThread *threads;
  SkeinTrack  *tracks;
  uint32_t     n_threads;
  int          n_gone;
} Merge;

static void
keep_or_drop (Merge       *merge,
              SkeinWatch  *self,
              SkeinReader *reader,
              uint32_t     index,
              bool         is_listed)
{
  if (!is_listed && is_gone (self, reader, index))
    {
      skein_threads_let_go (&self->tracks[index], reader);
      merge->n_gone++;

      /* Without a clock nobody else counts what ended threads have run. */
      if (!reader->has_gate)
        self->ended += self->threads[index].run_ns;

      return;
    }

  merge->threads[merge->n_threads] = self->threads[index];
  merge->tracks[merge->n_threads++] = self->tracks[index];
}

static void
take_in (Merge       *merge,
         SkeinWatch  *self,
         SkeinReader *reader,
         pid_t        tid)
{
  if (meet (self, reader, tid, &merge->threads[merge->n_threads], &merge->tracks[merge->n_threads]) == 0)
    merge->n_threads++;
}

static void
merge_ids (Merge        *merge,
           SkeinWatch   *self,
           SkeinReader  *reader,
           const GArray *ids)
{
  uint32_t i = 0;
  guint j = 0;

  while (i < self->n_threads || j < ids->len)
    {
      pid_t known = i < self->n_threads ? self->threads[i].tid : G_MAXINT;
      pid_t listed = j < ids->len ? g_array_index (ids, pid_t, j) : G_MAXINT;

      if (known <= listed)
        keep_or_drop (merge, self, reader, i, known == listed);
      else
        take_in (merge, self, reader, listed);

      i += known <= listed;
      j += listed <= known;
    }
}

static void
adopt (SkeinWatch        *self,
       const SkeinReader *reader,
       const Merge       *merge)
{
  g_free (self->threads);
  g_free (self->tracks);

  self->n_threads = merge->n_threads;
  self->threads = g_renew (SkeinThread, merge->threads, MAX (merge->n_threads, 1));
  self->tracks = g_renew (SkeinTrack, merge->tracks, MAX (merge->n_threads, 1));
  self->order = g_renew (uint32_t, self->order, MAX (merge->n_threads, 1));
  self->sum = 0;
  self->n_wanting = 0;

  for (uint32_t i = 0; i < self->n_threads; i++)
    {
      self->sum += self->threads[i].run_ns;
      self->n_wanting += self->threads[i].letter == 'R';
    }

  sort_order (self, reader);
  skein_details_forget (self);
  self->is_changed = true;
}

int
skein_threads_update (SkeinWatch  *self,
                      SkeinReader *reader)
{
  const GArray *ids = reader->ids;
  Merge merge = { NULL };
  int result = skein_reader_list (reader, self->pid, reader->ids);

  if (result < 0)
    return result;

  if (are_listed (self, ids))
    return 0;

  merge.threads = g_new0 (SkeinThread, self->n_threads + ids->len);
  merge.tracks = g_new0 (SkeinTrack, self->n_threads + ids->len);
  merge_ids (&merge, self, reader, ids);
  adopt (self, reader, &merge);

  return merge.n_gone;
}
