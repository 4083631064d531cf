/* test-houses-scene.c - where houses, floors and bridges lie, and what is drawn
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "draw/houses-scene.h"

#include <errno.h>
#include <math.h>

#include "../memory-world.h"

#define MOST_WIDTH  2000
#define MOST_HEIGHT 2000

typedef struct
{
  World              world;
  WorldProgram       programs[WORLD_MOST];
  SkeinMemoryReport *report;
  SkeinHouses       *houses;
  SkeinPalette      *palette;
  SkeinHousesScene  *scene;
  cairo_surface_t   *surface;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  World *world = &self->world;
  uint32_t n = GPOINTER_TO_UINT (data);

  world_begin (world);
  for (uint32_t i = 0; i < n; i++)
    {
      world_add (world, (pid_t) (10 * (i + 1)), "demo", i == 0 ? 4 : 1);
      self->programs[i] = world_map_program (world, i, 31 * WORLD_MB, "/dev/shm/demo");
      if (i > 0)
        {
          world_bridge (world, SKEIN_BRIDGE_SHARED, 4 * WORLD_MB, i - 1, self->programs[i - 1].shared, i,
                        self->programs[i].shared);
          world_bridge (world, SKEIN_BRIDGE_COPY, 33 * WORLD_MB, i - 1, self->programs[i - 1].heap, i,
                        self->programs[i].heap);
        }
    }

  self->report = world_report (world);
  self->houses = skein_houses_new (self->report, world->residents, 0, NULL, 0);
  self->palette = skein_palette_new (false, false, 1.0);
  self->scene = skein_houses_scene_new ();
  self->scene->houses = self->houses;
  self->scene->palette = self->palette;
  self->scene->text = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  self->scene->width = 900;
  self->scene->height = 800;
  self->surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, MOST_WIDTH, MOST_HEIGHT);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  cairo_surface_destroy (self->surface);
  skein_houses_scene_free (self->scene);
  skein_palette_free (self->palette);
  skein_houses_free (self->houses);
  skein_memory_report_unref (self->report);
  world_end (&self->world);
}

static void
set_font (Fixture    *self,
          const char *name)
{
  PangoFontDescription *font = pango_font_description_from_string (name);

  pango_context_set_font_description (self->scene->text, font);
  pango_font_description_free (font);
}

static cairo_rectangle_int_t
box_of (Fixture        *self,
        SkeinHousePart  part,
        uint32_t        house,
        uint32_t        index)
{
  SkeinHousesSpot spot = { part, house, index };
  cairo_rectangle_int_t box = { 0 };

  g_assert_true (skein_houses_scene_get_box (self->scene, &spot, &box));

  return box;
}

static void
assert_within (const cairo_rectangle_int_t *box,
               int                          left,
               int                          right)
{
  g_assert_cmpint (box->x, >=, left);
  g_assert_cmpint (box->x + box->width, <=, right);
  g_assert_cmpint (box->width, >, 0);
  g_assert_cmpint (box->height, >, 0);
}

/* Nothing lies over anything else, whatever the width and the font. */
static void
assert_layout (Fixture *self)
{
  int before = -1;

  skein_houses_scene_layout (self->scene);

  for (uint32_t i = 0; i < self->houses->n_houses; i++)
    {
      const SkeinHouse *house = &self->houses->houses[i];
      cairo_rectangle_int_t head = box_of (self, SKEIN_HOUSE_PART_HOUSE, i, 0);
      int below = self->scene->floors_y;

      g_assert_cmpint (head.x, >, before);
      before = head.x + head.width;

      for (uint32_t k = 0; k < house->n_inhabitants; k++)
        {
          cairo_rectangle_int_t pill = box_of (self, SKEIN_HOUSE_PART_INHABITANT, i, k);

          assert_within (&pill, head.x, head.x + head.width);
          g_assert_cmpint (pill.y + pill.height, <=, self->scene->floors_y);
        }

      for (uint32_t k = 0; k < house->n_floors; k++)
        {
          cairo_rectangle_int_t floor = box_of (self, SKEIN_HOUSE_PART_FLOOR, i, k);

          assert_within (&floor, head.x, head.x + head.width);
          g_assert_cmpint (floor.y, >=, below);
          g_assert_cmpint (floor.height, >=, self->scene->line_height);
          below = floor.y + floor.height + (house->floors[k].gap_text != NULL ? self->scene->small_height : 1);
        }

      g_assert_cmpint (below, <=, self->scene->content_height);
    }
}

static void
test_layout (Fixture       *self,
             gconstpointer  data)
{
  int widths[] = { 200, 360, 700, 1300, 2000 };
  const char *fonts[] = { "Sans 10", "Sans 20" };

  for (size_t font = 0; font < G_N_ELEMENTS (fonts); font++)
    {
      set_font (self, fonts[font]);
      for (size_t i = 0; i < G_N_ELEMENTS (widths); i++)
        {
          self->scene->width = widths[i];
          assert_layout (self);
        }
    }
}

static void
test_wide_shows_all (Fixture       *self,
                     gconstpointer  data)
{
  self->scene->width = 2000;
  skein_houses_scene_layout (self->scene);
  g_assert_cmpint (self->scene->content_width, <=, self->scene->width);

  /* Six and no more lie side by side where each can be read. */
  self->scene->width = 360;
  skein_houses_scene_layout (self->scene);
  if (self->houses->n_houses > 2)
    g_assert_cmpint (self->scene->content_width, >, self->scene->width);
}

/* Where bridges and houses want the same room, what a house says of its memory is not cut. */
static void
test_memory_is_not_cut (Fixture       *self,
                        gconstpointer  data)
{
  const SkeinHouse *house = &self->houses->houses[0];
  g_autoptr (PangoLayout) layout = pango_layout_new (self->scene->text);
  int width;

  g_free (self->houses->houses[0].share);
  self->houses->houses[0].share = g_strdup ("999.9 MB of all that it shares with the others");
  pango_layout_set_text (layout, house->share, -1);
  pango_layout_get_pixel_size (layout, &width, NULL);

  self->scene->width = 500;
  skein_houses_scene_layout (self->scene);
  /* It is written smaller than it is measured here. */
  g_assert_cmpint (self->scene->house_width, >=, width * 4 / 5);
  g_assert_cmpint (self->scene->house_width, <=, 500);
}

static void
test_heights (Fixture       *self,
              gconstpointer  data)
{
  uint32_t heap = 2;

  skein_houses_scene_layout (self->scene);

  /* 64 MiB are higher than 12 kB, and what is as large is as high. */
  g_assert_cmpint (box_of (self, SKEIN_HOUSE_PART_FLOOR, 0, heap).height, >,
                   box_of (self, SKEIN_HOUSE_PART_FLOOR, 0, 1).height + self->scene->line_height);
  g_assert_cmpint (box_of (self, SKEIN_HOUSE_PART_FLOOR, 0, heap).height, ==,
                   box_of (self, SKEIN_HOUSE_PART_FLOOR, 1, heap).height);

  /* Where it is tight they shrink, and then it scrolls. */
  self->scene->height = 300;
  skein_houses_scene_layout (self->scene);
  g_assert_cmpint (self->scene->content_height, >, 300);
  g_assert_cmpint (skein_houses_scene_natural_height (self->scene), >, self->scene->content_height);
}

static void
test_joined_lie_level (Fixture       *self,
                       gconstpointer  data)
{
  skein_houses_scene_layout (self->scene);

  for (uint32_t i = 0; i < self->houses->n_joins; i++)
    {
      const SkeinJoin *join = &self->houses->joins[i];
      cairo_rectangle_int_t line = box_of (self, SKEIN_HOUSE_PART_JOIN, join->house, i);
      cairo_rectangle_int_t one = box_of (self, SKEIN_HOUSE_PART_FLOOR, join->house, join->floor);
      cairo_rectangle_int_t other = box_of (self, SKEIN_HOUSE_PART_FLOOR, join->other_house, join->other_floor);

      g_assert_cmpint (one.y, ==, other.y);
      g_assert_cmpint (line.x, ==, one.x + one.width);
      g_assert_cmpint (line.x + line.width, ==, other.x);
      g_assert_cmpint (line.y + line.height / 2, >=, one.y);
      g_assert_cmpint (line.y + line.height / 2, <, one.y + MIN (one.height, other.height));
    }
}

static void
assert_hit (Fixture        *self,
            double          x,
            double          y,
            SkeinHousePart  part,
            uint32_t        house,
            uint32_t        index)
{
  SkeinHousesSpot spot = skein_houses_scene_hit (self->scene, x, y);

  g_assert_cmpint (spot.part, ==, part);
  if (part == SKEIN_HOUSE_PART_NONE)
    return;

  g_assert_cmpuint (spot.house, ==, house);
  if (part != SKEIN_HOUSE_PART_HOUSE)
    g_assert_cmpuint (spot.index, ==, index);
}

static void
assert_hit_box (Fixture        *self,
                SkeinHousePart  part,
                uint32_t        house,
                uint32_t        index)
{
  cairo_rectangle_int_t box = box_of (self, part, house, index);

  assert_hit (self, box.x + box.width / 2.0, box.y + box.height / 2.0, part, house, index);
}

static void
test_hit (Fixture       *self,
          gconstpointer  data)
{
  skein_houses_scene_layout (self->scene);

  for (uint32_t i = 0; i < self->houses->houses[1].n_floors; i++)
    assert_hit_box (self, SKEIN_HOUSE_PART_FLOOR, 1, i);
  for (uint32_t i = 0; i < 4; i++)
    assert_hit_box (self, SKEIN_HOUSE_PART_INHABITANT, 0, i);
  assert_hit_box (self, SKEIN_HOUSE_PART_GAP, 0, 1);
  assert_hit (self, 20, 12, SKEIN_HOUSE_PART_HOUSE, 0, 0);
  assert_hit (self, -5, 12, SKEIN_HOUSE_PART_NONE, 0, 0);
  assert_hit (self, 20, 5000, SKEIN_HOUSE_PART_NONE, 0, 0);

  for (uint32_t i = 0; i < self->houses->n_joins; i++)
    {
      cairo_rectangle_int_t box = box_of (self, SKEIN_HOUSE_PART_JOIN, self->houses->joins[i].house, i);

      assert_hit_box (self, SKEIN_HOUSE_PART_JOIN, self->houses->joins[i].house, i);
      assert_hit (self, box.x + box.width / 2.0, box.y - 40, SKEIN_HOUSE_PART_NONE, 0, 0);
    }
}

/* What is found is where it is seen. */
static void
test_hit_scrolled (Fixture       *self,
                   gconstpointer  data)
{
  SkeinHousesSpot last = { SKEIN_HOUSE_PART_FLOOR, 1, self->houses->houses[1].n_floors - 1 };
  cairo_rectangle_int_t box;

  self->scene->width = 240;
  self->scene->height = 320;
  skein_houses_scene_layout (self->scene);
  g_assert_true (skein_houses_scene_reveal (self->scene, &last));
  g_assert_false (skein_houses_scene_reveal (self->scene, &last));

  box = box_of (self, last.part, last.house, last.index);
  g_assert_cmpint (box.y, >=, self->scene->floors_y);
  g_assert_cmpint (box.y + box.height, <=, self->scene->height);
  g_assert_cmpint (box.x, >=, 0);
  g_assert_cmpint (box.x + box.width, <=, self->scene->width);
  assert_hit_box (self, last.part, last.house, last.index);

  /* Heads stay where they are, over what scrolls. */
  assert_hit (self, box.x + 20, 12, SKEIN_HOUSE_PART_HOUSE, 1, 0);
}

static void
test_move (Fixture       *self,
           gconstpointer  data)
{
  SkeinHousesSpot spot = { 0 };

  skein_houses_scene_layout (self->scene);

  g_assert_true (skein_houses_scene_move (self->scene, &spot, 0, 1));
  g_assert_cmpint (spot.part, ==, SKEIN_HOUSE_PART_FLOOR);
  g_assert_cmpuint (spot.index, ==, 0);
  g_assert_false (skein_houses_scene_move (self->scene, &spot, 0, -1));
  g_assert_false (skein_houses_scene_move (self->scene, &spot, -1, 0));

  g_assert_true (skein_houses_scene_move (self->scene, &spot, 0, 2));
  g_assert_cmpstr (self->houses->houses[0].floors[spot.index].title, ==, "Heap");
  g_assert_true (skein_houses_scene_move (self->scene, &spot, 1, 0));
  g_assert_cmpuint (spot.house, ==, 1);
  g_assert_cmpstr (self->houses->houses[1].floors[spot.index].title, ==, "Heap");

  g_assert_true (skein_houses_scene_move (self->scene, &spot, 0, 1000));
  g_assert_cmpuint (spot.index, ==, self->houses->houses[1].n_floors - 1);
  g_assert_false (skein_houses_scene_move (self->scene, &spot, 0, 1));
}

static void
draw (Fixture *self)
{
  cairo_t *cr = cairo_create (self->surface);

  skein_houses_scene_draw (self->scene, cr);
  cairo_destroy (cr);
  cairo_surface_flush (self->surface);
}

static uint32_t
pixel (Fixture *self,
       int      x,
       int      y)
{
  const unsigned char *data = cairo_image_surface_get_data (self->surface);
  uint32_t value;

  memcpy (&value, data + (size_t) y * (size_t) cairo_image_surface_get_stride (self->surface) + 4 * (size_t) x,
          sizeof value);

  return value;
}

/* Rounding may differ by one. */
static bool
is_colour (uint32_t           value,
           const SkeinColour *colour)
{
  const float wanted[] = { colour->blue, colour->green, colour->red };

  for (int i = 0; i < 3; i++)
    {
      if (fabsf ((float) (value >> 8 * i & 0xff) - wanted[i] * 255.0f) > 1.5f)
        return false;
    }

  return value >> 24 == 0xff;
}

/* How many pixels of a row have that colour. */
static int
count_colour (Fixture           *self,
              const SkeinColour *colour,
              int                x,
              int                end,
              int                y)
{
  int n = 0;

  for (; x < end; x++)
    n += is_colour (pixel (self, x, y), colour);

  return n;
}

/* Of 64 MiB 31 are its own: so much of the bar is filled. */
static void
test_own_share (Fixture       *self,
                gconstpointer  data)
{
  SkeinColour own = skein_colour_of_process (0, false);
  cairo_rectangle_int_t box;
  int most = 0;

  skein_houses_scene_layout (self->scene);
  draw (self);
  box = box_of (self, SKEIN_HOUSE_PART_FLOOR, 0, 2);

  for (int y = box.y; y < box.y + box.height; y++)
    most = MAX (most, count_colour (self, &own, box.x, box.x + box.width, y));

  g_assert_cmpint (most, >, (box.width - 24) * 31 / 64 - 4);
  g_assert_cmpint (most, <, (box.width - 12) * 31 / 64 + 4);
}

/* A bridge that both write is thick and whole, one until written thin and broken. */
static void
test_join_styles (Fixture       *self,
                  gconstpointer  data)
{
  int whole = 0;
  int broken = 0;

  skein_houses_scene_layout (self->scene);
  draw (self);

  for (uint32_t i = 0; i < self->houses->n_joins; i++)
    {
      const SkeinJoin *join = &self->houses->joins[i];
      cairo_rectangle_int_t box = box_of (self, SKEIN_HOUSE_PART_JOIN, join->house, i);
      int y = box.y + box.height / 2;
      int drawn = 0;

      for (int x = box.x + 8; x < box.x + box.width - 8; x++)
        drawn += (pixel (self, x, y) >> 24) > 100 || (pixel (self, x, y - 1) >> 24) > 100;

      if (join->kind == SKEIN_JOIN_BOTH_WRITE)
        {
          g_assert_cmpint (drawn, ==, box.width - 16);
          g_assert_cmpuint (pixel (self, box.x + box.width / 2, y - 3) >> 24, >, 40);
          whole++;
        }
      else
        {
          g_assert_cmpint (drawn, >, (box.width - 16) / 3);
          g_assert_cmpint (drawn, <, box.width - 20);
          broken++;
        }
    }

  g_assert_cmpint (whole, >, 0);
  g_assert_cmpint (broken, >, 0);
}

/* Nothing is drawn outside of what was asked for. */
static void
test_clip (Fixture       *self,
           gconstpointer  data)
{
  self->scene->width = 300;
  self->scene->height = 300;
  skein_houses_scene_layout (self->scene);
  self->scene->scroll_y = 50;
  skein_houses_scene_layout (self->scene);
  draw (self);

  for (int i = 0; i < 600; i++)
    {
      g_assert_cmphex (pixel (self, 305, i), ==, 0);
      g_assert_cmphex (pixel (self, i, 305), ==, 0);
    }
}

/* The marks of a thread show the way to its stack. */
static void
test_marks (Fixture       *self,
            gconstpointer  data)
{
  SkeinHousesSpot thread = { SKEIN_HOUSE_PART_INHABITANT, 0, 1 };
  SkeinColour colour = skein_colour_of_thread (0, 1, false);
  cairo_rectangle_int_t stack;
  cairo_t *cr = cairo_create (self->surface);
  int n = 0;

  skein_houses_scene_layout (self->scene);
  stack = box_of (self, SKEIN_HOUSE_PART_FLOOR, 0, self->houses->houses[0].inhabitants[1].floor);
  skein_houses_scene_draw_marks (self->scene, cr, NULL, &thread);
  cairo_destroy (cr);
  cairo_surface_flush (self->surface);

  for (int x = stack.x - 10; x < stack.x; x++)
    n += is_colour (pixel (self, x, stack.y - 20), &colour);
  g_assert_cmpint (n, >, 0);
  g_assert_true (is_colour (pixel (self, stack.x + stack.width / 2, stack.y + 1), &colour));
}

#define ADD(path, n, function) \
  g_test_add ("/draw/houses-scene/" path, Fixture, GUINT_TO_POINTER (n), set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("layout", 2, test_layout);
  ADD ("layout/many", 8, test_layout);
  ADD ("layout/none", 0, test_layout);
  ADD ("wide-shows-all", 6, test_wide_shows_all);
  ADD ("memory-is-not-cut", 2, test_memory_is_not_cut);
  ADD ("heights", 2, test_heights);
  ADD ("joined-lie-level", 3, test_joined_lie_level);
  ADD ("hit", 2, test_hit);
  ADD ("hit-scrolled", 2, test_hit_scrolled);
  ADD ("move", 2, test_move);
  ADD ("own-share", 1, test_own_share);
  ADD ("join-styles", 2, test_join_styles);
  ADD ("clip", 3, test_clip);
  ADD ("marks", 1, test_marks);

  return g_test_run ();
}
