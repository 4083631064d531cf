/* table-hold.c - when the rows of a table should keep their places: the user is about to use one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/table-private.h"

/* How long rows keep still after the pointer or a key was used. */
#define BUSY_MS 2000

static gboolean
busy_over_cb (gpointer data)
{
  SkeinTable *self = data;

  self->busy_source = 0;
  skein_table_set_busy (self, false);

  return G_SOURCE_REMOVE;
}

/* The user has just used pointer or keys on the rows; it wears off by itself. */
void
skein_table_set_busy (SkeinTable *self,
                      bool        busy)
{
  gboolean was_holding = skein_table_get_holding (self);

  g_clear_handle_id (&self->busy_source, g_source_remove);
  if (busy)
    self->busy_source = g_timeout_add (BUSY_MS, busy_over_cb, self);

  self->busy = busy;
  if (was_holding != skein_table_get_holding (self))
    g_object_notify (G_OBJECT (self), "holding");
}

static void
popover_closed_cb (SkeinTable *self)
{
  skein_table_release (self);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

/**
 * skein_table_popup_menu:
 * @self: a table
 * @menu: what it offers; its actions are looked up from the table upwards
 * @x: where, in the table's coordinates
 * @y: where
 *
 * Rows keep their places until it is closed.
 */
void
skein_table_popup_menu (SkeinTable *self,
                        GMenuModel *menu,
                        double      x,
                        double      y)
{
  g_return_if_fail (SKEIN_IS_TABLE (self));
  g_return_if_fail (G_IS_MENU_MODEL (menu));

  /* Let go of by the last menu, if that is still open. */
  if (self->popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (self->popover));
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  self->popover = gtk_popover_menu_new_from_model (menu);
  gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
  gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
  gtk_widget_set_halign (self->popover, GTK_ALIGN_START);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &(GdkRectangle) { (int) x, (int) y, 1, 1 });
  g_signal_connect_swapped (self->popover, "closed", G_CALLBACK (popover_closed_cb), self);

  skein_table_hold (self);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

/* For a popover or a drag of the page's own: rows keep their places until the release. */
void
skein_table_hold (SkeinTable *self)
{
  g_return_if_fail (SKEIN_IS_TABLE (self));

  self->n_holds++;
  if (self->n_holds == 1 && !self->busy)
    g_object_notify (G_OBJECT (self), "holding");
}

void
skein_table_release (SkeinTable *self)
{
  g_return_if_fail (SKEIN_IS_TABLE (self));
  g_return_if_fail (self->n_holds > 0);

  self->n_holds--;
  if (self->n_holds == 0 && !self->busy)
    g_object_notify (G_OBJECT (self), "holding");
}

gboolean
skein_table_get_holding (SkeinTable *self)
{
  g_return_val_if_fail (SKEIN_IS_TABLE (self), FALSE);

  return self->n_holds > 0 || self->busy;
}
