/* drawn-node.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/drawn-node.h"

cairo_t *
skein_drawn_node_begin (SkeinDrawnNode        *self,
                        const graphene_rect_t *bounds)
{
  self->bounds = *bounds;
  self->snapshot = gtk_snapshot_new ();

  return gtk_snapshot_append_cairo (self->snapshot, bounds);
}

/* Not with gtk_snapshot_push_clip(): that leaves a clip out which seems to cut nothing. */
GskRenderNode *
skein_drawn_node_finish (SkeinDrawnNode *self,
                         cairo_t        *cr)
{
  GskRenderNode *drawn, *clip;

  cairo_destroy (cr);
  drawn = gtk_snapshot_free_to_node (self->snapshot);
  clip = gsk_clip_node_new (drawn, &self->bounds);
  gsk_render_node_unref (drawn);

  return clip;
}
