/* processes-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/processes-page.h"

#include "app/focus.h"
#include "app/process-actions.h"
#include "app/process-details.h"
#include "app/process-model.h"
#include "app/steady-label.h"
#include "app/wrap-layout.h"
#include "base/clock.h"
#include "base/format.h"
#include "present/row-id.h"
#include "present/words.h"

#include <glib/gi18n.h>

struct _SkeinProcessesPage
{
  GtkWidget            parent_instance;

  SkeinSession        *session;
  GSettings           *state_settings;
  SkeinProcessModel   *model;
  SkeinProcessActions *actions;
  SkeinProcessDetails *details;
  SkeinTable          *table;
  GtkStringList       *users;

  GtkStack            *stack;
  GtkWidget           *all;
  GtkWidget           *text;
  GtkDropDown         *user;
  GtkDropDown         *state;
  GtkToggleButton     *kernel;
  GtkToggleButton     *tree;
  GtkMenuButton       *columns;
  GtkWidget           *scrolled;
  SkeinSteadyLabel    *totals;
  GtkMenuButton       *actions_button;
};

G_DEFINE_FINAL_TYPE (SkeinProcessesPage, skein_processes_page, GTK_TYPE_WIDGET)

typedef struct
{
  const char           *id;
  const char           *title;
  const char           *explanation;
  int                   width;
  SkeinTableColumnFlags flags;
} PageColumn;

#define SORTS   SKEIN_TABLE_COLUMN_SORTABLE
#define FIGURES (SKEIN_TABLE_COLUMN_SORTABLE | SKEIN_TABLE_COLUMN_NUMERIC | SKEIN_TABLE_COLUMN_DESCENDING)
#define NUMBER  (SKEIN_TABLE_COLUMN_SORTABLE | SKEIN_TABLE_COLUMN_NUMERIC)
#define HIDDEN  SKEIN_TABLE_COLUMN_HIDDEN

/* To read the memory of all costs more than all else that the page shows. */
#define MEMORY_PERIOD_NS (60 * SKEIN_NS_PER_S)

/* What is looked for first is first, so that it is in view in a small window, too: which process takes the machine.
 * In the order of what the model is told, below. */
static const PageColumn page_columns[] = {
  { "name", N_("Name"), NULL, 230, SORTS | SKEIN_TABLE_COLUMN_TREE | SKEIN_TABLE_COLUMN_ALWAYS },
  { "pid", N_("PID"), N_("The number that the kernel gave to the process"), 64, NUMBER },
  { "cpu", NULL, NULL, 158, FIGURES },
  { "memory", N_("Memory"),
    N_("Its proportional share: its own, and its part of what it shares. ≤: only what is resident is known"), 92,
    FIGURES },
  { "state", N_("State"), N_("The liveliest state among its threads"), 116, SORTS },
  { "user", N_("User"), NULL, 84, SORTS },
  { "threads", N_("Threads"), NULL, 84, FIGURES },
  { "parallelism", N_("Parallelism"), N_("Threads that were on a core, on average"), 104, FIGURES },
  { "demand", N_("Demand"), N_("Threads that wanted a core, on average: running or ready"), 86, FIGURES },
  { "start", N_("Started"), NULL, 92, NUMBER },
  { "command", N_("Command"), NULL, 240, SORTS | SKEIN_TABLE_COLUMN_EXPAND },
  { "cpu-time", N_("CPU time"), N_("Time on cores since it started, of all its threads"), 110, FIGURES | HIDDEN },
  { "parent", N_("Started by"), NULL, 120, SORTS | HIDDEN },
  { "nice", N_("Nice"), N_("From −20, runs first, to 19, runs last"), 56, NUMBER | HIDDEN },
  { "policy", N_("Scheduling"), NULL, 120, SORTS | HIDDEN },
  { "cgroup", N_("Control group"), NULL, 200, SORTS | HIDDEN },
  { "private", N_("Private"), N_("Memory that nobody else has: what would come back if it ended"), 84,
    FIGURES | HIDDEN },
  { "resident", N_("Resident"), N_("What it has in memory now, what it shares included"), 84, FIGURES | HIDDEN },
};

static const SkeinProcessColumn model_columns[G_N_ELEMENTS (page_columns)] = {
  SKEIN_PROCESS_COLUMN_NAME,
  SKEIN_PROCESS_COLUMN_PID,
  SKEIN_PROCESS_COLUMN_CPU,
  SKEIN_PROCESS_COLUMN_MEMORY,
  SKEIN_PROCESS_COLUMN_STATE,
  SKEIN_PROCESS_COLUMN_USER,
  SKEIN_PROCESS_COLUMN_THREADS,
  SKEIN_PROCESS_COLUMN_PARALLELISM,
  SKEIN_PROCESS_COLUMN_DEMAND,
  SKEIN_PROCESS_COLUMN_START,
  SKEIN_PROCESS_COLUMN_COMMAND,
  SKEIN_PROCESS_COLUMN_CPU_TIME,
  SKEIN_PROCESS_COLUMN_PARENT,
  SKEIN_PROCESS_COLUMN_NICE,
  SKEIN_PROCESS_COLUMN_POLICY,
  SKEIN_PROCESS_COLUMN_CGROUP,
  SKEIN_PROCESS_COLUMN_OWN_MEMORY,
  SKEIN_PROCESS_COLUMN_RESIDENT_MEMORY,
};

/* What the drop-down offers after "Any state". */
static const SkeinState offered_states[] = {
  SKEIN_STATE_RUNNING,
  SKEIN_STATE_READY,
  SKEIN_STATE_WAITING,
  SKEIN_STATE_DISK,
  SKEIN_STATE_SUSPENDED,
  SKEIN_STATE_TERMINATED,
};

static SkeinProcessList *
get_list (SkeinProcessesPage *self)
{
  return skein_process_model_get_list (self->model);
}

static gboolean
shows_details (SkeinProcessesPage *self)
{
  return gtk_stack_get_visible_child (self->stack) == GTK_WIDGET (self->details);
}

/* Totals */

static char *
dup_totals (const SkeinProcessTotals *totals)
{
  char shown[SKEIN_FORMAT_SIZE], all[SKEIN_FORMAT_SIZE], threads[SKEIN_FORMAT_SIZE];
  char run[SKEIN_FORMAT_SIZE], demand[SKEIN_FORMAT_SIZE], bytes[SKEIN_FORMAT_SIZE], memory[SKEIN_FORMAT_SIZE];
  GString *text = g_string_new (NULL);

  skein_format_count (totals->n_processes, shown, sizeof shown);
  skein_format_count (totals->n_all, all, sizeof all);
  skein_format_count (totals->n_threads, threads, sizeof threads);
  skein_format_parallelism (totals->run, run, sizeof run);
  skein_format_parallelism (totals->run + totals->ready, demand, sizeof demand);
  skein_format_bytes (totals->memory_bytes, bytes, sizeof bytes);
  g_snprintf (memory, sizeof memory, totals->n_resident == 0 ? "%s" : _("≤ %s"), bytes);

  if (totals->n_processes == totals->n_all)
    g_string_append_printf (text, ngettext ("%s process", "%s processes", totals->n_all), all);
  else
    /* Translators: how many are shown, of how many there are */
    g_string_append_printf (text, ngettext ("%s of %s process", "%s of %s processes", totals->n_all), shown, all);

  g_string_append (text, " · ");
  g_string_append_printf (text, ngettext ("%s thread", "%s threads", totals->n_threads), threads);
  /* Translators: numbers of threads on a core and of threads that want one, and an amount of memory */
  g_string_append_printf (text, _(" · parallelism %s · demand %s · memory %s"), run, demand, memory);

  return g_string_free (text, FALSE);
}

static char *
dup_totals_tooltip (const SkeinProcessTotals *totals)
{
  if (totals->n_resident == 0)
    return g_strdup (_("Memory: the proportional shares, which add up to what these processes take"));

  return g_strdup_printf (ngettext ("Memory: the proportional shares; of %u process all that is resident, "
                                    "since its share is not known",
                                    "Memory: the proportional shares; of %u processes all that is resident, "
                                    "since their share is not known",
                                    totals->n_resident),
                          totals->n_resident);
}

static void
show_totals (SkeinProcessesPage *self)
{
  SkeinProcessTotals totals = skein_process_list_get_totals (get_list (self));
  g_autofree char *text = dup_totals (&totals);
  g_autofree char *tooltip = NULL;

  if (g_strcmp0 (skein_steady_label_get_text (self->totals), text) == 0)
    return;

  skein_steady_label_set_text (self->totals, text);
  tooltip = dup_totals_tooltip (&totals);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->totals), tooltip);
}

static void
list_changed (SkeinProcessesPage *self)
{
  skein_process_model_changed (self->model);
  show_totals (self);
}

/* Filters */

static void
text_changed_cb (SkeinProcessesPage *self)
{
  skein_process_list_set_text (get_list (self), gtk_editable_get_text (GTK_EDITABLE (self->text)));
  list_changed (self);
}

static void
stop_search_cb (SkeinProcessesPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->text), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->table));
}

/* Returns: (nullable): %NULL: all users */
static const char *
get_chosen_user (SkeinProcessesPage *self)
{
  guint selected = gtk_drop_down_get_selected (self->user);

  if (selected == 0 || selected == GTK_INVALID_LIST_POSITION)
    return NULL;

  return gtk_string_list_get_string (self->users, selected);
}

static void
user_changed_cb (SkeinProcessesPage *self)
{
  if (self->model == NULL)
    return;

  skein_process_list_set_user (get_list (self), get_chosen_user (self));
  list_changed (self);
}

static void
state_changed_cb (SkeinProcessesPage *self)
{
  guint selected = gtk_drop_down_get_selected (self->state);
  gboolean any = selected == 0 || selected > G_N_ELEMENTS (offered_states);

  if (self->model == NULL)
    return;

  skein_process_list_set_states (get_list (self), any ? 0 : 1u << offered_states[selected - 1]);
  list_changed (self);
}

static void
kernel_changed_cb (SkeinProcessesPage *self)
{
  skein_process_list_set_kernel (get_list (self), gtk_toggle_button_get_active (self->kernel));
  list_changed (self);
}

static void
tree_changed_cb (SkeinProcessesPage *self)
{
  skein_process_list_set_tree (get_list (self), gtk_toggle_button_get_active (self->tree));
  list_changed (self);
}

static gboolean
users_equal (SkeinProcessesPage *self,
             const GPtrArray    *users)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->users)) != users->len + 1)
    return FALSE;

  for (guint i = 0; i < users->len; i++)
    if (!g_str_equal (gtk_string_list_get_string (self->users, i + 1), users->pdata[i]))
      return FALSE;

  return TRUE;
}

/* Who is chosen stays chosen, even while there is nothing of theirs. */
static void
update_users (SkeinProcessesPage *self)
{
  g_autoptr(GPtrArray) users = skein_process_list_dup_users (get_list (self));
  g_autofree char *chosen = g_strdup (get_chosen_user (self));
  guint position = 0;

  if (chosen != NULL && !g_ptr_array_find_with_equal_func (users, chosen, g_str_equal, &position))
    {
      position = users->len;
      g_ptr_array_add (users, g_strdup (chosen));
    }

  if (users_equal (self, users))
    return;

  g_ptr_array_add (users, NULL);
  gtk_string_list_splice (self->users, 1, g_list_model_get_n_items (G_LIST_MODEL (self->users)) - 1,
                          (const char *const *) users->pdata);
  gtk_drop_down_set_selected (self->user, chosen != NULL ? position + 1 : 0);
}

/* The page of one process */

static void
go_back (SkeinProcessesPage *self)
{
  gtk_stack_set_visible_child (self->stack, self->all);
  gtk_widget_grab_focus (GTK_WIDGET (self->table));
}

static gboolean
back_pressed_cb (GtkWidget *widget,
                 GVariant  *arguments,
                 gpointer   data)
{
  SkeinProcessesPage *self = SKEIN_PROCESSES_PAGE (widget);

  if (!shows_details (self))
    return GDK_EVENT_PROPAGATE;

  go_back (self);

  return GDK_EVENT_STOP;
}

void
skein_processes_page_open (SkeinProcessesPage *self,
                           uint64_t            id)
{
  SkeinTaskKey key = skein_row_id_to_process_key (id);

  skein_process_details_set_process (self->details, &key);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->details));
  skein_session_set_selection (self->session, &key, 1);
  gtk_widget_grab_focus (GTK_WIDGET (self->details));
}

/* What is selected elsewhere is what this page is about, too. */
static void
selection_changed_cb (SkeinProcessesPage *self)
{
  guint n_keys;
  const SkeinTaskKey *keys = skein_session_get_selection (self->session, &n_keys);

  gtk_widget_set_sensitive (GTK_WIDGET (self->actions_button), n_keys > 0);

  if (n_keys == 1 && shows_details (self))
    skein_process_details_set_process (self->details, &keys[0]);
}

static void
context_menu_cb (SkeinProcessesPage *self,
                 uint64_t            id,
                 double              x,
                 double              y)
{
  g_autoptr (GMenuModel) menu = skein_process_actions_dup_menu (self->actions, TRUE);

  skein_table_popup_menu (self->table, menu, x, y);
}

/* What may be done is asked when the menu is opened. */
static void
make_actions_menu_cb (GtkMenuButton *button,
                      gpointer       data)
{
  SkeinProcessesPage *self = data;
  g_autoptr (GMenuModel) menu = skein_process_actions_dup_menu (self->actions, TRUE);

  gtk_menu_button_set_menu_model (button, menu);
}

/* What is not seen is not worked out. */
static void
refresh (SkeinProcessesPage *self)
{
  skein_process_details_refresh (self->details);

  if (!gtk_widget_get_mapped (self->all))
    return;

  skein_process_model_refresh (self->model);
  update_users (self);
  show_totals (self);
}

/* The table */

static GtkWidget *
make_empty_child (void)
{
  GtkWidget *label = gtk_label_new (_("No process matches the filters"));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "dim-label");

  return label;
}

/* The head says what 100 % is, so a table is made anew when that changes. */
static void
make_table (SkeinProcessesPage *self)
{
  int cpu_of = g_settings_get_enum (skein_session_get_settings (self->session), "cpu-of");
  const char *cpu = cpu_of == SKEIN_CPU_OF_MACHINE ? _("CPU of machine") : _("CPU of a core");
  SkeinTableColumn columns[G_N_ELEMENTS (page_columns)] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (page_columns); i++)
    columns[i] = (SkeinTableColumn) {
      .id = page_columns[i].id,
      .title = page_columns[i].title != NULL ? _ (page_columns[i].title) : cpu,
      .explanation = page_columns[i].explanation != NULL ? _ (page_columns[i].explanation) : NULL,
      .width = page_columns[i].width,
      .min_width = page_columns[i].flags & SKEIN_TABLE_COLUMN_EXPAND ? 120 : 0,
      .flags = page_columns[i].flags,
    };

  self->table = SKEIN_TABLE (skein_table_new (columns, G_N_ELEMENTS (columns)));
  skein_table_set_label (self->table, _("Processes"));
  skein_table_set_selection_mode (self->table, GTK_SELECTION_MULTIPLE);
  skein_table_set_empty_child (self->table, make_empty_child ());
  gtk_widget_add_css_class (GTK_WIDGET (self->table), "data-table");

  skein_process_model_attach (self->model, self->table);
  g_settings_bind (self->state_settings, "process-columns", self->table, "layout", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->state_settings, "process-sort", self->table, "sort", G_SETTINGS_BIND_DEFAULT);
  skein_table_set_columns_button (self->table, self->columns);

  g_signal_connect_object (self->table, "row-activated",
                           G_CALLBACK (skein_processes_page_open), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->table, "context-menu", G_CALLBACK (context_menu_cb), self, G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), GTK_WIDGET (self->table));
}

static void
skein_processes_page_map (GtkWidget *widget)
{
  static const SkeinMemoryWish wish = { .all = true, .period_ns = MEMORY_PERIOD_NS };

  GTK_WIDGET_CLASS (skein_processes_page_parent_class)->map (widget);
  skein_session_set_memory_wish (SKEIN_PROCESSES_PAGE (widget)->session, widget, &wish);
  refresh (SKEIN_PROCESSES_PAGE (widget));
}

static void
skein_processes_page_unmap (GtkWidget *widget)
{
  skein_session_set_memory_wish (SKEIN_PROCESSES_PAGE (widget)->session, widget, NULL);

  GTK_WIDGET_CLASS (skein_processes_page_parent_class)->unmap (widget);
}

static void
skein_processes_page_dispose (GObject *object)
{
  SkeinProcessesPage *self = SKEIN_PROCESSES_PAGE (object);

  g_clear_object (&self->actions);
  gtk_widget_dispose_template (GTK_WIDGET (self), SKEIN_TYPE_PROCESSES_PAGE);
  g_clear_object (&self->model);
  g_clear_object (&self->users);
  g_clear_object (&self->state_settings);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (skein_processes_page_parent_class)->dispose (object);
}

static gboolean
skein_processes_page_grab_focus (GtkWidget *widget)
{
  SkeinProcessesPage *self = SKEIN_PROCESSES_PAGE (widget);

  return gtk_widget_grab_focus (shows_details (self) ? GTK_WIDGET (self->details) : GTK_WIDGET (self->table));
}

static void
skein_processes_page_class_init (SkeinProcessesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = skein_processes_page_dispose;
  widget_class->map = skein_processes_page_map;
  widget_class->unmap = skein_processes_page_unmap;
  widget_class->grab_focus = skein_processes_page_grab_focus;
  widget_class->focus = skein_focus_children;

  g_type_ensure (SKEIN_TYPE_STEADY_LABEL);
  g_type_ensure (SKEIN_TYPE_WRAP_LAYOUT);

  gtk_widget_class_set_template_from_resource (widget_class, SKEIN_RESOURCE_PATH "/ui/processes-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SkeinProcessesPage, stack);
  gtk_widget_class_bind_template_child (widget_class, SkeinProcessesPage, all);
  gtk_widget_class_bind_template_child (widget_class, SkeinProcessesPage, text);
  gtk_widget_class_bind_template_child (widget_class, SkeinProcessesPage, user);
  gtk_widget_class_bind_template_child (widget_class, SkeinProcessesPage, state);
  gtk_widget_class_bind_template_child (widget_class, SkeinProcessesPage, kernel);
  gtk_widget_class_bind_template_child (widget_class, SkeinProcessesPage, tree);
  gtk_widget_class_bind_template_child (widget_class, SkeinProcessesPage, columns);
  gtk_widget_class_bind_template_child (widget_class, SkeinProcessesPage, scrolled);
  gtk_widget_class_bind_template_child (widget_class, SkeinProcessesPage, totals);
  gtk_widget_class_bind_template_child (widget_class, SkeinProcessesPage, actions_button);
  gtk_widget_class_bind_template_callback (widget_class, text_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, user_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, state_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, kernel_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, tree_changed_cb);

  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, back_pressed_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Left, GDK_ALT_MASK, back_pressed_cb, NULL);
}

/* It is the button within that gets the focus, and that has no name of its own. */
static void
label_button (GtkDropDown *drop_down,
              const char  *label)
{
  GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (drop_down));

  if (GTK_IS_TOGGLE_BUTTON (button))
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
skein_processes_page_init (SkeinProcessesPage *self)
{
  g_autoptr(GtkStringList) states = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));

  self->users = gtk_string_list_new (NULL);
  gtk_string_list_append (self->users, _("All users"));
  gtk_drop_down_set_model (self->user, G_LIST_MODEL (self->users));

  gtk_string_list_append (states, _("Any state"));
  for (guint i = 0; i < G_N_ELEMENTS (offered_states); i++)
    gtk_string_list_append (states, skein_words_state (offered_states[i]));
  gtk_drop_down_set_model (self->state, G_LIST_MODEL (states));
  label_button (self->user, _("User"));
  label_button (self->state, _("State"));
}

SkeinProcessesPage *
skein_processes_page_new (SkeinSession *session)
{
  SkeinProcessesPage *self = g_object_new (SKEIN_TYPE_PROCESSES_PAGE, NULL);
  GSettings *settings = skein_session_get_settings (session);

  self->session = g_object_ref (session);
  self->state_settings = g_settings_get_child (settings, "state");
  self->actions = skein_process_actions_new (session, self->all);
  self->model = skein_process_model_new (session, model_columns, G_N_ELEMENTS (model_columns));
  skein_process_list_set_kernel (get_list (self), false);
  make_table (self);
  g_settings_bind (self->state_settings, "process-tree", self->tree, "active", G_SETTINGS_BIND_DEFAULT);
  tree_changed_cb (self);

  gtk_menu_button_set_create_popup_func (self->actions_button, make_actions_menu_cb, self, NULL);
  self->details = skein_process_details_new (session);
  gtk_stack_add_child (self->stack, GTK_WIDGET (self->details));

  g_signal_connect_object (self->actions, "open", G_CALLBACK (skein_processes_page_open), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->details, "open", G_CALLBACK (skein_processes_page_open), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->details, "back", G_CALLBACK (go_back), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::cpu-of", G_CALLBACK (make_table), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "selection-changed", G_CALLBACK (selection_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "refresh", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  selection_changed_cb (self);

  return self;
}
