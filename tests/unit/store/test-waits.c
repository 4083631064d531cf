/* test-waits.c - what a thread waited for, of the few looks that were taken at it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "../tale.h"

static const TaleThread waiting = { 10, 10, "one", 0.0, 0.0, 'S', 0, false, NULL };
static const TaleThread running = { 10, 10, "one", 0.5, 0.0, 'R', 0, false, NULL };

static const char *
find (Tale    *tale,
      int64_t  start_ns,
      int64_t  end_ns)
{
  const SkeinSeenWait *seen = skein_store_find_wait (tale->store, tale_thread_id (tale, 10, 10), start_ns, end_ns);

  return seen != NULL ? seen->wchan : NULL;
}

static void
look (Tale       *tale,
      const char *wchan)
{
  TaleThread thread = waiting;

  thread.wchan = wchan;
  tale_tell (tale, TALE_INTERVAL, &thread, 1);
}

/* A look tells of the whole wait it falls into, and of no other. */
static void
test_one_wait (void)
{
  int64_t first_ns, ran_ns, last_ns;
  Tale tale;

  tale_begin (&tale, 1);
  tale_tell (&tale, TALE_INTERVAL, &running, 1);
  first_ns = tale.now_ns;
  tale_tell (&tale, TALE_INTERVAL, &waiting, 1);
  look (&tale, "futex_wait");
  tale_tell (&tale, TALE_INTERVAL, &waiting, 1);
  ran_ns = tale.now_ns;
  tale_tell (&tale, TALE_INTERVAL, &running, 1);
  last_ns = tale.now_ns;
  tale_tell (&tale, TALE_INTERVAL, &waiting, 1);

  g_assert_cmpstr (find (&tale, first_ns, first_ns + TALE_INTERVAL), ==, "futex_wait");
  g_assert_cmpstr (find (&tale, ran_ns - TALE_INTERVAL, ran_ns), ==, "futex_wait");
  g_assert_cmpstr (find (&tale, first_ns, last_ns), ==, "futex_wait");
  g_assert_null (find (&tale, first_ns - TALE_INTERVAL, first_ns));
  g_assert_null (find (&tale, last_ns, last_ns + TALE_INTERVAL));
  g_assert_null (find (&tale, first_ns, first_ns));

  tale_end (&tale);
}

/* Of a time with several waits it is the one that was seen last; each has its own. A look is
 * taken after its sample began: it belongs to the interval behind it. */
static void
test_several (void)
{
  int64_t first_ns, last_ns;
  Tale tale;

  tale_begin (&tale, 1);
  tale_tell (&tale, TALE_INTERVAL, &waiting, 1);
  first_ns = tale.now_ns;
  look (&tale, "pipe_read");
  tale_tell (&tale, TALE_INTERVAL, &running, 1);
  look (&tale, "do_wait");
  tale_tell (&tale, TALE_INTERVAL, &waiting, 1);
  last_ns = tale.now_ns;

  g_assert_cmpstr (find (&tale, first_ns, last_ns), ==, "do_wait");
  g_assert_cmpstr (find (&tale, first_ns + TALE_INTERVAL, first_ns + 2 * TALE_INTERVAL), ==, "pipe_read");
  g_assert_cmpstr (find (&tale, first_ns + 2 * TALE_INTERVAL, last_ns - TALE_INTERVAL), ==, "do_wait");
  g_assert_cmpstr (find (&tale, last_ns - TALE_INTERVAL, last_ns), ==, "do_wait");
  g_assert_cmpuint (skein_store_get_n_waits (tale.store), ==, 2);

  tale_end (&tale);
}

/* What nobody measured may have held anything. */
static void
test_gap (void)
{
  int64_t after_ns;
  Tale tale;

  tale_begin (&tale, 1);
  tale_tell (&tale, TALE_INTERVAL, &waiting, 1);
  look (&tale, "pipe_read");
  tale.now_ns += SKEIN_NS_PER_S;
  tale_tell (&tale, 0, &waiting, 1);
  after_ns = tale.now_ns;
  tale_tell (&tale, TALE_INTERVAL, &waiting, 1);

  g_assert_null (find (&tale, after_ns, after_ns + TALE_INTERVAL));

  tale_end (&tale);
}

/* As many as are kept, and no more: the newest. */
static void
test_bounded (void)
{
  SkeinWaits *waits = skein_waits_new ();
  size_t bytes = 0;

  for (int i = 1; i <= 20000; i++)
    {
      SkeinThreadDetail detail = { .syscall = i, .wait_from_ns = 10 * i, .wait_until_ns = 10 * i + 5 };

      g_assert_true (skein_waits_add (waits, &detail));
      g_assert_false (skein_waits_add (waits, &detail));
      bytes = MAX (bytes, skein_waits_get_bytes (waits));
    }

  g_assert_cmpuint (bytes, <, 150000);
  g_assert_null (skein_waits_find_after (waits, 200001));
  g_assert_cmpint (skein_waits_find_before (waits, INT64_MAX)->syscall, ==, 20000);
  g_assert_cmpint (skein_waits_find_before (waits, 199990)->syscall, ==, 19998);
  g_assert_cmpint (skein_waits_find_after (waits, 199990)->syscall, ==, 19999);
  g_assert_null (skein_waits_find_before (waits, 10));

  skein_waits_free (waits);
}

/* What is kept counts against the budget, and goes with its thread. */
static void
test_bytes (void)
{
  size_t before;
  Tale tale;

  tale_begin (&tale, 1);
  tale_tell (&tale, TALE_INTERVAL, &running, 1);
  look (&tale, "pipe_read");
  tale_tell (&tale, TALE_INTERVAL, &running, 1);
  before = skein_store_get_bytes (tale.store);
  for (int i = 0; i < 1000; i++)
    look (&tale, "pipe_read");
  g_assert_cmpuint (skein_store_get_bytes (tale.store), >=, before + 1000 * sizeof (SkeinSeenWait));

  skein_store_clear (tale.store);
  g_assert_cmpuint (skein_store_get_bytes (tale.store), <, before);
  tale_end (&tale);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/waits/one-wait", test_one_wait);
  g_test_add_func ("/store/waits/several", test_several);
  g_test_add_func ("/store/waits/gap", test_gap);
  g_test_add_func ("/store/waits/bounded", test_bounded);
  g_test_add_func ("/store/waits/bytes", test_bytes);

  return g_test_run ();
}
