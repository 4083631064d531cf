/* ring.h - the memory in which the kernel leaves records, and we pick them up
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

G_BEGIN_DECLS

struct perf_event_mmap_page;

/**
 * SkeinRing:
 * @page: where kernel and reader say how far they are
 * @data: the records
 * @size: of @data, a power of two
 *
 * One ring of perf_event_open(): the kernel writes at the head, we read at the
 * tail. What we have not read yet the kernel never overwrites; it counts what it
 * could not write instead.
 */
typedef struct
{
  struct perf_event_mmap_page *page;
  uint8_t                     *data;
  size_t                       size;

  /*< private >*/
  size_t                       mapped;
  uint8_t                     *joined;
} SkeinRing;

/**
 * SkeinRingRead:
 * @record: (array length=length): one whole record, header first; valid during the call
 */
typedef void (*SkeinRingRead) (const void *record,
                               size_t      length,
                               void       *data);

/**
 * skein_ring_map:
 * @fd: an event; stays the caller's, and may be closed while the ring is mapped
 * @largest: how many bytes it should hold; rounded down to what a ring can have
 * @smallest: how many it must hold
 *
 * Where the limit of locked memory (perf_event_mlock_kb and RLIMIT_MEMLOCK) asks
 * for it, the ring becomes smaller than @largest.
 *
 * Returns: 0, or a negative errno: -EPERM: not even @smallest may be locked
 */
int skein_ring_map (SkeinRing *self,
                    int        fd,
                    size_t     largest,
                    size_t     smallest) G_GNUC_WARN_UNUSED_RESULT;

/**
 * skein_ring_wrap:
 * @page: the caller's
 * @data: the caller's, aligned to 8 bytes
 * @size: of @data; a power of two, at least 8
 *
 * Reads memory that is laid out like a mapped ring.
 */
void skein_ring_wrap (SkeinRing                   *self,
                      struct perf_event_mmap_page *page,
                      void                        *data,
                      size_t                       size);

/* Unmaps it. */
void skein_ring_clear (SkeinRing *self);

/**
 * skein_ring_read:
 * @read: called for each record
 * @ret_bytes: (out): how much there was, to judge how full the ring becomes
 *
 * Reads all that the kernel has written and gives the room back.
 *
 * Returns: 0; -EBADMSG: what is there makes no sense, and all of it was dropped
 */
int skein_ring_read (SkeinRing     *self,
                     SkeinRingRead  read,
                     void          *data,
                     size_t        *ret_bytes) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
