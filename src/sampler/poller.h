/* poller.h - the thread that reads a few threads very often
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stddef.h>

#include <glib.h>

#include "model/share.h"

G_BEGIN_DECLS

/**
 * SkeinPoller:
 *
 * Where the kernel does not let its switches be recorded: owns a thread that reads
 * run and ready time of the threads in focus, of up to 16 a thousand times a second,
 * of up to 64 two hundred and fifty times. Costs three per cent of a core at most,
 * and nothing while nobody is in focus. All functions are for the one thread that
 * made the poller.
 */
typedef struct _SkeinPoller SkeinPoller;

/**
 * skein_poller_new:
 * @proc_path: (nullable): the directory to read; %NULL: `/proc`
 * @ret: (out) (transfer full): a poller that watches nobody yet
 *
 * Returns: 0, or a negative errno: the directory cannot be opened, no thread or
 *   descriptor was to be had
 */
int  skein_poller_new  (const char   *proc_path,
                        SkeinPoller **ret) G_GNUC_WARN_UNUSED_RESULT;

/* Ends the thread, waits for it, drops what nobody took. */
void skein_poller_free (SkeinPoller *self);

/**
 * skein_poller_set_threads:
 * @threads: (array length=n_threads): who is watched from now on; of more than 64
 *   the first ones
 *
 * Takes effect with the next reading.
 */
void skein_poller_set_threads (SkeinPoller        *self,
                               const SkeinTaskKey *threads,
                               size_t              n_threads);

/* (transfer none): readable while a batch waits. */
int skein_poller_get_fd (SkeinPoller *self);

/**
 * skein_poller_pop:
 *
 * Takes the oldest waiting batch, without blocking. Some twenty come each second;
 * of more than three seconds' worth the oldest go, and leave a gap.
 *
 * Returns: (transfer full) (nullable): a batch; %NULL: none waits
 */
SkeinShareBatch *skein_poller_pop (SkeinPoller *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinPoller, skein_poller_free)

G_END_DECLS
