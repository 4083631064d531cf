/* status-bar.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/status-bar.h"

#include "app/compat.h"
#include "app/process-cells.h"
#include "app/spare-room.h"
#include "app/steady-label.h"
#include "base/clock.h"
#include "base/format.h"

#include <glib/gi18n.h>
#include <unistd.h>

/* What was spent in a shorter time is chance: of a click, or of the work after it. */
#define LEAST_NS (SKEIN_NS_PER_S / 2)

/* While nothing is read, this often. */
#define PAUSED_S 2

struct _SkeinStatusBar
{
  GtkWidget         parent_instance;

  SkeinSession     *session;
  SkeinSteadyLabel *machine;
  SkeinSteadyLabel *cadence;
  SkeinSteadyLabel *own;

  gboolean          has_wish;        /* our own share of memory is read */
  int64_t           measured_ns;     /* when, on the monotonic clock */
  int64_t           measured_cpu_ns; /* CPU time of all our threads at that moment */
  double            share;           /* of one core, that we took until then */
  guint             timer;           /* while paused, when nobody else tells that time goes on */
};

G_DEFINE_FINAL_TYPE (SkeinStatusBar, skein_status_bar, GTK_TYPE_WIDGET)

static int64_t
own_cpu_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);

  return skein_timespec_to_ns (&now);
}

static guint
count_online (const SkeinSnapshot *snapshot)
{
  guint n = 0;

  for (guint i = 0; i < snapshot->n_cores; i++)
    n += snapshot->cores[i].is_online;

  return n;
}

static void
show_machine (SkeinStatusBar      *self,
              const SkeinSnapshot *snapshot)
{
  char processes[SKEIN_FORMAT_SIZE], threads[SKEIN_FORMAT_SIZE];
  guint n_cores = count_online (snapshot);
  g_autoptr(GString) text = g_string_new (_("This computer"));

  skein_format_count (snapshot->n_processes, processes, sizeof processes);
  skein_format_count (snapshot->n_threads, threads, sizeof threads);
  g_string_append (text, " · ");
  g_string_append_printf (text, ngettext ("%u core", "%u cores", n_cores), n_cores);
  g_string_append (text, " · ");
  g_string_append_printf (text, ngettext ("%s process", "%s processes", snapshot->n_processes), processes);
  g_string_append (text, ", ");
  g_string_append_printf (text, ngettext ("%s thread", "%s threads", snapshot->n_threads), threads);

  if (snapshot->effort.hidden_processes > 0)
    {
      g_string_append (text, " · ");
      g_string_append_printf (text,
                              ngettext ("%u more is hidden from you", "%u more are hidden from you",
                                        snapshot->effort.hidden_processes),
                              snapshot->effort.hidden_processes);
    }

  skein_steady_label_set_text (self->machine, text->str);
}

static char *
dup_cadence (SkeinStatusBar      *self,
             const SkeinSnapshot *snapshot)
{
  char cadence[SKEIN_FORMAT_SIZE], wanted[SKEIN_FORMAT_SIZE];

  if (skein_session_get_paused (self->session))
    return g_strdup (_("paused, nothing is read"));

  skein_format_duration (snapshot->effort.cadence_ns, cadence, sizeof cadence);
  skein_format_duration (snapshot->effort.wanted_ns, wanted, sizeof wanted);

  if (snapshot->effort.cadence_ns > snapshot->effort.wanted_ns)
    /* Translators: both are durations, such as 400 ms and 100 ms. */
    return g_strdup_printf (_("a reading every %s, not %s, to stay cheap"), cadence, wanted);

  /* Translators: a duration, such as 100 ms. */
  return g_strdup_printf (_("a reading every %s"), cadence);
}

static void
measure (SkeinStatusBar *self)
{
  int64_t now_ns = skein_clock_now_ns ();
  int64_t cpu_ns = own_cpu_ns ();
  int64_t elapsed_ns = now_ns - self->measured_ns;

  if (elapsed_ns < LEAST_NS)
    return;

  self->share = (double) (cpu_ns - self->measured_cpu_ns) / (double) elapsed_ns;
  self->measured_ns = now_ns;
  self->measured_cpu_ns = cpu_ns;
}

static void
show_own (SkeinStatusBar      *self,
          const SkeinSnapshot *snapshot)
{
  const SkeinProcess *skein = skein_snapshot_find_process (snapshot, getpid ());
  g_autofree char *memory = skein != NULL ? skein_dup_memory (self->session, skein) : NULL;
  char share[SKEIN_FORMAT_SIZE];
  g_autofree char *cadence = dup_cadence (self, snapshot);
  g_autofree char *text = NULL;

  measure (self);
  skein_format_percent (self->share, share, sizeof share);

  /* Translators: per cent of one core, memory. */
  text = g_strdup_printf (_("Skein itself: %s of one core · %s"), share, memory != NULL ? memory : "–");
  skein_steady_label_set_text (self->own, text);
  skein_steady_label_set_text (self->cadence, cadence);
}

/* As soon as we are known. */
static void
ensure_wish (SkeinStatusBar      *self,
             const SkeinSnapshot *snapshot)
{
  const SkeinProcess *skein = skein_snapshot_find_process (snapshot, getpid ());
  SkeinTaskKey key;

  if (self->has_wish || skein == NULL)
    return;

  key = skein_process_get_key (skein);
  skein_wish_for_share (self->session, self, &key);
  self->has_wish = TRUE;
}

static void
refresh_cb (SkeinStatusBar *self)
{
  const SkeinSnapshot *snapshot = skein_session_get_snapshot (self->session);

  if (snapshot == NULL)
    return;

  ensure_wish (self, snapshot);
  show_machine (self, snapshot);
  show_own (self, snapshot);
}

static gboolean
timer_cb (gpointer data)
{
  refresh_cb (data);

  return G_SOURCE_CONTINUE;
}

static void
paused_cb (SkeinStatusBar *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  if (skein_session_get_paused (self->session))
    self->timer = g_timeout_add_seconds (PAUSED_S, timer_cb, self);

  refresh_cb (self);
}

static void
skein_status_bar_dispose (GObject *object)
{
  SkeinStatusBar *self = SKEIN_STATUS_BAR (object);

  if (self->session != NULL)
    skein_wish_for_share (self->session, self, NULL);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->session);
  skein_compat_dispose_children (GTK_WIDGET (self));

  G_OBJECT_CLASS (skein_status_bar_parent_class)->dispose (object);
}

static void
skein_status_bar_class_init (SkeinStatusBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = skein_status_bar_dispose;

  g_type_ensure (SKEIN_TYPE_SPARE_ROOM);
  g_type_ensure (SKEIN_TYPE_STEADY_LABEL);

  gtk_widget_class_set_template_from_resource (widget_class, SKEIN_RESOURCE_PATH "/ui/status-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, SkeinStatusBar, machine);
  gtk_widget_class_bind_template_child (widget_class, SkeinStatusBar, cadence);
  gtk_widget_class_bind_template_child (widget_class, SkeinStatusBar, own);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
skein_status_bar_init (SkeinStatusBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->measured_ns = skein_clock_now_ns ();
  self->measured_cpu_ns = own_cpu_ns ();
}

void
skein_status_bar_set_session (SkeinStatusBar *self,
                              SkeinSession   *session)
{
  self->session = g_object_ref (session);
  g_signal_connect_object (session, "refresh", G_CALLBACK (refresh_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::paused", G_CALLBACK (paused_cb), self, G_CONNECT_SWAPPED);
}
