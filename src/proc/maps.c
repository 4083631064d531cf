/* maps.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "proc/maps.h"

#include "base/parse.h"

#include <errno.h>
#include <string.h>
#include <sys/sysmacros.h>

/* The only byte of a path that the kernel escapes here. */
#define NEWLINE "\\012"

static bool
take_flag (const char **cursor,
           const char  *end,
           char         set,
           char         unset,
           bool        *ret)
{
  *ret = skein_take_byte (cursor, end, set);

  return *ret || skein_take_byte (cursor, end, unset);
}

static bool
take_access (const char   **cursor,
             const char    *end,
             SkeinMapsLine *line)
{
  return skein_take_byte (cursor, end, ' ') &&
         take_flag (cursor, end, 'r', '-', &line->can_read) &&
         take_flag (cursor, end, 'w', '-', &line->can_write) &&
         take_flag (cursor, end, 'x', '-', &line->can_execute) &&
         take_flag (cursor, end, 's', 'p', &line->is_shared);
}

static bool
take_device (const char **cursor,
             const char  *end,
             uint64_t    *ret)
{
  uint64_t major_number, minor_number;

  if (!skein_take_hex (cursor, end, &major_number) || major_number > UINT32_MAX ||
      !skein_take_byte (cursor, end, ':') ||
      !skein_take_hex (cursor, end, &minor_number) || minor_number > UINT32_MAX)
    return false;

  *ret = makedev ((unsigned) major_number, (unsigned) minor_number);

  return true;
}

/* All up to the end of the line: blanks may be part of it, also at its end. */
static void
take_name (const char    *cursor,
           const char    *end,
           SkeinMapsLine *line)
{
  while (cursor < end && *cursor == ' ')
    cursor++;

  line->name = cursor < end ? cursor : NULL;
  line->name_length = (size_t) (end - cursor);
}

/**
 * skein_maps_parse_line:
 * @line: (array length=length): a line without its newline, not terminated
 * @length: its length
 * @ret: (out caller-allocates): the reading; its name points into @line
 *
 * Returns: 0, or -EBADMSG with @ret left alone
 */
int
skein_maps_parse_line (const char    *line,
                       size_t         length,
                       SkeinMapsLine *ret)
{
  const char *cursor = line;
  const char *end = line + length;
  SkeinMapsLine found = { 0 };

  if (!skein_take_hex (&cursor, end, &found.start) ||
      !skein_take_byte (&cursor, end, '-') ||
      !skein_take_hex (&cursor, end, &found.end) ||
      found.end < found.start ||
      !take_access (&cursor, end, &found) ||
      !skein_take_hex (&cursor, end, &found.offset) ||
      !take_device (&cursor, end, &found.device) ||
      !skein_take_u64 (&cursor, end, &found.inode) ||
      (cursor < end && *cursor != ' '))
    return -EBADMSG;

  take_name (cursor, end, &found);
  *ret = found;

  return 0;
}

/**
 * skein_maps_parse:
 * @text: (array length=length): the file's contents, not terminated
 * @length: how much of @text to look at
 * @ret: (inout): an array of #SkeinMapsLine; its contents are replaced, its memory is used
 *   again. Their names point into @text
 *
 * A last line without a newline is cut off: half a path would pass for one. No regions
 * at all are no mistake.
 *
 * Returns: 0, or -EBADMSG with @ret empty
 */
int
skein_maps_parse (const char *text,
                  size_t      length,
                  GArray     *ret)
{
  const char *cursor = text;
  const char *end = text + length;
  const char *line;
  const char *line_end;

  g_array_set_size (ret, 0);

  while (skein_take_line (&cursor, end, &line, &line_end))
    {
      SkeinMapsLine found;

      if (line_end == end || skein_maps_parse_line (line, (size_t) (line_end - line), &found) < 0)
        {
          g_array_set_size (ret, 0);
          return -EBADMSG;
        }

      g_array_append_val (ret, found);
    }

  return 0;
}

/**
 * skein_maps_unescape:
 * @name: (array length=length): the name of a #SkeinMapsLine
 * @length: its length
 * @ret: (out caller-allocates) (array length=length): where to put it; not terminated. May be @name
 *
 * Undoes the one escape there is: \012 for a newline. That a name contains just these
 * four bytes itself cannot be told, since the kernel does not escape the backslash.
 *
 * Returns: its length, at most @length
 */
size_t
skein_maps_unescape (const char *name,
                     size_t      length,
                     char       *ret)
{
  size_t escape_length = strlen (NEWLINE);
  size_t n = 0;

  for (size_t i = 0; i < length; n++)
    {
      bool is_escape = length - i >= escape_length && memcmp (name + i, NEWLINE, escape_length) == 0;

      ret[n] = is_escape ? '\n' : name[i];
      i += is_escape ? escape_length : 1;
    }

  return n;
}
