/* renderer.h - how the window is drawn where there is no graphics card
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * skein_renderer_choose:
 *
 * Without a render node GTK would draw through OpenGL in software: three times
 * the memory and twice the time to start. Then cairo is chosen, and GL is never
 * touched. Whatever the user's environment asks for goes first. To be called before
 * GTK starts.
 */
void skein_renderer_choose (void);

G_END_DECLS
