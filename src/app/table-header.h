/* table-header.h - the titles of a table: sort, resize, move, hide
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/table-columns.h"

G_BEGIN_DECLS

typedef enum
{
  SKEIN_TABLE_COMMAND_SORT,
  SKEIN_TABLE_COMMAND_FIT,
  SKEIN_TABLE_COMMAND_HIDE,
  SKEIN_TABLE_COMMAND_MOVE_LEFT,
  SKEIN_TABLE_COMMAND_MOVE_RIGHT,
  SKEIN_TABLE_COMMAND_NARROWER,
  SKEIN_TABLE_COMMAND_WIDER
} SkeinTableCommand;

#define SKEIN_TYPE_TABLE_TITLE (skein_table_title_get_type ())

/**
 * SkeinTableTitle:
 *
 * Signals
 *   command (uint command): from its actions and keys
 */
G_DECLARE_FINAL_TYPE (SkeinTableTitle, skein_table_title, SKEIN, TABLE_TITLE, GtkWidget)

GtkWidget *skein_table_title_new         (const SkeinTableTrack *track) G_GNUC_WARN_UNUSED_RESULT;
void       skein_table_title_set_sorted  (SkeinTableTitle       *self,
                                          bool                   sorted,
                                          bool                   descending);

#define SKEIN_TYPE_TABLE_HEADER (skein_table_header_get_type ())

/**
 * SkeinTableHeader:
 *
 * Signals
 *   command (uint column, uint command)
 *   resize (uint column, int pixels): the edge of a column is being dragged
 *   move (uint from, uint to): a column was dropped at another position
 *   menu (int column, double x, double y): -1 where there is no column
 *   dragging (boolean): the user took hold of a title, or let it go
 */
G_DECLARE_FINAL_TYPE (SkeinTableHeader, skein_table_header, SKEIN, TABLE_HEADER, GtkWidget)

GtkWidget *skein_table_header_new             (const SkeinTableColumns *columns) G_GNUC_WARN_UNUSED_RESULT;
void       skein_table_header_rebuild         (SkeinTableHeader        *self);
void       skein_table_header_set_sorted      (SkeinTableHeader        *self,
                                               int                      column,
                                               bool                     descending);
int        skein_table_header_get_fit         (SkeinTableHeader        *self,
                                               guint                    position);
void       skein_table_header_focus_column    (SkeinTableHeader        *self,
                                               guint                    column);

G_END_DECLS
