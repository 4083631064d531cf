/* memory.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "workload/memory.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* No line of it is longer, and there are some twenty-five. */
#define TEXT_SIZE 4096

/* Returns: bytes; 0: there is no such line */
static int64_t
find_kib (const char *text,
          const char *key)
{
  const char *line = strstr (text, key);
  int64_t kib = 0;

  if (line != NULL)
    (void) sscanf (line + strlen (key), "%" SCNd64, &kib);

  return kib * 1024;
}

int
skein_memory_read (pid_t    pid,
                   int64_t *ret_private,
                   int64_t *ret_proportional)
{
  char path[64] = "/proc/self/smaps_rollup";
  char text[TEXT_SIZE];
  ssize_t length;
  int fd;

  if (pid != 0)
    snprintf (path, sizeof path, "/proc/%d/smaps_rollup", (int) pid);

  fd = open (path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return -1;

  length = read (fd, text, sizeof text - 1);
  close (fd);

  if (length <= 0)
    return -1;

  text[length] = '\0';
  *ret_private = find_kib (text, "\nPrivate_Clean:") + find_kib (text, "\nPrivate_Dirty:");
  *ret_proportional = find_kib (text, "\nPss:");

  return 0;
}
