/* test-tiles.c - the timeline in tiles, and its words, while time goes on, are the timeline drawn at once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/timeline-labels.h"
#include "app/timeline-tiles.h"

#include "../unit/stage.h"

#define WIDTH 700
#define HEIGHT 600

#define COLUMN_NS (10 * TALE_MS)
#define N_STEPS 60

/* So many columns a page moves on, in the time of the test. */
#define TURN (3 * SKEIN_TILE_WIDTH)

/* Fewer columns than a tile may be wrong at its end, and not for longer. */
#define MAX_UNSETTLED 6

#define THREAD 11

/* The first thread runs for so many intervals, and waits for some more. */
#define N_ON 9
#define N_OFF 15

/* So many columns later all words are there: the bar is as long as words depend on it, and they were looked for. */
#define WORDS_LATE (SKEIN_LABEL_REACH + 32)

typedef struct
{
  Tale tale;
  SkeinTimeline *timeline;
  SkeinPalette *palette;
  SkeinScene *scene;
  SkeinColumns page;
  SkeinTiles *tiles;
  SkeinLabels *labels;
  GRand *rand;
  bool is_on;
} Fixture;

static const TaleThread threads[] = {
  { 10, 10, "runner", 1.0, 0.0, 'R', 0, false },
  { 10, THREAD, "half", 0.5, 0.5, 'R', 1, false },
};

static void
set_up (Fixture *self,
        gconstpointer data)
{
  SkeinId process;

  tale_begin (&self->tale, 2);
  tale_tell (&self->tale, TALE_INTERVAL, threads, G_N_ELEMENTS (threads));
  self->rand = g_rand_new_with_seed (5);
  self->tiles = skein_tiles_new ();
  self->labels = skein_labels_new ();

  self->timeline = skein_timeline_new ();
  process = tale_process_id (&self->tale, 10);
  skein_timeline_set_processes (self->timeline, &process, 1);
  skein_timeline_set_show_all (self->timeline, true);
  skein_timeline_update (self->timeline, self->tale.store, self->tale.now_ns - TALE_INTERVAL, self->tale.now_ns);

  self->palette = skein_palette_new (false, false, 1.0);
  self->scene = stage_scene_new (&self->tale, self->timeline, self->palette, 2, WIDTH, HEIGHT);

  /* Hatches keep to the surface: a page that begins with a tile has them at the same places. */
  self->page = (SkeinColumns){
    .start_ns = self->tale.now_ns - self->tale.now_ns % (SKEIN_TILE_WIDTH * COLUMN_NS),
    .column_ns = COLUMN_NS,
    .n = self->scene->columns_width,
    .tick_ns = 100 * SKEIN_NS_PER_S,
  };
}

static void
tear_down (Fixture *self,
           gconstpointer data)
{
  skein_labels_free (self->labels);
  skein_tiles_free (self->tiles);
  skein_scene_free (self->scene);
  skein_palette_free (self->palette);
  skein_timeline_free (self->timeline);
  g_rand_free (self->rand);
  tale_end (&self->tale);
}

/* A thread that runs and does not, for about two columns each, until now: whatever it does goes on. */
static void
tell_switches (Fixture *self,
               int64_t start_ns)
{
  GArray *switches = g_array_new (FALSE, TRUE, sizeof (SkeinSwitch));
  GArray *names = g_array_new (FALSE, TRUE, SKEIN_SWITCH_NAME_SIZE);
  g_autoptr (SkeinSwitchBatch) batch = NULL;
  int64_t time_ns = start_ns;

  while ((time_ns += g_rand_int_range (self->rand, 1, 40 * TALE_MS)) < self->tale.now_ns)
    {
      SkeinSwitch record = { .time_ns = time_ns, .pid = 10, .tid = THREAD, .core = 1, .kind = SKEIN_SWITCH_IN };

      if (self->is_on)
        record.kind = g_rand_boolean (self->rand) ? SKEIN_SWITCH_OUT_PREEMPTED : SKEIN_SWITCH_OUT_BLOCKED;

      self->is_on = !self->is_on;
      g_array_append_val (switches, record);
    }

  batch = skein_switch_batch_new_take (start_ns, self->tale.now_ns, switches, names);
  skein_store_append_switches (self->tale.store, batch);
}

static void
go_on (Fixture *self,
       bool is_exact)
{
  int64_t before_ns = self->tale.now_ns;

  tale_tell (&self->tale, TALE_INTERVAL, threads, G_N_ELEMENTS (threads));
  if (is_exact)
    tell_switches (self, before_ns);

  self->page.until_ns = self->tale.now_ns;
}

static cairo_surface_t *
surface_new (cairo_t **ret_cr)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);

  *ret_cr = cairo_create (surface);

  return surface;
}

static cairo_surface_t *
draw_snapshot (GtkSnapshot *snapshot)
{
  GskRenderNode *node = gtk_snapshot_free_to_node (snapshot);
  cairo_t *cr;
  cairo_surface_t *surface = surface_new (&cr);

  if (node != NULL)
    {
      gsk_render_node_draw (node, cr);
      gsk_render_node_unref (node);
    }
  cairo_destroy (cr);

  return surface;
}

static cairo_surface_t *
draw_tiles (Fixture *self)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  skein_tiles_snapshot (self->tiles, snapshot, self->scene, &self->page);

  return draw_snapshot (snapshot);
}

static cairo_surface_t *
draw_labels (Fixture *self)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  skein_labels_snapshot (self->labels, snapshot, self->scene, &self->page);

  return draw_snapshot (snapshot);
}

static cairo_surface_t *
draw_labels_at_once (Fixture *self)
{
  cairo_t *cr;
  cairo_surface_t *surface = surface_new (&cr);

  skein_scene_draw_labels (self->scene, cr, &self->page);
  cairo_destroy (cr);

  return surface;
}

static cairo_surface_t *
draw_at_once (Fixture *self)
{
  cairo_t *cr;
  cairo_surface_t *surface = surface_new (&cr);

  cairo_rectangle (cr, 0, 0, self->page.n, HEIGHT);
  cairo_clip (cr);
  skein_scene_draw_columns (self->scene, cr, &self->page);
  cairo_destroy (cr);

  return surface;
}

/* Of a tile that was finished just now, it is not settled what its bars grow to: it is drawn again a little later. */
static bool
is_settled (const Fixture *self,
            int column)
{
  int n_known = (int) ((self->page.until_ns - self->page.start_ns) / COLUMN_NS);
  int end = (column / SKEIN_TILE_WIDTH + 1) * SKEIN_TILE_WIDTH;

  return end + MAX_UNSETTLED <= n_known || end > n_known;
}

/* A tile that is not full is drawn some columns at a time. */
static bool
is_growing (const Fixture *self,
            int column)
{
  int n_known = (int) ((self->page.until_ns - self->page.start_ns) / COLUMN_NS);

  return (column / SKEIN_TILE_WIDTH + 1) * SKEIN_TILE_WIDTH > n_known;
}

/* Returns: how many pixels are drawn at all */
static int
compare (Fixture *self)
{
  cairo_surface_t *tiles = draw_tiles (self);
  cairo_surface_t *once = draw_at_once (self);
  const uint32_t *a = (const uint32_t *) (const void *) cairo_image_surface_get_data (tiles);
  const uint32_t *b = (const uint32_t *) (const void *) cairo_image_surface_get_data (once);
  int n_drawn = 0;

  for (int i = 0; i < WIDTH * HEIGHT; i++)
    {
      if (a[i] != b[i] && is_settled (self, i % WIDTH) && !(is_growing (self, i % WIDTH) && a[i] == 0))
        g_error ("column %d of %d, line %d: %08x in tiles, %08x at once", i % WIDTH,
                 (int) ((self->page.until_ns - self->page.start_ns) / COLUMN_NS), i / WIDTH, a[i], b[i]);
      n_drawn += a[i] != 0;
    }

  cairo_surface_destroy (tiles);
  cairo_surface_destroy (once);

  return n_drawn;
}

static void
follow (Fixture *self,
        bool is_exact)
{
  int n_before = -1;

  for (int i = 1; i <= N_STEPS; i++)
    {
      int n_drawn;

      go_on (self, is_exact);
      n_drawn = compare (self);
      g_assert_cmpint (n_drawn, >, n_before);
      n_before = n_drawn;

      if (i % 20 == 0)
        {
          self->page.start_ns += TURN * COLUMN_NS;
          n_before = -1;
        }
    }
}

static void
test_samples (Fixture *self,
              gconstpointer data)
{
  follow (self, false);
}

static void
test_switches (Fixture *self,
               gconstpointer data)
{
  skein_store_set_scope (self->tale.store, SKEIN_SCOPE_MACHINE);
  follow (self, true);
}

/* The first thread runs and waits for long enough to have words, and somebody looks what for. */
static void
go_on_slowly (Fixture *self,
              int step)
{
  GArray *switches = g_array_new (FALSE, TRUE, sizeof (SkeinSwitch));
  GArray *names = g_array_new (FALSE, TRUE, SKEIN_SWITCH_NAME_SIZE);
  g_autoptr (SkeinSwitchBatch) batch = NULL;
  int phase = step % (N_ON + N_OFF);
  int64_t before_ns = self->tale.now_ns;
  SkeinSwitch record = { .time_ns = before_ns, .pid = 10, .tid = 10, .core = 0, .kind = SKEIN_SWITCH_IN };
  TaleThread now[G_N_ELEMENTS (threads)];

  memcpy (now, threads, sizeof threads);
  if (phase >= N_ON)
    {
      record.kind = SKEIN_SWITCH_OUT_BLOCKED;
      now[0].run = 0.0;
      now[0].letter = 'S';
      now[0].wchan = phase > N_ON + 2 ? "pipe_read" : NULL;
    }
  if (phase == 0 || phase == N_ON)
    g_array_append_val (switches, record);

  tale_tell (&self->tale, TALE_INTERVAL, now, G_N_ELEMENTS (now));
  batch = skein_switch_batch_new_take (before_ns, self->tale.now_ns, switches, names);
  skein_store_append_switches (self->tale.store, batch);
  self->page.until_ns = self->page.labels_until_ns = self->tale.now_ns;
}

/* Returns: how many pixels have words */
static int
compare_labels (Fixture *self)
{
  cairo_surface_t *layer = draw_labels (self);
  cairo_surface_t *once = draw_labels_at_once (self);
  const uint32_t *a = (const uint32_t *) (const void *) cairo_image_surface_get_data (layer);
  const uint32_t *b = (const uint32_t *) (const void *) cairo_image_surface_get_data (once);
  int n_known = (int) ((self->page.until_ns - self->page.start_ns) / COLUMN_NS);
  int n_drawn = 0;

  for (int i = 0; i < WIDTH * HEIGHT; i++)
    {
      if (i % WIDTH < n_known - WORDS_LATE)
        {
          g_assert_cmphex (a[i], ==, b[i]);
          n_drawn += a[i] != 0;
        }
      else if (b[i] == 0)
        {
          g_assert_cmphex (a[i], ==, 0); /* no words before all of them are there */
        }
    }

  cairo_surface_destroy (layer);
  cairo_surface_destroy (once);

  return n_drawn;
}

static void
test_labels (Fixture *self,
             gconstpointer data)
{
  int n_drawn = 0;

  skein_store_set_scope (self->tale.store, SKEIN_SCOPE_MACHINE);

  for (int i = 0; i < N_STEPS; i++)
    {
      go_on_slowly (self, i);
      n_drawn = compare_labels (self);
      if (i % 40 == 39)
        self->page.start_ns += TURN * COLUMN_NS;
    }

  g_assert_cmpint (n_drawn, >, 100);
}

/* What is learned late is drawn when that is said. */
static void
test_revised (Fixture *self,
              gconstpointer data)
{
  int64_t start_ns;

  skein_store_set_scope (self->tale.store, SKEIN_SCOPE_MACHINE);
  go_on (self, true);
  start_ns = self->tale.now_ns;
  for (int i = 0; i < 10; i++)
    go_on (self, false);

  compare (self);
  tell_switches (self, start_ns);
  skein_tiles_clear_from (self->tiles, start_ns, COLUMN_NS);
  compare (self);
}

#define add_test(name, function) g_test_add ("/app/tiles/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);

  add_test ("samples", test_samples);
  add_test ("switches", test_switches);
  add_test ("labels", test_labels);
  add_test ("revised", test_revised);

  return g_test_run ();
}
