/* share.h - what a thread got of a millisecond
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdint.h>

#include <glib.h>

#include "model/key.h"

G_BEGIN_DECLS

/**
 * SkeinShare:
 * @time_ns: end of the interval, CLOCK_MONOTONIC
 * @interval_ns: its length
 * @run_ns: how much of it the thread was on a core
 * @ready_ns: how much of it the thread wanted one and had none
 * @slices: how often it got one
 * @thread: which of the batch's threads
 *
 * Sums of an interval: what came first in it nobody knows. A thread that has none
 * for a time did not run in it.
 */
typedef struct
{
  int64_t  time_ns;
  uint32_t interval_ns;
  uint32_t run_ns;
  uint32_t ready_ns;
  uint16_t slices;
  uint16_t thread;
} SkeinShare;

G_STATIC_ASSERT (sizeof (SkeinShare) == 24);

/**
 * SkeinShareBatch:
 * @from_ns: the time that was watched begins
 * @to_ns: and ends; what no batch covers is a gap
 * @period_ns: time from one reading to the next, at best
 * @n_threads: length of @threads
 * @threads: who is watched
 * @n_shares: length of @shares
 * @shares: by the ends of their intervals. One may begin before @from_ns, where
 *   the thread had no share yet: the kernel adds up a running thread's time only
 *   at its ticks
 *
 * Immutable once it is published; may be shared between threads.
 */
typedef struct
{
  gatomicrefcount refs;
  int64_t         from_ns;
  int64_t         to_ns;
  int64_t         period_ns;
  uint32_t        n_threads;
  uint32_t        n_shares;
  SkeinTaskKey   *threads;
  SkeinShare     *shares;
} SkeinShareBatch;

/**
 * skein_share_batch_new_take:
 * @threads: (array length=n_threads): copied
 * @shares: (transfer full) (element-type SkeinShare): becomes the batch's
 *
 * Returns: (transfer full): a batch with one reference
 */
SkeinShareBatch *skein_share_batch_new_take (int64_t             from_ns,
                                             int64_t             to_ns,
                                             int64_t             period_ns,
                                             const SkeinTaskKey *threads,
                                             uint32_t            n_threads,
                                             GArray             *shares) G_GNUC_WARN_UNUSED_RESULT;

SkeinShareBatch *skein_share_batch_ref   (const SkeinShareBatch *self);
void             skein_share_batch_unref (const SkeinShareBatch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinShareBatch, skein_share_batch_unref)

G_END_DECLS
