/* fuzz-cmdline.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz.h"

#include "proc/cmdline.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GString) cmdline = g_string_new ("before");

  g_assert_cmpint (skein_cmdline_parse ((const char *) data, size, cmdline), ==, 0);
  g_assert_cmpuint (cmdline->len, <=, SKEIN_CMDLINE_MAX);
  g_assert_cmpuint (cmdline->len, ==, strlen (cmdline->str));

  return 0;
}
