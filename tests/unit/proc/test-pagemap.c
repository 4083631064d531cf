/* test-pagemap.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "proc/pagemap.h"

#include "fixture.h"

#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define N_PAGES 8

/* A file that stands in for one of /proc, its entries being 1, 2, 3, … */
static int
open_entries (size_t size)
{
  int fd = memfd_create ("pagemap", MFD_CLOEXEC);
  uint64_t entries[N_PAGES];

  for (unsigned i = 0; i < N_PAGES; i++)
    entries[i] = i + 1;

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, entries, size), ==, (ssize_t) size);

  return fd;
}

static void
test_read (void)
{
  skein_autofd int empty_fd = open_entries (0);
  skein_autofd int cut_fd = open_entries (20);
  skein_autofd int good_fd = open_entries (64);
  uint64_t entries[N_PAGES];

  g_assert_cmpint (skein_pagemap_read (-1, 0, entries, N_PAGES), ==, -EBADF);
  g_assert_cmpint (skein_pagemap_read (empty_fd, 0, entries, N_PAGES), ==, 0);
  g_assert_cmpint (skein_pagemap_read (cut_fd, 0, entries, N_PAGES), ==, 2);
  g_assert_cmpint (skein_pagemap_read (good_fd, 5, entries, N_PAGES), ==, 3);
  g_assert_cmpuint (entries[0], ==, 6);
  g_assert_cmpint (skein_pagemap_read (good_fd, UINT64_MAX, entries, N_PAGES), ==, 0);
}

/* "own", "shared", "file", "nothing" of each page. */
static char *
describe (int   fd,
          char *memory)
{
  size_t size = (size_t) sysconf (_SC_PAGESIZE);
  uint64_t entries[N_PAGES];
  GString *text = g_string_new ("");

  g_assert_cmpint (skein_pagemap_read (fd, (uint64_t) (uintptr_t) memory / size, entries, N_PAGES), ==, N_PAGES);

  for (unsigned i = 0; i < N_PAGES; i++)
    {
      if ((entries[i] & SKEIN_PAGEMAP_PRESENT) == 0)
        g_string_append_c (text, '.');
      else if ((entries[i] & SKEIN_PAGEMAP_FILE) != 0)
        g_string_append_c (text, (entries[i] & SKEIN_PAGEMAP_EXCLUSIVE) != 0 ? 'F' : 'f');
      else
        g_string_append_c (text, (entries[i] & SKEIN_PAGEMAP_EXCLUSIVE) != 0 ? 'O' : 's');
    }

  return g_string_free (text, FALSE);
}

static char *
map_pages (int flags)
{
  size_t size = (size_t) sysconf (_SC_PAGESIZE);
  char *memory = mmap (NULL, N_PAGES * size, PROT_READ | PROT_WRITE, flags | MAP_ANONYMOUS, -1, 0);

  g_assert_true (memory != MAP_FAILED);
  madvise (memory, N_PAGES * size, MADV_NOHUGEPAGE);
  memory[1 * size] = memory[2 * size] = memory[5 * size] = 1;

  return memory;
}

static void
assert_pages (int         fd,
              char       *memory,
              const char *expected)
{
  g_autofree char *text = describe (fd, memory);

  g_assert_cmpstr (text, ==, expected);
}

/* A fork makes them shared; what is written then becomes the writer's own, and what is left the other's. */
static void
test_own (void)
{
  skein_autofd int proc_fd = open_proc ();
  skein_autofd int fd = openat (proc_fd, "self/pagemap", O_RDONLY | O_CLOEXEC);
  size_t size = (size_t) sysconf (_SC_PAGESIZE);
  char *own = map_pages (MAP_PRIVATE), *shared = map_pages (MAP_SHARED);
  pid_t child;

  assert_pages (fd, own, ".OO..O..");
  assert_pages (fd, shared, ".FF..F..");
  child = fork ();
  g_assert_cmpint (child, >=, 0);

  if (child == 0)
    {
      pause ();
      _exit (0);
    }

  assert_pages (fd, own, ".ss..s..");
  own[2 * size] = 2;
  assert_pages (fd, own, ".sO..s..");
  kill (child, SIGKILL);
  waitpid (child, NULL, 0);
  assert_pages (fd, own, ".OO..O..");
  munmap (own, N_PAGES * size);
  munmap (shared, N_PAGES * size);
}

static void
test_scan (void)
{
  skein_autofd int proc_fd = open_proc ();
  skein_autofd int fd = openat (proc_fd, "self/pagemap", O_RDONLY | O_CLOEXEC);
  skein_autofd int file_fd = open_entries (64);
  size_t size = (size_t) sysconf (_SC_PAGESIZE);
  char *own = map_pages (MAP_PRIVATE);
  uint64_t first = (uint64_t) (uintptr_t) own, start = first;
  SkeinPagemapRange ranges[N_PAGES];
  ssize_t n = skein_pagemap_scan (fd, &start, first + N_PAGES * size, ranges, N_PAGES);

  if (n == -ENOTTY)
    {
      g_test_skip ("this kernel has no PAGEMAP_SCAN");
      return;
    }

  g_assert_cmpint (n, ==, 2);
  g_assert_cmpuint (start, ==, first + N_PAGES * size);
  g_assert_cmpuint (ranges[0].start, ==, first + size);
  g_assert_cmpuint (ranges[0].end, ==, first + 3 * size);
  g_assert_cmpuint (ranges[1].start, ==, first + 5 * size);
  g_assert_cmpuint (ranges[1].end, ==, first + 6 * size);

  /* With too little room it stops, and goes on. */
  start = first;
  g_assert_cmpint (skein_pagemap_scan (fd, &start, first + N_PAGES * size, ranges, 1), ==, 1);
  g_assert_cmpuint (start, <=, first + 5 * size);
  g_assert_cmpint (skein_pagemap_scan (fd, &start, first + N_PAGES * size, ranges, 1), ==, 1);
  g_assert_cmpuint (ranges[0].start, ==, first + 5 * size);

  g_assert_cmpint (skein_pagemap_scan (file_fd, &start, first, ranges, 1), ==, -ENOTTY);
  g_assert_cmpint (skein_pagemap_scan (-1, &start, first, ranges, 1), ==, -EBADF);
  munmap (own, N_PAGES * size);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pagemap/read", test_read);
  g_test_add_func ("/pagemap/own", test_own);
  g_test_add_func ("/pagemap/scan", test_scan);

  return g_test_run ();
}
