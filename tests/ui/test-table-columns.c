/* test-table-columns.c - how wide each column of a table is, and where
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/table-columns.h"

/* Positions and widths of what is shown, as "name@0+200 pid@200+80". */
static void
assert_extents (SkeinTableColumns *columns,
                int                width,
                const char        *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);

  skein_table_columns_allocate (columns, width);
  for (guint i = 0; i < columns->n_shown; i++)
    {
      const SkeinTableTrack *track = skein_table_columns_get_shown (columns, i);

      g_string_append_printf (text, "%s%s@%d+%d", i > 0 ? " " : "", track->id, track->x, track->extent);
      g_assert_cmpint (skein_table_columns_at (columns, track->x), ==, (int) i);
      g_assert_cmpint (skein_table_columns_at (columns, track->x + track->extent - 1), ==, (int) i);
    }
  g_assert_cmpstr (text->str, ==, expected);
  g_assert_cmpint (columns->total, >=, width);
}

static void
test_columns (void)
{
  const SkeinTableColumn given[] = {
    { "name", "Name", NULL, 200, 100, 0.f, SKEIN_TABLE_COLUMN_EXPAND },
    { "pid", "PID", NULL, 0, 0, 0.f, SKEIN_TABLE_COLUMN_NUMERIC },
    { "state", "State", NULL, 60, 30, 0.f, SKEIN_TABLE_COLUMN_HIDDEN },
    { "command", "Command", NULL, 90, 50, 0.f, SKEIN_TABLE_COLUMN_EXPAND },
  };
  g_autoptr (SkeinTableColumns) columns = skein_table_columns_new (given, G_N_ELEMENTS (given));

  /* Those that expand share what is free, and give way as far as they can. */
  assert_extents (columns, 430, "name@0+200 pid@200+80 command@280+150");
  assert_extents (columns, 230, "name@0+100 pid@100+80 command@180+50");
  assert_extents (columns, 100, "name@0+100 pid@100+80 command@180+50");
  g_assert_cmpint (skein_table_columns_get_minimum (columns), ==, 230);
  g_assert_cmpint (skein_table_columns_get_natural (columns), ==, 370);

  /* A width that the user chose stays. */
  g_assert_true (skein_table_columns_set_extent (columns, 0, 120));
  assert_extents (columns, 430, "name@0+120 pid@120+80 command@200+230");
  g_assert_true (skein_table_columns_set_extent (columns, 0, 3));
  assert_extents (columns, 430, "name@0+100 pid@100+80 command@180+250");
  g_assert_true (skein_table_columns_set_shown (columns, 3, false));
  assert_extents (columns, 430, "name@0+100 pid@100+80");
  g_assert_cmpint (skein_table_columns_at (columns, 300), ==, -1);

  /* What is hidden keeps its place between the others. */
  g_assert_true (skein_table_columns_set_shown (columns, 3, true));
  g_assert_true (skein_table_columns_move (columns, 2, 0));
  g_assert_true (skein_table_columns_set_shown (columns, 2, true));
  assert_extents (columns, 400, "command@0+160 name@160+100 pid@260+80 state@340+60");

  columns->scale = 2.;
  assert_extents (columns, 400, "command@0+100 name@100+200 pid@300+160 state@460+120");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/table/columns", test_columns);

  return g_test_run ();
}
