/* test-memory.c - address spaces of real processes: totals, what may be read, and large ones
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "memory-talk.h"

#include "base/clock.h"
#include "base/readat.h"
#include "proc/smaps.h"
#include "proc/tasklist.h"
#include "sampler/memory-reader.h"

#include <errno.h>
#include <stdlib.h>

#define KIB 1024
#define MOST_TRIES 20

static void
stop (pid_t child)
{
  g_assert_cmpint (kill (child, SIGSTOP), ==, 0);
  g_assert_cmpint (waitpid (child, NULL, WUNTRACED), ==, child);
}

/* Some of each kind of memory. */
static void
live_busy (void)
{
  char *own = mmap (NULL, 16 * MIB, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  char *shared = mmap (NULL, 4 * MIB, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  const volatile char *zeros = mmap (NULL, MIB, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  char *heap = malloc (100000);

  madvise (own, 16 * MIB, MADV_NOHUGEPAGE);
  memset (own, 1, 5 * MIB);
  memset (shared, 1, 3 * MIB);
  memset (heap, 1, 100000);
  (void) zeros[0];

  if (fork () == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      memset (own, 2, MIB);
      block ();
    }

  block ();
}

static bool
is_equal (const SkeinSmapsFigures *a,
          const SkeinSmapsFigures *b)
{
  return memcmp (a, b, sizeof *a) == 0;
}

/* Compares an address space with what the kernel says of the whole, where that is the same before and after.
 * Returns: whether it was */
static bool
compare_sum (pid_t pid)
{
  g_autofree char *path = g_strdup_printf ("%d/smaps_rollup", (int) pid);
  g_autoptr (SkeinMemorySpace) space = open_space (pid);
  SkeinSmapsFigures before, after;
  const SkeinAddressSpace *found;
  SkeinFootprint sum;

  if (skein_smaps_rollup_read_at (proc_fd, path, &before) < 0)
    return false;

  skein_memory_space_read (space, SKEIN_MEMORY_FIGURES);
  found = skein_memory_space_get (space);

  if (skein_smaps_rollup_read_at (proc_fd, path, &after) < 0 || !is_equal (&before, &after) || found->error != 0)
    return false;

  skein_address_space_sum (found, &sum);
  g_assert_cmpuint (sum.resident, ==, before.rss_kib * KIB);
  g_assert_cmpuint (sum.own, ==, (before.private_clean_kib + before.private_dirty_kib) * KIB);
  g_assert_cmpuint (sum.swap, ==, before.swap_kib * KIB);

  /* The kernel rounds each region's share down, and their sum once. */
  g_assert_cmpuint (sum.pss, <=, before.pss_kib * KIB);
  g_assert_cmpuint (sum.pss + (uint64_t) found->n_regions * KIB, >, before.pss_kib * KIB);

  return true;
}

static bool
try_sum (pid_t pid)
{
  for (int i = 0; i < MOST_TRIES; i++)
    {
      if (compare_sum (pid))
        return true;
    }

  return false;
}

static void
test_sum_stopped (void)
{
  pid_t child = start (live_busy);

  wait_for (2);
  stop (child);
  g_assert_true (try_sum (child));
  end (child);
}

static bool
can_be_read (pid_t pid)
{
  g_autofree char *path = g_strdup_printf ("%d/smaps_rollup", (int) pid);
  SkeinSmapsFigures figures;

  return skein_smaps_rollup_read_at (proc_fd, path, &figures) == 0;
}

/* Whatever lives on this machine. Those that never stand still for as long as it takes are not counted. */
static void
test_sum_all (void)
{
  g_autoptr (GArray) pids = g_array_new (FALSE, FALSE, sizeof (pid_t));
  unsigned n_readable = 0, n_compared = 0;
  pid_t child = start (live_busy);

  wait_for (2);
  g_assert_cmpint (skein_tasklist_read_at (proc_fd, ".", pids), ==, 0);

  for (guint i = 0; i < pids->len; i++)
    {
      pid_t pid = g_array_index (pids, pid_t, i);

      if (!can_be_read (pid))
        continue;

      n_readable++;
      n_compared += try_sum (pid);
    }

  g_test_message ("%u of %u processes compared, of %u", n_compared, n_readable, pids->len);
  g_assert_cmpuint (n_compared, >=, 2);
  end (child);
}

/* The footprints are those of smaps_rollup; those that may not be read say so. */
static void
test_footprints (void)
{
  SkeinMemoryWish wish = { .all = true };
  g_autoptr (SkeinMemoryReport) report = NULL;
  pid_t child = start (live_busy);
  bool is_found = false;

  wait_for (2);
  stop (child);
  g_assert_cmpint (skein_memory_read (NULL, &wish, &report), ==, 0);
  g_assert_cmpuint (report->n_footprints, ==, report->n_processes);

  for (uint32_t i = 0; i < report->n_footprints; i++)
    {
      const SkeinFootprint *footprint = &report->footprints[i];

      g_assert_true (i == 0 || footprint->process.pid > footprint[-1].process.pid);
      g_assert_true (footprint->error == 0 || footprint->resident + footprint->pss + footprint->own == 0);
      g_assert_cmpuint (footprint->own, <=, footprint->resident);

      if (footprint->process.pid == child)
        {
          g_assert_cmpuint (footprint->own, >, 4 * MIB);
          g_assert_cmpuint (footprint->own, <, 5 * MIB);
          g_assert_cmpuint (footprint->resident, >, 8 * MIB);
          is_found = true;
        }
      else if (footprint->process.pid == 1 && geteuid () != 0)
        g_assert_cmpint (footprint->error, ==, -EACCES);
      else if (footprint->process.pid == 2 && footprint->error == 0 && geteuid () != 0)
        g_assert_cmpuint (footprint->resident, ==, 0);
    }

  g_assert_true (is_found);
  end (child);
}

/* What is asked of the page tables and what smaps says is the same, but for pages that were never written. */
static void
test_resident (void)
{
  pid_t child = start (live_busy);
  g_autoptr (SkeinMemorySpace) space = NULL;
  const SkeinAddressSpace *scanned;
  g_autoptr (SkeinAddressSpace) figures = NULL;
  unsigned n_told = 0;

  wait_for (2);
  stop (child);
  space = open_space (child);
  skein_memory_space_read (space, SKEIN_MEMORY_FIGURES);
  figures = skein_address_space_ref (skein_memory_space_get (space));
  skein_memory_space_read (space, SKEIN_MEMORY_RESIDENT);
  scanned = skein_memory_space_get (space);
  g_assert_cmpuint (scanned->n_regions, ==, figures->n_regions);

  for (uint32_t i = 0; i < scanned->n_regions; i++)
    {
      const SkeinRegion *region = &scanned->regions[i];
      uint64_t page_size = (uint64_t) sysconf (_SC_PAGESIZE);

      g_assert_true (region->has_figures && region->has_resident);
      n_told += region->resident > 0;
      g_assert_cmpuint (region->resident, >=, figures->regions[i].resident);
      g_assert_cmpuint (region->resident, <=, figures->regions[i].resident + 2 * page_size);
    }

  g_assert_cmpuint (n_told, >, 10);
  end (child);
}

static void
live_exec (void)
{
  talk->n_ready++;

  while (talk->command == 0)
    g_usleep (1000);

  execlp ("sleep", "sleep", "1000", NULL);
}

static char *
get_program (const SkeinMemorySpace *space)
{
  const SkeinAddressSpace *found = skein_memory_space_get (space);

  for (uint32_t i = 0; i < found->n_regions; i++)
    {
      if (found->regions[i].kind == SKEIN_REGION_CODE)
        return g_path_get_basename (found->regions[i].name);
    }

  return NULL;
}

/* The same process with another program. */
static void
test_exec (void)
{
  pid_t child = start (live_exec);
  g_autoptr (SkeinMemorySpace) space = open_space (child);
  g_autofree char *before = NULL;

  wait_for (1);
  skein_memory_space_read (space, SKEIN_MEMORY_FIGURES);
  before = get_program (space);
  g_assert_cmpstr (before, ==, "test-memory");
  talk->command = 1;

  for (int i = 0;; i++)
    {
      g_autofree char *after = NULL;

      g_usleep (5000);
      skein_memory_space_read (space, 0);
      after = get_program (space);

      if (after != NULL && strcmp (after, before) != 0)
        break;

      g_assert_cmpint (i, <, 4000);
    }

  end (child);
}

static void
live_nothing (void)
{
}

static void
assert_error (pid_t pid,
              int   error)
{
  SkeinTaskKey key = get_key (pid);
  SkeinMemoryWish wish = { .processes = &key, .n_processes = 1, .pages_of = &key, .pages_end = 100 };
  g_autoptr (SkeinMemoryReport) report = NULL;

  g_assert_cmpint (skein_memory_read (NULL, &wish, &report), ==, 0);
  g_assert_cmpint (report->spaces[0]->error, ==, error);
  g_assert_cmpuint (report->spaces[0]->n_regions, ==, 0);
  g_assert_null (report->pages);
}

static void
test_not_to_be_read (void)
{
  pid_t child = start (live_nothing);
  siginfo_t info;
  g_autofree char *path = g_strdup ("2/stat");
  SkeinStat stat;

  /* One that was not waited for, and then one that is not there. */
  g_assert_cmpint (waitid (P_PID, (id_t) child, &info, WEXITED | WNOWAIT), ==, 0);
  assert_error (child, -ESRCH);
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
  assert_error (child, -ESRCH);

  if (geteuid () != 0)
    assert_error (1, -EACCES);

  if (skein_stat_read_at (proc_fd, path, &stat) == 0 && (stat.flags & SKEIN_STAT_KTHREAD) != 0)
    assert_error (2, 0);
}

/* Ten thousand regions, and a terabyte that is only reserved, with three pages of it in use. */
static void
live_large (void)
{
  size_t page_size = (size_t) sysconf (_SC_PAGESIZE), size = (size_t) 20000 * page_size;
  size_t terabyte = (size_t) 1 << 40;
  char *many = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  char *wide = mmap (NULL, terabyte, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

  for (size_t i = 0; i < 20000; i += 2)
    mprotect (many + i * page_size, page_size, PROT_READ);

  for (size_t i = 1; i < 20000; i += 2)
    many[i * page_size] = 1;

  madvise (wide, terabyte, MADV_NOHUGEPAGE);
  wide[0] = wide[terabyte / 2] = wide[terabyte - 1] = 1;
  talk->other = (uintptr_t) wide;
  block ();
}

static int64_t
measure_raw (pid_t       child,
             const char *file)
{
  g_autoptr (GByteArray) text = g_byte_array_new ();
  g_autofree char *path = g_strdup_printf ("%d/%s", (int) child, file);
  int64_t start_ns = skein_clock_thread_cpu_ns ();

  g_assert_cmpint (skein_read_whole_at (proc_fd, path, SKEIN_SMAPS_LIMIT, text), ==, 0);

  return skein_clock_thread_cpu_ns () - start_ns;
}

static int64_t
measure (SkeinMemorySpace *space,
         unsigned          depth)
{
  int64_t start_ns = skein_clock_thread_cpu_ns ();

  skein_memory_space_read (space, depth);

  return skein_clock_thread_cpu_ns () - start_ns;
}

static int
compare_ns (gconstpointer a,
            gconstpointer b)
{
  const int64_t *one = a, *other = b;

  return (*one > *other) - (*one < *other);
}

static void
test_large (void)
{
  int64_t raw_maps[9], maps[9], raw_smaps[9], smaps[9], resident[9];
  pid_t child = start (live_large);
  g_autoptr (SkeinMemorySpace) space = open_space (child);
  int64_t *const all[] = { raw_maps, maps, raw_smaps, smaps, resident };

  wait_for (1);

  for (int i = 0; i < 9; i++)
    {
      raw_maps[i] = measure_raw (child, "maps");
      maps[i] = measure (space, 0);
      raw_smaps[i] = measure_raw (child, "smaps");
      smaps[i] = measure (space, SKEIN_MEMORY_FIGURES);
      resident[i] = measure (space, SKEIN_MEMORY_RESIDENT);
    }

  g_assert_cmpuint (skein_memory_space_get (space)->n_regions, >, 10000);

  if (find (space, talk->other)->has_resident)
    g_assert_cmpuint (find (space, talk->other)->resident, ==, 3 * (uint64_t) sysconf (_SC_PAGESIZE));

  for (unsigned i = 0; i < G_N_ELEMENTS (all); i++)
    qsort (all[i], 9, sizeof (int64_t), compare_ns);

  g_test_message ("%u regions: maps %.2f ms, with all that is made of it %.2f; smaps %.2f, %.2f; "
                  "in RAM, with maps, %.2f",
                  skein_memory_space_get (space)->n_regions, (double) raw_maps[4] / 1e6, (double) maps[4] / 1e6,
                  (double) raw_smaps[4] / 1e6, (double) smaps[4] / 1e6, (double) resident[4] / 1e6);
  g_assert_cmpint (maps[4], <, 3 * raw_maps[4]);
  g_assert_cmpint (smaps[4], <, 2 * raw_smaps[4]);
  g_assert_cmpint (resident[4], <, 2 * raw_smaps[4]);
  end (child);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  become_user ();
  open_talk ();

  g_test_add_func ("/memory/sum-stopped", test_sum_stopped);
  g_test_add_func ("/memory/sum-all", test_sum_all);
  g_test_add_func ("/memory/footprints", test_footprints);
  g_test_add_func ("/memory/resident", test_resident);
  g_test_add_func ("/memory/exec", test_exec);
  g_test_add_func ("/memory/not-to-be-read", test_not_to_be_read);
  g_test_add_func ("/memory/large", test_large);

  return g_test_run ();
}
