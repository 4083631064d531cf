/* test-memory-stacks.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "sampler/memory-kinds.h"
#include "sampler/memory-lines.h"
#include "sampler/memory-stacks.h"

#include "tree.h"

#include <string.h>

#define PID 10

/* Two stacks with their guards, and other memory. */
#define TWO_STACKS \
  "00100000-00200000 rw-p 0 00:00 0\n" \
  "10000000-10001000 ---p 0 00:00 0\n" \
  "10001000-10801000 rw-p 0 00:00 0\n" \
  "10801000-10802000 ---p 0 00:00 0\n" \
  "10802000-11002000 rw-p 0 00:00 0\n" \
  "7fff0000-7fff8000 rw-p 0 00:00 0 [stack]\n"

typedef struct
{
  Tree               tree;
  SkeinMemoryStacks *stacks;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  tree_open (&fixture->tree);
  fixture->stacks = skein_memory_stacks_new (false);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  skein_memory_stacks_free (fixture->stacks);
  tree_close (&fixture->tree);
}

/* A thread that is blocked, its stack pointer being there; 0: it runs. */
static void
put (Fixture  *fixture,
     pid_t     tid,
     uint64_t  stack_pointer)
{
  g_autofree char *text = g_strdup_printf ("202 0x1 0x2 0x3 0x4 0x5 0x6 0x%" G_GINT64_MODIFIER "x 0x8\n",
                                           stack_pointer);

  tree_write (&fixture->tree, stack_pointer != 0 ? text : "running\n", "task/%d/syscall", (int) tid);
}

static void
end (Fixture *fixture,
     pid_t    tid)
{
  g_autofree char *path = g_strdup_printf ("%s/task/%d", fixture->tree.path, (int) tid);

  tree_remove (path);
}

/* "start:tid by method", of those that are anybody's */
static void
assert_stacks (Fixture    *fixture,
               const char *maps,
               const char *expected)
{
  static const char *const methods[] = { "?", "name", "robust list", "pointer", "guard" };
  SkeinTaskKey process = { PID, PID, 1 };
  g_autoptr (GArray) regions = NULL;
  g_autoptr (GString) text = g_string_new ("");

  tree_write (&fixture->tree, maps, "maps");
  g_assert_cmpint (skein_memory_lines_read_maps (fixture->tree.fd, &regions), ==, 0);
  skein_memory_kinds_tell ((SkeinRegion *) regions->data, regions->len, NULL);
  skein_memory_stacks_tell (fixture->stacks, fixture->tree.fd, &process, (SkeinRegion *) regions->data, regions->len);

  for (guint i = 0; i < regions->len; i++)
    {
      const SkeinRegion *region = &g_array_index (regions, SkeinRegion, i);

      g_assert_cmpint (region->tid != 0, ==, region->stack_method != SKEIN_STACK_NONE);
      g_assert_cmpint (region->tid != 0, ==,
                       region->kind == SKEIN_REGION_THREAD_STACK || region->kind == SKEIN_REGION_STACK);

      if (region->tid != 0)
        g_string_append_printf (text, "%s%x:%d by %s", text->len > 0 ? ", " : "", (unsigned) region->start,
                                (int) region->tid, methods[region->stack_method]);
    }

  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_alone (Fixture       *fixture,
            gconstpointer  data)
{
  assert_stacks (fixture, "", "");
  assert_stacks (fixture, TWO_STACKS, "7fff0000:10 by name"); /* its threads are not to be had */
  put (fixture, PID, 0x10700000); /* on a stack of its own making: that is not its stack */
  assert_stacks (fixture, TWO_STACKS, "7fff0000:10 by name");
}

static void
test_pointer (Fixture       *fixture,
              gconstpointer  data)
{
  put (fixture, PID, 0x7fff7000);
  put (fixture, 11, 0x10800000);
  put (fixture, 12, 0x11001000);
  assert_stacks (fixture, TWO_STACKS, "10001000:11 by pointer, 10802000:12 by pointer, 7fff0000:10 by name");

  /* Once it is known it stays so while it runs. */
  put (fixture, 12, 0);
  assert_stacks (fixture, TWO_STACKS, "10001000:11 by pointer, 10802000:12 by pointer, 7fff0000:10 by name");

  /* One that has ended leaves memory that is nobody's, although it is still there. */
  end (fixture, 11);
  assert_stacks (fixture, TWO_STACKS, "10802000:12 by pointer, 7fff0000:10 by name");

  /* Another may get it. */
  put (fixture, 13, 0x10800000);
  assert_stacks (fixture, TWO_STACKS, "10001000:13 by pointer, 10802000:12 by pointer, 7fff0000:10 by name");
}

static void
test_no_guard (Fixture       *fixture,
               gconstpointer  data)
{
  put (fixture, PID, 0x7fff7000);
  put (fixture, 11, 0x00180000);
  put (fixture, 12, 0x10800000);
  assert_stacks (fixture, TWO_STACKS, "10001000:12 by pointer, 7fff0000:10 by name");
}

/* A thread that changes its stack has none of which it could be said that it is the thread's. */
static void
test_wandering (Fixture       *fixture,
                gconstpointer  data)
{
  put (fixture, PID, 0x7fff7000);
  put (fixture, 11, 0x10800000);
  assert_stacks (fixture, TWO_STACKS, "10001000:11 by pointer, 7fff0000:10 by name");
  put (fixture, 11, 0x11001000);
  assert_stacks (fixture, TWO_STACKS, "7fff0000:10 by name");
  put (fixture, 11, 0x10800000);
  assert_stacks (fixture, TWO_STACKS, "7fff0000:10 by name");
}

static void
test_same_region (Fixture       *fixture,
                  gconstpointer  data)
{
  put (fixture, PID, 0x7fff7000);
  put (fixture, 11, 0x10800000);
  put (fixture, 12, 0x10700000);
  assert_stacks (fixture, TWO_STACKS, "7fff0000:10 by name");
}

static void
test_left_over (Fixture       *fixture,
                gconstpointer  data)
{
  const char *one = "10000000-10001000 ---p 0 00:00 0\n"
                    "10001000-10801000 rw-p 0 00:00 0\n"
                    "20000000-20100000 rw-p 0 00:00 0\n"
                    "20100000-24000000 ---p 0 00:00 0\n" /* what is reserved is no guard */
                    "24000000-24100000 rw-p 0 00:00 0\n"
                    "30000000-30001000 ---p 0 00:00 0\n" /* nobody's stack is so small */
                    "30001000-30002000 rw-p 0 00:00 0\n"
                    "31000000-31001000 ---p 0 00:00 0\n"
                    "31001000-31801000 rw-s 0 00:01 7 /dev/zero (deleted)\n"
                    "7fff0000-7fff8000 rw-p 0 00:00 0 [stack]\n";

  put (fixture, PID, 0);
  put (fixture, 11, 0);
  assert_stacks (fixture, one, "10001000:11 by guard, 7fff0000:10 by name");
  assert_stacks (fixture, TWO_STACKS, "7fff0000:10 by name"); /* which of two? */
  put (fixture, 12, 0);
  assert_stacks (fixture, one, "7fff0000:10 by name"); /* whose? */
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/memory-stacks/alone", Fixture, NULL, set_up, test_alone, tear_down);
  g_test_add ("/memory-stacks/pointer", Fixture, NULL, set_up, test_pointer, tear_down);
  g_test_add ("/memory-stacks/no-guard", Fixture, NULL, set_up, test_no_guard, tear_down);
  g_test_add ("/memory-stacks/wandering", Fixture, NULL, set_up, test_wandering, tear_down);
  g_test_add ("/memory-stacks/same-region", Fixture, NULL, set_up, test_same_region, tear_down);
  g_test_add ("/memory-stacks/left-over", Fixture, NULL, set_up, test_left_over, tear_down);

  return g_test_run ();
}
