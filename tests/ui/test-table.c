/* test-table.c - a table whose rows come, go and change places, used as people use it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/table-header.h"
#include "app/table-view.h"
#include "app/table.h"
#include "table-rows.h"

#include <math.h>

#define SEED 20240229

typedef struct
{
  GtkWidget      *window;
  SkeinTable     *table;
  SkeinTableView *view;
  TestTableRows  *rows;
  GtkAdjustment  *vadjustment;
  guint           n_selection_changes;
  uint64_t        activated;
  uint64_t        menu;
} Fixture;

static void
count_frame_cb (GdkFrameClock *clock,
                guint         *n_frames)
{
  (*n_frames)++;
}

/* Until what was queued has been laid out and drawn. */
static void
settle (Fixture *fixture)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (fixture->window);
  guint n_frames = 0;
  gulong handler = g_signal_connect (clock, "after-paint", G_CALLBACK (count_frame_cb), &n_frames);

  while (n_frames < 2)
    {
      gdk_frame_clock_request_phase (clock, GDK_FRAME_CLOCK_PHASE_LAYOUT);
      g_main_context_iteration (NULL, TRUE);
    }
  g_signal_handler_disconnect (clock, handler);
}

static GtkWidget *
find_child (GtkWidget *parent,
            GType      type)
{
  GtkWidget *child = gtk_widget_get_first_child (parent);

  while (child != NULL && !G_TYPE_CHECK_INSTANCE_TYPE (child, type))
    child = gtk_widget_get_next_sibling (child);

  return child;
}

static void
selection_changed_cb (SkeinTable *table,
                      Fixture    *fixture)
{
  fixture->n_selection_changes++;
}

static void
row_activated_cb (SkeinTable *table,
                  uint64_t    id,
                  Fixture    *fixture)
{
  fixture->activated = id;
}

static void
context_menu_cb (SkeinTable *table,
                 uint64_t    id,
                 double      x,
                 double      y,
                 Fixture    *fixture)
{
  fixture->menu = id;
}

static void
set_up_rows (Fixture *fixture,
             guint    n_rows)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  fixture->rows = test_table_rows_new (n_rows, SEED);
  fixture->table = SKEIN_TABLE (test_table_rows_new_table (fixture->rows));
  fixture->view = SKEIN_TABLE_VIEW (find_child (GTK_WIDGET (fixture->table), SKEIN_TYPE_TABLE_VIEW));
  fixture->vadjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
  g_object_add_weak_pointer (G_OBJECT (fixture->table), (gpointer *) &fixture->table);
  g_signal_connect (fixture->table, "selection-changed", G_CALLBACK (selection_changed_cb), fixture);
  g_signal_connect (fixture->table, "row-activated", G_CALLBACK (row_activated_cb), fixture);
  g_signal_connect (fixture->table, "context-menu", G_CALLBACK (context_menu_cb), fixture);

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (fixture->table));
  fixture->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (fixture->window), scrolled);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 900, 500);
  gtk_window_present (GTK_WINDOW (fixture->window));
  settle (fixture);
}

static void
set_up (Fixture      *fixture,
        gconstpointer n_rows)
{
  set_up_rows (fixture, GPOINTER_TO_UINT (n_rows));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer unused)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (fixture->table);
  g_assert_finalize_object (fixture->rows);
}

static gboolean
press (Fixture        *fixture,
       guint           keyval,
       GdkModifierType modifiers)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (fixture->view));
  gboolean handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0, modifiers, &handled);
    }

  return handled;
}

static void
scroll_to (Fixture *fixture,
           double   value)
{
  gtk_adjustment_set_value (fixture->vadjustment, value);
  settle (fixture);
}

static double
get_value (Fixture *fixture)
{
  return gtk_adjustment_get_value (fixture->vadjustment);
}

static void
assert_line (Fixture *fixture,
             guint    row,
             float    y)
{
  SkeinTableLine *line = skein_table_view_get_line (fixture->view, row);
  graphene_rect_t bounds;

  g_assert_nonnull (line);
  g_assert_cmpuint (skein_table_line_get_row (line)->id, ==, test_table_rows_get_id (fixture->rows, row));
  g_assert_true (gtk_widget_get_child_visible (GTK_WIDGET (line)));
  g_assert_true (gtk_widget_compute_bounds (GTK_WIDGET (line), GTK_WIDGET (fixture->view), &bounds));
  g_assert_cmpfloat_with_epsilon (bounds.origin.y, y, 0.01);

  for (guint column = 0; column < TEST_N_COLUMNS; column++)
    {
      g_autofree char *text = test_table_rows_dup_text (fixture->rows, row, column);

      g_assert_cmpstr (skein_table_field_get_text (skein_table_line_get_field (line, column)), ==, text);
    }

  g_assert_cmpint (!!(gtk_widget_get_state_flags (GTK_WIDGET (line)) & GTK_STATE_FLAG_SELECTED), ==,
                   skein_table_is_selected (fixture->table, test_table_rows_get_id (fixture->rows, row)));
}

/* Every row that belongs into the view is there, at its place, with its texts. */
static void
assert_view (Fixture *fixture)
{
  int row_height = skein_table_view_get_row_height (fixture->view);
  double top = floor (get_value (fixture));
  int height = gtk_widget_get_height (GTK_WIDGET (fixture->view));
  guint first = (guint) (top / row_height);
  guint end = MIN (test_table_rows_get_n (fixture->rows), (guint) ceil ((top + height) / row_height));

  for (guint row = first; row < end; row++)
    {
      assert_line (fixture, row, (float) (row * (double) row_height - top));
      /* Assistive tools read the children in their order. */
      if (row > first)
        g_assert_true (gtk_widget_get_prev_sibling (GTK_WIDGET (skein_table_view_get_line (fixture->view, row))) ==
                       GTK_WIDGET (skein_table_view_get_line (fixture->view, row - 1)));
    }
}

static void
test_texts (Fixture      *fixture,
            gconstpointer n_rows)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);
  double upper = gtk_adjustment_get_upper (fixture->vadjustment);

  assert_view (fixture);
  g_assert_cmpfloat (upper, ==, GPOINTER_TO_UINT (n_rows) * (double) skein_table_view_get_row_height (fixture->view));

  for (guint i = 0; i < 40; i++)
    {
      if (i % 3 == 0)
        scroll_to (fixture, g_rand_double_range (rand, 0, upper));
      else
        scroll_to (fixture, get_value (fixture) + g_rand_double_range (rand, -90, 90));
      assert_view (fixture);
    }

  scroll_to (fixture, upper);
  assert_view (fixture);
  g_assert_nonnull (skein_table_view_get_line (fixture->view, GPOINTER_TO_UINT (n_rows) - 1));
}

/* Several steps between two frames, which is where lists of GTK 4.8 run away. */
static void
test_wheel (Fixture      *fixture,
            gconstpointer n_rows)
{
  double step = pow (gtk_adjustment_get_page_size (fixture->vadjustment), 2. / 3.);
  double expected = 0;

  for (int direction = 1; direction >= -1; direction -= 2)
    for (guint i = 0; i < 60; i++)
      {
        gtk_adjustment_set_value (fixture->vadjustment, get_value (fixture) + direction * step);
        expected += direction * step;
        if (i % 4 == 3)
          {
            settle (fixture);
            g_assert_cmpfloat_with_epsilon (get_value (fixture), expected, 0.5);
            assert_view (fixture);
          }
      }

  g_assert_cmpfloat_with_epsilon (get_value (fixture), 0, 0.5);
}

static void
test_churn (Fixture      *fixture,
            gconstpointer n_rows)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);
  g_autoptr (GHashTable) expected = g_hash_table_new (NULL, NULL);
  uint64_t ids[40];
  double value;

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      ids[i] = 1 + i * 17;
      g_hash_table_add (expected, GUINT_TO_POINTER (ids[i]));
    }
  skein_table_set_selected (fixture->table, ids, G_N_ELEMENTS (ids));
  g_assert_cmpuint (skein_table_get_n_selected (fixture->table), ==, G_N_ELEMENTS (ids));

  scroll_to (fixture, 3333);
  for (guint round = 0; round < 60; round++)
    {
      guint n_left = 0;

      value = get_value (fixture);
      test_table_rows_churn (fixture->rows, (guint) g_rand_int_range (rand, 0, 9),
                             (guint) g_rand_int_range (rand, 0, 9), 100);
      if (round % 2 == 0)
        test_table_rows_sort (fixture->rows);
      test_table_rows_publish (fixture->rows);
      settle (fixture);

      for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
        {
          bool exists = test_table_rows_find (fixture->rows, ids[i]) >= 0;

          g_assert_cmpint (skein_table_is_selected (fixture->table, ids[i]), ==, exists);
          n_left += exists;
        }
      g_assert_cmpuint (skein_table_get_n_selected (fixture->table), ==, n_left);
      g_assert_cmpfloat (get_value (fixture), ==, value);
      assert_view (fixture);
    }
}

static void
test_cursor (Fixture      *fixture,
             gconstpointer n_rows)
{
  uint64_t cursor;

  gtk_widget_grab_focus (GTK_WIDGET (fixture->table));
  for (guint i = 0; i < 5; i++)
    g_assert_true (press (fixture, GDK_KEY_Down, 0));
  settle (fixture);
  g_assert_true (skein_table_get_cursor (fixture->table, &cursor));
  g_assert_cmpuint (cursor, ==, test_table_rows_get_id (fixture->rows, 4));
  g_assert_true (skein_table_is_selected (fixture->table, cursor));

  /* Its row goes: the neighbour at the same place has the cursor, and nothing is selected. */
  test_table_rows_remove (fixture->rows, cursor);
  test_table_rows_publish (fixture->rows);
  settle (fixture);
  g_assert_true (skein_table_get_cursor (fixture->table, &cursor));
  g_assert_cmpuint (cursor, ==, test_table_rows_get_id (fixture->rows, 4));
  g_assert_cmpuint (skein_table_get_n_selected (fixture->table), ==, 0);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) ==
                 GTK_WIDGET (skein_table_view_get_line (fixture->view, 4)));
  assert_view (fixture);
}

/* The line that has the focus goes along with its row, so a screen reader stays quiet. */
static void
test_focus (Fixture      *fixture,
            gconstpointer n_rows)
{
  GtkWidget *line;
  uint64_t id;

  gtk_widget_grab_focus (GTK_WIDGET (fixture->table));
  press (fixture, GDK_KEY_Down, 0);
  settle (fixture);
  line = gtk_window_get_focus (GTK_WINDOW (fixture->window));
  id = test_table_rows_get_id (fixture->rows, 0);
  g_assert_true (line == GTK_WIDGET (skein_table_view_get_line (fixture->view, 0)));

  skein_table_set_sort (fixture->table, "name", TRUE);
  settle (fixture);
  g_assert_cmpint (test_table_rows_find (fixture->rows, id), >, 100);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) == GTK_WIDGET (fixture->view));

  skein_table_set_sort (fixture->table, "name", FALSE);
  for (guint i = 0; i < 150; i++)
    press (fixture, GDK_KEY_Down, 0);
  settle (fixture);
  skein_table_get_cursor (fixture->table, &id);
  for (guint i = 0; i < 30; i++)
    {
      int row = test_table_rows_find (fixture->rows, id);

      scroll_to (fixture, (row - 5.) * skein_table_view_get_row_height (fixture->view));
      line = gtk_window_get_focus (GTK_WINDOW (fixture->window));
      g_assert_true (line == GTK_WIDGET (skein_table_view_get_line (fixture->view, (guint) row)));

      test_table_rows_remove (fixture->rows, test_table_rows_get_id (fixture->rows, i % 3));
      test_table_rows_publish (fixture->rows);
      settle (fixture);
      g_assert_true (line == GTK_WIDGET (skein_table_view_get_line (fixture->view, (guint) row - 1)));
      g_assert_true (line == gtk_window_get_focus (GTK_WINDOW (fixture->window)));
      assert_view (fixture);
    }
}

static void
test_keys (Fixture      *fixture,
           gconstpointer n_rows)
{
  guint n = GPOINTER_TO_UINT (n_rows);
  uint64_t cursor;

  press (fixture, GDK_KEY_End, 0);
  settle (fixture);
  g_assert_cmpfloat (get_value (fixture) + gtk_adjustment_get_page_size (fixture->vadjustment), ==,
                     gtk_adjustment_get_upper (fixture->vadjustment));
  skein_table_get_cursor (fixture->table, &cursor);
  g_assert_cmpuint (cursor, ==, test_table_rows_get_id (fixture->rows, n - 1));

  press (fixture, GDK_KEY_Page_Up, 0);
  press (fixture, GDK_KEY_Page_Up, 0);
  settle (fixture);
  assert_view (fixture);
  skein_table_get_cursor (fixture->table, &cursor);
  g_assert_cmpint (test_table_rows_find (fixture->rows, cursor), ==,
                   (int) (n - 1 - 2 * (skein_table_view_get_rows_in_page (fixture->view) - 1)));

  press (fixture, GDK_KEY_Home, 0);
  settle (fixture);
  g_assert_cmpfloat (get_value (fixture), ==, 0);

  press (fixture, GDK_KEY_Down, GDK_SHIFT_MASK);
  press (fixture, GDK_KEY_Down, GDK_SHIFT_MASK);
  g_assert_cmpuint (skein_table_get_n_selected (fixture->table), ==, 3);
  press (fixture, GDK_KEY_Up, GDK_SHIFT_MASK);
  g_assert_cmpuint (skein_table_get_n_selected (fixture->table), ==, 2);
  press (fixture, GDK_KEY_Down, GDK_CONTROL_MASK);
  press (fixture, GDK_KEY_Down, GDK_CONTROL_MASK);
  g_assert_true (press (fixture, GDK_KEY_space, GDK_CONTROL_MASK));
  g_assert_cmpuint (skein_table_get_n_selected (fixture->table), ==, 3);
  g_assert_true (press (fixture, GDK_KEY_a, GDK_CONTROL_MASK));
  g_assert_cmpuint (skein_table_get_n_selected (fixture->table), ==, n);

  g_assert_true (press (fixture, GDK_KEY_Return, 0));
  g_assert_cmpuint (fixture->activated, ==, test_table_rows_get_id (fixture->rows, 3));
  g_assert_true (press (fixture, GDK_KEY_F10, GDK_SHIFT_MASK));
  g_assert_cmpuint (fixture->menu, ==, fixture->activated);

  /* These are the window's. */
  g_assert_false (press (fixture, GDK_KEY_space, 0));
  g_assert_false (press (fixture, GDK_KEY_a, 0));
  g_assert_false (press (fixture, GDK_KEY_7, 0));
  g_assert_false (press (fixture, GDK_KEY_Escape, 0));
  g_assert_false (press (fixture, GDK_KEY_Down, GDK_ALT_MASK));
}

static void
test_single (Fixture      *fixture,
             gconstpointer n_rows)
{
  skein_table_set_selection_mode (fixture->table, GTK_SELECTION_SINGLE);
  press (fixture, GDK_KEY_Down, 0);
  press (fixture, GDK_KEY_Down, GDK_SHIFT_MASK);
  g_assert_cmpuint (skein_table_get_n_selected (fixture->table), ==, 1);
  g_assert_true (skein_table_is_selected (fixture->table, test_table_rows_get_id (fixture->rows, 1)));
  g_assert_false (press (fixture, GDK_KEY_a, GDK_CONTROL_MASK));

  skein_table_set_selection_mode (fixture->table, GTK_SELECTION_NONE);
  g_assert_cmpuint (skein_table_get_n_selected (fixture->table), ==, 0);
  press (fixture, GDK_KEY_Down, 0);
  g_assert_cmpuint (skein_table_get_n_selected (fixture->table), ==, 0);
}

static void
test_tree (Fixture      *fixture,
           gconstpointer n_rows)
{
  guint n;
  uint64_t cursor;
  GtkWidget *line;

  test_table_rows_set_tree (fixture->rows, true);
  n = test_table_rows_get_n (fixture->rows);

  /* Rows 1 to 10 are a family: 1 is the root, 6 the parent of those after it. */
  for (guint i = 0; i < 8; i++)
    press (fixture, GDK_KEY_Down, 0);
  g_assert_true (press (fixture, GDK_KEY_Left, 0));
  skein_table_get_cursor (fixture->table, &cursor);
  g_assert_cmpuint (cursor, ==, 6);
  g_assert_true (press (fixture, GDK_KEY_Left, 0));
  g_assert_cmpuint (test_table_rows_get_n (fixture->rows), ==, n - 4);
  g_assert_true (press (fixture, GDK_KEY_plus, 0));
  g_assert_cmpuint (test_table_rows_get_n (fixture->rows), ==, n);
  g_assert_true (press (fixture, GDK_KEY_Right, 0));
  skein_table_get_cursor (fixture->table, &cursor);
  g_assert_cmpuint (cursor, ==, 7);

  /* A row that is closed takes the cursor from the rows that it hides. */
  settle (fixture);
  line = GTK_WIDGET (skein_table_view_get_line (fixture->view, 0));
  g_assert_true (gtk_widget_activate_action (line, "row.toggle", NULL));
  settle (fixture);
  g_assert_cmpuint (test_table_rows_get_n (fixture->rows), ==, n - 9);
  skein_table_get_cursor (fixture->table, &cursor);
  g_assert_cmpuint (cursor, ==, 1);
  g_assert_true (skein_table_is_selected (fixture->table, 1));
  assert_view (fixture);
}

static void
test_sort (Fixture      *fixture,
           gconstpointer n_rows)
{
  GtkWidget *header = find_child (GTK_WIDGET (fixture->table), SKEIN_TYPE_TABLE_HEADER);
  GtkWidget *title = gtk_widget_get_first_child (header);
  g_autofree char *sort = NULL;
  gboolean descending;

  for (guint i = 0; i < TEST_COLUMN_MEMORY; i++)
    title = gtk_widget_get_next_sibling (title);

  g_assert_true (gtk_widget_activate_action (title, "column.sort", NULL));
  g_assert_cmpstr (skein_table_get_sort (fixture->table, &descending), ==, "memory");
  g_assert_true (descending);
  g_assert_cmpuint (test_table_rows_get_n_sorts (fixture->rows), ==, 1);
  gtk_test_accessible_assert_property (title, GTK_ACCESSIBLE_PROPERTY_SORT, GTK_ACCESSIBLE_SORT_DESCENDING);
  settle (fixture);
  assert_view (fixture);

  g_assert_true (gtk_widget_activate_action (title, "column.sort", NULL));
  g_assert_cmpstr (skein_table_get_sort (fixture->table, &descending), ==, "memory");
  g_assert_false (descending);
  gtk_test_accessible_assert_property (title, GTK_ACCESSIBLE_PROPERTY_SORT, GTK_ACCESSIBLE_SORT_ASCENDING);

  g_object_set (fixture->table, "sort", "-cpu", NULL);
  g_object_get (fixture->table, "sort", &sort, NULL);
  g_assert_cmpstr (sort, ==, "-cpu");
  g_assert_cmpuint (test_table_rows_get_n_sorts (fixture->rows), ==, 3);

  /* Not sortable, so it has no such action. */
  title = gtk_widget_get_last_child (header);
  gtk_widget_activate_action (title, "column.sort", NULL);
  g_assert_cmpuint (test_table_rows_get_n_sorts (fixture->rows), ==, 3);
}

static void
assert_layout (Fixture    *fixture,
               const char *expected)
{
  g_auto (GStrv) layout = skein_table_dup_layout (fixture->table);
  g_autofree char *joined = g_strjoinv (" ", layout);

  g_assert_cmpstr (joined, ==, expected);
}

static void
test_layout (Fixture      *fixture,
             gconstpointer n_rows)
{
  const char *const wanted[] = { "pid:90", "nonsense:3", "name", "-state:1", "cpu:abc", "pid:33", NULL };
  GtkWidget *header = find_child (GTK_WIDGET (fixture->table), SKEIN_TYPE_TABLE_HEADER);
  GActionGroup *actions = skein_table_get_columns_actions (fixture->table);
  g_auto (GStrv) saved = NULL;

  assert_layout (fixture, "");

  /* Unknown names are passed over, what is not named comes last, a width has its bounds. */
  skein_table_set_layout (fixture->table, wanted);
  assert_layout (fixture, "pid:90 name -state:60 cpu memory threads command");
  settle (fixture);

  g_assert_true (gtk_widget_activate_action (gtk_widget_get_first_child (header), "column.move-right", NULL));
  assert_layout (fixture, "name pid:90 -state:60 cpu memory threads command");
  g_action_group_change_action_state (actions, "show-state", g_variant_new_boolean (TRUE));
  g_action_group_change_action_state (actions, "show-threads", g_variant_new_boolean (FALSE));
  assert_layout (fixture, "name pid:90 state:60 cpu memory -threads command");

  /* The one that has all the others beside it cannot be hidden. */
  g_action_group_change_action_state (actions, "show-name", g_variant_new_boolean (FALSE));
  g_action_group_activate_action (actions, "hide", g_variant_new_string ("name"));
  g_action_group_activate_action (actions, "hide", g_variant_new_string ("cpu"));
  assert_layout (fixture, "name pid:90 state:60 -cpu memory -threads command");

  saved = skein_table_dup_layout (fixture->table);
  g_action_group_activate_action (actions, "reset", NULL);
  assert_layout (fixture, "");
  settle (fixture);
  assert_view (fixture);
  skein_table_set_layout (fixture->table, (const char *const *) saved);
  assert_layout (fixture, "name pid:90 state:60 -cpu memory -threads command");
  settle (fixture);

  /* As wide as its texts need: wider than the command is now, which is cut. */
  g_assert_true (gtk_widget_activate_action (gtk_widget_get_last_child (header), "column.fit", NULL));
  settle (fixture);
  g_assert_false (skein_table_field_is_cut (
      skein_table_line_get_field (skein_table_view_get_line (fixture->view, 0), 4)));
}

static void
test_empty (Fixture      *fixture,
            gconstpointer n_rows)
{
  GtkWidget *child = gtk_label_new ("Nothing here");

  skein_table_set_empty_child (fixture->table, child);
  settle (fixture);
  g_assert_false (gtk_widget_get_mapped (child));

  test_table_rows_churn (fixture->rows, GPOINTER_TO_UINT (n_rows), 0, 0);
  test_table_rows_publish (fixture->rows);
  settle (fixture);
  g_assert_true (gtk_widget_get_mapped (child));
  g_assert_false (press (fixture, GDK_KEY_Down, 0));

  test_table_rows_churn (fixture->rows, 0, 3, 0);
  test_table_rows_publish (fixture->rows);
  settle (fixture);
  g_assert_false (gtk_widget_get_mapped (child));
  assert_view (fixture);
}

static void
notify_cb (GObject    *object,
           GParamSpec *pspec,
           guint      *n)
{
  (*n)++;
}

static void
test_holding (Fixture      *fixture,
              gconstpointer n_rows)
{
  guint n = 0;

  g_signal_connect (fixture->table, "notify::holding", G_CALLBACK (notify_cb), &n);
  g_assert_false (skein_table_get_holding (fixture->table));
  skein_table_hold (fixture->table);
  press (fixture, GDK_KEY_Down, 0);
  skein_table_release (fixture->table);
  g_assert_true (skein_table_get_holding (fixture->table));
  g_assert_cmpuint (n, ==, 1);

  while (skein_table_get_holding (fixture->table))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n, ==, 2);

  /* A menu holds as long as it is open; another takes its place. */
  for (guint i = 0; i < 2; i++)
    {
      skein_table_popup_menu (fixture->table, skein_table_get_columns_menu (fixture->table), 10, 10);
      settle (fixture);
      g_assert_true (skein_table_get_holding (fixture->table));
    }
  gtk_popover_popdown (GTK_POPOVER (find_child (GTK_WIDGET (fixture->table), GTK_TYPE_POPOVER)));
  g_assert_false (skein_table_get_holding (fixture->table));
}

static void
test_large_text (Fixture      *fixture,
                 gconstpointer n_rows)
{
  int row_height = skein_table_view_get_row_height (fixture->view);
  GtkSettings *settings = gtk_settings_get_default ();
  int dpi;

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  scroll_to (fixture, 500. * row_height);
  g_object_set (settings, "gtk-xft-dpi", 192 * 1024, NULL);
  settle (fixture);
  g_assert_cmpint (skein_table_view_get_row_height (fixture->view), >, row_height + 8);
  g_assert_cmpfloat (get_value (fixture), ==, 500. * skein_table_view_get_row_height (fixture->view));
  assert_view (fixture);
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
  settle (fixture);
}

static void
test_larger_window (Fixture      *fixture,
                    gconstpointer n_rows)
{
  int height = gtk_widget_get_height (GTK_WIDGET (fixture->view));

  scroll_to (fixture, 1234);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 900, 900);
  for (guint i = 0; i < 10; i++)
    settle (fixture);
  g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (fixture->view)), >, height + 300);
  g_assert_cmpfloat (get_value (fixture), ==, 1234);
  assert_view (fixture);
}

/* Also before there is anything to scroll. */
static void
test_scroll_to (Fixture      *fixture,
                gconstpointer n_rows)
{
  g_autoptr (TestTableRows) rows = test_table_rows_new (1000, SEED);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *table = test_table_rows_new_table (rows);
  const uint64_t id = 700;

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), table);
  skein_table_set_selected (SKEIN_TABLE (table), &id, 1);
  g_assert_true (skein_table_scroll_to_id (SKEIN_TABLE (table), id));
  gtk_window_set_child (GTK_WINDOW (fixture->window), scrolled);
  settle (fixture);
  g_assert_nonnull (skein_table_view_get_line (SKEIN_TABLE_VIEW (find_child (table, SKEIN_TYPE_TABLE_VIEW)), 699));

  g_assert_false (skein_table_scroll_to_id (SKEIN_TABLE (table), 5000));
  g_assert_true (skein_table_scroll_to_id (SKEIN_TABLE (table), 1));
  settle (fixture);
  g_assert_nonnull (skein_table_view_get_line (SKEIN_TABLE_VIEW (find_child (table, SKEIN_TYPE_TABLE_VIEW)), 0));
}

static void
test_accessible (Fixture      *fixture,
                 gconstpointer n_rows)
{
  GtkWidget *line = GTK_WIDGET (skein_table_view_get_line (fixture->view, 2));
  g_autofree char *memory = test_table_rows_dup_text (fixture->rows, 2, TEST_COLUMN_MEMORY);
  g_autofree char *wrong = NULL;
  SkeinTableField *field;

  gtk_test_accessible_assert_role (fixture->table, GTK_ACCESSIBLE_ROLE_TREE_GRID);
  gtk_test_accessible_assert_property (fixture->table, GTK_ACCESSIBLE_PROPERTY_LABEL, "Processes");
  gtk_test_accessible_assert_relation (fixture->table, GTK_ACCESSIBLE_RELATION_ROW_COUNT, GPOINTER_TO_INT (n_rows));
  gtk_test_accessible_assert_role (line, GTK_ACCESSIBLE_ROLE_ROW);
  gtk_test_accessible_assert_relation (line, GTK_ACCESSIBLE_RELATION_ROW_INDEX, 3);
  gtk_test_accessible_assert_state (line, GTK_ACCESSIBLE_STATE_SELECTED, FALSE);
  field = skein_table_line_get_field (SKEIN_TABLE_LINE (line), TEST_COLUMN_MEMORY);
  wrong = gtk_test_accessible_check_property (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_PROPERTY_LABEL, memory);
  g_assert_null (wrong);

  g_assert_true (gtk_widget_activate_action (line, "row.select", NULL));
  gtk_test_accessible_assert_state (line, GTK_ACCESSIBLE_STATE_SELECTED, TRUE);
  g_assert_true (gtk_widget_activate_action (line, "row.activate", NULL));
  g_assert_cmpuint (fixture->activated, ==, 3);

  test_table_rows_set_tree (fixture->rows, true);
  settle (fixture);
  line = GTK_WIDGET (skein_table_view_get_line (fixture->view, 0));
  gtk_test_accessible_assert_state (line, GTK_ACCESSIBLE_STATE_EXPANDED, TRUE);
  gtk_test_accessible_assert_property (line, GTK_ACCESSIBLE_PROPERTY_LEVEL, 1);
}

static void
add (const char *path,
     guint       n_rows,
     void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, GUINT_TO_POINTER (n_rows), set_up, test, tear_down);
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("GTK_A11Y", "test", TRUE);
  g_test_init (&argc, &argv, NULL);
  gtk_init ();

  add ("/table/texts", 10000, test_texts);
  add ("/table/texts-of-many", 100000, test_texts);
  add ("/table/texts-of-few", 25, test_texts);
  add ("/table/wheel", 10000, test_wheel);
  add ("/table/churn", 1000, test_churn);
  add ("/table/cursor", 300, test_cursor);
  add ("/table/focus", 300, test_focus);
  add ("/table/keys", 10000, test_keys);
  add ("/table/single", 300, test_single);
  add ("/table/tree", 300, test_tree);
  add ("/table/sort", 300, test_sort);
  add ("/table/layout", 300, test_layout);
  add ("/table/empty", 20, test_empty);
  add ("/table/holding", 20, test_holding);
  add ("/table/large-text", 10000, test_large_text);
  add ("/table/larger-window", 10000, test_larger_window);
  add ("/table/scroll-to", 20, test_scroll_to);
  add ("/table/accessible", 100, test_accessible);

  return g_test_run ();
}
