/* houses.c - two processes with a heap from before their fork and memory that both may write
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * houses NAME MEBIBYTES PERCENT [THREAD...]: a heap of so many mebibytes, written to the end; a
 * memfd of 4 MiB called NAME; then a fork, and in the parent the threads as told. The child
 * writes so much of its heap, once a line comes from standard input: one page in two
 * milliseconds, so that it can be watched; all at once if PERCENT begins with a plus sign. Says
 * "ready" and the child's number once all have their names. Ends with its parent, the child with it.
 */

#include "config.h"

#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#define SHARED_BYTES (4u << 20)
#define PAGE_BYTES   4096u

static pthread_barrier_t all_named;

static void *
work (void *data)
{
  prctl (PR_SET_NAME, data);
  pthread_barrier_wait (&all_named);
  while (pause () < 0)
    continue;

  return NULL;
}

static char *
make_shared (const char *name)
{
  int fd = memfd_create (name, MFD_CLOEXEC);
  char *shared = MAP_FAILED;

  if (fd >= 0 && ftruncate (fd, SHARED_BYTES) == 0)
    shared = mmap (NULL, SHARED_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (shared == MAP_FAILED)
    exit (EXIT_FAILURE);

  close (fd);
  memset (shared, 1, SHARED_BYTES);

  return shared;
}

/* As far as possible, from the heap that brk() gives. */
static char *
make_heap (size_t bytes)
{
  char *heap;

  mallopt (M_MMAP_THRESHOLD, 1 << 30);
  heap = malloc (bytes);
  if (heap == NULL)
    exit (EXIT_FAILURE);

  memset (heap, 1, bytes);

  return heap;
}

static void
write_heap (char       *heap,
            size_t      bytes,
            const char *percent)
{
  size_t n_pages = bytes / PAGE_BYTES * (size_t) abs (atoi (percent)) / 100;
  char line[16];

  if (fgets (line, sizeof line, stdin) == NULL)
    return;

  for (size_t i = 0; i < n_pages; i++)
    {
      heap[i * PAGE_BYTES] = 2;
      if (percent[0] != '+')
        usleep (2000);
    }
}

static void
be_child (char       *heap,
          size_t      bytes,
          const char *percent)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  write_heap (heap, bytes, percent);

  for (;;)
    pause ();
}

int
main (int   argc,
      char *argv[])
{
  size_t bytes;
  char *heap;
  pid_t child;

  if (argc < 4)
    return EXIT_FAILURE;

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  prctl (PR_SET_NAME, argv[1]);
  bytes = (size_t) atoi (argv[2]) << 20;
  heap = make_heap (bytes);
  make_shared (argv[1]);

  child = fork ();
  if (child < 0)
    return EXIT_FAILURE;
  if (child == 0)
    be_child (heap, bytes, argv[3]);

  pthread_barrier_init (&all_named, NULL, (unsigned) argc - 3);
  for (int i = 4; i < argc; i++)
    {
      pthread_t thread;

      if (pthread_create (&thread, NULL, work, argv[i]) != 0)
        return EXIT_FAILURE;
    }
  pthread_barrier_wait (&all_named);

  printf ("ready %d\n", (int) child);
  fflush (stdout);

  for (;;)
    pause ();
}
