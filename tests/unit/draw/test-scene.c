/* test-scene.c - what is drawn where, and what lies under a point
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "draw/scene.h"
#include "present/axis-ticks.h"

#include <math.h>

#include "../stage.h"

#define WIDTH  700
#define HEIGHT 600

/* As wide as those of the window. */
#define TILE 8

/* Columns of 10 ms: an interval is ten pixels wide. */
#define COLUMN_NS (10 * TALE_MS)

#define N_BEFORE 20
#define GAP_NS   (500 * TALE_MS)

typedef struct
{
  Tale             tale;
  SkeinTimeline   *timeline;
  SkeinPalette    *palette;
  SkeinScene      *scene;
  SkeinColumns     columns;
  cairo_surface_t *surface;
  double           busy[TALE_MAX_CORES];
} Fixture;

static const TaleThread threads[] = {
  { 10, 10, "runner", 1.0, 0.0, 'R', 0, false },
  { 10, 11, "half", 0.5, 0.5, 'R', 1, false },
  { 10, 12, "sleeper", 0.0, 0.0, 'S', -1, false },
  { 10, 13, "disk", 0.0, 0.0, 'D', -1, false },
  { 20, 20, "other", 0.3, 0.0, 'S', 1, false },
};

/* Two seconds, half a second that nobody measured, and half a second more. */
static void
tell (Tale *tale,
      int   n_cores)
{
  tale_begin (tale, (unsigned) n_cores);
  for (int i = 0; i < N_BEFORE; i++)
    tale_tell (tale, TALE_INTERVAL, threads, G_N_ELEMENTS (threads));
  tale->now_ns += GAP_NS;
  tale_tell (tale, 0, threads, G_N_ELEMENTS (threads));
  for (int i = 0; i < 5; i++)
    tale_tell (tale, TALE_INTERVAL, threads, G_N_ELEMENTS (threads));
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  int n_cores = GPOINTER_TO_INT (data);
  SkeinId process;
  int64_t start_ns;
  int64_t end_ns;

  tell (&self->tale, n_cores);
  skein_store_get_extent (self->tale.store, &start_ns, &end_ns);

  self->timeline = skein_timeline_new ();
  process = tale_process_id (&self->tale, 10);
  skein_timeline_set_processes (self->timeline, &process, 1);
  skein_timeline_update (self->timeline, self->tale.store, start_ns, end_ns);

  self->palette = skein_palette_new (false, false, 1.0);
  self->scene = stage_scene_new (&self->tale, self->timeline, self->palette, (uint16_t) n_cores, WIDTH, HEIGHT);

  self->columns = (SkeinColumns) {
    .start_ns = start_ns,
    .column_ns = COLUMN_NS,
    .n = self->scene->columns_width,
    .until_ns = end_ns,
    .tick_ns = 100 * SKEIN_NS_PER_S, /* out of the way */
  };
  self->surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  cairo_surface_destroy (self->surface);
  skein_scene_free (self->scene);
  skein_palette_free (self->palette);
  skein_timeline_free (self->timeline);
  tale_end (&self->tale);
}

static void
draw (Fixture *self)
{
  cairo_t *cr = cairo_create (self->surface);

  cairo_translate (cr, self->scene->names_width, 0);
  skein_scene_draw_columns (self->scene, cr, &self->columns);
  skein_scene_draw_labels (self->scene, cr, &self->columns);
  cairo_destroy (cr);
  cairo_surface_flush (self->surface);
}

static uint32_t
pixel (Fixture *self,
       int      column,
       int      y)
{
  const unsigned char *data = cairo_image_surface_get_data (self->surface);
  uint32_t value;

  memcpy (&value, data + (size_t) y * (size_t) cairo_image_surface_get_stride (self->surface) +
                    4 * (size_t) (self->scene->names_width + column), sizeof value);

  return value;
}

static uint32_t
colour_value (const SkeinColour *colour)
{
  return 0xff000000u | (uint32_t) lroundf (colour->red * 255.0f) << 16 |
         (uint32_t) lroundf (colour->green * 255.0f) << 8 | (uint32_t) lroundf (colour->blue * 255.0f);
}

/* cairo rounds in its own way. */
static bool
is_same (uint32_t a,
         uint32_t b)
{
  for (int shift = 0; shift < 32; shift += 8)
    {
      if (abs ((int) (a >> shift & 0xff) - (int) (b >> shift & 0xff)) > 1)
        return false;
    }

  return true;
}

/* How many pixels of a column of a lane are of @value. */
static int
count (Fixture  *self,
       int       lane,
       int       column,
       uint32_t  value)
{
  int top = self->scene->lane_stripe.y + g_array_index (self->scene->lane_tops, int, lane);
  int n = 0;

  for (int y = top; y < top + self->scene->lane_height; y++)
    n += is_same (pixel (self, column, y), value);

  return n;
}

static uint32_t
thread_value (pid_t tid)
{
  SkeinTaskKey key = { .pid = 10, .tid = tid };
  SkeinColour colour = skein_colour_of_thread (0, skein_lane_shade (&key), false);

  return colour_value (&colour);
}

static int
bar_height (Fixture *self)
{
  return self->scene->lane_height - 6;
}

static void
test_running (Fixture       *self,
              gconstpointer  data)
{
  draw (self);

  g_assert_cmpint (count (self, 0, 50, thread_value (10)), ==, bar_height (self));
  g_assert_cmpint (abs (count (self, 1, 50, thread_value (11)) - bar_height (self) / 2), <=, 1);
  g_assert_cmpint (count (self, 2, 50, thread_value (12)), ==, 0);
}

/* Above the run bar: pale, hatched, outlined. The strokes move from column to column. */
static void
test_ready (Fixture       *self,
            gconstpointer  data)
{
  int bottom = self->scene->lane_stripe.y + g_array_index (self->scene->lane_tops, int, 2) - 4;
  int middle_of_ready = bottom - bar_height (self) * 3 / 4;
  uint32_t outline = colour_value (&self->palette->ready);
  int n_kinds = 0;

  draw (self);

  /* The run bar is at the bottom and ready above, not the other way round. */
  g_assert_true (is_same (pixel (self, 50, bottom), thread_value (11)));
  g_assert_true (is_same (pixel (self, 50, bottom - bar_height (self) + 1), outline));

  for (int x = 50; x < 58; x++)
    {
      g_assert_false (is_same (pixel (self, x, middle_of_ready), thread_value (11)));
      g_assert_cmpuint (pixel (self, x, middle_of_ready) >> 24, >, 0);
      n_kinds += pixel (self, x, middle_of_ready) != pixel (self, x + 1, middle_of_ready);
    }
  g_assert_cmpint (n_kinds, >, 1);

  /* The texture joins where tiles of 64 columns meet. */
  g_assert_cmphex (pixel (self, 30, middle_of_ready), ==, pixel (self, 30 + 64, middle_of_ready));
}

/* Waiting is a thin line; waiting for a disk is higher, broken, and of another colour. */
static void
test_waiting (Fixture       *self,
              gconstpointer  data)
{
  int sleeper = 0;
  int disk_most = 0;
  int disk_least = G_MAXINT;

  draw (self);

  sleeper = count (self, 2, 50, colour_value (&self->palette->waiting));
  for (int x = 50; x < 54; x++)
    {
      disk_most = MAX (disk_most, count (self, 3, x, colour_value (&self->palette->disk)));
      disk_least = MIN (disk_least, count (self, 3, x, colour_value (&self->palette->disk)));
    }

  g_assert_cmpint (sleeper, ==, 1);
  g_assert_cmpint (disk_most, >, 2);
  g_assert_cmpint (disk_least, ==, 0);
}

/* How many pixels of the upper part of a lane, above the line of its waits, are drawn on. */
static int
count_words (Fixture *self,
             int      lane,
             int      first,
             int      end)
{
  int top = self->scene->lane_stripe.y + g_array_index (self->scene->lane_tops, int, lane);
  int n = 0;

  for (int x = first; x < end; x++)
    for (int y = top; y < top + self->scene->lane_height / 2 - 2; y++)
      n += pixel (self, x, y) != 0;

  return n;
}

/* Above its line stands what it waits for, once somebody looked, and as far as it is the same wait. */
static void
test_wait_words (Fixture       *self,
                 gconstpointer  data)
{
  int64_t after_gap_ns = self->columns.start_ns + N_BEFORE * TALE_INTERVAL + GAP_NS;
  TaleThread looked_at[G_N_ELEMENTS (threads)];

  /* Words stand at places of 256 columns: one of them has to lie behind the gap. */
  self->columns.column_ns = COLUMN_NS / 8;
  self->columns.labels_until_ns = INT64_MAX;
  self->columns.start_ns = after_gap_ns;
  draw (self);
  g_assert_cmpint (count_words (self, 2, 0, self->columns.n), ==, 0);

  memcpy (looked_at, threads, sizeof threads);
  looked_at[2].wchan = "pipe_read";
  tale_tell (&self->tale, TALE_INTERVAL, looked_at, G_N_ELEMENTS (threads));
  tale_tell (&self->tale, TALE_INTERVAL, threads, G_N_ELEMENTS (threads));
  self->columns.until_ns = self->tale.now_ns;
  draw (self);
  g_assert_cmpint (count_words (self, 2, 0, self->columns.n), >, 20);

  /* Before the gap it may have waited for something else. */
  cairo_surface_destroy (self->surface);
  self->surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  self->columns.start_ns = after_gap_ns - GAP_NS - self->columns.n * self->columns.column_ns;
  draw (self);
  g_assert_cmpint (count_words (self, 2, 0, self->columns.n), ==, 0);
}

/* Where nobody looked there is no state of any lane, only sparse dots. */
static void
test_gap (Fixture       *self,
          gconstpointer  data)
{
  int first = N_BEFORE * 10 + 2;
  int last = first + (int) (GAP_NS / COLUMN_NS) - 4;
  int n_dots = 0;

  draw (self);

  for (int x = first; x < last; x++)
    {
      for (int lane = 0; lane < 4; lane++)
        {
          int top = self->scene->lane_stripe.y + g_array_index (self->scene->lane_tops, int, lane);

          g_assert_cmpint (count (self, lane, x, thread_value (10 + lane)), ==, 0);
          for (int y = top; y < top + self->scene->lane_height; y++)
            n_dots += pixel (self, x, y) != 0;
        }
    }

  g_assert_cmpint (n_dots, >, 0);
  g_assert_cmpint (n_dots, <, (last - first) * 4 * self->scene->lane_height / 10);

  /* And after it there is. */
  g_assert_cmpint (count (self, 0, last + 20, thread_value (10)), ==, bar_height (self));
}

/* What did not happen yet is empty. */
static void
test_future (Fixture       *self,
             gconstpointer  data)
{
  int now = (int) ((self->columns.until_ns - self->columns.start_ns) / COLUMN_NS);

  draw (self);

  g_assert_cmpint (now, <, self->columns.n);
  for (int y = self->scene->core_stripe.y; y < HEIGHT; y++)
    g_assert_cmphex (pixel (self, now, y), ==, 0);
  g_assert_cmpint (count (self, 0, now - 1, thread_value (10)), ==, bar_height (self));
}

/* A thread that was watched: bars of a millisecond, as high as their share of it, and rest between
 * them. None of them is a slice: it has no corners, no words, and no room behind it. */
static void
test_shares (Fixture       *self,
             gconstpointer  data)
{
  int64_t start_ns = self->columns.start_ns + 500 * SKEIN_NS_PER_MS;
  const SkeinShare shares[] = {
    { start_ns + 2 * SKEIN_NS_PER_MS, SKEIN_NS_PER_MS, SKEIN_NS_PER_MS, 0, 1, 0 },
    { start_ns + 3 * SKEIN_NS_PER_MS, SKEIN_NS_PER_MS, SKEIN_NS_PER_MS / 4, 0, 1, 0 },
  };
  GArray *array = g_array_new (FALSE, FALSE, sizeof (SkeinShare));
  g_autoptr (SkeinShareBatch) batch = NULL;
  SkeinTaskInfo half;

  g_assert_true (skein_store_get_info (self->tale.store, tale_thread_id (&self->tale, 10, 11), &half));
  g_array_append_vals (array, shares, G_N_ELEMENTS (shares));
  batch = skein_share_batch_new_take (start_ns, start_ns + 10 * SKEIN_NS_PER_MS, SKEIN_NS_PER_MS, &half.key, 1, array);
  skein_store_append_shares (self->tale.store, batch);

  /* Ten columns to a millisecond. */
  self->columns.start_ns = start_ns;
  self->columns.column_ns = SKEIN_NS_PER_MS / 10;
  draw (self);

  for (int x = 0; x < 10; x++)
    {
      g_assert_cmpint (count (self, 1, x, thread_value (11)), ==, 0);
      g_assert_cmpint (count (self, 1, x + 10, thread_value (11)), ==, bar_height (self));
      g_assert_cmpint (abs (count (self, 1, x + 20, thread_value (11)) - bar_height (self) / 4), <=, 1);
    }

  g_assert_cmpint (count (self, 1, 50, thread_value (11)), ==, 0);
  g_assert_cmpint (count (self, 1, 50, colour_value (&self->palette->waiting)), ==, 1);

  /* Where it was not watched the samples tell. */
  g_assert_cmpint (abs (count (self, 1, 110, thread_value (11)) - bar_height (self) / 2), <=, 1);
}

/* On core 1 the selected process has half, another one 30 %: below the colour, above it grey. */
static void
test_core (Fixture       *self,
           gconstpointer  data)
{
  SkeinColour process = skein_colour_of_process (0, false);
  int top = self->scene->core_stripe.y + self->scene->core_height;
  int height = self->scene->core_height - 4;
  int coloured = 0;
  int grey = 0;

  draw (self);

  for (int y = top; y < top + height; y++)
    {
      coloured += is_same (pixel (self, 50, y), colour_value (&process));
      grey += is_same (pixel (self, 50, y), colour_value (&self->palette->rest));
    }

  g_assert_cmpint (abs (coloured - height * 5 / 10), <=, 1);
  g_assert_cmpint (abs (grey - height * 3 / 10), <=, 1);
  g_assert_true (is_same (pixel (self, 50, top + height - 1), colour_value (&process)));
  g_assert_cmphex (pixel (self, 50, top), !=, 0); /* idle is a track, and not a gap */
}

static void
test_by_state (Fixture       *self,
               gconstpointer  data)
{
  self->scene->by_state = true;
  draw (self);

  g_assert_cmpint (count (self, 0, 50, colour_value (&self->palette->running)), ==, bar_height (self));
}

/* Drawn in tiles or at once, it is the same picture. */
static void
test_tiles (Fixture       *self,
            gconstpointer  data)
{
  g_autofree uint32_t *whole = g_new (uint32_t, WIDTH * HEIGHT);
  cairo_t *cr;

  draw (self);
  memcpy (whole, cairo_image_surface_get_data (self->surface), WIDTH * HEIGHT * sizeof *whole);

  cairo_surface_destroy (self->surface);
  self->surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cr = cairo_create (self->surface);

  for (int x = 0; x < self->columns.n; x += TILE)
    {
      SkeinColumns tile = self->columns;

      tile.start_ns += x * COLUMN_NS;
      tile.n = MIN (TILE, self->columns.n - x);
      cairo_save (cr);
      cairo_translate (cr, self->scene->names_width + x, 0);
      cairo_rectangle (cr, 0, 0, tile.n, HEIGHT);
      cairo_clip (cr);
      skein_scene_draw_columns (self->scene, cr, &tile);
      cairo_restore (cr);
    }

  cairo_destroy (cr);
  cairo_surface_flush (self->surface);

  /* Hatches keep to the surface in a window, but to the tile's corner here. */
  for (int x = 0; x < self->columns.n; x++)
    {
      for (int lane = 0; lane < 4; lane += 2)
        {
          int top = self->scene->lane_stripe.y + g_array_index (self->scene->lane_tops, int, lane);

          for (int y = top; y < top + self->scene->lane_height; y++)
            g_assert_cmphex (pixel (self, x, y), ==, whole[y * WIDTH + self->scene->names_width + x]);
        }
    }
}

static void
test_hit (Fixture       *self,
          gconstpointer  data)
{
  const SkeinScene *scene = self->scene;
  int x = scene->names_width + 40;
  SkeinHit hit;

  hit = skein_scene_hit (scene, x, scene->axis.y + 1);
  g_assert_cmpint (hit.part, ==, SKEIN_PART_AXIS);
  g_assert_cmpint (hit.x, ==, 40);

  hit = skein_scene_hit (scene, x, scene->core_stripe.y + scene->core_height + 2);
  g_assert_cmpint (hit.part, ==, SKEIN_PART_CORE);
  g_assert_cmpint (hit.index, ==, 1);

  for (int lane = 0; lane < 4; lane++)
    {
      hit = skein_scene_hit (scene, 5, scene->lane_stripe.y + lane * scene->lane_height + 3);
      g_assert_cmpint (hit.part, ==, SKEIN_PART_LANE);
      g_assert_cmpint (hit.index, ==, lane);
      g_assert_true (hit.in_names);
    }

  hit = skein_scene_hit (scene, x, scene->once_stripe.y + 2);
  g_assert_cmpint (hit.part, ==, SKEIN_PART_ONCE);
  hit = skein_scene_hit (scene, x, scene->lane_heading.y + 2);
  g_assert_cmpint (hit.part, ==, SKEIN_PART_NONE);
  hit = skein_scene_hit (scene, -1, scene->once_stripe.y + 2);
  g_assert_cmpint (hit.part, ==, SKEIN_PART_NONE);
}

static void
test_hit_scrolled (Fixture       *self,
                   gconstpointer  data)
{
  SkeinHit hit;

  self->scene->height = 320;
  self->scene->lanes_scroll = G_MAXINT / 2;
  skein_scene_layout (self->scene);
  g_assert_cmpint (self->scene->lanes_scroll, ==, self->scene->lanes_content - self->scene->lane_stripe.height);
  g_assert_cmpint (self->scene->lanes_scroll, >, self->scene->lane_height / 2);

  hit = skein_scene_hit (self->scene, 300, self->scene->lane_stripe.y + self->scene->lane_stripe.height - 1);
  g_assert_cmpint (hit.index, ==, 3);
  g_assert_cmpint (hit.y + hit.height, ==, self->scene->lane_stripe.y + self->scene->lane_stripe.height);
}

/* Two hundred cores leave room for the lanes, and are reached by scrolling. */
static void
test_many_cores (Fixture       *self,
                 gconstpointer  data)
{
  SkeinHit hit;

  g_assert_cmpint (self->scene->core_height, ==, 8);
  g_assert_cmpint (self->scene->cores_content, ==, 200 * 8);
  g_assert_cmpint (self->scene->core_stripe.height, <, HEIGHT / 2);
  g_assert_cmpint (self->scene->lane_stripe.height, >=, self->scene->lane_height);
  g_assert_cmpint (self->scene->once_stripe.y + self->scene->once_stripe.height, <=, HEIGHT);

  self->scene->cores_scroll = G_MAXINT / 2;
  skein_scene_layout (self->scene);
  hit = skein_scene_hit (self->scene, 300, self->scene->core_stripe.y + self->scene->core_stripe.height - 1);
  g_assert_cmpint (hit.index, ==, 199);
  draw (self);
}

static void
test_most_demand (Fixture       *self,
                  gconstpointer  data)
{
  g_assert_cmpfloat_with_epsilon (skein_scene_most_demand (self->scene, &self->columns), 2.0, 0.01);

  self->scene->all_coloured = true;
  g_assert_cmpfloat (skein_scene_most_demand (self->scene, &self->columns), >, 2.2);
}

/* Which columns of the axis have something drawn in them. */
static void
draw_axis (Fixture *self,
           bool     inked[WIDTH])
{
  cairo_t *cr;

  cairo_surface_destroy (self->surface);
  self->surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cr = cairo_create (self->surface);
  cairo_translate (cr, self->scene->names_width, 0);
  skein_scene_draw_axis (self->scene, cr, &self->columns);
  cairo_destroy (cr);
  cairo_surface_flush (self->surface);

  for (int column = 0; column < self->scene->columns_width; column++)
    {
      inked[column] = false;
      for (int y = self->scene->axis.y; y < self->scene->core_stripe.y; y++)
        inked[column] |= pixel (self, column, y) != 0;
    }
}

/* Of a label over which something else lies nothing is left; the others stay as they are. */
static void
test_covered_axis (Fixture       *self,
                   gconstpointer  data)
{
  bool before[WIDTH];
  bool after[WIDTH];
  int64_t tick_ns;
  int reach = 75; /* pixels: half of what lies between two labels */
  int n_inked = 0;
  int middle;

  self->columns.tick_ns = 2 * reach * COLUMN_NS;
  tick_ns = skein_axis_first_tick (self->columns.start_ns, self->columns.tick_ns, 0);
  middle = (int) ((tick_ns - self->columns.start_ns) / COLUMN_NS) + 2 * reach;
  draw_axis (self, before);
  self->scene->axis_taken_x = middle;
  self->scene->axis_taken_width = 4;
  draw_axis (self, after);

  for (int column = 0; column < self->scene->columns_width; column++)
    {
      bool is_covered = ABS (column - middle) < reach;

      n_inked += is_covered && before[column];
      g_assert_cmpint (after[column], ==, before[column] && !is_covered);
    }

  g_assert_cmpint (n_inked, >, 10);
}

#define add(name, n_cores, function) \
  g_test_add ("/draw/scene/" name, Fixture, GINT_TO_POINTER (n_cores), set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("running", 2, test_running);
  add ("ready", 2, test_ready);
  add ("waiting", 2, test_waiting);
  add ("wait-words", 2, test_wait_words);
  add ("gap", 2, test_gap);
  add ("shares", 2, test_shares);
  add ("future", 2, test_future);
  add ("core", 2, test_core);
  add ("by-state", 2, test_by_state);
  add ("tiles", 2, test_tiles);
  add ("hit", 2, test_hit);
  add ("hit-scrolled", 2, test_hit_scrolled);
  add ("many-cores", 200, test_many_cores);
  add ("most-demand", 2, test_most_demand);
  add ("covered-axis", 2, test_covered_axis);

  return g_test_run ();
}
