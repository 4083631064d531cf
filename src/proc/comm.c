/* comm.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "proc/comm.h"

#include "base/readat.h"

#include <errno.h>
#include <string.h>

/**
 * skein_comm_parse:
 * @text: (array length=length): the file's contents, not terminated
 * @length: how much of @text to look at
 * @ret: (out caller-allocates): the name: bytes as they are, zero-terminated
 *
 * A name may be empty, and may hold newlines: only the last one is not part of
 * it. A name longer than there is room for is cut.
 *
 * Returns: 0, or -EBADMSG with @ret left alone
 */
int
skein_comm_parse (const char *text,
                  size_t      length,
                  char        ret[SKEIN_COMM_SIZE])
{
  if (length == 0 || text[length - 1] != '\n')
    return -EBADMSG;

  skein_comm_set (ret, text, length - 1);

  return 0;
}

/**
 * skein_comm_read_at:
 * @dir_fd: an open directory: /proc, or one of a process or thread
 * @path: the file relative to it, such as "comm"
 * @ret: (out caller-allocates): the name: bytes as they are, zero-terminated
 *
 * Returns: 0, -ESRCH if the process or thread is gone, or another negative errno
 */
int
skein_comm_read_at (int         dir_fd,
                    const char *path,
                    char        ret[SKEIN_COMM_SIZE])
{
  char text[SKEIN_COMM_SIZE + 1];
  ssize_t length = skein_read_at (dir_fd, path, text, sizeof text);

  if (length < 0)
    return (int) length;

  return skein_comm_parse (text, (size_t) length, ret);
}

/**
 * skein_comm_set:
 * @comm: (out caller-allocates): the name, zero-terminated
 * @name: (array length=length): the bytes of a name
 * @length: how many
 *
 * Cuts a name to the room there is, and fills up with zeros, so that two names
 * can be compared as memory.
 */
void
skein_comm_set (char        comm[SKEIN_COMM_SIZE],
                const char *name,
                size_t      length)
{
  length = MIN (length, SKEIN_COMM_SIZE - 1);

  memcpy (comm, name, length);
  memset (comm + length, 0, SKEIN_COMM_SIZE - length);
}
