/* walk.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store/walk.h"

#include "store/search.h"

#include <string.h>

/* Whether a thread belongs to the selection. */
enum
{
  UNKNOWN,
  MEMBER,
  STRANGER,
};

void
skein_both_init (SkeinBoth *both)
{
  skein_at_once_init (&both->run);
  skein_at_once_init (&both->demand);
}

void
skein_both_clear (SkeinBoth *both)
{
  skein_at_once_clear (&both->run);
  skein_at_once_clear (&both->demand);
}

static bool
find_member (const SkeinMembers *self,
             const SkeinExact   *exact,
             SkeinId             thread)
{
  const SkeinTask *task = skein_tasks_get (exact->tasks, thread);

  for (guint i = 0; i < self->ids->len; i++)
    {
      SkeinId id = g_array_index (self->ids, SkeinId, i);

      if (id == SKEIN_ID_MACHINE || id == thread || (task != NULL && task->process->id == id))
        return true;
    }

  return false;
}

bool
skein_members_have (SkeinMembers     *self,
                    const SkeinExact *exact,
                    SkeinId           thread)
{
  if (thread >= self->members->len)
    {
      guint length = self->members->len;

      g_byte_array_set_size (self->members, MAX (exact->tasks->next_id, thread + 1));
      memset (self->members->data + length, UNKNOWN, self->members->len - length);
    }

  if (self->members->data[thread] == UNKNOWN)
    self->members->data[thread] = find_member (self, exact, thread) ? MEMBER : STRANGER;

  return self->members->data[thread] == MEMBER;
}

static void
swap (SkeinWalkEvent *a,
      SkeinWalkEvent *b)
{
  SkeinWalkEvent event = *a;

  *a = *b;
  *b = event;
}

static void
sift_down (SkeinWalk *walk)
{
  SkeinWalkEvent *events = walk->events;
  uint32_t slot = 0;

  for (;;)
    {
      uint32_t least = slot;

      for (uint32_t child = 2 * slot + 1; child <= 2 * slot + 2 && child < walk->n_events; child++)
        if (events[child].time_ns < events[least].time_ns)
          least = child;

      if (least == slot)
        return;

      swap (&events[slot], &events[least]);
      slot = least;
    }
}

static void
sift_up (SkeinWalk *walk,
         uint32_t   slot)
{
  for (; slot > 0 && walk->events[slot].time_ns < walk->events[(slot - 1) / 2].time_ns; slot = (slot - 1) / 2)
    swap (&walk->events[slot], &walk->events[(slot - 1) / 2]);
}

/* Returns: false where the lane has nothing more */
static bool
find_time (const SkeinWalk *walk,
           SkeinWalkEvent  *event)
{
  const SkeinSlices *slices = &walk->exact->lanes[event->lane].slices;

  if (event->index >= slices->n)
    return false;

  if (event->index >= skein_slices_group_end (slices, event->group))
    event->group++;

  event->time_ns = event->is_end ? skein_slices_get_end (slices, event->group, event->index, INT64_MAX)
                                 : skein_slices_get_start (slices, event->group, event->index);

  return true;
}

/* The first event of the lane that is not before the walk's time. */
static void
place_lane (SkeinWalk *walk,
            uint32_t   lane)
{
  const SkeinSlices *slices = &walk->exact->lanes[lane].slices;
  SkeinWalkEvent event = { .lane = lane };
  uint32_t found = skein_slices_find (slices, &event.group, walk->time_ns - 1);

  if (found != SKEIN_SLICES_NONE)
    {
      event.index = found;
      event.is_end = skein_slices_get_end (slices, event.group, found, INT64_MAX) >= walk->time_ns;
      event.index += !event.is_end;

      if (event.is_end)
        walk->n_running += skein_members_have (walk->members, walk->exact,
                                               skein_slice_tag_get_value (slices->entries[found].tag));
    }

  if (find_time (walk, &event))
    {
      walk->events[walk->n_events] = event;
      sift_up (walk, walk->n_events++);
    }
}

/* The loss that the walk's time is in, and the first that comes. */
static void
place_losses (SkeinWalk *walk)
{
  const GArray *losses = walk->exact->losses;

  for (; walk->loss < losses->len; walk->loss++)
    {
      const SkeinLoss *loss = &g_array_index (losses, SkeinLoss, walk->loss);

      if (loss->start_ns >= walk->time_ns)
        return;

      walk->blind_until_ns = MAX (walk->blind_until_ns, loss->until_ns);
    }
}

void
skein_walk_init (SkeinWalk        *walk,
                 SkeinMembers     *members,
                 const SkeinExact *exact,
                 int64_t           time_ns,
                 int32_t           n_ready)
{
  *walk = (SkeinWalk) {
    .exact = exact,
    .members = members,
    .events = g_new (SkeinWalkEvent, exact->n_lanes),
    .n_ready = n_ready,
    .time_ns = time_ns,
    .blind_until_ns = INT64_MIN,
  };

  for (uint32_t i = 0; i < exact->n_lanes; i++)
    place_lane (walk, i);

  walk->turn = skein_search_after (exact->turns->data, sizeof (SkeinTurn), exact->turns->len, 0,
                                   walk->time_ns - 1);
  place_losses (walk);
}

void
skein_walk_clear (SkeinWalk *walk)
{
  g_free (walk->events);
}

static int64_t
get_lane_time (const SkeinWalk *walk)
{
  return walk->n_events > 0 ? walk->events[0].time_ns : INT64_MAX;
}

static int64_t
get_turn_time (const SkeinWalk *walk)
{
  const GArray *turns = walk->exact->turns;

  return walk->turn < turns->len ? g_array_index (turns, SkeinTurn, walk->turn).time_ns : INT64_MAX;
}

static int64_t
get_loss_time (const SkeinWalk *walk)
{
  const GArray *losses = walk->exact->losses;

  return walk->loss < losses->len ? g_array_index (losses, SkeinLoss, walk->loss).start_ns : INT64_MAX;
}

static void
apply_lane (SkeinWalk *walk)
{
  SkeinWalkEvent *event = &walk->events[0];
  uint32_t tag = walk->exact->lanes[event->lane].slices.entries[event->index].tag;

  if (skein_members_have (walk->members, walk->exact, skein_slice_tag_get_value (tag)))
    {
      walk->n_running += event->is_end ? -1 : 1;
      if (event->is_end && skein_slice_tag_get_end (tag) == SKEIN_SLICE_PREEMPTED)
        walk->n_ready++;
      else if (!event->is_end && skein_slice_tag_get_flag (tag))
        walk->n_ready--;
    }

  walk->n_seen++;
  event->index += event->is_end;
  event->is_end = !event->is_end;

  if (!find_time (walk, event))
    walk->events[0] = walk->events[--walk->n_events];

  sift_down (walk);
}

static void
apply_turn (SkeinWalk *walk)
{
  const SkeinTurn *turn = &g_array_index (walk->exact->turns, SkeinTurn, walk->turn++);

  walk->n_seen++;
  if (skein_members_have (walk->members, walk->exact, turn->thread))
    walk->n_ready += turn->change;
}

/* Who was ready, and is not known to be any more, is told by turns. */
static void
apply_loss (SkeinWalk *walk)
{
  const SkeinLoss *loss = &g_array_index (walk->exact->losses, SkeinLoss, walk->loss++);

  walk->n_seen++;
  walk->blind_until_ns = MAX (walk->blind_until_ns, loss->until_ns);
}

void
skein_walk_step (SkeinWalk *walk)
{
  int64_t lane_ns = get_lane_time (walk);
  int64_t turn_ns = get_turn_time (walk);

  if (get_loss_time (walk) < MIN (lane_ns, turn_ns))
    apply_loss (walk);
  else if (turn_ns <= lane_ns)
    apply_turn (walk);
  else
    apply_lane (walk);
}

int64_t
skein_walk_get_next (const SkeinWalk *walk)
{
  return MIN (MIN (get_lane_time (walk), get_turn_time (walk)), get_loss_time (walk));
}

void
skein_walk_advance (SkeinWalk *walk,
                    int64_t    from_ns,
                    int64_t    time_ns,
                    SkeinBoth *both)
{
  int64_t seen_ns = MAX (MAX (walk->time_ns, from_ns), walk->blind_until_ns);

  if (time_ns > seen_ns)
    {
      skein_at_once_add (&both->run, (unsigned) MAX (walk->n_running, 0), time_ns - seen_ns);
      skein_at_once_add (&both->demand, (unsigned) MAX (walk->n_running + walk->n_ready, 0), time_ns - seen_ns);
    }

  walk->time_ns = MAX (walk->time_ns, time_ns);
}

void
skein_walk_to (SkeinWalk *walk,
               int64_t    from_ns,
               int64_t    end_ns,
               SkeinBoth *both)
{
  while (skein_walk_get_next (walk) < end_ns)
    {
      skein_walk_advance (walk, from_ns, skein_walk_get_next (walk), both);
      skein_walk_step (walk);
    }

  skein_walk_advance (walk, from_ns, end_ns, both);
}
