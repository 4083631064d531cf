/* table-menu.c - which columns are shown, and what can be done with one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/table-private.h"

#include <glib/gi18n.h>

/* Pixels by which a key makes a column wider. */
#define WIDTH_STEP 16

static void
move_column (SkeinTable *self,
             guint       column,
             int         step)
{
  int position = skein_table_columns_find_shown (self->columns, column);

  if (position + step >= 0 &&
      skein_table_columns_move (self->columns, (guint) position, (guint) (position + step)))
    {
      skein_table_columns_were_arranged (self);
      skein_table_header_focus_column (SKEIN_TABLE_HEADER (self->header), column);
    }
}

static void
widen_column (SkeinTable *self,
              guint       column,
              int         pixels)
{
  if (skein_table_columns_set_extent (self->columns, column, pixels))
    skein_table_columns_were_resized (self);
}

static void
fit_column (SkeinTable *self,
            guint       column)
{
  guint position = (guint) skein_table_columns_find_shown (self->columns, column);
  int title = skein_table_header_get_fit (SKEIN_TABLE_HEADER (self->header), position);
  int rows = skein_table_view_fit_column (SKEIN_TABLE_VIEW (self->view), position);

  widen_column (self, column, MAX (title, rows));
}

static void
hide_column (SkeinTable *self,
             guint       column)
{
  if (self->columns->n_shown > 1 && skein_table_columns_set_shown (self->columns, column, false))
    skein_table_columns_were_arranged (self);
}

/* What the user asked of a column that is shown, by key, menu or assistive tool. */
void
skein_table_command (SkeinTable *self,
                     guint       column,
                     guint       command)
{
  const SkeinTableTrack *track = &self->columns->tracks[column];
  bool same = self->sort_column == (int) column;

  switch ((SkeinTableCommand) command)
    {
    case SKEIN_TABLE_COMMAND_SORT:
      skein_table_sort_by (self, column,
                           same ? !self->descending : (track->flags & SKEIN_TABLE_COLUMN_DESCENDING) != 0);
      break;
    case SKEIN_TABLE_COMMAND_FIT:
      fit_column (self, column);
      break;
    case SKEIN_TABLE_COMMAND_HIDE:
      hide_column (self, column);
      break;
    case SKEIN_TABLE_COMMAND_MOVE_LEFT:
    case SKEIN_TABLE_COMMAND_MOVE_RIGHT:
      move_column (self, column,
                   (command == SKEIN_TABLE_COMMAND_MOVE_RIGHT) !=
                           (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
                       ? 1
                       : -1);
      break;
    case SKEIN_TABLE_COMMAND_NARROWER:
      widen_column (self, column, track->extent - WIDTH_STEP);
      break;
    case SKEIN_TABLE_COMMAND_WIDER:
      widen_column (self, column, track->extent + WIDTH_STEP);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
shown_cb (GSimpleAction *action,
          GVariant      *value,
          gpointer       data)
{
  SkeinTable *self = data;
  int column = skein_table_columns_find (self->columns, g_action_get_name (G_ACTION (action)) + strlen ("show-"));
  bool shown = g_variant_get_boolean (value);

  if (shown)
    {
      if (skein_table_columns_set_shown (self->columns, (guint) column, true))
        skein_table_columns_were_arranged (self);
    }
  else
    hide_column (self, (guint) column);
}

static void
reset_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  SkeinTable *self = data;

  skein_table_columns_reset (self->columns);
  skein_table_columns_were_arranged (self);
}

/* The parameter of these is the column, the name is that of a command. */
static const struct
{
  const char *name;
  guint       command;
} column_actions[] = {
  { "fit", SKEIN_TABLE_COMMAND_FIT },
  { "hide", SKEIN_TABLE_COMMAND_HIDE },
  { "move-left", SKEIN_TABLE_COMMAND_MOVE_LEFT },
  { "move-right", SKEIN_TABLE_COMMAND_MOVE_RIGHT },
};

static void
command_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       data)
{
  SkeinTable *self = data;
  int column = skein_table_columns_find (self->columns, g_variant_get_string (parameter, NULL));

  if (column < 0 || skein_table_columns_find_shown (self->columns, (guint) column) < 0)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (column_actions); i++)
    if (g_str_equal (column_actions[i].name, g_action_get_name (G_ACTION (action))))
      skein_table_command (self, (guint) column, column_actions[i].command);
}

static void
sort_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  SkeinTable *self = data;
  const char *id;
  gboolean descending;
  int column;

  g_variant_get (parameter, "(&sb)", &id, &descending);
  column = skein_table_columns_find (self->columns, id);
  if (column >= 0)
    skein_table_sort_by (self, (guint) column, descending);
}

static void
add_action (SkeinTable         *self,
            const char         *name,
            const GVariantType *type,
            GCallback           callback)
{
  g_autoptr (GSimpleAction) action = g_simple_action_new (name, type);

  g_signal_connect (action, "activate", callback, self);
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));
}

static void
add_show_action (SkeinTable            *self,
                 const SkeinTableTrack *track)
{
  g_autofree char *name = g_strconcat ("show-", track->id, NULL);
  g_autofree char *detailed = g_strconcat ("columns.", name, NULL);
  g_autoptr (GSimpleAction) action =
      g_simple_action_new_stateful (name, NULL, g_variant_new_boolean (track->shown));

  g_signal_connect (action, "change-state", G_CALLBACK (shown_cb), self);
  g_simple_action_set_enabled (action, !(track->flags & SKEIN_TABLE_COLUMN_ALWAYS));
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));

  g_menu_append (self->columns_menu, track->title, detailed);
}

void
skein_table_init_menu (SkeinTable *self)
{
  g_autoptr (GMenu) shown = g_menu_new ();
  g_autoptr (GMenu) reset = g_menu_new ();

  self->actions = g_simple_action_group_new ();
  self->columns_menu = g_menu_new ();

  for (guint i = 0; i < self->columns->n_tracks; i++)
    add_show_action (self, &self->columns->tracks[i]);
  add_action (self, "reset", NULL, G_CALLBACK (reset_cb));
  add_action (self, "sort", G_VARIANT_TYPE ("(sb)"), G_CALLBACK (sort_cb));
  for (guint i = 0; i < G_N_ELEMENTS (column_actions); i++)
    add_action (self, column_actions[i].name, G_VARIANT_TYPE_STRING, G_CALLBACK (command_cb));

  g_menu_append (reset, _("_Reset columns"), "columns.reset");
  g_menu_append_section (self->columns_menu, NULL, G_MENU_MODEL (reset));

  gtk_widget_insert_action_group (GTK_WIDGET (self), "columns", G_ACTION_GROUP (self->actions));
}

/* The check marks say what is shown. */
void
skein_table_update_menu (SkeinTable *self)
{
  for (guint i = 0; i < self->columns->n_tracks; i++)
    {
      const SkeinTableTrack *track = &self->columns->tracks[i];
      g_autofree char *name = g_strconcat ("show-", track->id, NULL);
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

      g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (track->shown));
      g_simple_action_set_enabled (G_SIMPLE_ACTION (action),
                                   !(track->flags & SKEIN_TABLE_COLUMN_ALWAYS) &&
                                       !(track->shown && self->columns->n_shown == 1));
    }
}

static void
append_for_column (GMenu                 *menu,
                   const SkeinTableTrack *track,
                   const char            *label,
                   const char            *action)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", track->id);
  g_menu_append_item (menu, item);
}

static void
append_sort (GMenu                 *menu,
             const SkeinTableTrack *track,
             const char            *label,
             gboolean               descending)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "columns.sort", "(sb)", track->id, descending);
  g_menu_append_item (menu, item);
}

static GMenu *
create_column_menu (const SkeinTableTrack *track)
{
  GMenu *menu = g_menu_new ();

  if (track->flags & SKEIN_TABLE_COLUMN_SORTABLE)
    {
      append_sort (menu, track, _("Sort _ascending"), FALSE);
      append_sort (menu, track, _("Sort _descending"), TRUE);
    }
  append_for_column (menu, track, _("_Fit width"), "columns.fit");
  append_for_column (menu, track, _("Move _left"), "columns.move-left");
  append_for_column (menu, track, _("Move _right"), "columns.move-right");
  if (!(track->flags & SKEIN_TABLE_COLUMN_ALWAYS))
    append_for_column (menu, track, _("_Hide"), "columns.hide");

  return menu;
}

/* @column: the one that was clicked, or -1 */
void
skein_table_popup_header_menu (SkeinTable *self,
                               int         column,
                               double      x,
                               double      y)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  if (column >= 0)
    {
      const SkeinTableTrack *track = &self->columns->tracks[column];
      g_autoptr (GMenu) of_column = create_column_menu (track);

      g_menu_append_section (menu, track->title, G_MENU_MODEL (of_column));
      g_menu_append_submenu (menu, _("_Columns"), G_MENU_MODEL (self->columns_menu));
      skein_table_popup_menu (self, G_MENU_MODEL (menu), x, y);
    }
  else
    skein_table_popup_menu (self, G_MENU_MODEL (self->columns_menu), x, y);
}

/**
 * skein_table_get_columns_menu:
 * @self: a table
 *
 * A check item for each column, and one that puts all back. The actions are
 * those of skein_table_get_columns_actions(), under the prefix "columns".
 *
 * Returns: (transfer none): a menu
 */
GMenuModel *
skein_table_get_columns_menu (SkeinTable *self)
{
  g_return_val_if_fail (SKEIN_IS_TABLE (self), NULL);

  return G_MENU_MODEL (self->columns_menu);
}

/**
 * skein_table_get_columns_actions:
 * @self: a table
 *
 * Returns: (transfer none): show-ID for each column, and reset
 */
GActionGroup *
skein_table_get_columns_actions (SkeinTable *self)
{
  g_return_val_if_fail (SKEIN_IS_TABLE (self), NULL);

  return G_ACTION_GROUP (self->actions);
}

/**
 * skein_table_set_columns_button:
 * @self: a table
 * @button: a menu button, anywhere
 *
 * Lets the button choose the columns of this table.
 */
void
skein_table_set_columns_button (SkeinTable    *self,
                                GtkMenuButton *button)
{
  g_return_if_fail (SKEIN_IS_TABLE (self));
  g_return_if_fail (GTK_IS_MENU_BUTTON (button));

  gtk_widget_insert_action_group (GTK_WIDGET (button), "columns", G_ACTION_GROUP (self->actions));
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (self->columns_menu));
}
