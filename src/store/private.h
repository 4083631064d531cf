/* private.h - what a store is made of, for the files of this folder
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "store/store.h"

#include "store/axis.h"
#include "store/exact.h"
#include "store/tasks.h"
#include "store/track.h"
#include "store/users.h"

G_BEGIN_DECLS

/* What a task weighs that is no more: as much as so many entries. It goes at once or not at all. */
#define SKEIN_STORE_TASK_WEIGHT 8

/**
 * SkeinCoreHistory:
 * @track: its busy time as run; offline is told as suspended
 * @users: who used it
 * @tally: who uses it in the interval that is being added
 */
typedef struct
{
  SkeinTrack track;
  SkeinUsers users;
  SkeinTally tally;
} SkeinCoreHistory;

/**
 * SkeinThinning:
 * @is_active: the axis was thinned, and not all tracks have followed yet
 * @start_ns: the stretch that was merged
 * @end_ns: its end
 * @next: how many tasks have followed
 * @next_core: how many cores have, after them; the machine comes last
 *
 * The axis is thinned at once, the tracks one by one when room is needed: no
 * sample pays for all of them.
 */
typedef struct
{
  bool     is_active;
  int64_t  start_ns;
  int64_t  end_ns;
  uint32_t next;
  uint32_t next_core;
} SkeinThinning;

/**
 * SkeinStore:
 * @bytes: of the axis, the cores and the machine; the tasks count their own
 * @cores: (array length=n_cores): by the kernel's number
 * @shares_end_ns: until when there are shares of anybody; INT64_MIN: there are none
 * @revised_ns: where the earliest share begins that nobody was told of; INT64_MAX: none
 * @last: (nullable): the newest snapshot, to compare with
 */
struct _SkeinStore
{
  size_t               budget;
  size_t               bytes;
  SkeinAxis            axis;
  SkeinTasks           tasks;
  SkeinTrack           machine;
  SkeinCoreHistory    *cores;
  uint32_t             n_cores;
  SkeinThinning        thinning;
  SkeinExact           exact;
  int64_t              shares_end_ns;
  int64_t              revised_ns;
  const SkeinSnapshot *last;
};

/* Thins until the budget is kept, or nothing is left that could go. */
void skein_store_thin (SkeinStore *self);

/* As the public functions without "snapshots": what the snapshots alone tell. */
bool skein_store_sum_snapshots (const SkeinStore *self,
                                SkeinId           id,
                                int64_t           start_ns,
                                int64_t           end_ns,
                                SkeinSums        *ret);
void skein_store_bin_snapshots (const SkeinStore *self,
                                SkeinId           id,
                                int64_t           start_ns,
                                double            column_ns,
                                SkeinBin         *bins,
                                size_t            n_bins);

/* Likewise: what the snapshots tell, and shares of milliseconds in their place where a
 * thread was watched. */
bool skein_store_sum_sampled      (const SkeinStore *self,
                                   SkeinId           id,
                                   int64_t           start_ns,
                                   int64_t           end_ns,
                                   SkeinSums        *ret);
void skein_store_bin_sampled      (const SkeinStore *self,
                                   SkeinId           id,
                                   int64_t           start_ns,
                                   double            column_ns,
                                   SkeinBin         *bins,
                                   size_t            n_bins);
void skein_store_bin_core_sampled (const SkeinStore *self,
                                   unsigned          core,
                                   int64_t           start_ns,
                                   double            column_ns,
                                   SkeinCoreBin     *bins,
                                   size_t            n_bins);

/* Shares waiting out between waiting, disk and suspended, as the samples do. */
void skein_sums_share_out (int64_t          waiting_ns,
                           const SkeinSums *sampled,
                           SkeinSums       *ret);

/* Puts @part in the place of what @sampled, which is of the same time, added to @sums. */
void skein_sums_replace (SkeinSums       *sums,
                         const SkeinSums *sampled,
                         const SkeinSums *part);

/* All but the core. */
void skein_bin_set (SkeinBin        *bin,
                    const SkeinSums *sums,
                    double           column_ns);

/* Returns: the sample's rest of a thread at @time_ns */
SkeinRest skein_store_get_rest (const SkeinStore *self,
                                SkeinId           id,
                                int64_t           time_ns);

/* Returns: who took the core away at the end of a core's slice, or %SKEIN_ID_NONE */
SkeinId skein_store_find_taker (const SkeinStore  *self,
                                const SkeinSlices *slices,
                                uint32_t           group,
                                uint32_t           index);

/* Returns: whether there is something exact between the two */
static inline bool
skein_store_has_exact (const SkeinStore *self,
                       int64_t           start_ns,
                       int64_t           end_ns)
{
  return self->exact.is_begun && start_ns < self->exact.now_ns && end_ns > self->exact.start_ns;
}

/* Returns: where column @index begins */
static inline int64_t
skein_store_get_edge (int64_t start_ns,
                      double  column_ns,
                      size_t  index)
{
  double offset = column_ns * (double) index;

  if (offset >= (double) INT64_MAX - (double) MAX (start_ns, 0))
    return INT64_MAX;

  return start_ns + (int64_t) offset;
}

static inline size_t
skein_core_history_get_bytes (const SkeinCoreHistory *self)
{
  return sizeof *self + skein_track_get_bytes (&self->track) + skein_users_get_bytes (&self->users);
}

G_END_DECLS
