/* test-memory-stacks.c - whose stack is which, of real threads
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "memory-talk.h"

#include "sampler/memory-reader.h"

#include <pthread.h>
#include <sys/syscall.h>
#include <ucontext.h>

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

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  become_user ();
  open_talk ();

  g_test_add_func ("/memory-stacks/threads", test_threads);
  g_test_add_func ("/memory-stacks/no-list", test_no_list);
  g_test_add_func ("/memory-stacks/contexts", test_contexts);
  g_test_add_func ("/memory-stacks/side-by-side", test_side_by_side);
  g_test_add_func ("/memory-stacks/dead-leader", test_dead_leader);

  return g_test_run ();
}
