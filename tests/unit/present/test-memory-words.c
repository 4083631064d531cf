/* test-memory-words.c - regions of memory in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "present/memory-words.h"

#include "../memory-world.h"

static void
assert_object (const char *name,
               const char *wanted)
{
  char buffer[SKEIN_WORDS_SIZE];

  g_assert_cmpstr (skein_words_region_object (name, buffer, sizeof buffer), ==, wanted);
}

static void
test_objects (void)
{
  char small[4];

  assert_object (NULL, "");
  assert_object ("/usr/lib/x86_64-linux-gnu/libc.so.6", "libc.so.6");
  assert_object ("/dev/shm/skein-demo", "/skein-demo");
  assert_object ("/dev/shm/skein-demo (deleted)", "/skein-demo");
  assert_object ("/memfd:frames (deleted)", "frames");
  assert_object ("/dev/zero (deleted)", "");
  assert_object ("/SYSV0000abcd (deleted)", "System V 0xabcd");
  assert_object ("/SYSV00000000 (deleted)", "System V");
  assert_object ("[vdso]", "[vdso]");
  assert_object ("/tmp/a (deleted) b", "a (deleted) b");
  assert_object ("/tmp/\xff", "\xef\xbf\xbd");

  /* Cut between letters, never within one. */
  g_assert_cmpstr (skein_words_region_object ("/tmp/añb", small, sizeof small), ==, "añ");
  g_assert_cmpstr (skein_words_region_object ("/tmp/abñ", small, sizeof small), ==, "ab");
}

static void
assert_region (const World *world,
               WorldRegion  told,
               const char  *wanted)
{
  SkeinRegion region = {
    .start = told.start,
    .end = told.start + told.size,
    .kind = told.kind,
    .access = (uint8_t) told.access,
    .tid = told.tid,
    .name = (char *) told.name,
  };
  char buffer[SKEIN_WORDS_SIZE];

  g_assert_cmpstr (skein_words_region (&region, world->processes[0], buffer, sizeof buffer), ==, wanted);
}

static void
test_regions (void)
{
  World world;

  world_begin (&world);
  world_add (&world, 10, "demo", 3);

  assert_region (&world, (WorldRegion) { 0, 4096, SKEIN_REGION_HEAP, RW, 0, 0, 0, "[heap]" }, "Heap");
  assert_region (&world, (WorldRegion) { 0, 4096, SKEIN_REGION_CODE, RX, 0, 0, 0, "/usr/bin/demo" }, "Program code");
  assert_region (&world, (WorldRegion) { 0, 4096, SKEIN_REGION_STACK, RW, 0, 0, 0, "[stack]" }, "Stack of main");
  assert_region (&world, (WorldRegion) { 0, 4096, SKEIN_REGION_THREAD_STACK, RW, 0, 0, 12, NULL }, "Stack of w 2");
  assert_region (&world, (WorldRegion) { 0, 4096, SKEIN_REGION_THREAD_STACK, RW, 0, 0, 99, NULL },
                 "Stack of thread 99");
  assert_region (&world, (WorldRegion) { 0, 4096, SKEIN_REGION_LIBRARY, R, 0, 0, 0, "/lib/libm.so.6" },
                 "Library libm.so.6");
  assert_region (&world, (WorldRegion) { 0, 4096, SKEIN_REGION_SHARED, RWS, 0, 0, 0, "/dev/zero (deleted)" },
                 "Shared memory");
  assert_region (&world, (WorldRegion) { 0, 4096, SKEIN_REGION_ANONYMOUS, RW, 0, 0, 0, NULL }, "Anonymous memory");
  assert_region (&world, (WorldRegion) { 0, 4096, SKEIN_REGION_ANONYMOUS, 0, 0, 0, 0, NULL }, "Guard page");
  assert_region (&world, (WorldRegion) { 0, 64 * WORLD_MB, SKEIN_REGION_ANONYMOUS, 0, 0, 0, 0, NULL },
                 "Reserved addresses");

  world_end (&world);
}

static void
assert_access (unsigned    access,
               const char *wanted)
{
  char buffer[SKEIN_WORDS_SIZE];

  g_assert_cmpstr (skein_words_access (access, buffer, sizeof buffer), ==, wanted);
}

static void
test_access (void)
{
  assert_access (RW, "read, write, private");
  assert_access (RX, "read, execute, private");
  assert_access (RWS, "read, write, shared");
  assert_access (RS, "read, shared");
  assert_access (0, "none: nobody may touch it");
  assert_access (SKEIN_ACCESS_SHARED, "none: nobody may touch it");
}

static void
test_all_are_worded (void)
{
  for (SkeinRegionKind kind = 0; kind < SKEIN_N_REGION_KINDS; kind++)
    {
      g_assert_cmpstr (skein_words_region_kind (kind), !=, "");
      g_assert_cmpstr (skein_words_region_kind_explanation (kind), !=, "");
    }

  g_assert_cmpstr (skein_words_stack_method (SKEIN_STACK_NONE), ==, "");
  for (SkeinStackMethod method = SKEIN_STACK_NAMED; method <= SKEIN_STACK_GUARD; method++)
    g_assert_cmpstr (skein_words_stack_method (method), !=, "");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/present/memory-words/objects", test_objects);
  g_test_add_func ("/present/memory-words/regions", test_regions);
  g_test_add_func ("/present/memory-words/access", test_access);
  g_test_add_func ("/present/memory-words/all-are-worded", test_all_are_worded);

  return g_test_run ();
}
