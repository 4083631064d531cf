/* polls.h - reads a few threads very often
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "model/key.h"
#include "model/share.h"

G_BEGIN_DECLS

/* So many threads a thousand times a second, and so many a quarter as often. */
#define SKEIN_POLLS_FAST 16
#define SKEIN_POLLS_MOST 64

/**
 * SkeinPolls:
 *
 * The threads in focus, each with its schedstat kept open. A look at them costs
 * one system call for each process (its CPU clock: if it stands still, none of its
 * threads ran) and one for each thread of those that moved.
 */
typedef struct _SkeinPolls SkeinPolls;

/**
 * skein_polls_new:
 * @proc_fd: an open directory, `/proc` or one that looks like it; stays the caller's
 * @is_live: it is the kernel's own, so that CPU clocks may be asked by number
 */
SkeinPolls *skein_polls_new  (int         proc_fd,
                              bool        is_live) G_GNUC_WARN_UNUSED_RESULT;
void        skein_polls_free (SkeinPolls *self);

/**
 * skein_polls_set:
 * @threads: (array length=n_threads): who is watched from now on; of more than
 *   %SKEIN_POLLS_MOST the first ones. Those that were before keep their place in
 *   time; who is gone, or took over another's number, is left out
 * @now_ns: the time
 */
void skein_polls_set (SkeinPolls         *self,
                      const SkeinTaskKey *threads,
                      size_t              n_threads,
                      int64_t             now_ns);

/* Returns: who is watched: (array length=ret_n) (transfer none) */
const SkeinTaskKey *skein_polls_get (const SkeinPolls *self,
                                     uint32_t         *ret_n);

/* Returns: time from one look to the next; 0: nobody is watched */
int64_t skein_polls_get_period_ns (const SkeinPolls *self);

/* Returns: whether nobody is watched, or all of them have ended */
bool skein_polls_are_over (const SkeinPolls *self);

/**
 * skein_polls_look:
 * @now_ns: the time
 * @shares: (element-type SkeinShare): shares are appended, of those that ran or were
 *   ready since the last look
 *
 * The kernel adds to a running thread's time at its ticks (each 1 to 10 ms), and to
 * ready time when the wait ends: a share is then of as long an interval as it fills,
 * though never of one that was told before.
 */
void skein_polls_look (SkeinPolls *self,
                       int64_t     now_ns,
                       GArray     *shares);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinPolls, skein_polls_free)

G_END_DECLS
