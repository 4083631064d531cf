/* table-rows.h - rows for tables to be tested with, that come, go and change places by chance
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/table-model.h"

G_BEGIN_DECLS

#define TEST_TYPE_TABLE_ROWS (test_table_rows_get_type ())

G_DECLARE_FINAL_TYPE (TestTableRows, test_table_rows, TEST, TABLE_ROWS, GObject)

/* The columns, as the model counts them. */
enum
{
  TEST_COLUMN_NAME,
  TEST_COLUMN_PID,
  TEST_COLUMN_CPU,
  TEST_COLUMN_MEMORY,
  TEST_COLUMN_THREADS,
  TEST_COLUMN_STATE,
  TEST_COLUMN_COMMAND,
  TEST_N_COLUMNS
};

TestTableRows *test_table_rows_new        (guint          n_rows,
                                           guint32        seed) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget     *test_table_rows_new_table  (TestTableRows *self) G_GNUC_WARN_UNUSED_RESULT;

guint          test_table_rows_get_n      (TestTableRows *self);
uint64_t       test_table_rows_get_id     (TestTableRows *self,
                                           guint          row);
int            test_table_rows_find       (TestTableRows *self,
                                           uint64_t       id);
char          *test_table_rows_dup_text   (TestTableRows *self,
                                           guint          row,
                                           guint          column) G_GNUC_WARN_UNUSED_RESULT;
guint          test_table_rows_get_n_sorts (TestTableRows *self);

void           test_table_rows_set_tree   (TestTableRows *self,
                                           bool           tree);
void           test_table_rows_churn      (TestTableRows *self,
                                           guint          n_deaths,
                                           guint          n_births,
                                           guint          n_changes);
void           test_table_rows_remove     (TestTableRows *self,
                                           uint64_t       id);
void           test_table_rows_sort       (TestTableRows *self);
void           test_table_rows_publish    (TestTableRows *self);

G_END_DECLS
