/* tasklist.h - which processes exist, and which threads a process has
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sys/types.h>

#include <glib.h>

G_BEGIN_DECLS

int skein_tasklist_read    (int         fd,
                            GArray     *ret) G_GNUC_WARN_UNUSED_RESULT;
int skein_tasklist_read_at (int         dir_fd,
                            const char *path,
                            GArray     *ret) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
