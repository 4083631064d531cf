/* bench-table.c - what an update of a table costs, in CPU time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench-table [ROWS]: prints a line for each kind of update, and says "not ok" where the
 * table itself costs more than its budget. Sorting, which is the model's, is told apart.
 */

#include "config.h"

#include "app/table.h"
#include "table-rows.h"

#include <stdlib.h>
#include <time.h>

#define N_UPDATES 30

/* Machines where tests run may be half as fast as the one the budgets were written on. */
#define SLACK 2.5

typedef struct
{
  const char *name;
  bool        publish;
  bool        sort;
  guint       n_changes;
  guint       n_churn;
  double      where;     /* scrolled to this part of the whole */
  double      budget_ms; /* for the table, without the model's own work */
} Case;

static const Case cases[] = {
  { "nothing changed", false, false, 0, 0, 0., 0.2 },
  { "the same rows read again", true, false, 0, 0, 0.5, 3. },
  { "500 changed in place", true, false, 500, 0, 0.5, 4. },
  { "500 changed, sorted, 5 gone and 5 new", true, true, 500, 5, 0., 8. },
  { "500 changed, sorted, 5 gone and 5 new, in the middle", true, true, 500, 5, 0.5, 8. },
  { "all changed, sorted, 100 gone and 100 new", true, true, 10000, 100, 0.5, 12. },
};

static double
get_cpu_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);

  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

static gboolean
wake_cb (gpointer data)
{
  *(bool *) data = true;

  return G_SOURCE_REMOVE;
}

static void
wait_ms (guint ms)
{
  bool over = false;

  g_timeout_add (ms, wake_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

/* Returns: whether it is within its budget */
static bool
run (const Case    *what,
     TestTableRows *rows,
     GtkAdjustment *adjustment,
     guint          number)
{
  double model_ms = 0;
  double total_ms;

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment) * what->where);
  wait_ms (200);

  total_ms = get_cpu_ms ();
  for (guint i = 0; i < N_UPDATES; i++)
    {
      double before = get_cpu_ms ();

      test_table_rows_churn (rows, what->n_churn, what->n_churn, what->n_changes);
      if (what->sort)
        test_table_rows_sort (rows);
      model_ms += get_cpu_ms () - before;
      if (what->publish)
        test_table_rows_publish (rows);
      wait_ms (40);
    }
  total_ms = (get_cpu_ms () - total_ms) / N_UPDATES;
  model_ms /= N_UPDATES;

  g_print ("%s %u %s: %.2f ms for the table, %.2f ms for the model\n",
           total_ms - model_ms <= what->budget_ms * SLACK ? "ok" : "not ok", number, what->name,
           total_ms - model_ms, model_ms);

  return total_ms - model_ms <= what->budget_ms * SLACK;
}

int
main (int    argc,
      char **argv)
{
  guint n_rows = argc > 1 ? (guint) atoi (argv[1]) : 10000;
  g_autoptr (TestTableRows) rows = test_table_rows_new (n_rows, 1);
  bool good = true;
  GtkWidget *window, *scrolled, *table;
  double before;

  gtk_init ();
  before = get_cpu_ms ();
  table = test_table_rows_new_table (rows);
  skein_table_set_sort (SKEIN_TABLE (table), "cpu", TRUE);
  scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), table);
  window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (window), scrolled);
  gtk_window_set_default_size (GTK_WINDOW (window), 1100, 900);
  gtk_window_present (GTK_WINDOW (window));
  wait_ms (600);

  g_print ("1..%u\n# %u rows; until shown: %.1f ms\n", (guint) G_N_ELEMENTS (cases), n_rows, get_cpu_ms () - before);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    good &= run (&cases[i], rows, gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled)), i + 1);

  gtk_window_destroy (GTK_WINDOW (window));

  return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
