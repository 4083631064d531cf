/* timeline-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/timeline-page.h"

#include "app/focus.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "app/exactness-badge.h"
#include "app/history-strip.h"
#include "app/label.h"
#include "app/spare-room.h"
#include "app/timeline-table.h"
#include "app/timeline-view.h"
#include "base/format.h"
#include "present/finding.h"

/* While a range is being dragged, words change at a pace that can be read. */
#define FINDING_DELAY_MS 100

struct _SkeinTimelinePage
{
  GtkWidget     parent_instance;

  SkeinSession *session;
  GtkWidget    *view;
  GtkWidget    *table;
  guint         finding_source;

  GtkWidget    *scroller;
  SkeinExactnessBadge *badge;
  GtkLabel     *cadence;
  GtkWidget    *now;
  GtkLabel     *heading;
  GtkLabel     *subheading;
  GtkLabel     *span;
  GtkStack     *views;
  GtkLabel     *kept;
  AdwBin       *history;
  GtkWidget    *finding;
  GtkLabel     *finding_title;
  GtkLabel     *finding_sentence;
};

G_DEFINE_FINAL_TYPE (SkeinTimelinePage, skein_timeline_page, GTK_TYPE_WIDGET)

static unsigned
count_cores (const SkeinSnapshot *snapshot)
{
  unsigned n = 0;

  for (guint i = 0; snapshot != NULL && i < snapshot->n_cores; i++)
    n += snapshot->cores[i].is_online;

  return n;
}

/* Of the selection, or of the machine where nothing is selected, as "at once" shows it. */
static void
update_finding (SkeinTimelinePage *self)
{
  const SkeinTimeline *timeline = skein_timeline_view_get_timeline (SKEIN_TIMELINE_VIEW (self->view));
  gboolean is_a_guess = skein_timeline_view_is_a_guess (SKEIN_TIMELINE_VIEW (self->view));
  g_autofree char *title = NULL;
  g_autofree char *sentence = NULL;
  SkeinFinding finding;
  const SkeinId *processes;
  size_t n;
  int64_t start_ns;
  int64_t end_ns;
  int64_t oldest_ns;
  int64_t newest_ns;

  if (skein_session_get_snapshot (self->session) == NULL)
    return;

  processes = skein_timeline_get_processes (timeline, &n);

  /* A view may reach beyond the first reading; nobody needs to be told of that. */
  if (!skein_session_get_range (self->session, &start_ns, &end_ns) &&
      skein_store_get_extent (skein_session_get_store (self->session), &oldest_ns, &newest_ns))
    start_ns = CLAMP (oldest_ns, start_ns, end_ns);

  skein_finding_measure (&finding, skein_session_get_store (self->session), processes, is_a_guess ? 0 : n,
                         count_cores (skein_session_get_snapshot (self->session)), start_ns, end_ns);

  title = skein_finding_title (&finding);
  sentence = skein_finding_sentence (&finding);

  /* A drawing cannot be read aloud; what it says in one sentence can. */
  if (g_strcmp0 (gtk_label_get_text (self->finding_sentence), sentence) != 0)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, sentence, -1);

  skein_label_set_text (self->finding_title, title);
  skein_label_set_text (self->finding_sentence, sentence);
}

static gboolean
finding_due_cb (gpointer data)
{
  SkeinTimelinePage *self = data;

  self->finding_source = 0;
  update_finding (self);
  skein_timeline_table_update (SKEIN_TIMELINE_TABLE (self->table));

  return G_SOURCE_REMOVE;
}

static void
queue_finding_cb (SkeinTimelinePage *self)
{
  if (self->finding_source == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->finding_source = g_timeout_add (FINDING_DELAY_MS, finding_due_cb, self);
}

static void
update_cadence (SkeinTimelinePage *self)
{
  const SkeinSnapshot *snapshot = skein_session_get_snapshot (self->session);
  g_autofree char *text = NULL;
  char cadence[SKEIN_FORMAT_SIZE];

  if (skein_session_get_paused (self->session))
    text = g_strdup (_("paused"));
  else if (skein_session_get_exactness (self->session, NULL, NULL) == SKEIN_EXACTNESS_EXACT)
    text = g_strdup (_("every switch recorded"));
  else if (snapshot == NULL)
    text = g_strdup ("");
  else
    {
      skein_format_duration (snapshot->effort.cadence_ns, cadence, sizeof cadence);
      text = g_strdup_printf (snapshot->effort.cadence_ns > snapshot->effort.wanted_ns
                                ? _("a reading every %s, to stay within its budget")
                                : _("a reading every %s"),
                              cadence);
    }

  skein_label_set_text (self->cadence, text);
}

static void
update_kept (SkeinTimelinePage *self)
{
  g_autofree char *text = NULL;
  char kept[SKEIN_FORMAT_SIZE];
  int64_t start_ns;
  int64_t end_ns;

  if (!skein_store_get_extent (skein_session_get_store (self->session), &start_ns, &end_ns))
    return;

  text = g_strdup_printf (_("%s kept · drag the frame to look back"),
                          skein_format_duration (end_ns - start_ns, kept, sizeof kept));
  skein_label_set_text (self->kept, text);
}

static void
refresh_cb (SkeinTimelinePage *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  update_cadence (self);
  update_kept (self);
  update_finding (self);
  skein_timeline_table_update (SKEIN_TIMELINE_TABLE (self->table));
}

static void
view_changed_cb (SkeinTimelinePage *self)
{
  g_autofree char *text = NULL;
  char span[SKEIN_FORMAT_SIZE];
  int64_t start_ns;
  int64_t end_ns;

  skein_session_get_view (self->session, &start_ns, &end_ns);
  text = g_strdup_printf (_("window %s"), skein_format_duration (end_ns - start_ns, span, sizeof span));
  skein_label_set_text (self->span, text);
  gtk_widget_set_visible (self->now, !skein_session_get_following (self->session));
  queue_finding_cb (self);
}

static void
zoom_in_clicked_cb (SkeinTimelinePage *self)
{
  gtk_widget_activate_action (self->view, "timeline.zoom-in", NULL);
}

static void
zoom_out_clicked_cb (SkeinTimelinePage *self)
{
  gtk_widget_activate_action (self->view, "timeline.zoom-out", NULL);
}

static void
fit_clicked_cb (SkeinTimelinePage *self)
{
  gtk_widget_activate_action (self->view, "timeline.fit", NULL);
}

static void
now_clicked_cb (SkeinTimelinePage *self)
{
  gtk_widget_activate_action (self->view, "timeline.now", NULL);
}

static void
as_table_toggled_cb (SkeinTimelinePage *self,
                     GParamSpec        *pspec,
                     GtkToggleButton   *button)
{
  gboolean as_table = gtk_toggle_button_get_active (button);

  gtk_stack_set_visible_child_name (self->views, as_table ? "table" : "lanes");
  skein_label_set_text (self->heading, as_table ? _("Threads") : _("Cores"));
  skein_label_set_text (self->subheading, as_table ? _("what each did in this time") : _("who used each core"));
}

static gboolean
skein_timeline_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_child_focus (GTK_WIDGET (SKEIN_TIMELINE_PAGE (widget)->views), GTK_DIR_TAB_FORWARD);
}

static void
skein_timeline_page_map (GtkWidget *widget)
{
  SkeinTimelinePage *self = SKEIN_TIMELINE_PAGE (widget);

  GTK_WIDGET_CLASS (skein_timeline_page_parent_class)->map (widget);
  skein_session_set_recording_wanted (self->session, TRUE);
  view_changed_cb (self);
  refresh_cb (self);
}

static void
skein_timeline_page_unmap (GtkWidget *widget)
{
  skein_session_set_recording_wanted (SKEIN_TIMELINE_PAGE (widget)->session, FALSE);

  GTK_WIDGET_CLASS (skein_timeline_page_parent_class)->unmap (widget);
}

static void
skein_timeline_page_dispose (GObject *object)
{
  SkeinTimelinePage *self = SKEIN_TIMELINE_PAGE (object);

  g_clear_handle_id (&self->finding_source, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), SKEIN_TYPE_TIMELINE_PAGE);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (skein_timeline_page_parent_class)->dispose (object);
}

static void
skein_timeline_page_class_init (SkeinTimelinePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = skein_timeline_page_dispose;
  widget_class->map = skein_timeline_page_map;
  widget_class->unmap = skein_timeline_page_unmap;
  widget_class->grab_focus = skein_timeline_page_grab_focus;
  widget_class->focus = skein_focus_children;

  g_type_ensure (SKEIN_TYPE_EXACTNESS_BADGE);
  g_type_ensure (SKEIN_TYPE_SPARE_ROOM);

  gtk_widget_class_set_template_from_resource (widget_class, SKEIN_RESOURCE_PATH "/ui/timeline-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SkeinTimelinePage, scroller);
  gtk_widget_class_bind_template_child (widget_class, SkeinTimelinePage, heading);
  gtk_widget_class_bind_template_child (widget_class, SkeinTimelinePage, subheading);
  gtk_widget_class_bind_template_child (widget_class, SkeinTimelinePage, badge);
  gtk_widget_class_bind_template_child (widget_class, SkeinTimelinePage, cadence);
  gtk_widget_class_bind_template_child (widget_class, SkeinTimelinePage, now);
  gtk_widget_class_bind_template_child (widget_class, SkeinTimelinePage, span);
  gtk_widget_class_bind_template_child (widget_class, SkeinTimelinePage, views);
  gtk_widget_class_bind_template_child (widget_class, SkeinTimelinePage, kept);
  gtk_widget_class_bind_template_child (widget_class, SkeinTimelinePage, history);
  gtk_widget_class_bind_template_child (widget_class, SkeinTimelinePage, finding);
  gtk_widget_class_bind_template_child (widget_class, SkeinTimelinePage, finding_title);
  gtk_widget_class_bind_template_child (widget_class, SkeinTimelinePage, finding_sentence);
  gtk_widget_class_bind_template_callback (widget_class, zoom_in_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, zoom_out_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, fit_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, now_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, as_table_toggled_cb);
  gtk_widget_class_set_css_name (widget_class, "timeline-page");
}

static void
skein_timeline_page_init (SkeinTimelinePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Timeline"), -1);
}

GtkWidget *
skein_timeline_page_new (SkeinSession *session)
{
  SkeinTimelinePage *self = g_object_new (SKEIN_TYPE_TIMELINE_PAGE, NULL);

  self->session = g_object_ref (session);
  skein_exactness_badge_set_session (self->badge, session);
  self->view = skein_timeline_view_new (session);
  self->table = skein_timeline_table_new (session, SKEIN_TIMELINE_VIEW (self->view));
  gtk_stack_add_named (self->views, self->view, "lanes");
  gtk_stack_add_named (self->views, self->table, "table");
  adw_bin_set_child (self->history, skein_history_strip_new (session));

  g_signal_connect_object (session, "refresh", G_CALLBACK (refresh_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "view-changed", G_CALLBACK (view_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "range-changed", G_CALLBACK (queue_finding_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "selection-changed", G_CALLBACK (queue_finding_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::paused", G_CALLBACK (update_cadence), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "exactness-changed", G_CALLBACK (update_cadence), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

GtkWidget *
skein_timeline_page_get_finding (SkeinTimelinePage *self)
{
  return self->finding;
}
