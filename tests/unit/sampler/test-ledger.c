/* test-ledger.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "sampler/ledger.h"

#define ROOM 100

static void
settle (SkeinLedger *ledger,
        uint64_t     run,
        uint64_t     ready,
        bool         is_starving,
        uint64_t     wanted_run,
        uint64_t     wanted_ready)
{
  uint64_t run_delta, ready_delta;

  skein_ledger_settle (ledger, run, ready, ROOM, is_starving, &run_delta, &ready_delta);
  g_assert_cmpuint (run_delta, ==, wanted_run);
  g_assert_cmpuint (ready_delta, ==, wanted_ready);
}

static void
test_growth (void)
{
  SkeinLedger ledger;

  skein_ledger_open (&ledger, 1000, 500);
  settle (&ledger, 1000, 500, false, 0, 0);
  settle (&ledger, 1040, 520, false, 40, 20);
  g_assert_false (skein_ledger_owes (&ledger, 1040, 520));
}

/* A tick late: what one interval has no room for, the next gets. */
static void
test_tick (void)
{
  SkeinLedger ledger;

  skein_ledger_open (&ledger, 0, 0);
  settle (&ledger, 96, 0, false, 96, 0);
  settle (&ledger, 200, 0, false, 100, 0);
  g_assert_true (skein_ledger_owes (&ledger, 200, 0));
  settle (&ledger, 296, 0, false, 100, 0);
  settle (&ledger, 296, 0, false, 0, 0);
}

static void
test_never_both (void)
{
  SkeinLedger ledger;

  skein_ledger_open (&ledger, 0, 0);
  settle (&ledger, 70, 50, false, 70, 30);
  settle (&ledger, 70, 50, false, 0, 20);
}

/* What is given ahead is kept back when the wait is over: the sum is the kernel's. */
static void
test_starving (void)
{
  SkeinLedger ledger;

  skein_ledger_open (&ledger, 10, 10);
  settle (&ledger, 10, 10, true, 0, 100);
  settle (&ledger, 10, 10, true, 0, 100);
  settle (&ledger, 10, 10, true, 0, 100);
  settle (&ledger, 30, 330, false, 20, 20);
  settle (&ledger, 40, 350, false, 10, 20);
  g_assert_false (skein_ledger_owes (&ledger, 40, 350));
}

static void
test_starving_then_less (void)
{
  SkeinLedger ledger;

  skein_ledger_open (&ledger, 0, 0);
  settle (&ledger, 0, 0, true, 0, 100);
  settle (&ledger, 5, 60, false, 5, 0);
  settle (&ledger, 5, 110, false, 0, 10);
}

/* Whatever comes, in whatever order: in the end the sums are the kernel's. */
static void
test_sums (void)
{
  SkeinLedger ledger;
  uint64_t run = 0, ready = 0, run_sum = 0, ready_sum = 0;

  skein_ledger_open (&ledger, 0, 0);

  for (int i = 0; i < 10000; i++)
    {
      bool is_starving = g_test_rand_int_range (0, 4) == 0;
      uint64_t run_delta, ready_delta;

      if (!is_starving)
        {
          run += (uint64_t) g_test_rand_int_range (0, 60);
          ready += (uint64_t) g_test_rand_int_range (0, 60);
        }

      skein_ledger_settle (&ledger, run, ready, ROOM, is_starving, &run_delta, &ready_delta);
      g_assert_cmpuint (run_delta + ready_delta, <=, ROOM);
      run_sum += run_delta;
      ready_sum += ready_delta;
    }

  for (int i = 0; i < 10000; i++)
    {
      uint64_t run_delta, ready_delta;

      ready += 30;
      skein_ledger_settle (&ledger, run, ready, ROOM, false, &run_delta, &ready_delta);
      run_sum += run_delta;
      ready_sum += ready_delta;
    }

  g_assert_cmpuint (run_sum, ==, run);
  g_assert_cmpuint (ready_sum, ==, ready);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ledger/growth", test_growth);
  g_test_add_func ("/ledger/tick", test_tick);
  g_test_add_func ("/ledger/never-both", test_never_both);
  g_test_add_func ("/ledger/starving", test_starving);
  g_test_add_func ("/ledger/starving-then-less", test_starving_then_less);
  g_test_add_func ("/ledger/sums", test_sums);

  return g_test_run ();
}
