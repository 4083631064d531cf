/* test-footprint-bars.c - bars as long as what they stand for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "draw/footprint-bars.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define WIDTH  600
#define HEIGHT 300
#define MB     (UINT64_C (1) << 20)

typedef struct
{
  SkeinFootprints     footprints;
  SkeinFootprintRow   rows[40];
  SkeinPalette       *palette;
  SkeinFootprintBars *bars;
  cairo_surface_t    *surface;
} Fixture;

/* Only the first has a colour. */
static bool
colour_of (const SkeinTaskKey *process,
           uint32_t           *ret,
           gpointer            data)
{
  *ret = 3;

  return process->pid == 1;
}

static char name[] = "demo";
static char figure[] = "80 + 20 MB";

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  for (uint32_t i = 0; i < G_N_ELEMENTS (self->rows); i++)
    {
      self->rows[i].process = (SkeinTaskKey) { (pid_t) i + 1, (pid_t) i + 1, 1 };
      self->rows[i].name = name;
      self->rows[i].user = name;
      self->rows[i].own = 80 * MB / (i + 1);
      self->rows[i].rest = 20 * MB / (i + 1);
      self->rows[i].figure = figure;
    }

  self->footprints = (SkeinFootprints) {
    .total = 1000 * MB,
    .own = 250 * MB,
    .shared = 150 * MB,
    .rest = 400 * MB,
    .free = 200 * MB,
    .n_rows = G_N_ELEMENTS (self->rows),
    .rows = self->rows,
  };
  self->palette = skein_palette_new (false, false, 1.0);
  self->bars = skein_footprint_bars_new ();
  self->bars->footprints = &self->footprints;
  self->bars->palette = self->palette;
  self->bars->text = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  self->bars->colour = colour_of;
  self->bars->width = WIDTH;
  self->bars->height = HEIGHT;
  self->surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  skein_footprint_bars_layout (self->bars);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  cairo_surface_destroy (self->surface);
  skein_footprint_bars_free (self->bars);
  skein_palette_free (self->palette);
}

/* How many pixels of a row of the drawing have that colour. */
static int
count_colour (Fixture           *self,
              const SkeinColour *colour,
              int                y)
{
  const unsigned char *data = cairo_image_surface_get_data (self->surface);
  uint32_t wanted = 0xff000000u | (uint32_t) lroundf (colour->red * 255.0f) << 16 |
                    (uint32_t) lroundf (colour->green * 255.0f) << 8 | (uint32_t) lroundf (colour->blue * 255.0f);
  int n = 0;

  for (int x = 0; x < WIDTH; x++)
    {
      uint32_t value;

      memcpy (&value, data + (size_t) y * (size_t) cairo_image_surface_get_stride (self->surface) + 4 * (size_t) x,
              sizeof value);
      n += value == wanted;
    }

  return n;
}

static void
draw (Fixture *self)
{
  cairo_t *cr = cairo_create (self->surface);

  cairo_set_operator (cr, CAIRO_OPERATOR_CLEAR);
  cairo_paint (cr);
  cairo_set_operator (cr, CAIRO_OPERATOR_OVER);
  skein_footprint_bars_draw (self->bars, cr);
  cairo_destroy (cr);
  cairo_surface_flush (self->surface);
}

static int
middle_of (Fixture *self,
           int      row)
{
  cairo_rectangle_int_t box;

  g_assert_true (skein_footprint_bars_get_box (self->bars, row, &box));

  return box.y + box.height / 2;
}

static int
bars_left (Fixture *self)
{
  return self->bars->names_width + 10;
}

/* Whether anything is drawn at a place of a row. */
static bool
is_drawn (Fixture *self,
          int      x,
          int      row)
{
  const unsigned char *data = cairo_image_surface_get_data (self->surface);
  uint32_t value;

  memcpy (&value, data + (size_t) (middle_of (self, row) - self->bars->line_height / 2 + 1) *
                           (size_t) cairo_image_surface_get_stride (self->surface) + 4 * (size_t) x, sizeof value);

  return value >> 24 == 0xff;
}

static void
test_lengths (Fixture       *self,
              gconstpointer  data)
{
  SkeinColour first = skein_colour_of_process (3, false);

  draw (self);

  /* The first one is as long as the scale; four fifths of it are its own. */
  g_assert_cmpint (abs (count_colour (self, &first, middle_of (self, 0)) - self->bars->bars_width * 4 / 5), <=, 1);
  g_assert_cmpint (count_colour (self, &first, middle_of (self, 1)), ==, 0);
  g_assert_cmpint (abs (count_colour (self, &self->palette->rest, middle_of (self, 1)) -
                        self->bars->bars_width * 2 / 5), <=, 1);

  /* With its part of what it shares the second is half as long as the first. */
  g_assert_true (is_drawn (self, bars_left (self) + self->bars->bars_width / 2 - 3, 1));
  g_assert_false (is_drawn (self, bars_left (self) + self->bars->bars_width / 2 + 3, 1));
}

/* The longest bar, of which next to nothing is shared: that is seen, and the figure is not cut for it. */
static void
test_next_to_nothing (Fixture       *self,
                      gconstpointer  data)
{
  SkeinColour first = skein_colour_of_process (3, false);

  self->rows[0].own = 80 * MB;
  self->rows[0].rest = 1;
  draw (self);
  g_assert_cmpint (count_colour (self, &first, middle_of (self, 0)), ==, self->bars->bars_width - 1);
  g_assert_true (is_drawn (self, bars_left (self) + self->bars->bars_width - 1, 0));
  g_assert_false (is_drawn (self, bars_left (self) + self->bars->bars_width, 0));
}

static void
test_scroll (Fixture       *self,
             gconstpointer  data)
{
  SkeinColour first = skein_colour_of_process (3, false);
  int row;

  g_assert_cmpint (skein_footprint_bars_hit (self->bars, 5, middle_of (self, 2)), ==, 2);
  g_assert_cmpint (skein_footprint_bars_hit (self->bars, 5, 5), ==, SKEIN_BARS_MACHINE);
  g_assert_cmpint (skein_footprint_bars_hit (self->bars, 5, HEIGHT + 5), ==, SKEIN_BARS_NONE);

  self->bars->scroll = 1 << 20;
  skein_footprint_bars_layout (self->bars);
  g_assert_cmpint (self->bars->scroll, ==, self->bars->content_height - (HEIGHT - self->bars->rows_y));
  row = (int) self->footprints.n_rows - 1;
  g_assert_cmpint (skein_footprint_bars_hit (self->bars, 5, middle_of (self, row)), ==, row);

  draw (self);
  for (int y = self->bars->rows_y; y < HEIGHT; y++)
    g_assert_cmpint (count_colour (self, &first, y), ==, 0);
}

static void
test_narrow (Fixture       *self,
             gconstpointer  data)
{
  self->bars->width = 300;
  skein_footprint_bars_layout (self->bars);
  g_assert_cmpint (self->bars->bars_width, >, 60);
  g_assert_cmpint (self->bars->names_width, <, 100);
}

static void
test_nobody (Fixture       *self,
             gconstpointer  data)
{
  self->footprints.n_rows = 0;
  skein_footprint_bars_layout (self->bars);
  draw (self);
  g_assert_cmpint (skein_footprint_bars_hit (self->bars, 5, HEIGHT - 5), ==, SKEIN_BARS_NONE);
}

#define ADD(path, function) g_test_add ("/draw/footprint-bars/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("lengths", test_lengths);
  ADD ("next-to-nothing", test_next_to_nothing);
  ADD ("scroll", test_scroll);
  ADD ("narrow", test_narrow);
  ADD ("nobody", test_nobody);

  return g_test_run ();
}
