/* bench-draw.c - a frame of the timeline costs its pixels, not its history nor its switches
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "draw/scene.h"

#include "../unit/stage.h"

#define N_LANES   60
#define WIDTH     1330 /* 1,200 columns beside the names */
#define HEIGHT    2700 /* all lanes are seen */
#define TILE      8
#define SPAN_NS   (20 * SKEIN_NS_PER_S)
#define N_REPEATS 15

typedef struct
{
  Tale             tale;
  SkeinTimeline   *timeline;
  SkeinPalette    *palette;
  SkeinScene      *scene;
  SkeinColumns     columns;
  cairo_surface_t *surface;
} Frame;

static uint32_t
colour_of_process (SkeinId  process,
                   gpointer data)
{
  return process;
}

/* Each thread does something else in each interval, so that none is merged away. */
static void
tell (Tale   *tale,
      int64_t length_ns)
{
  g_autofree TaleThread *threads = g_new0 (TaleThread, N_LANES);
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  tale_begin (tale, 4);

  for (int64_t told = 0; told < length_ns; told += TALE_INTERVAL)
    {
      for (int i = 0; i < N_LANES; i++)
        {
          double run = g_rand_double (rand);

          threads[i] = (TaleThread) { 10 + i / 20, 10 + i, "thread", run, (1.0 - run) * g_rand_double (rand),
                                      'S', i % 4, told == 0 };
        }
      for (int i = 0; i < N_LANES; i++)
        threads[i].pid = threads[i - i % 20].tid;
      tale_tell (tale, TALE_INTERVAL, threads, N_LANES);
    }
}

static void
frame_set_up (Frame   *self,
              int64_t  length_ns)
{
  SkeinId processes[3];
  int64_t start_ns;
  int64_t end_ns;

  tell (&self->tale, length_ns);
  skein_store_get_extent (self->tale.store, &start_ns, &end_ns);

  self->timeline = skein_timeline_new ();
  for (int i = 0; i < 3; i++)
    processes[i] = tale_process_id (&self->tale, 10 + 20 * i);
  skein_timeline_set_processes (self->timeline, processes, 3);
  skein_timeline_set_show_all (self->timeline, true);
  skein_timeline_update (self->timeline, self->tale.store, end_ns - SPAN_NS, end_ns);

  self->palette = skein_palette_new (false, false, 1.0);
  self->scene = stage_scene_new (&self->tale, self->timeline, self->palette, 4, WIDTH, HEIGHT);
  self->scene->colour = colour_of_process;
  self->scene->once_most = N_LANES;

  self->columns = (SkeinColumns) { .n = self->scene->columns_width, .until_ns = end_ns, .tick_ns = SKEIN_NS_PER_S };
  self->columns.column_ns = SPAN_NS / self->columns.n;
  self->columns.start_ns = end_ns - self->columns.n * self->columns.column_ns;
  self->surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
}

static void
frame_tear_down (Frame *self)
{
  cairo_surface_destroy (self->surface);
  skein_scene_free (self->scene);
  skein_palette_free (self->palette);
  skein_timeline_free (self->timeline);
  tale_end (&self->tale);
}

static void
draw_labels (Frame *self,
             int    first)
{
  SkeinColumns columns = self->columns;
  cairo_t *cr = cairo_create (self->surface);

  columns.start_ns += first * columns.column_ns;
  columns.n -= first;
  columns.labels_until_ns = columns.until_ns;
  skein_scene_draw_labels (self->scene, cr, &columns);
  cairo_destroy (cr);
}

/* Draws the columns from @first on, in tiles, as the window does, and their words. Returns: CPU time in ms. */
static double
draw_from (Frame *self,
           int    first)
{
  int64_t before_ns = skein_clock_thread_cpu_ns ();

  for (int x = first; x < self->columns.n; x += TILE)
    {
      SkeinColumns tile = self->columns;
      cairo_t *cr = cairo_create (self->surface);

      tile.start_ns += x * tile.column_ns;
      tile.n = MIN (TILE, self->columns.n - x);
      cairo_translate (cr, x, 0);
      skein_scene_draw_columns (self->scene, cr, &tile);
      cairo_destroy (cr);
    }

  draw_labels (self, first);

  return (double) (skein_clock_thread_cpu_ns () - before_ns) / 1e6;
}

/* The least of several: what others do on the machine only adds. */
static double
least (Frame *self,
       int    first)
{
  double best = G_MAXDOUBLE;

  for (int i = 0; i < N_REPEATS; i++)
    best = MIN (best, draw_from (self, first));

  return best;
}

static void
test_history (void)
{
  Frame minute = { 0 };
  Frame hour = { 0 };
  double of_minute;
  double of_hour;

  frame_set_up (&minute, 60 * SKEIN_NS_PER_S);
  frame_set_up (&hour, 3600 * SKEIN_NS_PER_S);
  of_minute = least (&minute, 0);
  of_hour = least (&hour, 0);

  g_test_message ("all of %d lanes x %d px: %.1f ms with a minute of history, %.1f ms with an hour",
                  N_LANES, minute.columns.n, of_minute, of_hour);
  g_assert_cmpfloat (of_hour, <=, 1.5 * of_minute);

  frame_tear_down (&minute);
  frame_tear_down (&hour);
}

/* A sample while following costs one tile. */
static void
test_tick (void)
{
  Frame frame = { 0 };
  double all;
  double tick;

  frame_set_up (&frame, 60 * SKEIN_NS_PER_S);
  all = least (&frame, 0);
  tick = least (&frame, frame.columns.n - TILE);

  g_test_message ("one tile %.2f ms, all %.1f ms", tick, all);
  g_assert_cmpfloat (tick, <=, all / 8.0);
  frame_tear_down (&frame);
}

/* @n switches in the frame, of all threads, on four cores. */
static void
add_switches (Frame *self,
              int    n)
{
  GArray *switches = g_array_sized_new (FALSE, TRUE, sizeof (SkeinSwitch), (guint) n);
  GArray *names = g_array_new (FALSE, TRUE, SKEIN_SWITCH_NAME_SIZE);
  int64_t end_ns = self->tale.now_ns;
  int64_t start_ns = end_ns - SPAN_NS;
  int64_t step_ns = 4 * 2 * SPAN_NS / n; /* for a slice on each core */
  g_autoptr (SkeinSwitchBatch) batch = NULL;

  for (int i = 0; i < n / 2; i++)
    {
      int thread = i / 4 * 4 % N_LANES + i % 4;
      SkeinSwitch record = {
        .time_ns = start_ns + i / 4 * step_ns,
        .pid = 10 + thread / 20 * 20,
        .tid = 10 + thread,
        .core = (uint16_t) (i % 4),
        .kind = SKEIN_SWITCH_IN,
      };

      g_array_append_val (switches, record);
      if (i % 4 < 3 && i + 1 < n / 2)
        continue;

      for (int j = 3; j >= 0; j--)
        {
          SkeinSwitch end = g_array_index (switches, SkeinSwitch, switches->len - 4);

          end.time_ns += step_ns * 3 / 4;
          end.kind = i % 8 < 4 ? SKEIN_SWITCH_OUT_BLOCKED : SKEIN_SWITCH_OUT_PREEMPTED;
          g_array_append_val (switches, end);
        }
    }

  batch = skein_switch_batch_new_take (start_ns, end_ns, switches, names);
  skein_store_set_scope (self->tale.store, SKEIN_SCOPE_MACHINE);
  skein_store_append_switches (self->tale.store, batch);
}

static void
frame_set_up_switches (Frame *self,
                       int    n)
{
  frame_set_up (self, 60 * SKEIN_NS_PER_S);
  skein_store_set_budget (self->tale.store, (size_t) 1 << 30);
  if (n > 0)
    add_switches (self, n);
}

/* Few switches are drawn one by one, which leaves most pixels empty; many are drawn as
 * shares, as samples are, but each column is another: most of that is the store's search. */
static void
test_switches (void)
{
  static const int n_switches[] = { 0, 10000, 5000000 };
  Frame frames[G_N_ELEMENTS (n_switches)] = { 0 };
  double ms[G_N_ELEMENTS (n_switches)];

  for (size_t i = 0; i < G_N_ELEMENTS (frames); i++)
    {
      frame_set_up_switches (&frames[i], n_switches[i]);
      ms[i] = G_MAXDOUBLE;
    }

  for (int round = 0; round < N_REPEATS; round++)
    for (size_t i = 0; i < G_N_ELEMENTS (frames); i++)
      ms[i] = MIN (ms[i], draw_from (&frames[i], 0));

  g_test_message ("all of %d lanes x %d px: %.1f ms of samples, %.1f ms with 10 thousand switches, "
                  "%.1f ms with 5 million, %.2f times as much", N_LANES, WIDTH, ms[0], ms[1], ms[2], ms[2] / ms[1]);
  g_assert_cmpfloat (ms[2], <=, 1.5 * ms[0]);
  g_assert_cmpfloat (ms[2], <=, 1.5 * ms[1]);

  for (size_t i = 0; i < G_N_ELEMENTS (frames); i++)
    frame_tear_down (&frames[i]);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/bench/draw/history", test_history);
  g_test_add_func ("/bench/draw/tick", test_tick);
  g_test_add_func ("/bench/draw/switches", test_switches);

  return g_test_run ();
}
