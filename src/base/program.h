/* program.h - where a program is that belongs to this one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * skein_program_find:
 * @name: of the file
 * @folder: of src, in which it is built
 *
 * Looks beside this program, where it is installed, and where it is built.
 *
 * Returns: (transfer full): its path; or @name, to be looked for in PATH
 */
char *skein_program_find (const char *name,
                          const char *folder) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
