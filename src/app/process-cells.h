/* process-cells.h - what the cells of a process's row say
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/process-model.h"
#include "base/format.h"
#include "present/colour.h"

G_BEGIN_DECLS

/**
 * SkeinCellContext:
 * @session: gives colours, and says what is selected
 * @snapshot: that the rows are of
 * @n_cores: that are online
 * @cpu_of: what 100 % is
 * @dark: on a dark background
 *
 * What is the same for all rows: found out once for a refresh.
 */
typedef struct
{
  SkeinSession        *session;
  const SkeinSnapshot *snapshot;
  guint                n_cores;
  SkeinCpuOf           cpu_of;
  gboolean             dark;
} SkeinCellContext;

void  skein_cell_context_init     (SkeinCellContext       *self,
                                   SkeinSession           *session,
                                   const SkeinSnapshot    *snapshot);

void  skein_process_cell_fill     (const SkeinCellContext *context,
                                   const SkeinProcessRow  *row,
                                   SkeinProcessColumn      column,
                                   SkeinTableCell         *cell);

/* Returns: (transfer full) (nullable): more than the cell says */
char *skein_process_cell_dup_tooltip (const SkeinCellContext *context,
                                      const SkeinProcessRow  *row,
                                      SkeinProcessColumn      column) G_GNUC_WARN_UNUSED_RESULT;

/* The parts that the cells of threads have too. */
void  skein_cell_set_bytes        (SkeinTableCell         *cell,
                                   const char             *bytes);
void  skein_cell_set_state        (SkeinTableCell         *cell,
                                   SkeinState              state);
void  skein_cell_set_share        (SkeinTableCell         *cell,
                                   double                  share);
void  skein_cell_set_number       (SkeinTableCell         *cell,
                                   int64_t                 number);
void  skein_cell_set_colour       (SkeinTableCell         *cell,
                                   const SkeinColour      *colour);
void  skein_cell_set_start        (const SkeinCellContext *context,
                                   SkeinTableCell         *cell,
                                   uint64_t                start_ticks);

/* Has the share of one process read now and then, for skein_dup_memory(); @process %NULL: that of none any more.
 * @owner has no other wish of memory. */
void skein_wish_for_share (SkeinSession       *session,
                           gpointer            owner,
                           const SkeinTaskKey *process);

/* Returns: (transfer full) (nullable): its share of the memory, "47.1 MB"; "≤ 60.2 MB", what
 *   is resident, where only that is known; %NULL: it has none */
char *skein_dup_memory            (SkeinSession           *session,
                                   const SkeinProcess     *process) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: (transfer full): "14:03" of today, else the date; @with_date: always both */
char *skein_dup_start             (const SkeinSnapshot    *snapshot,
                                   uint64_t                start_ticks,
                                   gboolean                with_date) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
