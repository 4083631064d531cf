/* fuzz-maps.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz.h"

#include "proc/maps.h"

static void
check (const SkeinMapsLine *line,
       const char          *text,
       size_t               size)
{
  g_autofree char *name = g_malloc (line->name_length);

  g_assert_cmpuint (line->start, <=, line->end);
  g_assert_true ((line->name == NULL) == (line->name_length == 0));
  g_assert_true (line->name == NULL || (line->name > text && line->name + line->name_length < text + size));
  g_assert_cmpuint (skein_maps_unescape (line->name, line->name_length, name), <=, line->name_length);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (SkeinMapsLine));
  SkeinMapsLine line;

  if (skein_maps_parse ((const char *) data, size, lines) < 0)
    g_assert_cmpuint (lines->len, ==, 0);

  for (guint i = 0; i < lines->len; i++)
    check (&g_array_index (lines, SkeinMapsLine, i), (const char *) data, size);

  memset (&line, FUZZ_FILL, sizeof line);

  if (skein_maps_parse_line ((const char *) data, size, &line) < 0)
    fuzz_assert_untouched (&line, sizeof line);

  return 0;
}
