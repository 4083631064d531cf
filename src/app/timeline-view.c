/* timeline-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/timeline-view-private.h"

#include "app/focus.h"
#include "sampler/polls.h"

#include <math.h>
#include <string.h>

#include <adwaita.h>
#include <glib/gi18n.h>

/* With more threads than this their lanes are chosen anew only when the page moves on. */
#define FEW_THREADS 500

#define MIN_WIDTH 240

/* In lines of text: what shows the cores, some lanes and "at once". */
#define MIN_LINES 22

G_DEFINE_FINAL_TYPE (SkeinTimelineView, skein_timeline_view, GTK_TYPE_WIDGET)

static uint32_t
colour_of_process (SkeinId  process,
                   gpointer data)
{
  SkeinTimelineView *self = data;
  SkeinTaskInfo info;

  if (!skein_store_get_info (skein_session_get_store (self->session), process, &info))
    return 0;

  return skein_session_get_colour_number (self->session, &info.key);
}

void
skein_timeline_view_redraw_names (SkeinTimelineView *self)
{
  g_clear_pointer (&self->names_node, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
skein_timeline_view_forget_drawn (SkeinTimelineView *self)
{
  skein_tiles_clear (self->tiles);
  skein_labels_clear (self->labels);
}

void
skein_timeline_view_redraw_all (SkeinTimelineView *self)
{
  skein_timeline_view_forget_drawn (self);
  g_clear_pointer (&self->axis_node, gsk_render_node_unref);
  for (guint i = 0; i < SKEIN_TIMELINE_N_HEADINGS; i++)
    g_clear_pointer (&self->heading_nodes[i], gsk_render_node_unref);
  g_clear_pointer (&self->range_node, gsk_render_node_unref);
  g_clear_pointer (&self->joins_node, gsk_render_node_unref);
  skein_timeline_view_redraw_names (self);
}

static gboolean
is_in_view (SkeinTimelineView *self,
            size_t             lane)
{
  const SkeinScene *scene = self->scene;
  int top = g_array_index (scene->lane_tops, int, lane) - scene->lanes_scroll;
  int bottom = g_array_index (scene->lane_tops, int, lane + 1) - scene->lanes_scroll;

  return bottom > 0 && top < scene->lane_stripe.height;
}

/* Those that can be seen, and others as long as it does not make them slower. */
static void
name_threads_in_view (SkeinTimelineView *self)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (SkeinTaskKey));
  size_t n = 0;
  const SkeinLane *lanes = skein_timeline_get_lanes (self->timeline, &n);

  if (self->is_a_guess || self->scene->lane_tops->len <= n)
    n = 0;

  for (size_t i = 0; i < n && keys->len < SKEIN_POLLS_MOST; i++)
    if (lanes[i].kind == SKEIN_LANE_THREAD && is_in_view (self, i))
      g_array_append_val (keys, lanes[i].key);

  for (size_t i = 0; i < n && keys->len < SKEIN_POLLS_FAST; i++)
    if (lanes[i].kind == SKEIN_LANE_THREAD && !is_in_view (self, i))
      g_array_append_val (keys, lanes[i].key);

  skein_session_set_threads_in_view (self->session, (const SkeinTaskKey *) (void *) keys->data, keys->len);
}

/* Lanes, their places, and the scrollbars beside them. */
static void
update_layout (SkeinTimelineView *self)
{
  SkeinScene *scene = self->scene;
  GtkAdjustment *cores = gtk_scrollbar_get_adjustment (GTK_SCROLLBAR (self->cores_bar));
  GtkAdjustment *lanes = gtk_scrollbar_get_adjustment (GTK_SCROLLBAR (self->lanes_bar));

  scene->width = gtk_widget_get_width (GTK_WIDGET (self));
  scene->height = gtk_widget_get_height (GTK_WIDGET (self));
  if (scene->width <= 0 || scene->text == NULL)
    return;

  skein_scene_layout (scene);

  gtk_adjustment_configure (cores, scene->cores_scroll, 0, scene->cores_content, scene->core_height,
                            scene->core_stripe.height, scene->core_stripe.height);
  gtk_adjustment_configure (lanes, scene->lanes_scroll, 0, scene->lanes_content, scene->lane_height,
                            scene->lane_stripe.height, scene->lane_stripe.height);
  gtk_widget_set_child_visible (self->cores_bar, scene->cores_content > scene->core_stripe.height);
  gtk_widget_set_child_visible (self->lanes_bar, scene->lanes_content > scene->lane_stripe.height);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  name_threads_in_view (self);
  skein_timeline_view_redraw_all (self);
}

static void
scrolled_cb (SkeinTimelineView *self)
{
  int cores = (int) gtk_adjustment_get_value (gtk_scrollbar_get_adjustment (GTK_SCROLLBAR (self->cores_bar)));
  int lanes = (int) gtk_adjustment_get_value (gtk_scrollbar_get_adjustment (GTK_SCROLLBAR (self->lanes_bar)));

  if (cores == self->scene->cores_scroll && lanes == self->scene->lanes_scroll)
    return;

  self->scene->cores_scroll = cores;
  self->scene->lanes_scroll = lanes;
  name_threads_in_view (self);
  skein_timeline_view_update_cursor (self);
  skein_timeline_view_redraw_all (self);
}

/* Where what is shown ends: the page is not full yet, or what came after it is not shown. */
static int64_t
get_page_end (SkeinTimelineView *self)
{
  return MIN (self->page.until_ns, self->page.start_ns + self->page.n * self->page.column_ns);
}

/* For want of a selection, the busiest process; the same one as long as the page stands still. */
static void
guess_process (SkeinTimelineView *self)
{
  size_t n;
  SkeinId id;

  skein_timeline_get_processes (self->timeline, &n);
  if (self->is_a_guess && n > 0)
    return;

  id = skein_timeline_busiest_process (self->scene->store, self->page.start_ns, get_page_end (self));
  skein_timeline_set_processes (self->timeline, &id, id != SKEIN_ID_NONE ? 1 : 0);
  self->is_a_guess = TRUE;
}

static void
update_processes (SkeinTimelineView *self)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (SkeinId));
  guint n;
  const SkeinTaskKey *keys = skein_session_get_selection (self->session, &n);

  if (n == 0)
    {
      guess_process (self);

      return;
    }

  for (guint i = 0; i < n; i++)
    {
      SkeinId id = skein_store_find_process (self->scene->store, &keys[i]);

      if (id != SKEIN_ID_NONE)
        g_array_append_val (ids, id);
    }

  self->is_a_guess = FALSE;
  skein_timeline_set_processes (self->timeline, (const SkeinId *) (void *) ids->data, ids->len);
}

/* What the threads of the lanes wait for is read while the lanes are seen. */
static void
ask_for_waits (SkeinTimelineView *self,
               const SkeinId     *processes,
               size_t             n_processes)
{
  pid_t pids[SKEIN_TIMELINE_MAX_ASKED];
  guint n_pids = 0;

  for (size_t i = 0; i < n_processes && n_pids < SKEIN_TIMELINE_MAX_ASKED; i++)
    {
      SkeinTaskInfo info;

      if (skein_store_get_info (self->scene->store, processes[i], &info) && info.is_alive)
        pids[n_pids++] = info.key.pid;
    }

  if (n_pids == self->n_asked && memcmp (pids, self->asked, n_pids * sizeof *pids) == 0)
    return;

  memcpy (self->asked, pids, n_pids * sizeof *pids);
  self->n_asked = n_pids;
  skein_session_set_focus (self->session, self, pids, n_pids);
}

static void
update_heading (SkeinTimelineView *self)
{
  SkeinScene *scene = self->scene;
  unsigned n_threads = skein_timeline_get_n_threads (self->timeline);
  g_autofree char *count = g_strdup_printf (ngettext ("%u thread", "%u threads", n_threads), n_threads);
  g_autofree char *name = NULL;
  size_t n;
  const SkeinId *processes = skein_timeline_get_processes (self->timeline, &n);
  SkeinTaskInfo info;

  g_clear_pointer (&scene->heading, g_free);
  g_clear_pointer (&scene->subheading, g_free);
  g_clear_pointer (&scene->hint, g_free);

  if (n != 1 || !skein_store_get_info (scene->store, processes[0], &info))
    {
      scene->heading = g_strdup (_("Threads"));
      scene->subheading = g_steal_pointer (&count);
      scene->hint = g_strdup (n == 0 ? _("Select a process in the sidebar to see its threads.")
                                     : _("None of the selected processes existed in this time."));

      return;
    }

  name = g_utf8_make_valid (info.name, -1);
  scene->heading = g_strdup_printf (_("Threads of %s"), name);
  if (self->is_a_guess)
    scene->subheading = g_strdup_printf (_("%d · %s · the busiest; select another in the sidebar"),
                                         (int) info.key.pid, count);
  else
    scene->subheading = g_strdup_printf ("%d · %s", (int) info.key.pid, count);
  scene->hint = g_strdup (_("It did not exist in this time, or was not measured."));
}

static void
update_chosen (SkeinTimelineView *self)
{
  const SkeinTaskKey *thread = skein_session_get_thread (self->session);

  self->scene->chosen = thread != NULL ? skein_store_find_thread (self->scene->store, thread) : SKEIN_ID_NONE;
}

void
skein_timeline_view_update_lanes (SkeinTimelineView *self)
{
  const SkeinId *processes;
  size_t n;

  update_processes (self);
  processes = skein_timeline_get_processes (self->timeline, &n);
  ask_for_waits (self, processes, n);
  update_chosen (self);
  self->scene->all_coloured = self->is_a_guess;

  if (skein_timeline_update (self->timeline, self->scene->store, self->page.start_ns, get_page_end (self)))
    {
      update_heading (self);
      update_layout (self);
      skein_timeline_view_update_cursor (self);
    }
}

static gboolean
update_cores (SkeinTimelineView *self)
{
  const SkeinSnapshot *snapshot = skein_session_get_snapshot (self->session);
  GArray *cores = self->scene->cores;

  if (snapshot == NULL || snapshot->n_cores == cores->len)
    return FALSE;

  g_array_set_size (cores, 0);
  for (guint i = 0; i < snapshot->n_cores; i++)
    g_array_append_val (cores, snapshot->cores[i].id);

  g_free (self->busy);
  self->busy = g_new0 (double, cores->len);

  return TRUE;
}

/* The names show the figures; they are drawn again only if one of them reads differently. */
static void
update_busy (SkeinTimelineView *self)
{
  double span_ns = (double) (get_page_end (self) - self->page.start_ns);
  gboolean changed = FALSE;

  for (guint i = 0; span_ns > 0 && i < self->scene->cores->len; i++)
    {
      SkeinCoreBin bin = { 0 };
      double busy;

      skein_store_bin_core (self->scene->store, g_array_index (self->scene->cores, uint16_t, i),
                            self->page.start_ns, span_ns, &bin, 1);
      busy = bin.observed > 0.0f ? round (100.0 * (double) (bin.busy / bin.observed)) / 100.0 : -1.0;
      changed |= busy != self->busy[i];
      self->busy[i] = busy;
    }

  if (changed)
    skein_timeline_view_redraw_names (self);
}

/* The columns of which something became known since the scale was fitted. */
static SkeinColumns
get_new_columns (SkeinTimelineView *self)
{
  SkeinColumns columns = self->page;
  int64_t n_old = CLAMP ((self->scaled_ns - columns.start_ns) / columns.column_ns, 0, columns.n);

  columns.start_ns += n_old * columns.column_ns;
  columns.n -= (int) n_old;

  return columns;
}

/* The scale grows within a page, and is fitted anew with the next one. */
static void
update_scale (SkeinTimelineView *self,
              gboolean           fresh)
{
  SkeinColumns columns = fresh ? self->page : get_new_columns (self);
  unsigned most;

  self->scaled_ns = self->page.until_ns;

  most = (unsigned) MAX (ceil (skein_scene_most_demand (self->scene, &columns) - 0.05), 1.0);
  if (fresh ? most == self->scene->once_most : most <= self->scene->once_most)
    return;

  self->scene->once_most = most;
  skein_timeline_view_redraw_all (self);
}

/* Everything that depends on which time is shown. */
static void
page_moved (SkeinTimelineView *self)
{
  g_clear_pointer (&self->axis_node, gsk_render_node_unref);
  g_clear_pointer (&self->range_node, gsk_render_node_unref);
  g_clear_pointer (&self->joins_node, gsk_render_node_unref);
  self->is_a_guess = FALSE; /* or no longer a good one */
  skein_timeline_view_update_lanes (self);
  update_scale (self, TRUE);
  update_busy (self);
  skein_timeline_view_update_cursor (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
view_changed_cb (SkeinTimelineView *self)
{
  int64_t column_ns = self->page.column_ns;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || !skein_timeline_view_place_page (self))
    return;

  if (self->page.column_ns != column_ns)
    skein_timeline_view_forget_drawn (self);
  page_moved (self);
}

/* How much of the page is known, in columns. */
static int64_t
known_columns (SkeinTimelineView *self)
{
  int64_t end_ns = self->page.start_ns + self->page.n * self->page.column_ns;

  return self->page.column_ns > 0 ? MIN (self->page.until_ns, end_ns) / self->page.column_ns : -1;
}

/* What a thread did that is read very often may be told a while later. */
static void
redraw_revised (SkeinTimelineView *self)
{
  int64_t revised_ns = skein_store_take_revised (self->scene->store);

  if (self->page.column_ns <= 0 || revised_ns >= self->page.until_ns)
    return;

  skein_tiles_clear_from (self->tiles, revised_ns, self->page.column_ns);
  skein_labels_clear_from (self->labels, revised_ns, self->page.column_ns);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
sampled_cb (SkeinTimelineView *self)
{
  int64_t columns_before;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  if (update_cores (self))
    update_layout (self);

  redraw_revised (self);
  columns_before = known_columns (self);
  view_changed_cb (self);

  /* Less than a column of new time shows nothing new. */
  if (self->page.column_ns <= 0 || known_columns (self) == columns_before)
    return;

  g_clear_pointer (&self->joins_node, gsk_render_node_unref);
  update_scale (self, FALSE);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
refresh_cb (SkeinTimelineView *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || self->page.column_ns == 0)
    return;

  if (skein_timeline_get_n_threads (self->timeline) <= FEW_THREADS)
    skein_timeline_view_update_lanes (self);
  update_busy (self);
}

static void
selection_changed_cb (SkeinTimelineView *self)
{
  SkeinId chosen = self->scene->chosen;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || self->page.column_ns == 0)
    return;

  update_chosen (self);
  if (self->scene->chosen != chosen)
    {
      g_clear_pointer (&self->joins_node, gsk_render_node_unref);
      skein_timeline_view_redraw_names (self);
    }

  skein_timeline_view_update_lanes (self);
  update_heading (self);
  update_layout (self);
  update_scale (self, TRUE);
}

static void
range_changed_cb (SkeinTimelineView *self)
{
  g_clear_pointer (&self->axis_node, gsk_render_node_unref);
  g_clear_pointer (&self->range_node, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
style_changed_cb (SkeinTimelineView *self)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  g_autofree char *by = g_settings_get_string (self->settings, "color-by");

  g_clear_pointer (&self->palette, skein_palette_free);
  self->palette = skein_palette_new (adw_style_manager_get_dark (style), adw_style_manager_get_high_contrast (style),
                                     gtk_widget_get_scale_factor (GTK_WIDGET (self)));
  self->scene->palette = self->palette;
  self->scene->by_state = g_str_equal (by, "state");
  self->scene->by_core = g_str_equal (by, "core");
  skein_timeline_view_redraw_all (self);
}

static void
font_changed (SkeinTimelineView *self)
{
  g_set_object (&self->scene->text, gtk_widget_get_pango_context (GTK_WIDGET (self)));
  skein_scene_layout (self->scene);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  update_layout (self);
}

static void
skein_timeline_view_css_changed (GtkWidget         *widget,
                                 GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (skein_timeline_view_parent_class)->css_changed (widget, change);
  font_changed (SKEIN_TIMELINE_VIEW (widget));
}

static void
skein_timeline_view_system_setting_changed (GtkWidget        *widget,
                                            GtkSystemSetting  setting)
{
  GTK_WIDGET_CLASS (skein_timeline_view_parent_class)->system_setting_changed (widget, setting);
  font_changed (SKEIN_TIMELINE_VIEW (widget));
}

static void
skein_timeline_view_measure (GtkWidget      *widget,
                             GtkOrientation  orientation,
                             int             for_size,
                             int            *minimum,
                             int            *natural,
                             int            *minimum_baseline,
                             int            *natural_baseline)
{
  SkeinTimelineView *self = SKEIN_TIMELINE_VIEW (widget);
  GtkWidget *children[] = { self->cores_bar, self->lanes_bar, self->proxies[0], self->proxies[1] };
  int line = self->scene->line_height > 0 ? self->scene->line_height : 16;

  /* They are placed within, and ask for nothing; but GTK wants them measured. */
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    gtk_widget_measure (children[i], orientation, -1, minimum, natural, NULL, NULL);

  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? MIN_WIDTH : MIN_LINES * line;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 3 * MIN_WIDTH : 2 * MIN_LINES * line;
}

static void
allocate_bar (GtkWidget         *bar,
              const SkeinStripe *stripe,
              int                width)
{
  int bar_width;
  int height;

  if (!gtk_widget_get_child_visible (bar))
    return;

  gtk_widget_measure (bar, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &bar_width, NULL, NULL);
  gtk_widget_measure (bar, GTK_ORIENTATION_VERTICAL, -1, &height, NULL, NULL, NULL);
  gtk_widget_size_allocate (bar, &(GtkAllocation) { width - bar_width, stripe->y, bar_width,
                                                    MAX (stripe->height, height) }, -1);
}

static void
skein_timeline_view_size_allocate (GtkWidget *widget,
                                   int        width,
                                   int        height,
                                   int        baseline)
{
  SkeinTimelineView *self = SKEIN_TIMELINE_VIEW (widget);
  GdkRectangle cursor;

  if (self->scene->width != width || self->scene->height != height)
    {
      update_layout (self);
      view_changed_cb (self);
    }

  allocate_bar (self->cores_bar, &self->scene->core_stripe, width);
  allocate_bar (self->lanes_bar, &self->scene->lane_stripe, width);

  if (!skein_timeline_view_cursor_box (self, &cursor))
    cursor = (GdkRectangle) { 0, self->scene->lane_stripe.y, width, MAX (self->scene->lane_stripe.height, 1) };
  for (int i = 0; i < 2; i++)
    gtk_widget_size_allocate (self->proxies[i], &cursor, -1);

  if (self->menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->menu));
}

static void
skein_timeline_view_map (GtkWidget *widget)
{
  SkeinTimelineView *self = SKEIN_TIMELINE_VIEW (widget);

  GTK_WIDGET_CLASS (skein_timeline_view_parent_class)->map (widget);

  /* What happened while nobody looked. */
  update_cores (self);
  update_layout (self);
  view_changed_cb (self);
  selection_changed_cb (self);
}

static void
skein_timeline_view_unmap (GtkWidget *widget)
{
  ask_for_waits (SKEIN_TIMELINE_VIEW (widget), NULL, 0);

  GTK_WIDGET_CLASS (skein_timeline_view_parent_class)->unmap (widget);
}

static gboolean
skein_timeline_view_grab_focus (GtkWidget *widget)
{
  SkeinTimelineView *self = SKEIN_TIMELINE_VIEW (widget);

  return gtk_widget_grab_focus (self->proxies[self->proxy]);
}

static void
skein_timeline_view_dispose (GObject *object)
{
  SkeinTimelineView *self = SKEIN_TIMELINE_VIEW (object);

  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_pointer (&self->cores_bar, gtk_widget_unparent);
  g_clear_pointer (&self->lanes_bar, gtk_widget_unparent);
  g_clear_pointer (&self->proxies[0], gtk_widget_unparent);
  g_clear_pointer (&self->proxies[1], gtk_widget_unparent);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (skein_timeline_view_parent_class)->dispose (object);
}

static void
skein_timeline_view_finalize (GObject *object)
{
  SkeinTimelineView *self = SKEIN_TIMELINE_VIEW (object);

  g_clear_pointer (&self->names_node, gsk_render_node_unref);
  g_clear_pointer (&self->axis_node, gsk_render_node_unref);
  for (guint i = 0; i < SKEIN_TIMELINE_N_HEADINGS; i++)
    g_clear_pointer (&self->heading_nodes[i], gsk_render_node_unref);
  g_clear_pointer (&self->range_node, gsk_render_node_unref);
  g_clear_pointer (&self->joins_node, gsk_render_node_unref);
  g_clear_pointer (&self->tiles, skein_tiles_free);
  g_clear_pointer (&self->labels, skein_labels_free);
  g_clear_pointer (&self->scene, skein_scene_free);
  g_clear_pointer (&self->palette, skein_palette_free);
  g_clear_pointer (&self->timeline, skein_timeline_free);
  g_clear_pointer (&self->busy, g_free);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (skein_timeline_view_parent_class)->finalize (object);
}

static void
skein_timeline_view_class_init (SkeinTimelineViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = skein_timeline_view_dispose;
  object_class->finalize = skein_timeline_view_finalize;
  widget_class->measure = skein_timeline_view_measure;
  widget_class->size_allocate = skein_timeline_view_size_allocate;
  widget_class->snapshot = skein_timeline_view_snapshot;
  widget_class->map = skein_timeline_view_map;
  widget_class->unmap = skein_timeline_view_unmap;
  widget_class->css_changed = skein_timeline_view_css_changed;
  widget_class->system_setting_changed = skein_timeline_view_system_setting_changed;
  widget_class->grab_focus = skein_timeline_view_grab_focus;
  widget_class->focus = skein_focus_children;

  gtk_widget_class_set_css_name (widget_class, "timeline");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
  skein_timeline_view_install_time (widget_class);
  skein_timeline_view_install_cursor (widget_class);
  skein_timeline_view_install_menu (widget_class);
}

static GtkWidget *
scrollbar_new (SkeinTimelineView *self,
               const char        *label)
{
  GtkWidget *bar = gtk_scrollbar_new (GTK_ORIENTATION_VERTICAL, NULL);

  gtk_widget_set_parent (bar, GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_object (gtk_scrollbar_get_adjustment (GTK_SCROLLBAR (bar)), "value-changed",
                           G_CALLBACK (scrolled_cb), self, G_CONNECT_SWAPPED);

  return bar;
}

static void
skein_timeline_view_init (SkeinTimelineView *self)
{
  self->timeline = skein_timeline_new ();
  self->scene = skein_scene_new ();
  self->tiles = skein_tiles_new ();
  self->labels = skein_labels_new ();
  self->scene->timeline = self->timeline;
  self->scene->colour = colour_of_process;
  self->scene->colour_data = self;
  self->menu_lane = SKEIN_ID_NONE;

  /* Time runs from left to right, whichever way people write. */
  gtk_widget_set_direction (GTK_WIDGET (self), GTK_TEXT_DIR_LTR);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Timeline of cores and threads"), -1);

  self->cores_bar = scrollbar_new (self, _("Scroll the cores"));
  self->lanes_bar = scrollbar_new (self, _("Scroll the threads"));
  skein_timeline_view_init_cursor (self);
  skein_timeline_view_init_input (self);
}

GtkWidget *
skein_timeline_view_new (SkeinSession *session)
{
  SkeinTimelineView *self = g_object_new (SKEIN_TYPE_TIMELINE_VIEW, NULL);
  AdwStyleManager *style = adw_style_manager_get_default ();

  self->session = g_object_ref (session);
  self->settings = g_object_ref (skein_session_get_settings (session));
  self->scene->store = skein_session_get_store (session);
  style_changed_cb (self);

  g_signal_connect_object (session, "sampled", G_CALLBACK (sampled_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "refresh", G_CALLBACK (refresh_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "view-changed", G_CALLBACK (view_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "range-changed", G_CALLBACK (range_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "selection-changed", G_CALLBACK (selection_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "slice-changed", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::dark", G_CALLBACK (style_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::high-contrast", G_CALLBACK (style_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::color-by", G_CALLBACK (style_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (style_changed_cb), NULL);

  return GTK_WIDGET (self);
}

const SkeinTimeline *
skein_timeline_view_get_timeline (SkeinTimelineView *self)
{
  return self->timeline;
}

gboolean
skein_timeline_view_is_a_guess (SkeinTimelineView *self)
{
  return self->is_a_guess;
}

void
skein_timeline_view_get_page (SkeinTimelineView *self,
                              int64_t           *ret_start_ns,
                              int64_t           *ret_end_ns)
{
  *ret_start_ns = self->page.start_ns;
  *ret_end_ns = self->page.start_ns + self->page.n * self->page.column_ns;
}
