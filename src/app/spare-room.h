/* spare-room.h - words that are shown whole, or not at all
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SKEIN_TYPE_SPARE_ROOM (skein_spare_room_get_type ())

/**
 * SkeinSpareRoom:
 *
 * A widget that asks for no width. Where its siblings leave so much that its child has its
 * natural one, the child is shown, and hidden elsewhere, also from a screen reader.
 *
 * Property
 *   child (writable): the child, once
 */
G_DECLARE_FINAL_TYPE (SkeinSpareRoom, skein_spare_room, SKEIN, SPARE_ROOM, GtkWidget)

G_END_DECLS
