/* test-colour.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "present/colour.h"

#include <math.h>

static double
linear (float value)
{
  return value <= 0.04045f ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4);
}

static double
luminance (const SkeinColour *colour)
{
  return 0.2126 * linear (colour->red) + 0.7152 * linear (colour->green) + 0.0722 * linear (colour->blue);
}

static double
contrast (const SkeinColour *a,
          const SkeinColour *b)
{
  double lighter = MAX (luminance (a), luminance (b));
  double darker = MIN (luminance (a), luminance (b));

  return (lighter + 0.05) / (darker + 0.05);
}

static double
distance (const SkeinColour *a,
          const SkeinColour *b)
{
  return fabs (a->red - b->red) + fabs (a->green - b->green) + fabs (a->blue - b->blue);
}

/* A graphical object needs a contrast of 3 against its ground. */
static void
test_contrast (void)
{
  const SkeinColour grounds[] = { { 0.98f, 0.98f, 0.98f, 1.0f }, { 0.118f, 0.118f, 0.118f, 1.0f } };

  for (uint32_t number = 0; number < 500; number++)
    for (int dark = 0; dark < 2; dark++)
      {
        SkeinColour colour = skein_colour_of_process (number, dark);

        g_assert_cmpfloat (contrast (&colour, &grounds[dark]), >=, 3.0);
      }
}

static void
test_neighbours_differ (void)
{
  for (uint32_t number = 0; number < 500; number++)
    {
      SkeinColour here = skein_colour_of_process (number, false);
      SkeinColour next = skein_colour_of_process (number + 1, false);

      g_assert_cmpfloat (distance (&here, &next), >, 0.3);
    }
}

static void
test_stable (void)
{
  SkeinColour once = skein_colour_of_process (17, false);
  SkeinColour again = skein_colour_of_process (17, false);
  SkeinColour main_thread = skein_colour_of_thread (17, 0, false);
  SkeinColour second_thread = skein_colour_of_thread (17, 1, false);

  g_assert_cmpmem (&once, sizeof once, &again, sizeof again);
  g_assert_cmpmem (&once, sizeof once, &main_thread, sizeof main_thread);
  g_assert_cmpfloat (distance (&main_thread, &second_thread), >, 0.1);
}

static void
test_ready_has_amber_for_itself (void)
{
  SkeinColour ready = skein_colour_of_state (SKEIN_STATE_READY, false);

  for (uint32_t number = 0; number < 500; number++)
    {
      SkeinColour colour = skein_colour_of_process (number, false);

      g_assert_cmpfloat (distance (&colour, &ready), >, 0.3);
    }
}

static void
test_text (void)
{
  for (uint32_t number = 0; number < 100; number++)
    for (uint32_t index = 0; index < 4; index++)
      {
        SkeinColour ground = skein_colour_of_thread (number, index, false);
        SkeinColour text = skein_colour_of_text_on (&ground);

        g_assert_cmpfloat (contrast (&text, &ground), >=, 3.0);
      }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/colour/contrast", test_contrast);
  g_test_add_func ("/colour/neighbours-differ", test_neighbours_differ);
  g_test_add_func ("/colour/stable", test_stable);
  g_test_add_func ("/colour/ready-has-amber-for-itself", test_ready_has_amber_for_itself);
  g_test_add_func ("/colour/text", test_text);

  return g_test_run ();
}
