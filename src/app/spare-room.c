/* spare-room.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/spare-room.h"

struct _SkeinSpareRoom
{
  GtkWidget  parent_instance;

  GtkWidget *child;
};

enum
{
  PROP_CHILD = 1,
};

G_DEFINE_FINAL_TYPE (SkeinSpareRoom, skein_spare_room, GTK_TYPE_WIDGET)

static void
skein_spare_room_measure (GtkWidget      *widget,
                          GtkOrientation  orientation,
                          int             for_size,
                          int            *minimum,
                          int            *natural,
                          int            *minimum_baseline,
                          int            *natural_baseline)
{
  SkeinSpareRoom *self = SKEIN_SPARE_ROOM (widget);

  if (self->child != NULL)
    gtk_widget_measure (self->child, orientation, -1, minimum, natural, minimum_baseline, natural_baseline);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = 0;
}

static void
skein_spare_room_size_allocate (GtkWidget *widget,
                                int        width,
                                int        height,
                                int        baseline)
{
  SkeinSpareRoom *self = SKEIN_SPARE_ROOM (widget);
  int natural;

  if (self->child == NULL)
    return;

  gtk_widget_measure (self->child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  gtk_widget_set_child_visible (self->child, natural <= width);
  if (natural <= width)
    gtk_widget_size_allocate (self->child, &(GtkAllocation) { 0, 0, width, height }, baseline);
}

static void
skein_spare_room_set_property (GObject      *object,
                               guint         property_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  SkeinSpareRoom *self = SKEIN_SPARE_ROOM (object);

  switch (property_id)
    {
    case PROP_CHILD:
      g_return_if_fail (self->child == NULL);
      self->child = g_value_get_object (value);
      if (self->child != NULL)
        gtk_widget_set_parent (self->child, GTK_WIDGET (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
skein_spare_room_dispose (GObject *object)
{
  g_clear_pointer (&SKEIN_SPARE_ROOM (object)->child, gtk_widget_unparent);

  G_OBJECT_CLASS (skein_spare_room_parent_class)->dispose (object);
}

static void
skein_spare_room_class_init (SkeinSpareRoomClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = skein_spare_room_set_property;
  object_class->dispose = skein_spare_room_dispose;
  widget_class->measure = skein_spare_room_measure;
  widget_class->size_allocate = skein_spare_room_size_allocate;

  g_object_class_install_property (object_class, PROP_CHILD,
                                   g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET,
                                                        G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS));
}

static void
skein_spare_room_init (SkeinSpareRoom *self)
{
}
