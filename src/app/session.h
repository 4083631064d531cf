/* session.h - what is looked at: the one object that all pages follow
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "model/snapshot.h"
#include "sampler/memory-reader.h"
#include "store/store.h"

G_BEGIN_DECLS

#define SKEIN_TYPE_SESSION (skein_session_get_type ())

G_DECLARE_FINAL_TYPE (SkeinSession, skein_session, SKEIN, SESSION, GObject)

/**
 * SkeinSession:
 *
 * Owns the sampler and the store, and holds what the user looks at: selection,
 * view, range, live or paused. Pages bind to it and never to each other.
 *
 * Properties, all with notify:
 * - `paused` (boolean, read-write): sampling stands still
 * - `following` (boolean, read-write): the view's end is now. Going back in time
 *   ends it, going to the end resumes it
 * - `active` (boolean, read-write): somebody can see the window: sample at the
 *   visible cadence, else at the hidden one
 * - `recording-wanted` (boolean, read-write): somebody can see the timeline: while
 *   that is so, and the window is active, nothing is paused and the settings have
 *   it so, every switch is recorded, as far as the kernel allows
 *
 * Signals, without arguments, on the main loop:
 * - `sampled`: a snapshot came and is in the store already; up to 20 times a second
 * - `refresh`: tables are to show new figures; once in the table interval of the
 *   settings (1 s), always just after a `sampled`, and at once when figures are
 *   wanted anew
 * - `selection-changed`, `view-changed`, `range-changed`
 * - `slice-changed`: another slice is chosen, or none
 * - `exactness-changed`: what skein_session_get_exactness() says
 * - `memory-read`: there is a newer report of memory; up to ten times a second
 * - `region-changed`: another part of an address space is chosen, or none
 */

/**
 * SkeinExactness:
 * @SKEIN_EXACTNESS_SAMPLED: no switch is recorded: the store gets shares of intervals alone,
 *   of the threads in view those of milliseconds if it is for want of anything better
 * @SKEIN_EXACTNESS_OWN: every switch of the selected processes, as far as they belong
 *   to the user, and of all that they make
 * @SKEIN_EXACTNESS_EXACT: every switch of the whole machine
 *
 * How exact is what comes in now.
 */
typedef enum
{
  SKEIN_EXACTNESS_SAMPLED,
  SKEIN_EXACTNESS_OWN,
  SKEIN_EXACTNESS_EXACT,
} SkeinExactness;

/**
 * skein_session_new:
 * @settings: (transfer none): cadences, budget, history; followed while it lives
 * @proc_path: (nullable): the directory to read; %NULL: `/proc`
 * @error: why the machine cannot be read
 *
 * Starts sampling.
 */
SkeinSession *skein_session_new (GSettings   *settings,
                                 const char  *proc_path,
                                 GError     **error) G_GNUC_WARN_UNUSED_RESULT;

GSettings           *skein_session_get_settings (SkeinSession *self);

/* Returns: (transfer none): to be read. (It keeps some answers, and is not const for that.) */
SkeinStore          *skein_session_get_store    (SkeinSession *self);

/* Returns: (nullable) (transfer none): the newest snapshot; %NULL: none came yet */
const SkeinSnapshot *skein_session_get_snapshot (SkeinSession *self);

gboolean skein_session_get_paused    (SkeinSession *self);
void     skein_session_set_paused    (SkeinSession *self,
                                      gboolean      paused);
gboolean skein_session_get_following (SkeinSession *self);
void     skein_session_set_following (SkeinSession *self,
                                      gboolean      following);
void     skein_session_set_active    (SkeinSession *self,
                                      gboolean      active);
void     skein_session_set_recording_wanted (SkeinSession *self,
                                             gboolean      wanted);

/**
 * skein_session_get_exactness:
 * @ret_why: (out) (nullable) (optional): a sentence or two, translated: what is known
 *   now, and why it is not more
 * @ret_how: (out) (nullable) (optional): likewise: what would raise it; %NULL: nothing
 *   would, or nothing is to be raised
 */
SkeinExactness skein_session_get_exactness (SkeinSession  *self,
                                            char         **ret_why,
                                            char         **ret_how);

/* Tries anew what the kernel refused, or what had become too dear. */
void skein_session_record_again (SkeinSession *self);

/**
 * skein_session_get_selection:
 * @ret_n: (out): how many
 *
 * Returns: (array length=ret_n) (transfer none): keys of the selected processes, in
 *   the order they were selected; valid until the selection changes
 */
const SkeinTaskKey *skein_session_get_selection (SkeinSession *self,
                                                 guint        *ret_n);
void                skein_session_set_selection (SkeinSession       *self,
                                                 const SkeinTaskKey *keys,
                                                 guint               n_keys);
gboolean            skein_session_is_selected   (SkeinSession       *self,
                                                 const SkeinTaskKey *key);

/**
 * skein_session_get_thread:
 *
 * Returns: (nullable) (transfer none): the one thread chosen within the selection,
 *   as by a click on its lane; %NULL: none
 */
const SkeinTaskKey *skein_session_get_thread (SkeinSession       *self);
void                skein_session_set_thread (SkeinSession       *self,
                                              const SkeinTaskKey *key);

/**
 * skein_session_get_slice:
 *
 * Returns: (nullable) (transfer none): the one slice that is looked at, as it was in
 *   the store when it was chosen: a running one may have gone on; %NULL: none
 */
const SkeinSlice   *skein_session_get_slice  (SkeinSession       *self);

/* Another selection, of processes or of a thread, lets go of it. */
void                skein_session_set_slice  (SkeinSession       *self,
                                              const SkeinSlice   *slice);

/**
 * skein_session_get_view:
 *
 * The part of time that the timeline shows. While following, its end is the end of
 * the newest interval.
 */
void skein_session_get_view (SkeinSession *self,
                             int64_t      *ret_start_ns,
                             int64_t      *ret_end_ns);

/* Ends following unless @end_ns reaches the newest interval. The span is kept
 * between 10 µs and one hour. */
void skein_session_set_view (SkeinSession *self,
                             int64_t       start_ns,
                             int64_t       end_ns);

/**
 * skein_session_get_range:
 *
 * Returns: whether a range was selected; without one, the part of the view that
 *   history reaches is what the inspector adds up, and is what the two are set to
 */
gboolean skein_session_get_range   (SkeinSession *self,
                                    int64_t      *ret_start_ns,
                                    int64_t      *ret_end_ns);
void     skein_session_set_range   (SkeinSession *self,
                                    int64_t       start_ns,
                                    int64_t       end_ns);
void     skein_session_clear_range (SkeinSession *self);

/**
 * skein_session_set_threads_in_view:
 * @threads: (array length=n_threads): threads of the selection, those first that can be
 *   seen: as far as there is room, they are read very often where no switch can be recorded
 */
void skein_session_set_threads_in_view (SkeinSession       *self,
                                        const SkeinTaskKey *threads,
                                        guint               n_threads);

/**
 * skein_session_set_focus:
 * @owner: who asks: a page; each has one focus, replaced at each call
 * @pids: (array length=n_pids): processes whose threads' details are wanted
 */
void skein_session_set_focus (SkeinSession *self,
                              gpointer      owner,
                              const pid_t  *pids,
                              guint         n_pids);

/**
 * skein_session_set_memory_wish:
 * @owner: who asks: a page; each has one wish, replaced at each call
 * @wish: (nullable): what it shows of memory; %NULL: nothing
 *
 * It is read while the window is active and nothing is paused.
 */
void skein_session_set_memory_wish (SkeinSession          *self,
                                    gpointer               owner,
                                    const SkeinMemoryWish *wish);

/* Returns: (nullable) (transfer none): the newest report; %NULL: none came yet. It has
 *   what was wished for when it was read, which may be less than what is wished for now */
const SkeinMemoryReport *skein_session_get_memory (SkeinSession *self);

/* Returns: (nullable) (transfer none): what a process takes of the memory, as the newest
 *   report has it; %NULL: it was not wished for, not read yet, or may not be read */
const SkeinFootprint *skein_session_find_footprint (SkeinSession       *self,
                                                    const SkeinTaskKey *process);

/* Returns: 0, or a negative errno: nothing of memory can be read */
int skein_session_get_memory_error (SkeinSession *self);

/**
 * skein_session_get_region:
 * @ret_address: (out): an address within it
 *
 * Returns: (nullable) (transfer none): the process of which a part of the memory is
 *   chosen; %NULL: none is
 */
const SkeinTaskKey *skein_session_get_region (SkeinSession       *self,
                                              uint64_t           *ret_address);

/* @process: (nullable): %NULL: chooses none */
void                skein_session_set_region (SkeinSession       *self,
                                              const SkeinTaskKey *process,
                                              uint64_t            address);

/* Asks for a `refresh` as soon as the next sample comes. */
void skein_session_refresh_soon (SkeinSession *self);

/* As skein_axis_clock_offset(), but the same until the clock on the wall is set: two clocks that are read one after
 * the other never agree to the last microsecond, and what is told twice is to read the same. */
int64_t skein_session_get_clock_offset (SkeinSession *self);

/* The number that gives a process its colour, equal on every page. */
guint skein_session_get_colour_number (SkeinSession       *self,
                                       const SkeinTaskKey *process);

G_END_DECLS
