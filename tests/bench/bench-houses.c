/* bench-houses.c - a frame of houses costs what is seen of it, not how many regions there are
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "draw/houses-scene.h"

#include "base/clock.h"

#include "../unit/memory-world.h"

#define N_HOUSES  6
#define N_THREADS 60
#define MANY      10000
#define FEW       500
#define WIDTH     1400
#define HEIGHT    900
#define N_REPEATS 15

/* At 60 frames a second. */
#define FRAME_MS 16.0

typedef struct
{
  World              world;
  SkeinMemoryReport *report;
  SkeinHouses       *houses;
  SkeinPalette      *palette;
  SkeinHousesScene  *scene;
  cairo_surface_t   *surface;
  double             build_ms;
} Frame;

static double
since (int64_t before_ns)
{
  return (double) (skein_clock_thread_cpu_ns () - before_ns) / 1e6;
}

/* As a browser has them: allocations, libraries, files and shared memory in turns. */
static void
map_regions (World    *world,
             uint32_t  space,
             uint32_t  n)
{
  static const SkeinRegionKind kinds[] = { SKEIN_REGION_ANONYMOUS, SKEIN_REGION_LIBRARY, SKEIN_REGION_FILE,
                                           SKEIN_REGION_SHARED, SKEIN_REGION_ANONYMOUS };
  static const unsigned access[SKEIN_N_REGION_KINDS] = {
    [SKEIN_REGION_ANONYMOUS] = RW,
    [SKEIN_REGION_LIBRARY] = RX,
    [SKEIN_REGION_FILE] = RW,
    [SKEIN_REGION_SHARED] = RWS,
  };
  uint64_t address = UINT64_C (1) << 32;

  for (uint32_t i = 0; i < n; i++)
    {
      SkeinRegionKind kind = kinds[i * 7919 / 8 % G_N_ELEMENTS (kinds)];
      g_autofree char *name = g_strdup_printf ("/usr/lib/lib%u.so.1", i / 4 % 300);
      uint64_t size = (uint64_t) (1 + i * 31 % 97) * 4096;

      world_map (world, space, (WorldRegion) { address, size, kind, access[kind], (int64_t) size / 2, size / 4, 0,
                                               kind == SKEIN_REGION_ANONYMOUS ? NULL : name });
      address += size + (i % 50 == 0 ? 100 * WORLD_MB : 4096);
    }
}

static void
frame_set_up (Frame    *self,
              uint32_t  n_regions)
{
  int64_t before_ns;

  world_begin (&self->world);
  for (uint32_t i = 0; i < N_HOUSES; i++)
    {
      world_add (&self->world, 1000 * (pid_t) (i + 1), "browser", N_THREADS);
      map_regions (&self->world, i, n_regions);
      for (uint32_t k = 0; i > 0 && k < n_regions; k += 3)
        world_bridge (&self->world, SKEIN_BRIDGE_FILE, 4096, i - 1, k, i, k);
    }

  self->report = world_report (&self->world);
  before_ns = skein_clock_thread_cpu_ns ();
  self->houses = skein_houses_new (self->report, self->world.residents, 0, NULL, 0);
  self->build_ms = since (before_ns);

  self->palette = skein_palette_new (false, false, 1.0);
  self->scene = skein_houses_scene_new ();
  self->scene->houses = self->houses;
  self->scene->palette = self->palette;
  self->scene->text = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  self->scene->width = WIDTH;
  self->scene->height = HEIGHT;
  skein_houses_scene_layout (self->scene);
  self->surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
}

static void
frame_tear_down (Frame *self)
{
  cairo_surface_destroy (self->surface);
  skein_houses_scene_free (self->scene);
  skein_palette_free (self->palette);
  skein_houses_free (self->houses);
  skein_memory_report_unref (self->report);
  world_end (&self->world);
}

/* The least of several, at different heights: what others do on the machine only adds. */
static double
draw_ms (Frame *self)
{
  double best = G_MAXDOUBLE;

  for (int i = 0; i < N_REPEATS; i++)
    {
      cairo_t *cr = cairo_create (self->surface);
      int64_t before_ns = skein_clock_thread_cpu_ns ();

      skein_houses_scene_draw (self->scene, cr);
      best = MIN (best, since (before_ns));
      cairo_destroy (cr);
    }

  return best;
}

static void
test_regions (void)
{
  Frame few = { 0 };
  Frame many = { 0 };
  double few_ms;
  double many_ms;

  frame_set_up (&few, FEW);
  frame_set_up (&many, MANY);
  few_ms = draw_ms (&few);
  many_ms = draw_ms (&many);

  g_test_message ("a frame of %d houses: %.1f ms with %d regions each, %.1f ms with %d; made in %.1f and %.1f ms",
                  N_HOUSES, few_ms, FEW, many_ms, MANY, few.build_ms, many.build_ms);
  g_assert_cmpfloat (many_ms, <, FRAME_MS);
  g_assert_cmpfloat (many_ms, <, 2.0 * few_ms + 0.5);

  frame_tear_down (&few);
  frame_tear_down (&many);
}

/* All of them one by one: only what is seen is drawn. */
static void
test_opened (void)
{
  Frame frame = { 0 };
  SkeinOpenFloor opened[N_HOUSES * SKEIN_HOUSES_FLOORS];
  size_t n = 0;
  int64_t before_ns;
  double closed_ms;
  double opened_ms;
  double build_ms;

  frame_set_up (&frame, MANY);
  closed_ms = draw_ms (&frame);

  for (uint32_t i = 0; i < N_HOUSES; i++)
    {
      for (uint32_t k = 0; k < frame.houses->houses[i].n_floors; k++)
        opened[n++] = (SkeinOpenFloor) { frame.houses->houses[i].process, frame.houses->houses[i].floors[k].start };
    }

  skein_houses_free (frame.houses);
  before_ns = skein_clock_thread_cpu_ns ();
  frame.houses = skein_houses_new (frame.report, frame.world.residents, 0, opened, n);
  build_ms = since (before_ns);
  frame.scene->houses = frame.houses;
  skein_houses_scene_layout (frame.scene);
  frame.scene->scroll_y = frame.scene->content_height / 2;
  opened_ms = draw_ms (&frame);

  g_test_message ("%d floors in each: %.1f ms, with %u: %.1f ms; made in %.1f ms",
                  SKEIN_HOUSES_FLOORS, closed_ms, frame.houses->houses[0].n_floors, opened_ms, build_ms);
  g_assert_cmpuint (frame.houses->houses[0].n_floors, ==, MANY);
  g_assert_cmpfloat (opened_ms, <, FRAME_MS);

  frame_tear_down (&frame);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/bench/houses/regions", test_regions);
  g_test_add_func ("/bench/houses/opened", test_opened);

  return g_test_run ();
}
