/* timeline-menu.c - what can be done with a lane
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/timeline-view-private.h"

#include <glib/gi18n.h>

static const SkeinLane *
menu_lane (SkeinTimelineView *self)
{
  size_t n;
  const SkeinLane *lanes = skein_timeline_get_lanes (self->timeline, &n);
  int index = skein_timeline_find_lane (self->timeline, self->menu_lane);

  return index >= 0 ? &lanes[index] : NULL;
}

static void
choose_thread (SkeinTimelineView *self,
               const SkeinLane   *lane)
{
  const SkeinTaskKey *thread = skein_session_get_thread (self->session);
  SkeinTaskKey key = lane->key;

  if (thread != NULL && skein_task_key_equal (thread, &key))
    skein_session_set_thread (self->session, NULL);
  else
    skein_session_set_thread (self->session, &key);
}

/* A thread is chosen, or let go if it was; the last row shows more or less. */
void
skein_timeline_view_activate_lane (SkeinTimelineView *self,
                                   int                lane)
{
  size_t n;
  const SkeinLane *lanes = skein_timeline_get_lanes (self->timeline, &n);

  if (lane < 0 || lane >= (int) n)
    return;

  if (lanes[lane].kind == SKEIN_LANE_THREAD)
    choose_thread (self, &lanes[lane]);
  else if (lanes[lane].kind == SKEIN_LANE_MORE)
    gtk_widget_activate_action (GTK_WIDGET (self), "timeline.show-all", NULL);
}

static void
show_all_activated_cb (GtkWidget  *widget,
                       const char *action,
                       GVariant   *parameter)
{
  SkeinTimelineView *self = SKEIN_TIMELINE_VIEW (widget);

  skein_timeline_set_show_all (self->timeline, !skein_timeline_get_show_all (self->timeline));
  skein_timeline_view_update_lanes (self);
}

static void
unhide_activated_cb (GtkWidget  *widget,
                     const char *action,
                     GVariant   *parameter)
{
  SkeinTimelineView *self = SKEIN_TIMELINE_VIEW (widget);

  skein_timeline_unhide_all (self->timeline);
  skein_timeline_view_update_lanes (self);
}

static void
pin_activated_cb (GtkWidget  *widget,
                  const char *action,
                  GVariant   *parameter)
{
  SkeinTimelineView *self = SKEIN_TIMELINE_VIEW (widget);
  const SkeinLane *lane = menu_lane (self);

  if (lane == NULL)
    return;

  skein_timeline_set_pinned (self->timeline, lane->id, !lane->is_pinned);
  skein_timeline_view_update_lanes (self);
}

static void
hide_activated_cb (GtkWidget  *widget,
                   const char *action,
                   GVariant   *parameter)
{
  SkeinTimelineView *self = SKEIN_TIMELINE_VIEW (widget);
  const SkeinLane *lane = menu_lane (self);

  if (lane == NULL)
    return;

  skein_timeline_hide (self->timeline, lane->id);
  skein_timeline_view_update_lanes (self);
}

static void
choose_activated_cb (GtkWidget  *widget,
                     const char *action,
                     GVariant   *parameter)
{
  SkeinTimelineView *self = SKEIN_TIMELINE_VIEW (widget);
  const SkeinLane *lane = menu_lane (self);

  if (lane != NULL)
    choose_thread (self, lane);
}

static void
select_process_activated_cb (GtkWidget  *widget,
                             const char *action,
                             GVariant   *parameter)
{
  SkeinTimelineView *self = SKEIN_TIMELINE_VIEW (widget);
  const SkeinLane *lane = menu_lane (self);
  SkeinTaskInfo info;

  if (lane != NULL && skein_store_get_info (self->scene->store, lane->process, &info))
    skein_session_set_selection (self->session, &info.key, 1);
}

static GMenuModel *
build_menu (SkeinTimelineView *self)
{
  const SkeinLane *lane = menu_lane (self);
  unsigned n_hidden = skein_timeline_get_n_hidden (self->timeline);
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) of_lane = g_menu_new ();
  g_autoptr (GMenu) of_all = g_menu_new ();

  if (lane != NULL)
    {
      g_menu_append (of_lane, _("_Choose This Thread"), "timeline.choose");
      g_menu_append (of_lane, lane->is_pinned ? _("Un_pin") : _("_Pin to the Top"), "timeline.pin");
      g_menu_append (of_lane, _("_Hide"), "timeline.hide");
      g_menu_append (of_lane, _("Select Only Its P_rocess"), "timeline.select-process");
    }

  if (n_hidden > 0)
    {
      g_autofree char *words = g_strdup_printf (ngettext ("Show %u Hidden Lane", "Show %u Hidden Lanes", n_hidden),
                                                n_hidden);

      g_menu_append (of_all, words, "timeline.unhide");
    }

  if (skein_timeline_get_n_threads (self->timeline) > SKEIN_TIMELINE_N_BUSIEST)
    g_menu_append (of_all, skein_timeline_get_show_all (self->timeline) ? _("Show Only the _Busiest")
                                                                        : _("Show _All Threads"),
                   "timeline.show-all");

  g_menu_append (of_all, _("_Fit the Selected Range"), "timeline.fit");
  g_menu_append (of_all, _("Back to _Now"), "timeline.now");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (of_lane));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (of_all));

  return G_MENU_MODEL (menu);
}

/* @lane: -1: the point is on none */
void
skein_timeline_view_popup_menu (SkeinTimelineView *self,
                                int                lane,
                                double             x,
                                double             y)
{
  size_t n;
  const SkeinLane *lanes = skein_timeline_get_lanes (self->timeline, &n);
  g_autoptr (GMenuModel) model = NULL;

  self->menu_lane = lane >= 0 && lane < (int) n && lanes[lane].kind == SKEIN_LANE_THREAD ? lanes[lane].id
                                                                                       : SKEIN_ID_NONE;
  model = build_menu (self);

  g_clear_pointer (&self->menu, gtk_widget_unparent);
  self->menu = gtk_popover_menu_new_from_model (model);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle) { (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

void
skein_timeline_view_install_menu (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "timeline.show-all", NULL, show_all_activated_cb);
  gtk_widget_class_install_action (klass, "timeline.unhide", NULL, unhide_activated_cb);
  gtk_widget_class_install_action (klass, "timeline.pin", NULL, pin_activated_cb);
  gtk_widget_class_install_action (klass, "timeline.hide", NULL, hide_activated_cb);
  gtk_widget_class_install_action (klass, "timeline.choose", NULL, choose_activated_cb);
  gtk_widget_class_install_action (klass, "timeline.select-process", NULL, select_process_activated_cb);
}
