/* exactness-badge.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/exactness-badge.h"

#include <glib/gi18n.h>

struct _SkeinExactnessBadge
{
  GtkWidget      parent_instance;

  SkeinSession  *session;
  uint64_t       n_lost;

  GtkMenuButton *button;
  GtkPopover    *popover;
  GtkLabel      *why;
  GtkLabel      *lost;
  GtkWidget     *more;
  GtkLabel      *how;
  GtkWidget     *again;
};

G_DEFINE_FINAL_TYPE (SkeinExactnessBadge, skein_exactness_badge, GTK_TYPE_WIDGET)

static const char *
get_word (SkeinExactness exactness)
{
  switch (exactness)
    {
    case SKEIN_EXACTNESS_EXACT:
      return _("Exact");

    case SKEIN_EXACTNESS_OWN:
      return _("Own processes exact");

    case SKEIN_EXACTNESS_SAMPLED:
    default:
      return _("Sampled");
    }
}

static guint
clamp_count (uint64_t count)
{
  return (guint) MIN (count, G_MAXUINT);
}

static char *
dup_label (SkeinExactnessBadge *self,
           SkeinExactness       exactness)
{
  guint n_lost = clamp_count (self->n_lost);

  if (n_lost == 0)
    return g_strdup (get_word (exactness));

  /* Translators: how exact it is; and how many switches were lost. */
  return g_strdup_printf (ngettext ("%s · %u lost", "%s · %u lost", n_lost), get_word (exactness), n_lost);
}

static void
show_lost (SkeinExactnessBadge *self)
{
  guint n_lost = clamp_count (self->n_lost);
  g_autofree char *text = NULL;

  text = g_strdup_printf (ngettext ("%u switch was lost in the time shown, since there was no room for its record. "
                                    "Where that was, a gap is drawn.",
                                    "%u switches were lost in the time shown, since there was no room for their "
                                    "records. Where that was, a gap is drawn.",
                                    n_lost),
                          n_lost);
  gtk_label_set_text (self->lost, text);
  gtk_widget_set_visible (GTK_WIDGET (self->lost), n_lost > 0);
}

static void
update (SkeinExactnessBadge *self)
{
  g_autofree char *why = NULL;
  g_autofree char *how = NULL;
  g_autofree char *label = NULL;
  SkeinExactness exactness = skein_session_get_exactness (self->session, &why, &how);

  label = dup_label (self, exactness);
  gtk_menu_button_set_label (self->button, label);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button),
                               how == NULL ? _("What is known, and how exactly")
                                           : _("What is known, and what it would take to know more"));

  gtk_label_set_text (self->why, why);
  gtk_label_set_text (self->how, how != NULL ? how : "");
  gtk_widget_set_visible (self->more, how != NULL);
  gtk_widget_set_visible (self->again, exactness != SKEIN_EXACTNESS_EXACT);
  show_lost (self);

  if (exactness == SKEIN_EXACTNESS_SAMPLED)
    gtk_widget_remove_css_class (GTK_WIDGET (self->button), "exact");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->button), "exact");
}

static void
count_lost_cb (SkeinExactnessBadge *self)
{
  int64_t start_ns, end_ns;
  uint64_t n_lost;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  skein_session_get_view (self->session, &start_ns, &end_ns);
  n_lost = skein_store_get_lost (skein_session_get_store (self->session), start_ns, end_ns);
  if (n_lost == self->n_lost)
    return;

  self->n_lost = n_lost;
  update (self);
}

/* How often is read may have changed. A text that can be copied takes the focus, and is
 * marked as a whole then. */
static void
popover_shown_cb (SkeinExactnessBadge *self)
{
  update (self);
  gtk_widget_grab_focus (self->again);
  gtk_label_select_region (self->how, 0, 0);
}

static void
again_clicked_cb (SkeinExactnessBadge *self)
{
  skein_session_record_again (self->session);
}

static void
skein_exactness_badge_dispose (GObject *object)
{
  SkeinExactnessBadge *self = SKEIN_EXACTNESS_BADGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SKEIN_TYPE_EXACTNESS_BADGE);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (skein_exactness_badge_parent_class)->dispose (object);
}

static void
skein_exactness_badge_class_init (SkeinExactnessBadgeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = skein_exactness_badge_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, SKEIN_RESOURCE_PATH "/ui/exactness-badge.ui");
  gtk_widget_class_bind_template_child (widget_class, SkeinExactnessBadge, button);
  gtk_widget_class_bind_template_child (widget_class, SkeinExactnessBadge, popover);
  gtk_widget_class_bind_template_child (widget_class, SkeinExactnessBadge, why);
  gtk_widget_class_bind_template_child (widget_class, SkeinExactnessBadge, lost);
  gtk_widget_class_bind_template_child (widget_class, SkeinExactnessBadge, more);
  gtk_widget_class_bind_template_child (widget_class, SkeinExactnessBadge, how);
  gtk_widget_class_bind_template_child (widget_class, SkeinExactnessBadge, again);
  gtk_widget_class_bind_template_callback (widget_class, again_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, popover_shown_cb);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
skein_exactness_badge_init (SkeinExactnessBadge *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
skein_exactness_badge_set_session (SkeinExactnessBadge *self,
                                   SkeinSession        *session)
{
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "exactness-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "refresh", G_CALLBACK (count_lost_cb), self, G_CONNECT_SWAPPED);
  update (self);
}
