/* start.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cli/start.h"

#include <locale.h>
#include <signal.h>

#include <glib/gi18n.h>

void
skein_cli_start (void)
{
  /* In the build tree the translations are not where they will be installed. */
  const char *translations = g_getenv ("SKEIN_LOCALEDIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, translations != NULL ? translations : SKEIN_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  /* Whoever reads us may stop reading: writing then fails, which is seen. */
  signal (SIGPIPE, SIG_IGN);
}
