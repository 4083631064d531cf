/* table-columns.h - the columns of a table as the user arranged them: order, widths, which are shown
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/table.h"

G_BEGIN_DECLS

/**
 * SkeinTableTrack:
 * @id: see #SkeinTableColumn, as the five that follow
 * @chosen_width: what the user made of the width; 0: nothing
 * @shown: whether the user wants to see it
 * @x: where it begins, in pixels from the start
 * @extent: how wide it is, in pixels
 */
typedef struct
{
  char                 *id;
  char                 *title;
  char                 *explanation;
  int                   width;
  int                   min_width;
  float                 xalign;
  SkeinTableColumnFlags flags;
  int                   chosen_width;
  bool                  shown;
  int                   x;
  int                   extent;
} SkeinTableTrack;

/**
 * SkeinTableColumns:
 * @tracks: in the order the page gave them, which is how the model counts
 * @n_tracks: how many there are
 * @order: all of them in the order the user sees
 * @shown: those that are shown, in that order; all that widgets look at
 * @n_shown: how many of them
 * @scale: how much larger than normal the text is
 * @total: width of all that are shown, in pixels
 */
typedef struct
{
  SkeinTableTrack *tracks;
  guint            n_tracks;
  guint           *order;
  guint           *shown;
  guint            n_shown;
  double           scale;
  int              total;
} SkeinTableColumns;

SkeinTableColumns *skein_table_columns_new         (const SkeinTableColumn  *columns,
                                                    guint                    n_columns) G_GNUC_WARN_UNUSED_RESULT;
void               skein_table_columns_free        (SkeinTableColumns       *self);

const SkeinTableTrack *
                   skein_table_columns_get_shown   (const SkeinTableColumns *self,
                                                    guint                    position);
int                skein_table_columns_find        (const SkeinTableColumns *self,
                                                    const char              *id);
int                skein_table_columns_find_shown  (const SkeinTableColumns *self,
                                                    guint                    column);
int                skein_table_columns_at          (const SkeinTableColumns *self,
                                                    int                      x);

void               skein_table_columns_allocate    (SkeinTableColumns       *self,
                                                    int                      width);
int                skein_table_columns_get_minimum (const SkeinTableColumns *self);
int                skein_table_columns_get_natural (const SkeinTableColumns *self);

bool               skein_table_columns_set_extent  (SkeinTableColumns       *self,
                                                    guint                    column,
                                                    int                      pixels);
bool               skein_table_columns_set_shown   (SkeinTableColumns       *self,
                                                    guint                    column,
                                                    bool                     shown);
bool               skein_table_columns_move        (SkeinTableColumns       *self,
                                                    guint                    from,
                                                    guint                    to);

void               skein_table_columns_reset       (SkeinTableColumns       *self);
void               skein_table_columns_apply       (SkeinTableColumns       *self,
                                                    const char *const       *layout);
char             **skein_table_columns_dup_layout  (const SkeinTableColumns *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinTableColumns, skein_table_columns_free)

G_END_DECLS
