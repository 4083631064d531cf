/* render-main.c - skein-render: what skein-cli render becomes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cli/render.h"
#include "cli/start.h"

int
main (int   argc,
      char *argv[])
{
  skein_cli_start ();

  return skein_render (argc, argv);
}
