/* statm.h - how much memory a process has
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stddef.h>
#include <stdint.h>

#include <glib.h>

G_BEGIN_DECLS

/* Room for a whole file: seven 64-bit numbers, each followed by a space or a newline. */
#define SKEIN_STATM_SIZE (7 * 21)

/**
 * SkeinStatm:
 * @size_pages: address space
 * @resident_pages: what of it is in RAM
 * @shared_pages: what of that belongs to files and shared memory
 *
 * One reading of `/proc/<pid>/statm`, in pages of sysconf (_SC_PAGESIZE). All are
 * 0 for kernel threads and zombies.
 */
typedef struct
{
  uint64_t size_pages;
  uint64_t resident_pages;
  uint64_t shared_pages;
} SkeinStatm;

int skein_statm_parse   (const char *text,
                         size_t      length,
                         SkeinStatm *ret) G_GNUC_WARN_UNUSED_RESULT;
int skein_statm_read_at (int         dir_fd,
                         const char *path,
                         SkeinStatm *ret) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
