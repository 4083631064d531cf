/* syscall.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "proc/syscall.h"

#include "base/parse.h"
#include "base/readat.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

static bool
is_running (const char *text,
            size_t      length)
{
  size_t word_length = strlen ("running");

  return length >= word_length && memcmp (text, "running", word_length) == 0 &&
         (length == word_length || text[word_length] == '\n');
}

static bool
take_call (const char  **cursor,
           const char   *end,
           SkeinSyscall *call)
{
  int32_t number;

  if (!skein_take_i32 (cursor, end, &number) || number < -1)
    return false;

  if (number == -1)
    {
      call->kind = SKEIN_SYSCALL_OUTSIDE;
      return true;
    }

  call->kind = SKEIN_SYSCALL_INSIDE;
  call->number = (uint32_t) number;

  for (unsigned i = 0; i < SKEIN_SYSCALL_N_ARGS; i++)
    {
      if (!skein_take_hex (cursor, end, &call->args[i]))
        return false;
    }

  return true;
}

/**
 * skein_syscall_parse:
 * @text: (array length=length): the file's contents, not terminated
 * @length: how much of @text to look at
 * @ret: (out caller-allocates): the reading
 *
 * Whatever a newer kernel puts after the program counter is ignored.
 *
 * Returns: 0, or -EBADMSG with @ret left alone
 */
int
skein_syscall_parse (const char   *text,
                     size_t        length,
                     SkeinSyscall *ret)
{
  const char *cursor = text;
  const char *end = text + length;
  SkeinSyscall call = { .kind = SKEIN_SYSCALL_RUNNING };

  if (!is_running (text, length) &&
      (!take_call (&cursor, end, &call) ||
       !skein_take_hex (&cursor, end, &call.stack_pointer) ||
       !skein_take_hex (&cursor, end, &call.program_counter)))
    return -EBADMSG;

  *ret = call;

  return 0;
}

/**
 * skein_syscall_read_at:
 * @dir_fd: an open directory: /proc, or one of a process or thread
 * @path: the file relative to it, such as "syscall"
 * @ret: (out caller-allocates): the reading
 *
 * Returns: 0, -ESRCH if the thread is gone, or another negative errno
 */
int
skein_syscall_read_at (int           dir_fd,
                       const char   *path,
                       SkeinSyscall *ret)
{
  char text[SKEIN_SYSCALL_SIZE];
  ssize_t length = skein_read_at (dir_fd, path, text, sizeof text);

  if (length < 0)
    return (int) length;

  return skein_syscall_parse (text, (size_t) length, ret);
}
