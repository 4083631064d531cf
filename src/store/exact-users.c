/* exact-users.c - who used a core, slice by slice and in blocks of slices
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store/exact.h"

#include <string.h>

/* Of a column with more groups, blocks of them tell who used the core. */
#define MANY_GROUPS 8

/* So near to where the next column is guessed to end it does. */
#define NEAR_GROUPS 2

#define CACHE_LINE 64

/* The binary logarithm of how many make a block. */
#define LANE_SHIFT 2

G_STATIC_ASSERT (1 << LANE_SHIFT == SKEIN_LANE_FAN);

/* Whose times @task's slice is counted to. */
static SkeinId
find_process (const SkeinExact *self,
              SkeinId           thread)
{
  const SkeinTask *task = skein_tasks_get (self->tasks, thread);

  return task != NULL ? task->process->id : SKEIN_ID_NONE;
}

/* Adds the slices of @group, as far as they are between the two. */
static int64_t
count_group (const SkeinExact  *self,
             const SkeinSlices *slices,
             uint32_t           group,
             int64_t            start_ns,
             int64_t            end_ns,
             SkeinTally        *tally)
{
  uint32_t end = skein_slices_group_end (slices, group);
  SkeinId last = SKEIN_ID_NONE;
  SkeinId process = SKEIN_ID_NONE;
  int64_t sum_ns = 0;

  for (uint32_t i = slices->groups[group].first; i < end; i++)
    {
      int64_t from_ns = MAX (skein_slices_get_start (slices, group, i), start_ns);
      int64_t to_ns = MIN (skein_slices_get_end (slices, group, i, self->now_ns), end_ns);
      SkeinId thread = skein_slice_tag_get_value (slices->entries[i].tag);

      if (to_ns <= from_ns)
        continue;

      sum_ns += to_ns - from_ns;
      if (tally == NULL)
        continue;

      if (thread != last)
        process = find_process (self, thread);

      last = thread;
      skein_tally_add (tally, process, (float) (to_ns - from_ns));
    }

  return sum_ns;
}

static void
count_block (const SkeinUsersBlock *block,
             float                  share,
             SkeinTally            *tally)
{
  for (uint32_t i = 0; i < block->n; i++)
    skein_tally_add (tally, block->uses[i].process, block->uses[i].run_ns * share);
}

static void
push_block (SkeinLane        *lane,
            unsigned          level,
            const SkeinTally *tally)
{
  SkeinUsersBlock *block;

  if (lane->levels[level].n == lane->levels[level].capacity)
    {
      lane->levels[level].capacity += lane->levels[level].capacity / 8 + 4;
      lane->levels[level].blocks = g_renew (SkeinUsersBlock, lane->levels[level].blocks,
                                            lane->levels[level].capacity);
    }

  block = &lane->levels[level].blocks[lane->levels[level].n++];
  block->n = tally->n;
  memcpy (block->uses, tally->uses, tally->n * sizeof *tally->uses);
}

void
skein_exact_extend_users (const SkeinExact *self,
                          SkeinLane        *lane)
{
  uint32_t n = lane->slices.n_groups - 1;

  for (unsigned level = 0; level < SKEIN_LANE_LEVELS; level++)
    {
      n /= SKEIN_LANE_FAN;

      while (lane->levels[level].n < n)
        {
          uint32_t first = lane->levels[level].n * SKEIN_LANE_FAN;
          SkeinTally tally;

          skein_tally_clear (&tally);
          for (uint32_t i = first; i < first + SKEIN_LANE_FAN; i++)
            {
              if (level == 0)
                count_group (self, &lane->slices, i, INT64_MIN, INT64_MAX, &tally);
              else
                count_block (&lane->levels[level - 1].blocks[i], 1.0f, &tally);
            }

          skein_tally_sort (&tally);
          push_block (lane, level, &tally);
        }
    }
}

/* Adds the groups from @first to @end, by the blocks of @level; what is cut off of a block in
 * proportion. Returns: the end of those that have a block */
static uint32_t
count_blocks (const SkeinLane *lane,
              unsigned         level,
              uint32_t         first,
              uint32_t         end,
              SkeinTally      *tally)
{
  uint32_t size = 1u << (LANE_SHIFT * (level + 1));

  end = MIN (end, lane->levels[level].n * size);

  for (uint32_t i = first / size; first < end && i * size < end; i++)
    {
      uint32_t from = MAX (first, i * size);
      uint32_t to = MIN (end, (i + 1) * size);

      count_block (&lane->levels[level].blocks[i], (float) (to - from) / (float) size, tally);
    }

  return MAX (end, first);
}

/* Adds whole groups: by the largest blocks that are not longer than the range. */
static void
count_groups (const SkeinExact *self,
              const SkeinLane  *lane,
              uint32_t          first,
              uint32_t          end,
              SkeinTally       *tally)
{
  for (unsigned level = end - first >= MANY_GROUPS ? SKEIN_LANE_LEVELS : 0; level > 0; level--)
    if (end - first >= 1u << (LANE_SHIFT * level))
      first = count_blocks (lane, level - 1, first, end, tally);

  for (; first < end; first++)
    count_group (self, &lane->slices, first, INT64_MIN, INT64_MAX, tally);
}

/* What was added in proportion is not more or less than there was. */
static void
scale_tally (SkeinTally *tally,
             int64_t     run_ns)
{
  float sum = 0.0f;
  float scale;

  for (uint32_t i = 0; i < tally->n; i++)
    sum += tally->uses[i].run_ns;

  scale = sum > 0.0f ? (float) run_ns / sum : 1.0f;

  for (uint32_t i = 0; i < tally->n; i++)
    tally->uses[i].run_ns *= scale;
}

/* Returns: how many slices of the groups have a part between the two */
static uint32_t
count_exactly (const SkeinExact *self,
               const SkeinLane  *lane,
               uint32_t          first,
               uint32_t          last,
               int64_t           start_ns,
               int64_t           end_ns,
               SkeinTally       *tally,
               int64_t          *ret_run_ns)
{
  const SkeinSlices *slices = &lane->slices;
  uint32_t group = first;
  uint32_t first_slice = skein_slices_find (slices, &group, start_ns);
  uint32_t last_slice = skein_slices_find (slices, &group, end_ns - 1);

  *ret_run_ns = last > first ? slices->groups[last].run_ns - slices->groups[first + 1].run_ns : 0;

  if (last > first && tally != NULL)
    {
      count_groups (self, lane, first + 1, last, tally);
      scale_tally (tally, *ret_run_ns);
    }

  *ret_run_ns += count_group (self, slices, first, start_ns, end_ns, tally);
  if (last > first)
    *ret_run_ns += count_group (self, slices, last, start_ns, end_ns, tally);

  if (first_slice == SKEIN_SLICES_NONE)
    return last_slice + 1;

  return last_slice - first_slice + (skein_slices_get_end (slices, first, first_slice, self->now_ns) > start_ns);
}

/* How long somebody was on the core until @time_ns, which is in or after @group; in proportion
 * from its beginning to the next one's. */
static int64_t
get_run_near (const SkeinSlices *slices,
              uint32_t           group,
              int64_t            time_ns)
{
  const SkeinSliceGroup *from = &slices->groups[group];
  const SkeinSliceGroup *to = from + 1;
  double share = (double) (time_ns - from->start_ns) / (double) (to->start_ns - from->start_ns);

  return from->run_ns + (int64_t) (share * (double) (to->run_ns - from->run_ns));
}

/* Whether the range is so long that the groups at its ends need not be looked into. */
static bool
is_wide (const SkeinSlices *slices,
         uint32_t           first,
         uint32_t           last,
         int64_t            length_ns)
{
  const int64_t *starts = slices->starts;

  return last - first >= MANY_GROUPS && last + 1 < slices->n_groups && starts[first] < starts[first + 1] &&
         starts[first + 1] - starts[first] <= length_ns / 4 && starts[last] < starts[last + 1] &&
         starts[last + 1] - starts[last] <= length_ns / 4;
}

static void
prefetch (const void *from,
          const void *end)
{
  for (const char *line = from; line < (const char *) end; line += CACHE_LINE)
    __builtin_prefetch (line);
}

/* As skein_slices_prefetch(), for a column that is about as wide as the one from @first to @last:
 * the groups near its end, and the blocks of users. */
static void
prefetch_column (const SkeinLane *lane,
                 uint32_t         first,
                 uint32_t         last)
{
  const SkeinSlices *slices = &lane->slices;
  uint32_t next = MIN (last + (last - first), slices->n_groups - 1);
  unsigned level = SKEIN_LANE_LEVELS;
  uint32_t n_blocks, from;

  while (level > 1 && last - first < 1u << (LANE_SHIFT * level))
    level--;

  n_blocks = lane->levels[level - 1].n;
  from = MIN (last >> (LANE_SHIFT * level), n_blocks);

  prefetch (&slices->groups[next - MIN (next, NEAR_GROUPS)],
            &slices->groups[MIN (next + NEAR_GROUPS + 1, slices->n_groups)]);
  prefetch (&slices->starts[next], &slices->starts[next] + 1);
  prefetch (&lane->levels[level - 1].blocks[from],
            &lane->levels[level - 1].blocks[MIN ((next >> (LANE_SHIFT * level)) + 1, n_blocks)]);
}

uint32_t
skein_exact_count_users (const SkeinExact *self,
                         unsigned          core,
                         uint32_t         *group,
                         int64_t           start_ns,
                         int64_t           end_ns,
                         SkeinTally       *tally,
                         int64_t          *ret_run_ns)
{
  const SkeinLane *lane = skein_exact_get_lane (self, core);
  const SkeinSlices *slices;
  uint32_t first, last, step = 0;

  *ret_run_ns = 0;
  if (lane == NULL || lane->slices.n_groups == 0)
    return 0;

  slices = &lane->slices;
  last = skein_slices_find_group (slices, *group, &step, end_ns - 1);
  if (last == SKEIN_SLICES_NONE)
    return 0;

  first = skein_slices_find_group (slices, *group, &step, start_ns);
  first = first == SKEIN_SLICES_NONE ? 0 : first;
  *group = first;

  if (tally != NULL && is_wide (slices, first, last, end_ns - start_ns))
    {
      prefetch_column (lane, first, last);
      *ret_run_ns = get_run_near (slices, last, end_ns) - get_run_near (slices, first, start_ns);
      count_groups (self, lane, first + 1, last, tally);
      scale_tally (tally, *ret_run_ns);
      return slices->groups[last].first - slices->groups[first].first;
    }

  return count_exactly (self, lane, first, last, start_ns, end_ns, tally, ret_run_ns);
}
