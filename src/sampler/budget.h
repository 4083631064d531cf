/* budget.h - how seldom samples must be for what they cost
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

G_BEGIN_DECLS

/**
 * SkeinBudget:
 * @cost_ns: what a sample costs these days
 * @is_begun: the first was seen
 */
typedef struct
{
  double cost_ns;
  bool   is_begun;
} SkeinBudget;

/* Takes note of what a sample cost. */
void    skein_budget_add         (SkeinBudget       *self,
                                  int64_t            cost_ns);

/**
 * skein_budget_get_cadence:
 * @wanted_ns: time from one sample to the next that was asked for
 * @share: of one core, that samples may cost; 0: no limit
 *
 * Returns: the time to keep: @wanted_ns, or longer, yet not for this reason
 *   longer than five seconds
 */
int64_t skein_budget_get_cadence (const SkeinBudget *self,
                                  int64_t            wanted_ns,
                                  double             share);

G_END_DECLS
