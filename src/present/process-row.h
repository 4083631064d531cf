/* process-row.h - one process, as a row of a table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "model/process.h"

G_BEGIN_DECLS

/* What rows can be sorted by. Equal ones are in the order of their numbers. */
typedef enum
{
  SKEIN_PROCESS_NAME,
  SKEIN_PROCESS_PID,
  SKEIN_PROCESS_USER,
  SKEIN_PROCESS_STATE,
  SKEIN_PROCESS_THREADS,
  SKEIN_PROCESS_PARALLELISM, /* and CPU: it is the same, said in another way */
  SKEIN_PROCESS_DEMAND,
  SKEIN_PROCESS_MEMORY,
  SKEIN_PROCESS_OWN_MEMORY,
  SKEIN_PROCESS_RESIDENT_MEMORY,
  SKEIN_PROCESS_START,
  SKEIN_PROCESS_CPU_TIME,
  SKEIN_PROCESS_COMMAND,
  SKEIN_PROCESS_PARENT,
  SKEIN_PROCESS_NICE,
  SKEIN_PROCESS_CGROUP,
  SKEIN_PROCESS_POLICY,
} SkeinProcessOrder;

/**
 * SkeinProcessRow:
 * @id: skein_row_id_from_key() of the process: stays, and never comes back
 * @process: (transfer none): its record in the newest snapshot
 * @run: cores it held on average since the update before
 * @ready: threads of it that wanted a core and had none, likewise
 * @memory_bytes: its proportional share of memory where that was read, else what it has
 *   in memory at most: what is resident
 * @own_bytes: what would come back if it ended, where @is_proportional
 * @memory_error: why its share is not known: -EACCES, it may not be read; 0: it was not
 *   read yet
 * @is_proportional: @memory_bytes is its share
 * @state: the liveliest of its threads'
 * @depth: 0 in a list and for a root of the tree
 * @n_thread_matches: threads that have the text looked for
 * @expandable: it has children that are shown or can be
 * @expanded: they are
 * @matches: the filters accept it; else it is shown only for a descendant's sake
 * @is_new: it came within the last seconds
 */
typedef struct
{
  uint64_t            id;
  const SkeinProcess *process;
  uint64_t            memory_bytes;
  uint64_t            own_bytes;
  int                 memory_error;
  bool                is_proportional;
  float               run;
  float               ready;
  SkeinState          state;
  uint32_t            depth;
  uint32_t            n_thread_matches;
  bool                expandable;
  bool                expanded;
  bool                matches;
  bool                is_new;
} SkeinProcessRow;

/* What to sort by: %NULL for what has no text but a number. */
const char *skein_process_row_get_text   (const SkeinProcessRow *row,
                                          SkeinProcessOrder      order);
double      skein_process_row_get_number (const SkeinProcessRow *row,
                                          SkeinProcessOrder      order);

/* Returns: (nullable): the thread that speaks for the process in nice and policy */
const SkeinThread *skein_process_get_main_thread (const SkeinProcess *process);

G_END_DECLS
