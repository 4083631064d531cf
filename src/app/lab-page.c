/* lab-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/lab-page.h"

#include "app/focus.h"
#include "app/lab-export.h"
#include "app/lab-measured.h"
#include "app/lab-view.h"
#include "app/steady-label.h"
#include "app/wrap-layout.h"
#include "base/clock.h"
#include "present/lab-cards.h"
#include "present/lab-table.h"

#include <math.h>

#include <glib/gi18n.h>

/* Before and after a run that is looked at in the live views. */
#define LOOK_MARGIN_NS (20 * SKEIN_NS_PER_MS)

/* From one look at what came out to the next, while more comes. */
#define SHOWN_US G_USEC_PER_SEC

#define TITLE_SIZE 256

#define LEAST_DIGITS 2

struct _SkeinLabPage
{
  GtkWidget          parent_instance;

  SkeinLabModel     *model;
  SkeinSession      *session;
  GtkWidget         *spins[SKEIN_EXPERIMENT_PARAMETERS];
  gboolean           filling; /* the page itself changes what is chosen */

  GtkWidget         *scrolled;
  GtkLabel          *title;
  GtkLabel          *idea;
  GtkWidget         *export;
  GtkWidget         *run;
  GtkBox            *parameters;
  GtkWidget         *progress;
  GtkWidget         *stop;
  SkeinSteadyLabel  *progress_words;
  GtkProgressBar    *progress_bar;
  GtkLabel          *problem;
  GtkWidget         *looks;
  GtkDropDown       *repeat;
  GtkWidget         *stale;
  AdwBin            *view;
  GtkWidget         *first_run;
  GtkWidget         *outcome;
  GtkLabel          *caption;
  SkeinLabMeasured  *measured;
  GtkWidget         *finding_box;
  GtkLabel          *finding;

  /* What the table and the finding are of: none is looked into, they may be gone. */
  gconstpointer      shown;
  gconstpointer      last_shown;
  guint              n_shown;
  gint64             shown_us;

  /* Who had the focus when it was started, and gets it back: what is started by keyboard is stopped by keyboard. */
  GtkWidget         *starter; /* (nullable), weak */
  gboolean           gives_back;
};

G_DEFINE_FINAL_TYPE (SkeinLabPage, skein_lab_page, GTK_TYPE_WIDGET)

/* The parameters */

static void
value_changed_cb (GtkSpinButton *spin,
                  SkeinLabPage  *self)
{
  for (unsigned i = 0; i < SKEIN_EXPERIMENT_PARAMETERS; i++)
    if (self->spins[i] == GTK_WIDGET (spin))
      skein_lab_model_set_value (self->model, i, (int64_t) gtk_spin_button_get_value (spin));
}

static void
repeats_changed_cb (GtkSpinButton *spin,
                    SkeinLabPage  *self)
{
  skein_lab_model_set_repeats (self->model, (unsigned) gtk_spin_button_get_value_as_int (spin));
}

static void
run_clicked_cb (SkeinLabPage *self)
{
  skein_lab_model_run (self->model, 0);
}

static void
stop_clicked_cb (SkeinLabPage *self)
{
  skein_lab_model_stop (self->model);
}

/* As many digits as the largest number has, and no less than what is easily hit. */
static int
count_digits (double most)
{
  return MAX ((int) floor (log10 (MAX (most, 1.0))) + 1, LEAST_DIGITS);
}

/* What is set in hundreds is not changed by one. */
static double
get_step (double usual)
{
  return MAX (pow (10.0, floor (log10 (MAX (usual, 1.0))) - 1.0), 1.0);
}

/* A number, with what it is before it and its unit behind. */
static GtkWidget *
add_spin (SkeinLabPage *self,
          const char   *title,
          const char   *text,
          const char   *unit,
          double        least,
          double        most,
          double        usual,
          double        value)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = gtk_label_new (title);
  GtkWidget *spin = gtk_spin_button_new_with_range (least, most, get_step (usual));
  g_autofree char *tip = g_strdup_printf (_("%s From %.0f to %.0f."), text, least, most);

  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), value);
  gtk_spin_button_set_digits (GTK_SPIN_BUTTON (spin), 0);
  gtk_editable_set_width_chars (GTK_EDITABLE (spin), count_digits (most));
  gtk_widget_set_tooltip_text (spin, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, tip, -1);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), spin);

  if (unit != NULL)
    {
      GtkWidget *after = gtk_label_new (unit);

      gtk_widget_add_css_class (after, "dim-label");
      gtk_box_append (GTK_BOX (box), after);
    }

  /* What belongs together stands closer. */
  gtk_widget_set_margin_end (box, 8);
  gtk_box_append (self->parameters, box);

  return spin;
}

/* Returns: (nullable): what stands behind the number */
static const char *
unit_of (SkeinUnit unit)
{
  switch (unit)
    {
    case SKEIN_UNIT_BLOCKS:
      return _("blocks");

    case SKEIN_UNIT_MS:
      return _("ms");

    case SKEIN_UNIT_NS:
      return _("ns");

    case SKEIN_UNIT_BYTES:
      return _("bytes");

    case SKEIN_UNIT_SHARE:
      return "%";

    case SKEIN_UNIT_PER_S:
      return _("per second");

    case SKEIN_UNIT_TIMES:
      return _("times");

    case SKEIN_UNIT_COUNT:
    case SKEIN_UNIT_ADDRESS:
    default:
      return NULL;
    }
}

static void
add_parameter (SkeinLabPage       *self,
               const SkeinLabPlan *plan,
               unsigned            i)
{
  const SkeinParameterInfo *info = &plan->experiment->parameters[i];
  int64_t least, most, usual;

  skein_experiment_get_limits (plan->experiment, i, skein_experiment_count_cores (), &least, &most, &usual);
  self->spins[i] = add_spin (self, g_dgettext (GETTEXT_PACKAGE, info->title), g_dgettext (GETTEXT_PACKAGE, info->text),
                             unit_of (info->unit), (double) least, (double) most, (double) usual,
                             (double) plan->values[i]);
  g_signal_connect (self->spins[i], "value-changed", G_CALLBACK (value_changed_cb), self);
}

static void
make_parameters (SkeinLabPage *self)
{
  const SkeinLabPlan *plan = skein_lab_model_get_plan (self->model);
  GtkWidget *child, *spin;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->parameters))) != NULL)
    gtk_box_remove (self->parameters, child);

  for (unsigned i = 0; i < SKEIN_EXPERIMENT_PARAMETERS; i++)
    self->spins[i] = NULL;
  for (unsigned i = 0; plan->experiment->parameters[i].id != NULL; i++)
    add_parameter (self, plan, i);

  spin = add_spin (self, _("Repeat"), _("How often each mode runs: what is shown is the median of them."), "×", 1.0,
                   SKEIN_LAB_MOST_REPEATS, 1.0, plan->repeats);
  g_signal_connect (spin, "value-changed", G_CALLBACK (repeats_changed_cb), self);
}

/* What goes on */

static void
set_label (GtkLabel   *label,
           const char *text)
{
  if (g_strcmp0 (gtk_label_get_text (label), text) != 0)
    gtk_label_set_text (label, text);
}

static char *
dup_progress (SkeinLabPage              *self,
              const SkeinExperimentInfo *running,
              unsigned                   ended,
              unsigned                   all)
{
  const SkeinLabRun *run = skein_lab_model_get_current (self->model);
  const SkeinLabPlan *plan = skein_lab_model_get_plan (self->model);
  char title[TITLE_SIZE];
  SkeinMode mode;

  if (running != skein_lab_model_get_experiment (self->model))
    /* Translators: the title of another experiment */
    return g_strdup_printf (_("“%s” runs: %u of %u done"), g_dgettext (GETTEXT_PACKAGE, running->title), ended, all);

  if (run == NULL || !skein_experiment_get_mode (running, plan->values, run->mode, &mode))
    return g_strdup_printf (_("%u of %u runs done"), ended, all);

  skein_mode_write_title (&mode, title, sizeof title);

  /* Translators: the last is the title of a mode */
  return g_strdup_printf (_("Run %u of %u: %s"), MIN (ended + 1, all), all, title);
}

/* The button that starts it can be pressed no more, and would lose the focus to nobody. */
static void
pass_focus (SkeinLabPage *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  if (focus != self->run && (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view))))
    return;

  g_set_weak_pointer (&self->starter, focus);
  gtk_widget_grab_focus (self->stop);
}

/* When all that follows the model knows that it is over, so that it can be pressed again. */
static void
give_focus_back (SkeinLabPage *self)
{
  if (!self->gives_back)
    return;

  self->gives_back = FALSE;
  if (self->starter == NULL || !gtk_widget_grab_focus (self->starter))
    gtk_widget_grab_focus (self->run);
  g_clear_weak_pointer (&self->starter);
}

static void
show_progress (SkeinLabPage *self)
{
  const SkeinExperimentInfo *running = skein_lab_model_get_running (self->model);
  g_autofree char *words = NULL;
  unsigned ended, all;

  if (running == NULL)
    self->gives_back = self->gives_back || gtk_widget_has_focus (self->stop);
  else if (!gtk_widget_get_visible (self->progress))
    {
      gtk_widget_set_visible (self->progress, TRUE);
      pass_focus (self);
    }

  gtk_widget_set_visible (self->progress, running != NULL);
  gtk_widget_set_sensitive (self->run, running == NULL);
  if (running == NULL)
    return;

  skein_lab_model_get_progress (self->model, &ended, &all);
  words = dup_progress (self, running, ended, all);
  skein_steady_label_set_text (self->progress_words, words);
  gtk_progress_bar_set_fraction (self->progress_bar, all > 0 ? (double) ended / all : 0.0);
}

/* What came out */

static unsigned
count_repeats (const SkeinLabResults *results)
{
  unsigned n = 0;

  for (guint i = 0; results != NULL && i < results->runs->len; i++)
    n = MAX (n, ((const SkeinLabRun *) g_ptr_array_index (results->runs, i))->repeat + 1);

  return n;
}

static void
show_repeats (SkeinLabPage *self)
{
  unsigned n = count_repeats (skein_lab_model_get_results (self->model));
  unsigned repeat = skein_lab_model_get_repeat (self->model);
  GtkStringList *items = GTK_STRING_LIST (gtk_drop_down_get_model (self->repeat));
  guint n_shown = g_list_model_get_n_items (G_LIST_MODEL (items));

  self->filling = TRUE;
  if (n_shown > n + 1)
    gtk_string_list_splice (items, n + 1, n_shown - n - 1, NULL);
  for (; n_shown < n + 1; n_shown++)
    gtk_string_list_take (items, g_strdup_printf (_("run %u"), n_shown));

  gtk_drop_down_set_selected (self->repeat, repeat == SKEIN_LAB_TYPICAL ? 0 : repeat + 1);
  self->filling = FALSE;
}

static void
repeat_selected_cb (SkeinLabPage *self)
{
  guint selected = gtk_drop_down_get_selected (self->repeat);

  if (!self->filling && self->model != NULL && selected != GTK_INVALID_LIST_POSITION)
    skein_lab_model_set_repeat (self->model, selected == 0 ? SKEIN_LAB_TYPICAL : selected - 1);
}

/* @results: (nullable): with one run at least */
static void
show_results (SkeinLabPage          *self,
              const SkeinLabResults *results)
{
  gboolean has_runs = results != NULL;
  g_autofree char *caption = has_runs ? skein_lab_table_dup_caption (results) : NULL;
  g_autofree char *source = has_runs ? skein_lab_results_dup_source (results) : NULL;
  g_autofree char *words = has_runs ? g_strdup_printf ("%s · %s", caption, source) : NULL;
  g_autofree char *finding = has_runs ? skein_lab_results_dup_finding (results) : NULL;

  gtk_widget_set_visible (self->outcome, has_runs);
  gtk_widget_set_visible (self->looks, has_runs);
  gtk_widget_set_visible (self->finding_box, finding != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "lab.export", has_runs);
  gtk_widget_set_sensitive (self->export, has_runs);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "lab.see", has_runs);
  set_label (self->caption, words != NULL ? words : "");
  set_label (self->finding, finding != NULL ? finding : "");
  skein_lab_measured_show (self->measured, results);
}

/* Returns: whether it is what is shown already: a run that begins changes nothing of it, and wants its core */
static gboolean
is_shown (SkeinLabPage          *self,
          const SkeinLabResults *results)
{
  guint n_runs = results != NULL ? results->runs->len : 0;
  gpointer last = n_runs > 0 ? g_ptr_array_index (results->runs, n_runs - 1) : NULL;
  gboolean is_same = self->shown == results && self->n_shown == n_runs && self->last_shown == last;

  self->shown = results;
  self->n_shown = n_runs;
  self->last_shown = last;

  return is_same;
}

/* To lay out the table, and the window around it, takes a while: the run that goes on wants that core. So of what came
 * out while others still run, the first is shown at once, and all else once a second.
 *
 * Returns: whether it is to be shown with a later look */
static gboolean
is_too_soon (SkeinLabPage *self)
{
  return skein_lab_model_get_running (self->model) == skein_lab_model_get_experiment (self->model) &&
         self->n_shown > 0 && g_get_monotonic_time () - self->shown_us < SHOWN_US;
}

static void
show_outcome (SkeinLabPage *self)
{
  const SkeinLabResults *results = skein_lab_model_get_results (self->model);
  gboolean has_runs = results != NULL && results->runs->len > 0;

  if ((has_runs && results == self->shown && is_too_soon (self)) || is_shown (self, results))
    return;

  self->shown_us = g_get_monotonic_time ();
  show_repeats (self);
  show_results (self, has_runs ? results : NULL);
}

static void
changed_cb (SkeinLabPage *self)
{
  const char *problem = skein_lab_model_get_problem (self->model);
  gboolean is_first = skein_lab_model_get_results (self->model) == NULL;

  gtk_widget_set_visible (self->stale, skein_lab_model_is_stale (self->model));
  show_progress (self);
  show_outcome (self);
  set_label (self->problem, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), problem != NULL);
  gtk_widget_set_visible (self->first_run, is_first && skein_lab_model_get_running (self->model) == NULL);
}

static void
experiment_changed_cb (SkeinLabPage *self)
{
  const SkeinExperimentInfo *experiment = skein_lab_model_get_experiment (self->model);

  set_label (self->title, g_dgettext (GETTEXT_PACKAGE, experiment->title));
  set_label (self->idea, g_dgettext (GETTEXT_PACKAGE, experiment->idea));
  make_parameters (self);
  changed_cb (self);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled)), 0.0);
}

static void
export_activated_cb (GtkWidget  *widget,
                     const char *action,
                     GVariant   *parameter)
{
  SkeinLabPage *self = SKEIN_LAB_PAGE (widget);
  const SkeinLabResults *results = skein_lab_model_get_results (self->model);

  if (results != NULL && results->runs->len > 0)
    skein_lab_export (widget, results, skein_lab_model_get_repeat (self->model),
                      g_variant_get_string (parameter, NULL));
}

/* The live views */

/* Who the processes of a run are for the session: it counts ids of its own. */
static void
find_processes (SkeinLabPage      *self,
                const SkeinLabRun *run,
                GArray            *keys)
{
  SkeinStore *store = skein_session_get_store (self->session);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (SkeinId));

  skein_store_list_processes (store, run->start_ns, run->end_ns, ids);

  for (guint i = 0; i < ids->len; i++)
    {
      SkeinTaskInfo info, own;

      if (!skein_store_get_info (store, g_array_index (ids, SkeinId, i), &info))
        continue;

      for (guint j = 0; j < run->processes->len; j++)
        if (skein_store_get_info (run->store, g_array_index (run->processes, SkeinId, j), &own) &&
            own.key.pid == info.key.pid)
          g_array_append_val (keys, info.key);
    }
}

/* Of the run that goes on, or of all that are drawn. */
static void
find_all_processes (SkeinLabPage *self,
                    GArray       *keys,
                    int64_t      *ret_start_ns,
                    int64_t      *ret_end_ns)
{
  const SkeinLabResults *results = skein_lab_model_get_results (self->model);
  g_autoptr (GPtrArray) cards = skein_lab_cards_new (&results->plan, results, skein_lab_model_get_current (self->model),
                                                     skein_lab_model_get_repeat (self->model), NULL);

  *ret_start_ns = INT64_MAX;
  *ret_end_ns = INT64_MIN;

  for (guint i = 0; i < cards->len; i++)
    {
      const SkeinLabCard *card = g_ptr_array_index (cards, i);

      if (card->run == NULL || card->run->store == NULL)
        continue;

      find_processes (self, card->run, keys);
      *ret_start_ns = MIN (*ret_start_ns, card->run->start_ns);
      *ret_end_ns = MAX (*ret_end_ns, card->run->end_ns);
    }
}

static void
see_activated_cb (GtkWidget  *widget,
                  const char *action,
                  GVariant   *parameter)
{
  SkeinLabPage *self = SKEIN_LAB_PAGE (widget);
  const char *page = g_variant_get_string (parameter, NULL);
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (SkeinTaskKey));
  int64_t start_ns, end_ns;

  if (skein_lab_model_get_results (self->model) == NULL)
    return;

  find_all_processes (self, keys, &start_ns, &end_ns);
  if (keys->len == 0)
    {
      gtk_widget_activate_action (widget, "win.toast", "s",
                                  _("They were over before the live views saw them: give them more work"));
      return;
    }

  skein_session_set_selection (self->session, (const SkeinTaskKey *) (void *) keys->data, keys->len);
  if (skein_lab_model_get_current (self->model) == NULL)
    skein_session_set_view (self->session, start_ns - LOOK_MARGIN_NS, end_ns + LOOK_MARGIN_NS);
  gtk_widget_activate_action (widget, "win.leave-lab", "s", page);
}

/* The widget: too low a window scrolls; see the Memory page. */

static GtkSizeRequestMode
get_mode (GtkWidget *page)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
measure (GtkWidget      *page,
         GtkOrientation  orientation,
         int             for_size,
         int            *minimum,
         int            *natural,
         int            *minimum_baseline,
         int            *natural_baseline)
{
  gtk_widget_measure (gtk_widget_get_first_child (page), orientation, -1, minimum, natural, NULL, NULL);
}

static void
allocate (GtkWidget *page,
          int        width,
          int        height,
          int        baseline)
{
  gtk_widget_size_allocate (gtk_widget_get_first_child (page), &(GtkAllocation) { 0, 0, width, height }, -1);
}

static gboolean
skein_lab_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_child_focus (GTK_WIDGET (SKEIN_LAB_PAGE (widget)->parameters), GTK_DIR_TAB_FORWARD);
}

static void
skein_lab_page_dispose (GObject *object)
{
  SkeinLabPage *self = SKEIN_LAB_PAGE (object);

  g_clear_weak_pointer (&self->starter);
  gtk_widget_dispose_template (GTK_WIDGET (self), SKEIN_TYPE_LAB_PAGE);
  g_clear_object (&self->model);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (skein_lab_page_parent_class)->dispose (object);
}

static void
skein_lab_page_class_init (SkeinLabPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = skein_lab_page_dispose;
  widget_class->grab_focus = skein_lab_page_grab_focus;
  widget_class->focus = skein_focus_children;

  g_type_ensure (SKEIN_TYPE_LAB_MEASURED);
  g_type_ensure (SKEIN_TYPE_STEADY_LABEL);
  g_type_ensure (SKEIN_TYPE_WRAP_LAYOUT);

  gtk_widget_class_set_template_from_resource (widget_class, SKEIN_RESOURCE_PATH "/ui/lab-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SkeinLabPage, scrolled);
  gtk_widget_class_bind_template_child (widget_class, SkeinLabPage, title);
  gtk_widget_class_bind_template_child (widget_class, SkeinLabPage, idea);
  gtk_widget_class_bind_template_child (widget_class, SkeinLabPage, export);
  gtk_widget_class_bind_template_child (widget_class, SkeinLabPage, run);
  gtk_widget_class_bind_template_child (widget_class, SkeinLabPage, parameters);
  gtk_widget_class_bind_template_child (widget_class, SkeinLabPage, progress);
  gtk_widget_class_bind_template_child (widget_class, SkeinLabPage, stop);
  gtk_widget_class_bind_template_child (widget_class, SkeinLabPage, progress_words);
  gtk_widget_class_bind_template_child (widget_class, SkeinLabPage, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, SkeinLabPage, problem);
  gtk_widget_class_bind_template_child (widget_class, SkeinLabPage, looks);
  gtk_widget_class_bind_template_child (widget_class, SkeinLabPage, repeat);
  gtk_widget_class_bind_template_child (widget_class, SkeinLabPage, stale);
  gtk_widget_class_bind_template_child (widget_class, SkeinLabPage, view);
  gtk_widget_class_bind_template_child (widget_class, SkeinLabPage, first_run);
  gtk_widget_class_bind_template_child (widget_class, SkeinLabPage, outcome);
  gtk_widget_class_bind_template_child (widget_class, SkeinLabPage, caption);
  gtk_widget_class_bind_template_child (widget_class, SkeinLabPage, measured);
  gtk_widget_class_bind_template_child (widget_class, SkeinLabPage, finding_box);
  gtk_widget_class_bind_template_child (widget_class, SkeinLabPage, finding);
  gtk_widget_class_bind_template_callback (widget_class, run_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, repeat_selected_cb);

  gtk_widget_class_install_action (widget_class, "lab.export", "s", export_activated_cb);
  gtk_widget_class_install_action (widget_class, "lab.see", "s", see_activated_cb);
  gtk_widget_class_set_css_name (widget_class, "lab-page");
}

static void
skein_lab_page_init (SkeinLabPage *self)
{
  g_autoptr (GtkStringList) repeats = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_string_list_append (repeats, _("the typical run"));
  gtk_drop_down_set_model (self->repeat, G_LIST_MODEL (repeats));
  self->n_shown = G_MAXUINT;
  gtk_widget_set_layout_manager (GTK_WIDGET (self), gtk_custom_layout_new (get_mode, measure, allocate));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Lab"), -1);
}

GtkWidget *
skein_lab_page_new (SkeinLabModel *model,
                    SkeinSession  *session)
{
  SkeinLabPage *self = g_object_new (SKEIN_TYPE_LAB_PAGE, NULL);

  self->model = g_object_ref (model);
  self->session = g_object_ref (session);
  /* Before the view, whose buttons lose the focus. */
  g_signal_connect_object (model, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (self->view, skein_lab_view_new (model));
  experiment_changed_cb (self);

  g_signal_connect_object (model, "experiment-changed", G_CALLBACK (experiment_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "changed", G_CALLBACK (give_focus_back), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (model, "grown", G_CALLBACK (show_outcome), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}
