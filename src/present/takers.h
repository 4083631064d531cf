/* takers.h - who took a core away, and how often
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#include "store/store.h"

G_BEGIN_DECLS

/**
 * skein_takers_list:
 * @processes: (array length=n_processes): whose threads; none: those of the whole machine
 * @by_thread: (element-type SkeinTaking) (nullable): is filled with one entry for each thread
 *   and each that took a core away from it, thread by thread, the most frequent first
 * @in_all: (element-type SkeinTaking) (nullable): is filled with one entry for each that took
 *   a core away from any of them, whose @thread is %SKEIN_ID_NONE, the most frequent first
 *
 * Of very many switches the newest alone are counted, so that it costs at most a millisecond
 * or so for each core.
 *
 * Returns: from when on all are counted: @start_ns or later
 */
int64_t skein_takers_list (const SkeinStore *store,
                           const SkeinId    *processes,
                           size_t            n_processes,
                           int64_t           start_ns,
                           int64_t           end_ns,
                           GArray           *by_thread,
                           GArray           *in_all);

/* Returns: (nullable): the first of @thread's entries in @by_thread, of which there are @ret_n */
const SkeinTaking *skein_takers_find (const GArray *by_thread,
                                      SkeinId       thread,
                                      guint        *ret_n);

/* Returns: "worker 2 (5190)"; of one whose switches are not known that he is not known */
char *skein_takers_dup_name (const SkeinStore *store,
                             SkeinId           taker) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: the first few of @takings in one line: "worker 2 (5190) ×13, main (5188) ×2, …"; empty
 * if there are none */
char *skein_takers_dup_line (const SkeinStore  *store,
                             const SkeinTaking *takings,
                             guint              n) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
