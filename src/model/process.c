/* process.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "model/process.h"

SkeinProcess *
skein_process_new (uint32_t n_threads)
{
  SkeinProcess *self = g_malloc0 (sizeof *self + n_threads * sizeof (SkeinThread));

  g_atomic_ref_count_init (&self->refs);
  self->n_threads = n_threads;

  return self;
}

void
skein_process_add_details (SkeinProcess *self)
{
  g_return_if_fail (self->details == NULL);

  self->details = g_new0 (SkeinThreadDetail, self->n_threads);
}

/* The count is the only part of a published record that ever changes. */
SkeinProcess *
skein_process_ref (const SkeinProcess *self)
{
  SkeinProcess *mutable = (SkeinProcess *) self;

  g_atomic_ref_count_inc (&mutable->refs);

  return mutable;
}

static void
free_details (SkeinProcess *self)
{
  for (uint32_t i = 0; i < self->n_threads; i++)
    {
      g_clear_pointer (&self->details[i].wchan, g_ref_string_release);
      g_clear_pointer (&self->details[i].allowed_cores, g_ref_string_release);
    }

  g_free (self->details);
}

void
skein_process_unref (const SkeinProcess *self)
{
  SkeinProcess *mutable = (SkeinProcess *) self;

  if (!g_atomic_ref_count_dec (&mutable->refs))
    return;

  if (mutable->details != NULL)
    free_details (mutable);

  g_clear_pointer (&mutable->name, g_ref_string_release);
  g_clear_pointer (&mutable->command, g_ref_string_release);
  g_clear_pointer (&mutable->user, g_ref_string_release);
  g_clear_pointer (&mutable->cgroup, g_ref_string_release);
  g_free (mutable);
}

uint32_t
skein_threads_find (const SkeinThread *threads,
                    uint32_t           n,
                    pid_t              tid)
{
  uint32_t low = 0;
  uint32_t high = n;

  while (low < high)
    {
      uint32_t middle = low + (high - low) / 2;

      if (threads[middle].tid < tid)
        low = middle + 1;
      else
        high = middle;
    }

  return low < n && threads[low].tid == tid ? low : n;
}

const SkeinThread *
skein_process_find_thread (const SkeinProcess *self,
                           pid_t               tid)
{
  uint32_t index = skein_threads_find (self->threads, self->n_threads, tid);

  return index < self->n_threads ? &self->threads[index] : NULL;
}

SkeinTaskKey
skein_process_get_key (const SkeinProcess *self)
{
  return (SkeinTaskKey) { self->pid, self->pid, self->start_ticks };
}

SkeinTaskKey
skein_thread_get_key (const SkeinProcess *self,
                      const SkeinThread  *thread)
{
  return (SkeinTaskKey) { self->pid, thread->tid, thread->start_ticks };
}

SkeinState
skein_state_from_letter (char     letter,
                         uint64_t run_ns,
                         uint64_t ready_ns)
{
  switch (letter)
    {
    case 'R':
      return run_ns > 0 && run_ns >= ready_ns ? SKEIN_STATE_RUNNING : SKEIN_STATE_READY;

    case 'S':
    case 'I':
      return SKEIN_STATE_WAITING;

    case 'D':
      return SKEIN_STATE_DISK;

    case 'T':
    case 't':
      return SKEIN_STATE_SUSPENDED;

    case 'Z':
    case 'X':
    case 'x':
      return SKEIN_STATE_TERMINATED;

    default:
      return SKEIN_STATE_UNKNOWN;
    }
}

SkeinState
skein_thread_get_state (const SkeinThread *thread)
{
  return skein_state_from_letter (thread->letter, thread->run_delta_ns, thread->ready_delta_ns);
}

/* The thread that speaks for the process, %NULL where it has none. */
static const SkeinThread *
find_liveliest (const SkeinProcess *self)
{
  /* How lively each state is: the more, the sooner it speaks for the process. */
  static const int liveliness[SKEIN_N_STATES] = {
    [SKEIN_STATE_UNKNOWN] = 0,
    [SKEIN_STATE_TERMINATED] = 1,
    [SKEIN_STATE_SUSPENDED] = 2,
    [SKEIN_STATE_WAITING] = 3,
    [SKEIN_STATE_DISK] = 4,
    [SKEIN_STATE_READY] = 5,
    [SKEIN_STATE_RUNNING] = 6,
  };
  const SkeinThread *liveliest = NULL;

  for (uint32_t i = 0; i < self->n_threads; i++)
    {
      const SkeinThread *thread = &self->threads[i];

      if (liveliest == NULL ||
          liveliness[skein_thread_get_state (thread)] > liveliness[skein_thread_get_state (liveliest)])
        liveliest = thread;
    }

  return liveliest;
}

SkeinState
skein_process_get_state (const SkeinProcess *self)
{
  const SkeinThread *liveliest = find_liveliest (self);

  return liveliest != NULL ? skein_thread_get_state (liveliest) : skein_state_from_letter (self->letter, 0, 0);
}

char
skein_process_get_letter (const SkeinProcess *self)
{
  const SkeinThread *liveliest = find_liveliest (self);

  return liveliest != NULL ? liveliest->letter : self->letter;
}
