/* memory-watch.h - who has which memory, read for whoever looks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include "sampler/memory-reader.h"

G_BEGIN_DECLS

/**
 * SkeinMemoryWatch:
 *
 * One reader for all that look: it reads what anybody wishes for, and nothing while
 * nobody may look. It is made with the first wish.
 */
typedef struct _SkeinMemoryWatch SkeinMemoryWatch;

typedef void (*SkeinMemoryWatchRead) (gpointer data);

/**
 * skein_memory_watch_new:
 * @proc_path: (nullable): the directory to read; %NULL: `/proc`
 * @read: called on the main loop when there is a newer report
 */
SkeinMemoryWatch *skein_memory_watch_new  (const char           *proc_path,
                                           SkeinMemoryWatchRead  read,
                                           gpointer              data) G_GNUC_WARN_UNUSED_RESULT;
void              skein_memory_watch_free (SkeinMemoryWatch     *self);

/* Whether anything is to be read at all: somebody can see it, and nothing is paused. */
void skein_memory_watch_set_enabled (SkeinMemoryWatch *self,
                                     gboolean          enabled);

/**
 * skein_memory_watch_set_wish:
 * @owner: who wishes; each has one wish, replaced at each call
 * @wish: (nullable): copied; %NULL: nothing
 */
void skein_memory_watch_set_wish (SkeinMemoryWatch      *self,
                                  gpointer               owner,
                                  const SkeinMemoryWish *wish);

/* Returns: (nullable) (transfer none): the newest report, which may be of a wish that
 *   nobody has any more; %NULL: none came yet */
const SkeinMemoryReport *skein_memory_watch_get_report (const SkeinMemoryWatch *self);

/* Returns: 0, or a negative errno: nothing can be read */
int skein_memory_watch_get_error (const SkeinMemoryWatch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinMemoryWatch, skein_memory_watch_free)

G_END_DECLS
