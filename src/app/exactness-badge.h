/* exactness-badge.h - how exact it is: a word, and behind it the reason
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

G_BEGIN_DECLS

#define SKEIN_TYPE_EXACTNESS_BADGE (skein_exactness_badge_get_type ())

/**
 * SkeinExactnessBadge:
 *
 * Says whether every switch is known, of whom, why not more, what would raise it, and
 * how many switches were lost in the part of time that is in view.
 */
G_DECLARE_FINAL_TYPE (SkeinExactnessBadge, skein_exactness_badge, SKEIN, EXACTNESS_BADGE, GtkWidget)

/* Once. */
void skein_exactness_badge_set_session (SkeinExactnessBadge *self,
                                        SkeinSession        *session);

G_END_DECLS
