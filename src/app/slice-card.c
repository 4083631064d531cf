/* slice-card.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/slice-card.h"

#include "app/compat.h"
#include "base/clock.h"
#include "base/escape.h"
#include "base/format.h"
#include "present/axis-ticks.h"
#include "present/timeline-text.h"

#include <glib/gi18n.h>
#include <string.h>

#define N_FACTS 8

struct _SkeinSliceCard
{
  GtkWidget     parent_instance;

  SkeinSession *session;

  GtkGrid      *facts;
  GtkWidget    *previous_of_thread;
  GtkWidget    *next_of_thread;
  GtkWidget    *previous_on_core;
  GtkWidget    *next_on_core;

  GtkLabel     *names[N_FACTS];
  GtkLabel     *values[N_FACTS];
  guint         n_facts;
};

G_DEFINE_FINAL_TYPE (SkeinSliceCard, skein_slice_card, GTK_TYPE_WIDGET)

static void
add_fact (SkeinSliceCard *self,
          const char     *name,
          const char     *value)
{
  gtk_label_set_text (self->names[self->n_facts], name);
  gtk_label_set_text (self->values[self->n_facts], value);
  self->n_facts++;
}

static char *
dup_task (SkeinSliceCard *self,
          SkeinId         id)
{
  SkeinTaskInfo info;
  g_autofree char *name = NULL;

  if (!skein_store_get_info (skein_session_get_store (self->session), id, &info))
    return g_strdup (_("Ended"));

  name = skein_escape_bytes (info.name, strlen (info.name));

  /* Translators: the name of a thread, and its number. */
  return g_strdup_printf (_("%s (%d)"), name, info.key.tid);
}

static void
add_duration (SkeinSliceCard *self,
              const char     *name,
              int64_t         ns)
{
  char text[SKEIN_FORMAT_SIZE];

  add_fact (self, name, skein_format_duration (ns, text, sizeof text));
}

static void
add_core (SkeinSliceCard *self,
          const char     *name,
          int             core)
{
  g_autofree char *text = g_strdup_printf (_("Core %u"), (guint) core);

  add_fact (self, name, text);
}

static void
show_facts (SkeinSliceCard   *self,
            const SkeinSlice *slice)
{
  g_autofree char *thread = dup_task (self, slice->thread);
  g_autofree char *next = slice->next_thread != SKEIN_ID_NONE ? dup_task (self, slice->next_thread) : NULL;
  gboolean is_taker = slice->end == SKEIN_SLICE_PREEMPTED && slice->taker != SKEIN_ID_NONE;
  char start[SKEIN_FORMAT_SIZE];

  self->n_facts = 0;
  add_fact (self, _("Thread"), thread);
  add_core (self, _("On"), slice->core);
  skein_axis_format_clock (slice->start_ns, skein_session_get_clock_offset (self->session), SKEIN_NS_PER_US, start,
                           sizeof start);
  add_fact (self, _("From"), start);
  add_duration (self, _("For"), slice->end_ns - slice->start_ns);
  if (slice->ready_ns > 0)
    /* Some of it may be known only from the kernel's count, not from a switch. */
    add_duration (self, slice->derived_ready_ns > 0 ? _("Ready before, about") : _("Ready before"), slice->ready_ns);
  add_fact (self, _("Why it ended"), skein_slice_reason (slice->end));
  if (next != NULL)
    add_fact (self, is_taker ? _("Taken away by") : _("Next on this core"), next);
  if (slice->next_core >= 0)
    add_core (self, _("Ran next on"), slice->next_core);

  for (guint i = 0; i < N_FACTS; i++)
    {
      gtk_widget_set_visible (GTK_WIDGET (self->names[i]), i < self->n_facts);
      gtk_widget_set_visible (GTK_WIDGET (self->values[i]), i < self->n_facts);
    }
}

/* From where to look, so that a slice of no length is not found again. */
static int64_t
get_edge (const SkeinSlice *slice,
          SkeinSliceWhich   which)
{
  if (which == SKEIN_SLICE_NEXT)
    return MAX (slice->end_ns - 1, slice->start_ns);

  return slice->end_ns > slice->start_ns ? slice->start_ns : slice->start_ns - 1;
}

static gboolean
find_of_thread (SkeinSliceCard  *self,
                SkeinSliceWhich  which,
                SkeinSlice      *ret)
{
  const SkeinSlice *slice = skein_session_get_slice (self->session);

  return skein_store_find_slice (skein_session_get_store (self->session), slice->thread,
                                 get_edge (slice, which), which, ret);
}

static gboolean
find_on_core (SkeinSliceCard  *self,
              SkeinSliceWhich  which,
              SkeinSlice      *ret)
{
  const SkeinSlice *slice = skein_session_get_slice (self->session);

  return skein_store_find_slice_core (skein_session_get_store (self->session), (guint) slice->core,
                                      get_edge (slice, which), which, ret);
}

/* One that lies outside of what is in view is brought into its middle. */
static void
bring_into_view (SkeinSession     *session,
                 const SkeinSlice *slice)
{
  int64_t start_ns, end_ns, middle_ns, half_ns;

  skein_session_get_view (session, &start_ns, &end_ns);
  if (slice->start_ns >= start_ns && slice->end_ns <= end_ns)
    return;

  middle_ns = slice->start_ns + (slice->end_ns - slice->start_ns) / 2;
  half_ns = (end_ns - start_ns) / 2;
  skein_session_set_view (session, middle_ns - half_ns, middle_ns + half_ns);
}

static void
choose (SkeinSliceCard   *self,
        gboolean          found,
        const SkeinSlice *slice)
{
  if (!found)
    return;

  skein_session_set_slice (self->session, slice);
  bring_into_view (self->session, slice);
}

static void
previous_of_thread_clicked_cb (SkeinSliceCard *self)
{
  SkeinSlice slice;

  choose (self, find_of_thread (self, SKEIN_SLICE_PREVIOUS, &slice), &slice);
}

static void
next_of_thread_clicked_cb (SkeinSliceCard *self)
{
  SkeinSlice slice;

  choose (self, find_of_thread (self, SKEIN_SLICE_NEXT, &slice), &slice);
}

static void
previous_on_core_clicked_cb (SkeinSliceCard *self)
{
  SkeinSlice slice;

  choose (self, find_on_core (self, SKEIN_SLICE_PREVIOUS, &slice), &slice);
}

static void
next_on_core_clicked_cb (SkeinSliceCard *self)
{
  SkeinSlice slice;

  choose (self, find_on_core (self, SKEIN_SLICE_NEXT, &slice), &slice);
}

static void
close_clicked_cb (SkeinSliceCard *self)
{
  skein_session_set_slice (self->session, NULL);
}

static void
update (SkeinSliceCard *self)
{
  const SkeinSlice *slice = skein_session_get_slice (self->session);
  SkeinSlice other;

  gtk_widget_set_visible (GTK_WIDGET (self), slice != NULL);
  if (slice == NULL)
    return;

  show_facts (self, slice);
  gtk_widget_set_sensitive (self->previous_of_thread, find_of_thread (self, SKEIN_SLICE_PREVIOUS, &other));
  gtk_widget_set_sensitive (self->next_of_thread, find_of_thread (self, SKEIN_SLICE_NEXT, &other));
  gtk_widget_set_sensitive (self->previous_on_core, find_on_core (self, SKEIN_SLICE_PREVIOUS, &other));
  gtk_widget_set_sensitive (self->next_on_core, find_on_core (self, SKEIN_SLICE_NEXT, &other));
}

/* A slice that ran when it was chosen goes on, and what came after it becomes known. */
static void
refresh_cb (SkeinSliceCard *self)
{
  const SkeinSlice *slice = skein_session_get_slice (self->session);
  SkeinSlice now;

  if (slice == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  if (skein_store_find_slice (skein_session_get_store (self->session), slice->thread, slice->start_ns,
                              SKEIN_SLICE_AT, &now) &&
      now.start_ns == slice->start_ns && memcmp (&now, slice, sizeof now) != 0)
    skein_session_set_slice (self->session, &now);
  else
    update (self);
}

static void
skein_slice_card_dispose (GObject *object)
{
  skein_compat_dispose_children (GTK_WIDGET (object));
  g_clear_object (&SKEIN_SLICE_CARD (object)->session);

  G_OBJECT_CLASS (skein_slice_card_parent_class)->dispose (object);
}

static void
skein_slice_card_class_init (SkeinSliceCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = skein_slice_card_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, SKEIN_RESOURCE_PATH "/ui/slice-card.ui");
  gtk_widget_class_bind_template_child (widget_class, SkeinSliceCard, facts);
  gtk_widget_class_bind_template_child (widget_class, SkeinSliceCard, previous_of_thread);
  gtk_widget_class_bind_template_child (widget_class, SkeinSliceCard, next_of_thread);
  gtk_widget_class_bind_template_child (widget_class, SkeinSliceCard, previous_on_core);
  gtk_widget_class_bind_template_child (widget_class, SkeinSliceCard, next_on_core);
  gtk_widget_class_bind_template_callback (widget_class, previous_of_thread_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_of_thread_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, previous_on_core_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_on_core_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_clicked_cb);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkLabel *
attach_label (GtkGrid *grid,
              int      column,
              int      row)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), column == 0 ? 0.0f : 1.0f);
  gtk_label_set_yalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (label, column == 1);
  gtk_widget_add_css_class (label, column == 0 ? "dim-label" : "numeric");
  gtk_grid_attach (grid, label, column, row, 1, 1);

  return GTK_LABEL (label);
}

static void
skein_slice_card_init (SkeinSliceCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  for (int i = 0; i < N_FACTS; i++)
    {
      self->names[i] = attach_label (self->facts, 0, i);
      self->values[i] = attach_label (self->facts, 1, i);
    }
}

void
skein_slice_card_set_session (SkeinSliceCard *self,
                              SkeinSession   *session)
{
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "slice-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "refresh", G_CALLBACK (refresh_cb), self, G_CONNECT_SWAPPED);
  update (self);
}
