/* publish.c - from what is remembered of a process to the record that is shown
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "sampler/watch.h"

#include "sampler/details.h"

#include <string.h>

/* Proved to have wanted a core for the whole interval: it wanted one before, it
 * does now, and it did not run. Within a tick of the kernel a running thread
 * looks the same, so shorter intervals prove nothing. */
static bool
is_starving (const SkeinWatch  *self,
             const SkeinThread *thread,
             const SkeinTrack  *track,
             const SkeinReader *reader)
{
  return thread->letter == 'R' && track->was_ready && track->moved != reader->sample &&
         self->n_missed == 0 && reader->interval_ns > reader->tick_ns;
}

static bool
deal_thread (const SkeinWatch  *self,
             const SkeinReader *reader,
             SkeinThread       *thread,
             SkeinTrack        *track)
{
  bool was_new = thread->is_new;

  if (reader->interval_ns == 0)
    skein_ledger_open (&track->ledger, thread->run_ns, MAX (thread->ready_ns, track->ledger.ready_given));

  skein_ledger_settle (&track->ledger, thread->run_ns, thread->ready_ns, (uint64_t) reader->interval_ns,
                       is_starving (self, thread, track, reader), &thread->run_delta_ns, &thread->ready_delta_ns);

  track->was_ready = thread->letter == 'R';
  thread->is_new = track->is_new;
  track->is_new = false;

  return was_new || thread->is_new || thread->run_delta_ns != 0 || thread->ready_delta_ns != 0 ||
         skein_ledger_owes (&track->ledger, thread->run_ns, thread->ready_ns);
}

/* Gives every thread its part of the interval.
 * Returns: whether the next record will differ from this one even if nothing happens */
static bool
deal_threads (SkeinWatch        *self,
              const SkeinReader *reader,
              uint64_t          *ret_ready_ns)
{
  bool is_restless = false;

  *ret_ready_ns = 0;

  for (uint32_t i = 0; i < self->n_threads; i++)
    {
      is_restless |= deal_thread (self, reader, &self->threads[i], &self->tracks[i]);
      *ret_ready_ns += self->threads[i].ready_delta_ns;
    }

  return is_restless;
}

static uint64_t
deal_clock (SkeinWatch        *self,
            const SkeinReader *reader)
{
  uint64_t room_ns = (uint64_t) reader->interval_ns * reader->n_cores;
  uint64_t owed = self->clock > self->clock_given ? self->clock - self->clock_given : 0;
  uint64_t given = MIN (owed, room_ns);

  self->clock_given = reader->interval_ns > 0 ? self->clock_given + given : self->clock;

  return given;
}

static char *
ref_text (char *text)
{
  return text != NULL ? g_ref_string_acquire (text) : g_ref_string_new_intern ("");
}

static SkeinProcess *
make_record (const SkeinWatch *self)
{
  SkeinProcess *record = skein_process_new (self->n_threads);

  record->pid = self->pid;
  record->ppid = self->ppid;
  record->uid = self->uid;
  record->start_ticks = self->start_ticks;
  record->name = ref_text (self->name);
  record->command = ref_text (self->command);
  record->user = ref_text (self->user);
  record->cgroup = ref_text (self->cgroup);
  record->rss_bytes = self->rss_bytes;
  record->run_ns = self->clock;
  record->letter = self->letter;
  record->is_kernel = self->is_kernel;
  record->is_new = self->is_new;
  memcpy (record->threads, self->threads, self->n_threads * sizeof *self->threads);
  skein_details_copy (self, record);

  return record;
}

const SkeinProcess *
skein_watch_publish (SkeinWatch        *self,
                     const SkeinReader *reader)
{
  bool was_restless = self->is_restless;
  uint64_t run_delta_ns, ready_delta_ns;
  SkeinProcess *record;

  if (!self->is_changed && !self->is_restless && self->n_wanting == 0 && self->record->run_ns == self->clock)
    return self->record;

  self->is_restless = deal_threads (self, reader, &ready_delta_ns);
  run_delta_ns = deal_clock (self, reader);
  self->is_restless |= run_delta_ns != 0 || self->clock_given < self->clock || self->is_new;

  if (self->record != NULL && !self->is_changed && !was_restless && !self->is_restless)
    return self->record;

  record = make_record (self);
  record->run_delta_ns = run_delta_ns;
  record->ready_delta_ns = ready_delta_ns;
  self->is_changed = false;

  g_clear_pointer (&self->record, skein_process_unref);
  self->record = record;

  return record;
}
