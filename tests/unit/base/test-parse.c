/* test-parse.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "base/parse.h"

#include <string.h>

typedef struct
{
  const char *name;
  const char *text;
  bool        works;
  int64_t     value;
  const char *rest;
} Case;

static const Case unsigned_cases[] = {
  { "empty", "", false, 0, NULL },
  { "blanks", "  \t", false, 0, NULL },
  { "word", "x", false, 0, NULL },
  { "negative", "-1", false, 0, NULL },
  { "plus", "+1", false, 0, NULL },
  { "newline-first", "\n1", false, 0, NULL },
  { "zero", "0", true, 0, "" },
  { "blanks-first", " \t 12 34", true, 12, " 34" },
  { "leading-zeros", "00000000000000000000000012", true, 12, "" },
  { "stops-at-letter", "12ab", true, 12, "ab" },
  { "largest", "18446744073709551615,", true, (int64_t) UINT64_MAX, "," },
  { "one-too-large", "18446744073709551616", false, 0, NULL },
  { "far-too-large", "99999999999999999999999999", false, 0, NULL },
};

static const Case signed_cases[] = {
  { "empty", "", false, 0, NULL },
  { "only-sign", "-", false, 0, NULL },
  { "two-signs", "--1", false, 0, NULL },
  { "sign-blank", "- 1", false, 0, NULL },
  { "positive", " 1", true, 1, "" },
  { "negative", " -1 2", true, -1, " 2" },
  { "negative-zero", "-0", true, 0, "" },
  { "largest", "9223372036854775807", true, INT64_MAX, "" },
  { "too-large", "9223372036854775808", false, 0, NULL },
  { "smallest", "-9223372036854775808", true, INT64_MIN, "" },
  { "too-small", "-9223372036854775809", false, 0, NULL },
};

static const Case unsigned_32_cases[] = {
  { "empty", "", false, 0, NULL },
  { "largest", "4294967295 1", true, UINT32_MAX, " 1" },
  { "too-large", "4294967296", false, 0, NULL },
};

static const Case signed_32_cases[] = {
  { "empty", "", false, 0, NULL },
  { "largest", "2147483647", true, INT32_MAX, "" },
  { "too-large", "2147483648", false, 0, NULL },
  { "smallest", "-2147483648", true, INT32_MIN, "" },
  { "too-small", "-2147483649", false, 0, NULL },
};

static const Case hex_cases[] = {
  { "empty", "", false, 0, NULL },
  { "only-prefix", "0x", false, 0, NULL },
  { "word", "xyz", false, 0, NULL },
  { "zero", "0", true, 0, "" },
  { "prefix", " 0x1f 2", true, 0x1f, " 2" },
  { "no-prefix", "DeadBeef-", true, 0xdeadbeef, "-" },
  { "largest", "0xffffffffffffffff", true, (int64_t) UINT64_MAX, "" },
  { "too-large", "0x10000000000000000", false, 0, NULL },
  { "leading-zeros", "000000000000000000000001", true, 1, "" },
};

static void
check (const Case *c,
       const char *text,
       const char *cursor,
       bool        works,
       int64_t     value)
{
  g_assert_cmpint (works, ==, c->works);

  if (!works)
    {
      g_assert_true (cursor == text); /* left alone */
      g_assert_cmpint (value, ==, 7);
      return;
    }

  g_assert_cmpint (value, ==, c->value);
  g_assert_cmpuint ((size_t) (cursor - text), ==, strlen (c->text) - strlen (c->rest));
}

/* Each is given memory that ends where the text does, for a sanitizer to watch. */
#define DEFINE_TEST(test, take, Type) \
  static void \
  test (gconstpointer data) \
  { \
    const Case *c = data; \
    size_t length = strlen (c->text); \
    g_autofree char *text = g_malloc (MAX (length, 1)); \
    const char *cursor = text; \
    Type value = 7; \
    bool works; \
\
    memcpy (text, c->text, length); \
    works = take (&cursor, text + length, &value); \
    check (c, text, cursor, works, (int64_t) value); \
  }

DEFINE_TEST (test_u64, skein_take_u64, uint64_t)
DEFINE_TEST (test_u32, skein_take_u32, uint32_t)
DEFINE_TEST (test_i64, skein_take_i64, int64_t)
DEFINE_TEST (test_i32, skein_take_i32, int32_t)
DEFINE_TEST (test_hex, skein_take_hex, uint64_t)

static void
test_skip_fields (void)
{
  const char *text = " one\t -\xff\x80  x\nfour";
  const char *end = text + strlen (text);
  const char *cursor = text;

  g_assert_true (skein_skip_fields (&cursor, end, 0));
  g_assert_true (cursor == text);
  g_assert_false (skein_skip_fields (&cursor, end, 4)); /* the newline ends it */
  g_assert_true (cursor == text);
  g_assert_true (skein_skip_fields (&cursor, end, 2));
  g_assert_cmpstr (cursor, ==, "  x\nfour");
  g_assert_true (skein_skip_fields (&cursor, end, 1));
  g_assert_cmpstr (cursor, ==, "\nfour");
  g_assert_false (skein_skip_fields (&cursor, end, 1));
  g_assert_cmpstr (cursor, ==, "\nfour");
}

static void
test_take_byte (void)
{
  const char *text = "a:";
  const char *cursor = text;

  g_assert_false (skein_take_byte (&cursor, text + 1, ':'));
  g_assert_true (skein_take_byte (&cursor, text + 1, 'a'));
  g_assert_false (skein_take_byte (&cursor, text + 1, ':')); /* behind the end */
  g_assert_true (cursor == text + 1);
}

static void
test_take_line (void)
{
  const char *text = "one\n\nlast";
  const char *end = text + strlen (text);
  const char *cursor = text;
  const char *line;
  const char *line_end;

  g_assert_true (skein_take_line (&cursor, end, &line, &line_end));
  g_assert_cmpmem (line, line_end - line, "one", 3);
  g_assert_true (skein_take_line (&cursor, end, &line, &line_end));
  g_assert_true (line == line_end);
  g_assert_true (skein_take_line (&cursor, end, &line, &line_end));
  g_assert_cmpmem (line, line_end - line, "last", 4);
  g_assert_false (skein_take_line (&cursor, end, &line, &line_end));

  cursor = text;
  g_assert_true (skein_take_line (&cursor, text + 4, &line, &line_end));
  g_assert_false (skein_take_line (&cursor, text + 4, &line, &line_end));
}

static void
test_take_key (void)
{
  const char *lines[] = { "Name:\tbash", " a b  :  1:2", "none", ":", " :x", "" };
  const char *keys[] = { "Name", "a b", NULL, NULL, NULL, NULL };
  const char *rests[] = { "\tbash", "  1:2", "none", ":", " :x", "" };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      const char *cursor = lines[i];
      const char *key;
      size_t length;

      g_assert_cmpint (skein_take_key (&cursor, lines[i] + strlen (lines[i]), &key, &length), ==, keys[i] != NULL);
      g_assert_cmpstr (cursor, ==, rests[i]);

      if (keys[i] != NULL)
        g_assert_cmpmem (key, length, keys[i], strlen (keys[i]));
    }
}

#define add_cases(prefix, cases, function) \
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) \
    { \
      g_autofree char *case_path = g_strconcat (prefix "/", cases[i].name, NULL); \
\
      g_test_add_data_func (case_path, &cases[i], function); \
    }

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add_cases ("/parse/u64", unsigned_cases, test_u64);
  add_cases ("/parse/u32", unsigned_32_cases, test_u32);
  add_cases ("/parse/i64", signed_cases, test_i64);
  add_cases ("/parse/i32", signed_32_cases, test_i32);
  add_cases ("/parse/hex", hex_cases, test_hex);
  g_test_add_func ("/parse/skip-fields", test_skip_fields);
  g_test_add_func ("/parse/take-byte", test_take_byte);
  g_test_add_func ("/parse/take-line", test_take_line);
  g_test_add_func ("/parse/take-key", test_take_key);

  return g_test_run ();
}
