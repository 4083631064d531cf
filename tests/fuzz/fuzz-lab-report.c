/* fuzz-lab-report.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz.h"

#include "lab/report.h"
#include "lab/run.h"

#include <math.h>

static void
check (const SkeinLabReport *report)
{
  g_assert_true (!report->has_end || (report->has_start && report->end_ns >= report->start_ns && report->start_ns > 0));
  g_assert_true (isnan (report->cpu_ns) || report->cpu_ns >= 0.0);
  g_assert_cmpuint (report->tasks->len, <=, SKEIN_LAB_MOST_TASKS);

  for (guint i = 0; i < report->tasks->len; i++)
    {
      const SkeinLabTask *task = &g_array_index (report->tasks, SkeinLabTask, i);

      g_assert_true (task->end_ns == 0 || (task->start_ns > 0 && task->end_ns >= task->start_ns));
    }

  for (guint i = 0; i < report->spans->len; i++)
    {
      const SkeinLabSpan *span = &g_array_index (report->spans, SkeinLabSpan, i);

      g_assert_cmpint (span->end_ns, >=, span->start_ns);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  SkeinLabReport report;
  size_t half = size / 2;

  skein_lab_report_init (&report, skein_experiment_get (0));

  /* As a pipe gives it: cut anywhere. */
  if (skein_lab_report_take (&report, (const char *) data, half) == 0 &&
      skein_lab_report_take (&report, (const char *) data + half, size - half) == 0)
    g_assert_true ((skein_lab_report_close (&report) == 0) == report.has_end);

  check (&report);
  skein_lab_report_clear (&report);

  return 0;
}
