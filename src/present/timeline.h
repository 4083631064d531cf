/* timeline.h - which threads get a lane, in what order, and what the lanes are called
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "store/store.h"

G_BEGIN_DECLS

/* So many lanes are shown until somebody asks for all. */
#define SKEIN_TIMELINE_N_BUSIEST 20

/**
 * SkeinLaneKind:
 * @SKEIN_LANE_PROCESS: the head of a process's lanes, where several are shown
 * @SKEIN_LANE_THREAD: a thread
 * @SKEIN_LANE_MORE: says how many are not shown, and shows them
 */
typedef enum
{
  SKEIN_LANE_PROCESS,
  SKEIN_LANE_THREAD,
  SKEIN_LANE_MORE,
} SkeinLaneKind;

/**
 * SkeinLane:
 * @kind: what it is
 * @id: of the thread or the process, SKEIN_ID_NONE else
 * @process: of the process
 * @key: of the thread or the process: a number used again is another lane
 * @is_pinned: kept above all others
 * @title: (owned): name, valid UTF-8
 * @subtitle: (owned): what tells it from others of that name
 */
typedef struct
{
  SkeinLaneKind kind;
  SkeinId       id;
  SkeinId       process;
  SkeinTaskKey  key;
  bool          is_pinned;
  char         *title;
  char         *subtitle;
} SkeinLane;

/**
 * SkeinTimeline:
 *
 * The lanes of some processes. The busiest of the view are chosen, and shown in
 * the order in which they were created, so that lanes keep their places while
 * their threads change.
 */
typedef struct _SkeinTimeline SkeinTimeline;

SkeinTimeline *skein_timeline_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void           skein_timeline_free (SkeinTimeline *self);

/* Whose threads; nothing changes before the next update. */
void           skein_timeline_set_processes (SkeinTimeline *self,
                                             const SkeinId *processes,
                                             size_t         n_processes);
const SkeinId *skein_timeline_get_processes (const SkeinTimeline *self,
                                             size_t              *ret_n);

void skein_timeline_set_show_all (SkeinTimeline *self,
                                  bool           show_all);
bool skein_timeline_get_show_all (const SkeinTimeline *self);
void skein_timeline_set_pinned   (SkeinTimeline *self,
                                  SkeinId        thread,
                                  bool           pinned);
void skein_timeline_hide         (SkeinTimeline *self,
                                  SkeinId        thread);
void skein_timeline_unhide_all   (SkeinTimeline *self);

/* How many threads of the view the user has hidden, and how many there are in all. */
unsigned skein_timeline_get_n_hidden  (const SkeinTimeline *self);
unsigned skein_timeline_get_n_threads (const SkeinTimeline *self);

/**
 * skein_timeline_update:
 * @start_ns: start of what is shown
 * @end_ns: its end
 *
 * Chooses the lanes anew. A thread that has a lane keeps it against one that is
 * only a little busier.
 *
 * Returns: whether any lane changed; if not, all pointers into them are still good
 */
bool skein_timeline_update (SkeinTimeline    *self,
                            const SkeinStore *store,
                            int64_t           start_ns,
                            int64_t           end_ns);

const SkeinLane *skein_timeline_get_lanes (const SkeinTimeline *self,
                                           size_t              *ret_n);

/* Returns: the lane of @id, or -1 */
int skein_timeline_find_lane (const SkeinTimeline *self,
                              SkeinId              id);

/* Returns: which process ran most in that time, or SKEIN_ID_NONE */
SkeinId skein_timeline_busiest_process (const SkeinStore *store,
                                        int64_t           start_ns,
                                        int64_t           end_ns);

/**
 * skein_lane_shade:
 *
 * Returns: the index for skein_colour_of_thread(): 0 for the main thread, and the
 *   same for a thread as long as it lives, whoever else comes and goes
 */
static inline uint32_t
skein_lane_shade (const SkeinTaskKey *key)
{
  return (uint32_t) (key->tid - key->pid);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinTimeline, skein_timeline_free)

G_END_DECLS
