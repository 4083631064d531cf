/* fuzz.h - what every fuzz target has
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <glib.h>

/* Called by libFuzzer, or by replay.c. Must not crash, whatever the bytes, and
 * asserts what is true of every reading. */
int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);

/* A parser that fails has to leave what it was given alone: this is what it is
 * given, and how that is found out. */
#define FUZZ_FILL 0x5a

static inline void
fuzz_assert_untouched (const void *memory,
                       size_t      size)
{
  const uint8_t *bytes = memory;

  for (size_t i = 0; i < size; i++)
    g_assert_cmphex (bytes[i], ==, FUZZ_FILL);
}

/* Most parsers fill a struct that owns nothing. */
#define FUZZ_FILL_STRUCT(Type, parse, check) \
  int \
  LLVMFuzzerTestOneInput (const uint8_t *data, \
                          size_t         size) \
  { \
    Type value; \
\
    memset (&value, FUZZ_FILL, sizeof value); \
\
    if (parse ((const char *) data, size, &value) == 0) \
      check (&value); \
    else \
      fuzz_assert_untouched (&value, sizeof value); \
\
    return 0; \
  }
