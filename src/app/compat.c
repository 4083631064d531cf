/* compat.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/compat.h"

#include <glib/gi18n.h>

void
skein_compat_show_about (GtkWindow *parent)
{
  static const char *const developers[] = { "The Skein Authors", NULL };

  adw_show_about_window (parent,
                         "application-name", "Skein",
                         "application-icon", SKEIN_APP_ID,
                         "version", SKEIN_VERSION,
                         "developer-name", "The Skein Authors",
                         "developers", developers,
                         "license-type", GTK_LICENSE_GPL_3_0,
                         "comments", _ ("A process is a skein of threads. Skein shows them at work: who holds "
                                        "which core, and who waits for one."),
                         /* Translators: your name, one translator a line. */
                         "translator-credits", _ ("translator-credits"),
                         NULL);
}
