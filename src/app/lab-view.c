/* lab-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/lab-view.h"

#include "app/drawn-node.h"
#include "draw/lab-scene.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define MIN_WIDTH   300
#define BUTTON_SIZE 30

/* Words for screen readers change once in so many frames of a live run: faster than that nobody listens. */
#define SPEECH_FRAMES 5

struct _SkeinLabView
{
  GtkWidget      parent_instance;

  SkeinLabModel *model;
  SkeinLabScene *scene;
  SkeinPalette  *palette;
  GPtrArray     *cards;
  GPtrArray     *buttons; /* of GtkWidget, children: one for each card */
  GPtrArray     *words;   /* likewise: what a screen reader reads */
  unsigned       n_frames;

  /* What was drawn and did not change since: what GTK knows already is not painted anew. */
  GskRenderNode *around; /* (nullable) */
  GPtrArray     *nodes;  /* of (nullable) GskRenderNode: one for each card */
};

G_DEFINE_FINAL_TYPE (SkeinLabView, skein_lab_view, GTK_TYPE_WIDGET)

/* What is shown */

static void
run_clicked_cb (GtkWidget    *button,
                SkeinLabView *self)
{
  guint place;

  if (g_ptr_array_find (self->buttons, button, &place))
    skein_lab_model_run (self->model, UINT64_C (1) << ((SkeinLabCard *) g_ptr_array_index (self->cards, place))->mode);
}

static void
add_children (SkeinLabView *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("media-playback-start-symbolic");
  GtkWidget *words = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_IMG, "focusable", TRUE,
                                   "can-target", FALSE, NULL);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_add_css_class (words, "card-words");
  g_signal_connect (button, "clicked", G_CALLBACK (run_clicked_cb), self);
  gtk_widget_set_parent (words, GTK_WIDGET (self));
  gtk_widget_set_parent (button, GTK_WIDGET (self));
  g_ptr_array_add (self->words, words);
  g_ptr_array_add (self->buttons, button);
}

static void
name_children (SkeinLabView *self,
               guint         i)
{
  const SkeinLabCard *card = g_ptr_array_index (self->cards, i);
  /* Translators: the title of a mode */
  g_autofree char *only = g_strdup_printf (_("Run only “%s”"), card->title);
  GtkWidget *button = g_ptr_array_index (self->buttons, i);

  /* To set it asks the display where the pointer is. */
  if (g_strcmp0 (gtk_widget_get_tooltip_text (button), only) != 0)
    gtk_widget_set_tooltip_text (button, only);
  gtk_widget_set_sensitive (button, skein_lab_model_get_running (self->model) == NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, only, -1);
  gtk_accessible_update_property (g_ptr_array_index (self->words, i), GTK_ACCESSIBLE_PROPERTY_LABEL, card->title, -1);
}

static void
sync_children (SkeinLabView *self)
{
  while (self->buttons->len < self->cards->len)
    add_children (self);

  while (self->buttons->len > self->cards->len)
    {
      gtk_widget_unparent (g_ptr_array_steal_index (self->buttons, self->buttons->len - 1));
      gtk_widget_unparent (g_ptr_array_steal_index (self->words, self->words->len - 1));
    }

  for (guint i = 0; i < self->cards->len; i++)
    name_children (self, i);
}

static void
say_all (SkeinLabView *self)
{
  for (guint i = 0; i < self->cards->len; i++)
    {
      g_autofree char *text = skein_lab_scene_dup_card_text (self->scene, i);

      gtk_accessible_update_property (g_ptr_array_index (self->words, i), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                      -1);
    }
}

/* What is kept of the drawing */

static void
clear_node (gpointer node)
{
  if (node != NULL)
    gsk_render_node_unref (node);
}

static void
forget_drawing (SkeinLabView *self)
{
  g_clear_pointer (&self->around, gsk_render_node_unref);
  g_ptr_array_set_size (self->nodes, 0);
}

static void
forget_live (SkeinLabView *self)
{
  for (guint i = 0; i < MIN (self->nodes->len, self->cards->len); i++)
    if (((SkeinLabCard *) g_ptr_array_index (self->cards, i))->is_live)
      clear_node (g_steal_pointer (&self->nodes->pdata[i]));
}

static void
lay_out (SkeinLabView *self,
         int           width)
{
  self->scene->palette = self->palette;
  self->scene->width = width;
  g_set_object (&self->scene->text, gtk_widget_get_pango_context (GTK_WIDGET (self)));
  skein_lab_scene_layout (self->scene);
}

static void
rebuild (SkeinLabView *self)
{
  const SkeinLabResults *results = skein_lab_model_get_results (self->model);
  const SkeinLabPlan *plan = results != NULL ? &results->plan : skein_lab_model_get_plan (self->model);
  GPtrArray *before = self->cards;

  self->cards = skein_lab_cards_new (plan, results, skein_lab_model_get_current (self->model),
                                     skein_lab_model_get_repeat (self->model), before);
  self->scene->cards = self->cards;
  self->scene->tasks = plan->experiment->tasks;
  g_ptr_array_unref (before);
  sync_children (self);
}

/* Where it needs another height, the whole window is laid out anew: not for each run that begins or ends. */
static void
changed_cb (SkeinLabView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  rebuild (self);
  forget_drawing (self);
  if (!gtk_widget_get_mapped (widget))
    {
      gtk_widget_queue_resize (widget);
      return;
    }

  lay_out (self, gtk_widget_get_width (widget));
  say_all (self);
  if (self->scene->height != gtk_widget_get_height (widget))
    gtk_widget_queue_resize (widget);
  else
    gtk_widget_queue_allocate (widget);
  gtk_widget_queue_draw (widget);
}

static void
grown_cb (SkeinLabView *self)
{
  int height = self->scene->height;
  int64_t span_ns = self->scene->span_ns;
  unsigned legend = self->scene->legend;

  lay_out (self, gtk_widget_get_width (GTK_WIDGET (self)));
  if (self->scene->height != height)
    gtk_widget_queue_resize (GTK_WIDGET (self));

  /* While the time axis stays what it is, only the run that goes on looks different. */
  if (self->scene->height != height || self->scene->span_ns != span_ns || self->scene->legend != legend)
    forget_drawing (self);
  else
    forget_live (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));

  if (self->n_frames++ % SPEECH_FRAMES == 0)
    say_all (self);
}

/* The widget */

static GtkSizeRequestMode
skein_lab_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
skein_lab_view_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  SkeinLabView *self = SKEIN_LAB_VIEW (widget);
  int width = for_size > 0 ? for_size : MAX (gtk_widget_get_width (widget), MIN_WIDTH);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = *natural = MIN_WIDTH;
      return;
    }

  self->scene->palette = self->palette;
  g_set_object (&self->scene->text, gtk_widget_get_pango_context (widget));
  *minimum = *natural = skein_lab_scene_measure (self->scene, width);
}

static void
skein_lab_view_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  SkeinLabView *self = SKEIN_LAB_VIEW (widget);

  lay_out (self, width);
  forget_drawing (self);

  for (guint i = 0; i < self->cards->len; i++)
    {
      const SkeinLabCardPlace *place = &g_array_index (self->scene->places, SkeinLabCardPlace, i);
      GtkWidget *button = g_ptr_array_index (self->buttons, i);
      GtkAllocation box = place->button;
      GtkAllocation card = place->card;

      gtk_widget_measure (button, GTK_ORIENTATION_HORIZONTAL, -1, &box.width, NULL, NULL, NULL);
      gtk_widget_measure (button, GTK_ORIENTATION_VERTICAL, -1, &box.height, NULL, NULL, NULL);
      box.width = MAX (box.width, place->button.width);
      box.height = MAX (box.height, place->button.height);
      box.x = place->button.x + place->button.width - box.width;
      gtk_widget_size_allocate (button, &box, -1);
      gtk_widget_measure (g_ptr_array_index (self->words, i), GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
      gtk_widget_size_allocate (g_ptr_array_index (self->words, i), &card, -1);
    }
}

static GskRenderNode *
draw_around (SkeinLabView *self)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (GTK_WIDGET (self)),
                                               (float) gtk_widget_get_height (GTK_WIDGET (self)));
  SkeinDrawnNode node;
  cairo_t *cr = skein_drawn_node_begin (&node, &bounds);

  skein_lab_scene_draw_around (self->scene, cr);

  return skein_drawn_node_finish (&node, cr);
}

static GskRenderNode *
draw_card (SkeinLabView *self,
           guint         i)
{
  const cairo_rectangle_int_t *card = &g_array_index (self->scene->places, SkeinLabCardPlace, i).card;
  graphene_rect_t bounds =
    GRAPHENE_RECT_INIT ((float) card->x, (float) card->y, (float) card->width, (float) card->height);
  SkeinDrawnNode node;
  cairo_t *cr = skein_drawn_node_begin (&node, &bounds);

  skein_lab_scene_draw_card (self->scene, cr, i);

  return skein_drawn_node_finish (&node, cr);
}

static void
skein_lab_view_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  SkeinLabView *self = SKEIN_LAB_VIEW (widget);

  if (self->around == NULL)
    self->around = draw_around (self);
  gtk_snapshot_append_node (snapshot, self->around);

  g_ptr_array_set_size (self->nodes, (gint) self->scene->places->len);
  for (guint i = 0; i < self->nodes->len; i++)
    {
      if (self->nodes->pdata[i] == NULL)
        self->nodes->pdata[i] = draw_card (self, i);
      gtk_snapshot_append_node (snapshot, self->nodes->pdata[i]);
    }

  GTK_WIDGET_CLASS (skein_lab_view_parent_class)->snapshot (widget, snapshot);
}

static gboolean
skein_lab_view_query_tooltip (GtkWidget  *widget,
                              int         x,
                              int         y,
                              gboolean    keyboard,
                              GtkTooltip *tooltip)
{
  SkeinLabView *self = SKEIN_LAB_VIEW (widget);
  SkeinLabSpot spot = skein_lab_scene_hit (self->scene, x, y);
  g_autofree char *text = keyboard ? NULL : skein_lab_scene_dup_spot_text (self->scene, &spot);
  GdkRectangle area = { x, y, 1, 1 };

  if (text == NULL)
    return FALSE;

  gtk_tooltip_set_text (tooltip, text);
  gtk_tooltip_set_tip_area (tooltip, &area);

  return TRUE;
}

static void
skein_lab_view_map (GtkWidget *widget)
{
  SkeinLabView *self = SKEIN_LAB_VIEW (widget);

  GTK_WIDGET_CLASS (skein_lab_view_parent_class)->map (widget);
  skein_lab_model_set_watched (self->model, TRUE);
  changed_cb (self);
}

static void
skein_lab_view_unmap (GtkWidget *widget)
{
  skein_lab_model_set_watched (SKEIN_LAB_VIEW (widget)->model, FALSE);
  GTK_WIDGET_CLASS (skein_lab_view_parent_class)->unmap (widget);
}

static void
style_changed_cb (SkeinLabView *self)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  g_clear_pointer (&self->palette, skein_palette_free);
  self->palette = skein_palette_new (adw_style_manager_get_dark (style), adw_style_manager_get_high_contrast (style),
                                     gtk_widget_get_scale_factor (GTK_WIDGET (self)));
  self->scene->palette = self->palette;
  forget_drawing (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
skein_lab_view_system_setting_changed (GtkWidget        *widget,
                                       GtkSystemSetting  setting)
{
  GTK_WIDGET_CLASS (skein_lab_view_parent_class)->system_setting_changed (widget, setting);
  gtk_widget_queue_resize (widget);
}

static void
skein_lab_view_dispose (GObject *object)
{
  SkeinLabView *self = SKEIN_LAB_VIEW (object);

  while (self->buttons->len > 0)
    {
      gtk_widget_unparent (g_ptr_array_steal_index (self->buttons, self->buttons->len - 1));
      gtk_widget_unparent (g_ptr_array_steal_index (self->words, self->words->len - 1));
    }
  g_clear_object (&self->model);

  G_OBJECT_CLASS (skein_lab_view_parent_class)->dispose (object);
}

static void
skein_lab_view_finalize (GObject *object)
{
  SkeinLabView *self = SKEIN_LAB_VIEW (object);

  skein_lab_scene_free (self->scene);
  g_clear_pointer (&self->cards, g_ptr_array_unref);
  g_clear_pointer (&self->palette, skein_palette_free);
  g_ptr_array_unref (self->buttons);
  g_ptr_array_unref (self->words);
  forget_drawing (self);
  g_ptr_array_unref (self->nodes);

  G_OBJECT_CLASS (skein_lab_view_parent_class)->finalize (object);
}

static void
skein_lab_view_class_init (SkeinLabViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = skein_lab_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = skein_lab_view_finalize;
  widget_class->get_request_mode = skein_lab_view_get_request_mode;
  widget_class->measure = skein_lab_view_measure;
  widget_class->size_allocate = skein_lab_view_size_allocate;
  widget_class->snapshot = skein_lab_view_snapshot;
  widget_class->query_tooltip = skein_lab_view_query_tooltip;
  widget_class->map = skein_lab_view_map;
  widget_class->unmap = skein_lab_view_unmap;
  widget_class->system_setting_changed = skein_lab_view_system_setting_changed;

  gtk_widget_class_set_css_name (widget_class, "lab-view");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
skein_lab_view_init (SkeinLabView *self)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  self->scene = skein_lab_scene_new ();
  self->scene->n_cores = skein_experiment_count_cores ();
  self->scene->button_size = BUTTON_SIZE;
  self->cards = g_ptr_array_new ();
  self->buttons = g_ptr_array_new ();
  self->words = g_ptr_array_new ();
  self->nodes = g_ptr_array_new_with_free_func (clear_node);

  /* Time goes to the right, whichever way people write. */
  gtk_widget_set_direction (GTK_WIDGET (self), GTK_TEXT_DIR_LTR);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Modes"), -1);

  style_changed_cb (self);
  g_signal_connect_object (style, "notify::dark", G_CALLBACK (style_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::high-contrast", G_CALLBACK (style_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (style_changed_cb), NULL);
}

GtkWidget *
skein_lab_view_new (SkeinLabModel *model)
{
  SkeinLabView *self = g_object_new (SKEIN_TYPE_LAB_VIEW, NULL);

  self->model = g_object_ref (model);
  rebuild (self);
  g_signal_connect_object (model, "experiment-changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "grown", G_CALLBACK (grown_cb), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}
