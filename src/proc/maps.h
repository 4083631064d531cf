/* maps.h - the regions of an address space
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

G_BEGIN_DECLS

/* More than a kernel writes of as many regions as it allows by default (65530). */
#define SKEIN_MAPS_LIMIT (64U << 20)

/**
 * SkeinMapsLine:
 * @start: first address
 * @end: first address behind it
 * @offset: where in the file it begins, in bytes
 * @device: of the file, as makedev() makes it; 0 for none
 * @inode: of the file; 0 for none
 * @can_read: whether it may be read
 * @can_write: written
 * @can_execute: executed
 * @is_shared: what is written is seen by all who map the file; else the writer gets a copy
 * @name: (nullable): path of the file, or what the kernel calls the region: bytes of the
 *   text that was parsed, not terminated; see skein_maps_unescape()
 * @name_length: its length
 *
 * One line of `/proc/<pid>/maps`, or the first of a region in `smaps`. It needs the right to
 * trace the process for reading (-EACCES otherwise). Of a kernel thread, and of a process that
 * has ended, there are none.
 */
typedef struct
{
  uint64_t    start;
  uint64_t    end;
  uint64_t    offset;
  uint64_t    device;
  uint64_t    inode;
  bool        can_read;
  bool        can_write;
  bool        can_execute;
  bool        is_shared;
  const char *name;
  size_t      name_length;
} SkeinMapsLine;

int    skein_maps_parse_line (const char    *line,
                              size_t         length,
                              SkeinMapsLine *ret) G_GNUC_WARN_UNUSED_RESULT;
int    skein_maps_parse      (const char    *text,
                              size_t         length,
                              GArray        *ret) G_GNUC_WARN_UNUSED_RESULT;
size_t skein_maps_unescape   (const char    *name,
                              size_t         length,
                              char          *ret);

G_END_DECLS
