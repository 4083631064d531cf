/* render-program.h - skein-cli render is a program of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * skein_cli_render:
 * @argv: (array length=argc): from the name of the command on
 *
 * Becomes skein-render.
 *
 * Returns: an exit status: it could not
 */
int skein_cli_render (int    argc,
                      char **argv);

G_END_DECLS
