/* steady-label.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/steady-label.h"

#include "app/compat.h"

#include <math.h>

/* Room is given back where less than this part of it is needed. */
#define PART_NEEDED 0.7

/* Of a text that may be cut so many characters are always seen, as GtkLabel has it. */
#define LEAST_CHARS 3

struct _SkeinSteadyLabel
{
  GtkWidget    parent_instance;

  char        *text;
  float        xalign;
  gboolean     wrap;

  PangoLayout *layout;  /* of the text; NULL: not made yet */
  int          natural; /* of the text: pixels of width; -1: not measured */
  int          least;   /* what was asked for: pixels of width */
  int          wanted;  /* -1: nothing was asked for yet */
  int          height;  /* of the text when it was allocated, in pixels; -1: it was not */
};

G_DEFINE_FINAL_TYPE (SkeinSteadyLabel, skein_steady_label, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_LABEL,
  PROP_XALIGN,
  PROP_WRAP,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static PangoLayout *
ensure_layout (SkeinSteadyLabel *self)
{
  g_autoptr (PangoAttrList) attributes = NULL;

  if (self->layout != NULL)
    return self->layout;

  attributes = pango_attr_list_new ();
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));

  self->layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), self->text);
  pango_layout_set_attributes (self->layout, attributes);
  pango_layout_set_wrap (self->layout, PANGO_WRAP_WORD);
  if (!self->wrap)
    pango_layout_set_ellipsize (self->layout, PANGO_ELLIPSIZE_END);
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    pango_layout_set_alignment (self->layout, PANGO_ALIGN_RIGHT);

  return self->layout;
}

/* Returns: pixels of the text on one line */
static int
get_natural_width (SkeinSteadyLabel *self)
{
  PangoLayout *layout = ensure_layout (self);

  if (self->natural < 0)
    {
      pango_layout_set_width (layout, -1);
      pango_layout_get_pixel_size (layout, &self->natural, NULL);
    }

  return self->natural;
}

/* Only a text that does not fit is given a width: to lay it out once more costs as much as before.
 *
 * @width: pixels; -1: as many as it needs */
static void
measure_text (SkeinSteadyLabel *self,
              int               width,
              PangoRectangle   *ret_extents)
{
  int natural = get_natural_width (self);

  pango_layout_set_width (self->layout, width < 0 || natural <= width ? -1 : width * PANGO_SCALE);
  pango_layout_get_pixel_extents (self->layout, NULL, ret_extents);
}

static int
get_width_of_chars (SkeinSteadyLabel *self)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int width = PANGO_PIXELS_CEIL (LEAST_CHARS * pango_font_metrics_get_approximate_char_width (metrics));

  pango_font_metrics_unref (metrics);

  return width;
}

static int
measure_least (SkeinSteadyLabel *self)
{
  PangoRectangle extents;

  if (!self->wrap)
    return MIN (get_width_of_chars (self), get_natural_width (self));

  measure_text (self, 0, &extents);

  return extents.width;
}

static void
skein_steady_label_measure (GtkWidget      *widget,
                            GtkOrientation  orientation,
                            int             for_size,
                            int            *minimum,
                            int            *natural,
                            int            *minimum_baseline,
                            int            *natural_baseline)
{
  SkeinSteadyLabel *self = SKEIN_STEADY_LABEL (widget);
  PangoRectangle extents;

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      measure_text (self, self->wrap ? for_size : -1, &extents);
      *minimum = *natural = extents.height;
      return;
    }

  if (self->wanted < 0)
    {
      self->least = measure_least (self);
      self->wanted = get_natural_width (self);
    }
  *minimum = self->least;
  *natural = self->wanted;
}

static GtkSizeRequestMode
skein_steady_label_get_request_mode (GtkWidget *widget)
{
  return SKEIN_STEADY_LABEL (widget)->wrap ? GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH : GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
skein_steady_label_size_allocate (GtkWidget *widget,
                                  int        width,
                                  int        height,
                                  int        baseline)
{
  SkeinSteadyLabel *self = SKEIN_STEADY_LABEL (widget);

  PangoRectangle extents;

  measure_text (self, width, &extents);
  self->height = extents.height;
}

static void
skein_steady_label_snapshot (GtkWidget   *widget,
                             GtkSnapshot *snapshot)
{
  SkeinSteadyLabel *self = SKEIN_STEADY_LABEL (widget);
  float xalign = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL ? 1 - self->xalign : self->xalign;
  int width = gtk_widget_get_width (widget);
  PangoRectangle extents;
  GdkRGBA color;
  float x, y;

  measure_text (self, width, &extents);
  x = floorf ((float) (width - extents.width) * xalign) - (float) extents.x;
  y = floorf ((float) (gtk_widget_get_height (widget) - extents.height) / 2);

  skein_compat_get_color (widget, &color);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_snapshot_append_layout (snapshot, self->layout, &color);
  gtk_snapshot_restore (snapshot);
}

static void
ask_for_room (SkeinSteadyLabel *self)
{
  self->wanted = self->height = -1;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* Whether the text has the room that was asked for, and does not leave most of it empty. */
static gboolean
fits (SkeinSteadyLabel *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int natural = get_natural_width (self);
  PangoRectangle extents;

  if (self->wanted < 0 || self->height < 0 || natural > self->wanted || natural < self->wanted * PART_NEEDED)
    return FALSE;

  if (!self->wrap)
    return TRUE;

  measure_text (self, width, &extents);

  return extents.height == self->height && extents.width <= width;
}

static void
drop_layout (SkeinSteadyLabel *self)
{
  g_clear_object (&self->layout);
  self->natural = -1;
  ask_for_room (self);
}

static void
skein_steady_label_css_changed (GtkWidget         *widget,
                                GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (skein_steady_label_parent_class)->css_changed (widget, change);
  drop_layout (SKEIN_STEADY_LABEL (widget));
}

static void
skein_steady_label_system_setting_changed (GtkWidget       *widget,
                                           GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (skein_steady_label_parent_class)->system_setting_changed (widget, setting);
  drop_layout (SKEIN_STEADY_LABEL (widget));
}

static void
skein_steady_label_direction_changed (GtkWidget       *widget,
                                      GtkTextDirection previous)
{
  GTK_WIDGET_CLASS (skein_steady_label_parent_class)->direction_changed (widget, previous);
  drop_layout (SKEIN_STEADY_LABEL (widget));
}

static void
skein_steady_label_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  SkeinSteadyLabel *self = SKEIN_STEADY_LABEL (object);

  switch (prop_id)
    {
    case PROP_LABEL:
      g_value_set_string (value, self->text);
      break;

    case PROP_XALIGN:
      g_value_set_float (value, self->xalign);
      break;

    case PROP_WRAP:
      g_value_set_boolean (value, self->wrap);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
skein_steady_label_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  SkeinSteadyLabel *self = SKEIN_STEADY_LABEL (object);

  switch (prop_id)
    {
    case PROP_LABEL:
      skein_steady_label_set_text (self, g_value_get_string (value));
      break;

    case PROP_XALIGN:
      skein_steady_label_set_xalign (self, g_value_get_float (value));
      break;

    case PROP_WRAP:
      self->wrap = g_value_get_boolean (value);
      drop_layout (self);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
skein_steady_label_finalize (GObject *object)
{
  SkeinSteadyLabel *self = SKEIN_STEADY_LABEL (object);

  g_clear_object (&self->layout);
  g_free (self->text);

  G_OBJECT_CLASS (skein_steady_label_parent_class)->finalize (object);
}

static void
skein_steady_label_class_init (SkeinSteadyLabelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = skein_steady_label_get_property;
  object_class->set_property = skein_steady_label_set_property;
  object_class->finalize = skein_steady_label_finalize;
  widget_class->measure = skein_steady_label_measure;
  widget_class->get_request_mode = skein_steady_label_get_request_mode;
  widget_class->size_allocate = skein_steady_label_size_allocate;
  widget_class->snapshot = skein_steady_label_snapshot;
  widget_class->css_changed = skein_steady_label_css_changed;
  widget_class->system_setting_changed = skein_steady_label_system_setting_changed;
  widget_class->direction_changed = skein_steady_label_direction_changed;

  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, "", flags);
  properties[PROP_XALIGN] = g_param_spec_float ("xalign", NULL, NULL, 0, 1, 0.5f, flags);
  properties[PROP_WRAP] = g_param_spec_boolean ("wrap", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "label");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
skein_steady_label_init (SkeinSteadyLabel *self)
{
  self->text = g_strdup ("");
  self->xalign = 0.5f;
  self->natural = self->wanted = self->height = -1;
}

void
skein_steady_label_set_text (SkeinSteadyLabel *self,
                             const char       *text)
{
  g_return_if_fail (SKEIN_IS_STEADY_LABEL (self));

  if (text == NULL)
    text = "";
  if (g_str_equal (self->text, text))
    return;

  g_free (self->text);
  self->text = g_strdup (text);
  self->natural = -1;
  if (self->layout != NULL)
    pango_layout_set_text (self->layout, self->text, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, self->text, -1);

  if (fits (self))
    gtk_widget_queue_draw (GTK_WIDGET (self));
  else
    ask_for_room (self);
}

const char *
skein_steady_label_get_text (SkeinSteadyLabel *self)
{
  return self->text;
}

void
skein_steady_label_set_xalign (SkeinSteadyLabel *self,
                               float             xalign)
{
  self->xalign = xalign;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
