/* test-memory-reader.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "memory-tree.h"

#include "base/clock.h"
#include "proc/stat.h"
#include "sampler/memory-reader.h"
#include "sampler/memory-work.h"

#include <poll.h>
#include <sys/mman.h>

#define S SKEIN_NS_PER_S

#define HEAP "3000-5000 rw-p 0 00:00 0 [heap]\n"
#define MORE_HEAP "3000-6000 rw-p 0 00:00 0 [heap]\n"
#define MEMFD "8000-a000 rw-s 0 00:01 9 /memfd:a (deleted)\n"

typedef struct
{
  Tree             tree;
  SkeinMemoryWork *work;
} Fixture;

static const SkeinTaskKey keys[] = { { 10, 10, 7 }, { 11, 11, 7 } };

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  tree_open (&fixture->tree);
  tree_set_process (&fixture->tree, 10, 'S', 7, HEAP MEMFD);
  tree_set_process (&fixture->tree, 11, 'S', 7, MEMFD);
  tree_write (&fixture->tree, HEAP "Rss: 8 kB\nPss: 8 kB\n" MEMFD "Rss: 4 kB\nPss: 2 kB\n", "10/smaps");
  tree_write (&fixture->tree, MEMFD "Rss: 4 kB\nPss: 2 kB\n", "11/smaps");
  fixture->work = skein_memory_work_new (dup (fixture->tree.fd), false);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  skein_memory_work_free (fixture->work);
  tree_close (&fixture->tree);
}

/* "pid:regions" or "pid:regions/pss" in KiB; or "-": there was nothing to report */
static void
assert_step (Fixture    *fixture,
             int64_t     now_ns,
             const char *expected)
{
  g_autoptr (SkeinMemoryReport) report = skein_memory_work_step (fixture->work, now_ns);
  g_autoptr (GString) text = g_string_new (report == NULL ? "-" : "");

  for (uint32_t i = 0; report != NULL && i < report->n_spaces; i++)
    {
      const SkeinAddressSpace *space = report->spaces[i];
      SkeinFootprint sum;

      skein_address_space_sum (space, &sum);
      g_string_append_printf (text, "%s%d:%u", i > 0 ? " " : "", (int) space->process.pid, space->n_regions);

      if (space->figures_ns != 0)
        g_string_append_printf (text, "/%u", (unsigned) (sum.pss / 1024));
    }

  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_pace (Fixture       *fixture,
           gconstpointer  data)
{
  SkeinMemoryWish wish = { .processes = keys, .n_processes = 2 };
  int64_t now_ns = skein_clock_now_ns ();

  g_assert_false (skein_memory_work_is_wanted (fixture->work));
  skein_memory_work_set_wish (fixture->work, &wish);
  g_assert_true (skein_memory_work_is_wanted (fixture->work));

  /* First what is quick, then the figures, then nothing, since nothing changes. */
  assert_step (fixture, now_ns, "10:2 11:1");
  assert_step (fixture, now_ns + S / 10, "10:2/10 11:1/2");
  assert_step (fixture, now_ns + S / 5, "-");

  /* Maps once a second. */
  tree_write (&fixture->tree, MORE_HEAP MEMFD, "10/maps");
  assert_step (fixture, now_ns + S / 2, "-");
  assert_step (fixture, now_ns + 3 * S, "10:2/2 11:1/2");
  assert_step (fixture, now_ns + 4 * S, "-");

  /* Figures every five. */
  tree_write (&fixture->tree, MORE_HEAP "Rss: 12 kB\nPss: 12 kB\n" MEMFD "Rss: 4 kB\nPss: 1 kB\n", "10/smaps");
  assert_step (fixture, now_ns + 9 * S / 2, "-");
  assert_step (fixture, now_ns + 7 * S, "10:2/13 11:1/2");
}

static void
test_wish (Fixture       *fixture,
           gconstpointer  data)
{
  SkeinMemoryWish both = { .processes = keys, .n_processes = 2 };
  SkeinMemoryWish second = { .processes = keys + 1, .n_processes = 1 };
  SkeinMemoryWish none = { .n_processes = 0 };
  int64_t now_ns = skein_clock_now_ns ();
  const SkeinAddressSpace *known;
  SkeinMemoryReport *report;

  skein_memory_work_set_wish (fixture->work, &second);
  assert_step (fixture, now_ns, "11:1");
  report = skein_memory_work_step (fixture->work, now_ns + S / 10);
  known = report->spaces[0];
  g_assert_cmpuint (report->n_bridges, ==, 0);
  skein_memory_report_unref (report);

  /* What is known already is told with what is new, and what both have in common; what is due of the known
   * has to wait. */
  tree_write (&fixture->tree, "", "11/maps");
  skein_memory_work_set_wish (fixture->work, &both);
  report = skein_memory_work_step (fixture->work, now_ns + 9 * S);
  g_assert_cmpuint (report->n_spaces, ==, 2);
  g_assert_true (report->spaces[1] == known);
  g_assert_cmpuint (report->n_bridges, ==, 1);
  g_assert_cmpuint (report->bridges[0].bytes, ==, 0x2000);
  g_assert_true (report->bridges[0].is_writable);
  skein_memory_report_unref (report);

  skein_memory_work_set_wish (fixture->work, &none);
  g_assert_false (skein_memory_work_is_wanted (fixture->work));
}

static void
test_pages (Fixture       *fixture,
            gconstpointer  data)
{
  uint64_t size = (uint64_t) sysconf (_SC_PAGESIZE);
  SkeinMemoryWish wish = { .pages_of = &keys[0], .pages_start = size, .pages_end = 5 * size };
  int64_t now_ns = skein_clock_now_ns ();
  SkeinMemoryReport *report;

  tree_set_pages (&fixture->tree, 10, "oswf");
  skein_memory_work_set_wish (fixture->work, &wish);
  report = skein_memory_work_step (fixture->work, now_ns);
  g_assert_cmpuint (report->n_spaces, ==, 0);
  g_assert_cmpuint (report->pages->n_seen, ==, 4);
  g_assert_cmpuint (report->pages->pages[2], ==, SKEIN_PAGE_SWAPPED);
  skein_memory_report_unref (report);
  assert_step (fixture, now_ns + S / 10, "-");
  tree_end_process (&fixture->tree, 10);
  report = skein_memory_work_step (fixture->work, now_ns + S / 5);
  g_assert_null (report->pages);
  skein_memory_report_unref (report);
}

static void
test_read_once (Fixture       *fixture,
                gconstpointer  data)
{
  SkeinMemoryWish wish = { .processes = keys, .n_processes = 2, .all = true };
  g_autoptr (SkeinMemoryReport) report = NULL;

  g_assert_cmpint (skein_memory_read ("/proc/self/no such folder", &wish, &report), ==, -ENOENT);
  tree_set_rollup (&fixture->tree, 10, 50);
  g_assert_cmpint (skein_memory_read (fixture->tree.path, &wish, &report), ==, 0);
  g_assert_cmpuint (report->n_spaces, ==, 2);
  g_assert_cmpint (report->spaces[0]->figures_ns, >, 0);
  g_assert_cmpuint (report->n_footprints, ==, 2);
  g_assert_cmpuint (report->n_processes, ==, 2);
  g_assert_cmpuint (report->footprints[0].pss, ==, 50 * 1024);
  g_assert_cmpint (report->footprints[1].error, ==, -ESRCH);
  g_assert_null (report->pages);
  g_assert_cmpint (report->cost_ns, >, 0);
}

/* The footprint of one process: nobody else is read, and nothing wakes up until it is due again. */
static void
test_named (Fixture       *fixture,
            gconstpointer  data)
{
  SkeinMemoryWish wish = { .named = keys, .n_named = 1, .period_ns = 10 * S };
  int64_t now_ns = skein_clock_now_ns ();
  SkeinMemoryReport *report;

  tree_set_rollup (&fixture->tree, 10, 50);
  skein_memory_work_set_wish (fixture->work, &wish);
  g_assert_true (skein_memory_work_is_wanted (fixture->work));
  report = skein_memory_work_step (fixture->work, now_ns);
  g_assert_cmpuint (report->n_spaces, ==, 0);
  g_assert_cmpuint (report->n_footprints, ==, 1);
  g_assert_cmpuint (report->n_processes, ==, 0);
  g_assert_cmpuint (report->footprints[0].pss, ==, 50 * 1024);
  skein_memory_report_unref (report);
  g_assert_cmpint (skein_memory_work_get_next_ns (fixture->work, now_ns), ==, now_ns + 10 * S);

  /* An address space has its beat. */
  wish.processes = keys;
  wish.n_processes = 1;
  skein_memory_work_set_wish (fixture->work, &wish);
  g_assert_cmpint (skein_memory_work_get_next_ns (fixture->work, now_ns), ==, now_ns + S / 10);

  wish = (SkeinMemoryWish) { .n_named = 0 };
  skein_memory_work_set_wish (fixture->work, &wish);
  g_assert_false (skein_memory_work_is_wanted (fixture->work));
}

static SkeinMemoryReport *
wait_for_report (SkeinMemoryReader *reader)
{
  SkeinMemoryReport *report = NULL;

  while (report == NULL)
    {
      struct pollfd fd = { .fd = skein_memory_reader_get_fd (reader), .events = POLLIN };

      g_assert_cmpint (poll (&fd, 1, 20000), ==, 1);
      report = skein_memory_reader_pop (reader);
    }

  return report;
}

/* The thread, that reads this very program, while this changes what it is to read. */
static void
test_thread (void)
{
  g_autoptr (SkeinMemoryReader) reader = NULL;
  size_t size = 64 * (size_t) sysconf (_SC_PAGESIZE);
  char *memory = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  SkeinMemoryWish none = { .n_processes = 0 };
  SkeinTaskKey key = { getpid (), getpid (), 0 };
  SkeinMemoryWish wish = { .processes = &key, .n_processes = 1, .all = true, .pages_of = &key };
  const SkeinRegion *region;
  SkeinMemoryReport *report;
  bool has_all = false;
  SkeinStat stat;

  memory[0] = 1;
  g_assert_cmpint (skein_stat_read_at (AT_FDCWD, "/proc/self/stat", &stat), ==, 0);
  key.start_ticks = stat.start_ticks;
  wish.pages_start = (uint64_t) (uintptr_t) memory;
  wish.pages_end = wish.pages_start + size;

  g_assert_cmpint (skein_memory_reader_new (NULL, &reader), ==, 0);
  g_assert_null (skein_memory_reader_pop (reader));
  skein_memory_reader_set_wish (reader, &none);
  skein_memory_reader_set_wish (reader, &wish);

  while (!has_all)
    {
      report = wait_for_report (reader);
      g_assert_cmpuint (report->n_spaces, ==, 1);
      g_assert_cmpint (report->spaces[0]->error, ==, 0);
      region = skein_address_space_find (report->spaces[0], wish.pages_start);
      g_assert_true (region != NULL && region->kind == SKEIN_REGION_SHARED);
      has_all = region->has_figures && report->n_footprints > 0 && report->pages != NULL && report->pages->n_seen == 64;

      if (has_all)
        {
          g_assert_cmpint (SKEIN_PAGE_STATE (report->pages->pages[0]), ==, SKEIN_PAGE_OWN);
          g_assert_cmpint (report->pages->pages[1], ==, SKEIN_PAGE_UNTOUCHED);
        }

      skein_memory_report_unref (report);
    }

  /* What is seen of a page follows at once. */
  memory[size - 1] = 1;

  for (bool is_seen = false; !is_seen;)
    {
      report = wait_for_report (reader);
      is_seen = SKEIN_PAGE_STATE (report->pages->pages[63]) == SKEIN_PAGE_OWN;
      skein_memory_report_unref (report);
    }

  skein_memory_reader_set_wish (reader, &none);
  munmap (memory, size);
}

/* Returns: the CPU time of all threads while this one sleeps */
static int64_t
get_used_by_all (gulong for_us)
{
  struct timespec before, after;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &before);
  g_usleep (for_us);
  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &after);

  return skein_timespec_to_ns (&after) - skein_timespec_to_ns (&before);
}

/* While nothing is wished for, it does not even wake up. A sanitizer has a thread of its own that does. */
static void
test_rests (void)
{
  g_autoptr (SkeinMemoryReader) reader = NULL;
  SkeinMemoryWish wish = { .all = true }, none = { .all = false };
  int64_t used_ns = INT64_MAX;

  g_assert_cmpint (skein_memory_reader_new (NULL, &reader), ==, 0);
  skein_memory_reader_set_wish (reader, &wish);
  skein_memory_report_unref (wait_for_report (reader));
  skein_memory_reader_set_wish (reader, &none);
  g_usleep (300000);
  g_clear_pointer (&reader, skein_memory_reader_free);

  g_assert_cmpint (skein_memory_reader_new (NULL, &reader), ==, 0);
  g_usleep (50000);
  for (int i = 0; i < 5 && used_ns >= SKEIN_NS_PER_MS; i++)
    used_ns = get_used_by_all (500000);
  g_assert_cmpint (used_ns, <, SKEIN_NS_PER_MS);
  g_assert_null (skein_memory_reader_pop (reader));
}

static void
test_no_folder (void)
{
  SkeinMemoryReader *reader = NULL;

  g_assert_cmpint (skein_memory_reader_new ("/proc/self/no such folder", &reader), ==, -ENOENT);
  g_assert_null (reader);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/memory-reader/pace", Fixture, NULL, set_up, test_pace, tear_down);
  g_test_add ("/memory-reader/wish", Fixture, NULL, set_up, test_wish, tear_down);
  g_test_add ("/memory-reader/named", Fixture, NULL, set_up, test_named, tear_down);
  g_test_add ("/memory-reader/pages", Fixture, NULL, set_up, test_pages, tear_down);
  g_test_add ("/memory-reader/read-once", Fixture, NULL, set_up, test_read_once, tear_down);
  g_test_add_func ("/memory-reader/thread", test_thread);
  g_test_add_func ("/memory-reader/rests", test_rests);
  g_test_add_func ("/memory-reader/no-folder", test_no_folder);

  return g_test_run ();
}
