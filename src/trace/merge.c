/* merge.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "trace/merge.h"

#include "base/clock.h"

#include <string.h>

/* A switch takes one or two; and whoever else had the core in between had it no longer. */
#define TAKE_OVER_NS (UINT64_C (4) * SKEIN_NS_PER_US)

/* The records of one core that are not taken yet. */
typedef struct
{
  SkeinSwitch *records;
  size_t       first;
  size_t       end;
  size_t       size;

  /* Of the last one that came. */
  int64_t      last_ns;
  pid_t        last_tid;
  uint8_t      last_kind;
} Lane;

struct _SkeinMerge
{
  GArray   *lanes; /* of Lane */
  GArray   *heap;  /* of unsigned: the lanes that have something, the earliest at the root */
  GArray   *names;
  unsigned  n_waiting_names;
  int64_t   start_ns;
  int64_t   taken_ns;
};

SkeinMerge *
skein_merge_new (void)
{
  SkeinMerge *self = g_new0 (SkeinMerge, 1);

  self->lanes = g_array_new (FALSE, TRUE, sizeof (Lane));
  self->heap = g_array_new (FALSE, FALSE, sizeof (unsigned));
  self->names = g_array_new (FALSE, FALSE, SKEIN_SWITCH_NAME_SIZE);
  self->start_ns = INT64_MIN;
  self->taken_ns = INT64_MIN;

  return self;
}

static Lane *
get_lane (const SkeinMerge *self,
          unsigned          lane)
{
  return &g_array_index (self->lanes, Lane, lane);
}

void
skein_merge_free (SkeinMerge *self)
{
  for (unsigned i = 0; i < self->lanes->len; i++)
    g_free (get_lane (self, i)->records);

  g_array_unref (self->lanes);
  g_array_unref (self->heap);
  g_array_unref (self->names);
  g_free (self);
}

unsigned
skein_merge_add_lane (SkeinMerge *self)
{
  Lane lane = { .last_ns = INT64_MIN };

  g_array_append_val (self->lanes, lane);

  return self->lanes->len - 1;
}

void
skein_merge_set_start (SkeinMerge *self,
                       int64_t     start_ns)
{
  self->start_ns = start_ns;
}

static bool
is_switch (const SkeinSwitch *record)
{
  return record->kind <= SKEIN_SWITCH_OUT_PREEMPTED;
}

static bool
is_out (uint8_t kind)
{
  return kind == SKEIN_SWITCH_OUT_BLOCKED || kind == SKEIN_SWITCH_OUT_PREEMPTED;
}

/* A thread cannot get a core twice without leaving it, nor be born twice: then it
 * has two events there, and this is the second one's record. */
static bool
is_again (Lane              *lane,
          const SkeinSwitch *record)
{
  return record->tid == lane->last_tid && record->kind == lane->last_kind && record->kind != SKEIN_SWITCH_NAME &&
         record->kind != SKEIN_SWITCH_EXEC && record->kind != SKEIN_SWITCH_LOST;
}

/* A core that goes straight from one thread to the next is the next one's from then
 * on: so the kernel counts, and in between it would look idle for a microsecond. */
static bool
takes_over (const Lane        *lane,
            const SkeinSwitch *record)
{
  return record->kind == SKEIN_SWITCH_IN && is_out (lane->last_kind) &&
         (uint64_t) record->time_ns - (uint64_t) lane->last_ns <= TAKE_OVER_NS;
}

static void
date (const SkeinMerge *self,
      Lane             *lane,
      SkeinSwitch      *record)
{
  int64_t earliest_ns = MAX (lane->last_ns, self->taken_ns);

  /* Before the first record nothing is known to be lost before the start. */
  if (record->kind == SKEIN_SWITCH_LOST)
    record->time_ns = earliest_ns != INT64_MIN ? earliest_ns : record->until_ns;

  record->time_ns = takes_over (lane, record) ? earliest_ns : MAX (record->time_ns, earliest_ns);

  if (record->kind == SKEIN_SWITCH_LOST)
    record->until_ns = MAX (record->until_ns, record->time_ns);

  lane->last_ns = record->kind == SKEIN_SWITCH_LOST ? record->until_ns : record->time_ns;
  lane->last_tid = record->tid;
  lane->last_kind = record->kind;
}

/* Returns: whether it is to be kept */
static bool
fit_to_start (const SkeinMerge *self,
              SkeinSwitch      *record)
{
  if (record->time_ns >= self->start_ns)
    return true;

  if (is_switch (record) || (record->kind == SKEIN_SWITCH_LOST && record->until_ns < self->start_ns))
    return false;

  record->time_ns = self->start_ns;

  if (record->kind == SKEIN_SWITCH_FORK)
    {
      record->kind = SKEIN_SWITCH_FOUND;
      record->name = SKEIN_NO_NAME;
    }

  return true;
}

static void
make_room (Lane *lane)
{
  if (lane->end < lane->size)
    return;

  if (lane->first > lane->size / 2)
    {
      memmove (lane->records, lane->records + lane->first, (lane->end - lane->first) * sizeof (SkeinSwitch));
      lane->end -= lane->first;
      lane->first = 0;
      return;
    }

  lane->size = MAX (lane->size * 2, 256);
  lane->records = g_renew (SkeinSwitch, lane->records, lane->size);
}

static int64_t
get_time (const SkeinMerge *self,
          unsigned          slot)
{
  const Lane *lane = get_lane (self, g_array_index (self->heap, unsigned, slot));

  return lane->records[lane->first].time_ns;
}

static bool
comes_before (const SkeinMerge *self,
              unsigned          a,
              unsigned          b)
{
  int64_t a_ns = get_time (self, a);
  int64_t b_ns = get_time (self, b);

  return a_ns != b_ns ? a_ns < b_ns : g_array_index (self->heap, unsigned, a) < g_array_index (self->heap, unsigned, b);
}

static void
swap (const SkeinMerge *self,
      unsigned          a,
      unsigned          b)
{
  unsigned *slots = (gpointer) self->heap->data;
  unsigned lane = slots[a];

  slots[a] = slots[b];
  slots[b] = lane;
}

static void
sift_up (const SkeinMerge *self,
         unsigned          slot)
{
  while (slot > 0 && comes_before (self, slot, (slot - 1) / 2))
    {
      swap (self, slot, (slot - 1) / 2);
      slot = (slot - 1) / 2;
    }
}

static void
sift_down (const SkeinMerge *self)
{
  unsigned slot = 0;

  for (;;)
    {
      unsigned least = slot;

      for (unsigned child = 2 * slot + 1; child <= 2 * slot + 2 && child < self->heap->len; child++)
        {
          if (comes_before (self, child, least))
            least = child;
        }

      if (least == slot)
        return;

      swap (self, slot, least);
      slot = least;
    }
}

void
skein_merge_add (SkeinMerge        *self,
                 unsigned           lane_number,
                 const SkeinSwitch *record,
                 const char        *name)
{
  Lane *lane = get_lane (self, lane_number);
  SkeinSwitch dated = *record;

  if (is_again (lane, record))
    return;

  date (self, lane, &dated);

  if (!fit_to_start (self, &dated))
    return;

  if (name != NULL)
    {
      dated.name = self->names->len;
      self->n_waiting_names++;
      g_array_append_vals (self->names, name, 1);
    }

  make_room (lane);
  lane->records[lane->end++] = dated;

  if (lane->end - lane->first == 1)
    {
      g_array_append_val (self->heap, lane_number);
      sift_up (self, self->heap->len - 1);
    }
}

static void
take_name (SkeinMerge  *self,
           SkeinSwitch *record,
           GArray      *names)
{
  const char *waiting = self->names->data + (gsize) record->name * SKEIN_SWITCH_NAME_SIZE;

  record->name = names->len;
  g_array_append_vals (names, waiting, 1);

  if (--self->n_waiting_names == 0)
    g_array_set_size (self->names, 0);
}

static bool
has_name (const SkeinSwitch *record)
{
  return (record->kind == SKEIN_SWITCH_NAME || record->kind == SKEIN_SWITCH_EXEC ||
          record->kind == SKEIN_SWITCH_FOUND) &&
         record->name != SKEIN_NO_NAME;
}

void
skein_merge_take (SkeinMerge *self,
                  int64_t     until_ns,
                  GArray     *switches,
                  GArray     *names)
{
  while (self->heap->len > 0 && get_time (self, 0) < until_ns)
    {
      Lane *lane = get_lane (self, g_array_index (self->heap, unsigned, 0));
      SkeinSwitch record = lane->records[lane->first++];

      if (has_name (&record))
        take_name (self, &record, names);

      g_array_append_val (switches, record);

      if (lane->first == lane->end)
        {
          lane->first = lane->end = 0;
          g_array_remove_index_fast (self->heap, 0);
        }

      sift_down (self);
    }

  self->taken_ns = MAX (self->taken_ns, until_ns);
}
