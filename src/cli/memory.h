/* memory.h - skein-cli memory: which memory processes have, and what they share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdio.h>

#include <glib.h>

#include "model/memory-report.h"
#include "model/process.h"

G_BEGIN_DECLS

/**
 * SkeinMemoryRow:
 * @pid: the number that was asked for
 * @process: (nullable): who has it, with its threads; %NULL: nobody
 * @space: (nullable): its address space; %NULL where @process is
 * @has_total: @total is of smaps_rollup, which does not round down what is shared by three
 *   in each region; else it is the sum of the regions
 * @total: what it takes; its @error is that of @space, its @swap is Swap, not SwapPss
 */
typedef struct
{
  pid_t                    pid;
  const SkeinProcess      *process;
  const SkeinAddressSpace *space;
  bool                     has_total;
  SkeinFootprint           total;
} SkeinMemoryRow;

/**
 * SkeinMemoryLook:
 * @report: what was read
 * @rows: (element-type SkeinMemoryRow): what was asked for, in that order
 * @places: (element-type guint): of each space of @report, its place in @rows
 *
 * All that is told.
 */
typedef struct
{
  SkeinMemoryReport *report;
  GArray            *rows;
  GArray            *places;
} SkeinMemoryLook;

/**
 * skein_cli_memory:
 * @argv: (array length=argc): from the name of the command on
 *
 * Returns: an exit status: 0 done, 1 nothing of it could be read, 2 the call is wrong
 */
int skein_cli_memory (int    argc,
                      char **argv);

/* One JSON object in one line. */
void skein_memory_print_json (FILE                  *file,
                              const SkeinMemoryLook *look);

/**
 * skein_memory_print_text:
 * @all: a line for each region, instead of each kind
 * @width: cut lines to so many columns; 0: leave them whole
 *
 * For people.
 */
void skein_memory_print_text (FILE                  *file,
                              const SkeinMemoryLook *look,
                              bool                   all,
                              unsigned               width);

/* After skein_memory_print_text() of the processes: what they have in common. */
void skein_memory_print_bridges (FILE                  *file,
                                 const SkeinMemoryLook *look,
                                 bool                   all,
                                 unsigned               width);

static inline const SkeinMemoryRow *
skein_memory_look_get_row (const SkeinMemoryLook *self,
                           const SkeinBridgeEnd  *end)
{
  return &g_array_index (self->rows, SkeinMemoryRow, g_array_index (self->places, guint, end->space));
}

static inline const SkeinRegion *
skein_memory_look_get_region (const SkeinMemoryLook *self,
                              const SkeinBridgeEnd  *end)
{
  return &self->report->spaces[end->space]->regions[end->region];
}

/* Whether what this end writes is seen at the others. */
static inline bool
skein_memory_look_may_write (const SkeinMemoryLook *self,
                             const SkeinBridgeEnd  *end)
{
  return skein_region_is_writable_by_all (skein_memory_look_get_region (self, end));
}

/* Returns: (transfer full) (nullable): why nothing of it is told, a sentence without its
 *   full stop; %NULL: it could be read */
char *skein_memory_row_dup_reason (const SkeinMemoryRow *self);

G_END_DECLS
