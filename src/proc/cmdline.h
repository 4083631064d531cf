/* cmdline.h - how a process was called
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stddef.h>

#include <glib.h>

G_BEGIN_DECLS

/* What is longer than this is cut: nobody reads it, and a process may have megabytes. */
#define SKEIN_CMDLINE_MAX 4096

int skein_cmdline_parse   (const char *text,
                           size_t      length,
                           GString    *ret) G_GNUC_WARN_UNUSED_RESULT;
int skein_cmdline_read_at (int         dir_fd,
                           const char *path,
                           GString    *ret) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
