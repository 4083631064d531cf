/* table-input.c - keys, clicks and the pointer over the rows of a table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/table-private.h"

static SkeinTableView *
get_view (SkeinTable *self)
{
  return SKEIN_TABLE_VIEW (self->view);
}

/* Moves the cursor, as keys and clicks do: with Shift the selection follows it
 * from its anchor, with Ctrl it stays as it is. */
static void
go_to (SkeinTable *self,
       guint       row,
       bool        extend,
       bool        keep)
{
  uint64_t id = skein_table_model_get_id (self->model, row);
  bool changed = false;

  if (extend)
    changed = skein_table_selection_extend (&self->selection, self->model, row, keep);
  else if (!keep)
    changed = skein_table_selection_set (&self->selection, &id, 1);

  skein_table_selection_set_cursor (&self->selection, row, id, !extend);
  skein_table_view_show_row (get_view (self), row);
  skein_table_selection_was_changed (self, changed);
}

static void
toggle_selected (SkeinTable *self,
                 guint       row)
{
  uint64_t id = skein_table_model_get_id (self->model, row);
  bool changed = skein_table_selection_toggle (&self->selection, id);

  skein_table_selection_set_cursor (&self->selection, row, id, true);
  skein_table_selection_was_changed (self, changed);
}

static bool
get_row (SkeinTable    *self,
         guint          row,
         SkeinTableRow *ret_row)
{
  if (row >= skein_table_get_n_rows (self) || !skein_table_model_is_tree (self->model))
    return false;

  skein_table_model_get_row (self->model, row, ret_row);
  return true;
}

/* Returns: how many rows there are below @row, over all levels */
static guint
count_below (SkeinTable *self,
             guint       row,
             guint       depth)
{
  guint n = 0;
  SkeinTableRow below;

  while (get_row (self, row + 1 + n, &below) && below.depth > depth)
    n++;

  return n;
}

static bool
set_expanded (SkeinTable *self,
              guint       row,
              bool        expanded)
{
  SkeinTableRow info;

  if (!get_row (self, row, &info) || !info.expandable || info.expanded == expanded)
    return false;

  /* The cursor must not be left on a row that is going to be hidden. */
  if (!expanded && self->selection.has_cursor && self->selection.cursor > row &&
      self->selection.cursor <= row + count_below (self, row, info.depth))
    go_to (self, row, false, skein_table_get_n_selected (self) != 1);

  skein_table_model_set_expanded (self->model, info.id, expanded);
  return true;
}

static bool
go_to_parent (SkeinTable *self,
              guint       row,
              bool        keep)
{
  SkeinTableRow info, above;

  if (!get_row (self, row, &info) || info.depth == 0)
    return false;

  while (row > 0 && get_row (self, --row, &above))
    if (above.depth < info.depth)
      {
        go_to (self, row, false, keep);
        return true;
      }

  return false;
}

static bool
scroll_sideways (SkeinTable *self,
                 int         direction)
{
  double before = gtk_adjustment_get_value (self->hadjustment);

  gtk_adjustment_set_value (self->hadjustment,
                            before + direction * gtk_adjustment_get_step_increment (self->hadjustment));

  return before != gtk_adjustment_get_value (self->hadjustment);
}

/* Towards the leaves opens, then goes down; towards the root closes, then goes up. */
static bool
go_sideways (SkeinTable *self,
             int         direction,
             bool        keep)
{
  guint row = self->selection.cursor;
  bool inwards = (direction > 0) != (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL);
  SkeinTableRow info;

  if (!self->selection.has_cursor || !get_row (self, row, &info))
    return scroll_sideways (self, direction);

  if (set_expanded (self, row, inwards))
    return true;
  if (inwards && info.expandable && row + 1 < skein_table_get_n_rows (self))
    {
      go_to (self, row + 1, false, keep);
      return true;
    }
  if (!inwards && go_to_parent (self, row, keep))
    return true;

  return scroll_sideways (self, direction);
}

/* Returns: the row a key leads to, or -1 if it leads nowhere */
static int64_t
get_target (SkeinTable *self,
            guint       keyval)
{
  int64_t last = (int64_t) skein_table_get_n_rows (self) - 1;
  int64_t row = self->selection.has_cursor ? self->selection.cursor : 0;
  int64_t page = MAX ((int64_t) skein_table_view_get_rows_in_page (get_view (self)) - 1, 1);

  switch (keyval)
    {
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      row -= 1;
      break;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      /* The first key puts the cursor on the first row. */
      row += self->selection.has_cursor ? 1 : 0;
      break;
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
      row -= page;
      break;
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
      row += page;
      break;
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      row = 0;
      break;
    case GDK_KEY_End:
    case GDK_KEY_KP_End:
      row = last;
      break;
    default:
      return -1;
    }

  return CLAMP (row, 0, last);
}

static void
popup_at_cursor (SkeinTable *self)
{
  guint row = self->selection.cursor;
  SkeinTableLine *line;
  graphene_point_t point;

  skein_table_view_show_row (get_view (self), row);
  line = skein_table_view_get_line (get_view (self), row);
  if (line == NULL ||
      !gtk_widget_compute_point (GTK_WIDGET (line), GTK_WIDGET (self),
                                 &GRAPHENE_POINT_INIT (48, (float) gtk_widget_get_height (GTK_WIDGET (line))), &point))
    point = GRAPHENE_POINT_INIT (48, 48);

  skein_table_emit_context_menu (self, row, point.x, point.y);
}

/* Keys that mean something for the cursor's row. */
static bool
use_row_key (SkeinTable     *self,
             guint           keyval,
             GdkModifierType modifiers)
{
  guint row = self->selection.cursor;
  SkeinTableRow info;

  switch (keyval)
    {
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      if (modifiers != 0)
        return false;
      skein_table_emit_row_activated (self, row);
      return true;
    case GDK_KEY_space:
    case GDK_KEY_KP_Space:
      if (modifiers != GDK_CONTROL_MASK)
        return false;
      toggle_selected (self, row);
      return true;
    case GDK_KEY_plus:
    case GDK_KEY_KP_Add:
      return set_expanded (self, row, true);
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      return set_expanded (self, row, false);
    case GDK_KEY_asterisk:
    case GDK_KEY_KP_Multiply:
      return get_row (self, row, &info) && set_expanded (self, row, !info.expanded);
    case GDK_KEY_Menu:
      popup_at_cursor (self);
      return true;
    case GDK_KEY_F10:
      if (modifiers != GDK_SHIFT_MASK)
        return false;
      popup_at_cursor (self);
      return true;
    default:
      return false;
    }
}

/* Letters, figures and Space are the window's: they are not looked at here. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                SkeinTable            *self)
{
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();
  bool extend = modifiers & GDK_SHIFT_MASK;
  bool keep = modifiers & GDK_CONTROL_MASK;
  int64_t target;

  if (skein_table_get_n_rows (self) == 0 || (modifiers & ~(GdkModifierType) (GDK_SHIFT_MASK | GDK_CONTROL_MASK)))
    return GDK_EVENT_PROPAGATE;

  skein_table_set_busy (self, true);

  if (modifiers == GDK_CONTROL_MASK && gdk_keyval_to_lower (keyval) == GDK_KEY_a)
    {
      if (self->selection.mode != GTK_SELECTION_MULTIPLE)
        return GDK_EVENT_PROPAGATE;
      skein_table_select_all (self);
      return GDK_EVENT_STOP;
    }

  target = get_target (self, keyval);
  if (target >= 0)
    {
      go_to (self, (guint) target, extend, keep);
      return GDK_EVENT_STOP;
    }

  if (modifiers == 0 && (keyval == GDK_KEY_Left || keyval == GDK_KEY_KP_Left))
    return go_sideways (self, -1, keep);
  if (modifiers == 0 && (keyval == GDK_KEY_Right || keyval == GDK_KEY_KP_Right))
    return go_sideways (self, 1, keep);

  return self->selection.has_cursor && use_row_key (self, keyval, modifiers);
}

/* Returns: the position of the column at @x of the view, or -1 */
static int
get_position_at (SkeinTable     *self,
                 SkeinTableLine *line,
                 double          x,
                 double         *ret_x)
{
  GtkWidget *field;
  graphene_point_t point;
  int position;

  if (!gtk_widget_compute_point (self->view, GTK_WIDGET (line), &GRAPHENE_POINT_INIT ((float) x, 0), &point))
    return -1;

  x = point.x;
  if (gtk_widget_get_direction (GTK_WIDGET (line)) == GTK_TEXT_DIR_RTL)
    x = gtk_widget_get_width (GTK_WIDGET (line)) - x;
  position = skein_table_columns_at (self->columns, (int) x);
  if (position < 0)
    return -1;

  field = GTK_WIDGET (skein_table_line_get_field (line, (guint) position));
  if (!gtk_widget_compute_point (GTK_WIDGET (line), field, &point, &point))
    return -1;

  *ret_x = point.x;
  return position;
}

static bool
is_on_arrow (SkeinTable *self,
             guint       row,
             double      x)
{
  SkeinTableLine *line = skein_table_view_get_line (get_view (self), row);
  double field_x;
  int position;

  if (line == NULL)
    return false;

  position = get_position_at (self, line, x, &field_x);

  return position >= 0 &&
         skein_table_field_is_on_arrow (skein_table_line_get_field (line, (guint) position), field_x);
}

static void
press_primary (SkeinTable     *self,
               guint           row,
               int             n_press,
               double          x,
               GdkModifierType state)
{
  uint64_t id = skein_table_model_get_id (self->model, row);
  SkeinTableRow info;

  if (is_on_arrow (self, row, x) && get_row (self, row, &info))
    {
      set_expanded (self, row, !info.expanded);
      return;
    }

  if (n_press == 2 && id == self->pressed_id && !(state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK)))
    {
      skein_table_emit_row_activated (self, row);
      return;
    }

  self->pressed_id = id;
  if ((state & GDK_CONTROL_MASK) && !(state & GDK_SHIFT_MASK))
    toggle_selected (self, row);
  else
    go_to (self, row, state & GDK_SHIFT_MASK, state & GDK_CONTROL_MASK);
}

static void
popup_at (SkeinTable *self,
          guint       row,
          double      x,
          double      y)
{
  graphene_point_t point;

  if (gtk_widget_compute_point (self->view, GTK_WIDGET (self), &GRAPHENE_POINT_INIT ((float) x, (float) y), &point))
    skein_table_emit_context_menu (self, row, point.x, point.y);
}

static void
pressed_cb (GtkGestureClick *gesture,
            int              n_press,
            double           x,
            double           y,
            SkeinTable      *self)
{
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  int row = skein_table_view_get_row_at (get_view (self), y);

  skein_table_set_busy (self, true);
  /* Before anything else: a menu that opens takes the focus in its turn. */
  if (!gtk_widget_get_focus_child (self->view))
    gtk_widget_grab_focus (self->view);

  if (row < 0)
    {
      if (button == GDK_BUTTON_PRIMARY)
        skein_table_unselect_all (self);
    }
  else if (button == GDK_BUTTON_PRIMARY)
    press_primary (self, (guint) row, n_press, x, state);
  else if (button == GDK_BUTTON_SECONDARY)
    popup_at (self, (guint) row, x, y);
}

static void
long_pressed_cb (GtkGestureLongPress *gesture,
                 double               x,
                 double               y,
                 SkeinTable          *self)
{
  int row = skein_table_view_get_row_at (get_view (self), y);

  if (row >= 0)
    popup_at (self, (guint) row, x, y);
}

/* Rows that move under a pointer that lies still also make motion events. */
static void
motion_cb (GtkEventControllerMotion *controller,
           double                    x,
           double                    y,
           SkeinTable               *self)
{
  if (x == self->pointer_x && y == self->pointer_y)
    return;

  self->pointer_x = x;
  self->pointer_y = y;
  skein_table_set_busy (self, true);
}

static void
leave_cb (GtkEventControllerMotion *controller,
          SkeinTable               *self)
{
  skein_table_set_busy (self, false);
}

static gboolean
query_tooltip_cb (GtkWidget  *view,
                  int         x,
                  int         y,
                  gboolean    keyboard,
                  GtkTooltip *tooltip,
                  SkeinTable *self)
{
  int row = keyboard ? (int) self->selection.cursor : skein_table_view_get_row_at (get_view (self), y);
  SkeinTableLine *line = row >= 0 ? skein_table_view_get_line (get_view (self), (guint) row) : NULL;
  g_autofree char *text = NULL;
  SkeinTableField *field;
  graphene_rect_t area;
  double field_x;
  int position;

  if (line == NULL || (guint) row >= skein_table_get_n_rows (self))
    return FALSE;

  position = keyboard ? 0 : get_position_at (self, line, x, &field_x);
  if (position < 0)
    return FALSE;

  field = skein_table_line_get_field (line, (guint) position);
  text = skein_table_model_dup_tooltip (self->model, (guint) row, self->columns->shown[position]);
  if (text == NULL && skein_table_field_is_cut (field))
    text = g_strdup (skein_table_field_get_text (field));
  if (text == NULL || text[0] == '\0' || !gtk_widget_compute_bounds (GTK_WIDGET (field), view, &area))
    return FALSE;

  gtk_tooltip_set_text (tooltip, text);
  gtk_tooltip_set_tip_area (tooltip, &(GdkRectangle) { (int) area.origin.x, (int) area.origin.y,
                                                       (int) area.size.width, (int) area.size.height });
  return TRUE;
}

static void
line_activate_cb (SkeinTableView *view,
                  guint           row,
                  SkeinTable     *self)
{
  skein_table_emit_row_activated (self, row);
}

static void
line_select_cb (SkeinTableView *view,
                guint           row,
                SkeinTable     *self)
{
  go_to (self, row, false, false);
}

static void
line_toggle_cb (SkeinTableView *view,
                guint           row,
                SkeinTable     *self)
{
  SkeinTableRow info;

  if (get_row (self, row, &info))
    set_expanded (self, row, !info.expanded);
}

void
skein_table_init_input (SkeinTable *self)
{
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *press = gtk_gesture_long_press_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_signal_connect (key, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (self->view, key);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (self->view, GTK_EVENT_CONTROLLER (click));

  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  g_signal_connect (press, "pressed", G_CALLBACK (long_pressed_cb), self);
  gtk_widget_add_controller (self->view, GTK_EVENT_CONTROLLER (press));

  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (self->view, motion);

  gtk_widget_set_has_tooltip (self->view, TRUE);
  g_signal_connect (self->view, "query-tooltip", G_CALLBACK (query_tooltip_cb), self);

  g_signal_connect (self->view, "activate", G_CALLBACK (line_activate_cb), self);
  g_signal_connect (self->view, "select", G_CALLBACK (line_select_cb), self);
  g_signal_connect (self->view, "toggle", G_CALLBACK (line_toggle_cb), self);
}
