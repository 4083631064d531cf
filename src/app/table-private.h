/* table-private.h - what the parts of a table know of each other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/table-header.h"
#include "app/table-view.h"
#include "app/table.h"

G_BEGIN_DECLS

struct _SkeinTable
{
  GtkWidget           parent_instance;

  GtkAdjustment      *hadjustment;
  GtkAdjustment      *vadjustment;

  SkeinTableModel    *model;
  SkeinTableColumns  *columns;
  SkeinTableSelection selection;
  guint               n_rows;      /* at the last change */
  int                 sort_column; /* -1: as the model wants */
  bool                descending;

  GtkWidget          *header;
  GtkWidget          *view;
  GtkWidget          *empty_child;
  GtkWidget          *popover; /* of the context menu that is open, or was last */
  bool                show_header;
  char               *label;

  /* Holding: the user is about to use a row. */
  guint               n_holds;
  bool                busy; /* pointer or keys were used a moment ago */
  guint               busy_source;
  double              pointer_x;
  double              pointer_y;

  /* Which row a double click began on, by id: rows move. */
  uint64_t            pressed_id;

  GSimpleActionGroup *actions;
  GMenu              *columns_menu;
};

/* table.c */
guint skein_table_get_n_rows           (SkeinTable *self);
void skein_table_selection_was_changed (SkeinTable *self,
                                        bool        ids_changed);
void skein_table_emit_row_activated    (SkeinTable *self,
                                        guint       row);
void skein_table_emit_context_menu     (SkeinTable *self,
                                        guint       row,
                                        double      x,
                                        double      y);

/* table-arrange.c */
void skein_table_init_arrangement      (SkeinTable *self);
void skein_table_columns_were_arranged (SkeinTable *self);
void skein_table_columns_were_resized  (SkeinTable *self);
void skein_table_sort_by               (SkeinTable *self,
                                        guint       column,
                                        bool        descending);

/* table-hold.c */
void skein_table_set_busy              (SkeinTable *self,
                                        bool        busy);

/* table-input.c */
void skein_table_init_input            (SkeinTable *self);

/* table-menu.c */
void skein_table_init_menu             (SkeinTable *self);
void skein_table_update_menu           (SkeinTable *self);
void skein_table_popup_header_menu     (SkeinTable *self,
                                        int         column,
                                        double      x,
                                        double      y);
void skein_table_command               (SkeinTable *self,
                                        guint       column,
                                        guint       command);

G_END_DECLS
