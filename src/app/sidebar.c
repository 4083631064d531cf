/* sidebar.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/sidebar.h"

#include "app/process-actions.h"
#include "app/process-model.h"
#include "present/row-id.h"

#include <glib/gi18n.h>

struct _SkeinSidebar
{
  GtkWidget            parent_instance;

  SkeinSession        *session;
  SkeinProcessModel   *model;
  SkeinProcessActions *actions;

  GtkWidget           *search;
  GtkWidget           *scrolled;
  SkeinTable          *table;
  gboolean             has_wanted;
  SkeinTaskKey         wanted;    /* to be scrolled to as soon as it has a row */
  gint64               wanted_us; /* since when */
};

/* So long it is kept in sight: what was started just now has a strip above, which takes some of the room. */
#define KEPT_US G_USEC_PER_SEC

/* Deeper branches would leave no room for the names. */
#define MAX_DEPTH 4

G_DEFINE_FINAL_TYPE (SkeinSidebar, skein_sidebar, GTK_TYPE_WIDGET)

static const SkeinProcessColumn columns[] = {
  SKEIN_PROCESS_COLUMN_NAME,
  SKEIN_PROCESS_COLUMN_SHORT_THREADS,
  SKEIN_PROCESS_COLUMN_CPU_BAR,
};

/* The kernel's own threads are left out, but somebody who looks for them finds them. */
static void
search_changed_cb (SkeinSidebar *self)
{
  SkeinProcessList *list = skein_process_model_get_list (self->model);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));

  skein_process_list_set_kernel (list, *text != '\0');
  skein_process_list_set_text (list, text);
  skein_process_model_changed (self->model);
}

static void
stop_search_cb (SkeinSidebar *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->table));
}

/* Enter takes the first that matches, rows shown only for its sake left out. What was typed last may not have been
 * looked for yet: the entry waits for more. */
static void
search_activate_cb (SkeinSidebar *self)
{
  SkeinProcessList *list = skein_process_model_get_list (self->model);

  search_changed_cb (self);

  for (uint32_t i = 0; i < skein_process_list_get_n_rows (list); i++)
    {
      const SkeinProcessRow *row = skein_process_list_get_row (list, i);

      if (row->matches)
        {
          SkeinTaskKey key = skein_process_get_key (row->process);

          skein_session_set_selection (self->session, &key, 1);
          gtk_widget_grab_focus (GTK_WIDGET (self->table));
          return;
        }
    }
}

static void
open_process (SkeinSidebar *self,
              uint64_t      id)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-process", "t", (guint64) id);
}

static void
context_menu_cb (SkeinSidebar *self,
                 uint64_t      id,
                 double        x,
                 double        y)
{
  g_autoptr(GMenuModel) menu = skein_process_actions_dup_menu (self->actions, TRUE);

  skein_table_popup_menu (self->table, menu, x, y);
}

static void
scroll_to_wanted (SkeinSidebar *self)
{
  if (self->has_wanted && skein_table_scroll_to_id (self->table, skein_row_id_from_key (&self->wanted)))
    self->has_wanted = g_get_monotonic_time () - self->wanted_us < KEPT_US;
}

static void
refresh_cb (SkeinSidebar *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  skein_process_model_refresh (self->model);
  scroll_to_wanted (self);
}

/* What was not seen was not kept up to date. */
static void
skein_sidebar_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (skein_sidebar_parent_class)->map (widget);
  refresh_cb (SKEIN_SIDEBAR (widget));
}

static void
skein_sidebar_dispose (GObject *object)
{
  SkeinSidebar *self = SKEIN_SIDEBAR (object);

  g_clear_object (&self->actions);
  g_clear_object (&self->model);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), SKEIN_TYPE_SIDEBAR);

  G_OBJECT_CLASS (skein_sidebar_parent_class)->dispose (object);
}

static void
skein_sidebar_class_init (SkeinSidebarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = skein_sidebar_dispose;
  widget_class->map = skein_sidebar_map;

  gtk_widget_class_set_css_name (widget_class, "sidebar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_NAVIGATION);
  gtk_widget_class_set_template_from_resource (widget_class, SKEIN_RESOURCE_PATH "/ui/sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, SkeinSidebar, search);
  gtk_widget_class_bind_template_child (widget_class, SkeinSidebar, scrolled);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
}

static GtkWidget *
make_empty_child (void)
{
  GtkWidget *label = gtk_label_new (_("No process or thread matches"));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_set_margin_start (label, 12);
  gtk_widget_set_margin_end (label, 12);
  gtk_widget_set_margin_top (label, 24);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_widget_add_css_class (label, "dim-label");

  return label;
}

static void
make_table (SkeinSidebar *self)
{
  const SkeinTableColumn table_columns[] = {
    { .id = "name", .title = _("Name"), .width = 120, .min_width = 60,
      .flags = SKEIN_TABLE_COLUMN_TREE | SKEIN_TABLE_COLUMN_EXPAND | SKEIN_TABLE_COLUMN_ALWAYS },
    { .id = "threads", .title = _("Threads"), .width = 54, .min_width = 40,
      .flags = SKEIN_TABLE_COLUMN_NUMERIC },
    { .id = "cpu", .title = _("CPU, of one core"), .width = 44, .min_width = 36 },
  };

  self->table = SKEIN_TABLE (skein_table_new (table_columns, G_N_ELEMENTS (table_columns)));
  skein_table_set_show_header (self->table, FALSE);
  skein_table_set_selection_mode (self->table, GTK_SELECTION_MULTIPLE);
  skein_table_set_label (self->table, _("Processes"));
  skein_table_set_empty_child (self->table, make_empty_child ());
  gtk_widget_add_css_class (GTK_WIDGET (self->table), "navigation-sidebar");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), GTK_WIDGET (self->table));

  g_signal_connect_object (self->table, "row-activated", G_CALLBACK (open_process), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->table, "context-menu", G_CALLBACK (context_menu_cb), self, G_CONNECT_SWAPPED);
}

static void
skein_sidebar_init (SkeinSidebar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  make_table (self);
}

SkeinSidebar *
skein_sidebar_new (SkeinSession *session)
{
  SkeinSidebar *self = g_object_new (SKEIN_TYPE_SIDEBAR, NULL);

  self->session = g_object_ref (session);
  self->actions = skein_process_actions_new (session, GTK_WIDGET (self));
  self->model = skein_process_model_new (session, columns, G_N_ELEMENTS (columns));
  skein_process_list_set_kernel (skein_process_model_get_list (self->model), false);
  skein_process_model_set_max_depth (self->model, MAX_DEPTH);
  skein_process_model_attach (self->model, self->table);

  g_signal_connect_object (self->actions, "open", G_CALLBACK (open_process), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "refresh", G_CALLBACK (refresh_cb), self, G_CONNECT_SWAPPED);

  return self;
}

void
skein_sidebar_focus_search (SkeinSidebar *self)
{
  gtk_widget_grab_focus (self->search);
}

void
skein_sidebar_show_process (SkeinSidebar       *self,
                            const SkeinTaskKey *process)
{
  self->has_wanted = TRUE;
  self->wanted = *process;
  self->wanted_us = g_get_monotonic_time ();
  skein_session_refresh_soon (self->session);
}
