/* palette.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "draw/palette.h"

#include <math.h>

#define TEXTURE_SIZE 8

void
skein_colour_set_source (const SkeinColour *colour,
                         cairo_t           *cr)
{
  cairo_set_source_rgba (cr, (double) colour->red, (double) colour->green,
                         (double) colour->blue, (double) colour->alpha);
}

static cairo_pattern_t *
texture_finish (cairo_surface_t *surface,
                cairo_t         *cr)
{
  cairo_pattern_t *pattern = cairo_pattern_create_for_surface (surface);

  cairo_pattern_set_extend (pattern, CAIRO_EXTEND_REPEAT);
  cairo_pattern_set_filter (pattern, CAIRO_FILTER_NEAREST);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);

  return pattern;
}

static cairo_t *
texture_begin (double            scale,
               cairo_surface_t **ret_surface)
{
  int size = (int) lround (TEXTURE_SIZE * scale);

  *ret_surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, size, size);
  cairo_surface_set_device_scale (*ret_surface, size / (double) TEXTURE_SIZE, size / (double) TEXTURE_SIZE);

  return cairo_create (*ret_surface);
}

/* Strokes from lower left to upper right, that meet themselves at the edges. */
static cairo_pattern_t *
hatch_new (const SkeinColour *colour,
           double             width,
           double             scale)
{
  cairo_surface_t *surface;
  cairo_t *cr = texture_begin (scale, &surface);

  skein_colour_set_source (colour, cr);
  cairo_set_line_width (cr, width);
  for (int shift = -TEXTURE_SIZE; shift <= TEXTURE_SIZE; shift += TEXTURE_SIZE)
    {
      cairo_move_to (cr, shift - 1, TEXTURE_SIZE + 1);
      cairo_line_to (cr, shift + TEXTURE_SIZE + 1, -1);
    }
  cairo_stroke (cr);

  return texture_finish (surface, cr);
}

/* Sparse dots: nothing a state is drawn with. */
static cairo_pattern_t *
dots_new (const SkeinColour *colour,
          double             scale)
{
  cairo_surface_t *surface;
  cairo_t *cr = texture_begin (scale, &surface);

  skein_colour_set_source (colour, cr);
  cairo_rectangle (cr, 1, 1, 1, 1);
  cairo_rectangle (cr, 5, 5, 1, 1);
  cairo_fill (cr);

  return texture_finish (surface, cr);
}

/* Round dots that keep their distance: shared memory. */
static cairo_pattern_t *
round_dots_new (const SkeinColour *colour,
                double             radius,
                double             scale)
{
  cairo_surface_t *surface;
  cairo_t *cr = texture_begin (scale, &surface);

  skein_colour_set_source (colour, cr);
  cairo_arc (cr, 2.0, 2.0, radius, 0.0, 2.0 * G_PI);
  cairo_fill (cr);
  cairo_arc (cr, 6.0, 6.0, radius, 0.0, 2.0 * G_PI);
  cairo_fill (cr);

  return texture_finish (surface, cr);
}

static SkeinColour
grey (float level,
      float alpha)
{
  return (SkeinColour) { level, level, level, alpha };
}

static void
fill_memory (SkeinPalette *self,
             double        scale)
{
  SkeinColour dots;

  for (SkeinRegionKind kind = 0; kind < SKEIN_N_REGION_KINDS; kind++)
    self->regions[kind] = skein_colour_of_region (kind, self->dark);

  self->card = grey (self->dark ? 0.19f : 1.0f, 1.0f);
  self->shared = skein_colour_of_shared (self->dark);
  self->shared_fill = self->regions[SKEIN_REGION_SHARED];
  dots = skein_colour_with_alpha (self->shared, self->high_contrast ? 1.0f : 0.55f);
  self->shared_dots = round_dots_new (&dots, self->high_contrast ? 1.3 : 1.0, scale);
  self->swap_hatch = hatch_new (&self->dim, 1.5, scale);
}

SkeinPalette *
skein_palette_new (bool   dark,
                   bool   high_contrast,
                   double scale)
{
  SkeinPalette *self = g_new0 (SkeinPalette, 1);
  float ink = dark ? 1.0f : 0.0f;
  SkeinColour gap = grey (ink, high_contrast ? 0.8f : 0.35f);
  SkeinColour pale;

  self->scale = scale;
  self->dark = dark;
  self->high_contrast = high_contrast;
  self->text = grey (ink, high_contrast ? 1.0f : 0.85f);
  self->dim = grey (ink, high_contrast ? 0.9f : 0.6f);
  self->line = grey (ink, high_contrast ? 0.22f : 0.08f);
  self->track = grey (ink, high_contrast ? 0.12f : 0.05f);
  self->running = skein_colour_of_state (SKEIN_STATE_RUNNING, dark);
  self->accent = self->running;
  self->ready = skein_colour_of_state (SKEIN_STATE_READY, dark);
  self->ready_fill = skein_colour_with_alpha (self->ready, 0.18f);
  self->waiting = high_contrast ? self->text : skein_colour_of_state (SKEIN_STATE_WAITING, dark);
  self->disk = skein_colour_of_state (SKEIN_STATE_DISK, dark);
  self->suspended = skein_colour_of_state (SKEIN_STATE_SUSPENDED, dark);
  self->rest = skein_colour_of_rest (dark);
  self->hatch = hatch_new (&self->ready, high_contrast ? 2.2 : 1.5, scale);
  pale = skein_colour_with_alpha (self->ready, high_contrast ? 0.8f : 0.5f);
  self->pale_hatch = hatch_new (&pale, 1.0, scale);
  self->gap = dots_new (&gap, scale);
  fill_memory (self, scale);

  return self;
}

void
skein_palette_free (SkeinPalette *self)
{
  if (self == NULL)
    return;

  cairo_pattern_destroy (self->hatch);
  cairo_pattern_destroy (self->pale_hatch);
  cairo_pattern_destroy (self->gap);
  cairo_pattern_destroy (self->shared_dots);
  cairo_pattern_destroy (self->swap_hatch);
  g_free (self);
}
