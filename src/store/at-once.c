/* at-once.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store/at-once.h"

void
skein_at_once_init (SkeinAtOnce *self)
{
  self->ns_at = g_array_new (FALSE, TRUE, sizeof (int64_t));
}

void
skein_at_once_clear (SkeinAtOnce *self)
{
  g_clear_pointer (&self->ns_at, g_array_unref);
}

void
skein_at_once_add (SkeinAtOnce *self,
                   unsigned     n,
                   int64_t      ns)
{
  if (n >= self->ns_at->len)
    g_array_set_size (self->ns_at, n + 1);

  g_array_index (self->ns_at, int64_t, n) += ns;
}

int64_t
skein_at_once_get_total_ns (const SkeinAtOnce *self)
{
  int64_t total = 0;

  for (unsigned n = 0; n < self->ns_at->len; n++)
    total += g_array_index (self->ns_at, int64_t, n);

  return total;
}

double
skein_at_once_get_mean (const SkeinAtOnce *self)
{
  int64_t total = skein_at_once_get_total_ns (self);
  double sum = 0;

  for (unsigned n = 0; n < self->ns_at->len; n++)
    sum += (double) n * (double) g_array_index (self->ns_at, int64_t, n);

  return total > 0 ? sum / (double) total : 0.0;
}

unsigned
skein_at_once_get_most (const SkeinAtOnce *self)
{
  unsigned n = self->ns_at->len;

  while (n > 1 && g_array_index (self->ns_at, int64_t, n - 1) <= 0)
    n--;

  return n > 0 ? n - 1 : 0;
}

double
skein_at_once_get_share (const SkeinAtOnce *self,
                         unsigned           n)
{
  int64_t total = skein_at_once_get_total_ns (self);

  if (n >= self->ns_at->len || total <= 0)
    return 0.0;

  return (double) g_array_index (self->ns_at, int64_t, n) / (double) total;
}
