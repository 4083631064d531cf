/* table-model.h - what a table shows: rows over plain arrays, without an object for each
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SKEIN_TYPE_TABLE_MODEL (skein_table_model_get_type ())

G_DECLARE_INTERFACE (SkeinTableModel, skein_table_model, SKEIN, TABLE_MODEL, GObject)

/**
 * SkeinTableRow:
 * @id: who the row is; stays the same when rows move, and is never used again
 * @depth: 0 for a root of the tree, or for every row of a list
 * @expandable: it has rows below it
 * @expanded: the rows below it are shown
 * @dim: the whole row is of little interest (a thread that ended, say)
 */
typedef struct
{
  uint64_t id;
  guint    depth;
  bool     expandable;
  bool     expanded;
  bool     dim;
} SkeinTableRow;

typedef enum
{
  SKEIN_TABLE_TONE_NORMAL,
  SKEIN_TABLE_TONE_DIM,
  SKEIN_TABLE_TONE_STRONG,
  SKEIN_TABLE_TONE_ACCENT,
  SKEIN_TABLE_TONE_SUCCESS,
  SKEIN_TABLE_TONE_WARNING,
  SKEIN_TABLE_TONE_ERROR
} SkeinTableTone;

/**
 * SkeinTableBar:
 * @SKEIN_TABLE_BAR_NONE: text only
 * @SKEIN_TABLE_BAR_BEHIND: a pale bar behind the text
 * @SKEIN_TABLE_BAR_INSTEAD: a bar where the text would be; the text is what a
 *   screen reader says and what the tooltip shows
 * @SKEIN_TABLE_BAR_STACKED: likewise, of parts side by side
 */
typedef enum
{
  SKEIN_TABLE_BAR_NONE,
  SKEIN_TABLE_BAR_BEHIND,
  SKEIN_TABLE_BAR_INSTEAD,
  SKEIN_TABLE_BAR_STACKED
} SkeinTableBar;

#define SKEIN_TABLE_MAX_PARTS 5

/**
 * SkeinTablePart:
 * @share: of the bar's width
 * @height: of the bar's height; what is low stands in its middle
 * @color: of the part
 */
typedef struct
{
  float   share;
  float   height;
  GdkRGBA color;
} SkeinTablePart;

/**
 * SkeinTableCell:
 * @text: where to write the text, UTF-8 and zero-terminated; empty to begin with
 * @size: bytes there are at @text, at least %SKEIN_TABLE_TEXT_SIZE
 * @tone: how the text stands out
 * @bar: how @share is drawn
 * @share: how much of the bar is full, 0 to 1
 * @swatch: show a dot of @color before the text
 * @has_color: @color is the bar's; without, the bar has the text's colour
 * @color: the identity colour, of dot and bar
 * @icon_name: (nullable): symbolic icon before the text, a string that stays
 * @parts: of a stacked bar, from its start; what they leave is empty
 *
 * All but @text and @size are zero when the model is asked.
 */
typedef struct
{
  char          *text;
  gsize          size;
  SkeinTableTone tone;
  SkeinTableBar  bar;
  double         share;
  bool           swatch;
  bool           has_color;
  GdkRGBA        color;
  const char    *icon_name;
  SkeinTablePart parts[SKEIN_TABLE_MAX_PARTS];
} SkeinTableCell;

/* Room for one cell's text; a longer text is cut by the model, at a character. */
#define SKEIN_TABLE_TEXT_SIZE 512

/**
 * SkeinTableModelInterface:
 * @get_n_rows: the rows shown now: filtered, sorted, without those below a row that is not expanded
 * @get_id: the id of one row; called for every row at each change, so it is cheap
 * @get_row: fills in one row, which was zeroed; called for visible rows only
 * @get_cell: fills in one cell; @column counts in the order the columns were given to the
 *   table, wherever the user moved them; called for visible rows only
 * @dup_tooltip: (nullable): an explanation of one cell; %NULL: the table shows the text where
 *   it does not fit
 * @sort: (nullable): the user asks for another order; the model changes and says so
 * @set_expanded: (nullable): the user opens or closes a row of the tree; the model changes and says so
 * @is_tree: (nullable): keep room for the arrows; without, a model that has set_expanded() is a tree
 *
 * Rows count from 0 in the order shown. Only get_n_rows(), get_id(), get_row()
 * and get_cell() are needed.
 */
struct _SkeinTableModelInterface
{
  GTypeInterface parent_iface;

  guint    (*get_n_rows)   (SkeinTableModel *self);
  uint64_t (*get_id)       (SkeinTableModel *self,
                            guint            row);
  void     (*get_row)      (SkeinTableModel *self,
                            guint            row,
                            SkeinTableRow   *ret_row);
  void     (*get_cell)     (SkeinTableModel *self,
                            guint            row,
                            guint            column,
                            SkeinTableCell  *ret_cell);
  char    *(*dup_tooltip)  (SkeinTableModel *self,
                            guint            row,
                            guint            column);
  void     (*sort)         (SkeinTableModel *self,
                            guint            column,
                            gboolean         descending);
  void     (*set_expanded) (SkeinTableModel *self,
                            uint64_t         id,
                            gboolean         expanded);
  gboolean (*is_tree)      (SkeinTableModel *self);
};

guint    skein_table_model_get_n_rows   (SkeinTableModel *self);
uint64_t skein_table_model_get_id       (SkeinTableModel *self,
                                         guint            row);
void     skein_table_model_get_row      (SkeinTableModel *self,
                                         guint            row,
                                         SkeinTableRow   *ret_row);
void     skein_table_model_get_cell     (SkeinTableModel *self,
                                         guint            row,
                                         guint            column,
                                         SkeinTableCell  *ret_cell);
char    *skein_table_model_dup_tooltip  (SkeinTableModel *self,
                                         guint            row,
                                         guint            column) G_GNUC_WARN_UNUSED_RESULT;
void     skein_table_model_sort         (SkeinTableModel *self,
                                         guint            column,
                                         gboolean         descending);
void     skein_table_model_set_expanded (SkeinTableModel *self,
                                         uint64_t         id,
                                         gboolean         expanded);
gboolean skein_table_model_is_tree      (SkeinTableModel *self);
void     skein_table_model_changed      (SkeinTableModel *self);

G_END_DECLS
