/* test-lab-model.c - what those who look at an experiment are told while it runs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/lab-model.h"

#include "base/clock.h"

#define REPEATS 8

/* From one look at what goes on to the next. */
#define LOOK_NS (200 * SKEIN_NS_PER_MS)

/* When it starts, when it is over, a look that is under way. */
#define BESIDE 4

typedef struct
{
  SkeinLabModel *model;
  GMainLoop     *loop;
  unsigned       n_changed;
  unsigned       n_grown;
} World;

static void
changed_cb (World *world)
{
  world->n_changed++;
  if (skein_lab_model_get_running (world->model) == NULL)
    g_main_loop_quit (world->loop);
}

static void
grown_cb (World *world)
{
  world->n_grown++;
}

static void
set_value (SkeinLabModel *model,
           const char    *parameter,
           int64_t        value)
{
  int i = skein_experiment_find_parameter (skein_lab_model_get_experiment (model), parameter);

  g_assert_cmpint (i, >=, 0);
  skein_lab_model_set_value (model, (unsigned) i, value);
}

/* Very short runs, many of them. Returns: how long all took */
static int64_t
run (World    *world,
     gboolean  watched)
{
  int64_t start_ns;

  *world = (World) { skein_lab_model_new (), g_main_loop_new (NULL, FALSE), 0, 0 };
  skein_lab_model_set_experiment (world->model, skein_experiment_find ("scheduler"));
  set_value (world->model, "work", 1);
  set_value (world->model, "short", 1);
  skein_lab_model_set_repeats (world->model, REPEATS);
  skein_lab_model_set_watched (world->model, watched);

  g_signal_connect_swapped (world->model, "changed", G_CALLBACK (changed_cb), world);
  g_signal_connect_swapped (world->model, "grown", G_CALLBACK (grown_cb), world);
  start_ns = skein_clock_now_ns ();
  skein_lab_model_run (world->model, 0);
  g_assert_null (skein_lab_model_get_problem (world->model));
  g_main_loop_run (world->loop);

  return skein_clock_now_ns () - start_ns;
}

static void
assert_all_came_out (World *world)
{
  const SkeinLabResults *results = skein_lab_model_get_results (world->model);

  g_assert_null (skein_lab_model_get_problem (world->model));
  for (unsigned mode = 0; mode < 4; mode++)
    g_assert_cmpuint (skein_lab_results_count_right (results, mode), ==, REPEATS);
}

static void
world_clear (World *world)
{
  g_object_unref (world->model);
  g_main_loop_unref (world->loop);
}

/* However short the runs are: to show each would take cores from the next. */
static void
test_watched (void)
{
  World world;
  int64_t all_ns = run (&world, TRUE);

  g_test_message ("%u changes and %u looks in %.3f s", world.n_changed, world.n_grown, (double) all_ns / 1e9);
  assert_all_came_out (&world);
  g_assert_cmpint (world.n_changed + world.n_grown, <=, all_ns / LOOK_NS + BESIDE);
  world_clear (&world);
}

/* Where nobody looks there are no looks, but all is told. */
static void
test_unwatched (void)
{
  World world;

  run (&world, FALSE);
  assert_all_came_out (&world);
  g_assert_cmpuint (world.n_grown, ==, 0);
  g_assert_cmpuint (world.n_changed, >=, 4 * REPEATS);
  world_clear (&world);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lab-model/watched", test_watched);
  g_test_add_func ("/lab-model/unwatched", test_unwatched);

  return g_test_run ();
}
