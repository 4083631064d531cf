/* fuzz-escape.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz.h"

#include "base/escape.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = skein_escape_bytes ((const char *) data, size);

  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpuint (strlen (text), >=, size);
  g_assert_null (strpbrk (text, "\n\r\t\x1b"));

  return 0;
}
