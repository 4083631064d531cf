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

G_END_DECLS
