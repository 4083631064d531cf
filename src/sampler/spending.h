/* spending.h - whether something costs more than it may
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

G_BEGIN_DECLS

/**
 * SkeinSpending:
 *
 * Judges CPU time by the second, for what cannot be done less often, only ended.
 * Zeroed, it is a new one.
 */
typedef struct
{
  /*< private >*/
  int64_t  looked_ns;
  uint64_t cpu_ns;
  unsigned n_over;
} SkeinSpending;

/**
 * skein_spending_is_too_much:
 * @now_ns: CLOCK_MONOTONIC; not before that of the last call
 * @cpu_ns: CPU time that it took since it began
 * @budget: CPU share of one core that it may cost
 *
 * To be asked now and then, at best once in a second: more often changes nothing. A
 * single second may be dear: what is dear for three of them stays so.
 */
bool skein_spending_is_too_much (SkeinSpending *self,
                                 int64_t        now_ns,
                                 uint64_t       cpu_ns,
                                 double         budget);

G_END_DECLS
