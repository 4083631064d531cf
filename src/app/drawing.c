/* drawing.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/drawing.h"

#include "app/focus.h"

#include <adwaita.h>
#include <math.h>

/* Around what the cursor is at, when it is scrolled to. */
#define MARGIN 8

typedef struct
{
  SkeinPalette        *palette;
  int                  min_width;
  int                  min_lines;
  int                  content_width;
  int                  content_height;
  gboolean             has_tooltip; /* one was shown since the pointer moved */

  GtkAdjustment       *adjustments[2];
  GtkScrollablePolicy  policies[2];

  GtkWidget           *proxies[2];
  int                  proxy; /* which of them has, or will get, the focus */
} SkeinDrawingPrivate;

enum {
  PROP_0,
  PROP_HADJUSTMENT,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (SkeinDrawing, skein_drawing, GTK_TYPE_WIDGET,
                                  G_ADD_PRIVATE (SkeinDrawing)
                                  G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

#define PRIVATE(self) ((SkeinDrawingPrivate *) skein_drawing_get_instance_private (self))

/* The cursor's widgets */

#define SKEIN_TYPE_DRAWING_CURSOR (skein_drawing_cursor_get_type ())

G_DECLARE_FINAL_TYPE (SkeinDrawingCursor, skein_drawing_cursor, SKEIN, DRAWING_CURSOR, GtkWidget)

struct _SkeinDrawingCursor
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (SkeinDrawingCursor, skein_drawing_cursor, GTK_TYPE_WIDGET)

/* The drawing draws the focus. */
static void
skein_drawing_cursor_state_flags_changed (GtkWidget     *widget,
                                          GtkStateFlags  before)
{
  if ((gtk_widget_get_state_flags (widget) ^ before) & (GTK_STATE_FLAG_FOCUSED | GTK_STATE_FLAG_FOCUS_VISIBLE))
    gtk_widget_queue_draw (gtk_widget_get_parent (widget));
}

static void
skein_drawing_cursor_class_init (SkeinDrawingCursorClass *klass)
{
  GTK_WIDGET_CLASS (klass)->state_flags_changed = skein_drawing_cursor_state_flags_changed;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "cursor");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_LIST_ITEM);
}

static void
skein_drawing_cursor_init (SkeinDrawingCursor *self)
{
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

/* Layout */

static void
scrolled_cb (SkeinDrawing *self)
{
  SkeinDrawingPrivate *priv = PRIVATE (self);
  int x = priv->adjustments[0] != NULL ? (int) gtk_adjustment_get_value (priv->adjustments[0]) : 0;
  int y = priv->adjustments[1] != NULL ? (int) gtk_adjustment_get_value (priv->adjustments[1]) : 0;

  if (SKEIN_DRAWING_GET_CLASS (self)->changed_scroll != NULL)
    SKEIN_DRAWING_GET_CLASS (self)->changed_scroll (self, x, y);

  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
configure (SkeinDrawing *self,
           int           orientation,
           int           content,
           int           size)
{
  GtkAdjustment *adjustment = PRIVATE (self)->adjustments[orientation];

  if (adjustment != NULL)
    gtk_adjustment_configure (adjustment, gtk_adjustment_get_value (adjustment), 0, MAX (content, size), size * 0.1,
                              size * 0.9, size);
}

static void
arrange (SkeinDrawing *self,
         int           width,
         int           height)
{
  SkeinDrawingPrivate *priv = PRIVATE (self);

  if (width <= 0 || height <= 0 || priv->palette == NULL)
    return;

  priv->content_width = width;
  priv->content_height = height;
  SKEIN_DRAWING_GET_CLASS (self)->arrange (self, width, height, &priv->content_width, &priv->content_height);
  configure (self, GTK_ORIENTATION_HORIZONTAL, priv->content_width, width);
  configure (self, GTK_ORIENTATION_VERTICAL, priv->content_height, height);
}

void
skein_drawing_changed (SkeinDrawing *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  if (!gtk_widget_get_mapped (widget))
    return;

  arrange (self, gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  gtk_widget_queue_allocate (widget);
  gtk_widget_queue_draw (widget);

  /* To ask for one that is not shown yet begins its delay anew: it would never come. */
  if (PRIVATE (self)->has_tooltip)
    gtk_widget_trigger_tooltip_query (widget);
}

void
skein_drawing_redraw (SkeinDrawing *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  if (!gtk_widget_get_mapped (widget))
    return;

  arrange (self, gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  gtk_widget_queue_draw (widget);
}

static gboolean
get_cursor (SkeinDrawing *self,
            GdkRectangle *ret)
{
  SkeinDrawingClass *klass = SKEIN_DRAWING_GET_CLASS (self);

  return klass->get_cursor != NULL && klass->get_cursor (self, ret);
}

static void
skein_drawing_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  SkeinDrawing *self = SKEIN_DRAWING (widget);
  SkeinDrawingPrivate *priv = PRIVATE (self);
  GdkRectangle cursor;

  arrange (self, width, height);

  if (!get_cursor (self, &cursor))
    cursor = (GdkRectangle) { 0, 0, width, height };
  for (int i = 0; i < 2; i++)
    gtk_widget_size_allocate (priv->proxies[i], &cursor, -1);
}

static int
get_line_height (SkeinDrawing *self)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), "0");
  int height;

  pango_layout_get_pixel_size (layout, NULL, &height);

  return height;
}

static void
skein_drawing_measure (GtkWidget      *widget,
                       GtkOrientation  orientation,
                       int             for_size,
                       int            *minimum,
                       int            *natural,
                       int            *minimum_baseline,
                       int            *natural_baseline)
{
  SkeinDrawingPrivate *priv = PRIVATE (SKEIN_DRAWING (widget));

  /* They are placed within, and ask for nothing; but GTK wants them measured. */
  for (int i = 0; i < 2; i++)
    gtk_widget_measure (priv->proxies[i], orientation, -1, minimum, natural, NULL, NULL);

  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? priv->min_width
                                                       : priv->min_lines * get_line_height (SKEIN_DRAWING (widget));
  *natural = *minimum;
}

static void
skein_drawing_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (skein_drawing_parent_class)->map (widget);
  skein_drawing_changed (SKEIN_DRAWING (widget));
}

/* Drawing */

static void
snapshot_focus (SkeinDrawing *self,
                GtkSnapshot  *snapshot)
{
  SkeinDrawingPrivate *priv = PRIVATE (self);
  GtkWidget *proxy = priv->proxies[priv->proxy];
  const SkeinColour *accent = &priv->palette->accent;
  const GdkRGBA colour = { accent->red, accent->green, accent->blue, 1.0f };
  GskRoundedRect outline;
  GdkRectangle box;

  if ((gtk_widget_get_state_flags (proxy) & GTK_STATE_FLAG_FOCUS_VISIBLE) == 0 || !gtk_widget_has_focus (proxy))
    return;

  if (!get_cursor (self, &box))
    box = (GdkRectangle) { 0, 0, gtk_widget_get_width (GTK_WIDGET (self)), gtk_widget_get_height (GTK_WIDGET (self)) };

  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT ((float) box.x, (float) box.y, (float) box.width,
                                                                  (float) box.height), 4.0f);
  gtk_snapshot_append_border (snapshot, &outline, (const float[]) { 2, 2, 2, 2 },
                              (const GdkRGBA[]) { colour, colour, colour, colour });
}

static void
skein_drawing_snapshot (GtkWidget   *widget,
                        GtkSnapshot *snapshot)
{
  SkeinDrawing *self = SKEIN_DRAWING (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  cairo_t *cr;

  if (width <= 0 || height <= 0 || PRIVATE (self)->palette == NULL)
    return;

  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  SKEIN_DRAWING_GET_CLASS (self)->draw (self, cr);
  cairo_destroy (cr);
  snapshot_focus (self, snapshot);
}

static void
style_changed_cb (SkeinDrawing *self)
{
  SkeinDrawingPrivate *priv = PRIVATE (self);
  AdwStyleManager *style = adw_style_manager_get_default ();

  g_clear_pointer (&priv->palette, skein_palette_free);
  priv->palette = skein_palette_new (adw_style_manager_get_dark (style), adw_style_manager_get_high_contrast (style),
                                     gtk_widget_get_scale_factor (GTK_WIDGET (self)));
  skein_drawing_changed (self);
}

const SkeinPalette *
skein_drawing_get_palette (SkeinDrawing *self)
{
  return PRIVATE (self)->palette;
}

static void
skein_drawing_css_changed (GtkWidget         *widget,
                           GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (skein_drawing_parent_class)->css_changed (widget, change);
  gtk_widget_queue_resize (widget);
}

static void
skein_drawing_system_setting_changed (GtkWidget        *widget,
                                      GtkSystemSetting  setting)
{
  GTK_WIDGET_CLASS (skein_drawing_parent_class)->system_setting_changed (widget, setting);
  gtk_widget_queue_resize (widget);
}

/* The pointer */

static void
hover (SkeinDrawing *self,
       double        x,
       double        y)
{
  SkeinDrawingClass *klass = SKEIN_DRAWING_GET_CLASS (self);

  if (klass->hover != NULL && klass->hover (self, x, y))
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
motion_cb (GtkEventControllerMotion *controller,
           double                    x,
           double                    y,
           SkeinDrawing             *self)
{
  PRIVATE (self)->has_tooltip = FALSE;
  hover (self, x, y);
}

static void
leave_cb (GtkEventControllerMotion *controller,
          SkeinDrawing             *self)
{
  PRIVATE (self)->has_tooltip = FALSE;
  hover (self, NAN, NAN);
}

static void
released_cb (GtkGestureClick *gesture,
             int              n_press,
             double           x,
             double           y,
             SkeinDrawing    *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (SKEIN_DRAWING_GET_CLASS (self)->press != NULL)
    SKEIN_DRAWING_GET_CLASS (self)->press (self, x, y, n_press);
}

static gboolean
skein_drawing_query_tooltip (GtkWidget  *widget,
                             int         x,
                             int         y,
                             gboolean    keyboard,
                             GtkTooltip *tooltip)
{
  SkeinDrawing *self = SKEIN_DRAWING (widget);
  SkeinDrawingClass *klass = SKEIN_DRAWING_GET_CLASS (self);
  GdkRectangle area;
  g_autofree char *text = NULL;

  if (keyboard)
    {
      if (!get_cursor (self, &area))
        return FALSE;
      x = area.x + area.width / 2;
      y = area.y + area.height / 2;
    }

  area = (GdkRectangle) { x, y, 1, 1 };
  if (klass->dup_tooltip != NULL)
    text = klass->dup_tooltip (self, x, y, &area);
  if (text == NULL)
    return FALSE;

  gtk_tooltip_set_text (tooltip, text);
  gtk_tooltip_set_tip_area (tooltip, &area);
  PRIVATE (self)->has_tooltip = TRUE;

  return TRUE;
}

/* The keyboard */

static void
scroll_into (GtkAdjustment *adjustment,
             int            start,
             int            length)
{
  double first;

  if (adjustment == NULL)
    return;

  first = gtk_adjustment_get_value (adjustment) + start;
  gtk_adjustment_clamp_page (adjustment, MAX (first - MARGIN, 0), first + length + MARGIN);
}

void
skein_drawing_announce (SkeinDrawing *self)
{
  SkeinDrawingPrivate *priv = PRIVATE (self);
  SkeinDrawingClass *klass = SKEIN_DRAWING_GET_CLASS (self);
  GtkWidget *before = priv->proxies[priv->proxy];
  g_autofree char *speech = NULL;
  guint position = 0, size = 0;
  GtkWidget *proxy;
  GdkRectangle box;

  if (!get_cursor (self, &box))
    return;

  scroll_into (priv->adjustments[GTK_ORIENTATION_HORIZONTAL], box.x, box.width);
  scroll_into (priv->adjustments[GTK_ORIENTATION_VERTICAL], box.y, box.height);

  speech = klass->dup_speech (self, &position, &size);
  priv->proxy = 1 - priv->proxy;
  proxy = priv->proxies[priv->proxy];
  gtk_accessible_update_property (GTK_ACCESSIBLE (proxy), GTK_ACCESSIBLE_PROPERTY_LABEL, speech, -1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (proxy), GTK_ACCESSIBLE_RELATION_POS_IN_SET, (int) position,
                                  GTK_ACCESSIBLE_RELATION_SET_SIZE, (int) size, -1);
  gtk_widget_set_focusable (proxy, TRUE);
  gtk_widget_grab_focus (proxy);
  gtk_widget_set_focusable (before, FALSE);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static const struct
{
  const char       *name;
  GtkDirectionType  direction;
  guint             keys[2];
} moves[] = {
  { "drawing.left", GTK_DIR_LEFT, { GDK_KEY_Left, GDK_KEY_KP_Left } },
  { "drawing.right", GTK_DIR_RIGHT, { GDK_KEY_Right, GDK_KEY_KP_Right } },
  { "drawing.up", GTK_DIR_UP, { GDK_KEY_Up, GDK_KEY_KP_Up } },
  { "drawing.down", GTK_DIR_DOWN, { GDK_KEY_Down, GDK_KEY_KP_Down } },
  { "drawing.first", GTK_DIR_TAB_BACKWARD, { GDK_KEY_Home, GDK_KEY_KP_Home } },
  { "drawing.last", GTK_DIR_TAB_FORWARD, { GDK_KEY_End, GDK_KEY_KP_End } },
};

static void
move_activated_cb (GtkWidget  *widget,
                   const char *action,
                   GVariant   *parameter)
{
  SkeinDrawing *self = SKEIN_DRAWING (widget);
  SkeinDrawingClass *klass = SKEIN_DRAWING_GET_CLASS (self);
  guint i = 0;

  while (!g_str_equal (moves[i].name, action))
    i++;

  if (klass->move != NULL && klass->move (self, moves[i].direction))
    skein_drawing_announce (self);
  else
    gtk_widget_error_bell (widget);
}

static void
activate_activated_cb (GtkWidget  *widget,
                       const char *action,
                       GVariant   *parameter)
{
  SkeinDrawingClass *klass = SKEIN_DRAWING_GET_CLASS (widget);
  GdkRectangle box;

  if (klass->activate != NULL && get_cursor (SKEIN_DRAWING (widget), &box))
    klass->activate (SKEIN_DRAWING (widget));
}

static void
open_activated_cb (GtkWidget  *widget,
                   const char *action,
                   GVariant   *parameter)
{
  SkeinDrawingClass *klass = SKEIN_DRAWING_GET_CLASS (widget);
  GdkRectangle box;

  if (klass->open != NULL && get_cursor (SKEIN_DRAWING (widget), &box))
    klass->open (SKEIN_DRAWING (widget));
}

static void
clear_activated_cb (GtkWidget  *widget,
                    const char *action,
                    GVariant   *parameter)
{
  SkeinDrawingClass *klass = SKEIN_DRAWING_GET_CLASS (widget);

  if (klass->clear != NULL)
    klass->clear (SKEIN_DRAWING (widget));
}

static gboolean
skein_drawing_grab_focus (GtkWidget *widget)
{
  SkeinDrawingPrivate *priv = PRIVATE (SKEIN_DRAWING (widget));

  return gtk_widget_grab_focus (priv->proxies[priv->proxy]);
}

/* The object */

static void
set_adjustment (SkeinDrawing   *self,
                GtkOrientation  orientation,
                GtkAdjustment  *adjustment)
{
  SkeinDrawingPrivate *priv = PRIVATE (self);

  if (priv->adjustments[orientation] == adjustment)
    return;

  if (priv->adjustments[orientation] != NULL)
    g_signal_handlers_disconnect_by_func (priv->adjustments[orientation], scrolled_cb, self);
  g_set_object (&priv->adjustments[orientation], adjustment);
  if (adjustment != NULL)
    g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (scrolled_cb), self, G_CONNECT_SWAPPED);
}

static void
skein_drawing_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  SkeinDrawingPrivate *priv = PRIVATE (SKEIN_DRAWING (object));

  switch (prop_id)
    {
    case PROP_HADJUSTMENT:
    case PROP_VADJUSTMENT:
      g_value_set_object (value, priv->adjustments[prop_id - PROP_HADJUSTMENT]);
      break;

    case PROP_HSCROLL_POLICY:
    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, priv->policies[prop_id - PROP_HSCROLL_POLICY]);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
skein_drawing_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  SkeinDrawing *self = SKEIN_DRAWING (object);

  switch (prop_id)
    {
    case PROP_HADJUSTMENT:
    case PROP_VADJUSTMENT:
      set_adjustment (self, (GtkOrientation) (prop_id - PROP_HADJUSTMENT), g_value_get_object (value));
      break;

    case PROP_HSCROLL_POLICY:
    case PROP_VSCROLL_POLICY:
      PRIVATE (self)->policies[prop_id - PROP_HSCROLL_POLICY] = (GtkScrollablePolicy) g_value_get_enum (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
skein_drawing_dispose (GObject *object)
{
  SkeinDrawing *self = SKEIN_DRAWING (object);
  SkeinDrawingPrivate *priv = PRIVATE (self);

  g_clear_pointer (&priv->proxies[0], gtk_widget_unparent);
  g_clear_pointer (&priv->proxies[1], gtk_widget_unparent);
  set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, NULL);
  set_adjustment (self, GTK_ORIENTATION_VERTICAL, NULL);

  G_OBJECT_CLASS (skein_drawing_parent_class)->dispose (object);
}

static void
skein_drawing_finalize (GObject *object)
{
  g_clear_pointer (&PRIVATE (SKEIN_DRAWING (object))->palette, skein_palette_free);

  G_OBJECT_CLASS (skein_drawing_parent_class)->finalize (object);
}

static void
skein_drawing_class_init (SkeinDrawingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = skein_drawing_dispose;
  object_class->finalize = skein_drawing_finalize;
  object_class->get_property = skein_drawing_get_property;
  object_class->set_property = skein_drawing_set_property;

  widget_class->measure = skein_drawing_measure;
  widget_class->size_allocate = skein_drawing_size_allocate;
  widget_class->snapshot = skein_drawing_snapshot;
  widget_class->map = skein_drawing_map;
  widget_class->css_changed = skein_drawing_css_changed;
  widget_class->system_setting_changed = skein_drawing_system_setting_changed;
  widget_class->query_tooltip = skein_drawing_query_tooltip;
  widget_class->grab_focus = skein_drawing_grab_focus;
  widget_class->focus = skein_focus_children;

  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");

  gtk_widget_class_set_css_name (widget_class, "drawing");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);

  for (guint i = 0; i < G_N_ELEMENTS (moves); i++)
    {
      gtk_widget_class_install_action (widget_class, moves[i].name, NULL, move_activated_cb);
      for (guint j = 0; j < G_N_ELEMENTS (moves[i].keys); j++)
        gtk_widget_class_add_binding_action (widget_class, moves[i].keys[j], 0, moves[i].name, NULL);
    }

  gtk_widget_class_install_action (widget_class, "drawing.activate", NULL, activate_activated_cb);
  gtk_widget_class_install_action (widget_class, "drawing.open", NULL, open_activated_cb);
  gtk_widget_class_install_action (widget_class, "drawing.clear", NULL, clear_activated_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, 0, "drawing.activate", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, 0, "drawing.activate", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_SHIFT_MASK, "drawing.open", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "drawing.clear", NULL);
}

static void
init_pointer (SkeinDrawing *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);

  g_signal_connect (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

static void
skein_drawing_init (SkeinDrawing *self)
{
  SkeinDrawingPrivate *priv = PRIVATE (self);
  AdwStyleManager *style = adw_style_manager_get_default ();

  /* Addresses and amounts grow to the right, whichever way people write. */
  gtk_widget_set_direction (GTK_WIDGET (self), GTK_TEXT_DIR_LTR);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);

  for (int i = 0; i < 2; i++)
    {
      priv->proxies[i] = g_object_new (SKEIN_TYPE_DRAWING_CURSOR, NULL);
      gtk_widget_set_focusable (priv->proxies[i], i == 0);
      gtk_widget_set_parent (priv->proxies[i], GTK_WIDGET (self));
    }

  init_pointer (self);
  style_changed_cb (self);
  g_signal_connect_object (style, "notify::dark", G_CALLBACK (style_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::high-contrast", G_CALLBACK (style_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (style_changed_cb), NULL);
}

void
skein_drawing_set_label (SkeinDrawing *self,
                         const char   *label,
                         const char   *keys)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);

  for (int i = 0; i < 2; i++)
    gtk_accessible_update_property (GTK_ACCESSIBLE (PRIVATE (self)->proxies[i]), GTK_ACCESSIBLE_PROPERTY_LABEL, keys,
                                    -1);
}

void
skein_drawing_set_minimum (SkeinDrawing *self,
                           int           width,
                           int           lines)
{
  SkeinDrawingPrivate *priv = PRIVATE (self);

  priv->min_width = width;
  priv->min_lines = lines;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
