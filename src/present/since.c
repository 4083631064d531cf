/* since.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "present/since.h"

SkeinSince
skein_since (const SkeinSnapshot *before,
             const SkeinSnapshot *snapshot,
             const SkeinStore    *store)
{
  SkeinSince self = { .snapshot = snapshot, .store = store };
  SkeinSums machine;

  if (before == NULL)
    return self;

  self.start_ns = before->taken_ns;
  self.elapsed_ns = snapshot->taken_ns - before->taken_ns;

  if (store != NULL && skein_store_sum (store, SKEIN_ID_MACHINE, self.start_ns, snapshot->taken_ns, &machine))
    self.observed_ns = machine.observed_ns;

  return self;
}

bool
skein_since_look_up (const SkeinSince  *self,
                     SkeinId            id,
                     SkeinSinceFigures *ret)
{
  SkeinSums sums;

  if (self->observed_ns <= 0 || id == SKEIN_ID_NONE ||
      !skein_store_sum (self->store, id, self->start_ns, self->snapshot->taken_ns, &sums))
    return false;

  /* By what was seen of the machine, not of the task: so the rows add up to a total. */
  ret->run = (float) ((double) sums.run_ns / (double) self->observed_ns);
  ret->ready = (float) ((double) sums.ready_ns / (double) self->observed_ns);

  return true;
}

SkeinSinceFigures
skein_since_work_out (const SkeinSince *self,
                      uint64_t          run_delta_ns,
                      uint64_t          ready_delta_ns,
                      uint64_t          run_ns,
                      uint64_t          run_before_ns)
{
  SkeinSinceFigures figures = {
    .run = (float) skein_snapshot_share (self->snapshot, run_delta_ns),
    .ready = (float) skein_snapshot_share (self->snapshot, ready_delta_ns),
  };

  if (self->elapsed_ns > 0 && run_ns >= run_before_ns)
    figures.run = (float) ((double) (run_ns - run_before_ns) / (double) self->elapsed_ns);

  return figures;
}
