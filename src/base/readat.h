/* readat.h - a file of the kernel, read relative to a directory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stddef.h>
#include <sys/types.h>

#include <glib.h>

G_BEGIN_DECLS

/* What is gone is said in one way, -ESRCH: the kernel says ENOENT when a process
 * has ended before an open, and ESRCH when it ends between open and read. */

ssize_t skein_read_at       (int         dir_fd,
                             const char *path,
                             char       *buffer,
                             size_t      size) G_GNUC_WARN_UNUSED_RESULT;
ssize_t skein_read_again    (int         fd,
                             char       *buffer,
                             size_t      size) G_GNUC_WARN_UNUSED_RESULT;
int     skein_read_whole_at (int         dir_fd,
                             const char *path,
                             size_t      limit,
                             GByteArray *ret) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
