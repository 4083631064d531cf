/* drawing.h - a drawing that scrolls, is pointed at, and is read by keyboard and by ear
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "draw/palette.h"

G_BEGIN_DECLS

#define SKEIN_TYPE_DRAWING (skein_drawing_get_type ())

/**
 * SkeinDrawing:
 *
 * What all drawn views of the Memory page have in common: a #GtkScrollable that draws
 * with cairo only what is seen, in the colours of the theme, and has a keyboard cursor.
 * A drawing has no parts that a screen reader could visit: two invisible widgets lie
 * over the part under the cursor and take the focus in turns, so that each turn is read
 * as a new object with a name.
 *
 * Its commands are actions of the class: drawing.left, right, up, down, first, last,
 * activate, open, clear.
 */
G_DECLARE_DERIVABLE_TYPE (SkeinDrawing, skein_drawing, SKEIN, DRAWING, GtkWidget)

/**
 * SkeinDrawingClass:
 * @arrange: lays everything out for a window of @width × @height onto it, and tells how
 *   large the whole is; both may be less than the window
 * @draw: draws what is seen, the window's corner at 0, 0
 * @changed_scroll: (nullable): another part is seen
 * @hover: (nullable): the pointer is there; NAN: it left. Returns whether to draw anew
 * @press: (nullable): clicked; @n_press as of #GtkGestureClick
 * @dup_tooltip: (nullable): about what is at a point; @area is where that holds
 * @move: (nullable): moves the cursor, @direction as of the arrow keys, or
 *   TAB_BACKWARD to the first part and TAB_FORWARD to the last. Without a cursor, sets it
 *   down. Returns false: there is nothing there
 * @get_cursor: (nullable): where the cursor is, within the window. Returns false: it is
 *   nowhere
 * @dup_speech: (nullable): what is under the cursor; @ret_position from 1
 * @activate: (nullable): Enter, at the cursor
 * @open: (nullable): Shift+Enter, at the cursor
 * @clear: (nullable): Escape. Returns false: there was nothing to let go of
 */
struct _SkeinDrawingClass
{
  GtkWidgetClass parent_class;

  void     (*arrange)        (SkeinDrawing     *self,
                              int               width,
                              int               height,
                              int              *ret_width,
                              int              *ret_height);
  void     (*draw)           (SkeinDrawing     *self,
                              cairo_t          *cr);
  void     (*changed_scroll) (SkeinDrawing     *self,
                              int               x,
                              int               y);
  gboolean (*hover)          (SkeinDrawing     *self,
                              double            x,
                              double            y);
  void     (*press)          (SkeinDrawing     *self,
                              double            x,
                              double            y,
                              int               n_press);
  char    *(*dup_tooltip)    (SkeinDrawing     *self,
                              double            x,
                              double            y,
                              GdkRectangle     *ret_area);
  gboolean (*move)           (SkeinDrawing     *self,
                              GtkDirectionType  direction);
  gboolean (*get_cursor)     (SkeinDrawing     *self,
                              GdkRectangle     *ret);
  char    *(*dup_speech)     (SkeinDrawing     *self,
                              guint            *ret_position,
                              guint            *ret_size);
  void     (*activate)       (SkeinDrawing     *self);
  void     (*open)           (SkeinDrawing     *self);
  gboolean (*clear)          (SkeinDrawing     *self);
};

/* What a screen reader says before the cursor is anywhere. */
void skein_drawing_set_label (SkeinDrawing *self,
                              const char   *label,
                              const char   *keys);

/* Less than that it is not shown in: @width in pixels, @lines of text in height. */
void skein_drawing_set_minimum (SkeinDrawing *self,
                                int           width,
                                int           lines);

/* What is drawn has changed: lays it out and draws it anew. */
void skein_drawing_changed (SkeinDrawing *self);

/* What is drawn has changed, but neither its size nor what is under the cursor. */
void skein_drawing_redraw (SkeinDrawing *self);

/* Returns: (transfer none): of the theme as it is now */
const SkeinPalette *skein_drawing_get_palette (SkeinDrawing *self);

/* The cursor is elsewhere: scrolls there, and says what is there. */
void skein_drawing_announce (SkeinDrawing *self);

G_END_DECLS
