/* fuzz-comm.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz.h"

#include "proc/comm.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  char comm[SKEIN_COMM_SIZE];

  memset (comm, FUZZ_FILL, sizeof comm);

  if (skein_comm_parse ((const char *) data, size, comm) == 0)
    g_assert_nonnull (memchr (comm, '\0', sizeof comm));
  else
    fuzz_assert_untouched (comm, sizeof comm);

  return 0;
}
