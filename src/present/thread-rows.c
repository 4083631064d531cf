/* thread-rows.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "present/thread-rows.h"

#include "base/clock.h"
#include "present/row-id.h"
#include "present/since.h"
#include "present/words.h"

#include <stdlib.h>
#include <string.h>

#define NO_RANK UINT32_MAX

typedef struct
{
  SkeinThreadRow row;

  uint64_t       run_ns;     /* as at the last update, like the four that follow */
  uint64_t       ready_ns;
  uint64_t       voluntary;
  uint64_t       preempted;
  bool           had_detail;
  SkeinId        store_id;
  uint32_t       rank;
} Row;

struct _SkeinThreadRows
{
  SkeinTaskKey        key;
  SkeinSnapshot      *snapshot;
  const SkeinProcess *process;   /* in the snapshot */
  GArray             *rows;      /* of Row, sorted by tid */
  GArray             *previous;  /* the last update's, kept for its memory */
  GArray             *shown;     /* of uint32_t, sorted as wanted */

  SkeinThreadOrder    order;
  bool                descending;
  bool                is_held;
};

static inline Row *
row_at (const SkeinThreadRows *self,
        uint32_t               index)
{
  return &g_array_index (self->rows, Row, index);
}

SkeinThreadRows *
skein_thread_rows_new (const SkeinTaskKey *process)
{
  SkeinThreadRows *self = g_new0 (SkeinThreadRows, 1);

  self->key = *process;
  self->order = SKEIN_THREAD_TID;
  self->rows = g_array_new (FALSE, TRUE, sizeof (Row));
  self->previous = g_array_new (FALSE, TRUE, sizeof (Row));
  self->shown = g_array_new (FALSE, FALSE, sizeof (uint32_t));

  return self;
}

void
skein_thread_rows_free (SkeinThreadRows *self)
{
  g_clear_pointer (&self->snapshot, skein_snapshot_unref);
  g_clear_pointer (&self->rows, g_array_unref);
  g_clear_pointer (&self->previous, g_array_unref);
  g_clear_pointer (&self->shown, g_array_unref);
  g_free (self);
}

/* Its times stood still, and it is not ready now: then it did not want a core in
 * between, and nothing need be looked up. Of thousands of threads, most rest. */
static bool
has_rested (const Row *row)
{
  const SkeinThread *thread = row->row.thread;

  return thread->letter != 'R' && thread->run_ns == row->run_ns && thread->ready_ns == row->ready_ns;
}

static void
find_figures (Row                *row,
              const SkeinTaskKey *key,
              const SkeinSince   *since,
              bool                was_here)
{
  const SkeinThread *thread = row->row.thread;
  SkeinSinceFigures figures;

  if (was_here && has_rested (row))
    {
      row->row.run = 0.0f;
      row->row.ready = 0.0f;
      return;
    }

  if (row->store_id == SKEIN_ID_NONE && since->store != NULL)
    row->store_id = skein_store_find_thread (since->store, key);

  if (!skein_since_look_up (since, row->store_id, &figures))
    {
      row->store_id = SKEIN_ID_NONE;
      figures = skein_since_work_out (since, thread->run_delta_ns, thread->ready_delta_ns, thread->run_ns,
                                      was_here ? row->run_ns : UINT64_MAX);
    }

  row->row.run = figures.run;
  row->row.ready = figures.ready;
}

/* Rates of switches: of what the kernel counts, over the time between two updates. */
static void
count_switches (Row              *row,
                const SkeinSince *since,
                bool              was_here)
{
  const SkeinThreadDetail *detail = row->row.detail;
  bool had_detail = row->had_detail && was_here;

  row->row.has_rates = had_detail && detail != NULL && since->elapsed_ns > 0;
  row->row.given_up = 0.0f;
  row->row.taken_away = 0.0f;

  if (row->row.has_rates)
    {
      double seconds = (double) since->elapsed_ns / (double) SKEIN_NS_PER_S;

      row->row.given_up = (float) ((double) (detail->voluntary - row->voluntary) / seconds);
      row->row.taken_away = (float) ((double) (detail->preempted - row->preempted) / seconds);
    }

  row->had_detail = detail != NULL;
  if (detail != NULL)
    {
      row->voluntary = detail->voluntary;
      row->preempted = detail->preempted;
    }
}

static void
renew_row (Row                *row,
           const SkeinProcess *process,
           uint32_t            index,
           const SkeinSince   *since,
           bool                was_here)
{
  SkeinTaskKey key = skein_thread_get_key (process, &process->threads[index]);

  row->row.id = skein_row_id_from_key (&key);
  row->row.thread = &process->threads[index];
  row->row.detail = process->details != NULL ? &process->details[index] : NULL;

  find_figures (row, &key, since, was_here);
  count_switches (row, since, was_here);
  row->run_ns = row->row.thread->run_ns;
  row->ready_ns = row->row.thread->ready_ns;
}

static void
merge (SkeinThreadRows    *self,
       const SkeinProcess *process,
       const SkeinSince   *since)
{
  GArray *before = self->rows;
  uint32_t j = 0;

  self->rows = self->previous;
  self->previous = before;
  g_array_set_size (self->rows, process->n_threads);

  for (uint32_t i = 0; i < process->n_threads; i++)
    {
      const SkeinThread *thread = &process->threads[i];
      bool was_here = false;

      while (j < before->len && g_array_index (before, Row, j).row.thread->tid < thread->tid)
        j++;

      if (j < before->len)
        {
          const SkeinThread *old = g_array_index (before, Row, j).row.thread;

          was_here = old->tid == thread->tid && old->start_ticks == thread->start_ticks;
        }

      if (was_here)
        *row_at (self, i) = g_array_index (before, Row, j);
      else
        *row_at (self, i) = (Row) { .rank = NO_RANK, .store_id = SKEIN_ID_NONE };

      renew_row (row_at (self, i), process, i, since, was_here);
    }
}

static double
number_of_detail (const SkeinThreadRow *row,
                  SkeinThreadOrder      order)
{
  if (row->detail == NULL)
    return -1.0;

  switch ((int) order)
    {
    case SKEIN_THREAD_GIVEN_UP:
      return (double) row->detail->voluntary;

    case SKEIN_THREAD_TAKEN_AWAY:
      return (double) row->detail->preempted;

    case SKEIN_THREAD_WAIT:
      return skein_words_get_wait (row->thread, row->detail);

    case SKEIN_THREAD_MOVES:
    default:
      return (double) row->detail->moves;
    }
}

static double
number_of_thread (const SkeinThreadRow *row,
                  SkeinThreadOrder      order)
{
  const SkeinThread *thread = row->thread;

  switch ((int) order)
    {
    case SKEIN_THREAD_STATE:
      return skein_thread_get_state (thread);

    case SKEIN_THREAD_CORE:
      return thread->core;

    case SKEIN_THREAD_RUN:
      return row->run;

    case SKEIN_THREAD_READY:
      return row->ready;

    case SKEIN_THREAD_POLICY:
      return thread->policy * 100.0 + thread->rt_priority;

    case SKEIN_THREAD_NICE:
      return thread->nice;

    case SKEIN_THREAD_CPU_TIME:
      return (double) thread->run_ns;

    case SKEIN_THREAD_START:
      return (double) thread->start_ticks;

    case SKEIN_THREAD_TID:
      return thread->tid;

    default:
      return number_of_detail (row, order);
    }
}

static int
compare_values (const SkeinThreadRow *a,
                const SkeinThreadRow *b,
                SkeinThreadOrder      order)
{
  double x, y;

  if (order == SKEIN_THREAD_NAME)
    return g_ascii_strcasecmp (a->thread->name, b->thread->name);

  if (order == SKEIN_THREAD_CORES)
    return g_strcmp0 (a->detail != NULL ? a->detail->allowed_cores : NULL,
                      b->detail != NULL ? b->detail->allowed_cores : NULL);

  /* What happens now counts before what happened in a long life. */
  if (order == SKEIN_THREAD_GIVEN_UP && a->given_up != b->given_up)
    return a->given_up > b->given_up ? 1 : -1;
  if (order == SKEIN_THREAD_TAKEN_AWAY && a->taken_away != b->taken_away)
    return a->taken_away > b->taken_away ? 1 : -1;

  x = number_of_thread (a, order);
  y = number_of_thread (b, order);

  return (x > y) - (x < y);
}

static int
compare_rows (const void *a,
              const void *b,
              void       *data)
{
  const SkeinThreadRows *self = data;
  const Row *x = row_at (self, *(const uint32_t *) a);
  const Row *y = row_at (self, *(const uint32_t *) b);
  int order;

  if (self->is_held)
    order = (x->rank > y->rank) - (x->rank < y->rank);
  else
    order = compare_values (&x->row, &y->row, self->order) * (self->descending ? -1 : 1);

  if (order != 0)
    return order;

  return (x->row.thread->tid > y->row.thread->tid) - (x->row.thread->tid < y->row.thread->tid);
}

static void
arrange (SkeinThreadRows *self)
{
  g_array_set_size (self->shown, self->rows->len);

  for (uint32_t i = 0; i < self->rows->len; i++)
    g_array_index (self->shown, uint32_t, i) = i;

  if (self->shown->len > 1)
    qsort_r (self->shown->data, self->shown->len, sizeof (uint32_t), compare_rows, self);

  for (uint32_t i = 0; i < self->shown->len; i++)
    row_at (self, g_array_index (self->shown, uint32_t, i))->rank = i;
}

bool
skein_thread_rows_update (SkeinThreadRows     *self,
                          const SkeinSnapshot *snapshot,
                          const SkeinStore    *store)
{
  const SkeinProcess *process = skein_snapshot_find_key (snapshot, &self->key);
  SkeinSnapshot *before = self->snapshot;
  SkeinSince since;

  if (process == NULL)
    return false;
  if (before == snapshot)
    return true;

  since = skein_since (before, snapshot, store);
  merge (self, process, &since);

  self->snapshot = skein_snapshot_ref (snapshot);
  self->process = process;
  g_clear_pointer (&before, skein_snapshot_unref);
  arrange (self);

  return true;
}

const SkeinProcess *
skein_thread_rows_get_process (const SkeinThreadRows *self)
{
  return self->process;
}

const SkeinSnapshot *
skein_thread_rows_get_snapshot (const SkeinThreadRows *self)
{
  return self->snapshot;
}

void
skein_thread_rows_set_order (SkeinThreadRows *self,
                             SkeinThreadOrder order,
                             bool             descending)
{
  bool is_held = self->is_held;

  self->order = order;
  self->descending = descending;

  /* The user asked for another order: that goes before holding the old one. */
  self->is_held = false;
  arrange (self);
  self->is_held = is_held;
}

void
skein_thread_rows_set_hold (SkeinThreadRows *self,
                            bool             hold)
{
  self->is_held = hold;
}

uint32_t
skein_thread_rows_get_n_rows (const SkeinThreadRows *self)
{
  return self->shown->len;
}

const SkeinThreadRow *
skein_thread_rows_get_row (const SkeinThreadRows *self,
                           uint32_t               position)
{
  g_return_val_if_fail (position < self->shown->len, NULL);

  return &row_at (self, g_array_index (self->shown, uint32_t, position))->row;
}
