/* lab-catalogue.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/lab-catalogue.h"

#include <glib/gi18n.h>

#define EXPERIMENT "skein-experiment"

static const SkeinExperimentInfo *
get_experiment (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), EXPERIMENT);
}

static void
add_row (GtkListBox                *list,
         const SkeinExperimentInfo *experiment)
{
  const char *title = g_dgettext (GETTEXT_PACKAGE, experiment->title);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  /* What is chosen by its title is not cut off in longer languages. */
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_lines (GTK_LABEL (label), 2);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_tooltip_text (row, g_dgettext (GETTEXT_PACKAGE, experiment->idea));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_object_set_data (G_OBJECT (row), EXPERIMENT, (gpointer) experiment);
  gtk_list_box_append (list, row);
}

static void
header_cb (GtkListBoxRow *row,
           GtkListBoxRow *before,
           gpointer       data)
{
  SkeinExperimentGroup group = get_experiment (row)->group;
  GtkWidget *label;

  if (before != NULL && get_experiment (before)->group == group)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }

  label = gtk_label_new (g_dgettext (GETTEXT_PACKAGE, skein_experiment_group_get_title (group)));
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "group-title");
  gtk_list_box_row_set_header (row, label);
}

/* By keyboard and by pointer alike; what is selected because the model says so is chosen already. */
static void
row_selected_cb (GtkListBox    *list,
                 GtkListBoxRow *row,
                 SkeinLabModel *model)
{
  if (row != NULL)
    skein_lab_model_set_experiment (model, get_experiment (row));
}

static void
row_activated_cb (GtkListBox    *list,
                  GtkListBoxRow *row,
                  SkeinLabModel *model)
{
  skein_lab_model_set_experiment (model, get_experiment (row));
  gtk_widget_activate_action (GTK_WIDGET (list), "win.show-content", NULL);
}

static void
experiment_changed_cb (GtkListBox    *list,
                       SkeinLabModel *model)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    if (get_experiment (row) == skein_lab_model_get_experiment (model))
      gtk_list_box_select_row (list, row);
}

GtkWidget *
skein_lab_catalogue_new (SkeinLabModel *model)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *list = gtk_list_box_new ();
  const SkeinExperimentInfo *experiment;

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_BROWSE);
  gtk_list_box_set_header_func (GTK_LIST_BOX (list), header_cb, NULL, NULL);
  gtk_widget_add_css_class (list, "navigation-sidebar");
  gtk_widget_add_css_class (scrolled, "catalogue");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Experiments"), -1);

  /* Those of a group stand together. */
  for (int group = 0; group < SKEIN_N_GROUPS; group++)
    for (unsigned i = 0; (experiment = skein_experiment_get (i)) != NULL; i++)
      if ((int) experiment->group == group)
        add_row (GTK_LIST_BOX (list), experiment);

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), list);

  experiment_changed_cb (GTK_LIST_BOX (list), model);
  g_signal_connect_object (list, "row-selected", G_CALLBACK (row_selected_cb), model, 0);
  g_signal_connect_object (list, "row-activated", G_CALLBACK (row_activated_cb), model, 0);
  g_signal_connect_object (model, "experiment-changed", G_CALLBACK (experiment_changed_cb), list, G_CONNECT_SWAPPED);

  return scrolled;
}
