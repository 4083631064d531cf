/* screenshot.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/screenshot.h"

#include <glib/gi18n.h>
#include <stdio.h>

static const GOptionEntry options[] = {
  { "screenshot", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_FILENAME, NULL, "", NULL },
  { "page", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, NULL, "", NULL },
  { "select", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, NULL, "", NULL },
  { "span", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_DOUBLE, NULL, "", NULL },
  { "size", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, NULL, "", NULL },
  { "scale", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_DOUBLE, NULL, "", NULL },
  { "delay", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_DOUBLE, NULL, "", NULL },
  { "time-to-rows", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, NULL, "", NULL },
  { NULL }
};

void
skein_screenshot_add_options (GApplication *application)
{
  g_application_add_main_option_entries (application, options);
}

gboolean
skein_screenshot_parse (SkeinScreenshot  *self,
                        GVariantDict     *dict,
                        GError          **error)
{
  g_autofree char *size = NULL;

  self->scale = 1.0;
  self->delay = 3.0;

  g_variant_dict_lookup (dict, "screenshot", "^ay", &self->path);
  g_variant_dict_lookup (dict, "page", "s", &self->page);
  g_variant_dict_lookup (dict, "select", "s", &self->select);
  g_variant_dict_lookup (dict, "span", "d", &self->span);
  g_variant_dict_lookup (dict, "scale", "d", &self->scale);
  g_variant_dict_lookup (dict, "delay", "d", &self->delay);
  g_variant_dict_lookup (dict, "time-to-rows", "b", &self->time_to_rows);

  if (g_variant_dict_lookup (dict, "size", "s", &size) &&
      (sscanf (size, "%5dx%5d", &self->width, &self->height) != 2 || self->width < 1 || self->height < 1))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _("“%s” is not a size such as 1280x800"), size);
      return FALSE;
    }

  return TRUE;
}

gboolean
skein_screenshot_save (GtkWidget   *widget,
                       double       scale,
                       const char  *path,
                       GError     **error)
{
  g_autoptr(GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  g_autoptr(GskRenderer) renderer = gsk_cairo_renderer_new ();
  g_autoptr(GdkTexture) texture = NULL;
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;
  int width = gdk_paintable_get_intrinsic_width (paintable);
  int height = gdk_paintable_get_intrinsic_height (paintable);
  gboolean saved;

  gtk_snapshot_scale (snapshot, (float) scale, (float) scale);
  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_free_to_node (snapshot);

  if (node == NULL || !gsk_renderer_realize (renderer, NULL, error))
    {
      g_clear_pointer (&node, gsk_render_node_unref);
      if (error != NULL && *error == NULL)
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("There is nothing to see yet"));
      return FALSE;
    }

  texture = gsk_renderer_render_texture (renderer, node,
                                         &GRAPHENE_RECT_INIT (0, 0, (float) (width * scale), (float) (height * scale)));
  saved = gdk_texture_save_to_png (texture, path);
  if (!saved)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("The picture cannot be written to “%s”"), path);

  gsk_renderer_unrealize (renderer);
  gsk_render_node_unref (node);

  return saved;
}

typedef struct
{
  SkeinScreenshot *self;
  SkeinWindow     *window;
} Task;

static void
save_cb (GdkFrameClock *clock,
         Task          *task)
{
  g_autoptr(GError) error = NULL;

  g_signal_handlers_disconnect_by_data (clock, task);
  if (!skein_screenshot_save (GTK_WIDGET (task->window), task->self->scale, task->self->path, &error))
    g_printerr ("%s\n", error->message);

  gtk_window_close (GTK_WINDOW (task->window));
}

/* Between two frames a widget may wait for its new size, and shows nothing. */
static gboolean
save_next_frame_cb (gpointer data)
{
  Task *task = data;
  GtkWidget *window = GTK_WIDGET (task->window);

  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (save_cb), task);
  gtk_widget_queue_draw (window);

  return G_SOURCE_REMOVE;
}

/* Some while before the picture, so that what the selection changes is drawn. */
static gboolean
select_cb (gpointer data)
{
  Task *task = data;

  skein_window_select_by_name (task->window, task->self->select);

  return G_SOURCE_REMOVE;
}

/* Time enough before the picture to draw it. */
static gboolean
show_span_cb (gpointer data)
{
  Task *task = data;

  skein_window_show_last (task->window, (int64_t) (task->self->span * 1e9));

  return G_SOURCE_REMOVE;
}

static void
painted_cb (GdkFrameClock *clock,
            Task          *task)
{
  if (!skein_window_has_rows (task->window))
    return;

  g_print ("rows\n");
  g_signal_handlers_disconnect_by_data (clock, task);
  gtk_window_close (GTK_WINDOW (task->window));
}

static void
realized_cb (GtkWidget *window,
             Task      *task)
{
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (painted_cb), task);
}

void
skein_screenshot_prepare (SkeinScreenshot *self,
                          SkeinWindow     *window)
{
  Task *task = g_new (Task, 1);

  *task = (Task) { self, window };
  g_object_set_data_full (G_OBJECT (window), "skein-screenshot", task, g_free);

  if (self->width > 0)
    gtk_window_set_default_size (GTK_WINDOW (window), self->width, self->height);
  if (self->page != NULL)
    skein_window_show_page (window, self->page);
  if (self->select != NULL)
    g_timeout_add (600, select_cb, task);
  if (self->span > 0.0)
    g_timeout_add ((guint) (MAX (self->delay - 1.0, 0.0) * 1000.0), show_span_cb, task);
  if (self->path != NULL)
    g_timeout_add ((guint) (self->delay * 1000.0), save_next_frame_cb, task);
  if (self->time_to_rows)
    g_signal_connect (window, "realize", G_CALLBACK (realized_cb), task);
}

void
skein_screenshot_clear (SkeinScreenshot *self)
{
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->page, g_free);
  g_clear_pointer (&self->select, g_free);
}
