/* pulse.h - how many of some threads ran, or wanted to, at each instant
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#include "store/at-once.h"
#include "store/exact.h"

G_BEGIN_DECLS

/**
 * SkeinPulses:
 *
 * What was found out about the last few selections that were asked for: blocks of switches, and
 * for how long how many ran at once in each. Parts of blocks are walked through anew.
 */

/**
 * SkeinPulse:
 *
 * Of one selection.
 */
typedef struct _SkeinPulse SkeinPulse;

void   skein_pulses_free      (SkeinPulses       *self);
size_t skein_pulses_get_bytes (const SkeinPulses *self);

/* What was found out of the time from @time_ns on does not hold any more. */
void skein_pulses_rewind (SkeinPulses *self,
                          int64_t      time_ns);

/* What was before @time_ns will be dropped, and is not wanted any more. */
void skein_pulses_drop (SkeinPulses      *self,
                        const SkeinExact *exact,
                        int64_t           time_ns);

/**
 * skein_pulse_get:
 * @ids: (array length=n_ids): processes, threads, the machine
 *
 * Returns: (transfer none): the pulse of a selection, up to now; valid until the next call
 */
SkeinPulse *skein_pulse_get (SkeinExact    *exact,
                             const SkeinId *ids,
                             size_t         n_ids);

/* Adds the range to both. */
void skein_pulse_sum (SkeinPulse       *self,
                      const SkeinExact *exact,
                      int64_t           start_ns,
                      int64_t           end_ns,
                      SkeinAtOnce      *parallelism,
                      SkeinAtOnce      *demand);

/* Fills columns of equal width. Where one holds many switches, its ends are in proportion. */
void skein_pulse_bin (SkeinPulse       *self,
                      const SkeinExact *exact,
                      int64_t           start_ns,
                      double            column_ns,
                      SkeinAtOnceBin   *bins,
                      size_t            n_bins);

G_END_DECLS
