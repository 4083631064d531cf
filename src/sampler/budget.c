/* budget.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "sampler/budget.h"

#include "base/clock.h"

#define LONGEST_NS (5 * SKEIN_NS_PER_S)

/* How much the latest sample counts: one dear sample is no reason to slow down, and neither is the second of all:
 * before it they cost nothing. */
#define LATEST 0.125

void
skein_budget_add (SkeinBudget *self,
                  int64_t      cost_ns)
{
  /* The first reads everything, and says nothing of those that follow. */
  if (self->is_begun)
    self->cost_ns += LATEST * ((double) cost_ns - self->cost_ns);

  self->is_begun = true;
}

int64_t
skein_budget_get_cadence (const SkeinBudget *self,
                          int64_t            wanted_ns,
                          double             share)
{
  double needed_ns;

  if (share <= 0)
    return wanted_ns;

  needed_ns = MIN (self->cost_ns / share, (double) LONGEST_NS);

  return MAX (wanted_ns, (int64_t) needed_ns);
}
