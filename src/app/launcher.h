/* launcher.h - demo workloads for the live views: a menu that starts them, a strip that stops them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

G_BEGIN_DECLS

#define SKEIN_TYPE_LAUNCHER (skein_launcher_get_type ())

/**
 * SkeinLauncher:
 *
 * The strip: what was started and still runs, each with a button that ends it; without any it takes no room. All of
 * them end with it.
 *
 * Signal
 *   selected (const SkeinTaskKey *process): it selected what it started; the one that works
 *
 * It activates the window's actions win.show-page, win.show-experiment and win.toast.
 */
G_DECLARE_FINAL_TYPE (SkeinLauncher, skein_launcher, SKEIN, LAUNCHER, GtkWidget)

GtkWidget *skein_launcher_new (void);

void skein_launcher_set_session (SkeinLauncher *self,
                                 SkeinSession  *session);

/* Returns: (transfer floating): the menu, for a button */
GtkWidget *skein_launcher_make_menu (SkeinLauncher *self);

G_END_DECLS
