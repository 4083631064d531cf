/* test-report.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "lab/report.h"

#include "lab/run.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#define START "{\"type\": \"start\", \"round\": 0, \"time_ns\": 1000, \"cores\": [0, 5]}\n"
#define END   "{\"type\": \"end\", \"start_ns\": 1000, \"end_ns\": 9000}\n"

static const SkeinExperimentInfo experiment = {
  .id = "test",
  .measures = { { .id = "lost_updates" }, { .id = "update_ns" } },
};

/* Returns: what the last call said */
static int
read_all (SkeinLabReport *report,
          const char     *text)
{
  int result;

  skein_lab_report_init (report, &experiment);
  result = skein_lab_report_take (report, text, strlen (text));

  return result < 0 ? result : skein_lab_report_close (report);
}

static void
assert_bad (const char *text)
{
  SkeinLabReport report;

  g_assert_cmpint (read_all (&report, text), ==, -EBADMSG);
  g_assert_false (report.has_end);
  skein_lab_report_clear (&report);
}

static void
test_empty (void)
{
  assert_bad ("");
  assert_bad ("\n");
}

static void
test_nonsense (void)
{
  assert_bad ("hello\n");
  assert_bad ("[]\n");
  assert_bad ("1\n");
  assert_bad ("{}\n");
  assert_bad ("{\"type\": 3}\n");
  assert_bad ("{\"type\": \"start\", \"cores\": [\"a\"]}\n" END);
  assert_bad ("{\"type\": \"start\", \"cores\": [-1]}\n" END);
  assert_bad ("{\"type\": \"start\", \"cores\": [99999]}\n" END);
  assert_bad ("\xff\xfe\n");
  assert_bad (END); /* of what? */
  assert_bad (START "{\"type\": \"task\"}\n" END);
  assert_bad (START "{\"type\": \"task\", \"task\": -1}\n" END);
  assert_bad (START "{\"type\": \"task\", \"task\": 1e99}\n" END);
  assert_bad (START "{\"type\": \"task\", \"task\": 1000000000}\n" END);
  assert_bad (START "{\"type\": \"task\", \"task\": 0, \"start_ns\": 5, \"end_ns\": 4}\n" END);
  assert_bad (START "{\"type\": \"task\", \"task\": 0, \"end_ns\": 4}\n" END);
  assert_bad (START "{\"type\": \"span\", \"task\": 0, \"tid\": 1, \"start_ns\": 5, \"end_ns\": 4}\n" END);
  assert_bad (START "{\"type\": \"end\", \"start_ns\": 9, \"end_ns\": 8}\n");
  assert_bad (START "{\"type\": \"end\"}\n");
}

static void
test_cut (void)
{
  assert_bad (START);
  assert_bad (START "{\"type\": \"end\", \"start_ns\": 1000, \"end_ns\": 90");
}

static void
test_too_long (void)
{
  g_autofree char *deep = g_strnfill (60000, '[');
  g_autofree char *blank = g_strnfill (70000, ' ');
  g_autofree char *line = g_strconcat (deep, "\n", NULL);

  assert_bad (line);
  assert_bad (blank);
}

static void
test_good (void)
{
  const char good[] =
    START "{\"type\": \"task\", \"task\": 1, \"pid\": 7, \"tid\": 8, \"launched_ns\": 900, \"start_ns\": 1100, "
          "\"end_ns\": 1200}\n"
          "{\"type\": \"task\", \"task\": 0, \"pid\": 7, \"tid\": 9, \"start_ns\": 1150}\n"
          "{\"type\": \"span\", \"task\": 1, \"tid\": 8, \"start_ns\": 1, \"end_ns\": 2}\n"
          "{\"type\": \"end\", \"start_ns\": 1000, \"end_ns\": 9000, \"cpu_ns\": 7000, \"expected\": 5, \"got\": 4, "
          "\"measures\": {\"update_ns\": 1.5}}\n";
  SkeinLabReport report;
  const SkeinLabTask *task;

  g_assert_cmpint (read_all (&report, good), ==, 0);

  g_assert_cmpuint (report.cores->len, ==, 2);
  g_assert_cmpuint (g_array_index (report.cores, uint16_t, 1), ==, 5);
  g_assert_cmpuint (report.tasks->len, ==, 2);
  task = &g_array_index (report.tasks, SkeinLabTask, 1);
  g_assert_cmpint (task->tid, ==, 8);
  g_assert_cmpint (task->launched_ns, ==, 900);
  g_assert_cmpint (task->end_ns, ==, 1200);
  g_assert_cmpint (g_array_index (report.tasks, SkeinLabTask, 0).end_ns, ==, 0);
  g_assert_cmpuint (report.spans->len, ==, 1);
  g_assert_cmpint (report.start_ns, ==, 1000);
  g_assert_cmpint (report.end_ns, ==, 9000);
  g_assert_cmpfloat (report.cpu_ns, ==, 7000.0);
  g_assert_true (isnan (report.private_bytes));
  g_assert_true (isnan (report.measures[0]));
  g_assert_cmpfloat (report.measures[1], ==, 1.5);
  g_assert_true (report.has_answer);
  g_assert_cmpuint (report.expected, ==, 5);
  g_assert_cmpuint (report.got, ==, 4);
  skein_lab_report_clear (&report);
}

/* Byte by byte, as the worst of pipes would. */
static void
test_in_pieces (void)
{
  const char text[] = START END;
  SkeinLabReport report;

  skein_lab_report_init (&report, &experiment);

  for (size_t i = 0; i < strlen (text); i++)
    g_assert_cmpint (skein_lab_report_take (&report, text + i, 1), ==, 0);

  g_assert_cmpint (skein_lab_report_close (&report), ==, 0);
  g_assert_cmpint (report.end_ns, ==, 9000);
  g_assert_false (report.has_answer);
  skein_lab_report_clear (&report);
}

static void
assert_usable (const char *start,
               unsigned    expected)
{
  g_autofree char *text = g_strconcat (start, END, NULL);
  SkeinLabReport report;

  g_assert_cmpint (read_all (&report, text), ==, 0);
  g_assert_cmpuint (report.n_usable, ==, expected);
  skein_lab_report_clear (&report);
}

static void
test_usable (void)
{
  assert_usable ("{\"type\": \"start\", \"cores\": [0, 5], \"usable\": 1}\n", 1);
  assert_usable ("{\"type\": \"start\", \"cores\": [0, 5], \"usable\": 2}\n", 2);
  assert_usable ("{\"type\": \"start\", \"cores\": [0, 5], \"usable\": 3}\n", 2);
  assert_usable ("{\"type\": \"start\", \"cores\": [0, 5], \"usable\": 0}\n", 2);
  assert_usable ("{\"type\": \"start\", \"cores\": [0, 5], \"usable\": \"a\"}\n", 2);
  assert_usable (START, 2);
}

/* What a newer one may say, and the rounds after the first. */
static void
test_extras (void)
{
  const char extras[] =
    START "{\"type\": \"news\", \"deep\": {\"er\": [1, {}]}}\n"
          "{\"type\": \"end\", \"start_ns\": 1000, \"end_ns\": 9000, \"cpu_ns\": \"x\", \"more\": true, "
          "\"measures\": {\"unknown\": 3, \"lost_updates\": -1}}\n" START
          "{\"type\": \"end\", \"start_ns\": 20000, \"end_ns\": 30000}\n";
  SkeinLabReport report;

  g_assert_cmpint (read_all (&report, extras), ==, 0);
  g_assert_cmpint (report.end_ns, ==, 9000);
  g_assert_true (isnan (report.cpu_ns));
  g_assert_true (isnan (report.measures[0]));
  g_assert_cmpuint (report.cores->len, ==, 2);
  skein_lab_report_clear (&report);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/lab/report/empty", test_empty);
  g_test_add_func ("/lab/report/nonsense", test_nonsense);
  g_test_add_func ("/lab/report/cut", test_cut);
  g_test_add_func ("/lab/report/too-long", test_too_long);
  g_test_add_func ("/lab/report/good", test_good);
  g_test_add_func ("/lab/report/in-pieces", test_in_pieces);
  g_test_add_func ("/lab/report/usable", test_usable);
  g_test_add_func ("/lab/report/extras", test_extras);

  return g_test_run ();
}
