/* wrap-layout.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/wrap-layout.h"

struct _SkeinWrapLayout
{
  GtkLayoutManager parent_instance;

  int              spacing;
};

/* Children that share a line. */
typedef struct
{
  GtkWidget *first;
  GtkWidget *end;      /* the first that is not in it, or NULL */
  int        width;    /* natural, with the spaces */
  int        height;
  int        n_expand;
} Line;

enum {
  PROP_0,
  PROP_SPACING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SkeinWrapLayout, skein_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

static int
get_width (GtkWidget *child,
           int        available)
{
  int minimum, natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);

  return MAX (minimum, MIN (natural, available));
}

static int
get_height (GtkWidget *child,
            int        width)
{
  int natural;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);

  return natural;
}

static Line
take_line (SkeinWrapLayout *self,
           GtkWidget       *first,
           int              available)
{
  Line line = { .first = first };
  GtkWidget *child;

  for (child = first; child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int width, gap;

      if (!gtk_widget_should_layout (child))
        continue;

      width = get_width (child, available);
      gap = line.width > 0 ? self->spacing : 0;
      if (line.width > 0 && line.width + gap + width > available)
        break;

      line.width += gap + width;
      line.height = MAX (line.height, get_height (child, width));
      line.n_expand += gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL);
    }

  line.end = child;

  return line;
}

static void
allocate_line (SkeinWrapLayout *self,
               const Line      *line,
               int              available,
               int              y,
               gboolean         rtl)
{
  int extra = line->n_expand > 0 ? MAX (available - line->width, 0) / line->n_expand : 0;
  int x = 0;

  for (GtkWidget *child = line->first; child != line->end; child = gtk_widget_get_next_sibling (child))
    {
      int width;

      if (!gtk_widget_should_layout (child))
        continue;

      width = get_width (child, available);
      if (gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL))
        width += extra;

      gtk_widget_size_allocate (child,
                                &(GtkAllocation) { rtl ? available - x - width : x, y, width, line->height },
                                -1);
      x += width + self->spacing;
    }
}

static void
skein_wrap_layout_allocate (GtkLayoutManager *layout,
                            GtkWidget        *widget,
                            int               width,
                            int               height,
                            int               baseline)
{
  SkeinWrapLayout *self = SKEIN_WRAP_LAYOUT (layout);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkWidget *child = gtk_widget_get_first_child (widget);
  int y = 0;

  while (child != NULL)
    {
      Line line = take_line (self, child, width);

      allocate_line (self, &line, width, y, rtl);
      y += line.height + self->spacing;
      child = line.end;
    }
}

static int
measure_height (SkeinWrapLayout *self,
                GtkWidget       *widget,
                int              width)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);
  int height = 0;

  while (child != NULL)
    {
      Line line = take_line (self, child, width);

      height += (height > 0 && line.height > 0 ? self->spacing : 0) + line.height;
      child = line.end;
    }

  return height;
}

/* As narrow as the widest child, as wide as all in one line. */
static void
measure_width (SkeinWrapLayout *self,
               GtkWidget       *widget,
               int             *ret_minimum,
               int             *ret_natural)
{
  GtkWidget *first = gtk_widget_get_first_child (widget);
  Line line = take_line (self, first, G_MAXINT / 2);

  for (GtkWidget *child = first; child != NULL; child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_should_layout (child))
      *ret_minimum = MAX (*ret_minimum, get_width (child, 0));

  *ret_natural = MAX (line.width, *ret_minimum);
}

static void
skein_wrap_layout_measure (GtkLayoutManager *layout,
                           GtkWidget        *widget,
                           GtkOrientation    orientation,
                           int               for_size,
                           int              *minimum,
                           int              *natural,
                           int              *minimum_baseline,
                           int              *natural_baseline)
{
  SkeinWrapLayout *self = SKEIN_WRAP_LAYOUT (layout);

  *minimum = 0;
  *natural = 0;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      measure_width (self, widget, minimum, natural);
    }
  else
    {
      *minimum = measure_height (self, widget, for_size >= 0 ? for_size : G_MAXINT / 2);
      *natural = *minimum;
    }
}

static GtkSizeRequestMode
skein_wrap_layout_get_request_mode (GtkLayoutManager *layout,
                                    GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
skein_wrap_layout_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_SPACING:
      g_value_set_int (value, SKEIN_WRAP_LAYOUT (object)->spacing);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
skein_wrap_layout_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_SPACING:
      SKEIN_WRAP_LAYOUT (object)->spacing = g_value_get_int (value);
      gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (object));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
skein_wrap_layout_class_init (SkeinWrapLayoutClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  object_class->get_property = skein_wrap_layout_get_property;
  object_class->set_property = skein_wrap_layout_set_property;
  layout_class->get_request_mode = skein_wrap_layout_get_request_mode;
  layout_class->measure = skein_wrap_layout_measure;
  layout_class->allocate = skein_wrap_layout_allocate;

  properties[PROP_SPACING] =
    g_param_spec_int ("spacing", NULL, NULL, 0, G_MAXINT, 0,
                      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
skein_wrap_layout_init (SkeinWrapLayout *self)
{
}
