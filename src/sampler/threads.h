/* threads.h - the threads of a watched process: who they are, and reading one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sampler/watch.h"

G_BEGIN_DECLS

/**
 * skein_threads_update:
 *
 * Lists the threads anew: takes in those that came, drops those that are proved
 * to be gone.
 *
 * Returns: how many are gone, or a negative errno: they could not be listed
 */
int skein_threads_update (SkeinWatch  *self,
                          SkeinReader *reader) G_GNUC_WARN_UNUSED_RESULT;

/**
 * skein_threads_read:
 * @position: a place in @order
 *
 * Reads the times of one thread, and all the rest if they grew. One that grew
 * moves among the hot ones, so that @position then holds another.
 *
 * Returns: whether they grew
 */
bool skein_threads_read    (SkeinWatch  *self,
                            SkeinReader *reader,
                            uint32_t     position);

/**
 * skein_threads_recount:
 * @index: a place in @threads
 *
 * The same by its place in @threads, which it keeps.
 *
 * Returns: whether they grew
 */
bool skein_threads_recount (SkeinWatch  *self,
                            SkeinReader *reader,
                            uint32_t     index);

/* Moves a thread among the hot ones, by its place in @threads. */
void skein_threads_heat    (SkeinWatch  *self,
                            uint32_t     index);

/**
 * skein_threads_reread:
 *
 * Reads all of the thread but its times.
 *
 * Returns: 0; -ESRCH: it is gone, or its number is another's; another negative errno
 */
int  skein_threads_reread  (SkeinWatch  *self,
                            SkeinReader *reader,
                            uint32_t     index);

/* Closes what is kept open of it: it is not lately busy any more, or gone. */
void skein_threads_let_go (SkeinTrack  *track,
                           SkeinReader *reader);

G_END_DECLS
