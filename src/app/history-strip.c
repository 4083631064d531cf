/* history-strip.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/history-strip.h"

#include <math.h>

#include <adwaita.h>
#include <glib/gi18n.h>

#include "app/drawn-node.h"
#include "base/clock.h"
#include "base/format.h"
#include "draw/palette.h"
#include "present/axis-ticks.h"

#define GRAPH_LINES   3
#define LABEL_WIDTH   6 /* in lines of text */
#define CATCH_WIDTH   6
#define MIN_FRAME     6

#define NS_PER_MIN (60 * SKEIN_NS_PER_S)

typedef enum
{
  DRAG_NONE,
  DRAG_FRAME,
  DRAG_LEFT,
  DRAG_RIGHT,
} Drag;

struct _SkeinHistoryStrip
{
  GtkWidget      parent_instance;

  SkeinSession  *session;
  SkeinPalette  *palette;
  GskRenderNode *graph_node;
  int            line_height;

  /* What the graph shows, as it was drawn last */
  int64_t        start_ns;
  int64_t        column_ns;
  int64_t        newest_ns;

  Drag           drag;
  int64_t        drag_start_ns;
  int64_t        drag_end_ns;
};

G_DEFINE_FINAL_TYPE (SkeinHistoryStrip, skein_history_strip, GTK_TYPE_WIDGET)

/* What the strip can span; a fuller history takes the next one, so that it rarely changes. */
static const int64_t spans[] = {
  NS_PER_MIN,
  2 * NS_PER_MIN,
  5 * NS_PER_MIN,
  10 * NS_PER_MIN,
  20 * NS_PER_MIN,
  30 * NS_PER_MIN,
  60 * NS_PER_MIN,
  120 * NS_PER_MIN,
  240 * NS_PER_MIN,
  480 * NS_PER_MIN,
  1440 * NS_PER_MIN,
};

static int64_t
span_for (int64_t kept_ns)
{
  for (guint i = 0; i < G_N_ELEMENTS (spans); i++)
    {
      if (kept_ns <= spans[i])
        return spans[i];
    }

  return kept_ns;
}

static void
redraw (SkeinHistoryStrip *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  g_clear_pointer (&self->graph_node, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
view_changed_cb (SkeinHistoryStrip *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static int
graph_height (SkeinHistoryStrip *self)
{
  return gtk_widget_get_height (GTK_WIDGET (self)) - self->line_height - 2;
}

static void
draw_bars (SkeinHistoryStrip *self,
           cairo_t           *cr,
           const SkeinBin    *bins,
           int                n,
           double             n_cores)
{
  SkeinColour area = skein_colour_with_alpha (self->palette->accent, 0.35f);
  int height = graph_height (self);

  for (int i = 0; i < n; i++)
    {
      int bar = (int) lround (height * CLAMP ((double) (bins[i].run / MAX (bins[i].observed, 0.01f)) / n_cores, 0, 1));

      if (bins[i].observed > 0.01f)
        cairo_rectangle (cr, i, height - bar, 1, bar);
    }
  skein_colour_set_source (&area, cr);
  cairo_fill (cr);

  for (int i = 0; i < n; i++)
    {
      int bar = (int) lround (height * CLAMP ((double) (bins[i].run / MAX (bins[i].observed, 0.01f)) / n_cores, 0, 1));

      if (bins[i].observed > 0.01f)
        cairo_rectangle (cr, i, height - MAX (bar, 1), 1, 1);
    }
  skein_colour_set_source (&self->palette->accent, cr);
  cairo_fill (cr);
}

static void
draw_gaps (SkeinHistoryStrip *self,
           cairo_t           *cr,
           const SkeinBin    *bins,
           int                first,
           int                n)
{
  for (int i = MAX (first, 0); i < n; i++)
    {
      if (bins[i].observed <= 0.01f)
        cairo_rectangle (cr, i, 0, 1, graph_height (self));
    }

  cairo_set_source (cr, self->palette->gap);
  cairo_fill (cr);
}

static void
draw_labels (SkeinHistoryStrip *self,
             cairo_t           *cr,
             int                width)
{
  int64_t span_ns = width * self->column_ns;
  int64_t step_ns = skein_axis_step (span_ns, (unsigned) MAX (width / (LABEL_WIDTH * self->line_height), 1));
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (0.85));
  pango_layout_set_attributes (layout, attributes);
  skein_colour_set_source (&self->palette->dim, cr);

  for (int64_t offset = 0; offset <= span_ns; offset += step_ns)
    {
      char text[SKEIN_FORMAT_SIZE];
      int text_width;
      double x = (double) (span_ns - offset) / (double) self->column_ns;

      pango_layout_set_text (layout, skein_format_offset (-offset, step_ns, text, sizeof text), -1);
      pango_layout_get_pixel_size (layout, &text_width, NULL);
      cairo_move_to (cr, CLAMP (x - text_width / 2.0, 0, width - text_width), graph_height (self) + 2);
      pango_cairo_show_layout (cr, layout);
    }
}

static unsigned
count_cores (SkeinHistoryStrip *self)
{
  const SkeinSnapshot *snapshot = skein_session_get_snapshot (self->session);
  unsigned n = 0;

  for (guint i = 0; snapshot != NULL && i < snapshot->n_cores; i++)
    n += snapshot->cores[i].is_online;

  return MAX (n, 1);
}

static void
draw_graph (SkeinHistoryStrip *self,
            cairo_t           *cr,
            int                width,
            int64_t            oldest_ns)
{
  const SkeinStore *store = skein_session_get_store (self->session);
  g_autofree SkeinBin *bins = g_new0 (SkeinBin, width);
  int first = (int) ((oldest_ns - self->start_ns) / self->column_ns) + 1;

  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  skein_colour_set_source (&self->palette->track, cr);
  cairo_rectangle (cr, 0, 0, width, graph_height (self));
  cairo_fill (cr);

  skein_store_bin (store, SKEIN_ID_MACHINE, self->start_ns, (double) self->column_ns, bins, (size_t) width);
  draw_bars (self, cr, bins, width, count_cores (self));
  draw_gaps (self, cr, bins, first, width - 1);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_DEFAULT);
  draw_labels (self, cr, width);
}

static gboolean
ensure_graph (SkeinHistoryStrip *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  SkeinDrawnNode node;
  int64_t oldest_ns;
  cairo_t *cr;

  if (self->graph_node != NULL)
    return TRUE;
  if (width <= 0 || graph_height (self) <= 0 ||
      !skein_store_get_extent (skein_session_get_store (self->session), &oldest_ns, &self->newest_ns))
    return FALSE;

  self->column_ns = MAX (span_for (self->newest_ns - oldest_ns) / width, 1);
  self->start_ns = self->newest_ns - width * self->column_ns;

  cr = skein_drawn_node_begin (&node, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  draw_graph (self, cr, width, oldest_ns);
  self->graph_node = skein_drawn_node_finish (&node, cr);

  return TRUE;
}

/* Where the view is, in pixels; at least as wide as a pointer can catch. */
static void
get_frame (SkeinHistoryStrip *self,
           double            *ret_left,
           double            *ret_right)
{
  int64_t start_ns;
  int64_t end_ns;

  skein_session_get_view (self->session, &start_ns, &end_ns);
  if (skein_session_get_following (self->session))
    {
      start_ns += self->newest_ns - end_ns;
      end_ns = self->newest_ns;
    }

  *ret_right = (double) (end_ns - self->start_ns) / (double) self->column_ns;
  *ret_left = MIN ((double) (start_ns - self->start_ns) / (double) self->column_ns, *ret_right - MIN_FRAME);
}

static void
skein_history_strip_snapshot (GtkWidget   *widget,
                              GtkSnapshot *snapshot)
{
  SkeinHistoryStrip *self = SKEIN_HISTORY_STRIP (widget);
  GskRoundedRect frame;
  GdkRGBA colour;
  double left;
  double right;

  if (!ensure_graph (self))
    return;

  gtk_snapshot_append_node (snapshot, self->graph_node);
  get_frame (self, &left, &right);
  left = MAX (left, 0);
  right = MIN (right, gtk_widget_get_width (widget));

  colour = (GdkRGBA) { self->palette->accent.red, self->palette->accent.green, self->palette->accent.blue, 1.0f };
  gsk_rounded_rect_init_from_rect (&frame, &GRAPHENE_RECT_INIT ((float) left, 0, (float) MAX (right - left, MIN_FRAME),
                                                                (float) graph_height (self)), 3);
  gtk_snapshot_append_border (snapshot, &frame, (float[4]) { 2, 2, 2, 2 },
                              (GdkRGBA[4]) { colour, colour, colour, colour });
}

static void
skein_history_strip_measure (GtkWidget      *widget,
                             GtkOrientation  orientation,
                             int             for_size,
                             int            *minimum,
                             int            *natural,
                             int            *minimum_baseline,
                             int            *natural_baseline)
{
  SkeinHistoryStrip *self = SKEIN_HISTORY_STRIP (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = 100;
  else
    *minimum = *natural = (GRAPH_LINES + 1) * self->line_height + 2;
}

static void
skein_history_strip_size_allocate (GtkWidget *widget,
                                   int        width,
                                   int        height,
                                   int        baseline)
{
  g_clear_pointer (&SKEIN_HISTORY_STRIP (widget)->graph_node, gsk_render_node_unref);
}

static void
font_changed (SkeinHistoryStrip *self)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);

  self->line_height = PANGO_PIXELS_CEIL (pango_font_metrics_get_ascent (metrics) +
                                         pango_font_metrics_get_descent (metrics));
  pango_font_metrics_unref (metrics);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
skein_history_strip_css_changed (GtkWidget         *widget,
                                 GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (skein_history_strip_parent_class)->css_changed (widget, change);
  font_changed (SKEIN_HISTORY_STRIP (widget));
}

static void
style_changed_cb (SkeinHistoryStrip *self)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  g_clear_pointer (&self->palette, skein_palette_free);
  self->palette = skein_palette_new (adw_style_manager_get_dark (style), adw_style_manager_get_high_contrast (style),
                                     gtk_widget_get_scale_factor (GTK_WIDGET (self)));
  redraw (self);
}

static Drag
drag_at (SkeinHistoryStrip *self,
         double             x)
{
  double left;
  double right;

  get_frame (self, &left, &right);

  /* A narrow frame is for moving; its edges would leave no room to catch it. */
  if (right - left > 4 * CATCH_WIDTH)
    {
      if (fabs (x - left) <= CATCH_WIDTH)
        return DRAG_LEFT;
      if (fabs (x - right) <= CATCH_WIDTH)
        return DRAG_RIGHT;
    }

  return DRAG_FRAME;
}

static void
show (SkeinHistoryStrip *self,
      int64_t            start_ns,
      int64_t            end_ns)
{
  int64_t span_ns = end_ns - start_ns;
  int64_t oldest_ns;
  int64_t newest_ns;

  if (!skein_store_get_extent (skein_session_get_store (self->session), &oldest_ns, &newest_ns))
    return;

  end_ns = MIN (MAX (end_ns, MIN (oldest_ns + span_ns, newest_ns)), newest_ns);
  skein_session_set_view (self->session, end_ns - span_ns, end_ns);
}

static void
drag_begin_cb (GtkGestureDrag    *gesture,
               double             x,
               double             y,
               SkeinHistoryStrip *self)
{
  double left;
  double right;

  if (self->column_ns == 0)
    return;

  self->drag = drag_at (self, x);
  get_frame (self, &left, &right);

  /* Outside of the frame: it comes here first. */
  if (self->drag == DRAG_FRAME && (x < left || x > right))
    {
      int64_t start_ns;
      int64_t end_ns;
      int64_t middle_ns = self->start_ns + (int64_t) (x * (double) self->column_ns);

      skein_session_get_view (self->session, &start_ns, &end_ns);
      show (self, middle_ns - (end_ns - start_ns) / 2, middle_ns + (end_ns - start_ns) / 2);
    }

  skein_session_get_view (self->session, &self->drag_start_ns, &self->drag_end_ns);
}

static void
drag_update_cb (GtkGestureDrag    *gesture,
                double             dx,
                double             dy,
                SkeinHistoryStrip *self)
{
  int64_t shift_ns = (int64_t) (dx * (double) self->column_ns);
  int64_t min_ns = CATCH_WIDTH * self->column_ns;

  if (fabs (dx) < 2)
    return;

  if (self->drag == DRAG_LEFT)
    show (self, MIN (self->drag_start_ns + shift_ns, self->drag_end_ns - min_ns), self->drag_end_ns);
  else if (self->drag == DRAG_RIGHT)
    show (self, self->drag_start_ns, MAX (self->drag_end_ns + shift_ns, self->drag_start_ns + min_ns));
  else if (self->drag == DRAG_FRAME)
    show (self, self->drag_start_ns + shift_ns, self->drag_end_ns + shift_ns);
}

static void
drag_end_cb (GtkGestureDrag    *gesture,
             double             dx,
             double             dy,
             SkeinHistoryStrip *self)
{
  self->drag = DRAG_NONE;
}

static void
motion_cb (GtkEventControllerMotion *controller,
           double                    x,
           double                    y,
           SkeinHistoryStrip        *self)
{
  Drag drag = self->column_ns > 0 ? drag_at (self, x) : DRAG_NONE;

  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), drag == DRAG_LEFT || drag == DRAG_RIGHT ? "ew-resize" : "grab");
}

static void
skein_history_strip_dispose (GObject *object)
{
  SkeinHistoryStrip *self = SKEIN_HISTORY_STRIP (object);

  g_clear_pointer (&self->graph_node, gsk_render_node_unref);
  g_clear_pointer (&self->palette, skein_palette_free);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (skein_history_strip_parent_class)->dispose (object);
}

static void
skein_history_strip_class_init (SkeinHistoryStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = skein_history_strip_dispose;
  widget_class->measure = skein_history_strip_measure;
  widget_class->size_allocate = skein_history_strip_size_allocate;
  widget_class->snapshot = skein_history_strip_snapshot;
  widget_class->css_changed = skein_history_strip_css_changed;

  gtk_widget_class_set_css_name (widget_class, "history");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
skein_history_strip_init (SkeinHistoryStrip *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  self->line_height = 16;

  /* Time runs from left to right, whichever way people write. */
  gtk_widget_set_direction (GTK_WIDGET (self), GTK_TEXT_DIR_LTR);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("History"),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  _("How busy the machine was. The frame is what the timeline shows."), -1);

  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
}

GtkWidget *
skein_history_strip_new (SkeinSession *session)
{
  SkeinHistoryStrip *self = g_object_new (SKEIN_TYPE_HISTORY_STRIP, NULL);
  AdwStyleManager *style = adw_style_manager_get_default ();

  self->session = g_object_ref (session);
  style_changed_cb (self);

  g_signal_connect_object (session, "refresh", G_CALLBACK (redraw), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "view-changed", G_CALLBACK (view_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::dark", G_CALLBACK (style_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::high-contrast", G_CALLBACK (style_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (style_changed_cb), NULL);

  return GTK_WIDGET (self);
}
