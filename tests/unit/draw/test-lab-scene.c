/* test-lab-scene.c - where the cards lie, and that each task is at its pixel
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "draw/lab-scene.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "draw/lab-file.h"
#include "draw/lab-sheet.h"

#include "../lab-world.h"

#define WIDTH  1000
#define HEIGHT 1200

typedef struct
{
  SkeinLabResults *results;
  GPtrArray       *cards;
  SkeinPalette    *palette;
  SkeinLabScene   *scene;
  cairo_surface_t *surface;
} Fixture;

static PangoContext *
text_new (void)
{
  return pango_font_map_create_context (pango_cairo_font_map_get_default ());
}

/* One after another: six tasks of 50 ms on core 0; threads: on two cores. */
static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  SkeinLabPlan plan;

  lab_world_plan (&plan, 6, 1);
  plan.modes = 1 | 1 << 2;
  self->results = skein_lab_results_new (&plan);
  lab_world_add (self->results, lab_world_run (0, 0, 6, 1, 50));
  lab_world_add (self->results, lab_world_run (2, 0, 6, 2, 50));
  self->cards = skein_lab_cards_new (&plan, self->results, NULL, SKEIN_LAB_TYPICAL, NULL);
  self->palette = skein_palette_new (false, false, 1.0);
  self->scene = skein_lab_scene_new ();
  self->scene->cards = self->cards;
  self->scene->palette = self->palette;
  self->scene->text = text_new ();
  self->scene->width = WIDTH;
  self->scene->n_cores = 2;
  skein_lab_scene_layout (self->scene);
  self->surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  cairo_surface_destroy (self->surface);
  skein_lab_scene_free (self->scene);
  skein_palette_free (self->palette);
  g_ptr_array_unref (self->cards);
  skein_lab_results_free (self->results);
}

static const SkeinLabCardPlace *
get_place (Fixture *self,
           guint    card)
{
  return &g_array_index (self->scene->places, SkeinLabCardPlace, card);
}

static int
x_of (Fixture *self,
      int      ms)
{
  double share = (double) ms * LAB_MS / (double) self->scene->span_ns;

  return self->scene->lanes_x + (int) lround (share * self->scene->lanes_width);
}

/* The colour in a lane: near its top, where no number is. */
static uint32_t
pixel (Fixture *self,
       guint    card,
       int      core,
       int      ms)
{
  const SkeinLabCardPlace *place = get_place (self, card);
  const uint8_t *bytes = cairo_image_surface_get_data (self->surface);
  int y = place->lanes_y + core * place->lane_step + 2;
  uint32_t value;

  memcpy (&value, bytes + y * cairo_image_surface_get_stride (self->surface) + x_of (self, ms) * 4, sizeof value);

  return value & 0xffffff;
}

static uint32_t
colour_of (uint32_t task)
{
  SkeinColour colour = skein_colour_of_process (task, false);

  return (uint32_t) lround ((double) colour.red * 255.0) << 16 |
         (uint32_t) lround ((double) colour.green * 255.0) << 8 |
         (uint32_t) lround ((double) colour.blue * 255.0);
}

static void
assert_near (uint32_t a,
             uint32_t b)
{
  for (int shift = 0; shift < 24; shift += 8)
    g_assert_cmpint (abs ((int) (a >> shift & 0xff) - (int) (b >> shift & 0xff)), <=, 2);
}

static void
draw (Fixture *self)
{
  cairo_t *cr = cairo_create (self->surface);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  skein_lab_scene_draw (self->scene, cr);
  cairo_destroy (cr);
}

static void
test_tasks_are_at_their_pixels (Fixture       *self,
                                gconstpointer  data)
{
  draw (self);
  for (unsigned i = 0; i < 6; i++)
    assert_near (pixel (self, 0, 0, (int) i * 50 + 25), colour_of (i));

  if (self->cards->len < 2)
    return;

  assert_near (pixel (self, 1, 0, 25), colour_of (0));
  assert_near (pixel (self, 1, 1, 25), colour_of (1));
  assert_near (pixel (self, 1, 1, 125), colour_of (5));

  /* It is over; and on core 1 nobody ever was. */
  g_assert_cmphex (pixel (self, 1, 0, 250), !=, colour_of (0));
  g_assert_cmphex (pixel (self, 1, 0, 250), ==, pixel (self, 1, 1, 250));
  g_assert_cmphex (pixel (self, 0, 1, 25), ==, pixel (self, 0, 1, 225));
}

static void
test_one_axis_for_all (Fixture       *self,
                       gconstpointer  data)
{
  SkeinLabSpot spot;

  g_assert_cmpint (self->scene->span_ns, >=, 300 * LAB_MS);
  g_assert_cmpint (self->scene->span_ns, <, 400 * LAB_MS);

  for (guint i = 0; i < self->cards->len; i++)
    {
      const SkeinLabCardPlace *place = get_place (self, i);

      spot = skein_lab_scene_hit (self->scene, x_of (self, 60), place->lanes_y + 2);
      g_assert_cmpint (spot.card, ==, (int) i);
      g_assert_cmpint (spot.core, ==, 0);
      g_assert_cmpint (llabs (spot.time_ns - LAB_START - 60 * LAB_MS), <, LAB_MS);
    }
}

static void
test_cards_do_not_overlap (Fixture       *self,
                           gconstpointer  data)
{
  const int widths[] = { 320, 480, 700, 1000, 2000 };

  for (size_t i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      int end = 0;

      self->scene->width = widths[i];
      skein_lab_scene_layout (self->scene);
      g_assert_cmpint (skein_lab_scene_measure (self->scene, widths[i]), ==, self->scene->height);

      for (guint card = 0; card < self->cards->len; card++)
        {
          const SkeinLabCardPlace *place = get_place (self, card);
          int lanes_end = place->lanes_y + (place->n_lanes - 1) * place->lane_step + place->lane_height;

          g_assert_cmpint (place->card.y, >=, end);
          g_assert_cmpint (place->lanes_y, >, place->card.y);
          g_assert_cmpint (lanes_end, <, place->card.y + place->card.height);
          end = place->card.y + place->card.height;
        }

      g_assert_cmpint (end, <=, self->scene->height);
      g_assert_cmpint (self->scene->lanes_x + self->scene->lanes_width, <=, widths[i]);
    }
}

/* Where a core of many had room for one, the lanes are thin, and the card is no tower. */
static void
test_many_cores_have_thin_lanes (Fixture       *self,
                                 gconstpointer  data)
{
  self->scene->cards = NULL;
  g_ptr_array_unref (self->cards);
  self->cards = skein_lab_cards_new (&self->results->plan, NULL, NULL, SKEIN_LAB_TYPICAL, NULL);
  self->scene->cards = self->cards;
  self->scene->n_cores = 64;
  skein_lab_scene_layout (self->scene);

  g_assert_cmpint (get_place (self, 0)->n_lanes, ==, 64);
  g_assert_cmpint (get_place (self, 0)->lane_height, >=, 2);
  g_assert_cmpint (get_place (self, 0)->card.height, <, 320);
}

static void
test_a_spot_and_a_card_in_words (Fixture       *self,
                                 gconstpointer  data)
{
  SkeinLabSpot spot = skein_lab_scene_hit (self->scene, x_of (self, 60), get_place (self, 0)->lanes_y + 2);
  g_autofree char *text = skein_lab_scene_dup_spot_text (self->scene, &spot);
  g_autofree char *card = skein_lab_scene_dup_card_text (self->scene, 0);

  g_assert_nonnull (strstr (text, "core 0: task 2, thread 102"));
  g_assert_nonnull (strstr (card, "core 0: 100"));
  g_assert_nonnull (strstr (card, "✓"));
}

static void
test_files_are_written (Fixture       *self,
                        gconstpointer  data)
{
  static const struct
  {
    SkeinLabFileFormat  format;
    const char         *begins;
  } formats[] = { { SKEIN_LAB_FILE_PNG, "\x89PNG" }, { SKEIN_LAB_FILE_SVG, "<?xml" }, { SKEIN_LAB_FILE_PDF, "%PDF" } };
  g_autofree char *path = NULL;
  int file = g_file_open_tmp ("skein-lab-XXXXXX", &path, NULL);

  close (file);
  for (size_t i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *bytes = NULL;

      g_assert_cmpint (skein_lab_write_file (self->results, SKEIN_LAB_TYPICAL, formats[i].format, true, path), ==, 0);
      g_assert_true (g_file_get_contents (path, &bytes, NULL, NULL));
      g_assert_cmpint (memcmp (bytes, formats[i].begins, strlen (formats[i].begins)), ==, 0);
    }

  g_unlink (path);
  g_assert_cmpint (skein_lab_write_file (self->results, SKEIN_LAB_TYPICAL, SKEIN_LAB_FILE_PNG, true, "/proc/no/where"),
                   <, 0);
}

static void
test_sheet_holds_all_of_it (Fixture       *self,
                            gconstpointer  data)
{
  PangoContext *text = text_new ();
  g_autoptr (SkeinLabSheet) wide = skein_lab_sheet_new (self->results, SKEIN_LAB_TYPICAL, self->palette, text, 1200);
  g_autoptr (SkeinLabSheet) narrow = skein_lab_sheet_new (self->results, SKEIN_LAB_TYPICAL, self->palette, text, 400);

  g_object_unref (text);
  g_assert_cmpint (skein_lab_sheet_get_height (wide), >, self->scene->height);

  /* What has no room beside each other stands below. */
  g_assert_cmpint (skein_lab_sheet_get_height (narrow), >, skein_lab_sheet_get_height (wide));
}

#define ADD(name) g_test_add ("/lab-scene/" #name, Fixture, NULL, set_up, test_##name, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD (tasks_are_at_their_pixels);
  ADD (one_axis_for_all);
  ADD (cards_do_not_overlap);
  ADD (many_cores_have_thin_lanes);
  ADD (a_spot_and_a_card_in_words);
  ADD (files_are_written);
  ADD (sheet_holds_all_of_it);

  return g_test_run ();
}
