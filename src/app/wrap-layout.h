/* wrap-layout.h - children in a line, and in more lines where it is too narrow
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SKEIN_TYPE_WRAP_LAYOUT (skein_wrap_layout_get_type ())

/**
 * SkeinWrapLayout:
 *
 * Children get their natural widths, as far as a line is wide enough; those with
 * hexpand share what is left of their line. AdwWrapBox from libadwaita 1.7 on.
 *
 * Properties: `spacing` (int), in pixels, between children and between lines.
 */
G_DECLARE_FINAL_TYPE (SkeinWrapLayout, skein_wrap_layout, SKEIN, WRAP_LAYOUT, GtkLayoutManager)

G_END_DECLS
