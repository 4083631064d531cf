/* fuzz-cores.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz.h"

#include "proc/cores.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_auto (SkeinCores) cores;
  int result;

  skein_cores_init (&cores);
  cores.n_switches = FUZZ_FILL;
  result = skein_cores_parse ((const char *) data, size, &cores);

  if (result == 0)
    g_assert_cmpuint (cores.cores->len, >, 0);
  else
    g_assert_cmpuint (cores.cores->len + cores.n_switches, ==, FUZZ_FILL);

  for (guint i = 1; i < cores.cores->len; i++)
    g_assert_cmpuint (g_array_index (cores.cores, SkeinCoreTicks, i - 1).core, <,
                      g_array_index (cores.cores, SkeinCoreTicks, i).core);

  return 0;
}
