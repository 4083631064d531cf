/* test-escape.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "base/escape.h"

#include <stdbool.h>
#include <string.h>

typedef struct
{
  const char *name;
  const char *bytes;
  size_t      length;
  const char *text;
} Case;

#define BYTES(bytes) bytes, sizeof bytes - 1

static const Case cases[] = {
  { "empty", BYTES (""), "" },
  { "ascii", BYTES ("kworker/u8:1 (a) ~"), "kworker/u8:1 (a) ~" },
  { "letters", BYTES ("a\303\247 \342\206\222 \360\237\247\266"), "a\303\247 \342\206\222 \360\237\247\266" },
  { "controls", BYTES ("\n\t\r\x1b[1m\x7f"), "\\n\\t\\r\\x1b[1m\\x7f" },
  { "zero", BYTES ("a\0b"), "a\\x00b" },
  { "latin-1", BYTES ("caf\xe9"), "caf\\xe9" },
  { "cut-letter", BYTES ("a\xe2\x86"), "a\\xe2\\x86" },
  { "overlong", BYTES ("\xc0\xaf"), "\\xc0\\xaf" },
  { "surrogate", BYTES ("\xed\xa0\x80"), "\\xed\\xa0\\x80" },
  { "c1-control", BYTES ("\xc2\x9b"), "\\xc2\\x9b" },
  { "line-separator", BYTES ("\xe2\x80\xa8"), "\\xe2\\x80\\xa8" },
  { "turns-text", BYTES ("a\342\200\256b"), "a\\xe2\\x80\\xaeb" },
  { "isolates-text", BYTES ("\xe2\x81\xa6"), "\\xe2\\x81\\xa6" },
  { "joiner-stays", BYTES ("\xe2\x80\x8d"), "\xe2\x80\x8d" },
  { "backslash-alone", BYTES ("C:\\Windows\\"), "C:\\Windows\\" },
  { "backslash-n", BYTES ("back\\nslash"), "back\\\\nslash" },
  { "backslash-x", BYTES ("\\x1b"), "\\\\x1b" },
  { "backslash-newline", BYTES ("\\\n"), "\\\\\\n" },
  { "backslash-letter", BYTES ("\\\303\247"), "\\\303\247" },
  { "two-backslashes", BYTES ("\\\\"), "\\\\\\" },
};

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autofree char *exact = g_malloc (MAX (c->length, 1)); /* for a sanitizer to watch */
  g_autofree char *text = NULL;

  memcpy (exact, c->bytes, c->length);
  text = skein_escape_bytes (exact, c->length);
  g_assert_cmpstr (text, ==, c->text);
}

/* What skein_escape_bytes() promises can be undone; only the test needs to. */
static GByteArray *
unescape (const char *text)
{
  GByteArray *bytes = g_byte_array_new ();

  for (const char *p = text; *p != '\0'; p++)
    {
      guint8 byte = (guint8) *p;

      if (*p == '\\' && p[1] != '\0' && strchr ("\\ntrx", p[1]) != NULL)
        {
          p++;
          byte = (guint8) *p;

          if (*p == 'n')
            byte = '\n';
          else if (*p == 't')
            byte = '\t';
          else if (*p == 'r')
            byte = '\r';
          else if (*p == 'x')
            {
              byte = (guint8) (g_ascii_xdigit_value (p[1]) << 4 | g_ascii_xdigit_value (p[2]));
              p += 2;
            }
        }

      g_byte_array_append (bytes, &byte, 1);
    }

  return bytes;
}

static void
test_loses_nothing (void)
{
  const char *pieces[] = { "a", "n", "x", "1b", "\\", "\n", "\x1b", "\xff", "\303", "\247", "\303\247", " " };
  g_autoptr (GRand) rand = g_rand_new_with_seed (20);

  for (int i = 0; i < 20000; i++)
    {
      g_autoptr (GString) bytes = g_string_new (NULL);
      g_autoptr (GByteArray) back = NULL;
      g_autofree char *text = NULL;

      for (int n = g_rand_int_range (rand, 0, 8); n > 0; n--)
        g_string_append (bytes, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);

      text = skein_escape_bytes (bytes->str, bytes->len);
      g_assert_true (g_utf8_validate (text, -1, NULL));
      g_assert_null (strpbrk (text, "\n\x1b"));

      back = unescape (text);
      g_assert_cmpmem (back->data, back->len, bytes->str, bytes->len);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/escape/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }

  g_test_add_func ("/escape/loses-nothing", test_loses_nothing);

  return g_test_run ();
}
