/* split.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/split.h"

#include <glib/gi18n.h>

/* Below this the content is too narrow to share its room with a pane. */
#define CONTENT_MIN 520

/* Of the window, what a pane that slides over the content leaves free to click on. */
#define OVERLAY_REST 48

#define HANDLE_WIDTH 8

typedef enum
{
  SIDEBAR,
  INSPECTOR,
  N_SIDES
} SkeinSide;

typedef struct
{
  GtkWidget *child;
  GtkWidget *handle;      /* over the inner edge; dragging it changes the width */
  int        width;       /* wanted, where it is docked */
  guint      wanted : 1;  /* shown where it fits */
  guint      floating : 1; /* shown although it does not fit, over the content */
  guint      docked : 1;  /* it fits */
  guint      absent : 1;  /* what the content shows has no such pane */
} SkeinPane;

struct _SkeinSplit
{
  GtkWidget  parent_instance;

  GtkWidget *content;
  GtkWidget *shield;      /* catches clicks beside a floating pane */
  SkeinPane  panes[N_SIDES];
  guint      relayout;    /* source */
};

enum {
  PROP_0,
  PROP_SIDEBAR,
  PROP_CONTENT,
  PROP_INSPECTOR,
  PROP_SHOW_SIDEBAR,
  PROP_SHOW_INSPECTOR,
  PROP_DOCK_SIDEBAR,
  PROP_DOCK_INSPECTOR,
  PROP_SIDEBAR_WIDTH,
  PROP_INSPECTOR_WIDTH,
  PROP_HAS_INSPECTOR,
  PROP_NARROW,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SkeinSplit, skein_split, GTK_TYPE_WIDGET)

static gboolean
is_shown (const SkeinPane *pane)
{
  return pane->child != NULL && !pane->absent && (pane->docked ? pane->wanted : pane->floating);
}

static int
min_width_of (GtkWidget *widget)
{
  int minimum;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);

  return minimum;
}

/* Widths are those for the normal text size: larger text takes as much more room. */
static double
text_scale (GtkWidget *widget)
{
  int dpi = -1;

  g_object_get (gtk_widget_get_settings (widget), "gtk-xft-dpi", &dpi, NULL);

  return dpi > 0 ? CLAMP (dpi / (96.0 * 1024.0), 0.5, 4.0) : 1.0;
}

static int
docked_width (const SkeinPane *pane)
{
  if (pane->child == NULL)
    return 0;

  return MAX ((int) (pane->width * text_scale (pane->child)), min_width_of (pane->child));
}

static void
update_children (SkeinSplit *self)
{
  gboolean floats = FALSE;

  for (int side = 0; side < N_SIDES; side++)
    {
      SkeinPane *pane = &self->panes[side];

      if (pane->child == NULL)
        continue;

      floats |= is_shown (pane) && !pane->docked;
      gtk_widget_set_child_visible (pane->child, is_shown (pane));
      gtk_widget_set_child_visible (pane->handle, is_shown (pane) && pane->docked);
      if (pane->docked)
        gtk_widget_remove_css_class (pane->child, "floating");
      else
        gtk_widget_add_css_class (pane->child, "floating");
    }

  gtk_widget_set_child_visible (self->shield, floats);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
notify_side (SkeinSplit *self,
             SkeinSide   side)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_SIDEBAR + (int) side]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DOCK_SIDEBAR + (int) side]);
}

static void
set_shown (SkeinSplit *self,
           SkeinSide   side,
           gboolean    shown)
{
  SkeinPane *pane = &self->panes[side];
  SkeinPane *other = &self->panes[side == SIDEBAR ? INSPECTOR : SIDEBAR];

  if (is_shown (pane) == !!shown || pane->absent)
    return;

  if (pane->docked)
    pane->wanted = !!shown;
  else
    pane->floating = !!shown;

  /* Two panes over one narrow content would leave nothing of it. */
  if (pane->floating && other->floating)
    {
      other->floating = FALSE;
      notify_side (self, side == SIDEBAR ? INSPECTOR : SIDEBAR);
    }

  update_children (self);
  notify_side (self, side);
}

static void
set_absent (SkeinSplit *self,
            SkeinSide   side,
            gboolean    absent)
{
  if (self->panes[side].absent == !!absent)
    return;

  self->panes[side].absent = !!absent;
  self->panes[side].floating = FALSE;
  update_children (self);
  notify_side (self, side);
}

static void
set_wanted (SkeinSplit *self,
            SkeinSide   side,
            gboolean    wanted)
{
  if (self->panes[side].wanted == !!wanted)
    return;

  self->panes[side].wanted = !!wanted;
  update_children (self);
  notify_side (self, side);
}

/* Whether a pane fits must not depend on whether it is wanted: its button would
 * jump from docking to floating. */
static gboolean
fits (SkeinSplit *self,
      SkeinSide   side,
      int         width)
{
  int content = MAX ((int) (CONTENT_MIN * text_scale (GTK_WIDGET (self))), min_width_of (self->content));
  int needed = content + docked_width (&self->panes[SIDEBAR]);

  if (side == INSPECTOR)
    needed += docked_width (&self->panes[INSPECTOR]);

  return width >= needed;
}

static void
dock (SkeinSplit *self,
      int         width)
{
  for (int side = 0; side < N_SIDES; side++)
    {
      self->panes[side].docked = fits (self, side, width);
      if (self->panes[side].docked)
        self->panes[side].floating = FALSE;
    }

  update_children (self);
  notify_side (self, SIDEBAR);
  notify_side (self, INSPECTOR);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NARROW]);
}

static gboolean
relayout_cb (gpointer data)
{
  SkeinSplit *self = data;

  self->relayout = 0;
  dock (self, gtk_widget_get_width (GTK_WIDGET (self)));

  return G_SOURCE_REMOVE;
}

/* Children may not be shown or hidden within an allocation: it is done before
 * the next frame is laid out. */
static void
queue_relayout (SkeinSplit *self,
                int         width)
{
  gboolean changed = FALSE;

  for (int side = 0; side < N_SIDES; side++)
    changed |= self->panes[side].docked != fits (self, side, width);

  if (changed && self->relayout == 0)
    self->relayout = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, relayout_cb, self, NULL);
}

static void
skein_split_measure (GtkWidget      *widget,
                     GtkOrientation  orientation,
                     int             for_size,
                     int            *minimum,
                     int            *natural,
                     int            *minimum_baseline,
                     int            *natural_baseline)
{
  SkeinSplit *self = SKEIN_SPLIT (widget);

  gtk_widget_measure (self->content, orientation, -1, minimum, natural, NULL, NULL);

  for (int side = 0; side < N_SIDES; side++)
    {
      SkeinPane *pane = &self->panes[side];
      int pane_minimum, pane_natural;

      if (!is_shown (pane))
        continue;

      gtk_widget_measure (pane->child, orientation, -1, &pane_minimum, &pane_natural, NULL, NULL);
      if (orientation == GTK_ORIENTATION_VERTICAL)
        *minimum = MAX (*minimum, pane_minimum);
      else
        *natural += docked_width (pane);
    }

  *natural = MAX (*natural, *minimum);
  *minimum_baseline = -1;
  *natural_baseline = -1;
}

static void
allocate (SkeinSplit *self,
          GtkWidget  *child,
          int         x,
          int         child_width,
          int         width,
          int         height)
{
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  GtkAllocation allocation = { mirrored ? width - x - child_width : x, 0, child_width, height };
  int minimum;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  allocation.width = MAX (child_width, minimum);
  gtk_widget_size_allocate (child, &allocation, -1);
}

static int
allocated_width (const SkeinPane *pane,
                 int              width)
{
  if (!is_shown (pane))
    return 0;

  return pane->docked ? docked_width (pane)
                      : MIN (docked_width (pane), MAX (width - OVERLAY_REST, min_width_of (pane->child)));
}

static void
skein_split_size_allocate (GtkWidget *widget,
                           int        width,
                           int        height,
                           int        baseline)
{
  SkeinSplit *self = SKEIN_SPLIT (widget);
  SkeinPane *sidebar = &self->panes[SIDEBAR];
  SkeinPane *inspector = &self->panes[INSPECTOR];
  int sidebar_width = allocated_width (sidebar, width);
  int inspector_width = allocated_width (inspector, width);
  int content_start = sidebar->docked ? sidebar_width : 0;
  int content_end = inspector->docked ? width - inspector_width : width;

  queue_relayout (self, width);

  allocate (self, self->content, content_start, content_end - content_start, width, height);
  allocate (self, self->shield, 0, width, width, height);

  if (sidebar_width > 0)
    {
      allocate (self, sidebar->child, 0, sidebar_width, width, height);
      allocate (self, sidebar->handle, sidebar_width - HANDLE_WIDTH / 2, HANDLE_WIDTH, width, height);
    }

  if (inspector_width > 0)
    {
      allocate (self, inspector->child, width - inspector_width, inspector_width, width, height);
      allocate (self, inspector->handle, width - inspector_width - HANDLE_WIDTH / 2, HANDLE_WIDTH, width, height);
    }
}

static void
shield_pressed_cb (GtkGestureClick *gesture,
                   int              n_press,
                   double           x,
                   double           y,
                   SkeinSplit      *self)
{
  for (int side = 0; side < N_SIDES; side++)
    if (!self->panes[side].docked)
      set_shown (self, side, FALSE);
}

static void
drag_update_cb (GtkGestureDrag *gesture,
                double          offset_x,
                double          offset_y,
                SkeinPane      *pane)
{
  GtkWidget *handle = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  SkeinSplit *self = SKEIN_SPLIT (gtk_widget_get_parent (handle));
  gboolean mirrored = gtk_widget_get_direction (handle) == GTK_TEXT_DIR_RTL;
  gboolean is_sidebar = pane == &self->panes[SIDEBAR];
  int growth = (int) (is_sidebar != mirrored ? offset_x : -offset_x);
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int now = docked_width (pane);
  double scale = text_scale (handle);
  int free_width = width - MAX ((int) (CONTENT_MIN * scale), min_width_of (self->content));

  for (int side = 0; side < N_SIDES; side++)
    free_width -= docked_width (&self->panes[side]);

  /* The handle moves along with the edge, so the offset is from where it is now. */
  pane->width = (int) (CLAMP (now + growth, min_width_of (pane->child), now + MAX (free_width, 0)) / scale);
  g_object_notify_by_pspec (G_OBJECT (self),
                            properties[is_sidebar ? PROP_SIDEBAR_WIDTH : PROP_INSPECTOR_WIDTH]);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
set_child (SkeinSplit *self,
           GtkWidget **slot,
           GtkWidget  *child)
{
  g_clear_pointer (slot, gtk_widget_unparent);
  *slot = child;
  gtk_widget_insert_before (child, GTK_WIDGET (self), NULL);
  update_children (self);
}

static void
skein_split_system_setting_changed (GtkWidget        *widget,
                                    GtkSystemSetting  setting)
{
  GTK_WIDGET_CLASS (skein_split_parent_class)->system_setting_changed (widget, setting);
  gtk_widget_queue_resize (widget);
}

static void
skein_split_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  SkeinSplit *self = SKEIN_SPLIT (object);

  switch (prop_id)
    {
    case PROP_SHOW_SIDEBAR:
    case PROP_SHOW_INSPECTOR:
      g_value_set_boolean (value, is_shown (&self->panes[prop_id - PROP_SHOW_SIDEBAR]));
      break;

    case PROP_DOCK_SIDEBAR:
    case PROP_DOCK_INSPECTOR:
      g_value_set_boolean (value, self->panes[prop_id - PROP_DOCK_SIDEBAR].wanted);
      break;

    case PROP_SIDEBAR_WIDTH:
    case PROP_INSPECTOR_WIDTH:
      g_value_set_int (value, self->panes[prop_id - PROP_SIDEBAR_WIDTH].width);
      break;

    case PROP_NARROW:
      g_value_set_boolean (value, skein_split_get_narrow (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
skein_split_set_property (GObject      *object,
                          guint         prop_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  SkeinSplit *self = SKEIN_SPLIT (object);

  switch (prop_id)
    {
    case PROP_SIDEBAR:
      set_child (self, &self->panes[SIDEBAR].child, g_value_get_object (value));
      break;

    case PROP_CONTENT:
      g_clear_pointer (&self->content, gtk_widget_unparent);
      self->content = g_value_get_object (value);
      gtk_widget_insert_after (self->content, GTK_WIDGET (self), NULL);
      break;

    case PROP_INSPECTOR:
      set_child (self, &self->panes[INSPECTOR].child, g_value_get_object (value));
      break;

    case PROP_SHOW_SIDEBAR:
    case PROP_SHOW_INSPECTOR:
      set_shown (self, prop_id - PROP_SHOW_SIDEBAR, g_value_get_boolean (value));
      break;

    case PROP_DOCK_SIDEBAR:
    case PROP_DOCK_INSPECTOR:
      set_wanted (self, prop_id - PROP_DOCK_SIDEBAR, g_value_get_boolean (value));
      break;

    case PROP_SIDEBAR_WIDTH:
    case PROP_INSPECTOR_WIDTH:
      self->panes[prop_id - PROP_SIDEBAR_WIDTH].width = g_value_get_int (value);
      gtk_widget_queue_allocate (GTK_WIDGET (self));
      break;

    case PROP_HAS_INSPECTOR:
      set_absent (self, INSPECTOR, !g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
skein_split_dispose (GObject *object)
{
  SkeinSplit *self = SKEIN_SPLIT (object);

  g_clear_handle_id (&self->relayout, g_source_remove);

  for (int side = 0; side < N_SIDES; side++)
    {
      g_clear_pointer (&self->panes[side].child, gtk_widget_unparent);
      g_clear_pointer (&self->panes[side].handle, gtk_widget_unparent);
    }

  g_clear_pointer (&self->shield, gtk_widget_unparent);
  g_clear_pointer (&self->content, gtk_widget_unparent);

  G_OBJECT_CLASS (skein_split_parent_class)->dispose (object);
}

static void
skein_split_class_init (SkeinSplitClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags own = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  const GParamFlags given = G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = skein_split_get_property;
  object_class->set_property = skein_split_set_property;
  object_class->dispose = skein_split_dispose;

  widget_class->measure = skein_split_measure;
  widget_class->size_allocate = skein_split_size_allocate;
  widget_class->system_setting_changed = skein_split_system_setting_changed;

  properties[PROP_SIDEBAR] = g_param_spec_object ("sidebar", NULL, NULL, GTK_TYPE_WIDGET, given);
  properties[PROP_CONTENT] = g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET, given);
  properties[PROP_INSPECTOR] = g_param_spec_object ("inspector", NULL, NULL, GTK_TYPE_WIDGET, given);
  properties[PROP_SHOW_SIDEBAR] = g_param_spec_boolean ("show-sidebar", NULL, NULL, TRUE, own);
  properties[PROP_SHOW_INSPECTOR] = g_param_spec_boolean ("show-inspector", NULL, NULL, TRUE, own);
  properties[PROP_DOCK_SIDEBAR] = g_param_spec_boolean ("dock-sidebar", NULL, NULL, TRUE, own);
  properties[PROP_DOCK_INSPECTOR] = g_param_spec_boolean ("dock-inspector", NULL, NULL, TRUE, own);
  properties[PROP_SIDEBAR_WIDTH] = g_param_spec_int ("sidebar-width", NULL, NULL, 0, G_MAXINT, 264, own);
  properties[PROP_INSPECTOR_WIDTH] = g_param_spec_int ("inspector-width", NULL, NULL, 0, G_MAXINT, 288, own);
  properties[PROP_HAS_INSPECTOR] = g_param_spec_boolean ("has-inspector", NULL, NULL, TRUE, given);
  properties[PROP_NARROW] =
    g_param_spec_boolean ("narrow", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "split");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
add_handle (SkeinSplit *self,
            SkeinPane  *pane)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  pane->handle = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_set_cursor_from_name (pane->handle, "col-resize");
  gtk_widget_set_parent (pane->handle, GTK_WIDGET (self));

  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), pane);
  gtk_widget_add_controller (pane->handle, GTK_EVENT_CONTROLLER (drag));
}

static void
skein_split_init (SkeinSplit *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->shield = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                               "css-classes", (const char *[]) { "shield", NULL }, NULL);
  gtk_widget_set_parent (self->shield, GTK_WIDGET (self));
  g_signal_connect (click, "pressed", G_CALLBACK (shield_pressed_cb), self);
  gtk_widget_add_controller (self->shield, GTK_EVENT_CONTROLLER (click));

  for (int side = 0; side < N_SIDES; side++)
    {
      self->panes[side].wanted = TRUE;
      self->panes[side].docked = TRUE;
      add_handle (self, &self->panes[side]);
    }

  self->panes[SIDEBAR].width = 264;
  self->panes[INSPECTOR].width = 288;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

gboolean
skein_split_get_narrow (SkeinSplit *self)
{
  return !self->panes[SIDEBAR].docked;
}

void
skein_split_expect_width (SkeinSplit *self,
                          int         width)
{
  dock (self, width);
}

void
skein_split_set_show_sidebar (SkeinSplit *self,
                              gboolean    show)
{
  set_shown (self, SIDEBAR, show);
}

void
skein_split_set_show_inspector (SkeinSplit *self,
                                gboolean    show)
{
  set_shown (self, INSPECTOR, show);
}
