/* population.c - a crowd of processes and threads, most of them asleep
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * population PROCESSES THREADS EVERY WAKE_US SPIN_US [NAME]
 *
 * Every EVERY-th thread (0: none) sleeps WAKE_US and spins SPIN_US, for ever. Says
 * "ready" when all are there. Ends with its parent, and takes the crowd along.
 */

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#define STACK_SIZE 16384

typedef struct
{
  long        n_processes;
  long        n_threads;
  long        every;
  long        wake_us;
  long        spin_us;
  const char *name;
} Settings;

static Settings settings;
static atomic_long *n_ready;

static int64_t
get_now_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);

  return (int64_t) now.tv_sec * 1000000000 + now.tv_nsec;
}

static void
spin (int64_t ns)
{
  int64_t end = get_now_ns () + ns;

  while (get_now_ns () < end)
    continue;
}

static void
live (long number)
{
  struct timespec pause_for = { settings.wake_us / 1000000, settings.wake_us % 1000000 * 1000 };

  atomic_fetch_add (n_ready, 1);

  while (settings.every > 0 && number % settings.every == settings.every / 3)
    {
      nanosleep (&pause_for, NULL);
      spin (settings.spin_us * 1000);
    }

  for (;;)
    pause ();
}

static void *
run (void *data)
{
  live ((long) (intptr_t) data);

  return NULL;
}

static void
die_with_parent (pid_t parent)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);

  if (getppid () != parent)
    _exit (1);
}

static void
live_as_process (long number)
{
  pthread_attr_t attributes;
  pthread_t thread;

  if (settings.name != NULL)
    prctl (PR_SET_NAME, settings.name);

  pthread_attr_init (&attributes);
  pthread_attr_setstacksize (&attributes, STACK_SIZE);

  for (long i = 1; i < settings.n_threads; i++)
    {
      if (pthread_create (&thread, &attributes, run, (void *) (intptr_t) (number * settings.n_threads + i)) != 0)
        _exit (1);
    }

  live (number * settings.n_threads);
}

static void
start_processes (void)
{
  pid_t parent = getpid ();

  for (long i = 0; i < settings.n_processes; i++)
    {
      pid_t pid = fork ();

      if (pid < 0)
        exit (1);

      if (pid == 0)
        {
          die_with_parent (parent);
          live_as_process (i);
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  pid_t parent = getppid ();

  if (argc < 6)
    {
      fputs ("usage: population PROCESSES THREADS EVERY WAKE_US SPIN_US [NAME]\n", stderr);
      return 2;
    }

  settings = (Settings) { atol (argv[1]), atol (argv[2]), atol (argv[3]), atol (argv[4]), atol (argv[5]), argv[6] };
  n_ready = mmap (NULL, sizeof *n_ready, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

  if (n_ready == MAP_FAILED)
    return 1;

  die_with_parent (parent);
  start_processes ();

  while (atomic_load (n_ready) < settings.n_processes * settings.n_threads)
    usleep (1000);

  printf ("ready %ld\n", atomic_load (n_ready));
  fflush (stdout);

  for (;;)
    pause ();
}
