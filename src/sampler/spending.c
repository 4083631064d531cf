/* spending.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "sampler/spending.h"

#include "base/clock.h"

#define PERIOD_NS (900 * SKEIN_NS_PER_MS)
#define PATIENCE 3

bool
skein_spending_is_too_much (SkeinSpending *self,
                            int64_t        now_ns,
                            uint64_t       cpu_ns,
                            double         budget)
{
  int64_t elapsed_ns = now_ns - self->looked_ns;
  double share;

  if (self->looked_ns != 0 && elapsed_ns < PERIOD_NS)
    return self->n_over >= PATIENCE;

  share = self->looked_ns != 0 ? (double) (cpu_ns - self->cpu_ns) / (double) elapsed_ns : 0.0;
  self->n_over = share > budget ? self->n_over + 1 : 0;
  self->looked_ns = now_ns;
  self->cpu_ns = cpu_ns;

  return self->n_over >= PATIENCE;
}
