/* wchan.h - the kernel function a thread waits in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stddef.h>

#include <glib.h>

G_BEGIN_DECLS

/* Room for a function's name, with its terminating zero. */
#define SKEIN_WCHAN_SIZE 128

int skein_wchan_parse   (const char *text,
                         size_t      length,
                         char        ret[SKEIN_WCHAN_SIZE]) G_GNUC_WARN_UNUSED_RESULT;
int skein_wchan_read_at (int         dir_fd,
                         const char *path,
                         char        ret[SKEIN_WCHAN_SIZE]) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
