/* timeline-input.c - the pointer on the timeline
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/timeline-view-private.h"

#include <math.h>

#include "present/timeline-text.h"

/* An edge of the range is caught from this near, in pixels. */
#define CATCH_WIDTH 5

/* Shorter drags are clicks. */
#define CLICK_WIDTH 3

#define WHEEL_ZOOM  1.25
#define WHEEL_PAN   0.1
#define WHEEL_LINES 3

static double
column_x (SkeinTimelineView *self,
          double             x)
{
  return CLAMP (x - self->scene->names_width, 0, self->scene->columns_width);
}

/* Returns: the edge of the range under @x, and in @ret_other the other one. */
static gboolean
edge_at (SkeinTimelineView *self,
         double             x,
         int64_t           *ret_other)
{
  int64_t start_ns;
  int64_t end_ns;
  double left;
  double right;

  if (!skein_session_get_range (self->session, &start_ns, &end_ns))
    return FALSE;

  left = skein_timeline_view_x_at (self, start_ns) + self->scene->names_width;
  right = skein_timeline_view_x_at (self, end_ns) + self->scene->names_width;
  *ret_other = fabs (x - left) < fabs (x - right) ? end_ns : start_ns;

  return fabs (x - left) <= CATCH_WIDTH || fabs (x - right) <= CATCH_WIDTH;
}

static void
update_pointer_shape (SkeinTimelineView *self,
                      double             x)
{
  int64_t other;
  const char *name = NULL;

  if (self->drag == SKEIN_DRAG_PAN)
    name = "grabbing";
  else if (x >= self->scene->names_width && edge_at (self, x, &other))
    name = "ew-resize";

  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), name);
}

static void
motion_cb (GtkEventControllerMotion *controller,
           double                    x,
           double                    y,
           SkeinTimelineView        *self)
{
  self->has_pointer = TRUE;
  self->pointer_x = x;
  self->pointer_y = y;
  update_pointer_shape (self, x);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
leave_cb (GtkEventControllerMotion *controller,
          SkeinTimelineView        *self)
{
  self->has_pointer = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
scroll_bar_by (GtkWidget *bar,
               double     pixels)
{
  GtkAdjustment *adjustment = gtk_scrollbar_get_adjustment (GTK_SCROLLBAR (bar));

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + pixels);
}

static gboolean
scroll_cb (GtkEventControllerScroll *controller,
           double                    dx,
           double                    dy,
           SkeinTimelineView        *self)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));
  SkeinHit hit = skein_scene_hit (self->scene, self->pointer_x, self->pointer_y);
  GtkWidget *bar = hit.part == SKEIN_PART_CORE ? self->cores_bar : self->lanes_bar;

  if (state & GDK_CONTROL_MASK)
    skein_timeline_view_zoom (self, pow (WHEEL_ZOOM, -dy));
  else if ((state & GDK_SHIFT_MASK) || dx != 0.0)
    skein_timeline_view_pan (self, WHEEL_PAN * (dx != 0.0 ? dx : dy));
  else if (gtk_widget_get_child_visible (bar))
    scroll_bar_by (bar, dy * WHEEL_LINES * self->scene->line_height);
  else
    return GDK_EVENT_PROPAGATE;

  return GDK_EVENT_STOP;
}

static void
drag_begin_cb (GtkGestureDrag    *gesture,
               double             x,
               double             y,
               SkeinTimelineView *self)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  gboolean middle = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture)) == GDK_BUTTON_MIDDLE;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->drag = SKEIN_DRAG_NONE;
  if (x < self->scene->names_width)
    return;

  if (middle || (state & GDK_SHIFT_MASK))
    {
      self->drag = SKEIN_DRAG_PAN;
      skein_session_get_view (self->session, &self->drag_start_ns, &self->drag_end_ns);
      update_pointer_shape (self, x);

      return;
    }

  self->drag = SKEIN_DRAG_RANGE;
  if (!edge_at (self, x, &self->drag_anchor_ns))
    self->drag_anchor_ns = skein_timeline_view_time_at (self, column_x (self, x));
}

static void
drag_update_cb (GtkGestureDrag    *gesture,
                double             dx,
                double             dy,
                SkeinTimelineView *self)
{
  int64_t shift_ns = (int64_t) (dx * (double) self->page.column_ns);
  double x;
  double y;

  if (self->drag == SKEIN_DRAG_NONE || fabs (dx) <= CLICK_WIDTH)
    return;

  gtk_gesture_drag_get_start_point (gesture, &x, &y);

  if (self->drag == SKEIN_DRAG_PAN)
    skein_timeline_view_show (self, self->drag_start_ns - shift_ns, self->drag_end_ns - shift_ns);
  else
    skein_session_set_range (self->session, self->drag_anchor_ns,
                             MIN (skein_timeline_view_time_at (self, column_x (self, x + dx)), self->page.until_ns));
}

static void
click (SkeinTimelineView *self,
       double             x,
       double             y)
{
  SkeinHit hit = skein_scene_hit (self->scene, x, y);
  SkeinSlice slice;

  if (skein_timeline_view_slice_at (self, &hit, &slice))
    skein_timeline_view_choose_slice (self, &slice);
  else if (hit.part == SKEIN_PART_LANE)
    skein_timeline_view_activate_lane (self, hit.index);
}

static void
drag_end_cb (GtkGestureDrag    *gesture,
             double             dx,
             double             dy,
             SkeinTimelineView *self)
{
  double x;
  double y;

  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  self->drag = SKEIN_DRAG_NONE;
  update_pointer_shape (self, x + dx);

  if (fabs (dx) <= CLICK_WIDTH && fabs (dy) <= 2 * CLICK_WIDTH &&
      gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture)) == GDK_BUTTON_PRIMARY)
    click (self, x, y);
}

/* Twice on the head of a process: only this one. */
static void
pressed_cb (GtkGestureClick   *gesture,
            int                n_press,
            double             x,
            double             y,
            SkeinTimelineView *self)
{
  SkeinHit hit = skein_scene_hit (self->scene, x, y);
  size_t n;
  const SkeinLane *lanes = skein_timeline_get_lanes (self->timeline, &n);
  SkeinTaskKey key;

  if (n_press != 2 || hit.part != SKEIN_PART_LANE || lanes[hit.index].kind != SKEIN_LANE_PROCESS)
    return;

  key = lanes[hit.index].key;
  skein_session_set_selection (self->session, &key, 1);
}

static void
menu_pressed_cb (GtkGestureClick   *gesture,
                 int                n_press,
                 double             x,
                 double             y,
                 SkeinTimelineView *self)
{
  SkeinHit hit = skein_scene_hit (self->scene, x, y);

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  skein_timeline_view_popup_menu (self, hit.part == SKEIN_PART_LANE ? hit.index : -1, x, y);
}

/* The measured interval around @x, as bounds in time. */
static gboolean
interval_at (SkeinTimelineView *self,
             double             x,
             int64_t           *ret_start_ns,
             int64_t           *ret_end_ns)
{
  int64_t time_ns = skein_timeline_view_time_at (self, column_x (self, x));

  if (time_ns >= self->page.until_ns)
    return FALSE;

  if (!skein_store_get_interval (self->scene->store, time_ns, ret_start_ns, ret_end_ns))
    {
      *ret_start_ns = MAX (*ret_start_ns, self->page.start_ns);
      *ret_end_ns = MIN (*ret_end_ns, self->page.until_ns);
    }
  else if (*ret_end_ns - *ret_start_ns < self->page.column_ns)
    {
      /* What is drawn in one column is told as one. */
      *ret_start_ns = skein_timeline_view_time_at (self, floor (column_x (self, x)));
      *ret_end_ns = *ret_start_ns + self->page.column_ns;
    }

  return *ret_end_ns > *ret_start_ns;
}

/* Adds that there is more to see, where a pixel shows several slices. */
static char *
with_hint (char     *text,
           uint32_t  n_slices)
{
  g_autofree char *before = text;
  g_autofree char *hint = skein_timeline_dense_text (n_slices);

  return hint != NULL ? g_strconcat (before, "\n", hint, NULL) : g_steal_pointer (&before);
}

static char *
dup_hit_text (SkeinTimelineView *self,
              const SkeinHit    *hit,
              int64_t            start_ns,
              int64_t            end_ns)
{
  SkeinStore *store = self->scene->store;
  double span_ns = (double) (end_ns - start_ns);
  SkeinColumns columns = { .start_ns = start_ns, .column_ns = end_ns - start_ns, .n = 1, .until_ns = end_ns };
  size_t n;
  const SkeinLane *lanes = skein_timeline_get_lanes (self->timeline, &n);
  SkeinCoreBin core = { 0 };
  SkeinBin bin = { 0 };
  unsigned number;

  switch (hit->part)
    {
    case SKEIN_PART_CORE:
      number = g_array_index (self->scene->cores, uint16_t, hit->index);
      skein_store_bin_core (store, number, start_ns, span_ns, &core, 1);
      return with_hint (skein_timeline_core_text (store, number, start_ns, end_ns, &core, self->page.offset_ns),
                        core.n_slices);

    case SKEIN_PART_LANE:
      if (lanes[hit->index].kind != SKEIN_LANE_THREAD)
        return NULL;
      skein_store_bin (store, lanes[hit->index].id, start_ns, span_ns, &bin, 1);
      return with_hint (skein_timeline_thread_text (store, &lanes[hit->index], start_ns, end_ns, &bin,
                                                    self->page.offset_ns),
                        bin.n_slices);

    case SKEIN_PART_ONCE:
      skein_scene_bin_once (self->scene, &columns, 0, &bin, 1);
      return skein_timeline_once_text (start_ns, end_ns, &bin, self->page.offset_ns);

    case SKEIN_PART_NONE:
    case SKEIN_PART_AXIS:
    default:
      return NULL;
    }
}

/* What is drawn at the point, if it is one slice or one wait, and its bounds in time. */
static char *
dup_exact_text (SkeinTimelineView *self,
                const SkeinHit    *hit,
                int64_t           *ret_start_ns,
                int64_t           *ret_end_ns)
{
  int64_t time_ns = skein_timeline_view_time_at (self, hit->x);
  size_t n;
  const SkeinLane *lanes = skein_timeline_get_lanes (self->timeline, &n);
  SkeinStretch stretch;
  SkeinSlice slice;

  if (skein_timeline_view_slice_at (self, hit, &slice))
    {
      *ret_start_ns = slice.start_ns;
      *ret_end_ns = slice.end_ns;

      return skein_timeline_slice_text (self->scene->store, &slice, self->page.offset_ns);
    }

  if (hit->part != SKEIN_PART_LANE || lanes[hit->index].kind != SKEIN_LANE_THREAD ||
      !skein_timeline_view_stretch_at (self, lanes[hit->index].id, time_ns, &stretch) ||
      stretch.end_ns - stretch.start_ns < self->page.column_ns)
    return NULL;

  *ret_start_ns = stretch.start_ns;
  *ret_end_ns = stretch.end_ns;

  return skein_timeline_stretch_text (self->scene->store, lanes[hit->index].id, &stretch, self->page.offset_ns);
}

/* Where switches are known the pixel is told, and not the interval of the samples. */
static void
narrow_to_column (SkeinTimelineView *self,
                  const SkeinHit    *hit,
                  int64_t           *start_ns,
                  int64_t           *end_ns)
{
  int64_t column_ns = self->page.column_ns;
  int64_t time_ns = skein_timeline_view_time_at (self, hit->x);
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (SkeinExactTime));

  skein_store_list_exact (self->scene->store, SKEIN_ID_MACHINE, time_ns, time_ns + column_ns, times);
  if (times->len == 0)
    return;

  *start_ns = time_ns;
  *end_ns = time_ns + column_ns;
}

/* Where a thread was read often that reading is told, or the pixel, if that is longer. */
static void
narrow_to_share (SkeinTimelineView *self,
                 const SkeinHit    *hit,
                 int64_t           *start_ns,
                 int64_t           *end_ns)
{
  int64_t column_ns = self->page.column_ns;
  int64_t time_ns = skein_timeline_view_time_at (self, hit->x);
  size_t n;
  const SkeinLane *lanes = skein_timeline_get_lanes (self->timeline, &n);
  SkeinShareTime time;

  if (hit->part != SKEIN_PART_LANE || lanes[hit->index].kind != SKEIN_LANE_THREAD ||
      !skein_store_get_share_interval (self->scene->store, lanes[hit->index].id, time_ns, &time))
    return;

  *start_ns = time.end_ns - time.start_ns < column_ns ? time_ns : time.start_ns;
  *end_ns = MIN (MAX (time.end_ns, *start_ns + column_ns), self->page.until_ns);
}

/* The tip is good for the interval on the lane. GTK takes the area's own edge for
 * outside, so that it is a pixel larger on each side. */
static void
set_tip_area (SkeinTimelineView *self,
              GtkTooltip        *tooltip,
              const SkeinHit    *hit,
              int64_t            start_ns,
              int64_t            end_ns)
{
  const SkeinStripe *once = &self->scene->once_stripe;
  int width = self->scene->columns_width;
  int left = self->scene->names_width + (int) CLAMP (floor (skein_timeline_view_x_at (self, start_ns)), 0, width);
  int right = self->scene->names_width + (int) CLAMP (ceil (skein_timeline_view_x_at (self, end_ns)), 0, width);
  int top = hit->part == SKEIN_PART_ONCE ? once->y : hit->y;
  int height = hit->part == SKEIN_PART_ONCE ? once->height : hit->height;

  gtk_tooltip_set_tip_area (tooltip, &(GdkRectangle) { left - 1, top - 1, right - left + 2, height + 2 });
}

static gboolean
query_tooltip_cb (SkeinTimelineView *self,
                  int                x,
                  int                y,
                  gboolean           keyboard,
                  GtkTooltip        *tooltip,
                  gpointer           data)
{
  SkeinHit hit = skein_scene_hit (self->scene, x, y);
  g_autofree char *text = NULL;
  int64_t start_ns;
  int64_t end_ns;

  if (keyboard || hit.in_names || self->drag != SKEIN_DRAG_NONE || !interval_at (self, x, &start_ns, &end_ns))
    return FALSE;

  text = dup_exact_text (self, &hit, &start_ns, &end_ns);
  if (text == NULL)
    {
      narrow_to_column (self, &hit, &start_ns, &end_ns);
      narrow_to_share (self, &hit, &start_ns, &end_ns);
      text = dup_hit_text (self, &hit, start_ns, end_ns);
    }
  if (text == NULL)
    return FALSE;

  gtk_tooltip_set_text (tooltip, text);
  set_tip_area (self, tooltip, &hit, start_ns, end_ns);

  return TRUE;
}

static void
add_drag (SkeinTimelineView *self,
          guint              button)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), button);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}

void
skein_timeline_view_init_input (SkeinTimelineView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *menu = gtk_gesture_click_new ();

  g_signal_connect (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect (menu, "pressed", G_CALLBACK (menu_pressed_cb), self);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (menu), GDK_BUTTON_SECONDARY);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (menu));
  add_drag (self, GDK_BUTTON_PRIMARY);
  add_drag (self, GDK_BUTTON_MIDDLE);
}
