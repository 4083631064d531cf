/* footprints.h - what every process takes of the machine's memory, so that it adds up
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "model/memory-report.h"
#include "model/snapshot.h"

G_BEGIN_DECLS

/**
 * SkeinFootprintRow:
 * @process: whose
 * @name: of the process, fit to be shown
 * @user: likewise
 * @own: bytes that would come back if it ended
 * @rest: its part of what it shares; with @own its proportional memory
 * @swap: its proportional share of what was moved out
 * @figure: "31.8 + 15.3 MB"
 * @is_named_twice: others have the same name: show its pid too
 */
typedef struct
{
  SkeinTaskKey process;
  char        *name;
  char        *user;
  uint64_t     own;
  uint64_t     rest;
  uint64_t     swap;
  char        *figure;
  bool         is_named_twice;
} SkeinFootprintRow;

/**
 * SkeinFootprints:
 * @total: the machine's memory, in bytes; what follows sums to it
 * @own: of @rows: what is private, together
 * @shared: of @rows: their parts of what is shared, together
 * @rest: all else in use: the kernel's, caches of files that no program maps, and the
 *   processes that may not be read or are not read yet
 * @free: used by nobody
 * @available: of @total: what programs could get without anything being moved out
 * @n_unreadable: processes of other users, that may not be read
 * @n_unread: processes that were not read yet
 * @n_rows: length of @rows
 * @rows: by proportional memory, the most first; none that takes nothing
 * @oldest_ns: when the first of @rows was read; INT64_MAX: there are none
 */
typedef struct
{
  uint64_t           total;
  uint64_t           own;
  uint64_t           shared;
  uint64_t           rest;
  uint64_t           free;
  uint64_t           available;
  uint32_t           n_unreadable;
  uint32_t           n_unread;
  uint32_t           n_rows;
  SkeinFootprintRow *rows;
  int64_t            oldest_ns;
} SkeinFootprints;

/**
 * skein_footprints_new:
 * @report: with footprints
 * @snapshot: of about the same time: names, users, the machine's memory. Footprints of
 *   processes that are not in it are left out: they have ended
 */
SkeinFootprints *skein_footprints_new  (const SkeinMemoryReport *report,
                                        const SkeinSnapshot     *snapshot) G_GNUC_WARN_UNUSED_RESULT;
void             skein_footprints_free (SkeinFootprints         *self);

/* Several lines: the machine's total and what it is made of; who could not be read. */
char *skein_footprints_dup_summary (const SkeinFootprints *self) G_GNUC_WARN_UNUSED_RESULT;

/* What "the rest" is, and how many processes are in it: one or two sentences. */
char *skein_footprints_dup_rest (const SkeinFootprints *self) G_GNUC_WARN_UNUSED_RESULT;

/* Of a hover: several lines. */
char *skein_footprints_dup_row_text (const SkeinFootprints *self,
                                     uint32_t               row) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinFootprints, skein_footprints_free)

G_END_DECLS
