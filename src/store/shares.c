/* shares.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store/shares.h"

#include "store/search.h"

#include <string.h>

/* More than a tick and a reading late nothing is told. */
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

int64_t
skein_shares_add (SkeinShares      *self,
                  const SkeinShare *share)
{
  int64_t run_ns = share->run_ns + self->owed_run_ns;
  int64_t ready_ns = share->ready_ns + self->owed_ready_ns;
  int64_t end_ns, length_ns, floor_ns, since_ns;
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
  self->owed_run_ns = MIN (run_ns - MIN (run_ns, length_ns), MOST_OWED_NS);
  run_ns = MIN (run_ns, length_ns);
  self->owed_ready_ns = MIN (ready_ns - MIN (ready_ns, length_ns - run_ns), MOST_OWED_NS);
  ready_ns = MIN (ready_ns, length_ns - run_ns);
  push_entry (self, end_ns - length_ns, end_ns, run_ns, ready_ns);

  /* What has no room in the first was before it was watched. */
  if (is_first)
    self->owed_run_ns = self->owed_ready_ns = 0;

  return end_ns - length_ns;
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
