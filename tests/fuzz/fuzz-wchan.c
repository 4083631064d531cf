/* fuzz-wchan.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz.h"

#include "proc/wchan.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  char wchan[SKEIN_WCHAN_SIZE];

  memset (wchan, FUZZ_FILL, sizeof wchan);

  if (skein_wchan_parse ((const char *) data, size, wchan) == 0)
    g_assert_true (memchr (wchan, '\0', sizeof wchan) != NULL && g_utf8_validate (wchan, -1, NULL));
  else
    fuzz_assert_untouched (wchan, sizeof wchan);

  return 0;
}
