/* page-map.h - the pages of a region as cells of a grid, and how they became its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "model/memory-report.h"

G_BEGIN_DECLS

/**
 * SkeinPageCell:
 * @own: pages that nobody else maps
 * @shared: pages that somebody else maps too
 * @swapped: pages that were moved out
 * @untouched: there is nothing
 * @unseen: not read yet: nothing is known of them
 * @file: of @own and @shared those of a file or of shared memory
 *
 * How many pages of each kind a cell stands for.
 */
typedef struct
{
  uint32_t own;
  uint32_t shared;
  uint32_t swapped;
  uint32_t untouched;
  uint32_t unseen;
  uint32_t file;
} SkeinPageCell;

/**
 * SkeinPageMap:
 * @process: whose
 * @start: address of the first page
 * @page_size: bytes of a page
 * @n_pages: how many
 * @n_region: how many the region has: those after the first @n_pages are not shown
 * @n_known: the first so many were read at least once
 * @total: of all pages; sums to @n_pages
 * @pages_per_cell: a power of two: 1 where all fit
 * @n_cells: length of @cells
 * @cells: of the pages in their order; the last one may have fewer
 *
 * Counted once for each reading, not for each frame.
 */
typedef struct
{
  SkeinTaskKey   process;
  uint64_t       start;
  uint64_t       page_size;
  uint64_t       n_pages;
  uint64_t       n_region;
  uint64_t       n_known;
  SkeinPageCell  total;
  uint32_t       pages_per_cell;
  uint32_t       n_cells;
  SkeinPageCell *cells;

  /*< private >*/
  uint8_t       *pages;
  uint32_t       most_cells;
} SkeinPageMap;

/* With no pages. */
SkeinPageMap *skein_page_map_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void          skein_page_map_free (SkeinPageMap *self);

/**
 * skein_page_map_update:
 * @pages: (nullable): of a report; copied. %NULL: none are known
 *
 * Pages that were never read are told apart from those read before, as long as the
 * same part of the same process is looked at.
 *
 * Returns: true if another part is looked at than before, so that its past is another's
 */
bool skein_page_map_update (SkeinPageMap     *self,
                            const SkeinPages *pages);

/* Chooses how many pages are a cell, so that there are at most @most_cells. */
void skein_page_map_arrange (SkeinPageMap *self,
                             uint32_t      most_cells);

/* "1 cell = 32 pages, 131.1 kB"; above it, of a region that is too large, how much of it is shown. */
char *skein_page_map_dup_scale (const SkeinPageMap *self) G_GNUC_WARN_UNUSED_RESULT;

/* Of a hover: its addresses, and its pages in words; several lines. */
char *skein_page_map_dup_cell_text (const SkeinPageMap *self,
                                    uint32_t            cell) G_GNUC_WARN_UNUSED_RESULT;

/* One sentence on all pages: "7,800 its own, 8,100 shared, 484 never touched"; of a region that
 * is too large, of how much of it. */
char *skein_page_map_dup_summary (const SkeinPageMap *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinPageMap, skein_page_map_free)

#define SKEIN_PAGE_PAST_LENGTH 600

/* How many pages were its own, and how many shared, at one time. */
typedef struct
{
  int64_t  time_ns;
  uint64_t own;
  uint64_t shared;
} SkeinPagePoint;

/**
 * SkeinPagePast:
 * @n: how many points there are
 * @first: place of the oldest
 *
 * The newest points, the oldest of more goes.
 */
typedef struct
{
  uint32_t       n;
  uint32_t       first;
  SkeinPagePoint points[SKEIN_PAGE_PAST_LENGTH];
} SkeinPagePast;

static inline void
skein_page_past_clear (SkeinPagePast *self)
{
  self->n = 0;
  self->first = 0;
}

/* @time_ns: later than all before; one that is not is left out. */
void skein_page_past_add (SkeinPagePast *self,
                          int64_t        time_ns,
                          uint64_t       own,
                          uint64_t       shared);

/* The @index-th, from the oldest on. */
static inline const SkeinPagePoint *
skein_page_past_get (const SkeinPagePast *self,
                     uint32_t             index)
{
  return &self->points[(self->first + index) % SKEIN_PAGE_PAST_LENGTH];
}

G_END_DECLS
