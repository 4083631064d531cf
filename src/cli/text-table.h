/* text-table.h - rows of text in aligned columns, for people
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stdio.h>

#include <glib.h>

G_BEGIN_DECLS

typedef struct _SkeinTextTable SkeinTextTable;

/**
 * skein_text_table_new:
 * @n_columns: how many cells a row has
 * @is_number: (array length=n_columns) (transfer none): those columns are aligned to the
 *   right; it must stay as long as the table does
 */
SkeinTextTable *skein_text_table_new  (unsigned    n_columns,
                                       const bool *is_number) G_GNUC_WARN_UNUSED_RESULT;
void            skein_text_table_free (SkeinTextTable *self);

/**
 * skein_text_table_take_row:
 * @cells: (array length=n_columns): (transfer full) texts, valid UTF-8, for the next row;
 *   the array itself remains the caller's
 */
void skein_text_table_take_row (SkeinTextTable *self,
                                char *const    *cells);

/**
 * skein_text_table_print:
 * @indent: spaces before each line
 * @width: cut lines to so many columns; 0: leave them whole
 */
void skein_text_table_print (FILE                 *file,
                             const SkeinTextTable *self,
                             unsigned              indent,
                             unsigned              width);

/* Cuts @text where it stands to @width columns, with a dot dot dot. */
void skein_text_cut (GString  *text,
                     unsigned  width);

/* Returns: the columns of the terminal; 0: standard output is none, and nothing needs to be cut */
unsigned skein_text_get_terminal_width (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinTextTable, skein_text_table_free)

G_END_DECLS
