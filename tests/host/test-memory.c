/* test-memory.c - address spaces of real processes: totals, kinds, whose stack is which
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "base/autofd.h"
#include "base/clock.h"
#include "base/readat.h"
#include "proc/smaps.h"
#include "proc/stat.h"
#include "proc/tasklist.h"
#include "sampler/memory-reader.h"
#include "sampler/memory-space.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pthread.h>
#include <pwd.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

#define KIB 1024
#define MIB (UINT64_C (1) << 20)
#define N_THREADS 50
#define MOST_TRIES 20

/* What a child tells, in memory that both have. */
typedef struct
{
  atomic_int        n_ready;
  atomic_int        command;
  atomic_int        tids[N_THREADS];
  _Atomic uintptr_t stacks[N_THREADS]; /* an address in each */
  _Atomic uintptr_t other;
} Talk;

static Talk *talk;
static int proc_fd;

static void
open_talk (void)
{
  talk = mmap (NULL, sizeof *talk, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  g_assert_true (talk != MAP_FAILED);
  proc_fd = open ("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  g_assert_cmpint (proc_fd, >=, 0);
}

static void
wait_for (int n)
{
  for (int i = 0; talk->n_ready < n; i++)
    {
      g_assert_cmpint (i, <, 20000);
      g_usleep (1000);
    }
}

static pid_t
start (void (*live) (void))
{
  pid_t child;

  memset (talk, 0, sizeof *talk);
  child = fork ();
  g_assert_cmpint (child, >=, 0);

  if (child == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      live ();
      _exit (0);
    }

  return child;
}

static void
end (pid_t child)
{
  g_assert_cmpint (kill (child, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
}

static void
stop (pid_t child)
{
  g_assert_cmpint (kill (child, SIGSTOP), ==, 0);
  g_assert_cmpint (waitpid (child, NULL, WUNTRACED), ==, child);
}

static SkeinTaskKey
get_key (pid_t pid)
{
  g_autofree char *path = g_strdup_printf ("%d/stat", (int) pid);
  SkeinTaskKey key = { pid, pid, 0 };
  SkeinStat stat;

  if (skein_stat_read_at (proc_fd, path, &stat) == 0)
    key.start_ticks = stat.start_ticks;

  return key;
}

static SkeinMemorySpace *
open_space (pid_t pid)
{
  SkeinTaskKey key = get_key (pid);

  return skein_memory_space_new (proc_fd, true, &key);
}

static const SkeinRegion *
find (const SkeinMemorySpace *space,
      uintptr_t               address)
{
  return skein_address_space_find (skein_memory_space_get (space), address);
}

static void
block (void)
{
  talk->n_ready++;

  for (;;)
    pause ();
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

static void *
live_thread_cb (void *data)
{
  unsigned number = (unsigned) (uintptr_t) data;
  char here;

  talk->stacks[number] = (uintptr_t) &here;
  talk->tids[number] = gettid ();
  talk->n_ready++;

  /* Two of them run: nothing is known of their stack pointers. */
  while (number < 2 && talk->command == 0)
    continue;

  while (talk->command != (int) number)
    g_usleep (5000);

  talk->tids[number] = 0;

  return NULL;
}

static void
live_threads (void)
{
  for (unsigned i = 0; i < N_THREADS; i++)
    {
      pthread_t thread;

      g_assert_cmpint (pthread_create (&thread, NULL, live_thread_cb, (void *) (uintptr_t) i), ==, 0);
      pthread_detach (thread);
    }

  for (;;)
    pause ();
}

static unsigned
count_stacks (const SkeinAddressSpace *space)
{
  unsigned n = 0;

  for (uint32_t i = 0; i < space->n_regions; i++)
    n += space->regions[i].kind == SKEIN_REGION_THREAD_STACK;

  return n;
}

static void
assert_stack (const SkeinMemorySpace *space,
              unsigned                number)
{
  const SkeinRegion *region = find (space, talk->stacks[number]);

  g_assert_nonnull (region);
  g_assert_cmpint (region->kind, ==, SKEIN_REGION_THREAD_STACK);
  g_assert_cmpint (region->stack_method, ==, SKEIN_STACK_ROBUST_LIST);
  g_assert_cmpint (region->tid, ==, talk->tids[number]);
}

static void
wait_for_end (pid_t child,
              pid_t tid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/task/%d", (int) child, (int) tid);

  for (int i = 0; access (path, F_OK) == 0; i++)
    {
      g_assert_cmpint (i, <, 20000);
      g_usleep (1000);
    }
}

static void
test_threads (void)
{
  pid_t child = start (live_threads), tid;
  g_autoptr (SkeinMemorySpace) space = open_space (child);
  const SkeinRegion *region;

  wait_for (N_THREADS);
  skein_memory_space_read (space, 0);
  g_assert_cmpuint (count_stacks (skein_memory_space_get (space)), ==, N_THREADS);

  for (unsigned i = 0; i < N_THREADS; i++)
    assert_stack (space, i);

  /* One ends: its stack, which the C library keeps for another, is nobody's. */
  tid = talk->tids[7];
  talk->command = 7;
  wait_for_end (child, tid);
  skein_memory_space_read (space, 0);
  region = find (space, talk->stacks[7]);
  g_assert_true (region == NULL || (region->kind == SKEIN_REGION_ANONYMOUS && region->tid == 0));
  g_assert_cmpuint (count_stacks (skein_memory_space_get (space)), ==, N_THREADS - 1);
  assert_stack (space, 8);
  end (child);
}

static void *
forget_list_cb (void *data)
{
  char here;

  syscall (SYS_set_robust_list, NULL, 24);
  talk->stacks[0] = (uintptr_t) &here;
  talk->tids[0] = gettid ();
  talk->n_ready++;

  while (data == NULL)
    continue;

  block ();

  return NULL;
}

static void
live_listless (bool is_running)
{
  pthread_t thread;

  pthread_create (&thread, NULL, forget_list_cb, is_running ? NULL : &thread);
  block ();
}

static void
live_listless_running (void)
{
  live_listless (true);
}

static void
live_listless_blocked (void)
{
  live_listless (false);
}

/* As with a C library that sets no list: the next method answers, and the last one where that may not be asked. */
static void
test_no_list (void)
{
  for (int is_running = 0; is_running < 2; is_running++)
    {
      pid_t child = start (is_running ? live_listless_running : live_listless_blocked);
      g_autoptr (SkeinMemorySpace) space = open_space (child);
      const SkeinRegion *region;

      wait_for (is_running ? 2 : 3);
      g_usleep (20000);
      skein_memory_space_read (space, 0);
      region = find (space, talk->stacks[0]);
      g_assert_cmpint (region->kind, ==, SKEIN_REGION_THREAD_STACK);
      g_assert_cmpint (region->tid, ==, talk->tids[0]);
      g_test_message ("method %d", region->stack_method);
      g_assert_cmpint (region->stack_method, !=, SKEIN_STACK_ROBUST_LIST);
      g_assert_true (!is_running || region->stack_method == SKEIN_STACK_GUARD);
      end (child);
    }
}

static ucontext_t contexts[2], outside[2];

static void
wait_in_context (void)
{
  char here;

  talk->other = (uintptr_t) &here;
  block ();
}

static void
switch_stack (unsigned number)
{
  size_t page_size = (size_t) sysconf (_SC_PAGESIZE), size = 64 * page_size;
  char *stack = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);

  mprotect (stack, page_size, PROT_NONE);
  getcontext (&contexts[number]);
  contexts[number].uc_stack = (stack_t) { .ss_sp = stack + page_size, .ss_size = size - page_size };
  talk->stacks[10 + number] = (uintptr_t) stack + size - page_size;
  makecontext (&contexts[number], wait_in_context, 0);
  swapcontext (&outside[number], &contexts[number]);
}

static void *
switch_cb (void *data)
{
  char here;

  talk->stacks[1] = (uintptr_t) &here;
  talk->tids[1] = gettid ();
  switch_stack (1);

  return NULL;
}

static void
live_contexts (void)
{
  pthread_t thread;
  char here;

  talk->stacks[0] = (uintptr_t) &here;
  pthread_create (&thread, NULL, switch_cb, NULL);
  switch_stack (0);
}

/* Both threads stand on stacks that the program made itself: those are nobody's, the threads keep their own. */
static void
test_contexts (void)
{
  pid_t child = start (live_contexts);
  g_autoptr (SkeinMemorySpace) space = open_space (child);

  wait_for (2);
  g_usleep (20000);
  skein_memory_space_read (space, 0);
  assert_stack (space, 1);
  g_assert_cmpint (find (space, talk->stacks[0])->kind, ==, SKEIN_REGION_STACK);
  g_assert_cmpint (find (space, talk->stacks[0])->tid, ==, child);
  g_assert_cmpint (find (space, talk->stacks[10])->kind, ==, SKEIN_REGION_ANONYMOUS);
  g_assert_cmpint (find (space, talk->stacks[11])->kind, ==, SKEIN_REGION_ANONYMOUS);
  g_assert_cmpuint (count_stacks (skein_memory_space_get (space)), ==, 1);
  end (child);
}

static void *
block_cb (void *data)
{
  block ();

  return NULL;
}

/* Two stacks in one piece of memory, that nobody could tell apart: as one's alone it would be a lie. */
static void
live_side_by_side (void)
{
  char *memory = mmap (NULL, 2 * MIB, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  talk->other = (uintptr_t) memory;

  for (unsigned i = 0; i < 2; i++)
    {
      pthread_attr_t attributes;
      pthread_t thread;

      pthread_attr_init (&attributes);
      pthread_attr_setstack (&attributes, memory + i * MIB, MIB);
      g_assert_cmpint (pthread_create (&thread, &attributes, block_cb, NULL), ==, 0);
    }

  block ();
}

static void
test_side_by_side (void)
{
  pid_t child = start (live_side_by_side);
  g_autoptr (SkeinMemorySpace) space = open_space (child);

  wait_for (3);
  skein_memory_space_read (space, 0);
  g_assert_cmpint (find (space, talk->other)->kind, ==, SKEIN_REGION_ANONYMOUS);
  g_assert_cmpuint (count_stacks (skein_memory_space_get (space)), ==, 0);
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
live_without_leader (void)
{
  pthread_t thread;

  pthread_create (&thread, NULL, block_cb, NULL);
  talk->tids[0] = getpid ();
  pthread_exit (NULL);
}

/* The main thread has ended, the memory is still there. */
static void
test_dead_leader (void)
{
  pid_t child = start (live_without_leader);
  SkeinTaskKey key = get_key (child);
  SkeinMemoryWish wish = { .processes = &key, .n_processes = 1, .all = true, .pages_of = &key };
  g_autoptr (SkeinMemoryReport) report = NULL;

  wish.pages_start = (uint64_t) (uintptr_t) talk;
  wish.pages_end = wish.pages_start + 1;
  wait_for (1);
  g_usleep (50000);
  g_assert_cmpint (skein_memory_read (NULL, &wish, &report), ==, 0);
  g_assert_cmpint (report->spaces[0]->error, ==, 0);
  g_assert_cmpuint (report->spaces[0]->n_regions, >, 10);
  g_assert_cmpuint (count_stacks (report->spaces[0]), ==, 1);
  g_assert_nonnull (report->pages);
  g_assert_cmpint (SKEIN_PAGE_STATE (report->pages->pages[0]), ==, SKEIN_PAGE_SHARED);

  for (uint32_t i = 0; i < report->n_footprints; i++)
    {
      if (report->footprints[i].process.pid == child)
        g_assert_cmpuint (report->footprints[i].resident, >, 0);
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

  g_test_message ("%u regions: maps %.2f ms, with all that is made of it %.2f; smaps %.2f, %.2f; in RAM, with maps, %.2f",
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
  const char *user = g_getenv ("SKEIN_TEST_USER");
  const struct passwd *entry = user != NULL ? getpwnam (user) : NULL;

  g_test_init (&argc, &argv, NULL);

  /* The same as somebody who may do nothing in particular. */
  if (entry != NULL && geteuid () == 0)
    {
      g_assert_cmpint (setgroups (0, NULL), ==, 0);
      g_assert_cmpint (setgid (entry->pw_gid), ==, 0);
      g_assert_cmpint (setuid (entry->pw_uid), ==, 0);
      prctl (PR_SET_DUMPABLE, 1);
    }

  open_talk ();

  g_test_add_func ("/memory/sum-stopped", test_sum_stopped);
  g_test_add_func ("/memory/sum-all", test_sum_all);
  g_test_add_func ("/memory/footprints", test_footprints);
  g_test_add_func ("/memory/resident", test_resident);
  g_test_add_func ("/memory/threads", test_threads);
  g_test_add_func ("/memory/no-list", test_no_list);
  g_test_add_func ("/memory/contexts", test_contexts);
  g_test_add_func ("/memory/side-by-side", test_side_by_side);
  g_test_add_func ("/memory/exec", test_exec);
  g_test_add_func ("/memory/dead-leader", test_dead_leader);
  g_test_add_func ("/memory/not-to-be-read", test_not_to_be_read);
  g_test_add_func ("/memory/large", test_large);

  return g_test_run ();
}
