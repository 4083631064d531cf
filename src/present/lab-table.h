/* lab-table.h - what was measured in the modes of an experiment, as a table of words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "lab/results.h"

G_BEGIN_DECLS

/**
 * SkeinLabTableColumn:
 * @id: letters, digits, minus signs
 * @title: a few words
 * @text: a sentence: what it is
 */
typedef struct
{
  char *id;
  char *title;
  char *text;
} SkeinLabTableColumn;

/**
 * SkeinLabTable:
 * @columns: (element-type SkeinLabTableColumn): those of which something was measured, the names of modes
 *   left out
 * @modes: (element-type unsigned): the place of the mode of each row
 * @names: (element-type utf8): its title
 * @cells: (element-type utf8): row after row
 *
 * Median and half of the spread of all runs, in the language of the user.
 */
typedef struct
{
  GPtrArray *columns;
  GArray    *modes;
  GPtrArray *names;
  GPtrArray *cells;
} SkeinLabTable;

SkeinLabTable *skein_lab_table_new  (const SkeinLabResults *results) G_GNUC_WARN_UNUSED_RESULT;
void           skein_lab_table_free (SkeinLabTable *self);

const char *skein_lab_table_get (const SkeinLabTable *self,
                                 unsigned             row,
                                 unsigned             column);

/* Returns: (transfer full): "median of 5 runs, ± half the spread of the middle half" */
char *skein_lab_table_dup_caption (const SkeinLabResults *results) G_GNUC_WARN_UNUSED_RESULT;

/**
 * skein_lab_format_value:
 * @unit: of the number
 * @value: what all runs add up to
 *
 * Returns: (transfer full): "360 ± 3 ms"; "–": not measured
 */
char *skein_lab_format_value (SkeinUnit            unit,
                              const SkeinLabValue *value) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SkeinLabTable, skein_lab_table_free)

G_END_DECLS
