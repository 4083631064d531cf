/* cmdline.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "proc/cmdline.h"

#include "base/readat.h"

/**
 * skein_cmdline_parse:
 * @text: (array length=length): the file's contents, not terminated
 * @length: how much of @text to look at
 * @ret: (inout): a string; its contents are replaced, its memory is used again
 *
 * Puts a space where the file has a zero between two arguments, and drops the
 * zeros at the end: programs that write a title over their arguments leave many
 * there. All other bytes stay as they are, so the text may be of no encoding. It
 * is empty for kernel threads and zombies.
 *
 * Returns: 0: nothing can be wrong with a command line
 */
int
skein_cmdline_parse (const char *text,
                     size_t      length,
                     GString    *ret)
{
  length = MIN (length, SKEIN_CMDLINE_MAX);

  while (length > 0 && text[length - 1] == '\0')
    length--;

  g_string_truncate (ret, 0);
  g_string_append_len (ret, text, (gssize) length);

  for (size_t i = 0; i < length; i++)
    {
      if (ret->str[i] == '\0')
        ret->str[i] = ' ';
    }

  return 0;
}

/**
 * skein_cmdline_read_at:
 * @dir_fd: an open directory: /proc, or one of a process
 * @path: the file relative to it, such as "cmdline"
 * @ret: (inout): a string; its contents are replaced, its memory is used again
 *
 * The arguments lie in the memory of the process: the kernel may have to wait for
 * it, so read this once and not at every sample. After a failure @ret is left alone.
 *
 * Returns: 0, -ESRCH if the process is gone, or another negative errno
 */
int
skein_cmdline_read_at (int         dir_fd,
                       const char *path,
                       GString    *ret)
{
  char text[SKEIN_CMDLINE_MAX];
  ssize_t length = skein_read_at (dir_fd, path, text, sizeof text);

  if (length < 0)
    return (int) length;

  return skein_cmdline_parse (text, (size_t) length, ret);
}
