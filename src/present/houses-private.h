/* houses-private.h - the steps by which houses are built
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "present/houses.h"

G_BEGIN_DECLS

/**
 * skein_floors_build:
 * @space: of a report
 * @most_floors: so many at most, but for what is opened
 * @joined: (array) (nullable): for each region, whether memory that can be written is
 *   in common with another address space: it is never put together with others
 * @opened: (array length=n_opened) (nullable): addresses within floors to be opened
 *
 * Groups the regions; sums, but writes no words yet.
 *
 * Returns: (transfer full) (element-type SkeinFloor)
 */
GArray *skein_floors_build (const SkeinAddressSpace *space,
                            uint32_t                 most_floors,
                            const bool              *joined,
                            const uint64_t          *opened,
                            size_t                   n_opened) G_GNUC_WARN_UNUSED_RESULT;

/* Whether nobody may touch it. */
bool skein_region_is_guard (const SkeinRegion *region);

/* The first floor of regions up to @region that may contain it; SKEIN_HOUSES_NONE: none. */
uint32_t skein_house_floor_of_region (const SkeinHouse *house,
                                      uint32_t          region);

/* Gives each floor its row: floors that are joined, or the same thing, get the same one. */
void skein_houses_align (SkeinHouses *self);

/* Writes titles, figures, details, and what lies between floors. */
void skein_house_write (SkeinHouses *self,
                        uint32_t     house,
                        const SkeinResident *resident);

G_END_DECLS
