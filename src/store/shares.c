/* shares.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store/shares.h"

#include "store/search.h"

#include <string.h>

/* So many entries back it is looked for room for what is told late; for the rest, which is no more
 * than a tick and a reading, there will be some later. */
#define MOST_BACK    64
#define MOST_OWED_NS INT64_C (20000000)

SkeinShares *
skein_shares_new (void)
{
  return g_new0 (SkeinShares, 1);
}

void
skein_shares_free (SkeinShares *self)
{
  g_free (self->entries);
  g_free (self->watches);
  g_free (self);
}

size_t
skein_shares_get_bytes (const SkeinShares *self)
{
  return sizeof *self + self->capacity * sizeof *self->entries + self->watches_capacity * sizeof *self->watches;
}

void
skein_shares_watch (SkeinShares *self,
                    int64_t      from_ns,
                    int64_t      to_ns,
                    int64_t      period_ns)
{
  SkeinWatch *last = self->n_watches > 0 ? &self->watches[self->n_watches - 1] : NULL;
  SkeinWatch watch = { .end_ns = to_ns, .start_ns = from_ns, .period_ns = period_ns };

  if (last != NULL)
    {
      watch.start_ns = MAX (from_ns, last->end_ns);
      watch.observed_ns = last->observed_ns + last->end_ns - last->start_ns;
    }

  if (watch.start_ns >= watch.end_ns)
    return;

  if (last != NULL && last->end_ns == watch.start_ns && last->period_ns == period_ns)
    {
      last->end_ns = to_ns;
      return;
    }

  if (last == NULL || last->end_ns != watch.start_ns)
    self->owed_run_ns = self->owed_ready_ns = 0;

  if (self->n_watches == self->watches_capacity)
    {
      self->watches_capacity += self->watches_capacity / 4 + 1;
      self->watches = g_renew (SkeinWatch, self->watches, self->watches_capacity);
    }

  self->watches[self->n_watches++] = watch;
}

/* Since when it was watched without a break. */
static int64_t
get_watched_since (const SkeinShares *self)
{
  uint32_t i = self->n_watches - 1;

  while (i > 0 && self->watches[i - 1].end_ns == self->watches[i].start_ns)
    i--;

  return self->watches[i].start_ns;
}

static void
push_entry (SkeinShares *self,
            int64_t      start_ns,
            int64_t      end_ns,
            int64_t      run_ns,
            int64_t      ready_ns)
{
  SkeinShareEntry entry = { end_ns, start_ns, self->base_run_ns + run_ns, self->base_ready_ns + ready_ns };

  if (self->n > 0)
    {
      entry.run_ns = self->entries[self->n - 1].run_ns + run_ns;
      entry.ready_ns = self->entries[self->n - 1].ready_ns + ready_ns;
    }

  if (self->n == self->capacity)
    {
      self->capacity += self->capacity / 4 + 4;
      self->entries = g_renew (SkeinShareEntry, self->entries, self->capacity);
    }

  self->entries[self->n++] = entry;
}

/* What entry @index has, of the one or the other, and where it can begin at the earliest. */
static SkeinShareEntry
get_own (const SkeinShares *self,
         uint32_t           index,
         int64_t            since_ns)
{
  const SkeinShareEntry *before = index > 0 ? &self->entries[index - 1] : NULL;
  SkeinShareEntry own = self->entries[index];

  own.start_ns = before != NULL ? MAX (before->end_ns, since_ns) : since_ns;
  own.run_ns -= before != NULL ? before->run_ns : self->base_run_ns;
  own.ready_ns -= before != NULL ? before->ready_ns : self->base_ready_ns;

  return own;
}

/* It happened before: a wait that is told of now was one already when entries were made of the
 * time it began in. Takes from the two what there is room for.
 * Returns: where the earliest entry begins that was changed; INT64_MAX: none was */
static int64_t
give_back (SkeinShares *self,
           int64_t      since_ns,
           int64_t     *run_ns,
           int64_t     *ready_ns)
{
  int64_t changed_ns = INT64_MAX;

  for (uint32_t i = self->n; i > 0 && self->n - i < MOST_BACK && *run_ns + *ready_ns > 0; i--)
    {
      SkeinShareEntry *entry = &self->entries[i - 1];
      SkeinShareEntry own = get_own (self, i - 1, since_ns);
      int64_t room_ns = own.end_ns - own.start_ns - own.run_ns - own.ready_ns;
      int64_t ready_part_ns = MIN (*ready_ns, room_ns);
      int64_t run_part_ns = MIN (*run_ns, room_ns - ready_part_ns);

      if (own.end_ns <= since_ns)
        break;
      if (room_ns <= 0)
        continue;

      *run_ns -= run_part_ns;
      *ready_ns -= ready_part_ns;
      entry->start_ns = MIN (entry->start_ns,
                             own.end_ns - own.run_ns - own.ready_ns - run_part_ns - ready_part_ns);
      changed_ns = entry->start_ns;

      for (uint32_t j = i - 1; j < self->n; j++)
        {
          self->entries[j].run_ns += run_part_ns;
          self->entries[j].ready_ns += ready_part_ns;
        }
    }

  return changed_ns;
}

int64_t
skein_shares_add (SkeinShares      *self,
                  const SkeinShare *share)
{
  int64_t run_ns = share->run_ns + self->owed_run_ns;
  int64_t ready_ns = share->ready_ns + self->owed_ready_ns;
  int64_t end_ns, length_ns, floor_ns, since_ns, changed_ns;
  int64_t late_run_ns, late_ready_ns;
  bool is_first;

  if (self->n_watches == 0 || (run_ns == 0 && ready_ns == 0))
    return INT64_MAX;

  since_ns = get_watched_since (self);
  is_first = self->n == 0 || self->entries[self->n - 1].end_ns <= since_ns;
  floor_ns = is_first ? since_ns : self->entries[self->n - 1].end_ns;
  end_ns = MIN (share->time_ns, self->watches[self->n_watches - 1].end_ns);
  if (end_ns <= floor_ns)
    return INT64_MAX;

  length_ns = MIN (MAX (run_ns + ready_ns, share->interval_ns), end_ns - floor_ns);
  late_run_ns = run_ns - MIN (run_ns, length_ns);
  run_ns -= late_run_ns;
  late_ready_ns = ready_ns - MIN (ready_ns, length_ns - run_ns);
  ready_ns -= late_ready_ns;
  changed_ns = give_back (self, since_ns, &late_run_ns, &late_ready_ns);
  push_entry (self, end_ns - length_ns, end_ns, run_ns, ready_ns);

  /* What has no room in the first was before it was watched. */
  self->owed_run_ns = is_first ? 0 : MIN (late_run_ns, MOST_OWED_NS);
  self->owed_ready_ns = is_first ? 0 : MIN (late_ready_ns, MOST_OWED_NS);

  return MIN (changed_ns, end_ns - length_ns);
}

static int64_t
between (int64_t before,
         int64_t after,
         double  share)
{
  return before + (int64_t) ((double) (after - before) * share);
}

void
skein_shares_at (const SkeinShares *self,
                 SkeinShareCursor  *cursor,
                 int64_t            time_ns,
                 SkeinShareTotals  *ret)
{
  const SkeinShareEntry *entry;
  const SkeinWatch *watch;

  *ret = (SkeinShareTotals) { .run_ns = self->base_run_ns, .ready_ns = self->base_ready_ns };
  if (self->n_watches == 0)
    return;

  cursor->watch = skein_search_after (self->watches, sizeof *self->watches, self->n_watches, cursor->watch, time_ns);
  watch = &self->watches[MIN (cursor->watch, self->n_watches - 1)];
  ret->observed_ns = watch->observed_ns + CLAMP (time_ns, watch->start_ns, watch->end_ns) - watch->start_ns;

  cursor->entry = skein_search_near (self->entries, sizeof *self->entries, self->n, cursor->entry,
                                     &cursor->entry_step, time_ns);
  if (cursor->entry > 0)
    {
      ret->run_ns = self->entries[cursor->entry - 1].run_ns;
      ret->ready_ns = self->entries[cursor->entry - 1].ready_ns;
    }

  entry = cursor->entry < self->n ? &self->entries[cursor->entry] : NULL;
  if (entry != NULL && time_ns > entry->start_ns)
    {
      double share = (double) (time_ns - entry->start_ns) / (double) (entry->end_ns - entry->start_ns);

      ret->run_ns = between (ret->run_ns, entry->run_ns, share);
      ret->ready_ns = between (ret->ready_ns, entry->ready_ns, share);
    }
}

uint32_t
skein_shares_find_watch (const SkeinShares *self,
                         int64_t            time_ns)
{
  return skein_search_after (self->watches, sizeof *self->watches, self->n_watches, 0, time_ns);
}

void
skein_shares_get_interval (const SkeinShares *self,
                           const SkeinWatch  *watch,
                           int64_t            time_ns,
                           int64_t           *ret_start_ns,
                           int64_t           *ret_end_ns)
{
  uint32_t i = skein_search_after (self->entries, sizeof *self->entries, self->n, 0, time_ns);
  bool is_inside = i < self->n && self->entries[i].start_ns <= time_ns;
  int64_t start_ns = i > 0 ? self->entries[i - 1].end_ns : watch->start_ns;
  int64_t end_ns = i < self->n ? self->entries[i].start_ns : watch->end_ns;

  *ret_start_ns = MAX (is_inside ? self->entries[i].start_ns : start_ns, watch->start_ns);
  *ret_end_ns = MIN (is_inside ? self->entries[i].end_ns : end_ns, watch->end_ns);
}

bool
skein_shares_drop (SkeinShares *self,
                   int64_t      time_ns)
{
  uint32_t n_watches = skein_shares_find_watch (self, time_ns);
  uint32_t n = skein_search_after (self->entries, sizeof *self->entries, self->n, 0, time_ns);

  if (n > 0)
    {
      self->base_run_ns = self->entries[n - 1].run_ns;
      self->base_ready_ns = self->entries[n - 1].ready_ns;
      self->n -= n;
      memmove (self->entries, self->entries + n, self->n * sizeof *self->entries);
      self->capacity = self->n + 4;
      self->entries = g_renew (SkeinShareEntry, self->entries, self->capacity);
    }

  self->n_watches -= n_watches;
  memmove (self->watches, self->watches + n_watches, self->n_watches * sizeof *self->watches);
  if (self->n_watches > 0 && self->watches[0].start_ns < time_ns)
    {
      self->watches[0].observed_ns += time_ns - self->watches[0].start_ns;
      self->watches[0].start_ns = time_ns;
    }

  return self->n_watches > 0;
}
