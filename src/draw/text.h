/* text.h - words on a drawing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>

#include <pango/pangocairo.h>

#include "present/colour.h"

G_BEGIN_DECLS

/* How words are written; the font is the context's. */
typedef enum
{
  SKEIN_TEXT_PLAIN = 0,
  SKEIN_TEXT_BOLD = 1 << 0,
  SKEIN_TEXT_SMALL = 1 << 1,
  SKEIN_TEXT_RIGHT = 1 << 2,  /* ends at the right edge of its width */
  SKEIN_TEXT_CENTRE = 1 << 3, /* in the middle of its width */
  SKEIN_TEXT_LARGE = 1 << 4,
} SkeinTextStyle;

/**
 * SkeinTexts:
 *
 * Words that were laid out are kept for the next frame: to lay them out costs more than
 * to draw them. What was not drawn since skein_texts_begin() was called twice goes.
 */
typedef struct _SkeinTexts SkeinTexts;

SkeinTexts *skein_texts_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void        skein_texts_free (SkeinTexts *self);

/* @context: (transfer none): whose font is used; another one, or a changed one, drops all
 *   that is kept */
void skein_texts_set_context (SkeinTexts   *self,
                              PangoContext *context);

/* A new frame. */
void skein_texts_begin (SkeinTexts *self);

/* Pixels of a line of the font, or of the small or the large one. */
int skein_texts_get_line_height (SkeinTexts     *self,
                                 SkeinTextStyle  style);

/* Pixels that an average letter of the font is wide. */
int skein_texts_get_char_width (SkeinTexts *self);

int skein_texts_measure (SkeinTexts     *self,
                         const char     *text,
                         SkeinTextStyle  style);

/**
 * skein_texts_draw:
 * @x: the left edge
 * @y: the top
 * @width: words that are longer end in an ellipsis; less than 1: nothing is drawn
 *
 * Returns: how wide they became
 */
int skein_texts_draw (SkeinTexts        *self,
                      cairo_t           *cr,
                      const char        *text,
                      int                x,
                      int                y,
                      int                width,
                      SkeinTextStyle     style,
                      const SkeinColour *colour);

/* As skein_texts_draw(), but in as many lines as it takes. Returns: how high they became */
int skein_texts_draw_lines (SkeinTexts        *self,
                            cairo_t           *cr,
                            const char        *text,
                            int                x,
                            int                y,
                            int                width,
                            SkeinTextStyle     style,
                            const SkeinColour *colour);

int skein_texts_measure_lines (SkeinTexts     *self,
                               const char     *text,
                               int             width,
                               SkeinTextStyle  style);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinTexts, skein_texts_free)

G_END_DECLS
