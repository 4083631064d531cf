/* recording.h - what a command and the machine do meanwhile, into a store
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <sys/types.h>

#include <glib.h>

#include "store/store.h"
#include "trace/support.h"

G_BEGIN_DECLS

/**
 * SkeinLabRecording:
 *
 * Every switch where that is allowed, of the machine or else of the command, and samples; or samples
 * alone, often, and the threads of the command very often. Reading is done by threads of its own: nothing
 * here but skein_lab_recording_wait() takes long. One command after the other.
 */
typedef struct _SkeinLabRecording SkeinLabRecording;

/**
 * skein_lab_recording_new:
 * @sampled: record no switches, even where that is allowed
 * @ret: (out) (transfer full): takes samples already, for nobody yet
 *
 * Returns: 0, or a negative errno: no thread or descriptor was to be had
 */
int  skein_lab_recording_new  (bool                sampled,
                               SkeinLabRecording **ret) G_GNUC_WARN_UNUSED_RESULT;
void skein_lab_recording_free (SkeinLabRecording *self);

/* Returns: (transfer none): readable when there is something to take: a sample, which is at least
 * every 50 ms where samples are cheap */
int skein_lab_recording_get_fd (SkeinLabRecording *self);

/**
 * skein_lab_recording_is_ready:
 *
 * Returns: whether there is a sample that was taken after the last call of skein_lab_recording_new() or
 *   skein_lab_recording_end(): before the first command begins, and when all is known of one that has ended
 */
bool skein_lab_recording_is_ready (const SkeinLabRecording *self);

/* Waits until it is ready, for a second at most. */
void skein_lab_recording_wait (SkeinLabRecording *self);

/**
 * skein_lab_recording_begin:
 * @store: outlives skein_lab_recording_end(), and the sample that makes it ready
 * @pid: a command that waits to be released
 */
void skein_lab_recording_begin (SkeinLabRecording *self,
                                SkeinStore        *store,
                                pid_t              pid);

/* Brings what has come into the store. */
void skein_lab_recording_take (SkeinLabRecording *self);

/* No more switches are recorded; those that were are in the store. One more sample is on its way. */
void skein_lab_recording_end (SkeinLabRecording *self);

/* The store is not needed any more. */
void skein_lab_recording_forget (SkeinLabRecording *self);

/* Returns: whether every switch of the command is recorded */
bool skein_lab_recording_is_exact (const SkeinLabRecording *self);

/* Returns: why not; NONE: nobody asked for it */
SkeinRefusal skein_lab_recording_get_refusal (const SkeinLabRecording *self);

/* Returns: when the newest sample was taken; INT64_MIN: there is none */
int64_t skein_lab_recording_get_last_ns (const SkeinLabRecording *self);

/* @ids: (element-type SkeinId): becomes the command's processes, from @start_ns to @end_ns */
void skein_lab_recording_list_processes (const SkeinLabRecording *self,
                                         int64_t                  start_ns,
                                         int64_t                  end_ns,
                                         GArray                  *ids);

/* @cores: (element-type uint16_t): becomes the machine's, the offline ones among them */
void skein_lab_recording_list_cores (const SkeinLabRecording *self,
                                     GArray                  *cores);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinLabRecording, skein_lab_recording_free)

G_END_DECLS
