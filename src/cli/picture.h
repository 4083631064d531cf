/* picture.h - a drawing, written to a file: PNG, SVG or PDF
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdio.h>

#include <glib.h>
#include <pango/pangocairo.h>

G_BEGIN_DECLS

/* From the edge of the page to the drawing. */
#define SKEIN_PICTURE_MARGIN 12

#define SKEIN_PICTURE_MOST 16000

typedef enum
{
  SKEIN_PICTURE_PNG,
  SKEIN_PICTURE_SVG,
  SKEIN_PICTURE_PDF,
  SKEIN_N_PICTURE_FORMATS
} SkeinPictureFormat;

/**
 * SkeinPicture:
 * @output: (nullable): where it goes, as it was called for; owned
 * @size: (nullable): likewise, "1200x800"
 * @dark: for a dark background
 * @width: of the page, pixels; set by skein_picture_check()
 * @height: likewise; 0: what shows everything
 * @format: likewise
 */
typedef struct
{
  char               *output;
  char               *size;
  gboolean            dark;
  int                 width;
  int                 height;
  SkeinPictureFormat  format;
} SkeinPicture;

/* Draws what is within the margins; the first pixel is at 0, 0. */
typedef void (*SkeinPictureDraw) (cairo_t  *cr,
                                  gpointer  data);

/* Checks @size. Returns: false, with @error set, if it is no size */
bool skein_picture_check_size (SkeinPicture  *self,
                               GError       **error);

/* Checks @output. Returns: (nullable): what is wrong, in words */
const char *skein_picture_check_output (SkeinPicture *self);

/* Returns: (transfer full): of the font that pictures are written in */
PangoContext *skein_picture_text_new (void) G_GNUC_WARN_UNUSED_RESULT;

/**
 * skein_picture_write:
 * @width: of the drawing, without margins
 * @height: likewise
 *
 * Returns: whether that went well
 */
cairo_status_t skein_picture_write (const SkeinPicture *self,
                                    FILE               *file,
                                    int                 width,
                                    int                 height,
                                    SkeinPictureDraw    draw,
                                    gpointer            data) G_GNUC_WARN_UNUSED_RESULT;

void skein_picture_clear (SkeinPicture *self);

G_END_DECLS
