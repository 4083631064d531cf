/* memory-report.h - who has which memory: what was read because somebody looks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "model/address-space.h"
#include "model/bridge.h"

G_BEGIN_DECLS

/**
 * SkeinPage:
 * @SKEIN_PAGE_UNTOUCHED: never written or read, or given back: there is nothing
 * @SKEIN_PAGE_OWN: in RAM, and nobody else maps it (bit 56 of pagemap)
 * @SKEIN_PAGE_SHARED: in RAM, and somebody else maps it too
 * @SKEIN_PAGE_SWAPPED: moved out
 * @SKEIN_PAGE_FILE: a flag: it is a page of a file or of shared memory (bit 61)
 *
 * A page of an address space, of `/proc/<pid>/pagemap`.
 */
typedef enum
{
  SKEIN_PAGE_UNTOUCHED,
  SKEIN_PAGE_OWN,
  SKEIN_PAGE_SHARED,
  SKEIN_PAGE_SWAPPED,
  SKEIN_PAGE_FILE = 1 << 4,
} SkeinPage;

/* Of a #SkeinPage, without its flag. */
#define SKEIN_PAGE_STATE(page) ((SkeinPage) ((page) & 3))

/**
 * SkeinPages:
 * @process: whose
 * @start: address of the first page that was read
 * @page_size: bytes of a page
 * @n_pages: length of @pages
 * @n_region: how many the region has; of a very large one only the first are read
 * @n_seen: how many of them, from the first on, were read at least once: a large part takes
 *   several readings of a millisecond each. Of what follows nothing is known yet
 * @pages: a #SkeinPage each
 *
 * Page by page, the part of a region that is drawn.
 */
typedef struct
{
  SkeinTaskKey  process;
  uint64_t      start;
  uint64_t      page_size;
  uint64_t      n_pages;
  uint64_t      n_region;
  uint64_t      n_seen;
  uint8_t      *pages;
} SkeinPages;

/**
 * SkeinMemoryReport:
 * @taken_ns: when its reading began, CLOCK_MONOTONIC
 * @cost_ns: CPU time that it cost the reader, with all that was read since the report before
 * @n_spaces: length of @spaces
 * @spaces: the address spaces that were asked for, in that order. One at which nothing
 *   changed is the one of the report before
 * @n_bridges: length of @bridges
 * @bridges: what they have in common
 * @n_footprints: length of @footprints
 * @footprints: sorted by pid: every process that has been read so far, of those that were
 *   asked for. Each tells when it was read: it may be of some time ago
 * @n_processes: how many processes there are, if all were asked for, or else 0
 * @pages: (nullable): of the region that was asked for
 *
 * Immutable once it is published; may be shared between threads.
 */
typedef struct
{
  gatomicrefcount           refs;
  int64_t                   taken_ns;
  int64_t                   cost_ns;
  uint32_t                  n_spaces;
  uint32_t                  n_bridges;
  uint32_t                  n_footprints;
  uint32_t                  n_processes;
  const SkeinAddressSpace **spaces;
  SkeinBridge              *bridges;
  SkeinFootprint           *footprints;
  SkeinPages               *pages;
} SkeinMemoryReport;

SkeinMemoryReport *skein_memory_report_new   (void) G_GNUC_WARN_UNUSED_RESULT;
SkeinMemoryReport *skein_memory_report_ref   (const SkeinMemoryReport *self);
void               skein_memory_report_unref (const SkeinMemoryReport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinMemoryReport, skein_memory_report_unref)

G_END_DECLS
