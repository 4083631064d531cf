/* table-header.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/table-header.h"

/* How near to an edge, in pixels, the pointer takes hold of it. */
#define GRIP 6

typedef enum
{
  DRAG_NONE,
  DRAG_PRESSED, /* on a title, not moved yet: a click, if it stays so */
  DRAG_RESIZE,
  DRAG_MOVE
} Drag;

struct _SkeinTableHeader
{
  GtkWidget                parent_instance;

  const SkeinTableColumns *columns; /* the table's */
  GPtrArray               *titles;  /* of SkeinTableTitle, those shown, in their order */
  int                      sorted;  /* column, or -1 */
  bool                     descending;

  Drag                     drag;
  guint                    held;        /* position of the title that is dragged */
  int                      held_extent; /* its width when the drag began */
  double                   held_by;     /* from its start to the pointer */
  double                   pointer;     /* from the header's start */
};

G_DEFINE_FINAL_TYPE (SkeinTableHeader, skein_table_header, GTK_TYPE_WIDGET)

enum
{
  COMMAND,
  RESIZE,
  MOVE,
  MENU,
  DRAGGING,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static bool
is_rtl (SkeinTableHeader *self)
{
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
}

/* From widget coordinates to pixels from the start, and back. */
static double
mirror (SkeinTableHeader *self,
        double            x)
{
  return is_rtl (self) ? gtk_widget_get_width (GTK_WIDGET (self)) - x : x;
}

static const SkeinTableTrack *
track_at (SkeinTableHeader *self,
          guint             position)
{
  return skein_table_columns_get_shown (self->columns, position);
}

/* Returns: the position whose end is under @x, or -1 */
static int
edge_at (SkeinTableHeader *self,
         double            x)
{
  for (guint i = 0; i < self->columns->n_shown; i++)
    {
      int end = track_at (self, i)->x + track_at (self, i)->extent;

      if (ABS (x - end) <= GRIP)
        return (int) i;
    }

  return -1;
}

/* Where the held title would land: where its middle is. */
static guint
landing (SkeinTableHeader *self)
{
  double middle = self->pointer - self->held_by + track_at (self, self->held)->extent / 2.;
  int position = skein_table_columns_at (self->columns, (int) middle);

  if (position >= 0)
    return (guint) position;

  return middle < 0 ? 0 : self->columns->n_shown - 1;
}

static void
skein_table_header_measure (GtkWidget     *widget,
                            GtkOrientation orientation,
                            int            for_size,
                            int           *minimum,
                            int           *natural,
                            int           *minimum_baseline,
                            int           *natural_baseline)
{
  SkeinTableHeader *self = SKEIN_TABLE_HEADER (widget);

  for (guint i = 0; i < self->titles->len; i++)
    {
      int least;

      gtk_widget_measure (g_ptr_array_index (self->titles, i), orientation, -1, &least, NULL, NULL, NULL);
      *minimum = MAX (*minimum, least);
    }

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = 0;
  *natural = *minimum;
}

static void
allocate_title (SkeinTableHeader *self,
                guint             position,
                int               x,
                int               height)
{
  GtkWidget *title = g_ptr_array_index (self->titles, position);
  int extent = track_at (self, position)->extent;
  int least;

  gtk_widget_measure (title, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  if (is_rtl (self))
    x = gtk_widget_get_width (GTK_WIDGET (self)) - x - extent;
  gtk_widget_size_allocate (title, &(GtkAllocation) { x, 0, MAX (extent, least), height }, -1);
}

static void
skein_table_header_size_allocate (GtkWidget *widget,
                                  int        width,
                                  int        height,
                                  int        baseline)
{
  SkeinTableHeader *self = SKEIN_TABLE_HEADER (widget);
  bool moving = self->drag == DRAG_MOVE;
  guint gap = moving ? landing (self) : 0;
  int x = 0;

  for (guint place = 0, next = 0; place < self->titles->len; place++)
    {
      guint position;

      if (moving && place == gap)
        {
          x += track_at (self, self->held)->extent;
          continue;
        }
      if (moving && next == self->held)
        next++;
      position = next++;
      allocate_title (self, position, x, height);
      x += track_at (self, position)->extent;
    }

  if (moving)
    allocate_title (self, self->held, (int) (self->pointer - self->held_by), height);
}

/* The one that is dragged is above the others. */
static void
skein_table_header_snapshot (GtkWidget   *widget,
                             GtkSnapshot *snapshot)
{
  SkeinTableHeader *self = SKEIN_TABLE_HEADER (widget);

  for (guint i = 0; i < self->titles->len; i++)
    if (self->drag != DRAG_MOVE || i != self->held)
      gtk_widget_snapshot_child (widget, g_ptr_array_index (self->titles, i), snapshot);

  if (self->drag == DRAG_MOVE)
    gtk_widget_snapshot_child (widget, g_ptr_array_index (self->titles, self->held), snapshot);
}

static void
set_drag (SkeinTableHeader *self,
          Drag              drag)
{
  bool was = self->drag == DRAG_RESIZE || self->drag == DRAG_MOVE;
  bool is = drag == DRAG_RESIZE || drag == DRAG_MOVE;
  GtkWidget *title = self->held < self->titles->len ? g_ptr_array_index (self->titles, self->held) : NULL;

  self->drag = drag;
  if (title != NULL && drag == DRAG_MOVE)
    gtk_widget_add_css_class (title, "dragged");
  else if (title != NULL)
    gtk_widget_remove_css_class (title, "dragged");

  if (was != is)
    g_signal_emit (self, signals[DRAGGING], 0, is);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drag_begin_cb (GtkGestureDrag   *gesture,
               double            x,
               double            y,
               SkeinTableHeader *self)
{
  int position;

  self->pointer = mirror (self, x);
  position = edge_at (self, self->pointer);
  if (position >= 0)
    {
      self->held = (guint) position;
      self->held_extent = track_at (self, self->held)->extent;
      set_drag (self, DRAG_RESIZE);
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
      return;
    }

  position = skein_table_columns_at (self->columns, (int) self->pointer);
  if (position < 0)
    return;

  self->held = (guint) position;
  self->held_by = self->pointer - track_at (self, self->held)->x;
  set_drag (self, DRAG_PRESSED);
}

static void
drag_update_cb (GtkGestureDrag   *gesture,
                double            dx,
                double            dy,
                SkeinTableHeader *self)
{
  double start, unused;

  if (is_rtl (self))
    dx = -dx;

  if (self->drag == DRAG_PRESSED &&
      gtk_drag_check_threshold (GTK_WIDGET (self), 0, 0, (int) dx, 0))
    {
      set_drag (self, DRAG_MOVE);
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
    }

  if (self->drag == DRAG_RESIZE)
    g_signal_emit (self, signals[RESIZE], 0, self->columns->shown[self->held], self->held_extent + (int) dx);
  else if (self->drag == DRAG_MOVE && gtk_gesture_drag_get_start_point (gesture, &start, &unused))
    {
      self->pointer = mirror (self, start) + dx;
      gtk_widget_queue_allocate (GTK_WIDGET (self));
    }
}

static void
drag_end_cb (GtkGestureDrag   *gesture,
             double            dx,
             double            dy,
             SkeinTableHeader *self)
{
  Drag drag = self->drag;
  guint target = drag == DRAG_MOVE ? landing (self) : 0;

  set_drag (self, DRAG_NONE);

  if (drag == DRAG_PRESSED)
    gtk_widget_activate_action (g_ptr_array_index (self->titles, self->held), "column.sort", NULL);
  else if (drag == DRAG_MOVE && target != self->held)
    g_signal_emit (self, signals[MOVE], 0, self->held, target);
}

static void
drag_cancel_cb (GtkGesture       *gesture,
                GdkEventSequence *sequence,
                SkeinTableHeader *self)
{
  set_drag (self, DRAG_NONE);
}

static void
pressed_cb (GtkGestureClick  *gesture,
            int               n_press,
            double            x,
            double            y,
            SkeinTableHeader *self)
{
  int position = edge_at (self, mirror (self, x));
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));

  if (button == GDK_BUTTON_SECONDARY)
    {
      position = skein_table_columns_at (self->columns, (int) mirror (self, x));
      g_signal_emit (self, signals[MENU], 0,
                     position >= 0 ? (int) self->columns->shown[position] : -1, x, y);
    }
  else if (button == GDK_BUTTON_PRIMARY && n_press == 2 && position >= 0)
    g_signal_emit (self, signals[COMMAND], 0, self->columns->shown[position], SKEIN_TABLE_COMMAND_FIT);
}

static void
motion_cb (GtkEventControllerMotion *controller,
           double                    x,
           double                    y,
           SkeinTableHeader         *self)
{
  bool on_edge = self->drag == DRAG_RESIZE || (self->drag == DRAG_NONE && edge_at (self, mirror (self, x)) >= 0);

  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), on_edge ? "col-resize" : NULL);
}

static int
get_focus_position (SkeinTableHeader *self)
{
  guint position;

  if (!g_ptr_array_find (self->titles, gtk_widget_get_focus_child (GTK_WIDGET (self)), &position))
    return -1;

  return (int) position;
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                SkeinTableHeader      *self)
{
  int position = get_focus_position (self);
  bool menu = keyval == GDK_KEY_Menu || (keyval == GDK_KEY_F10 && (state & GDK_SHIFT_MASK));
  int step = (keyval == GDK_KEY_Right) - (keyval == GDK_KEY_Left);

  if (position < 0)
    return GDK_EVENT_PROPAGATE;

  if (menu)
    {
      const SkeinTableTrack *track = track_at (self, (guint) position);

      g_signal_emit (self, signals[MENU], 0, (int) self->columns->shown[position],
                     mirror (self, track->x + track->extent / 2.),
                     (double) gtk_widget_get_height (GTK_WIDGET (self)));
      return GDK_EVENT_STOP;
    }

  position += is_rtl (self) ? -step : step;
  if (step == 0 || position < 0 || position >= (int) self->titles->len)
    return GDK_EVENT_PROPAGATE;

  gtk_widget_grab_focus (g_ptr_array_index (self->titles, position));
  return GDK_EVENT_STOP;
}

/* One stop of the Tab key; arrows go from title to title. */
static gboolean
skein_table_header_focus (GtkWidget       *widget,
                          GtkDirectionType direction)
{
  SkeinTableHeader *self = SKEIN_TABLE_HEADER (widget);
  int position;

  if (gtk_widget_get_focus_child (widget) != NULL || self->titles->len == 0)
    return FALSE;

  position = self->sorted >= 0 ? skein_table_columns_find_shown (self->columns, (guint) self->sorted) : 0;

  return gtk_widget_grab_focus (g_ptr_array_index (self->titles, MAX (position, 0)));
}

static void
skein_table_header_dispose (GObject *object)
{
  g_ptr_array_set_size (SKEIN_TABLE_HEADER (object)->titles, 0);

  G_OBJECT_CLASS (skein_table_header_parent_class)->dispose (object);
}

static void
skein_table_header_finalize (GObject *object)
{
  g_ptr_array_unref (SKEIN_TABLE_HEADER (object)->titles);

  G_OBJECT_CLASS (skein_table_header_parent_class)->finalize (object);
}

static void
skein_table_header_class_init (SkeinTableHeaderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = skein_table_header_dispose;
  object_class->finalize = skein_table_header_finalize;
  widget_class->measure = skein_table_header_measure;
  widget_class->size_allocate = skein_table_header_size_allocate;
  widget_class->snapshot = skein_table_header_snapshot;
  widget_class->focus = skein_table_header_focus;

  signals[COMMAND] = g_signal_new ("command", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
  signals[RESIZE] = g_signal_new ("resize", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_INT);
  signals[MOVE] = g_signal_new ("move", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
  signals[MENU] = g_signal_new ("menu", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 3, G_TYPE_INT, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[DRAGGING] = g_signal_new ("dragging", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_BOOLEAN);

  gtk_widget_class_set_css_name (widget_class, "header");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ROW);
}

static void
add_controllers (SkeinTableHeader *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *key = gtk_event_controller_key_new ();

  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect (drag, "cancel", G_CALLBACK (drag_cancel_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  gtk_gesture_group (click, drag);

  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  gtk_widget_add_controller (widget, motion);

  g_signal_connect (key, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (widget, key);
}

static void
skein_table_header_init (SkeinTableHeader *self)
{
  self->titles = g_ptr_array_new_with_free_func ((GDestroyNotify) gtk_widget_unparent);
  self->sorted = -1;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  add_controllers (self);
}

GtkWidget *
skein_table_header_new (const SkeinTableColumns *columns)
{
  SkeinTableHeader *self = g_object_new (SKEIN_TYPE_TABLE_HEADER, NULL);

  self->columns = columns;
  skein_table_header_rebuild (self);

  return GTK_WIDGET (self);
}

static void
title_command_cb (SkeinTableTitle  *title,
                  guint             command,
                  SkeinTableHeader *self)
{
  guint position;

  if (g_ptr_array_find (self->titles, title, &position))
    g_signal_emit (self, signals[COMMAND], 0, self->columns->shown[position], command);
}

/* Makes the titles anew, after columns were shown, hidden or moved. */
void
skein_table_header_rebuild (SkeinTableHeader *self)
{
  set_drag (self, DRAG_NONE);
  g_ptr_array_set_size (self->titles, 0);

  for (guint i = 0; i < self->columns->n_shown; i++)
    {
      GtkWidget *title = skein_table_title_new (track_at (self, i));

      gtk_widget_set_parent (title, GTK_WIDGET (self));
      g_signal_connect (title, "command", G_CALLBACK (title_command_cb), self);
      gtk_accessible_update_relation (GTK_ACCESSIBLE (title), GTK_ACCESSIBLE_RELATION_COL_INDEX, (int) i + 1, -1);
      g_ptr_array_add (self->titles, title);
    }

  skein_table_header_set_sorted (self, self->sorted, self->descending);
}

/* @column: what the rows are sorted by, or -1 */
void
skein_table_header_set_sorted (SkeinTableHeader *self,
                               int               column,
                               bool              descending)
{
  self->sorted = column;
  self->descending = descending;
  for (guint i = 0; i < self->titles->len; i++)
    skein_table_title_set_sorted (g_ptr_array_index (self->titles, i),
                                  column >= 0 && self->columns->shown[i] == (guint) column, descending);
}

/* Returns: pixels for the whole title at @position */
int
skein_table_header_get_fit (SkeinTableHeader *self,
                            guint             position)
{
  int natural;

  gtk_widget_measure (g_ptr_array_index (self->titles, position), GTK_ORIENTATION_HORIZONTAL, -1,
                      NULL, &natural, NULL, NULL);

  return natural;
}

/* The title that had the focus has it again after the titles were made anew. */
void
skein_table_header_focus_column (SkeinTableHeader *self,
                                 guint             column)
{
  int position = skein_table_columns_find_shown (self->columns, column);

  if (position >= 0)
    gtk_widget_grab_focus (g_ptr_array_index (self->titles, position));
}
