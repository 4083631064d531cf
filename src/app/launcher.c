/* launcher.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/launcher.h"

#include "app/wrap-layout.h"
#include "base/clock.h"
#include "base/format.h"
#include "lab/demo.h"
#include "lab/runner.h"

#include <glib/gi18n.h>
#include <string.h>

#define TITLE_SIZE 256

/* Of the menu, in pixels; what does not fit scrolls. */
#define MENU_WIDTH  320
#define MENU_HEIGHT 460

/* How long, in seconds; 0: until it is stopped. */
static const unsigned durations[] = { 0, 10, 60, 300 };

enum {
  SELECTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* One that runs. */
typedef struct
{
  SkeinLauncher *launcher;
  SkeinLabDemo  *demo;
  GtkWidget     *pill;
  GtkLabel      *label;
  char          *title;
  int64_t        end_ns;    /* INT64_MAX: when it is stopped */
  GArray        *selection; /* of SkeinTaskKey: as it was selected here last */
} Demo;

struct _SkeinLauncher
{
  GtkWidget     parent_instance;

  SkeinSession *session;
  GtkWidget    *strip;
  GPtrArray    *demos;
  unsigned      seconds;
  guint         clock; /* source */
};

G_DEFINE_FINAL_TYPE (SkeinLauncher, skein_launcher, GTK_TYPE_WIDGET)

static void
demo_free (gpointer data)
{
  Demo *demo = data;

  g_clear_pointer (&demo->demo, skein_lab_demo_free);
  g_array_unref (demo->selection);
  g_free (demo->title);
  g_free (demo);
}

/* The selection: the workload, and all that it made */

static bool
has_pid (const GArray *keys,
         pid_t         pid)
{
  for (guint i = 0; i < keys->len; i++)
    if (g_array_index (keys, SkeinTaskKey, i).pid == pid)
      return true;

  return false;
}

static void
collect_family (const SkeinSnapshot *snapshot,
                pid_t                pid,
                GArray              *keys)
{
  guint before;

  do
    {
      before = keys->len;
      for (guint i = 0; i < snapshot->n_processes; i++)
        {
          const SkeinProcess *process = snapshot->processes[i];
          SkeinTaskKey key = skein_process_get_key (process);

          if ((process->pid == pid || has_pid (keys, process->ppid)) && !has_pid (keys, process->pid))
            g_array_append_val (keys, key);
        }
    }
  while (keys->len > before);
}

static bool
is_selection (SkeinSession *session,
              const GArray *keys)
{
  guint n;

  skein_session_get_selection (session, &n);
  for (guint i = 0; n == keys->len && i < keys->len; i++)
    if (!skein_session_is_selected (session, &g_array_index (keys, SkeinTaskKey, i)))
      return false;

  return n == keys->len;
}

static bool
is_same (const GArray *a,
         const GArray *b)
{
  for (guint i = 0; a->len == b->len && i < a->len; i++)
    if (!skein_task_key_equal (&g_array_index (a, SkeinTaskKey, i), &g_array_index (b, SkeinTaskKey, i)))
      return false;

  return a->len == b->len;
}

static void
select_demo (Demo *demo)
{
  SkeinSession *session = demo->launcher->session;
  const SkeinSnapshot *snapshot = skein_session_get_snapshot (session);
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (SkeinTaskKey));
  bool is_growing;

  if (snapshot == NULL)
    return;

  collect_family (snapshot, skein_lab_demo_get_pid (demo->demo), keys);
  if (keys->len == 0 || is_same (keys, demo->selection))
    return;

  /* The process that does the work is the child of one that watches over it, and comes a little later. */
  is_growing = demo->selection->len < 2 && keys->len > demo->selection->len;
  g_array_unref (demo->selection);
  demo->selection = g_steal_pointer (&keys);
  skein_session_set_selection (session, (const SkeinTaskKey *) (void *) demo->selection->data, demo->selection->len);
  if (is_growing)
    g_signal_emit (demo->launcher, signals[SELECTED], 0,
                   &g_array_index (demo->selection, SkeinTaskKey, demo->selection->len - 1));
}

/* The newest is selected as soon as it is seen. Then the selection follows what it makes, until the user
 * chooses something else. */
static void
sampled_cb (SkeinLauncher *self)
{
  for (guint i = 0; i < self->demos->len; i++)
    {
      Demo *demo = g_ptr_array_index (self->demos, i);
      bool is_new = demo->selection->len == 0;

      if (is_new ? i + 1 == self->demos->len : is_selection (self->session, demo->selection))
        select_demo (demo);
    }
}

/* The strip */

static void
show_label (Demo *demo)
{
  char left[SKEIN_FORMAT_SIZE];
  int64_t rest_ns = demo->end_ns - skein_clock_now_ns ();
  g_autofree char *words = NULL;

  if (demo->end_ns == INT64_MAX)
    words = g_strdup (demo->title);
  else
    {
      skein_format_duration ((MAX (rest_ns, 0) + SKEIN_NS_PER_S - 1) / SKEIN_NS_PER_S * SKEIN_NS_PER_S, left,
                             sizeof left);
      /* Translators: what runs, and for how long it still does */
      words = g_strdup_printf (_("%s · %s left"), demo->title, left);
    }

  gtk_label_set_text (demo->label, words);
}

static gboolean
clock_cb (gpointer data)
{
  SkeinLauncher *self = data;

  for (guint i = 0; i < self->demos->len; i++)
    show_label (g_ptr_array_index (self->demos, i));

  return G_SOURCE_CONTINUE;
}

static void
update_strip (SkeinLauncher *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), self->demos->len > 0);

  if (self->demos->len > 0 && self->clock == 0)
    self->clock = g_timeout_add_seconds (1, clock_cb, self);
  else if (self->demos->len == 0)
    g_clear_handle_id (&self->clock, g_source_remove);
}

static void
end_demo (Demo *demo)
{
  SkeinLauncher *self = demo->launcher;

  gtk_widget_unparent (demo->pill);
  g_ptr_array_remove (self->demos, demo);
  update_strip (self);
}

static void
stop_clicked_cb (GtkButton *button,
                 Demo      *demo)
{
  end_demo (demo);
}

static void
name_clicked_cb (GtkButton *button,
                 Demo      *demo)
{
  g_array_set_size (demo->selection, 0);
  select_demo (demo);
  gtk_widget_activate_action (GTK_WIDGET (demo->launcher), "win.show-page", "s",
                              skein_lab_demo_get_experiment (demo->demo)->page);
}

static void
lab_clicked_cb (GtkButton *button,
                Demo      *demo)
{
  gtk_widget_activate_action (GTK_WIDGET (demo->launcher), "win.show-experiment", "s",
                              skein_lab_demo_get_experiment (demo->demo)->id);
}

static GtkWidget *
add_button (Demo       *demo,
            const char *icon,
            const char *label,
            GCallback   clicked)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);
  /* Translators: what the button does ("Stop"), and to which demo */
  g_autofree char *name = g_strdup_printf (_("%s: %s"), label, demo->title);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect (button, "clicked", clicked, demo);
  gtk_box_append (GTK_BOX (demo->pill), button);

  return button;
}

static void
make_pill (Demo *demo)
{
  GtkWidget *name = gtk_button_new ();
  GtkWidget *label = gtk_label_new (NULL);

  demo->label = GTK_LABEL (label);
  gtk_label_set_ellipsize (demo->label, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "numeric");
  gtk_button_set_child (GTK_BUTTON (name), label);
  gtk_widget_add_css_class (name, "flat");
  gtk_widget_set_tooltip_text (name, _("Select it, and show it in the view that suits it"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (name), GTK_ACCESSIBLE_PROPERTY_LABEL, demo->title, -1);
  g_signal_connect (name, "clicked", G_CALLBACK (name_clicked_cb), demo);

  demo->pill = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  gtk_widget_add_css_class (demo->pill, "pill-box");
  gtk_box_append (GTK_BOX (demo->pill), name);
  add_button (demo, "skein-lab-symbolic", _("Compare its modes in the Lab"), G_CALLBACK (lab_clicked_cb));
  add_button (demo, "media-playback-stop-symbolic", _("Stop"), G_CALLBACK (stop_clicked_cb));
  show_label (demo);
  gtk_box_append (GTK_BOX (demo->launcher->strip), demo->pill);
}

/* Starting */

static void
ended_cb (SkeinLabDemo *demo,
          const char   *problem,
          gpointer      data)
{
  Demo *self = data;

  if (problem != NULL)
    {
      /* Translators: what was started, and why it did not go on */
      g_autofree char *words = g_strdup_printf (_("%s: %s"), self->title, problem);

      gtk_widget_activate_action (GTK_WIDGET (self->launcher), "win.toast", "s", words);
    }

  end_demo (self);
}

static char *
dup_title (const SkeinExperimentInfo *experiment,
           const SkeinMode           *mode)
{
  char title[TITLE_SIZE];

  skein_mode_write_title (mode, title, sizeof title);

  /* Translators: the titles of an experiment and of one of its modes */
  return g_strdup_printf (_("%s: %s"), g_dgettext (GETTEXT_PACKAGE, experiment->title), title);
}

static void
launch (SkeinLauncher             *self,
        const SkeinExperimentInfo *experiment)
{
  g_autofree char *program = skein_lab_find_program ();
  SkeinLabPlan plan;
  SkeinMode mode;
  Demo *demo;
  unsigned place;
  int result;

  place = skein_lab_plan_init_demo (&plan, experiment);
  skein_experiment_get_mode (experiment, plan.values, place, &mode);

  demo = g_new0 (Demo, 1);
  demo->launcher = self;
  demo->selection = g_array_new (FALSE, FALSE, sizeof (SkeinTaskKey));
  demo->title = dup_title (experiment, &mode);
  demo->end_ns = self->seconds > 0 ? skein_clock_now_ns () + self->seconds * SKEIN_NS_PER_S : INT64_MAX;
  result = skein_lab_demo_new (&plan, place, self->seconds, program, ended_cb, demo, &demo->demo);
  if (result < 0)
    {
      g_autofree char *words = g_strdup_printf (_("%s: %s"), demo->title, g_strerror (-result));

      gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", words);
      demo_free (demo);
      return;
    }

  make_pill (demo);
  g_ptr_array_add (self->demos, demo);
  update_strip (self);
  skein_session_set_paused (self->session, FALSE);
  skein_session_set_following (self->session, TRUE);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-page", "s", experiment->page);
}

/* The menu */

#define EXPERIMENT "skein-experiment"

static void
item_clicked_cb (GtkWidget     *button,
                 SkeinLauncher *self)
{
  gtk_popover_popdown (GTK_POPOVER (gtk_widget_get_ancestor (button, GTK_TYPE_POPOVER)));
  launch (self, g_object_get_data (G_OBJECT (button), EXPERIMENT));
}

static void
duration_selected_cb (GtkDropDown   *drop_down,
                      GParamSpec    *pspec,
                      SkeinLauncher *self)
{
  guint selected = gtk_drop_down_get_selected (drop_down);

  if (selected < G_N_ELEMENTS (durations))
    self->seconds = durations[selected];
}

static GtkWidget *
make_label (const char *text,
            const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

/* Buttons: unlike rows of a list, they can be clicked by a screen reader, too. */
static void
add_item (SkeinLauncher             *self,
          GtkBox                    *items,
          const SkeinExperimentInfo *experiment)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  GtkWidget *caption;
  char title[TITLE_SIZE];
  SkeinLabPlan plan;
  SkeinMode mode;
  unsigned place;

  place = skein_lab_plan_init_demo (&plan, experiment);
  skein_experiment_get_mode (experiment, plan.values, place, &mode);
  skein_mode_write_title (&mode, title, sizeof title);

  caption = make_label (title, "dim-label");
  gtk_widget_add_css_class (caption, "caption");
  gtk_box_append (GTK_BOX (box), make_label (g_dgettext (GETTEXT_PACKAGE, experiment->title), NULL));
  gtk_box_append (GTK_BOX (box), caption);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "launch-item");
  gtk_widget_set_tooltip_text (button, g_dgettext (GETTEXT_PACKAGE, mode.info->text));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  g_dgettext (GETTEXT_PACKAGE, experiment->title),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, title, -1);
  g_object_set_data (G_OBJECT (button), EXPERIMENT, (gpointer) experiment);
  g_signal_connect_object (button, "clicked", G_CALLBACK (item_clicked_cb), self, 0);
  gtk_box_append (items, button);
}

static void
add_group (SkeinLauncher        *self,
           GtkBox               *items,
           SkeinExperimentGroup  group)
{
  const SkeinExperimentInfo *experiment;
  bool is_first = true;

  for (unsigned i = 0; (experiment = skein_experiment_get (i)) != NULL; i++)
    {
      if (experiment->group != group || experiment->demo == NULL)
        continue;
      if (is_first)
        gtk_box_append (items, make_label (g_dgettext (GETTEXT_PACKAGE, skein_experiment_group_get_title (group)),
                                           "group-title"));
      is_first = false;
      add_item (self, items, experiment);
    }
}

static GtkWidget *
make_duration (SkeinLauncher *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = make_label (_("Runs"), NULL);
  GtkWidget *drop_down;
  g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (durations); i++)
    {
      if (durations[i] == 0)
        gtk_string_list_append (words, _("until it is stopped"));
      else if (durations[i] < 60)
        gtk_string_list_take (words, g_strdup_printf (ngettext ("for %u second", "for %u seconds", durations[i]),
                                                      durations[i]));
      else
        gtk_string_list_take (words, g_strdup_printf (ngettext ("for %u minute", "for %u minutes", durations[i] / 60),
                                                      durations[i] / 60));
    }

  drop_down = gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&words)), NULL);
  gtk_widget_set_hexpand (drop_down, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (drop_down), GTK_ACCESSIBLE_PROPERTY_LABEL, _("How long it runs"),
                                  -1);
  g_signal_connect_object (drop_down, "notify::selected", G_CALLBACK (duration_selected_cb), self, 0);
  gtk_widget_add_css_class (box, "launch-duration");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), drop_down);

  return box;
}

static gboolean
focus_first_cb (gpointer data)
{
  gtk_widget_child_focus (data, GTK_DIR_TAB_FORWARD);

  return G_SOURCE_REMOVE;
}

/* GTK looks for somebody to have the focus before the items have their places. */
static void
mapped_cb (GtkWidget *items)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, focus_first_cb, g_object_ref (items), g_object_unref);
}

GtkWidget *
skein_launcher_make_menu (SkeinLauncher *self)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *items = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_add_css_class (items, "launch-items");
  g_signal_connect (items, "map", G_CALLBACK (mapped_cb), NULL);
  for (int group = 0; group < SKEIN_N_GROUPS; group++)
    add_group (self, GTK_BOX (items), group);

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), MENU_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), items);
  gtk_widget_set_size_request (scrolled, MENU_WIDTH, -1);

  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_box_append (GTK_BOX (box), make_duration (self));
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  gtk_widget_add_css_class (popover, "launch");
  gtk_accessible_update_property (GTK_ACCESSIBLE (popover), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Launch"), -1);

  return popover;
}

/* The object */

static void
skein_launcher_dispose (GObject *object)
{
  SkeinLauncher *self = SKEIN_LAUNCHER (object);

  g_clear_handle_id (&self->clock, g_source_remove);
  g_ptr_array_set_size (self->demos, 0);
  g_clear_pointer (&self->strip, gtk_widget_unparent);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (skein_launcher_parent_class)->dispose (object);
}

static void
skein_launcher_finalize (GObject *object)
{
  g_ptr_array_unref (SKEIN_LAUNCHER (object)->demos);

  G_OBJECT_CLASS (skein_launcher_parent_class)->finalize (object);
}

static void
skein_launcher_class_init (SkeinLauncherClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = skein_launcher_dispose;
  G_OBJECT_CLASS (klass)->finalize = skein_launcher_finalize;
  signals[SELECTED] = g_signal_new ("selected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "launcher");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
skein_launcher_init (SkeinLauncher *self)
{
  self->demos = g_ptr_array_new_with_free_func (demo_free);
  self->strip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_layout_manager (self->strip, g_object_new (SKEIN_TYPE_WRAP_LAYOUT, "spacing", 6, NULL));
  gtk_widget_set_parent (self->strip, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Running demos"), -1);
}

GtkWidget *
skein_launcher_new (void)
{
  return g_object_new (SKEIN_TYPE_LAUNCHER, NULL);
}

void
skein_launcher_set_session (SkeinLauncher *self,
                            SkeinSession  *session)
{
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "sampled", G_CALLBACK (sampled_cb), self, G_CONNECT_SWAPPED);
}
