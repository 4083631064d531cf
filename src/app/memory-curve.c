/* memory-curve.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/memory-curve.h"

#include "base/clock.h"
#include "base/format.h"
#include "draw/pages-grid.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define HEIGHT 78

/* The model tells at least once a second how it is. */
#define GAP_NS (5 * SKEIN_NS_PER_S / 2)

struct _SkeinMemoryCurve
{
  GtkWidget         parent_instance;

  SkeinMemoryModel *model;
};

G_DEFINE_FINAL_TYPE (SkeinMemoryCurve, skein_memory_curve, GTK_TYPE_WIDGET)

static void
skein_memory_curve_measure (GtkWidget      *widget,
                            GtkOrientation  orientation,
                            int             for_size,
                            int            *minimum,
                            int            *natural,
                            int            *minimum_baseline,
                            int            *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : 0;
}

static SkeinColour
get_colour (SkeinMemoryCurve   *self,
            const SkeinPalette *palette)
{
  SkeinSession *session = skein_memory_model_get_session (self->model);
  uint64_t address;
  const SkeinTaskKey *process = skein_session_get_region (session, &address);

  if (process == NULL)
    return palette->rest;

  return skein_colour_of_process (skein_session_get_colour_number (session, process), palette->dark);
}

static void
skein_memory_curve_snapshot (GtkWidget   *widget,
                             GtkSnapshot *snapshot)
{
  SkeinMemoryCurve *self = SKEIN_MEMORY_CURVE (widget);
  AdwStyleManager *style = adw_style_manager_get_default ();
  g_autoptr (SkeinPalette) palette = skein_palette_new (adw_style_manager_get_dark (style),
                                                        adw_style_manager_get_high_contrast (style),
                                                        gtk_widget_get_scale_factor (widget));
  cairo_rectangle_int_t box = { 0, 0, gtk_widget_get_width (widget), gtk_widget_get_height (widget) };
  SkeinColour colour;
  cairo_t *cr;

  if (self->model == NULL || box.width <= 0 || box.height <= 0)
    return;

  colour = get_colour (self, palette);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) box.width, (float) box.height));
  skein_pages_draw_past (skein_memory_model_get_past (self->model), cr, palette, SKEIN_MEMORY_CURVE_SPAN_NS, GAP_NS,
                         skein_memory_model_get_pages (self->model)->n_pages, &colour, &box);
  cairo_destroy (cr);
}

/* A curve cannot be read aloud; where it began and where it is can. */
static void
update_description (SkeinMemoryCurve *self)
{
  const SkeinPagePast *past = skein_memory_model_get_past (self->model);
  char first[SKEIN_FORMAT_SIZE], last[SKEIN_FORMAT_SIZE];
  g_autofree char *text = NULL;

  if (past->n > 0)
    {
      skein_format_count (skein_page_past_get (past, 0)->own, first, sizeof first);
      skein_format_count (skein_page_past_get (past, past->n - 1)->own, last, sizeof last);
      /* Translators: numbers of pages of memory, at first and now */
      text = g_strdup_printf (_("%s pages of its own when this began, %s now"), first, last);
    }

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text != NULL ? text : "",
                                  -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), text);
}

static void
changed_cb (SkeinMemoryCurve *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
settled_cb (SkeinMemoryCurve *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    update_description (self);
}

static void
skein_memory_curve_dispose (GObject *object)
{
  g_clear_object (&SKEIN_MEMORY_CURVE (object)->model);

  G_OBJECT_CLASS (skein_memory_curve_parent_class)->dispose (object);
}

static void
skein_memory_curve_class_init (SkeinMemoryCurveClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = skein_memory_curve_dispose;
  widget_class->measure = skein_memory_curve_measure;
  widget_class->snapshot = skein_memory_curve_snapshot;
  gtk_widget_class_set_css_name (widget_class, "curve");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
skein_memory_curve_init (SkeinMemoryCurve *self)
{
  /* Time runs from left to right, whichever way people write. */
  gtk_widget_set_direction (GTK_WIDGET (self), GTK_TEXT_DIR_LTR);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Pages of its own over time"), -1);
}

void
skein_memory_curve_set_model (SkeinMemoryCurve *self,
                              SkeinMemoryModel *model)
{
  g_set_object (&self->model, model);
  g_signal_connect_object (model, "pages-changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "changed", G_CALLBACK (settled_cb), self, G_CONNECT_SWAPPED);
}
