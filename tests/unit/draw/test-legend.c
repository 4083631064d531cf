/* test-legend.c - items flow in lines, and are where they were measured
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "draw/legend.h"

#define N_ITEMS 6
#define WIDTH 600

static const char *const words[N_ITEMS] = {
  "its own", "shared", "swapped", "never touched", "not read yet", "of a file"
};

typedef struct
{
  SkeinTexts      *texts;
  SkeinPalette    *palette;
  PangoContext    *context;
  cairo_surface_t *surface;
  cairo_t         *cr;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->texts = skein_texts_new ();
  self->palette = skein_palette_new (false, false, 1.0);
  self->context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  self->surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, 400);
  self->cr = cairo_create (self->surface);
  skein_texts_set_context (self->texts, self->context);
  skein_texts_begin (self->texts);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  cairo_destroy (self->cr);
  cairo_surface_destroy (self->surface);
  g_object_unref (self->context);
  skein_palette_free (self->palette);
  skein_texts_free (self->texts);
}

/* Returns: its height */
static int
lay_out (Fixture               *self,
         cairo_t               *cr,
         int                    width,
         cairo_rectangle_int_t *ret_swatches)
{
  SkeinLegend legend = { self->texts, cr, &self->palette->dim, 10, width };

  for (int i = 0; i < N_ITEMS; i++)
    g_assert_true (skein_legend_add (&legend, words[i], &ret_swatches[i]) == (cr != NULL));

  return legend.height;
}

/* Where there is room: one line, each swatch behind the words of the one before. */
static void
test_one_line (Fixture       *self,
               gconstpointer  data)
{
  int small = skein_texts_get_line_height (self->texts, SKEIN_TEXT_SMALL);
  cairo_rectangle_int_t swatches[N_ITEMS];

  g_assert_cmpint (lay_out (self, NULL, WIDTH * 4, swatches), ==, small);

  for (int i = 0; i < N_ITEMS; i++)
    {
      g_assert_cmpint (swatches[i].y, >=, 10);
      g_assert_cmpint (swatches[i].y + swatches[i].height, <=, 10 + small);
      if (i > 0)
        g_assert_cmpint (swatches[i].x, >, swatches[i - 1].x + swatches[i - 1].width +
                                             skein_texts_measure (self->texts, words[i - 1], SKEIN_TEXT_SMALL));
    }
}

/* Where there is not: as many lines as it takes, the words within the width. */
static void
test_lines (Fixture       *self,
            gconstpointer  data)
{
  int small = skein_texts_get_line_height (self->texts, SKEIN_TEXT_SMALL);
  cairo_rectangle_int_t swatches[N_ITEMS];
  int width = WIDTH / 3;
  int n_lines = 1;
  int height = lay_out (self, NULL, width, swatches);

  g_assert_cmpint (swatches[0].x, ==, 0);

  for (int i = 1; i < N_ITEMS; i++)
    {
      int words_width = skein_texts_measure (self->texts, words[i], SKEIN_TEXT_SMALL);

      n_lines += swatches[i].y > swatches[i - 1].y;
      g_assert_true ((swatches[i].x == 0) == (swatches[i].y >= swatches[i - 1].y + small));
      g_assert_cmpint (swatches[i].x + swatches[i].width + words_width, <, width);
    }

  g_assert_cmpint (n_lines, >, 1);
  g_assert_cmpint (swatches[N_ITEMS - 1].y + small, >=, 10 + height);
  g_assert_cmpint (swatches[N_ITEMS - 1].y + swatches[N_ITEMS - 1].height, <=, 10 + height);
}

/* Words that are longer than a line are not cut: what follows is below them. */
static void
test_long_words (Fixture       *self,
                 gconstpointer  data)
{
  static const char *const rest = "the rest: kernel, files, 3 processes that may not be read";
  int small = skein_texts_get_line_height (self->texts, SKEIN_TEXT_SMALL);
  SkeinLegend legend = { self->texts, NULL, &self->palette->dim, 0, WIDTH / 5 };
  cairo_rectangle_int_t first, second;
  int height;

  skein_legend_add (&legend, rest, &first);
  height = legend.height;
  g_assert_cmpint (height, >=, 2 * small);
  skein_legend_add (&legend, "free", &second);
  g_assert_cmpint (second.x, ==, 0);
  g_assert_cmpint (second.y, >=, height);
  g_assert_cmpint (legend.height, >=, height + small);
}

static bool
is_inked (Fixture *self,
          int      from_y,
          int      to_y)
{
  const uint8_t *bytes = cairo_image_surface_get_data (self->surface);
  int stride = cairo_image_surface_get_stride (self->surface);

  cairo_surface_flush (self->surface);

  for (int i = from_y * stride; i < to_y * stride; i++)
    {
      if (bytes[i] != 0)
        return true;
    }

  return false;
}

/* What is drawn is where it was measured, and within its height. */
static void
test_drawn (Fixture       *self,
            gconstpointer  data)
{
  cairo_rectangle_int_t measured[N_ITEMS], drawn[N_ITEMS];
  int height = lay_out (self, NULL, WIDTH / 3, measured);

  g_assert_false (is_inked (self, 0, 400));
  g_assert_cmpint (lay_out (self, self->cr, WIDTH / 3, drawn), ==, height);
  g_assert_cmpmem (measured, sizeof measured, drawn, sizeof drawn);
  g_assert_true (is_inked (self, measured[0].y, measured[0].y + measured[0].height));
  g_assert_true (is_inked (self, measured[N_ITEMS - 1].y, 10 + height));
  g_assert_false (is_inked (self, 0, 10));
  g_assert_false (is_inked (self, 10 + height, 400));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/legend/one-line", Fixture, NULL, set_up, test_one_line, tear_down);
  g_test_add ("/legend/lines", Fixture, NULL, set_up, test_lines, tear_down);
  g_test_add ("/legend/long-words", Fixture, NULL, set_up, test_long_words, tear_down);
  g_test_add ("/legend/drawn", Fixture, NULL, set_up, test_drawn, tear_down);

  return g_test_run ();
}
