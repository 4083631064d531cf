/* screenshot.h - pictures of the window, made by the app itself
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "app/window.h"

G_BEGIN_DECLS

/**
 * SkeinScreenshot:
 * @path: where to; %NULL: no picture is wanted
 * @page: the page to show
 * @select: the name of the process to select
 * @span: seconds of time to show on the timeline; 0: as many as always
 * @width, @height: of the window; 0: as always
 * @scale: pixels for each unit
 * @delay: seconds from the window's start to the picture
 * @time_to_rows: print "rows" as soon as the first real rows were drawn, and end:
 *   whoever started the app knows when that was
 *
 * What the hidden options ask for, so that pictures for documents and tests can be
 * made again at any time.
 */
typedef struct
{
  char    *path;
  char    *page;
  char    *select;
  double   span;
  int      width;
  int      height;
  double   scale;
  double   delay;
  gboolean time_to_rows;
} SkeinScreenshot;

void     skein_screenshot_add_options (GApplication     *application);
gboolean skein_screenshot_parse       (SkeinScreenshot  *self,
                                       GVariantDict     *options,
                                       GError          **error);

/* Does, once @window is shown, what the options asked for. */
void     skein_screenshot_prepare     (SkeinScreenshot  *self,
                                       SkeinWindow      *window);
void     skein_screenshot_clear       (SkeinScreenshot  *self);

/**
 * skein_screenshot_save:
 * @widget: shown, and drawn at least once
 * @path: a PNG file to write
 *
 * Draws @widget by cairo, whatever it is drawn by on the screen.
 */
gboolean skein_screenshot_save        (GtkWidget   *widget,
                                       double       scale,
                                       const char  *path,
                                       GError     **error);

G_END_DECLS
