/* palette.h - the colours and textures of a drawing, for one theme and scale
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>

#include <cairo.h>

#include "present/colour.h"

G_BEGIN_DECLS

/**
 * SkeinPalette:
 * @dark: for a dark background
 * @high_contrast: darker lines, no pale tones
 * @text: of names and titles
 * @dim: of what explains
 * @line: gridlines
 * @track: behind a core that was measured: an idle core is not a gap
 * @waiting: the thin line
 * @accent: parallelism, the selected range
 * @hatch: of Ready, over @ready_fill
 * @pale_hatch: of Ready that no switch shows
 * @gap: of what was not measured
 * @card: behind a house
 * @shared: bridges, and what is shared
 * @shared_fill: behind @shared_dots
 * @regions: of the kinds of memory
 * @shared_dots: of memory that others map too, over @shared_fill
 * @swap_hatch: of what was moved out
 *
 * Textures repeat every 8 pixels, so that tiles whose width is a multiple of 8 join
 * without a seam.
 */
typedef struct
{
  double           scale; /* device pixels per pixel */
  bool             dark;
  bool             high_contrast;
  SkeinColour      text;
  SkeinColour      dim;
  SkeinColour      line;
  SkeinColour      track;
  SkeinColour      accent;
  SkeinColour      running;
  SkeinColour      ready;
  SkeinColour      ready_fill;
  SkeinColour      waiting;
  SkeinColour      disk;
  SkeinColour      suspended;
  SkeinColour      rest;
  cairo_pattern_t *hatch;
  cairo_pattern_t *pale_hatch;
  cairo_pattern_t *gap;
  SkeinColour      card;
  SkeinColour      shared;
  SkeinColour      shared_fill;
  SkeinColour      regions[SKEIN_N_REGION_KINDS];
  cairo_pattern_t *shared_dots;
  cairo_pattern_t *swap_hatch;
} SkeinPalette;

/**
 * skein_palette_new:
 * @scale: device pixels per pixel, for crisp textures
 */
SkeinPalette *skein_palette_new  (bool   dark,
                                  bool   high_contrast,
                                  double scale) G_GNUC_WARN_UNUSED_RESULT;
void          skein_palette_free (SkeinPalette *self);

void skein_colour_set_source (const SkeinColour *colour,
                              cairo_t           *cr);

static inline SkeinColour
skein_colour_with_alpha (SkeinColour colour,
                         float       alpha)
{
  colour.alpha = alpha;

  return colour;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinPalette, skein_palette_free)

G_END_DECLS
