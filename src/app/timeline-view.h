/* timeline-view.h - cores, threads and "at once" over time, to look at and to point at
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "app/session.h"
#include "present/timeline.h"

G_BEGIN_DECLS

#define SKEIN_TYPE_TIMELINE_VIEW (skein_timeline_view_get_type ())

/**
 * SkeinTimelineView:
 *
 * While it follows now, its page stands still and fills from left to right; when
 * it is full it moves on, and three quarters of it stay. So a sample costs the
 * drawing of its own columns only.
 *
 * All its commands are actions of the class, so that keys, assistive tools and
 * tests reach them: timeline.zoom-in, zoom-out, fit, earlier, later, beginning,
 * now, clear, next-change, previous-change, cursor-left, cursor-right, cursor-up,
 * cursor-down, activate, menu, show-all, unhide, pin, hide.
 */
G_DECLARE_FINAL_TYPE (SkeinTimelineView, skein_timeline_view, SKEIN, TIMELINE_VIEW, GtkWidget)

GtkWidget *skein_timeline_view_new (SkeinSession *session) G_GNUC_WARN_UNUSED_RESULT;

/* The lanes as they are shown; changes with each `refresh` of the session. */
const SkeinTimeline *skein_timeline_view_get_timeline (SkeinTimelineView *self);

/* Whether the lanes are of processes that nobody selected: the busiest. */
gboolean skein_timeline_view_is_a_guess (SkeinTimelineView *self);

/* The time from one end of the page to the other, in which a part may be yet to come. */
void skein_timeline_view_get_page (SkeinTimelineView *self,
                                   int64_t           *ret_start_ns,
                                   int64_t           *ret_end_ns);

G_END_DECLS
