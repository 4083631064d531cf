/* test-cores.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "proc/cores.h"

#include "fixture.h"

#include <string.h>

/* From the first of the ten counts to the last. */
#define N_TICKS_BYTES (10 * sizeof (uint64_t))

#define TOTAL "cpu  1 2 3 4 5 6 7 8 9 10\n"
#define CORE_0 "cpu0 11 12 13 14 15 16 17 18 19 20\n"
#define CORE_1 "cpu1 21 22 23 24 25 26 27 28 29 30\n"
#define REST "ctxt 31\nbtime 32\nprocesses 33\nprocs_running 34\nprocs_blocked 35\n"

#define OTHER_REST "ctxt 31\nbtime 99\nprocesses 33\nprocs_running 34\nprocs_blocked 35\n"

typedef struct
{
  const char *name;
  const char *text;
  int         result;
  unsigned    n_cores;
} Case;

static const Case cases[] = {
  { "empty", "", -EBADMSG, 0 },
  { "nonsense", "no such thing\n", -EBADMSG, 0 },
  { "no-total", CORE_0 REST, -EBADMSG, 0 },
  { "no-cores", TOTAL REST, -EBADMSG, 0 },
  { "cut-in-core", TOTAL "cpu0 11 12 13", -EBADMSG, 0 },
  { "cut-before-rest", TOTAL CORE_0 CORE_1, -EBADMSG, 0 },
  { "no-btime", TOTAL CORE_0 "ctxt 31\nprocesses 33\nprocs_running 34\nprocs_blocked 35\n", -EBADMSG, 0 },
  { "three-columns", TOTAL "cpu0 11 12 13\n" REST, -EBADMSG, 0 },
  { "word-in-core", TOTAL "cpu0 11 12 13 14 15 sixteen 17\n" REST, -EBADMSG, 0 },
  { "word-in-figure", TOTAL CORE_0 REST "ctxt many\n", -EBADMSG, 0 },
  { "duplicate-total", TOTAL TOTAL CORE_0 REST, -EBADMSG, 0 },
  { "duplicate-core", TOTAL CORE_0 CORE_0 REST, -EBADMSG, 0 },
  { "duplicate-figure", TOTAL CORE_0 REST "btime 32\n", -EBADMSG, 0 },
  { "unsorted", TOTAL CORE_1 CORE_0 REST, -EBADMSG, 0 },
  { "good", TOTAL CORE_0 CORE_1 REST, 0, 2 },
  { "offline", TOTAL CORE_1 REST, 0, 1 },
  { "four-columns", "cpu 1 2 3 4\ncpu0 11 12 13 14\n" REST, 0, 1 },
  { "blank-at-end", "cpu 1 2 3 4 \ncpu0 11 12 13 14 \n" REST, -EBADMSG, 0 },
  { "more-columns", "cpu 1 2 3 4 5 6 7 8 9 10 11\ncpu0 11 12 13 14 15 16 17 18 19 20 21\n" REST, 0, 1 },
  { "more-lines", "version 9\n" TOTAL CORE_0 "intr 1 2 3\n" REST "ctxts 5\nsoftirq 1 2\n\n", 0, 1 },
};

static void
test_parse (gconstpointer data)
{
  const Case *c = data;
  g_autofree char *exact = dup_exactly (c->text, strlen (c->text));
  g_auto (SkeinCores) cores;
  const char *before = TOTAL CORE_0 CORE_1 "cpu9 1 2 3 4\n" OTHER_REST;

  skein_cores_init (&cores);
  g_assert_cmpint (skein_cores_parse (before, strlen (before), &cores), ==, 0);
  g_assert_cmpuint (cores.cores->len, ==, 3);
  g_assert_cmpint (skein_cores_parse (exact, strlen (c->text), &cores), ==, c->result);

  /* A failure leaves all alone. */
  g_assert_cmpuint (cores.cores->len, ==, c->result == 0 ? c->n_cores : 3);
  g_assert_cmpuint (cores.boot_time_s, ==, c->result == 0 ? 32 : 99);
}

static void
test_fields (void)
{
  g_auto (SkeinCores) cores;
  const char *text = TOTAL CORE_1 REST;
  const SkeinCoreTicks total = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };
  const SkeinCoreTicks core = { 1, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30 };

  skein_cores_init (&cores);

  /* Nothing is left of what was there before. */
  for (int i = 0; i < 3; i++)
    {
      g_assert_cmpint (skein_cores_parse (text, strlen (text), &cores), ==, 0);
      g_assert_cmpuint (cores.cores->len, ==, 1);
    }

  g_assert_cmpmem (&cores.total.user, N_TICKS_BYTES, &total.user, N_TICKS_BYTES);
  g_assert_cmpuint (g_array_index (cores.cores, SkeinCoreTicks, 0).core, ==, core.core);
  g_assert_cmpmem (&g_array_index (cores.cores, SkeinCoreTicks, 0).user, N_TICKS_BYTES, &core.user, N_TICKS_BYTES);
  g_assert_cmpuint (cores.n_switches, ==, 31);
  g_assert_cmpuint (cores.boot_time_s, ==, 32);
  g_assert_cmpuint (cores.n_forks, ==, 33);
  g_assert_cmpuint (cores.n_running, ==, 34);
  g_assert_cmpuint (cores.n_blocked, ==, 35);
}

static void
test_fixtures (void)
{
  g_auto (SkeinCores) cores;
  skein_autofd int many_fd = open_fixture ("cores-512");
  skein_autofd int few_fd = open_fixture ("cores-offline");
  const unsigned online[] = { 0, 2, 3, 7 };
  uint64_t user = 0;

  skein_cores_init (&cores);
  g_assert_cmpint (skein_cores_read_at (many_fd, "stat", &cores), ==, 0);
  g_assert_cmpuint (cores.cores->len, ==, 512);

  for (unsigned i = 0; i < 512; i++)
    {
      g_assert_cmpuint (g_array_index (cores.cores, SkeinCoreTicks, i).core, ==, i);
      user += g_array_index (cores.cores, SkeinCoreTicks, i).user;
    }

  g_assert_cmpuint (user, ==, cores.total.user);

  g_assert_cmpint (skein_cores_read_at (few_fd, "stat", &cores), ==, 0);
  g_assert_cmpuint (cores.cores->len, ==, G_N_ELEMENTS (online));

  for (unsigned i = 0; i < G_N_ELEMENTS (online); i++)
    g_assert_cmpuint (g_array_index (cores.cores, SkeinCoreTicks, i).core, ==, online[i]);

  g_assert_cmpint (skein_cores_read_at (few_fd, "no-such-file", &cores), ==, -ESRCH);
  g_assert_cmpuint (cores.cores->len, ==, G_N_ELEMENTS (online));
}

static void
test_real (void)
{
  g_auto (SkeinCores) cores;
  skein_autofd int fd = open_proc ();
  uint64_t n_switches;

  skein_cores_init (&cores);
  g_assert_cmpint (skein_cores_read_at (fd, "stat", &cores), ==, 0);
  g_assert_cmpuint (cores.cores->len, ==, (unsigned) sysconf (_SC_NPROCESSORS_ONLN));
  g_assert_cmpuint (cores.n_running, >=, 1);
  n_switches = cores.n_switches;

  g_assert_cmpint (skein_cores_read_at (fd, "stat", &cores), ==, 0);
  g_assert_cmpuint (cores.n_switches, >=, n_switches);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add_cases ("/cores/parse", cases, test_parse);
  g_test_add_func ("/cores/fields", test_fields);
  g_test_add_func ("/cores/fixtures", test_fixtures);
  g_test_add_func ("/cores/real", test_real);

  return g_test_run ();
}
