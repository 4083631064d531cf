/* shares.h - what one thread got of each millisecond, while it was watched
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#include "model/share.h"

G_BEGIN_DECLS

/**
 * SkeinShareEntry:
 * @end_ns: end of a short interval in which the thread ran or was ready
 * @start_ns: its start, not before the end of the entry before
 * @run_ns: run time of all entries ever, up to @end_ns
 * @ready_ns: ready time likewise
 */
typedef struct
{
  int64_t end_ns;
  int64_t start_ns;
  int64_t run_ns;
  int64_t ready_ns;
} SkeinShareEntry;

/**
 * SkeinWatch:
 * @end_ns: until when
 * @start_ns: since when
 * @observed_ns: the length of all watches before
 * @period_ns: time from one reading to the next, at best
 *
 * A time in which the thread was watched. Between two entries in it, it rested.
 */
typedef struct
{
  int64_t end_ns;
  int64_t start_ns;
  int64_t observed_ns;
  int64_t period_ns;
} SkeinWatch;

/**
 * SkeinShares:
 * @base_run_ns: run time of all entries that were dropped; likewise @base_ready_ns
 * @owed_run_ns: run time that there was no room for, which the next entry gets: a reading
 *   tells of the kernel's last tick, a little before it; likewise @owed_ready_ns
 *
 * All of a thread.
 */
typedef struct
{
  SkeinShareEntry *entries;
  SkeinWatch      *watches;
  uint32_t         n;
  uint32_t         capacity;
  uint32_t         n_watches;
  uint32_t         watches_capacity;
  int64_t          base_run_ns;
  int64_t          base_ready_ns;
  int64_t          owed_run_ns;
  int64_t          owed_ready_ns;
} SkeinShares;

/* All that it adds up to, up to an instant. Only differences mean something. */
typedef struct
{
  int64_t observed_ns;
  int64_t run_ns;
  int64_t ready_ns;
} SkeinShareTotals;

/* Where a walk forward is. All zero at its start. */
typedef struct
{
  uint32_t watch;
  uint32_t entry;
  uint32_t entry_step;
} SkeinShareCursor;

SkeinShares *skein_shares_new       (void) G_GNUC_WARN_UNUSED_RESULT;
void         skein_shares_free      (SkeinShares       *self);
size_t       skein_shares_get_bytes (const SkeinShares *self);

/* It was watched from @from_ns to @to_ns. What overlaps the watches before is left out. */
void skein_shares_watch (SkeinShares *self,
                         int64_t      from_ns,
                         int64_t      to_ns,
                         int64_t      period_ns);

/* Adds what came within the last watch, later than all before. An interval that is too
 * short for its times grows into the past; what still has no room goes to the entries
 * before that have some.
 * Returns: where the earliest change is; INT64_MAX: there is none */
int64_t skein_shares_add (SkeinShares      *self,
                          const SkeinShare *share);

/**
 * skein_shares_at:
 * @cursor: (inout): moved along; @time_ns must not be before that of the last call
 *
 * What falls within an entry counts in proportion.
 */
void skein_shares_at (const SkeinShares *self,
                      SkeinShareCursor  *cursor,
                      int64_t            time_ns,
                      SkeinShareTotals  *ret);

/* Returns: the first watch that ends after @time_ns, or the number of watches */
uint32_t skein_shares_find_watch (const SkeinShares *self,
                                  int64_t            time_ns);

/* The entry around @time_ns, or the rest between two, within @watch. */
void skein_shares_get_interval (const SkeinShares *self,
                                const SkeinWatch  *watch,
                                int64_t            time_ns,
                                int64_t           *ret_start_ns,
                                int64_t           *ret_end_ns);

/* Drops what was before @time_ns.
 * Returns: false where nothing is left */
bool skein_shares_drop (SkeinShares *self,
                        int64_t      time_ns);

G_END_DECLS
