/* thread-rows.h - the rows of the threads of one process
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "model/snapshot.h"
#include "store/store.h"

G_BEGIN_DECLS

/* What rows can be sorted by. Equal ones are in the order of their numbers. */
typedef enum
{
  SKEIN_THREAD_NAME,
  SKEIN_THREAD_TID,
  SKEIN_THREAD_STATE,
  SKEIN_THREAD_CORE,
  SKEIN_THREAD_RUN,
  SKEIN_THREAD_READY,
  SKEIN_THREAD_GIVEN_UP,
  SKEIN_THREAD_TAKEN_AWAY,
  SKEIN_THREAD_MOVES,
  SKEIN_THREAD_WAIT,
  SKEIN_THREAD_POLICY,
  SKEIN_THREAD_NICE,
  SKEIN_THREAD_CORES,
  SKEIN_THREAD_CPU_TIME,
  SKEIN_THREAD_START,
} SkeinThreadOrder;

/**
 * SkeinThreadRow:
 * @id: skein_row_id_from_key() of the thread: stays, and never comes back
 * @thread: (transfer none): in the newest snapshot
 * @detail: (nullable) (transfer none): what costs more to know; %NULL: not read yet
 * @run: share of the time since the update before that it had a core
 * @ready: share in which it wanted one and had none
 * @given_up: times it left its core by itself, a second
 * @taken_away: times its core was taken away, a second
 * @has_rates: the two are known: there were details at this update and the one before
 */
typedef struct
{
  uint64_t                 id;
  const SkeinThread       *thread;
  const SkeinThreadDetail *detail;
  float                    run;
  float                    ready;
  float                    given_up;
  float                    taken_away;
  bool                     has_rates;
} SkeinThreadRow;

typedef struct _SkeinThreadRows SkeinThreadRows;

/* Of @process, sorted by number. */
SkeinThreadRows *skein_thread_rows_new  (const SkeinTaskKey *process) G_GNUC_WARN_UNUSED_RESULT;
void             skein_thread_rows_free (SkeinThreadRows    *self);

/**
 * skein_thread_rows_update:
 * @store: (nullable): as for skein_process_list_update()
 *
 * Returns: false if the process is gone; then the rows stay as they were last
 */
bool skein_thread_rows_update (SkeinThreadRows     *self,
                               const SkeinSnapshot *snapshot,
                               const SkeinStore    *store);

/* Returns: (nullable) (transfer none): the process as it was last seen */
const SkeinProcess  *skein_thread_rows_get_process  (const SkeinThreadRows *self);
/* Returns: (nullable) (transfer none): the snapshot that the rows are of */
const SkeinSnapshot *skein_thread_rows_get_snapshot (const SkeinThreadRows *self);

void skein_thread_rows_set_order (SkeinThreadRows  *self,
                                  SkeinThreadOrder  order,
                                  bool              descending);

/* While held, rows stay where they are whatever their figures; new ones come last. */
void skein_thread_rows_set_hold  (SkeinThreadRows  *self,
                                  bool              hold);

uint32_t              skein_thread_rows_get_n_rows (const SkeinThreadRows *self);
const SkeinThreadRow *skein_thread_rows_get_row    (const SkeinThreadRows *self,
                                                    uint32_t               position);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinThreadRows, skein_thread_rows_free)

G_END_DECLS
