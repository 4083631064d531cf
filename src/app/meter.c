/* meter.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/meter.h"

#include "app/compat.h"
#include "app/steady-label.h"

#include <math.h>

struct _SkeinMeter
{
  GtkWidget         parent_instance;

  GtkLabel         *title;
  SkeinSteadyLabel *figure;
  GtkProgressBar   *bar;
  SkeinSteadyLabel *explanation;
};

enum {
  PROP_0,
  PROP_TITLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SkeinMeter, skein_meter, GTK_TYPE_WIDGET)

static void
skein_meter_set_property (GObject      *object,
                          guint         prop_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  SkeinMeter *self = SKEIN_METER (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      gtk_label_set_text (self->title, g_value_get_string (value));
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, g_value_get_string (value), -1);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
skein_meter_dispose (GObject *object)
{
  skein_compat_dispose_children (GTK_WIDGET (object));

  G_OBJECT_CLASS (skein_meter_parent_class)->dispose (object);
}

static void
skein_meter_class_init (SkeinMeterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = skein_meter_set_property;
  object_class->dispose = skein_meter_dispose;

  properties[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (SKEIN_TYPE_STEADY_LABEL);

  gtk_widget_class_set_template_from_resource (widget_class, SKEIN_RESOURCE_PATH "/ui/meter.ui");
  gtk_widget_class_bind_template_child (widget_class, SkeinMeter, title);
  gtk_widget_class_bind_template_child (widget_class, SkeinMeter, figure);
  gtk_widget_class_bind_template_child (widget_class, SkeinMeter, bar);
  gtk_widget_class_bind_template_child (widget_class, SkeinMeter, explanation);
  gtk_widget_class_set_css_name (widget_class, "meter");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
skein_meter_init (SkeinMeter *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
skein_meter_set (SkeinMeter *self,
                 double      share,
                 const char *figure,
                 const char *explanation)
{
  double fraction = CLAMP (share, 0.0, 1.0);

  skein_steady_label_set_text (self->figure, figure != NULL ? figure : "–");
  skein_steady_label_set_text (self->explanation, explanation);
  if (fabs (gtk_progress_bar_get_fraction (self->bar) - fraction) > 0.002)
    gtk_progress_bar_set_fraction (self->bar, fraction);
}
