/* inspector.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/inspector.h"

#include "app/histogram.h"
#include "app/label.h"
#include "app/meter.h"
#include "app/process-cells.h"
#include "app/slice-card.h"
#include "app/steady-label.h"
#include "base/escape.h"
#include "base/format.h"
#include "present/finding.h"
#include "present/takers.h"
#include "present/words.h"

#include <glib/gi18n.h>
#include <string.h>

/* More would be a table, and there is one on the Processes page. */
#define N_TASKS 8
#define N_FACTS 7
#define N_TAKERS 3
#define N_LEAVES (3 + N_TAKERS)

typedef struct
{
  SkeinSteadyLabel *name;
  SkeinSteadyLabel *run;
  SkeinSteadyLabel *ready;
} TaskLine;

typedef struct
{
  SkeinSteadyLabel *name;
  SkeinSteadyLabel *value;
} FactLine;

struct _SkeinInspector
{
  GtkWidget         parent_instance;

  SkeinSession     *session;
  SkeinTaskKey      focus;       /* the process whose details were asked for; pid 0: none */

  GtkWidget        *scrolled;
  GtkLabel         *title;
  SkeinSteadyLabel *subtitle;
  SkeinSliceCard   *slice;
  SkeinMeter       *parallelism;
  GtkWidget        *parallelism_exact;
  SkeinHistogram   *parallelism_shares;
  SkeinSteadyLabel *parallelism_words;
  SkeinMeter       *demand;
  SkeinHistogram   *demand_shares;
  SkeinMeter       *turn;
  SkeinSteadyLabel *finding_title;
  SkeinSteadyLabel *finding;
  GtkWidget        *leaves_box;
  GtkGrid          *leaves;
  SkeinSteadyLabel *leaves_note;
  GtkLabel         *tasks_title;
  GtkGrid          *tasks;
  SkeinSteadyLabel *tasks_note;
  GtkLabel         *facts_title;
  GtkGrid          *facts;

  TaskLine          task_lines[N_TASKS + 1]; /* the first is the head */
  FactLine          leave_lines[N_LEAVES];
  FactLine          fact_lines[N_FACTS];
  guint             n_facts;
};

/* What is looked at: resolved once for a refresh. */
typedef struct
{
  SkeinStore          *store;
  const SkeinSnapshot *snapshot;
  GArray              *ids;      /* of SkeinId: the selected processes */
  int64_t              start_ns;
  int64_t              end_ns;
  gboolean             has_range;
  guint                n_cores;
} Subject;

typedef struct
{
  SkeinId   id;
  SkeinSums sums;
} TaskSums;

G_DEFINE_FINAL_TYPE (SkeinInspector, skein_inspector, GTK_TYPE_WIDGET)

static char *
dup_name (const Subject *subject,
          SkeinId        id)
{
  SkeinTaskInfo info;

  if (!skein_store_get_info (subject->store, id, &info))
    return g_strdup (_("Ended"));

  return skein_escape_bytes (info.name, strlen (info.name));
}

static void
subject_init (Subject      *subject,
              SkeinSession *session)
{
  const SkeinTaskKey *keys;
  guint n_keys;

  subject->store = skein_session_get_store (session);
  subject->snapshot = skein_session_get_snapshot (session);
  subject->ids = g_array_new (FALSE, FALSE, sizeof (SkeinId));
  subject->has_range = skein_session_get_range (session, &subject->start_ns, &subject->end_ns);
  subject->n_cores = 0;

  for (guint i = 0; i < subject->snapshot->n_cores; i++)
    subject->n_cores += subject->snapshot->cores[i].is_online;

  keys = skein_session_get_selection (session, &n_keys);
  for (guint i = 0; i < n_keys; i++)
    {
      SkeinId id = skein_store_find_process (subject->store, &keys[i]);

      if (id != SKEIN_ID_NONE)
        g_array_append_val (subject->ids, id);
    }
}

static void
show_title (SkeinInspector *self,
            const Subject  *subject)
{
  char span[SKEIN_FORMAT_SIZE];
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;

  if (subject->ids->len == 0)
    title = g_strdup (_("This computer"));
  else if (subject->ids->len == 1)
    title = dup_name (subject, g_array_index (subject->ids, SkeinId, 0));
  else
    title = g_strdup_printf (ngettext ("%u process", "%u processes", subject->ids->len), subject->ids->len);

  skein_format_duration (subject->end_ns - subject->start_ns, span, sizeof span);
  /* Translators: a duration, such as 104.2 ms. */
  subtitle = g_strdup_printf (subject->has_range ? _("in the %s selected") : _("in the %s shown"), span);

  skein_label_set_text (self->title, title);
  skein_steady_label_set_text (self->subtitle, subtitle);
}

static void
show_meter (SkeinMeter *meter,
            double      mean,
            double      most,
            guint       n_cores,
            gboolean    known,
            gboolean    is_exact,
            const char *counted)
{
  char figure[SKEIN_FORMAT_SIZE], most_text[SKEIN_FORMAT_SIZE];
  g_autofree char *text = NULL;

  skein_format_parallelism (mean, figure, sizeof figure);
  if (is_exact)
    skein_format_count ((uint64_t) most, most_text, sizeof most_text);
  else
    skein_format_parallelism (most, most_text, sizeof most_text);
  /* Translators: what is counted, and a number of threads. */
  text = g_strdup_printf (is_exact ? _("%s, on average; most at one instant: %s")
                                   : _("%s, on average; most in one reading: %s"),
                          counted, known ? most_text : "–");
  skein_meter_set (meter, known ? mean / MAX (n_cores, 1) : 0.0, known ? figure : NULL, text);
}

/* Returns: whether anything was measured of it */
static gboolean
show_figures (SkeinInspector *self,
              const Subject  *subject)
{
  SkeinFinding finding;
  char share[SKEIN_FORMAT_SIZE];
  g_autofree char *title = NULL;
  g_autofree char *sentence = NULL;
  gboolean known;

  skein_finding_measure (&finding, subject->store, (const SkeinId *) (void *) subject->ids->data,
                         subject->ids->len, subject->n_cores, subject->start_ns, subject->end_ns);
  known = finding.observed_ns > 0;

  show_meter (self->parallelism, finding.mean_parallelism, finding.most_parallelism, subject->n_cores, known,
              finding.is_exact, _("threads on a core"));
  show_meter (self->demand, finding.mean_demand, finding.most_demand, subject->n_cores, known,
              finding.is_exact, _("threads that want a core"));

  skein_format_percent (finding.ready_share, share, sizeof share);
  skein_meter_set (self->turn, known ? finding.ready_share : 0.0, known ? share : NULL,
                   _("of the time they wanted a core, they had none"));

  title = skein_finding_title (&finding);
  sentence = skein_finding_sentence (&finding);
  skein_steady_label_set_text (self->finding_title, title);
  skein_steady_label_set_text (self->finding, sentence);

  return known;
}

/* The machine stands for itself where nothing is selected. */
static const SkeinId *
get_ids (const Subject *subject,
         size_t        *ret_n)
{
  static const SkeinId machine = SKEIN_ID_MACHINE;

  *ret_n = MAX (subject->ids->len, 1);

  return subject->ids->len > 0 ? (const SkeinId *) (void *) subject->ids->data : &machine;
}

/* Only of the part that is exact; where there is none, there is nothing to show. Of who did not exist it is @known
 * that none of its threads was on a core, but that is nothing to tell. */
static void
show_at_once (SkeinInspector *self,
              const Subject  *subject,
              gboolean        known)
{
  g_autofree char *words = NULL;
  SkeinAtOnce parallelism, demand;
  const SkeinId *ids;
  size_t n_ids;

  ids = get_ids (subject, &n_ids);
  skein_store_get_at_once (subject->store, ids, n_ids, subject->start_ns, subject->end_ns, &parallelism, &demand);

  words = known ? skein_finding_at_once_sentence (&parallelism) : NULL;
  skein_steady_label_set_text (self->parallelism_words, words != NULL ? words : "");
  skein_histogram_set (self->parallelism_shares, _("Share of the time with so many threads on a core"), &parallelism);
  skein_histogram_set (self->demand_shares, _("Share of the time with so many threads that want a core"), &demand);
  gtk_widget_set_visible (self->parallelism_exact, words != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->demand_shares), words != NULL);

  skein_at_once_clear (&parallelism);
  skein_at_once_clear (&demand);
}

static void
show_leave (FactLine   *line,
            const char *name,
            uint64_t    count,
            uint64_t    of)
{
  char number[SKEIN_FORMAT_SIZE], share[SKEIN_FORMAT_SIZE];
  g_autofree char *text = NULL;

  skein_format_count (count, number, sizeof number);
  skein_format_percent (of > 0 ? (double) count / (double) of : 0.0, share, sizeof share);

  /* Translators: how many switches, and the share of all. */
  text = of > 0 ? g_strdup_printf (_("%s (%s)"), number, share) : g_strdup (number);
  skein_steady_label_set_text (line->name, name);
  skein_steady_label_set_text (line->value, text);
}

static void
hide_line (const FactLine *line,
           gboolean        hidden)
{
  gtk_widget_set_visible (GTK_WIDGET (line->name), !hidden);
  gtk_widget_set_visible (GTK_WIDGET (line->value), !hidden);
}

/* Those who did it most often, below how often it was done. */
static void
show_takers (SkeinInspector *self,
             const Subject  *subject)
{
  g_autoptr (GArray) takers = g_array_new (FALSE, FALSE, sizeof (SkeinTaking));
  const SkeinId *ids = (const SkeinId *) (void *) subject->ids->data;
  int64_t since_ns = skein_takers_list (subject->store, ids, subject->ids->len, subject->start_ns, subject->end_ns,
                                        NULL, takers);
  g_autofree char *note = NULL;
  char span[SKEIN_FORMAT_SIZE];

  for (guint i = 0; i < N_TAKERS; i++)
    {
      FactLine *line = &self->leave_lines[2 + i];
      g_autofree char *name = NULL;

      hide_line (line, i >= takers->len);
      if (i >= takers->len)
        continue;

      name = skein_takers_dup_name (subject->store, g_array_index (takers, SkeinTaking, i).taker);
      show_leave (line, name, g_array_index (takers, SkeinTaking, i).count, 0);
    }

  if (since_ns > subject->start_ns && takers->len > 0)
    /* Translators: of very many switches only the newest are looked at to tell who took the core; a duration */
    note = g_strdup_printf (_("By whom is told of the last %s."),
                            skein_format_duration (subject->end_ns - since_ns, span, sizeof span));

  skein_steady_label_set_text (self->leaves_note, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->leaves_note), note != NULL);
}

static int
compare_by_demand (gconstpointer a,
                   gconstpointer b)
{
  const TaskSums *left = a;
  const TaskSums *right = b;
  int64_t left_ns = left->sums.run_ns + left->sums.ready_ns;
  int64_t right_ns = right->sums.run_ns + right->sums.ready_ns;

  return (left_ns < right_ns) - (left_ns > right_ns);
}

/* Threads of the selection; of the machine, its processes. */
static GArray *
sum_tasks (const Subject *subject)
{
  g_autoptr(GArray) ids = g_array_new (FALSE, FALSE, sizeof (SkeinId));
  GArray *tasks = g_array_new (FALSE, FALSE, sizeof (TaskSums));

  if (subject->ids->len == 0)
    skein_store_list_processes (subject->store, subject->start_ns, subject->end_ns, ids);

  for (guint i = 0; i < subject->ids->len; i++)
    skein_store_list_threads (subject->store, g_array_index (subject->ids, SkeinId, i),
                              subject->start_ns, subject->end_ns, ids);

  for (guint i = 0; i < ids->len; i++)
    {
      TaskSums task = { .id = g_array_index (ids, SkeinId, i) };

      if (skein_store_sum (subject->store, task.id, subject->start_ns, subject->end_ns, &task.sums))
        g_array_append_val (tasks, task);
    }

  g_array_sort (tasks, compare_by_demand);

  return tasks;
}

static void
show_leaves (SkeinInspector *self,
             const Subject  *subject)
{
  SkeinSums sums;
  const SkeinId *ids;
  size_t n_ids;
  uint64_t n_leaves;

  ids = get_ids (subject, &n_ids);
  skein_store_sum_many (subject->store, ids, n_ids, subject->start_ns, subject->end_ns, &sums);
  n_leaves = sums.given_up + sums.taken;

  gtk_widget_set_visible (self->leaves_box, sums.n_slices > 0);
  if (sums.n_slices == 0)
    return;

  show_leave (&self->leave_lines[0], _("Gave it up, to wait"), sums.given_up, n_leaves);
  show_leave (&self->leave_lines[1], _("It was taken away"), sums.taken, n_leaves);
  show_takers (self, subject);
  show_leave (&self->leave_lines[N_LEAVES - 1], _("Moved to another core"), sums.moves, 0);
}

static void
show_task (TaskLine       *line,
           const Subject  *subject,
           const TaskSums *task)
{
  char run[SKEIN_FORMAT_SIZE] = "", ready[SKEIN_FORMAT_SIZE] = "";
  g_autofree char *name = NULL;
  gboolean visible = task != NULL;

  gtk_widget_set_visible (GTK_WIDGET (line->name), visible);
  gtk_widget_set_visible (GTK_WIDGET (line->run), visible);
  gtk_widget_set_visible (GTK_WIDGET (line->ready), visible);
  if (!visible)
    return;

  name = dup_name (subject, task->id);
  skein_steady_label_set_text (line->name, name);
  skein_steady_label_set_text (line->run, skein_format_duration (task->sums.run_ns, run, sizeof run));
  skein_steady_label_set_text (line->ready, skein_format_duration (task->sums.ready_ns, ready, sizeof ready));
}

static void
show_tasks (SkeinInspector *self,
            const Subject  *subject,
            const GArray   *tasks)
{
  g_autofree char *note = NULL;

  skein_label_set_text (self->tasks_title, subject->ids->len > 0 ? _("Threads") : _("Busiest processes"));

  for (guint i = 0; i < N_TASKS; i++)
    show_task (&self->task_lines[i + 1], subject,
               i < tasks->len ? &g_array_index (tasks, TaskSums, i) : NULL);

  if (tasks->len > N_TASKS)
    note = g_strdup_printf (ngettext ("and %u more", "and %u more", tasks->len - N_TASKS), tasks->len - N_TASKS);

  skein_steady_label_set_text (self->tasks_note, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->tasks_note), note != NULL);
}

static void
add_fact (SkeinInspector *self,
          const char     *name,
          const char     *value)
{
  FactLine *line = &self->fact_lines[self->n_facts];

  if (value == NULL || *value == '\0' || self->n_facts == N_FACTS)
    return;

  skein_steady_label_set_text (line->name, name);
  skein_steady_label_set_text (line->value, value);
  self->n_facts++;
}

static void
add_machine_facts (SkeinInspector      *self,
                   const SkeinSnapshot *snapshot)
{
  const SkeinMemory *memory = &snapshot->memory;
  char used[SKEIN_FORMAT_SIZE], total[SKEIN_FORMAT_SIZE], swap[SKEIN_FORMAT_SIZE];
  g_autofree char *both = NULL;

  skein_format_bytes (memory->total - memory->available, used, sizeof used);
  skein_format_bytes (memory->total, total, sizeof total);
  skein_format_bytes (memory->swap_total - memory->swap_free, swap, sizeof swap);

  /* Translators: two amounts of memory. */
  both = g_strdup_printf (_("%s of %s"), used, total);
  add_fact (self, _("Memory in use"), both);
  if (memory->swap_total > 0)
    add_fact (self, _("Swapped out"), swap);
}

static char *
dup_scheduling (const SkeinProcess *process)
{
  const SkeinThread *main_thread = skein_process_find_thread (process, process->pid);
  char policy[SKEIN_WORDS_SIZE];

  if (main_thread == NULL)
    return NULL;

  skein_words_policy (main_thread->policy, main_thread->rt_priority, policy, sizeof policy);

  /* Translators: a scheduling policy, such as normal, and a nice value. */
  return g_strdup_printf (_("%s, nice %d"), policy, main_thread->nice);
}

static void
add_process_facts (SkeinInspector     *self,
                   const Subject      *subject,
                   const SkeinProcess *process)
{
  const SkeinThread *main_thread = skein_process_find_thread (process, process->pid);
  char cores[SKEIN_WORDS_SIZE] = "", pid[SKEIN_FORMAT_SIZE];
  g_autofree char *memory = skein_dup_memory (self->session, process);
  g_autofree char *scheduling = dup_scheduling (process);

  g_snprintf (pid, sizeof pid, "%d", process->pid);
  if (process->details != NULL && main_thread != NULL)
    skein_words_cores (process->details[main_thread - process->threads].allowed_cores,
                       subject->snapshot->n_cores, cores, sizeof cores);

  add_fact (self, _("Number (pid)"), pid);
  add_fact (self, _("State"), skein_words_state (skein_process_get_state (process)));
  add_fact (self, _("User"), process->user);
  add_fact (self, _("Memory"), memory);
  add_fact (self, _("Scheduling"), scheduling);
  add_fact (self, _("Allowed cores"), cores);
}

static const SkeinProcess *
find_only_process (const Subject *subject)
{
  SkeinTaskInfo info;

  if (subject->ids->len != 1 ||
      !skein_store_get_info (subject->store, g_array_index (subject->ids, SkeinId, 0), &info))
    return NULL;

  return skein_snapshot_find_key (subject->snapshot, &info.key);
}

static void
show_facts (SkeinInspector *self,
            const Subject  *subject)
{
  const SkeinProcess *process = find_only_process (subject);

  self->n_facts = 0;
  if (process != NULL)
    add_process_facts (self, subject, process);
  else if (subject->ids->len == 1)
    add_fact (self, _("State"), skein_words_state (SKEIN_STATE_TERMINATED));
  else
    add_machine_facts (self, subject->snapshot);

  skein_label_set_text (self->facts_title, subject->ids->len == 1 ? _("Process") : _("This computer"));
  for (guint i = 0; i < N_FACTS; i++)
    {
      gtk_widget_set_visible (GTK_WIDGET (self->fact_lines[i].name), i < self->n_facts);
      gtk_widget_set_visible (GTK_WIDGET (self->fact_lines[i].value), i < self->n_facts);
    }
}

/* Which cores a process may use, and what its share of memory is, are read for the one that is looked at alone. */
static void
update_focus (SkeinInspector *self,
              const Subject  *subject)
{
  const SkeinProcess *process = find_only_process (subject);
  SkeinTaskKey focus = process != NULL ? skein_process_get_key (process) : (SkeinTaskKey) { 0 };

  if (skein_task_key_equal (&focus, &self->focus))
    return;

  self->focus = focus;
  skein_session_set_focus (self->session, self, &focus.pid, process != NULL);
  skein_wish_for_share (self->session, self, process != NULL ? &focus : NULL);
}

static void
refresh_cb (SkeinInspector *self)
{
  g_autoptr(GArray) tasks = NULL;
  Subject subject;
  gboolean known;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || skein_session_get_snapshot (self->session) == NULL)
    return;

  subject_init (&subject, self->session);
  tasks = sum_tasks (&subject);
  show_title (self, &subject);
  known = show_figures (self, &subject);
  show_at_once (self, &subject, known);
  show_leaves (self, &subject);
  show_tasks (self, &subject, tasks);
  show_facts (self, &subject);
  update_focus (self, &subject);
  g_array_unref (subject.ids);
}

/* While it is followed, the view moves with every sample; figures need not. */
static void
view_changed_cb (SkeinInspector *self)
{
  if (!skein_session_get_following (self->session))
    refresh_cb (self);
}

static void
skein_inspector_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (skein_inspector_parent_class)->map (widget);
  refresh_cb (SKEIN_INSPECTOR (widget));
}

static void
skein_inspector_unmap (GtkWidget *widget)
{
  SkeinInspector *self = SKEIN_INSPECTOR (widget);

  self->focus = (SkeinTaskKey) { 0 };
  skein_session_set_focus (self->session, self, NULL, 0);
  skein_wish_for_share (self->session, self, NULL);

  GTK_WIDGET_CLASS (skein_inspector_parent_class)->unmap (widget);
}

static void
skein_inspector_dispose (GObject *object)
{
  SkeinInspector *self = SKEIN_INSPECTOR (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SKEIN_TYPE_INSPECTOR);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (skein_inspector_parent_class)->dispose (object);
}

static void
skein_inspector_class_init (SkeinInspectorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = skein_inspector_dispose;
  widget_class->map = skein_inspector_map;
  widget_class->unmap = skein_inspector_unmap;

  g_type_ensure (SKEIN_TYPE_HISTOGRAM);
  g_type_ensure (SKEIN_TYPE_METER);
  g_type_ensure (SKEIN_TYPE_SLICE_CARD);
  g_type_ensure (SKEIN_TYPE_STEADY_LABEL);

  gtk_widget_class_set_template_from_resource (widget_class, SKEIN_RESOURCE_PATH "/ui/inspector.ui");
  gtk_widget_class_bind_template_child (widget_class, SkeinInspector, scrolled);
  gtk_widget_class_bind_template_child (widget_class, SkeinInspector, title);
  gtk_widget_class_bind_template_child (widget_class, SkeinInspector, subtitle);
  gtk_widget_class_bind_template_child (widget_class, SkeinInspector, slice);
  gtk_widget_class_bind_template_child (widget_class, SkeinInspector, parallelism);
  gtk_widget_class_bind_template_child (widget_class, SkeinInspector, parallelism_exact);
  gtk_widget_class_bind_template_child (widget_class, SkeinInspector, parallelism_shares);
  gtk_widget_class_bind_template_child (widget_class, SkeinInspector, parallelism_words);
  gtk_widget_class_bind_template_child (widget_class, SkeinInspector, demand);
  gtk_widget_class_bind_template_child (widget_class, SkeinInspector, demand_shares);
  gtk_widget_class_bind_template_child (widget_class, SkeinInspector, turn);
  gtk_widget_class_bind_template_child (widget_class, SkeinInspector, finding_title);
  gtk_widget_class_bind_template_child (widget_class, SkeinInspector, finding);
  gtk_widget_class_bind_template_child (widget_class, SkeinInspector, leaves_box);
  gtk_widget_class_bind_template_child (widget_class, SkeinInspector, leaves);
  gtk_widget_class_bind_template_child (widget_class, SkeinInspector, leaves_note);
  gtk_widget_class_bind_template_child (widget_class, SkeinInspector, tasks_title);
  gtk_widget_class_bind_template_child (widget_class, SkeinInspector, tasks);
  gtk_widget_class_bind_template_child (widget_class, SkeinInspector, tasks_note);
  gtk_widget_class_bind_template_child (widget_class, SkeinInspector, facts_title);
  gtk_widget_class_bind_template_child (widget_class, SkeinInspector, facts);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_REGION);
}

static SkeinSteadyLabel *
attach_label (GtkGrid    *grid,
              int         column,
              int         row,
              const char *css_class)
{
  GtkWidget *label = g_object_new (SKEIN_TYPE_STEADY_LABEL, "xalign", column == 0 ? 0.0f : 1.0f, NULL);

  gtk_widget_set_hexpand (label, column == 0);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);

  gtk_grid_attach (grid, label, column, row, 1, 1);

  return SKEIN_STEADY_LABEL (label);
}

static void
skein_inspector_init (SkeinInspector *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  for (int i = 0; i <= N_TASKS; i++)
    {
      const char *css_class = i == 0 ? "dim-label" : NULL;

      self->task_lines[i] = (TaskLine) {
        .name = attach_label (self->tasks, 0, i, css_class),
        .run = attach_label (self->tasks, 1, i, css_class),
        .ready = attach_label (self->tasks, 2, i, css_class),
      };
    }

  skein_steady_label_set_text (self->task_lines[0].run, C_ ("column", "ran"));
  skein_steady_label_set_text (self->task_lines[0].ready, C_ ("column", "was ready"));

  for (int i = 0; i < N_LEAVES; i++)
    self->leave_lines[i] = (FactLine) {
      .name = attach_label (self->leaves, 0, i, "dim-label"),
      .value = attach_label (self->leaves, 1, i, NULL),
    };

  /* Who took it away stands below that it was taken away. */
  for (int i = 0; i < N_TAKERS; i++)
    gtk_widget_set_margin_start (GTK_WIDGET (self->leave_lines[2 + i].name), 12);

  for (int i = 0; i < N_FACTS; i++)
    self->fact_lines[i] = (FactLine) {
      .name = attach_label (self->facts, 0, i, "dim-label"),
      .value = attach_label (self->facts, 1, i, NULL),
    };
}

GtkWidget *
skein_inspector_new (SkeinSession *session)
{
  SkeinInspector *self = g_object_new (SKEIN_TYPE_INSPECTOR, NULL);

  self->session = g_object_ref (session);
  skein_slice_card_set_session (self->slice, session);
  g_signal_connect_object (session, "refresh", G_CALLBACK (refresh_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "selection-changed", G_CALLBACK (refresh_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "range-changed", G_CALLBACK (refresh_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "view-changed", G_CALLBACK (view_changed_cb), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}
