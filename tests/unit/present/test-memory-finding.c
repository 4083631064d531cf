/* test-memory-finding.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "present/memory-finding.h"

#include <string.h>

#define MIB (UINT64_C (1) << 20)

/* Two processes, the second one with two threads, each with the regions that it is given. */
typedef struct
{
  SkeinMemoryReport *report;
  SkeinProcess      *processes[2];
  SkeinResident      residents[2];
} World;

static SkeinProcess *
make_process (pid_t    pid,
              uint32_t n_threads)
{
  SkeinProcess *process = skein_process_new (n_threads);

  process->pid = pid;
  process->start_ticks = 1;
  process->name = g_ref_string_new ("demo");
  process->command = g_ref_string_new ("demo");
  process->user = g_ref_string_new_intern ("ana");
  process->cgroup = g_ref_string_new ("");

  for (uint32_t i = 0; i < n_threads; i++)
    {
      process->threads[i].tid = pid + (pid_t) i;
      g_strlcpy (process->threads[i].name, i == 0 ? "demo" : "worker", sizeof process->threads[i].name);
    }

  return process;
}

static void
world_init (World             *world,
            const SkeinRegion *region,
            uint32_t           n_spaces)
{
  world->report = skein_memory_report_new ();
  world->report->n_spaces = n_spaces;
  world->report->spaces = g_new0 (const SkeinAddressSpace *, n_spaces);

  for (uint32_t i = 0; i < n_spaces; i++)
    {
      GArray *regions = g_array_new (FALSE, FALSE, sizeof (SkeinRegion));
      SkeinTaskKey key = { 100 * ((pid_t) i + 1), 100 * ((pid_t) i + 1), 1 };

      g_array_append_val (regions, *region);
      world->report->spaces[i] = skein_address_space_new_take (&key, regions);
      world->processes[i] = make_process (key.pid, i + 1);
      world->residents[i].process = world->processes[i];
    }
}

static void
world_add_bridge (World           *world,
                  SkeinBridgeKind  kind,
                  uint64_t         bytes)
{
  SkeinBridge *bridge = g_new0 (SkeinBridge, 1);

  bridge->kind = kind;
  bridge->bytes = bytes;
  bridge->n_ends = 2;
  bridge->ends = g_new0 (SkeinBridgeEnd, 2);
  bridge->ends[1].space = 1;
  world->report->bridges = bridge;
  world->report->n_bridges = 1;
}

static void
world_clear (World *world)
{
  for (uint32_t i = 0; i < world->report->n_spaces; i++)
    skein_process_unref (world->processes[i]);
  skein_memory_report_unref (world->report);
}

static void
assert_finding (World      *world,
                uint32_t    space,
                const char *title,
                const char *part)
{
  g_autofree char *text = skein_memory_finding (world->report, world->residents, space, 0);

  g_assert_true (g_str_has_prefix (text, title));
  g_assert_cmpint (text[strlen (title)], ==, '\n');
  if (strstr (text, part) == NULL)
    g_test_message ("“%s” is not in “%s”", part, text);
  g_assert_nonnull (strstr (text, part));
}

static SkeinRegion
make_heap (uint64_t own,
           uint64_t shared)
{
  return (SkeinRegion) {
    .start = 64 * MIB,
    .end = 128 * MIB,
    .kind = SKEIN_REGION_HEAP,
    .access = SKEIN_ACCESS_READ | SKEIN_ACCESS_WRITE,
    .has_resident = true,
    .has_figures = true,
    .resident = own + shared,
    .own = own,
    .shared = shared,
  };
}

static void
test_after_a_fork (void)
{
  SkeinRegion all = make_heap (0, 64 * MIB), half = make_heap (32 * MIB, 32 * MIB);
  World world;

  world_init (&world, &all, 2);
  world_add_bridge (&world, SKEIN_BRIDGE_COPY, 64 * MIB);
  assert_finding (&world, 0, "One copy, until somebody writes", "67.1");
  world_clear (&world);

  world_init (&world, &half, 2);
  world_add_bridge (&world, SKEIN_BRIDGE_COPY, 32 * MIB);
  assert_finding (&world, 1, "Same address, different value", "33.6");
  world_clear (&world);
}

static void
test_bridges (void)
{
  SkeinRegion region = make_heap (0, 64 * MIB);
  World world;

  region.kind = SKEIN_REGION_SHARED;
  region.access |= SKEIN_ACCESS_SHARED;
  world_init (&world, &region, 2);
  world_add_bridge (&world, SKEIN_BRIDGE_SHARED, 4 * MIB);
  assert_finding (&world, 0, "A bridge", "written by 2 of them");
  world_clear (&world);

  region.access = SKEIN_ACCESS_READ | SKEIN_ACCESS_SHARED;
  world_init (&world, &region, 2);
  world_add_bridge (&world, SKEIN_BRIDGE_SHARED, 4 * MIB);
  assert_finding (&world, 0, "A bridge to read", "none of them may write");
  world_clear (&world);

  region.kind = SKEIN_REGION_LIBRARY;
  region.access = SKEIN_ACCESS_READ;
  world_init (&world, &region, 2);
  world_add_bridge (&world, SKEIN_BRIDGE_FILE, 4 * MIB);
  assert_finding (&world, 0, "In memory once, for all who map it", "4.2");
  world_clear (&world);
}

static void
test_within_the_walls (void)
{
  SkeinRegion region = make_heap (64 * MIB, 0);
  World world;

  world_init (&world, &region, 1);
  assert_finding (&world, 0, "Within the walls", "its one thread");
  world_clear (&world);

  world_init (&world, &region, 2);
  assert_finding (&world, 0, "Within the walls", "None of the other");
  assert_finding (&world, 1, "Within the walls", "All 2 threads");
  world_clear (&world);

  region.kind = SKEIN_REGION_THREAD_STACK;
  region.tid = 201;
  world_init (&world, &region, 2);
  assert_finding (&world, 1, "Its own by agreement only", "worker");
  world_clear (&world);

  region.access = 0;
  world_init (&world, &region, 1);
  assert_finding (&world, 0, "Nobody may touch it", "guard");
  world_clear (&world);
}

/* What is only reserved is said where it is most of it, and not where it is not known. */
static void
test_sparse (void)
{
  SkeinRegion region = make_heap (MIB, 0);
  World world;
  g_autofree char *unknown = NULL;

  world_init (&world, &region, 1);
  assert_finding (&world, 0, "Within the walls", "are in memory; the rest takes none");
  world_clear (&world);

  region.has_resident = false;
  region.has_figures = false;
  world_init (&world, &region, 1);
  unknown = skein_memory_finding (world.report, world.residents, 0, 0);
  g_assert_null (strstr (unknown, "in memory"));
  world_clear (&world);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/memory-finding/after-a-fork", test_after_a_fork);
  g_test_add_func ("/memory-finding/bridges", test_bridges);
  g_test_add_func ("/memory-finding/within-the-walls", test_within_the_walls);
  g_test_add_func ("/memory-finding/sparse", test_sparse);

  return g_test_run ();
}
