/* test-switch-queue.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "trace/switch-queue.h"

#include <poll.h>
#include <pthread.h>

/* A batch of the second @second: a birth, with so many switches behind it. */
static SkeinSwitchBatch *
make_batch (int      second,
            unsigned n_switches)
{
  GArray *switches = g_array_new (FALSE, FALSE, sizeof (SkeinSwitch));
  GArray *names = g_array_new (FALSE, FALSE, SKEIN_SWITCH_NAME_SIZE);
  SkeinSwitch record = { .time_ns = second, .tid = second, .kind = SKEIN_SWITCH_FORK };

  g_array_append_val (switches, record);
  record.kind = SKEIN_SWITCH_IN;

  for (unsigned i = 0; i < n_switches; i++)
    g_array_append_val (switches, record);

  return skein_switch_batch_new_take (second, second + 1, switches, names);
}

static bool
is_readable (SkeinSwitchQueue *queue)
{
  struct pollfd fd = { .fd = skein_switch_queue_get_fd (queue), .events = POLLIN };

  return poll (&fd, 1, 0) == 1;
}

static void
assert_popped (SkeinSwitchQueue *queue,
               int64_t           from_ns,
               int64_t           to_ns,
               unsigned          n_switches)
{
  g_autoptr (SkeinSwitchBatch) batch = skein_switch_queue_pop (queue);

  g_assert_nonnull (batch);
  g_assert_cmpint (batch->from_ns, ==, from_ns);
  g_assert_cmpint (batch->to_ns, ==, to_ns);
  g_assert_cmpuint (batch->n_switches, ==, n_switches);
}

static void
test_order (void)
{
  g_autoptr (SkeinSwitchQueue) queue = NULL;

  g_assert_cmpint (skein_switch_queue_new (100, &queue), ==, 0);
  g_assert_null (skein_switch_queue_pop (queue));
  g_assert_false (is_readable (queue));

  skein_switch_queue_push (queue, make_batch (1, 3));
  skein_switch_queue_push (queue, make_batch (2, 4));
  g_assert_true (is_readable (queue));
  assert_popped (queue, 1, 2, 4);
  g_assert_true (is_readable (queue));
  assert_popped (queue, 2, 3, 5);
  g_assert_false (is_readable (queue));
  g_assert_null (skein_switch_queue_pop (queue));
}

/* The oldest is kept as a loss, and who was born in it. */
static void
test_summary (void)
{
  g_autoptr (SkeinSwitchQueue) queue = NULL;
  g_autoptr (SkeinSwitchBatch) batch = NULL;

  g_assert_cmpint (skein_switch_queue_new (100, &queue), ==, 0);

  for (int second = 1; second <= 3; second++)
    skein_switch_queue_push (queue, make_batch (second, 60));

  batch = skein_switch_queue_pop (queue);
  g_assert_cmpint (batch->from_ns, ==, 1);
  g_assert_cmpint (batch->to_ns, ==, 2);
  g_assert_cmpuint (batch->n_switches, ==, 2);
  g_assert_cmpint (batch->switches[0].kind, ==, SKEIN_SWITCH_LOST);
  g_assert_cmpint (batch->switches[0].core, ==, SKEIN_CORE_ANY);
  g_assert_cmpint (batch->switches[0].until_ns, ==, 2);
  g_assert_cmpuint (batch->switches[0].count, ==, 60);
  g_assert_cmpint (batch->switches[1].kind, ==, SKEIN_SWITCH_FORK);
  g_assert_cmpint (batch->switches[1].tid, ==, 1);

  assert_popped (queue, 2, 3, 2);
  assert_popped (queue, 3, 4, 61);
  g_assert_null (skein_switch_queue_pop (queue));

  /* Once there is room again, all is kept again. */
  skein_switch_queue_push (queue, make_batch (4, 49));
  skein_switch_queue_push (queue, make_batch (5, 49));
  skein_switch_queue_push (queue, make_batch (6, 9));
  assert_popped (queue, 4, 5, 2);
  assert_popped (queue, 5, 6, 50);
  assert_popped (queue, 6, 7, 10);
}

/* With nobody to take them, even summaries become too many; no time is left out. */
static void
test_bounded (void)
{
  g_autoptr (SkeinSwitchQueue) queue = NULL;
  SkeinSwitchBatch *batch;
  int64_t end_ns = 1;
  size_t n_switches = 0;

  g_assert_cmpint (skein_switch_queue_new (100, &queue), ==, 0);

  for (int second = 1; second <= 1000; second++)
    skein_switch_queue_push (queue, make_batch (second, 10));

  while ((batch = skein_switch_queue_pop (queue)) != NULL)
    {
      g_assert_cmpint (batch->from_ns, ==, end_ns);
      end_ns = batch->to_ns;
      n_switches += batch->n_switches;
      skein_switch_batch_unref (batch);
    }

  g_assert_cmpint (end_ns, ==, 1001);
  g_assert_cmpuint (n_switches, <=, 100);

  skein_switch_queue_push (queue, make_batch (1001, 49));
  skein_switch_queue_push (queue, make_batch (1002, 49));
  assert_popped (queue, 1001, 1002, 50);
  assert_popped (queue, 1002, 1003, 50);
}

static void *
push_cb (void *data)
{
  for (int second = 1; second <= 20000; second++)
    skein_switch_queue_push (data, make_batch (second, 1));

  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (SkeinSwitchQueue) queue = NULL;
  pthread_t thread;
  int64_t end_ns = 1;

  g_assert_cmpint (skein_switch_queue_new (50, &queue), ==, 0);
  g_assert_cmpint (pthread_create (&thread, NULL, push_cb, queue), ==, 0);

  while (end_ns <= 20000)
    {
      struct pollfd fd = { .fd = skein_switch_queue_get_fd (queue), .events = POLLIN };
      g_autoptr (SkeinSwitchBatch) batch = NULL;

      g_assert_cmpint (poll (&fd, 1, 10000), ==, 1);
      batch = skein_switch_queue_pop (queue);
      g_assert_nonnull (batch);
      g_assert_cmpint (batch->from_ns, ==, end_ns);
      end_ns = batch->to_ns;
    }

  g_assert_cmpint (pthread_join (thread, NULL), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/switch-queue/order", test_order);
  g_test_add_func ("/switch-queue/summary", test_summary);
  g_test_add_func ("/switch-queue/bounded", test_bounded);
  g_test_add_func ("/switch-queue/threads", test_threads);

  return g_test_run ();
}
