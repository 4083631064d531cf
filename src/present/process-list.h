/* process-list.h - the rows of all processes, as a tree or a list, filtered and sorted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "model/address-space.h"
#include "model/snapshot.h"
#include "present/process-row.h"
#include "store/store.h"

G_BEGIN_DECLS

/**
 * SkeinProcessTotals:
 * @n_all: processes there are
 * @n_processes: those that the filters accept; all that follows is theirs
 * @memory_bytes: proportional shares, which add up; of @n_resident what is resident, so
 *   that what these share counts more than once
 * @n_resident: of how many the share is not known
 */
typedef struct
{
  uint32_t n_all;
  uint32_t n_processes;
  uint32_t n_threads;
  double   run;
  double   ready;
  uint64_t memory_bytes;
  uint32_t n_resident;
} SkeinProcessTotals;

/**
 * SkeinProcessList:
 *
 * Plain arrays, renewed at each update; what the user did to a row (closed it in
 * the tree) goes with it. Rows are valid until the next call that changes
 * anything.
 */
typedef struct _SkeinProcessList SkeinProcessList;

/* A tree sorted by start, all of it open, nothing filtered. */
SkeinProcessList *skein_process_list_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void              skein_process_list_free (SkeinProcessList *self);

/**
 * skein_process_list_update:
 * @snapshot: newer than the one before, or the same
 * @store: (nullable): has seen it; knows what happened since the last update.
 *   Without it, only CPU time does, and ready time is that of the last sample
 *
 * A process whose record is still the same costs a comparison: nothing happened.
 */
void skein_process_list_update (SkeinProcessList    *self,
                                const SkeinSnapshot *snapshot,
                                const SkeinStore    *store);

/* Returns: (nullable) (transfer none): the newest that it was given */
const SkeinSnapshot *skein_process_list_get_snapshot (const SkeinProcessList *self);

/**
 * skein_process_list_set_footprints:
 * @footprints: (array length=n): sorted by pid
 *
 * What was read of the memory of some. It stays with their rows until it was read anew;
 * rows change places with the next update.
 */
void skein_process_list_set_footprints (SkeinProcessList     *self,
                                        const SkeinFootprint *footprints,
                                        uint32_t              n);

void skein_process_list_set_tree   (SkeinProcessList  *self,
                                    bool               tree);
void skein_process_list_set_order  (SkeinProcessList  *self,
                                    SkeinProcessOrder  order,
                                    bool               descending);

/* While held, rows stay where they are whatever their figures; new ones come last. */
void skein_process_list_set_hold   (SkeinProcessList  *self,
                                    bool               hold);

/* The filters: see #SkeinProcessFilter. */
void skein_process_list_set_text   (SkeinProcessList  *self,
                                    const char        *text);
void skein_process_list_set_user   (SkeinProcessList  *self,
                                    const char        *user);
void skein_process_list_set_states (SkeinProcessList  *self,
                                    unsigned           states);
void skein_process_list_set_kernel (SkeinProcessList  *self,
                                    bool               show);

/* Opens or closes a row of the tree. While a text is looked for, all are open. */
void skein_process_list_set_expanded (SkeinProcessList *self,
                                      uint64_t          id,
                                      bool              expanded);

/* The rows that are shown now. */
uint32_t               skein_process_list_get_n_rows (const SkeinProcessList *self);
const SkeinProcessRow *skein_process_list_get_row    (const SkeinProcessList *self,
                                                      uint32_t                position);

/* Returns: (nullable): the row, shown or not; %NULL: there is no such process now */
const SkeinProcessRow *skein_process_list_find (const SkeinProcessList *self,
                                                const SkeinTaskKey     *key);

/* Opens what is above the row, so that it is shown unless the filters hide it. */
void skein_process_list_reveal (SkeinProcessList *self,
                                uint64_t          id);

SkeinProcessTotals skein_process_list_get_totals (const SkeinProcessList *self);

/* Returns: (transfer full): the users of all processes, sorted, each once */
GPtrArray *skein_process_list_dup_users (const SkeinProcessList *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinProcessList, skein_process_list_free)

G_END_DECLS
