/* memory-report.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "model/memory-report.h"

SkeinMemoryReport *
skein_memory_report_new (void)
{
  SkeinMemoryReport *self = g_new0 (SkeinMemoryReport, 1);

  g_atomic_ref_count_init (&self->refs);

  return self;
}

SkeinMemoryReport *
skein_memory_report_ref (const SkeinMemoryReport *self)
{
  SkeinMemoryReport *mutable = (SkeinMemoryReport *) self;

  g_atomic_ref_count_inc (&mutable->refs);

  return mutable;
}

static void
pages_free (SkeinPages *pages)
{
  if (pages == NULL)
    return;

  g_free (pages->pages);
  g_free (pages);
}

void
skein_memory_report_unref (const SkeinMemoryReport *self)
{
  SkeinMemoryReport *mutable = (SkeinMemoryReport *) self;

  if (!g_atomic_ref_count_dec (&mutable->refs))
    return;

  for (uint32_t i = 0; i < mutable->n_spaces; i++)
    skein_address_space_unref (mutable->spaces[i]);

  for (uint32_t i = 0; i < mutable->n_bridges; i++)
    skein_bridge_clear (&mutable->bridges[i]);

  g_free (mutable->spaces);
  g_free (mutable->bridges);
  g_free (mutable->footprints);
  pages_free (mutable->pages);
  g_free (mutable);
}
