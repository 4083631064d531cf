/* ping-pong.c - two threads on one core that hand a byte to and fro, so many times a second
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ping-pong SWITCHES_PER_SECOND
 *
 * Every hand-over is a context switch. They come in bursts, a thousand times a second.
 */

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define BURSTS_PER_SECOND 1000

static int there[2];
static int back[2];

static void
stop_if (int         failed,
         const char *what)
{
  if (!failed)
    return;

  perror (what);
  exit (1);
}

static void
hand_over (int in,
           int out)
{
  char byte = 0;

  stop_if (write (out, &byte, 1) != 1, "write");
  stop_if (read (in, &byte, 1) != 1, "read");
}

static void *
answer (void *data)
{
  char byte = 0;

  stop_if (read (there[0], &byte, 1) != 1, "read");
  for (;;)
    hand_over (there[0], back[1]);

  return NULL;
}

static void
stay_on_one_core (void)
{
  cpu_set_t cores;
  int core;

  stop_if (sched_getaffinity (0, sizeof cores, &cores) != 0, "sched_getaffinity");
  for (core = CPU_SETSIZE - 1; !CPU_ISSET (core, &cores); core--)
    continue;

  CPU_ZERO (&cores);
  CPU_SET (core, &cores);
  stop_if (sched_setaffinity (0, sizeof cores, &cores) != 0, "sched_setaffinity");
}

int
main (int   argc,
      char *argv[])
{
  long n_trips = argc == 2 ? strtol (argv[1], NULL, 10) / BURSTS_PER_SECOND / 2 : 0;
  struct timespec next;
  pthread_t thread;

  if (n_trips <= 0)
    {
      fprintf (stderr, "usage: %s SWITCHES_PER_SECOND\n", argv[0]);
      return 2;
    }

  stay_on_one_core ();
  stop_if (pipe (there) != 0 || pipe (back) != 0, "pipe");
  errno = pthread_create (&thread, NULL, answer, NULL);
  stop_if (errno != 0, "pthread_create");
  clock_gettime (CLOCK_MONOTONIC, &next);

  for (;;)
    {
      for (long i = 0; i < n_trips; i++)
        hand_over (back[0], there[1]);

      next.tv_nsec += 1000000000 / BURSTS_PER_SECOND;
      if (next.tv_nsec >= 1000000000)
        {
          next.tv_nsec -= 1000000000;
          next.tv_sec++;
        }

      clock_nanosleep (CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL);
    }
}
