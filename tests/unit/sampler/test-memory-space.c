/* test-memory-space.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "sampler/memory-space.h"

#include "memory-tree.h"

#define MAPS \
  "1000-3000 r-xp 0 08:01 7 /bin/x\n" \
  "3000-5000 rw-p 0 00:00 0 [heap]\n" \
  "6000-8000 rw-s 0 00:01 9 /memfd:a b (deleted)\n"

#define SMAPS \
  "1000-3000 r-xp 0 08:01 7 /bin/x\n" \
  "Rss: 8 kB\nPss: 2 kB\nShared_Clean: 8 kB\n" \
  "3000-5000 rw-p 0 00:00 0 [heap]\n" \
  "Rss: 4 kB\nPss: 4 kB\nPrivate_Dirty: 3 kB\nPrivate_Clean: 1 kB\nAnonymous: 4 kB\nSwap: 4 kB\n" \
  "6000-8000 rw-s 0 00:01 9 /memfd:a b (deleted)\n" \
  "Rss: 0 kB\nPss: 0 kB\n"

typedef struct
{
  Tree              tree;
  SkeinMemorySpace *space;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  SkeinTaskKey process = { 10, 10, 7 };

  tree_open (&fixture->tree);
  tree_set_process (&fixture->tree, 10, 'S', 7, MAPS);
  fixture->space = skein_memory_space_new (fixture->tree.fd, false, &process);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  skein_memory_space_free (fixture->space);
  tree_close (&fixture->tree);
}

/* "start:resident" in KiB, and with figures "(pss own shared swap anonymous)" */
static void
assert_space (Fixture    *fixture,
              const char *expected)
{
  const SkeinAddressSpace *space = skein_memory_space_get (fixture->space);
  g_autoptr (GString) text = g_string_new ("");

  g_assert_cmpint (space->error, ==, 0);

  for (uint32_t i = 0; i < space->n_regions; i++)
    {
      const SkeinRegion *region = &space->regions[i];

      g_string_append_printf (text, "%s%x:", i > 0 ? " " : "", (unsigned) region->start);

      if (region->has_resident)
        g_string_append_printf (text, "%u", (unsigned) (region->resident / 1024));
      else
        g_string_append (text, "?");

      if (region->has_figures)
        g_string_append_printf (text, "(%u %u %u %u %u)", (unsigned) (region->pss / 1024),
                                (unsigned) (region->own / 1024), (unsigned) (region->shared / 1024),
                                (unsigned) (region->swap / 1024), (unsigned) (region->anonymous / 1024));
    }

  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_maps (Fixture       *fixture,
           gconstpointer  data)
{
  const SkeinAddressSpace *space;

  g_assert_null (skein_memory_space_get (fixture->space));
  g_assert_true (skein_memory_space_read (fixture->space, 0));
  space = skein_memory_space_get (fixture->space);
  assert_space (fixture, "1000:? 3000:? 6000:?");
  g_assert_cmpint (space->figures_ns, ==, 0);
  g_assert_cmpint (space->read_ns, >, 0);
  g_assert_cmpint (space->regions[0].kind, ==, SKEIN_REGION_CODE);
  g_assert_cmpint (space->regions[2].kind, ==, SKEIN_REGION_SHARED);
  g_assert_cmpstr (space->regions[2].name, ==, "/memfd:a b (deleted)");
  g_assert_cmpint (skein_memory_space_get_parent (fixture->space), ==, 1);

  /* The same again is the same. */
  g_assert_false (skein_memory_space_read (fixture->space, 0));
  g_assert_true (skein_memory_space_get (fixture->space) == space);

  tree_write (&fixture->tree, "1000-3000 r-xp 0 08:01 7 /bin/x\n", "10/maps");
  g_assert_true (skein_memory_space_read (fixture->space, 0));
  assert_space (fixture, "1000:?");
}

static void
test_figures (Fixture       *fixture,
              gconstpointer  data)
{
  int64_t figures_ns;
  SkeinFootprint sum;

  tree_write (&fixture->tree, SMAPS, "10/smaps");
  g_assert_true (skein_memory_space_read (fixture->space, SKEIN_MEMORY_FIGURES));
  assert_space (fixture, "1000:8(2 0 8 0 0) 3000:4(4 4 0 4 4) 6000:0(0 0 0 0 0)");
  figures_ns = skein_memory_space_get (fixture->space)->figures_ns;
  g_assert_cmpint (figures_ns, >, 0);
  skein_address_space_sum (skein_memory_space_get (fixture->space), &sum);
  g_assert_cmpuint (sum.resident, ==, 12 * 1024);
  g_assert_cmpuint (sum.pss, ==, 6 * 1024);
  g_assert_cmpuint (sum.own, ==, 4 * 1024);
  g_assert_cmpuint (sum.swap, ==, 4 * 1024);

  /* Maps alone: of a region that has changed, the figures are not known any more. */
  tree_write (&fixture->tree, "1000-3000 r-xp 0 08:01 7 /bin/x\n3000-6000 rw-p 0 00:00 0 [heap]\n", "10/maps");
  g_assert_true (skein_memory_space_read (fixture->space, 0));
  assert_space (fixture, "1000:8(2 0 8 0 0) 3000:?");
  g_assert_cmpint (skein_memory_space_get (fixture->space)->figures_ns, ==, figures_ns);
}

/* Where the kernel has no PAGEMAP_SCAN, page by page. */
static void
test_resident (Fixture       *fixture,
               gconstpointer  data)
{
  if (sysconf (_SC_PAGESIZE) != 4096)
    {
      g_test_skip ("pages are not of 4 KiB");
      return;
    }

  tree_write (&fixture->tree,
              MAPS "100000-1000000000 rw-p 0 00:00 0\n"
                   "ffffffffff600000-ffffffffff601000 --xp 0 00:00 0 [vsyscall]\n",
              "10/maps");
  tree_set_pages (&fixture->tree, 10, "fo.owFf.");
  g_assert_true (skein_memory_space_read (fixture->space, SKEIN_MEMORY_RESIDENT));
  assert_space (fixture, "1000:8 3000:4 6000:8 100000:? ff600000:?");

  /* It is kept while it is not read again. */
  tree_set_pages (&fixture->tree, 10, "........");
  g_assert_false (skein_memory_space_read (fixture->space, 0));
  g_assert_true (skein_memory_space_read (fixture->space, SKEIN_MEMORY_RESIDENT));
  assert_space (fixture, "1000:0 3000:0 6000:0 100000:? ff600000:?");
}

static void
assert_error (Fixture *fixture,
              int      error)
{
  const SkeinAddressSpace *space;

  g_assert_true (skein_memory_space_read (fixture->space, SKEIN_MEMORY_FIGURES));
  space = skein_memory_space_get (fixture->space);
  g_assert_cmpint (space->error, ==, error);
  g_assert_cmpuint (space->n_regions, ==, 0);
  g_assert_cmpint (space->process.pid, ==, 10);
  g_assert_cmpint (space->figures_ns, ==, 0);
  g_assert_false (skein_memory_space_read (fixture->space, SKEIN_MEMORY_FIGURES));
}

static void
test_ended (Fixture       *fixture,
            gconstpointer  data)
{
  tree_write (&fixture->tree, SMAPS, "10/smaps");
  g_assert_true (skein_memory_space_read (fixture->space, SKEIN_MEMORY_FIGURES));
  tree_end_process (&fixture->tree, 10);
  assert_error (fixture, -ESRCH);
}

static void
test_reused (Fixture       *fixture,
             gconstpointer  data)
{
  tree_write (&fixture->tree, SMAPS, "10/smaps");
  tree_set_process (&fixture->tree, 10, 'S', 8, MAPS);
  assert_error (fixture, -ESRCH);
}

static void
test_zombie (Fixture       *fixture,
             gconstpointer  data)
{
  tree_set_process (&fixture->tree, 10, 'Z', 7, "");
  assert_error (fixture, -ESRCH);
}

/* The main thread has ended, the next one too, and the third goes on. */
static void
test_leaderless (Fixture       *fixture,
                 gconstpointer  data)
{
  Task ended = { .pid = 10, .tid = 11, .ppid = 1, .name = "y", .letter = 'Z', .start_ticks = 8 };
  Task alive = { .pid = 10, .tid = 12, .ppid = 1, .name = "z", .letter = 'S', .start_ticks = 9 };

  tree_set_process (&fixture->tree, 10, 'Z', 7, "");
  tree_write (&fixture->tree,
              "10 (x) Z 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 3 0 7 0 0 1 0 0 0 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0\n",
              "10/stat");
  tree_set (&fixture->tree, &ended);
  tree_set (&fixture->tree, &alive);
  tree_write (&fixture->tree, "", "10/task/11/maps");
  tree_write (&fixture->tree, MAPS, "10/task/12/maps");
  tree_write (&fixture->tree, SMAPS, "10/task/12/smaps");
  g_assert_true (skein_memory_space_read (fixture->space, 0));
  assert_space (fixture, "1000:? 3000:? 6000:?");
  g_assert_true (skein_memory_space_read (fixture->space, SKEIN_MEMORY_FIGURES));
  assert_space (fixture, "1000:8(2 0 8 0 0) 3000:4(4 4 0 4 4) 6000:0(0 0 0 0 0)");

  /* And when that has ended as well, so has the process. */
  alive.letter = 'Z';
  tree_set (&fixture->tree, &alive);
  assert_error (fixture, -ESRCH);
}

static void
test_kernel (Fixture       *fixture,
             gconstpointer  data)
{
  tree_write (&fixture->tree,
              "10 (k) I 2 0 0 0 -1 2129984 0 0 0 0 0 0 0 0 20 0 1 0 7 0 0 1 0 0 0 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0\n",
              "10/stat");
  tree_write (&fixture->tree, "", "10/maps");
  g_assert_true (skein_memory_space_read (fixture->space, SKEIN_MEMORY_FIGURES));
  assert_space (fixture, "");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/memory-space/maps", Fixture, NULL, set_up, test_maps, tear_down);
  g_test_add ("/memory-space/figures", Fixture, NULL, set_up, test_figures, tear_down);
  g_test_add ("/memory-space/resident", Fixture, NULL, set_up, test_resident, tear_down);
  g_test_add ("/memory-space/ended", Fixture, NULL, set_up, test_ended, tear_down);
  g_test_add ("/memory-space/reused", Fixture, NULL, set_up, test_reused, tear_down);
  g_test_add ("/memory-space/zombie", Fixture, NULL, set_up, test_zombie, tear_down);
  g_test_add ("/memory-space/leaderless", Fixture, NULL, set_up, test_leaderless, tear_down);
  g_test_add ("/memory-space/kernel", Fixture, NULL, set_up, test_kernel, tear_down);

  return g_test_run ();
}
