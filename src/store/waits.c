/* waits.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store/waits.h"

#include <string.h>

/* At four looks a second, a quarter of an hour of a thread that never rests for long. */
#define MAX_WAITS 4096

struct _SkeinWaits
{
  SkeinSeenWait *seen;
  uint32_t       n;
  uint32_t       capacity;
};

SkeinWaits *
skein_waits_new (void)
{
  return g_new0 (SkeinWaits, 1);
}

static void
drop_oldest (SkeinWaits *self,
             uint32_t    n)
{
  for (uint32_t i = 0; i < n; i++)
    g_clear_pointer (&self->seen[i].wchan, g_ref_string_release);

  self->n -= n;
  memmove (self->seen, self->seen + n, self->n * sizeof *self->seen);
}

void
skein_waits_free (SkeinWaits *self)
{
  if (self == NULL)
    return;

  drop_oldest (self, self->n);
  g_free (self->seen);
  g_free (self);
}

bool
skein_waits_add (SkeinWaits              *self,
                 const SkeinThreadDetail *detail)
{
  if (detail->wait_from_ns <= 0 || (detail->wchan == NULL && detail->syscall == -1) ||
      (self->n > 0 && detail->wait_from_ns <= self->seen[self->n - 1].from_ns))
    return false;

  if (self->n == MAX_WAITS)
    drop_oldest (self, MAX_WAITS / 4);
  if (self->n == self->capacity)
    {
      self->capacity = MIN (self->capacity + self->capacity / 2 + 4, MAX_WAITS);
      self->seen = g_renew (SkeinSeenWait, self->seen, self->capacity);
    }

  self->seen[self->n++] = (SkeinSeenWait) {
    .from_ns = detail->wait_from_ns,
    .until_ns = detail->wait_until_ns,
    .wchan = detail->wchan != NULL ? g_ref_string_acquire (detail->wchan) : NULL,
    .syscall = detail->syscall,
  };

  return true;
}

size_t
skein_waits_get_bytes (const SkeinWaits *self)
{
  return self != NULL ? sizeof *self + self->capacity * sizeof *self->seen : 0;
}

/* Returns: how many began before @time_ns */
static uint32_t
count_before (const SkeinWaits *self,
              int64_t           time_ns)
{
  uint32_t low = 0;
  uint32_t high = self->n;

  while (low < high)
    {
      uint32_t middle = low + (high - low) / 2;

      if (self->seen[middle].from_ns < time_ns)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

const SkeinSeenWait *
skein_waits_find_before (const SkeinWaits *self,
                         int64_t           time_ns)
{
  uint32_t n = count_before (self, time_ns);

  return n > 0 ? &self->seen[n - 1] : NULL;
}

const SkeinSeenWait *
skein_waits_find_after (const SkeinWaits *self,
                        int64_t           time_ns)
{
  uint32_t n = count_before (self, time_ns);

  return n < self->n ? &self->seen[n] : NULL;
}
