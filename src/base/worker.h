/* worker.h - a thread that works beside the main loop
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * pthread's own, which ThreadSanitizer can see, other than GLib's.
 */

#pragma once

#include <pthread.h>
#include <stdbool.h>

#include <glib.h>

G_BEGIN_DECLS

/**
 * skein_worker_start:
 * @ret: (out): the thread, to be joined
 * @run: what it does
 * @data: handed to @run
 *
 * Starts a thread to which no signal is delivered: they are for the threads that are
 * asked for them.
 *
 * Returns: 0, or a negative errno: there may be no more threads
 */
int skein_worker_start (pthread_t *ret,
                        void    *(*run) (void *),
                        void      *data) G_GNUC_WARN_UNUSED_RESULT;

/**
 * skein_worker_end:
 * @thread: what was started
 * @mutex: held by the thread while it reads @is_ending
 * @has_news: what it waits for
 * @is_ending: set, so that it ends
 *
 * Waits until the thread has ended.
 */
void skein_worker_end (pthread_t        thread,
                       pthread_mutex_t *mutex,
                       pthread_cond_t  *has_news,
                       bool            *is_ending);

/* Makes a condition whose waits end at a time of CLOCK_MONOTONIC. */
void skein_worker_init_cond (pthread_cond_t *cond);

G_END_DECLS
