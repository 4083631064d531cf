/* escape.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "base/escape.h"

#include <stdbool.h>
#include <string.h>

/* These turn the direction of what follows, so that a name could make its
 * neighbours read backwards. */
static bool
turns_text (gunichar character)
{
  return character == 0x061c ||
         (character >= 0x200e && character <= 0x200f) ||
         (character >= 0x202a && character <= 0x202e) ||
         (character >= 0x2066 && character <= 0x2069);
}

static bool
can_be_shown (gunichar character)
{
  GUnicodeType type = g_unichar_type (character);

  return type != G_UNICODE_CONTROL &&
         type != G_UNICODE_LINE_SEPARATOR &&
         type != G_UNICODE_PARAGRAPH_SEPARATOR &&
         !turns_text (character);
}

/* How many bytes of one character may stand as they are; 0: the first byte has
 * to be escaped. */
static size_t
shown_length (const char *bytes,
              size_t      length)
{
  gunichar character;

  if (length == 0)
    return 0;

  if (g_ascii_isprint (*bytes))
    return 1;

  if ((*bytes & 0x80) == 0)
    return 0;

  character = g_utf8_get_char_validated (bytes, (gssize) length);

  if (character == (gunichar) -1 || character == (gunichar) -2 || !can_be_shown (character))
    return 0;

  return (size_t) g_unichar_to_utf8 (character, NULL);
}

/* Whether a backslash before this would be taken for the start of an escape. */
static bool
reads_as_escape (const char *bytes,
                 size_t      length)
{
  return length > 0 && (shown_length (bytes, length) == 0 || strchr ("\\ntrx", *bytes) != NULL);
}

static void
append_escaped (GString *text,
                char     byte)
{
  switch (byte)
    {
    case '\n':
      g_string_append (text, "\\n");
      break;

    case '\t':
      g_string_append (text, "\\t");
      break;

    case '\r':
      g_string_append (text, "\\r");
      break;

    default:
      g_string_append_printf (text, "\\x%02x", (unsigned char) byte);
      break;
    }
}

/**
 * skein_escape_bytes:
 * @bytes: (array length=length): a name, a command line, whatever others chose; not terminated
 * @length: how many
 *
 * Makes text of it that loses nothing and stays in its line. What can be shown
 * stays as it is. Bytes that are not UTF-8, control characters (of Unicode too),
 * line and paragraph separators and what turns the direction of text become \n,
 * \t, \r or, byte by byte, \x1b.
 *
 * A backslash is doubled only where it would otherwise read as the start of one
 * of these (before a backslash, n, t, r, x, or something that is escaped), so
 * that "C:\Windows" stays readable, and yet no two different inputs give the same
 * text.
 *
 * Returns: (transfer full): valid UTF-8 in one line
 */
char *
skein_escape_bytes (const char *bytes,
                    size_t      length)
{
  GString *text = g_string_sized_new (length + 1);

  for (size_t i = 0; i < length;)
    {
      size_t n_shown = shown_length (bytes + i, length - i);

      if (n_shown == 0)
        append_escaped (text, bytes[i]);
      else
        g_string_append_len (text, bytes + i, (gssize) n_shown);

      if (bytes[i] == '\\' && reads_as_escape (bytes + i + 1, length - i - 1))
        g_string_append_c (text, '\\');

      i += MAX (n_shown, 1);
    }

  return g_string_free (text, FALSE);
}
