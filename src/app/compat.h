/* compat.h - the few things that newer GTK and libadwaita do in another way
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * To raise the floor is to change this file alone.
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* AdwAboutDialog from 1.5 on. */
void skein_compat_show_about (GtkWindow *parent);

typedef void (*SkeinCompatConfirmed) (gpointer data);

/**
 * skein_compat_confirm:
 * @widget: the question is asked above its window
 * @verb: what the button says that does it; it looks dangerous
 * @confirmed: called with @data if the user agrees
 * @free_data: called with @data in the end, whatever the answer
 *
 * AdwAlertDialog from 1.5 on.
 */
void skein_compat_confirm    (GtkWidget            *widget,
                              const char           *question,
                              const char           *explanation,
                              const char           *verb,
                              SkeinCompatConfirmed  confirmed,
                              gpointer              data,
                              GDestroyNotify        free_data);

typedef void (*SkeinCompatSave) (const char *path,
                                 gpointer    data);

/**
 * skein_compat_save_file:
 * @widget: the dialog is above its window
 * @title: of the dialog
 * @name: what the file is called unless the user says otherwise
 * @save: called with @data if the user named a file
 * @free_data: called with @data in the end
 *
 * GtkFileDialog from GTK 4.10 on.
 */
void skein_compat_save_file  (GtkWidget            *widget,
                              const char           *title,
                              const char           *name,
                              SkeinCompatSave       save,
                              gpointer              data,
                              GDestroyNotify        free_data);

/**
 * skein_compat_dispose_children:
 *
 * For the dispose() of a widget with a template: lets go of all its children. As of
 * GTK 4.8, gtk_widget_dispose_template() forgets those without an id.
 */
void skein_compat_dispose_children (GtkWidget *widget);

/* gtk_widget_get_color() from 4.10 on. */
void skein_compat_get_color        (GtkWidget *widget,
                                    GdkRGBA   *ret_color);

G_END_DECLS
