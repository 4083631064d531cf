/* test-peaks.c - the pyramid against a walk over all elements
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib.h>

#include "store/peaks.h"

#define N 10000

static SkeinPeak elements[N];
static unsigned  n_looked_at;

static void
scan (const void *base,
      uint32_t    first,
      uint32_t    end,
      SkeinPeak  *peak)
{
  for (uint32_t i = first; i < end; i++)
    skein_peak_add (peak, ((const SkeinPeak *) base)[i]);

  n_looked_at += end - first;
}

static void
check (const SkeinPeaks *peaks,
       uint32_t          first,
       uint32_t          end)
{
  SkeinPeak peak = skein_peaks_find (peaks, elements, scan, first, end);
  float weights[3] = { 0 };
  float most_run = 0.0f;
  float most_demand = 0.0f;

  for (uint32_t i = first; i < end; i++)
    {
      most_run = MAX (most_run, elements[i].most_run);
      most_demand = MAX (most_demand, elements[i].most_demand);
      weights[elements[i].core] += elements[i].core_weight;
    }

  g_assert_cmpfloat (peak.most_run, ==, most_run);
  g_assert_cmpfloat (peak.most_demand, ==, most_demand);

  for (int i = 0; i < 3; i++)
    if (weights[i] > 0.51f * (weights[0] + weights[1] + weights[2]))
      g_assert_cmpint (peak.core, ==, i);
}

static void
test_find (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  SkeinPeaks peaks = { 0 };

  for (uint32_t i = 0; i < N; i++)
    {
      elements[i].most_run = (float) g_rand_double (rand);
      elements[i].most_demand = (float) g_rand_double (rand);
      elements[i].core_weight = (float) g_rand_double (rand);
      elements[i].core = (int16_t) (g_rand_int_range (rand, 0, 4) % 3);
      skein_peaks_extend (&peaks, elements, scan, i + 1);

      if (i % 50 == 0)
        {
          uint32_t first = (uint32_t) g_rand_int_range (rand, 0, (gint32) i + 1);

          check (&peaks, first, i + 1);
          check (&peaks, first / 2, first);
          check (&peaks, 0, first);
        }
    }

  skein_peaks_clear (&peaks);
}

/* All of them cost few looks. */
static void
test_cost (void)
{
  SkeinPeaks peaks = { 0 };

  skein_peaks_extend (&peaks, elements, scan, N);
  n_looked_at = 0;
  skein_peaks_find (&peaks, elements, scan, 1, N - 1);
  g_assert_cmpuint (n_looked_at, <, 2 * SKEIN_PEAKS_FAN);
  skein_peaks_clear (&peaks);
}

static void
test_none (void)
{
  SkeinPeaks peaks = { 0 };
  SkeinPeak peak = skein_peaks_find (&peaks, elements, scan, 3, 3);

  g_assert_cmpfloat (peak.most_run, ==, 0.0f);
  g_assert_cmpint (peak.core, ==, -1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/peaks/find", test_find);
  g_test_add_func ("/peaks/cost", test_cost);
  g_test_add_func ("/peaks/none", test_none);

  return g_test_run ();
}
