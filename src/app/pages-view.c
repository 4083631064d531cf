/* pages-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/pages-view.h"

#include "draw/pages-grid.h"

#include <glib/gi18n.h>

#define MIN_WIDTH 120
#define MIN_LINES 14

struct _SkeinPagesView
{
  SkeinDrawing      parent_instance;

  SkeinMemoryModel *model;
  SkeinPagesGrid   *grid;
  gboolean          has_cursor;
  uint32_t          cursor;
};

G_DEFINE_FINAL_TYPE (SkeinPagesView, skein_pages_view, SKEIN_TYPE_DRAWING)

static void
skein_pages_view_arrange (SkeinDrawing *drawing,
                          int           width,
                          int           height,
                          int          *ret_width,
                          int          *ret_height)
{
  SkeinPagesView *self = SKEIN_PAGES_VIEW (drawing);
  SkeinPagesGrid *grid = self->grid;
  uint64_t address;
  const SkeinTaskKey *process = skein_session_get_region (skein_memory_model_get_session (self->model), &address);

  grid->map = skein_memory_model_get_pages (self->model);
  grid->palette = skein_drawing_get_palette (drawing);
  if (process != NULL)
    grid->colour = skein_session_get_colour_number (skein_memory_model_get_session (self->model), process);
  g_set_object (&grid->text, gtk_widget_get_pango_context (GTK_WIDGET (self)));
  grid->width = width;
  grid->height = height;
  skein_pages_grid_layout (grid);
}

static void
skein_pages_view_draw (SkeinDrawing *drawing,
                       cairo_t      *cr)
{
  skein_pages_grid_draw (SKEIN_PAGES_VIEW (drawing)->grid, cr);
}

static char *
skein_pages_view_dup_tooltip (SkeinDrawing *drawing,
                              double        x,
                              double        y,
                              GdkRectangle *ret_area)
{
  SkeinPagesView *self = SKEIN_PAGES_VIEW (drawing);
  uint32_t cell = skein_pages_grid_hit (self->grid, x, y);

  if (cell == UINT32_MAX)
    return NULL;

  skein_pages_grid_get_box (self->grid, cell, ret_area);

  return skein_page_map_dup_cell_text (self->grid->map, cell);
}

static gboolean
skein_pages_view_move (SkeinDrawing     *drawing,
                       GtkDirectionType  direction)
{
  SkeinPagesView *self = SKEIN_PAGES_VIEW (drawing);
  int64_t n_cells = self->grid->map != NULL ? self->grid->map->n_cells : 0;
  int64_t cell = self->cursor;

  if (n_cells == 0)
    return FALSE;

  if (!self->has_cursor || direction == GTK_DIR_TAB_BACKWARD)
    cell = 0;
  else if (direction == GTK_DIR_TAB_FORWARD)
    cell = n_cells - 1;
  else
    cell += (direction == GTK_DIR_RIGHT) - (direction == GTK_DIR_LEFT) +
            ((direction == GTK_DIR_DOWN) - (direction == GTK_DIR_UP)) * self->grid->n_columns;

  if (cell < 0 || cell >= n_cells)
    return FALSE;

  self->has_cursor = TRUE;
  self->cursor = (uint32_t) cell;

  return TRUE;
}

static gboolean
skein_pages_view_get_cursor (SkeinDrawing *drawing,
                             GdkRectangle *ret)
{
  SkeinPagesView *self = SKEIN_PAGES_VIEW (drawing);

  return self->has_cursor && self->grid->map != NULL && self->cursor < self->grid->map->n_cells &&
         skein_pages_grid_get_box (self->grid, self->cursor, ret);
}

static char *
skein_pages_view_dup_speech (SkeinDrawing *drawing,
                             guint        *ret_position,
                             guint        *ret_size)
{
  SkeinPagesView *self = SKEIN_PAGES_VIEW (drawing);
  g_autofree char *text = skein_page_map_dup_cell_text (self->grid->map, self->cursor);

  *ret_position = self->cursor + 1;
  *ret_size = self->grid->map->n_cells;

  return g_strdelimit (g_steal_pointer (&text), "\n", ',');
}

static gboolean
skein_pages_view_clear (SkeinDrawing *drawing)
{
  SkeinPagesView *self = SKEIN_PAGES_VIEW (drawing);

  self->has_cursor = FALSE;
  skein_drawing_changed (drawing);

  return TRUE;
}

/* Up to ten times a second; cells stay where they are. */
static void
changed_cb (SkeinPagesView *self)
{
  skein_drawing_redraw (SKEIN_DRAWING (self));
}

static void
skein_pages_view_dispose (GObject *object)
{
  SkeinPagesView *self = SKEIN_PAGES_VIEW (object);

  self->grid->map = NULL;
  g_clear_object (&self->model);

  G_OBJECT_CLASS (skein_pages_view_parent_class)->dispose (object);
}

static void
skein_pages_view_finalize (GObject *object)
{
  g_clear_pointer (&SKEIN_PAGES_VIEW (object)->grid, skein_pages_grid_free);

  G_OBJECT_CLASS (skein_pages_view_parent_class)->finalize (object);
}

static void
skein_pages_view_class_init (SkeinPagesViewClass *klass)
{
  SkeinDrawingClass *drawing_class = SKEIN_DRAWING_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = skein_pages_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = skein_pages_view_finalize;
  drawing_class->arrange = skein_pages_view_arrange;
  drawing_class->draw = skein_pages_view_draw;
  drawing_class->dup_tooltip = skein_pages_view_dup_tooltip;
  drawing_class->move = skein_pages_view_move;
  drawing_class->get_cursor = skein_pages_view_get_cursor;
  drawing_class->dup_speech = skein_pages_view_dup_speech;
  drawing_class->clear = skein_pages_view_clear;
}

static void
skein_pages_view_init (SkeinPagesView *self)
{
  self->grid = skein_pages_grid_new ();
  skein_drawing_set_minimum (SKEIN_DRAWING (self), MIN_WIDTH, MIN_LINES);
  skein_drawing_set_label (SKEIN_DRAWING (self), _("Pages"), _("Pages: arrow keys move from cell to cell"));
}

GtkWidget *
skein_pages_view_new (SkeinMemoryModel *model)
{
  SkeinPagesView *self = g_object_new (SKEIN_TYPE_PAGES_VIEW, NULL);

  self->model = g_object_ref (model);
  g_signal_connect_object (model, "pages-changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}
