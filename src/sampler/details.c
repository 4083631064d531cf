/* details.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "sampler/details.h"

#include "base/clock.h"
#include "proc/sched.h"
#include "proc/status.h"
#include "proc/syscall.h"
#include "proc/wchan.h"

#include <string.h>

/* Four times a second is as often as somebody can read it. */
#define DETAILS_EVERY_NS (250 * SKEIN_NS_PER_MS)

#define SYSCALL_NONE (-1)
#define SYSCALL_HIDDEN (-2)

static void
take_text (SkeinWatch  *self,
           char       **text,
           const char  *value)
{
  if (g_strcmp0 (*text, value) == 0)
    return;

  g_clear_pointer (text, g_ref_string_release);
  *text = value != NULL ? g_ref_string_new_intern (value) : NULL;
  skein_watch_mark_changed (self);
}

static bool
is_blocked (const SkeinThread *thread)
{
  return strchr ("SDI", thread->letter) != NULL && thread->letter != '\0';
}

static void
read_switches (SkeinWatch        *self,
               const SkeinReader *reader,
               const SkeinThread *thread,
               SkeinThreadDetail *detail)
{
  char path[SKEIN_READER_PATH_SIZE];
  SkeinSched sched;

  skein_reader_get_path (self->pid, thread->tid, "sched", path);

  if (skein_sched_read_at (reader->proc_fd, path, &sched) < 0)
    {
      detail->moves = -1;
      return;
    }

  detail->voluntary = sched.n_voluntary;
  detail->preempted = sched.n_involuntary;
  detail->moves = (int64_t) sched.n_migrations;
}

/* What is allowed may change without the thread running, and where there is no
 * sched file the switches are here too. */
static void
read_status (SkeinWatch        *self,
             const SkeinReader *reader,
             const SkeinThread *thread,
             SkeinThreadDetail *detail)
{
  char path[SKEIN_READER_PATH_SIZE];
  g_autofree char *cores = NULL;
  SkeinStatus status;

  skein_reader_get_path (self->pid, thread->tid, "status", path);

  if (skein_status_read_at (reader->proc_fd, path, &status) < 0)
    return;

  cores = skein_cpulist_dup_text (&status.cpus_allowed);
  take_text (self, &detail->allowed_cores, cores);

  if (detail->moves < 0)
    {
      detail->voluntary = status.n_voluntary;
      detail->preempted = status.n_involuntary;
    }
}

static void
read_wait (SkeinWatch        *self,
           const SkeinReader *reader,
           const SkeinThread *thread,
           SkeinThreadDetail *detail)
{
  char path[SKEIN_READER_PATH_SIZE];
  char wchan[SKEIN_WCHAN_SIZE];
  SkeinSyscall call;

  skein_reader_get_path (self->pid, thread->tid, "wchan", path);

  if (skein_wchan_read_at (reader->proc_fd, path, wchan) == 0 && wchan[0] != '\0')
    take_text (self, &detail->wchan, wchan);
  else
    take_text (self, &detail->wchan, NULL);

  /* What the file says of a thread of the kernel means nothing. */
  detail->syscall = self->is_kernel ? SYSCALL_NONE : SYSCALL_HIDDEN;
  skein_reader_get_path (self->pid, thread->tid, "syscall", path);

  if (self->is_kernel || skein_syscall_read_at (reader->proc_fd, path, &call) < 0)
    return;

  detail->syscall = call.kind == SKEIN_SYSCALL_INSIDE ? (int32_t) call.number : SYSCALL_NONE;
  memcpy (detail->syscall_args, call.args, sizeof detail->syscall_args);
}

/* When it was read does not make a wait another one. */
static void
read_detail (SkeinWatch        *self,
             const SkeinReader *reader,
             const SkeinThread *thread,
             SkeinThreadDetail *detail)
{
  int64_t from_ns = 0, until_ns = 0;
  SkeinThreadDetail before = *detail;

  detail->syscall = SYSCALL_NONE;
  memset (detail->syscall_args, 0, sizeof detail->syscall_args);

  read_switches (self, reader, thread, detail);
  read_status (self, reader, thread, detail);

  if (is_blocked (thread))
    {
      from_ns = skein_clock_now_ns ();
      read_wait (self, reader, thread, detail);
      until_ns = skein_clock_now_ns ();
    }
  else
    take_text (self, &detail->wchan, NULL);

  if (memcmp (&before, detail, sizeof before) != 0)
    skein_watch_mark_changed (self);

  detail->wait_from_ns = from_ns;
  detail->wait_until_ns = until_ns;
}

void
skein_details_read (SkeinWatch        *self,
                    const SkeinReader *reader)
{
  bool is_first = self->details == NULL;
  uint32_t turn;

  if (!is_first && reader->taken_ns - self->detailed_ns < DETAILS_EVERY_NS)
    return;

  if (is_first)
    {
      self->details = g_new0 (SkeinThreadDetail, MAX (self->n_threads, 1));
      self->n_detailed = self->n_threads;
      skein_watch_mark_changed (self);
    }

  /* A thread that did not run still waits where it waited; only the cores it may
   * use can be others, and for that each has its turn. */
  turn = (uint32_t) (reader->sample % 16);

  for (uint32_t i = 0; i < self->n_threads; i++)
    {
      bool has_moved = self->tracks[i].detailed < self->tracks[i].moved;

      if (!is_first && !has_moved && i % 16 != turn)
        continue;

      read_detail (self, reader, &self->threads[i], &self->details[i]);
      self->tracks[i].detailed = reader->sample;

      /* It may wait for the same thing as before, but this is another wait. */
      if (has_moved && self->details[i].wait_from_ns > 0)
        skein_watch_mark_changed (self);
    }

  self->detailed_ns = reader->taken_ns;
}

void
skein_details_forget (SkeinWatch *self)
{
  if (self->details == NULL)
    return;

  for (uint32_t i = 0; i < self->n_detailed; i++)
    {
      g_clear_pointer (&self->details[i].wchan, g_ref_string_release);
      g_clear_pointer (&self->details[i].allowed_cores, g_ref_string_release);
    }

  g_clear_pointer (&self->details, g_free);
  skein_watch_mark_changed (self);
}

void
skein_details_copy (const SkeinWatch *self,
                    SkeinProcess     *record)
{
  if (self->details == NULL)
    return;

  skein_process_add_details (record);

  for (uint32_t i = 0; i < self->n_threads; i++)
    {
      record->details[i] = self->details[i];

      if (self->details[i].wchan != NULL)
        g_ref_string_acquire (self->details[i].wchan);
      if (self->details[i].allowed_cores != NULL)
        g_ref_string_acquire (self->details[i].allowed_cores);
    }
}
