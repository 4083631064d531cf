/* test-search.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib.h>

#include "store/search.h"

/* From every place, for every time, in arrays of every small length. */
static void
test_all (void)
{
  struct
  {
    int64_t end_ns;
    char    more[16];
  } records[40];

  for (uint32_t i = 0; i < G_N_ELEMENTS (records); i++)
    records[i].end_ns = 10 * (i + 1);

  for (uint32_t n = 0; n <= G_N_ELEMENTS (records); n++)
    for (int64_t time_ns = 0; time_ns < 420; time_ns++)
      {
        uint32_t wanted = MIN ((uint32_t) (time_ns / 10), n);

        for (uint32_t from = 0; from <= wanted; from++)
          {
            g_assert_cmpuint (skein_search_after (records, sizeof records[0], n, from, time_ns), ==, wanted);

            for (uint32_t step = 0; step < 45; step++)
              {
                uint32_t hint = step;

                g_assert_cmpuint (skein_search_near (records, sizeof records[0], n, from, &hint, time_ns), ==,
                                  wanted);
                g_assert_cmpuint (hint, ==, wanted - from);
              }
          }
      }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/search/all", test_all);

  return g_test_run ();
}
