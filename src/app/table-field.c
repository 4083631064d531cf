/* table-field.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/table-field.h"

#include "app/compat.h"

#include <math.h>
#include <string.h>

/* It draws everything itself: a label, an image and an expander for each of
 * some five hundred cells would cost four times as many widgets, and labels ask
 * for a new layout of the window when their text changes. */
struct _SkeinTableField
{
  GtkWidget      parent_instance;

  float          xalign;
  bool           numeric;

  char          *text;
  SkeinTableTone tone;
  SkeinTableBar  bar;
  double         share;
  bool           swatch;
  bool           has_color;
  GdkRGBA        color;
  const char    *icon_name;
  SkeinTablePart parts[SKEIN_TABLE_MAX_PARTS];

  bool           tree;
  guint          depth;
  bool           expandable;
  bool           expanded;

  PangoLayout   *layout;        /* of the text; made when it is first drawn */
  int            natural_width; /* of the layout, in pixels; -1: not measured */
};

G_DEFINE_FINAL_TYPE (SkeinTableField, skein_table_field, GTK_TYPE_WIDGET)

static int
get_line_height (SkeinTableField *self)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int height = PANGO_PIXELS_CEIL (pango_font_metrics_get_ascent (metrics) +
                                  pango_font_metrics_get_descent (metrics));

  pango_font_metrics_unref (metrics);

  return height;
}

/* Arrow, indentation and icon grow with the text. */
static int
get_unit (SkeinTableField *self)
{
  return MAX (16, (int) lround (get_line_height (self) * 0.9));
}

static int
get_gap (SkeinTableField *self)
{
  return get_unit (self) * 3 / 8;
}

static PangoLayout *
ensure_layout (SkeinTableField *self)
{
  if (self->layout == NULL)
    {
      self->layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), self->text);
      self->natural_width = -1;
      pango_layout_set_single_paragraph_mode (self->layout, TRUE);
      pango_layout_set_ellipsize (self->layout, PANGO_ELLIPSIZE_END);
      if (self->numeric)
        {
          PangoAttrList *attributes = pango_attr_list_new ();

          pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
          pango_layout_set_attributes (self->layout, attributes);
          pango_attr_list_unref (attributes);
        }
    }

  return self->layout;
}

/* A level is less than an arrow wide: branches of processes are deep, and the
 * name is what one reads. */
static int
get_arrow_start (SkeinTableField *self)
{
  return (int) self->depth * get_unit (self) * 5 / 8;
}

static int
get_text_start (SkeinTableField *self)
{
  int unit = get_unit (self);
  int x = self->tree ? get_arrow_start (self) + unit + get_gap (self) / 2 : 0;

  if (self->swatch)
    x += unit * 5 / 8 + get_gap (self);
  if (self->icon_name != NULL)
    x += unit + get_gap (self);

  return x;
}

/* Everything is placed from the start, and mirrored here. */
static void
mirror (SkeinTableField *self,
        graphene_rect_t *rect)
{
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    rect->origin.x = (float) gtk_widget_get_width (GTK_WIDGET (self)) - rect->origin.x - rect->size.width;
}

static void
fill_rounded (GtkSnapshot           *snapshot,
              const graphene_rect_t *rect,
              float                  radius,
              const GdkRGBA         *color)
{
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, rect, radius);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, color, rect);
  gtk_snapshot_pop (snapshot);
}

static void
snapshot_arrow (SkeinTableField *self,
                GtkSnapshot     *snapshot,
                const GdkRGBA   *color)
{
  int unit = get_unit (self);
  graphene_rect_t area = GRAPHENE_RECT_INIT ((float) get_arrow_start (self),
                                             (float) (gtk_widget_get_height (GTK_WIDGET (self)) - unit) / 2.f,
                                             (float) unit, (float) unit);
  double half = unit / 4.;
  cairo_t *cr;

  mirror (self, &area);
  cr = gtk_snapshot_append_cairo (snapshot, &area);
  cairo_translate (cr, area.origin.x + unit / 2., area.origin.y + unit / 2.);
  if (self->expanded)
    cairo_rotate (cr, G_PI / 2);
  else if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    cairo_rotate (cr, G_PI);
  cairo_move_to (cr, -half / 2, -half);
  cairo_line_to (cr, half / 2, 0);
  cairo_line_to (cr, -half / 2, half);
  cairo_set_source_rgba (cr, color->red, color->green, color->blue, color->alpha * 0.7);
  cairo_set_line_width (cr, MAX (1.5, unit / 9.));
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (cr);
  cairo_destroy (cr);
}

static void
snapshot_swatch (SkeinTableField *self,
                 GtkSnapshot     *snapshot,
                 int              x)
{
  float size = (float) (get_unit (self) * 5 / 8);
  graphene_rect_t dot = GRAPHENE_RECT_INIT ((float) x,
                                            floorf (((float) gtk_widget_get_height (GTK_WIDGET (self)) - size) / 2.f),
                                            size, size);

  mirror (self, &dot);
  fill_rounded (snapshot, &dot, size / 2, &self->color);
}

static void
snapshot_icon (SkeinTableField *self,
               GtkSnapshot     *snapshot,
               int              x,
               const GdkRGBA   *color)
{
  GtkWidget *widget = GTK_WIDGET (self);
  int unit = get_unit (self);
  graphene_rect_t area = GRAPHENE_RECT_INIT ((float) x, (float) ((gtk_widget_get_height (widget) - unit) / 2),
                                             (float) unit, (float) unit);
  g_autoptr (GtkIconPaintable) icon = NULL;

  mirror (self, &area);
  icon = gtk_icon_theme_lookup_icon (gtk_icon_theme_get_for_display (gtk_widget_get_display (widget)),
                                     self->icon_name, NULL, unit,
                                     gtk_widget_get_scale_factor (widget),
                                     gtk_widget_get_direction (widget), 0);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &area.origin);
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot, unit, unit, color, 1);
  gtk_snapshot_restore (snapshot);
}

/* Only a text that does not fit is given a width, and cut there. */
static void
fit_layout (SkeinTableField *self,
            int              available)
{
  if (self->natural_width < 0)
    {
      pango_layout_set_width (self->layout, -1);
      pango_layout_get_pixel_size (self->layout, &self->natural_width, NULL);
    }

  pango_layout_set_width (self->layout, self->natural_width > available ? available * PANGO_SCALE : -1);
}

static void
snapshot_text (SkeinTableField *self,
               GtkSnapshot     *snapshot,
               int              start,
               const GdkRGBA   *color)
{
  PangoLayout *layout = ensure_layout (self);
  int available = gtk_widget_get_width (GTK_WIDGET (self)) - start;
  PangoRectangle extents;
  graphene_rect_t rect;

  if (available <= 0)
    return;

  /* Never wider than its text: where a text of either direction begins is said here, not by Pango. */
  fit_layout (self, available);
  pango_layout_get_pixel_extents (layout, NULL, &extents);

  rect = GRAPHENE_RECT_INIT ((float) start + floorf ((float) MAX (available - extents.width, 0) * self->xalign),
                             floorf ((float) (gtk_widget_get_height (GTK_WIDGET (self)) - extents.height) / 2.f),
                             (float) extents.width, (float) extents.height);
  mirror (self, &rect);
  rect.origin.x -= (float) extents.x;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &rect.origin);
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

static void
snapshot_bar (SkeinTableField *self,
              GtkSnapshot     *snapshot,
              int              start,
              const GdkRGBA   *color)
{
  float width = (float) (gtk_widget_get_width (GTK_WIDGET (self)) - start);
  float height = (float) gtk_widget_get_height (GTK_WIDGET (self));
  bool instead = self->bar == SKEIN_TABLE_BAR_INSTEAD;
  float thickness = instead ? floorf (height * 0.45f) : height;
  GdkRGBA full = self->has_color ? self->color : *color;
  GdkRGBA track = *color;
  GskRoundedRect outline;
  graphene_rect_t rect = GRAPHENE_RECT_INIT ((float) start, floorf ((height - thickness) / 2), width, thickness);
  graphene_rect_t part = rect;

  if (width <= 0)
    return;

  part.size.width = width * (float) CLAMP (self->share, 0., 1.);
  mirror (self, &rect);
  mirror (self, &part);
  track.alpha *= 0.12f;
  if (!self->has_color)
    full.alpha *= instead ? 0.55f : 0.16f;
  else if (!instead)
    full.alpha *= 0.3f;

  gsk_rounded_rect_init_from_rect (&outline, &rect, instead ? thickness / 2 : 3);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  if (instead)
    gtk_snapshot_append_color (snapshot, &track, &rect);
  if (part.size.width > 0)
    gtk_snapshot_append_color (snapshot, &full, &part);
  gtk_snapshot_pop (snapshot);
}

static void
snapshot_parts (SkeinTableField *self,
                GtkSnapshot     *snapshot,
                int              start,
                const GdkRGBA   *color)
{
  float width = (float) (gtk_widget_get_width (GTK_WIDGET (self)) - start);
  float height = (float) gtk_widget_get_height (GTK_WIDGET (self));
  float thickness = floorf (height * 0.6f);
  float share = 0;
  GdkRGBA track = *color;
  graphene_rect_t rect = GRAPHENE_RECT_INIT ((float) start, floorf ((height - thickness) / 2), width, thickness);

  if (width <= 0)
    return;

  track.alpha *= 0.08f;
  mirror (self, &rect);
  gtk_snapshot_append_color (snapshot, &track, &rect);

  /* Each ends where the next begins, so that rounding leaves no seam. */
  for (guint i = 0; i < SKEIN_TABLE_MAX_PARTS; i++)
    {
      const SkeinTablePart *part = &self->parts[i];
      float left = roundf (share * width);
      float part_height = MAX (roundf (part->height * thickness), 2);
      float right;

      share = MIN (share + part->share, 1);
      right = roundf (share * width);
      if (right <= left)
        continue;

      rect = GRAPHENE_RECT_INIT ((float) start + left, floorf ((height - part_height) / 2), right - left, part_height);
      mirror (self, &rect);
      gtk_snapshot_append_color (snapshot, &part->color, &rect);
    }
}

/* There is no text, because the bar is in its place. */
static bool
hides_text (const SkeinTableField *self)
{
  return self->bar == SKEIN_TABLE_BAR_INSTEAD || self->bar == SKEIN_TABLE_BAR_STACKED;
}

static void
skein_table_field_snapshot (GtkWidget   *widget,
                            GtkSnapshot *snapshot)
{
  SkeinTableField *self = SKEIN_TABLE_FIELD (widget);
  int unit = get_unit (self);
  int gap = get_gap (self);
  int start = get_text_start (self);
  /* Else all that is drawn stays within: the text is cut where it ends. */
  bool is_tight = start + unit > gtk_widget_get_width (widget);
  GdkRGBA color;

  skein_compat_get_color (widget, &color);
  if (is_tight)
    gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                                           (float) gtk_widget_get_height (widget)));

  if (self->bar == SKEIN_TABLE_BAR_STACKED)
    snapshot_parts (self, snapshot, start, &color);
  else if (self->bar != SKEIN_TABLE_BAR_NONE)
    snapshot_bar (self, snapshot, start, &color);
  if (self->tree && self->expandable)
    snapshot_arrow (self, snapshot, &color);
  if (self->icon_name != NULL)
    snapshot_icon (self, snapshot, start - unit - gap, &color);
  if (self->swatch)
    snapshot_swatch (self, snapshot,
                     start - unit * 5 / 8 - gap - (self->icon_name != NULL ? unit + gap : 0));
  if (!hides_text (self) && self->text[0] != '\0')
    snapshot_text (self, snapshot, start, &color);

  if (is_tight)
    gtk_snapshot_pop (snapshot);
}

static void
skein_table_field_measure (GtkWidget     *widget,
                           GtkOrientation orientation,
                           int            for_size,
                           int           *minimum,
                           int           *natural,
                           int           *minimum_baseline,
                           int           *natural_baseline)
{
  /* The width is the column's: texts come and go without another layout. */
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 0 : get_line_height (SKEIN_TABLE_FIELD (widget));
  *natural = *minimum;
}

static void
drop_layout (SkeinTableField *self)
{
  g_clear_object (&self->layout);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
skein_table_field_css_changed (GtkWidget         *widget,
                               GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (skein_table_field_parent_class)->css_changed (widget, change);
  drop_layout (SKEIN_TABLE_FIELD (widget));
}

static void
skein_table_field_system_setting_changed (GtkWidget       *widget,
                                          GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (skein_table_field_parent_class)->system_setting_changed (widget, setting);
  drop_layout (SKEIN_TABLE_FIELD (widget));
  gtk_widget_queue_resize (widget);
}

static void
skein_table_field_direction_changed (GtkWidget       *widget,
                                     GtkTextDirection previous)
{
  GTK_WIDGET_CLASS (skein_table_field_parent_class)->direction_changed (widget, previous);
  drop_layout (SKEIN_TABLE_FIELD (widget));
}

static void
skein_table_field_finalize (GObject *object)
{
  SkeinTableField *self = SKEIN_TABLE_FIELD (object);

  g_clear_object (&self->layout);
  g_free (self->text);

  G_OBJECT_CLASS (skein_table_field_parent_class)->finalize (object);
}

static void
skein_table_field_class_init (SkeinTableFieldClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = skein_table_field_finalize;
  widget_class->snapshot = skein_table_field_snapshot;
  widget_class->measure = skein_table_field_measure;
  widget_class->css_changed = skein_table_field_css_changed;
  widget_class->system_setting_changed = skein_table_field_system_setting_changed;
  widget_class->direction_changed = skein_table_field_direction_changed;

  gtk_widget_class_set_css_name (widget_class, "cell");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GRID_CELL);
}

static void
skein_table_field_init (SkeinTableField *self)
{
  self->text = g_strdup ("");
}

GtkWidget *
skein_table_field_new (const SkeinTableTrack *track)
{
  SkeinTableField *self = g_object_new (SKEIN_TYPE_TABLE_FIELD, NULL);

  self->xalign = track->xalign;
  self->numeric = track->flags & SKEIN_TABLE_COLUMN_NUMERIC;

  return GTK_WIDGET (self);
}

static void
set_tone (SkeinTableField *self,
          SkeinTableTone   tone)
{
  static const char *const classes[] = { NULL, "dim", "strong", "accent", "success", "warning", "error" };

  if (self->tone == tone)
    return;

  if (classes[self->tone] != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self), classes[self->tone]);
  if (classes[tone] != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), classes[tone]);
  self->tone = tone;
}

static bool
is_drawn_alike (const SkeinTableField *self,
                const SkeinTableCell  *cell)
{
  return self->bar == cell->bar && self->share == cell->share && self->swatch == cell->swatch &&
         self->has_color == cell->has_color && self->icon_name == cell->icon_name &&
         gdk_rgba_equal (&self->color, &cell->color) && memcmp (self->parts, cell->parts, sizeof self->parts) == 0;
}

/**
 * skein_table_field_set:
 * @self: a cell
 * @cell: what to show
 *
 * Touches only what is different, and never asks for another layout of the
 * window, so that it may be called while sizes are being allocated.
 *
 * Returns: whether the text is another one
 */
bool
skein_table_field_set (SkeinTableField      *self,
                       const SkeinTableCell *cell)
{
  bool other_text = strcmp (self->text, cell->text) != 0;

  set_tone (self, cell->tone);

  if (!is_drawn_alike (self, cell))
    {
      self->bar = cell->bar;
      self->share = cell->share;
      self->swatch = cell->swatch;
      self->has_color = cell->has_color;
      self->color = cell->color;
      self->icon_name = cell->icon_name;
      memcpy (self->parts, cell->parts, sizeof self->parts);
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }

  if (other_text)
    {
      g_free (self->text);
      self->text = g_strdup (cell->text);
      self->natural_width = -1;
      if (self->layout != NULL)
        pango_layout_set_text (self->layout, self->text, -1);
      /* Without a label, a screen reader would say the name of the class. */
      gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, self->text[0] != '\0' ? self->text : " ",
                                      -1);
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }

  return other_text;
}

/* @row: (nullable): %NULL keeps no room for arrows */
void
skein_table_field_set_tree (SkeinTableField     *self,
                            const SkeinTableRow *row)
{
  static const SkeinTableRow flat = { 0 };
  bool tree = row != NULL;

  if (row == NULL)
    row = &flat;
  if (self->tree == tree && self->depth == row->depth &&
      self->expandable == row->expandable && self->expanded == row->expanded)
    return;

  self->tree = tree;
  self->depth = row->depth;
  self->expandable = row->expandable;
  self->expanded = row->expanded;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

const char *
skein_table_field_get_text (SkeinTableField *self)
{
  return self->text;
}

/* Whether the user cannot read all of it. */
gboolean
skein_table_field_is_cut (SkeinTableField *self)
{
  if (hides_text (self))
    return TRUE;

  return self->layout != NULL && pango_layout_is_ellipsized (self->layout);
}

/* @x: in the widget's own coordinates */
gboolean
skein_table_field_is_on_arrow (SkeinTableField *self,
                               double           x)
{
  int start;

  if (!self->tree || !self->expandable)
    return FALSE;

  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    x = gtk_widget_get_width (GTK_WIDGET (self)) - x;
  start = get_arrow_start (self);

  return x >= start - get_gap (self) && x < start + get_unit (self) + get_gap (self) / 2;
}

/* Returns: the width at which all of it can be read, in pixels, margins included */
int
skein_table_field_get_natural_width (SkeinTableField *self)
{
  g_autoptr (PangoLayout) layout = pango_layout_copy (ensure_layout (self));
  int margins, width;

  gtk_widget_measure (GTK_WIDGET (self), GTK_ORIENTATION_HORIZONTAL, -1, &margins, NULL, NULL, NULL);
  pango_layout_set_width (layout, -1);
  pango_layout_get_pixel_size (layout, &width, NULL);

  return margins + get_text_start (self) + width + 1;
}
