/* timeline-labels.h - the words on the timeline's bars, kept apart from the bars
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "draw/scene.h"

G_BEGIN_DECLS

/**
 * SkeinLabels:
 *
 * Words come later than what they stand on: when the bar has ended, or when somebody knows what was
 * waited for. They lie above the drawing, so that it is not drawn again for them.
 */
typedef struct _SkeinLabels SkeinLabels;

SkeinLabels *skein_labels_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void         skein_labels_free (SkeinLabels *self);

/* Forgets all words: lanes, theme, font or zoom changed. */
void skein_labels_clear (SkeinLabels *self);

/* Forgets those that reach beyond @time_ns: more is known of it now. */
void skein_labels_clear_from (SkeinLabels *self,
                              int64_t      time_ns,
                              int64_t      column_ns);

/**
 * skein_labels_snapshot:
 * @page: the columns of the whole page, its start on a whole column
 *
 * Appends the words of the page, its first column at x = 0. Others are dropped.
 */
void skein_labels_snapshot (SkeinLabels        *self,
                            GtkSnapshot        *snapshot,
                            const SkeinScene   *scene,
                            const SkeinColumns *page);

G_END_DECLS
