/* fuzz-parse.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz.h"

#include "base/parse.h"

typedef struct
{
  const char *start;
  const char *end;
  const char *cursor;
} Text;

/* Never behind the end; and what fails takes nothing, what works takes something. */
static void
check (Text *text,
       bool  works)
{
  g_assert_true (text->cursor <= text->end);
  g_assert_true (works == (text->cursor > text->start));
  text->cursor = text->start;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  Text text = { (const char *) data, (const char *) data + size, (const char *) data };
  uint64_t u64;
  uint32_t u32;
  int64_t i64;
  int32_t i32;
  const char *part;
  const char *part_end;
  size_t length;

  check (&text, skein_take_u64 (&text.cursor, text.end, &u64));
  check (&text, skein_take_u32 (&text.cursor, text.end, &u32));
  check (&text, skein_take_i64 (&text.cursor, text.end, &i64));
  check (&text, skein_take_i32 (&text.cursor, text.end, &i32));
  check (&text, skein_take_hex (&text.cursor, text.end, &u64));
  check (&text, skein_take_byte (&text.cursor, text.end, ' '));
  check (&text, skein_skip_fields (&text.cursor, text.end, 3));
  check (&text, skein_take_line (&text.cursor, text.end, &part, &part_end));
  check (&text, skein_take_key (&text.cursor, text.end, &part, &length));

  return 0;
}
