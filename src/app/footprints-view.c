/* footprints-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/footprints-view.h"

#include "draw/footprint-bars.h"

#include <glib/gi18n.h>

#define MIN_WIDTH 240

/* In lines of text: the machine, and some processes. */
#define MIN_LINES 12

struct _SkeinFootprintsView
{
  SkeinDrawing        parent_instance;

  SkeinMemoryModel   *model;
  SkeinFootprintBars *bars;

  /* The keyboard's cursor is at a process: rows change places. */
  gboolean            has_cursor;
  SkeinTaskKey        cursor;
};

G_DEFINE_FINAL_TYPE (SkeinFootprintsView, skein_footprints_view, SKEIN_TYPE_DRAWING)

/* Grey is what is not selected; with no selection, nothing is out of focus. */
static bool
get_colour (const SkeinTaskKey *process,
            uint32_t           *ret,
            gpointer            data)
{
  SkeinFootprintsView *self = data;
  SkeinSession *session = skein_memory_model_get_session (self->model);
  guint n;

  skein_session_get_selection (session, &n);
  if (n > 0 && !skein_session_is_selected (session, process))
    return false;

  *ret = skein_session_get_colour_number (session, process);

  return true;
}

static int
find_row (SkeinFootprintsView *self)
{
  const SkeinFootprints *footprints = self->bars->footprints;

  for (uint32_t i = 0; self->has_cursor && footprints != NULL && i < footprints->n_rows; i++)
    if (skein_task_key_equal (&footprints->rows[i].process, &self->cursor))
      return (int) i;

  return -1;
}

static void
skein_footprints_view_arrange (SkeinDrawing *drawing,
                               int           width,
                               int           height,
                               int          *ret_width,
                               int          *ret_height)
{
  SkeinFootprintsView *self = SKEIN_FOOTPRINTS_VIEW (drawing);
  SkeinFootprintBars *bars = self->bars;

  bars->footprints = skein_memory_model_get_footprints (self->model);
  bars->palette = skein_drawing_get_palette (drawing);
  g_set_object (&bars->text, gtk_widget_get_pango_context (GTK_WIDGET (self)));
  if (bars->footprints == NULL)
    return;

  bars->width = width;
  bars->height = height;
  skein_footprint_bars_layout (bars);
  *ret_height = bars->rows_y + bars->content_height;
}

static void
skein_footprints_view_draw (SkeinDrawing *drawing,
                            cairo_t      *cr)
{
  SkeinFootprintsView *self = SKEIN_FOOTPRINTS_VIEW (drawing);

  if (self->bars->footprints != NULL)
    skein_footprint_bars_draw (self->bars, cr);
}

static void
skein_footprints_view_changed_scroll (SkeinDrawing *drawing,
                                      int           x,
                                      int           y)
{
  SKEIN_FOOTPRINTS_VIEW (drawing)->bars->scroll = y;
}

static int
hit (SkeinFootprintsView *self,
     double               x,
     double               y)
{
  return self->bars->footprints != NULL ? skein_footprint_bars_hit (self->bars, x, y) : SKEIN_BARS_NONE;
}

static void
select_row (SkeinFootprintsView *self,
            int                  row)
{
  self->has_cursor = TRUE;
  self->cursor = self->bars->footprints->rows[row].process;
  skein_session_set_selection (skein_memory_model_get_session (self->model), &self->cursor, 1);
}

static void
skein_footprints_view_press (SkeinDrawing *drawing,
                             double        x,
                             double        y,
                             int           n_press)
{
  SkeinFootprintsView *self = SKEIN_FOOTPRINTS_VIEW (drawing);
  int row = hit (self, x, y);

  if (row >= 0)
    select_row (self, row);
}

static char *
skein_footprints_view_dup_tooltip (SkeinDrawing *drawing,
                                   double        x,
                                   double        y,
                                   GdkRectangle *ret_area)
{
  SkeinFootprintsView *self = SKEIN_FOOTPRINTS_VIEW (drawing);
  int row = hit (self, x, y);

  if (row == SKEIN_BARS_NONE)
    return NULL;

  skein_footprint_bars_get_box (self->bars, row, ret_area);
  if (row == SKEIN_BARS_MACHINE)
    return skein_footprints_dup_summary (self->bars->footprints);

  return skein_footprints_dup_row_text (self->bars->footprints, (uint32_t) row);
}

static gboolean
skein_footprints_view_move (SkeinDrawing     *drawing,
                            GtkDirectionType  direction)
{
  SkeinFootprintsView *self = SKEIN_FOOTPRINTS_VIEW (drawing);
  int n_rows = self->bars->footprints != NULL ? (int) self->bars->footprints->n_rows : 0;
  int row = find_row (self);

  if (n_rows == 0 || direction == GTK_DIR_LEFT || direction == GTK_DIR_RIGHT)
    return FALSE;

  if (row < 0 || direction == GTK_DIR_TAB_BACKWARD)
    row = 0;
  else if (direction == GTK_DIR_TAB_FORWARD)
    row = n_rows - 1;
  else
    row += direction == GTK_DIR_DOWN ? 1 : -1;

  if (row < 0 || row >= n_rows)
    return FALSE;

  self->has_cursor = TRUE;
  self->cursor = self->bars->footprints->rows[row].process;

  return TRUE;
}

static gboolean
skein_footprints_view_get_cursor (SkeinDrawing *drawing,
                                  GdkRectangle *ret)
{
  SkeinFootprintsView *self = SKEIN_FOOTPRINTS_VIEW (drawing);
  int row = find_row (self);

  return row >= 0 && skein_footprint_bars_get_box (self->bars, row, ret);
}

static char *
skein_footprints_view_dup_speech (SkeinDrawing *drawing,
                                  guint        *ret_position,
                                  guint        *ret_size)
{
  SkeinFootprintsView *self = SKEIN_FOOTPRINTS_VIEW (drawing);
  uint32_t row = (uint32_t) find_row (self);
  g_autofree char *text = skein_footprints_dup_row_text (self->bars->footprints, row);

  *ret_position = row + 1;
  *ret_size = self->bars->footprints->n_rows;

  return g_strdelimit (g_steal_pointer (&text), "\n", ',');
}

static void
skein_footprints_view_activate (SkeinDrawing *drawing)
{
  SkeinFootprintsView *self = SKEIN_FOOTPRINTS_VIEW (drawing);

  select_row (self, find_row (self));
}

static gboolean
skein_footprints_view_clear (SkeinDrawing *drawing)
{
  SkeinFootprintsView *self = SKEIN_FOOTPRINTS_VIEW (drawing);

  skein_session_set_selection (skein_memory_model_get_session (self->model), NULL, 0);

  return TRUE;
}

static void
changed_cb (SkeinFootprintsView *self)
{
  const SkeinFootprints *footprints = skein_memory_model_get_footprints (self->model);
  g_autofree char *summary = NULL;

  /* The ones from before are gone. */
  self->bars->footprints = footprints;
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  if (footprints != NULL)
    {
      summary = skein_footprints_dup_summary (footprints);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, summary, -1);
    }

  skein_drawing_changed (SKEIN_DRAWING (self));
}

static void
skein_footprints_view_dispose (GObject *object)
{
  SkeinFootprintsView *self = SKEIN_FOOTPRINTS_VIEW (object);

  self->bars->footprints = NULL;
  g_clear_object (&self->model);

  G_OBJECT_CLASS (skein_footprints_view_parent_class)->dispose (object);
}

static void
skein_footprints_view_finalize (GObject *object)
{
  g_clear_pointer (&SKEIN_FOOTPRINTS_VIEW (object)->bars, skein_footprint_bars_free);

  G_OBJECT_CLASS (skein_footprints_view_parent_class)->finalize (object);
}

static void
skein_footprints_view_class_init (SkeinFootprintsViewClass *klass)
{
  SkeinDrawingClass *drawing_class = SKEIN_DRAWING_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = skein_footprints_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = skein_footprints_view_finalize;
  drawing_class->arrange = skein_footprints_view_arrange;
  drawing_class->draw = skein_footprints_view_draw;
  drawing_class->changed_scroll = skein_footprints_view_changed_scroll;
  drawing_class->press = skein_footprints_view_press;
  drawing_class->dup_tooltip = skein_footprints_view_dup_tooltip;
  drawing_class->move = skein_footprints_view_move;
  drawing_class->get_cursor = skein_footprints_view_get_cursor;
  drawing_class->dup_speech = skein_footprints_view_dup_speech;
  drawing_class->activate = skein_footprints_view_activate;
  drawing_class->clear = skein_footprints_view_clear;
}

static void
skein_footprints_view_init (SkeinFootprintsView *self)
{
  self->bars = skein_footprint_bars_new ();
  self->bars->colour = get_colour;
  self->bars->colour_data = self;
  skein_drawing_set_minimum (SKEIN_DRAWING (self), MIN_WIDTH, MIN_LINES);
  skein_drawing_set_label (SKEIN_DRAWING (self), _("Memory of all processes"),
                           _("Memory of all processes: arrow keys move from process to process"));
}

GtkWidget *
skein_footprints_view_new (SkeinMemoryModel *model)
{
  SkeinFootprintsView *self = g_object_new (SKEIN_TYPE_FOOTPRINTS_VIEW, NULL);

  self->model = g_object_ref (model);
  g_signal_connect_object (model, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}
