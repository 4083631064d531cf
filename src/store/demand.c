/* demand.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store/demand.h"

/* When there are so many, the older half becomes sums: 4 MiB at most. */
#define MOST_CHANGES (1 << 17)

/**
 * Change:
 * @time_ns: when
 * @ns: of the end of a wait, how much of it is not known to have been ready time; of a loss,
 *   until when it was; else 0
 * @before: how far before it the thread's wait before is; 0: there was none
 * @by: so many more want a core; 0: a loss
 */
typedef struct
{
  int64_t  time_ns;
  int64_t  ns;
  uint32_t before;
  int32_t  by;
} Change;

/* The beginning or the end of ready time that turned out. */
typedef struct
{
  int64_t time_ns;
  int32_t by;
} Turn;

/* Where a walk is: behind all that was before @time_ns. */
typedef struct
{
  int64_t  time_ns;
  int64_t  blind_until_ns;
  int      n;
  uint32_t change;
  uint32_t turn;
} Place;

struct _SkeinDemand
{
  GArray      *changes;   /* of Change, in the order of time */
  GArray      *turns;     /* of Turn */
  uint64_t     n_dropped; /* of the changes */
  Place        begin;     /* of what is not in the sums yet */
  SkeinAtOnce  sums;
};

SkeinDemand *
skein_demand_new (void)
{
  SkeinDemand *self = g_new0 (SkeinDemand, 1);

  self->changes = g_array_new (FALSE, FALSE, sizeof (Change));
  self->turns = g_array_new (FALSE, FALSE, sizeof (Turn));
  self->begin.blind_until_ns = INT64_MIN;
  skein_at_once_init (&self->sums);

  return self;
}

void
skein_demand_free (SkeinDemand *self)
{
  g_array_unref (self->changes);
  g_array_unref (self->turns);
  skein_at_once_clear (&self->sums);
  g_free (self);
}

void
skein_demand_begin (SkeinDemand *self,
                    int64_t      time_ns)
{
  self->begin.time_ns = time_ns;
}

static Change *
get_change (const SkeinDemand *self,
            uint32_t           index)
{
  return &g_array_index (self->changes, Change, index);
}

static int64_t
get_turn_time (const GArray *turns,
               uint32_t      index)
{
  return index < turns->len ? g_array_index (turns, Turn, index).time_ns : INT64_MAX;
}

static int64_t
get_change_time (const SkeinDemand *self,
                 uint32_t           index)
{
  return index < self->changes->len ? get_change (self, index)->time_ns : INT64_MAX;
}

static int
compare_turns (gconstpointer a,
               gconstpointer b)
{
  int64_t first = ((const Turn *) a)->time_ns;
  int64_t second = ((const Turn *) b)->time_ns;

  return (first > second) - (first < second);
}

/* Within one instant there may be too few for a moment: what came first is not known. */
static void
advance (Place       *place,
         int64_t      time_ns,
         SkeinAtOnce *sums)
{
  int64_t seen_from_ns = MAX (place->time_ns, place->blind_until_ns);

  if (time_ns > seen_from_ns)
    skein_at_once_add (sums, (unsigned) MAX (place->n, 0), time_ns - seen_from_ns);

  place->time_ns = MAX (place->time_ns, time_ns);
}

/* Walks through all that is before @end_ns; the turns must be sorted. */
static void
walk_to (const SkeinDemand *self,
         const GArray      *turns,
         int64_t            end_ns,
         Place             *place,
         SkeinAtOnce       *sums)
{
  for (;;)
    {
      int64_t change_ns = get_change_time (self, place->change);
      int64_t turn_ns = get_turn_time (turns, place->turn);

      if (MIN (change_ns, turn_ns) >= end_ns)
        break;

      advance (place, MIN (change_ns, turn_ns), sums);

      if (turn_ns <= change_ns)
        {
          place->n += g_array_index (turns, Turn, place->turn++).by;
        }
      else
        {
          const Change *change = get_change (self, place->change++);

          place->n += change->by;
          if (change->by == 0)
            place->blind_until_ns = MAX (place->blind_until_ns, change->ns);
        }
    }

  advance (place, end_ns, sums);
}

/* The older half is not kept, but added up. */
static void
add_up (SkeinDemand *self)
{
  int64_t end_ns = get_change (self, self->changes->len / 2)->time_ns;

  g_array_sort (self->turns, compare_turns);
  walk_to (self, self->turns, end_ns, &self->begin, &self->sums);
  self->n_dropped += self->begin.change;
  g_array_remove_range (self->changes, 0, self->begin.change);
  g_array_remove_range (self->turns, 0, self->begin.turn);
  self->begin.change = self->begin.turn = 0;
}

static void
push (SkeinDemand *self,
      Change       change)
{
  if (self->changes->len >= MOST_CHANGES)
    add_up (self);

  g_array_append_val (self->changes, change);
}

void
skein_demand_change (SkeinDemand      *self,
                     SkeinDemandWaits *waits,
                     int64_t           time_ns,
                     int               change,
                     int64_t           wait_ns)
{
  uint64_t number = self->n_dropped + self->changes->len + 1;
  uint64_t before = waits->last > 0 ? number - waits->last : 0;

  /* So far away it was added up long ago. */
  if (before > UINT32_MAX)
    before = 0;

  if (wait_ns > 0)
    waits->last = number;

  push (self, (Change) { time_ns, wait_ns, (uint32_t) before, change });
}

void
skein_demand_lose (SkeinDemand *self,
                   int64_t      time_ns,
                   int64_t      until_ns)
{
  push (self, (Change) { .time_ns = time_ns, .ns = until_ns });
}

/* Of what is in the sums already nothing can be said any more. */
static void
add_turns (SkeinDemand *self,
           int64_t      start_ns,
           int64_t      end_ns)
{
  Turn begin = { MAX (start_ns, self->begin.time_ns), 1 };
  Turn end = { end_ns, -1 };

  if (begin.time_ns >= end.time_ns)
    return;

  g_array_append_val (self->turns, begin);
  g_array_append_val (self->turns, end);
}

/* Returns: how much of it: what there is room for */
static int64_t
give (SkeinDemand *self,
      Change      *change,
      int64_t      known_ns,
      int64_t      ns)
{
  int64_t given_ns = MIN (ns, change->ns);
  int64_t end_ns = change->time_ns - known_ns;

  if (given_ns > 0)
    add_turns (self, end_ns - given_ns, end_ns);

  change->ns -= given_ns;

  return given_ns;
}

/* Latest first. */
static GArray *
list_waits (const SkeinDemand      *self,
            const SkeinDemandWaits *waits)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (uint32_t));
  uint64_t number = waits->last;

  while (number > self->n_dropped && number > waits->given)
    {
      uint32_t index = (uint32_t) (number - self->n_dropped - 1);
      uint32_t before = get_change (self, index)->before;

      g_array_append_val (list, index);
      number = before > 0 ? number - before : 0;
    }

  return list;
}

void
skein_demand_give (SkeinDemand      *self,
                   SkeinDemandWaits *waits,
                   int64_t           ns)
{
  g_autoptr (GArray) list = ns > 0 ? list_waits (self, waits) : NULL;
  g_autofree int64_t *known_ns = list != NULL ? g_new0 (int64_t, list->len) : NULL;

  waits->given = waits->last;

  /* Evenly, and what is too much for some of them, to the others. */
  for (guint i = list != NULL ? list->len : 0; i > 0; i--)
    {
      known_ns[i - 1] = give (self, get_change (self, g_array_index (list, uint32_t, i - 1)), 0, ns / i);
      ns -= known_ns[i - 1];
    }

  for (guint i = list != NULL ? list->len : 0; i > 0 && ns > 0; i--)
    ns -= give (self, get_change (self, g_array_index (list, uint32_t, i - 1)), known_ns[i - 1], ns);
}

void
skein_demand_sum (const SkeinDemand *self,
                  int64_t            end_ns,
                  SkeinAtOnce       *ret)
{
  g_autoptr (GArray) turns = g_array_copy (self->turns);
  Place place = self->begin;

  ret->ns_at = g_array_copy (self->sums.ns_at);
  g_array_sort (turns, compare_turns);
  walk_to (self, turns, end_ns, &place, ret);
}
