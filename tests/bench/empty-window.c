/* empty-window.c - the least that a program with such a window can cost
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Says "painted" once its window was drawn for the first time, and ends.
 */

#include "config.h"

#include <adwaita.h>

static void
painted_cb (GdkFrameClock *clock,
            GtkWindow     *window)
{
  g_print ("painted\n");
  g_signal_handlers_disconnect_by_func (clock, painted_cb, window);
  gtk_window_close (window);
}

static void
realized_cb (GtkWidget *window)
{
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (painted_cb), window);
}

static void
activate_cb (GtkApplication *application)
{
  GtkWidget *window = adw_application_window_new (application);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  g_signal_connect (window, "realize", G_CALLBACK (realized_cb), NULL);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(AdwApplication) application = adw_application_new (SKEIN_APP_ID ".EmptyWindow", G_APPLICATION_NON_UNIQUE);

  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), NULL);

  return g_application_run (G_APPLICATION (application), argc, argv);
}
