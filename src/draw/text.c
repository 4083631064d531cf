/* text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "draw/text.h"

#include "draw/palette.h"

#include <string.h>

#define SMALL 0.85
#define LARGE 1.35

/* Words whose width is not limited. */
#define FREE (-1)

/* Beside the styles of the header: in lines below each other. */
#define IN_LINES (1 << 8)

typedef struct
{
  char           *text;
  int             limit; /* pixels, or FREE */
  int             style; /* SkeinTextStyle, and IN_LINES */
  PangoLayout    *layout;
  int             width;
  int             height;
  unsigned        frame; /* that it was used in last */
} Words;

struct _SkeinTexts
{
  PangoContext *context;
  guint         serial; /* of the context, when what is kept was laid out */
  GHashTable   *words;  /* of Words, each its own key */
  unsigned      frame;
  int           line_height;
  int           small_height;
  int           large_height;
  int           char_width;
};

static guint
words_hash (gconstpointer key)
{
  const Words *words = key;

  return g_str_hash (words->text) * 31 + (guint) words->limit * 7 + (guint) words->style;
}

static gboolean
words_equal (gconstpointer a,
             gconstpointer b)
{
  const Words *one = a;
  const Words *other = b;

  return one->limit == other->limit && one->style == other->style && strcmp (one->text, other->text) == 0;
}

static void
words_free (gpointer data)
{
  Words *words = data;

  g_object_unref (words->layout);
  g_free (words->text);
  g_free (words);
}

SkeinTexts *
skein_texts_new (void)
{
  SkeinTexts *self = g_new0 (SkeinTexts, 1);

  self->words = g_hash_table_new_full (words_hash, words_equal, words_free, NULL);

  return self;
}

void
skein_texts_free (SkeinTexts *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->words);
  g_clear_object (&self->context);
  g_free (self);
}

static PangoLayout *
layout_new (SkeinTexts *self,
            const char *text,
            int         limit,
            int         style)
{
  PangoLayout *layout = pango_layout_new (self->context);
  PangoAttrList *attributes = pango_attr_list_new ();

  if (style & SKEIN_TEXT_BOLD)
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  if (style & SKEIN_TEXT_SMALL)
    pango_attr_list_insert (attributes, pango_attr_scale_new (SMALL));
  if (style & SKEIN_TEXT_LARGE)
    pango_attr_list_insert (attributes, pango_attr_scale_new (LARGE));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);

  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_text (layout, text, -1);
  if (limit != FREE)
    pango_layout_set_width (layout, limit * PANGO_SCALE);
  if (style & IN_LINES)
    pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  else if (limit != FREE)
    pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);

  return layout;
}

static int
measure_height (SkeinTexts     *self,
                SkeinTextStyle  style)
{
  g_autoptr (PangoLayout) layout = layout_new (self, "Ág", FREE, style);
  int height;

  pango_layout_get_pixel_size (layout, NULL, &height);

  return height;
}

void
skein_texts_set_context (SkeinTexts   *self,
                         PangoContext *context)
{
  PangoFontMetrics *metrics;

  if (context == self->context && pango_context_get_serial (context) == self->serial)
    return;

  g_set_object (&self->context, context);
  self->serial = pango_context_get_serial (context);
  g_hash_table_remove_all (self->words);

  metrics = pango_context_get_metrics (context, NULL, NULL);
  self->char_width = PANGO_PIXELS_CEIL (pango_font_metrics_get_approximate_char_width (metrics));
  pango_font_metrics_unref (metrics);
  self->line_height = measure_height (self, SKEIN_TEXT_PLAIN);
  self->small_height = measure_height (self, SKEIN_TEXT_SMALL);
  self->large_height = measure_height (self, SKEIN_TEXT_LARGE);
}

static gboolean
is_unused (gpointer key,
           gpointer value,
           gpointer data)
{
  const Words *words = value;
  const SkeinTexts *self = data;

  return self->frame - words->frame > 1;
}

void
skein_texts_begin (SkeinTexts *self)
{
  self->frame++;
  g_hash_table_foreach_remove (self->words, is_unused, self);
}

int
skein_texts_get_line_height (SkeinTexts     *self,
                             SkeinTextStyle  style)
{
  if (style & SKEIN_TEXT_LARGE)
    return self->large_height;

  return style & SKEIN_TEXT_SMALL ? self->small_height : self->line_height;
}

int
skein_texts_get_char_width (SkeinTexts *self)
{
  return self->char_width;
}

static const Words *
get_words (SkeinTexts *self,
           const char *text,
           int         limit,
           int         style)
{
  Words wanted = {
    .text = (char *) text,
    .limit = limit,
    .style = style & (SKEIN_TEXT_BOLD | SKEIN_TEXT_SMALL | SKEIN_TEXT_LARGE | IN_LINES),
  };
  Words *words = g_hash_table_lookup (self->words, &wanted);

  if (words == NULL)
    {
      words = g_memdup2 (&wanted, sizeof wanted);
      words->text = g_strdup (text);
      words->layout = layout_new (self, text, limit, wanted.style);
      pango_layout_get_pixel_size (words->layout, &words->width, &words->height);
      g_hash_table_add (self->words, words);
    }

  words->frame = self->frame;

  return words;
}

int
skein_texts_measure (SkeinTexts     *self,
                     const char     *text,
                     SkeinTextStyle  style)
{
  return get_words (self, text, FREE, style)->width;
}

int
skein_texts_draw (SkeinTexts        *self,
                  cairo_t           *cr,
                  const char        *text,
                  int                x,
                  int                y,
                  int                width,
                  SkeinTextStyle     style,
                  const SkeinColour *colour)
{
  const Words *words;

  if (width < 1 || text[0] == '\0')
    return 0;

  words = get_words (self, text, FREE, style);
  if (words->width > width)
    words = get_words (self, text, width, style);

  if (style & SKEIN_TEXT_RIGHT)
    x += width - words->width;
  else if (style & SKEIN_TEXT_CENTRE)
    x += (width - words->width) / 2;

  skein_colour_set_source (colour, cr);
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, words->layout);

  return words->width;
}

int
skein_texts_measure_lines (SkeinTexts     *self,
                           const char     *text,
                           int             width,
                           SkeinTextStyle  style)
{
  return get_words (self, text, MAX (width, 1), (int) style | IN_LINES)->height;
}

int
skein_texts_draw_lines (SkeinTexts        *self,
                        cairo_t           *cr,
                        const char        *text,
                        int                x,
                        int                y,
                        int                width,
                        SkeinTextStyle     style,
                        const SkeinColour *colour)
{
  const Words *words = get_words (self, text, MAX (width, 1), (int) style | IN_LINES);

  skein_colour_set_source (colour, cr);
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, words->layout);

  return words->height;
}
