/* render-program.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cli/render-program.h"

#include "base/program.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

int
skein_cli_render (int    argc,
                  char **argv)
{
  g_autofree char *program = skein_program_find ("skein-render", "cli");

  execvp (program, argv);
  g_printerr ("skein-cli render: %s: %s\n", program, g_strerror (errno));

  return EXIT_FAILURE;
}
