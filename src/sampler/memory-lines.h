/* memory-lines.h - regions, of the kernel's text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include "model/region.h"

G_BEGIN_DECLS

/**
 * skein_memory_lines_read_maps:
 * @dir_fd: folder of a process
 * @ret: (out) (transfer full) (element-type SkeinRegion): its regions, in the order of their
 *   addresses, without overlap; kinds are not told yet
 *
 * Returns: 0, or a negative errno
 */
int skein_memory_lines_read_maps (int      dir_fd,
                                  GArray **ret) G_GNUC_WARN_UNUSED_RESULT;

/* The same of smaps, with all figures. */
int skein_memory_lines_read_smaps (int      dir_fd,
                                   GArray **ret) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
