/* recording.h - every switch into the store, while somebody looks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include "app/recording-text.h"
#include "store/store.h"

G_BEGIN_DECLS

/**
 * SkeinRecording:
 *
 * Records switches while that is wanted: of the whole machine where it may, else of the
 * processes that were named. Where it costs too much, it ends by itself, and begins
 * again only when somebody asks for it or it is wanted anew.
 *
 * While it is wanted and nothing can be recorded, some threads are read a thousand
 * times a second instead.
 */
typedef struct _SkeinRecording SkeinRecording;

typedef void (*SkeinRecordingChanged) (gpointer data);

/**
 * skein_recording_new:
 * @store: outlives it; gets what is recorded
 * @changed: called when what skein_recording_get_state() says has changed
 *
 * Nothing is wanted at first.
 */
SkeinRecording *skein_recording_new  (SkeinStore            *store,
                                      SkeinRecordingChanged  changed,
                                      gpointer               data) G_GNUC_WARN_UNUSED_RESULT;
void            skein_recording_free (SkeinRecording        *self);

/* Brings what was recorded since the last time into the store. Is to be called with each sample,
 * so that both wake the program once; by itself it does so once a second. */
void skein_recording_take (SkeinRecording *self);

/* Starts and stops it. @obstacle: why it is not wanted; NONE: it is. */
void skein_recording_set_obstacle (SkeinRecording         *self,
                                   SkeinRecordingObstacle  obstacle);

/* Those who are recorded if not everybody may. Takes effect a moment later, since a
 * selection changes often. */
void skein_recording_set_processes (SkeinRecording *self,
                                    const pid_t    *pids,
                                    size_t          n_pids);

/**
 * skein_recording_set_threads:
 * @threads: (array length=n_threads): those who are read often while no switch can be
 *   recorded, the most important first; %SKEIN_POLLS_MOST at most
 */
void skein_recording_set_threads (SkeinRecording     *self,
                                  const SkeinTaskKey *threads,
                                  size_t              n_threads);

/* After it had become too dear, or when the kernel's setting may have been changed. */
void skein_recording_begin_again (SkeinRecording *self);

const SkeinRecordingState *skein_recording_get_state (const SkeinRecording *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinRecording, skein_recording_free)

G_END_DECLS
