/* task.c - a process with chosen names, threads and load, to be looked at
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * task NAME [THREAD...]: the first thread is named NAME, and others as told. One
 * whose name begins with an asterisk keeps a core busy, all others wait in
 * pause(). Says "ready" once all have their names, and ends with its parent.
 */

#include "config.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

static pthread_barrier_t all_named;

static void *
work (void *data)
{
  const char *name = data;

  prctl (PR_SET_NAME, name);
  pthread_barrier_wait (&all_named);

  for (volatile unsigned long n = 0; name[0] == '*'; n++)
    continue;
  while (pause () < 0)
    continue;

  return NULL;
}

int
main (int   argc,
      char *argv[])
{
  if (argc < 2)
    return EXIT_FAILURE;

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  prctl (PR_SET_NAME, argv[1]);
  pthread_barrier_init (&all_named, NULL, (unsigned) argc - 1);

  for (int i = 2; i < argc; i++)
    {
      pthread_t thread;

      if (pthread_create (&thread, NULL, work, argv[i]) != 0)
        return EXIT_FAILURE;
    }

  pthread_barrier_wait (&all_named);
  puts ("ready");
  fflush (stdout);

  for (;;)
    pause ();
}
