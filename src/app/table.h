/* table.h - the table of every page: tree or list, only its visible rows are widgets
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/table-model.h"

G_BEGIN_DECLS

/**
 * SkeinTableColumnFlags:
 * @SKEIN_TABLE_COLUMN_NUMERIC: figures of equal width, at the end of the cell
 * @SKEIN_TABLE_COLUMN_SORTABLE: a click on the title calls the model's sort()
 * @SKEIN_TABLE_COLUMN_DESCENDING: the first click sorts the largest first
 * @SKEIN_TABLE_COLUMN_HIDDEN: not shown until the user asks for it
 * @SKEIN_TABLE_COLUMN_ALWAYS: the user cannot hide it
 * @SKEIN_TABLE_COLUMN_EXPAND: takes the free width, and gives way first where it is tight
 * @SKEIN_TABLE_COLUMN_TREE: has the indentation and the arrows
 */
typedef enum
{
  SKEIN_TABLE_COLUMN_NUMERIC    = 1 << 0,
  SKEIN_TABLE_COLUMN_SORTABLE   = 1 << 1,
  SKEIN_TABLE_COLUMN_DESCENDING = 1 << 2,
  SKEIN_TABLE_COLUMN_HIDDEN     = 1 << 3,
  SKEIN_TABLE_COLUMN_ALWAYS     = 1 << 4,
  SKEIN_TABLE_COLUMN_EXPAND     = 1 << 5,
  SKEIN_TABLE_COLUMN_TREE       = 1 << 6
} SkeinTableColumnFlags;

/**
 * SkeinTableColumn:
 * @id: its name in settings: letters, digits, minus signs
 * @title: what its head says, translated
 * @explanation: (nullable): the longer words of its tooltip, translated
 * @width: in pixels at the normal text size; larger text widens it in proportion; 0: 80
 * @min_width: as @width; 0: 40
 * @xalign: where its text stands, 0 start to 1 end; without a meaning if numeric
 * @flags: see #SkeinTableColumnFlags
 */
typedef struct
{
  const char           *id;
  const char           *title;
  const char           *explanation;
  int                   width;
  int                   min_width;
  float                 xalign;
  SkeinTableColumnFlags flags;
} SkeinTableColumn;

#define SKEIN_TYPE_TABLE (skein_table_get_type ())

/**
 * SkeinTable:
 *
 * A #GtkScrollable: put it into a #GtkScrolledWindow. Two style classes choose
 * its density and place: "data-table" for low rows, "navigation-sidebar" for a
 * sidebar.
 *
 * Properties
 *   model (SkeinTableModel), selection-mode (GtkSelectionMode: none, single or
 *   multiple), show-header (boolean, TRUE), label (string, the accessible
 *   name), empty-child (GtkWidget, shown while there are no rows);
 *   layout (strv) and sort (string): as the user arranged it, made to be bound
 *   to settings;
 *   holding (boolean, read only): the user is pointing at a row, or a menu is
 *   open: rows should not change places now. A model watches notify::holding.
 *
 * Signals
 *   selection-changed ()
 *   row-activated (uint64_t id): double click or Enter
 *   context-menu (uint64_t id, double x, double y): right click, long press,
 *   Menu key or Shift+F10, at a point of the table; the row has been selected
 *   before. Answer it with skein_table_popup_menu().
 *
 * Letters, figures and Space are left to the window; Ctrl+Space selects.
 */
G_DECLARE_FINAL_TYPE (SkeinTable, skein_table, SKEIN, TABLE, GtkWidget)

GtkWidget       *skein_table_new                   (const SkeinTableColumn *columns,
                                                    guint                   n_columns) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget       *skein_table_new_translated        (const SkeinTableColumn *columns,
                                                    guint                   n_columns) G_GNUC_WARN_UNUSED_RESULT;

void             skein_table_set_model             (SkeinTable             *self,
                                                    SkeinTableModel        *model);
SkeinTableModel *skein_table_get_model             (SkeinTable             *self);
void             skein_table_set_selection_mode    (SkeinTable             *self,
                                                    GtkSelectionMode        mode);
void             skein_table_set_show_header       (SkeinTable             *self,
                                                    gboolean                show_header);
void             skein_table_set_label             (SkeinTable             *self,
                                                    const char             *label);
void             skein_table_set_empty_child       (SkeinTable             *self,
                                                    GtkWidget              *child);

guint            skein_table_get_n_selected        (SkeinTable             *self);
const uint64_t  *skein_table_get_selected          (SkeinTable             *self,
                                                    guint                  *ret_n);
gboolean         skein_table_is_selected           (SkeinTable             *self,
                                                    uint64_t                id);
void             skein_table_set_selected          (SkeinTable             *self,
                                                    const uint64_t         *ids,
                                                    guint                   n);
void             skein_table_select_all            (SkeinTable             *self);
void             skein_table_unselect_all          (SkeinTable             *self);
gboolean         skein_table_get_cursor            (SkeinTable             *self,
                                                    uint64_t               *ret_id);
gboolean         skein_table_scroll_to_id          (SkeinTable             *self,
                                                    uint64_t                id);

void             skein_table_set_sort              (SkeinTable             *self,
                                                    const char             *column,
                                                    gboolean                descending);
const char      *skein_table_get_sort              (SkeinTable             *self,
                                                    gboolean               *ret_descending);
void             skein_table_set_layout            (SkeinTable             *self,
                                                    const char *const      *layout);
char           **skein_table_dup_layout            (SkeinTable             *self) G_GNUC_WARN_UNUSED_RESULT;

void             skein_table_set_columns_button    (SkeinTable             *self,
                                                    GtkMenuButton          *button);
GMenuModel      *skein_table_get_columns_menu      (SkeinTable             *self);
GActionGroup    *skein_table_get_columns_actions   (SkeinTable             *self);

void             skein_table_popup_menu            (SkeinTable             *self,
                                                    GMenuModel             *menu,
                                                    double                  x,
                                                    double                  y);
void             skein_table_hold                  (SkeinTable             *self);
void             skein_table_release               (SkeinTable             *self);
gboolean         skein_table_get_holding           (SkeinTable             *self);

G_END_DECLS
