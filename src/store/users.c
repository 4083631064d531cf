/* users.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store/users.h"

#include "store/search.h"

#include <string.h>

void
skein_tally_clear (SkeinTally *self)
{
  self->n = 0;
  memset (self->places, 0, sizeof self->places);
}

/* Brings the @n greatest to the front, and forgets the others. Most of many are less than all
 * of those, and cost one look. */
static void
keep_greatest (SkeinTally *self,
               uint32_t    n)
{
  uint32_t kept = 0;

  for (uint32_t i = 0; i < self->n; i++)
    {
      SkeinUse use = self->uses[i];
      uint32_t place = kept;

      if (kept == n && use.run_ns <= self->uses[n - 1].run_ns)
        continue;
      if (kept == n)
        place--;
      else
        kept++;

      for (; place > 0 && self->uses[place - 1].run_ns < use.run_ns; place--)
        self->uses[place] = self->uses[place - 1];

      self->uses[place] = use;
    }

  self->n = kept;
}

/* Where the index of @process is, or would be. */
static uint8_t *
find_place (SkeinTally *self,
            SkeinId     process)
{
  uint32_t place = process * UINT32_C (0x9e3779b1) >> 24;

  G_STATIC_ASSERT (sizeof self->places == 256);

  while (self->places[place] != 0 && self->uses[self->places[place] - 1].process != process)
    place = (place + 1) % sizeof self->places;

  return &self->places[place];
}

static void
make_room (SkeinTally *self)
{
  keep_greatest (self, SKEIN_TALLY_MAX / 2);
  memset (self->places, 0, sizeof self->places);

  for (uint32_t i = 0; i < self->n; i++)
    *find_place (self, self->uses[i].process) = (uint8_t) (i + 1);
}

void
skein_tally_add (SkeinTally *self,
                 SkeinId     process,
                 float       run_ns)
{
  uint8_t *place = find_place (self, process);

  if (*place != 0)
    {
      self->uses[*place - 1].run_ns += run_ns;
      return;
    }

  if (self->n == SKEIN_TALLY_MAX)
    {
      make_room (self);
      place = find_place (self, process);
    }

  self->uses[self->n++] = (SkeinUse) { process, run_ns };
  *place = (uint8_t) self->n;
}

void
skein_tally_sort (SkeinTally *self)
{
  keep_greatest (self, SKEIN_CORE_USERS);
}

void
skein_users_clear (SkeinUsers *self)
{
  for (unsigned i = 0; i < SKEIN_USERS_LEVELS; i++)
    g_free (self->levels[i].blocks);

  g_free (self->slots);
  g_free (self->uses);
  memset (self, 0, sizeof *self);
}

size_t
skein_users_get_bytes (const SkeinUsers *self)
{
  size_t bytes = self->capacity * sizeof *self->slots + self->uses_capacity * sizeof *self->uses;

  for (unsigned i = 0; i < SKEIN_USERS_LEVELS; i++)
    bytes += self->levels[i].capacity * sizeof (SkeinUsersBlock);

  return bytes;
}

static void
count_uses (SkeinTally     *tally,
            const SkeinUse *uses,
            uint32_t        n,
            float           share)
{
  for (uint32_t i = 0; i < n; i++)
    skein_tally_add (tally, uses[i].process, uses[i].run_ns * share);
}

/* Level 0 is the slots, level 1 the lowest of blocks. */
static void
count_level (const SkeinUsers *self,
             unsigned          level,
             uint32_t          first,
             uint32_t          end,
             SkeinTally       *tally)
{
  for (uint32_t i = first; i < end; i++)
    {
      if (level == 0)
        count_uses (tally, self->uses + self->slots[i].first, self->slots[i].n, 1.0f);
      else
        count_uses (tally, self->levels[level - 1].blocks[i].uses,
                    self->levels[level - 1].blocks[i].n, 1.0f);
    }
}

static SkeinUsersBlock
make_block (const SkeinUsers *self,
            unsigned          level,
            uint32_t          index)
{
  SkeinUsersBlock block;
  SkeinTally tally;

  skein_tally_clear (&tally);
  count_level (self, level, index * SKEIN_USERS_FAN, (index + 1) * SKEIN_USERS_FAN, &tally);
  skein_tally_sort (&tally);
  block.n = tally.n;
  memcpy (block.uses, tally.uses, sizeof block.uses);

  return block;
}

static void
extend_blocks (SkeinUsers *self)
{
  uint32_t n = self->n;

  for (unsigned level = 0; level < SKEIN_USERS_LEVELS; level++)
    {
      n /= SKEIN_USERS_FAN;

      for (; self->levels[level].n < n; self->levels[level].n++)
        {
          if (self->levels[level].n == self->levels[level].capacity)
            {
              self->levels[level].capacity += self->levels[level].capacity / 4 + 4;
              self->levels[level].blocks = g_renew (SkeinUsersBlock, self->levels[level].blocks,
                                                    self->levels[level].capacity);
            }

          self->levels[level].blocks[self->levels[level].n] =
            make_block (self, level, self->levels[level].n);
        }
    }
}

static void
push_slot (SkeinUsers     *self,
           int64_t         end_ns,
           const SkeinUse *uses,
           uint32_t        n)
{
  if (self->n == self->capacity)
    {
      self->capacity += self->capacity / 4 + 16;
      self->slots = g_renew (SkeinUsersSlot, self->slots, self->capacity);
    }

  if (self->n_uses + n > self->uses_capacity)
    {
      self->uses_capacity += self->uses_capacity / 4 + 2 * SKEIN_CORE_USERS;
      self->uses = g_renew (SkeinUse, self->uses, self->uses_capacity);
    }

  self->slots[self->n++] = (SkeinUsersSlot) { end_ns, self->n_uses, n };
  memcpy (self->uses + self->n_uses, uses, n * sizeof *uses);
  self->n_uses += n;
}

void
skein_users_add (SkeinUsers *self,
                 int64_t     end_ns,
                 SkeinTally *tally)
{
  skein_tally_sort (tally);
  push_slot (self, end_ns, tally->uses, tally->n);
  extend_blocks (self);
}

/* Whole slots, by the widest blocks that fit. */
static void
count_slots (const SkeinUsers *self,
             uint32_t          first,
             uint32_t          end,
             SkeinTally       *tally)
{
  unsigned level = 0;

  for (; level < SKEIN_USERS_LEVELS && end - first > 2 * SKEIN_USERS_FAN; level++)
    {
      uint32_t first_block = (first + SKEIN_USERS_FAN - 1) / SKEIN_USERS_FAN;
      uint32_t end_block = end / SKEIN_USERS_FAN;

      count_level (self, level, first, first_block * SKEIN_USERS_FAN, tally);
      count_level (self, level, end_block * SKEIN_USERS_FAN, end, tally);
      first = first_block;
      end = end_block;
    }

  count_level (self, level, first, end, tally);
}

/* One slot, as much of it as lies between the two instants. */
static void
count_part (const SkeinUsers *self,
            const SkeinAxis  *axis,
            uint32_t          index,
            uint32_t         *interval,
            int64_t           start_ns,
            int64_t           end_ns,
            SkeinTally       *tally)
{
  const SkeinUsersSlot *slot = &self->slots[index];
  int64_t slot_start_ns;

  *interval = skein_axis_find (axis, *interval, slot->end_ns - 1);
  if (*interval == axis->n)
    return;

  slot_start_ns = axis->intervals[*interval].start_ns;
  if (index > 0)
    slot_start_ns = MAX (slot_start_ns, self->slots[index - 1].end_ns);

  start_ns = MAX (start_ns, slot_start_ns);
  end_ns = MIN (end_ns, slot->end_ns);
  if (start_ns < end_ns)
    count_uses (tally, self->uses + slot->first, slot->n,
                (float) ((double) (end_ns - start_ns) / (double) (slot->end_ns - slot_start_ns)));
}

void
skein_users_count (const SkeinUsers *self,
                   const SkeinAxis  *axis,
                   uint32_t         *slot,
                   uint32_t         *interval,
                   int64_t           start_ns,
                   int64_t           end_ns,
                   SkeinTally       *tally)
{
  uint32_t first = skein_search_after (self->slots, sizeof *self->slots, self->n, *slot, start_ns);
  uint32_t last = skein_search_after (self->slots, sizeof *self->slots, self->n, first, end_ns);

  if (first < self->n)
    count_part (self, axis, first, interval, start_ns, end_ns, tally);
  if (first + 1 < last)
    count_slots (self, first + 1, last, tally);
  if (last < self->n && last > first)
    count_part (self, axis, last, interval, start_ns, end_ns, tally);

  *slot = first;
}

/* Makes a slot of those from @first to @end, and puts it behind what @self has kept so far. */
static void
merge_slots (SkeinUsers       *self,
             const SkeinUsers *old,
             uint32_t          first,
             uint32_t          end)
{
  const SkeinUsersSlot *slot = &old->slots[end - 1];
  SkeinTally tally;

  if (end - first == 1)
    {
      push_slot (self, slot->end_ns, old->uses + slot->first, slot->n);
      return;
    }

  skein_tally_clear (&tally);
  count_level (old, 0, first, end, &tally);
  skein_tally_sort (&tally);
  push_slot (self, slot->end_ns, tally.uses, tally.n);
}

/* The end of the slots that belong together with the one at @first. */
static uint32_t
find_end_of_merge (const SkeinUsers *self,
                   SkeinAxis        *axis,
                   uint32_t          first,
                   int64_t           start_ns,
                   int64_t           end_ns)
{
  uint32_t interval;

  if (self->slots[first].end_ns <= start_ns || self->slots[first].end_ns > end_ns)
    return first + 1;

  interval = skein_axis_find (axis, 0, self->slots[first].end_ns - 1);
  if (interval == axis->n)
    return first + 1;

  axis->intervals[interval].weight++;

  return skein_search_after (self->slots, sizeof *self->slots, self->n, first,
                             axis->intervals[interval].end_ns);
}

void
skein_users_follow (SkeinUsers *self,
                    SkeinAxis  *axis,
                    int64_t     start_ns,
                    int64_t     end_ns)
{
  SkeinUsers old = *self;
  uint32_t first = skein_search_after (old.slots, sizeof *old.slots, old.n, 0,
                                       skein_axis_get_start (axis));

  memset (self, 0, sizeof *self);

  while (first < old.n)
    {
      uint32_t end = find_end_of_merge (&old, axis, first, start_ns, end_ns);

      merge_slots (self, &old, first, end);
      first = end;
    }

  extend_blocks (self);
  skein_users_clear (&old);
}
