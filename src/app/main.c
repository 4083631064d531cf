/* main.c - the desktop app
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/application.h"
#include "app/renderer.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <malloc.h>

/* In the build tree the translations are not where they will be installed. */
static void
set_up_translations (void)
{
  const char *directory = g_getenv ("SKEIN_LOCALEDIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, directory != NULL ? directory : SKEIN_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

/* Each frame in software takes and returns buffers of a window's size. By default
 * each is a fresh mapping, and clearing its pages is a third of the frame's cost. */
static void
keep_large_buffers (void)
{
  mallopt (M_MMAP_THRESHOLD, 64 << 20);
  mallopt (M_TRIM_THRESHOLD, 32 << 20);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(SkeinApplication) application = NULL;

  set_up_translations ();
  keep_large_buffers ();
  skein_renderer_choose ();

  application = skein_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
