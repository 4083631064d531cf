/* test-houses.c - address spaces as houses: floors, inhabitants, joins
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "present/houses.h"

#include <errno.h>

#include "../memory-world.h"

typedef struct
{
  World              world;
  SkeinMemoryReport *report;
  SkeinHouses       *houses;
} Fixture;

static void
build_with (Fixture              *self,
            uint32_t              most_floors,
            const SkeinOpenFloor *opened,
            size_t                n_opened)
{
  g_clear_pointer (&self->houses, skein_houses_free);
  if (self->report == NULL)
    self->report = world_report (&self->world);
  self->houses = skein_houses_new (self->report, self->world.residents, most_floors, opened, n_opened);
}

static void
build (Fixture *self)
{
  build_with (self, 0, NULL, 0);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  world_begin (&self->world);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_clear_pointer (&self->houses, skein_houses_free);
  g_clear_pointer (&self->report, skein_memory_report_unref);
  world_end (&self->world);
}

/* "Heap 64.0 MB|Stack of main 12 kB of 8 MB|…", with what lies between in brackets. */
static char *
dup_floors (const SkeinHouse *house)
{
  GString *text = g_string_new (NULL);

  for (uint32_t i = 0; i < house->n_floors; i++)
    {
      const SkeinFloor *floor = &house->floors[i];

      g_string_append_printf (text, "%s%s %s", i > 0 ? "|" : "", floor->title, floor->figure);
      if (floor->gap_text != NULL)
        g_string_append_printf (text, "|(%s)", floor->gap_text);
    }

  /* Figure and unit are held together by a no-break space. */
  g_string_replace (text, "\xc2\xa0", " ", 0);

  return g_string_free (text, FALSE);
}

static void
assert_floors (const SkeinHouse *house,
               const char       *wanted)
{
  g_autofree char *text = dup_floors (house);

  g_assert_cmpstr (text, ==, wanted);
}

static void
test_floors (Fixture       *self,
             gconstpointer  data)
{
  world_add (&self->world, 10, "demo", 3);
  world_map_program (&self->world, 0, 64 * WORLD_MB, NULL);
  build (self);

  assert_floors (&self->houses->houses[0],
                 "Program code 36.9 kB of 41.0 kB|Globals 12.3 kB|(33.5 MB unmapped)|"
                 "Heap 67.1 MB|(45.9 TB unmapped)|"
                 "Stack of w 2 12.3 kB of 8.4 MB|Stack of w 1 12.3 kB of 8.4 MB|(68.7 GB unmapped)|"
                 "Libraries libc, libm 1.2 MB of 2.1 MB|(962.1 GB unmapped)|"
                 "Stack of main 16.4 kB of 135.2 kB|Kernel [vdso] 4.1 kB of 8.2 kB");
}

/* What is left of titles where it is narrow tells them apart. */
static void
test_short_titles (Fixture       *self,
                   gconstpointer  data)
{
  g_autoptr (GString) text = g_string_new (NULL);

  world_add (&self->world, 10, "demo", 2);
  world_map_program (&self->world, 0, 64 * WORLD_MB, "/memfd:frames");
  build (self);

  for (uint32_t i = 0; i < self->houses->houses[0].n_floors; i++)
    {
      const SkeinFloor *floor = &self->houses->houses[0].floors[i];

      g_string_append_printf (text, "%s|", floor->short_title != NULL ? floor->short_title : "-");
      if (floor->gap_text != NULL)
        g_string_append_printf (text, "(%s)|", floor->short_gap_text != NULL ? floor->short_gap_text : "-");
    }

  g_string_replace (text, "\u00a0", " ", 0);
  g_assert_cmpstr (text->str, ==,
                   "Code|-|(33.5 MB)|-|(45.8 TB)|frames|(68.7 GB)|w 1|(68.7 GB)|libc, libm|(962.1 GB)|-|-|");
}

/* What lies just behind a library is its zeroed globals; what lies elsewhere is not. */
static void
test_zeroed_globals (Fixture       *self,
                     gconstpointer  data)
{
  static const char library[] = "/usr/lib/libbig.so.1";

  world_add (&self->world, 10, "demo", 1);
  world_map (&self->world, 0, (WorldRegion) { 0x1000000, WORLD_MB, SKEIN_REGION_LIBRARY, RX, 0, WORLD_MB, 0, library });
  world_map (&self->world, 0, (WorldRegion) { 0x1100000, 600 * WORLD_KB, SKEIN_REGION_ANONYMOUS, RW,
                                              600 * (int64_t) WORLD_KB, 0, 0, NULL });
  world_map (&self->world, 0, (WorldRegion) { 0x1200000, 600 * WORLD_KB, SKEIN_REGION_ANONYMOUS, RW,
                                              600 * (int64_t) WORLD_KB, 0, 0, NULL });
  build (self);

  assert_floors (&self->houses->houses[0], "Library libbig.so.1 1.7 MB|Anonymous memory 614.4 kB");
}

/* Every region is in one floor, and every byte is counted once. */
static void
assert_complete (const SkeinHouses *houses,
                 uint32_t           house)
{
  const SkeinAddressSpace *space = houses->report->spaces[house];
  const SkeinHouse *it = &houses->houses[house];
  uint32_t next = 0;

  for (uint32_t i = 0; i < it->n_floors; i++)
    {
      const SkeinFloor *floor = &it->floors[i];
      uint64_t mapped = 0;
      uint64_t resident = 0;
      uint64_t own = 0;

      g_assert_cmpuint (floor->first, ==, next);
      g_assert_cmpuint (floor->n_regions, >, 0);
      next += floor->n_regions;

      for (uint32_t k = floor->first; k < next; k++)
        {
          mapped += skein_region_get_size (&space->regions[k]);
          resident += space->regions[k].resident;
          own += space->regions[k].own;
        }

      g_assert_cmpuint (floor->start, ==, space->regions[floor->first].start);
      g_assert_cmpuint (floor->end, ==, space->regions[next - 1].end);
      g_assert_cmpuint (floor->mapped + floor->guarded, ==, mapped);
      g_assert_cmpuint (floor->resident, ==, resident);
      g_assert_cmpuint (floor->own, ==, own);
      if (i > 0)
        g_assert_cmpuint (it->floors[i - 1].gap, ==, floor->start - it->floors[i - 1].end);
    }

  g_assert_cmpuint (next, ==, space->n_regions);
}

static void
map_many (World    *world,
          uint32_t  n)
{
  static const SkeinRegionKind kinds[] = { SKEIN_REGION_FILE, SKEIN_REGION_ANONYMOUS, SKEIN_REGION_SHARED };
  uint64_t address = 0x10000000;

  for (uint32_t i = 0; i < n; i++)
    {
      SkeinRegionKind kind = kinds[i % 3];
      uint64_t size = (1 + i * 37 % 91) * 4096;

      world_map (world, 0, (WorldRegion) { address, size, kind, kind == SKEIN_REGION_SHARED ? RWS : RW,
                                           (int64_t) size / 2, 0, 0,
                                           kind == SKEIN_REGION_ANONYMOUS ? NULL : "/tmp/file" });
      address += size + 4096;
    }
}

static void
test_many_regions (Fixture       *self,
                   gconstpointer  data)
{
  uint32_t counts[] = { 1, 2, 7, 24 };

  world_add (&self->world, 10, "demo", 1);
  map_many (&self->world, 2000);
  world_map (&self->world, 0, (WorldRegion) { UINT64_C (1) << 40, WORLD_MB, SKEIN_REGION_STACK, RW, 4096, 0, 0,
                                              "[stack]" });

  for (size_t i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      const SkeinHouse *house;

      build_with (self, counts[i], NULL, 0);
      house = &self->houses->houses[0];
      g_assert_cmpuint (house->n_floors, <=, MAX (counts[i], 2));
      g_assert_cmpuint (house->n_floors, >, counts[i] / 2);
      assert_complete (self->houses, 0);

      /* However small: what a thread has for itself is not put together with others. */
      g_assert_cmpstr (house->floors[house->n_floors - 1].title, ==, "Stack of main");
    }
}

static void
test_opened (Fixture       *self,
             gconstpointer  data)
{
  SkeinOpenFloor opened = { .address = UINT64_C (0x7f2000010000) };
  const SkeinHouse *house;
  uint32_t n_opened = 0;

  world_add (&self->world, 10, "demo", 3);
  world_map_program (&self->world, 0, 64 * WORLD_MB, NULL);
  opened.process = self->world.keys[0];
  build_with (self, 0, &opened, 1);
  house = &self->houses->houses[0];

  for (uint32_t i = 0; i < house->n_floors; i++)
    {
      if (!house->floors[i].is_opened)
        continue;

      n_opened++;
      g_assert_cmpuint (house->floors[i].n_regions, ==, 1);
      g_assert_cmphex (house->floors[i].group_start, ==, UINT64_C (0x7f2000000000));
    }

  g_assert_cmpuint (n_opened, ==, 6);
  assert_complete (self->houses, 0);

  /* Another process's addresses are nobody's here. */
  opened.process.pid = 11;
  build_with (self, 0, &opened, 1);
  assert_floors (&self->houses->houses[0],
                 "Program code 36.9 kB of 41.0 kB|Globals 12.3 kB|(33.5 MB unmapped)|"
                 "Heap 67.1 MB|(45.9 TB unmapped)|"
                 "Stack of w 2 12.3 kB of 8.4 MB|Stack of w 1 12.3 kB of 8.4 MB|(68.7 GB unmapped)|"
                 "Libraries libc, libm 1.2 MB of 2.1 MB|(962.1 GB unmapped)|"
                 "Stack of main 16.4 kB of 135.2 kB|Kernel [vdso] 4.1 kB of 8.2 kB");
}

static void
test_unknown_is_not_nothing (Fixture       *self,
                             gconstpointer  data)
{
  const SkeinFloor *floor;
  g_autofree char *text = NULL;

  world_add (&self->world, 10, "demo", 1);
  world_map (&self->world, 0, (WorldRegion) { 0x1000000, 64 * WORLD_MB, SKEIN_REGION_HEAP, RW, -1, 0, 0, "[heap]" });
  build (self);
  floor = &self->houses->houses[0].floors[0];

  assert_floors (&self->houses->houses[0], "Heap 67.1 MB");
  g_assert_false (floor->has_resident);
  g_assert_false (floor->has_figures);
  g_assert_cmpfloat (floor->height, ==, skein_houses_height (64 * WORLD_MB));
  g_assert_null (self->houses->houses[0].share);

  text = skein_houses_dup_floor_text (self->houses, 0, 0);
  g_assert_nonnull (strstr (text, "not known yet"));
  g_assert_null (strstr (text, "Its own"));
}

static void
test_inhabitants (Fixture       *self,
                  gconstpointer  data)
{
  const SkeinHouse *house;

  world_add (&self->world, 10, "demo", 3);
  world_map_program (&self->world, 0, 64 * WORLD_MB, NULL);
  build (self);
  house = &self->houses->houses[0];

  g_assert_cmpuint (house->n_inhabitants, ==, 3);
  g_assert_cmpstr (house->inhabitants[0].name, ==, "main");
  g_assert_cmpstr (house->inhabitants[2].name, ==, "w 2");

  for (uint32_t i = 0; i < 3; i++)
    {
      const SkeinFloor *stack = &house->floors[house->inhabitants[i].floor];
      g_autofree char *title = g_strdup_printf ("Stack of %s", house->inhabitants[i].name);

      g_assert_cmpstr (stack->title, ==, title);
      g_assert_cmpuint (stack->inhabitant, ==, i);
    }
}

static void
test_many_stacks (Fixture       *self,
                  gconstpointer  data)
{
  const SkeinHouse *house;

  world_add (&self->world, 10, "demo", 51);
  world_map_program (&self->world, 0, 64 * WORLD_MB, NULL);
  build (self);
  house = &self->houses->houses[0];

  g_assert_cmpstr (house->floors[3].title, ==, "Stacks of 50 threads");
  g_assert_cmpuint (house->floors[3].inhabitant, ==, SKEIN_HOUSES_NONE);
  for (uint32_t i = 1; i < house->n_inhabitants; i++)
    g_assert_cmpuint (house->inhabitants[i].floor, ==, 3);
}

static void
make_family (Fixture *self)
{
  World *world = &self->world;
  WorldProgram one;
  WorldProgram other;

  world_add (world, 10, "parent", 4);
  world_add (world, 20, "child", 1);
  one = world_map_program (world, 0, 31 * WORLD_MB, "/dev/shm/demo");
  other = world_map_program (world, 1, 31 * WORLD_MB, "/dev/shm/demo");
  world_bridge (world, SKEIN_BRIDGE_FILE, 16 * WORLD_KB, 0, one.code, 1, other.code);
  world_bridge (world, SKEIN_BRIDGE_FILE, 24 * WORLD_KB, 0, one.code + 1, 1, other.code + 1);
  world_bridge (world, SKEIN_BRIDGE_COPY, 33 * WORLD_MB, 0, one.heap, 1, other.heap);
  world_bridge (world, SKEIN_BRIDGE_SHARED, 4 * WORLD_MB, 0, one.shared, 1, other.shared);
  world_bridge (world, SKEIN_BRIDGE_FILE, 1400 * WORLD_KB, 0, one.libc + 1, 1, other.libc + 1);
  world_bridge (world, SKEIN_BRIDGE_FILE, 8 * WORLD_KB, 0, one.libc + 2, 1, other.libc + 2);
  build (self);
}

static void
test_joins (Fixture       *self,
            gconstpointer  data)
{
  g_autoptr (GString) text = g_string_new (NULL);

  make_family (self);

  for (uint32_t i = 0; i < self->houses->n_joins; i++)
    {
      const SkeinJoin *join = &self->houses->joins[i];

      g_assert_cmpuint (join->house, ==, 0);
      g_assert_cmpuint (join->other_house, ==, 1);
      g_string_append_printf (text, "%s: %s, %s; ", self->houses->houses[0].floors[join->floor].title, join->figure,
                              join->words);
      g_assert_cmpstr (self->houses->houses[0].floors[join->floor].title, ==,
                       self->houses->houses[1].floors[join->other_floor].title);
    }

  g_string_replace (text, "\xc2\xa0", " ", 0);
  g_assert_cmpstr (text->str, ==,
                   "Shared memory /demo: 4.2 MB, both write; Heap: 34.6 MB, until written; "
                   "Libraries libc, libm: 1.4 MB, read only; Program code: 41.0 kB, read only; ");

  /* The few pages of libc that may be written are told, but have no line of their own. */
  g_assert_cmpuint (self->houses->joins[2].minor_bytes, ==, 8 * WORLD_KB);
  g_assert_cmpuint (self->houses->joins[3].n_bridges, ==, 2);
}

static void
test_join_kinds (Fixture       *self,
                 gconstpointer  data)
{
  const WorldRegion writes = { 0x1000000, WORLD_MB, SKEIN_REGION_SHARED, RWS, 0, WORLD_MB, 0, "/dev/shm/a" };
  const WorldRegion reads = { 0x1000000, WORLD_MB, SKEIN_REGION_SHARED, RS, 0, WORLD_MB, 0, "/dev/shm/a" };
  const WorldRegion private = { 0x9000000, WORLD_MB, SKEIN_REGION_FILE, RW, 0, WORLD_MB, 0, "/tmp/f" };
  const WorldRegion constant = { 0xb000000, WORLD_MB, SKEIN_REGION_FILE, R, 0, WORLD_MB, 0, "/tmp/g" };
  World *world = &self->world;

  for (int i = 0; i < 3; i++)
    {
      world_add (world, 10 + i, "demo", 1);
      world_map (world, (uint32_t) i, i == 0 ? writes : reads);
      world_map (world, (uint32_t) i, private);
      world_map (world, (uint32_t) i, constant);
    }

  world_bridge (world, SKEIN_BRIDGE_SHARED, 4 * WORLD_MB, 0, 0, 1, 0);
  world_bridge (world, SKEIN_BRIDGE_SHARED, 3 * WORLD_MB, 1, 0, 2, 0);
  world_bridge (world, SKEIN_BRIDGE_FILE, 2 * WORLD_MB, 0, 1, 1, 1);
  world_bridge (world, SKEIN_BRIDGE_FILE, 1 * WORLD_MB, 0, 2, 1, 2);
  build (self);

  g_assert_cmpint (self->houses->joins[0].kind, ==, SKEIN_JOIN_ONE_WRITES);
  g_assert_cmpint (self->houses->joins[1].kind, ==, SKEIN_JOIN_READ_ONLY);
  g_assert_cmpint (self->houses->joins[2].kind, ==, SKEIN_JOIN_UNTIL_WRITTEN);
  g_assert_cmpint (self->houses->joins[3].kind, ==, SKEIN_JOIN_READ_ONLY);
}

/* As much that may be written as is read only: that is a line of its own. */
static void
test_two_joins (Fixture       *self,
                gconstpointer  data)
{
  static const char library[] = "/usr/lib/libbig.so.1";
  World *world = &self->world;

  for (int i = 0; i < 2; i++)
    {
      world_add (world, 10 + i, "demo", 1);
      world_map (world, (uint32_t) i, (WorldRegion) { 0x1000000, WORLD_MB, SKEIN_REGION_LIBRARY, RX, 0, WORLD_MB, 0,
                                                      library });
      world_map (world, (uint32_t) i, (WorldRegion) { 0x1100000, WORLD_MB, SKEIN_REGION_LIBRARY, RW, 0, WORLD_MB, 0,
                                                      library });
    }
  world_bridge (world, SKEIN_BRIDGE_FILE, WORLD_MB, 0, 0, 1, 0);
  world_bridge (world, SKEIN_BRIDGE_FILE, WORLD_MB / 2, 0, 1, 1, 1);
  build (self);

  g_assert_cmpuint (self->houses->n_joins, ==, 2);
  for (uint32_t i = 0; i < 2; i++)
    {
      g_assert_cmpuint (self->houses->joins[i].floor, ==, 0);
      g_assert_cmpuint (self->houses->joins[i].place, ==, i);
      g_assert_cmpuint (self->houses->joins[i].n_places, ==, 2);
      g_assert_cmpuint (self->houses->joins[i].minor_bytes, ==, 0);
    }
}

/* What is written by one and seen by others is never put together with anything; a cache that
 * all only read lies among the libraries. */
static void
test_what_stands_alone (Fixture       *self,
                        gconstpointer  data)
{
  static const char library[] = "/usr/lib/libc.so.6";
  World *world = &self->world;

  for (uint32_t i = 0; i < 2; i++)
    {
      world_add (world, 10 + (pid_t) i, "demo", 1);
      world_map (world, i, (WorldRegion) { 0x1000000, WORLD_MB, SKEIN_REGION_LIBRARY, RX, 0, WORLD_MB, 0, library });
      world_map (world, i, (WorldRegion) { 0x2000000, 28 * WORLD_KB, SKEIN_REGION_FILE, RS, 0, 28 * WORLD_KB, 0,
                                           "/usr/lib/gconv-modules.cache" });
      world_map (world, i, (WorldRegion) { 0x3000000, 28 * WORLD_KB, SKEIN_REGION_FILE, i == 0 ? RWS : RS, 0,
                                           28 * WORLD_KB, 0, "/tmp/board" });
      world_map (world, i, (WorldRegion) { 0x4000000, WORLD_MB, SKEIN_REGION_LIBRARY, RX, 0, WORLD_MB, 0, library });
    }
  world_bridge (world, SKEIN_BRIDGE_SHARED, 28 * WORLD_KB, 0, 1, 1, 1);
  world_bridge (world, SKEIN_BRIDGE_SHARED, 28 * WORLD_KB, 0, 2, 1, 2);
  build (self);

  for (uint32_t i = 0; i < 2; i++)
    assert_floors (&self->houses->houses[i],
                   "Library libc.so.6 1.1 MB|(16.7 MB unmapped)|File board 28.7 kB|(16.7 MB unmapped)|"
                   "Library libc.so.6 1.0 MB");
}

/* Floors of a house lie above each other, and those that are joined side by side. */
static void
test_rows (Fixture       *self,
           gconstpointer  data)
{
  make_family (self);

  for (uint32_t i = 0; i < 2; i++)
    {
      const SkeinHouse *house = &self->houses->houses[i];

      for (uint32_t k = 1; k < house->n_floors; k++)
        g_assert_cmpuint (house->floors[k].row, >, house->floors[k - 1].row);
      g_assert_cmpuint (house->floors[house->n_floors - 1].row, <, self->houses->n_rows);
    }

  for (uint32_t i = 0; i < self->houses->n_joins; i++)
    {
      const SkeinJoin *join = &self->houses->joins[i];

      g_assert_cmpuint (self->houses->houses[0].floors[join->floor].row, ==,
                        self->houses->houses[1].floors[join->other_floor].row);
    }

  /* One has three stacks more: all else lies side by side. */
  g_assert_cmpuint (self->houses->n_rows, ==, self->houses->houses[0].n_floors);
}

/* Thousands of regions one by one: still above each other, and beside what they are joined to. */
static void
test_rows_of_many (Fixture       *self,
                   gconstpointer  data)
{
  SkeinOpenFloor opened[2 * SKEIN_HOUSES_FLOORS];
  World *world = &self->world;
  size_t n = 0;
  uint32_t n_level = 0;

  for (uint32_t i = 0; i < 2; i++)
    {
      uint64_t address = 0x10000000;

      world_add (world, 10 + (pid_t) i, "demo", 1);
      for (uint32_t k = 0; k < 3000; k++)
        {
          /* One has some that the other has not. */
          if (i == 0 || k % 100 != 7)
            world_map (world, i, (WorldRegion) { address, 4096, SKEIN_REGION_FILE, R, 0, 4096, 0, "/tmp/file" });
          address += 8192;
        }
    }

  for (uint32_t k = 0; k < 2970; k++)
    world_bridge (world, SKEIN_BRIDGE_FILE, 4096, 0, k / 99 * 100 + k % 99 + (k % 99 >= 7), 1, k);

  build (self);
  for (uint32_t i = 0; i < 2; i++)
    {
      for (uint32_t k = 0; k < self->houses->houses[i].n_floors; k++)
        opened[n++] = (SkeinOpenFloor) { world->keys[i], self->houses->houses[i].floors[k].start };
    }

  build_with (self, 0, opened, n);
  g_assert_cmpuint (self->houses->houses[0].n_floors, ==, 3000);
  g_assert_cmpuint (self->houses->n_joins, ==, 2970);

  for (uint32_t i = 0; i < 2; i++)
    {
      for (uint32_t k = 1; k < self->houses->houses[i].n_floors; k++)
        g_assert_cmpuint (self->houses->houses[i].floors[k].row, >, self->houses->houses[i].floors[k - 1].row);
    }

  for (uint32_t i = 0; i < self->houses->n_joins; i++)
    {
      const SkeinJoin *join = &self->houses->joins[i];

      n_level += self->houses->houses[0].floors[join->floor].row ==
                 self->houses->houses[1].floors[join->other_floor].row;
    }

  g_assert_cmpuint (n_level, ==, 2970);
}

static void
test_details (Fixture       *self,
              gconstpointer  data)
{
  make_family (self);

  g_assert_cmpstr (self->houses->houses[0].floors[2].detail, ==, "one heap, all 4 threads reach it");
  g_assert_cmpstr (self->houses->houses[1].floors[2].detail, ==, "a copy of its own, made page by page");
  g_assert_cmpstr (self->houses->houses[1].floors[3].detail, ==, "writable, mapped by 2 processes");
}

static void
test_closed_doors (Fixture       *self,
                   gconstpointer  data)
{
  World *world = &self->world;
  g_autofree char *summary = NULL;
  g_autofree char *reasons = NULL;

  world_add (world, 10, "other", 1);
  world->errors[0] = -EACCES;
  world_add (world, 11, "kworker", 1);
  world->processes[1]->is_kernel = true;
  world_add (world, 12, "gone", 1);
  world->errors[2] = -ESRCH;
  world->residents[2].process = NULL;
  world->residents[2].name = "was";
  world_add (world, 13, "demo", 1);
  world_map_program (world, 3, WORLD_MB, NULL);
  build (self);

  g_assert_cmpstr (self->houses->houses[0].reason, ==, "It is ada’s: only that user and root may look inside.");
  g_assert_nonnull (strstr (self->houses->houses[1].reason, "kernel"));
  g_assert_true (self->houses->houses[1].is_kernel);
  g_assert_cmpstr (self->houses->houses[2].reason, ==, "It has ended.");
  g_assert_cmpstr (self->houses->houses[2].name, ==, "was");
  g_assert_null (self->houses->houses[3].reason);
  g_assert_nonnull (self->houses->houses[3].share);

  summary = skein_houses_dup_summary (self->houses);
  g_assert_cmpstr (summary, ==, "1 process: nothing crosses its walls · nothing can be seen of 3 more");
  reasons = skein_houses_dup_reasons (self->houses);
  g_assert_cmpstr (reasons, ==,
                   "other (10): It is ada’s: only that user and root may look inside.\n"
                   "kworker (11): A thread of the kernel: it lives in the kernel’s memory and has no house of its "
                   "own.\n"
                   "was (12): It has ended.");
  g_assert_true (skein_houses_have_floors (self->houses));
}

/* Of what cannot be seen nothing is said: whether a bridge joins them is not known. */
static void
test_all_doors_closed (Fixture       *self,
                       gconstpointer  data)
{
  World *world = &self->world;
  g_autofree char *summary = NULL;

  world_add (world, 10, "one", 1);
  world_add (world, 11, "other", 1);
  world->errors[0] = world->errors[1] = -EACCES;
  build (self);

  summary = skein_houses_dup_summary (self->houses);
  g_assert_cmpstr (summary, ==, "2 processes: nothing can be seen of their memory");
  g_assert_false (skein_houses_have_floors (self->houses));
}

static void
test_heights (Fixture       *self,
              gconstpointer  data)
{
  float before = -1.0f;

  g_assert_cmpfloat (skein_houses_height (0), ==, 0.0f);
  g_assert_cmpfloat (skein_houses_height (64 * WORLD_KB), ==, 0.0f);
  g_assert_cmpfloat (skein_houses_height (UINT64_C (16) << 30), ==, 1.0f);
  g_assert_cmpfloat (skein_houses_height (UINT64_MAX), ==, 1.0f);

  for (int bits = 16; bits <= 34; bits++)
    {
      float height = skein_houses_height (UINT64_C (1) << bits);

      g_assert_cmpfloat (height, >, before);
      if (bits > 17)
        g_assert_cmpfloat_with_epsilon (height - before, 1.0f / 18.0f, 1e-6f);

      /* What grows a little stays where it is. */
      g_assert_cmpfloat (skein_houses_height ((UINT64_C (1) << bits) + 4096), ==, height);
      before = height;
    }
}

static void
test_find_floor (Fixture       *self,
                 gconstpointer  data)
{
  make_family (self);

  g_assert_cmpuint (skein_houses_find_floor (self->houses, 0, UINT64_C (0x555555554000)), ==, 0);
  g_assert_cmpuint (skein_houses_find_floor (self->houses, 0, UINT64_C (0x555557554000)), ==, 2);
  g_assert_cmpuint (skein_houses_find_floor (self->houses, 0, UINT64_C (0x7fffffffffff)), ==,
                    self->houses->houses[0].n_floors - 1);
  g_assert_cmpuint (skein_houses_find_floor (self->houses, 0, 0x1000), ==, SKEIN_HOUSES_NONE);
}

#define ADD(path, function) g_test_add ("/present/houses/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("floors", test_floors);
  ADD ("short-titles", test_short_titles);
  ADD ("zeroed-globals", test_zeroed_globals);
  ADD ("many-regions", test_many_regions);
  ADD ("opened", test_opened);
  ADD ("unknown-is-not-nothing", test_unknown_is_not_nothing);
  ADD ("inhabitants", test_inhabitants);
  ADD ("many-stacks", test_many_stacks);
  ADD ("joins", test_joins);
  ADD ("two-joins", test_two_joins);
  ADD ("what-stands-alone", test_what_stands_alone);
  ADD ("join-kinds", test_join_kinds);
  ADD ("rows", test_rows);
  ADD ("rows-of-many", test_rows_of_many);
  ADD ("details", test_details);
  ADD ("closed-doors", test_closed_doors);
  ADD ("all-doors-closed", test_all_doors_closed);
  ADD ("heights", test_heights);
  ADD ("find-floor", test_find_floor);

  return g_test_run ();
}
