/* test-steady-label.c - how seldom changing words have their window laid out again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/steady-label.h"

/* More than a line of the window. */
#define LONG_WORDS "12.34 of one core, which is 6.17 % of what all cores of this machine have"

typedef struct
{
  GtkWidget        *window;
  GtkWidget        *box;
  SkeinSteadyLabel *label;
} Fixture;

static void
happened_cb (GdkFrameClock *clock,
             gboolean      *happened)
{
  *happened = TRUE;
}

/* Until what was queued has been laid out and drawn. */
static void
settle (Fixture *fixture)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (fixture->window);
  gboolean painted = FALSE;
  gulong handler = g_signal_connect (clock, "after-paint", G_CALLBACK (happened_cb), &painted);

  gdk_frame_clock_request_phase (clock, GDK_FRAME_CLOCK_PHASE_LAYOUT);
  while (!painted)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (clock, handler);
}

/* The label is alone in a row, so that its width is what it asks for. */
static void
set_up (Fixture      *fixture,
        gconstpointer wrap)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  fixture->window = gtk_window_new ();
  fixture->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  fixture->label = g_object_new (SKEIN_TYPE_STEADY_LABEL, "label", "12.34 of one core", "xalign", 0.0f,
                                 "wrap", wrap != NULL, NULL);
  gtk_box_append (GTK_BOX (column), fixture->box);
  gtk_box_append (GTK_BOX (fixture->box), GTK_WIDGET (fixture->label));
  gtk_window_set_child (GTK_WINDOW (fixture->window), column);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 400, 200);
  gtk_window_present (GTK_WINDOW (fixture->window));
  while (gtk_widget_get_width (fixture->box) == 0)
    g_main_context_iteration (NULL, TRUE);
  settle (fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer wrap)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
}

/* Whether the window was laid out again for the next frame, and not only drawn. */
static gboolean
asks_for_room (Fixture    *fixture,
               const char *text)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (fixture->window);
  gboolean laid_out = FALSE, painted = FALSE;
  gulong layout, paint;

  settle (fixture);
  layout = g_signal_connect (clock, "layout", G_CALLBACK (happened_cb), &laid_out);
  paint = g_signal_connect (clock, "after-paint", G_CALLBACK (happened_cb), &painted);

  skein_steady_label_set_text (fixture->label, text);
  g_assert_cmpstr (skein_steady_label_get_text (fixture->label), ==, text);
  while (!painted)
    g_main_context_iteration (NULL, TRUE);

  g_signal_handler_disconnect (clock, layout);
  g_signal_handler_disconnect (clock, paint);

  return laid_out;
}

static int
get_width (Fixture *fixture)
{
  settle (fixture);

  return gtk_widget_get_width (GTK_WIDGET (fixture->label));
}

static void
test_equal_widths (Fixture      *fixture,
                   gconstpointer wrap)
{
  int width = get_width (fixture);

  /* Figures are equally wide, narrow ones too. */
  g_assert_false (asks_for_room (fixture, "11.11 of one core"));
  g_assert_false (asks_for_room (fixture, "88.88 of one core"));
  g_assert_false (asks_for_room (fixture, "8.88 of one core"));
  g_assert_cmpint (get_width (fixture), ==, width);
}

static void
test_more_room (Fixture      *fixture,
                gconstpointer wrap)
{
  int width = get_width (fixture);
  int wider;

  g_assert_true (asks_for_room (fixture, "1234.56 of one core"));
  wider = get_width (fixture);
  g_assert_cmpint (wider, >, width);

  /* It keeps what it has, so that it does not ask again. */
  g_assert_false (asks_for_room (fixture, "12.34 of one core"));
  g_assert_cmpint (get_width (fixture), ==, wider);
  g_assert_false (asks_for_room (fixture, "1234.56 of one core"));
}

static void
test_room_given_back (Fixture      *fixture,
                      gconstpointer wrap)
{
  int width = get_width (fixture);

  g_assert_true (asks_for_room (fixture, "1"));
  g_assert_cmpint (get_width (fixture), <, width);

  /* A text that was never allocated has no room to keep. */
  g_assert_true (asks_for_room (fixture, ""));
  g_assert_true (asks_for_room (fixture, "12.34 of one core"));
  g_assert_cmpint (get_width (fixture), ==, width);
}

static int
get_height (Fixture *fixture)
{
  settle (fixture);

  return gtk_widget_get_height (GTK_WIDGET (fixture->label));
}

static void
test_more_lines (Fixture      *fixture,
                 gconstpointer wrap)
{
  GtkWidget *label = GTK_WIDGET (fixture->label);
  int one_line = get_height (fixture);
  int two_lines;

  gtk_widget_set_valign (label, GTK_ALIGN_START);
  skein_steady_label_set_text (fixture->label, LONG_WORDS);
  settle (fixture);
  gtk_widget_set_size_request (fixture->box, 400, -1);
  two_lines = get_height (fixture);
  g_assert_cmpint (two_lines, >, one_line);

  /* As wide as before or nearly so, but on one line only. */
  skein_steady_label_set_text (fixture->label, "12.34 of one core, which is 6.17 % of what all cores");
  g_assert_cmpint (get_height (fixture), ==, one_line);
  skein_steady_label_set_text (fixture->label, LONG_WORDS);
  g_assert_cmpint (get_height (fixture), ==, two_lines);
}

static void
test_other_font (Fixture      *fixture,
                 gconstpointer wrap)
{
  int width = get_width (fixture);

  gtk_widget_add_css_class (GTK_WIDGET (fixture->label), "title-1");
  g_assert_cmpint (get_width (fixture), >, width);
  gtk_widget_remove_css_class (GTK_WIDGET (fixture->label), "title-1");
  g_assert_cmpint (get_width (fixture), ==, width);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add ("/steady-label/equal-widths", Fixture, NULL, set_up, test_equal_widths, tear_down);
  g_test_add ("/steady-label/more-room", Fixture, NULL, set_up, test_more_room, tear_down);
  g_test_add ("/steady-label/room-given-back", Fixture, NULL, set_up, test_room_given_back, tear_down);
  g_test_add ("/steady-label/more-lines", Fixture, GINT_TO_POINTER (TRUE), set_up, test_more_lines, tear_down);
  g_test_add ("/steady-label/other-font", Fixture, NULL, set_up, test_other_font, tear_down);

  return g_test_run ();
}
