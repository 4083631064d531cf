/* timeline-cursor.c - a keyboard cursor: one slice, wait or interval of one lane
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A drawing has no parts that a screen reader could visit. Two invisible widgets
 * lie over the interval under the cursor and take the focus in turns; each turn is
 * read aloud as a new object with a name.
 */

#include "config.h"

#include "app/timeline-view-private.h"

#include <glib/gi18n.h>

#include "present/timeline-text.h"

/* How far the next change of state is looked for, in intervals. */
#define MAX_STEPS 20000

#define SKEIN_TYPE_TIMELINE_CURSOR (skein_timeline_cursor_get_type ())

G_DECLARE_FINAL_TYPE (SkeinTimelineCursor, skein_timeline_cursor, SKEIN, TIMELINE_CURSOR, GtkWidget)

struct _SkeinTimelineCursor
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (SkeinTimelineCursor, skein_timeline_cursor, GTK_TYPE_WIDGET)

/* The timeline draws the focus, at whichever place it is. */
static void
skein_timeline_cursor_state_flags_changed (GtkWidget     *widget,
                                           GtkStateFlags  before)
{
  if ((gtk_widget_get_state_flags (widget) ^ before) & (GTK_STATE_FLAG_FOCUSED | GTK_STATE_FLAG_FOCUS_VISIBLE))
    gtk_widget_queue_draw (gtk_widget_get_parent (widget));
}

static void
skein_timeline_cursor_class_init (SkeinTimelineCursorClass *klass)
{
  GTK_WIDGET_CLASS (klass)->state_flags_changed = skein_timeline_cursor_state_flags_changed;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "cursor");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_LIST_ITEM);
}

static void
skein_timeline_cursor_init (SkeinTimelineCursor *self)
{
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

static int
n_rows (SkeinTimelineView *self)
{
  size_t n_lanes;

  skein_timeline_get_lanes (self->timeline, &n_lanes);

  return (int) self->scene->cores->len + (int) n_lanes;
}

/* Returns: the lane under the cursor, or NULL: it is on a core, or nowhere. */
static const SkeinLane *
cursor_lane (SkeinTimelineView *self)
{
  size_t n_lanes;
  const SkeinLane *lanes = skein_timeline_get_lanes (self->timeline, &n_lanes);
  int index = self->cursor_row - (int) self->scene->cores->len;

  return index >= 0 && index < (int) n_lanes ? &lanes[index] : NULL;
}

/* What the core or the thread under the cursor does there, if that is exactly known. */
static gboolean
slice_at_cursor (SkeinTimelineView *self,
                 SkeinSliceWhich    which,
                 SkeinSlice        *ret)
{
  const SkeinStore *store = self->scene->store;
  const SkeinLane *lane = cursor_lane (self);

  if (lane == NULL && self->cursor_row < (int) self->scene->cores->len)
    return skein_store_find_slice_core (store, g_array_index (self->scene->cores, uint16_t, self->cursor_row),
                                        self->cursor_ns, which, ret);

  return lane != NULL && lane->kind == SKEIN_LANE_THREAD &&
         skein_store_find_slice (store, lane->id, self->cursor_ns, which, ret);
}

static gboolean
stretch_at_cursor (SkeinTimelineView *self,
                   SkeinStretch      *ret)
{
  const SkeinLane *lane = cursor_lane (self);

  return lane != NULL && lane->kind == SKEIN_LANE_THREAD &&
         skein_timeline_view_stretch_at (self, lane->id, self->cursor_ns, ret);
}

/* A thread that was read often: the bounds of that reading, or of the column if it is shorter. */
static gboolean
share_at_cursor (SkeinTimelineView *self,
                 SkeinShareTime    *ret)
{
  const SkeinLane *lane = cursor_lane (self);
  int64_t column_ns = self->page.column_ns;

  if (lane == NULL || lane->kind != SKEIN_LANE_THREAD || column_ns <= 0 ||
      !skein_store_get_share_interval (self->scene->store, lane->id, self->cursor_ns, ret))
    return FALSE;

  if (ret->end_ns - ret->start_ns < column_ns)
    {
      ret->start_ns = self->cursor_ns - self->cursor_ns % column_ns;
      ret->end_ns = ret->start_ns + column_ns;
    }

  return TRUE;
}

/* The bounds of a slice or wait or, where samples are all there is, of their interval; of
 * a gap the true ones. Returns: false if it is a gap */
static gboolean
find_interval (SkeinTimelineView *self,
               int64_t           *ret_start_ns,
               int64_t           *ret_end_ns)
{
  SkeinShareTime time;
  SkeinStretch stretch;
  SkeinSlice slice;

  if (slice_at_cursor (self, SKEIN_SLICE_AT, &slice))
    {
      *ret_start_ns = slice.start_ns;
      *ret_end_ns = slice.end_ns;

      return TRUE;
    }

  if (stretch_at_cursor (self, &stretch))
    {
      *ret_start_ns = stretch.start_ns;
      *ret_end_ns = stretch.end_ns;

      return TRUE;
    }

  if (share_at_cursor (self, &time))
    {
      *ret_start_ns = time.start_ns;
      *ret_end_ns = time.end_ns;

      return TRUE;
    }

  return skein_store_get_interval (self->scene->store, self->cursor_ns, ret_start_ns, ret_end_ns);
}

/* A gap is an interval too, within the page. */
static void
cursor_interval (SkeinTimelineView *self,
                 int64_t           *ret_start_ns,
                 int64_t           *ret_end_ns)
{
  if (find_interval (self, ret_start_ns, ret_end_ns))
    return;

  *ret_start_ns = MAX (*ret_start_ns, self->page.start_ns);
  *ret_end_ns = MIN (*ret_end_ns, self->page.until_ns);
}

gboolean
skein_timeline_view_cursor_box (SkeinTimelineView *self,
                                GdkRectangle      *ret_box)
{
  const SkeinScene *scene = self->scene;
  int n_cores = (int) scene->cores->len;
  int64_t start_ns;
  int64_t end_ns;
  int left;
  int right;
  int index = self->cursor_row - n_cores;

  if (!self->has_cursor || self->cursor_row >= n_rows (self) || self->page.column_ns == 0)
    return FALSE;

  cursor_interval (self, &start_ns, &end_ns);
  left = (int) CLAMP (skein_timeline_view_x_at (self, start_ns), 0, scene->columns_width);
  right = (int) CLAMP (skein_timeline_view_x_at (self, end_ns), 0, scene->columns_width);
  ret_box->x = scene->names_width + left - 2;
  ret_box->width = MAX (right - left, 1) + 4;

  if (index < 0)
    {
      ret_box->y = scene->core_stripe.y - scene->cores_scroll + self->cursor_row * scene->core_height - 1;
      ret_box->height = scene->core_height;

      return TRUE;
    }

  ret_box->y = scene->lane_stripe.y - scene->lanes_scroll + g_array_index (scene->lane_tops, int, index) + 1;
  ret_box->height = g_array_index (scene->lane_tops, int, index + 1) - g_array_index (scene->lane_tops, int, index) - 2;

  return TRUE;
}

static char *
dup_speech (SkeinTimelineView *self)
{
  const SkeinLane *lane = cursor_lane (self);
  int64_t start_ns;
  int64_t end_ns;
  SkeinStretch stretch;
  SkeinSlice slice;

  if (slice_at_cursor (self, SKEIN_SLICE_AT, &slice))
    return skein_timeline_slice_speech (self->scene->store, &slice, self->page.offset_ns);
  if (stretch_at_cursor (self, &stretch))
    return skein_timeline_stretch_speech (self->scene->store, lane->id, &stretch, self->page.offset_ns);

  cursor_interval (self, &start_ns, &end_ns);

  if (lane == NULL)
    {
      unsigned core = g_array_index (self->scene->cores, uint16_t, self->cursor_row);
      SkeinCoreBin bin = { 0 };
      g_autofree char *text = NULL;

      skein_store_bin_core (self->scene->store, core, start_ns, (double) (end_ns - start_ns), &bin, 1);
      text = skein_timeline_core_text (self->scene->store, core, start_ns, end_ns, &bin, self->page.offset_ns);

      return g_strdelimit (g_steal_pointer (&text), "\n", ',');
    }

  if (lane->kind == SKEIN_LANE_THREAD)
    {
      SkeinBin bin = { 0 };

      skein_store_bin (self->scene->store, lane->id, start_ns, (double) (end_ns - start_ns), &bin, 1);

      return skein_timeline_thread_speech (self->scene->store, lane, start_ns, end_ns, &bin, self->page.offset_ns);
    }

  return g_strdup (lane->title);
}

/* The same place, said anew: lanes or time moved below it. */
void
skein_timeline_view_update_cursor (SkeinTimelineView *self)
{
  if (!self->has_cursor)
    return;

  self->cursor_row = CLAMP (self->cursor_row, 0, MAX (n_rows (self) - 1, 0));
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

void
skein_timeline_view_clear_cursor (SkeinTimelineView *self)
{
  self->has_cursor = FALSE;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Whoever has the focus gives it to the other one, which has the new words. */
static void
announce (SkeinTimelineView *self)
{
  g_autofree char *speech = dup_speech (self);
  GtkWidget *before = self->proxies[self->proxy];
  GtkWidget *proxy;

  self->proxy = 1 - self->proxy;
  proxy = self->proxies[self->proxy];

  gtk_accessible_update_property (GTK_ACCESSIBLE (proxy), GTK_ACCESSIBLE_PROPERTY_LABEL, speech, -1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (proxy),
                                  GTK_ACCESSIBLE_RELATION_POS_IN_SET, self->cursor_row + 1,
                                  GTK_ACCESSIBLE_RELATION_SET_SIZE, n_rows (self), -1);
  gtk_widget_set_focusable (proxy, TRUE);
  gtk_widget_grab_focus (proxy);
  gtk_widget_set_focusable (before, FALSE);
}

static void
scroll_into (GtkWidget         *bar,
             const SkeinStripe *stripe,
             const GdkRectangle *box)
{
  GtkAdjustment *adjustment = gtk_scrollbar_get_adjustment (GTK_SCROLLBAR (bar));
  double top = gtk_adjustment_get_value (adjustment) + box->y - stripe->y;

  gtk_adjustment_clamp_page (adjustment, top - 2, top + box->height + 2);
}

/* The cursor is somewhere else: shows it, wherever that is. */
static void
cursor_moved (SkeinTimelineView *self)
{
  int64_t page_end_ns = self->page.start_ns + self->page.n * self->page.column_ns;
  int64_t shift_ns = 0;
  GdkRectangle box;

  self->has_cursor = TRUE;

  if (self->cursor_ns < self->page.start_ns)
    shift_ns = self->cursor_ns - self->page.start_ns - (page_end_ns - self->page.start_ns) / 4;
  else if (self->cursor_ns >= page_end_ns)
    shift_ns = self->cursor_ns - page_end_ns + (page_end_ns - self->page.start_ns) / 4;
  if (shift_ns != 0)
    skein_timeline_view_show (self, self->page.start_ns + shift_ns, page_end_ns + shift_ns);

  if (skein_timeline_view_cursor_box (self, &box))
    {
      if (self->cursor_row < (int) self->scene->cores->len)
        scroll_into (self->cores_bar, &self->scene->core_stripe, &box);
      else
        scroll_into (self->lanes_bar, &self->scene->lane_stripe, &box);
    }

  announce (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The first step only shows the cursor: at the newest interval of the chosen thread, or the first. */
static gboolean
place_first (SkeinTimelineView *self)
{
  int64_t page_end_ns = self->page.start_ns + self->page.n * self->page.column_ns;
  int lane;

  if (self->has_cursor)
    return FALSE;

  lane = MAX (skein_timeline_find_lane (self->timeline, self->scene->chosen), 0);
  self->cursor_row = CLAMP ((int) self->scene->cores->len + lane, 0, MAX (n_rows (self) - 1, 0));
  self->cursor_ns = MIN (page_end_ns, self->page.until_ns) - 1;
  cursor_moved (self);

  return TRUE;
}

static gboolean
step_time (SkeinTimelineView *self,
           int                direction)
{
  int64_t start_ns;
  int64_t end_ns;
  int64_t oldest_ns;
  int64_t newest_ns;
  int64_t time_ns;

  if (!skein_store_get_extent (self->scene->store, &oldest_ns, &newest_ns))
    return FALSE;

  /* Of a gap the true bounds count, not those of the page. */
  find_interval (self, &start_ns, &end_ns);
  if (direction < 0 ? start_ns == INT64_MIN : end_ns == INT64_MAX)
    return FALSE;

  time_ns = direction < 0 ? start_ns - 1 : end_ns;
  if (time_ns < oldest_ns || time_ns >= newest_ns)
    return FALSE;

  self->cursor_ns = time_ns;

  return TRUE;
}

static SkeinState
state_at_cursor (SkeinTimelineView *self,
                 SkeinId            thread)
{
  SkeinBin bin = { 0 };
  int64_t start_ns;
  int64_t end_ns;

  if (!find_interval (self, &start_ns, &end_ns))
    return SKEIN_STATE_UNKNOWN;

  skein_store_bin (self->scene->store, thread, start_ns, (double) (end_ns - start_ns), &bin, 1);

  return skein_bin_get_state (&bin);
}

/* From the slice that was chosen with the pointer the keys go on. */
static gboolean
place_at_chosen_slice (SkeinTimelineView *self)
{
  const SkeinSlice *slice = skein_session_get_slice (self->session);
  int lane = slice != NULL ? skein_timeline_find_lane (self->timeline, slice->thread) : -1;

  if (self->has_cursor || lane < 0)
    return FALSE;

  self->cursor_row = (int) self->scene->cores->len + lane;
  self->cursor_ns = slice->start_ns;

  return TRUE;
}

/* Returns: false where no further slice of the lane is known. */
static gboolean
step_slice (SkeinTimelineView *self,
            int                direction)
{
  SkeinSlice slice;

  if (!slice_at_cursor (self, direction < 0 ? SKEIN_SLICE_PREVIOUS : SKEIN_SLICE_NEXT, &slice))
    return FALSE;

  self->cursor_ns = slice.start_ns;
  cursor_moved (self);
  if (cursor_lane (self) != NULL)
    skein_session_set_slice (self->session, &slice);

  return TRUE;
}

/* To the next slice of the lane; among samples, to where the state changes. */
static void
step_change (SkeinTimelineView *self,
             int                direction)
{
  const SkeinLane *lane;
  SkeinState state;
  int64_t before_ns;

  if (!place_at_chosen_slice (self) && place_first (self))
    return;
  if (step_slice (self, direction))
    return;

  lane = cursor_lane (self);
  if (lane == NULL || lane->kind != SKEIN_LANE_THREAD)
    {
      gtk_widget_error_bell (GTK_WIDGET (self));

      return;
    }

  before_ns = self->cursor_ns;
  state = state_at_cursor (self, lane->id);

  for (int i = 0; i < MAX_STEPS && step_time (self, direction); i++)
    {
      if (state_at_cursor (self, lane->id) != state)
        {
          cursor_moved (self);

          return;
        }
    }

  self->cursor_ns = before_ns;
  gtk_widget_error_bell (GTK_WIDGET (self));
}

static void
step_interval (SkeinTimelineView *self,
               int                direction)
{
  self->has_anchor = FALSE;
  if (place_first (self))
    return;

  if (step_time (self, direction))
    cursor_moved (self);
  else
    gtk_widget_error_bell (GTK_WIDGET (self));
}

static void
step_row (SkeinTimelineView *self,
          int                direction)
{
  int row = self->cursor_row + direction;

  self->has_anchor = FALSE;
  if (place_first (self))
    return;

  if (row < 0 || row >= n_rows (self))
    {
      gtk_widget_error_bell (GTK_WIDGET (self));

      return;
    }

  self->cursor_row = row;
  cursor_moved (self);
}

/* The range reaches from the interval the cursor set out from to the one it is at. */
static void
extend_range (SkeinTimelineView *self,
              int                direction)
{
  int64_t start_ns, end_ns;

  if (place_first (self))
    return;

  if (!self->has_anchor || !skein_session_get_range (self->session, &start_ns, &end_ns))
    cursor_interval (self, &self->anchor_start_ns, &self->anchor_end_ns);
  self->has_anchor = TRUE;

  if (step_time (self, direction))
    cursor_moved (self);
  else
    gtk_widget_error_bell (GTK_WIDGET (self));

  cursor_interval (self, &start_ns, &end_ns);
  skein_session_set_range (self->session, MIN (start_ns, self->anchor_start_ns), MAX (end_ns, self->anchor_end_ns));
}

static void
extend_left_activated_cb (GtkWidget  *widget,
                          const char *action,
                          GVariant   *parameter)
{
  extend_range (SKEIN_TIMELINE_VIEW (widget), -1);
}

static void
extend_right_activated_cb (GtkWidget  *widget,
                           const char *action,
                           GVariant   *parameter)
{
  extend_range (SKEIN_TIMELINE_VIEW (widget), 1);
}

static void
left_activated_cb (GtkWidget  *widget,
                   const char *action,
                   GVariant   *parameter)
{
  step_interval (SKEIN_TIMELINE_VIEW (widget), -1);
}

static void
right_activated_cb (GtkWidget  *widget,
                    const char *action,
                    GVariant   *parameter)
{
  step_interval (SKEIN_TIMELINE_VIEW (widget), 1);
}

static void
up_activated_cb (GtkWidget  *widget,
                 const char *action,
                 GVariant   *parameter)
{
  step_row (SKEIN_TIMELINE_VIEW (widget), -1);
}

static void
down_activated_cb (GtkWidget  *widget,
                   const char *action,
                   GVariant   *parameter)
{
  step_row (SKEIN_TIMELINE_VIEW (widget), 1);
}

static void
next_activated_cb (GtkWidget  *widget,
                   const char *action,
                   GVariant   *parameter)
{
  step_change (SKEIN_TIMELINE_VIEW (widget), 1);
}

static void
previous_activated_cb (GtkWidget  *widget,
                       const char *action,
                       GVariant   *parameter)
{
  step_change (SKEIN_TIMELINE_VIEW (widget), -1);
}

static void
activate_activated_cb (GtkWidget  *widget,
                       const char *action,
                       GVariant   *parameter)
{
  SkeinTimelineView *self = SKEIN_TIMELINE_VIEW (widget);
  SkeinSlice slice;

  if (self->has_cursor && slice_at_cursor (self, SKEIN_SLICE_AT, &slice))
    skein_timeline_view_choose_slice (self, &slice);
  else if (self->has_cursor && cursor_lane (self) != NULL)
    skein_timeline_view_activate_lane (self, self->cursor_row - (int) self->scene->cores->len);
}

static void
menu_activated_cb (GtkWidget  *widget,
                   const char *action,
                   GVariant   *parameter)
{
  SkeinTimelineView *self = SKEIN_TIMELINE_VIEW (widget);
  GdkRectangle box = { 0, 0, 0, 0 };

  if (skein_timeline_view_cursor_box (self, &box) && cursor_lane (self) != NULL)
    skein_timeline_view_popup_menu (self, self->cursor_row - (int) self->scene->cores->len,
                                    box.x + box.width / 2.0, box.y + box.height);
  else
    skein_timeline_view_popup_menu (self, -1, self->scene->names_width, self->scene->lane_heading.y);
}

void
skein_timeline_view_install_cursor (GtkWidgetClass *klass)
{
  static const struct
  {
    const char                  *name;
    GtkWidgetActionActivateFunc  activate;
    guint                        keys[2];
  } actions[] = {
    { "timeline.cursor-left", left_activated_cb, { GDK_KEY_Left } },
    { "timeline.cursor-right", right_activated_cb, { GDK_KEY_Right } },
    { "timeline.cursor-up", up_activated_cb, { GDK_KEY_Up } },
    { "timeline.cursor-down", down_activated_cb, { GDK_KEY_Down } },
    { "timeline.next-change", next_activated_cb, { GDK_KEY_period } },
    { "timeline.previous-change", previous_activated_cb, { GDK_KEY_comma } },
    { "timeline.activate", activate_activated_cb, { GDK_KEY_Return, GDK_KEY_KP_Enter } },
    { "timeline.menu", menu_activated_cb, { GDK_KEY_Menu } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      gtk_widget_class_install_action (klass, actions[i].name, NULL, actions[i].activate);
      for (guint j = 0; j < G_N_ELEMENTS (actions[i].keys) && actions[i].keys[j] != 0; j++)
        gtk_widget_class_add_binding_action (klass, actions[i].keys[j], 0, actions[i].name, NULL);
    }

  gtk_widget_class_install_action (klass, "timeline.extend-left", NULL, extend_left_activated_cb);
  gtk_widget_class_install_action (klass, "timeline.extend-right", NULL, extend_right_activated_cb);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Left, GDK_SHIFT_MASK, "timeline.extend-left", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Right, GDK_SHIFT_MASK, "timeline.extend-right", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_F10, GDK_SHIFT_MASK, "timeline.menu", NULL);
}

void
skein_timeline_view_init_cursor (SkeinTimelineView *self)
{
  for (int i = 0; i < 2; i++)
    {
      self->proxies[i] = g_object_new (SKEIN_TYPE_TIMELINE_CURSOR, NULL);
      gtk_widget_set_focusable (self->proxies[i], i == 0);
      gtk_widget_set_parent (self->proxies[i], GTK_WIDGET (self));
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->proxies[i]), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      _("Timeline: arrow keys move from interval to interval and from lane to lane"),
                                      -1);
    }
}
