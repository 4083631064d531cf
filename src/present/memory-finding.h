/* memory-finding.h - what a part of memory shows, in a sentence or two
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include "present/houses.h"

G_BEGIN_DECLS

/**
 * skein_memory_finding:
 * @report: with the bridges of what is selected
 * @residents: (array): one for each address space of @report, in its order
 * @space: whose region
 * @region: which of it
 *
 * Computed from figures; says nothing about what was not measured.
 *
 * Returns: (transfer full): a title, a line feed, a sentence or two
 */
char *skein_memory_finding (const SkeinMemoryReport *report,
                            const SkeinResident     *residents,
                            uint32_t                 space,
                            uint32_t                 region) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
