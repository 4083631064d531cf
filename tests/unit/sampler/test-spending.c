/* test-spending.c - what is dear for a moment, and what stays so
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sampler/spending.h"

#include "base/clock.h"

#define START (5 * SKEIN_NS_PER_S)

/* Seconds that cost so many ms each; whether it was too much after the last. */
static bool
spend (const int *costs_ms,
       int        n_costs)
{
  SkeinSpending spending = { 0 };
  uint64_t cpu_ns = 77 * SKEIN_NS_PER_MS;
  bool result = skein_spending_is_too_much (&spending, START, cpu_ns, 0.25);

  for (int i = 0; i < n_costs; i++)
    {
      cpu_ns += (uint64_t) costs_ms[i] * SKEIN_NS_PER_MS;
      result = skein_spending_is_too_much (&spending, START + (i + 1) * SKEIN_NS_PER_S, cpu_ns, 0.25);
    }

  return result;
}

static void
test_steady (void)
{
  const int cheap[] = { 240, 240, 240, 240, 240 };
  const int dear[] = { 260, 260, 260 };

  g_assert_false (spend (cheap, G_N_ELEMENTS (cheap)));
  g_assert_false (spend (dear, 2));
  g_assert_true (spend (dear, 3));
}

static void
test_moments (void)
{
  const int moments[] = { 900, 900, 10, 900, 900 };

  g_assert_false (spend (moments, G_N_ELEMENTS (moments)));
}

/* What it had cost before the first look is not counted, and a look too soon judges nothing. */
static void
test_looks (void)
{
  SkeinSpending spending = { 0 };
  bool is_too_much = skein_spending_is_too_much (&spending, START, 900 * SKEIN_NS_PER_S, 0.25);

  for (int i = 1; i < 20; i++)
    is_too_much |= skein_spending_is_too_much (&spending, START + i * SKEIN_NS_PER_MS,
                                               (900 + i) * SKEIN_NS_PER_S, 0.25);

  g_assert_false (is_too_much);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/spending/steady", test_steady);
  g_test_add_func ("/spending/moments", test_moments);
  g_test_add_func ("/spending/looks", test_looks);

  return g_test_run ();
}
