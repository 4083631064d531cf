/* lab-file.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "draw/lab-file.h"

#include "draw/lab-sheet.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <errno.h>
#include <stdio.h>

#define FONT   "Sans 10"
#define WIDTH  1120
#define MARGIN 20
#define SCALE  2.0 /* pixels of a PNG for one of the drawing: it is looked at on all kinds of screens */

/* A4 across, in points. */
#define PAPER_WIDTH  841.89
#define PAPER_HEIGHT 595.28
#define PAPER_MARGIN 34.0

static cairo_status_t
write_cb (void                *data,
          const unsigned char *bytes,
          unsigned             length)
{
  return fwrite (bytes, 1, length, data) == length ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static void
draw_page (cairo_t       *cr,
           SkeinLabSheet *sheet)
{
  double width = PAPER_WIDTH - 2.0 * PAPER_MARGIN;
  double height = PAPER_HEIGHT - 2.0 * PAPER_MARGIN;
  double factor = MIN (width / WIDTH, height / skein_lab_sheet_get_height (sheet));

  cairo_translate (cr, (PAPER_WIDTH - factor * WIDTH) / 2.0, PAPER_MARGIN);
  cairo_scale (cr, factor, factor);
  skein_lab_sheet_draw (sheet, cr);
}

static void
draw_picture (cairo_t       *cr,
              SkeinLabSheet *sheet,
              bool           dark)
{
  double background = dark ? 0.14 : 0.98;

  cairo_set_source_rgb (cr, background, background, background);
  cairo_paint (cr);
  cairo_translate (cr, MARGIN, MARGIN);
  skein_lab_sheet_draw (sheet, cr);
}

static cairo_surface_t *
surface_new (SkeinLabFileFormat   format,
             const SkeinLabSheet *sheet,
             FILE                *file)
{
  int width = WIDTH + 2 * MARGIN;
  int height = skein_lab_sheet_get_height (sheet) + 2 * MARGIN;
  cairo_surface_t *surface;

  if (format == SKEIN_LAB_FILE_SVG)
    return cairo_svg_surface_create_for_stream (write_cb, file, width, height);
  if (format == SKEIN_LAB_FILE_PDF)
    return cairo_pdf_surface_create_for_stream (write_cb, file, PAPER_WIDTH, PAPER_HEIGHT);

  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) (width * SCALE), (int) (height * SCALE));
  cairo_surface_set_device_scale (surface, SCALE, SCALE);

  return surface;
}

static cairo_status_t
draw (SkeinLabSheet      *sheet,
      SkeinLabFileFormat  format,
      bool                dark,
      FILE               *file)
{
  cairo_surface_t *surface = surface_new (format, sheet, file);
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;

  if (format == SKEIN_LAB_FILE_PDF)
    draw_page (cr, sheet);
  else
    draw_picture (cr, sheet, dark);

  status = cairo_status (cr);
  cairo_destroy (cr);
  if (status == CAIRO_STATUS_SUCCESS && format == SKEIN_LAB_FILE_PNG)
    status = cairo_surface_write_to_png_stream (surface, write_cb, file);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);

  return status;
}

static PangoContext *
text_new (void)
{
  PangoContext *text = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  PangoFontDescription *font = pango_font_description_from_string (FONT);

  pango_context_set_font_description (text, font);
  pango_font_description_free (font);

  return text;
}

int
skein_lab_write_file (const SkeinLabResults *results,
                      unsigned               repeat,
                      SkeinLabFileFormat     format,
                      bool                   dark,
                      const char            *path)
{
  bool is_dark = dark && format != SKEIN_LAB_FILE_PDF;
  g_autoptr (SkeinPalette) palette = skein_palette_new (is_dark, false, 1.0);
  PangoContext *text = text_new ();
  g_autoptr (SkeinLabSheet) sheet = skein_lab_sheet_new (results, repeat, palette, text, WIDTH);
  FILE *file = fopen (path, "wbe");
  cairo_status_t status;
  int result = 0;

  g_object_unref (text);
  if (file == NULL)
    return -errno;

  errno = 0;
  status = draw (sheet, format, is_dark, file);
  if (status == CAIRO_STATUS_NO_MEMORY)
    result = -ENOMEM;
  else if (status != CAIRO_STATUS_SUCCESS)
    result = errno != 0 ? -errno : -EIO;
  if (fclose (file) != 0 && result == 0)
    result = -errno;
  if (result < 0)
    remove (path);

  return result;
}
