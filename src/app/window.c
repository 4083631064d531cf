/* window.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/window.h"

#include "app/inspector.h"
#include "app/lab-catalogue.h"
#include "app/lab-page.h"
#include "app/launcher.h"
#include "app/memory-inspector.h"
#include "app/memory-page.h"
#include "app/processes-page.h"
#include "app/sidebar.h"
#include "app/split.h"
#include "app/status-bar.h"
#include "app/timeline-page.h"
#include "base/clock.h"

#include <glib/gi18n.h>
#include <string.h>

struct _SkeinWindow
{
  AdwApplicationWindow  parent_instance;

  SkeinSession         *session;
  GSettings            *state;
  GtkWidget            *sidebar;
  GtkWidget            *processes_page;
  SkeinMemoryModel     *memory;
  SkeinLabModel        *lab;
  GtkStack             *sidebars;
  GtkStack             *inspectors;

  AdwToastOverlay      *toasts;
  GtkStack             *titles;
  GtkWidget            *switcher;
  GtkWidget            *title;
  AdwButtonContent     *pause_content;
  GtkMenuButton        *launch;
  AdwButtonContent     *launch_content;
  GtkWidget            *inspector_button;
  SkeinLauncher        *launcher;
  SkeinSplit           *split;
  AdwViewStack         *pages;
  SkeinStatusBar       *status_bar;
  AdwViewSwitcherBar   *switcher_bar;
};

G_DEFINE_FINAL_TYPE (SkeinWindow, skein_window, ADW_TYPE_APPLICATION_WINDOW)

/* So long the way back to the Lab is offered. */
#define LEAVE_SECONDS 15

static const char *const page_names[] = { "timeline", "memory", "processes", "lab" };

static void
page_activated_cb (GtkWidget  *widget,
                   const char *action,
                   GVariant   *parameter)
{
  gint32 number = g_variant_get_int32 (parameter);

  if (number >= 0 && number < (gint32) G_N_ELEMENTS (page_names))
    skein_window_show_page (SKEIN_WINDOW (widget), page_names[number]);
}

static void
next_page_activated_cb (GtkWidget  *widget,
                        const char *action,
                        GVariant   *parameter)
{
  SkeinWindow *self = SKEIN_WINDOW (widget);
  const char *shown = adw_view_stack_get_visible_child_name (self->pages);
  const guint n_pages = G_N_ELEMENTS (page_names);
  guint now = 0;

  while (now < n_pages - 1 && g_strcmp0 (page_names[now], shown) != 0)
    now++;

  skein_window_show_page (self, page_names[(now + n_pages + (guint) g_variant_get_int32 (parameter)) % n_pages]);
}

static void
search_activated_cb (GtkWidget  *widget,
                     const char *action,
                     GVariant   *parameter)
{
  SkeinWindow *self = SKEIN_WINDOW (widget);

  /* The Lab has another list in its place. */
  if (g_strcmp0 (adw_view_stack_get_visible_child_name (self->pages), "lab") == 0)
    skein_window_show_page (self, "processes");
  skein_split_set_show_sidebar (self->split, TRUE);
  skein_sidebar_focus_search (SKEIN_SIDEBAR (self->sidebar));
}

static void
open_process_activated_cb (GtkWidget  *widget,
                           const char *action,
                           GVariant   *parameter)
{
  SkeinWindow *self = SKEIN_WINDOW (widget);

  skein_window_show_page (self, "processes");
  skein_processes_page_open (SKEIN_PROCESSES_PAGE (self->processes_page), g_variant_get_uint64 (parameter));
}

static void
show_page_activated_cb (GtkWidget  *widget,
                        const char *action,
                        GVariant   *parameter)
{
  skein_window_show_page (SKEIN_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
show_experiment_activated_cb (GtkWidget  *widget,
                              const char *action,
                              GVariant   *parameter)
{
  SkeinWindow *self = SKEIN_WINDOW (widget);
  const SkeinExperimentInfo *experiment = skein_experiment_find (g_variant_get_string (parameter, NULL));

  if (experiment != NULL)
    skein_lab_model_set_experiment (self->lab, experiment);
  skein_window_show_page (self, "lab");
}

/* To a live view, with the way back. */
static void
leave_lab_activated_cb (GtkWidget  *widget,
                        const char *action,
                        GVariant   *parameter)
{
  SkeinWindow *self = SKEIN_WINDOW (widget);
  AdwToast *toast = adw_toast_new (_("The processes of the experiment are selected"));

  skein_window_show_page (self, g_variant_get_string (parameter, NULL));
  adw_toast_set_button_label (toast, _("Back to the Lab"));
  adw_toast_set_action_name (toast, "win.show-page");
  adw_toast_set_action_target (toast, "s", "lab");
  adw_toast_set_timeout (toast, LEAVE_SECONDS);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

/* A sidebar that lies over the page goes: what was chosen in it is to be seen. */
static void
show_content_activated_cb (GtkWidget  *widget,
                           const char *action,
                           GVariant   *parameter)
{
  SkeinWindow *self = SKEIN_WINDOW (widget);

  if (skein_split_get_narrow (self->split))
    skein_split_set_show_sidebar (self->split, FALSE);
}

static void
launch_activated_cb (GtkWidget  *widget,
                     const char *action,
                     GVariant   *parameter)
{
  gtk_menu_button_popup (SKEIN_WINDOW (widget)->launch);
}

static void
toast_activated_cb (GtkWidget  *widget,
                    const char *action,
                    GVariant   *parameter)
{
  SkeinWindow *self = SKEIN_WINDOW (widget);
  AdwToast *toast = adw_toast_new ("");

  /* A name in it may hold anything, markup too. */
  g_autofree char *title = g_markup_escape_text (g_variant_get_string (parameter, NULL), -1);

  adw_toast_set_title (toast, title);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

/* Somebody can see the window: it is on a screen and not minimised. Newer GDK
 * says more, with the same flags. */
static void
update_active (SkeinWindow *self)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (self));
  gboolean active = gtk_widget_get_mapped (GTK_WIDGET (self)) && surface != NULL;

  if (active && GDK_IS_TOPLEVEL (surface))
    active = (gdk_toplevel_get_state (GDK_TOPLEVEL (surface)) & GDK_TOPLEVEL_STATE_MINIMIZED) == 0;

  skein_session_set_active (self->session, active);
}

/* GTK would give the first focus to the first button of all, Launch: then Space opens its menu instead of pausing. */
static void
focus_page (SkeinWindow *self)
{
  if (gtk_window_get_focus (GTK_WINDOW (self)) == NULL)
    gtk_widget_grab_focus (adw_view_stack_get_visible_child (self->pages));
}

static void
skein_window_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (skein_window_parent_class)->map (widget);
  focus_page (SKEIN_WINDOW (widget));
  update_active (SKEIN_WINDOW (widget));
}

static void
skein_window_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (skein_window_parent_class)->unmap (widget);
  update_active (SKEIN_WINDOW (widget));
}

static void
skein_window_realize (GtkWidget *widget)
{
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (widget), &width, &height);
  if (width > 0 && !gtk_window_is_maximized (GTK_WINDOW (widget)))
    skein_split_expect_width (SKEIN_WINDOW (widget)->split, width);

  GTK_WIDGET_CLASS (skein_window_parent_class)->realize (widget);
  g_signal_connect_object (gtk_native_get_surface (GTK_NATIVE (widget)), "notify::state",
                           G_CALLBACK (update_active), widget, G_CONNECT_SWAPPED);
}

/* The title takes the switcher's place where the pages are chosen at the bottom. */
static void
update_narrow (SkeinWindow *self)
{
  gboolean narrow = skein_split_get_narrow (self->split);

  gtk_stack_set_visible_child (self->titles, narrow ? self->title : self->switcher);
  adw_view_switcher_bar_set_reveal (self->switcher_bar, narrow);
  adw_button_content_set_label (self->pause_content, narrow ? "" : _("Pause"));
  adw_button_content_set_label (self->launch_content, narrow ? "" : _("Launch"));
}

/* What stands beside the page is about what the page shows. */
static void
update_sides (SkeinWindow *self)
{
  const char *page = adw_view_stack_get_visible_child_name (self->pages);
  gboolean is_lab = g_strcmp0 (page, "lab") == 0;

  gtk_stack_set_visible_child_name (self->sidebars, is_lab ? "experiments" : "processes");
  g_object_set (self->split, "has-inspector", !is_lab, NULL);
  gtk_widget_set_visible (self->inspector_button, !is_lab);
  gtk_stack_set_visible_child_name (self->inspectors, g_strcmp0 (page, "memory") == 0 ? "memory" : "time");
}

static void
keep_size (SkeinWindow *self)
{
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_boolean (self->state, "maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
  g_settings_set_int (self->state, "width", width);
  g_settings_set_int (self->state, "height", height);
}

static gboolean
skein_window_close_request (GtkWindow *window)
{
  keep_size (SKEIN_WINDOW (window));

  return GTK_WINDOW_CLASS (skein_window_parent_class)->close_request (window);
}

static void
skein_window_dispose (GObject *object)
{
  SkeinWindow *self = SKEIN_WINDOW (object);

  g_clear_object (&self->state);
  g_clear_object (&self->memory);
  g_clear_object (&self->lab);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (skein_window_parent_class)->dispose (object);
}

static void
skein_window_class_init (SkeinWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = skein_window_dispose;
  widget_class->map = skein_window_map;
  widget_class->unmap = skein_window_unmap;
  widget_class->realize = skein_window_realize;
  GTK_WINDOW_CLASS (klass)->close_request = skein_window_close_request;

  g_type_ensure (SKEIN_TYPE_LAUNCHER);
  g_type_ensure (SKEIN_TYPE_SPLIT);
  g_type_ensure (SKEIN_TYPE_STATUS_BAR);

  gtk_widget_class_set_template_from_resource (widget_class, SKEIN_RESOURCE_PATH "/ui/window.ui");
  gtk_widget_class_bind_template_child (widget_class, SkeinWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, SkeinWindow, titles);
  gtk_widget_class_bind_template_child (widget_class, SkeinWindow, switcher);
  gtk_widget_class_bind_template_child (widget_class, SkeinWindow, title);
  gtk_widget_class_bind_template_child (widget_class, SkeinWindow, pause_content);
  gtk_widget_class_bind_template_child (widget_class, SkeinWindow, launch);
  gtk_widget_class_bind_template_child (widget_class, SkeinWindow, launch_content);
  gtk_widget_class_bind_template_child (widget_class, SkeinWindow, inspector_button);
  gtk_widget_class_bind_template_child (widget_class, SkeinWindow, launcher);
  gtk_widget_class_bind_template_child (widget_class, SkeinWindow, split);
  gtk_widget_class_bind_template_child (widget_class, SkeinWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, SkeinWindow, status_bar);
  gtk_widget_class_bind_template_child (widget_class, SkeinWindow, switcher_bar);

  gtk_widget_class_install_action (widget_class, "win.page", "i", page_activated_cb);
  gtk_widget_class_install_action (widget_class, "win.next-page", "i", next_page_activated_cb);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search_activated_cb);
  gtk_widget_class_install_action (widget_class, "win.open-process", "t", open_process_activated_cb);
  gtk_widget_class_install_action (widget_class, "win.toast", "s", toast_activated_cb);
  gtk_widget_class_install_action (widget_class, "win.show-page", "s", show_page_activated_cb);
  gtk_widget_class_install_action (widget_class, "win.show-experiment", "s", show_experiment_activated_cb);
  gtk_widget_class_install_action (widget_class, "win.leave-lab", "s", leave_lab_activated_cb);
  gtk_widget_class_install_action (widget_class, "win.show-content", NULL, show_content_activated_cb);
  gtk_widget_class_install_action (widget_class, "win.launch", NULL, launch_activated_cb);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_question, 0, "win.show-help-overlay", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_question, GDK_SHIFT_MASK, "win.show-help-overlay", NULL);
}

/* Where the key bubbles up: whoever has the focus may want it, as an entry does. Not
 * up to the window, since GtkWindow has a use of its own for it. */
static void
add_pause_key (SkeinWindow *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_space, 0),
                                                          gtk_named_action_new ("win.pause")));
  gtk_widget_add_controller (GTK_WIDGET (self->toasts), keys);
}

static void
skein_window_init (SkeinWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_pause_key (self);
}

static void
add_page (SkeinWindow *self,
          GtkWidget   *page,
          const char  *name,
          const char  *title,
          const char  *icon)
{
  adw_view_stack_page_set_icon_name (adw_view_stack_add_titled (self->pages, page, name, title), icon);
}

static void
add_property_action (SkeinWindow *self,
                     const char  *name,
                     gpointer     object,
                     const char  *property)
{
  g_autoptr(GPropertyAction) action = g_property_action_new (name, object, property);

  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
}

static GtkWidget *
make_sidebars (SkeinWindow *self)
{
  GtkWidget *stack = gtk_stack_new ();

  self->sidebars = GTK_STACK (stack);
  gtk_widget_add_css_class (stack, "sidebars");
  gtk_stack_add_named (self->sidebars, self->sidebar, "processes");
  gtk_stack_add_named (self->sidebars, skein_lab_catalogue_new (self->lab), "experiments");

  return stack;
}

static GtkWidget *
make_inspectors (SkeinWindow *self)
{
  GtkWidget *stack = gtk_stack_new ();

  self->inspectors = GTK_STACK (stack);
  gtk_stack_set_hhomogeneous (self->inspectors, FALSE);
  gtk_stack_set_vhomogeneous (self->inspectors, FALSE);
  gtk_widget_add_css_class (stack, "inspector");
  gtk_stack_add_named (self->inspectors, skein_inspector_new (self->session), "time");
  gtk_stack_add_named (self->inspectors, skein_memory_inspector_new (self->memory), "memory");
  g_signal_connect_object (self->pages, "notify::visible-child-name", G_CALLBACK (update_sides), self,
                           G_CONNECT_SWAPPED);

  return stack;
}

static void
restore_state (SkeinWindow *self)
{
  g_autofree char *page = g_settings_get_string (self->state, "page");

  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (self->state, "width"),
                               g_settings_get_int (self->state, "height"));
  if (g_settings_get_boolean (self->state, "maximized"))
    gtk_window_maximize (GTK_WINDOW (self));

  skein_window_show_page (self, page);
  g_settings_bind (self->state, "page", self->pages, "visible-child-name", G_SETTINGS_BIND_SET);
  g_settings_bind (self->state, "show-sidebar", self->split, "dock-sidebar", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->state, "show-inspector", self->split, "dock-inspector", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->state, "sidebar-width", self->split, "sidebar-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->state, "inspector-width", self->split, "inspector-width", G_SETTINGS_BIND_DEFAULT);
}

SkeinWindow *
skein_window_new (GtkApplication *application,
                  SkeinSession   *session)
{
  SkeinWindow *self = g_object_new (SKEIN_TYPE_WINDOW, "application", application, NULL);
  GtkWidget *timeline_page;

  self->session = g_object_ref (session);
  self->state = g_settings_get_child (skein_session_get_settings (session), "state");
  self->memory = skein_memory_model_new (session);
  self->lab = skein_lab_model_new ();
  self->sidebar = GTK_WIDGET (skein_sidebar_new (session));
  self->processes_page = GTK_WIDGET (skein_processes_page_new (session));

  g_object_set (self->split,
                "sidebar", make_sidebars (self),
                "inspector", make_inspectors (self),
                NULL);
  skein_status_bar_set_session (self->status_bar, session);
  skein_launcher_set_session (self->launcher, session);
  g_signal_connect_object (self->launcher, "selected", G_CALLBACK (skein_sidebar_show_process), self->sidebar,
                           G_CONNECT_SWAPPED);
  gtk_menu_button_set_popover (self->launch, skein_launcher_make_menu (self->launcher));

  timeline_page = skein_timeline_page_new (session);
  add_page (self, timeline_page, "timeline", _("Timeline"), "skein-timeline-symbolic");
  add_page (self, skein_memory_page_new (self->memory), "memory", _("Memory"), "skein-memory-symbolic");
  add_page (self, self->processes_page, "processes", _("Processes"), "skein-processes-symbolic");
  add_page (self, skein_lab_page_new (self->lab, session), "lab", _("Lab"), "skein-lab-symbolic");

  /* One and the same sentence need not be said twice. */
  g_object_bind_property (self->split, "show-inspector",
                          skein_timeline_page_get_finding (SKEIN_TIMELINE_PAGE (timeline_page)), "visible",
                          G_BINDING_SYNC_CREATE | G_BINDING_INVERT_BOOLEAN);

  add_property_action (self, "pause", session, "paused");
  add_property_action (self, "show-sidebar", self->split, "show-sidebar");
  add_property_action (self, "show-inspector", self->split, "show-inspector");

  g_signal_connect_object (self->split, "notify::narrow", G_CALLBACK (update_narrow), self, G_CONNECT_SWAPPED);
  update_narrow (self);
  restore_state (self);
  update_sides (self);

  return self;
}

void
skein_window_show_page (SkeinWindow *self,
                        const char  *page)
{
  if (adw_view_stack_get_child_by_name (self->pages, page) != NULL)
    adw_view_stack_set_visible_child_name (self->pages, page);
}

void
skein_window_select_by_name (SkeinWindow *self,
                             const char  *pattern)
{
  const SkeinSnapshot *snapshot = skein_session_get_snapshot (self->session);
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (SkeinTaskKey));
  gboolean is_pattern = strchr (pattern, '*') != NULL;

  for (guint i = 0; snapshot != NULL && i < snapshot->n_processes && (is_pattern || keys->len == 0); i++)
    {
      SkeinTaskKey key = skein_process_get_key (snapshot->processes[i]);

      if (g_pattern_match_simple (pattern, snapshot->processes[i]->name))
        g_array_append_val (keys, key);
    }

  if (keys->len > 0)
    skein_session_set_selection (self->session, (const SkeinTaskKey *) (void *) keys->data, keys->len);
}

void
skein_window_show_last (SkeinWindow *self,
                        int64_t      span_ns)
{
  int64_t start_ns, end_ns;

  skein_session_get_view (self->session, &start_ns, &end_ns);
  end_ns -= SKEIN_NS_PER_S / 2;
  skein_session_set_view (self->session, end_ns - span_ns, end_ns);
}

gboolean
skein_window_has_rows (SkeinWindow *self)
{
  return skein_session_get_snapshot (self->session) != NULL;
}
