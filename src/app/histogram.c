/* histogram.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/histogram.h"

#include "base/format.h"
#include "draw/palette.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define N_COLUMNS     8
#define COLUMN_WIDTH  28
#define COLUMN_GAP    4
#define COLUMN_HEIGHT 36
#define LABEL_GAP     2

struct _SkeinHistogram
{
  GtkWidget parent_instance;

  guint     n_columns;
  gboolean  is_open; /* the last column: as many or more */
  double    shares[N_COLUMNS];
};

G_DEFINE_FINAL_TYPE (SkeinHistogram, skein_histogram, GTK_TYPE_WIDGET)

static char *
dup_column_name (SkeinHistogram *self,
                 guint           column)
{
  /* Translators: so many, or more. */
  return g_strdup_printf (self->is_open && column == N_COLUMNS - 1 ? _("%u+") : "%u", column);
}

static void
skein_histogram_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  g_autoptr(PangoLayout) layout = NULL;
  int height;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 0;
      *natural = N_COLUMNS * (COLUMN_WIDTH + COLUMN_GAP);
      return;
    }

  layout = gtk_widget_create_pango_layout (widget, "0");
  pango_layout_get_pixel_size (layout, NULL, &height);
  *minimum = *natural = COLUMN_HEIGHT + LABEL_GAP + height;
}

static void
append_rectangle (GtkSnapshot       *snapshot,
                  const SkeinColour *colour,
                  double             x,
                  double             y,
                  double             width,
                  double             height)
{
  const GdkRGBA rgba = { colour->red, colour->green, colour->blue, colour->alpha };
  const graphene_rect_t rectangle = GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, (float) height);

  if (height > 0)
    gtk_snapshot_append_color (snapshot, &rgba, &rectangle);
}

static void
snapshot_column (SkeinHistogram     *self,
                 GtkSnapshot        *snapshot,
                 const SkeinPalette *palette,
                 guint               column,
                 double              x,
                 double              width)
{
  gboolean is_ready = gtk_widget_has_css_class (GTK_WIDGET (self), "ready");
  g_autofree char *name = dup_column_name (self, column);
  g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), name);
  const GdkRGBA dim = { palette->dim.red, palette->dim.green, palette->dim.blue, 1.0f };
  double height = self->shares[column] > 0 ? MAX (self->shares[column] * COLUMN_HEIGHT, 1.0) : 0.0;
  int text_width;

  append_rectangle (snapshot, &palette->track, x, 0, width, COLUMN_HEIGHT);
  append_rectangle (snapshot, is_ready ? &palette->ready : &palette->running,
                    x, COLUMN_HEIGHT - height, width, height);

  pango_layout_get_pixel_size (layout, &text_width, NULL);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) (x + (width - text_width) / 2.0),
                                                          COLUMN_HEIGHT + LABEL_GAP));
  gtk_snapshot_append_layout (snapshot, layout, &dim);
  gtk_snapshot_restore (snapshot);
}

static void
skein_histogram_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  SkeinHistogram *self = SKEIN_HISTOGRAM (widget);
  AdwStyleManager *style = adw_style_manager_get_default ();
  g_autoptr(SkeinPalette) palette = skein_palette_new (adw_style_manager_get_dark (style),
                                                       adw_style_manager_get_high_contrast (style), 1.0);
  double slot = MIN (COLUMN_WIDTH + COLUMN_GAP, gtk_widget_get_width (widget) / (double) N_COLUMNS);
  gboolean is_mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  for (guint i = 0; i < self->n_columns; i++)
    snapshot_column (self, snapshot, palette, i,
                     is_mirrored ? gtk_widget_get_width (widget) - (i + 1) * slot + COLUMN_GAP : i * slot,
                     MAX (slot - COLUMN_GAP, 1.0));
}

static void
skein_histogram_class_init (SkeinHistogramClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = skein_histogram_measure;
  widget_class->snapshot = skein_histogram_snapshot;

  gtk_widget_class_set_css_name (widget_class, "histogram");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
skein_histogram_init (SkeinHistogram *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self), "numeric");
}

static char *
dup_shares (SkeinHistogram *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->n_columns; i++)
    {
      g_autofree char *name = dup_column_name (self, i);
      char share[SKEIN_FORMAT_SIZE];

      skein_format_percent (self->shares[i], share, sizeof share);
      /* Translators: how many at once, and for which share of the time, as in "2: 96 %". */
      g_string_append_printf (text, _("%s: %s"), name, share);
      if (i + 1 < self->n_columns)
        g_string_append_c (text, '\n');
    }

  return g_string_free (text, FALSE);
}

void
skein_histogram_set (SkeinHistogram    *self,
                     const char        *name,
                     const SkeinAtOnce *at_once)
{
  unsigned most = skein_at_once_get_most (at_once);
  g_autofree char *shares = NULL;

  for (guint i = 0; i < N_COLUMNS; i++)
    self->shares[i] = skein_at_once_get_share (at_once, i);
  for (unsigned n = N_COLUMNS; n <= most; n++)
    self->shares[N_COLUMNS - 1] += skein_at_once_get_share (at_once, n);

  self->is_open = most >= N_COLUMNS;
  self->n_columns = MIN (most + 1, N_COLUMNS);
  shares = dup_shares (self);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), shares);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, shares, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
