/* bench-memory.c - reads memory as the page does, and tells what that costs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench-memory watch MILLISECONDS START BYTES PID …   as the page: the processes, the footprints
 *                                                      of all, and the pages of that part of
 *                                                      the first; 0 for ever
 * bench-memory smaps PID …                             reads smaps of each once, as text
 *
 * Says how much CPU time it took, in ns; watching, also how many reports there were.
 */

#include "config.h"

#include "base/autofd.h"
#include "base/clock.h"
#include "proc/stat.h"
#include "sampler/memory-reader.h"

#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <glib.h>

#define MOST_PROCESSES 64

static int64_t
get_cpu_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);

  return now.tv_sec * SKEIN_NS_PER_S + now.tv_nsec;
}

static bool
get_key (const char   *pid,
         SkeinTaskKey *ret)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/stat", pid);
  SkeinStat stat;

  if (skein_stat_read_at (AT_FDCWD, path, &stat) < 0)
    return false;

  *ret = (SkeinTaskKey) { stat.pid, stat.pid, stat.start_ticks };

  return true;
}

static int
watch (int    n_arguments,
       char **arguments)
{
  g_autoptr (SkeinMemoryReader) reader = NULL;
  SkeinTaskKey keys[MOST_PROCESSES];
  SkeinMemoryWish wish = { .processes = keys, .all = true, .pages_of = keys };
  int64_t length_ns = g_ascii_strtoll (arguments[0], NULL, 10) * SKEIN_NS_PER_MS;
  int64_t start_ns = skein_clock_now_ns (), before_ns = get_cpu_ns ();
  unsigned n_reports = 0;

  wish.pages_start = g_ascii_strtoull (arguments[1], NULL, 10);
  wish.pages_end = wish.pages_start + g_ascii_strtoull (arguments[2], NULL, 10);

  for (int i = 3; i < n_arguments && i - 3 < MOST_PROCESSES; i++)
    {
      if (!get_key (arguments[i], &keys[wish.n_processes++]))
        return EXIT_FAILURE;
    }

  if (skein_memory_reader_new (NULL, &reader) < 0)
    return EXIT_FAILURE;

  skein_memory_reader_set_wish (reader, &wish);

  while (length_ns == 0 || skein_clock_now_ns () < start_ns + length_ns)
    {
      struct pollfd fd = { .fd = skein_memory_reader_get_fd (reader), .events = POLLIN };
      g_autoptr (SkeinMemoryReport) report = NULL;

      poll (&fd, 1, 100);
      report = skein_memory_reader_pop (reader);
      n_reports += report != NULL;
    }

  printf ("%" PRId64 " %u\n", get_cpu_ns () - before_ns, n_reports);

  return EXIT_SUCCESS;
}

static int
read_smaps (int    n_arguments,
            char **arguments)
{
  g_autofree char *buffer = g_malloc (1 << 16);
  int64_t before_ns = get_cpu_ns ();

  for (int i = 0; i < n_arguments; i++)
    {
      g_autofree char *path = g_strdup_printf ("/proc/%s/smaps", arguments[i]);
      skein_autofd int fd = open (path, O_RDONLY | O_CLOEXEC);

      if (fd < 0)
        return EXIT_FAILURE;

      while (read (fd, buffer, 1 << 16) > 0)
        continue;
    }

  printf ("%" PRId64 "\n", get_cpu_ns () - before_ns);

  return EXIT_SUCCESS;
}

int
main (int   argc,
      char *argv[])
{
  if (argc > 5 && strcmp (argv[1], "watch") == 0)
    return watch (argc - 2, argv + 2);
  if (argc > 2 && strcmp (argv[1], "smaps") == 0)
    return read_smaps (argc - 2, argv + 2);

  fputs ("usage: bench-memory watch MILLISECONDS START BYTES PID …, bench-memory smaps PID …\n", stderr);

  return 2;
}
