/* test-pages-grid.c - cells where they belong, with the textures of their pages
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "draw/pages-grid.h"

#include <math.h>
#include <string.h>

#define SIZE 400

typedef struct
{
  SkeinPageMap    *map;
  SkeinPalette    *palette;
  SkeinPagesGrid  *grid;
  cairo_surface_t *surface;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->map = skein_page_map_new ();
  self->palette = skein_palette_new (false, false, 1.0);
  self->grid = skein_pages_grid_new ();
  self->grid->map = self->map;
  self->grid->palette = self->palette;
  self->grid->text = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  self->grid->width = 300;
  self->grid->height = 300;
  self->surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, SIZE, SIZE);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  cairo_surface_destroy (self->surface);
  skein_pages_grid_free (self->grid);
  skein_palette_free (self->palette);
  skein_page_map_free (self->map);
}

/* The first @n_own are its own, the others shared. */
static void
fill (Fixture  *self,
      uint64_t  n,
      uint64_t  n_own)
{
  g_autofree uint8_t *bytes = g_malloc (n);
  SkeinPages pages = { .start = 0x1000, .page_size = 4096, .n_pages = n, .n_seen = n, .pages = bytes };

  memset (bytes, SKEIN_PAGE_SHARED, n);
  memset (bytes, SKEIN_PAGE_OWN, n_own);
  skein_page_map_update (self->map, &pages);
  skein_pages_grid_layout (self->grid);
}

static void
test_all_pages_fit (Fixture       *self,
                    gconstpointer  data)
{
  uint64_t counts[] = { 1, 10, 500, 5000, 262144 };
  int widths[] = { 60, 130, 300 };

  for (size_t i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      for (size_t k = 0; k < G_N_ELEMENTS (widths); k++)
        {
          cairo_rectangle_int_t box;

          self->grid->width = widths[k];
          fill (self, counts[i], 0);
          g_assert_cmpuint ((uint64_t) self->map->n_cells * self->map->pages_per_cell, >=, counts[i]);
          g_assert_true (skein_pages_grid_get_box (self->grid, self->map->n_cells - 1, &box));
          g_assert_false (skein_pages_grid_get_box (self->grid, self->map->n_cells, &box));
          g_assert_cmpint (self->grid->n_columns * self->grid->cell, <=, widths[k]);
          g_assert_cmpint (box.y + box.height, <=, self->grid->legend_y);
          g_assert_cmpint (self->grid->legend_y, <, self->grid->height);
          g_assert_cmpint (box.width, >=, 4);
        }
    }

  /* A few pages are not put together. */
  self->grid->width = 300;
  fill (self, 300, 0);
  g_assert_cmpuint (self->map->pages_per_cell, ==, 1);
}

static void
test_hit (Fixture       *self,
          gconstpointer  data)
{
  fill (self, 301, 0);

  for (uint32_t i = 0; i < self->map->n_cells; i++)
    {
      cairo_rectangle_int_t box;

      g_assert_true (skein_pages_grid_get_box (self->grid, i, &box));
      g_assert_cmpuint (skein_pages_grid_hit (self->grid, box.x + 1, box.y + 1), ==, i);
    }

  g_assert_cmpuint (skein_pages_grid_hit (self->grid, -1, self->grid->cells_y + 1), ==, UINT32_MAX);
  g_assert_cmpuint (skein_pages_grid_hit (self->grid, 1, 1), ==, UINT32_MAX);
  g_assert_cmpuint (skein_pages_grid_hit (self->grid, 1, self->grid->legend_y + 1), ==, UINT32_MAX);
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

/* Rows of a cell from the bottom up that are filled as its own. */
static int
own_height (Fixture  *self,
            uint32_t  cell)
{
  SkeinColour own = skein_colour_of_process (0, false);
  cairo_rectangle_int_t box;
  int height = 0;

  skein_pages_grid_get_box (self->grid, cell, &box);
  while (height < box.height && is_colour (pixel (self, box.x + 1, box.y + box.height - 1 - height), &own))
    height++;

  return height;
}

static void
test_shares (Fixture       *self,
             gconstpointer  data)
{
  cairo_rectangle_int_t box;
  cairo_t *cr = cairo_create (self->surface);
  uint64_t per_cell;

  fill (self, 32768, 0);
  per_cell = self->map->pages_per_cell;
  g_assert_cmpuint (per_cell, >, 1);
  fill (self, 32768, 5 * per_cell + per_cell / 2);
  skein_pages_grid_draw (self->grid, cr);
  cairo_destroy (cr);
  cairo_surface_flush (self->surface);

  skein_pages_grid_get_box (self->grid, 0, &box);
  g_assert_cmpint (own_height (self, 0), ==, box.height);
  g_assert_cmpint (own_height (self, 4), ==, box.height);
  g_assert_cmpint (own_height (self, 5), >=, box.height / 2);
  g_assert_cmpint (own_height (self, 5), <=, box.height / 2 + 1);
  g_assert_cmpint (own_height (self, 6), ==, 0);
}

/* One page of its own among many that are shared is seen. */
static void
test_few_are_seen (Fixture       *self,
                   gconstpointer  data)
{
  cairo_t *cr = cairo_create (self->surface);

  fill (self, 262144, 1);
  skein_pages_grid_draw (self->grid, cr);
  cairo_destroy (cr);
  cairo_surface_flush (self->surface);
  g_assert_cmpint (own_height (self, 0), ==, 1);
}

/* The curve rises with the own pages, and is broken where nobody looked. */
static void
test_past (Fixture       *self,
           gconstpointer  data)
{
  g_autofree SkeinPagePast *past = g_new0 (SkeinPagePast, 1);
  SkeinColour own = { 1.0f, 0.0f, 0.0f, 1.0f };
  cairo_rectangle_int_t box = { 0, 0, 300, 100 };
  cairo_t *cr = cairo_create (self->surface);
  int heights[3];
  int at[] = { 60, 150, 290 };

  for (int i = 0; i <= 100; i++)
    {
      if (i < 40 || i > 60)
        skein_page_past_add (past, i * 100, (uint64_t) i, 0);
    }

  skein_pages_draw_past (past, cr, self->palette, 10000, 500, 100, &own, &box);
  cairo_destroy (cr);
  cairo_surface_flush (self->surface);

  for (int i = 0; i < 3; i++)
    {
      heights[i] = 0;
      for (int y = 0; y < 100; y++)
        heights[i] += (pixel (self, at[i], y) >> 16 & 0xff) > 40;
    }

  g_assert_cmpint (heights[0], >, 15);
  g_assert_cmpint (heights[0], <, 25);
  g_assert_cmpint (heights[1], ==, 0);
  g_assert_cmpint (heights[2], >, 90);
}

#define ADD(path, function) g_test_add ("/draw/pages-grid/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("all-pages-fit", test_all_pages_fit);
  ADD ("hit", test_hit);
  ADD ("shares", test_shares);
  ADD ("few-are-seen", test_few_are_seen);
  ADD ("past", test_past);

  return g_test_run ();
}
