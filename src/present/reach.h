/* reach.h - who can reach a region: every thread of the selection, with yes or no, and why
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "present/houses.h"

G_BEGIN_DECLS

typedef enum
{
  SKEIN_REACH_NO,
  SKEIN_REACH_YES,
  SKEIN_REACH_UNKNOWN, /* its address space may not be read */
} SkeinReach;

/**
 * SkeinReachRow:
 * @process: whose threads
 * @colour: number of the process for its colour
 * @shade: of the first of them, for skein_colour_of_thread()
 * @n_threads: how many are of this one answer, one after the other; 1 where each has a row
 * @answer: whether they can
 * @names: "main (6204)", "w 1, w 2, w 3"
 * @why: the answer in words: "yes: its own heap", "no: another process"
 */
typedef struct
{
  SkeinTaskKey process;
  uint32_t     colour;
  uint32_t     shade;
  uint32_t     n_threads;
  SkeinReach   answer;
  char        *names;
  char        *why;
} SkeinReachRow;

/**
 * skein_reach_list:
 * @residents: (array): one for each address space of @report, in its order
 * @space: whose region
 * @region: which of it
 * @together: threads of a process with the same answer share a row
 *
 * Returns: (transfer full) (element-type SkeinReachRow): the region's own process
 *   first, then the others in their order; frees what is in it
 */
GArray *skein_reach_list (const SkeinMemoryReport *report,
                          const SkeinResident     *residents,
                          uint32_t                 space,
                          uint32_t                 region,
                          bool                     together) G_GNUC_WARN_UNUSED_RESULT;

/**
 * skein_reach_dup_shared_with:
 *
 * Returns: (transfer full) (nullable): "6204, 6210": the processes of the report that
 *   have some of it in common by a bridge; %NULL: none of them
 */
char *skein_reach_dup_shared_with (const SkeinMemoryReport *report,
                                   uint32_t                 space,
                                   uint32_t                 region) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: (transfer full) (nullable): the same in one line that is never long: "Shared with 6204, 6210", "Shared with
 * 11 processes" */
char *skein_reach_dup_shared_words (const SkeinMemoryReport *report,
                                    uint32_t                 space,
                                    uint32_t                 region) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
