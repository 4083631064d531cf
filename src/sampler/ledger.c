/* ledger.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "sampler/ledger.h"

void
skein_ledger_open (SkeinLedger *self,
                   uint64_t     run_ns,
                   uint64_t     ready_ns)
{
  self->run_given = run_ns;
  self->ready_given = ready_ns;
}

static uint64_t
get_owed (uint64_t total,
          uint64_t given)
{
  return total > given ? total - given : 0;
}

void
skein_ledger_settle (SkeinLedger *self,
                     uint64_t     run_ns,
                     uint64_t     ready_ns,
                     uint64_t     room_ns,
                     bool         is_starving,
                     uint64_t    *ret_run_ns,
                     uint64_t    *ret_ready_ns)
{
  uint64_t run = MIN (get_owed (run_ns, self->run_given), room_ns);
  uint64_t ready = is_starving ? room_ns : get_owed (ready_ns, self->ready_given);

  /* A thread is never both at once. */
  ready = MIN (ready, room_ns - run);

  self->run_given += run;
  self->ready_given += ready;

  *ret_run_ns = run;
  *ret_ready_ns = ready;
}

bool
skein_ledger_owes (const SkeinLedger *self,
                   uint64_t           run_ns,
                   uint64_t           ready_ns)
{
  return run_ns > self->run_given || ready_ns > self->ready_given;
}
