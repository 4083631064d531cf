/* drawn-node.h - what cairo drew, kept as a render node
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * SkeinDrawnNode:
 *
 * A drawing that is begun, and made a node when it is finished. Where a frame damages
 * nothing within @bounds, the node costs nothing: it has a clip around it. Without one,
 * as gtk_snapshot_append_cairo() makes it, GTK's cairo renderer draws all that lies
 * between two damaged places, and throws it away.
 */
typedef struct
{
  graphene_rect_t bounds;
  GtkSnapshot    *snapshot;
} SkeinDrawnNode;

/* Returns: what to draw with, until skein_drawn_node_finish() */
cairo_t       *skein_drawn_node_begin  (SkeinDrawnNode        *self,
                                        const graphene_rect_t *bounds) G_GNUC_WARN_UNUSED_RESULT;

/* Takes @cr. */
GskRenderNode *skein_drawn_node_finish (SkeinDrawnNode        *self,
                                        cairo_t               *cr) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
