/* process-details.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/process-details.h"

#include "app/focus.h"
#include "app/label.h"
#include "app/process-actions.h"
#include "app/process-cells.h"
#include "app/thread-model.h"
#include "app/wrap-layout.h"
#include "base/escape.h"
#include "present/row-id.h"
#include "present/words.h"

#include <glib/gi18n.h>
#include <string.h>

typedef enum
{
  FACT_STATE,
  FACT_USER,
  FACT_PARENT,
  FACT_STARTED,
  FACT_MEMORY,
  FACT_CPU_TIME,
  FACT_CGROUP,
  N_FACTS
} Fact;

struct _SkeinProcessDetails
{
  GtkWidget            parent_instance;

  SkeinSession        *session;
  SkeinProcessActions *actions;
  SkeinThreadModel    *model;
  SkeinTable          *table;
  SkeinTaskKey         key;
  GDateTime           *ended_at; /* NULL: it lives */

  GtkLabel            *title;
  GtkLabel            *subtitle;
  GtkMenuButton       *more;
  GtkLabel            *reason;
  GtkLabel            *ended;
  GtkLabel            *command;
  GtkBox              *facts;
  GtkLabel            *threads_title;
  GtkWidget           *scrolled;
  GtkLabel            *values[N_FACTS];
};

enum {
  BACK,
  OPEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SkeinProcessDetails, skein_process_details, GTK_TYPE_WIDGET)

static const char *const fact_names[N_FACTS] = {
  [FACT_STATE] = N_("State"),
  [FACT_USER] = N_("User"),
  [FACT_PARENT] = N_("Started by"),
  [FACT_STARTED] = N_("Started"),
  [FACT_MEMORY] = N_("Memory"),
  [FACT_CPU_TIME] = N_("CPU time"),
  [FACT_CGROUP] = N_("Control group"),
};

static void
set_bytes (GtkLabel   *label,
           const char *bytes)
{
  g_autofree char *text = skein_escape_bytes (bytes, strlen (bytes));

  skein_label_set_text (label, text);
}

static const SkeinProcess *
find_parent (SkeinProcessDetails *self)
{
  const SkeinProcess *process = skein_thread_model_get_process (self->model);
  const SkeinSnapshot *snapshot = skein_thread_model_get_snapshot (self->model);

  return process != NULL && process->ppid > 0 ? skein_snapshot_find_process (snapshot, process->ppid) : NULL;
}

static void
show_parent (SkeinProcessDetails *self)
{
  const SkeinProcess *parent = find_parent (self);
  g_autofree char *name = NULL;
  g_autofree char *markup = NULL;

  if (parent == NULL)
    {
      skein_label_set_text (self->values[FACT_PARENT], _("the kernel"));
      return;
    }

  name = skein_escape_bytes (parent->name, strlen (parent->name));
  markup = g_markup_printf_escaped ("<a href=\"parent\">%s</a> (%d)", name, (int) parent->pid);

  if (g_strcmp0 (gtk_label_get_label (self->values[FACT_PARENT]), markup) != 0)
    gtk_label_set_markup (self->values[FACT_PARENT], markup);
}

static void
show_state (SkeinProcessDetails *self,
            const SkeinProcess  *process)
{
  SkeinState state = self->ended_at != NULL ? SKEIN_STATE_TERMINATED : skein_process_get_state (process);
  char letter = skein_process_get_letter (process);
  char text[SKEIN_WORDS_SIZE];

  skein_label_set_text (self->values[FACT_STATE], skein_words_state (state));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->values[FACT_STATE]),
                               skein_words_state_tooltip (state, letter, text, sizeof text));
}

static void
show_facts (SkeinProcessDetails *self,
            const SkeinProcess  *process)
{
  char text[SKEIN_FORMAT_SIZE];
  const SkeinSnapshot *snapshot = skein_thread_model_get_snapshot (self->model);
  g_autofree char *memory = skein_dup_memory (self->session, process);
  g_autofree char *started = skein_dup_start (snapshot, process->start_ticks, FALSE);
  g_autofree char *started_at = skein_dup_start (snapshot, process->start_ticks, TRUE);

  show_state (self, process);
  show_parent (self);
  set_bytes (self->values[FACT_USER], process->user);
  skein_label_set_text (self->values[FACT_STARTED], started);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->values[FACT_STARTED]), started_at);
  skein_label_set_text (self->values[FACT_MEMORY], memory != NULL ? memory : "–");
  skein_label_set_text (self->values[FACT_CPU_TIME],
                        skein_format_duration ((int64_t) process->run_ns, text, sizeof text));
  set_bytes (self->values[FACT_CGROUP], *process->cgroup != '\0' ? process->cgroup : "–");
}

static void
show_head (SkeinProcessDetails *self,
           const SkeinProcess  *process)
{
  g_autofree char *subtitle = g_strdup_printf (_("Process %d"), (int) process->pid);

  set_bytes (self->title, process->name);
  skein_label_set_text (self->subtitle, subtitle);

  if (process->is_kernel)
    skein_label_set_text (self->command, _("A thread of the kernel"));
  else
    set_bytes (self->command, *process->command != '\0' ? process->command : process->name);

  gtk_widget_set_tooltip_text (GTK_WIDGET (self->command), gtk_label_get_text (self->command));
}

static void
show_threads_title (SkeinProcessDetails *self,
                    const SkeinProcess  *process)
{
  char n[SKEIN_FORMAT_SIZE], parallelism[SKEIN_FORMAT_SIZE], demand[SKEIN_FORMAT_SIZE];
  g_autoptr(GString) text = g_string_new (NULL);
  double run, ready;

  skein_thread_model_add_up (self->model, &run, &ready);
  skein_format_count (process->n_threads, n, sizeof n);
  skein_format_parallelism (run, parallelism, sizeof parallelism);
  skein_format_parallelism (run + ready, demand, sizeof demand);

  g_string_append_printf (text, ngettext ("%s thread", "%s threads", process->n_threads), n);
  if (self->ended_at == NULL)
    /* Translators: numbers of threads on a core, and of threads that want one, as 1.93 */
    g_string_append_printf (text, _(" · parallelism %s · demand %s"), parallelism, demand);

  skein_label_set_text (self->threads_title, text->str);
}

static void
show_reason (SkeinProcessDetails *self)
{
  const char *reason = self->ended_at == NULL ? skein_process_actions_get_reason (self->actions) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->reason), reason != NULL);
  skein_label_set_text (self->reason, reason != NULL ? reason : "");
}

/* The page stays: it is the last that can be known. */
static void
show_end (SkeinProcessDetails *self)
{
  g_autofree char *time = NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->ended), self->ended_at != NULL);
  if (self->ended_at == NULL)
    return;

  /* Translators: a time of day, for g_date_time_format() */
  time = g_date_time_format (self->ended_at, C_ ("end", "%H:%M:%S"));
  /* Translators: a time of day */
  text = g_strdup_printf (_("Ended at %s. This is how it was last seen."), time);
  skein_label_set_text (self->ended, text);
}

static void
notice_end (SkeinProcessDetails *self)
{
  if (self->ended_at != NULL)
    return;

  self->ended_at = g_date_time_new_now_local ();
  skein_session_set_focus (self->session, self, NULL, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->table), "dim-label");
}

void
skein_process_details_refresh (SkeinProcessDetails *self)
{
  const SkeinProcess *process;

  if (self->model == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)) ||
      skein_session_get_snapshot (self->session) == NULL)
    return;

  if (!skein_thread_model_refresh (self->model))
    notice_end (self);

  skein_process_actions_update (self->actions);
  show_reason (self);
  show_end (self);

  process = skein_thread_model_get_process (self->model);
  if (process == NULL)
    return;

  show_head (self, process);
  show_facts (self, process);
  show_threads_title (self, process);
}

static void
ask_for_details (SkeinProcessDetails *self)
{
  if (self->model != NULL && self->ended_at == NULL)
    skein_session_set_focus (self->session, self, &self->key.pid, 1);
}

static void
back_clicked_cb (SkeinProcessDetails *self)
{
  g_signal_emit (self, signals[BACK], 0);
}

static gboolean
parent_clicked_cb (SkeinProcessDetails *self)
{
  const SkeinProcess *parent = find_parent (self);

  if (parent != NULL)
    {
      SkeinTaskKey key = skein_process_get_key (parent);

      g_signal_emit (self, signals[OPEN], 0, skein_row_id_from_key (&key));
    }

  return GDK_EVENT_STOP;
}

/* A chosen thread is chosen on every page. */
static void
thread_selected_cb (SkeinProcessDetails *self)
{
  const SkeinProcess *process = self->model != NULL ? skein_thread_model_get_process (self->model) : NULL;
  guint n;
  const uint64_t *ids = skein_table_get_selected (self->table, &n);
  SkeinTaskKey key;

  if (process == NULL || n != 1)
    return;

  key = skein_row_id_to_process_key (ids[0]);
  key.pid = process->pid;
  skein_session_set_thread (self->session, &key);
}

/* Not to a text that can be selected: keys are for the threads. */
static gboolean
skein_process_details_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (SKEIN_PROCESS_DETAILS (widget)->table));
}

static void
skein_process_details_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (skein_process_details_parent_class)->map (widget);
  ask_for_details (SKEIN_PROCESS_DETAILS (widget));
  skein_process_details_refresh (SKEIN_PROCESS_DETAILS (widget));
}

static void
skein_process_details_unmap (GtkWidget *widget)
{
  SkeinProcessDetails *self = SKEIN_PROCESS_DETAILS (widget);

  skein_session_set_focus (self->session, self, NULL, 0);
  GTK_WIDGET_CLASS (skein_process_details_parent_class)->unmap (widget);
}

static void
skein_process_details_dispose (GObject *object)
{
  SkeinProcessDetails *self = SKEIN_PROCESS_DETAILS (object);

  g_clear_object (&self->actions);
  g_clear_object (&self->model);
  g_clear_object (&self->session);
  g_clear_pointer (&self->ended_at, g_date_time_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), SKEIN_TYPE_PROCESS_DETAILS);

  G_OBJECT_CLASS (skein_process_details_parent_class)->dispose (object);
}

static void
skein_process_details_class_init (SkeinProcessDetailsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = skein_process_details_dispose;
  widget_class->grab_focus = skein_process_details_grab_focus;
  widget_class->focus = skein_focus_children;
  widget_class->map = skein_process_details_map;
  widget_class->unmap = skein_process_details_unmap;

  signals[BACK] =
    g_signal_new ("back", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
  signals[OPEN] =
    g_signal_new ("open", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_UINT64);

  g_type_ensure (SKEIN_TYPE_WRAP_LAYOUT);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_REGION);
  gtk_widget_class_set_template_from_resource (widget_class, SKEIN_RESOURCE_PATH "/ui/process-details.ui");
  gtk_widget_class_bind_template_child_full (widget_class, "page", FALSE, 0);
  gtk_widget_class_bind_template_child (widget_class, SkeinProcessDetails, title);
  gtk_widget_class_bind_template_child (widget_class, SkeinProcessDetails, subtitle);
  gtk_widget_class_bind_template_child (widget_class, SkeinProcessDetails, more);
  gtk_widget_class_bind_template_child (widget_class, SkeinProcessDetails, reason);
  gtk_widget_class_bind_template_child (widget_class, SkeinProcessDetails, ended);
  gtk_widget_class_bind_template_child (widget_class, SkeinProcessDetails, command);
  gtk_widget_class_bind_template_child (widget_class, SkeinProcessDetails, facts);
  gtk_widget_class_bind_template_child (widget_class, SkeinProcessDetails, threads_title);
  gtk_widget_class_bind_template_child (widget_class, SkeinProcessDetails, scrolled);
  gtk_widget_class_bind_template_callback (widget_class, back_clicked_cb);
}

/* A caption with its value below, so that they wrap together. */
static void
add_fact (SkeinProcessDetails *self,
          Fact                 fact)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *name = gtk_label_new (_ (fact_names[fact]));
  GtkWidget *value = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (name), 0.0f);
  gtk_widget_add_css_class (name, "caption");
  gtk_widget_add_css_class (name, "dim-label");

  gtk_label_set_xalign (GTK_LABEL (value), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (value), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (value), 36);
  gtk_widget_add_css_class (value, "numeric");
  gtk_accessible_update_relation (GTK_ACCESSIBLE (value), GTK_ACCESSIBLE_RELATION_LABELLED_BY, name, NULL, -1);

  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), value);
  gtk_box_append (self->facts, box);
  self->values[fact] = GTK_LABEL (value);
}

static void
more_cb (GtkMenuButton *button,
         gpointer       data)
{
  g_autoptr(GMenuModel) menu = skein_process_actions_dup_menu (SKEIN_PROCESS_DETAILS (data)->actions, FALSE);

  gtk_menu_button_set_menu_model (button, menu);
}

static void
skein_process_details_init (SkeinProcessDetails *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  for (Fact fact = 0; fact < N_FACTS; fact++)
    add_fact (self, fact);

  g_signal_connect_swapped (self->values[FACT_PARENT], "activate-link", G_CALLBACK (parent_clicked_cb), self);
  gtk_menu_button_set_create_popup_func (self->more, more_cb, self, NULL);

  self->table = skein_thread_model_make_table ();
  skein_table_set_label (self->table, _("Threads"));
  gtk_widget_add_css_class (GTK_WIDGET (self->table), "data-table");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), GTK_WIDGET (self->table));
  skein_table_set_selection_mode (self->table, GTK_SELECTION_SINGLE);
  g_signal_connect_object (self->table, "selection-changed", G_CALLBACK (thread_selected_cb), self, G_CONNECT_SWAPPED);
}

SkeinProcessDetails *
skein_process_details_new (SkeinSession *session)
{
  SkeinProcessDetails *self = g_object_new (SKEIN_TYPE_PROCESS_DETAILS, NULL);

  self->session = g_object_ref (session);
  self->actions = skein_process_actions_new (session, GTK_WIDGET (self));

  return self;
}

void
skein_process_details_set_process (SkeinProcessDetails *self,
                                   const SkeinTaskKey  *key)
{
  if (self->model != NULL && skein_task_key_equal (&self->key, key))
    return;

  self->key = *key;
  g_clear_pointer (&self->ended_at, g_date_time_unref);
  g_clear_object (&self->model);
  gtk_widget_remove_css_class (GTK_WIDGET (self->table), "dim-label");

  self->model = skein_thread_model_new (self->session, key);
  skein_thread_model_attach (self->model, self->table);
  skein_process_actions_set_target (self->actions, key);

  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    ask_for_details (self);
  skein_process_details_refresh (self);
}

const SkeinTaskKey *
skein_process_details_get_process (SkeinProcessDetails *self)
{
  return self->model != NULL ? &self->key : NULL;
}
