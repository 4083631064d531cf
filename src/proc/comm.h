/* comm.h - the name of a thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stddef.h>

#include <glib.h>

G_BEGIN_DECLS

/* Room for a name, with its terminating zero. A program has 15 bytes; the
 * kernel's own threads may have up to 63. */
#define SKEIN_COMM_SIZE 64

int skein_comm_parse   (const char *text,
                        size_t      length,
                        char        ret[SKEIN_COMM_SIZE]) G_GNUC_WARN_UNUSED_RESULT;
int skein_comm_read_at (int         dir_fd,
                        const char *path,
                        char        ret[SKEIN_COMM_SIZE]) G_GNUC_WARN_UNUSED_RESULT;

/* For the readers of other files with a name in them: cuts it to the room there
 * is, and fills up with zeros. */
void skein_comm_set (char        comm[SKEIN_COMM_SIZE],
                     const char *name,
                     size_t      length);

G_END_DECLS
