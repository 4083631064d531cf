/* slice-card.h - one stay of one thread on one core, told in full
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

G_BEGIN_DECLS

#define SKEIN_TYPE_SLICE_CARD (skein_slice_card_get_type ())

/**
 * SkeinSliceCard:
 *
 * Shows the session's chosen slice, and steps to those before and after it, of the
 * thread and of the core. Hidden while none is chosen.
 */
G_DECLARE_FINAL_TYPE (SkeinSliceCard, skein_slice_card, SKEIN, SLICE_CARD, GtkWidget)

/* Once. */
void skein_slice_card_set_session (SkeinSliceCard *self,
                                   SkeinSession   *session);

G_END_DECLS
