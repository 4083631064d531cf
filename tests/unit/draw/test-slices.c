/* test-slices.c - each context switch at its pixel
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "draw/scene.h"

#include <math.h>

#include "../stage.h"

#define WIDTH  900
#define HEIGHT 600

/* As wide as those of the window. */
#define TILE 8

/* A column is one millisecond. */
#define COLUMN_NS TALE_MS

/* The samples begin so long before the switches, in columns. */
#define BEFORE 200

/* Where the test's threads are. */
#define FIRST  0
#define SECOND 1

typedef struct
{
  Tale             tale;
  SkeinTimeline   *timeline;
  SkeinPalette    *palette;
  SkeinScene      *scene;
  SkeinColumns     columns;
  cairo_surface_t *surface;
  int64_t          zero_ns; /* the first switch can be here */
  int64_t          known_ns; /* what was appended ends here */
  GArray          *switches;
} Fixture;

static const TaleThread threads[] = {
  { 10, 10, "first", 0.5, 0.2, 'R', 0, false },
  { 10, 11, "second", 0.5, 0.2, 'R', 1, false },
  { 20, 20, "other", 0.1, 0.0, 'S', 1, false },
};

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  SkeinId process;

  tale_begin (&self->tale, 2);
  self->tale.now_ns -= self->tale.now_ns % TALE_MS;
  for (int i = 0; i < BEFORE / 100; i++)
    tale_tell (&self->tale, TALE_INTERVAL, threads, G_N_ELEMENTS (threads));
  self->zero_ns = self->known_ns = self->tale.now_ns;
  for (int i = 0; i < 5; i++)
    tale_tell (&self->tale, TALE_INTERVAL, threads, G_N_ELEMENTS (threads));

  self->switches = g_array_new (FALSE, TRUE, sizeof (SkeinSwitch));
  self->timeline = skein_timeline_new ();
  process = tale_process_id (&self->tale, 10);
  skein_timeline_set_processes (self->timeline, &process, 1);
  skein_timeline_update (self->timeline, self->tale.store, self->zero_ns, self->tale.now_ns);

  self->palette = skein_palette_new (false, false, 1.0);
  self->scene = stage_scene_new (&self->tale, self->timeline, self->palette, 2, WIDTH, HEIGHT);

  self->columns = (SkeinColumns) {
    .start_ns = self->zero_ns - BEFORE * COLUMN_NS,
    .column_ns = COLUMN_NS,
    .n = self->scene->columns_width,
    .until_ns = self->tale.now_ns,
    .tick_ns = 1000 * SKEIN_NS_PER_S, /* out of the way */
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
  g_array_unref (self->switches);
  tale_end (&self->tale);
}

/* @us: microseconds after the first switch can be */
static void
add (Fixture         *self,
     int              us,
     pid_t            tid,
     uint16_t         core,
     SkeinSwitchKind  kind)
{
  SkeinSwitch record = {
    .time_ns = self->zero_ns + us * SKEIN_NS_PER_US,
    .pid = tid < 20 ? 10 : 20,
    .tid = tid,
    .core = core,
    .kind = (uint8_t) kind,
  };

  g_array_append_val (self->switches, record);
}

static void
add_slice (Fixture         *self,
           int              start_us,
           int              end_us,
           pid_t            tid,
           uint16_t         core,
           SkeinSwitchKind  end)
{
  add (self, start_us, tid, core, SKEIN_SWITCH_IN);
  add (self, end_us, tid, core, end);
}

/* From its first switch on it is known what a thread does. */
static void
begin (Fixture *self)
{
  add_slice (self, 1000, 2000, 10, 0, SKEIN_SWITCH_OUT_BLOCKED);
  add_slice (self, 1000, 2000, 11, 1, SKEIN_SWITCH_OUT_BLOCKED);
}

/* What was added is all that was recorded until then. */
static void
append_until (Fixture *self,
              int64_t  end_ns)
{
  GArray *names = g_array_new (FALSE, TRUE, SKEIN_SWITCH_NAME_SIZE);
  g_autoptr (SkeinSwitchBatch) batch = skein_switch_batch_new_take (self->known_ns, end_ns, self->switches, names);

  self->switches = g_array_new (FALSE, TRUE, sizeof (SkeinSwitch));
  self->known_ns = end_ns;
  skein_store_set_scope (self->tale.store, SKEIN_SCOPE_MACHINE);
  skein_store_append_switches (self->tale.store, batch);
}

static void
append (Fixture *self)
{
  append_until (self, self->tale.now_ns);
}

/* A sample, @ready_ns: what the kernel counted for the first thread since it began. */
static void
tell_ready (Fixture  *self,
            uint64_t  ready_ns)
{
  SkeinSnapshot *snapshot = skein_snapshot_new (2, 1);
  SkeinProcess *process = tale_process (threads, 2, TALE_INTERVAL);

  self->tale.now_ns += TALE_INTERVAL;
  process->threads[0].ready_ns = ready_ns;
  snapshot->taken_ns = self->tale.now_ns;
  snapshot->interval_ns = TALE_INTERVAL;
  snapshot->n_threads = 2;
  snapshot->processes[0] = process;
  skein_store_append (self->tale.store, snapshot);
  skein_snapshot_unref (snapshot);
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
                    4 * (size_t) (self->scene->names_width + BEFORE + column), sizeof value);

  return value;
}

static uint32_t
colour_value (const SkeinColour *colour)
{
  return 0xff000000u | (uint32_t) lroundf (colour->red * 255.0f) << 16 |
         (uint32_t) lroundf (colour->green * 255.0f) << 8 | (uint32_t) lroundf (colour->blue * 255.0f);
}

static uint32_t
thread_value (pid_t tid)
{
  SkeinTaskKey key = { .pid = 10, .tid = tid };
  SkeinColour colour = skein_colour_of_thread (0, skein_lane_shade (&key), false);

  return colour_value (&colour);
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

static SkeinStripe
lane_stripe (Fixture *self,
             int      lane)
{
  return (SkeinStripe) {
    self->scene->lane_stripe.y + g_array_index (self->scene->lane_tops, int, lane) + 3,
    self->scene->lane_height - 6,
  };
}

static SkeinStripe
core_stripe (Fixture *self,
             int      core)
{
  return (SkeinStripe) { self->scene->core_stripe.y + core * self->scene->core_height, self->scene->core_height - 4 };
}

static int
count (Fixture           *self,
       const SkeinStripe *stripe,
       int                column,
       uint32_t           value)
{
  int n = 0;

  for (int y = stripe->y; y < stripe->y + stripe->height; y++)
    n += is_same (pixel (self, column, y), value);

  return n;
}

static int
count_in_lane (Fixture  *self,
               int       lane,
               int       column,
               uint32_t  value)
{
  SkeinStripe stripe = lane_stripe (self, lane);

  return count (self, &stripe, column, value);
}

static int
count_in_core (Fixture  *self,
               int       core,
               int       column,
               uint32_t  value)
{
  SkeinStripe stripe = core_stripe (self, core);

  return count (self, &stripe, column, value);
}

/* A run is as high as the lane, and begins and ends at its pixels: in its lane and its core's. */
static void
test_run (Fixture       *self,
          gconstpointer  data)
{
  uint32_t value = thread_value (10);
  int full = lane_stripe (self, FIRST).height;
  int full_core = core_stripe (self, 0).height;

  begin (self);
  add_slice (self, 10000, 30000, 10, 0, SKEIN_SWITCH_OUT_PREEMPTED);
  add_slice (self, 60000, 61000, 10, 1, SKEIN_SWITCH_OUT_BLOCKED);
  append (self);
  draw (self);

  g_assert_cmpint (count_in_lane (self, FIRST, 9, value), ==, 0);
  g_assert_cmpint (count_in_lane (self, FIRST, 10, value), ==, full - 4); /* round */
  g_assert_cmpint (count_in_lane (self, FIRST, 12, value), ==, full);
  g_assert_cmpint (count_in_lane (self, FIRST, 26, value), ==, full);
  g_assert_cmpint (count_in_lane (self, FIRST, 30, value), ==, 0);
  g_assert_cmpint (count_in_lane (self, FIRST, 60, value), ==, full);
  g_assert_cmpint (count_in_lane (self, FIRST, 61, value), ==, 0);

  g_assert_cmpint (count_in_core (self, 0, 20, value), ==, full_core);
  g_assert_cmpint (count_in_core (self, 0, 31, value), ==, 0);
  g_assert_cmpint (count_in_core (self, 1, 20, value), ==, 0);
  g_assert_cmpint (count_in_core (self, 1, 60, value), ==, full_core);
}

/* After its core was taken away it is ready: half as high, hatched, in the middle. After it
 * gave it up it waits: a line. */
static void
test_between (Fixture       *self,
              gconstpointer  data)
{
  uint32_t ready = colour_value (&self->palette->ready);
  SkeinStripe lane = lane_stripe (self, FIRST);
  int quarter = lane.height / 4;

  begin (self);
  add_slice (self, 10000, 20000, 10, 0, SKEIN_SWITCH_OUT_PREEMPTED);
  add_slice (self, 50000, 60000, 10, 0, SKEIN_SWITCH_OUT_BLOCKED);
  add_slice (self, 90000, 95000, 10, 0, SKEIN_SWITCH_OUT_BLOCKED);
  append (self);
  draw (self);

  for (int x = 21; x < 48; x++)
    {
      g_assert_true (is_same (pixel (self, x, lane.y + quarter), ready));
      g_assert_true (is_same (pixel (self, x, lane.y + lane.height - quarter - 1), ready));
      g_assert_cmphex (pixel (self, x, lane.y + quarter - 1), ==, 0);
      g_assert_cmphex (pixel (self, x, lane.y + lane.height / 2), !=, 0);
    }

  for (int x = 61; x < 89; x++)
    {
      g_assert_cmpint (count_in_lane (self, FIRST, x, ready), ==, 0);
      g_assert_cmpint (count_in_lane (self, FIRST, x, colour_value (&self->palette->waiting)), ==, 1);
    }
}

/* The kernel counted 20 ms ready, which no switch shows: it was at the end of the wait. */
static void
test_derived (Fixture       *self,
              gconstpointer  data)
{
  uint32_t ready = colour_value (&self->palette->ready);
  SkeinStripe lane = lane_stripe (self, FIRST);
  int n_dots = 0;

  begin (self);
  append (self);
  tell_ready (self, TALE_MS);

  self->columns.start_ns += self->tale.now_ns - self->zero_ns;
  self->zero_ns = self->tale.now_ns;
  append_until (self, self->zero_ns);
  add_slice (self, 10000, 20000, 10, 0, SKEIN_SWITCH_OUT_BLOCKED);
  add_slice (self, 90000, 99999, 10, 0, SKEIN_SWITCH_OUT_BLOCKED);
  append_until (self, self->zero_ns + TALE_INTERVAL);
  tell_ready (self, 21 * TALE_MS);
  append_until (self, self->tale.now_ns + TALE_MS); /* then it is sure what came before that sample */
  self->columns.until_ns = self->tale.now_ns;
  draw (self);

  g_assert_cmpint (count_in_lane (self, FIRST, 40, colour_value (&self->palette->waiting)), ==, 1);
  g_assert_cmpint (count_in_lane (self, FIRST, 40, ready), ==, 0);

  for (int x = 80; x < 90; x++)
    n_dots += is_same (pixel (self, x, lane.y + lane.height / 4), ready);
  g_assert_cmpint (n_dots, >=, 5);
  g_assert_cmpint (n_dots, <, 8);
}

/* Where three threads share a millisecond there are shares, and a mark that says so. */
static void
test_dense (Fixture       *self,
            gconstpointer  data)
{
  SkeinStripe lane = lane_stripe (self, FIRST);
  int marks = 0;
  SkeinHit hit;
  SkeinSlice slice;

  begin (self);
  for (int us = 40000; us < 60000; us += 200)
    add_slice (self, us, us + 100, 10, 0, SKEIN_SWITCH_OUT_BLOCKED);
  append (self);
  draw (self);

  g_assert_cmpint (abs (count_in_lane (self, FIRST, 50, thread_value (10)) - lane.height / 2), <=, 2);
  g_assert_true (is_same (pixel (self, 50, lane.y + lane.height - 1), thread_value (10)));
  for (int x = 44; x < 56; x++)
    marks += pixel (self, x, lane.y + lane.height + 1) != 0;
  g_assert_cmpint (marks, ==, 6);

  hit = skein_scene_hit (self->scene, self->scene->names_width + BEFORE + 50, lane.y + 2);
  g_assert_false (skein_scene_hit_slice (self->scene, &self->columns, &hit, &slice));
}

/* Lost records leave what the samples say, as before the first switch. */
static void
test_lost (Fixture       *self,
           gconstpointer  data)
{
  int full = lane_stripe (self, FIRST).height;
  SkeinSwitch lost = {
    .time_ns = self->zero_ns + 100 * TALE_MS,
    .until_ns = self->zero_ns + 200 * TALE_MS,
    .core = SKEIN_CORE_ANY,
    .kind = SKEIN_SWITCH_LOST,
  };

  begin (self);
  add_slice (self, 10000, 90000, 10, 0, SKEIN_SWITCH_OUT_BLOCKED);
  g_array_append_val (self->switches, lost);
  add_slice (self, 250000, 300000, 10, 0, SKEIN_SWITCH_OUT_BLOCKED);
  append (self);
  draw (self);

  g_assert_cmpint (abs (count_in_lane (self, FIRST, -50, thread_value (10)) - full / 2), <=, 1);
  g_assert_cmpint (count_in_lane (self, FIRST, 50, thread_value (10)), ==, full);
  g_assert_cmpint (abs (count_in_lane (self, FIRST, 150, thread_value (10)) - full / 2), <=, 1);
  g_assert_cmpint (count_in_lane (self, FIRST, 280, thread_value (10)), ==, full);
}

static void
test_hit (Fixture       *self,
          gconstpointer  data)
{
  int x = self->scene->names_width + BEFORE;
  SkeinStripe lane = lane_stripe (self, SECOND);
  SkeinStripe core = core_stripe (self, 1);
  cairo_rectangle_int_t box;
  SkeinSlice slice;
  SkeinHit hit;

  begin (self);
  add_slice (self, 10000, 30000, 11, 1, SKEIN_SWITCH_OUT_PREEMPTED);
  add_slice (self, 30000, 40000, 20, 1, SKEIN_SWITCH_OUT_BLOCKED);
  add_slice (self, 50000, 60300, 11, 1, SKEIN_SWITCH_OUT_BLOCKED);
  add_slice (self, 60600, 70000, 11, 1, SKEIN_SWITCH_OUT_BLOCKED);
  append (self);

  /* Of two in a column the later one is on top. */
  hit = skein_scene_hit (self->scene, x + 60, lane.y + 4);
  g_assert_true (skein_scene_hit_slice (self->scene, &self->columns, &hit, &slice));
  g_assert_cmpint (slice.start_ns, ==, self->zero_ns + 60600 * SKEIN_NS_PER_US);

  hit = skein_scene_hit (self->scene, x + 20, lane.y + 4);
  g_assert_true (skein_scene_hit_slice (self->scene, &self->columns, &hit, &slice));
  g_assert_cmpuint (slice.thread, ==, tale_thread_id (&self->tale, 10, 11));
  g_assert_cmpint (slice.start_ns, ==, self->zero_ns + 10 * TALE_MS);
  g_assert_cmpint (slice.end, ==, SKEIN_SLICE_PREEMPTED);

  g_assert_true (skein_scene_slice_box (self->scene, &self->columns, &slice, SKEIN_PART_LANE, &box));
  g_assert_cmpint (box.x, ==, x + 10);
  g_assert_cmpint (box.width, ==, 20);
  g_assert_cmpint (box.y, ==, lane.y);
  g_assert_true (skein_scene_slice_box (self->scene, &self->columns, &slice, SKEIN_PART_CORE, &box));
  g_assert_cmpint (box.y, ==, core.y);

  hit = skein_scene_hit (self->scene, x + 35, core.y + 2);
  g_assert_true (skein_scene_hit_slice (self->scene, &self->columns, &hit, &slice));
  g_assert_cmpuint (slice.thread, ==, tale_thread_id (&self->tale, 20, 20));

  hit = skein_scene_hit (self->scene, x + 45, core.y + 2);
  g_assert_false (skein_scene_hit_slice (self->scene, &self->columns, &hit, &slice));
  hit = skein_scene_hit (self->scene, x - 50, lane.y + 4);
  g_assert_false (skein_scene_hit_slice (self->scene, &self->columns, &hit, &slice));
}

/* Both at once, then one, then none: steps at the very pixels. */
static void
test_once (Fixture       *self,
           gconstpointer  data)
{
  g_autofree SkeinBin *bins = g_new0 (SkeinBin, self->columns.n);

  begin (self);
  add (self, 10000, 10, 0, SKEIN_SWITCH_IN);
  add (self, 20000, 11, 1, SKEIN_SWITCH_IN);
  add (self, 40000, 10, 0, SKEIN_SWITCH_OUT_BLOCKED);
  add (self, 60000, 11, 1, SKEIN_SWITCH_OUT_BLOCKED);
  append (self);
  skein_scene_bin_once (self->scene, &self->columns, 0, bins, self->columns.n);

  g_assert_cmpfloat (bins[BEFORE + 15].exact, ==, 1.0);
  g_assert_cmpfloat_with_epsilon (bins[BEFORE + 15].run, 1.0, 0.01);
  g_assert_cmpfloat_with_epsilon (bins[BEFORE + 19].run, 1.0, 0.01);
  g_assert_cmpfloat_with_epsilon (bins[BEFORE + 20].run, 2.0, 0.01);
  g_assert_cmpfloat_with_epsilon (bins[BEFORE + 39].run, 2.0, 0.01);
  g_assert_cmpfloat_with_epsilon (bins[BEFORE + 41].run, 1.0, 0.01);
  g_assert_cmpfloat_with_epsilon (bins[BEFORE + 70].run, 0.0, 0.01);

  /* Samples know only the mean. */
  g_assert_cmpfloat (bins[BEFORE - 50].exact, ==, 0.0);
  g_assert_cmpfloat_with_epsilon (bins[BEFORE - 50].run, 1.0, 0.01);
}

static void
test_by_core (Fixture       *self,
              gconstpointer  data)
{
  SkeinColour one = skein_colour_of_process (0, false);
  SkeinColour other = skein_colour_of_process (1, false);

  self->scene->by_core = true;
  begin (self);
  add_slice (self, 10000, 30000, 10, 0, SKEIN_SWITCH_OUT_PREEMPTED);
  add_slice (self, 40000, 60000, 10, 1, SKEIN_SWITCH_OUT_BLOCKED);
  append (self);
  draw (self);

  g_assert_cmpint (count_in_lane (self, FIRST, 20, colour_value (&one)), >, 10);
  g_assert_cmpint (count_in_lane (self, FIRST, 50, colour_value (&other)), >, 10);
}

/* The line goes from one core to the other only where the chosen thread did. */
static void
test_joins (Fixture       *self,
            gconstpointer  data)
{
  int room = core_stripe (self, 0).y + core_stripe (self, 0).height + 1;
  int n_chosen = 0;
  cairo_t *cr;

  begin (self);
  add_slice (self, 10000, 30000, 10, 0, SKEIN_SWITCH_OUT_PREEMPTED);
  add_slice (self, 40000, 60000, 10, 1, SKEIN_SWITCH_OUT_BLOCKED);
  append (self);

  self->scene->chosen = tale_thread_id (&self->tale, 10, 10);
  cr = cairo_create (self->surface);
  cairo_translate (cr, self->scene->names_width, 0);
  skein_scene_draw_joins (self->scene, cr, &self->columns);
  cairo_destroy (cr);
  cairo_surface_flush (self->surface);

  for (int x = 30; x < 41; x++)
    n_chosen += pixel (self, x, room) != 0;
  g_assert_cmpint (n_chosen, >, 0);
  for (int x = 0; x < 29; x++)
    g_assert_cmphex (pixel (self, x, room), ==, 0);
}

/* Bars are the same, drawn at once or in tiles. */
static void
test_tiles (Fixture       *self,
            gconstpointer  data)
{
  g_autofree uint32_t *whole = g_new (uint32_t, WIDTH * HEIGHT);
  SkeinStripe core = core_stripe (self, 0);
  cairo_t *cr;

  begin (self);
  add_slice (self, 10000, 130000, 10, 0, SKEIN_SWITCH_OUT_PREEMPTED);
  add_slice (self, 130000, 460000, 11, 0, SKEIN_SWITCH_OUT_BLOCKED);
  append (self);
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

  for (int x = 0; x < 500; x++)
    {
      for (int y = core.y; y < core.y + core.height; y++)
        g_assert_cmphex (pixel (self, x, y), ==, whole[y * WIDTH + self->scene->names_width + BEFORE + x]);
    }
}

static GArray *
place_labels (Fixture *self,
              int      first,
              int      n)
{
  GArray *labels = g_array_new (FALSE, FALSE, sizeof (SkeinLabel));
  SkeinColumns columns = self->columns;

  columns.start_ns = self->zero_ns + first * COLUMN_NS;
  columns.n = n;
  skein_scene_place_labels (self->scene, &columns, labels);

  return labels;
}

/* Returns: how many times these words stand within a bar of so many columns */
static int
count_labels (Fixture    *self,
              const char *text,
              int         start,
              int         end)
{
  g_autoptr (GArray) labels = place_labels (self, 0, 600);
  int n = 0;

  for (guint i = 0; i < labels->len; i++)
    {
      const SkeinLabel *label = &g_array_index (labels, SkeinLabel, i);
      int width;

      pango_layout_get_pixel_size (label->layout, &width, NULL);
      n += g_str_equal (pango_layout_get_text (label->layout), text) && label->x > start && label->x + width < end;
    }

  return n;
}

static void
add_wide_bars (Fixture *self)
{
  self->columns.labels_until_ns = INT64_MAX;
  begin (self);
  add_slice (self, 10000, 130000, 10, 0, SKEIN_SWITCH_OUT_PREEMPTED);
  add_slice (self, 130000, 460000, 11, 0, SKEIN_SWITCH_OUT_BLOCKED);
  add_slice (self, 460000, 499000, 10, 0, SKEIN_SWITCH_OUT_BLOCKED); /* too narrow */
  append (self);
}

/* On a bar stands its name, again and again on a long one, as soon as it is known where. */
static void
test_labels (Fixture       *self,
             gconstpointer  data)
{
  add_wide_bars (self);

  g_assert_cmpint (count_labels (self, "first", 10, 130), ==, 1);
  g_assert_cmpint (count_labels (self, "core 0", 10, 130), ==, 1);
  g_assert_cmpint (count_labels (self, "first", 0, 600), ==, 1);
  g_assert_cmpint (count_labels (self, "second", 130, 386), ==, 1);
  g_assert_cmpint (count_labels (self, "second", 386, 460), ==, 1);
  g_assert_cmpint (count_labels (self, "second", 0, 600), ==, 2);
  g_assert_cmpint (count_labels (self, "core 0", 0, 600), ==, 3);

  self->columns.labels_until_ns = self->zero_ns + 387 * COLUMN_NS;
  g_assert_cmpint (count_labels (self, "second", 0, 600), ==, 1);
  self->columns.labels_until_ns -= 1;
  g_assert_cmpint (count_labels (self, "second", 0, 600), ==, 0);
  g_assert_cmpint (count_labels (self, "first", 0, 600), ==, 1);
}

static bool
has_label (const GArray     *labels,
           const SkeinLabel *wanted,
           int               x)
{
  for (guint i = 0; i < labels->len; i++)
    {
      const SkeinLabel *label = &g_array_index (labels, SkeinLabel, i);

      if (label->part == wanted->part && label->x == x && label->y == wanted->y && label->layout == wanted->layout)
        return true;
    }

  return false;
}

/* Placed piece by piece, none is missed and none comes twice. */
static void
test_label_pieces (Fixture       *self,
                   gconstpointer  data)
{
  g_autoptr (GArray) whole = NULL;

  add_wide_bars (self);
  whole = place_labels (self, 0, 600);
  g_assert_cmpint (whole->len, >=, 6);

  for (int width = 1; width <= 300; width += 13)
    {
      guint n = 0;

      for (int first = 0; first < 600; first += width)
        {
          g_autoptr (GArray) piece = place_labels (self, first, MIN (width, 600 - first));

          for (guint i = 0; i < piece->len; i++)
            {
              const SkeinLabel *label = &g_array_index (piece, SkeinLabel, i);

              g_assert_true (has_label (whole, label, first + label->x));
            }
          n += piece->len;
        }

      g_assert_cmpint (n, ==, whole->len);
    }
}

/* Where a page begins within words, the rest of them is seen. */
static void
test_drawn_labels (Fixture       *self,
                   gconstpointer  data)
{
  g_autofree uint32_t *whole = g_new (uint32_t, WIDTH * HEIGHT);
  SkeinStripe core = core_stripe (self, 0);
  int n_words = 0;

  add_wide_bars (self);
  draw (self);
  memcpy (whole, cairo_image_surface_get_data (self->surface), WIDTH * HEIGHT * sizeof *whole);

  self->columns.start_ns += (BEFORE + 70) * COLUMN_NS;
  draw (self);
  for (int x = 0; x < 50; x++)
    for (int y = core.y; y < core.y + core.height; y++)
      {
        uint32_t value = pixel (self, x - BEFORE, y);

        g_assert_cmphex (value, ==, whole[y * WIDTH + self->scene->names_width + BEFORE + 70 + x]);
        n_words += !is_same (value, thread_value (10));
      }
  g_assert_cmpint (n_words, >, 5);
}

#define add_test(name, function) g_test_add ("/draw/slices/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add_test ("run", test_run);
  add_test ("between", test_between);
  add_test ("derived", test_derived);
  add_test ("dense", test_dense);
  add_test ("lost", test_lost);
  add_test ("hit", test_hit);
  add_test ("once", test_once);
  add_test ("by-core", test_by_core);
  add_test ("joins", test_joins);
  add_test ("tiles", test_tiles);
  add_test ("labels", test_labels);
  add_test ("label-pieces", test_label_pieces);
  add_test ("drawn-labels", test_drawn_labels);

  return g_test_run ();
}
