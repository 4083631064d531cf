/* timeline-table.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/timeline-table.h"

#include <glib/gi18n.h>

#include "app/table.h"
#include "app/timeline-table-model.h"

#define MIN_HEIGHT 220

struct _SkeinTimelineTable
{
  GtkWidget                parent_instance;

  SkeinSession            *session;
  SkeinTimelineView       *view; /* not owned */
  SkeinTimelineTableModel *model;
  GtkWidget               *scroller;
  SkeinTable              *table;
};

G_DEFINE_FINAL_TYPE (SkeinTimelineTable, skein_timeline_table, GTK_TYPE_WIDGET)

void
skein_timeline_table_update (SkeinTimelineTable *self)
{
  const SkeinId *processes;
  size_t n;
  int64_t start_ns;
  int64_t end_ns;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || skein_table_get_holding (self->table))
    return;

  processes = skein_timeline_get_processes (skein_timeline_view_get_timeline (self->view), &n);
  skein_session_get_range (self->session, &start_ns, &end_ns);
  skein_timeline_table_model_update (self->model, processes, n, start_ns, end_ns);
}

/* A row chosen here is the thread chosen everywhere. */
static void
row_selected_cb (SkeinTimelineTable *self)
{
  guint n;
  const uint64_t *ids = skein_table_get_selected (self->table, &n);
  SkeinTaskInfo info;

  if (n == 0)
    skein_session_set_thread (self->session, NULL);
  else if (skein_store_get_info (skein_session_get_store (self->session), (SkeinId) ids[0], &info))
    skein_session_set_thread (self->session, &info.key);
}

static void
selection_changed_cb (SkeinTimelineTable *self)
{
  const SkeinTaskKey *thread = skein_session_get_thread (self->session);
  SkeinId id = SKEIN_ID_NONE;
  uint64_t row;

  if (thread != NULL)
    id = skein_store_find_thread (skein_session_get_store (self->session), thread);

  row = id;
  g_signal_handlers_block_by_func (self->table, row_selected_cb, self);
  skein_table_set_selected (self->table, &row, id != SKEIN_ID_NONE ? 1 : 0);
  g_signal_handlers_unblock_by_func (self->table, row_selected_cb, self);
}

static void
skein_timeline_table_map (GtkWidget *widget)
{
  SkeinTimelineTable *self = SKEIN_TIMELINE_TABLE (widget);

  GTK_WIDGET_CLASS (skein_timeline_table_parent_class)->map (widget);
  skein_timeline_table_update (self);
  selection_changed_cb (self);
}

static void
skein_timeline_table_dispose (GObject *object)
{
  SkeinTimelineTable *self = SKEIN_TIMELINE_TABLE (object);

  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->model);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (skein_timeline_table_parent_class)->dispose (object);
}

static void
skein_timeline_table_class_init (SkeinTimelineTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = skein_timeline_table_dispose;
  widget_class->map = skein_timeline_table_map;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
skein_timeline_table_init (SkeinTimelineTable *self)
{
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (self->scroller), MIN_HEIGHT);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Timeline as a table"), -1);
}

GtkWidget *
skein_timeline_table_new (SkeinSession      *session,
                          SkeinTimelineView *view)
{
  SkeinTimelineTable *self = g_object_new (SKEIN_TYPE_TIMELINE_TABLE, NULL);

  self->session = g_object_ref (session);
  self->view = view;
  self->model = skein_timeline_table_model_new (session);
  self->table = SKEIN_TABLE (skein_timeline_table_model_create_table (self->model));
  gtk_widget_add_css_class (GTK_WIDGET (self->table), "data-table");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->table));

  g_signal_connect_object (self->table, "selection-changed", G_CALLBACK (row_selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "selection-changed", G_CALLBACK (selection_changed_cb), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}
