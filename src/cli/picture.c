/* picture.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cli/picture.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <glib/gi18n.h>

#define FONT "Sans 10"

#define DEFAULT_WIDTH 1200
#define MIN_SIZE      200

static const char *const suffixes[SKEIN_N_PICTURE_FORMATS] = { ".png", ".svg", ".pdf" };

bool
skein_picture_check_size (SkeinPicture  *self,
                          GError       **error)
{
  char after;

  self->width = DEFAULT_WIDTH;
  if (self->size == NULL)
    return true;

  if (sscanf (self->size, "%5dx%5d%c", &self->width, &self->height, &after) == 2 &&
      self->width >= MIN_SIZE && self->width <= SKEIN_PICTURE_MOST &&
      self->height >= MIN_SIZE && self->height <= SKEIN_PICTURE_MOST)
    return true;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _("“%s” is no size: give width and height from %d to %d, as 1200x800"),
               self->size, MIN_SIZE, SKEIN_PICTURE_MOST);

  return false;
}

const char *
skein_picture_check_output (SkeinPicture *self)
{
  if (self->output == NULL)
    return _("say with -o where to write the picture");

  self->format = 0;
  while (self->format < SKEIN_N_PICTURE_FORMATS && !g_str_has_suffix (self->output, suffixes[self->format]))
    self->format++;

  return self->format < SKEIN_N_PICTURE_FORMATS ? NULL : _("the name of the picture must end in .png, .svg or .pdf");
}

PangoContext *
skein_picture_text_new (void)
{
  PangoContext *text = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  PangoFontDescription *font = pango_font_description_from_string (FONT);

  pango_context_set_font_description (text, font);
  pango_font_description_free (font);

  return text;
}

static cairo_status_t
write_cb (void                *data,
          const unsigned char *bytes,
          unsigned             length)
{
  return fwrite (bytes, 1, length, data) == length ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static cairo_surface_t *
surface_new (SkeinPictureFormat  format,
             FILE               *file,
             int                 width,
             int                 height)
{
  switch (format)
    {
    case SKEIN_PICTURE_SVG:
      return cairo_svg_surface_create_for_stream (write_cb, file, width, height);

    case SKEIN_PICTURE_PDF:
      return cairo_pdf_surface_create_for_stream (write_cb, file, width, height);

    case SKEIN_PICTURE_PNG:
    case SKEIN_N_PICTURE_FORMATS:
    default:
      return cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
    }
}

cairo_status_t
skein_picture_write (const SkeinPicture *self,
                     FILE               *file,
                     int                 width,
                     int                 height,
                     SkeinPictureDraw    draw,
                     gpointer            data)
{
  cairo_surface_t *surface = surface_new (self->format, file, width + 2 * SKEIN_PICTURE_MARGIN,
                                          height + 2 * SKEIN_PICTURE_MARGIN);
  double background = self->dark ? 0.14 : 0.98;
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;

  cairo_set_source_rgb (cr, background, background, background);
  cairo_paint (cr);
  cairo_translate (cr, SKEIN_PICTURE_MARGIN, SKEIN_PICTURE_MARGIN);
  draw (cr, data);
  cairo_destroy (cr);

  if (self->format == SKEIN_PICTURE_PNG)
    status = cairo_surface_write_to_png_stream (surface, write_cb, file);
  else
    {
      cairo_surface_finish (surface);
      status = cairo_surface_status (surface);
    }

  cairo_surface_destroy (surface);

  return status;
}

void
skein_picture_clear (SkeinPicture *self)
{
  g_free (self->size);
  g_free (self->output);
}
