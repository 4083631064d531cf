/* fuzz-smaps.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz.h"

#include "proc/smaps.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GArray) regions = g_array_new (FALSE, FALSE, sizeof (SkeinSmapsRegion));
  SkeinSmapsFigures figures;

  if (skein_smaps_parse ((const char *) data, size, regions) < 0)
    g_assert_cmpuint (regions->len, ==, 0);

  for (guint i = 0; i < regions->len; i++)
    {
      const SkeinSmapsRegion *region = &g_array_index (regions, SkeinSmapsRegion, i);

      g_assert_cmpuint (region->line.start, <=, region->line.end);
      g_assert_cmpuint (region->figures.rss_kib, <=, UINT64_MAX / 1024); /* so that it fits as bytes */
    }

  memset (&figures, FUZZ_FILL, sizeof figures);

  if (skein_smaps_rollup_parse ((const char *) data, size, &figures) < 0)
    fuzz_assert_untouched (&figures, sizeof figures);

  return 0;
}
