/* test-reach.c - who can reach a region, and why
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "present/reach.h"

#include <errno.h>
#include <string.h>

#include "../memory-world.h"

typedef struct
{
  World              world;
  WorldProgram       parent;
  WorldProgram       child;
  SkeinMemoryReport *report;
} Fixture;

/* A parent with workers, its child, and somebody else's process. */
static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  World *world = &self->world;

  world_begin (world);
  world_add (world, 10, "parent", 3);
  world_add (world, 20, "child", 1);
  world_add (world, 30, "other", 1);
  world->errors[2] = -EACCES;
  self->parent = world_map_program (world, 0, 31 * WORLD_MB, "/dev/shm/demo");
  self->child = world_map_program (world, 1, 31 * WORLD_MB, "/dev/shm/demo");
  world_bridge (world, SKEIN_BRIDGE_FILE, 24 * WORLD_KB, 0, self->parent.code, 1, self->child.code);
  world_bridge (world, SKEIN_BRIDGE_FILE, 8 * WORLD_KB, 0, self->parent.data, 1, self->child.data);
  world_bridge (world, SKEIN_BRIDGE_COPY, 33 * WORLD_MB, 0, self->parent.heap, 1, self->child.heap);
  world_bridge (world, SKEIN_BRIDGE_SHARED, 4 * WORLD_MB, 0, self->parent.shared, 1, self->child.shared);
  self->report = world_report (world);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  skein_memory_report_unref (self->report);
  world_end (&self->world);
}

static void
assert_reach (Fixture    *self,
              uint32_t    region,
              bool        together,
              const char *wanted)
{
  g_autoptr (GArray) rows = skein_reach_list (self->report, self->world.residents, 0, region, together);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      const SkeinReachRow *row = &g_array_index (rows, SkeinReachRow, i);

      g_string_append_printf (text, "%s: %s; ", row->names, row->why);
      /* A line ends between two names, not within one. */
      g_assert_null (strstr (row->names, "w "));
      g_assert_null (strstr (row->names, "main "));
      g_assert_cmpint (row->answer, ==, g_str_has_prefix (row->why, "yes")  ? SKEIN_REACH_YES
                                        : g_str_has_prefix (row->why, "no:") ? SKEIN_REACH_NO
                                                                            : SKEIN_REACH_UNKNOWN);
    }

  g_string_replace (text, "\u00a0", " ", 0);
  g_assert_cmpstr (text->str, ==, wanted);
}

static void
test_heap (Fixture       *self,
           gconstpointer  data)
{
  assert_reach (self, self->parent.heap, true,
                "main (10), w 1, w 2: yes: its own heap; "
                "main (20): no: one copy until somebody writes, then each has its own; "
                "main (30): not known: it may not be read; ");
}

static void
test_each_has_a_row (Fixture       *self,
                     gconstpointer  data)
{
  assert_reach (self, self->parent.heap, false,
                "main (10): yes: its own heap; w 1: yes: its own heap; w 2: yes: its own heap; "
                "main (20): no: one copy until somebody writes, then each has its own; "
                "main (30): not known: it may not be read; ");
}

static void
test_shared (Fixture       *self,
             gconstpointer  data)
{
  g_autofree char *with = skein_reach_dup_shared_with (self->report, 0, self->parent.shared);
  g_autofree char *nobody = skein_reach_dup_shared_with (self->report, 0, self->parent.stack);

  assert_reach (self, self->parent.shared, true,
                "main (10), w 1, w 2: yes: its own house; "
                "main (20): yes: mapped by both, both write; "
                "main (30): not known: it may not be read; ");
  g_assert_cmpstr (with, ==, "20");
  g_assert_null (nobody);
}

/* What is mapped twice is reached through both regions. */
static void
test_mapped_twice (void)
{
  const WorldRegion writable = { 0x1000000, 4 * WORLD_MB, SKEIN_REGION_SHARED, RWS, 0, 4 * WORLD_MB, 0, "/memfd:a", 7 };
  WorldRegion readable = writable;
  World world;
  SkeinMemoryReport *report;
  g_autoptr (SkeinHouses) houses = NULL;
  uint32_t first, again, there;

  readable.start = 0x2000000;
  readable.access = RS;
  world_begin (&world);
  world_add (&world, 10, "one", 1);
  world_add (&world, 20, "other", 1);
  first = world_map (&world, 0, writable);
  again = world_map (&world, 0, readable);
  there = world_map (&world, 1, writable);
  world_bridge (&world, SKEIN_BRIDGE_SHARED, 4 * WORLD_MB, 0, first, 1, there);
  report = world_report (&world);

  for (uint32_t region = first; region <= again; region++)
    {
      g_autoptr (GArray) rows = skein_reach_list (report, world.residents, 0, region, true);
      g_autofree char *with = skein_reach_dup_shared_with (report, 0, region);

      g_assert_cmpint (g_array_index (rows, SkeinReachRow, 1).answer, ==, SKEIN_REACH_YES);
      g_assert_cmpstr (with, ==, "20");
    }

  houses = skein_houses_new (report, world.residents, 0, NULL, 0);
  for (uint32_t i = 0; i < houses->houses[0].n_floors; i++)
    g_assert_cmpuint (houses->houses[0].floors[i].mapped_by, ==, 2);

  skein_memory_report_unref (report);
  world_end (&world);
}

static void
test_many_sharers (void)
{
  World world;
  uint32_t regions[5];
  SkeinMemoryReport *report;
  g_autofree char *few = NULL;
  g_autofree char *many = NULL;
  g_autofree char *none = NULL;

  world_begin (&world);
  for (uint32_t i = 0; i < G_N_ELEMENTS (regions); i++)
    {
      world_add (&world, 10 + (pid_t) i, "one", 1);
      regions[i] = world_map_program (&world, i, 31 * WORLD_MB, "/dev/shm/demo").shared;
    }
  for (uint32_t i = 1; i < G_N_ELEMENTS (regions); i++)
    world_bridge (&world, SKEIN_BRIDGE_SHARED, 4 * WORLD_MB, 0, regions[0], i, regions[i]);
  report = world_report (&world);

  few = skein_reach_dup_shared_words (report, 1, regions[1]);
  many = skein_reach_dup_shared_words (report, 0, regions[0]);
  none = skein_reach_dup_shared_words (report, 0, regions[0] + 1);
  g_assert_cmpstr (few, ==, "Shared with 10");
  g_assert_cmpstr (many, ==, "Shared with 4 processes");
  g_assert_null (none);

  skein_memory_report_unref (report);
  world_end (&world);
}

static void
test_files (Fixture       *self,
            gconstpointer  data)
{
  assert_reach (self, self->parent.code, true,
                "main (10), w 1, w 2: yes: its own house, read only; "
                "main (20): yes: the same copy, read only; "
                "main (30): not known: it may not be read; ");
  assert_reach (self, self->parent.data, true,
                "main (10), w 1, w 2: yes: its own house; "
                "main (20): no: the same file, but what is written stays with the writer; "
                "main (30): not known: it may not be read; ");
}

static void
test_stacks (Fixture       *self,
             gconstpointer  data)
{
  uint32_t guard = self->parent.shared + 1; /* of the stack of w 2 */

  assert_reach (self, self->parent.stack, true,
                "main (10): yes: its own stack; "
                "w 1, w 2: yes: the same house, though it is another’s stack; "
                "main (20): no: another process; main (30): not known: it may not be read; ");
  assert_reach (self, guard + 1, true,
                "main (10), w 1: yes: the same house, though it is another’s stack; "
                "w 2: yes: its own stack; "
                "main (20): no: another process; main (30): not known: it may not be read; ");
  assert_reach (self, guard, true,
                "main (10), w 1, w 2: no: nobody may touch it; "
                "main (20): no: another process; main (30): not known: it may not be read; ");
}

#define ADD(path, function) g_test_add ("/present/reach/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("heap", test_heap);
  ADD ("each-has-a-row", test_each_has_a_row);
  ADD ("shared", test_shared);
  ADD ("files", test_files);
  ADD ("stacks", test_stacks);
  g_test_add_func ("/present/reach/many-sharers", test_many_sharers);
  g_test_add_func ("/present/reach/mapped-twice", test_mapped_twice);

  return g_test_run ();
}
