/* table-title.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/table-header.h"

#include <glib/gi18n.h>

struct _SkeinTableTitle
{
  GtkWidget  parent_instance;

  GtkWidget *box;
  GtkWidget *arrow;
  char      *explanation;
};

G_DEFINE_FINAL_TYPE (SkeinTableTitle, skein_table_title, GTK_TYPE_WIDGET)

static guint command_signal;

static const struct
{
  const char *action;
  guint       key;
  guint       modifiers;
  guint       command;
} commands[] = {
  { "column.sort", GDK_KEY_Return, 0, SKEIN_TABLE_COMMAND_SORT },
  { "column.fit", GDK_KEY_f, GDK_ALT_MASK, SKEIN_TABLE_COMMAND_FIT },
  { "column.hide", GDK_KEY_Delete, 0, SKEIN_TABLE_COMMAND_HIDE },
  { "column.move-left", GDK_KEY_Left, GDK_ALT_MASK, SKEIN_TABLE_COMMAND_MOVE_LEFT },
  { "column.move-right", GDK_KEY_Right, GDK_ALT_MASK, SKEIN_TABLE_COMMAND_MOVE_RIGHT },
  { "column.narrower", GDK_KEY_Left, GDK_CONTROL_MASK, SKEIN_TABLE_COMMAND_NARROWER },
  { "column.wider", GDK_KEY_Right, GDK_CONTROL_MASK, SKEIN_TABLE_COMMAND_WIDER },
};

static void
action_cb (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].action, name))
      {
        g_signal_emit (widget, command_signal, 0, commands[i].command);
        return;
      }
}

/* A column may be too narrow for its title, which is then cut. */
static void
skein_table_title_measure (GtkWidget     *widget,
                           GtkOrientation orientation,
                           int            for_size,
                           int           *minimum,
                           int           *natural,
                           int           *minimum_baseline,
                           int           *natural_baseline)
{
  gtk_widget_measure (SKEIN_TABLE_TITLE (widget)->box, orientation, -1, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = 0;
}

static void
skein_table_title_size_allocate (GtkWidget *widget,
                                 int        width,
                                 int        height,
                                 int        baseline)
{
  GtkWidget *box = SKEIN_TABLE_TITLE (widget)->box;
  bool rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  bool at_right = (gtk_widget_get_halign (box) == GTK_ALIGN_END) != rtl;
  int least;

  gtk_widget_measure (box, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  least = MAX (least, width);
  gtk_widget_size_allocate (box, &(GtkAllocation) { at_right ? width - least : 0, 0, least, height }, -1);
}

static void
skein_table_title_dispose (GObject *object)
{
  g_clear_pointer (&SKEIN_TABLE_TITLE (object)->box, gtk_widget_unparent);

  G_OBJECT_CLASS (skein_table_title_parent_class)->dispose (object);
}

static void
skein_table_title_finalize (GObject *object)
{
  g_free (SKEIN_TABLE_TITLE (object)->explanation);

  G_OBJECT_CLASS (skein_table_title_parent_class)->finalize (object);
}

static void
skein_table_title_class_init (SkeinTableTitleClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = skein_table_title_dispose;
  G_OBJECT_CLASS (klass)->finalize = skein_table_title_finalize;
  widget_class->measure = skein_table_title_measure;
  widget_class->size_allocate = skein_table_title_size_allocate;

  command_signal = g_signal_new ("command", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                 NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      gtk_widget_class_install_action (widget_class, commands[i].action, NULL, action_cb);
      gtk_widget_class_add_binding_action (widget_class, commands[i].key, commands[i].modifiers,
                                           commands[i].action, NULL);
    }
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, 0, "column.sort", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_space, 0, "column.sort", NULL);

  gtk_widget_class_set_css_name (widget_class, "button");
  /* GTK 4.8 tells screen readers that a column header is mere filling. */
  gtk_widget_class_set_accessible_role (widget_class, gtk_check_version (4, 10, 0) == NULL
                                                          ? GTK_ACCESSIBLE_ROLE_COLUMN_HEADER
                                                          : GTK_ACCESSIBLE_ROLE_BUTTON);
}

static void
skein_table_title_init (SkeinTableTitle *self)
{
  self->box = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_NONE, NULL);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));

  self->arrow = g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_NONE, NULL);
  gtk_widget_add_css_class (self->arrow, "sort-arrow");
  gtk_widget_set_visible (self->arrow, FALSE);

  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
}

GtkWidget *
skein_table_title_new (const SkeinTableTrack *track)
{
  SkeinTableTitle *self = g_object_new (SKEIN_TYPE_TABLE_TITLE, NULL);
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL,
                                   "accessible-role", GTK_ACCESSIBLE_ROLE_NONE,
                                   "label", track->title,
                                   "ellipsize", PANGO_ELLIPSIZE_END,
                                   NULL);
  bool at_end = track->xalign > 0.5f;

  self->explanation = g_strdup (track->explanation);
  gtk_widget_set_halign (self->box, at_end ? GTK_ALIGN_END : GTK_ALIGN_START);
  /* The arrow is on the inner side, so that the title stays above its figures. */
  gtk_box_append (GTK_BOX (self->box), at_end ? self->arrow : label);
  gtk_box_append (GTK_BOX (self->box), at_end ? label : self->arrow);

  gtk_widget_set_tooltip_text (GTK_WIDGET (self), track->explanation);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, track->title, -1);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "column.sort", track->flags & SKEIN_TABLE_COLUMN_SORTABLE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "column.hide", !(track->flags & SKEIN_TABLE_COLUMN_ALWAYS));

  return GTK_WIDGET (self);
}

/* The order in words, too: not every screen reader is told of it otherwise. */
static void
update_description (SkeinTableTitle *self,
                    const char      *order)
{
  g_autoptr (GString) description = g_string_new (order);

  if (self->explanation != NULL)
    g_string_append_printf (description, "%s%s", description->len > 0 ? ". " : "", self->explanation);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description->str, -1);
}

void
skein_table_title_set_sorted (SkeinTableTitle *self,
                              bool             sorted,
                              bool             descending)
{
  GtkAccessibleSort order = GTK_ACCESSIBLE_SORT_NONE;
  const char *words = NULL;

  if (sorted)
    {
      words = descending ? _("Sorted, largest first") : _("Sorted, smallest first");
      order = descending ? GTK_ACCESSIBLE_SORT_DESCENDING : GTK_ACCESSIBLE_SORT_ASCENDING;
      gtk_image_set_from_icon_name (GTK_IMAGE (self->arrow), descending ? "pan-down-symbolic" : "pan-up-symbolic");
    }

  gtk_widget_set_visible (self->arrow, sorted);
  update_description (self, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_SORT, order, -1);
}
