/* thin.c - keeps history within its budget
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store/private.h"

/* What share of all a level may keep while a coarser one can take from it: 1/2, 1/4, 1/8. */
#define MAY_KEEP(weight, level) ((weight) >> ((level) + 1))

/* How much of a level, or of all, is taken at once: less and the tracks would be
 * rewritten too often, more and resolution would go before it must. */
#define TAKE(weight) ((weight) / 4)
#define DROP(weight) ((weight) / 8)

/* How much of @weight is too much. */
static uint64_t
weigh_excess (const SkeinStore *self,
              uint64_t          weight)
{
  size_t bytes = skein_store_get_bytes (self);

  return bytes > self->budget ? (uint64_t) ((double) weight * (double) (bytes - self->budget) /
                                            (double) bytes)
                              : 0;
}

/* From a level that has more than its share to the next; else the oldest of all goes. */
static void
thin_axis (SkeinStore *self)
{
  uint64_t weights[SKEIN_AXIS_LEVELS];
  uint64_t sum = 0;
  uint64_t excess;

  for (unsigned i = 0; i < SKEIN_AXIS_LEVELS; i++)
    sum += weights[i] = skein_axis_weigh (&self->axis, i);

  excess = weigh_excess (self, sum);

  for (unsigned i = 0; i + 1 < SKEIN_AXIS_LEVELS; i++)
    if (weights[i] > MAY_KEEP (sum, i) &&
        skein_axis_thin (&self->axis, i, MAX (TAKE (weights[i]), excess),
                         &self->thinning.start_ns, &self->thinning.end_ns))
      return;

  skein_axis_drop (&self->axis, MAX (DROP (sum), excess));
}

/* Returns: false where nothing is left that could go */
static bool
begin_thinning (SkeinStore *self)
{
  if (self->axis.n == 0)
    return false;

  self->thinning = (SkeinThinning) { .is_active = true };
  self->bytes -= skein_axis_get_bytes (&self->axis);
  thin_axis (self);
  self->bytes += skein_axis_get_bytes (&self->axis);

  return true;
}

static void
follow_task (SkeinStore *self,
             SkeinTask  *task)
{
  SkeinAxis *axis = &self->axis;
  size_t bytes = skein_track_get_bytes (&task->track);

  /* What only switches told of goes with them. */
  if (task->track.n == 0)
    return;

  if (task->last_ns <= skein_axis_get_start (axis))
    {
      skein_tasks_forget (&self->tasks, task);
      return;
    }

  skein_track_follow (&task->track, axis, self->thinning.start_ns, self->thinning.end_ns);
  self->tasks.bytes += skein_track_get_bytes (&task->track);
  self->tasks.bytes -= bytes;

  if (task->last_ns > self->thinning.start_ns && task->last_ns <= self->thinning.end_ns)
    {
      uint32_t interval = skein_axis_find (axis, 0, task->last_ns - 1);

      if (interval < axis->n)
        axis->intervals[interval].weight += SKEIN_STORE_TASK_WEIGHT;
    }
}

static void
follow_core (SkeinStore       *self,
             SkeinCoreHistory *core)
{
  const SkeinThinning *thinning = &self->thinning;

  if (core->track.n == 0)
    return;

  self->bytes -= skein_core_history_get_bytes (core);
  skein_track_follow (&core->track, &self->axis, thinning->start_ns, thinning->end_ns);
  skein_users_follow (&core->users, &self->axis, thinning->start_ns, thinning->end_ns);
  self->bytes += skein_core_history_get_bytes (core);
}

static void
follow_machine (SkeinStore *self)
{
  const SkeinThinning *thinning = &self->thinning;

  if (self->machine.n == 0)
    return;

  self->bytes -= skein_track_get_bytes (&self->machine);
  skein_track_follow (&self->machine, &self->axis, thinning->start_ns, thinning->end_ns);
  self->bytes += skein_track_get_bytes (&self->machine);
}

/* One task, or core. */
static void
go_on_thinning (SkeinStore *self)
{
  SkeinThinning *thinning = &self->thinning;

  if (thinning->next < self->tasks.n)
    {
      SkeinTask *task = self->tasks.by_id[thinning->next++];

      if (task != NULL)
        follow_task (self, task);
    }
  else if (thinning->next_core < self->n_cores)
    {
      follow_core (self, &self->cores[thinning->next_core++]);
    }
  else
    {
      follow_machine (self);
      skein_tasks_pack (&self->tasks);
      thinning->is_active = false;
    }
}

/* What is exact goes first, while it takes more than its half. */
static bool
drop_exact (SkeinStore *self)
{
  return skein_exact_get_bytes (&self->exact) > self->budget / 2 && skein_exact_drop (&self->exact);
}

/* Returns: since when there are shares of anybody; INT64_MAX: there are none */
static int64_t
find_first_watch (const SkeinStore *self)
{
  int64_t first_ns = INT64_MAX;

  for (uint32_t i = 0; i < self->tasks.n; i++)
    {
      const SkeinTask *task = self->tasks.by_id[i];

      if (task != NULL && task->shares != NULL && task->shares->n_watches > 0)
        first_ns = MIN (first_ns, task->shares->watches[0].start_ns);
    }

  return first_ns;
}

/* The oldest eighth of the shares' time, while they take more than a quarter of all; the
 * samples under them stay. */
static bool
drop_shares (SkeinStore *self)
{
  int64_t first_ns;

  if (self->tasks.shares_bytes <= self->budget / 4)
    return false;

  first_ns = find_first_watch (self);
  if (first_ns >= self->shares_end_ns)
    return false;

  first_ns += DROP (self->shares_end_ns - first_ns) + 1;

  for (uint32_t i = 0; i < self->tasks.n; i++)
    {
      SkeinTask *task = self->tasks.by_id[i];

      if (task == NULL || task->shares == NULL)
        continue;

      self->tasks.shares_bytes -= skein_shares_get_bytes (task->shares);
      if (skein_shares_drop (task->shares, first_ns))
        self->tasks.shares_bytes += skein_shares_get_bytes (task->shares);
      else
        g_clear_pointer (&task->shares, skein_shares_free);
    }

  return true;
}

void
skein_store_thin (SkeinStore *self)
{
  while (skein_store_get_bytes (self) > self->budget)
    {
      if (drop_exact (self) || drop_shares (self))
        continue;

      if (!self->thinning.is_active && !begin_thinning (self))
        return;

      go_on_thinning (self);
    }
}
