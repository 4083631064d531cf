/* test-format.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "base/format.h"

#include "base/clock.h"

#include <locale.h>

#define NBSP "\xc2\xa0"

static void
assert_duration (int64_t     ns,
                 const char *expected)
{
  char buffer[SKEIN_FORMAT_SIZE];

  g_assert_cmpstr (skein_format_duration (ns, buffer, sizeof buffer), ==, expected);
}

static void
test_duration (void)
{
  assert_duration (0, "0" NBSP "ns");
  assert_duration (999, "999" NBSP "ns");
  assert_duration (1500, "1.5" NBSP "µs");
  assert_duration (104200000, "104" NBSP "ms");
  assert_duration (10420000, "10.4" NBSP "ms");
  assert_duration (3100 * SKEIN_NS_PER_MS, "3.1" NBSP "s");
  assert_duration (59 * SKEIN_NS_PER_S, "59.0" NBSP "s");
  assert_duration (125 * SKEIN_NS_PER_S, "2" NBSP "min 5" NBSP "s");
  assert_duration (72 * 60 * SKEIN_NS_PER_S, "1" NBSP "h 12" NBSP "min");
}

static void
test_offset (void)
{
  char buffer[SKEIN_FORMAT_SIZE];

  g_assert_cmpstr (skein_format_offset (0, SKEIN_NS_PER_S, buffer, sizeof buffer), ==, "now");
  g_assert_cmpstr (skein_format_offset (-4 * SKEIN_NS_PER_S, 2 * SKEIN_NS_PER_S, buffer, sizeof buffer), ==,
                   "-4" NBSP "s");
  g_assert_cmpstr (skein_format_offset (-1500 * SKEIN_NS_PER_MS, 500 * SKEIN_NS_PER_MS, buffer, sizeof buffer), ==,
                   "-1500" NBSP "ms");
}

static void
test_percent (void)
{
  char buffer[SKEIN_FORMAT_SIZE];

  g_assert_cmpstr (skein_format_percent (0.0, buffer, sizeof buffer), ==, "0" NBSP "%");
  g_assert_cmpstr (skein_format_percent (0.0064, buffer, sizeof buffer), ==, "0.6" NBSP "%");
  g_assert_cmpstr (skein_format_percent (0.97, buffer, sizeof buffer), ==, "97" NBSP "%");
  g_assert_cmpstr (skein_format_percent (1.5, buffer, sizeof buffer), ==, "150" NBSP "%");
}

static void
test_cpu (void)
{
  char buffer[SKEIN_FORMAT_SIZE];

  g_assert_cmpstr (skein_format_cpu (1.0, SKEIN_CPU_OF_CORE, 4, buffer, sizeof buffer), ==, "100" NBSP "%");
  g_assert_cmpstr (skein_format_cpu (1.0, SKEIN_CPU_OF_MACHINE, 4, buffer, sizeof buffer), ==, "25" NBSP "%");
  g_assert_cmpstr (skein_format_cpu (1.0, SKEIN_CPU_OF_MACHINE, 0, buffer, sizeof buffer), ==, "100" NBSP "%");
}

static void
test_short_buffer (void)
{
  char buffer[4];

  g_assert_cmpstr (skein_format_parallelism (12.345, buffer, sizeof buffer), ==, "12.");
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/format/duration", test_duration);
  g_test_add_func ("/format/offset", test_offset);
  g_test_add_func ("/format/percent", test_percent);
  g_test_add_func ("/format/cpu", test_cpu);
  g_test_add_func ("/format/short-buffer", test_short_buffer);

  return g_test_run ();
}
