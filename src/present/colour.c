/* colour.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "present/colour.h"

#include <math.h>

/* Hues go round in degrees. This arc is amber and all that could be taken for it:
 * Ready has it for itself. */
#define AMBER_START 50.0
#define AMBER_WIDTH 80.0
#define AMBER       80.0

/* Where the first process starts (blue), and the step that spreads hues best. */
#define FIRST_HUE    258.0
#define GOLDEN_RATIO 0.61803398874989485

#define N_SHADES 4

static float
to_srgb (double linear)
{
  double value = linear <= 0.0031308 ? 12.92 * linear : 1.055 * pow (linear, 1.0 / 2.4) - 0.055;

  return (float) CLAMP (value, 0.0, 1.0);
}

/* OKLCH to sRGB: equal lightness there is equal lightness to the eye, which
 * HSL's is not. */
static SkeinColour
from_oklch (double lightness,
            double chroma,
            double hue)
{
  double a = chroma * cos (hue * G_PI / 180.0);
  double b = chroma * sin (hue * G_PI / 180.0);
  double l = pow (lightness + 0.3963377774 * a + 0.2158037573 * b, 3.0);
  double m = pow (lightness - 0.1055613458 * a - 0.0638541728 * b, 3.0);
  double s = pow (lightness - 0.0894841775 * a - 1.2914855480 * b, 3.0);

  return (SkeinColour) {
    .red = to_srgb (4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    .green = to_srgb (-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    .blue = to_srgb (-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s),
    .alpha = 1.0f,
  };
}

/* The circle without amber, cut open there: @turn 0 to 1 goes once round. */
static double
hue_at (double turn)
{
  return AMBER_START + AMBER_WIDTH + turn * (360.0 - AMBER_WIDTH);
}

static double
hue_of_process (uint32_t number)
{
  double first = (FIRST_HUE - AMBER_START - AMBER_WIDTH) / (360.0 - AMBER_WIDTH);
  double turn = first + number * GOLDEN_RATIO;

  return hue_at (turn - floor (turn));
}

SkeinColour
skein_colour_of_process (uint32_t number,
                         bool     dark)
{
  return from_oklch (dark ? 0.70 : 0.60, 0.155, hue_of_process (number));
}

SkeinColour
skein_colour_of_thread (uint32_t process,
                        uint32_t index,
                        bool     dark)
{
  static const double shades[N_SHADES] = { 0.0, -0.11, 0.12, -0.05 };
  double lightness = (dark ? 0.70 : 0.60) + shades[index % N_SHADES];

  return from_oklch (lightness, index % N_SHADES == 2 ? 0.11 : 0.155, hue_of_process (process));
}

SkeinColour
skein_colour_of_state (SkeinState state,
                       bool       dark)
{
  switch (state)
    {
    case SKEIN_STATE_RUNNING:
      return from_oklch (dark ? 0.72 : 0.60, 0.155, FIRST_HUE);

    case SKEIN_STATE_READY:
      return from_oklch (dark ? 0.82 : 0.76, 0.155, AMBER);

    case SKEIN_STATE_DISK:
      return from_oklch (dark ? 0.70 : 0.52, 0.155, 310.0);

    case SKEIN_STATE_SUSPENDED:
      return from_oklch (dark ? 0.68 : 0.55, 0.19, 25.0);

    case SKEIN_STATE_UNKNOWN:
    case SKEIN_STATE_WAITING:
    case SKEIN_STATE_TERMINATED:
    case SKEIN_N_STATES:
    default:
      return from_oklch (dark ? 0.65 : 0.60, 0.0, 0.0);
    }
}

/* Strength and hue of each kind: what is of the program, of its threads, of nobody alone. */
static const struct
{
  double chroma;
  double hue;
} region_tints[SKEIN_N_REGION_KINDS] = {
  [SKEIN_REGION_CODE] = { 0.060, 258.0 },
  [SKEIN_REGION_DATA] = { 0.075, 150.0 },
  [SKEIN_REGION_HEAP] = { 0.080, 62.0 },
  [SKEIN_REGION_STACK] = { 0.070, 345.0 },
  [SKEIN_REGION_THREAD_STACK] = { 0.070, 345.0 },
  [SKEIN_REGION_LIBRARY] = { 0.006, 90.0 },
  [SKEIN_REGION_FILE] = { 0.040, 200.0 },
  [SKEIN_REGION_ANONYMOUS] = { 0.045, 75.0 },
  [SKEIN_REGION_SHARED] = { 0.045, 308.0 },
  [SKEIN_REGION_KERNEL] = { 0.006, 258.0 },
};

SkeinColour
skein_colour_of_region (SkeinRegionKind kind,
                        bool            dark)
{
  if (kind >= SKEIN_N_REGION_KINDS)
    return skein_colour_of_rest (dark);

  return from_oklch (dark ? 0.40 : 0.90, region_tints[kind].chroma, region_tints[kind].hue);
}

SkeinColour
skein_colour_of_shared (bool dark)
{
  return from_oklch (dark ? 0.74 : 0.50, 0.16, 308.0);
}

SkeinColour
skein_colour_of_rest (bool dark)
{
  return from_oklch (dark ? 0.47 : 0.80, 0.0, 0.0);
}

static double
to_linear (float value)
{
  return value <= 0.04045f ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4);
}

/* At this luminance black and white have the same contrast, as WCAG counts it. */
#define MIDDLE_LUMINANCE 0.179

SkeinColour
skein_colour_of_text_on (const SkeinColour *background)
{
  double luminance = 0.2126 * to_linear (background->red) + 0.7152 * to_linear (background->green) +
                     0.0722 * to_linear (background->blue);
  float grey = luminance > MIDDLE_LUMINANCE ? 0.0f : 1.0f;

  return (SkeinColour) { grey, grey, grey, 1.0f };
}
