/* share.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "model/share.h"

SkeinShareBatch *
skein_share_batch_new_take (int64_t             from_ns,
                            int64_t             to_ns,
                            int64_t             period_ns,
                            const SkeinTaskKey *threads,
                            uint32_t            n_threads,
                            GArray             *shares)
{
  SkeinShareBatch *self = g_new0 (SkeinShareBatch, 1);

  g_atomic_ref_count_init (&self->refs);
  self->from_ns = from_ns;
  self->to_ns = to_ns;
  self->period_ns = period_ns;
  self->n_threads = n_threads;
  self->n_shares = shares->len;
  self->threads = g_memdup2 (threads, n_threads * sizeof *threads);
  self->shares = (gpointer) g_array_free (shares, FALSE);

  return self;
}

SkeinShareBatch *
skein_share_batch_ref (const SkeinShareBatch *self)
{
  SkeinShareBatch *mutable = (SkeinShareBatch *) self;

  g_atomic_ref_count_inc (&mutable->refs);

  return mutable;
}

void
skein_share_batch_unref (const SkeinShareBatch *self)
{
  SkeinShareBatch *mutable = (SkeinShareBatch *) self;

  if (!g_atomic_ref_count_dec (&mutable->refs))
    return;

  g_free (mutable->threads);
  g_free (mutable->shares);
  g_free (mutable);
}
