/* address-space.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "model/address-space.h"

SkeinAddressSpace *
skein_address_space_new_take (const SkeinTaskKey *process,
                              GArray             *regions)
{
  SkeinAddressSpace *self = g_new0 (SkeinAddressSpace, 1);

  g_atomic_ref_count_init (&self->refs);
  self->process = *process;
  self->n_regions = regions->len;
  self->regions = (gpointer) g_array_free (regions, FALSE);

  return self;
}

SkeinAddressSpace *
skein_address_space_ref (const SkeinAddressSpace *self)
{
  SkeinAddressSpace *mutable = (SkeinAddressSpace *) self;

  g_atomic_ref_count_inc (&mutable->refs);

  return mutable;
}

void
skein_address_space_unref (const SkeinAddressSpace *self)
{
  SkeinAddressSpace *mutable = (SkeinAddressSpace *) self;

  if (!g_atomic_ref_count_dec (&mutable->refs))
    return;

  for (uint32_t i = 0; i < mutable->n_regions; i++)
    g_clear_pointer (&mutable->regions[i].name, g_ref_string_release);

  g_free (mutable->regions);
  g_free (mutable);
}

const SkeinRegion *
skein_address_space_find (const SkeinAddressSpace *self,
                          uint64_t                 address)
{
  uint32_t first = 0, last = self->n_regions;

  while (first < last)
    {
      uint32_t middle = first + (last - first) / 2;
      const SkeinRegion *region = &self->regions[middle];

      if (address < region->start)
        last = middle;
      else if (address >= region->end)
        first = middle + 1;
      else
        return region;
    }

  return NULL;
}

void
skein_address_space_sum (const SkeinAddressSpace *self,
                         SkeinFootprint          *ret)
{
  *ret = (SkeinFootprint) { .process = self->process, .read_ns = self->figures_ns, .error = self->error };

  for (uint32_t i = 0; i < self->n_regions; i++)
    {
      const SkeinRegion *region = &self->regions[i];

      if (!region->has_figures)
        continue;

      ret->resident += region->resident;
      ret->pss += region->pss;
      ret->own += region->own;
      ret->swap += region->swap;
    }
}
