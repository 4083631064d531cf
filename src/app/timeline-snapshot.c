/* timeline-snapshot.c - the timeline's frames: what was drawn before, and what moves above it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/timeline-view-private.h"

#include "app/drawn-node.h"

#include <math.h>

#include <glib/gi18n.h>

#include "base/format.h"

/* Of the words on a selected range, in pixels. */
#define PILL_PADDING 10
#define PILL_MARGIN  2

static cairo_t *
begin_node (SkeinTimelineView *self,
            SkeinDrawnNode    *node)
{
  return skein_drawn_node_begin (node, &GRAPHENE_RECT_INIT (0, 0, (float) self->scene->width,
                                                            (float) self->scene->height));
}

static cairo_t *
begin_stripe (SkeinTimelineView *self,
              SkeinDrawnNode    *node,
              int                top,
              int                bottom)
{
  return skein_drawn_node_begin (node, &GRAPHENE_RECT_INIT (0, (float) top, (float) self->scene->width,
                                                            (float) (bottom - top)));
}

static void
ensure_headings (SkeinTimelineView *self)
{
  const SkeinStripe *stripes[SKEIN_TIMELINE_N_HEADINGS] = { &self->scene->lane_heading, &self->scene->once_heading };

  for (guint i = 0; i < SKEIN_TIMELINE_N_HEADINGS; i++)
    {
      SkeinDrawnNode node;
      cairo_t *cr;

      if (self->heading_nodes[i] != NULL)
        continue;

      cr = begin_stripe (self, &node, stripes[i]->y, stripes[i]->y + stripes[i]->height);
      skein_scene_draw_headings (self->scene, cr);
      self->heading_nodes[i] = skein_drawn_node_finish (&node, cr);
    }
}

/* "104.2 ms selected", on the axis, above the middle of the band. Returns: (nullable): its words, and its pixels from
 * the first column on; %NULL: no range is seen */
static PangoLayout *
place_range_pill (SkeinTimelineView     *self,
                  cairo_rectangle_int_t *ret_box)
{
  int all = self->scene->columns_width;
  char duration[SKEIN_FORMAT_SIZE];
  g_autofree char *text = NULL;
  PangoLayout *layout;
  int64_t start_ns;
  int64_t end_ns;
  double left;
  double right;
  int middle;

  *ret_box = (cairo_rectangle_int_t) { 0 };
  if (!skein_session_get_range (self->session, &start_ns, &end_ns))
    return NULL;

  left = skein_timeline_view_x_at (self, start_ns);
  right = skein_timeline_view_x_at (self, end_ns);
  if (right <= 0.0 || left >= all)
    return NULL;

  text = g_strdup_printf (_("%s selected"), skein_format_duration (end_ns - start_ns, duration, sizeof duration));
  layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  pango_layout_get_pixel_size (layout, &ret_box->width, &ret_box->height);

  middle = (int) ((MAX (left, 0.0) + MIN (right, all)) / 2.0);
  ret_box->width += 2 * PILL_PADDING;
  ret_box->height += 2 * PILL_MARGIN;
  ret_box->x = CLAMP (middle - ret_box->width / 2, 0, MAX (all - ret_box->width, 0));
  ret_box->y = self->scene->axis.y;

  return layout;
}

/* Labels that would look out from behind the words on the range are left out. */
static void
clear_axis_for_range (SkeinTimelineView *self)
{
  cairo_rectangle_int_t box;
  g_autoptr (PangoLayout) layout = place_range_pill (self, &box);

  self->scene->axis_taken_x = box.x - PILL_PADDING;
  self->scene->axis_taken_width = layout != NULL ? box.width + 2 * PILL_PADDING : 0;
}

static void
ensure_text_nodes (SkeinTimelineView *self)
{
  SkeinDrawnNode node;
  cairo_t *cr;

  if (self->names_node == NULL)
    {
      /* What is said instead of lanes has all their room. */
      int width = self->scene->hint != NULL ? self->scene->width : self->scene->names_width;

      cr = skein_drawn_node_begin (&node, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) self->scene->height));
      skein_scene_draw_names (self->scene, cr, self->busy);
      self->names_node = skein_drawn_node_finish (&node, cr);
    }

  ensure_headings (self);

  if (self->axis_node == NULL)
    {
      cr = begin_stripe (self, &node, self->scene->axis.y, self->scene->core_stripe.y);
      cairo_translate (cr, self->scene->names_width, 0);
      clear_axis_for_range (self);
      skein_scene_draw_axis (self->scene, cr, &self->page);
      self->axis_node = skein_drawn_node_finish (&node, cr);
    }
}

static void
draw_range_pill (SkeinTimelineView *self,
                 cairo_t           *cr)
{
  cairo_rectangle_int_t box;
  g_autoptr (PangoLayout) layout = place_range_pill (self, &box);
  SkeinColour text_colour = skein_colour_of_text_on (&self->palette->accent);
  double radius = box.height / 2.0;

  if (layout == NULL)
    return;

  skein_colour_set_source (&self->palette->accent, cr);
  cairo_new_sub_path (cr);
  cairo_arc (cr, box.x + radius, box.y + radius, radius, G_PI / 2, 3 * G_PI / 2);
  cairo_arc (cr, box.x + box.width - radius, box.y + radius, radius, 3 * G_PI / 2, G_PI / 2);
  cairo_fill (cr);

  skein_colour_set_source (&text_colour, cr);
  cairo_move_to (cr, box.x + PILL_PADDING, box.y + PILL_MARGIN);
  pango_cairo_show_layout (cr, layout);
}

static void
draw_range (SkeinTimelineView *self,
            cairo_t           *cr,
            int64_t            start_ns,
            int64_t            end_ns)
{
  SkeinStripe stripes[SKEIN_N_TIME_STRIPES];
  SkeinColour band = skein_colour_with_alpha (self->palette->accent, 0.14f);
  int top = self->scene->core_stripe.y;
  int height = self->scene->once_stripe.y + self->scene->once_stripe.height - top;
  double left = floor (skein_timeline_view_x_at (self, start_ns));
  double right = floor (skein_timeline_view_x_at (self, end_ns));

  cairo_translate (cr, self->scene->names_width, 0);
  cairo_rectangle (cr, 0, 0, self->scene->columns_width, self->scene->height);
  cairo_clip (cr);

  skein_colour_set_source (&band, cr);
  cairo_rectangle (cr, left, top, MAX (right - left, 1), height);
  cairo_fill (cr);

  /* Edges with handles: they can be dragged. They leave the words between the lanes alone. */
  skein_scene_get_time_stripes (self->scene, stripes);
  skein_colour_set_source (&self->palette->accent, cr);
  for (size_t i = 0; i < G_N_ELEMENTS (stripes); i++)
    {
      cairo_rectangle (cr, left - 1, stripes[i].y, 2, stripes[i].height);
      cairo_rectangle (cr, right - 1, stripes[i].y, 2, stripes[i].height);
    }
  cairo_rectangle (cr, left - 3, top + height / 2.0 - 12, 6, 24);
  cairo_rectangle (cr, right - 3, top + height / 2.0 - 12, 6, 24);
  cairo_fill (cr);

  draw_range_pill (self, cr);
}

static void
snapshot_range (SkeinTimelineView *self,
                GtkSnapshot       *snapshot)
{
  int64_t start_ns;
  int64_t end_ns;

  if (!skein_session_get_range (self->session, &start_ns, &end_ns))
    return;

  if (self->range_node == NULL)
    {
      SkeinDrawnNode node;
      cairo_t *cr = begin_node (self, &node);

      draw_range (self, cr, start_ns, end_ns);
      self->range_node = skein_drawn_node_finish (&node, cr);
    }

  gtk_snapshot_append_node (snapshot, self->range_node);
}

/* The line from slice to slice of the chosen thread. */
static void
snapshot_joins (SkeinTimelineView *self,
                GtkSnapshot       *snapshot)
{
  if (self->scene->chosen == SKEIN_ID_NONE)
    return;

  if (self->joins_node == NULL)
    {
      SkeinDrawnNode node;
      cairo_t *cr = begin_node (self, &node);

      cairo_translate (cr, self->scene->names_width, 0);
      skein_scene_draw_joins (self->scene, cr, &self->page);
      self->joins_node = skein_drawn_node_finish (&node, cr);
    }

  gtk_snapshot_append_node (snapshot, self->joins_node);
}

/* Through what is drawn over time, and not through the words between. */
static void
append_line (SkeinTimelineView *self,
             GtkSnapshot       *snapshot,
             const SkeinColour *colour,
             double             x)
{
  SkeinStripe stripes[SKEIN_N_TIME_STRIPES];
  GdkRGBA rgba = { colour->red, colour->green, colour->blue, colour->alpha };
  float left = (float) (self->scene->names_width + (int) x);

  skein_scene_get_time_stripes (self->scene, stripes);

  for (guint i = 0; x >= 0 && x < self->scene->columns_width && i < G_N_ELEMENTS (stripes); i++)
    gtk_snapshot_append_color (snapshot, &rgba,
                               &GRAPHENE_RECT_INIT (left, (float) stripes[i].y, 1, (float) stripes[i].height));
}

void
skein_timeline_view_append_outline (GtkSnapshot        *snapshot,
                                    const GdkRectangle *box,
                                    const SkeinColour  *colour)
{
  GdkRGBA rgba = { colour->red, colour->green, colour->blue, 1.0f };
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT ((float) box->x, (float) box->y,
                                                                  (float) box->width, (float) box->height), 2);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]) { 2, 2, 2, 2 }, (GdkRGBA[4]) { rgba, rgba, rgba, rgba });
}

/* Where the keys go: to the interval under the cursor or, before there is one, to all lanes. */
static void
snapshot_cursor (SkeinTimelineView *self,
                 GtkSnapshot       *snapshot)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GdkRectangle box = { 0, self->scene->lane_stripe.y, self->scene->width, self->scene->lane_stripe.height };

  if (self->has_cursor && skein_timeline_view_cursor_box (self, &box))
    skein_timeline_view_append_outline (snapshot, &box, &self->palette->text);
  else if (gtk_widget_has_focus (self->proxies[self->proxy]) && gtk_window_get_focus_visible (GTK_WINDOW (root)))
    skein_timeline_view_append_outline (snapshot, &box, &self->palette->accent);
}

/* What moves stays out of the tiles: the head of time, the pointer, the cursor. */
static void
snapshot_marks (SkeinTimelineView *self,
                GtkSnapshot       *snapshot)
{
  if (skein_session_get_following (self->session))
    append_line (self, snapshot, &self->palette->accent, skein_timeline_view_x_at (self, self->page.until_ns));
  if (self->has_pointer)
    append_line (self, snapshot, &self->palette->dim, self->pointer_x - self->scene->names_width);

  snapshot_cursor (self, snapshot);
}

void
skein_timeline_view_snapshot (GtkWidget   *widget,
                              GtkSnapshot *snapshot)
{
  SkeinTimelineView *self = SKEIN_TIMELINE_VIEW (widget);

  if (self->scene->text == NULL || self->scene->columns_width <= 0 || self->page.column_ns == 0)
    return;

  ensure_text_nodes (self);
  gtk_snapshot_append_node (snapshot, self->names_node);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) self->scene->names_width, 0));
  skein_tiles_snapshot (self->tiles, snapshot, self->scene, &self->page);
  skein_labels_snapshot (self->labels, snapshot, self->scene, &self->page);
  gtk_snapshot_restore (snapshot);

  gtk_snapshot_append_node (snapshot, self->axis_node);
  for (guint i = 0; i < SKEIN_TIMELINE_N_HEADINGS; i++)
    gtk_snapshot_append_node (snapshot, self->heading_nodes[i]);
  snapshot_joins (self, snapshot);
  skein_timeline_view_outline_slice (self, snapshot);
  snapshot_range (self, snapshot);
  snapshot_marks (self, snapshot);

  gtk_widget_snapshot_child (widget, self->cores_bar, snapshot);
  gtk_widget_snapshot_child (widget, self->lanes_bar, snapshot);
}
